//! Who is asked: ages, places, how surely known, and in what way they belong to the community.

use crate::{
    district::District, identity::Assurance, katottg::Katottg, names::stored_names, policy::Policy,
    residency::Evidence,
};
use serde::{Deserialize, Serialize};

/// Who is asked. Neither settlements nor districts = the whole community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    pub age_from: i16,
    pub age_to: Option<i16>,
    pub settlements: Vec<Katottg>,
    /// Starosta districts, with the settlements that they had when this was written: boundaries that are drawn anew later move
    /// nobody into or out of a poll that was published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub districts: Vec<District>,
    pub least_assurance: Assurance,
    pub residency: AskedResidency,
}

impl Audience {
    /// Whether people of every settlement are asked.
    pub fn is_everywhere(&self) -> bool {
        self.settlements.is_empty() && self.districts.is_empty()
    }

    /// Draws its districts as they are `now`; one that is not there any more stays as it was, so that it can be named.
    pub fn redraw(&mut self, now: &[District]) {
        for asked in &mut self.districts {
            if let Some(district) = now.iter().find(|district| district.no == asked.no) {
                *asked = district.clone();
            }
        }
    }

    /// The settlements that are named, each by itself or with its district; nothing where people of every settlement are asked.
    pub fn places(&self) -> impl Iterator<Item = &Katottg> {
        let of_districts = self
            .districts
            .iter()
            .flat_map(|district| &district.settlements);
        self.settlements.iter().chain(of_districts)
    }

    /// Whether people who live at `home` are asked. Somebody in a district of a city belongs to the city: a settlement counts for
    /// what lies inside it.
    pub fn asks_at(&self, home: &Katottg) -> bool {
        self.is_everywhere() || self.places().any(|asked| asked.contains(home))
    }

    /// Whether everybody is asked whom the community's own figure of people counts: no place, no age beside the least one by the
    /// regulation (`least_age`) and no way of belonging narrows the circle. Only then does a turnout have a share.
    pub fn is_whole_community(&self, least_age: i16) -> bool {
        self.is_everywhere()
            && self.age_from <= least_age
            && self.age_to.is_none()
            && self.residency != AskedResidency::Displaced
    }
}

/// In what way somebody must belong to the community to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedResidency {
    /// Whoever says that they live here.
    Declared,
    /// Whose residence is confirmed, by whatever.
    Confirmed,
    /// Whose registered residence is here: by the register, an extract of it, or the stamp in a passport.
    Registered,
    /// Internally displaced persons who live here, by their certificate.
    Displaced,
}

stored_names!(AskedResidency {
    Declared = "declared",
    Confirmed = "confirmed",
    Registered = "registered",
    Displaced = "displaced",
});

impl AskedResidency {
    /// Whether one's own word is not enough.
    pub fn must_be_confirmed(self) -> bool {
        self != Self::Declared
    }

    /// Whether somebody whose residence is confirmed by this evidence belongs in this way.
    pub fn is_proven_by(self, evidence: Evidence) -> bool {
        let of_displaced = evidence == Evidence::IdpCertificate;
        match self {
            Self::Declared | Self::Confirmed => true,
            Self::Registered => !of_displaced,
            Self::Displaced => of_displaced,
        }
    }

    /// Whether not everybody who lives in the community is asked: a poll has to say so before anybody begins to answer.
    pub fn is_for_some(self) -> bool {
        match self {
            Self::Declared | Self::Confirmed => false,
            Self::Registered | Self::Displaced => true,
        }
    }

    /// Whether everybody who is asked in this way would be asked in the other too.
    pub fn is_within(self, other: Self) -> bool {
        self == other
            || match other {
                Self::Declared => true,
                Self::Confirmed => self != Self::Declared,
                Self::Registered | Self::Displaced => false,
            }
    }
}

impl Policy {
    /// In what way a new poll asks people to belong.
    pub fn proposed_residency(&self) -> AskedResidency {
        if self.usual_residency.is_within(self.widest_residency) {
            self.usual_residency
        } else {
            self.widest_residency
        }
    }

    /// Whom a new poll asks, until its author narrows it.
    pub fn proposed_audience(&self) -> Audience {
        Audience {
            age_from: self.least_age,
            age_to: None,
            settlements: Vec::new(),
            districts: Vec::new(),
            least_assurance: self.ballot_assurance(),
            residency: self.proposed_residency(),
        }
    }

    /// In what way a poll may ask people to belong: all that the regulation allows, the widest first.
    pub fn residencies(&self) -> impl Iterator<Item = AskedResidency> {
        let widest = self.widest_residency;
        AskedResidency::ALL
            .iter()
            .copied()
            .filter(move |asked| asked.is_within(widest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_narrower_way_of_belonging_is_within_a_wider_one() {
        use AskedResidency::*;
        let within = |of: AskedResidency| -> Vec<AskedResidency> {
            let widest_residency = of;
            Policy {
                widest_residency,
                ..Policy::default()
            }
            .residencies()
            .collect()
        };
        assert_eq!(
            within(Declared),
            [Declared, Confirmed, Registered, Displaced]
        );
        assert_eq!(within(Confirmed), [Confirmed, Registered, Displaced]);
        assert_eq!(within(Registered), [Registered]);
        assert_eq!(within(Displaced), [Displaced]);
    }

    fn asked() -> impl Strategy<Value = AskedResidency> {
        prop::sample::select(AskedResidency::ALL)
    }

    proptest! {
        #[test]
        fn within_is_an_order(a in asked(), b in asked(), c in asked()) {
            prop_assert!(a.is_within(a));
            prop_assert!(!(a.is_within(b) && b.is_within(a)) || a == b);
            prop_assert!(!(a.is_within(b) && b.is_within(c)) || a.is_within(c));
        }
    }
}
