//! `viche register hash`: a council's list of residents becomes an extract in which nobody can be read.

use super::{
    key::KeyFile,
    list::{self, Rows},
};
use clap::Args;
use domain::{
    identifiers::KeyKind,
    katottg::Katottg,
    register::{BirthMonth, Columns, Extract, Human, Listed, MonthCount, RowProblem},
    time::Date,
};
use std::{
    collections::{BTreeMap, HashMap},
    error::Error,
    fmt::Write as _,
    io::Write as _,
    path::PathBuf,
};

/// Rows between two reports of progress.
const STEP: usize = 10_000;

/// What to hash, and with what.
#[derive(Args)]
pub struct Hash {
    /// The file that `viche register key` wrote.
    #[arg(long)]
    key: PathBuf,
    /// The day on which the list was taken from the register, `YYYY-MM-DD`.
    #[arg(long)]
    taken_on: Date,
    /// Where the hashes go.
    #[arg(long)]
    out: PathBuf,
    /// Where the rows that could not be taken are listed; on the screen without it.
    #[arg(long)]
    report: Option<PathBuf>,
    /// The list: CSV or XLSX, with a line of headings. Columns: РНОКПП, УНЗР, Паспорт (one of them), КАТОТТГ or Населений пункт,
    /// Дата народження (may be missing). Others are never read.
    list: PathBuf,
}

impl Hash {
    pub(super) fn run(self) -> Result<(), Box<dyn Error>> {
        let key = KeyFile::read(&self.key)?;
        let rows = list::read(&self.list)?;
        let hashed = hash(&key, &rows, self.taken_on, |done| {
            eprintln!("опрацьовано рядків: {done}");
        })?;
        let mut report = String::new();
        for (row, left_out) in &hashed.left_out {
            writeln!(report, "рядок {row}: {left_out}")?;
        }
        match &self.report {
            Some(path) => std::fs::write(path, report)
                .map_err(|error| format!("{}: {error}", path.display()))?,
            None => eprint!("{report}"),
        }
        if hashed.extract.people.is_empty() {
            return Err("жодного рядка не взято: витяг не записано".into());
        }
        std::fs::write(&self.out, hashed.extract.to_text())
            .map_err(|error| format!("{}: {error}", self.out.display()))?;
        writeln!(
            std::io::stdout(),
            "взято людей: {}, повторів: {}, не взято рядків: {}; без дати народження: {} (в участі їх враховано як людей будь-якого віку). Витяг: {}",
            hashed.people,
            hashed.twice,
            hashed.left_out.len(),
            hashed.ageless,
            self.out.display()
        )?;
        Ok(())
    }
}

/// Why a row is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum LeftOut {
    #[error("{0}")]
    Problem(#[from] RowProblem),
    #[error("той самий номер стоїть у рядку {0} в іншому населеному пункті")]
    Elsewhere(usize),
}

/// What became of a list.
pub(super) struct Hashed {
    pub extract: Extract,
    /// Humans, each once.
    pub people: usize,
    /// Rows of somebody who stood in an earlier one.
    pub twice: usize,
    /// Humans whose birth date neither the list nor a number tells: where the list tells that of anybody, they may be of any age.
    pub ageless: usize,
    /// By the number of the row.
    pub left_out: Vec<(usize, LeftOut)>,
}

/// Hashes rows, the first of which holds the headings.
///
/// # Errors
/// When there are no headings, or a column is missing.
pub(super) fn hash(
    key: &KeyFile,
    rows: &Rows,
    taken_on: Date,
    mut progress: impl FnMut(usize),
) -> Result<Hashed, String> {
    let (_, headings) = rows.first().ok_or("у списку немає рядків")?;
    let columns =
        Columns::of(headings.iter().map(String::as_str)).map_err(|missing| missing.to_string())?;
    let mut hashed = Hashed {
        extract: Extract {
            community: key.community.clone(),
            key_id: key.keys.newest(),
            taken_on,
            people: Vec::new(),
            months: Vec::new(),
        },
        people: 0,
        twice: 0,
        ageless: 0,
        left_out: Vec::new(),
    };
    let mut seen: HashMap<(KeyKind, [u8; 32]), (usize, Katottg)> = HashMap::new();
    let mut months: BTreeMap<(Katottg, Option<BirthMonth>), u32> = BTreeMap::new();
    for (done, (number, row)) in rows.iter().skip(1).enumerate() {
        if done > 0 && done % STEP == 0 {
            progress(done);
        }
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let human = Human::read(&columns, &key.places, |column| {
            row.get(column).map_or("", String::as_str)
        });
        let human = match human {
            Ok(human) => human,
            Err(problem) => {
                hashed.left_out.push((*number, problem.into()));
                continue;
            }
        };
        let keys: Vec<(KeyKind, [u8; 32])> = human
            .numbers
            .iter()
            .map(|(kind, text)| (*kind, key.keys.keyed_hash(*kind, text)))
            .collect();
        let earlier = keys
            .iter()
            .filter_map(|key| seen.get(key))
            .collect::<Vec<_>>();
        if let Some((row, _)) = earlier.iter().find(|(_, there)| *there != human.settlement) {
            hashed.left_out.push((*number, LeftOut::Elsewhere(*row)));
            continue;
        }
        if !earlier.is_empty() {
            hashed.twice += 1;
        } else {
            hashed.people += 1;
            hashed.ageless += usize::from(human.born.is_none());
            *months
                .entry((human.settlement.clone(), human.born))
                .or_default() += 1;
        }
        for key in &keys {
            seen.entry(*key)
                .or_insert_with(|| (*number, human.settlement.clone()));
        }
        hashed.extract.people.push(Listed {
            settlement: human.settlement,
            keys,
        });
    }
    if hashed.ageless == hashed.people {
        // A list without birth dates tells no ages at all.
        months.clear();
    }
    hashed.extract.months = months
        .into_iter()
        .map(|((settlement, born), people)| MonthCount {
            settlement,
            born,
            people,
        })
        .collect();
    // In the order of the hashes nothing is left of the list's own, which may be that of names.
    hashed.extract.people.sort_by(|a, b| a.keys.cmp(&b.keys));
    Ok(hashed)
}
