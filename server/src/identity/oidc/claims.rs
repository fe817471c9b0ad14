//! What a provider's claims say of a person.

use super::config::{ClaimNames, Levels};
use crate::identity::{Identified, IdentityError, RawKey, Secret, Step};
use domain::{
    identifiers::Passport,
    identity::Assurance,
    national_id::{Rnokpp, Unzr},
    person_name::PersonName,
    time::Date,
};
use openidconnect::AdditionalClaims;
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;

/// The claims that no standard names, each as a text that is wiped when dropped. Anything else than a text or a number is empty.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Claims(BTreeMap<String, Secret>);

/// Only because the trait asks for it: nothing writes claims, and what is secret stays so.
impl Serialize for Claims {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(std::iter::empty::<(&str, &str)>())
    }
}

impl AdditionalClaims for Claims {}

impl Claims {
    /// What a claim says; nothing for a name that is empty.
    fn said(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |secret| secret.reveal().trim())
    }
}

/// What one source, user info or the ID token, says of somebody.
pub(super) struct Told<'a> {
    pub claims: &'a Claims,
    pub name: PersonName,
    /// `birthdate`, in the form YYYY-MM-DD (OpenID Connect Core 1.0, 5.1).
    pub birthdate: String,
}

/// The person whom these sources describe, all of one subject. What one does not say or says so that it cannot be read, the next one
/// does: a provider may put a claim into either. `named`: the `acr` and `amr` values of the ID token.
///
/// # Errors
/// [`IdentityError::NotEnoughIdentity`] when no national identifier is among the claims: the provider's own subject tells one of
/// its accounts from another, and not one human from another (DESIGN §5.1). [`IdentityError::Malformed`] when one source names another
/// number than the other, which is given once for life: whose record that would be is not for us to guess.
pub(super) fn identified<'a>(
    told: &[Told<'_>],
    named: impl IntoIterator<Item = &'a str>,
    names: &ClaimNames,
    levels: &Levels,
) -> Result<Identified, IdentityError> {
    let rnokpp = agreed(told, &names.rnokpp, Rnokpp::parse)?;
    let unzr = agreed(told, &names.unzr, Unzr::parse)?;
    let mut keys: Vec<RawKey> = Vec::new();
    keys.extend(rnokpp.as_ref().map(RawKey::rnokpp));
    keys.extend(unzr.as_ref().map(RawKey::unzr));
    for source in told {
        let passport = Passport::parse(source.claims.said(&names.passport));
        if let Some(key) = passport.as_ref().map(RawKey::passport)
            && !keys.contains(&key)
        {
            keys.push(key);
        }
    }
    if keys.is_empty() {
        return Err(IdentityError::NotEnoughIdentity);
    }
    let assurance: Assurance = levels.of(named);
    let birth_date = rnokpp
        .as_ref()
        .and_then(Rnokpp::birth_date)
        .or(unzr.as_ref().and_then(Unzr::birth_date))
        .or_else(|| told.iter().find_map(|source| date(&source.birthdate)));
    // A name is one thing: no part of it is taken from elsewhere.
    let mut names = told.iter().map(|source| &source.name);
    let name = names.find(|name| !name.is_empty()).cloned();
    Ok(Identified {
        keys,
        name: name.unwrap_or_default(),
        birth_date,
        assurance,
        organisation: None,
    })
}

/// The number that the claim called `name` holds, wherever it stands.
fn agreed<T: PartialEq>(
    told: &[Told<'_>],
    name: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, IdentityError> {
    let mut all = told
        .iter()
        .filter_map(|source| parse(source.claims.said(name)));
    let first = all.next();
    if all.any(|other| Some(&other) != first.as_ref()) {
        return Err(IdentityError::Malformed {
            step: Step::UserInfo,
            fault: "it names another number than the ID token",
        });
    }
    Ok(first)
}

/// A whole date; a year alone, which the standard allows, tells no age.
fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let date = Date::new(
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
    )?;
    parts.next().is_none().then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::identifiers::KeyKind;
    use serde_json::{Value, json};

    /// What user info and the ID token say, in this order; members called `name` and `birthdate` are the standard ones.
    fn read_all(sources: &[Value]) -> Result<Identified, IdentityError> {
        let names = ClaimNames {
            passport: "passport".to_owned(),
            ..ClaimNames::default()
        };
        let levels = "bank_id=substantial".parse().unwrap();
        let claims: Vec<Claims> = sources
            .iter()
            .map(|source| serde_json::from_value(source.clone()).unwrap())
            .collect();
        let told: Vec<Told> = claims
            .iter()
            .map(|claims| Told {
                claims,
                name: PersonName::clean(claims.said("name"), "", ""),
                birthdate: claims.said("birthdate").to_owned(),
            })
            .collect();
        identified(&told, ["substantial"], &names, &levels)
    }

    fn read(claims: Value) -> Result<Identified, IdentityError> {
        read_all(&[claims])
    }

    #[test]
    fn each_identifier_is_a_key_and_tells_the_birth_date() {
        let all = json!({"drfocode": "3081802366", "unzr": "19840517-01181", "passport": "ВМ123456", "other": {"a": 1}});
        let person = read(all).unwrap();
        let kinds: Vec<KeyKind> = person.keys.iter().map(RawKey::kind).collect();
        assert_eq!(kinds, [KeyKind::Rnokpp, KeyKind::Unzr, KeyKind::Passport]);
        assert_eq!(person.birth_date, Date::new(1984, 5, 17));
        assert_eq!(person.assurance, Assurance::BankId);
        // A number as a JSON number is the same.
        let number = read(json!({"drfocode": 3_081_802_366_u64})).unwrap();
        assert!(number.has_rnokpp());
    }

    #[test]
    fn without_a_national_identifier_nobody_is_told_from_another() {
        for claims in [
            json!({}),
            json!({"drfocode": "3081802367"}),
            json!({"unzr": "19840517-01188"}),
            json!({"drfocode": "N/A", "unzr": ["19840517-01181"], "passport": null}),
            json!({"": "3081802366"}),
        ] {
            let outcome = read(claims.clone());
            assert_eq!(
                outcome.unwrap_err(),
                IdentityError::NotEnoughIdentity,
                "{claims}"
            );
        }
    }

    #[test]
    fn a_birthdate_counts_where_no_number_tells_it() {
        let of = |birthdate: &str| {
            read(json!({"passport": "012345678", "birthdate": birthdate}))
                .unwrap()
                .birth_date
        };
        assert_eq!(of("1984-05-17"), Date::new(1984, 5, 17));
        for none in [
            "",
            "1984",
            "0000-05-17",
            "1984-02-30",
            "1984-05-17-1",
            "x-y-z",
        ] {
            assert_eq!(of(none), None, "{none}");
        }
    }

    #[test]
    fn what_user_info_does_not_say_the_id_token_does() {
        let token = json!({"drfocode": "3081802366", "unzr": "19840517-01181", "name": "Савчук", "birthdate": "1984-05-17"});
        for info in [
            json!({}),
            json!({"drfocode": "", "unzr": null, "name": ""}),
            json!({"drfocode": "N/A", "birthdate": "1984"}),
            json!({"drfocode": "3081802366", "unzr": "N/A"}),
        ] {
            let person = read_all(&[info.clone(), token.clone()]).unwrap();
            let values: Vec<&str> = person.keys.iter().map(RawKey::value).collect();
            assert_eq!(values, ["3081802366", "19840517-01181"], "{info}");
            assert_eq!(person.name.family, "Савчук", "{info}");
        }
        // User info comes first, and each identifier counts wherever it stands.
        let info = json!({"passport": "012345678", "name": "Савчук-Коваль"});
        let person = read_all(&[info, token.clone()]).unwrap();
        assert_eq!(
            (person.keys.len(), person.name.family.as_str()),
            (3, "Савчук-Коваль")
        );
        // Two numbers of one subject are a contradiction, whichever is right.
        let other = json!({"drfocode": "2345678902", "unzr": "19840517-01181"});
        assert_eq!(read_all(&[other, token]).unwrap_err().code(), "malformed");
        // Two passports are not: one may have replaced the other.
        let passports = ["012345678", "012345679"].map(|number| json!({"passport": number}));
        assert_eq!(read_all(&passports).unwrap().keys.len(), 2);
    }

    #[test]
    fn claims_are_never_printed_nor_written() {
        let claims: Claims = serde_json::from_value(json!({"drfocode": "3081802366"})).unwrap();
        assert!(!format!("{claims:?}").contains("3081802366"));
        assert_eq!(serde_json::to_string(&claims).unwrap(), "{}");
    }
}
