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
pub const LONGEST_WAIT_MS: i64 = LONGEST_WAIT_DAYS as i64 * DAY;
/// The same in days.
const LONGEST_WAIT_DAYS: i32 = 60;
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

/// Whether somebody of whose home this is known may ask that they live in `settlement`: whoever has moved, too. Not where just that is
/// confirmed, unless it may end before a request of today is decided.
pub fn may_request(home: Option<&KnownHome>, settlement: &Katottg, today: Date) -> bool {
    let decided = today.plus_days(LONGEST_WAIT_DAYS).unwrap_or(today);
    home.is_none_or(|home| !home.counts(decided) || home.settlement.as_ref() != Some(settlement))
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
    fn whoever_is_confirmed_asks_for_another_settlement_or_when_it_soon_lapses() {
        let today = Date::new(2026, 11, 29).unwrap();
        let village = Katottg::parse("UA18060090330035920").unwrap();
        let home = |class, expires| KnownHome {
            class,
            expires,
            settlement: Some(korosten()),
            decided_at: Millis(0),
        };
        let here = korosten();
        assert!(may_request(None, &here, today));
        for class in [Residency::None, Residency::Declared] {
            assert!(may_request(Some(&home(class, None)), &here, today));
        }
        for class in [Residency::ConfirmedByRegister, Residency::ConfirmedByStaff] {
            for (days, may) in [
                (None, false),
                (Some(-1), true),
                (Some(0), true),
                (Some(59), true),
                (Some(60), false),
            ] {
                let until = days.and_then(|days| today.plus_days(days));
                let known = home(class, until);
                assert_eq!(may_request(Some(&known), &here, today), may, "{days:?}");
                assert!(may_request(Some(&known), &village, today), "{days:?}");
            }
            let nowhere = KnownHome {
                settlement: None,
                ..home(class, None)
            };
            assert!(may_request(Some(&nowhere), &here, today));
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
