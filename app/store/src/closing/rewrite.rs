//! Writing the ballots of a closed poll anew, and letting the database forget how they came.

use super::lock_poll;
use crate::{
    Store, StoreError, clock,
    entity::{answer, ballot, poll},
    transact,
};
use domain::ids::{CommunityId, PollId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, QueryFilter,
    Statement,
    sea_query::{ColumnDef, Expr, ExprTrait, Func, Order, Query, SelectStatement, Table},
};

/// The tables in which the rows wait meanwhile. Temporary: they are this connection's alone and in no log.
const BALLOTS: &str = "rewritten_ballot";
const ANSWERS: &str = "rewritten_answer";

/// How often SQLite's log is tried to be emptied while readers are in it.
const CHECKPOINT_TRIES: u32 = 6;

impl Store {
    /// Deletes and inserts a closed poll's ballots and answers in random order, in one transaction: afterwards all of
    /// them were written by the same transaction, and their places say nothing about when. Once only.
    pub(super) async fn rewrite_ballots(
        &self,
        community: CommunityId,
        poll: PollId,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            if lock_poll(tx, community, poll)
                .await?
                .ballots_rewritten_at
                .is_some()
            {
                return Ok(());
            }
            set_aside(tx, community, poll).await?;
            delete(tx, community, poll).await?;
            put_back(tx, community, poll).await?;
            for table in [BALLOTS, ANSWERS] {
                tx.execute(Table::drop().table(table)).await?;
            }
            let now = clock::read(tx, self.clock_offset_ms()).await?;
            poll::Entity::update_many()
                .col_expr(poll::Column::BallotsRewrittenAt, Expr::val(now.0))
                .filter(poll::Column::CommunityId.eq(community.0))
                .filter(poll::Column::Id.eq(poll.0))
                .exec(tx)
                .await?;
            Ok(())
        })
        .await
    }

    /// Lets the database forget rows that were deleted: SQLite empties its write-ahead log into the file, where
    /// `secure_delete` has overwritten them; PostgreSQL vacuums (its own log is kept as its retention says: documented).
    ///
    /// # Errors
    /// `Unavailable` when readers kept SQLite's log from being emptied; the caller tries again later.
    pub(super) async fn forget_old_ballots(&self) -> Result<(), StoreError> {
        match self.backend() {
            DbBackend::Sqlite => self.empty_write_ahead_log().await,
            _ => {
                // No statement that the builder knows; it cannot run in a transaction.
                self.writer()
                    .execute_unprepared("VACUUM ballot, answer")
                    .await?;
                Ok(())
            }
        }
    }

    async fn empty_write_ahead_log(&self) -> Result<(), StoreError> {
        for attempt in 0..CHECKPOINT_TRIES {
            // No statement that the builder knows. Its first column says whether somebody was in the way.
            let checkpoint =
                Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
            let row = self.writer().query_one_raw(checkpoint).await?;
            let busy: i32 = row
                .ok_or_else(|| StoreError::internal("no answer to a checkpoint"))?
                .try_get_by_index(0)?;
            if busy == 0 {
                return Ok(());
            }
            transact::pause(attempt + 3).await;
        }
        Err(StoreError::Unavailable(DbErr::Custom(
            "readers keep the write-ahead log from being emptied".into(),
        )))
    }
}

/// Copies the rows to temporary tables.
async fn set_aside(
    tx: &DatabaseTransaction,
    community: CommunityId,
    poll: PollId,
) -> Result<(), StoreError> {
    tx.execute(
        Table::create()
            .temporary()
            .table(BALLOTS)
            .col(ColumnDef::new(ballot::Column::Id).uuid())
            .col(ColumnDef::new(ballot::Column::Strata).text()),
    )
    .await?;
    tx.execute(
        Table::create()
            .temporary()
            .table(ANSWERS)
            .col(ColumnDef::new(answer::Column::QuestionNo).integer())
            .col(ColumnDef::new(answer::Column::OptionNo).integer())
            .col(ColumnDef::new(answer::Column::BallotId).uuid()),
    )
    .await?;
    let ballots = Query::select()
        .columns([ballot::Column::Id, ballot::Column::Strata])
        .from(ballot::Entity)
        .and_where(Expr::col(ballot::Column::CommunityId).eq(community.0))
        .and_where(Expr::col(ballot::Column::PollId).eq(poll.0))
        .to_owned();
    insert_from(
        tx,
        BALLOTS,
        [ballot::Column::Id, ballot::Column::Strata],
        ballots,
    )
    .await?;
    let answers = Query::select()
        .columns([
            answer::Column::QuestionNo,
            answer::Column::OptionNo,
            answer::Column::BallotId,
        ])
        .from(answer::Entity)
        .and_where(Expr::col(answer::Column::CommunityId).eq(community.0))
        .and_where(Expr::col(answer::Column::PollId).eq(poll.0))
        .to_owned();
    let columns = [
        answer::Column::QuestionNo,
        answer::Column::OptionNo,
        answer::Column::BallotId,
    ];
    insert_from(tx, ANSWERS, columns, answers).await
}

async fn delete(
    tx: &DatabaseTransaction,
    community: CommunityId,
    poll: PollId,
) -> Result<(), StoreError> {
    answer::Entity::delete_many()
        .filter(answer::Column::CommunityId.eq(community.0))
        .filter(answer::Column::PollId.eq(poll.0))
        .exec(tx)
        .await?;
    ballot::Entity::delete_many()
        .filter(ballot::Column::CommunityId.eq(community.0))
        .filter(ballot::Column::PollId.eq(poll.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Inserts the rows again, each table in a random order of its own.
async fn put_back(
    tx: &DatabaseTransaction,
    community: CommunityId,
    poll: PollId,
) -> Result<(), StoreError> {
    use {answer::Column as A, ballot::Column as B};
    let of_poll = || {
        Query::select()
            .expr(Expr::val(community.0))
            .expr(Expr::val(poll.0))
            .to_owned()
    };
    let ballots = of_poll()
        .columns([B::Id, B::Strata])
        .from(BALLOTS)
        .order_by_expr(Func::random().into(), Order::Asc)
        .to_owned();
    insert_from(
        tx,
        ballot::Entity,
        [B::CommunityId, B::PollId, B::Id, B::Strata],
        ballots,
    )
    .await?;
    let answers = of_poll()
        .columns([A::QuestionNo, A::OptionNo, A::BallotId])
        .from(ANSWERS)
        .order_by_expr(Func::random().into(), Order::Asc)
        .to_owned();
    let columns = [
        A::CommunityId,
        A::PollId,
        A::QuestionNo,
        A::OptionNo,
        A::BallotId,
    ];
    insert_from(tx, answer::Entity, columns, answers).await
}

async fn insert_from<C: sea_orm::sea_query::IntoIden>(
    tx: &DatabaseTransaction,
    table: impl sea_orm::sea_query::IntoTableRef,
    columns: impl IntoIterator<Item = C>,
    rows: SelectStatement,
) -> Result<(), StoreError> {
    let mut insert = Query::insert();
    insert
        .into_table(table)
        .columns(columns)
        .select_from(rows)
        .map_err(StoreError::internal)?;
    tx.execute(&insert).await?;
    Ok(())
}
