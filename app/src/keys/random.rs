//! Randomness as a parameter: the operating system's in the server, a reproducible one in tests and seeds.

use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};

/// A source of random bytes.
pub trait Random: Send + Sync {
    /// Fills `bytes` completely.
    fn fill(&self, bytes: &mut [u8]);
}

/// Random arrays from any source, also behind `dyn`.
pub trait RandomBytes: Random {
    /// `N` random bytes.
    fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }
}

impl<R: Random + ?Sized> RandomBytes for R {}

/// The operating system's generator: the only one for keys, tokens and ballots of real people.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    /// # Panics
    /// When the operating system has no randomness to give. There is no safe way to go on without it, and no input of a
    /// user can bring it about.
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            panic!("the operating system gives no randomness: {error}");
        }
    }
}

/// A reproducible stream for tests and for the invented content of a demonstration. Whoever knows the seed knows every
/// byte: never for anything that protects a person.
#[derive(Debug)]
pub struct SeededRandom {
    seed: u64,
    drawn: AtomicU64,
}

impl SeededRandom {
    /// A stream that depends on `seed` alone.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            drawn: AtomicU64::new(0),
        }
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let block = self.drawn.fetch_add(1, Ordering::Relaxed);
            let digest = Sha256::new()
                .chain_update(self.seed.to_be_bytes())
                .chain_update(block.to_be_bytes())
                .finalize();
            chunk.copy_from_slice(&digest[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn one_seed_gives_one_stream_and_another_seed_another() {
        let (a, b, c) = (
            SeededRandom::new(7),
            SeededRandom::new(7),
            SeededRandom::new(8),
        );
        let first: [u8; 100] = a.bytes();
        assert_eq!(first, b.bytes::<100>());
        assert_ne!(first, c.bytes::<100>());
        assert_ne!(first, a.bytes::<100>());
    }

    #[test]
    fn the_operating_system_does_not_repeat_itself() {
        let random: &dyn Random = &OsRandom;
        let drawn: HashSet<[u8; 16]> = (0..1000).map(|_| random.bytes()).collect();
        assert_eq!(drawn.len(), 1000);
    }
}
