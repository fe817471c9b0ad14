//! What the desk points at, and its calendar.

use crate::{
    desk::{DeskPoll, Matter, attention, week},
    ids::PersonId,
    lifecycle::State,
    time::{DAY, Date, MINUTE, Millis},
};

const HOUR: i64 = 60 * MINUTE;

/// 24 November 2026, 14:05 in Kyiv.
fn now() -> Millis {
    let midnight = crate::kyiv::start_of_day(Date::new(2026, 11, 24).unwrap()).unwrap();
    midnight.plus(14 * HOUR + 5 * MINUTE)
}

fn me() -> PersonId {
    PersonId::from_random([1; 16])
}

/// A poll in this state that opens and closes at these distances from now.
fn poll(state: State, opens: Option<i64>, closes: Option<i64>) -> DeskPoll {
    DeskPoll {
        state,
        opens_at: opens.map(|ms| now().plus(ms)),
        closes_at: closes.map(|ms| now().plus(ms)),
        closed_at: None,
        author: None,
    }
}

fn matter(poll: DeskPoll) -> Option<Matter> {
    attention(&[poll], me(), now())
        .into_iter()
        .next()
        .map(|(_, matter)| matter)
}

#[test]
fn a_draft_needs_somebody_when_its_term_comes_near_or_is_over() {
    let draft = |opens, closes| matter(poll(State::Draft, opens, closes));
    let at = |ms| now().plus(ms);
    assert_eq!(draft(None, None), None);
    assert_eq!(draft(Some(DAY + 1), Some(9 * DAY)), None);
    assert_eq!(
        draft(Some(DAY), None),
        Some(Matter::DraftDue { opens: at(DAY) })
    );
    assert_eq!(
        draft(Some(1), None),
        Some(Matter::DraftDue { opens: at(1) })
    );
    assert_eq!(
        draft(Some(0), Some(1)),
        Some(Matter::DraftLate { opens: at(0) })
    );
    assert_eq!(
        draft(Some(-DAY), Some(0)),
        Some(Matter::TermOver { closes: at(0) })
    );
}

#[test]
fn of_drafts_without_a_near_term_only_ones_own_wait() {
    let of = |author| {
        matter(DeskPoll {
            author,
            ..poll(State::Draft, Some(3 * DAY), Some(9 * DAY))
        })
    };
    assert_eq!(of(Some(me())), Some(Matter::OwnDraft));
    assert_eq!(of(Some(PersonId::from_random([2; 16]))), None);
    assert_eq!(of(None), None);
}

#[test]
fn an_open_poll_needs_somebody_on_its_last_day_by_kyivs_clock() {
    let open = |closes| matter(poll(State::Open, Some(-DAY), Some(closes)));
    let midnight = 9 * HOUR + 55 * MINUTE;
    let closes = now().plus(midnight - 1);
    assert_eq!(open(midnight - 1), Some(Matter::ClosesToday { closes }));
    assert_eq!(open(midnight), None);
    // Counting takes seconds: it is nobody's matter at once, and somebody's after five minutes.
    assert_eq!(open(0), None);
    assert_eq!(open(-5 * MINUTE), None);
    let closes = now().plus(-5 * MINUTE - 1);
    assert_eq!(open(-5 * MINUTE - 1), Some(Matter::CountOverdue { closes }));
    let never_opened = poll(State::Scheduled, Some(-DAY), Some(-HOUR));
    assert!(matches!(
        matter(never_opened),
        Some(Matter::CountOverdue { .. })
    ));
}

#[test]
fn what_opens_and_what_was_counted_within_a_day_is_worth_a_look() {
    let opens = now().plus(DAY);
    assert_eq!(
        matter(poll(State::Scheduled, Some(DAY), Some(9 * DAY))),
        Some(Matter::OpensSoon { opens })
    );
    assert_eq!(
        matter(poll(State::Scheduled, Some(DAY + 1), Some(9 * DAY))),
        None
    );
    let closed = |ago: i64| {
        matter(DeskPoll {
            closed_at: Some(now().plus(-ago)),
            ..poll(State::Closed, Some(-9 * DAY), Some(-ago))
        })
    };
    assert!(matches!(closed(DAY - 1), Some(Matter::ResultIsOut { .. })));
    assert_eq!(closed(DAY), None);
}

#[test]
fn the_most_urgent_stands_first_and_each_poll_once() {
    let own = DeskPoll {
        author: Some(me()),
        ..poll(State::Draft, None, None)
    };
    let polls = [
        own,
        poll(State::Scheduled, Some(HOUR), Some(HOUR * 2)),
        poll(State::Open, Some(-DAY), Some(2 * HOUR)),
        poll(State::Open, Some(-DAY), Some(HOUR)),
        poll(State::Open, Some(-DAY), Some(-HOUR)),
        // Its own draft, and late: told as late.
        DeskPoll {
            author: Some(me()),
            ..poll(State::Draft, Some(-HOUR), None)
        },
    ];
    let places: Vec<usize> = attention(&polls, me(), now())
        .into_iter()
        .map(|(at, _)| at)
        .collect();
    assert_eq!(places, [4, 5, 3, 2, 1, 0]);
}

#[test]
fn the_week_has_seven_days_and_each_event_stands_on_its_own() {
    let to_midnight = 9 * HOUR + 55 * MINUTE;
    let polls = [
        poll(State::Open, Some(-DAY), Some(to_midnight - 1)),
        poll(State::Scheduled, Some(to_midnight), Some(6 * DAY)),
        // Past, far, and what does nothing by itself.
        poll(State::Open, Some(-DAY), Some(-1)),
        poll(State::Open, Some(-DAY), Some(7 * DAY)),
        poll(State::Draft, Some(HOUR), Some(2 * HOUR)),
        poll(State::Closed, Some(HOUR), Some(2 * HOUR)),
    ];
    let days = week(&polls, now());
    let told: Vec<(String, Vec<(usize, bool)>)> = days
        .iter()
        .map(|day| {
            let events = day.events.iter().map(|event| (event.poll, event.opens));
            (day.date.to_string(), events.collect::<Vec<_>>())
        })
        .filter(|(_, events)| !events.is_empty())
        .collect();
    assert_eq!(days.len(), 7);
    assert_eq!(
        told,
        [
            ("2026-11-24".to_owned(), vec![(0, false)]),
            ("2026-11-25".to_owned(), vec![(1, true)]),
            ("2026-11-30".to_owned(), vec![(1, false)]),
        ]
    );
}
