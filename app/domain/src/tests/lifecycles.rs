//! The life of a poll: what may follow what, and what time does by itself.

use super::strategies::{NOW, good_content};
use crate::{
    correction::{CorrectionProblem, LONGEST_REASON, PublicReason, check_reason},
    lang::{Bilingual, Lang},
    lifecycle::{Command, Event, Refusal, State, Step, apply, catch_up, next_due},
    policy::Policy,
    poll::{CheckedContent, DraftRules, Term, check_publishable},
    time::{DAY, Millis},
};
use proptest::{collection::vec, prelude::*};

fn checked(opens_at: Option<Millis>) -> CheckedContent {
    let policy = Policy::default();
    let rules = DraftRules {
        policy: &policy,
        territory_prefix: None,
        known_settlements: None,
        known_districts: None,
        known_organisations: None,
    };
    let mut content = good_content();
    content.opens_at = opens_at;
    content.closes_at = Some(opens_at.unwrap_or(NOW).plus(14 * DAY));
    check_publishable(&content, rules, NOW).unwrap()
}

fn step(state: State, events: &[Event]) -> Step {
    Step {
        state,
        events: events.to_vec(),
    }
}

#[test]
fn a_poll_for_later_waits_and_one_for_now_opens_at_once() {
    let later = checked(Some(NOW.plus(DAY)));
    assert_eq!(
        apply(State::Draft, Command::Publish(&later), NOW),
        Ok(step(State::Scheduled, &[Event::Published]))
    );
    let at_once = step(State::Open, &[Event::Published, Event::Opened]);
    assert_eq!(
        apply(State::Draft, Command::Publish(&checked(None)), NOW),
        Ok(at_once.clone())
    );
    assert_eq!(
        apply(State::Draft, Command::Publish(&later), NOW.plus(DAY)),
        Ok(at_once)
    );
}

#[test]
fn content_checked_too_long_ago_is_not_published() {
    let content = checked(None);
    let end = content.term().closes_at;
    assert_eq!(
        apply(State::Draft, Command::Publish(&content), end),
        Err(Refusal::TermIsOver)
    );
}

#[test]
fn a_poll_opens_and_closes_on_the_millisecond() {
    let term = Term {
        opens_at: NOW,
        closes_at: NOW.plus(DAY),
    };
    let open = |now| apply(State::Scheduled, Command::OpenByTime(term), now);
    let close = |now| apply(State::Open, Command::CloseByTime(term), now);
    assert_eq!(open(NOW.plus(-1)), Err(Refusal::NotDue { due: NOW }));
    assert_eq!(open(NOW), Ok(step(State::Open, &[Event::Opened])));
    assert_eq!(
        close(NOW.plus(DAY - 1)),
        Err(Refusal::NotDue { due: NOW.plus(DAY) })
    );
    assert_eq!(
        close(NOW.plus(DAY)),
        Ok(step(State::Closed, &[Event::Closed]))
    );
}

#[test]
fn commands_out_of_place_are_refused() {
    let content = checked(None);
    let term = content.term();
    let late = term.closes_at.plus(1);
    for state in [State::Scheduled, State::Open, State::Closed] {
        assert_eq!(
            apply(state, Command::Publish(&content), NOW),
            Err(Refusal::WrongState(state))
        );
    }
    for state in [State::Draft, State::Open, State::Closed] {
        assert_eq!(
            apply(state, Command::OpenByTime(term), late),
            Err(Refusal::WrongState(state))
        );
    }
    for state in [State::Draft, State::Scheduled, State::Closed] {
        assert_eq!(
            apply(state, Command::CloseByTime(term), late),
            Err(Refusal::WrongState(state))
        );
    }
}

#[test]
fn downtime_over_the_whole_term_opens_and_closes_in_order() {
    let term = Term {
        opens_at: NOW,
        closes_at: NOW.plus(DAY),
    };
    let both = step(State::Closed, &[Event::Opened, Event::Closed]);
    assert_eq!(catch_up(State::Scheduled, term, NOW.plus(2 * DAY)), both);
    assert_eq!(
        catch_up(State::Scheduled, term, NOW.plus(-1)),
        step(State::Scheduled, &[])
    );
}

#[test]
fn the_jobs_know_what_is_due_next() {
    let term = Term {
        opens_at: NOW,
        closes_at: NOW.plus(DAY),
    };
    assert_eq!(next_due(State::Draft, term), None);
    assert_eq!(next_due(State::Scheduled, term), Some(term.opens_at));
    assert_eq!(next_due(State::Open, term), Some(term.closes_at));
    assert_eq!(next_due(State::Closed, term), None);
}

fn reason() -> PublicReason {
    check_reason(&Bilingual::new(" Ініціатор передумав. ", "")).unwrap()
}

#[test]
fn an_open_poll_is_closed_early_while_its_term_runs_and_at_no_other_time() {
    let term = Term {
        opens_at: NOW,
        closes_at: NOW.plus(DAY),
    };
    let reason = reason();
    let close = |state, now| apply(state, Command::CloseEarly(&reason, term), now);
    let running = NOW.plus(1);
    assert_eq!(close(State::Open, running), Ok(step(State::Open, &[])));
    // The clock may be ahead of the stored state.
    let opened = step(State::Open, &[Event::Opened]);
    assert_eq!(close(State::Scheduled, running), Ok(opened));
    for state in [State::Scheduled, State::Open] {
        assert_eq!(close(state, NOW), Err(Refusal::NotDue { due: NOW }));
        assert_eq!(close(state, term.closes_at), Err(Refusal::TermIsOver));
    }
    for state in [State::Draft, State::Closed] {
        assert_eq!(close(state, running), Err(Refusal::WrongState(state)));
    }
    // Its term ended, so that time closes it.
    let ended = Term {
        closes_at: running,
        ..term
    };
    assert_eq!(
        apply(State::Open, Command::CloseByTime(ended), running),
        Ok(step(State::Closed, &[Event::Closed]))
    );
}

#[test]
fn a_public_reason_is_needed_in_ukrainian_and_has_an_end() {
    assert_eq!(reason().text(), &Bilingual::new("Ініціатор передумав.", ""));
    let long = "ї".repeat(LONGEST_REASON + 1);
    for (uk, en, wrong) in [
        ("", "Why", vec![(Lang::Uk, CorrectionProblem::Missing)]),
        (
            " \u{200b}",
            "",
            vec![(Lang::Uk, CorrectionProblem::Missing)],
        ),
        (
            &long,
            "",
            vec![(Lang::Uk, CorrectionProblem::TooLong(LONGEST_REASON))],
        ),
        (
            "Так",
            &long,
            vec![(Lang::En, CorrectionProblem::TooLong(LONGEST_REASON))],
        ),
        (
            "a\u{202e}b",
            "",
            vec![(Lang::Uk, CorrectionProblem::BadCharacters)],
        ),
    ] {
        assert_eq!(
            check_reason(&Bilingual::new(uk, en)),
            Err(wrong),
            "{uk:?}, {en:?}"
        );
    }
}

fn order(state: State) -> usize {
    State::ALL.iter().position(|s| *s == state).unwrap()
}

proptest! {
    #[test]
    fn nothing_but_publishing_leaves_the_draft(times in vec(any::<i64>(), 1..8), opens in any::<i64>(), closes in any::<i64>()) {
        let term = Term { opens_at: Millis(opens), closes_at: Millis(closes) };
        for now in times.into_iter().map(Millis) {
            let reason = reason();
            for command in [Command::OpenByTime(term), Command::CloseByTime(term), Command::CloseEarly(&reason, term)] {
                prop_assert!(apply(State::Draft, command, now).is_err());
            }
            prop_assert_eq!(catch_up(State::Draft, term, now), Step { state: State::Draft, events: vec![] });
        }
    }

    #[test]
    fn a_poll_only_goes_forward_and_never_skips_a_state(
        from in 0..4usize, commands in vec((0..4usize, -20..20i64), 0..12),
    ) {
        let content = checked(Some(NOW.plus(DAY)));
        let term = content.term();
        let reason = reason();
        let mut state = State::ALL[from];
        for (which, days) in commands {
            let command = [
                Command::Publish(&content),
                Command::OpenByTime(term),
                Command::CloseByTime(term),
                Command::CloseEarly(&reason, term),
            ][which];
            let Ok(step) = apply(state, command, NOW.plus(days * DAY)) else { continue };
            // Ending the term of what is open leaves it to be closed by time.
            prop_assert!(order(step.state) > order(state) || (which == 3 && step.state == State::Open && state == State::Open));
            prop_assert_eq!(step.events.len(), order(step.state) - order(state), "an event for each state entered");
            prop_assert!(state != State::Draft || which == 0);
            state = step.state;
        }
    }

    #[test]
    fn catching_up_often_or_once_ends_the_same(from in 0..4usize, mut days in vec(-30..30i64, 1..6), length in 1..20i64) {
        let term = Term { opens_at: NOW, closes_at: NOW.plus(length * DAY) };
        days.sort_unstable();
        let start = State::ALL[from];
        let mut slowly = step(start, &[]);
        for day in &days {
            let next = catch_up(slowly.state, term, NOW.plus(day * DAY));
            slowly.state = next.state;
            slowly.events.extend(next.events);
        }
        prop_assert_eq!(slowly, catch_up(start, term, NOW.plus(days[days.len() - 1] * DAY)));
    }
}
