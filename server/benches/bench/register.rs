//! The register of 100,000 residents: hashed at the council, imported, and carried on to a new key, each by its own command as it is
//! typed, start of the program included.

use crate::{
    Row,
    ballots::{batches_of_64, raw_sqlite},
    load::town::Town,
    scaled,
};
use domain::{
    identifiers::KeyKind,
    katottg::{Category, Katottg, Unit},
    national_id::Rnokpp,
    time::Date,
};
use std::{
    fmt::Write as _,
    hint::black_box,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use store::territory::Coverage;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const PEOPLE: usize = 100_000;
/// What the memory of the large list is compared with.
const FEW: usize = 1_000;

/// How a command went.
#[derive(Clone, Copy)]
struct Ran {
    seconds: f64,
    /// The most memory that it held at once.
    peak_mib: f64,
}

pub async fn all() -> Outcome<Vec<Row>> {
    let few = of(FEW).await?;
    let many = of(scaled(PEOPLE)).await?;
    let folder = tempfile::tempdir()?;
    let raw = raw_sqlite(folder.path()).await?;
    let batched = batches_of_64(&raw, scaled(64_000)).await?;
    let people = scaled(PEOPLE) as f64;
    let rate = |what: &str, ran: Ran, against: &str, theirs: f64| Row {
        what: format!("{what} of {people} people ÷ {against}"),
        ours: format!("{:.0}/s", people / ran.seconds),
        theirs: format!("{theirs:.0}/s"),
        ratio: people / ran.seconds / theirs,
        aim: "",
    };
    let memory = |what: &str, many: Ran, few: Ran| Row {
        what: format!("memory of {what} of {people} people, at most ÷ of {FEW}"),
        ours: format!("{:.1} MiB", many.peak_mib),
        theirs: format!("{:.1} MiB", few.peak_mib),
        ratio: many.peak_mib / few.peak_mib,
        aim: "",
    };
    let batches = "rows in durable batches of 64";
    Ok(vec![
        rate(
            "register hash",
            many.hash,
            "HMAC-SHA-256 of as many numbers",
            many.hmacs,
        ),
        rate("register import", many.import, batches, batched),
        rate("key rotate", many.rotate, batches, batched),
        memory("register hash", many.hash, few.hash),
        memory("register import", many.import, few.import),
        memory("key rotate", many.rotate, few.rotate),
    ])
}

struct All {
    hash: Ran,
    import: Ran,
    rotate: Ran,
    hmacs: f64,
}

/// Everything with a list of so many people, on a new SQLite database.
async fn of(people: usize) -> Outcome<All> {
    let folder = tempfile::tempdir()?;
    let here = folder.path();
    let url = format!("sqlite://{}/viche.db", here.display());
    let town = Town::found(&url, here).await?;
    let korosten = Unit {
        code: Katottg::parse("UA18060090010074365").ok_or("no code")?,
        parent: None,
        category: Category::City,
        name: "Коростень".to_owned(),
    };
    town.store
        .import_territory(&[korosten], Coverage::Part, |_| ())
        .await?;
    let numbers = numbers(people)?;
    let mut list = String::from("РНОКПП;Населений пункт;Дата народження\n");
    for (number, born) in &numbers {
        writeln!(list, "{};Коростень;{born}", number.digits())?;
    }
    std::fs::write(here.join("list.csv"), list)?;

    let community = ["--community", "korosten"];
    let key = ["register", "key", "--out", "key"];
    run(viche(&town, here).args(key).args(community))?;
    let hash = [
        "register",
        "hash",
        "--key",
        "key",
        "--taken-on",
        "2026-11-01",
        "--out",
        "extract",
        "list.csv",
    ];
    let hash = run(viche(&town, here).args(hash))?;
    let import = ["register", "import", "extract"];
    let import = run(viche(&town, here).args(import).args(community))?;
    let last = town.store.last_extract(crate::load::town::TOWN).await?;
    assert_eq!(
        last.map(|last| last.people),
        i64::try_from(people).ok(),
        "everybody is in the register"
    );
    let rotate = run(viche(&town, here).args(["key", "rotate"]).args(community))?;

    let began = Instant::now();
    for (number, _) in &numbers {
        black_box(town.keys.keyed_hash(KeyKind::Rnokpp, number.digits()));
    }
    Ok(All {
        hash,
        import,
        rotate,
        hmacs: people as f64 / began.elapsed().as_secs_f64(),
    })
}

/// So many different numbers, with the birth dates that they tell.
fn numbers(people: usize) -> Outcome<Vec<(Rnokpp, Date)>> {
    const OF_A_DAY: usize = 4_000;
    (0..people)
        .map(|no| {
            let year = i16::try_from(1950 + no / OF_A_DAY)?;
            let born = Date::new(year, 5, 17).ok_or("no date")?;
            let serial = u16::try_from(no % OF_A_DAY)?;
            let number = Rnokpp::compose(born, serial, true).ok_or("no number")?;
            Ok((number, born))
        })
        .collect()
}

fn viche(town: &Town, folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_viche"));
    command
        .env_clear()
        .current_dir(folder)
        .env("DATABASE_URL", &town.config.database_url)
        .env("VICHE_MASTER_KEY_FILE", &town.config.master_key_file)
        .env("RUST_LOG", "warn")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Runs a command that must work, and watches its memory.
fn run(command: &mut Command) -> Outcome<Ran> {
    let began = Instant::now();
    let mut child = command.spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kib = 0f64;
    loop {
        // The kernel's own high-water mark, so that nothing is missed between two looks.
        if let Ok(text) = std::fs::read_to_string(&status) {
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kib = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
            peak_kib = kib.map_or(peak_kib, |kib: f64| peak_kib.max(kib));
        }
        if let Some(status) = child.try_wait()? {
            if !status.success() {
                return Err(format!("{command:?}: {status}").into());
            }
            return Ok(Ran {
                seconds: began.elapsed().as_secs_f64(),
                peak_mib: peak_kib / 1024.0,
            });
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}
