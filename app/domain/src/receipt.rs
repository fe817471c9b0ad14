//! The participation code: what a person keeps as proof of taking part. It says nothing of the answers.

use crate::text::latin_look_alike;
use serde::{Deserialize, Serialize};

/// Twelve characters of Crockford's base 32 in groups: `7K4M-QX2D-93AB`. 60 random bits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Receipt(String);

/// Crockford's alphabet: no I, L, O and U, which are misread.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Receipt {
    /// A code from random bytes, which are the caller's. The top 60 of the 64 bits are used.
    pub fn from_random(bytes: [u8; 8]) -> Self {
        let mut bits = u64::from_be_bytes(bytes) >> 4;
        let mut code = [0u8; 12];
        for place in code.iter_mut().rev() {
            *place = ALPHABET[(bits & 31) as usize];
            bits >>= 5;
        }
        let code: String = code.iter().map(|&b| b as char).collect();
        Self::grouped(&code)
    }

    /// A code as a person types it: in any case, with or without hyphens and spaces, O for 0, I or L for 1, and the
    /// letters of a Ukrainian keyboard that look like Latin ones. `None` when it is no code of ours.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut code = String::with_capacity(12);
        for c in typed.chars().flat_map(char::to_uppercase) {
            if c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}') {
                continue;
            }
            let c = match c {
                'O' | 'О' => '0',
                'I' | 'L' | 'І' => '1',
                c => latin_look_alike(c),
            };
            if code.len() == 12 || !u8::try_from(c).is_ok_and(|b| ALPHABET.contains(&b)) {
                return None;
            }
            code.push(c);
        }
        (code.len() == 12).then(|| Self::grouped(&code))
    }

    /// Twelve ASCII characters in groups of four.
    fn grouped(code: &str) -> Self {
        Self(format!("{}-{}-{}", &code[..4], &code[4..8], &code[8..]))
    }

    /// The code as stored in the database; trusted.
    pub fn from_stored(code: String) -> Self {
        Self(code)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
