//! The writer task: gathers what waits, writes it, tries again where that is right, and answers.

use super::{
    BallotBoxOptions, CastError, Outcome, SLOTS, Submission, Waiting,
    batch::{BatchError, write_batch},
};
use crate::{Store, transact};
use std::time::Duration;
use tokio::{
    sync::{mpsc, watch},
    time::Instant,
};

/// How often a batch is tried at most, and for how long: somebody is waiting in front of a screen.
const TRIES: u32 = 10;
const GIVE_UP_AFTER: Duration = Duration::from_secs(12);

/// Why a batch was not written.
enum Failure {
    /// The database refused one of its rows; which one is not said.
    Refused,
    /// Nothing was written.
    Unavailable,
    /// A commit got no answer, and asking again did not help.
    Unknown,
}

impl Failure {
    fn told(&self) -> CastError {
        match self {
            Self::Refused => CastError::Rejected,
            Self::Unavailable => CastError::Unavailable,
            Self::Unknown => CastError::OutcomeUnknown,
        }
    }
}

/// The one writer of an instance.
pub(super) struct Writer {
    store: Store,
    options: BallotBoxOptions,
}

impl Writer {
    pub(super) fn new(store: Store, mut options: BallotBoxOptions) -> Self {
        options.slot %= SLOTS;
        options.batch_max = options.batch_max.max(1);
        Self { store, options }
    }

    /// Works until everybody who could send has gone or the box is shut down, then writes what is left.
    pub(super) async fn run(
        &self,
        mut waiting: mpsc::Receiver<Waiting>,
        mut stopping: watch::Receiver<bool>,
    ) {
        let mut batch = Vec::new();
        let mut open = true;
        loop {
            // Waits for the first and takes whatever else is there: no artificial delay when idle, and while one batch
            // is being written the next one gathers.
            let taken = tokio::select! {
                taken = waiting.recv_many(&mut batch, self.options.batch_max) => taken,
                _ = stopping.wait_for(|stop| *stop), if open => {
                    open = false;
                    waiting.close(); // what waits already is still received
                    continue;
                }
            };
            if taken == 0 {
                return;
            }
            self.record(std::mem::take(&mut batch)).await;
        }
    }

    /// Writes a batch and answers everybody in it.
    async fn record(&self, batch: Vec<Waiting>) {
        let (submissions, answers): (Vec<_>, Vec<_>) = batch
            .into_iter()
            .map(|waiting| (waiting.submission, waiting.answer))
            .unzip();
        let outcomes = self.outcomes(&submissions).await;
        for (answer, outcome) in answers.into_iter().zip(outcomes) {
            let _ = answer.send(outcome); // whoever asked may have gone; the ballot is recorded all the same
        }
    }

    async fn outcomes(&self, submissions: &[Submission]) -> Vec<Outcome> {
        match self.try_batch(submissions).await {
            Ok(outcomes) => outcomes,
            // One bad row must not sink its neighbours.
            Err(Failure::Refused) if submissions.len() > 1 => {
                let mut outcomes = Vec::with_capacity(submissions.len());
                for one in submissions {
                    match self.try_batch(std::slice::from_ref(one)).await {
                        Ok(outcome) => outcomes.extend(outcome),
                        Err(failure) => outcomes.push(Err(failure.told())),
                    }
                }
                outcomes
            }
            Err(failure) => submissions.iter().map(|_| Err(failure.told())).collect(),
        }
    }

    /// Tries a batch until its outcome is known. Trying again is always safe: a row that an earlier try committed is
    /// found by its submission id and gives its receipt, on a fresh connection if the old one broke.
    async fn try_batch(&self, submissions: &[Submission]) -> Result<Vec<Outcome>, Failure> {
        let begun = Instant::now();
        let mut unknown = false;
        for attempt in 1.. {
            match write_batch(&self.store, &self.options, submissions).await {
                Ok(outcomes) => return Ok(outcomes),
                Err(BatchError::Refused(error)) => {
                    tracing::error!(%error, ballots = submissions.len(), "the database refused a batch of ballots");
                    return Err(Failure::Refused);
                }
                Err(BatchError::NotWritten(error)) => {
                    tracing::warn!(%error, attempt, "a batch of ballots was not written");
                }
                Err(BatchError::CommitUnknown(error)) => {
                    tracing::error!(%error, attempt, "a commit of ballots got no answer");
                    unknown = true;
                }
            }
            if attempt >= TRIES || begun.elapsed() > GIVE_UP_AFTER {
                break;
            }
            transact::pause(attempt).await;
        }
        Err(if unknown {
            Failure::Unknown
        } else {
            Failure::Unavailable
        })
    }
}
