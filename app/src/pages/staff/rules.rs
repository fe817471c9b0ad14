//! What a draft of this community is checked against: the regulation in force and the community's settlements.

use crate::{
    context::{Services, Visit},
    failure::Failure,
};
use domain::{
    katottg::{Katottg, Unit},
    policy::Policy,
    poll::DraftRules,
};
use std::sync::Arc;

/// The rules of one visit.
pub struct Rules {
    pub policy: Arc<Policy>,
    /// The settlements of the community in the order of the Ukrainian alphabet; none for the platform.
    pub settlements: Vec<Unit>,
    codes: Vec<Katottg>,
    prefix: Option<String>,
}

impl Rules {
    /// Reads them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(services: &Services, visit: &Visit) -> Result<Self, Failure> {
        let territory = visit.community.territory.as_ref();
        let mut settlements = match territory {
            Some(hromada) => services.store.settlements(hromada).await?,
            None => Vec::new(),
        };
        settlements.sort_by_cached_key(|unit| alphabetical(&unit.name));
        Ok(Self {
            policy: visit.policy.clone(),
            codes: settlements.iter().map(|unit| unit.code.clone()).collect(),
            settlements,
            prefix: territory.map(|hromada| hromada.hromada_prefix().to_owned()),
        })
    }

    /// As `domain` takes them.
    pub fn of_draft(&self) -> DraftRules<'_> {
        DraftRules {
            policy: &self.policy,
            territory_prefix: self.prefix.as_deref(),
            known_settlements: Some(&self.codes),
        }
    }
}

/// The letters in the order of the alphabet; code points would put ґ, є, і and ї after я.
const ALPHABET: &str = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя";

/// A key that sorts names as Ukrainian dictionaries do; the apostrophe and hyphens count for nothing.
fn alphabetical(name: &str) -> Vec<u32> {
    let folded = domain::text::fold_for_search(name);
    folded
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ')
        .map(|c| match ALPHABET.chars().position(|letter| letter == c) {
            // Behind Latin letters and digits, before any other script.
            Some(at) => 0x400 + u32::try_from(at).unwrap_or(0),
            None => u32::from(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn villages_stand_in_the_order_of_the_ukrainian_alphabet() {
        let mut names = [
            "Їжаківка",
            "Яблунівка",
            "Єрківці",
            "Гута",
            "Ґрунт",
            "Івниця",
            "В’язівка",
            "Вишнівка",
            "Бехи",
            "Жубровичі",
            "Йосипівка",
            "Ихове",
        ];
        names.sort_by_cached_key(|name| alphabetical(name));
        assert_eq!(
            names,
            [
                "Бехи",
                "Вишнівка",
                "В’язівка",
                "Гута",
                "Ґрунт",
                "Єрківці",
                "Жубровичі",
                "Ихове",
                "Івниця",
                "Їжаківка",
                "Йосипівка",
                "Яблунівка"
            ]
        );
    }
}
