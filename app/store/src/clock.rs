//! The database's clock, by which polls open and close: one clock for all instances, read inside the transaction that
//! it decides.

use crate::{Store, StoreError};
use domain::time::Millis;
use sea_orm::{
    ConnectionTrait, DbBackend,
    sea_query::{Expr, Query, SelectStatement},
};

/// The instant as the database sees it, in UTC milliseconds: of the statement, not of the transaction's beginning.
/// The builder has no word for either; both texts are constants.
pub(crate) fn now(backend: DbBackend) -> Expr {
    match backend {
        DbBackend::Sqlite => Expr::cust("CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)"),
        // now() would be the instant at which the transaction began, before it waited for any lock.
        _ => Expr::cust("CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)"),
    }
}

fn select_now(backend: DbBackend) -> SelectStatement {
    Query::select().expr_as(now(backend), "now").to_owned()
}

/// The instant on this connection, moved by `offset_ms`.
pub(crate) async fn read(db: &impl ConnectionTrait, offset_ms: i64) -> Result<Millis, StoreError> {
    let row = db.query_one(&select_now(db.get_database_backend())).await?;
    let now: i64 = row
        .ok_or_else(|| StoreError::internal("no clock"))?
        .try_get("", "now")?;
    Ok(Millis(now).plus(offset_ms))
}

impl Store {
    /// What time it is in the database, with this store's offset. Also a sign of life.
    pub async fn now_in_database(&self) -> Result<Millis, StoreError> {
        read(self.reader(), self.clock_offset_ms()).await
    }
}
