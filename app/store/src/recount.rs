//! Recounting: the ballots are the truth, the counters are a cache (DESIGN §5.5). Reads one state of the database, so
//! that both sides can be compared while ballots come in.

use crate::{
    Store, StoreError, convert,
    entity::{answer, ballot, free_text, poll_option},
    turnout,
};
use domain::{
    answer::Answer,
    ballot_set::{encode_ballot, feed_ballot_set},
    ids::{CommunityId, OptionNo, PollId, QuestionNo},
    tally::Tally,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, iter};
use uuid::Uuid;

/// A poll counted again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recount {
    /// What the ballots say.
    pub ballots: Tally,
    /// What the counters say.
    pub counters: Tally,
    /// SHA-256 over the canonical set of ballots ([`domain::ballot_set`]); `None` of the quick count.
    pub ballot_hash: Option<[u8; 32]>,
    /// Whether there are as many texts to each option that asks for words as ballots that chose it.
    pub texts_complete: bool,
}

impl Recount {
    /// Whether the counters say what the ballots say, and no text is missing or too many.
    pub fn agrees(&self) -> bool {
        self.ballots == self.counters && self.texts_complete
    }
}

/// What the ballots of a poll say.
pub(crate) struct Counted {
    pub tally: Tally,
    pub ballot_hash: [u8; 32],
}

/// How many ballots are in memory at once.
const CHUNK: u64 = 10_000;

impl Store {
    /// Counts a poll's ballots again, one by one through `domain`'s tally, in constant memory; `progress` hears how many
    /// are done.
    ///
    /// # Errors
    /// `Internal` when an answer belongs to no ballot.
    pub async fn recount(
        &self,
        community: CommunityId,
        poll: PollId,
        progress: impl FnMut(u64),
    ) -> Result<Recount, StoreError> {
        let snapshot = self.begin_snapshot().await?;
        let counted = count(&snapshot, community, poll, progress).await?;
        let counters = turnout::counters(&snapshot, community, poll).await?;
        let texts_complete = texts_complete(&snapshot, community, poll, &counted.tally).await?;
        snapshot.rollback().await?;
        Ok(Recount {
            ballots: counted.tally,
            counters,
            ballot_hash: Some(counted.ballot_hash),
            texts_complete,
        })
    }

    /// Lets the database count: a cross-check by another way, much faster.
    pub async fn recount_quick(
        &self,
        community: CommunityId,
        poll: PollId,
    ) -> Result<Recount, StoreError> {
        let snapshot = self.begin_snapshot().await?;
        let ballots = count_in_database(&snapshot, community, poll).await?;
        let counters = turnout::counters(&snapshot, community, poll).await?;
        let texts_complete = texts_complete(&snapshot, community, poll, &ballots).await?;
        snapshot.rollback().await?;
        Ok(Recount {
            ballots,
            counters,
            ballot_hash: None,
            texts_complete,
        })
    }
}

fn answers_of(community: CommunityId, poll: PollId) -> Select<answer::Entity> {
    answer::Entity::find()
        .select_only()
        .filter(answer::Column::CommunityId.eq(community.0))
        .filter(answer::Column::PollId.eq(poll.0))
}

fn ballots_of(community: CommunityId, poll: PollId) -> Select<ballot::Entity> {
    ballot::Entity::find()
        .filter(ballot::Column::CommunityId.eq(community.0))
        .filter(ballot::Column::PollId.eq(poll.0))
}

/// Streams the ballots in the order of their ids. The answers of a chunk are one range of the key for each option, so
/// nothing is sorted and nothing is read twice.
pub(crate) async fn count(
    db: &impl ConnectionTrait,
    community: CommunityId,
    poll: PollId,
    mut progress: impl FnMut(u64),
) -> Result<Counted, StoreError> {
    let options = poll_option::Entity::find()
        .filter(poll_option::Column::CommunityId.eq(community.0))
        .filter(poll_option::Column::PollId.eq(poll.0))
        .order_by_asc(poll_option::Column::QuestionNo)
        .order_by_asc(poll_option::Column::No)
        .all(db)
        .await?;

    let mut tally = Tally::default();
    // Ballots that say the same are kept once, with their number.
    let mut set: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    let (mut last, mut done, mut answers_read) = (None, 0, 0);
    loop {
        let mut chunk = ballots_of(community, poll)
            .select_only()
            .column(ballot::Column::Id);
        if let Some(last) = last {
            chunk = chunk.filter(ballot::Column::Id.gt(last));
        }
        let ids: Vec<Uuid> = chunk
            .order_by_asc(ballot::Column::Id)
            .limit(CHUNK)
            .into_tuple::<Uuid>()
            .all(db)
            .await?;
        let (Some(&first_id), Some(&last_id)) = (ids.first(), ids.last()) else {
            break;
        };
        let mut answers: Vec<Vec<Answer>> = vec![Vec::new(); ids.len()];
        for option in &options {
            let (question, no) = (
                QuestionNo(convert::small(option.question_no)?),
                OptionNo(convert::small(option.no)?),
            );
            let chosen_by = answers_of(community, poll)
                .column(answer::Column::BallotId)
                .filter(answer::Column::QuestionNo.eq(option.question_no))
                .filter(answer::Column::OptionNo.eq(option.no))
                .filter(answer::Column::BallotId.between(first_id, last_id))
                .into_tuple::<Uuid>()
                .all(db)
                .await?;
            answers_read += chosen_by.len();
            for id in chosen_by {
                let place = ids.binary_search(&id).map_err(|_| stray())?;
                match answers[place].last_mut() {
                    Some(answer) if answer.question == question => answer.chosen.push(no),
                    _ => answers[place].push(Answer::of_options(question, vec![no])),
                }
            }
        }
        for ballot in &answers {
            tally.add(ballot);
            *set.entry(encode_ballot(ballot)).or_default() += 1;
        }
        done += ids.len() as u64;
        last = Some(last_id);
        progress(done);
    }
    // Answers between two chunks, or of a poll without ballots.
    let answers = answers_of(community, poll)
        .column(answer::Column::BallotId)
        .count(db)
        .await?;
    if answers != answers_read as u64 {
        return Err(stray());
    }

    let mut hasher = Sha256::new();
    let ballots = set
        .iter()
        .flat_map(|(ballot, &times)| iter::repeat_n(ballot.as_slice(), times));
    feed_ballot_set(ballots, |bytes| hasher.update(bytes)).map_err(StoreError::internal)?;
    Ok(Counted {
        tally,
        ballot_hash: hasher.finalize().into(),
    })
}

fn stray() -> StoreError {
    StoreError::internal("an answer belongs to no ballot")
}

/// Texts belong to no ballot, so that only their number can be compared.
async fn texts_complete(
    db: &impl ConnectionTrait,
    community: CommunityId,
    poll: PollId,
    tally: &Tally,
) -> Result<bool, StoreError> {
    use {free_text::Column as T, poll_option::Column as O};
    let asking = poll_option::Entity::find()
        .filter(O::CommunityId.eq(community.0))
        .filter(O::PollId.eq(poll.0))
        .filter(O::WithText.eq(true))
        .all(db)
        .await?;
    let texts: BTreeMap<(i32, i32), i64> = free_text::Entity::find()
        .select_only()
        .columns([T::QuestionNo, T::OptionNo])
        .expr_as(Expr::col(T::Id).count(), "n")
        .filter(T::CommunityId.eq(community.0))
        .filter(T::PollId.eq(poll.0))
        .group_by(T::QuestionNo)
        .group_by(T::OptionNo)
        .into_model::<OptionCount>()
        .all(db)
        .await?
        .into_iter()
        .map(|row| ((row.question_no, row.option_no), row.n))
        .collect();
    let mut expected = BTreeMap::new();
    for option in asking {
        let question = tally.question(QuestionNo(convert::small(option.question_no)?));
        let chosen = question.selections(OptionNo(convert::small(option.no)?));
        if chosen != 0 {
            expected.insert((option.question_no, option.no), chosen);
        }
    }
    Ok(texts == expected)
}

#[derive(FromQueryResult)]
struct OptionCount {
    question_no: i32,
    option_no: i32,
    n: i64,
}

#[derive(FromQueryResult)]
struct QuestionCount {
    question_no: i32,
    n: i64,
}

async fn count_in_database(
    db: &impl ConnectionTrait,
    community: CommunityId,
    poll: PollId,
) -> Result<Tally, StoreError> {
    use answer::Column as C;
    let ballots = ballots_of(community, poll).count(db).await?;
    let mut tally = Tally {
        ballots: i64::try_from(ballots).map_err(StoreError::internal)?,
        ..Tally::default()
    };

    let by_option = answers_of(community, poll)
        .columns([C::QuestionNo, C::OptionNo])
        .expr_as(Expr::col(C::BallotId).count(), "n")
        .group_by(C::QuestionNo)
        .group_by(C::OptionNo)
        .into_model::<OptionCount>()
        .all(db)
        .await?;
    for row in by_option {
        tally.add_counter(
            QuestionNo(convert::small(row.question_no)?),
            OptionNo(convert::small(row.option_no)?),
            row.n,
        );
    }
    let by_question = answers_of(community, poll)
        .column(C::QuestionNo)
        .expr_as(Expr::col(C::BallotId).count_distinct(), "n")
        .group_by(C::QuestionNo)
        .into_model::<QuestionCount>()
        .all(db)
        .await?;
    for row in by_question {
        tally.add_counter(
            QuestionNo(convert::small(row.question_no)?),
            OptionNo(0),
            row.n,
        );
    }
    Ok(tally)
}
