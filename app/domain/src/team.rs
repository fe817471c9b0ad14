//! Who works for a community: invitations to a role, the second person whom a powerful role takes, and the review of who
//! still needs what they hold.

use crate::{
    identity::Assurance,
    ids::{CommunityId, PersonId},
    last_day::{LastDayProblem, last_day},
    names::stored_names,
    role::Role,
    text::{self, TextProblem},
    time::{DAY, Date, Millis},
};
use serde::{Deserialize, Serialize};

/// How long an invitation can be accepted, in milliseconds.
pub const INVITATION_LIFE_MS: i64 = 7 * DAY;
/// How long an accepted invitation waits for the second person, in milliseconds, counted from when it was accepted.
pub const SECOND_LIFE_MS: i64 = 14 * DAY;
/// How long a role stands before somebody has to confirm that it is still needed, in milliseconds.
pub const REVIEW_EVERY_MS: i64 = 180 * DAY;
/// A role with an end has it at most so many years on.
pub const LONGEST_YEARS: i16 = 5;
/// Characters of the words by which whoever invites knows an invitation again.
pub const MOST_LABEL: usize = 100;
/// How surely somebody must be identified to accept a role: as surely as for a ballot.
pub const ASSURANCE: Assurance = Assurance::BankId;

/// Where an invitation stands, as it is stored. That it has expired is a matter of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    /// Nobody has accepted it.
    Open,
    /// Accepted, and another who gives roles has to agree.
    AwaitsSecond,
    /// The role was granted.
    Granted,
    /// Taken back before a role came of it.
    Withdrawn,
    /// The second person did not agree.
    Refused,
}

stored_names!(InvitationState {
    Open = "open",
    AwaitsSecond = "awaits_second",
    Granted = "granted",
    Withdrawn = "withdrawn",
    Refused = "refused",
});

impl InvitationState {
    /// Whether somebody still has to do something about it: until then it can be taken back, and ends by itself.
    pub fn is_pending(self) -> bool {
        match self {
            Self::Open | Self::AwaitsSecond => true,
            Self::Granted | Self::Withdrawn | Self::Refused => false,
        }
    }
}

/// What an invitation becomes when somebody accepts it. Whoever has access to the server (`invited_by` nobody) needs no second.
pub fn accepted(role: Role, invited_by: Option<PersonId>) -> InvitationState {
    if role.gives_roles() && invited_by.is_some() {
        InvitationState::AwaitsSecond
    } else {
        InvitationState::Granted
    }
}

/// Whether `second` may agree to what `invited_by` offered and `accepted_by` took: a third person.
pub fn is_second(
    second: PersonId,
    invited_by: Option<PersonId>,
    accepted_by: Option<PersonId>,
) -> bool {
    invited_by != Some(second) && accepted_by != Some(second)
}

/// Whether one of those who give roles could agree to what `invited_by` offered and `accepted_by`, if anybody yet, took.
pub fn somebody_could_agree(
    givers: impl IntoIterator<Item = PersonId>,
    invited_by: Option<PersonId>,
    accepted_by: Option<PersonId>,
) -> bool {
    let mut givers = givers.into_iter();
    givers.any(|giver| is_second(giver, invited_by, accepted_by))
}

/// Whether somebody has to confirm that a role is still needed. `confirmed_at` is the last review, or when it was granted.
pub fn review_due(confirmed_at: Millis, now: Millis) -> bool {
    now.since(confirmed_at) >= REVIEW_EVERY_MS
}

/// What is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub role: Role,
    /// For whom, in the words of whoever invites. Personal data.
    pub label: String,
    /// The last day of the role.
    pub until: Option<Date>,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferField {
    Role,
    Label,
    Until,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferProblem {
    Missing,
    /// It cannot be read, or is none of the choices.
    Unreadable,
    /// More than [`MOST_LABEL`] characters.
    TooLong,
    /// The last day is over.
    Past,
    /// The last day is later than [`LONGEST_YEARS`] from now.
    TooFar,
}

impl From<LastDayProblem> for OfferProblem {
    fn from(problem: LastDayProblem) -> Self {
        match problem {
            LastDayProblem::Unreadable => Self::Unreadable,
            LastDayProblem::Past => Self::Past,
            LastDayProblem::TooFar => Self::TooFar,
        }
    }
}

/// Reads what was typed: the stored name of a role that exists in `community`, a line, a date or nothing.
///
/// # Errors
/// Everything that is wrong, in the order of the fields.
pub fn check_offer(
    (role, label, until): (&str, &str, &str),
    community: CommunityId,
    today: Date,
) -> Result<Offer, Vec<(OfferField, OfferProblem)>> {
    use OfferField as F;
    use OfferProblem as P;
    let role = match role {
        "" => Err((F::Role, P::Missing)),
        name => name
            .parse::<Role>()
            .ok()
            .filter(|role| role.exists_in(community))
            .ok_or((F::Role, P::Unreadable)),
    };
    let label = match text::line(label, MOST_LABEL) {
        Ok(line) if line.is_empty() => Err((F::Label, P::Missing)),
        Ok(line) => Ok(line),
        Err(TextProblem::TooLong(_)) => Err((F::Label, P::TooLong)),
        Err(TextProblem::BadCharacters) => Err((F::Label, P::Unreadable)),
    };
    let until = match until.trim() {
        "" => Ok(None),
        typed => last_day(typed, today, LONGEST_YEARS)
            .map(Some)
            .map_err(|problem| (F::Until, problem.into())),
    };
    match (role, label, until) {
        (Ok(role), Ok(label), Ok(until)) => Ok(Offer { role, label, until }),
        (role, label, until) => Err([role.err(), label.err(), until.err()]
            .into_iter()
            .flatten()
            .collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use OfferField as F;
    use OfferProblem as P;

    const TODAY: Date = Date {
        year: 2026,
        month: 11,
        day: 29,
    };
    const TOWN: CommunityId = CommunityId(1);

    fn check(typed: (&str, &str, &str)) -> Result<Offer, Vec<(F, P)>> {
        check_offer(typed, TOWN, TODAY)
    }

    #[test]
    fn a_role_is_offered_where_it_exists() {
        let offer = check(("editor", " Олена з управління ", "")).unwrap();
        assert_eq!(
            (offer.role, offer.label.as_str(), offer.until),
            (Role::Editor, "Олена з управління", None)
        );
        for wrong in ["platform_operator", "mayor"] {
            assert_eq!(check((wrong, "х", "")), Err(vec![(F::Role, P::Unreadable)]));
        }
        let platform = check_offer(("editor", "х", ""), CommunityId::PLATFORM, TODAY);
        assert_eq!(platform, Err(vec![(F::Role, P::Unreadable)]));
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        assert_eq!(
            check(("", " ", "колись")),
            Err(vec![
                (F::Role, P::Missing),
                (F::Label, P::Missing),
                (F::Until, P::Unreadable)
            ])
        );
        let long = "я".repeat(MOST_LABEL + 1);
        assert_eq!(
            check(("editor", &long, "")),
            Err(vec![(F::Label, P::TooLong)])
        );
    }

    #[test]
    fn the_last_day_is_from_today_to_five_years_on() {
        for (typed, expected) in [
            ("2026-11-29", Ok(Some(TODAY))),
            (
                "29.11.2031",
                Ok(Some(Date {
                    year: 2031,
                    ..TODAY
                })),
            ),
            ("28.11.2026", Err(P::Past)),
            ("30.11.2031", Err(P::TooFar)),
        ] {
            let found = check(("editor", "х", typed)).map(|offer| offer.until);
            let expected = expected.map_err(|problem| vec![(F::Until, problem)]);
            assert_eq!(found, expected, "{typed}");
        }
    }

    #[test]
    fn a_role_that_gives_roles_takes_a_second_person_unless_the_server_invited() {
        let somebody = PersonId::from_random([1; 16]);
        for &role in Role::ALL {
            let by_somebody = accepted(role, Some(somebody));
            assert_eq!(
                by_somebody == InvitationState::AwaitsSecond,
                role.gives_roles(),
                "{role}"
            );
            assert_eq!(accepted(role, None), InvitationState::Granted);
        }
    }

    #[test]
    fn whoever_alone_gives_roles_has_nobody_to_agree() {
        let [one, two, three] = [1, 2, 3].map(|n| PersonId::from_random([n; 16]));
        assert!(!somebody_could_agree([one], Some(one), None));
        assert!(somebody_could_agree([one, two], Some(one), None));
        assert!(!somebody_could_agree([one, two], Some(one), Some(two)));
        assert!(somebody_could_agree(
            [one, two, three],
            Some(one),
            Some(two)
        ));
    }

    #[test]
    fn an_invitation_waits_until_it_is_granted_refused_or_taken_back() {
        for &state in InvitationState::ALL {
            let waits = matches!(state, InvitationState::Open | InvitationState::AwaitsSecond);
            assert_eq!(state.is_pending(), waits, "{state}");
        }
    }

    #[test]
    fn the_second_person_is_a_third() {
        let [one, two, three] = [1, 2, 3].map(|n| PersonId::from_random([n; 16]));
        assert!(is_second(three, Some(one), Some(two)));
        assert!(!is_second(one, Some(one), Some(two)));
        assert!(!is_second(two, Some(one), Some(two)));
    }

    #[test]
    fn a_review_is_due_after_half_a_year() {
        let granted = Millis(1_000);
        assert!(!review_due(granted, granted.plus(REVIEW_EVERY_MS - 1)));
        assert!(review_due(granted, granted.plus(REVIEW_EVERY_MS)));
    }
}
