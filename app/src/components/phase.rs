//! Where a poll stands at the moment of a visit, and the tag that says so. The clock may be ahead of the stored state by the
//! seconds that opening and counting take.

use super::{Icon, Symbol};
use crate::i18n::{Lang, dates, format, polls};
use domain::{lifecycle::State, poll::Poll, time::Millis};
use leptos::prelude::*;

/// What a visitor meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Draft,
    /// Published, not open yet.
    Scheduled,
    /// Answers are taken.
    Open,
    /// The term is over, the protocol is not there yet.
    Counting,
    /// Counted: the result is public.
    Closed,
}

impl Phase {
    /// From the stored state and the clock. Whether a ballot counts is never decided here but by the ballot box.
    pub fn of(state: State, closes_at: Option<Millis>, now: Millis) -> Self {
        match state {
            State::Draft => Self::Draft,
            State::Closed => Self::Closed,
            State::Open | State::Scheduled if closes_at.is_some_and(|closes| now >= closes) => {
                Self::Counting
            }
            State::Scheduled => Self::Scheduled,
            State::Open => Self::Open,
        }
    }

    /// The phase of a whole poll.
    pub fn of_poll(poll: &Poll, now: Millis) -> Self {
        Self::of(poll.state, poll.content.closes_at, now)
    }
}

/// The tag of a poll's phase: the time left while it is open, the time to come before.
#[component]
pub fn PhaseTag(
    lang: Lang,
    phase: Phase,
    opens_at: Option<Millis>,
    closes_at: Option<Millis>,
    now: Millis,
) -> impl IntoView {
    let to_come = |at: Option<Millis>| at.map(|at| at.since(now)).filter(|&ms| ms > 0);
    let (class, symbol, text) = match phase {
        Phase::Draft => ("tag", Symbol::Pencil, polls::state_draft(lang).to_owned()),
        Phase::Scheduled => (
            "tag",
            Symbol::Calendar,
            opens_at.filter(|opens| *opens > now).map_or_else(
                || polls::state_scheduled(lang).to_owned(),
                |opens| polls::opens_in(lang, &dates::span_until(lang, now, opens)),
            ),
        ),
        Phase::Open => (
            "tag tag--now",
            Symbol::Clock,
            to_come(closes_at).map_or_else(
                || polls::state_open(lang).to_owned(),
                |ms| format::left(lang, ms),
            ),
        ),
        Phase::Counting => ("tag", Symbol::Clock, polls::state_counting(lang).to_owned()),
        Phase::Closed => (
            "tag tag--ok",
            Symbol::Check,
            polls::state_closed(lang).to_owned(),
        ),
    };
    view! {
        <span class=class>
            <Icon symbol />
            " "
            {text}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::said::rendered;

    const CLOSES: Option<Millis> = Some(Millis(1_000));

    #[test]
    fn from_the_second_of_closing_a_poll_is_being_counted_until_its_protocol_is_there() {
        for state in [State::Open, State::Scheduled] {
            assert_eq!(Phase::of(state, CLOSES, Millis(1_000)), Phase::Counting);
        }
        assert_eq!(Phase::of(State::Open, CLOSES, Millis(999)), Phase::Open);
        assert_eq!(Phase::of(State::Closed, CLOSES, Millis(999)), Phase::Closed);
        assert_eq!(Phase::of(State::Draft, CLOSES, Millis(5_000)), Phase::Draft);
    }

    #[test]
    fn the_tag_never_says_closed_before_the_count() {
        let html = rendered(|| {
            view! {
            <PhaseTag lang=Lang::Uk phase=Phase::Counting opens_at=None closes_at=CLOSES now=Millis(2_000) />
        }.into_any()
        });
        assert!(html.contains(polls::state_counting(Lang::Uk)), "{html}");
        assert!(!html.contains("tag--ok"), "{html}");
    }
}
