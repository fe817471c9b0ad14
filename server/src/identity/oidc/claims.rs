//! What a provider's claims say of a person.

use super::config::{ClaimNames, Levels};
use crate::identity::{Identified, IdentityError, RawKey, Secret};
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

/// The standard claims that we read.
#[derive(Default)]
pub(super) struct Standard {
    pub family: String,
    pub given: String,
    pub middle: String,
    /// `birthdate`, in the form YYYY-MM-DD (OpenID Connect Core 1.0, 5.1).
    pub birthdate: String,
}

/// The person whom these claims describe. `named`: the `acr` and `amr` values of the ID token.
///
/// # Errors
/// [`IdentityError::NotEnoughIdentity`] when no national identifier is among them: the provider's own subject tells one of
/// its accounts from another, and not one human from another (DESIGN §5.1).
pub(super) fn identified<'a>(
    claims: &Claims,
    standard: &Standard,
    named: impl IntoIterator<Item = &'a str>,
    names: &ClaimNames,
    levels: &Levels,
) -> Result<Identified, IdentityError> {
    let rnokpp = Rnokpp::parse(claims.said(&names.rnokpp));
    let unzr = Unzr::parse(claims.said(&names.unzr));
    let passport = Passport::parse(claims.said(&names.passport));
    let keys: Vec<RawKey> = [
        rnokpp.as_ref().map(RawKey::rnokpp),
        unzr.as_ref().map(RawKey::unzr),
        passport.as_ref().map(RawKey::passport),
    ]
    .into_iter()
    .flatten()
    .collect();
    if keys.is_empty() {
        return Err(IdentityError::NotEnoughIdentity);
    }
    let assurance: Assurance = levels.of(named);
    let birth_date = rnokpp
        .as_ref()
        .and_then(Rnokpp::birth_date)
        .or(unzr.as_ref().and_then(Unzr::birth_date))
        .or(date(&standard.birthdate));
    Ok(Identified {
        keys,
        name: PersonName::clean(&standard.family, &standard.given, &standard.middle),
        birth_date,
        assurance,
        organisation: None,
    })
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

    fn read(claims: Value, standard: Standard) -> Result<Identified, IdentityError> {
        let claims: Claims = serde_json::from_value(claims).unwrap();
        let names = ClaimNames {
            passport: "passport".to_owned(),
            ..ClaimNames::default()
        };
        let levels = "bank_id=substantial".parse().unwrap();
        identified(&claims, &standard, ["substantial"], &names, &levels)
    }

    #[test]
    fn each_identifier_is_a_key_and_tells_the_birth_date() {
        let all = json!({"drfocode": "3081802366", "unzr": "19840517-01181", "passport": "ВМ123456", "other": {"a": 1}});
        let person = read(all, Standard::default()).unwrap();
        let kinds: Vec<KeyKind> = person.keys.iter().map(RawKey::kind).collect();
        assert_eq!(kinds, [KeyKind::Rnokpp, KeyKind::Unzr, KeyKind::Passport]);
        assert_eq!(person.birth_date, Date::new(1984, 5, 17));
        assert_eq!(person.assurance, Assurance::BankId);
        // A number as a JSON number is the same.
        let number = read(json!({"drfocode": 3_081_802_366_u64}), Standard::default()).unwrap();
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
            let outcome = read(claims.clone(), Standard::default());
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
            let standard = Standard {
                birthdate: birthdate.to_owned(),
                ..Standard::default()
            };
            read(json!({"passport": "012345678"}), standard)
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
    fn claims_are_never_printed_nor_written() {
        let claims: Claims = serde_json::from_value(json!({"drfocode": "3081802366"})).unwrap();
        assert!(!format!("{claims:?}").contains("3081802366"));
        assert_eq!(serde_json::to_string(&claims).unwrap(), "{}");
    }
}
