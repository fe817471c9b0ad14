//! The picture beside an option: what it is called, how large it is, and what it shows in words.

use crate::{lang::Bilingual, names::stored_names};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Pixels of the longer side of a stored picture, at most: twice the widest column of a question page.
pub const MOST_SIDE: i16 = 1_200;
/// Pixels of the shorter side of a picture that is taken, at least. Less shows nothing.
pub const LEAST_SIDE: i16 = 32;
/// Bytes of a file that is taken, at most.
pub const MOST_FILE_BYTES: usize = 5 << 20;

/// The SHA-256 of a stored picture's bytes, which is its name. In JSON and addresses: 64 hexadecimal digits in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct PictureHash(pub [u8; 32]);

/// A text that is no name of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no picture is called so")]
pub struct NoPictureName;

impl fmt::Display for PictureHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for PictureHash {
    type Err = NoPictureName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let bytes: Option<Vec<u8>> = pairs
            .iter()
            .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
            .collect();
        let bytes = bytes.filter(|_| rest.is_empty()).ok_or(NoPictureName)?;
        bytes.try_into().map(Self).map_err(|_| NoPictureName)
    }
}

impl From<PictureHash> for String {
    fn from(hash: PictureHash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for PictureHash {
    type Error = NoPictureName;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// A stored picture: its name and its size in pixels. A form carries it as `HASH-WIDTHxHEIGHT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PictureFile {
    pub hash: PictureHash,
    pub width: i16,
    pub height: i16,
}

impl PictureFile {
    /// Where the picture is served.
    pub fn address(&self) -> String {
        format!("/pictures/{}", self.hash)
    }
}

impl fmt::Display for PictureFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}x{}", self.hash, self.width, self.height)
    }
}

impl FromStr for PictureFile {
    type Err = NoPictureName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let side = |text: &str| {
            let plain = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
            let side = plain.then(|| text.parse::<i16>().ok()).flatten();
            side.ok_or(NoPictureName)
        };
        let (hash, size) = text.split_once('-').ok_or(NoPictureName)?;
        let (width, height) = size.split_once('x').ok_or(NoPictureName)?;
        Ok(Self {
            hash: hash.parse()?,
            width: side(width)?,
            height: side(height)?,
        })
    }
}

/// The picture of an option. What it shows is said in words (WCAG 2.2, 1.1.1): in Ukrainian before the poll is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoicePicture {
    pub file: PictureFile,
    #[serde(default)]
    pub alt: Bilingual,
}

/// How a stored picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PictureKind {
    Jpeg,
    Png,
}

stored_names!(PictureKind { Jpeg = "image/jpeg", Png = "image/png" });

/// Why a file is not taken as a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureProblem {
    /// No file was chosen, or an empty one.
    NoFile,
    /// More than [`MOST_FILE_BYTES`].
    TooManyBytes,
    /// By its content no PNG, JPEG or WebP, whatever its name says.
    UnknownKind,
    /// More pixels than are read.
    TooManyPixels,
    /// A side shorter than [`LEAST_SIDE`].
    TooSmall,
    /// It begins like a picture and cannot be read to its end.
    Broken,
}

stored_names!(PictureProblem {
    NoFile = "no_file",
    TooManyBytes = "too_many_bytes",
    UnknownKind = "unknown_kind",
    TooManyPixels = "too_many_pixels",
    TooSmall = "too_small",
    Broken = "broken",
});
