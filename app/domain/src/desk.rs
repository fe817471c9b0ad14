//! What the staff's first page tells of a community's polls: what needs somebody now, and what the coming week brings.
//! Natively only, because a day is a day in Kyiv.

use crate::{
    ids::PersonId,
    kyiv,
    lifecycle::State,
    time::{DAY, Date, MINUTE, Millis},
};

/// What the desk knows of a poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeskPoll {
    pub state: State,
    pub opens_at: Option<Millis>,
    pub closes_at: Option<Millis>,
    pub closed_at: Option<Millis>,
    /// The account that wrote it.
    pub author: Option<PersonId>,
}

/// Why a poll needs somebody, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// Its term has been over for a while and it is still not counted, which should have happened by itself.
    CountOverdue { closes: Millis },
    /// A draft whose term is over: it cannot be published before it has a new one.
    TermOver { closes: Millis },
    /// A draft that should have opened already.
    DraftLate { opens: Millis },
    /// A draft that should open within a day: it must be published before.
    DraftDue { opens: Millis },
    /// Open, and its last day is today.
    ClosesToday { closes: Millis },
    /// It opens by itself within a day: the last moment to look it through.
    OpensSoon { opens: Millis },
    /// The result has been public for less than a day.
    ResultIsOut { closed: Millis },
    /// The asker's own draft, which waits to be finished.
    OwnDraft,
}

/// How long counting may take before somebody should look: it is a matter of seconds.
const COUNTING_MS: i64 = 5 * MINUTE;

/// The polls that need `me` or anybody at the desk: their places in `polls`, the most urgent first. A poll stands in it
/// at most once, for its most urgent matter.
pub fn attention(polls: &[DeskPoll], me: PersonId, now: Millis) -> Vec<(usize, Matter)> {
    let mut found: Vec<(usize, Matter)> = polls
        .iter()
        .enumerate()
        .filter_map(|(at, poll)| Some((at, matter(poll, me, now)?)))
        .collect();
    found.sort_by_key(|(_, matter)| *matter);
    found
}

fn matter(poll: &DeskPoll, me: PersonId, now: Millis) -> Option<Matter> {
    let within_a_day = |at: &Millis| at.since(now) <= DAY;
    match poll.state {
        State::Draft => {
            if let Some(closes) = poll.closes_at.filter(|closes| *closes <= now) {
                return Some(Matter::TermOver { closes });
            }
            match poll.opens_at.filter(within_a_day) {
                Some(opens) if opens <= now => Some(Matter::DraftLate { opens }),
                Some(opens) => Some(Matter::DraftDue { opens }),
                None => (poll.author == Some(me)).then_some(Matter::OwnDraft),
            }
        }
        State::Scheduled | State::Open if poll.closes_at.is_some_and(|closes| closes <= now) => {
            let closes = poll.closes_at?;
            (now.since(closes) > COUNTING_MS).then_some(Matter::CountOverdue { closes })
        }
        State::Scheduled => {
            let opens = poll.opens_at.filter(within_a_day)?;
            Some(Matter::OpensSoon { opens })
        }
        State::Open => {
            let closes = poll.closes_at?;
            let today = kyiv::date_at(closes) == kyiv::date_at(now);
            today.then_some(Matter::ClosesToday { closes })
        }
        State::Closed => {
            let closed = poll.closed_at?;
            (now.since(closed) < DAY).then_some(Matter::ResultIsOut { closed })
        }
    }
}

/// How many days the desk looks ahead, today included.
pub const DAYS_AHEAD: i32 = 7;

/// A day of the calendar in Kyiv with what happens by itself on it, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskDay {
    pub date: Date,
    pub events: Vec<DeskEvent>,
}

/// A poll opens or closes; `poll` is its place in what was asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeskEvent {
    pub at: Millis,
    pub opens: bool,
    pub poll: usize,
}

/// The coming [`DAYS_AHEAD`] days by Kyiv's calendar, each with the published polls that open and close on it from `now` on.
/// Drafts do nothing by themselves.
pub fn week(polls: &[DeskPoll], now: Millis) -> Vec<DeskDay> {
    let mut events: Vec<DeskEvent> = polls
        .iter()
        .enumerate()
        .flat_map(|(at, poll)| coming(at, poll))
        .filter(|event| event.at >= now)
        .collect();
    events.sort_by_key(|event| event.at);
    let today = kyiv::date_at(now);
    (0..DAYS_AHEAD)
        .filter_map(|days| today.plus_days(days))
        .map(|date| DeskDay {
            date,
            events: events
                .iter()
                .copied()
                .filter(|event| kyiv::date_at(event.at) == date)
                .collect(),
        })
        .collect()
}

/// What still happens to a poll by itself.
fn coming(at: usize, poll: &DeskPoll) -> impl Iterator<Item = DeskEvent> {
    let (opens, closes) = match poll.state {
        State::Scheduled => (poll.opens_at, poll.closes_at),
        State::Open => (None, poll.closes_at),
        State::Draft | State::Closed => (None, None),
    };
    let event = move |moment: Option<Millis>, opens| {
        moment.map(|moment| DeskEvent {
            at: moment,
            opens,
            poll: at,
        })
    };
    event(opens, true).into_iter().chain(event(closes, false))
}
