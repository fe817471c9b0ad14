//! Many rows written in short transactions, so that nobody waits long for the one writer (DESIGN §7).

use std::time::{Duration, Instant};

/// Nobody waits longer than this for a chunk; chunks grow and shrink to stay well below.
const CHUNK_TIME: Duration = Duration::from_millis(100);
const FIRST_CHUNK: usize = 200;

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportProgress {
    pub written: usize,
    /// How many rows are to be written in all; unchanged ones are not.
    pub total: usize,
}

/// How many rows the next transaction takes.
pub(crate) struct Pace {
    size: usize,
    most: usize,
    begun: Instant,
}

impl Pace {
    /// `most` rows at once, because a statement binds only so many values (SQLite: 32,766).
    pub fn new(most: usize) -> Self {
        Self {
            size: FIRST_CHUNK.min(most),
            most,
            begun: Instant::now(),
        }
    }

    /// The next chunk of what is left; the time it takes begins.
    pub fn next<'a, T>(&mut self, left: &'a [T]) -> &'a [T] {
        self.begun = Instant::now();
        &left[..left.len().min(self.size)]
    }

    /// The chunk is written: aims at half of the time that one may take.
    pub fn written(&mut self) {
        self.size = next_size(self.size, self.begun.elapsed()).clamp(1, self.most);
    }
}

fn next_size(size: usize, took: Duration) -> usize {
    if took < CHUNK_TIME / 4 {
        size * 2
    } else if took > CHUNK_TIME / 2 {
        size / 2
    } else {
        size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_grow_while_they_are_quick_and_shrink_when_they_are_slow() {
        assert_eq!(next_size(200, Duration::from_millis(5)), 400);
        assert_eq!(next_size(200, Duration::from_millis(40)), 200);
        assert_eq!(next_size(200, Duration::from_millis(80)), 100);
    }

    #[test]
    fn the_last_chunk_is_what_is_left() {
        let mut pace = Pace::new(150);
        assert_eq!(pace.next(&[0; 500]).len(), 150);
        assert_eq!(pace.next(&[0; 3]).len(), 3);
    }
}
