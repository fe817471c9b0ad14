//! The watch over each community's sign-ins, in this instance's memory.

use domain::{
    ids::{CommunityId, PersonId},
    sign_in_watch::{Block, SignInWatch, Unusual},
    time::Millis,
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// The watches by community, since `since`.
pub struct SignInWatches {
    since: Millis,
    watches: Mutex<HashMap<CommunityId, SignInWatch>>,
}

impl SignInWatches {
    /// Watches from `now` on.
    pub fn new(now: Millis) -> Self {
        Self {
            since: now,
            watches: Mutex::default(),
        }
    }

    /// Since when this instance counts.
    pub fn since(&self) -> Millis {
        self.since
    }

    /// Counts a sign-in.
    pub fn note(
        &self,
        community: CommunityId,
        block: Option<Block>,
        person: PersonId,
        now: Millis,
    ) {
        self.of(community, |watch| watch.note(block, person, now));
    }

    /// What is unusual in a community.
    pub fn unusual(&self, community: CommunityId, now: Millis) -> Unusual {
        self.of(community, |watch| watch.unusual(now))
    }

    fn of<T>(&self, community: CommunityId, act: impl FnOnce(&mut SignInWatch) -> T) -> T {
        let mut watches = self.watches.lock().unwrap_or_else(PoisonError::into_inner);
        act(watches.entry(community).or_default())
    }
}
