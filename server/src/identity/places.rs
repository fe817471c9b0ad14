//! How many people one provider is asked about at once. Whoever sends us callbacks by the thousand must not make us the tool that takes
//! a provider down; and whoever waits longer than people wait is told so, instead of holding a connection.

use std::{collections::HashMap, time::Duration};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Conversations with one provider at once.
const MOST_AT_ONCE: usize = 64;
/// How long somebody waits for a place.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// The places of each provider.
pub struct Places {
    of: HashMap<&'static str, Semaphore>,
    wait: Duration,
}

impl Places {
    /// Places at these providers, by their ids.
    pub fn at(providers: impl IntoIterator<Item = &'static str>) -> Self {
        Self::with(providers, MOST_AT_ONCE, LONGEST_WAIT)
    }

    fn with(
        providers: impl IntoIterator<Item = &'static str>,
        most: usize,
        wait: Duration,
    ) -> Self {
        let of = providers.into_iter().map(|id| (id, Semaphore::new(most)));
        Self {
            of: of.collect(),
            wait,
        }
    }

    /// A place at a provider, given back when it is dropped; `None` when none became free in time, or there is no such provider.
    pub async fn enter(&self, provider: &str) -> Option<SemaphorePermit<'_>> {
        let places = self.of.get(provider)?;
        tokio::time::timeout(self.wait, places.acquire())
            .await
            .ok()?
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_finds_no_place_at_a_provider_is_turned_away_and_the_others_are_not() {
        let places = Places::with(["slow", "quick"], 2, Duration::from_millis(20));
        let (first, second) = (places.enter("slow").await, places.enter("slow").await);
        assert!(first.is_some() && second.is_some());
        assert!(places.enter("slow").await.is_none());
        assert!(places.enter("quick").await.is_some());
        drop(first);
        assert!(places.enter("slow").await.is_some());
        assert!(places.enter("unknown").await.is_none());
    }
}
