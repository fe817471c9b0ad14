//! The statements that write a batch: each inserts the rows of all its ballots at once.

use super::{
    batch::{Candidate, Key, Link},
    rows::PollKey,
};
use crate::{
    entity::{answer, ballot, ballot_link, counter, draft, free_text, participation},
    paper, random,
};
use domain::{
    channel::Channel,
    ids::{CommunityId, PersonId, PollId},
    tally::Tally,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, QueryFilter,
    QueryResult,
    sea_query::{
        Expr, ExprTrait, Func, InsertStatement, IntoColumnRef, OnConflict, Query, ReturningClause,
        SelectStatement, Value,
    },
};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// SQLite binds at most 32,766 values in a statement.
const MOST_VALUES: usize = 32_000;

/// Inserts rows of an entity, none of whose values is NULL.
///
/// PostgreSQL gets each column as one array, so that the statement is the same for every batch and is planned once.
/// SQLite gets lists of values, as few statements as it can bind.
async fn insert_all<E: EntityTrait, const N: usize>(
    tx: &DatabaseTransaction,
    columns: [E::Column; N],
    rows: Vec<[Value; N]>,
    finish: impl Fn(&mut InsertStatement),
) -> Result<Vec<QueryResult>, DbErr> {
    let mut answered = Vec::new();
    if tx.get_database_backend() == DbBackend::Postgres {
        if rows.is_empty() {
            return Ok(answered);
        }
        let mut insert = Query::insert();
        insert
            .into_table(E::default())
            .columns(columns)
            .select_from(unnest(rows))
            .map_err(|error| DbErr::Custom(error.to_string()))?;
        finish(&mut insert);
        return tx.query_all(&insert).await;
    }
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut insert = Query::insert();
        insert.into_table(E::default()).columns(columns);
        for row in rows.by_ref().take(MOST_VALUES / N) {
            insert.values_panic(row.map(Expr::val));
        }
        finish(&mut insert);
        answered.extend(tx.query_all(&insert).await?);
    }
    Ok(answered)
}

/// Rows as a query over one array for each column; PostgreSQL steps through them together.
fn unnest<const N: usize>(rows: Vec<[Value; N]>) -> SelectStatement {
    let mut columns: [Vec<Value>; N] = std::array::from_fn(|_| Vec::with_capacity(rows.len()));
    for row in rows {
        for (column, value) in columns.iter_mut().zip(row) {
            column.push(value);
        }
    }
    let mut select = Query::select();
    for column in columns {
        if let Some(kind) = column.first().map(Value::array_type) {
            let array = Value::Array(kind, Some(Box::new(column)));
            select.expr(Func::cust("UNNEST").arg(array));
        }
    }
    select
}

/// Inserts who takes part; gives those who had not taken part before, by this or any other instance.
pub(super) async fn participations(
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
    let columns = [
        C::CommunityId,
        C::PollId,
        C::PersonId,
        C::SubmissionId,
        C::Receipt,
        C::Channel,
        C::Assurance,
    ];
    let inserted = insert_all::<participation::Entity, 7>(tx, columns, rows.collect(), |insert| {
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

/// Inserts the ballots of those who really take part now: ballots, answers, texts, links, counters; their drafts go, and what was
/// typed of their paper forms.
///
/// The ballots are written in the order of their random ids, so that the order of rows does not repeat the order of the
/// participations.
pub(super) async fn ballots(
    tx: &DatabaseTransaction,
    candidates: &mut [Candidate<'_>],
    slot: u8,
) -> Result<(), DbErr> {
    use ballot::Column as C;
    candidates.sort_unstable_by_key(|candidate| candidate.submission.ballot);
    // Strata stay NULL: no poll declares any yet.
    let rows = candidates.iter().map(|Candidate { submission, .. }| {
        let (community, poll) = (submission.community.0, submission.poll.0);
        [community.into(), poll.into(), submission.ballot.0.into()]
    });
    let columns = [C::CommunityId, C::PollId, C::Id];
    insert_all::<ballot::Entity, 3>(tx, columns, rows.collect(), |_| {}).await?;

    let mut tallies: BTreeMap<PollKey, Tally> = BTreeMap::new();
    for Candidate { submission, .. } in candidates.iter() {
        tallies
            .entry((submission.community, submission.poll))
            .or_default()
            .add(submission.answers.as_slice());
    }
    insert_answers(tx, candidates).await?;
    insert_texts(tx, candidates).await?;
    insert_links(tx, candidates).await?;
    add_to_counters(tx, &tallies, slot).await?;
    delete_drafts(tx, candidates).await?;
    let on_paper = candidates
        .iter()
        .map(|candidate| candidate.submission)
        .filter(|submission| submission.channel == Channel::Paper)
        .map(|submission| (submission.community, submission.submission.0));
    paper::mark_cast(tx, on_paper).await
}

/// Inserts the chosen options, in the order of the key.
async fn insert_answers(
    tx: &DatabaseTransaction,
    candidates: &[Candidate<'_>],
) -> Result<(), DbErr> {
    use answer::Column as C;
    let mut rows: Vec<(i64, Uuid, i32, i32, Uuid)> = Vec::new();
    for Candidate { submission, .. } in candidates {
        let (community, poll) = (submission.community.0, submission.poll.0);
        let ballot = submission.ballot.0;
        for answer in submission.answers.as_slice() {
            let question = i32::from(answer.question.0);
            let chosen = answer.chosen.iter().map(|option| i32::from(option.0));
            rows.extend(chosen.map(|option| (community, poll, question, option, ballot)));
        }
    }
    rows.sort_unstable();
    let rows = rows
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
    let columns = [
        C::CommunityId,
        C::PollId,
        C::QuestionNo,
        C::OptionNo,
        C::BallotId,
    ];
    insert_all::<answer::Entity, 5>(tx, columns, rows.collect(), |_| {}).await?;
    Ok(())
}

/// Inserts what was written, in the order of random ids that belong to nothing else.
async fn insert_texts(tx: &DatabaseTransaction, candidates: &[Candidate<'_>]) -> Result<(), DbErr> {
    use free_text::Column as C;
    let mut rows: Vec<(i64, Uuid, i32, i32, Uuid, &str)> = Vec::new();
    for Candidate { submission, .. } in candidates {
        let (community, poll) = (submission.community.0, submission.poll.0);
        for answer in submission.answers.as_slice() {
            let Some(written) = &answer.written else {
                continue;
            };
            let (question, option) = (answer.question.0.into(), written.option.0.into());
            let id = random::uuid().map_err(|error| DbErr::Custom(error.to_string()))?;
            rows.push((community, poll, question, option, id, &written.text));
        }
    }
    rows.sort_unstable();
    let rows = rows
        .into_iter()
        .map(|(community, poll, question, option, id, body)| {
            [
                community.into(),
                poll.into(),
                question.into(),
                option.into(),
                id.into(),
                body.into(),
            ]
        });
    let columns = [
        C::CommunityId,
        C::PollId,
        C::QuestionNo,
        C::OptionNo,
        C::Id,
        C::Body,
    ];
    insert_all::<free_text::Entity, 6>(tx, columns, rows.collect(), |_| {}).await?;
    Ok(())
}

/// Inserts what joins persons and ballots: sealed in confidential polls, plain in open ones, nothing in secret ones.
async fn insert_links(tx: &DatabaseTransaction, candidates: &[Candidate<'_>]) -> Result<(), DbErr> {
    use ballot_link::Column as C;
    let (mut sealed_links, mut plain_links): (Vec<[Value; 4]>, Vec<[Value; 4]>) =
        Default::default();
    for Candidate {
        submission, link, ..
    } in candidates
    {
        let (community, poll) = (submission.community.0.into(), submission.poll.0.into());
        let person = submission.person.0.into();
        match link {
            Link::None => {}
            Link::Sealed(sealed) => {
                sealed_links.push([community, poll, person, sealed.clone().into()]);
            }
            Link::Plain => plain_links.push([community, poll, person, submission.ballot.0.into()]),
        }
    }
    let columns = [C::CommunityId, C::PollId, C::PersonId, C::Sealed];
    insert_all::<ballot_link::Entity, 4>(tx, columns, sealed_links, |_| {}).await?;
    let columns = [C::CommunityId, C::PollId, C::PersonId, C::BallotId];
    insert_all::<ballot_link::Entity, 4>(tx, columns, plain_links, |_| {}).await?;
    Ok(())
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
    let key = [
        C::CommunityId,
        C::PollId,
        C::Slot,
        C::QuestionNo,
        C::OptionNo,
    ];
    let columns = [key[0], key[1], key[2], key[3], key[4], C::N];
    insert_all::<counter::Entity, 6>(tx, columns, rows.collect(), |insert| {
        let sum = Expr::col((counter::Entity, C::N)).add(Expr::col(("excluded", C::N)));
        insert.on_conflict(OnConflict::columns(key).value(C::N, sum).to_owned());
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
