//! The starosta districts that a draft asks: which settlements each has now, and what became of them since the draft was saved. A draft
//! is published for them as they are, so whoever publishes has to have seen that.

use super::rules::Rules;
use crate::{
    context::place_name,
    i18n::{Lang, eligibility, staff_districts as words},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    district::{District, Redrawn, as_now, redrawn},
    katottg::{Katottg, Unit},
    lang::Bilingual,
    poll::Poll,
};
use leptos::prelude::*;
use sha2::{Digest, Sha256};

/// The districts of a draft.
#[derive(Clone, Debug, Default)]
pub struct AskedDistricts {
    /// Those that are there still.
    now: Vec<District>,
    /// What became of them since the draft was saved.
    redrawn: Vec<Redrawn>,
    settlements: Vec<Unit>,
}

impl AskedDistricts {
    /// Those of `draft`, which is drawn anew as they are now.
    pub fn redraw(draft: &mut Poll, rules: &Rules) -> Self {
        let audience = &mut draft.content.audience;
        let asked = Self {
            now: as_now(&audience.districts, &rules.districts),
            redrawn: redrawn(&audience.districts, &rules.districts),
            settlements: rules.settlements.clone(),
        };
        audience.redraw(&rules.districts);
        asked
    }

    /// What a form carries of the districts that its page showed: another text where any of them is different. Empty for none.
    pub fn seen(&self) -> String {
        if self.now.is_empty() {
            return String::new();
        }
        let mut hash = Sha256::new();
        for district in &self.now {
            let District {
                no,
                name,
                settlements,
            } = district;
            // No name holds a control character.
            hash.update(format!("{no}\0{}\0{}\0", name.uk, name.en));
            for code in settlements {
                hash.update(code.as_str());
            }
        }
        URL_SAFE_NO_PAD.encode(&hash.finalize()[..16])
    }

    /// The list of them with their settlements, below what has changed; nothing where no district is asked.
    pub fn view(&self, lang: Lang) -> Option<AnyView> {
        if self.now.is_empty() && self.redrawn.is_empty() {
            return None;
        }
        let changes: Vec<_> = self
            .redrawn
            .iter()
            .flat_map(|what| self.told(lang, what))
            .map(|change| view! { <li>{change}</li> })
            .collect();
        let changes = (!changes.is_empty()).then(|| {
            view! {
                <div class="callout callout--warn" id="redrawn">
                    <p>
                        <strong>{words::redrawn_title(lang)}</strong>
                    </p>
                    <ul class="list">{changes}</ul>
                </div>
            }
        });
        let now: Vec<_> = self
            .now
            .iter()
            .map(|district| {
                view! {
                    <li>
                        {named(lang, &district.name)} ": "
                        <span lang="uk">{self.names(&district.settlements)}</span>
                    </li>
                }
            })
            .collect();
        let now = (!now.is_empty()).then(|| {
            view! {
                <p>{words::asked_now(lang)}</p>
                <ul class="list">{now}</ul>
            }
        });
        Some(view! { {changes} {now} }.into_any())
    }

    /// What became of one, in sentences.
    fn told(&self, lang: Lang, what: &Redrawn) -> Vec<String> {
        match what {
            Redrawn::Removed { name } => vec![words::redrawn_removed(lang, &named(lang, name))],
            Redrawn::Changed {
                name,
                called_before,
                joined,
                left,
            } => {
                let now = named(lang, name);
                let before = called_before.as_ref().map(|before| {
                    // The name in the other language may be all that is different.
                    let told = match (before.get(lang) == name.get(lang), lang) {
                        (false, lang) => before.get(lang),
                        (true, Lang::Uk) => before.get(Lang::En),
                        (true, Lang::En) => before.get(Lang::Uk),
                    };
                    words::redrawn_name(lang, &now, told)
                });
                let joined = (!joined.is_empty())
                    .then(|| words::redrawn_joined(lang, &now, &self.names(joined)));
                let left =
                    (!left.is_empty()).then(|| words::redrawn_left(lang, &now, &self.names(left)));
                [before, joined, left].into_iter().flatten().collect()
            }
        }
    }

    fn names(&self, codes: &[Katottg]) -> String {
        let names: Vec<String> = codes
            .iter()
            .map(|code| place_name(&self.settlements, code))
            .collect();
        names.join(", ")
    }
}

fn named(lang: Lang, name: &Bilingual) -> String {
    eligibility::district(lang, name.get(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::district::DistrictNo;

    fn asked(no: i16, name: &str, codes: &[&str]) -> AskedDistricts {
        AskedDistricts {
            now: vec![District {
                no: DistrictNo(no),
                name: Bilingual::new(name, ""),
                settlements: codes
                    .iter()
                    .filter_map(|code| Katottg::parse(code))
                    .collect(),
            }],
            ..AskedDistricts::default()
        }
    }

    #[test]
    fn other_districts_are_another_text_in_the_form() {
        let (one, two) = ("UA18060090010074365", "UA18060090420021941");
        let all = [
            AskedDistricts::default(),
            asked(1, "Міський", &[one]),
            asked(2, "Міський", &[one]),
            asked(1, "Сільський", &[one]),
            asked(1, "Міський", &[two]),
            asked(1, "Міський", &[one, two]),
        ];
        let mut seen: Vec<String> = all.iter().map(AskedDistricts::seen).collect();
        assert_eq!(seen[0], "", "a form without districts");
        assert_eq!(seen[1], asked(1, "Міський", &[one]).seen());
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), all.len(), "{seen:?}");
    }
}
