//! A town on a fresh database for each test: a SQLite file, or a database of the PostgreSQL server that
//! `VICHE_TEST_POSTGRES` names, dropped however the test ends.

use crate::load::town::Town;
use sea_orm::{ConnectionTrait, Database, Statement};
use std::{
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
};

/// Makes two tests of each body: `name::sqlite` and `name::postgres`.
macro_rules! on_both_databases {
    ($($(#[$doc:meta])* async fn $name:ident($town:ident: Town) $body:block)+) => { $(
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            #[allow(unused_mut)]
            async fn body(mut $town: $crate::load::town::Town) $body

            #[test]
            fn sqlite() {
                $crate::databases::on_sqlite(body);
            }

            #[test]
            fn postgres() {
                $crate::databases::on_postgres(body);
            }
        }
    )+ };
}

pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

/// Runs a test's body in a town on a SQLite file.
pub fn on_sqlite<F: Future<Output = ()>>(body: impl FnOnce(Town) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/viche.db", folder.path().display());
    runtime().block_on(async { body(Town::found(&url, folder.path()).await.unwrap()).await });
}

/// Runs a test's body in a town on a new database of the PostgreSQL server.
pub fn on_postgres<F: Future<Output = ()>>(body: impl FnOnce(Town) -> F) {
    let server = std::env::var("VICHE_TEST_POSTGRES").expect(
        "VICHE_TEST_POSTGRES names no PostgreSQL server. Run the tests by `make test`, which starts one",
    );
    let folder = tempfile::tempdir().unwrap();
    let mut random = [0u8; 6];
    getrandom::fill(&mut random).unwrap();
    let name: String = random
        .iter()
        .fold("viche_durability_".to_owned(), |name, byte| {
            format!("{name}{byte:02x}")
        });
    let runtime = runtime();
    runtime.block_on(run(&server, &format!("CREATE DATABASE {name}")));
    let url = with_database(&server, &name);
    let ended = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async { body(Town::found(&url, folder.path()).await.unwrap()).await });
    }));
    runtime.block_on(run(&server, &format!("DROP DATABASE {name} WITH (FORCE)")));
    if let Err(panic) = ended {
        resume_unwind(panic);
    }
}

/// The server's address with another database.
pub fn with_database(server: &str, name: &str) -> String {
    let (address, parameters) = server.split_once('?').unwrap_or((server, ""));
    let (host, _) = address.rsplit_once('/').unwrap();
    format!("{host}/{name}?{parameters}")
}

/// The name of the database in an address.
pub fn database_in(url: &str) -> &str {
    let address = url.split('?').next().unwrap_or(url);
    address.rsplit('/').next().unwrap_or(address)
}

/// Runs a statement of the test's own, on a connection of its own.
pub async fn run(url: &str, sql: &str) {
    let db = Database::connect(url).await.unwrap();
    db.execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
}

/// The one number that a statement of the test's own gives; for what no repository tells.
pub async fn number(url: &str, sql: &str) -> i64 {
    let db = Database::connect(url).await.unwrap();
    let query = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(query).await.unwrap().unwrap();
    let number = row.try_get_by_index(0).unwrap();
    db.close().await.unwrap();
    number
}
