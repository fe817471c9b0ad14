//! Chance that can be had again: one number, printed, decides everything.

/// A small generator of numbers (SplitMix64); good enough to choose moments.
pub struct Dice(u64);

impl Dice {
    /// From the number in `VICHE_DURABILITY_SEED`, or a new one; it is printed, so that a failure can be tried again.
    pub fn new() -> Self {
        let seed = match std::env::var("VICHE_DURABILITY_SEED") {
            Ok(text) => text.parse().expect("VICHE_DURABILITY_SEED is a number"),
            Err(_) => {
                let mut random = [0u8; 4];
                getrandom::fill(&mut random).unwrap();
                u64::from(u32::from_be_bytes(random))
            }
        };
        eprintln!("chance: VICHE_DURABILITY_SEED={seed}");
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, not including, `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// So many milliseconds at most, chosen to the microsecond.
    pub fn moment(&mut self, most_ms: u64) -> std::time::Duration {
        std::time::Duration::from_micros(self.below(most_ms * 1000))
    }
}
