//! National identifiers of people and organisations: their form and check digits (DOMAIN.md, identifiers).

use crate::time::Date;
use serde::{Deserialize, Serialize};

/// A РНОКПП (taxpayer number): ten digits with a check digit. It reveals birth date and sex, so it is never stored,
/// logged or shown; it lives only between the provider's answer and the keyed hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Rnokpp(String);

/// 31 December 1899, from which a РНОКПП counts days, in days since 1970.
const RNOKPP_DAY_ZERO: i32 = -25_568;

impl std::fmt::Debug for Rnokpp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rnokpp(…)")
    }
}

impl Rnokpp {
    /// The ten digits, for hashing only.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// A number whose form and check digit are right; `None` otherwise. White space around it is ignored.
    /// Check: (Σ d·w mod 11) mod 10 with w = −1, 5, 7, 9, 4, 6, 10, 5, 7 (DOMAIN.md, identifiers).
    ///
    /// A number without a birth date (digits 1–5 all zero) is refused: `0000000000` passes the check digit and stands
    /// in many registers for "has none"; taken as a key it would make one person of all of them.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = digits_of::<10>(text.trim())?;
        let number = Self(text.trim().to_owned());
        (rnokpp_check(&digits) == digits[9] && number.day_count() > 0).then_some(number)
    }

    /// The birth date in digits 1–5: days since 31.12.1899.
    pub fn birth_date(&self) -> Option<Date> {
        Date::from_days_since_1970(RNOKPP_DAY_ZERO + self.day_count())
    }

    /// Whether it was made for another birth date. A reason to look at the digits again and none to refuse: offices have erred.
    pub fn is_of_another_day(&self, born: Date) -> bool {
        self.birth_date() != Some(born)
    }

    /// A valid number for somebody invented, for tests and the demonstration. The same arguments give the same number,
    /// others give another. `None` when the birth date is outside 1900-01-01 … 2173-10-14 or `serial` is above 4999.
    pub fn compose(birth: Date, serial: u16, male: bool) -> Option<Self> {
        let days = birth.days_since_1970() - RNOKPP_DAY_ZERO;
        if !(1..=99_999).contains(&days) || serial > 4_999 {
            return None;
        }
        // The ninth digit is odd for men.
        let number = format!("{days:05}{:04}0", serial * 2 + u16::from(male));
        let check = rnokpp_check(&digits_of::<10>(&number)?);
        Some(Self(format!("{}{check}", &number[..9])))
    }

    fn day_count(&self) -> i32 {
        self.0[..5]
            .bytes()
            .fold(0, |days, b| days * 10 + i32::from(b - b'0'))
    }
}

fn rnokpp_check(digits: &[u8; 10]) -> u8 {
    const WEIGHTS: [i32; 9] = [-1, 5, 7, 9, 4, 6, 10, 5, 7];
    remainder_of_11(digits, &WEIGHTS) % 10
}

/// A УНЗР (number of a record in the demographic register): `YYYYMMDD-NNNNC`, the birth date, a serial from 0001 and a check digit
/// by the method of the machine-readable zone of passports (Ministry of Internal Affairs, «Унікальний номер запису в ЄДДР», 14.11.2023).
/// As secret as a [`Rnokpp`].
#[derive(Clone, PartialEq, Eq)]
pub struct Unzr(String);

impl std::fmt::Debug for Unzr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unzr(…)")
    }
}

impl Unzr {
    /// The number in its one form, with the hyphen, for hashing only.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A number whose form, birth date, serial and check digit are right; the hyphen may be missing, white space around it is ignored.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, rest) = match text.len() {
            14 => text.split_once('-')?,
            13 => text.split_at_checked(8)?,
            _ => return None,
        };
        let digits = digits_of::<13>(&format!("{date}{rest}"))?;
        let number = (date.len() == 8).then(|| Self(format!("{date}-{rest}")))?;
        let right = digits[8..12] != [0; 4] && passport_check(&digits[..12]) == digits[12];
        (right && number.birth_date().is_some()).then_some(number)
    }

    /// A valid number for somebody invented, for tests. The same arguments give the same number, others give another. `None` when
    /// `serial` is 0 or above 9999.
    pub fn compose(birth: Date, serial: u16) -> Option<Self> {
        if !(1..=9_999).contains(&serial) {
            return None;
        }
        let date = format!("{:04}{:02}{:02}", birth.year, birth.month, birth.day);
        let digits = digits_of::<12>(&format!("{date}{serial:04}"))?;
        Some(Self(format!(
            "{date}-{serial:04}{}",
            passport_check(&digits)
        )))
    }

    /// The birth date in the first eight digits.
    pub fn birth_date(&self) -> Option<Date> {
        Date::new(
            self.0[..4].parse().ok()?,
            self.0[4..6].parse().ok()?,
            self.0[6..8].parse().ok()?,
        )
    }
}

/// An ЄДРПОУ code of an organisation: eight digits with a check digit. Public.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Edrpou(String);

impl TryFrom<String> for Edrpou {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("no ЄДРПОУ code")
    }
}

impl From<Edrpou> for String {
    fn from(code: Edrpou) -> Self {
        code.0
    }
}

impl Edrpou {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A code whose form and check digit are right; `None` otherwise, and for `00000000`, which stands for "none".
    /// Weights 1…7, or 7, 1…6 for codes from 30,000,000 up to 60,000,000; where the sum mod 11 is 10, again with
    /// weights greater by 2; where that gives 10 too, the check digit is 0.
    pub fn parse(text: &str) -> Option<Self> {
        const OUTER: [i32; 7] = [1, 2, 3, 4, 5, 6, 7];
        const INNER: [i32; 7] = [7, 1, 2, 3, 4, 5, 6];
        let text = text.trim();
        let digits = digits_of::<8>(text)?;
        let weights = if (3..=5).contains(&digits[0]) {
            INNER
        } else {
            OUTER
        };
        let check = match remainder_of_11(&digits, &weights) {
            10 => remainder_of_11(&digits, &weights.map(|w| w + 2)) % 10,
            first => first,
        };
        (check == digits[7] && digits != [0; 8]).then(|| Self(text.to_owned()))
    }
}

/// The digits of a text of exactly `N` ASCII digits.
fn digits_of<const N: usize>(text: &str) -> Option<[u8; N]> {
    let bytes: [u8; N] = text.as_bytes().try_into().ok()?;
    bytes
        .iter()
        .all(u8::is_ascii_digit)
        .then(|| bytes.map(|b| b - b'0'))
}

/// The check digit of a passport's machine-readable zone: Σ digit · weight mod 10 with weights 7, 3, 1, 7, 3, 1, … (ICAO Doc 9303,
/// part 3, 4.9). It sees every single wrong digit: no weight shares a factor with 10.
fn passport_check(digits: &[u8]) -> u8 {
    let weights = [7, 3, 1].into_iter().cycle();
    let sum: u32 = digits
        .iter()
        .zip(weights)
        .map(|(&digit, weight)| u32::from(digit) * weight)
        .sum();
    (sum % 10) as u8
}

/// Σ digit · weight mod 11, from 0 to 10.
fn remainder_of_11(digits: &[u8], weights: &[i32]) -> u8 {
    let sum: i32 = digits
        .iter()
        .zip(weights)
        .map(|(&d, w)| i32::from(d) * w)
        .sum();
    sum.rem_euclid(11) as u8
}
