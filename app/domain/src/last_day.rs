//! The last day on which something counts, as somebody types it: from today to some years on.

use crate::time::Date;

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastDayProblem {
    /// It is no date.
    Unreadable,
    /// The day is over.
    Past,
    /// The day is further off than it may be.
    TooFar,
}

/// Reads a day that is today or later, and at most `years` years on.
///
/// # Errors
/// What is wrong with it.
pub fn last_day(typed: &str, today: Date, years: i16) -> Result<Date, LastDayProblem> {
    last_day_until(typed, today, latest(today, years))
}

/// The same, at most the day `latest`.
///
/// # Errors
/// What is wrong with it.
pub fn last_day_until(typed: &str, today: Date, latest: Date) -> Result<Date, LastDayProblem> {
    let last = Date::from_typed(typed).ok_or(LastDayProblem::Unreadable)?;
    if last < today {
        Err(LastDayProblem::Past)
    } else if last > latest {
        Err(LastDayProblem::TooFar)
    } else {
        Ok(last)
    }
}

/// The latest of these days: the same one `years` years on, or the last of February.
pub fn latest(today: Date, years: i16) -> Date {
    let year = today.year.saturating_add(years);
    Date::new(year, today.month, today.day).unwrap_or(Date {
        year,
        month: 2,
        day: 28,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_day_is_from_today_to_some_years_on() {
        let today = Date::new(2028, 2, 29).unwrap();
        let read = |typed| last_day(typed, today, 3);
        assert_eq!(read("2028-02-29"), Ok(today));
        assert_eq!(read("28.02.2031"), Ok(Date::new(2031, 2, 28).unwrap()));
        assert_eq!(read("2028-02-28"), Err(LastDayProblem::Past));
        assert_eq!(read("01.03.2031"), Err(LastDayProblem::TooFar));
        for wrong in ["", "завтра", "31.02.2029"] {
            assert_eq!(read(wrong), Err(LastDayProblem::Unreadable), "{wrong}");
        }
    }
}
