//! The register of a community's residents, as it leaves the council: keyed hashes instead of numbers; and what follows from it
//! for somebody's residency. Who lives in a community is written in its register of the territorial community (law 1871-IX, art. 14).

mod extract;
mod table;

use crate::{identity::Residency, katottg::Katottg, time::Date};

pub use extract::{BirthMonth, Extract, ExtractError, Listed, MonthCount};
pub use table::{Columns, Human, MissingColumn, Places, RowProblem};

/// What the register makes of a person's residency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Follows {
    /// It stays as it is.
    Nothing,
    /// Confirmed by the register, in this settlement.
    Confirmed(Katottg),
    /// The register confirmed it and holds them no more: worth a declaration from now on.
    Lapses,
}

/// What follows for somebody whose residency is `class` in `settlement` (counting to the end of `expires`), when the register lists
/// them in `listed` or nowhere.
///
/// A confirmation by staff that still counts stays: staff have seen a document. Only that somebody was `displaced`, and so registered
/// elsewhere, is over when the register lists them here.
pub fn follows(
    class: Residency,
    displaced: bool,
    settlement: Option<&Katottg>,
    expires: Option<Date>,
    listed: Option<&Katottg>,
    today: Date,
) -> Follows {
    let counts = expires.is_none_or(|last| today <= last);
    match (class, listed) {
        (Residency::ConfirmedByStaff, Some(listed)) if counts && displaced => {
            Follows::Confirmed(listed.clone())
        }
        (Residency::ConfirmedByStaff, _) if counts => Follows::Nothing,
        (Residency::ConfirmedByRegister, Some(listed)) if counts && settlement == Some(listed) => {
            Follows::Nothing
        }
        (_, Some(listed)) => Follows::Confirmed(listed.clone()),
        (Residency::ConfirmedByRegister, None) => Follows::Lapses,
        (_, None) => Follows::Nothing,
    }
}

/// Whether an extract may take this many of the people out of the register without being asked for: up to one in twenty. More is
/// far more often half a file than a town that moved away.
pub fn may_take_out(gone: usize, of: usize) -> bool {
    gone.saturating_mul(20) <= of
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: Date = Date {
        year: 2026,
        month: 11,
        day: 28,
    };

    fn village(no: u8) -> Katottg {
        Katottg::parse(&format!("UA1806009{no:03}0074365")).unwrap()
    }

    #[test]
    fn a_listed_person_is_confirmed_where_the_register_has_them() {
        for class in [Residency::None, Residency::Declared] {
            let found = follows(
                class,
                false,
                Some(&village(1)),
                None,
                Some(&village(2)),
                TODAY,
            );
            assert_eq!(found, Follows::Confirmed(village(2)));
        }
        let register = Residency::ConfirmedByRegister;
        let moved = follows(
            register,
            false,
            Some(&village(1)),
            None,
            Some(&village(2)),
            TODAY,
        );
        assert_eq!(moved, Follows::Confirmed(village(2)));
        let same = follows(
            register,
            false,
            Some(&village(2)),
            None,
            Some(&village(2)),
            TODAY,
        );
        assert_eq!(same, Follows::Nothing);
    }

    #[test]
    fn what_staff_confirmed_stays_to_its_last_day() {
        let staff = Residency::ConfirmedByStaff;
        for listed in [None, Some(&village(2))] {
            for expires in [None, Some(TODAY), TODAY.plus_days(1)] {
                let found = follows(staff, false, Some(&village(1)), expires, listed, TODAY);
                assert_eq!(found, Follows::Nothing);
            }
        }
        let over = TODAY.plus_days(-1);
        let found = follows(
            staff,
            false,
            Some(&village(1)),
            over,
            Some(&village(2)),
            TODAY,
        );
        assert_eq!(found, Follows::Confirmed(village(2)));
        assert_eq!(
            follows(staff, false, None, over, None, TODAY),
            Follows::Nothing
        );
    }

    #[test]
    fn who_was_displaced_and_is_registered_here_now_is_what_the_register_says() {
        let staff = Residency::ConfirmedByStaff;
        for expires in [TODAY.plus_days(-1), Some(TODAY), TODAY.plus_days(1)] {
            let of = |listed: Option<&Katottg>| {
                follows(staff, true, Some(&village(1)), expires, listed, TODAY)
            };
            assert_eq!(of(Some(&village(1))), Follows::Confirmed(village(1)));
            assert_eq!(of(None), Follows::Nothing);
        }
    }

    #[test]
    fn only_what_the_register_confirmed_lapses_with_it() {
        for class in Residency::ALL {
            let found = follows(*class, false, Some(&village(1)), None, None, TODAY);
            assert_eq!(
                found == Follows::Lapses,
                *class == Residency::ConfirmedByRegister
            );
        }
    }

    proptest! {
        #[test]
        fn following_the_register_twice_is_following_it_once(class in 0usize..4, at in 1u8..3, listed in 1u8..3) {
            let class = Residency::ALL[class];
            if let Follows::Confirmed(there) = follows(class, false, Some(&village(at)), None, Some(&village(listed)), TODAY) {
                let again = follows(Residency::ConfirmedByRegister, false, Some(&there), None, Some(&village(listed)), TODAY);
                prop_assert_eq!(again, Follows::Nothing);
            }
        }
    }

    #[test]
    fn one_in_twenty_may_go_and_not_more() {
        assert!(
            may_take_out(0, 0)
                && may_take_out(5, 100)
                && !may_take_out(6, 100)
                && !may_take_out(1, 19)
        );
    }
}
