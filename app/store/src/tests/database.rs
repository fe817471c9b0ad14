//! A database for each test. SQLite: a file in a temporary folder. PostgreSQL: a copy of a template database that is
//! made once for each build of the tests, on the server that `VICHE_TEST_POSTGRES` names.

use crate::{Durability, LinkKeys, Store, StoreOptions, random};
use sea_orm::{
    TransactionTrait,
    sqlx::{self, AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection},
};
use std::{
    future::Future,
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};
use tempfile::TempDir;

/// Makes two tests of each body: `name::sqlite` and `name::postgres`.
macro_rules! on_both_databases {
    ($($(#[$doc:meta])* async fn $name:ident($db:ident: TestDatabase) $body:block)+) => { $(
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn body($db: std::sync::Arc<$crate::tests::database::TestDatabase>) $body

            #[test]
            fn sqlite() {
                $crate::tests::database::run_on_sqlite(body);
            }

            #[test]
            fn postgres() {
                $crate::tests::database::run_on_postgres(body);
            }
        }
    )+ };
}

/// One test's database, and a folder of its own.
pub struct TestDatabase {
    pub url: String,
    pub folder: TempDir,
}

impl TestDatabase {
    /// Connects as an instance would. Several calls make several instances.
    pub async fn store(&self) -> Store {
        self.store_with(StoreOptions::default()).await
    }

    /// Connects with other options; the link keys are always there.
    pub async fn store_with(&self, options: StoreOptions) -> Store {
        self.connect(&self.url, options).await
    }

    async fn connect(&self, url: &str, options: StoreOptions) -> Store {
        let link_keys = LinkKeys::in_directory(self.folder.path().join("link-keys")).unwrap();
        let options = StoreOptions {
            link_keys: Some(link_keys),
            ..options
        };
        Store::connect(url, options).await.unwrap()
    }

    /// Copies the whole database as it is now, once a test; gives the copy's address. Nobody may be connected to it
    /// (PostgreSQL copies a database only then).
    pub async fn backup(&self) -> String {
        if let Some(file) = self.url.strip_prefix("sqlite:") {
            let backup = self.folder.path().join("backup.db");
            let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
            // No statement takes a file's name as a parameter here; the folder's is made by this program.
            let sql = format!("VACUUM INTO '{}'", backup.display());
            connection.execute(AssertSqlSafe(sql)).await.unwrap();
            connection.close().await.unwrap();
            return self.url.replace(file, &backup.display().to_string());
        }
        let server = std::env::var("VICHE_TEST_POSTGRES").unwrap();
        let mut admin = PgConnection::connect(&server).await.unwrap();
        let name = database_of(&self.url);
        let backup = backup_of(name);
        // A connection that was closed a moment ago may still be there.
        let sql = format!("CREATE DATABASE {backup} TEMPLATE {name}");
        let mut tries = 0;
        while let Err(error) = run(&mut admin, &sql).await {
            tries += 1;
            assert!(tries < 50, "{error}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        with_database(&server, &backup)
    }

    /// Connects to a restored backup as an instance would, with the link keys that are there now.
    pub async fn restored(&self, backup: &str) -> Store {
        self.connect(backup, StoreOptions::default()).await
    }

    /// Does something sixteen times at the very same moment, at four instances whose connections are all open.
    pub async fn at_once<T, F>(&self, act: impl Fn(Store, usize) -> F) -> Vec<T>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let mut stores = Vec::new();
        for _ in 0..4 {
            let store = self.store().await;
            let mut opened = Vec::new();
            while opened.len() < if self.is_sqlite() { 1 } else { 4 } {
                opened.push(store.writer().begin().await.unwrap());
            }
            stores.push(store);
        }
        let barrier = Arc::new(tokio::sync::Barrier::new(16));
        let acts: Vec<_> = (0..16)
            .map(|i| {
                let (barrier, act) = (barrier.clone(), act(stores[i % 4].clone(), i));
                tokio::spawn(async move {
                    barrier.wait().await;
                    act.await
                })
            })
            .collect();
        let mut done = Vec::new();
        for act in acts {
            done.push(act.await.unwrap());
        }
        done
    }

    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

/// Runs a test's body on a new SQLite file.
pub fn run_on_sqlite<F: Future<Output = ()> + Send + 'static>(
    body: impl FnOnce(Arc<TestDatabase>) -> F,
) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("viche.db").display());
    let database = Arc::new(TestDatabase { url, folder });
    runtime().block_on(async {
        let store = database.store().await;
        store.migrate().await.unwrap();
        store.close().await.unwrap();
        body(database).await;
    });
}

/// Runs a test's body on a new PostgreSQL database, which is dropped however the body ends.
pub fn run_on_postgres<F: Future<Output = ()> + Send + 'static>(
    body: impl FnOnce(Arc<TestDatabase>) -> F,
) {
    let Ok(server) = std::env::var("VICHE_TEST_POSTGRES") else {
        panic!(
            "VICHE_TEST_POSTGRES names no PostgreSQL server. Run the tests by `make test`, which starts one."
        );
    };
    runtime().block_on(async {
        let mut admin = PgConnection::connect(&server)
            .await
            .expect("the server of VICHE_TEST_POSTGRES");
        let template = template(&server, &mut admin).await;
        let name = format!(
            "viche_test_{:016x}",
            u64::from_be_bytes(random::bytes().unwrap())
        );
        run(
            &mut admin,
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        )
        .await
        .unwrap();
        let database = Arc::new(TestDatabase {
            url: with_database(&server, &name),
            folder: tempfile::tempdir().unwrap(),
        });
        let ended = tokio::spawn(body(database)).await;
        for name in [&backup_of(&name), &name] {
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            run(&mut admin, &sql).await.unwrap();
        }
        if let Err(failed) = ended {
            std::panic::resume_unwind(failed.into_panic());
        }
    });
}

/// The template database of this build, made by whichever test comes first: nextest runs each in a process of its own.
async fn template(server: &str, admin: &mut PgConnection) -> String {
    let name = format!("viche_template_{}", build());
    run(admin, "SELECT pg_advisory_lock(5648453)")
        .await
        .unwrap();
    let there: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_database WHERE datname = $1")
        .bind(&name)
        .fetch_one(&mut *admin)
        .await
        .unwrap();
    if there == 0 {
        let unfinished = format!("{name}_unfinished");
        run(admin, &format!("DROP DATABASE IF EXISTS {unfinished}"))
            .await
            .unwrap();
        run(admin, &format!("CREATE DATABASE {unfinished}"))
            .await
            .unwrap();
        let options = StoreOptions {
            durability: Durability::Full,
            ..StoreOptions::default()
        };
        let store = Store::connect(&with_database(server, &unfinished), options)
            .await
            .unwrap();
        store.migrate().await.unwrap();
        store.close().await.unwrap();
        run(
            admin,
            &format!("ALTER DATABASE {unfinished} RENAME TO {name}"),
        )
        .await
        .unwrap();
    }
    run(admin, "SELECT pg_advisory_unlock(5648453)")
        .await
        .unwrap();
    name
}

/// What this build of the tests is: a new schema comes with a new program.
fn build() -> String {
    let program = std::env::current_exe().and_then(std::fs::metadata).unwrap();
    let built = program
        .modified()
        .unwrap()
        .duration_since(UNIX_EPOCH)
        .unwrap();
    format!("{:x}_{:x}", built.as_millis(), program.len())
}

/// Databases are created by statements that take no parameters; their names are made here.
async fn run(admin: &mut PgConnection, sql: &str) -> Result<(), sqlx::Error> {
    admin.execute(AssertSqlSafe(sql.to_owned())).await.map(drop)
}

/// The name of a database in its address.
fn database_of(url: &str) -> &str {
    let address = url.split('?').next().unwrap();
    address.rsplit('/').next().unwrap()
}

/// The name of a database's copy.
fn backup_of(name: &str) -> String {
    format!("{name}_backup")
}

/// The server's address with another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, parameters) = server.split_once('?').unwrap_or((server, ""));
    let (host, _) = address.rsplit_once('/').unwrap();
    format!("{host}/{name}?{parameters}")
}
