//! `viche import katottg`: the national codifier, by difference.

use crate::{config::Config, instance};
use domain::katottg::Unit;
use std::{error::Error, path::Path};
use store::territory::Coverage;

/// Reads the codifier's CSV and stores what changed; says what it did.
///
/// # Errors
/// In words for the operator: an unreadable file, a row of the wrong shape with its line number.
pub async fn katottg(config: &Config, file: &Path) -> Result<(), Box<dyn Error>> {
    let text =
        std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let units = units(&text)?;
    tracing::info!(rows = units.len(), "read; comparing with what is stored");
    let store = instance::connect(config).await?;
    let summary = store
        .import_territory(&units, Coverage::Whole, |progress| {
            tracing::info!(written = progress.written, of = progress.total, "stored");
        })
        .await?;
    tracing::info!(
        added = summary.added,
        changed = summary.changed,
        unchanged = summary.unchanged,
        withdrawn = summary.withdrawn,
        "the codifier is imported"
    );
    Ok(())
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
    fn a_byte_order_mark_is_no_part_of_the_first_line() {
        let marked = format!("\u{feff}{}", include_str!("../seed/korosten-katottg.csv"));
        assert_eq!(units(&marked).unwrap().len(), 45);
    }
}
