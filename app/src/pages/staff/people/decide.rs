//! The decision about a sign-in in doubt.

use super::{by, case_path};
use crate::{
    components::see_other,
    context::{Services, people::SealedPerson, services, visit},
    failure::Failure,
    i18n::{Lang, staff_people},
};
use domain::{
    identifiers::KeyKind,
    identity_case::{Decision, Impossible, WrongNumber},
    ids::{CaseId, CommunityId, PersonId},
    role::Right,
};
use leptos::prelude::*;
use store::{Conflict, StoreError, identity_cases::Verdict};

/// The names of the inputs.
pub(super) const DECISION: &str = "decision";
pub(super) const KEEP: &str = "keep";
pub(super) const NUMBER: &str = "number";
pub(super) const NO_RNOKPP: &str = "no_rnokpp";

/// Why a decision was not taken, as a word in the address of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// Nothing was chosen.
    Undecided,
    /// The records have changed.
    Late,
    /// The record that would go holds a role.
    Role,
    /// This instance has no link keys.
    Keys,
    /// Without its number a record would be known by nothing.
    OnlyNumber,
    /// Without its number a record would be known by a passport alone, whose mark nobody confirmed.
    SecondKey,
}

const REFUSED: [(Refused, &str); 6] = [
    (Refused::Undecided, "undecided"),
    (Refused::Late, "late"),
    (Refused::Role, "role"),
    (Refused::Keys, "keys"),
    (Refused::OnlyNumber, "only-number"),
    (Refused::SecondKey, "second-key"),
];

impl Refused {
    pub fn of(word: &str) -> Option<Self> {
        let found = REFUSED.iter().find(|(_, known)| *known == word);
        found.map(|(refused, _)| *refused)
    }

    fn word(self) -> &'static str {
        let found = REFUSED.iter().find(|(refused, _)| *refused == self);
        found.map_or("", |(_, word)| word)
    }

    /// What there is to say beside the form; nothing where a field says it.
    pub fn note(self, lang: Lang) -> Option<&'static str> {
        match self {
            Self::Undecided => None,
            Self::Late => Some(staff_people::decision_late(lang)),
            Self::Role => Some(staff_people::decision_role(lang)),
            Self::Keys => Some(staff_people::decision_keys(lang)),
            Self::OnlyNumber => Some(staff_people::only_number(lang)),
            Self::SecondKey => Some(staff_people::number_second_key(lang)),
        }
    }
}

/// A number and its record, as a choice of the form has them.
pub(super) fn number_value(record: PersonId, kind: KeyKind) -> String {
    format!("{record}.{kind}")
}

/// Decides about `case` (its id): `decision` is the name of a [`Decision`], `keep` the id of the record that stays where two become
/// one, `number` the number that stands in the wrong record ([`number_value`]), `no_rnokpp` whether the mark was seen that there is none.
///
/// # Errors
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] for whoever may not; [`Failure::NotFound`] for what is no case of this
/// community, or no person of the case. What cannot be decided so is told on the case's page.
#[server(prefix = "/do", endpoint = "staff/decide-case")]
pub async fn decide_case(
    #[server(default)] case: String,
    #[server(default)] decision: String,
    #[server(default)] keep: String,
    #[server(default)] number: String,
    #[server(default)] no_rnokpp: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let handler = visit.require(Right::DecideCases)?.person;
    let case: CaseId = case.parse().map_err(|_| Failure::NotFound)?;
    let community = visit.community_id();
    let verdict = match decision.parse() {
        Ok(Decision::OneHuman) => {
            let keep: PersonId = keep.parse().map_err(|_| Failure::NotFound)?;
            Some(Verdict::OneHuman { keep })
        }
        Ok(Decision::WrongPassport) => Some(Verdict::WrongPassport),
        Ok(Decision::WrongNumber) => {
            let (record, kind) = number.split_once('.').ok_or(Failure::NotFound)?;
            Some(Verdict::WrongNumber(WrongNumber {
                record: record.parse().map_err(|_| Failure::NotFound)?,
                kind: kind.parse().map_err(|_| Failure::NotFound)?,
                no_rnokpp: !no_rnokpp.is_empty(),
            }))
        }
        Ok(Decision::LeftAsItIs) => Some(Verdict::LeftAsItIs),
        Err(_) => None,
    };
    let found = services.store.case(community, case).await?;
    let persons = found.ok_or(Failure::NotFound)?.persons;
    let refused = match verdict {
        None => Some(Refused::Undecided),
        Some(verdict) => {
            let by = by(&visit, handler);
            match services
                .store
                .decide_case(community, case, verdict, by)
                .await
            {
                Ok(_) => {
                    if let Verdict::OneHuman { keep } = verdict {
                        remember(&services, community, keep, &persons).await?;
                    }
                    None
                }
                Err(StoreError::Conflict(Conflict::Impossible(Impossible::OnlyNumber))) => {
                    Some(Refused::OnlyNumber)
                }
                Err(StoreError::Conflict(Conflict::Impossible(Impossible::SecondKey))) => {
                    Some(Refused::SecondKey)
                }
                Err(StoreError::Conflict(Conflict::ChangedMeanwhile | Conflict::Impossible(_))) => {
                    Some(Refused::Late)
                }
                // The page says so.
                Err(StoreError::Conflict(Conflict::OwnRecord)) => None,
                Err(StoreError::Conflict(Conflict::HoldsRole)) => Some(Refused::Role),
                Err(StoreError::Conflict(Conflict::NoLinkKeys)) => Some(Refused::Keys),
                Err(error) => return Err(error.into()),
            }
        }
    };
    let page = case_path(case);
    see_other(&visit.href(&match refused {
        None => page,
        Some(refused) => format!("{page}?refused={}#decide", refused.word()),
    }));
    Ok(())
}

/// Lets the record that stays know what only another of `persons` knew, such as a birth date.
async fn remember(
    services: &Services,
    community: CommunityId,
    keep: PersonId,
    persons: &[PersonId],
) -> Result<(), Failure> {
    for &gone in persons.iter().filter(|person| **person != keep) {
        if let Some(row) = services.store.person(community, gone).await? {
            SealedPerson::open(services, community, gone, &row.sealed)
                .await?
                .learn(services, community, keep)
                .await?;
        }
    }
    Ok(())
}
