//! Starosta districts (старостинські округи): parts of a hromada that a council forms of its settlements (law 280/97-ВР, art. 1 and 54-1).

use crate::{
    katottg::Katottg,
    lang::{Bilingual, Lang},
    text::{self, TextProblem},
};
use serde::{Deserialize, Serialize};

/// The number of a district in its community; it stays when the district is renamed or drawn anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DistrictNo(pub i16);

impl std::fmt::Display for DistrictNo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl std::str::FromStr for DistrictNo {
    type Err = ();

    /// As [`std::fmt::Display`] writes it: digits without a leading zero.
    fn from_str(text: &str) -> Result<Self, ()> {
        let number: i16 = text.parse().map_err(|_| ())?;
        (number >= 1 && number.to_string() == text)
            .then_some(Self(number))
            .ok_or(())
    }
}

/// A district: its name and the settlements of which it consists, sorted and distinct.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct District {
    pub no: DistrictNo,
    pub name: Bilingual,
    pub settlements: Vec<Katottg>,
}

/// The longest name, in characters.
pub const NAME: usize = 100;
/// The most districts of one community: the largest hromadas have some sixty.
pub const MOST_DISTRICTS: usize = 200;

/// The name of a district without the words that every page adds to it: «Бехівський» of «Бехівський старостинський округ» and of
/// «Старостинський округ Бехівський». Whatever else it is stays as it was typed, also where nothing else is left of it.
pub fn bare_name(lang: Lang, name: &str) -> String {
    let kind = match lang {
        Lang::Uk => ["старостинський", "округ"],
        Lang::En => ["starosta", "district"],
    };
    let is_kind = |pair: &[&str]| {
        pair.iter()
            .map(|word| word.to_lowercase())
            .eq(kind.iter().copied())
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    let rest = match words.as_slice() {
        [rest @ .., one, two] if is_kind(&[one, two]) => rest,
        [one, two, rest @ ..] if is_kind(&[one, two]) => rest,
        _ => &[],
    };
    match rest {
        [] => name.to_owned(),
        rest => rest.join(" "),
    }
}

/// A field of a district's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DistrictField {
    Name,
    Settlements,
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DistrictProblem {
    /// No Ukrainian name, or no settlement.
    Missing,
    /// More than this many characters.
    TooLong(usize),
    /// A control character or another sign that no text needs.
    BadCharacters,
    /// Another district of the community is called so.
    NameTaken,
    /// There are [`MOST_DISTRICTS`] already.
    TooMany,
    /// A settlement that the community does not have.
    UnknownSettlement,
    /// A settlement of another district: a settlement is in one.
    OfAnother {
        settlement: Katottg,
        district: Bilingual,
    },
}

/// A district as it may be stored: name bare ([`bare_name`]) and trimmed, settlements sorted and distinct. `others` are the community's other districts,
/// `known` its settlements.
///
/// # Errors
/// Everything that is wrong, in the order of the form.
pub fn check_district(
    typed: &District,
    others: &[District],
    known: &[Katottg],
) -> Result<District, Vec<(DistrictField, DistrictProblem)>> {
    use DistrictField as F;
    use DistrictProblem as P;
    let mut problems = Vec::new();
    let mut name = Bilingual::default();
    for (lang, tidy, typed) in [
        (Lang::Uk, &mut name.uk, &typed.name.uk),
        (Lang::En, &mut name.en, &typed.name.en),
    ] {
        match text::line(&bare_name(lang, typed), NAME) {
            Ok(line) => *tidy = line,
            Err(TextProblem::TooLong(most)) => problems.push((F::Name, P::TooLong(most))),
            Err(TextProblem::BadCharacters) => problems.push((F::Name, P::BadCharacters)),
        }
    }
    if problems.is_empty() {
        if name.uk.is_empty() {
            problems.push((F::Name, P::Missing));
        } else if others.iter().any(|other| {
            text::fold_for_comparison(&bare_name(Lang::Uk, &other.name.uk))
                == text::fold_for_comparison(&name.uk)
        }) {
            problems.push((F::Name, P::NameTaken));
        }
    }
    if others.len() >= MOST_DISTRICTS {
        problems.push((F::Name, P::TooMany));
    }
    let mut settlements = typed.settlements.clone();
    settlements.sort();
    settlements.dedup();
    if settlements.is_empty() {
        problems.push((F::Settlements, P::Missing));
    }
    if !settlements.iter().all(|code| known.contains(code)) {
        problems.push((F::Settlements, P::UnknownSettlement));
    }
    for code in &settlements {
        let taken = others.iter().find(|other| other.settlements.contains(code));
        problems.extend(taken.map(|other| {
            let problem = P::OfAnother {
                settlement: code.clone(),
                district: other.name.clone(),
            };
            (F::Settlements, problem)
        }));
    }
    if problems.is_empty() {
        Ok(District {
            no: typed.no,
            name,
            settlements,
        })
    } else {
        Err(problems)
    }
}

/// Of the districts `asked` those that are there still, as they are `now`, by number.
pub fn as_now(asked: &[District], now: &[District]) -> Vec<District> {
    now.iter()
        .filter(|district| asked.iter().any(|asked| asked.no == district.no))
        .cloned()
        .collect()
}

/// What became of a district that somebody had looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redrawn {
    /// It is not there any more; the name is its last.
    Removed { name: Bilingual },
    Changed {
        name: Bilingual,
        /// How it was called, where that is different.
        called_before: Option<Bilingual>,
        /// The settlements that it did not have.
        joined: Vec<Katottg>,
        /// The settlements that it has no more.
        left: Vec<Katottg>,
    },
}

/// What became of the districts that were `seen`, in their order; `now` are all that the community has. Nothing where each is as it was.
pub fn redrawn(seen: &[District], now: &[District]) -> Vec<Redrawn> {
    let without = |all: &[Katottg], these: &[Katottg]| -> Vec<Katottg> {
        all.iter()
            .filter(|code| !these.contains(code))
            .cloned()
            .collect()
    };
    let became = |seen: &District| {
        let Some(now) = now.iter().find(|district| district.no == seen.no) else {
            let name = seen.name.clone();
            return Some(Redrawn::Removed { name });
        };
        (now != seen).then(|| Redrawn::Changed {
            name: now.name.clone(),
            called_before: (now.name != seen.name).then(|| seen.name.clone()),
            joined: without(&now.settlements, &seen.settlements),
            left: without(&seen.settlements, &now.settlements),
        })
    };
    seen.iter().filter_map(became).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use DistrictField as F;
    use DistrictProblem as P;

    fn code(n: u32) -> Katottg {
        Katottg::parse(&format!("UA18060170{n:09}")).unwrap()
    }

    fn district(no: i16, name: &str, settlements: &[u32]) -> District {
        District {
            no: DistrictNo(no),
            name: Bilingual::new(name, ""),
            settlements: settlements.iter().map(|n| code(*n)).collect(),
        }
    }

    fn check(typed: &District) -> Result<District, Vec<(F, P)>> {
        let others = [district(1, "Бехівський", &[1, 2])];
        let known: Vec<Katottg> = (1..=9).map(code).collect();
        check_district(typed, &others, &known)
    }

    #[test]
    fn a_district_is_stored_tidy() {
        let typed = district(2, "  Ушомирський ", &[5, 3, 5]);
        assert_eq!(check(&typed), Ok(district(2, "Ушомирський", &[3, 5])));
    }

    #[test]
    fn a_name_is_stored_without_the_words_that_every_page_adds() {
        for (typed, stored) in [
            ("Бехівський", "Бехівський"),
            ("Бехівський старостинський округ", "Бехівський"),
            ("  Бехівський  СТАРОСТИНСЬКИЙ\u{a0}Округ ", "Бехівський"),
            ("Старостинський округ Бехівський", "Бехівський"),
            ("Старостинський округ № 3", "№ 3"),
            ("Новий Бехівський старостинський округ", "Новий Бехівський"),
            // Names that only look like it.
            ("Бехівський округ", "Бехівський округ"),
            ("Бехівський старостинський", "Бехівський старостинський"),
            ("старостинський округ", "старостинський округ"),
            ("", ""),
        ] {
            assert_eq!(bare_name(Lang::Uk, typed), stored, "{typed:?}");
        }
        assert_eq!(bare_name(Lang::En, "Bekhy Starosta District"), "Bekhy");
        assert_eq!(
            bare_name(Lang::En, "Бехівський старостинський округ"),
            "Бехівський старостинський округ"
        );
        let typed = District {
            name: Bilingual::new(
                "Ушомирський старостинський округ",
                "Ushomyr starosta district",
            ),
            ..district(2, "", &[3])
        };
        let stored = check(&typed).unwrap();
        assert_eq!(stored.name, Bilingual::new("Ушомирський", "Ushomyr"));
        assert_eq!(
            check(&district(2, "Бехівський старостинський округ", &[3])),
            Err(vec![(F::Name, P::NameTaken)])
        );
    }

    #[test]
    fn a_settlement_is_in_one_district_and_a_name_is_one_districts() {
        assert_eq!(
            check(&district(2, "бехівський", &[2, 3])),
            Err(vec![
                (F::Name, P::NameTaken),
                (
                    F::Settlements,
                    P::OfAnother {
                        settlement: code(2),
                        district: Bilingual::new("Бехівський", "")
                    }
                )
            ])
        );
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        assert_eq!(
            check(&district(2, " ", &[])),
            Err(vec![(F::Name, P::Missing), (F::Settlements, P::Missing)])
        );
        let long = "х".repeat(NAME + 1);
        assert_eq!(
            check(&district(2, &long, &[77])),
            Err(vec![
                (F::Name, P::TooLong(NAME)),
                (F::Settlements, P::UnknownSettlement)
            ])
        );
        assert_eq!(
            check(&district(2, "А\u{7}Б", &[3])),
            Err(vec![(F::Name, P::BadCharacters)])
        );
    }

    #[test]
    fn there_is_an_end_to_districts() {
        let others: Vec<District> = (1..=MOST_DISTRICTS as i16)
            .map(|no| district(no, &format!("Округ {no}"), &[]))
            .collect();
        let typed = district(201, "Ще один", &[3]);
        let check = |others: &[District]| check_district(&typed, others, &[code(3)]);
        assert_eq!(check(&others), Err(vec![(F::Name, P::TooMany)]));
        assert!(check(&others[1..]).is_ok());
    }

    #[test]
    fn what_became_of_a_district_is_told_by_its_number() {
        let seen = [
            district(1, "Бехівський", &[1, 2]),
            district(2, "Ушомирський", &[3]),
            district(4, "Міський", &[7]),
        ];
        let now = [
            district(1, "Бехи", &[2, 5, 6]),
            district(3, "Ушомирський", &[3]),
            district(4, "Міський", &[7]),
        ];
        assert_eq!(
            redrawn(&seen, &now),
            [
                Redrawn::Changed {
                    name: Bilingual::new("Бехи", ""),
                    called_before: Some(Bilingual::new("Бехівський", "")),
                    joined: vec![code(5), code(6)],
                    left: vec![code(1)],
                },
                Redrawn::Removed {
                    name: Bilingual::new("Ушомирський", "")
                },
            ]
        );
        assert_eq!(redrawn(&now, &now), []);
        assert_eq!(as_now(&seen, &now), [now[0].clone(), now[2].clone()]);
        // A translation alone is a change, too: it is published.
        let mut translated = now.clone();
        translated[2].name.en = "City".to_owned();
        assert_eq!(redrawn(&now, &translated).len(), 1);
    }

    #[test]
    fn a_number_reads_back_as_it_is_written() {
        assert_eq!("12".parse(), Ok(DistrictNo(12)));
        for wrong in ["", "0", "-1", "012", "+1", "1 ", "40000", "x"] {
            assert_eq!(wrong.parse::<DistrictNo>(), Err(()), "{wrong}");
        }
    }
}
