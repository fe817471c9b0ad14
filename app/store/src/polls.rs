//! Polls: a consultation with its questions and options. Reading takes a constant number of queries; writing is
//! optimistic, by the version that was read.

mod list;
mod read;
pub(crate) mod search;
mod sort;
mod write;

pub use list::{PollFilter, PollOrder, PollPulse, PollSummary};
pub use sort::{Direction, PollColumn};
pub use write::NewPoll;

pub(crate) use read::{lock_consultation, touch_published};

/// The kind of consultation that a poll is; discussions will be another.
pub(crate) const POLL: &str = "poll";
