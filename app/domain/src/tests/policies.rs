//! What a regulation says about days.

use crate::{
    kyiv,
    policy::Policy,
    time::{DAY, Date, Millis},
};
use proptest::prelude::*;

/// One hour, in milliseconds: what a change of the clocks may add or take.
const HOUR: i64 = 3_600_000;

/// A UTC instant written as RFC 3339.
fn at(utc: &str) -> Millis {
    Millis(utc.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

fn after(link_key_days: i16) -> Policy {
    Policy {
        link_key_days,
        ..Policy::default()
    }
}

#[test]
fn a_link_key_is_destroyed_at_the_first_moment_of_its_day_also_when_the_clocks_change() {
    for (closes, days, due) in [
        // Within one season: 13 November, 18:00 in Kyiv.
        ("2026-11-13T16:00:00Z", 30, "2026-12-12T22:00:00Z"),
        // 23:30 and 00:30 in Kyiv are two days, though both are the 24th in UTC.
        ("2026-11-24T21:30:00Z", 1, "2026-11-24T22:00:00Z"),
        ("2026-11-24T22:30:00Z", 1, "2026-11-25T22:00:00Z"),
        // Clocks go forward at three on 28 March 2027: its first moment is still winter time, the next day's is summer's.
        ("2027-02-26T16:00:00Z", 30, "2027-03-27T22:00:00Z"),
        ("2027-02-26T16:00:00Z", 31, "2027-03-28T21:00:00Z"),
        // A close on that very day, before and after the change.
        ("2027-03-28T00:30:00Z", 1, "2027-03-28T21:00:00Z"),
        ("2027-03-28T15:00:00Z", 1, "2027-03-28T21:00:00Z"),
        // Clocks go back at four on 31 October 2027.
        ("2027-10-01T15:00:00Z", 30, "2027-10-30T21:00:00Z"),
        ("2027-10-01T15:00:00Z", 31, "2027-10-31T22:00:00Z"),
        // The hour that comes twice, both times.
        ("2027-10-31T00:30:00Z", 1, "2027-10-31T22:00:00Z"),
        ("2027-10-31T01:30:00Z", 1, "2027-10-31T22:00:00Z"),
    ] {
        let destroyed = after(days).link_key_destroyed_at(at(closes));
        assert_eq!(destroyed, at(due), "{days} days after {closes}");
    }
}

#[test]
fn a_link_key_is_never_due_before_the_close() {
    let closes = at("2026-11-13T16:00:00Z");
    for days in [0, -1, i16::MIN] {
        assert_eq!(after(days).link_key_destroyed_at(closes), closes, "{days}");
    }
}

#[test]
fn beyond_the_calendar_a_link_key_is_due_at_the_close() {
    let closes = at("9999-12-20T10:00:00Z");
    let last = Date::new(9999, 12, 20).unwrap();
    assert_eq!(Policy::default().link_key_destroyed_on(last), None);
    assert_eq!(Policy::default().link_key_destroyed_at(closes), closes);
    for end in [Millis(i64::MAX), Millis(i64::MIN)] {
        assert!(Policy::default().link_key_destroyed_at(end) >= end);
    }
}

#[test]
fn a_policy_that_is_older_than_the_day_of_destruction_reads_with_thirty_days() {
    let old: Policy = serde_json::from_str(r#"{"response_days":20}"#).unwrap();
    assert_eq!((old.response_days, old.link_key_days), (20, 30));
}

#[test]
fn an_extract_is_old_when_the_days_of_the_policy_are_over() {
    let taken_on = Date::new(2025, 11, 28).unwrap();
    let policy = Policy::default();
    for (days, is_old) in [(0, false), (365, false), (366, true), (5_000, true)] {
        let today = taken_on.plus_days(days).unwrap();
        assert_eq!(policy.is_old_extract(taken_on, today), is_old, "{days}");
    }
    // A clock that is behind, and the end of the calendar.
    assert!(!policy.is_old_extract(taken_on, taken_on.plus_days(-9).unwrap()));
    let last = Date::new(9999, 12, 31).unwrap();
    assert!(!policy.is_old_extract(last, last));
}

#[test]
fn a_confirmation_counts_for_the_years_of_the_policy_and_for_one_at_least() {
    let until = |confirmation_years, today: &str| {
        let policy = Policy {
            confirmation_years,
            ..Policy::default()
        };
        policy.confirmed_until(today.parse().unwrap()).to_string()
    };
    assert_eq!(until(3, "2026-11-28"), "2029-11-28");
    assert_eq!(until(3, "2028-02-29"), "2031-02-28");
    for none in [1, 0, -4] {
        assert_eq!(until(none, "2026-11-28"), "2027-11-28");
    }
    let old: Policy = serde_json::from_str(r#"{"response_days":20}"#).unwrap();
    assert_eq!((old.confirmation_years, old.register_days), (3, 365));
}

proptest! {
    /// Closes from 2000 to 2100.
    #[test]
    fn the_day_of_destruction_is_counted_by_the_calendar(
        closes in (946_684_800_000i64..4_102_444_800_000).prop_map(Millis),
        days in 1..400i16,
    ) {
        let policy = after(days);
        let due = policy.link_key_destroyed_at(closes);
        let day = kyiv::date_at(closes).plus_days(i32::from(days));
        prop_assert_eq!(policy.link_key_destroyed_on(kyiv::date_at(closes)), day);
        prop_assert_eq!(Some(kyiv::date_at(due)), day);
        prop_assert!(Some(kyiv::date_at(due.plus(-1))) < day, "not its first moment");
        let (least, most) = (i64::from(days - 1) * DAY - HOUR, i64::from(days) * DAY + HOUR);
        prop_assert!((least..=most).contains(&due.since(closes)));
    }

    #[test]
    fn more_days_never_mean_an_earlier_destruction(
        closes in (946_684_800_000i64..4_102_444_800_000).prop_map(Millis),
        days in any::<i16>(),
    ) {
        let [one, two] = [days, days.saturating_add(1)].map(|days| after(days).link_key_destroyed_at(closes));
        prop_assert!(closes <= one && one <= two);
    }
}
