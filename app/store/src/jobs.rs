//! Jobs: what is due at a time. They are in the database, so that any instance does them, also after a restart, and
//! `FOR UPDATE SKIP LOCKED` lets several take different ones (PostgreSQL; SQLite's writer is alone anyway).

use crate::{Store, StoreError, clock, entity::job, random};
use domain::{
    ids::{CommunityId, PollId},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict},
};
use uuid::Uuid;

/// What kinds of job there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    OpenPoll,
    ClosePoll,
    /// Destroy the key of a closed confidential poll's links.
    DestroyLinkKey,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::OpenPoll => "open_poll",
            Self::ClosePoll => "close_poll",
            Self::DestroyLinkKey => "destroy_link_key",
        }
    }
}

/// How long a job is its claimer's before another may take it. Whatever a job does can be done twice.
const CLAIM_MS: i64 = 30_000;

/// A job that this instance has claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Claimed {
    id: Uuid,
    pub community: CommunityId,
    pub subject: PollId,
}

/// Adds a job in the caller's transaction, or moves it if there is one for this subject.
pub(crate) async fn add(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    kind: Kind,
    subject: PollId,
    due_at: Millis,
) -> Result<(), StoreError> {
    use job::Column as C;
    let row = job::Model {
        community_id: community.0,
        id: random::uuid()?,
        kind: kind.as_str().to_owned(),
        subject: subject.0,
        due_at: due_at.0,
        claimed_by: None,
        claimed_until: None,
        done_at: None,
        tries: 0,
    };
    job::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([C::CommunityId, C::Kind, C::Subject])
                .update_columns([C::DueAt, C::ClaimedBy, C::ClaimedUntil, C::DoneAt])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Marks a job done in the caller's transaction; says whether this call did, and nobody before it. What a job may leave
/// behind once only is written when it says so.
pub(crate) async fn finish(
    tx: &impl ConnectionTrait,
    job: &Claimed,
    now: Millis,
) -> Result<bool, StoreError> {
    let done = job::Entity::update_many()
        .col_expr(job::Column::DoneAt, Expr::val(now.0))
        .filter(job::Column::CommunityId.eq(job.community.0))
        .filter(job::Column::Id.eq(job.id))
        .filter(job::Column::DoneAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

impl Store {
    /// Claims up to `most` due jobs of a kind for `instance`, the longest due first. What the same instance claimed
    /// before (and did not finish, since it is asking) is given again at once.
    pub(crate) async fn claim_jobs(
        &self,
        kind: Kind,
        instance: &str,
        most: u64,
    ) -> Result<Vec<Claimed>, StoreError> {
        use job::Column as C;
        self.write(async |tx| {
            let tx = &*tx;
            let now = clock::read(tx, self.clock_offset_ms()).await?;
            let free = Condition::any()
                .add(C::ClaimedUntil.is_null())
                .add(C::ClaimedUntil.lte(now.0))
                .add(C::ClaimedBy.eq(instance));
            // SQLite's builder leaves the lock out.
            let due = job::Entity::find()
                .filter(C::DoneAt.is_null())
                .filter(C::DueAt.lte(now.0))
                .filter(C::Kind.eq(kind.as_str()))
                .filter(free)
                .order_by_asc(C::DueAt)
                .limit(most)
                .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
                .all(tx)
                .await?;
            for row in &due {
                job::Entity::update_many()
                    .col_expr(C::ClaimedBy, Expr::val(instance))
                    .col_expr(C::ClaimedUntil, Expr::val(now.plus(CLAIM_MS).0))
                    .col_expr(C::Tries, Expr::col(C::Tries).add(1))
                    .filter(C::CommunityId.eq(row.community_id))
                    .filter(C::Id.eq(row.id))
                    .exec(tx)
                    .await?;
            }
            let claimed = due.iter().map(|row| Claimed {
                id: row.id,
                community: CommunityId(row.community_id),
                subject: PollId(row.subject),
            });
            Ok(claimed.collect())
        })
        .await
    }

    /// When the next job is due (perhaps in the past), by the database's clock; `None` when nothing waits. Until then
    /// the scheduler may sleep, if it also looks now and then for what other instances add.
    pub async fn next_job_due(&self) -> Result<Option<Millis>, StoreError> {
        let row = job::Entity::find()
            .filter(job::Column::DoneAt.is_null())
            .order_by_asc(job::Column::DueAt)
            .one(self.reader())
            .await?;
        Ok(row.map(|row| Millis(row.due_at)))
    }
}
