//! The statements of a batch: each writes or reads the rows of all its ballots at once.

use super::{
    CastError,
    batch::{Candidate, Key, Link},
};
use crate::{
    clock,
    entity::{answer, ballot, ballot_link, consultation, counter, draft, participation, poll},
};
use domain::{
    ids::{CommunityId, PersonId, PollId, SubmissionId},
    lifecycle::State,
    poll::Secrecy,
    receipt::Receipt,
    tally::Tally,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, Iterable,
    QueryFilter, QueryResult,
    sea_query::{
        Expr, ExprTrait, IntoColumnRef, LockType, OnConflict, Query, ReturningClause,
        SelectStatement, Value,
    },
};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// SQLite binds at most 32,766 values in a statement, PostgreSQL 65,535.
const MOST_VALUES: usize = 32_000;

type PollKey = (CommunityId, PollId);

/// The polls and their consultations, restricted to these.
fn polls_and_consultations(polls: &[PollKey]) -> SelectStatement {
    let these = polls.iter().fold(Condition::any(), |any, (community, id)| {
        any.add(
            Condition::all()
                .add(Expr::col((poll::Entity, poll::Column::CommunityId)).eq(community.0))
                .add(Expr::col((poll::Entity, poll::Column::Id)).eq(id.0)),
        )
    });
    Query::select()
        .column((poll::Entity, poll::Column::CommunityId))
        .column((poll::Entity, poll::Column::Id))
        .from(poll::Entity)
        .inner_join(
            consultation::Entity,
            Condition::all()
                .add(same(
                    (consultation::Entity, consultation::Column::CommunityId),
                    (poll::Entity, poll::Column::CommunityId),
                ))
                .add(same(
                    (consultation::Entity, consultation::Column::Id),
                    (poll::Entity, poll::Column::Id),
                )),
        )
        .cond_where(these)
        .to_owned()
}

fn same(left: impl IntoColumnRef, right: impl IntoColumnRef) -> Expr {
    Expr::col(left).eq(Expr::col(right))
}

fn poll_key(row: &QueryResult) -> Result<PollKey, DbErr> {
    Ok((
        CommunityId(row.try_get("", "community_id")?),
        PollId(row.try_get("", "id")?),
    ))
}

/// Those of `polls` that take ballots now by the database's clock, with their secrecy; each is locked in shared mode to
/// the end of the transaction (SQLite: the write transaction is alone).
///
/// Sealing the box takes the same row exclusively and sets `sealed_at`. Whoever waited for it looks at the row again
/// and no longer finds it open; whoever was quicker is counted. Only what looks open is locked, so that a crowd that
/// comes too late does not keep the closing waiting. Later changes of a published poll's state or term must change the
/// poll's row too.
pub(super) async fn lock_open_polls(
    tx: &DatabaseTransaction,
    polls: &[PollKey],
    clock_offset_ms: i64,
) -> Result<HashMap<PollKey, Secrecy>, DbErr> {
    let now = || clock::now(tx.get_database_backend()).add(clock_offset_ms);
    let mut query = polls_and_consultations(polls);
    query
        .column((poll::Entity, poll::Column::Secrecy))
        .and_where(
            // Opening is by time: a poll that is due counts as open before the scheduler has said so.
            Expr::col((consultation::Entity, consultation::Column::State))
                .is_in([State::Scheduled.as_str(), State::Open.as_str()]),
        )
        .and_where(Expr::col((consultation::Entity, consultation::Column::OpensAt)).lte(now()))
        .and_where(Expr::col((consultation::Entity, consultation::Column::ClosesAt)).gt(now()))
        .and_where(Expr::col((poll::Entity, poll::Column::SealedAt)).is_null())
        .lock_with_tables(LockType::Share, [poll::Entity]);
    let mut open = HashMap::new();
    for row in tx.query_all(&query).await? {
        let secrecy: String = row.try_get("", "secrecy")?;
        let secrecy = secrecy
            .parse()
            .map_err(|_| DbErr::Type(format!("unknown secrecy {secrecy:?}")))?;
        open.insert(poll_key(&row)?, secrecy);
    }
    Ok(open)
}

/// Why these polls take no ballots. What is not in the answer is no poll that anybody may see.
pub(super) async fn reasons_against(
    tx: &DatabaseTransaction,
    polls: &[PollKey],
    clock_offset_ms: i64,
) -> Result<HashMap<PollKey, CastError>, DbErr> {
    let now = clock::now(tx.get_database_backend()).add(clock_offset_ms);
    let mut query = polls_and_consultations(polls);
    query
        .expr_as(
            Expr::col((consultation::Entity, consultation::Column::OpensAt)).gt(now),
            "early",
        )
        .and_where(
            Expr::col((consultation::Entity, consultation::Column::State))
                .ne(State::Draft.as_str()),
        );
    let mut reasons = HashMap::new();
    for row in tx.query_all(&query).await? {
        let early: Option<bool> = row.try_get("", "early")?;
        let reason = if early == Some(true) {
            CastError::NotOpenYet
        } else {
            CastError::Closed
        };
        reasons.insert(poll_key(&row)?, reason);
    }
    Ok(reasons)
}

/// Inserts rows of an entity, all its columns, as few statements as the number of values allows.
async fn insert_all<E: EntityTrait, const N: usize>(
    tx: &DatabaseTransaction,
    rows: Vec<[Value; N]>,
    mut finish: impl FnMut(&mut sea_orm::sea_query::InsertStatement),
) -> Result<Vec<QueryResult>, DbErr>
where
    E::Column: Iterable,
{
    let mut answered = Vec::new();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut insert = Query::insert();
        insert.into_table(E::default()).columns(E::Column::iter());
        for row in rows.by_ref().take(MOST_VALUES / N) {
            insert.values_panic(row.map(Expr::val));
        }
        finish(&mut insert);
        answered.extend(tx.query_all(&insert).await?);
    }
    Ok(answered)
}

/// Inserts who takes part; gives those who had not taken part before, by this or any other instance.
pub(super) async fn insert_participations(
    tx: &DatabaseTransaction,
    candidates: &[Candidate<'_>],
) -> Result<HashSet<Key>, DbErr> {
    use participation::Column as C;
    let rows = candidates.iter().map(|Candidate { submission, .. }| {
        [
            submission.community.0.into(),
            submission.poll.0.into(),
            submission.person.0.into(),
            submission.submission.0.into(),
            submission.receipt.as_str().into(),
            submission.channel.as_str().into(),
            submission.assurance.as_str().into(),
        ]
    });
    let inserted = insert_all::<participation::Entity, 7>(tx, rows.collect(), |insert| {
        insert
            .on_conflict(
                OnConflict::columns([C::CommunityId, C::PollId, C::PersonId])
                    .do_nothing()
                    .to_owned(),
            )
            .returning(ReturningClause::Columns(vec![
                C::CommunityId.into_column_ref(),
                C::PollId.into_column_ref(),
                C::PersonId.into_column_ref(),
            ]));
    })
    .await?;
    inserted
        .iter()
        .map(|row| {
            let community = CommunityId(row.try_get("", "community_id")?);
            let poll = PollId(row.try_get("", "poll_id")?);
            Ok((community, poll, PersonId(row.try_get("", "person_id")?)))
        })
        .collect()
}

/// Inserts the ballots of those who really take part now: ballots, answers, links, counters; their drafts go.
///
/// The ballots are written in the order of their random ids, so that the order of rows does not repeat the order of the
/// participations.
pub(super) async fn insert_ballots(
    tx: &DatabaseTransaction,
    candidates: &mut [Candidate<'_>],
    slot: u8,
) -> Result<(), DbErr> {
    candidates.sort_unstable_by_key(|candidate| candidate.submission.ballot);

    let ballots = candidates.iter().map(|Candidate { submission, .. }| {
        let strata: Option<String> = None;
        [
            submission.community.0.into(),
            submission.poll.0.into(),
            submission.ballot.0.into(),
            strata.into(),
        ]
    });
    insert_all::<ballot::Entity, 4>(tx, ballots.collect(), |_| {}).await?;

    let mut answers: Vec<(i64, Uuid, i32, i32, Uuid)> = Vec::new();
    let mut tallies: BTreeMap<PollKey, Tally> = BTreeMap::new();
    for Candidate { submission, .. } in candidates.iter() {
        let (community, poll) = (submission.community, submission.poll);
        tallies
            .entry((community, poll))
            .or_default()
            .add(submission.answers.as_slice());
        for answer in submission.answers.as_slice() {
            answers.extend(answer.chosen.iter().map(|option| {
                (
                    community.0,
                    poll.0,
                    answer.question.0.into(),
                    option.0.into(),
                    submission.ballot.0,
                )
            }));
        }
    }
    answers.sort_unstable(); // the order of the key
    let answers = answers
        .into_iter()
        .map(|(community, poll, question, option, ballot)| {
            [
                community.into(),
                poll.into(),
                question.into(),
                option.into(),
                ballot.into(),
            ]
        });
    insert_all::<answer::Entity, 5>(tx, answers.collect(), |_| {}).await?;

    let links = candidates.iter().filter_map(
        |Candidate {
             submission, link, ..
         }| {
            let (sealed, ballot): (Option<Vec<u8>>, Option<Uuid>) = match link {
                Link::None => return None,
                Link::Sealed(sealed) => (Some(sealed.clone()), None),
                Link::Plain => (None, Some(submission.ballot.0)),
            };
            let person = submission.person.0.into();
            Some([
                submission.community.0.into(),
                submission.poll.0.into(),
                person,
                sealed.into(),
                ballot.into(),
            ])
        },
    );
    insert_all::<ballot_link::Entity, 5>(tx, links.collect(), |_| {}).await?;

    add_to_counters(tx, &tallies, slot).await?;
    delete_drafts(tx, candidates).await
}

/// Moves the counters by what was inserted, in this writer's slot and in the order of the key.
async fn add_to_counters(
    tx: &DatabaseTransaction,
    tallies: &BTreeMap<PollKey, Tally>,
    slot: u8,
) -> Result<(), DbErr> {
    use counter::Column as C;
    let rows = tallies.iter().flat_map(|(&(community, poll), tally)| {
        tally.counters().map(move |(question, option, n)| {
            let (question, option) = (i32::from(question.0), i32::from(option.0));
            [
                community.0.into(),
                poll.0.into(),
                i32::from(slot).into(),
                question.into(),
                option.into(),
                n.into(),
            ]
        })
    });
    insert_all::<counter::Entity, 6>(tx, rows.collect(), |insert| {
        let sum = Expr::col((counter::Entity, C::N)).add(Expr::col(("excluded", C::N)));
        insert.on_conflict(
            OnConflict::columns([
                C::CommunityId,
                C::PollId,
                C::Slot,
                C::QuestionNo,
                C::OptionNo,
            ])
            .value(C::N, sum)
            .to_owned(),
        );
    })
    .await?;
    Ok(())
}

/// Deletes the drafts of what is now recorded.
async fn delete_drafts(
    tx: &DatabaseTransaction,
    candidates: &[Candidate<'_>],
) -> Result<(), DbErr> {
    let mut drafts: BTreeMap<i64, Vec<Vec<u8>>> = BTreeMap::new();
    for Candidate { submission, .. } in candidates {
        if !submission.drafts.is_empty() {
            let rows = submission.drafts.iter().map(|draft| draft.0.to_vec());
            drafts
                .entry(submission.community.0)
                .or_default()
                .extend(rows);
        }
    }
    for (community, ids) in drafts {
        draft::Entity::delete_many()
            .filter(draft::Column::CommunityId.eq(community))
            .filter(draft::Column::Id.is_in(ids))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// The participations that are there already, with the submission that made each.
pub(super) async fn stored_participations(
    tx: &DatabaseTransaction,
    keys: &[Key],
) -> Result<HashMap<Key, (SubmissionId, Receipt)>, DbErr> {
    use participation::Column as C;
    let mut of_polls: BTreeMap<PollKey, Vec<Uuid>> = BTreeMap::new();
    for &(community, poll, person) in keys {
        of_polls
            .entry((community, poll))
            .or_default()
            .push(person.0);
    }
    let mut stored = HashMap::new();
    for ((community, poll), persons) in of_polls {
        let rows = participation::Entity::find()
            .filter(C::CommunityId.eq(community.0))
            .filter(C::PollId.eq(poll.0))
            .filter(C::PersonId.is_in(persons))
            .all(tx)
            .await?;
        stored.extend(rows.into_iter().map(|row| {
            let key = (community, poll, PersonId(row.person_id));
            (
                key,
                (
                    SubmissionId(row.submission_id),
                    Receipt::from_stored(row.receipt),
                ),
            )
        }));
    }
    Ok(stored)
}
