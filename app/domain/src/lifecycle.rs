//! The life of a consultation: state + command + now → next state or a typed refusal (DESIGN §9).

use crate::{
    correction::{Correction, PublicReason},
    names::stored_names,
    poll::{CheckedContent, Term},
    time::Millis,
};
use serde::{Deserialize, Serialize};

/// The states this version reaches. Stored as snake_case text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Draft,
    /// Published; opens by itself at `opens_at`.
    Scheduled,
    Open,
    /// Counted; the machine's protocol is public.
    Closed,
}

stored_names!(State { Draft = "draft", Scheduled = "scheduled", Open = "open", Closed = "closed" });

impl State {
    /// Whether everybody may see it, and questions, options, audience and term can no longer be edited.
    pub fn is_published(self) -> bool {
        self != Self::Draft
    }
}

/// What is asked to happen. By-time commands come from the jobs, the others from people.
#[derive(Clone, Copy, Debug)]
pub enum Command<'a> {
    /// Make a draft public. Its content was checked, which is why it carries the proof.
    Publish(&'a CheckedContent),
    OpenByTime(Term),
    CloseByTime(Term),
    /// Correct the description of what is published, before its term is over. It was checked, like what is published.
    CorrectDescription(&'a Correction, Term),
    /// End an open poll's term now, for a reason that everybody reads. What was answered counts.
    CloseEarly(&'a PublicReason, Term),
}

/// What happened, for the public log and the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Published,
    Opened,
    Closed,
}

stored_names!(Event { Published = "published", Opened = "opened", Closed = "closed" });

/// The state after a command, and what happened on the way, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub state: State,
    pub events: Vec<Event>,
}

/// Why a command was not carried out. The state is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The command does not belong in this state: it is not published yet, or somebody else was quicker.
    #[error("not possible in the state {0}")]
    WrongState(State),
    /// Too early: possible from `due` on.
    #[error("not due before {due:?}")]
    NotDue { due: Millis },
    /// The term of what should be published is already over: the content was checked too long ago.
    #[error("the term is over")]
    TermIsOver,
}

/// Carries out one command.
///
/// - *Publish*: a draft becomes scheduled; when its term has begun, it opens in the same step.
/// - *OpenByTime*: scheduled becomes open from `opens_at` on.
/// - *CorrectDescription*: what is scheduled or open stays so; the public log tells of it with its reason, and no event does.
/// - *CloseEarly*: what is open stays open until it is counted, but takes no more answers: its term ends now, and *CloseByTime*
///   follows. The public log tells of it with its reason.
/// - *CloseByTime*: open becomes closed from `closes_at` on. Whoever is still scheduled opens first, see [`catch_up`].
pub fn apply(state: State, command: Command<'_>, now: Millis) -> Result<Step, Refusal> {
    match (state, command) {
        (State::Draft, Command::Publish(content)) => {
            let term = content.term();
            if now >= term.closes_at {
                return Err(Refusal::TermIsOver);
            }
            let mut step = catch_up(State::Scheduled, term, now);
            step.events.insert(0, Event::Published);
            Ok(step)
        }
        (State::Scheduled, Command::OpenByTime(term)) => {
            when_due(now, term.opens_at, State::Open, Event::Opened)
        }
        (State::Open, Command::CloseByTime(term)) => {
            when_due(now, term.closes_at, State::Closed, Event::Closed)
        }
        (_, Command::CorrectDescription(_, term)) => {
            may_correct_description(state, term, now)?;
            Ok(Step {
                state,
                events: Vec::new(),
            })
        }
        (_, Command::CloseEarly(_, term)) => {
            may_close_early(state, term, now)?;
            Ok(Step {
                state: State::Open,
                events: match state {
                    State::Scheduled => vec![Event::Opened],
                    _ => Vec::new(),
                },
            })
        }
        (_, Command::Publish(_) | Command::OpenByTime(_) | Command::CloseByTime(_)) => {
            Err(Refusal::WrongState(state))
        }
    }
}

/// Whether the description of a consultation in this state may be corrected now: from publication until its term is over.
///
/// # Errors
/// The refusal with which [`apply`] would answer.
pub fn may_correct_description(state: State, term: Term, now: Millis) -> Result<(), Refusal> {
    match state {
        State::Draft | State::Closed => Err(Refusal::WrongState(state)),
        State::Scheduled | State::Open if now >= term.closes_at => Err(Refusal::TermIsOver),
        State::Scheduled | State::Open => Ok(()),
    }
}

/// Whether a consultation in this state may be closed before its term is over: while its term runs, also when nobody has said yet
/// that it opened.
///
/// # Errors
/// The refusal with which [`apply`] would answer.
pub fn may_close_early(state: State, term: Term, now: Millis) -> Result<(), Refusal> {
    match state {
        State::Draft | State::Closed => Err(Refusal::WrongState(state)),
        State::Scheduled | State::Open if now >= term.closes_at => Err(Refusal::TermIsOver),
        State::Scheduled | State::Open if now <= term.opens_at => {
            Err(Refusal::NotDue { due: term.opens_at })
        }
        State::Scheduled | State::Open => Ok(()),
    }
}

fn when_due(now: Millis, due: Millis, state: State, event: Event) -> Result<Step, Refusal> {
    if now < due {
        Err(Refusal::NotDue { due })
    } else {
        Ok(Step {
            state,
            events: vec![event],
        })
    }
}

/// Everything that time alone has brought about by `now`, in order; no events when nothing is due. After downtime that
/// outlasted the whole term a scheduled poll is opened and closed. A draft never moves by time.
pub fn catch_up(state: State, term: Term, now: Millis) -> Step {
    let mut caught_up = Step {
        state,
        events: Vec::new(),
    };
    for command in [Command::OpenByTime(term), Command::CloseByTime(term)] {
        if let Ok(step) = apply(caught_up.state, command, now) {
            caught_up.state = step.state;
            caught_up.events.extend(step.events);
        }
    }
    caught_up
}

/// When time will next move a consultation in this state, for the jobs; `None` when it will not.
pub fn next_due(state: State, term: Term) -> Option<Millis> {
    match state {
        State::Scheduled => Some(term.opens_at),
        State::Open => Some(term.closes_at),
        State::Draft | State::Closed => None,
    }
}
