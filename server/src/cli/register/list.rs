//! A council's list of residents, read as rows of text: CSV in UTF-8 or windows-1251, or the first sheet of an XLSX workbook.

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use std::{borrow::Cow, path::Path};

/// Rows with their numbers as a person counts them, from 1.
pub(super) type Rows = Vec<(usize, Vec<String>)>;

/// Excel counts days from 30 December 1899; this one is 1 January 1970.
const EXCEL_1970: f64 = 25_569.0;

/// Reads a list.
///
/// # Errors
/// In Ukrainian, for the council's staff.
pub(super) fn read(path: &Path) -> Result<Rows, String> {
    let wrong = |error: &dyn std::fmt::Display| format!("список {}: {error}", path.display());
    let is_workbook = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
    if is_workbook {
        return workbook(path).map_err(|error| wrong(&error));
    }
    let bytes = std::fs::read(path).map_err(|error| wrong(&error))?;
    if bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(wrong(&"це книга Excel: збережіть її як .xlsx або .csv"));
    }
    text(&bytes).map_err(|error| wrong(&error))
}

fn workbook(path: &Path) -> Result<Rows, String> {
    let mut book: Xlsx<_> =
        open_workbook(path).map_err(|error: calamine::XlsxError| error.to_string())?;
    let sheet = book.worksheet_range_at(0).ok_or("у книзі немає аркушів")?;
    let sheet = sheet.map_err(|error| error.to_string())?;
    let first = sheet.start().map_or(0, |(row, _)| row as usize);
    let rows = sheet.rows().enumerate();
    Ok(rows
        .map(|(at, row)| (first + at + 1, row.iter().map(cell).collect()))
        .collect())
}

/// A cell as somebody would type it. A number that Excel took a code for has lost its zeros; `domain` gives them back where a check
/// digit proves it.
fn cell(data: &Data) -> String {
    match data {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::DateTime(at) => day(at.as_f64()).unwrap_or_default(),
        Data::Bool(_) | Data::Error(_) | Data::Empty => String::new(),
    }
}

fn day(serial: f64) -> Option<String> {
    let days = (serial.floor() - EXCEL_1970) as i32;
    Some(domain::time::Date::from_days_since_1970(days)?.to_string())
}

fn text(bytes: &[u8]) -> Result<Rows, String> {
    let text: Cow<'_, str> = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        // As Excel in Ukraine writes CSV.
        Err(_) => encoding_rs::WINDOWS_1251.decode(bytes).0,
    };
    let head = text.lines().next().unwrap_or_default();
    let delimiter = [b';', b'\t', b',']
        .into_iter()
        .max_by_key(|delimiter| head.bytes().filter(|byte| byte == delimiter).count())
        .unwrap_or(b';');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| {
            let record = record.map_err(|error| error.to_string())?;
            let line = record.position().map_or(0, csv::Position::line);
            let cells = record.iter().map(str::to_owned).collect();
            Ok((usize::try_from(line).unwrap_or(usize::MAX), cells))
        })
        .collect()
}
