//! Dates and instants.

use super::strategies::{NOW, dates};
use crate::time::{DAY, Date, MINUTE, Millis};
use proptest::prelude::*;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn known_days_have_known_numbers() {
    for (text, days) in [
        ("1970-01-01", 0),
        ("1969-12-31", -1),
        ("2000-02-29", 11_016),
        ("2000-03-01", 11_017),
        ("1899-12-31", -25_568),
        ("2026-11-24", 20_781),
        ("0001-01-01", -719_162),
        ("9999-12-31", 2_932_896),
    ] {
        assert_eq!(date(text).days_since_1970(), days, "{text}");
        assert_eq!(Date::from_days_since_1970(days), Some(date(text)), "{days}");
    }
}

#[test]
fn days_outside_the_calendar_are_no_dates() {
    for days in [i32::MIN, -719_163, 2_932_897, i32::MAX] {
        assert_eq!(Date::from_days_since_1970(days), None);
    }
    assert_eq!(date("9999-12-31").plus_days(1), None);
    assert_eq!(date("1970-01-01").plus_days(i32::MIN), None);
}

#[test]
fn only_real_dates_in_iso_form_are_read() {
    for text in [
        "2026-02-29",
        "1900-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-04-31",
        "2026-1-01",
        "26-01-01",
        "0000-01-01",
        " 2026-01-01",
        "2026/01/01",
        "2026-01-1١",
        "+026-01-01",
        "2026-01-01T00:00",
        "",
    ] {
        assert!(text.parse::<Date>().is_err(), "{text}");
    }
    assert_eq!(date("2024-02-29").to_string(), "2024-02-29");
}

#[test]
fn somebody_born_on_29_february_comes_of_age_on_1_march_in_common_years() {
    let birth = date("2012-02-29");
    assert_eq!(birth.age_on(date("2026-02-28")), 13);
    assert_eq!(birth.age_on(date("2026-03-01")), 14);
    assert_eq!(birth.age_on(date("2028-02-28")), 15);
    assert_eq!(birth.age_on(date("2028-02-29")), 16);
}

#[test]
fn a_birthday_counts_from_its_first_moment() {
    let birth = date("2012-11-24");
    assert_eq!(birth.age_on(date("2026-11-23")), 13);
    assert_eq!(birth.age_on(date("2026-11-24")), 14);
    assert_eq!(birth.age_on(birth), 0);
    assert_eq!(birth.age_on(date("2012-11-23")), -1);
}

#[test]
fn ages_of_impossible_years_do_not_overflow() {
    let [ancient, far] = [i16::MIN, i16::MAX].map(|year| Date {
        year,
        month: 1,
        day: 1,
    });
    assert_eq!(ancient.age_on(far), i16::MAX);
    assert_eq!(far.age_on(ancient), i16::MIN);
    let _ = (
        ancient.days_since_1970(),
        Date {
            year: 1,
            month: 0,
            day: 0,
        }
        .days_since_1970(),
    );
}

#[test]
fn instants_are_held_at_the_ends_of_their_range() {
    assert_eq!(Millis(i64::MAX).plus(1), Millis(i64::MAX));
    assert_eq!(Millis(i64::MIN).since(Millis(i64::MAX)), i64::MIN);
    assert_eq!(Millis(i64::MIN).to_the_minute(), Millis(i64::MIN));
    assert_eq!(NOW.plus(DAY).since(NOW), DAY);
    assert_eq!(Millis(-1).to_the_minute(), Millis(-MINUTE));
}

proptest! {
    #[test]
    fn a_date_and_its_number_are_one(days in -719_162..=2_932_896i32) {
        let date = Date::from_days_since_1970(days).unwrap();
        prop_assert_eq!(date.days_since_1970(), days);
        prop_assert_eq!(Date::new(date.year, date.month, date.day), Some(date));
    }

    #[test]
    fn the_next_day_is_the_next_date(days in -719_162..2_932_896i32) {
        let today = Date::from_days_since_1970(days).unwrap();
        let tomorrow = today.plus_days(1).unwrap();
        prop_assert!(tomorrow > today);
        prop_assert!(tomorrow.day == today.day + 1 || tomorrow.day == 1);
    }

    #[test]
    fn a_date_reads_as_it_was_written(date in dates()) {
        prop_assert_eq!(date.to_string().parse(), Ok(date));
        let json = serde_json::to_string(&date).unwrap();
        prop_assert_eq!(json.as_str(), format!("\"{date}\""));
        prop_assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), date);
    }

    #[test]
    fn reading_a_date_never_panics(text in any::<String>()) {
        if let Ok(date) = text.parse::<Date>() {
            prop_assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn nobody_grows_younger(birth in dates(), on in dates(), later in 0..40_000i32) {
        if let Some(later) = on.plus_days(later) {
            prop_assert!(birth.age_on(later) >= birth.age_on(on));
        }
    }
}
