//! What can go wrong between a request and its answer, in the few kinds that a person can do something about.
//!
//! Use [`Failure`] in pages and server functions for what is *not* a validation problem (those keep the input and are
//! shown beside the field). Each kind has a status and an error page in the visitor's language. Details are logged where
//! the failure is made, never shown.

use serde::{Deserialize, Serialize};
use server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
pub enum Failure {
    /// The request cannot be read: broken encoding, a missing field, an id of the wrong shape.
    #[error("bad request")]
    BadRequest,
    /// Somebody must sign in first.
    #[error("sign-in needed")]
    SignInNeeded,
    /// Signed in, but not allowed; also a request from a foreign page.
    #[error("forbidden")]
    Forbidden,
    #[error("not found")]
    NotFound,
    #[error("method not allowed")]
    MethodNotAllowed,
    /// Somebody else changed the same thing meanwhile.
    #[error("conflict")]
    Conflict,
    #[error("too large")]
    TooLarge,
    #[error("too many requests")]
    TooMany,
    /// The queue is full: try again in a few seconds.
    #[error("busy")]
    Busy,
    /// A part that is needed (database, identity provider) does not answer.
    #[error("unavailable")]
    Unavailable,
    /// Our fault.
    #[error("internal")]
    Internal,
}

impl Failure {
    /// The HTTP status of this failure.
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::SignInNeeded => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::Busy | Self::Unavailable => 503,
        }
    }

    /// Seconds after which trying again makes sense, for `Retry-After`.
    pub fn retry_after(self) -> Option<u32> {
        match self {
            Self::Busy => Some(5),
            Self::TooMany => Some(30),
            Self::Unavailable => Some(30),
            _ => None,
        }
    }
}

impl FromServerFnError for Failure {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            // In the browser: somebody else's page in place of our answer, or half of it. Nobody knows what became of the request.
            ServerFnErrorErr::Deserialization(_) if cfg!(not(feature = "ssr")) => Self::Unavailable,
            ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => Self::BadRequest,
            ServerFnErrorErr::Request(_) => Self::Unavailable,
            _ => Self::Internal,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<store::StoreError> for Failure {
    /// What the database said, in a kind that a person can act on. Faults of ours are logged here in full.
    fn from(error: store::StoreError) -> Self {
        use store::StoreError;
        match error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Conflict(store::Conflict::KeyRotation) => Self::Busy,
            StoreError::Conflict(conflict) => {
                tracing::info!(%conflict, "a change did not fit");
                Self::Conflict
            }
            StoreError::Unavailable(error) => {
                tracing::error!(%error, "the database is not available");
                Self::Unavailable
            }
            StoreError::Unsafe(_) | StoreError::Internal(_) => {
                tracing::error!(%error, "the store failed");
                Self::Internal
            }
        }
    }
}
