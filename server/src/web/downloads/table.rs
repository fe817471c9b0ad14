//! A poll's results as CSV: one line for each option of each question, and nothing but whole numbers.
//!
//! | Column | Holds |
//! |---|---|
//! | `poll` | the poll's number in its community |
//! | `closedAt` | when the term ended, ISO 8601 |
//! | `entitled` | how many could take part; empty where that is not known |
//! | `entitledBy` | who counted them: `register` (of residents) or `community` (its own figure) |
//! | `ballots` | how many took part |
//! | `onPaper` | how many of them on paper, entered by staff |
//! | `question`, `questionText` | the question's number and words |
//! | `answered` | how many answered this question: the denominator of shares |
//! | `option`, `optionText` | the option's number and words; for yes-or-no questions 1 yes, 2 no, 3 abstain |
//! | `votes` | how many chose it; where several may be chosen, their sum may exceed `answered` |
//!
//! Semicolons, because Excel splits by the list separator of the system, and in Ukraine that is the semicolon: with commas the
//! whole line would stand in one cell. A byte order mark, because without it Excel takes UTF-8 for Windows-1251. No shares,
//! because there is no decimal separator that both Excel in Ukraine (which reads «23.5» as a date) and programs read; they follow
//! from the columns. Otherwise RFC 4180: CRLF, a header, quotes doubled. The names of the columns are the same in both languages,
//! so that a program finds them; the texts are in the language of the address.

use app::i18n::{Lang, dates};
use csv::{QuoteStyle, Terminator, WriterBuilder};
use domain::{
    ids::OptionNo,
    poll::{Poll, Question},
};
use std::borrow::Cow;
use store::results::PollResult;

const COLUMNS: [&str; 12] = [
    "poll",
    "closedAt",
    "entitled",
    "entitledBy",
    "ballots",
    "onPaper",
    "question",
    "questionText",
    "answered",
    "option",
    "optionText",
    "votes",
];

/// The table. `label` gives the words of an option. A poll's own totals are never suppressed, however small (DESIGN §5.10).
///
/// # Errors
/// Never for what is in memory; the writer's, because it has them.
pub fn of(
    lang: Lang,
    poll: &Poll,
    result: &PollResult,
    label: impl Fn(&Question, OptionNo) -> String,
) -> Result<Vec<u8>, csv::Error> {
    let mut rows = writer();
    rows.write_record(COLUMNS)?;
    let entitled = result
        .entitled
        .map(|all| all.people.to_string())
        .unwrap_or_default();
    let entitled_by = result
        .entitled
        .map(|all| all.by.as_str())
        .unwrap_or_default();
    for question in &poll.content.questions {
        let count = result.tally.question(question.no);
        for option in question.option_numbers() {
            rows.write_record([
                &poll.number.to_string(),
                &dates::iso(result.closed_at),
                &entitled,
                entitled_by,
                &result.tally.ballots.to_string(),
                &result.on_paper.to_string(),
                &question.no.0.to_string(),
                &*harmless(question.text.get(lang)),
                &count.answered.to_string(),
                &option.0.to_string(),
                &*harmless(&label(question, option)),
                &count.selections(option).to_string(),
            ])?;
        }
    }
    let body = rows.into_inner().map_err(|error| error.into_error())?;
    Ok(["\u{feff}".as_bytes(), &body].concat())
}

fn writer() -> csv::Writer<Vec<u8>> {
    WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::NonNumeric)
        .from_writer(Vec::new())
}

/// A text that no spreadsheet takes for a formula: an apostrophe stands before one that begins like one (OWASP, «CSV
/// Injection»). White space before it does not help: some programs skip it.
fn harmless(text: &str) -> Cow<'_, str> {
    let first = text.trim_start().chars().next();
    let formula = first.is_some_and(|c| "=+-@＝＋－＠".contains(c));
    if formula || text.starts_with(['\t', '\r', '\n']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(cells: &[&str]) -> Vec<u8> {
        let mut rows = writer();
        rows.write_record(cells.iter().map(|cell| harmless(cell).into_owned()))
            .unwrap();
        rows.into_inner().unwrap()
    }

    #[test]
    fn what_begins_like_a_formula_gets_an_apostrophe_and_nothing_else_does() {
        for evil in [
            "=1+1",
            "+380",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\nx",
            "  =cmd|' /C calc'!A0",
            "\u{a0}=1",
            "＝1",
        ] {
            assert_eq!(harmless(evil), format!("'{evil}"));
        }
        for plain in ["", "Так", "1=1", "А + Б", "«-»", "a@b"] {
            assert_eq!(harmless(plain), plain);
        }
    }

    #[test]
    fn separators_quotes_and_breaks_stay_inside_their_cell() {
        assert_eq!(
            String::from_utf8(written(&["5", "а;б", "каже \"так\"", "два\nрядки"])).unwrap(),
            "5;\"а;б\";\"каже \"\"так\"\"\";\"два\nрядки\"\r\n"
        );
    }

    proptest! {
        #[test]
        fn every_text_is_read_back_and_begins_no_formula(cells in prop::collection::vec(any::<String>(), 2..6)) {
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            let bytes = written(&cells);
            let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(&bytes[..]);
            let read: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(read.len(), 1);
            for (cell, sent) in read[0].iter().zip(&cells) {
                let guarded = ["'", sent].concat();
                prop_assert!(cell == *sent || cell == guarded);
                prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']));
            }
        }
    }
}
