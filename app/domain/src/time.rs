//! Instants and the clock boundary. An instant is UTC milliseconds; words and time zones are the interface's matter.

use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Millis(pub i64);

/// One minute, in milliseconds.
pub const MINUTE: i64 = 60_000;

/// One day of 24 hours, in milliseconds.
pub const DAY: i64 = 86_400_000;

impl Millis {
    /// This instant moved by `ms` milliseconds, held at the ends of the range.
    pub fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this instant; negative when `earlier` is later.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The beginning of this instant's minute: the precision in which forms speak.
    pub fn to_the_minute(self) -> Self {
        Self(self.0.saturating_sub(self.0.rem_euclid(MINUTE)))
    }
}

/// Where instants come from. The rules take `now` as a parameter; whatever runs them asks a clock, so that tests and the
/// demonstration can move it.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Millis;
}

/// A calendar date in the community's time zone (Europe/Kyiv). Comparable; validity is the constructor's matter.
/// Written and sent as ISO text, `2026-11-24`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    pub year: i16,
    pub month: u8,
    pub day: u8,
}

/// A text that is no date of the calendar in the form `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date of the form YYYY-MM-DD")]
pub struct NotADate;

/// Days in 400 years of the Gregorian calendar, after which it repeats.
const DAYS_IN_ERA: i64 = 146_097;
/// Days from 1 March of the year 0 to 1 January 1970.
const MARCH_0_TO_1970: i64 = 719_468;

impl Date {
    /// The date, if the Gregorian calendar has it, in the years 1 to 9999.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        ((1..=9999).contains(&year) && day >= 1 && day <= days).then_some(Self { year, month, day })
    }

    /// A date as people and tables write it: `17.05.1984`, `17/05/1984` or `1984-05-17`; a time of day behind it does not matter.
    pub fn from_typed(text: &str) -> Option<Self> {
        let text = text.trim().split([' ', 'T']).next()?;
        let parts: Vec<&str> = text.split(['.', '-', '/']).collect();
        let [first, month, last] = parts[..] else {
            return None;
        };
        let (year, day) = if first.len() == 4 {
            (first, last)
        } else {
            (last, first)
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || !(digits(year) && digits(month) && digits(day)) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Whole years from this date (of birth) to `on`. Somebody born on 29 February comes of age on 1 March in common years.
    pub fn age_on(self, on: Self) -> i16 {
        let birthday_to_come = (on.month, on.day) < (self.month, self.day);
        on.year
            .saturating_sub(self.year)
            .saturating_sub(i16::from(birthday_to_come))
    }

    /// Days from 1 January 1970; negative before.
    pub fn days_since_1970(self) -> i32 {
        // Years counted from March, so that the leap day is the last one and the months' lengths repeat every five.
        let month = (i64::from(self.month) + 9) % 12;
        let year = i64::from(self.year) - i64::from(month >= 10);
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let day_of_era = 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year;
        // An i16 year is at most 12 million days away.
        (era * DAYS_IN_ERA + day_of_era - MARCH_0_TO_1970) as i32
    }

    /// The date so many days from 1 January 1970; `None` outside the years 1 to 9999.
    pub fn from_days_since_1970(days: i32) -> Option<Self> {
        let days = i64::from(days) + MARCH_0_TO_1970;
        let (era, day_of_era) = (days.div_euclid(DAYS_IN_ERA), days.rem_euclid(DAYS_IN_ERA));
        // Leap days before this day, so that the rest divides into years of 365.
        let leap_days = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / (DAYS_IN_ERA - 1);
        let year_of_era = (day_of_era - leap_days) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let year = era * 400 + year_of_era + i64::from(month >= 10);
        let month = (month + 2) % 12 + 1;
        Self::new(
            i16::try_from(year).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
        )
    }

    /// The date `days` later (earlier when negative); `None` outside the years 1 to 9999.
    pub fn plus_days(self, days: i32) -> Option<Self> {
        Self::from_days_since_1970(self.days_since_1970().checked_add(days)?)
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl std::str::FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let form = text.len() == 10
            && text.bytes().enumerate().all(|(at, b)| {
                if at == 4 || at == 7 {
                    b == b'-'
                } else {
                    b.is_ascii_digit()
                }
            });
        if !form {
            return Err(NotADate);
        }
        let year = text[..4].parse().map_err(|_| NotADate)?;
        let month = text[5..7].parse().map_err(|_| NotADate)?;
        let day = text[8..].parse().map_err(|_| NotADate)?;
        Self::new(year, month, day).ok_or(NotADate)
    }
}

impl TryFrom<String> for Date {
    type Error = NotADate;
    fn try_from(text: String) -> Result<Self, NotADate> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}
