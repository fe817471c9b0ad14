//! Rate limits in memory: a token bucket per key (DESIGN §12). Submitting is limited by person; by address only the start of
//! a sign-in, generously, because a whole town may share a mobile operator's addresses.

use domain::time::Millis;
use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

/// How many at once, and how fast they come back.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    pub burst: u32,
    /// Milliseconds for one to come back.
    pub refill_ms: i64,
}

/// Buckets for one kind of act. Bounded: when full, the keys that have all their tokens back are forgotten first, and if none
/// has, new keys are let through, because a limiter must not become the outage.
pub struct RateLimit<K> {
    allowance: Allowance,
    most_keys: usize,
    buckets: Mutex<HashMap<K, Bucket>>,
}

struct Bucket {
    tokens: u32,
    /// When `tokens` was last right.
    since: Millis,
}

/// What came of asking for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    Yes,
    /// It was one of the last quarter: whoever goes on so is refused soon.
    OneOfTheLast,
    No,
}

impl<K: Hash + Eq + Clone> RateLimit<K> {
    pub fn new(allowance: Allowance, most_keys: usize) -> Self {
        Self {
            allowance,
            most_keys,
            buckets: Mutex::new(HashMap::new()),
        }
    }

    /// Takes one token of `key`.
    pub fn take(&self, key: &K, now: Millis) -> Taken {
        let Allowance { burst, refill_ms } = self.allowance;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if !buckets.contains_key(key) && buckets.len() >= self.most_keys {
            buckets.retain(|_, b| {
                i64::from(b.tokens) + now.since(b.since) / refill_ms < i64::from(burst)
            });
            if buckets.len() >= self.most_keys {
                return Taken::Yes;
            }
        }
        let bucket = buckets.entry(key.clone()).or_insert(Bucket {
            tokens: burst,
            since: now,
        });
        let back = (now.since(bucket.since) / refill_ms).max(0);
        if back > 0 {
            bucket.tokens = burst.min(
                bucket
                    .tokens
                    .saturating_add(u32::try_from(back).unwrap_or(u32::MAX)),
            );
            bucket.since = bucket.since.plus(back * refill_ms);
        }
        match bucket.tokens.checked_sub(1) {
            Some(left) => {
                bucket.tokens = left;
                match left < burst / 4 {
                    true => Taken::OneOfTheLast,
                    false => Taken::Yes,
                }
            }
            None => Taken::No,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl RateLimit<&'static str> {
        fn allow(&self, key: &&'static str, now: Millis) -> bool {
            self.take(key, now) != Taken::No
        }
    }

    #[test]
    fn the_last_quarter_is_told_apart() {
        let limit = RateLimit::new(
            Allowance {
                burst: 8,
                refill_ms: 1_000,
            },
            2,
        );
        let taken: Vec<Taken> = (0..9).map(|_| limit.take(&"a", Millis(0))).collect();
        let mut expected = vec![Taken::Yes; 6];
        expected.extend([Taken::OneOfTheLast, Taken::OneOfTheLast, Taken::No]);
        assert_eq!(taken, expected);
    }

    fn limit() -> RateLimit<&'static str> {
        RateLimit::new(
            Allowance {
                burst: 3,
                refill_ms: 1_000,
            },
            2,
        )
    }

    #[test]
    fn a_burst_is_allowed_then_refused_then_comes_back_one_by_one() {
        let limit = limit();
        for _ in 0..3 {
            assert!(limit.allow(&"a", Millis(0)));
        }
        assert!(!limit.allow(&"a", Millis(999)));
        assert!(limit.allow(&"a", Millis(1_000)));
        assert!(!limit.allow(&"a", Millis(1_500)));
        assert!(
            limit.allow(&"b", Millis(1_500)),
            "another key has its own bucket"
        );
    }

    #[test]
    fn a_clock_that_steps_back_gives_nothing_and_takes_nothing() {
        let limit = limit();
        assert!(limit.allow(&"a", Millis(10_000)));
        assert!(limit.allow(&"a", Millis(0)));
        assert!(limit.allow(&"a", Millis(0)));
        assert!(!limit.allow(&"a", Millis(0)));
    }

    #[test]
    fn a_full_table_lets_new_keys_through_and_forgets_the_rested() {
        let limit = limit();
        assert!(limit.allow(&"a", Millis(0)) && limit.allow(&"b", Millis(0)));
        assert!(
            (0..9).all(|_| limit.allow(&"c", Millis(0))),
            "a full table must not refuse strangers"
        );
        assert!((0..3).all(|_| limit.allow(&"c", Millis(60_000))));
        assert!(
            !limit.allow(&"c", Millis(60_000)),
            "once there is room the limit holds again"
        );
    }
}
