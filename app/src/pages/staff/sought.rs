//! Which entries of the journal somebody asks for: what the address says, read, and what in it cannot be read.

use crate::{
    components::page::encoded,
    i18n::{Lang, staff, staff_lists},
};
use domain::{
    ids::{PersonId, PollNumber},
    kyiv::{self, Backwards},
    time::{Date, Millis},
};
use leptos_router::params::ParamsMap;
use store::Actor;

/// The fields of the form, by their names in the address, which are also their ids.
pub const ACT: &str = "act";
pub const WHO: &str = "who";
pub const POLL: &str = "poll";
pub const FROM: &str = "from";
pub const TO: &str = "to";

/// Who is no person, by the names in the address.
const SYSTEM: &str = "system";
const COMMAND_LINE: &str = "command-line";

/// Longer texts are no date and no number; of such a one this much is shown again.
const MOST_CHARACTERS: usize = 40;

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    pub act: Option<&'static str>,
    pub actor: Option<Actor>,
    pub poll: Option<PollNumber>,
    pub since: Option<Millis>,
    pub before: Option<Millis>,
}

/// What in the form cannot be taken, in the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// No poll of the community has this number.
    Poll,
    FirstDay,
    LastDay,
    /// The last day is before the first.
    Order,
}

impl Fault {
    /// The field that it is about.
    pub fn field(self) -> &'static str {
        match self {
            Self::Poll => POLL,
            Self::FirstDay => FROM,
            Self::LastDay | Self::Order => TO,
        }
    }

    /// What to do about it.
    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Poll => staff_lists::wrong_poll(lang),
            Self::FirstDay | Self::LastDay => staff_lists::wrong_date(lang),
            Self::Order => staff_lists::wrong_order(lang),
        }
    }
}

/// What somebody typed, to be shown again as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    pub poll: String,
    pub from: String,
    pub to: String,
}

/// Reads the address. `actors` are the people who stand in the journal; anybody else, and an act that there is not, is left
/// out, because it was chosen from no list of ours.
pub fn read(sent: &ParamsMap, actors: &[PersonId]) -> (Sought, Typed, Vec<Fault>) {
    let get = |name: &str| -> String {
        let sent = sent.get_str(name).unwrap_or_default().trim();
        sent.chars().take(MOST_CHARACTERS).collect()
    };
    let typed = Typed {
        poll: get(POLL),
        from: get(FROM),
        to: get(TO),
    };
    let mut faults = Vec::new();
    let poll = given(&typed.poll, Fault::Poll, &mut faults, |text| {
        text.parse().ok()
    });
    let day = |text: &str| text.parse::<Date>().ok();
    let first = given(&typed.from, Fault::FirstDay, &mut faults, day);
    let last = given(&typed.to, Fault::LastDay, &mut faults, day);
    let (since, before) = kyiv::days(first, last).unwrap_or_else(|Backwards| {
        faults.push(Fault::Order);
        (None, None)
    });
    let (act, who) = (get(ACT), get(WHO));
    let sought = Sought {
        act: staff::ACTS.into_iter().find(|code| *code == act),
        actor: actor(&who, actors),
        poll,
        since,
        before,
    };
    (sought, typed, faults)
}

/// What a field that may stay empty says; what cannot be read is a fault.
fn given<T>(
    text: &str,
    fault: Fault,
    faults: &mut Vec<Fault>,
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    if text.is_empty() {
        return None;
    }
    let value = read(text);
    if value.is_none() {
        faults.push(fault);
    }
    value
}

fn actor(sent: &str, people: &[PersonId]) -> Option<Actor> {
    match sent {
        SYSTEM => Some(Actor::System),
        COMMAND_LINE => Some(Actor::CommandLine),
        id => {
            let id: PersonId = id.parse().ok()?;
            people.contains(&id).then_some(Actor::Person(id))
        }
    }
}

/// An actor as the address names them.
pub fn actor_name(actor: Actor) -> String {
    match actor {
        Actor::System => SYSTEM.to_owned(),
        Actor::CommandLine => COMMAND_LINE.to_owned(),
        Actor::Person(person) => person.to_string(),
    }
}

impl Sought {
    /// Whether anything is asked for in particular.
    pub fn is_any(&self) -> bool {
        *self != Self::default()
    }

    /// As the address says it, encoded, with the days as they were typed.
    pub fn address(&self, typed: &Typed) -> String {
        let said = [
            (ACT, self.act.map(str::to_owned)),
            (WHO, self.actor.map(actor_name)),
            (POLL, self.poll.map(|number| number.to_string())),
            (FROM, self.since.map(|_| typed.from.clone())),
            (TO, self.before.map(|_| typed.to.clone())),
        ];
        said.into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", encoded(&value?))))
            .collect::<Vec<_>>()
            .join("&")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_pairs(sent: &[(&'static str, &str)]) -> (Sought, Typed, Vec<Fault>) {
        read(
            &sent.iter().copied().collect(),
            &[PersonId::from_random([7; 16])],
        )
    }

    #[test]
    fn the_last_day_counts_whole_by_kyivs_clock() {
        let (sought, _, faults) = read_pairs(&[("from", "2026-11-24"), ("to", "2026-11-24")]);
        assert!(faults.is_empty());
        let (since, before) = (sought.since.unwrap(), sought.before.unwrap());
        // Midnight in Kyiv is 22:00 UTC in winter.
        assert_eq!(since.0 % 86_400_000, 22 * 3_600_000);
        assert_eq!(before.since(since), 86_400_000);
        // The day on which the clocks go forward has 23 hours.
        let (spring, _, _) = read_pairs(&[("from", "2026-03-29"), ("to", "2026-03-29")]);
        let hours = spring.before.unwrap().since(spring.since.unwrap()) / 3_600_000;
        assert_eq!(hours, 23);
    }

    #[test]
    fn what_cannot_be_read_is_a_fault_and_stays_as_it_was_typed() {
        for (field, value, fault) in [
            ("from", "31.02.2026", Fault::FirstDay),
            ("from", "2026-02-31", Fault::FirstDay),
            ("to", "<b>", Fault::LastDay),
            ("poll", "перше", Fault::Poll),
            ("poll", "-1", Fault::Poll),
        ] {
            let (sought, typed, faults) = read_pairs(&[(field, value)]);
            assert_eq!(faults, [fault], "{value}");
            assert!(!sought.is_any());
            assert!([typed.poll, typed.from, typed.to].contains(&value.to_owned()));
        }
        let (_, _, faults) = read_pairs(&[("from", "2026-11-24"), ("to", "2026-11-23")]);
        assert_eq!(faults, [Fault::Order]);
        let long = "1".repeat(5_000);
        assert_eq!(read_pairs(&[("to", &long)]).1.to.len(), MOST_CHARACTERS);
    }

    #[test]
    fn nobody_and_nothing_outside_the_lists_is_asked_for() {
        let stranger = PersonId::from_random([8; 16]).to_string();
        for nonsense in [
            ("who", stranger.as_str()),
            ("who", "administrator"),
            ("act", "poll.burnt"),
            ("act", "'"),
        ] {
            let (sought, _, faults) = read_pairs(&[nonsense]);
            assert!(!sought.is_any() && faults.is_empty(), "{nonsense:?}");
        }
    }

    #[test]
    fn the_address_says_what_was_asked_for() {
        let person = PersonId::from_random([7; 16]).to_string();
        let sent = [
            ("act", "poll.published"),
            ("who", person.as_str()),
            ("poll", "12"),
            ("from", "2026-11-01"),
            ("to", "2026-11-24"),
        ];
        let (sought, typed, _) = read_pairs(&sent);
        let expected =
            format!("act=poll.published&who={person}&poll=12&from=2026-11-01&to=2026-11-24");
        assert_eq!(sought.address(&typed), expected);
    }
}
