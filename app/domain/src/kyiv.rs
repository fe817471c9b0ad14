//! The calendar by which a regulation counts days: Europe/Kyiv. Natively only, because the zone's data would weigh on the
//! browser, whose own zone is nobody's matter here.

use crate::time::{Date, Millis};
use jiff::{Timestamp, ZonedDateTime, tz::TimeZone};
use std::sync::LazyLock;

/// Europe/Kyiv from the zone data in the binary. The fallback is the same rule without its history, and is never
/// reached unless that data is damaged.
pub static KYIV: LazyLock<TimeZone> = LazyLock::new(|| {
    TimeZone::get("Europe/Kyiv")
        .or_else(|_| TimeZone::posix("EET-2EEST,M3.5.0/3,M10.5.0/4"))
        .unwrap_or(TimeZone::UTC)
});

/// The instant as Kyiv's clocks and calendars show it, held at the ends of the calendar.
pub fn zoned(at: Millis) -> ZonedDateTime {
    let end = if at.0 < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    Timestamp::from_millisecond(at.0)
        .unwrap_or(end)
        .to_zoned_datetime(KYIV.clone())
}

/// The date in Kyiv at an instant.
pub fn date_at(at: Millis) -> Date {
    let z = zoned(at);
    Date {
        year: z.year(),
        month: z.month().unsigned_abs(),
        day: z.day().unsigned_abs(),
    }
}

/// The first instant of a day in Kyiv; `None` for a date that the calendar does not have.
pub fn start_of_day(date: Date) -> Option<Millis> {
    let day = i8::try_from(date.day).ok()?;
    let month = i8::try_from(date.month).ok()?;
    let date = jiff::civil::Date::new(date.year, month, day).ok()?;
    Some(Millis(
        date.to_zoned_datetime(KYIV.clone())
            .ok()?
            .timestamp()
            .as_millisecond(),
    ))
}

/// The first instant after a day in Kyiv; `None` for a date that the calendar does not have.
pub fn end_of_day(date: Date) -> Option<Millis> {
    start_of_day(date.plus_days(1)?)
}

/// The instants of whole days in Kyiv: from the first moment of `first` until before the first moment of the day after `last`.
/// An end that is not given is open.
///
/// # Errors
/// [`Backwards`] when the last day is before the first one.
pub fn days(
    first: Option<Date>,
    last: Option<Date>,
) -> Result<(Option<Millis>, Option<Millis>), Backwards> {
    if let (Some(first), Some(last)) = (first, last)
        && last < first
    {
        return Err(Backwards);
    }
    let after_last = last.and_then(|last| last.plus_days(1));
    Ok((
        first.and_then(start_of_day),
        after_last.and_then(start_of_day),
    ))
}

/// Days whose last one is before the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the last day is before the first")]
pub struct Backwards;
