//! Reading id.gov.ua's description of a person, with all its traps (DOMAIN.md, "id.gov.ua"): "N/A" for what is unknown,
//! `edrpoucode` that repeats the person's own code, a passport in `drfocode`, errors inside a successful answer.

use crate::identity::{Identified, IdentityError, RawKey, Secret, Step};
use domain::{
    identifiers::Passport,
    identity::Assurance,
    national_id::{Edrpou, Rnokpp, Unzr},
    organisation::SignedFor,
    person_name::PersonName,
};
use serde::Deserialize;
use serde_json::Value;

/// The fields that are asked for: no more than what identifies a person and names an organisation.
pub(super) const FIELDS: &str =
    "lastname,givenname,middlename,subjectcn,drfocode,unzr,documents,edrpoucode,o,title,auth_type";

/// Most passports of one person that are read.
const MOST_PASSPORTS: usize = 4;
/// Longest name or position in an organisation that is kept, in characters.
const LONGEST_TEXT: usize = 200;

/// The body of `get-user-info`. Every field may be missing, "N/A", or of another type than documented.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct UserInfo {
    lastname: Secret,
    givenname: Secret,
    middlename: Secret,
    subjectcn: Secret,
    drfocode: Secret,
    unzr: Secret,
    documents: Value,
    edrpoucode: Secret,
    o: Secret,
    title: Secret,
    auth_type: Secret,
}

/// The person whom `body`, the JSON object of a successful answer without an error, describes.
///
/// # Errors
/// [`IdentityError::Encrypted`], [`IdentityError::Malformed`] for an unknown way of signing in, or
/// [`IdentityError::NotEnoughIdentity`] when no key is usable.
pub(super) fn identified(body: &[u8]) -> Result<Identified, IdentityError> {
    let info: UserInfo = serde_json::from_slice(body).map_err(|_| IdentityError::Malformed {
        step: Step::UserInfo,
        fault: "it is no JSON object",
    })?;
    let assurance = assurance(said(&info.auth_type))?;
    // A number that cannot exist is no key, whoever says it: it could be a slip that meets somebody else's. The provider is
    // trusted for who it is all the same, by the other keys.
    let rnokpp = Rnokpp::parse(said(&info.drfocode));
    let unzr = Unzr::parse(said(&info.unzr));
    let mut keys: Vec<RawKey> = Vec::new();
    keys.extend(rnokpp.as_ref().map(RawKey::rnokpp));
    keys.extend(unzr.as_ref().map(RawKey::unzr));
    // Who refused a РНОКПП for religious reasons has the passport in its place.
    let in_its_place = Passport::parse(said(&info.drfocode));
    for passport in in_its_place.into_iter().chain(passports(&info.documents)) {
        let key = RawKey::passport(&passport);
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    if keys.is_empty() {
        return Err(IdentityError::NotEnoughIdentity);
    }
    let birth_date = rnokpp
        .as_ref()
        .and_then(Rnokpp::birth_date)
        .or(unzr.as_ref().and_then(Unzr::birth_date));
    Ok(Identified {
        keys,
        name: name(&info),
        birth_date,
        assurance,
        organisation: organisation(&info),
    })
}

/// What a field says; "N/A" says nothing.
fn said(field: &Secret) -> &str {
    let text = field.reveal().trim();
    if text.eq_ignore_ascii_case("n/a") {
        ""
    } else {
        text
    }
}

/// BankID and MobileID are L2; a qualified signature and Diia.Signature are L3. A way that we do not know is not guessed.
fn assurance(auth_type: &str) -> Result<Assurance, IdentityError> {
    match auth_type {
        "bank_id" | "mobile_id" => Ok(Assurance::BankId),
        "dig_sign" | "diia_id" => Ok(Assurance::Qualified),
        _ => Err(IdentityError::Malformed {
            step: Step::UserInfo,
            fault: "its auth_type is missing or unknown",
        }),
    }
}

/// The name in its three fields, or else in `subjectcn`, which writes «Савчук Ірина Петрівна».
fn name(info: &UserInfo) -> PersonName {
    let name = PersonName::clean(
        said(&info.lastname),
        said(&info.givenname),
        said(&info.middlename),
    );
    if !name.is_empty() {
        return name;
    }
    let mut words = said(&info.subjectcn).split_whitespace();
    let (family, given) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let rest: Vec<&str> = words.collect();
    PersonName::clean(family, given, &rest.join(" "))
}

/// An organisation only if the code has eight digits and a valid check digit, a name stands beside it, and it is not the
/// person's own code once more.
fn organisation(info: &UserInfo) -> Option<SignedFor> {
    let (code, name) = (said(&info.edrpoucode), plain(said(&info.o))?);
    if code == said(&info.drfocode) {
        return None;
    }
    Some(SignedFor {
        edrpou: Edrpou::parse(code)?,
        name,
        title: plain(said(&info.title)),
    })
}

/// A text in one line and bounded; `None` when nothing is left.
fn plain(text: &str) -> Option<String> {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let line: String = words.join(" ").chars().take(LONGEST_TEXT).collect();
    (!line.is_empty()).then_some(line)
}

/// Domestic passports among the documents: a list of objects with `type`, `series`, `number`, one such object, or such JSON
/// once more inside a text. Other documents (a passport for travel, a driving licence) are no keys.
fn passports(documents: &Value) -> Vec<Passport> {
    let unpacked = match documents {
        Value::String(text) => serde_json::from_str(text).unwrap_or(Value::Null),
        other => other.clone(),
    };
    let one = [unpacked];
    let list = match &one[0] {
        Value::Array(list) => list.as_slice(),
        _ => one.as_slice(),
    };
    list.iter()
        .filter_map(passport)
        .take(MOST_PASSPORTS)
        .collect()
}

fn passport(document: &Value) -> Option<Passport> {
    let text = |field: &str| match document.get(field) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let series = match text("series") {
        unknown if unknown.eq_ignore_ascii_case("n/a") => String::new(),
        series => series,
    };
    matches!(text("type").as_str(), "passport" | "idpassport")
        .then(|| Passport::parse(&format!("{series}{}", text("number"))))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{identifiers::KeyKind, time::Date};
    use serde_json::json;

    const RNOKPP: &str = "3081802366";

    fn read(info: Value) -> Result<Identified, IdentityError> {
        identified(&serde_json::to_vec(&info).unwrap())
    }

    fn iryna() -> Value {
        json!({
            "lastname": "Савчук", "givenname": "Ірина", "middlename": "Петрівна", "subjectcn": "Савчук Ірина Петрівна",
            "drfocode": RNOKPP, "unzr": "19840517-01181", "documents": "N/A",
            "edrpoucode": "N/A", "o": "N/A", "title": "N/A", "auth_type": "bank_id",
        })
    }

    fn iryna_but(changes: Value) -> Value {
        let mut info = iryna();
        for (field, value) in changes.as_object().unwrap() {
            info[field] = value.clone();
        }
        info
    }

    fn kinds(person: &Identified) -> Vec<KeyKind> {
        person.keys.iter().map(RawKey::kind).collect()
    }

    #[test]
    fn a_person_is_read_with_both_numbers_the_name_and_the_birth_date() {
        let person = read(iryna()).unwrap();
        assert_eq!(kinds(&person), [KeyKind::Rnokpp, KeyKind::Unzr]);
        assert_eq!(person.keys[0].value(), RNOKPP);
        assert!(person.has_rnokpp());
        assert_eq!(person.name.official(), "Савчук Ірина Петрівна");
        assert_eq!(person.birth_date, Date::new(1984, 5, 17));
        assert_eq!(person.assurance, Assurance::BankId);
        assert_eq!(person.organisation, None);
    }

    #[test]
    fn the_way_of_signing_in_decides_the_assurance_and_an_unknown_one_is_refused() {
        for (way, assurance) in [
            ("bank_id", Assurance::BankId),
            ("mobile_id", Assurance::BankId),
            ("dig_sign", Assurance::Qualified),
            ("diia_id", Assurance::Qualified),
        ] {
            assert_eq!(
                read(iryna_but(json!({"auth_type": way})))
                    .unwrap()
                    .assurance,
                assurance
            );
        }
        for way in [
            json!("email"),
            json!("N/A"),
            json!(""),
            json!(null),
            json!("BANK_ID"),
            json!(["dig_sign"]),
        ] {
            let error = read(iryna_but(json!({"auth_type": way}))).unwrap_err();
            assert_eq!(error.code(), "malformed", "{way}");
        }
    }

    #[test]
    fn not_available_is_no_name_and_the_certificates_subject_stands_in() {
        let none = json!({"lastname": "N/A", "givenname": "n/a", "middlename": " N/A "});
        assert_eq!(
            read(iryna_but(none.clone())).unwrap().name.official(),
            "Савчук Ірина Петрівна"
        );
        let mut nothing = none;
        nothing["subjectcn"] = json!("N/A");
        assert!(read(iryna_but(nothing)).unwrap().name.is_empty());
    }

    #[test]
    fn without_a_taxpayer_number_the_other_keys_count_and_the_birth_date_comes_from_the_unzr() {
        let person = read(iryna_but(json!({"drfocode": "N/A"}))).unwrap();
        assert_eq!(kinds(&person), [KeyKind::Unzr]);
        assert!(!person.has_rnokpp());
        assert_eq!(person.birth_date, Date::new(1984, 5, 17));

        let person = read(iryna_but(json!({"drfocode": "ВМ400833", "unzr": null}))).unwrap();
        assert_eq!(kinds(&person), [KeyKind::Passport]);
        assert_eq!(person.birth_date, None);
    }

    #[test]
    fn a_register_number_that_cannot_exist_is_no_key_and_the_others_count() {
        for unzr in ["19840517-01188", "19840517-00003", "19840230-01181"] {
            let person = read(iryna_but(json!({"unzr": unzr}))).unwrap();
            assert_eq!(kinds(&person), [KeyKind::Rnokpp], "{unzr}");
            let alone = iryna_but(json!({"drfocode": "N/A", "unzr": unzr}));
            assert_eq!(
                read(alone).unwrap_err(),
                IdentityError::NotEnoughIdentity,
                "{unzr}"
            );
        }
    }

    #[test]
    fn passports_are_read_from_documents_in_every_shape_and_once() {
        let document = json!({"type": "passport", "series": "вм", "number": "400833"});
        let card = json!({"type": "idpassport", "series": "N/A", "number": "001007709"});
        let travel = json!({"type": "zpassport", "series": "FZ", "number": "123456"});
        let list = json!([document, card, travel, document]);
        for documents in [list.clone(), json!(list.to_string())] {
            let person = read(iryna_but(
                json!({"documents": documents, "drfocode": "ВМ400833"}),
            ))
            .unwrap();
            let values: Vec<&str> = person.keys.iter().map(RawKey::value).collect();
            assert_eq!(values, ["19840517-01181", "ВМ400833", "001007709"]);
        }
        let person = read(iryna_but(json!({"documents": document}))).unwrap();
        assert_eq!(
            kinds(&person),
            [KeyKind::Rnokpp, KeyKind::Unzr, KeyKind::Passport]
        );
    }

    #[test]
    fn no_usable_key_is_not_enough() {
        for drfocode in [
            "N/A",
            "",
            "0000000000",
            "3081802367",
            "30818023",
            "000000000",
            "ВМ000000",
        ] {
            let info = iryna_but(json!({"drfocode": drfocode, "unzr": "N/A", "documents": []}));
            assert_eq!(
                read(info).unwrap_err(),
                IdentityError::NotEnoughIdentity,
                "{drfocode}"
            );
        }
        assert_eq!(
            read(json!({"auth_type": "bank_id"})).unwrap_err(),
            IdentityError::NotEnoughIdentity
        );
    }

    #[test]
    fn an_organisation_needs_a_valid_code_a_name_and_a_code_of_its_own() {
        let council = json!({"edrpoucode": "44053617", "o": "Виконавчий\nкомітет", "title": "Спеціалістка", "auth_type": "dig_sign"});
        let organisation = read(iryna_but(council.clone()))
            .unwrap()
            .organisation
            .unwrap();
        assert_eq!(organisation.edrpou.as_str(), "44053617");
        assert_eq!(
            (organisation.name.as_str(), organisation.title.as_deref()),
            ("Виконавчий комітет", Some("Спеціалістка"))
        );
        for (field, value) in [
            ("edrpoucode", json!(RNOKPP)),
            ("edrpoucode", json!("44053618")),
            ("edrpoucode", json!("N/A")),
            ("o", json!("N/A")),
            ("o", json!(null)),
        ] {
            let mut info = council.clone();
            info[field] = value;
            assert_eq!(read(iryna_but(info)).unwrap().organisation, None, "{field}");
        }
        let own = read(iryna_but(
            json!({"drfocode": "44053617", "edrpoucode": "44053617", "o": "О"}),
        ))
        .unwrap();
        assert_eq!(own.organisation, None);
    }

    #[test]
    fn what_is_no_object_is_malformed_and_strange_types_of_fields_do_not_matter() {
        for body in ["", "[]", "null", "42", "<html>", "{", "\"text\""] {
            assert_eq!(
                identified(body.as_bytes()).unwrap_err().code(),
                "malformed",
                "{body}"
            );
        }
        let strange = json!({"lastname": {"a": 1}, "o": ["x"], "title": 5, "documents": {"type": []}, "unzr": true});
        assert_eq!(kinds(&read(iryna_but(strange)).unwrap()), [KeyKind::Rnokpp]);
    }

    #[test]
    fn nothing_personal_is_in_a_debug_text() {
        let text = format!("{:?}", read(iryna()).unwrap());
        for personal in [RNOKPP, "19840517", "Савчук", "Ірина"] {
            assert!(!text.contains(personal), "{text}");
        }
    }
}
