//! A database for each test. SQLite: a file in a temporary folder. PostgreSQL: a copy of a template database that is made
//! once for each build of the tests, on the server that `VICHE_TEST_POSTGRES` names.

use app::keys::{OsRandom, RandomBytes};
use sea_orm::sqlx::{
    self, AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection,
    sqlite::SqliteConnectOptions,
};
use std::{
    future::Future,
    process::Command,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, UNIX_EPOCH},
};
use store::{Store, StoreOptions};
use tempfile::TempDir;

/// Makes two tests of each body: `name::sqlite` and `name::postgres`.
macro_rules! on_both_databases {
    ($($(#[$doc:meta])* async fn $name:ident($databases:ident: Databases $(,)?) $body:block)+) => { $(
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn body($databases: std::sync::Arc<$crate::databases::Databases>) $body

            #[test]
            fn sqlite() {
                $crate::databases::run_on_sqlite(body);
            }

            #[test]
            fn postgres() {
                $crate::databases::run_on_postgres(body);
            }
        }
    )+ };
}

/// Makes databases of one kind for one test, each with the schema and nothing else.
pub struct Databases {
    /// The PostgreSQL server and its template database; `None` on SQLite.
    postgres: Option<(String, String)>,
    /// What is to be dropped when the test ends.
    made: Mutex<Vec<String>>,
}

/// A database, and a folder of its own for keys.
pub struct TestDatabase {
    pub url: String,
    pub folder: TempDir,
}

impl Databases {
    /// A new database.
    pub async fn create(&self) -> TestDatabase {
        let folder = tempfile::tempdir().unwrap();
        let Some((server, template)) = &self.postgres else {
            let url = format!("sqlite://{}", folder.path().join("viche.db").display());
            migrate(&url).await;
            return TestDatabase { url, folder };
        };
        let number = u64::from_be_bytes(OsRandom.bytes());
        let name = format!("viche_it_{number:016x}");
        let mut admin = PgConnection::connect(server).await.unwrap();
        run(
            &mut admin,
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        )
        .await;
        let url = with_database(server, &name);
        self.made
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(name);
        TestDatabase { url, folder }
    }
}

impl TestDatabase {
    /// A command of `viche` on this database, with the master key of its folder.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_viche"));
        let folder = self.folder.path();
        command
            .env_clear()
            .current_dir(folder)
            .env("DATABASE_URL", &self.url)
            .env("VICHE_MASTER_KEY_FILE", folder.join("master.key"))
            .env("RUST_LOG", "info")
            .env("NO_COLOR", "1");
        command
    }

    /// Holds the lock that every ballot needs, on a connection of its own, until the guard is released or dropped.
    pub async fn lock_ballots(&self) -> Locked {
        if self.url.starts_with("sqlite:") {
            let options: SqliteConnectOptions = self.url.parse().unwrap();
            let options = options.busy_timeout(Duration::from_secs(20));
            let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
            connection.execute("BEGIN IMMEDIATE").await.unwrap();
            Locked::Sqlite(connection)
        } else {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            let lock = "BEGIN; LOCK TABLE participation IN EXCLUSIVE MODE";
            connection.execute(lock).await.unwrap();
            Locked::Postgres(connection)
        }
    }

    /// What the database holds, as numbers that change with whatever a request could change. Except that a session notes
    /// when it was seen.
    pub async fn everything(&self) -> Vec<i64> {
        let mut numbers = Vec::new();
        for what in [
            "count(*) FROM person",
            "count(*) FROM person_key",
            "count(*) FROM residency",
            "count(*) FROM role_grant",
            "count(revoked_at) FROM role_grant",
            "count(reviewed_at) FROM role_grant",
            "count(*) FROM second_factor",
            "count(*) FROM recovery_code",
            "count(*) FROM passkey",
            "count(*) FROM consent",
            "count(*) FROM residence_request",
            "count(refused_at) FROM residence_request",
            "count(*) FROM passkey_question",
            "count(*) FROM invitation",
            "count(accepted_at) FROM invitation",
            "count(decided_at) FROM invitation",
            "count(*) FROM session",
            "count(*) FROM sign_in",
            "count(used_at) FROM sign_in",
            "count(*) FROM person_email",
            "count(*) FROM email_link",
            "count(used_at) FROM email_link",
            "count(*) FROM ticket",
            "count(used_at) FROM ticket",
            "count(*) FROM consultation",
            "COALESCE(sum(version), 0) FROM consultation",
            "count(*) FROM question",
            "count(*) FROM poll_option",
            "count(*) FROM policy",
            "count(*) FROM participation",
            "count(*) FROM ballot",
            "count(*) FROM answer",
            "COALESCE(sum(n), 0) FROM counter",
            "count(*) FROM draft",
            "COALESCE(max(updated_at), 0) FROM draft",
            "count(*) FROM result",
            "count(*) FROM change_log",
            "count(*) FROM audit",
            "count(*) FROM job",
        ] {
            // PostgreSQL sums bigints into numerics.
            let (sum, table) = what.split_once(" FROM ").unwrap();
            numbers.push(
                self.count(&format!("SELECT CAST({sum} AS BIGINT) FROM {table}"))
                    .await,
            );
        }
        numbers
    }

    /// Everything in the tables that hold something about persons and answers, as text.
    pub async fn texts(&self) -> String {
        let mut all = String::new();
        for table in [
            "person",
            "person_key",
            "residency",
            "role_grant",
            "session",
            "sign_in",
            "person_email",
            "email_link",
            "passkey",
            "consent",
            "residence_request",
            "passkey_question",
            "ticket",
            "draft",
            "participation",
            "ballot",
            "answer",
            "ballot_link",
            "audit",
            "change_log",
        ] {
            all.push_str(&self.rows(table).await);
        }
        all
    }

    /// The rows of a table as text: blobs as they are (a name in the clear would be readable), the rest as PostgreSQL and
    /// SQLite write it.
    async fn rows(&self, table: &str) -> String {
        let mut text = String::new();
        if self.url.starts_with("sqlite:") {
            let options: SqliteConnectOptions = self.url.parse().unwrap();
            let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
            let columns: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
                "SELECT name FROM pragma_table_info('{table}')"
            )))
            .fetch_all(&mut connection)
            .await
            .unwrap();
            for column in columns {
                let sql = format!("SELECT CAST({column} AS BLOB) FROM {table}");
                let values: Vec<Option<Vec<u8>>> = sqlx::query_scalar(AssertSqlSafe(sql))
                    .fetch_all(&mut connection)
                    .await
                    .unwrap();
                for value in values.into_iter().flatten() {
                    text.push_str(&String::from_utf8_lossy(&value));
                    text.push('\n');
                }
            }
        } else {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            let columns: Vec<(String, String)> = sqlx::query_as(
                "SELECT column_name::text, data_type::text FROM information_schema.columns WHERE table_name = $1",
            )
            .bind(table)
            .fetch_all(&mut connection)
            .await
            .unwrap();
            for (column, kind) in columns {
                let bytes = if kind == "bytea" {
                    format!("\"{column}\"")
                } else {
                    format!("convert_to(\"{column}\"::text, 'UTF8')")
                };
                let sql = format!("SELECT {bytes} FROM {table}");
                let values: Vec<Option<Vec<u8>>> = sqlx::query_scalar(AssertSqlSafe(sql))
                    .fetch_all(&mut connection)
                    .await
                    .unwrap();
                for value in values.into_iter().flatten() {
                    text.push_str(&String::from_utf8_lossy(&value));
                    text.push('\n');
                }
            }
        }
        text
    }

    /// Does what no repository does. `sql` is the test's own text.
    pub async fn change(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        if self.url.starts_with("sqlite:") {
            let options: SqliteConnectOptions = self.url.parse().unwrap();
            let options = options.busy_timeout(Duration::from_secs(20));
            let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
            connection.execute(sql).await.unwrap();
        } else {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            connection.execute(sql).await.unwrap();
        }
    }

    /// The columns of all tables that hold a UUID: table and column.
    pub async fn uuid_columns(&self) -> Vec<(String, String)> {
        if self.url.starts_with("sqlite:") {
            let options: SqliteConnectOptions = self.url.parse().unwrap();
            let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
            let sql = "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c \
                       WHERE t.type = 'table' AND lower(c.type) LIKE '%uuid%' ORDER BY 1, 2";
            sqlx::query_as(sql).fetch_all(&mut connection).await
        } else {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            let sql = "SELECT table_name::text, column_name::text FROM information_schema.columns \
                       WHERE table_schema = 'public' AND data_type = 'uuid' ORDER BY 1, 2";
            sqlx::query_as(sql).fetch_all(&mut connection).await
        }
        .unwrap()
    }

    /// What a statement of the test's own counts; for what no repository tells. `sql` is the test's own text.
    pub async fn count(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        if self.url.starts_with("sqlite:") {
            let options: SqliteConnectOptions = self.url.parse().unwrap();
            let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
            sqlx::query_scalar(sql)
                .fetch_one(&mut connection)
                .await
                .unwrap()
        } else {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(sql)
                .fetch_one(&mut connection)
                .await
                .unwrap()
        }
    }
}

/// A transaction that keeps ballots waiting.
pub enum Locked {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Locked {
    pub async fn release(self) {
        match self {
            Self::Sqlite(mut connection) => {
                connection.execute("ROLLBACK").await.unwrap();
                connection.close().await.unwrap();
            }
            Self::Postgres(mut connection) => {
                connection.execute("ROLLBACK").await.unwrap();
                connection.close().await.unwrap();
            }
        }
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

/// Runs a test's body on SQLite files.
pub fn run_on_sqlite<F: Future<Output = ()> + Send + 'static>(
    body: impl FnOnce(Arc<Databases>) -> F,
) {
    let databases = Databases {
        postgres: None,
        made: Mutex::default(),
    };
    runtime().block_on(body(Arc::new(databases)));
}

/// Runs a test's body on new PostgreSQL databases, which are dropped however the body ends.
pub fn run_on_postgres<F: Future<Output = ()> + Send + 'static>(
    body: impl FnOnce(Arc<Databases>) -> F,
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
        let databases = Arc::new(Databases {
            postgres: Some((server, template)),
            made: Mutex::default(),
        });
        let ended = tokio::spawn(body(databases.clone())).await;
        let made = std::mem::take(
            &mut *databases
                .made
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        for name in made {
            run(&mut admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
        if let Err(failed) = ended {
            std::panic::resume_unwind(failed.into_panic());
        }
    });
}

/// The template database of this build, made by whichever test comes first: nextest runs each in a process of its own.
async fn template(server: &str, admin: &mut PgConnection) -> String {
    let name = format!("viche_it_template_{}", build());
    run(admin, "SELECT pg_advisory_lock(5648454)").await;
    let there: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_database WHERE datname = $1")
        .bind(&name)
        .fetch_one(&mut *admin)
        .await
        .unwrap();
    if there == 0 {
        let unfinished = format!("{name}_unfinished");
        run(admin, &format!("DROP DATABASE IF EXISTS {unfinished}")).await;
        run(admin, &format!("CREATE DATABASE {unfinished}")).await;
        migrate(&with_database(server, &unfinished)).await;
        run(
            admin,
            &format!("ALTER DATABASE {unfinished} RENAME TO {name}"),
        )
        .await;
    }
    run(admin, "SELECT pg_advisory_unlock(5648454)").await;
    name
}

async fn migrate(url: &str) {
    let store = Store::connect(url, StoreOptions::default()).await.unwrap();
    store.migrate().await.unwrap();
    store.close().await.unwrap();
}

/// What this build of the tests is: a new schema comes with a new program.
fn build() -> String {
    let program = std::env::current_exe().and_then(std::fs::metadata).unwrap();
    let built = program.modified().unwrap();
    let built = built.duration_since(UNIX_EPOCH).unwrap();
    format!("{:x}_{:x}", built.as_millis(), program.len())
}

/// Databases are created by statements that take no parameters; their names are made here.
async fn run(admin: &mut PgConnection, sql: &str) {
    admin.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
}

/// The server's address with another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, parameters) = server.split_once('?').unwrap_or((server, ""));
    let (host, _) = address.rsplit_once('/').unwrap();
    format!("{host}/{name}?{parameters}")
}
