//! Asking from home that one's residence be confirmed: a document as a file, which staff look at and which is gone when they have decided.

use crate::{
    document::{DocumentKind, FileProblem, SentFile, check_file},
    katottg::Katottg,
    names::stored_names,
    residency::KnownHome,
    text,
    time::{DAY, Date},
};
use serde::{Deserialize, Serialize};

/// How long a request waits at most, in milliseconds: then it ends, and its document is gone. A proposal of staff waits no longer for a
/// second person.
pub const LONGEST_WAIT_MS: i64 = 60 * DAY;
/// Characters of the words with which staff refuse.
pub const MOST_REASON: usize = 500;

/// A request that can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub settlement: Katottg,
    pub kind: DocumentKind,
}

/// What is wrong with one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestProblem {
    /// No settlement, or none of the community's.
    Settlement,
    /// No file.
    NoFile,
    /// More than [`crate::document::MOST_DOCUMENT_BYTES`].
    TooLarge,
    /// None of the [`DocumentKind`]s.
    NotADocument,
}

stored_names!(RequestProblem {
    Settlement = "settlement",
    NoFile = "no_file",
    TooLarge = "too_large",
    NotADocument = "not_a_document",
});

impl From<FileProblem> for RequestProblem {
    fn from(problem: FileProblem) -> Self {
        match problem {
            FileProblem::NoFile => Self::NoFile,
            FileProblem::TooLarge => Self::TooLarge,
            FileProblem::NotADocument => Self::NotADocument,
        }
    }
}

/// Whether somebody may ask: not while what is known of their home is confirmed still.
pub fn may_request(home: Option<&KnownHome>, today: Date) -> bool {
    home.is_none_or(|home| {
        !home.class.is_confirmed() || home.expires.is_some_and(|last| last < today)
    })
}

/// Reads what was sent: the code of one of `settlements`, and a file.
///
/// # Errors
/// Everything that is wrong, in the order of the fields.
pub fn check_request(
    settlement: &str,
    settlements: &[Katottg],
    file: SentFile<'_>,
) -> Result<Request, Vec<RequestProblem>> {
    let settlement = Katottg::parse(settlement)
        .filter(|code| settlements.contains(code))
        .ok_or(RequestProblem::Settlement);
    let kind = check_file(file).map_err(RequestProblem::from);
    match (settlement, kind) {
        (Ok(settlement), Ok(kind)) => Ok(Request { settlement, kind }),
        (settlement, kind) => Err([settlement.err(), kind.err()]
            .into_iter()
            .flatten()
            .collect()),
    }
}

/// The words with which staff refuse, in one spelling; `None` without any, and for more than [`MOST_REASON`] characters.
pub fn reason(typed: &str) -> Option<String> {
    text::passage(typed, MOST_REASON)
        .ok()
        .filter(|reason| !reason.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{identity::Residency, time::Millis};
    use proptest::prelude::*;

    fn korosten() -> Katottg {
        Katottg::parse("UA18060090010074365").unwrap()
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        use RequestProblem as P;
        let places = [korosten()];
        let pdf = b"%PDF-1.7";
        let read = |settlement: &str, file| check_request(settlement, &places, file);
        let good = Request {
            settlement: korosten(),
            kind: DocumentKind::Pdf,
        };
        assert_eq!(read("UA18060090010074365", SentFile::Whole(pdf)), Ok(good));
        for (settlement, file, problems) in [
            ("", SentFile::Whole(&pdf[..]), vec![P::Settlement]),
            (
                "UA18060170000069581",
                SentFile::Whole(pdf),
                vec![P::Settlement],
            ),
            ("", SentFile::Whole(b""), vec![P::Settlement, P::NoFile]),
            ("UA18060090010074365", SentFile::TooLarge, vec![P::TooLarge]),
            (
                "UA18060090010074365",
                SentFile::Whole(b"MZ"),
                vec![P::NotADocument],
            ),
        ] {
            assert_eq!(read(settlement, file), Err(problems));
        }
    }

    #[test]
    fn whoever_is_confirmed_has_nothing_to_ask_for_until_it_lapses() {
        let today = Date::new(2026, 11, 29).unwrap();
        let home = |class, expires| KnownHome {
            class,
            expires,
            settlement: Some(korosten()),
            decided_at: Millis(0),
        };
        assert!(may_request(None, today));
        for class in [Residency::None, Residency::Declared] {
            assert!(may_request(Some(&home(class, None)), today));
        }
        for class in [Residency::ConfirmedByRegister, Residency::ConfirmedByStaff] {
            assert!(!may_request(Some(&home(class, None)), today));
            assert!(!may_request(Some(&home(class, Some(today))), today));
            let yesterday = Date::new(2026, 11, 28);
            assert!(may_request(Some(&home(class, yesterday)), today));
        }
    }

    proptest! {
        #[test]
        fn whatever_is_sent_has_an_answer(settlement in ".{0,30}", file in prop::collection::vec(any::<u8>(), 0..40)) {
            let read = check_request(&settlement, &[korosten()], SentFile::Whole(&file));
            prop_assert_eq!(read.is_ok(), settlement == "UA18060090010074365" && DocumentKind::sniff(&file).is_some());
        }

        #[test]
        fn a_reason_is_short_and_never_empty(typed in any::<String>()) {
            if let Some(reason) = reason(&typed) {
                prop_assert!(!reason.trim().is_empty() && reason.chars().count() <= MOST_REASON);
            }
        }
    }
}
