//! The invented residents of the demonstration: one file for the sandbox identity service (who can sign in) and for the
//! seed (who belongs to which community). Everybody in it is invented; a likeness to a real number would be chance.
//!
//! # The file
//! JSON: `{ "communities": [ { "slug", "name", "territory", "people": [ … ] } ] }`. `slug` is the community's, `name` its name
//! `{ "uk", "en" }`, `territory` its KATOTTG code. A person has
//!
//! | Field | Meaning |
//! |---|---|
//! | `id` | stable name, Latin letters, digits and hyphens, unique in the file; the sandbox's `sandbox_person` |
//! | `family`, `given`, `middle` | name; `middle` may be missing |
//! | `born` | birth date, `YYYY-MM-DD`; what the keys say must agree |
//! | `rnokpp`, `unzr`, `passport` | the keys by which the person arrives, at least one: ten digits; `YYYYMMDD-NNNNC`; series and number or the card's number |
//! | `settlement` | `{ "code", "name" }` by KATOTTG, missing for outsiders |
//! | `residency` | `none`, `declared`, `confirmed_by_register` or `confirmed_by_staff` |
//! | `evidence`, `expires` | for `confirmed_by_staff`: the kind of evidence, the last day it counts; may be missing |
//! | `roles` | the names of `domain::role::Role`; may be missing |
//! | `organisation` | `{ "edrpou", "name", "title" }` that a qualified signature names; may be missing |
//! | `note` | `{ "uk", "en" }`: what is special about the person, shown beside the name; may be missing |

use crate::identity::RawKey;
use domain::{
    identifiers::Passport,
    identity::Residency,
    katottg::Katottg,
    lang::Bilingual,
    national_id::{Edrpou, Rnokpp, Unzr},
    organisation::SignedFor,
    person_name::PersonName,
    role::Role,
    time::Date,
};
use serde::Deserialize;
use std::collections::HashSet;

/// The list that is compiled in.
const EMBEDDED: &str = include_str!("sandbox/residents.json");

/// All invented residents, by community.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoResidents {
    pub communities: Vec<DemoCommunity>,
}

/// The invented residents of one community, and some outsiders who try to take part in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoCommunity {
    pub slug: String,
    pub name: Bilingual,
    pub territory: Katottg,
    pub people: Vec<Resident>,
}

/// An invented person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resident {
    pub id: String,
    pub name: PersonName,
    pub born: Date,
    pub rnokpp: Option<Rnokpp>,
    pub unzr: Option<Unzr>,
    pub passport: Option<Passport>,
    pub settlement: Option<Settlement>,
    pub residency: Residency,
    /// The kind of evidence and the last day it counts, where staff confirmed the residency.
    pub evidence: Option<String>,
    pub expires: Option<Date>,
    pub roles: Vec<Role>,
    pub organisation: Option<SignedFor>,
    /// What is special about this person; empty for most.
    pub note: Bilingual,
}

/// A settlement by its code and name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    pub code: Katottg,
    pub name: String,
}

/// Why a file of residents cannot be used. Everybody in it is invented, so the message may name them.
#[derive(Debug, thiserror::Error)]
pub enum DemoResidentsError {
    #[error("the file of invented residents is not the JSON described in demo_residents.rs: {0}")]
    Json(#[from] serde_json::Error),
    #[error("invented resident {id}: {fault}")]
    Resident { id: String, fault: &'static str },
}

impl DemoResidents {
    /// The list that is compiled in: Korosten and Ovruch.
    ///
    /// # Errors
    /// None: a test reads the same bytes.
    pub fn embedded() -> Result<Self, DemoResidentsError> {
        Self::from_json(EMBEDDED)
    }

    /// Reads a file of the form described above.
    ///
    /// # Errors
    /// [`DemoResidentsError::Json`] for another form, [`DemoResidentsError::Resident`] for an id or key that is wrong, used
    /// twice, or disagrees with the birth date.
    pub fn from_json(text: &str) -> Result<Self, DemoResidentsError> {
        let file: File = serde_json::from_str(text)?;
        let mut seen = HashSet::new();
        let communities = file
            .communities
            .into_iter()
            .map(|community| {
                let people = community
                    .people
                    .into_iter()
                    .map(|written| {
                        let id = written.id.clone();
                        written
                            .check(&mut seen)
                            .map_err(|fault| DemoResidentsError::Resident { id, fault })
                    })
                    .collect::<Result<_, _>>()?;
                Ok(DemoCommunity {
                    slug: community.slug,
                    name: community.name,
                    territory: community.territory,
                    people,
                })
            })
            .collect::<Result<_, DemoResidentsError>>()?;
        Ok(Self { communities })
    }

    /// Everybody, in the order of the file.
    pub fn people(&self) -> impl Iterator<Item = &Resident> {
        self.communities
            .iter()
            .flat_map(|community| &community.people)
    }

    /// The person with this id.
    pub fn find(&self, id: &str) -> Option<&Resident> {
        self.people().find(|person| person.id == id)
    }
}

impl Resident {
    /// The keys by which this person arrives: the very ones, in the very order, that the adapter hands over after a
    /// sign-in through the sandbox.
    pub fn keys(&self) -> Vec<RawKey> {
        let rnokpp = self.rnokpp.as_ref().map(RawKey::rnokpp);
        let unzr = self.unzr.as_ref().map(RawKey::unzr);
        let passport = self.passport.as_ref().map(RawKey::passport);
        [rnokpp, unzr, passport].into_iter().flatten().collect()
    }
}

/// How many different people [`load_resident`] can make.
pub const LOAD_RESIDENTS: u32 = 18_000 * 2 * 2_500;

/// The invented person number `index` for load tests, `load-{index}`: an adult who lives in the city of Korosten, residency
/// confirmed. The same index gives the same person, another one another РНОКПП. `None` from [`LOAD_RESIDENTS`] on.
pub fn load_resident(index: u32) -> Option<Resident> {
    /// Birth dates run from 1 January 1950 over 18,000 days, to April 1999.
    const FIRST_DAY: i32 = -7_305;
    const DAYS: u32 = 18_000;
    /// Serials from here on are never used in the file.
    const FIRST_SERIAL: u32 = 2_500;
    if index >= LOAD_RESIDENTS {
        return None;
    }
    let day = i32::try_from(index % DAYS).ok()?;
    let round = index / DAYS;
    let serial = u16::try_from(FIRST_SERIAL + round / 2).ok()?;
    let born = Date::from_days_since_1970(FIRST_DAY + day)?;
    Some(Resident {
        id: format!("load-{index}"),
        name: PersonName::clean(&format!("Навантажний-{index}"), "Тест", ""),
        born,
        rnokpp: Some(Rnokpp::compose(born, serial, round % 2 == 1)?),
        unzr: None,
        passport: None,
        settlement: Some(Settlement {
            code: Katottg::parse("UA18060090010074365")?,
            name: "Коростень".to_owned(),
        }),
        residency: Residency::ConfirmedByRegister,
        evidence: None,
        expires: None,
        roles: Vec::new(),
        organisation: None,
        note: Bilingual::default(),
    })
}

/// The file as it is written, before its keys are checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    communities: Vec<WrittenCommunity>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCommunity {
    slug: String,
    name: Bilingual,
    territory: Katottg,
    people: Vec<WrittenResident>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenResident {
    id: String,
    family: String,
    given: String,
    #[serde(default)]
    middle: String,
    born: Date,
    rnokpp: Option<String>,
    unzr: Option<String>,
    passport: Option<String>,
    settlement: Option<Settlement>,
    residency: Residency,
    evidence: Option<String>,
    expires: Option<Date>,
    #[serde(default)]
    roles: Vec<Role>,
    organisation: Option<WrittenOrganisation>,
    #[serde(default)]
    note: Bilingual,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenOrganisation {
    edrpou: String,
    name: String,
    title: Option<String>,
}

impl WrittenResident {
    /// The person, if the id is usable and new and every key is right, new and of the same birth date.
    fn check(self, seen: &mut HashSet<String>) -> Result<Resident, &'static str> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.id.is_empty() || self.id.len() > 40 || !self.id.chars().all(plain) {
            return Err("the id is not 1 to 40 lower-case Latin letters, digits and hyphens");
        }
        if self.id.starts_with("load-") || self.id.starts_with("fault-") {
            return Err("ids that begin with load- or fault- are the sandbox's own");
        }
        let rnokpp = parsed(self.rnokpp, Rnokpp::parse, "the РНОКПП is not valid")?;
        let unzr = parsed(self.unzr, Unzr::parse, "the УНЗР is not valid")?;
        let passport = parsed(self.passport, Passport::parse, "the passport is not valid")?;
        let births = [
            rnokpp.as_ref().and_then(Rnokpp::birth_date),
            unzr.as_ref().and_then(Unzr::birth_date),
        ];
        if births.into_iter().flatten().any(|birth| birth != self.born) {
            return Err("the birth date and the keys disagree");
        }
        let person = Resident {
            name: PersonName::clean(&self.family, &self.given, &self.middle),
            born: self.born,
            rnokpp,
            unzr,
            passport,
            settlement: self.settlement,
            residency: self.residency,
            evidence: self.evidence,
            expires: self.expires,
            roles: self.roles,
            organisation: self
                .organisation
                .map(WrittenOrganisation::check)
                .transpose()?,
            note: self.note,
            id: self.id,
        };
        let keys = person.keys();
        if keys.is_empty() {
            return Err("there is no key at all");
        }
        if person.name.is_empty() {
            return Err("there is no name");
        }
        let mut names = keys
            .iter()
            .map(|key| format!("{} {}", key.kind(), key.value()));
        if !names.all(|name| seen.insert(name)) || !seen.insert(format!("id {}", person.id)) {
            return Err("the id or a key is used twice");
        }
        Ok(person)
    }
}

impl WrittenOrganisation {
    fn check(self) -> Result<SignedFor, &'static str> {
        let edrpou = Edrpou::parse(&self.edrpou).ok_or("the organisation's ЄДРПОУ is not valid")?;
        Ok(SignedFor {
            edrpou,
            name: self.name,
            title: self.title,
        })
    }
}

fn parsed<T>(
    text: Option<String>,
    parse: impl Fn(&str) -> Option<T>,
    fault: &'static str,
) -> Result<Option<T>, &'static str> {
    text.map(|text| parse(&text).ok_or(fault)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_list_is_valid_and_holds_all_kinds_of_people() {
        let all = DemoResidents::embedded().unwrap();
        let slugs: Vec<&str> = all.communities.iter().map(|c| c.slug.as_str()).collect();
        assert_eq!(slugs, ["korosten", "ovruch"]);
        for community in &all.communities {
            let people = &community.people;
            assert!(people.len() >= 10, "{}", community.slug);
            assert!(
                people
                    .iter()
                    .any(|p| p.roles.contains(&Role::Administrator))
            );
            assert!(people.iter().any(|p| p.roles.contains(&Role::Moderator)));
            assert!(people.iter().any(|p| p.residency == Residency::Declared));
            assert!(
                people
                    .iter()
                    .any(|p| p.settlement.is_none() && p.residency == Residency::None)
            );
            let prefix = community.territory.hromada_prefix();
            for person in people {
                let inside = person
                    .settlement
                    .as_ref()
                    .is_none_or(|s| s.code.hromada_prefix() == prefix);
                assert!(inside, "{} lives in another hromada", person.id);
                assert_eq!(
                    person.settlement.is_none(),
                    person.residency == Residency::None,
                    "{}",
                    person.id
                );
            }
        }
        let korosten = &all.communities[0].people;
        assert!(korosten.len() >= 40);
        let villages: HashSet<&str> = korosten
            .iter()
            .filter_map(|p| p.settlement.as_ref())
            .map(|s| s.name.as_str())
            .collect();
        assert!(villages.len() >= 10, "{villages:?}");
        assert!(korosten.iter().filter(|p| p.rnokpp.is_none()).count() >= 2);
        assert_eq!(
            all.find("iryna-savchuk").unwrap().name.full(),
            "Ірина Савчук"
        );
    }

    #[test]
    fn load_residents_are_many_valid_and_all_different() {
        let numbers: HashSet<String> = (0..50_000)
            .chain(LOAD_RESIDENTS - 1_000..LOAD_RESIDENTS)
            .map(|index| load_resident(index).unwrap())
            .map(|person| {
                let rnokpp = person.rnokpp.unwrap();
                assert_eq!(rnokpp.birth_date(), Some(person.born));
                rnokpp.digits().to_owned()
            })
            .collect();
        assert_eq!(numbers.len(), 51_000);
        let listed = DemoResidents::embedded().unwrap();
        assert!(
            listed
                .people()
                .filter_map(|p| p.rnokpp.as_ref())
                .all(|n| !numbers.contains(n.digits()))
        );
        assert_eq!(load_resident(LOAD_RESIDENTS), None);
        assert_eq!(load_resident(7), load_resident(7));
    }

    fn with(person: &str) -> Result<DemoResidents, DemoResidentsError> {
        let territory = "UA18060090000061708";
        DemoResidents::from_json(&format!(
            r#"{{"communities":[{{"slug":"k","name":{{"uk":"К"}},"territory":"{territory}","people":[{person}]}}]}}"#
        ))
    }

    #[test]
    fn a_wrong_file_says_what_is_wrong() {
        let good = r#"{"id":"a","family":"А","given":"Б","born":"1984-05-17","rnokpp":"3081802366","residency":"none"}"#;
        assert!(with(good).is_ok());
        for (bad, fault) in [
            (good.replace("2366", "2367"), "РНОКПП"),
            (good.replace("1984-05-17", "1984-05-18"), "disagree"),
            (good.replace(r#""id":"a""#, r#""id":"a b""#), "the id"),
            (
                good.replace(r#""id":"a""#, r#""id":"load-1""#),
                "the sandbox's own",
            ),
            (good.replace(r#""rnokpp":"3081802366","#, ""), "no key"),
            (
                format!("{good},{}", good.replace(r#""id":"a""#, r#""id":"b""#)),
                "used twice",
            ),
            (
                format!(
                    "{good},{}",
                    good.replace(r#""rnokpp":"3081802366""#, r#""passport":"012345678""#)
                ),
                "used twice",
            ),
            (
                good.replace(r#""residency""#, r#""shoe_size":41,"residency""#),
                "shoe_size",
            ),
        ] {
            let error = with(&bad).unwrap_err().to_string();
            assert!(error.contains(fault), "{error}");
        }
    }
}
