//! Connecting: the pools of a database and what is asserted of each of their connections.

use crate::{
    LinkKeys, StoreError,
    durability::{self, Durability, Purpose},
    polls,
};
use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, SqlxPostgresConnector, SqlxSqliteConnector,
    sea_query::{Func, Query},
    sqlx::{
        self, Connection, PgConnection, SqliteConnection,
        pool::PoolOptions,
        postgres::{PgConnectOptions, PgPool},
        sqlite::{SqliteConnectOptions, SqlitePool},
    },
};
use std::{path::Path, sync::Arc, time::Duration};

/// How to connect.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// Connections that only read. PostgreSQL gets as many for writing.
    pub connections: u32,
    pub durability: Durability,
    /// Moves the database's clock for opening, closing and jobs, in milliseconds. Only for tests and for the
    /// demonstration's seed; the ballot box has an offset of its own.
    pub clock_offset_ms: i64,
    /// The keys of confidential polls' links; without them such a poll can be neither published nor voted in.
    pub link_keys: Option<LinkKeys>,
    /// A setting to spoil after connecting, so that a test sees the assertions fail.
    #[cfg(test)]
    pub(crate) sabotage: Option<Sabotage>,
}

/// Spoils a setting of every SQLite connection of one purpose.
#[cfg(test)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sabotage {
    pub purpose: Purpose,
    pub pragma: &'static str,
    /// Only the pool's connections, not the one that is tried first.
    pub only_pooled: bool,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            connections: 4,
            durability: Durability::Full,
            clock_offset_ms: 0,
            link_keys: None,
            #[cfg(test)]
            sabotage: None,
        }
    }
}

/// A handle on the database; clones share its connections.
#[derive(Clone, Debug)]
pub struct Store {
    pools: Arc<Pools>,
    clock_offset_ms: i64,
    link_keys: Option<LinkKeys>,
}

#[derive(Debug)]
struct Pools {
    /// SQLite: the one writer. PostgreSQL: transactions that write.
    writer: DatabaseConnection,
    /// The ballot box's own way, so that no page can keep it waiting for a connection. On SQLite the same as `writer`.
    ballots: DatabaseConnection,
    reader: DatabaseConnection,
}

/// How long a request waits for a free connection before it is told that the database is not available.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// A connection that was idle longer is asked for a sign of life before it is used (PostgreSQL).
const STALE_AFTER: Duration = Duration::from_secs(30);

impl Store {
    /// Connects to `sqlite:PATH` or `postgres://…` and asserts the settings on which durability rests, now and for every
    /// connection that the pools will ever open.
    ///
    /// # Errors
    /// `Unsafe` when a setting would lose acknowledged ballots or the address is of no database we know; `Unavailable`
    /// when the database does not answer.
    pub async fn connect(url: &str, options: StoreOptions) -> Result<Self, StoreError> {
        if options.durability == Durability::OffForTests {
            tracing::error!(
                "DURABILITY IS OFF: a power cut will lose acknowledged ballots; this is only for tests"
            );
        }
        let pools = match url.split(':').next() {
            Some("sqlite") => connect_sqlite(url, &options).await?,
            Some("postgres" | "postgresql") => connect_postgres(url, &options).await?,
            _ => {
                return Err(StoreError::Unsafe(
                    "the address must begin with sqlite: or postgres://".into(),
                ));
            }
        };
        Ok(Self {
            pools: Arc::new(pools),
            clock_offset_ms: options.clock_offset_ms,
            link_keys: options.link_keys,
        })
    }

    /// The same database seen with another clock offset (tests and the demonstration's seed only).
    pub fn with_clock_offset(&self, clock_offset_ms: i64) -> Self {
        Self {
            clock_offset_ms,
            ..self.clone()
        }
    }

    /// Brings the schema up to date. Several instances may do it at once: the others wait and find nothing to do.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            if tx.get_database_backend() == DbBackend::Postgres {
                // Held to the end of the transaction; SQLite's write transaction is alone anyway. The number is ours.
                let lock = Query::select()
                    .expr(Func::cust("pg_advisory_xact_lock").arg(5_648_453_i64))
                    .to_owned();
                tx.query_one(&lock).await?;
            }
            Migrator::up(tx, None).await?;
            polls::search::fold_what_is_not(tx).await
        })
        .await
    }

    /// Whether the schema is the one that this program knows.
    pub async fn is_migrated(&self) -> Result<bool, StoreError> {
        let migrations = Migrator::get_migration_with_status_read_only(self.reader()).await?;
        Ok(migrations
            .iter()
            .all(|migration| migration.status() == migration::MigrationStatus::Applied))
    }

    /// Waits for statements under way and closes all connections. SQLite then folds its write-ahead log into the file.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.pools.reader.close_by_ref().await?;
        self.pools.ballots.close_by_ref().await?;
        self.pools.writer.close_by_ref().await?;
        Ok(())
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.pools.writer
    }

    pub(crate) fn ballots(&self) -> &DatabaseConnection {
        &self.pools.ballots
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.pools.reader
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.pools.writer.get_database_backend()
    }

    pub(crate) fn clock_offset_ms(&self) -> i64 {
        self.clock_offset_ms
    }

    pub(crate) fn link_keys(&self) -> Option<&LinkKeys> {
        self.link_keys.as_ref()
    }
}

/// An error of connecting, told by its kind.
fn connecting(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Configuration(what) => StoreError::Unsafe(what.to_string()),
        error => StoreError::Unavailable(sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(
            Arc::new(error),
        ))),
    }
}

async fn connect_sqlite(url: &str, options: &StoreOptions) -> Result<Pools, StoreError> {
    let base: SqliteConnectOptions = url.parse().map_err(connecting)?;
    create_private(base.get_filename())?;
    // The writer first: it creates the file and turns it to WAL.
    let writer = SqlxSqliteConnector::from_sqlx_sqlite_pool(
        sqlite_pool(&base, options, Purpose::Write, 1).await?,
    );
    let reader = sqlite_pool(&base, options, Purpose::Read, options.connections.max(1)).await?;
    Ok(Pools {
        ballots: writer.clone(),
        writer,
        reader: SqlxSqliteConnector::from_sqlx_sqlite_pool(reader),
    })
}

/// Creates a new database file that only its owner can read; the log beside it takes the same rights.
fn create_private(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let created = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path);
        match created {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(
                StoreError::Unsafe(format!("cannot create {}: {error}", path.display())),
            ),
            _ => Ok(()),
        }
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        Ok(())
    }
}

async fn sqlite_pool(
    base: &SqliteConnectOptions,
    options: &StoreOptions,
    purpose: Purpose,
    size: u32,
) -> Result<SqlitePool, StoreError> {
    let durability = options.durability;
    let (spoil_probe, spoil_pooled) = sabotage(options, purpose);
    // Nobody should wait long for a test that cannot connect.
    let acquire_timeout = if spoil_pooled.is_some() {
        Duration::from_secs(1)
    } else {
        ACQUIRE_TIMEOUT
    };

    let connect_options = durability::sqlite(base.clone(), durability, purpose);
    // One connection outside the pool first: the pool would try again until it times out, and hide the reason.
    let mut probe = SqliteConnection::connect_with(&connect_options)
        .await
        .map_err(connecting)?;
    check_sqlite(&mut probe, durability, purpose, spoil_probe)
        .await
        .map_err(connecting)?;
    probe.close().await.map_err(connecting)?;

    PoolOptions::new()
        .max_connections(size)
        .min_connections(size)
        .acquire_timeout(acquire_timeout)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false) // there is no network that could drop it
        // SQLite ends a transaction by itself when the disk is full, and then the driver still believes to be in it:
        // a later "commit" would only release a savepoint, and an acknowledged ballot would be lost.
        .before_acquire(|connection: &mut SqliteConnection, _| {
            let clean = !connection.is_in_transaction();
            Box::pin(async move { Ok(clean) })
        })
        .after_connect(move |connection, _| {
            Box::pin(check_sqlite(connection, durability, purpose, spoil_pooled))
        })
        .connect_with(connect_options)
        .await
        .map_err(connecting)
}

/// What a test wants to be spoilt: on the connection that is tried first, and on the pool's.
#[cfg(test)]
fn sabotage(
    options: &StoreOptions,
    purpose: Purpose,
) -> (Option<&'static str>, Option<&'static str>) {
    let sabotage = options
        .sabotage
        .filter(|sabotage| sabotage.purpose == purpose);
    (
        sabotage
            .filter(|sabotage| !sabotage.only_pooled)
            .map(|sabotage| sabotage.pragma),
        sabotage.map(|sabotage| sabotage.pragma),
    )
}

#[cfg(not(test))]
fn sabotage(_: &StoreOptions, _: Purpose) -> (Option<&'static str>, Option<&'static str>) {
    (None, None)
}

async fn check_sqlite(
    connection: &mut SqliteConnection,
    durability: Durability,
    purpose: Purpose,
    sabotage: Option<&'static str>,
) -> Result<(), sqlx::Error> {
    if let Some(pragma) = sabotage {
        sqlx::query(pragma).execute(&mut *connection).await?;
    }
    durability::assert_sqlite(connection, durability, purpose).await
}

async fn connect_postgres(url: &str, options: &StoreOptions) -> Result<Pools, StoreError> {
    let connect_options = durability::postgres(
        url.parse::<PgConnectOptions>().map_err(connecting)?,
        options.durability,
    );
    let mut probe = PgConnection::connect_with(&connect_options)
        .await
        .map_err(connecting)?;
    durability::assert_postgres(&mut probe, options.durability)
        .await
        .map_err(connecting)?;
    probe.close().await.map_err(connecting)?;

    let size = options.connections.max(2);
    let pool = async |size| {
        postgres_pool(&connect_options, options.durability, size)
            .await
            .map(SqlxPostgresConnector::from_sqlx_postgres_pool)
    };
    // The ballot box needs one connection, and a fresh one when that broke.
    Ok(Pools {
        writer: pool(size).await?,
        ballots: pool(2).await?,
        reader: pool(size).await?,
    })
}

async fn postgres_pool(
    options: &PgConnectOptions,
    durability: Durability,
    size: u32,
) -> Result<PgPool, StoreError> {
    PoolOptions::new()
        .max_connections(size)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .before_acquire(|connection: &mut PgConnection, meta| {
            Box::pin(async move {
                if meta.idle_for > STALE_AFTER {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .after_connect(move |connection, _| {
            Box::pin(durability::assert_postgres(connection, durability))
        })
        .connect_with(options.clone())
        .await
        .map_err(connecting)
}
