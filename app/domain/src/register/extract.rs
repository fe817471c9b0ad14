//! The file that `viche register hash` writes and `viche register import` reads: lines of text, fields between semicolons.
//!
//! ```text
//! viche-register;1;korosten;3;2026-11-01
//! person;UA18060090010074365;rnokpp:0c1f…;unzr:77ab…
//! month;UA18060090010074365;1972-04;17
//! month;UA18060090010074365;;2
//! end;1;2
//! ```
//!
//! The head names the community, its newest identity key and the day on which the list was taken. A person is a settlement and keyed
//! hashes; a month counts those of a settlement who were born in it, one without a month those of whom nobody knows when, and belongs to
//! no person. The end tells how many lines there
//! were of either, so that half a file is none.

use crate::{identifiers::KeyKind, katottg::Katottg, time::Date};
use std::fmt::{self, Write as _};

const MARK: &str = "viche-register";
const FORM: &str = "1";

/// A person of the register.
#[derive(Clone, PartialEq, Eq)]
pub struct Listed {
    pub settlement: Katottg,
    /// Keyed hashes of their identifiers; at least one.
    pub keys: Vec<(KeyKind, [u8; 32])>,
}

/// Hashes of identifiers are personal data.
impl fmt::Debug for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Listed({}, {} keys)", self.settlement, self.keys.len())
    }
}

/// A month of a year, in which people were born.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BirthMonth(i32);

impl BirthMonth {
    /// The month of a date.
    pub fn of(date: Date) -> Self {
        Self(i32::from(date.year) * 12 + i32::from(date.month) - 1)
    }

    /// Months since the beginning of the year 0, as it is stored.
    pub fn number(self) -> i32 {
        self.0
    }

    /// A stored number.
    pub fn from_number(number: i32) -> Self {
        Self(number)
    }

    /// The years that all who were born in it have completed at the end of the month of `today`.
    pub fn age_in(self, today: Date) -> i32 {
        (Self::of(today).0 - self.0).div_euclid(12)
    }

    fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let date = Date::new(year.parse().ok()?, month.parse().ok()?, 1)?;
        (year.len() == 4 && month.len() == 2).then_some(Self::of(date))
    }
}

impl fmt::Display for BirthMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}",
            self.0.div_euclid(12),
            self.0.rem_euclid(12) + 1
        )
    }
}

/// How many people of a settlement were born in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthCount {
    pub settlement: Katottg,
    /// `None`: neither the list nor a number tells.
    pub born: Option<BirthMonth>,
    pub people: u32,
}

/// The whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extract {
    /// The community's short name.
    pub community: String,
    /// The identity key that was the newest when the hashes were made.
    pub key_id: i64,
    /// The day on which the list was taken from the register.
    pub taken_on: Date,
    pub people: Vec<Listed>,
    /// Empty where birth dates were not in the list.
    pub months: Vec<MonthCount>,
}

/// Why a text is no extract; the number is the line's, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    #[error(
        "the file is no hashed extract of the register: its first line is not «{MARK};{FORM};…»"
    )]
    Head,
    #[error("line {0} is none of an extract")]
    Line(usize),
    #[error("the file is not whole: its last line does not tell the numbers of lines before it")]
    NotWhole,
}

impl Extract {
    /// As the file holds it.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let Self {
            community,
            key_id,
            taken_on,
            people,
            months,
        } = self;
        // Writing to a string does not fail.
        let _ = writeln!(text, "{MARK};{FORM};{community};{key_id};{taken_on}");
        for person in people {
            let _ = write!(text, "person;{}", person.settlement);
            for (kind, hash) in &person.keys {
                let _ = write!(text, ";{kind}:{}", hex(hash));
            }
            text.push('\n');
        }
        for month in months {
            let _ = writeln!(
                text,
                "month;{};{};{}",
                month.settlement,
                month.born.map_or_else(String::new, |born| born.to_string()),
                month.people
            );
        }
        let _ = writeln!(text, "end;{};{}", people.len(), months.len());
        text
    }

    /// Reads what [`Self::to_text`] wrote. Line ends of Windows do not matter.
    ///
    /// # Errors
    /// [`ExtractError`] with the first line that is wrong.
    pub fn parse(text: &str) -> Result<Self, ExtractError> {
        let mut lines = text.lines().map(str::trim_end);
        let head = lines
            .next()
            .unwrap_or_default()
            .trim_start_matches('\u{feff}');
        let mut extract = Self::head(head).ok_or(ExtractError::Head)?;
        for (at, line) in lines.by_ref().enumerate() {
            let wrong = ExtractError::Line(at + 2);
            match line.split_once(';') {
                Some(("person", rest)) => extract.people.push(person(rest).ok_or(wrong)?),
                Some(("month", rest)) => extract.months.push(month(rest).ok_or(wrong)?),
                Some(("end", rest)) => {
                    let told = format!("{};{}", extract.people.len(), extract.months.len());
                    let whole = rest == told && lines.next().is_none();
                    return whole.then_some(extract).ok_or(ExtractError::NotWhole);
                }
                _ => return Err(wrong),
            }
        }
        Err(ExtractError::NotWhole)
    }

    fn head(line: &str) -> Option<Self> {
        let fields: Vec<&str> = line.split(';').collect();
        let [MARK, FORM, community, key_id, taken_on] = fields[..] else {
            return None;
        };
        Some(Self {
            community: community.to_owned(),
            key_id: key_id.parse().ok()?,
            taken_on: taken_on.parse().ok()?,
            people: Vec::new(),
            months: Vec::new(),
        })
    }
}

fn person(rest: &str) -> Option<Listed> {
    let mut fields = rest.split(';');
    let settlement = Katottg::parse(fields.next()?)?;
    let keys = fields
        .map(|field| {
            let (kind, hash) = field.split_once(':')?;
            Some((kind.parse().ok()?, from_hex(hash)?))
        })
        .collect::<Option<Vec<_>>>()?;
    (!keys.is_empty()).then_some(Listed { settlement, keys })
}

fn month(rest: &str) -> Option<MonthCount> {
    let fields: Vec<&str> = rest.split(';').collect();
    let [settlement, born, people] = fields[..] else {
        return None;
    };
    Some(MonthCount {
        settlement: Katottg::parse(settlement)?,
        born: match born {
            "" => None,
            month => Some(BirthMonth::parse(month)?),
        },
        people: people.parse().ok()?,
    })
}

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(year: i16, month: u8, day: u8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    fn code(no: u16) -> Katottg {
        Katottg::parse(&format!("UA1806009{no:03}0074365")).unwrap()
    }

    prop_compose! {
        fn extract()(
            people in prop::collection::vec((0u16..999, any::<[u8; 32]>(), prop::option::of(any::<[u8; 32]>())), 0..20),
            months in prop::collection::vec((0u16..999, prop::option::of((1900i16..2030, 1u8..13)), any::<u32>()), 0..20),
            key_id in any::<i64>(),
        ) -> Extract {
            Extract {
                community: "korosten".to_owned(),
                key_id,
                taken_on: date(2026, 11, 1),
                people: people.into_iter().map(|(at, first, second)| Listed {
                    settlement: code(at),
                    keys: [(KeyKind::Rnokpp, Some(first)), (KeyKind::Passport, second)]
                        .into_iter()
                        .filter_map(|(kind, hash)| Some((kind, hash?)))
                        .collect(),
                }).collect(),
                months: months.into_iter().map(|(at, born, people)| MonthCount {
                    settlement: code(at),
                    born: born.map(|(year, month)| BirthMonth::of(date(year, month, 1))),
                    people,
                }).collect(),
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(extract in extract()) {
            let text = extract.to_text();
            prop_assert_eq!(Extract::parse(&text), Ok(extract.clone()));
            let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
            prop_assert_eq!(Extract::parse(&windows), Ok(extract));
        }

        #[test]
        fn a_file_that_lost_lines_is_none(extract in extract(), keep in 0usize..45) {
            let text = extract.to_text();
            let lines: Vec<&str> = text.lines().collect();
            prop_assume!(keep < lines.len());
            let without: String = lines
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != keep)
                .map(|(_, line)| format!("{line}\n"))
                .collect();
            prop_assert!(Extract::parse(&without).is_err());
            prop_assert!(Extract::parse(&lines[..keep].join("\n")).is_err());
        }

        #[test]
        fn no_text_breaks_the_reader(text in "(viche-register;1;k;1;2026-11-01\n)?[a-z0-9;:\n-]{0,200}") {
            let _ = Extract::parse(&text);
        }

        /// The month's age lies between what `Date::age_on` says of its first and of its last day.
        #[test]
        fn an_age_by_months_is_that_of_the_calendar_at_the_months_end(born in 0i32..40_000, today in 40_000i32..60_000) {
            let (born, today) = (Date::from_days_since_1970(born - 20_000).unwrap(), Date::from_days_since_1970(today - 20_000).unwrap());
            let by_day = i32::from(born.age_on(today));
            let by_month = BirthMonth::of(born).age_in(today);
            prop_assert!(by_month == by_day || by_month == by_day + 1);
            prop_assert!(by_month == by_day || born.month == today.month);
        }
    }

    #[test]
    fn the_line_that_is_wrong_is_named() {
        let head = "viche-register;1;korosten;3;2026-11-01";
        for (text, error) in [
            ("", ExtractError::Head),
            ("РНОКПП;КАТОТТГ", ExtractError::Head),
            (
                &format!("{head}\nperson;UA18060090010074365"),
                ExtractError::Line(2),
            ),
            (
                &format!("{head}\nperson;UA18060090010074365;rnokpp:12"),
                ExtractError::Line(2),
            ),
            (
                &format!("{head}\nmonth;UA18060090010074365;1972-4;17\nend;0;1"),
                ExtractError::Line(2),
            ),
            (
                &format!("{head}\nend;0;0\nperson;x"),
                ExtractError::NotWhole,
            ),
            (&format!("{head}\n"), ExtractError::NotWhole),
        ] {
            assert_eq!(Extract::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn no_hash_is_printed() {
        let listed = Listed {
            settlement: code(1),
            keys: vec![(KeyKind::Rnokpp, [7; 32])],
        };
        assert!(!format!("{listed:?}").contains("0707"));
    }
}
