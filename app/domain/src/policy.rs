//! A community's regulation as one typed, versioned document. Its numbers are data, never constants of the code.

use crate::{
    audience::AskedResidency,
    identity::Assurance,
    last_day,
    poll::Secrecy,
    suppression::SMALLEST_SHOWN,
    time::{DAY, Date},
};
#[cfg(not(target_family = "wasm"))]
use crate::{kyiv, time::Millis};
use serde::{Deserialize, Serialize};

/// As many questions of a poll as the pages and the ballot box are made for.
pub const MOST_QUESTIONS: usize = 100;
/// As many options of a question.
pub const MOST_OPTIONS: usize = 100;

/// The settings of one version. Defaults are those of DOMAIN.md. A stored version that is older than a setting reads
/// with that setting's default; settings that this program does not know are ignored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Youngest age that a poll may ask (14).
    pub least_age: i16,
    /// How surely whoever takes part must be known at least (BankID, and never less: DESIGN §5.1); a poll may ask for more.
    pub least_assurance: Assurance,
    /// The widest circle that a poll may ask, by how people belong to the community (whoever says that they live here); a poll may
    /// ask for more.
    pub widest_residency: AskedResidency,
    /// What is proposed for a new poll (confirmed); where the widest circle is narrower, that.
    pub usual_residency: AskedResidency,
    /// Shortest term of a poll in milliseconds (7 days).
    pub shortest_term_ms: i64,
    /// Term proposed for a new poll in milliseconds (14 days).
    pub usual_term_ms: i64,
    /// Longest term in milliseconds (60 days).
    pub longest_term_ms: i64,
    pub secrecy_allowed: Vec<Secrecy>,
    /// Calendar days within which the council owes its answer (30).
    pub response_days: i16,
    /// Calendar days from the day of a confidential poll's close to the day on which its link key is destroyed (30).
    /// Long enough to look into a suspicion of fraud while the council considers the result, and no longer: from then on
    /// nobody can join answers to names. 0, and whatever is less, means at the close.
    pub link_key_days: i16,
    /// Years for which what staff confirm of a home counts at most, whatever proved it (3); then they look again.
    pub confirmation_years: i16,
    /// Calendar days from the day on which an extract of the register was taken to the day on which staff are told that it is old (365).
    pub register_days: i16,
    /// Cells of a breakdown smaller than this are suppressed (10).
    pub least_cell: i64,
    pub most_questions: usize,
    pub most_options: usize,
}

impl Policy {
    /// The last day on which the council's answer is in time, for a poll that closes on the day `closed`: calendar days
    /// are counted from the day after. `None` beyond the calendar.
    pub fn response_due(&self, closed: Date) -> Option<Date> {
        closed.plus_days(i32::from(self.response_days))
    }

    /// How surely whoever casts a ballot must be known: as the regulation says, and never less than by BankID (DESIGN §5.1).
    pub fn ballot_assurance(&self) -> Assurance {
        self.least_assurance.max(Assurance::BankId)
    }

    /// The last day on which a home counts at the latest that staff confirm on the day `today`: a year on at least.
    pub fn confirmed_until(&self, today: Date) -> Date {
        last_day::latest(today, self.confirmation_years.max(1))
    }

    /// Whether an extract of the register that was taken on the day `taken_on` is old on the day `today`.
    pub fn is_old_extract(&self, taken_on: Date, today: Date) -> bool {
        taken_on
            .plus_days(i32::from(self.register_days))
            .is_some_and(|fresh_until| fresh_until < today)
    }

    /// How many calendar days after the close a link key is kept, never less than none.
    pub fn link_key_kept_days(&self) -> i16 {
        self.link_key_days.max(0)
    }

    /// The day on which the link key of a confidential poll is destroyed that closes on the day `closed`: at its first
    /// moment, so that the whole day keeps the promise. `None` beyond the calendar.
    pub fn link_key_destroyed_on(&self, closed: Date) -> Option<Date> {
        closed.plus_days(i32::from(self.link_key_kept_days()))
    }

    /// The instant from which that key is to be destroyed, never before the close: while ballots are cast it is needed.
    /// Beyond the calendar it is the close itself, as a promise kept early harms nobody.
    #[cfg(not(target_family = "wasm"))]
    pub fn link_key_destroyed_at(&self, closed_at: Millis) -> Millis {
        self.link_key_destroyed_on(kyiv::date_at(closed_at))
            .and_then(kyiv::start_of_day)
            .map_or(closed_at, |due| due.max(closed_at))
    }
}

/// A setting that no regulation can have, with what it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadSetting {
    /// As it is named in the document.
    pub name: &'static str,
    pub must: &'static str,
}

impl Policy {
    /// Every setting by which nobody could take part, or by which a promise of this system (DESIGN §5) could not be kept.
    pub fn bad_settings(&self) -> Vec<BadSetting> {
        const LONGEST_TERM_MS: i64 = 3650 * DAY;
        let terms = [
            self.shortest_term_ms,
            self.usual_term_ms,
            self.longest_term_ms,
        ];
        let checks = [
            ((0..=100).contains(&self.least_age), "least_age", "0 to 100"),
            (
                self.least_assurance >= Assurance::BankId,
                "least_assurance",
                "bank_id or qualified: a ballot never counts for less",
            ),
            (
                terms[0] > 0 && terms.is_sorted() && terms[2] <= LONGEST_TERM_MS,
                "shortest_term_ms, usual_term_ms, longest_term_ms",
                "milliseconds above 0, none less than the one before, ten years at most",
            ),
            (
                !self.secrecy_allowed.is_empty(),
                "secrecy_allowed",
                "at least one of secret, confidential, open",
            ),
            (
                (1..=366).contains(&self.response_days),
                "response_days",
                "1 to 366",
            ),
            (
                (0..=366).contains(&self.link_key_days),
                "link_key_days",
                "0 to 366",
            ),
            (
                (1..=20).contains(&self.confirmation_years),
                "confirmation_years",
                "1 to 20",
            ),
            (
                (1..=3660).contains(&self.register_days),
                "register_days",
                "1 to 3660",
            ),
            (
                (SMALLEST_SHOWN..=1_000).contains(&self.least_cell),
                "least_cell",
                "10 to 1000: in a smaller cell somebody is recognised",
            ),
            (
                (1..=MOST_QUESTIONS).contains(&self.most_questions),
                "most_questions",
                "1 to 100",
            ),
            (
                (2..=MOST_OPTIONS).contains(&self.most_options),
                "most_options",
                "2 to 100",
            ),
        ];
        checks
            .into_iter()
            .filter(|(good, ..)| !good)
            .map(|(_, name, must)| BadSetting { name, must })
            .collect()
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            least_age: 14,
            least_assurance: Assurance::BankId,
            widest_residency: AskedResidency::Declared,
            usual_residency: AskedResidency::Confirmed,
            shortest_term_ms: 7 * DAY,
            usual_term_ms: 14 * DAY,
            longest_term_ms: 60 * DAY,
            secrecy_allowed: vec![Secrecy::Secret, Secrecy::Confidential, Secrecy::Open],
            response_days: 30,
            link_key_days: 30,
            confirmation_years: 3,
            register_days: 365,
            least_cell: 10,
            most_questions: 30,
            most_options: 30,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_regulation_cannot_say_is_named() {
        type Change = fn(&mut Policy);
        assert_eq!(Policy::default().bad_settings(), []);
        let changes: [(Change, &str); 15] = [
            (|p| p.least_age = -1, "least_age"),
            (|p| p.least_age = 101, "least_age"),
            (|p| p.least_assurance = Assurance::Email, "least_assurance"),
            (|p| p.shortest_term_ms = 0, "shortest_term_ms"),
            (|p| p.usual_term_ms = 61 * DAY, "usual_term_ms"),
            (|p| p.longest_term_ms = i64::MAX, "longest_term_ms"),
            (|p| p.secrecy_allowed.clear(), "secrecy_allowed"),
            (|p| p.response_days = 0, "response_days"),
            (|p| p.link_key_days = -1, "link_key_days"),
            (|p| p.confirmation_years = 21, "confirmation_years"),
            (|p| p.register_days = 0, "register_days"),
            (|p| p.least_cell = 9, "least_cell"),
            (|p| p.most_questions = 0, "most_questions"),
            (|p| p.most_questions = 101, "most_questions"),
            (|p| p.most_options = 1, "most_options"),
        ];
        for (change, name) in changes {
            let mut policy = Policy::default();
            change(&mut policy);
            let bad = policy.bad_settings();
            assert_eq!(bad.len(), 1, "{name}: {bad:?}");
            assert!(bad[0].name.contains(name), "{name}: {bad:?}");
        }
        let all = Policy {
            secrecy_allowed: Vec::new(),
            most_options: 0,
            ..Policy::default()
        };
        assert_eq!(all.bad_settings().len(), 2);
    }
}
