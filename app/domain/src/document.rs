//! Files that people show: what kind of file one is, and whether it can be taken at all. Nothing is read of them; staff open them.

use crate::names::stored_names;
use serde::{Deserialize, Serialize};

/// The largest document, in bytes: a few pages that a phone has photographed.
pub const MOST_DOCUMENT_BYTES: usize = 10 << 20;

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

/// A file that was sent, as far as it was read.
#[derive(Clone, Copy, Debug)]
pub enum SentFile<'a> {
    /// All of it; nothing where none was chosen.
    Whole(&'a [u8]),
    TooLarge,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileProblem {
    /// No file.
    NoFile,
    /// More than [`MOST_DOCUMENT_BYTES`].
    TooLarge,
    /// None of the [`DocumentKind`]s.
    NotADocument,
}

/// What kind of document was sent.
///
/// # Errors
/// Why it is not taken.
pub fn check_file(file: SentFile<'_>) -> Result<DocumentKind, FileProblem> {
    match file {
        SentFile::TooLarge => Err(FileProblem::TooLarge),
        SentFile::Whole([]) => Err(FileProblem::NoFile),
        SentFile::Whole(file) if file.len() > MOST_DOCUMENT_BYTES => Err(FileProblem::TooLarge),
        SentFile::Whole(file) => DocumentKind::sniff(file).ok_or(FileProblem::NotADocument),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn the_largest_file_is_taken_and_a_byte_more_is_not() {
        let mut large = vec![0; MOST_DOCUMENT_BYTES + 1];
        large[..5].copy_from_slice(b"%PDF-");
        let check = |file| check_file(SentFile::Whole(file));
        assert_eq!(check(&large), Err(FileProblem::TooLarge));
        assert_eq!(check(&large[..MOST_DOCUMENT_BYTES]), Ok(DocumentKind::Pdf));
        assert_eq!(check(b""), Err(FileProblem::NoFile));
        assert_eq!(check(b"MZ"), Err(FileProblem::NotADocument));
        assert_eq!(check_file(SentFile::TooLarge), Err(FileProblem::TooLarge));
    }
}
