//! Where somebody lives, as staff confirm it at a desk: what they saw, and how long that counts.

use crate::{
    katottg::Katottg,
    last_day::{LastDayProblem, last_day},
    names::stored_names,
    time::Date,
};
use serde::{Deserialize, Serialize};

/// What proves where somebody lives. Its number is never asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// An extract from the register of the territorial community (law 1871-IX, art. 14).
    RegisterExtract,
    /// The stamp of registration in a passport booklet.
    PassportStamp,
    /// The certificate of an internally displaced person (resolution 509 of 2014), who lives where they are now.
    IdpCertificate,
}

stored_names!(Evidence {
    RegisterExtract = "register_extract",
    PassportStamp = "passport_stamp",
    IdpCertificate = "idp_certificate",
});

impl Evidence {
    /// Whether what it proves is for a time: whoever was displaced may go home or on.
    pub fn needs_an_end(self) -> bool {
        match self {
            Self::RegisterExtract | Self::PassportStamp => false,
            Self::IdpCertificate => true,
        }
    }
}

/// A confirmation counts three years at most; then staff look again.
pub const LONGEST_YEARS: i16 = 3;

/// What staff confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    pub evidence: Evidence,
    pub settlement: Katottg,
    /// The last day on which it counts.
    pub expires: Option<Date>,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmationField {
    Evidence,
    Settlement,
    Expires,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmationProblem {
    Missing,
    /// It cannot be read, or is none of the choices.
    Unreadable,
    /// The last day is over.
    Past,
    /// The last day is later than [`LONGEST_YEARS`] from now.
    TooFar,
}

impl From<LastDayProblem> for ConfirmationProblem {
    fn from(problem: LastDayProblem) -> Self {
        match problem {
            LastDayProblem::Unreadable => Self::Unreadable,
            LastDayProblem::Past => Self::Past,
            LastDayProblem::TooFar => Self::TooFar,
        }
    }
}

/// Reads what was typed: the stored name of an evidence, the code of one of `settlements`, a date or nothing.
///
/// # Errors
/// Everything that is wrong, in the order of the fields.
pub fn check_confirmation(
    (evidence, settlement, expires): (&str, &str, &str),
    settlements: &[Katottg],
    today: Date,
) -> Result<Confirmation, Vec<(ConfirmationField, ConfirmationProblem)>> {
    use ConfirmationField as F;
    use ConfirmationProblem as P;
    let evidence = match evidence {
        "" => Err((F::Evidence, P::Missing)),
        name => name
            .parse::<Evidence>()
            .map_err(|_| (F::Evidence, P::Unreadable)),
    };
    let settlement = match settlement {
        "" => Err((F::Settlement, P::Missing)),
        code => Katottg::parse(code)
            .filter(|code| settlements.contains(code))
            .ok_or((F::Settlement, P::Unreadable)),
    };
    let expires = match expires.trim() {
        "" if evidence.is_ok_and(Evidence::needs_an_end) => Err((F::Expires, P::Missing)),
        "" => Ok(None),
        text => last_day(text, today, LONGEST_YEARS)
            .map(Some)
            .map_err(|problem| (F::Expires, problem.into())),
    };
    match (evidence, settlement, expires) {
        (Ok(evidence), Ok(settlement), Ok(expires)) => Ok(Confirmation {
            evidence,
            settlement,
            expires,
        }),
        (evidence, settlement, expires) => Err([evidence.err(), settlement.err(), expires.err()]
            .into_iter()
            .flatten()
            .collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConfirmationField as F;
    use ConfirmationProblem as P;

    const TODAY: Date = Date {
        year: 2026,
        month: 11,
        day: 28,
    };
    const HERE: &str = "UA18060090010074365";

    fn check(typed: (&str, &str, &str)) -> Result<Confirmation, Vec<(F, P)>> {
        check_confirmation(typed, &[Katottg::parse(HERE).unwrap()], TODAY)
    }

    #[test]
    fn what_proves_a_home_for_good_needs_no_end() {
        for (name, evidence) in [
            ("register_extract", Evidence::RegisterExtract),
            ("passport_stamp", Evidence::PassportStamp),
        ] {
            let confirmed = check((name, HERE, " ")).unwrap();
            assert_eq!((confirmed.evidence, confirmed.expires), (evidence, None));
        }
        assert_eq!(
            check(("idp_certificate", HERE, "")),
            Err(vec![(F::Expires, P::Missing)])
        );
    }

    #[test]
    fn the_last_day_is_from_today_to_three_years_on() {
        for (typed, expected) in [
            ("2026-11-28", Ok(TODAY)),
            (
                "28.11.2029",
                Ok(Date {
                    year: 2029,
                    ..TODAY
                }),
            ),
            ("2026-11-27", Err(P::Past)),
            ("2029-11-29", Err(P::TooFar)),
            ("завтра", Err(P::Unreadable)),
            ("31.02.2027", Err(P::Unreadable)),
        ] {
            let found = check(("idp_certificate", HERE, typed));
            let expected = expected
                .map(Some)
                .map_err(|problem| vec![(F::Expires, problem)]);
            assert_eq!(
                found.map(|confirmed| confirmed.expires),
                expected,
                "{typed}"
            );
        }
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        assert_eq!(
            check(("", "", "x")),
            Err(vec![
                (F::Evidence, P::Missing),
                (F::Settlement, P::Missing),
                (F::Expires, P::Unreadable)
            ])
        );
        let elsewhere = "UA18060170010099999";
        assert_eq!(
            check(("oath", elsewhere, "")),
            Err(vec![
                (F::Evidence, P::Unreadable),
                (F::Settlement, P::Unreadable)
            ])
        );
    }
}
