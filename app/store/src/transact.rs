//! Write transactions: begun so that they cannot fail on the upgrade, and run again when the database asks for it.

use crate::{Store, StoreError};
use sea_orm::{
    AccessMode, DatabaseTransaction, DbBackend, DbErr, IsolationLevel, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use std::{future::Future, sync::Arc, time::Duration};

/// How often a transaction is run before its error is given back.
const TRIES: u32 = 8;

/// A pause before the next try: longer each time, and uneven, so that two that collided do not meet again.
pub(crate) async fn pause(attempt: u32) {
    let unevenness = crate::random::bytes::<1>()
        .map(|[byte]| u64::from(byte) / 16)
        .unwrap_or(0);
    let ms = (1u64 << attempt.min(6)) + unevenness;
    tokio::time::sleep(Duration::from_millis(ms)).await;
}

/// Begins a write transaction: on SQLite IMMEDIATE, because a deferred one fails at once when it turns out to write
/// while another writer was quicker.
pub(crate) async fn begin_write(
    writer: &sea_orm::DatabaseConnection,
) -> Result<DatabaseTransaction, DbErr> {
    let sqlite_transaction_mode = (writer.get_database_backend() == DbBackend::Sqlite)
        .then_some(SqliteTransactionMode::Immediate);
    writer
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode,
            ..Default::default()
        })
        .await
}

impl Store {
    /// Runs `body` in a write transaction and commits. Serialization failures, deadlocks and busy databases are tried
    /// again from the beginning, so `body` must do nothing outside the transaction that it may not do twice.
    ///
    /// The transaction is handed over shared, not borrowed: a future that borrows its argument cannot be shown to be
    /// `Send` for every lifetime, and then no handler could await it.
    pub(crate) async fn write<T, Body, Written>(&self, body: Body) -> Result<T, StoreError>
    where
        Body: Fn(Arc<DatabaseTransaction>) -> Written,
        Written: Future<Output = Result<T, StoreError>> + Send,
    {
        let mut attempt = 0;
        loop {
            let outcome = self.write_once(&body).await;
            match outcome {
                Err(error) if error.is_transient() && attempt + 1 < TRIES => {
                    attempt += 1;
                    tracing::debug!(%error, attempt, "a transaction is run again");
                    pause(attempt).await;
                }
                outcome => return outcome,
            }
        }
    }

    async fn write_once<T, Body, Written>(&self, body: &Body) -> Result<T, StoreError>
    where
        Body: Fn(Arc<DatabaseTransaction>) -> Written,
        Written: Future<Output = Result<T, StoreError>> + Send,
    {
        let tx = Arc::new(begin_write(self.writer()).await?);
        let value = body(tx.clone()).await?; // dropping the transaction rolls it back
        let tx = Arc::into_inner(tx)
            .ok_or_else(|| StoreError::internal("a transaction was kept after its body"))?;
        tx.commit().await?;
        Ok(value)
    }

    /// Begins a transaction that sees one state of the whole database however long it reads.
    pub(crate) async fn begin_snapshot(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = match self.reader().get_database_backend() {
            DbBackend::Sqlite => TransactionOptions::default(), // a read transaction is a snapshot (WAL)
            _ => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..Default::default()
            },
        };
        Ok(self.reader().begin_with_options(options).await?)
    }
}
