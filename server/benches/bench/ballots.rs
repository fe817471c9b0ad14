//! Ballots per second over HTTP (session, cross-site check, uniqueness, eligibility, tally, durable commit) against durable
//! inserts of single rows and of batches into the same kind of database on the same disk.

use crate::{
    Row,
    load::{
        client::Client,
        town::{Resident, Town},
    },
    scaled,
};
use domain::ids::PollNumber;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// At how many in flight, and how many ballots then.
const LOADS: [(usize, usize); 3] = [(1, 600), (8, 3_000), (64, 12_000)];

/// Everything on SQLite.
pub async fn on_sqlite() -> Outcome<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(
        &format!("sqlite://{}/viche.db", folder.path().display()),
        folder.path(),
    )
    .await?;
    town.serve().await?;
    let raw = raw_sqlite(folder.path()).await?;
    let mut rows = Vec::new();
    for (in_flight, how_many) in LOADS {
        // Both sides in turn, twice; the better of each counts, so that a burst of somebody else's work hits neither.
        let (mut ours, mut single, mut batched) = (0f64, 0f64, 0f64);
        for _ in 0..2 {
            ours = ours.max(cast(&town, in_flight, scaled(how_many) / 2).await?);
            single = single.max(single_rows(&raw, scaled(600)).await?);
            batched = batched.max(batches_of_64(&raw, scaled(12_800)).await?);
        }
        let aim = if in_flight == 64 { "≥ 25" } else { "" };
        rows.push(row(
            format!("SQLite: ballots over HTTP, {in_flight} in flight ÷ single durable inserts"),
            ours,
            single,
            aim,
        ));
        let aim = if in_flight == 64 { "≥ 0.65" } else { "" };
        rows.push(row(
            format!(
                "SQLite: ballots over HTTP, {in_flight} in flight ÷ rows in durable batches of 64"
            ),
            ours,
            batched,
            aim,
        ));
    }
    Ok(rows)
}

/// Everything on PostgreSQL, whose single-row inserts `pgbench` measures with as many clients.
pub async fn on_postgres(server: &str) -> Outcome<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let name = format!("viche_bench_{}", std::process::id());
    let admin = Database::connect(server).await?;
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await?;
    let url = with_database(server, &name);
    let mut town = Town::found(&url, folder.path()).await?;
    town.serve().await?;
    let script = folder.path().join("insert.sql");
    std::fs::write(&script, "INSERT INTO bench_single (choice) VALUES (1);\n")?;
    let plain = Database::connect(&url).await?;
    plain.execute_unprepared("CREATE TABLE bench_single (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, choice int)").await?;
    let mut rows = Vec::new();
    for (in_flight, how_many) in LOADS {
        let (mut ours, mut theirs) = (0f64, 0f64);
        for _ in 0..2 {
            ours = ours.max(cast(&town, in_flight, scaled(how_many) / 2).await?);
            theirs = theirs.max(pgbench(&url, &script, in_flight)?);
        }
        let aim = if in_flight == 64 { "≥ 0.80" } else { "" };
        rows.push(row(
            format!(
                "PostgreSQL: ballots over HTTP, {in_flight} in flight ÷ pgbench single-row inserts"
            ),
            ours,
            theirs,
            aim,
        ));
    }
    Ok(rows)
}

fn row(what: String, ours: f64, theirs: f64, aim: &'static str) -> Row {
    Row {
        what,
        ours: format!("{ours:.0}/s"),
        theirs: format!("{theirs:.0}/s"),
        ratio: ours / theirs,
        aim,
    }
}

/// Casts `how_many` ballots with `in_flight` connections; gives ballots per second. Every answer must be the receipt's page,
/// and afterwards the counters must say what was acknowledged.
async fn cast(town: &Town, in_flight: usize, how_many: usize) -> Outcome<f64> {
    let (id, number) = town.poll(4).await?;
    let residents: Arc<Vec<Resident>> =
        Arc::new(town.residents_at_the_check(number, how_many).await?);
    let next = Arc::new(AtomicUsize::new(0));
    let mut clients = Vec::new();
    for _ in 0..in_flight {
        clients.push(Client::connect(town.port).await?);
    }
    let began = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for client in clients {
        tasks.spawn(submit_all(client, residents.clone(), next.clone(), number));
    }
    while let Some(done) = tasks.join_next().await {
        done?.map_err(|error| error.to_string())?;
    }
    let took = began.elapsed();
    let counted = town.store.turnout(crate::load::town::TOWN, id).await?;
    assert_eq!(
        counted, how_many as i64,
        "every acknowledged ballot is counted"
    );
    Ok(how_many as f64 / took.as_secs_f64())
}

async fn submit_all(
    mut client: Client,
    residents: Arc<Vec<Resident>>,
    next: Arc<AtomicUsize>,
    poll: PollNumber,
) -> std::io::Result<()> {
    let done = format!("/polls/{poll}/done");
    while let Some(resident) = residents.get(next.fetch_add(1, Ordering::Relaxed)) {
        let form = format!("poll={poll}&submission={}", resident.submission);
        let answer = client
            .post("localhost:3000", "/do/submit", &resident.cookies, &form)
            .await?;
        if answer.status != 303 || answer.header("location") != Some(done.as_str()) {
            return Err(std::io::Error::other(format!(
                "not recorded: {}",
                answer.head
            )));
        }
    }
    Ok(())
}

/// A second database with the settings that the store asserts, and one table.
pub async fn raw_sqlite(folder: &std::path::Path) -> Outcome<DatabaseConnection> {
    let mut options = ConnectOptions::new(format!("sqlite://{}/raw.db?mode=rwc", folder.display()));
    options.max_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await?;
    for pragma in ["journal_mode=WAL", "synchronous=FULL"] {
        db.execute_unprepared(&format!("PRAGMA {pragma}")).await?;
    }
    db.execute_unprepared("CREATE TABLE bench_single (id INTEGER PRIMARY KEY, person BLOB NOT NULL UNIQUE, choice INTEGER NOT NULL)").await?;
    Ok(db)
}

const INSERT: &str = "INSERT INTO bench_single (person, choice) VALUES (randomblob(16), 1)";

/// Rows per second, each in a durable transaction of its own.
async fn single_rows(db: &DatabaseConnection, how_many: usize) -> Outcome<f64> {
    let began = Instant::now();
    for _ in 0..how_many {
        db.execute_unprepared(INSERT).await?;
    }
    Ok(how_many as f64 / began.elapsed().as_secs_f64())
}

/// Rows per second, 64 in each durable transaction.
pub async fn batches_of_64(db: &DatabaseConnection, how_many: usize) -> Outcome<f64> {
    let began = Instant::now();
    let options = || TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..Default::default()
    };
    for _ in 0..how_many / 64 {
        let tx = db.begin_with_options(options()).await?;
        for _ in 0..64 {
            tx.execute_raw(Statement::from_string(db.get_database_backend(), INSERT))
                .await?;
        }
        tx.commit().await?;
    }
    Ok((how_many / 64 * 64) as f64 / began.elapsed().as_secs_f64())
}

/// Single-row inserts per second by `clients` connections.
fn pgbench(url: &str, script: &std::path::Path, clients: usize) -> Outcome<f64> {
    let seconds = Duration::from_secs(if std::env::var_os("VICHE_BENCH_QUICK").is_some() {
        1
    } else {
        5
    });
    let output = std::process::Command::new("pgbench")
        .args([
            "-n",
            "-M",
            "prepared",
            "-j",
            "2",
            "-c",
            &clients.to_string(),
            "-T",
            &seconds.as_secs().to_string(),
            "-f",
        ])
        .arg(script)
        .arg(url)
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok())
        .ok_or_else(|| {
            format!(
                "pgbench said: {text} {}",
                String::from_utf8_lossy(&output.stderr)
            )
            .into()
        })
}

/// `url` with another database's name.
fn with_database(url: &str, name: &str) -> String {
    let (before, query) = url.split_once('?').map_or((url, ""), |(b, q)| (b, q));
    let base = before.rsplit_once('/').map_or(before, |(base, _)| base);
    if query.is_empty() {
        format!("{base}/{name}")
    } else {
        format!("{base}/{name}?{query}")
    }
}
