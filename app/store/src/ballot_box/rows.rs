//! The statements that read for a batch: which polls are open, why others are not, who took part before.

use super::{CastError, batch::Key};
use crate::{
    StoreError, clock,
    entity::{consultation, participation, person, poll, residency},
    persons::has_rnokpp,
    residencies::{self, Residence},
};
use domain::{
    eligibility::PersonFacts,
    ids::{CommunityId, PersonId, PollId, SubmissionId},
    lifecycle::State,
    poll::Secrecy,
    receipt::Receipt,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait,
    FromQueryResult, QueryFilter, QueryResult,
    sea_query::{
        ArrayType, Expr, ExprTrait, IntoColumnRef, LockType, Order, Query, SelectStatement, Value,
        extension::postgres::PgFunc,
    },
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use uuid::Uuid;

pub(crate) type PollKey = (CommunityId, PollId);

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
pub(crate) async fn lock_open_polls(
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

/// Those of `persons` whose record is there and part of no other; each is locked to the end of the transaction against becoming
/// part of another, which would take the participation with it. Whoever waited for that looks at the row again and no longer
/// finds it. Ballots do not wait for each other here.
pub(super) async fn lock_persons(
    tx: &DatabaseTransaction,
    persons: impl Iterator<Item = (CommunityId, PersonId)>,
) -> Result<HashSet<(CommunityId, PersonId)>, DbErr> {
    use person::Column as C;
    let mut locked = HashSet::new();
    for (community, persons) in by_community(persons) {
        for persons in persons.chunks(MOST_PERSONS) {
            let mut query = Query::select();
            query
                .column(C::Id)
                .from(person::Entity)
                .and_where(Expr::col(C::CommunityId).eq(community.0))
                .and_where(one_of(tx, C::Id, persons))
                .and_where(Expr::col(C::MergedInto).is_null())
                .order_by(C::Id, Order::Asc)
                .lock(LockType::KeyShare);
            for row in tx.query_all(&query).await? {
                locked.insert((community, PersonId(row.try_get("", "id")?)));
            }
        }
    }
    Ok(locked)
}

/// What the database knows of somebody that decides in which polls they may take part.
pub(super) struct Known {
    home: Option<Residence>,
    second_key_open: bool,
}

impl Known {
    /// Whether it is what somebody was judged by.
    pub fn is_still(&self, judged: &PersonFacts) -> bool {
        let (birth_date, assurance) = (judged.birth_date, judged.assurance);
        let home = self.home.clone();
        residencies::facts(home, self.second_key_open, birth_date, assurance) == *judged
    }
}

/// A person and their residency.
#[derive(FromQueryResult)]
struct KnownRow {
    id: Uuid,
    second_key_cleared_at: Option<i64>,
    has_rnokpp: bool,
    class: Option<String>,
    settlement: Option<String>,
    evidence: Option<String>,
    expires: Option<String>,
    decided_at: Option<i64>,
}

impl KnownRow {
    fn known(self, community: CommunityId) -> Result<Known, StoreError> {
        let home = self.class.zip(self.decided_at).map(|(class, decided_at)| {
            residencies::read(residency::Model {
                community_id: community.0,
                person_id: self.id,
                class,
                settlement: self.settlement,
                evidence: self.evidence,
                expires: self.expires,
                decided_by: None,
                decided_at,
            })
        });
        Ok(Known {
            home: home.transpose()?,
            second_key_open: !self.has_rnokpp && self.second_key_cleared_at.is_none(),
        })
    }
}

/// What is known of these persons now: one statement for each community of the batch, none where nobody was judged.
pub(super) async fn known(
    tx: &DatabaseTransaction,
    persons: impl Iterator<Item = (CommunityId, PersonId)>,
) -> Result<HashMap<(CommunityId, PersonId), Known>, DbErr> {
    use person::Column as P;
    use residency::Column as R;
    let mut known = HashMap::new();
    for (community, persons) in by_community(persons) {
        for persons in persons.chunks(MOST_PERSONS) {
            let mut query = Query::select();
            query
                .columns([P::Id, P::SecondKeyClearedAt].map(|c| (person::Entity, c)))
                .expr_as(
                    has_rnokpp((person::Entity, P::CommunityId), (person::Entity, P::Id)),
                    "has_rnokpp",
                )
                .columns(
                    [
                        R::Class,
                        R::Settlement,
                        R::Evidence,
                        R::Expires,
                        R::DecidedAt,
                    ]
                    .map(|c| (residency::Entity, c)),
                )
                .from(person::Entity)
                .left_join(
                    residency::Entity,
                    Condition::all()
                        .add(same(
                            (residency::Entity, R::CommunityId),
                            (person::Entity, P::CommunityId),
                        ))
                        .add(same(
                            (residency::Entity, R::PersonId),
                            (person::Entity, P::Id),
                        )),
                )
                .and_where(Expr::col((person::Entity, P::CommunityId)).eq(community.0))
                .and_where(one_of(tx, (person::Entity, P::Id), persons));
            for row in tx.query_all(&query).await? {
                let row = KnownRow::from_query_result(&row, "")?;
                let person = PersonId(row.id);
                let row = row.known(community);
                let row = row.map_err(|error| DbErr::Type(error.to_string()))?;
                known.insert((community, person), row);
            }
        }
    }
    Ok(known)
}

/// Each once, in one order for everybody.
fn by_community(
    persons: impl Iterator<Item = (CommunityId, PersonId)>,
) -> BTreeMap<CommunityId, Vec<Uuid>> {
    let mut of_community: BTreeMap<CommunityId, BTreeSet<Uuid>> = BTreeMap::new();
    for (community, person) in persons {
        of_community.entry(community).or_default().insert(person.0);
    }
    of_community
        .into_iter()
        .map(|(community, persons)| (community, persons.into_iter().collect()))
        .collect()
}

/// Persons in one statement: SQLite binds at most 32,766 values.
const MOST_PERSONS: usize = 32_000;

/// `column` is one of `ids`. PostgreSQL gets them as one array, so that the statement is the same for every batch.
fn one_of(tx: &DatabaseTransaction, column: impl IntoColumnRef, ids: &[Uuid]) -> Expr {
    match tx.get_database_backend() {
        DbBackend::Postgres => {
            let ids = ids.iter().map(|&id| id.into()).collect();
            let array = Value::Array(ArrayType::Uuid, Some(Box::new(ids)));
            Expr::col(column).eq(PgFunc::any(Expr::val(array)))
        }
        _ => Expr::col(column).is_in(ids.iter().copied()),
    }
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
