//! Dates and times in the community's zone, Europe/Kyiv, as each language writes them; on the server only, because a
//! browser's zone and locale are its own.

use super::{
    Lang,
    format::{self, NBSP},
};
use domain::{
    kyiv::{KYIV, zoned as kyiv},
    time::{DAY, Date, Millis},
};
use jiff::{
    ZonedDateTime,
    civil::{DateTime, Weekday},
    tz::AmbiguousOffset,
};

pub use domain::kyiv::{date_at as today, end_of_day, start_of_day};

/// The months in the genitive, for dates: «24 листопада».
const MONTHS_UK: [&str; 12] = [
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
];
/// The months by themselves, for headings: «листопад 2026 р.».
const MONTH_HEADINGS_UK: [&str; 12] = [
    "січень",
    "лютий",
    "березень",
    "квітень",
    "травень",
    "червень",
    "липень",
    "серпень",
    "вересень",
    "жовтень",
    "листопад",
    "грудень",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The first instant of the day after the one that holds `now`: where «сьогодні» stops being true.
pub fn next_midnight(now: Millis) -> Millis {
    let tomorrow = kyiv(now)
        .date()
        .tomorrow()
        .ok()
        .and_then(|d| d.to_zoned_datetime(KYIV.clone()).ok());
    tomorrow.map_or(now, |z| Millis(z.timestamp().as_millisecond()))
}

const HOUR: i64 = 3_600_000;

/// How long it is to `at` in the accusative, for «через 3 дні»: from a day on by the calendar, because whoever reads «через 2 дні» counts
/// dates; before that whole hours, and minutes.
pub fn span_until(lang: Lang, now: Millis, at: Millis) -> String {
    let ms = at.since(now);
    match ms {
        DAY.. => {
            let days = kyiv(now).date().until(kyiv(at).date());
            let days = days.map_or(ms / DAY, |span| i64::from(span.get_days()));
            format::span(lang, days * DAY)
        }
        HOUR.. => format::span(lang, ms - ms % HOUR),
        _ => format::span(lang, ms),
    }
}

fn month(names: &[&'static str; 12], month: i8) -> &'static str {
    usize::try_from(month - 1)
        .ok()
        .and_then(|i| names.get(i))
        .copied()
        .unwrap_or("")
}

/// «14:05», «9:04»; `14:05`, `09:04` in English.
pub fn time(lang: Lang, at: Millis) -> String {
    clock(lang, &kyiv(at))
}

fn clock(lang: Lang, z: &ZonedDateTime) -> String {
    match lang {
        Lang::Uk => format!("{}:{:02}", z.hour(), z.minute()),
        Lang::En => format!("{:02}:{:02}", z.hour(), z.minute()),
    }
}

/// «24 листопада» or, with a year, «24 листопада 2026 р.».
fn day_month(lang: Lang, z: &ZonedDateTime, year: bool) -> String {
    match (lang, year) {
        (Lang::Uk, false) => format!("{}{NBSP}{}", z.day(), month(&MONTHS_UK, z.month())),
        (Lang::Uk, true) => format!(
            "{}{NBSP}{} {}{NBSP}р.",
            z.day(),
            month(&MONTHS_UK, z.month()),
            z.year()
        ),
        (Lang::En, false) => format!("{}{NBSP}{}", z.day(), month(&MONTHS_EN, z.month())),
        (Lang::En, true) => format!(
            "{}{NBSP}{} {}",
            z.day(),
            month(&MONTHS_EN, z.month()),
            z.year()
        ),
    }
}

/// A day that is known as such: «24 листопада 2026 р.»
pub fn day(lang: Lang, day: Date) -> String {
    date(lang, start_of_day(day).unwrap_or(Millis(0)))
}

/// The same at the end of a sentence, whose full stop the Ukrainian date brings along.
pub fn last_words(date: &str) -> &str {
    date.trim_end_matches('.')
}

/// «24 листопада 2026 р.»
pub fn date(lang: Lang, at: Millis) -> String {
    day_month(lang, &kyiv(at), true)
}

/// «24 листопада», with the year only where it is not the year of `now`.
pub fn short_date(lang: Lang, at: Millis, now: Millis) -> String {
    let z = kyiv(at);
    day_month(lang, &z, z.year() != kyiv(now).year())
}

/// «24 листопада 2026 р. о 14:05»; `24 November 2026 at 14:05`. Eleven begins with a vowel: «об 11:30».
pub fn moment(lang: Lang, at: Millis) -> String {
    at_time(lang, &kyiv(at), true)
}

/// «24 листопада о 14:05», with the year only where it is not the year of `now`.
pub fn moment_this_year(lang: Lang, at: Millis, now: Millis) -> String {
    let z = kyiv(at);
    let year = z.year() != kyiv(now).year();
    at_time(lang, &z, year)
}

fn at_time(lang: Lang, z: &ZonedDateTime, year: bool) -> String {
    let preposition = match (lang, z.hour()) {
        (Lang::En, _) => "at",
        (Lang::Uk, 11) => "об",
        (Lang::Uk, _) => "о",
    };
    format!(
        "{} {preposition}{NBSP}{}",
        day_month(lang, z, year),
        clock(lang, z)
    )
}

/// «25 листопада, 20:00», with the year only where it is not the year of `now`: for «До …».
pub fn short_moment(lang: Lang, at: Millis, now: Millis) -> String {
    let z = kyiv(at);
    format!(
        "{}, {}",
        day_month(lang, &z, z.year() != kyiv(now).year()),
        clock(lang, &z)
    )
}

/// «сьогодні о 14:05» on the day of `now`, and else like [`moment_this_year`].
pub fn moment_or_today(lang: Lang, at: Millis, now: Millis) -> String {
    let z = kyiv(at);
    if z.date() != kyiv(now).date() {
        return moment_this_year(lang, at, now);
    }
    match lang {
        Lang::Uk if z.hour() == 11 => format!("сьогодні об{NBSP}{}", clock(lang, &z)),
        Lang::Uk => format!("сьогодні о{NBSP}{}", clock(lang, &z)),
        Lang::En => format!("today at{NBSP}{}", clock(lang, &z)),
    }
}

/// «сьогодні до 14:05» on the day of `now`, and else «до 25 листопада, 20:00»: when something ends, with its preposition.
pub fn until(lang: Lang, at: Millis, now: Millis) -> String {
    let z = kyiv(at);
    let today = z.date() == kyiv(now).date();
    match (lang, today) {
        (Lang::Uk, true) => format!("сьогодні до{NBSP}{}", clock(lang, &z)),
        (Lang::Uk, false) => format!("до{NBSP}{}", short_moment(lang, at, now)),
        (Lang::En, true) => format!("until {} today", clock(lang, &z)),
        (Lang::En, false) => format!("until {}", short_moment(lang, at, now)),
    }
}

/// «13–27 листопада 2026 р.», «13 листопада – 2 грудня 2026 р.», «20 грудня 2026 р. – 5 січня 2027 р.»; one day is itself.
pub fn range(lang: Lang, from: Millis, to: Millis) -> String {
    let (a, b) = (kyiv(from), kyiv(to));
    if a.date() == b.date() {
        return day_month(lang, &b, true);
    }
    if (a.year(), a.month()) == (b.year(), b.month()) {
        return format!("{}–{}", a.day(), day_month(lang, &b, true));
    }
    format!(
        "{}{NBSP}– {}",
        day_month(lang, &a, a.year() != b.year()),
        day_month(lang, &b, true)
    )
}

/// The heading of a month in a list: «листопад 2026 р.»; `November 2026`.
pub fn month_heading(lang: Lang, at: Millis) -> String {
    let z = kyiv(at);
    match lang {
        Lang::Uk => format!(
            "{} {}{NBSP}р.",
            month(&MONTH_HEADINGS_UK, z.month()),
            z.year()
        ),
        Lang::En => format!("{} {}", month(&MONTHS_EN, z.month()), z.year()),
    }
}

/// «Вівторок, 24 листопада»: the staff desk's heading.
pub fn weekday_and_date(lang: Lang, at: Millis) -> String {
    let z = kyiv(at);
    let day = match (lang, z.weekday()) {
        (Lang::Uk, Weekday::Monday) => "Понеділок",
        (Lang::Uk, Weekday::Tuesday) => "Вівторок",
        (Lang::Uk, Weekday::Wednesday) => "Середа",
        (Lang::Uk, Weekday::Thursday) => "Четвер",
        (Lang::Uk, Weekday::Friday) => "П’ятниця",
        (Lang::Uk, Weekday::Saturday) => "Субота",
        (Lang::Uk, Weekday::Sunday) => "Неділя",
        (Lang::En, Weekday::Monday) => "Monday",
        (Lang::En, Weekday::Tuesday) => "Tuesday",
        (Lang::En, Weekday::Wednesday) => "Wednesday",
        (Lang::En, Weekday::Thursday) => "Thursday",
        (Lang::En, Weekday::Friday) => "Friday",
        (Lang::En, Weekday::Saturday) => "Saturday",
        (Lang::En, Weekday::Sunday) => "Sunday",
    };
    format!("{day}, {}", day_month(lang, &z, false))
}

/// The value of `<time datetime>`: `2026-11-24T14:05+02:00`, with the offset of that very moment.
pub fn iso(at: Millis) -> String {
    kyiv(at).strftime("%Y-%m-%dT%H:%M%:z").to_string()
}

/// The value of an `<input type="datetime-local">`: `2026-11-24T14:05`, Kyiv time.
pub fn to_local_input(at: Millis) -> String {
    kyiv(at).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// Reads what such an input sends (`2026-11-24T14:05`; seconds and a blank for the `T` are taken too) as Kyiv time.
///
/// When clocks go forward, the hour that does not exist means the same time after the jump: 03:30 is 04:30 summer time.
/// When they go back, the hour that comes twice means its first coming (summer time), so that a poll opens no later than
/// its author may have meant. `None` for anything that is no date and time.
pub fn parse_local_input(text: &str) -> Option<Millis> {
    let text = text.trim();
    let plain = text.len() >= 16
        && text.len() <= 19
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b':' | b'T' | b' '));
    if !plain {
        return None;
    }
    let local: DateTime = text.parse().ok()?;
    let zoned = KYIV.to_ambiguous_zoned_datetime(local).compatible().ok()?;
    Some(Millis(zoned.timestamp().as_millisecond()))
}

/// Whether a local time comes twice or never, so that a form can say how it was understood.
pub fn is_doubtful(text: &str) -> bool {
    let local: Option<DateTime> = text.trim().parse().ok();
    local.is_some_and(|l| {
        !matches!(
            KYIV.to_ambiguous_timestamp(l).offset(),
            AmbiguousOffset::Unambiguous { .. }
        )
    })
}
