//! Published polls in memory, for the flow of questions: what was published is not edited, so a copy may serve many requests.
//!
//! A copy is at most a second old. Only its state can be stale by then, and whether a ballot is taken is decided by the ballot
//! box in the database, never by this copy.

use crate::failure::Failure;
use domain::{
    ids::{CommunityId, PollNumber},
    lifecycle::State,
    poll::Poll,
    time::Millis,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use store::Store;

/// How old a copy may be, in milliseconds.
const FRESH_MS: i64 = 1_000;
/// How many copies are kept; when there are more, the old ones go.
const MOST: usize = 1_000;

/// When a copy was read, and the copy.
type Copy = (Millis, Arc<Poll>);

/// The copies of one instance.
#[derive(Default)]
pub struct PublishedPolls {
    copies: Mutex<HashMap<(CommunityId, PollNumber), Copy>>,
}

impl PublishedPolls {
    /// The poll of this number, if it is published.
    ///
    /// # Errors
    /// [`Failure::NotFound`] when there is none or it is a draft; otherwise only when the database does not answer.
    pub async fn get(
        &self,
        store: &Store,
        community: CommunityId,
        number: PollNumber,
        now: Millis,
    ) -> Result<Arc<Poll>, Failure> {
        if let Some((read, poll)) = self.lock().get(&(community, number))
            && (0..FRESH_MS).contains(&now.since(*read))
        {
            return Ok(poll.clone());
        }
        let poll = store
            .poll_by_number(community, number)
            .await?
            .filter(|poll| poll.state != State::Draft)
            .ok_or(Failure::NotFound)?;
        let poll = Arc::new(poll);
        let mut copies = self.lock();
        if copies.len() >= MOST {
            copies.retain(|_, (read, _)| (0..FRESH_MS).contains(&now.since(*read)));
        }
        if copies.len() < MOST {
            copies.insert((community, number), (now, poll.clone()));
        }
        Ok(poll)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(CommunityId, PollNumber), Copy>> {
        self.copies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
