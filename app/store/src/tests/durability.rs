//! The settings on which "recorded" rests: asserted on every connection, and refused when they are wrong.

use super::{database::*, town::*};
use crate::{
    BallotBox, BallotBoxOptions, Durability, Store, StoreError, StoreOptions, connect::Sabotage,
    durability::Purpose,
};
use domain::poll::Secrecy;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement,
    TransactionTrait,
};
use std::sync::Arc;

async fn pragma(connection: &DatabaseTransaction, pragma: &str) -> String {
    let statement = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {pragma}"));
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index::<i64>(0)
        .map(|n| n.to_string())
        .or_else(|_| row.try_get_by_index::<String>(0))
        .unwrap()
}

/// All connections of a pool at once.
async fn all_of(pool: &DatabaseConnection, how_many: usize) -> Vec<DatabaseTransaction> {
    let mut connections = Vec::new();
    for _ in 0..how_many {
        connections.push(pool.begin().await.unwrap());
    }
    connections
}

#[test]
fn every_sqlite_connection_is_durable() {
    run_on_sqlite(async |db: Arc<TestDatabase>| {
        let store = db
            .store_with(StoreOptions {
                connections: 5,
                ..StoreOptions::default()
            })
            .await;
        for (pool, how_many, query_only) in [(store.writer(), 1, "0"), (store.reader(), 5, "1")] {
            for connection in all_of(pool, how_many).await {
                for (name, value) in [
                    ("journal_mode", "wal"),
                    ("synchronous", "2"),
                    ("foreign_keys", "1"),
                    ("busy_timeout", "10000"),
                    ("secure_delete", "1"),
                    ("query_only", query_only),
                ] {
                    assert_eq!(pragma(&connection, name).await, value, "{name}");
                }
            }
        }
    });
}

#[test]
fn a_sqlite_connection_with_a_wrong_setting_makes_connecting_fail_and_says_which() {
    run_on_sqlite(async |db: Arc<TestDatabase>| {
        for (purpose, pragma) in [
            (Purpose::Write, "PRAGMA synchronous = OFF"),
            (Purpose::Write, "PRAGMA synchronous = NORMAL"),
            (Purpose::Write, "PRAGMA foreign_keys = OFF"),
            (Purpose::Write, "PRAGMA secure_delete = OFF"),
            (Purpose::Write, "PRAGMA busy_timeout = 0"),
            (Purpose::Read, "PRAGMA synchronous = OFF"),
            (Purpose::Read, "PRAGMA query_only = OFF"),
        ] {
            let sabotage = Some(Sabotage {
                purpose,
                pragma,
                only_pooled: false,
            });
            let refused = Store::connect(
                &db.url,
                StoreOptions {
                    sabotage,
                    ..StoreOptions::default()
                },
            )
            .await;
            let Err(StoreError::Unsafe(why)) = refused else {
                panic!("{pragma}: {refused:?}")
            };
            let name = pragma.split(' ').nth(1).unwrap();
            assert!(why.contains(name), "{why}");
        }
    });
}

#[test]
fn a_pooled_sqlite_connection_with_a_wrong_setting_is_never_used() {
    run_on_sqlite(async |db: Arc<TestDatabase>| {
        for purpose in [Purpose::Write, Purpose::Read] {
            let sabotage = Some(Sabotage {
                purpose,
                pragma: "PRAGMA synchronous = OFF",
                only_pooled: true,
            });
            let refused = Store::connect(
                &db.url,
                StoreOptions {
                    sabotage,
                    ..StoreOptions::default()
                },
            )
            .await;
            assert!(
                matches!(refused, Err(StoreError::Unavailable(_))),
                "{refused:?}"
            );
        }
    });
}

#[test]
fn a_database_that_is_no_file_is_refused() {
    run_on_sqlite(async |_| {
        for url in [
            "sqlite::memory:",
            "sqlite://",
            "mysql://localhost/viche",
            "viche.db",
            "",
        ] {
            let refused = Store::connect(url, StoreOptions::default()).await;
            assert!(
                matches!(refused, Err(StoreError::Unsafe(_))),
                "{url}: {refused:?}"
            );
        }
    });
}

#[test]
fn a_new_sqlite_file_is_its_owners_alone() {
    run_on_sqlite(async |db: Arc<TestDatabase>| {
        use std::os::unix::fs::PermissionsExt;
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        for file in ["viche.db", "viche.db-wal", "viche.db-shm"] {
            let mode = std::fs::metadata(db.folder.path().join(file))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o077, 0, "{file}");
        }
    });
}

#[test]
fn a_postgres_server_that_does_not_wait_for_the_disk_is_refused() {
    run_on_postgres(async |db: Arc<TestDatabase>| {
        let url = format!("{}&options=-c%20synchronous_commit%3Doff", db.url);
        let refused = Store::connect(&url, StoreOptions::default()).await;
        let Err(StoreError::Unsafe(why)) = refused else {
            panic!("{refused:?}")
        };
        assert!(why.contains("synchronous_commit"), "{why}");
        let url = format!("{}&options=-c%20synchronous_commit%3Dlocal", db.url);
        Store::connect(&url, StoreOptions::default()).await.unwrap();
    });
}

on_both_databases! {
    /// The demonstration that a test of durability can turn red: it works, and does not wait for the disk.
    async fn durability_can_be_switched_off_only_by_name(db: TestDatabase) {
        let store = db.store_with(StoreOptions { durability: Durability::OffForTests, ..StoreOptions::default() }).await;
        let connection = store.writer().begin().await.unwrap();
        if db.is_sqlite() {
            assert_eq!(pragma(&connection, "synchronous").await, "0");
        } else {
            let show = Statement::from_string(DbBackend::Postgres, "SHOW synchronous_commit");
            let row = connection.query_one_raw(show).await.unwrap().unwrap();
            assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "off");
        }
        connection.rollback().await.unwrap();
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        BallotBox::start(store, BallotBoxOptions::default()).cast(usual(KOROSTEN, poll, person)).await.unwrap();
    }

    async fn a_write_that_strays_to_a_reader_fails_on_sqlite(db: TestDatabase) {
        let store = db.store().await;
        if db.is_sqlite() {
            let strayed = store.reader().execute_unprepared("DELETE FROM community").await;
            assert!(strayed.is_err());
        }
    }
}
