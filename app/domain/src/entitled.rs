//! How many people may take part in a poll, and who says so: what a turnout is a share of.

use crate::{
    audience::{AskedResidency, Audience},
    names::stored_names,
};
use serde::{Deserialize, Serialize};

/// Who counted them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountedBy {
    /// The register of residents, by settlement and month of birth.
    Register,
    /// The community's own figure of how many may take part in a poll for everybody.
    Community,
}

stored_names!(CountedBy {
    Register = "register",
    Community = "community",
});

/// How many may take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entitled {
    /// At least one.
    pub people: i64,
    pub by: CountedBy,
}

/// Whether the register counts the people of this audience: displaced persons are counted elsewhere, where their registered residence
/// is.
pub fn register_counts(audience: &Audience) -> bool {
    audience.residency != AskedResidency::Displaced
}

impl Entitled {
    /// Of this audience: by the register, where it tells the ages of residents (`by_register`); else the community's figure
    /// (`population`), which says nothing of a poll for some of its settlements or ages: `least_age` is the youngest that a poll may ask.
    /// Displaced persons are in neither. `None` where nothing is known.
    pub fn of(
        audience: &Audience,
        least_age: i16,
        by_register: Option<i64>,
        population: Option<i64>,
    ) -> Option<Self> {
        let counted = |people: Option<i64>, by| {
            people
                .filter(|people| *people > 0)
                .map(|people| Self { people, by })
        };
        let by_register = by_register.filter(|_| register_counts(audience));
        let whole = population.filter(|_| audience.is_whole_community(least_age));
        counted(by_register, CountedBy::Register).or(counted(whole, CountedBy::Community))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        district::{District, DistrictNo},
        identity::Assurance,
        katottg::Katottg,
        lang::Bilingual,
    };

    fn everybody() -> Audience {
        Audience {
            age_from: 14,
            age_to: None,
            settlements: Vec::new(),
            least_assurance: Assurance::BankId,
            districts: Vec::new(),
            residency: AskedResidency::Confirmed,
        }
    }

    #[test]
    fn the_communitys_figure_counts_only_for_a_poll_of_everybody() {
        let of_least =
            |least_age, audience: &Audience| Entitled::of(audience, least_age, None, Some(58_240));
        let of = |audience: &Audience| of_least(14, audience);
        let by = CountedBy::Community;
        assert_eq!(of(&everybody()), Some(Entitled { people: 58_240, by }));
        let adults = Audience {
            age_from: 18,
            ..everybody()
        };
        // Everybody whom the regulation lets be asked, or some of them.
        assert!(of_least(18, &adults).is_some() && of_least(18, &everybody()).is_some());
        assert_eq!(of(&adults), None);
        let pensioners = Audience {
            age_from: 60,
            ..everybody()
        };
        let young = Audience {
            age_to: Some(35),
            ..everybody()
        };
        let some = Audience {
            settlements: Katottg::parse("UA18060090010074365").into_iter().collect(),
            ..everybody()
        };
        let district = Audience {
            districts: vec![District {
                no: DistrictNo(1),
                name: Bilingual::default(),
                settlements: some.settlements.clone(),
            }],
            ..everybody()
        };
        let displaced = Audience {
            residency: AskedResidency::Displaced,
            ..everybody()
        };
        for part in [&adults, &pensioners, &young, &some, &district, &displaced] {
            assert_eq!(of(part), None);
        }
        assert_eq!(Entitled::of(&displaced, 14, Some(46_000), None), None);
        for unknown in [None, Some(0), Some(-5)] {
            assert_eq!(Entitled::of(&everybody(), 14, None, unknown), None);
        }
    }

    #[test]
    fn the_register_knows_better_and_knows_parts() {
        let by = CountedBy::Register;
        let young = Audience {
            age_to: Some(35),
            ..everybody()
        };
        assert_eq!(
            Entitled::of(&young, 14, Some(900), Some(58_240)),
            Some(Entitled { people: 900, by })
        );
        assert_eq!(
            Entitled::of(&everybody(), 14, Some(46_000), Some(58_240)).map(|all| all.people),
            Some(46_000)
        );
        // A register that counts nobody of them tells nothing that a share could be of.
        assert_eq!(Entitled::of(&young, 14, Some(0), Some(58_240)), None);
    }
}
