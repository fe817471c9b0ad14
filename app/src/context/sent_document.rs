//! A file on its way from the upload route to the server function that takes it.

use crate::failure::Failure;
use domain::document::SentFile;
use http::request::Parts;
use leptos::prelude::use_context;
use std::sync::Arc;

/// The file that the upload route has read: an extension of the request that it sends on.
#[derive(Clone, Debug)]
pub enum SentDocument {
    /// All of it; nothing where none was chosen.
    Whole(Arc<Vec<u8>>),
    TooLarge,
}

impl SentDocument {
    /// The file of the request that is being answered.
    ///
    /// # Errors
    /// [`Failure::BadRequest`] for a form that did not come by the upload route.
    pub fn of_request() -> Result<Self, Failure> {
        use_context::<Parts>()
            .and_then(|parts| parts.extensions.get::<Self>().cloned())
            .ok_or(Failure::BadRequest)
    }

    /// What there is of it; nothing of one that is too large.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Whole(bytes) => bytes,
            Self::TooLarge => &[],
        }
    }

    /// As the rules look at it.
    pub fn file(&self) -> SentFile<'_> {
        match self {
            Self::Whole(bytes) => SentFile::Whole(bytes),
            Self::TooLarge => SentFile::TooLarge,
        }
    }
}
