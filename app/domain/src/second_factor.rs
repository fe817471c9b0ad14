//! The second factor of those who work for a community: a code from an authenticator app (RFC 6238), or a recovery code that is good
//! once. Somebody with a role and without it may do no more than a resident.

use crate::time::{MINUTE, Millis};

/// Wrong codes that somebody may type within [`TRIES_MS`]. A code has six digits and three of them are good at a time, so that
/// guessing all day finds one in some 700 days on average.
pub const MOST_TRIES: i32 = 5;
/// How long tries are remembered, in milliseconds.
pub const TRIES_MS: i64 = 15 * MINUTE;
/// How many recovery codes somebody gets.
pub const RECOVERY_CODES: usize = 10;
/// Random bytes of a recovery code: 120 bits, so that a plain hash may keep it (ASVS 5.0, 6.5.2 asks for 112).
pub const RECOVERY_BYTES: usize = 15;

/// Digits and capital letters that cannot be taken for each other (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The tries that are remembered: how many, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    pub count: i32,
    pub since: Millis,
}

impl Tries {
    /// With one more; `Err` is when the next one is allowed.
    ///
    /// # Errors
    /// When there were too many.
    pub fn one_more(self, now: Millis) -> Result<Self, Millis> {
        let over = self.since.plus(TRIES_MS);
        if now >= over || self.count <= 0 {
            return Ok(Self {
                count: 1,
                since: now,
            });
        }
        if self.count >= MOST_TRIES {
            return Err(over);
        }
        Ok(Self {
            count: self.count + 1,
            ..self
        })
    }
}

/// What somebody typed, as far as it can be one of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedCode {
    /// Six digits.
    App(String),
    /// A recovery code as [`recovery_code`] writes it, without its hyphens.
    Recovery(String),
}

impl TypedCode {
    /// Reads it: white space, hyphens and small letters do not matter, nor do the letters that Crockford's alphabet reads as
    /// digits. `None` for what is neither.
    pub fn read(typed: &str) -> Option<Self> {
        let plain: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—'))
            .take(RECOVERY_BYTES * 2)
            .collect();
        if plain.len() == 6 && plain.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::App(plain));
        }
        let letters: Option<String> = plain
            .chars()
            .map(|c| match c.to_ascii_uppercase() {
                'O' => Some('0'),
                'I' | 'L' => Some('1'),
                c if c.is_ascii() && LETTERS.contains(&(c as u8)) => Some(c),
                _ => None,
            })
            .collect();
        letters
            .filter(|letters| letters.len() == RECOVERY_BYTES * 8 / 5)
            .map(Self::Recovery)
    }
}

/// A recovery code of 120 random bits, in groups of four to be written down: `7K3M-92QX-…`.
pub fn recovery_code(bytes: [u8; RECOVERY_BYTES]) -> String {
    let mut code = String::new();
    for (at, five) in bytes.chunks(5).enumerate() {
        let bits = five
            .iter()
            .fold(0u64, |bits, byte| (bits << 8) | u64::from(*byte));
        for place in (0..8).rev() {
            if place % 4 == 3 && !(at == 0 && place == 7) {
                code.push('-');
            }
            let letter = usize::try_from((bits >> (5 * place)) & 31).unwrap_or(0);
            code.push(char::from(LETTERS[letter]));
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_recovery_code_is_read_however_it_was_written_down(bytes: [u8; RECOVERY_BYTES]) {
            let code = recovery_code(bytes);
            prop_assert_eq!(code.len(), 29);
            let plain = code.replace('-', "");
            let expected = Some(TypedCode::Recovery(plain.clone()));
            for typed in [code.clone(), plain.clone(), code.to_lowercase(), format!(" {} ", code.replace('-', " "))] {
                prop_assert_eq!(TypedCode::read(&typed), expected.clone());
            }
        }

        #[test]
        fn different_bytes_are_different_codes(a: [u8; RECOVERY_BYTES], b: [u8; RECOVERY_BYTES]) {
            prop_assert_eq!(a == b, recovery_code(a) == recovery_code(b));
        }

        #[test]
        fn each_of_the_bits_changes_the_code(bytes: [u8; RECOVERY_BYTES], bit in 0..RECOVERY_BYTES * 8) {
            let mut other = bytes;
            other[bit / 8] ^= 1 << (bit % 8);
            prop_assert_ne!(recovery_code(bytes), recovery_code(other));
        }

        #[test]
        fn no_typed_text_panics(typed in ".{0,60}") {
            let _ = TypedCode::read(&typed);
        }

        #[test]
        fn never_more_tries_than_allowed_within_the_time(gaps in prop::collection::vec(0i64..TRIES_MS, 1..60)) {
            let mut tries = Tries { count: 0, since: Millis(0) };
            let (mut now, mut allowed) = (Millis(1_000_000), Vec::new());
            for gap in gaps {
                now = now.plus(gap / 8);
                if let Ok(more) = tries.one_more(now) {
                    tries = more;
                    allowed.push(now);
                }
            }
            // Two windows may touch: never more than twice the number in any stretch of one window's length.
            for &from in &allowed {
                let within = allowed.iter().filter(|at| (0..TRIES_MS).contains(&at.since(from))).count();
                prop_assert!(within <= 2 * usize::try_from(MOST_TRIES).unwrap());
            }
        }
    }

    #[test]
    fn a_code_of_the_app_is_six_digits_with_or_without_a_gap() {
        for typed in ["123456", " 123 456 ", "123-456"] {
            assert_eq!(
                TypedCode::read(typed),
                Some(TypedCode::App("123456".into()))
            );
        }
        for typed in [
            "",
            "12345",
            "1234567",
            "12345а",
            "U000-0000-0000-0000-0000-0000",
            "١٢٣٤٥٦",
        ] {
            assert_eq!(TypedCode::read(typed), None, "{typed}");
        }
    }

    #[test]
    fn letters_that_look_like_digits_are_read_as_those() {
        assert_eq!(
            TypedCode::read("OIL0-0000-0000-0000-0000-0000"),
            Some(TypedCode::Recovery("011000000000000000000000".into()))
        );
    }

    #[test]
    fn after_five_tries_the_next_is_a_quarter_of_an_hour_after_the_first() {
        let mut tries = Tries {
            count: 0,
            since: Millis(0),
        };
        for second in 0..5 {
            tries = tries.one_more(Millis(1_000 * (second + 1))).unwrap();
        }
        let again = Millis(1_000 + TRIES_MS);
        assert_eq!(tries.one_more(Millis(6_000)), Err(again));
        assert_eq!(
            tries.one_more(again),
            Ok(Tries {
                count: 1,
                since: again
            })
        );
    }
}
