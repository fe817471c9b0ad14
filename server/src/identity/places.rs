//! How many people one provider is asked about at once, and how fast. Whoever sends us callbacks by the thousand must not make us the tool that takes
//! a provider down; and whoever waits longer than people wait is told so, instead of holding a connection.

use crate::front::rate::{Allowance, RateLimit, Taken};
use domain::time::Millis;
use std::{collections::HashMap, time::Duration};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Conversations with one provider at once.
const MOST_AT_ONCE: usize = 64;
/// How long somebody waits for a place.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// People whom one provider is asked about: 200 at once, then 20 a second. A town that signs in for the first minute of a poll does not
/// notice; and what a provider answers quickly would otherwise have no bound but the number of places.
const ASKED: Allowance = Allowance {
    burst: 200,
    refill_ms: 50,
};

/// The places of each provider.
pub struct Places {
    of: HashMap<&'static str, Semaphore>,
    rate: RateLimit<&'static str>,
    wait: Duration,
}

impl Places {
    /// Places at these providers, by their ids.
    pub fn at(providers: impl IntoIterator<Item = &'static str>) -> Self {
        Self::with(providers, MOST_AT_ONCE, LONGEST_WAIT, ASKED)
    }

    fn with(
        providers: impl IntoIterator<Item = &'static str>,
        most: usize,
        wait: Duration,
        asked: Allowance,
    ) -> Self {
        let of = providers.into_iter().map(|id| (id, Semaphore::new(most)));
        let of: HashMap<_, _> = of.collect();
        Self {
            rate: RateLimit::new(asked, of.len()),
            of,
            wait,
        }
    }

    /// A place at a provider, given back when it is dropped; `None` when too many came before, when none became free in time, or where there is
    /// no such provider.
    pub async fn enter(&self, provider: &str, now: Millis) -> Option<SemaphorePermit<'_>> {
        let (id, places) = self.of.get_key_value(provider)?;
        if self.rate.take(id, now) == Taken::No {
            return None;
        }
        tokio::time::timeout(self.wait, places.acquire())
            .await
            .ok()?
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1_800_000_000_000);

    fn places(most: usize, burst: u32) -> Places {
        let asked = Allowance {
            burst,
            refill_ms: 1_000,
        };
        Places::with(["slow", "quick"], most, Duration::from_millis(20), asked)
    }

    #[tokio::test]
    async fn whoever_finds_no_place_at_a_provider_is_turned_away_and_the_others_are_not() {
        let places = places(2, 100);
        let first = places.enter("slow", NOW).await;
        let second = places.enter("slow", NOW).await;
        assert!(first.is_some() && second.is_some());
        assert!(places.enter("slow", NOW).await.is_none());
        assert!(places.enter("quick", NOW).await.is_some());
        drop(first);
        assert!(places.enter("slow", NOW).await.is_some());
        assert!(places.enter("unknown", NOW).await.is_none());
    }

    #[tokio::test]
    async fn a_provider_is_asked_no_faster_than_it_may_be_also_where_there_is_a_place() {
        let places = places(64, 3);
        for _ in 0..3 {
            assert!(places.enter("quick", NOW).await.is_some());
        }
        assert!(places.enter("quick", NOW).await.is_none());
        assert!(
            places.enter("slow", NOW).await.is_some(),
            "each provider has its own"
        );
        let later = NOW.plus(1_000);
        assert!(places.enter("quick", later).await.is_some());
        assert!(places.enter("quick", later).await.is_none());
    }
}
