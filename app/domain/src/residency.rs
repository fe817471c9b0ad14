//! Where somebody lives, as staff confirm it at a desk: what they saw, and how long that counts.

use crate::{
    identity::Residency,
    ids::PersonId,
    katottg::Katottg,
    last_day::{LastDayProblem, last_day_until},
    names::stored_names,
    policy::Policy,
    time::{DAY, Date, Millis},
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
    /// Whether it has a last day of its own: whoever was displaced may go home or on. What proves a home for good counts as long as the
    /// policy lets a confirmation count ([`Policy::confirmed_until`]), for people move away and tell nobody.
    pub fn needs_an_end(self) -> bool {
        match self {
            Self::RegisterExtract | Self::PassportStamp => false,
            Self::IdpCertificate => true,
        }
    }
}

/// What staff confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    pub evidence: Evidence,
    pub settlement: Katottg,
    /// The last day on which it counts.
    pub expires: Date,
}

/// What one of the staff saw, where the community asks that another sees it too: nothing counts before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub confirmation: Confirmation,
    /// Who proposed it.
    pub by: PersonId,
    pub at: Millis,
}

impl Proposal {
    /// Whether it would count no more on the day `today`: nobody agrees to what is over.
    pub fn has_lapsed(&self, today: Date) -> bool {
        self.confirmation.expires < today
    }

    /// Whether this person may agree to it: somebody else than who proposed it.
    pub fn may_be_agreed_to_by(&self, person: PersonId) -> bool {
        person != self.by
    }
}

/// Whether a community may ask that two confirm a home in which `able` people may handle others' records: of one alone nobody could
/// agree with them, and no home would be confirmed.
pub fn may_ask_for_two(able: usize) -> bool {
    able >= 2
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
    /// The last day is later than [`Policy::confirmed_until`].
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

/// Reads what was typed: the stored name of an evidence, the code of one of `settlements`, a date or nothing, which means the latest day
/// that the policy allows.
///
/// # Errors
/// Everything that is wrong, in the order of the fields.
pub fn check_confirmation(
    (evidence, settlement, expires): (&str, &str, &str),
    settlements: &[Katottg],
    policy: &Policy,
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
        "" => Ok(policy.confirmed_until(today)),
        text => last_day_until(text, today, policy.confirmed_until(today))
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

/// How long a declared settlement stands before its person may declare another, in milliseconds: nobody wanders through the settlements
/// from poll to poll.
pub const DECLARE_AGAIN_MS: i64 = 30 * DAY;

/// What is known of a home when its person declares one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownHome {
    pub class: Residency,
    /// The last day on which a confirmation counts.
    pub expires: Option<Date>,
    pub settlement: Option<Katottg>,
    pub decided_at: Millis,
}

impl KnownHome {
    /// Whether it is confirmed, and the confirmation counts on the day `today`.
    pub fn counts(&self, today: Date) -> bool {
        self.class.is_confirmed() && self.expires.is_none_or(|last_day| today <= last_day)
    }
}

/// Whether of two records of one human the other's home (`theirs`) is to stand in the one that stays, where `ours` stands. A
/// confirmation that counts on the day `today` is better than none, the one that counts longer better than the other; without
/// one, a settlement is better than none. Of equals ours stays.
pub fn is_better_home(theirs: &KnownHome, ours: Option<&KnownHome>, today: Date) -> bool {
    /// Later than any day on which something ends.
    const NEVER: Date = Date {
        year: i16::MAX,
        month: 12,
        day: 31,
    };
    let worth = |home: &KnownHome| {
        let until = home.counts(today).then(|| home.expires.unwrap_or(NEVER));
        let is_said = home.class != Residency::None;
        (until, is_said && home.settlement.is_some(), is_said)
    };
    ours.is_none_or(|ours| worth(theirs) > worth(ours))
}

/// What a home is worth when staff take back what staff confirmed at `seen_at`; `None` where that does not stand any more: somebody has
/// decided anew, or the register has.
pub fn taken_back(known: Option<&KnownHome>, seen_at: Millis) -> Option<Residency> {
    known
        .filter(|known| known.class == Residency::ConfirmedByStaff && known.decided_at == seen_at)
        .map(|known| known.class.without_confirmation())
}

/// What is wrong with a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclarationProblem {
    Missing,
    /// None of the settlements.
    Unreadable,
    /// It is confirmed already, and one's own word counts less.
    Confirmed,
    /// Another settlement was declared a short while ago; the next may be from then on.
    TooSoon {
        again: Millis,
    },
}

/// Whether somebody of whose home this is known may declare where they live.
///
/// # Errors
/// Why not.
pub fn may_declare(
    known: Option<&KnownHome>,
    today: Date,
    now: Millis,
) -> Result<(), DeclarationProblem> {
    let Some(known) = known else {
        return Ok(());
    };
    let again = known.decided_at.plus(DECLARE_AGAIN_MS);
    match known.class {
        _ if known.counts(today) => Err(DeclarationProblem::Confirmed),
        Residency::Declared if known.settlement.is_some() && now < again => {
            Err(DeclarationProblem::TooSoon { again })
        }
        _ => Ok(()),
    }
}

/// Reads the code of one of `settlements`.
///
/// # Errors
/// What is wrong with it, or why nothing may be declared.
pub fn check_declaration(
    known: Option<&KnownHome>,
    settlement: &str,
    settlements: &[Katottg],
    today: Date,
    now: Millis,
) -> Result<Katottg, DeclarationProblem> {
    may_declare(known, today, now)?;
    match settlement {
        "" => Err(DeclarationProblem::Missing),
        code => Katottg::parse(code)
            .filter(|code| settlements.contains(code))
            .ok_or(DeclarationProblem::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConfirmationField as F;
    use ConfirmationProblem as P;
    use proptest::prelude::*;

    const TODAY: Date = Date {
        year: 2026,
        month: 11,
        day: 28,
    };
    const HERE: &str = "UA18060090010074365";

    #[test]
    fn ones_own_word_counts_less_than_a_confirmation_and_changes_once_a_month() {
        let now = Millis(1_800_000_000_000);
        let here = Katottg::parse(HERE).unwrap();
        let declare = |known: Option<&KnownHome>, typed: &str| {
            check_declaration(known, typed, std::slice::from_ref(&here), TODAY, now)
        };
        assert_eq!(declare(None, HERE), Ok(here.clone()));
        assert_eq!(declare(None, ""), Err(DeclarationProblem::Missing));
        for wrong in ["UA18060090420021941", "Коростень", "' OR 1=1"] {
            assert_eq!(declare(None, wrong), Err(DeclarationProblem::Unreadable));
        }
        let home = |class: Residency, expires: Option<Date>, ago: i64| KnownHome {
            class,
            expires,
            settlement: Some(here.clone()),
            decided_at: now.plus(-ago),
        };
        for class in [Residency::ConfirmedByRegister, Residency::ConfirmedByStaff] {
            for expires in [None, Some(TODAY)] {
                let known = home(class, expires, 0);
                assert_eq!(
                    declare(Some(&known), HERE),
                    Err(DeclarationProblem::Confirmed)
                );
            }
            let lapsed = home(class, TODAY.plus_days(-1), 0);
            assert_eq!(declare(Some(&lapsed), HERE), Ok(here.clone()));
        }
        let again = now.plus(1);
        let young = home(Residency::Declared, None, DECLARE_AGAIN_MS - 1);
        assert_eq!(
            declare(Some(&young), HERE),
            Err(DeclarationProblem::TooSoon { again })
        );
        let old = home(Residency::Declared, None, DECLARE_AGAIN_MS);
        assert_eq!(declare(Some(&old), HERE), Ok(here.clone()));
        // A declaration without a settlement is completed at any time.
        let unplaced = KnownHome {
            settlement: None,
            ..home(Residency::Declared, None, 0)
        };
        assert_eq!(declare(Some(&unplaced), HERE), Ok(here.clone()));
        assert_eq!(
            declare(Some(&home(Residency::None, None, 0)), HERE),
            Ok(here.clone())
        );
    }

    fn check(typed: (&str, &str, &str)) -> Result<Confirmation, Vec<(F, P)>> {
        let here = [Katottg::parse(HERE).unwrap()];
        check_confirmation(typed, &here, &Policy::default(), TODAY)
    }

    #[test]
    fn what_proves_a_home_for_good_counts_to_the_latest_day_of_the_policy() {
        for (name, evidence) in [
            ("register_extract", Evidence::RegisterExtract),
            ("passport_stamp", Evidence::PassportStamp),
        ] {
            let confirmed = check((name, HERE, " ")).unwrap();
            let latest = Policy::default().confirmed_until(TODAY);
            assert_eq!((confirmed.evidence, confirmed.expires), (evidence, latest));
        }
        let shorter = Policy {
            confirmation_years: 1,
            ..Policy::default()
        };
        let here = [Katottg::parse(HERE).unwrap()];
        let of = |expires| {
            check_confirmation(("passport_stamp", HERE, expires), &here, &shorter, TODAY)
                .map(|confirmed| confirmed.expires.to_string())
        };
        assert_eq!(of(""), Ok("2027-11-28".to_owned()));
        assert_eq!(of("2027-11-29"), Err(vec![(F::Expires, P::TooFar)]));
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
            let expected = expected.map_err(|problem| vec![(F::Expires, problem)]);
            assert_eq!(
                found.map(|confirmed| confirmed.expires),
                expected,
                "{typed}"
            );
        }
    }

    fn homes() -> impl Strategy<Value = KnownHome> {
        let class = prop::sample::select(Residency::ALL);
        let expires = prop::option::of(-40..40i32);
        (class, expires, any::<bool>(), 0..3i64).prop_map(|(class, expires, placed, at)| {
            KnownHome {
                class,
                expires: expires.and_then(|days| TODAY.plus_days(days)),
                settlement: placed.then(|| Katottg::parse(HERE)).flatten(),
                decided_at: Millis(at),
            }
        })
    }

    #[test]
    fn a_confirmation_that_is_over_is_no_better_than_one_that_counts() {
        let until = |days: Option<i32>| KnownHome {
            class: Residency::ConfirmedByStaff,
            expires: days.and_then(|days| TODAY.plus_days(days)),
            settlement: Katottg::parse(HERE),
            decided_at: Millis(1),
        };
        let (over, short, long, endless) =
            (until(Some(-1)), until(Some(0)), until(Some(9)), until(None));
        for (theirs, ours, better) in [
            (&over, &short, false),
            (&short, &over, true),
            (&short, &long, false),
            (&long, &short, true),
            (&endless, &long, true),
            (&long, &endless, false),
            (&long, &long, false),
        ] {
            let found = is_better_home(theirs, Some(ours), TODAY);
            assert_eq!(found, better, "{theirs:?} beside {ours:?}");
        }
        assert!(is_better_home(&over, None, TODAY));
    }

    proptest! {
        /// Whichever record stays: no confirmation that counts is given up for one that does not, none for one that ends
        /// sooner, and of two homes one at most is the better.
        #[test]
        fn the_record_that_stays_has_the_better_home(ours in homes(), theirs in homes()) {
            let better = is_better_home(&theirs, Some(&ours), TODAY);
            prop_assert!(!(better && is_better_home(&ours, Some(&theirs), TODAY)));
            prop_assert!(!is_better_home(&ours, Some(&ours), TODAY));
            let (kept, gone) = if better { (&theirs, &ours) } else { (&ours, &theirs) };
            if gone.counts(TODAY) {
                prop_assert!(kept.counts(TODAY));
                prop_assert!(kept.expires.is_none() || (gone.expires.is_some() && kept.expires >= gone.expires));
            }
            if gone.settlement.is_some() && gone.class != Residency::None && !kept.counts(TODAY) {
                prop_assert!(kept.settlement.is_some() && kept.class != Residency::None);
            }
        }

        /// Only what staff confirmed, and only that which was looked at.
        #[test]
        fn what_is_taken_back_is_what_was_seen(home in homes(), seen_at in 0..3i64) {
            let left = taken_back(Some(&home), Millis(seen_at));
            let is_it = home.class == Residency::ConfirmedByStaff && home.decided_at == Millis(seen_at);
            prop_assert_eq!(left, is_it.then_some(Residency::Declared));
            prop_assert_eq!(taken_back(None, Millis(seen_at)), None);
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
