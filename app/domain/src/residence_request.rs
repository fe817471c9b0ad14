//! Asking from home that one's residence be confirmed: a document as a file, which staff look at and which is gone when they have decided.

use crate::{
    katottg::Katottg,
    names::stored_names,
    residency::KnownHome,
    text,
    time::{DAY, Date},
};
use serde::{Deserialize, Serialize};

/// The largest document, in bytes: a few pages that a phone has photographed.
pub const MOST_DOCUMENT_BYTES: usize = 10 << 20;
/// How long a request waits at most, in milliseconds: then it ends, and its document is gone. A proposal of staff waits no longer for a
/// second person.
pub const LONGEST_WAIT_MS: i64 = 60 * DAY;
/// Characters of the words with which staff refuse.
pub const MOST_REASON: usize = 500;

/// What kind of file a document is. Others are not taken: staff open it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    Pdf,
    Jpeg,
    Png,
}

stored_names!(DocumentKind { Pdf = "pdf", Jpeg = "jpeg", Png = "png" });

impl DocumentKind {
    /// The kind by the file's first bytes (ISO 32000-2 §7.5.2, ITU-T T.81 B.1.1.3, RFC 2083 §3.1); what its name or its sender says of it
    /// does not count.
    pub fn sniff(file: &[u8]) -> Option<Self> {
        const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
        if file.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else if file.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else if file.starts_with(PNG) {
            Some(Self::Png)
        } else {
            None
        }
    }

    /// The media type (RFC 8118, RFC 2046, RFC 2083).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// What the name of such a file ends with.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

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
    /// More than [`MOST_DOCUMENT_BYTES`].
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

/// The file of a request, as far as it was read.
#[derive(Clone, Copy, Debug)]
pub enum SentFile<'a> {
    /// All of it; nothing where none was chosen.
    Whole(&'a [u8]),
    TooLarge,
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
    let kind = match file {
        SentFile::TooLarge => Err(RequestProblem::TooLarge),
        SentFile::Whole([]) => Err(RequestProblem::NoFile),
        SentFile::Whole(file) if file.len() > MOST_DOCUMENT_BYTES => Err(RequestProblem::TooLarge),
        SentFile::Whole(file) => DocumentKind::sniff(file).ok_or(RequestProblem::NotADocument),
    };
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
    fn a_document_is_what_its_first_bytes_say() {
        for (file, kind) in [
            (&b"%PDF-1.7\n"[..], Some(DocumentKind::Pdf)),
            (b"\xff\xd8\xff\xe0", Some(DocumentKind::Jpeg)),
            (b"\x89PNG\r\n\x1a\n\0", Some(DocumentKind::Png)),
            (b"GIF89a", None),
            (b"<html>", None),
            (b" %PDF-1.7", None),
            (b"\xff\xd8", None),
            (b"", None),
        ] {
            assert_eq!(DocumentKind::sniff(file), kind, "{file:?}");
        }
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
        let mut large = vec![0; MOST_DOCUMENT_BYTES + 1];
        large[..5].copy_from_slice(b"%PDF-");
        let whole = SentFile::Whole(&large);
        assert_eq!(read("UA18060090010074365", whole), Err(vec![P::TooLarge]));
        let whole = SentFile::Whole(&large[..MOST_DOCUMENT_BYTES]);
        assert!(read("UA18060090010074365", whole).is_ok());
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
