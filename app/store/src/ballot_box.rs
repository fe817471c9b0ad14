//! The ballot box: the only way in which ballots are written (DESIGN §6).
//!
//! One writer task per instance gathers the submissions that are waiting, writes them in one transaction and answers
//! each only after the commit. What it promises:
//!
//! - one person, one ballot: decided by the primary key of `participation`, also across instances;
//! - the same submission id gives the same receipt, whatever the retry carries; another person's gives nothing;
//! - what is acknowledged is durable; what is not known to be committed is said to be so, never guessed;
//! - whether the poll is open is decided by the database's clock, under a lock that closing takes exclusively.

mod batch;
mod insert;
mod rows;
mod writer;

pub(crate) use rows::lock_open_polls;

use crate::{Store, drafts::DraftId};
use domain::{
    answer::Answers,
    channel::Channel,
    eligibility::PersonFacts,
    identity::Assurance,
    ids::{BallotId, CommunityId, PersonId, PollId, SubmissionId},
    receipt::Receipt,
};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot, watch};

/// How many counter slots there are; a writer uses one. That two use the same costs time, never correctness.
pub const SLOTS: u8 = 16;

/// How a ballot box works.
#[derive(Clone)]
pub struct BallotBoxOptions {
    /// The counter slot, taken modulo [`SLOTS`]. Instances should differ.
    pub slot: u8,
    /// How many submissions may wait; the next one is told [`CastError::Busy`].
    pub queue: usize,
    /// How many are written in one transaction at most.
    pub batch_max: usize,
    /// Moves the database's clock for "is the poll open", in milliseconds. Only for tests and for the demonstration's
    /// seed, which casts ballots in a term that is over.
    pub clock_offset_ms: i64,
    /// How long a test wants to lie between finding the poll open and writing.
    #[cfg(test)]
    pub(crate) once_open: std::time::Duration,
    /// What a test wants to go wrong after each commit.
    #[cfg(test)]
    pub(crate) after_commit: Option<Arc<dyn Fn() -> Option<sea_orm::DbErr> + Send + Sync>>,
}

impl Default for BallotBoxOptions {
    fn default() -> Self {
        Self {
            slot: 0,
            queue: 2048,
            batch_max: 256,
            clock_offset_ms: 0,
            #[cfg(test)]
            once_open: std::time::Duration::ZERO,
            #[cfg(test)]
            after_commit: None,
        }
    }
}

/// One person's ballot in one poll. Whether the person may take part was decided before.
#[derive(Clone, Debug)]
pub struct Submission {
    pub community: CommunityId,
    pub poll: PollId,
    pub person: PersonId,
    /// Made when the check page is first shown; a retry carries the same. Of a paper form it is the form's, which is marked as cast, and
    /// of which the answers go, in the transaction that records the ballot.
    pub submission: SubmissionId,
    /// A fresh code; used only if this is the first time.
    pub receipt: Receipt,
    /// A fresh random id.
    pub ballot: BallotId,
    pub answers: Answers,
    pub assurance: Assurance,
    pub channel: Channel,
    /// What was known of the person when it was decided that they may take part: if it is something else by the time that the ballot is
    /// written, they are not recorded. The birth date is not looked at again: it is sealed, and only their own sign-in changes it. `None`
    /// where nobody decided (the demonstration's seed, tests).
    pub judged: Option<PersonFacts>,
    /// The draft's rows, which go in the transaction that records the ballot.
    pub drafts: Vec<DraftId>,
}

/// A ballot that is durably recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cast {
    /// Now.
    Recorded(Receipt),
    /// By an earlier try of the same submission; this is that one's receipt, and its answers count.
    AlreadyRecorded(Receipt),
}

impl Cast {
    /// The receipt, whichever try recorded it.
    pub fn receipt(&self) -> &Receipt {
        match self {
            Self::Recorded(receipt) | Self::AlreadyRecorded(receipt) => receipt,
        }
    }
}

/// Why a ballot was not recorded; except for `OutcomeUnknown`, nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CastError {
    /// The person took part before, by another submission.
    #[error("this person has taken part before")]
    AlreadyTookPart,
    #[error("the poll has not opened yet")]
    NotOpenYet,
    #[error("the poll is closed")]
    Closed,
    /// There is no such poll in this community, or it is still a draft.
    #[error("no such poll")]
    NoSuchPoll,
    /// There is no such person in this community, or their record became part of another: they sign in again, and are that one.
    #[error("no such person")]
    NoSuchPerson,
    /// What is known of the person is not what it was decided by that they may take part: decide again.
    #[error("what is known of this person has changed")]
    ChangedMeanwhile,
    /// Too many are waiting. Try again in a moment (503 with Retry-After).
    #[error("too many ballots are waiting")]
    Busy,
    /// The database refused this one ballot (an option that is not the poll's): a fault of
    /// ours, logged; trying again does not help.
    #[error("the database refused the ballot")]
    Rejected,
    /// The database does not answer, or the ballot box is shutting down. Try again.
    #[error("the ballot box is not available")]
    Unavailable,
    /// It may or may not be recorded. Trying again with the same submission id finds out.
    #[error("it is not known whether the ballot was recorded")]
    OutcomeUnknown,
}

/// What comes of one submission.
type Outcome = Result<Cast, CastError>;

/// A submission and whom to tell.
struct Waiting {
    submission: Submission,
    answer: oneshot::Sender<Outcome>,
}

/// A handle on the writer task; clones share it.
#[derive(Clone)]
pub struct BallotBox {
    intake: mpsc::Sender<Waiting>,
    stop: Arc<watch::Sender<bool>>,
    done: watch::Receiver<bool>,
}

impl BallotBox {
    /// Starts the writer task on the current tokio runtime.
    pub fn start(store: Store, options: BallotBoxOptions) -> Self {
        let (intake, waiting) = mpsc::channel(options.queue.max(1));
        let (stop, stopping) = watch::channel(false);
        let (finished, done) = watch::channel(false);
        let writer = writer::Writer::new(store, options);
        tokio::spawn(async move {
            writer.run(waiting, stopping).await;
            finished.send_replace(true);
        });
        Self {
            intake,
            stop: Arc::new(stop),
            done,
        }
    }

    /// Casts a ballot. Returns when it is durably recorded, or known not to be. Once called the ballot is written even
    /// if the caller goes away.
    pub async fn cast(&self, submission: Submission) -> Outcome {
        let (answer, outcome) = oneshot::channel();
        match self.intake.try_send(Waiting { submission, answer }) {
            Ok(()) => outcome.await.unwrap_or(Err(CastError::OutcomeUnknown)),
            Err(mpsc::error::TrySendError::Full(_)) => Err(CastError::Busy),
            Err(mpsc::error::TrySendError::Closed(_)) => Err(CastError::Unavailable),
        }
    }

    /// How many submissions are waiting now; a figure for metrics.
    pub fn waiting(&self) -> usize {
        self.intake.max_capacity() - self.intake.capacity()
    }

    /// Whether the writer takes ballots.
    pub fn is_running(&self) -> bool {
        !self.intake.is_closed()
    }

    /// Takes no more ballots, writes those that are waiting, and returns when all are answered.
    pub async fn shutdown(&self) {
        self.stop.send_replace(true);
        // The writer's end of the channel also ends with the writer.
        let _ = self.done.clone().wait_for(|done| *done).await;
    }
}
