//! Drawn cards, kept in memory: a link that is shared in a chat is asked for by everybody's telephone at once.

use super::share_card::{self, Card};
use app::{failure::Failure, i18n::Lang};
use domain::ids::{CommunityId, PollNumber};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::Semaphore;

/// Cards of some 30 KB that are kept; when there are more, all are drawn anew as they are asked for.
const MOST_CARDS: usize = 256;

/// What a card is drawn of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CardKey {
    pub community: CommunityId,
    /// The version of the community's settings: its name and colours are on the card.
    pub settings: i64,
    pub poll: PollNumber,
    /// The version of the poll.
    pub version: i64,
    pub lang: Lang,
}

pub struct CardShelf {
    drawn: Mutex<HashMap<CardKey, Arc<[u8]>>>,
    /// One at a time, so that no crowd of strangers takes more than one core.
    pencil: Semaphore,
}

impl Default for CardShelf {
    fn default() -> Self {
        Self {
            drawn: Mutex::default(),
            pencil: Semaphore::new(1),
        }
    }
}

impl CardShelf {
    /// The picture of `card`, which `key` stands for.
    ///
    /// # Errors
    /// [`Failure::Internal`] when it cannot be drawn (logged).
    pub async fn get(&self, key: CardKey, card: Card) -> Result<Arc<[u8]>, Failure> {
        if let Some(found) = self.find(&key) {
            return Ok(found);
        }
        let _pencil = self.pencil.acquire().await.map_err(|_| Failure::Internal)?;
        // Somebody may have drawn it while this one waited.
        if let Some(found) = self.find(&key) {
            return Ok(found);
        }
        let drawn = tokio::task::spawn_blocking(move || share_card::png(&card)).await;
        let bytes = match drawn {
            Ok(Ok(bytes)) => Arc::from(bytes),
            Ok(Err(error)) => {
                tracing::error!(%error, "a card could not be drawn");
                return Err(Failure::Internal);
            }
            Err(error) => {
                tracing::error!(%error, "drawing a card failed");
                return Err(Failure::Internal);
            }
        };
        let mut shelf = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.len() >= MOST_CARDS {
            shelf.clear();
        }
        shelf.insert(key, Arc::clone(&bytes));
        Ok(bytes)
    }

    fn find(&self, key: &CardKey) -> Option<Arc<[u8]>> {
        let shelf = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.get(key).cloned()
    }
}
