//! Dates in words, and Kyiv time through both changes of the clocks.

use super::{Lang, dates::*};
use domain::time::{Date, Millis};

/// A UTC instant written as RFC 3339.
fn at(utc: &str) -> Millis {
    let instant: jiff::Timestamp = utc.parse().unwrap_or_default();
    assert_ne!(instant, jiff::Timestamp::UNIX_EPOCH, "{utc} is no instant");
    Millis(instant.as_millisecond())
}

fn plain(text: String) -> String {
    text.replace('\u{a0}', " ")
}

#[test]
fn a_moment_is_said_in_kyiv_time() {
    let t = at("2026-11-24T12:05:00Z");
    assert_eq!(plain(moment(Lang::Uk, t)), "24 листопада 2026 р. о 14:05");
    assert_eq!(plain(moment(Lang::En, t)), "24 November 2026 at 14:05");
    assert_eq!(
        moment(Lang::Uk, t),
        "24\u{a0}листопада 2026\u{a0}р. о\u{a0}14:05"
    );
    assert_eq!(
        plain(moment(Lang::Uk, at("2026-07-01T08:30:00Z"))),
        "1 липня 2026 р. об 11:30"
    );
    assert_eq!(
        plain(moment(Lang::Uk, at("2026-11-24T07:04:00Z"))),
        "24 листопада 2026 р. о 9:04"
    );
}

#[test]
fn the_year_is_left_out_only_within_the_year() {
    let now = at("2026-11-24T12:05:00Z");
    assert_eq!(
        plain(short_moment(Lang::Uk, at("2026-11-25T18:00:00Z"), now)),
        "25 листопада, 20:00"
    );
    assert_eq!(
        plain(short_moment(Lang::Uk, at("2027-01-12T16:00:00Z"), now)),
        "12 січня 2027 р., 18:00"
    );
    assert_eq!(
        plain(short_date(Lang::En, at("2026-11-25T18:00:00Z"), now)),
        "25 November"
    );
    assert_eq!(
        plain(moment_this_year(Lang::Uk, at("2026-11-25T18:00:00Z"), now)),
        "25 листопада о 20:00"
    );
    assert_eq!(
        plain(moment_or_today(Lang::Uk, now, now)),
        "сьогодні о 14:05"
    );
    assert_eq!(
        plain(moment_or_today(Lang::En, at("2026-11-25T18:00:00Z"), now)),
        "25 November at 20:00"
    );
    assert_eq!(plain(until(Lang::Uk, now, now)), "сьогодні до 14:05");
    assert_eq!(plain(until(Lang::En, now, now)), "until 14:05 today");
    let later = at("2026-11-25T18:00:00Z");
    assert_eq!(plain(until(Lang::Uk, later, now)), "до 25 листопада, 20:00");
    assert_eq!(
        plain(until(Lang::En, later, now)),
        "until 25 November, 20:00"
    );
}

#[test]
fn a_range_says_month_and_year_once() {
    let r = |a, b| plain(range(Lang::Uk, at(a), at(b)));
    assert_eq!(
        r("2026-11-13T07:00:00Z", "2026-11-27T16:00:00Z"),
        "13–27 листопада 2026 р."
    );
    assert_eq!(
        r("2026-11-13T07:00:00Z", "2026-12-02T16:00:00Z"),
        "13 листопада – 2 грудня 2026 р."
    );
    assert_eq!(
        r("2026-12-20T07:00:00Z", "2027-01-05T16:00:00Z"),
        "20 грудня 2026 р. – 5 січня 2027 р."
    );
    assert_eq!(
        r("2026-11-13T07:00:00Z", "2026-11-13T16:00:00Z"),
        "13 листопада 2026 р."
    );
    assert_eq!(
        plain(range(
            Lang::En,
            at("2026-11-13T07:00:00Z"),
            at("2026-12-02T16:00:00Z")
        )),
        "13 November – 2 December 2026"
    );
}

#[test]
fn headings_name_month_and_weekday() {
    let t = at("2026-11-24T12:05:00Z");
    assert_eq!(plain(month_heading(Lang::Uk, t)), "листопад 2026 р.");
    assert_eq!(month_heading(Lang::En, t), "November 2026");
    assert_eq!(
        plain(weekday_and_date(Lang::Uk, t)),
        "Вівторок, 24 листопада"
    );
    assert_eq!(plain(date(Lang::Uk, t)), "24 листопада 2026 р.");
}

#[test]
fn the_machine_value_carries_the_offset_of_its_season() {
    assert_eq!(iso(at("2026-11-24T12:05:00Z")), "2026-11-24T14:05+02:00");
    assert_eq!(iso(at("2026-07-24T12:05:00Z")), "2026-07-24T15:05+03:00");
}

#[test]
fn the_day_in_kyiv_begins_before_the_day_in_utc() {
    assert_eq!(
        Some(today(at("2026-11-23T22:30:00Z"))),
        Date::new(2026, 11, 24)
    );
    assert_eq!(
        Some(today(at("2026-11-23T21:59:59Z"))),
        Date::new(2026, 11, 23)
    );
    assert_eq!(
        next_midnight(at("2026-11-24T12:00:00Z")),
        at("2026-11-24T22:00:00Z")
    );
    assert_eq!(
        start_of_day(Date::new(2026, 11, 24).unwrap()),
        Some(at("2026-11-23T22:00:00Z"))
    );
}

#[test]
fn a_form_value_comes_back_as_it_was_sent() {
    for text in ["2026-11-24T14:05", "2026-07-01T00:00", "2028-02-29T23:59"] {
        assert_eq!(to_local_input(parse_local_input(text).unwrap()), text);
    }
    assert_eq!(
        parse_local_input("2026-11-24T14:05"),
        Some(at("2026-11-24T12:05:00Z"))
    );
    assert_eq!(
        parse_local_input(" 2026-11-24 14:05:30 "),
        Some(at("2026-11-24T12:05:30Z"))
    );
}

#[test]
fn what_is_no_local_time_is_refused() {
    for text in [
        "",
        "завтра",
        "2026-11-24",
        "2026-11-24T25:00",
        "2026-02-29T10:00",
        "2026-13-01T10:00",
        "2026-11-24T14:05Z",
        "2026-11-24T14:05+02:00",
        "2026-11-24T14:05\0",
        "99999-01-01T00:00",
        "2026-11-24T14:05[Europe/Kyiv]",
        "2026-11-24T14:05:00.000000001",
        "----------------",
        "                ",
    ] {
        assert_eq!(parse_local_input(text), None, "{text:?}");
    }
}

#[test]
fn when_clocks_go_forward_the_missing_hour_moves_on() {
    // 28.03.2027: 02:59:59 EET is followed by 04:00:00 EEST.
    assert_eq!(
        parse_local_input("2027-03-28T02:59"),
        Some(at("2027-03-28T00:59:00Z"))
    );
    assert_eq!(
        parse_local_input("2027-03-28T03:30"),
        Some(at("2027-03-28T01:30:00Z"))
    );
    assert_eq!(
        to_local_input(at("2027-03-28T01:30:00Z")),
        "2027-03-28T04:30"
    );
    assert_eq!(
        parse_local_input("2027-03-28T04:00"),
        Some(at("2027-03-28T01:00:00Z"))
    );
    assert!(is_doubtful("2027-03-28T03:30") && !is_doubtful("2027-03-28T04:00"));
}

#[test]
fn when_clocks_go_back_the_first_of_the_two_hours_is_meant() {
    // 31.10.2027: 03:59:59 EEST is followed by 03:00:00 EET.
    assert_eq!(
        parse_local_input("2027-10-31T03:30"),
        Some(at("2027-10-31T00:30:00Z"))
    );
    assert_eq!(
        parse_local_input("2027-10-31T04:00"),
        Some(at("2027-10-31T02:00:00Z"))
    );
    assert_eq!(iso(at("2027-10-31T00:30:00Z")), "2027-10-31T03:30+03:00");
    assert_eq!(iso(at("2027-10-31T01:30:00Z")), "2027-10-31T03:30+02:00");
    assert!(is_doubtful("2027-10-31T03:30") && !is_doubtful("2027-10-31T04:00"));
    assert_eq!(
        next_midnight(at("2027-10-31T10:00:00Z")),
        at("2027-10-31T22:00:00Z")
    );
}

#[test]
fn the_zone_is_the_bundled_one_and_no_instant_panics() {
    // Moscow summer time of 1985 is history that the fallback rule lacks.
    assert_eq!(iso(at("1985-07-01T00:00:00Z")), "1985-07-01T04:00+04:00");
    for extreme in [i64::MIN, -1, 0, i64::MAX] {
        let _ = (
            moment(Lang::Uk, Millis(extreme)),
            today(Millis(extreme)),
            next_midnight(Millis(extreme)),
        );
    }
}
