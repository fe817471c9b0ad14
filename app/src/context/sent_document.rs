//! A document as the upload route has read it.

use domain::residence_request::SentFile;
use std::sync::Arc;

/// The file of a form: an extension of the request that the upload route sends on to the server function.
#[derive(Clone, Debug)]
pub enum SentDocument {
    /// All of it; nothing where none was chosen.
    Whole(Arc<Vec<u8>>),
    TooLarge,
}

impl SentDocument {
    /// The bytes that were kept.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Whole(bytes) => bytes,
            Self::TooLarge => &[],
        }
    }

    /// As `domain` judges it.
    pub fn as_file(&self) -> SentFile<'_> {
        match self {
            Self::Whole(bytes) => SentFile::Whole(bytes),
            Self::TooLarge => SentFile::TooLarge,
        }
    }
}
