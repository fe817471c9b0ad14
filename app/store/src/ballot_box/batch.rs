//! One batch of ballots in one transaction.

use super::{BallotBoxOptions, Cast, CastError, Outcome, Submission, insert, rows};
use crate::{
    Store,
    error::{Fault, fault},
    link_keys::LinkKey,
    transact,
};
use domain::{
    ids::{CommunityId, PersonId, PollId, SubmissionId},
    poll::Secrecy,
    receipt::Receipt,
};
use sea_orm::DbErr;
use std::collections::{HashMap, HashSet};

/// Why a batch did not come through.
pub(super) enum BatchError {
    /// Nothing was written; the same batch may succeed in a moment.
    NotWritten(DbErr),
    /// The commit got no answer.
    CommitUnknown(DbErr),
    /// The database refuses one of the rows and would do so again.
    Refused(String),
}

impl BatchError {
    /// An error before the commit.
    fn once_open(error: DbErr) -> Self {
        match fault(&error) {
            Fault::Transient | Fault::Unreachable => Self::NotWritten(error),
            Fault::Unique | Fault::Other => Self::Refused(error.to_string()),
        }
    }

    /// An error of the commit itself. A serialization failure says that nothing was committed; nothing else does.
    fn of_commit(error: DbErr) -> Self {
        match fault(&error) {
            Fault::Transient => Self::NotWritten(error),
            _ => Self::CommitUnknown(error),
        }
    }
}

/// The key of `participation`: one row, one ballot.
pub(super) type Key = (CommunityId, PollId, PersonId);

pub(super) fn key(submission: &Submission) -> Key {
    (submission.community, submission.poll, submission.person)
}

/// What joins person and ballot, according to the poll's secrecy.
pub(super) enum Link {
    None,
    Sealed(Vec<u8>),
    Plain,
}

/// A ballot that is to be written if its participation can be.
pub(super) struct Candidate<'a> {
    /// Its place in the batch.
    pub place: usize,
    pub submission: &'a Submission,
    pub link: Link,
}

/// Writes a batch; gives the outcome of each submission in the batch's order, all of them durable.
pub(super) async fn write_batch(
    store: &Store,
    options: &BallotBoxOptions,
    batch: &[Submission],
) -> Result<Vec<Outcome>, BatchError> {
    let tx = transact::begin_write(store.ballots())
        .await
        .map_err(BatchError::once_open)?;
    let outcomes = write(&tx, store, options, batch)
        .await
        .map_err(BatchError::once_open)?;
    tx.commit().await.map_err(BatchError::of_commit)?;
    #[cfg(test)]
    if let Some(error) = options
        .after_commit
        .as_ref()
        .and_then(|go_wrong| go_wrong())
    {
        return Err(BatchError::of_commit(error));
    }
    Ok(outcomes)
}

async fn write(
    tx: &sea_orm::DatabaseTransaction,
    store: &Store,
    options: &BallotBoxOptions,
    batch: &[Submission],
) -> Result<Vec<Outcome>, DbErr> {
    let mut polls: Vec<(CommunityId, PollId)> =
        batch.iter().map(|one| (one.community, one.poll)).collect();
    polls.sort_unstable(); // everybody locks in one order
    polls.dedup();
    let open = rows::lock_open_polls(tx, &polls, options.clock_offset_ms).await?;
    #[cfg(test)]
    tokio::time::sleep(options.once_open).await;

    // The first of each person and poll is the one to be written; the others get what comes of it.
    let mut refused: HashMap<Key, CastError> = HashMap::new();
    let mut seen = HashSet::with_capacity(batch.len());
    let mut candidates = Vec::with_capacity(batch.len());
    let mut link_keys = HashMap::new();
    for (place, submission) in batch.iter().enumerate() {
        let Some(&secrecy) = open.get(&(submission.community, submission.poll)) else {
            continue;
        };
        if !seen.insert(key(submission)) {
            continue;
        }
        match link(store, &mut link_keys, submission, secrecy) {
            Ok(link) => candidates.push(Candidate {
                place,
                submission,
                link,
            }),
            Err(error) => {
                refused.insert(key(submission), error);
            }
        }
    }

    let persons = candidates
        .iter()
        .map(|candidate| (candidate.submission.community, candidate.submission.person));
    let there = rows::lock_persons(tx, persons).await?;
    candidates.retain(|Candidate { submission, .. }| {
        let is_there = there.contains(&(submission.community, submission.person));
        if !is_there {
            refused.insert(key(submission), CastError::NoSuchPerson);
        }
        is_there
    });
    let judged = candidates
        .iter()
        .filter(|candidate| candidate.submission.judged.is_some())
        .map(|candidate| (candidate.submission.community, candidate.submission.person));
    // After the lock, for which whoever decides about a home or a document waits: what they have committed is seen.
    let known = rows::known(tx, judged).await?;
    candidates.retain(|Candidate { submission, .. }| {
        let Some(judged) = &submission.judged else {
            return true;
        };
        let known = known.get(&(submission.community, submission.person));
        let is_same = known.is_some_and(|known| known.is_still(judged));
        if !is_same {
            refused.insert(key(submission), CastError::ChangedMeanwhile);
        }
        is_same
    });

    let inserted = insert::participations(tx, &candidates).await?;
    candidates.retain(|candidate| inserted.contains(&key(candidate.submission)));
    if !candidates.is_empty() {
        insert::ballots(tx, &mut candidates, options.slot).await?;
    }
    let now: HashSet<usize> = candidates.iter().map(|candidate| candidate.place).collect();

    // Whoever was not written now either took part before or comes too early or too late.
    let mut recorded: HashMap<Key, (SubmissionId, Receipt)> = candidates
        .iter()
        .map(|Candidate { submission, .. }| {
            (
                key(submission),
                (submission.submission, submission.receipt.clone()),
            )
        })
        .collect();
    let others: Vec<Key> = batch
        .iter()
        .map(key)
        .filter(|key| !recorded.contains_key(key))
        .collect();
    if !others.is_empty() {
        recorded.extend(rows::stored_participations(tx, &others).await?);
    }
    let shut: Vec<(CommunityId, PollId)> = polls
        .into_iter()
        .filter(|poll| !open.contains_key(poll))
        .collect();
    let reasons = if shut.is_empty() {
        HashMap::new()
    } else {
        rows::reasons_against(tx, &shut, options.clock_offset_ms).await?
    };

    let outcomes = batch.iter().enumerate().map(|(place, submission)| {
        if now.contains(&place) {
            return Ok(Cast::Recorded(submission.receipt.clone()));
        }
        match recorded.get(&key(submission)) {
            Some((id, receipt)) if *id == submission.submission => {
                Ok(Cast::AlreadyRecorded(receipt.clone()))
            }
            Some(_) => Err(CastError::AlreadyTookPart),
            None => Err(refused
                .get(&key(submission))
                .or_else(|| reasons.get(&(submission.community, submission.poll)))
                .copied()
                .unwrap_or(CastError::NoSuchPoll)),
        }
    });
    Ok(outcomes.collect())
}

/// The link keys that a batch has needed so far; `None` for one that cannot be had. They live no longer than the batch,
/// whose lock on their polls keeps these from being closed meanwhile, let alone their keys from being destroyed.
type LinkKeysOfBatch = HashMap<(CommunityId, PollId), Option<LinkKey>>;

/// The link that the poll's secrecy asks for. Without the poll's key a confidential ballot is not taken.
fn link(
    store: &Store,
    keys: &mut LinkKeysOfBatch,
    submission: &Submission,
    secrecy: Secrecy,
) -> Result<Link, CastError> {
    match secrecy {
        Secrecy::Secret => Ok(Link::None),
        Secrecy::Open => Ok(Link::Plain),
        Secrecy::Confidential => {
            let key = keys
                .entry((submission.community, submission.poll))
                .or_insert_with(|| link_key(store, submission.community, submission.poll))
                .as_ref()
                .ok_or(CastError::Unavailable)?;
            let sealed = key.seal(submission.person, submission.ballot);
            sealed.map(Link::Sealed).map_err(|error| {
                tracing::error!(%error, "a link could not be sealed, a confidential ballot was not taken");
                CastError::Unavailable
            })
        }
    }
}

fn link_key(store: &Store, community: CommunityId, poll: PollId) -> Option<LinkKey> {
    let Some(keys) = store.link_keys() else {
        tracing::error!(%poll, "no link keys are configured, confidential ballots are not taken");
        return None;
    };
    keys.read(community, poll)
        .inspect_err(|error| tracing::error!(%error, "confidential ballots are not taken"))
        .ok()
}
