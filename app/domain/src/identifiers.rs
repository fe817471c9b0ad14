//! By what a person is recognised: the kinds of keys, passports among them, and what a community's own keys are for.

use crate::names::stored_names;
use serde::{Deserialize, Serialize};

/// What kind of national identifier a hashed key of a person was made from. One human may have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    /// Taxpayer number ([`crate::national_id::Rnokpp`]).
    Rnokpp,
    /// Number of the record in the demographic register ([`crate::national_id::Unzr`]).
    Unzr,
    /// A domestic [`Passport`].
    Passport,
}

// The names are part of every stored hash: never change one.
stored_names!(KeyKind {
    Rnokpp = "rnokpp",
    Unzr = "unzr",
    Passport = "passport",
});

impl KeyKind {
    /// Whether a human has at most one of the kind for life. Of passports somebody may have had several.
    pub fn is_one_per_human(self) -> bool {
        match self {
            Self::Rnokpp | Self::Unzr => true,
            Self::Passport => false,
        }
    }
}

/// What a secret key of a community is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyPurpose {
    /// One link of the HMAC chain over national identifiers.
    Identity,
    /// Seals names and birth dates.
    Seal,
}

// The names are bound into every wrapped key: never change one.
stored_names!(KeyPurpose {
    Identity = "identity",
    Seal = "seal",
});

/// A domestic passport: the series and number of a booklet («ВМ123456») or the number of a card (nine digits). It may be
/// all that somebody without a РНОКПП has. Never stored, logged or shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Passport(String);

impl std::fmt::Debug for Passport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passport(…)")
    }
}

impl Passport {
    /// A passport from its series (may be empty) and number written one after the other. White space, hyphens and «№» do
    /// not matter, nor does the case; Latin letters that look like Cyrillic ones are taken for them, so that one passport has
    /// one spelling. `None` for any other form, and for a number of zeros, which stands for "none".
    pub fn parse(text: &str) -> Option<Self> {
        let mut spelling = String::new();
        for c in text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '№'))
        {
            if spelling.chars().count() == 9 {
                return None;
            }
            spelling.extend(c.to_uppercase().map(cyrillic));
        }
        let letters: Vec<char> = spelling
            .chars()
            .take_while(|c| SERIES.contains(*c))
            .collect();
        let number: Vec<char> = spelling.chars().skip(letters.len()).collect();
        let booklet = letters.len() == 2 && number.len() == 6;
        let card = letters.is_empty() && number.len() == 9;
        let real = number.iter().all(char::is_ascii_digit) && number.iter().any(|c| *c != '0');
        ((booklet || card) && real).then_some(Self(spelling))
    }

    /// The one spelling, for hashing only.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Letters that a series may have.
const SERIES: &str = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ";

/// The Cyrillic capital that a Latin one looks like.
fn cyrillic(c: char) -> char {
    match c {
        'A' => 'А',
        'B' => 'В',
        'C' => 'С',
        'E' => 'Е',
        'H' => 'Н',
        'I' => 'І',
        'K' => 'К',
        'M' => 'М',
        'O' => 'О',
        'P' => 'Р',
        'T' => 'Т',
        'X' => 'Х',
        'Y' => 'У',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn stored_names_are_the_names_that_serde_writes() {
        for kind in KeyKind::ALL {
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{kind}\""));
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
        for purpose in KeyPurpose::ALL {
            assert_eq!(
                serde_json::to_string(purpose).unwrap(),
                format!("\"{purpose}\"")
            );
            assert_eq!(purpose.as_str().parse(), Ok(*purpose));
        }
    }

    #[test]
    fn a_passport_has_one_spelling_however_it_is_written() {
        // The second one is written in Latin letters.
        for written in ["ВМ123456", "BM123456", "вм 123456", " ВМ № 123-456 "] {
            assert_eq!(
                Passport::parse(written).unwrap().as_str(),
                "ВМ123456",
                "{written}"
            );
        }
        assert_eq!(Passport::parse("012345678").unwrap().as_str(), "012345678");
        assert_eq!(
            format!("{:?}", Passport::parse("012345678").unwrap()),
            "Passport(…)"
        );
    }

    #[test]
    fn what_is_no_domestic_passport_is_refused() {
        for other in [
            "",
            "N/A",
            "000000000",
            "ВМ000000",
            "ВМ12345",
            "ВМ1234567",
            "В1234567",
            "FZ123456",
            "1234567890",
            "12345678",
            "ВМ12345६",
        ] {
            assert_eq!(Passport::parse(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_a_spelling_is_its_own_spelling(text in any::<String>(), plain in "[АВСЕНІКМОРТХУа-яієїґ]{0,2}[0-9]{6,9}") {
            let _ = Passport::parse(&text);
            if let Some(passport) = Passport::parse(&plain) {
                prop_assert_eq!(Passport::parse(passport.as_str()), Some(passport));
            }
        }
    }
}
