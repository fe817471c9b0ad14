//! Who may take part: one pure function of the person's facts and the poll's audience, with every reason and its way out.

use crate::{
    audience::{AskedResidency, Audience},
    identity::{Assurance, Residency},
    katottg::Katottg,
    time::Date,
};
use serde::{Deserialize, Serialize};

/// What is known of a person when the question «may they take part?» is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFacts {
    pub birth_date: Option<Date>,
    pub residency: Residency,
    /// The day after which a confirmation no longer counts.
    pub residency_expires: Option<Date>,
    /// Whether it was confirmed, now or before, by the certificate of an internally displaced person.
    pub displaced: bool,
    pub settlement: Option<Katottg>,
    pub assurance: Assurance,
    /// Arrived without РНОКПП and staff have not yet ruled out a second key (DESIGN §5.1).
    pub second_key_open: bool,
}

/// Why somebody may not take part. Each has its way out, which the page tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Ineligible {
    AssuranceTooLow {
        needed: Assurance,
    },
    /// The age cannot be told: no birth date is known.
    AgeUnknown,
    TooYoung {
        from: i16,
    },
    TooOld {
        to: i16,
    },
    NotResident,
    /// Nothing is known of where they live, and their own word would do.
    NothingDeclared,
    /// Residency is declared, the poll needs it confirmed.
    ResidencyUnconfirmed,
    ResidencyExpired,
    /// They are here as a displaced person, and the poll asks those whose registered residence is here.
    NotRegistered,
    /// Their registered residence is here, and the poll asks displaced persons.
    NotDisplaced,
    /// The settlement is unknown and the poll is for some settlements only.
    SettlementUnknown,
    OtherSettlement,
    /// The poll is for some starosta districts only, and they live in none of them.
    OtherDistrict,
    SecondKeyOpen,
}

impl Ineligible {
    /// Whether it is only that nobody knows: a surer sign-in may answer it by itself.
    pub fn is_open_until_identified(self) -> bool {
        matches!(
            self,
            Self::AgeUnknown
                | Self::NotResident
                | Self::NothingDeclared
                | Self::SettlementUnknown
                | Self::SecondKeyOpen
        )
    }

    /// Whether a document mends it that proves where they live.
    pub fn is_mended_by_proof(self) -> bool {
        matches!(
            self,
            Self::NotResident | Self::ResidencyUnconfirmed | Self::ResidencyExpired
        )
    }

    /// Whether a document mends it that proves another home in the community.
    pub fn is_mended_by_moving(self) -> bool {
        matches!(
            self,
            Self::SettlementUnknown | Self::OtherSettlement | Self::OtherDistrict
        )
    }

    /// Whether this person mends it by saying where they live, in a poll that asks people in this way: their own word counts only where
    /// nothing is confirmed (`residency::may_declare`).
    pub fn is_mended_by_ones_word(
        self,
        asked: AskedResidency,
        person: &PersonFacts,
        today: Date,
    ) -> bool {
        let counts = !asked.must_be_confirmed() && person.residency_problem(today).is_some();
        match self {
            Self::NothingDeclared => true,
            // Beside that one, which leads the same way.
            Self::SettlementUnknown => counts && person.residency != Residency::None,
            Self::OtherSettlement | Self::OtherDistrict => counts,
            _ => false,
        }
    }
}

/// Of the reasons against somebody those to tell them. Whoever has not signed in surely enough is not sent to the centre for what
/// their next sign-in may bring by itself.
pub fn to_tell(reasons: Vec<Ineligible>) -> Vec<Ineligible> {
    let unsure = reasons
        .iter()
        .any(|reason| matches!(reason, Ineligible::AssuranceTooLow { .. }));
    reasons
        .into_iter()
        .filter(|reason| !(unsure && reason.is_open_until_identified()))
        .collect()
}

/// Every reason against taking part on the day `today`; empty = eligible. Reasons come in a fixed order:
/// assurance, second key, age, residency, settlement.
///
/// Each of the five is judged by itself, so that mending one never uncovers another, and every combination of facts
/// and audience has an answer. Ages count both ends (`age_from` ≤ age ≤ `age_to`). A confirmation of residency still
/// counts on its last day; after it, it is worth a declaration.
pub fn reasons_against(person: &PersonFacts, audience: &Audience, today: Date) -> Vec<Ineligible> {
    let assurance =
        (person.assurance < audience.least_assurance).then_some(Ineligible::AssuranceTooLow {
            needed: audience.least_assurance,
        });
    let second_key = person.second_key_open.then_some(Ineligible::SecondKeyOpen);
    [
        assurance,
        second_key,
        age(person, audience, today),
        residency(person, audience, today),
        settlement(person, audience),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// How somebody stands towards a poll that takes answers: what follows for them when they come to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has said who they are yet. They may answer and are asked before they submit.
    Unidentified,
    /// They have taken part, so nothing is asked of them again (DESIGN §5.1).
    TookPart,
    /// They may not take part, for these reasons; there is at least one.
    Barred(Vec<Ineligible>),
    /// They may answer and submit.
    May,
}

impl Standing {
    /// `person` is whoever has identified themselves, `took_part` whether they have taken part in this very poll. That comes
    /// first: whoever has taken part hears so even when they could not any more, because they moved or grew too old.
    pub fn of(
        person: Option<&PersonFacts>,
        took_part: bool,
        audience: &Audience,
        today: Date,
    ) -> Self {
        let Some(person) = person else {
            return Self::Unidentified;
        };
        if took_part {
            return Self::TookPart;
        }
        let reasons = reasons_against(person, audience, today);
        if reasons.is_empty() {
            Self::May
        } else {
            Self::Barred(reasons)
        }
    }
}

fn age(person: &PersonFacts, audience: &Audience, today: Date) -> Option<Ineligible> {
    if audience.age_from <= 0 && audience.age_to.is_none() {
        return None;
    }
    let Some(birth_date) = person.birth_date else {
        return Some(Ineligible::AgeUnknown);
    };
    let age = birth_date.age_on(today);
    if age < audience.age_from {
        return Some(Ineligible::TooYoung {
            from: audience.age_from,
        });
    }
    audience
        .age_to
        .filter(|&to| age > to)
        .map(|to| Ineligible::TooOld { to })
}

impl PersonFacts {
    /// What stands against this person's residency on the day `today` where it must be confirmed.
    pub fn residency_problem(&self, today: Date) -> Option<Ineligible> {
        let expired = self
            .residency_expires
            .is_some_and(|last_day| last_day < today);
        match self.residency {
            Residency::None => Some(Ineligible::NotResident),
            Residency::Declared => Some(Ineligible::ResidencyUnconfirmed),
            Residency::ConfirmedByRegister | Residency::ConfirmedByStaff => {
                expired.then_some(Ineligible::ResidencyExpired)
            }
        }
    }
}

/// Where it need not be confirmed, having declared one is enough. A confirmation of another kind than the one that is asked for is
/// told before its last day: renewing it would mend nothing.
fn residency(person: &PersonFacts, audience: &Audience, today: Date) -> Option<Ineligible> {
    let known = person.residency.is_confirmed();
    match (audience.residency, person.residency_problem(today)) {
        (AskedResidency::Registered, _) if known && person.displaced => {
            Some(Ineligible::NotRegistered)
        }
        (AskedResidency::Displaced, _) if known && !person.displaced => {
            Some(Ineligible::NotDisplaced)
        }
        (AskedResidency::Declared, Some(Ineligible::NotResident)) => {
            Some(Ineligible::NothingDeclared)
        }
        (AskedResidency::Declared, _) => None,
        (_, problem) => problem,
    }
}

fn settlement(person: &PersonFacts, audience: &Audience) -> Option<Ineligible> {
    if audience.is_everywhere() {
        return None;
    }
    match &person.settlement {
        None => Some(Ineligible::SettlementUnknown),
        Some(home) if audience.asks_at(home) => None,
        Some(_) if audience.settlements.is_empty() => Some(Ineligible::OtherDistrict),
        Some(_) => Some(Ineligible::OtherSettlement),
    }
}
