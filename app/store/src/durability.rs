//! What makes "recorded" true after a power cut: the settings of every connection, set where they are ours and asserted
//! always (DESIGN §5.2).

use sea_orm::sqlx::{
    self, PgConnection, Row, SqliteConnection,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::time::Duration;

/// How safe an acknowledged ballot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Durability {
    /// Every commit waits for the disk. The only choice for anything real.
    #[default]
    Full,
    /// Commits do NOT wait for the disk: a power cut loses acknowledged ballots. It exists so that the test of
    /// durability can be seen to fail, and says so in the log at every start.
    OffForTests,
}

/// What a SQLite connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Write,
    Read,
}

/// How long SQLite waits for another process's write transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// SQLite's settings for a connection. All of them are per connection, except the journal mode, which the file keeps.
pub(crate) fn sqlite(
    options: SqliteConnectOptions,
    durability: Durability,
    purpose: Purpose,
) -> SqliteConnectOptions {
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(match durability {
            Durability::Full => SqliteSynchronous::Full,
            Durability::OffForTests => SqliteSynchronous::Off,
        })
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        // What is deleted is overwritten: rewritten ballots, drafts, sessions (DESIGN §5.4).
        .pragma("secure_delete", "ON")
        // Ballots fall into random pages, so caching and folding the log into the file less often (32 MiB instead of
        // 4) save most of the writing. Negative numbers are KiB, positive ones pages of 4 KiB.
        .pragma(
            "cache_size",
            match purpose {
                Purpose::Write => "-65536",
                Purpose::Read => "-16384",
            },
        )
        .pragma("wal_autocheckpoint", "8192");
    match purpose {
        Purpose::Write => options,
        // A write that strays to a reader would dodge the one writer; it fails instead.
        Purpose::Read => options.pragma("query_only", "ON"),
    }
}

/// PostgreSQL's settings that are the connection's. Durability is the server's; it is only ever weakened here.
pub(crate) fn postgres(options: PgConnectOptions, durability: Durability) -> PgConnectOptions {
    let options = options.application_name("viche");
    match durability {
        Durability::Full => options,
        Durability::OffForTests => options.options([("synchronous_commit", "off")]),
    }
}

/// A setting that is not what it must be.
fn wrong(name: &str, found: &str, needed: &str) -> sqlx::Error {
    sqlx::Error::Configuration(format!("{name} is {found}, must be {needed}").into())
}

/// Asserts a SQLite connection's settings. Names the first wrong one.
pub(crate) async fn assert_sqlite(
    connection: &mut SqliteConnection,
    durability: Durability,
    purpose: Purpose,
) -> Result<(), sqlx::Error> {
    // PRAGMAs are no statements that the builder knows; all of them are constants.
    let mode: String = sqlx::query("PRAGMA journal_mode")
        .fetch_one(&mut *connection)
        .await?
        .try_get(0)?;
    if mode != "wal" {
        return Err(wrong(
            "journal_mode",
            &mode,
            "wal (a file; neither memory nor a file system without locks)",
        ));
    }
    let synchronous = match durability {
        Durability::Full => 2,
        Durability::OffForTests => 0,
    };
    let query_only = i64::from(purpose == Purpose::Read);
    for (pragma, needed) in [
        ("PRAGMA synchronous", synchronous),
        ("PRAGMA foreign_keys", 1),
        ("PRAGMA busy_timeout", BUSY_TIMEOUT.as_millis() as i64),
        ("PRAGMA secure_delete", 1),
        ("PRAGMA query_only", query_only),
    ] {
        let found: i64 = sqlx::query(pragma)
            .fetch_one(&mut *connection)
            .await?
            .try_get(0)?;
        if found != needed {
            return Err(wrong(pragma, &found.to_string(), &needed.to_string()));
        }
    }
    Ok(())
}

/// Asserts a PostgreSQL connection's settings. Names the first wrong one.
pub(crate) async fn assert_postgres(
    connection: &mut PgConnection,
    durability: Durability,
) -> Result<(), sqlx::Error> {
    if durability == Durability::OffForTests {
        return Ok(());
    }
    // SHOW is no statement that the builder knows; all of them are constants. `local`, `remote_write` and
    // `remote_apply` wait for the local disk as `on` does.
    for (show, setting, unsafe_value) in [
        ("SHOW fsync", "fsync", "off"),
        ("SHOW full_page_writes", "full_page_writes", "off"),
        ("SHOW synchronous_commit", "synchronous_commit", "off"),
    ] {
        let found: String = sqlx::query(show)
            .fetch_one(&mut *connection)
            .await?
            .try_get(0)?;
        if found == unsafe_value {
            return Err(wrong(setting, &found, "on"));
        }
    }
    Ok(())
}
