//! `viche import katottg`: the national codifier, by difference.

use crate::{config::Config, instance};
use domain::katottg::Unit;
use std::{
    error::Error,
    io::{self, Write},
    path::Path,
};
use store::territory::{ChangedUnit, Coverage, Imported};

/// How many units of a kind of change are named; the others are counted.
const MOST_NAMED: usize = 10;

/// Reads the codifier's CSV and stores what changed. Says on standard output how far it is and what it did.
///
/// # Errors
/// In words for the operator: an unreadable file, a row of the wrong shape with its line number.
pub async fn katottg(config: &Config, file: &Path) -> Result<(), Box<dyn Error>> {
    let text =
        std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let units = units(&text)?;
    let mut out = io::stdout();
    writeln!(
        out,
        "read {} rows; comparing them with what is stored",
        units.len()
    )?;
    let store = instance::connect(config).await?;
    let imported = store
        .import_territory(&units, Coverage::Whole, |progress| {
            // Whoever no longer reads along must not end the import.
            _ = writeln!(out, "stored {} of {}", progress.written, progress.total);
        })
        .await?;
    tell(&mut out, &imported)?;
    Ok(())
}

/// What an import did, with the first names of each kind of change.
fn tell(out: &mut impl Write, imported: &Imported) -> io::Result<()> {
    let named = |unit: &Unit| format!("{} {}", unit.code, unit.name);
    list(out, "added", imported.added.iter().map(named))?;
    list(out, "changed", imported.changed.iter().map(change))?;
    list(out, "withdrawn", imported.withdrawn.iter().map(named))?;
    writeln!(out, "unchanged: {}", imported.unchanged)?;
    writeln!(out, "the codifier is imported")
}

/// A kind of change: how many, and the first of them by name.
fn list(
    out: &mut impl Write,
    kind: &str,
    named: impl ExactSizeIterator<Item = String>,
) -> io::Result<()> {
    let all = named.len();
    writeln!(out, "{kind}: {all}")?;
    for line in named.take(MOST_NAMED) {
        writeln!(out, "  {line}")?;
    }
    match all.saturating_sub(MOST_NAMED) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more"),
    }
}

/// A unit that was stored before: what it was, and what it is.
fn change(ChangedUnit { before, after }: &ChangedUnit) -> String {
    let mut what = Vec::new();
    if before.name != after.name {
        what.push(format!("was {}", before.name));
    }
    if before.category != after.category {
        let (before, after) = (before.category.as_str(), after.category.as_str());
        what.push(format!("was {before}, is {after}"));
    }
    if before.parent != after.parent {
        what.push("lies elsewhere".to_owned());
    }
    if what.is_empty() {
        what.push("is back".to_owned());
    }
    format!("{} {} ({})", after.code, after.name, what.join("; "))
}

/// The units of a codifier file: UTF-8 (a BOM is ignored), `;`, one header line.
///
/// # Errors
/// Names the first line that is no unit.
pub fn units(text: &str) -> Result<Vec<Unit>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut units = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        let fields: Vec<&str> = record.iter().collect();
        if !(units.is_empty() && line <= 1 && Unit::is_heading(&fields)) {
            units.push(Unit::from_row(&fields).map_err(|error| format!("line {line}: {error}"))?);
        }
    }
    // An empty file must not withdraw the whole country.
    if units.is_empty() {
        return Err("the file holds no unit of the codifier".to_owned());
    }
    Ok(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korostens_rows_ship_with_the_project() {
        let units = units(include_str!("../seed/korosten-katottg.csv")).unwrap();
        assert_eq!(units.len(), 45);
        assert_eq!(
            units
                .iter()
                .filter(|unit| unit.category.is_settlement())
                .count(),
            44
        );
    }

    #[test]
    fn a_line_that_is_no_unit_is_named() {
        let good = include_str!("../seed/korosten-katottg.csv");
        let spoilt = good.replacen(";C;", ";?;", 1);
        let error = units(&spoilt).unwrap_err();
        assert!(error.starts_with("line "), "{error}");
        for nothing in ["", "rubbish"] {
            assert!(
                units(nothing).unwrap_err().contains("no unit"),
                "{nothing:?}"
            );
        }
        let twice = format!("{good}{good}");
        assert!(
            units(&twice).unwrap_err().starts_with("line "),
            "a heading in the middle is no heading"
        );
    }

    #[test]
    fn what_changed_is_named_up_to_a_bound_and_then_counted() {
        let all = units(include_str!("../seed/korosten-katottg.csv")).unwrap();
        let changed = |change: fn(&mut Unit)| {
            let (before, mut after) = (all[1].clone(), all[1].clone());
            change(&mut after);
            ChangedUnit { before, after }
        };
        let imported = Imported {
            added: all[..12].to_vec(),
            changed: vec![
                changed(|unit| unit.name = "Іскоростень".to_owned()),
                changed(|unit| unit.category = domain::katottg::Category::Village),
                changed(|unit| unit.parent = None),
                changed(|_| {}),
            ],
            withdrawn: Vec::new(),
            unchanged: 29,
        };
        let mut told = Vec::new();
        tell(&mut told, &imported).unwrap();
        let told = String::from_utf8(told).unwrap();
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(
            (lines[0], lines[11], lines[12]),
            ("added: 12", "  and 2 more", "changed: 4")
        );
        let city = "  UA18060090010074365";
        for (line, words) in lines[13..17].iter().zip([
            "Іскоростень (was Коростень)",
            "Коростень (was city, is village)",
            "Коростень (lies elsewhere)",
            "Коростень (is back)",
        ]) {
            assert_eq!(*line, format!("{city} {words}"));
        }
        assert_eq!(
            lines[17..],
            ["withdrawn: 0", "unchanged: 29", "the codifier is imported"]
        );
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_line() {
        let marked = format!("\u{feff}{}", include_str!("../seed/korosten-katottg.csv"));
        assert_eq!(units(&marked).unwrap().len(), 45);
    }
}
