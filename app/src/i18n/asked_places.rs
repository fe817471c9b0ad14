//! The places of an audience by name.

use super::{Lang, eligibility};
use domain::lang::Bilingual;

/// Whom a poll asks, by where they live. Both lists empty: people of the whole community.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedPlaces {
    pub districts: Vec<Bilingual>,
    pub settlements: Vec<String>,
}

impl AskedPlaces {
    pub fn is_everywhere(&self) -> bool {
        self.districts.is_empty() && self.settlements.is_empty()
    }

    /// The kinds of place with the names of each: «старостинський округ: Бехівський; населені пункти: Коростень, Бехи». Empty for
    /// the whole community.
    pub fn in_words(&self, lang: Lang) -> String {
        let districts: Vec<&str> = self.districts.iter().map(|name| name.get(lang)).collect();
        let districts = match districts.as_slice() {
            [] => None,
            [one] => Some(eligibility::district_named(lang, one)),
            many => Some(eligibility::districts_named(lang, &many.join(", "))),
        };
        let settlements = match self.settlements.as_slice() {
            [] => None,
            [one] => Some(eligibility::settlement_named(lang, one)),
            many => Some(eligibility::settlements_named(lang, &many.join(", "))),
        };
        match (districts, settlements) {
            (Some(districts), Some(settlements)) => {
                eligibility::districts_and_settlements(lang, &districts, &settlements)
            }
            (districts, settlements) => districts.or(settlements).unwrap_or_default(),
        }
    }

    /// Their names alone, districts first.
    pub fn named(&self, lang: Lang) -> Vec<String> {
        let districts = self
            .districts
            .iter()
            .map(|name| eligibility::district(lang, name.get(lang)));
        districts.chain(self.settlements.iter().cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(districts: &[&str], settlements: &[&str]) -> AskedPlaces {
        AskedPlaces {
            districts: districts
                .iter()
                .map(|name| Bilingual::new(*name, ""))
                .collect(),
            settlements: settlements.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    #[test]
    fn districts_and_settlements_are_told_apart() {
        let words = |places: AskedPlaces| places.in_words(Lang::Uk);
        assert_eq!(words(places(&[], &[])), "");
        assert_eq!(words(places(&[], &["Бехи"])), "населений пункт: Бехи");
        assert_eq!(
            words(places(&["Бехівський"], &[])),
            "старостинський округ: Бехівський"
        );
        assert_eq!(
            words(places(
                &["Бехівський", "Ушомирський"],
                &["Коростень", "Шатрище"]
            )),
            "старостинські округи: Бехівський, Ушомирський; населені пункти: Коростень, Шатрище"
        );
        assert_eq!(
            places(&["Бехівський"], &["Коростень"]).named(Lang::En),
            ["Бехівський starosta district", "Коростень"]
        );
    }
}
