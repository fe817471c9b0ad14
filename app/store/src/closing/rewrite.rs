//! Writing the ballots of a closed poll anew, and letting the database forget how they came.

use super::lock_poll;
use crate::{Store, StoreError, clock, entity::poll, transact};
use domain::ids::{CommunityId, PollId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, QueryFilter,
    Statement,
    sea_query::{ColumnDef, Expr, ExprTrait, Func, Order, Query, SelectStatement, Table},
};

/// A table that holds what was chosen, with its columns but for community and poll, which all of a poll's rows share.
struct Rewritten {
    name: &'static str,
    columns: &'static [(&'static str, Kind)],
}

#[derive(Clone, Copy)]
enum Kind {
    Integer,
    Text,
    Uuid,
}

impl Rewritten {
    fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.columns.iter().map(|(name, _)| *name)
    }
}

const COMMUNITY: &str = "community_id";
const POLL: &str = "poll_id";

/// Everything that is written anew at close.
const TABLES: [Rewritten; 3] = [
    Rewritten {
        name: "ballot",
        columns: &[("id", Kind::Uuid), ("strata", Kind::Text)],
    },
    Rewritten {
        name: "answer",
        columns: &[
            ("question_no", Kind::Integer),
            ("option_no", Kind::Integer),
            ("ballot_id", Kind::Uuid),
        ],
    },
    Rewritten {
        name: "free_text",
        columns: &[
            ("question_no", Kind::Integer),
            ("option_no", Kind::Integer),
            ("id", Kind::Uuid),
            ("body", Kind::Text),
        ],
    },
];

/// How often SQLite's log is tried to be emptied while readers are in it.
const CHECKPOINT_TRIES: u32 = 6;

impl Store {
    /// Deletes and inserts a closed poll's ballots, answers and texts in random order, in one transaction: afterwards all of
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
            for table in &TABLES {
                set_aside(tx, table, community, poll).await?;
                delete(tx, table, community, poll).await?;
                put_back(tx, table, community, poll).await?;
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

    /// Lets the database forget rows that were deleted, those of ballots and what was typed of paper forms: SQLite empties its write-ahead log into the file, where
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
                    .execute_unprepared("VACUUM ballot, answer, free_text, paper_form")
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

/// Where a poll's rows wait meanwhile. The table is temporary: it is this connection's alone and in no log.
fn aside(table: &Rewritten) -> String {
    format!("rewritten_{}", table.name)
}

/// Copies the rows to a temporary table.
async fn set_aside(
    tx: &DatabaseTransaction,
    table: &Rewritten,
    community: CommunityId,
    poll: PollId,
) -> Result<(), StoreError> {
    let mut temporary = Table::create();
    temporary.temporary().table(aside(table));
    for &(column, kind) in table.columns {
        let mut column = ColumnDef::new(column);
        temporary.col(match kind {
            Kind::Integer => column.integer(),
            Kind::Text => column.text(),
            Kind::Uuid => column.uuid(),
        });
    }
    tx.execute(&temporary).await?;
    let rows = Query::select()
        .columns(table.names())
        .from(table.name)
        .and_where(Expr::col(COMMUNITY).eq(community.0))
        .and_where(Expr::col(POLL).eq(poll.0))
        .to_owned();
    insert_from(tx, aside(table), table.names(), rows).await
}

async fn delete(
    tx: &DatabaseTransaction,
    table: &Rewritten,
    community: CommunityId,
    poll: PollId,
) -> Result<(), StoreError> {
    let delete = Query::delete()
        .from_table(table.name)
        .and_where(Expr::col(COMMUNITY).eq(community.0))
        .and_where(Expr::col(POLL).eq(poll.0))
        .to_owned();
    tx.execute(&delete).await?;
    Ok(())
}

/// Inserts the rows again in a random order of this table's own.
async fn put_back(
    tx: &DatabaseTransaction,
    table: &Rewritten,
    community: CommunityId,
    poll: PollId,
) -> Result<(), StoreError> {
    let rows = Query::select()
        .expr(Expr::val(community.0))
        .expr(Expr::val(poll.0))
        .columns(table.names())
        .from(aside(table))
        .order_by_expr(Func::random().into(), Order::Asc)
        .to_owned();
    let columns = [COMMUNITY, POLL].into_iter().chain(table.names());
    insert_from(tx, table.name, columns, rows).await?;
    tx.execute(Table::drop().table(aside(table))).await?;
    Ok(())
}

async fn insert_from(
    tx: &DatabaseTransaction,
    table: impl sea_orm::sea_query::IntoTableRef,
    columns: impl IntoIterator<Item = &'static str>,
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
