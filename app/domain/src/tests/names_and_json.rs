//! Stored names and JSON: what was written yesterday reads today.

use super::strategies::{NOW, good_content};
use crate::{
    answer::{Answer, Given},
    brand::Brand,
    channel::Channel,
    community::Community,
    identity::{Assurance, Residency},
    ids::{CommunityId, OptionNo, PersonId, PollId, PollNumber, QuestionNo},
    katottg::{Category, Katottg},
    lang::{Bilingual, Lang},
    lifecycle::{Event, State},
    names::UnknownName,
    paper::{FormState, Refused},
    policy::Policy,
    poll::{InitiatorKind, Poll, QuestionKind, QuestionTag, Secrecy},
    receipt::Receipt,
};
use serde::{Serialize, de::DeserializeOwned};
use std::{fmt::Debug, fmt::Display, str::FromStr};

/// Every variant has one name, in the database, in JSON and in forms; and no other name is read.
fn names_agree<T>(all: &[T])
where
    T: Copy
        + Debug
        + PartialEq
        + Display
        + FromStr<Err = UnknownName>
        + Serialize
        + DeserializeOwned,
{
    for &variant in all {
        let name = variant.to_string();
        assert!(
            name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
            "{name}"
        );
        assert_eq!(name.parse(), Ok(variant));
        assert_eq!(
            serde_json::to_value(variant).unwrap(),
            serde_json::json!(name)
        );
        assert_eq!(
            serde_json::from_value::<T>(serde_json::json!(name)).unwrap(),
            variant
        );
        assert!(name.to_uppercase().parse::<T>().is_err());
    }
    let mut names: Vec<_> = all.iter().map(T::to_string).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all.len());
    assert!("".parse::<T>().is_err());
}

#[test]
fn stored_enums_have_one_spelling() {
    names_agree(Secrecy::ALL);
    names_agree(InitiatorKind::ALL);
    names_agree(Assurance::ALL);
    names_agree(Residency::ALL);
    names_agree(State::ALL);
    names_agree(Event::ALL);
    names_agree(Category::ALL);
    names_agree(QuestionTag::ALL);
    names_agree(Channel::ALL);
    names_agree(FormState::ALL);
    names_agree(Refused::ALL);
    assert_eq!(Assurance::BankId.as_str(), "bank_id");
}

#[test]
fn a_question_kind_is_stored_as_tag_and_bounds() {
    for kind in [
        QuestionKind::Single,
        QuestionKind::Multiple { min: 1, max: 3 },
        QuestionKind::YesNoAbstain,
        QuestionKind::Scale { from: 0, to: 10 },
        QuestionKind::ShortText,
        QuestionKind::LongText,
    ] {
        let bounds = kind.to_parts();
        let (min, max) = (bounds.map(|(min, _)| min), bounds.map(|(_, max)| max));
        assert_eq!(QuestionKind::from_parts(kind.tag(), min, max), Some(kind));
        survives_json(kind);
    }
    for tag in [QuestionTag::Multiple, QuestionTag::Scale] {
        assert_eq!(QuestionKind::from_parts(tag, None, Some(3)), None);
        assert_eq!(QuestionKind::from_parts(tag, Some(1), None), None);
    }
    assert_eq!(
        QuestionKind::from_parts(QuestionTag::Single, None, None),
        Some(QuestionKind::Single)
    );
}

fn survives_json<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
    let json = serde_json::to_string(&value).unwrap();
    assert_eq!(serde_json::from_str::<T>(&json).unwrap(), value, "{json}");
}

#[test]
fn everything_that_is_sent_or_stored_survives_json() {
    let territory = Katottg::parse("UA18060090000061708");
    survives_json(Poll {
        community: CommunityId(1),
        id: PollId::from_random([1; 16]),
        number: PollNumber(214),
        content: good_content(),
        state: State::Open,
        author: Some(PersonId::from_random([2; 16])),
        policy_version: 1,
        version: 3,
        created_at: NOW,
        published_at: Some(NOW),
        closed_at: None,
    });
    survives_json(Community {
        id: CommunityId(1),
        slug: "korosten".into(),
        name: Bilingual::new("Коростенська громада", "Korosten community"),
        council: Bilingual::new("Коростенська міська рада", ""),
        address: Bilingual::new("вул. Грушевського, 22", ""),
        territory,
        population: Some(58_240),
        brand: Brand::default(),
        version: 1,
    });
    survives_json(Policy::default());
    survives_json(Receipt::from_random([3; 8]));
    survives_json(Answer::of_options(QuestionNo(1), vec![OptionNo(2)]));
    for text in ["", "сад"] {
        survives_json(Given {
            chosen: vec![OptionNo(1), OptionNo(4)],
            text: text.into(),
        });
    }
}

#[test]
fn an_older_or_newer_policy_document_still_reads() {
    let old: Policy = serde_json::from_str(r#"{"least_age":16}"#).unwrap();
    assert_eq!(
        old,
        Policy {
            least_age: 16,
            ..Policy::default()
        }
    );
    let newer: Policy = serde_json::from_str(r#"{"least_cell":5,"quorum":100}"#).unwrap();
    assert_eq!(
        newer,
        Policy {
            least_cell: 5,
            ..Policy::default()
        }
    );
}

#[test]
fn codes_and_dates_from_outside_are_checked_when_read() {
    assert!(serde_json::from_str::<Katottg>("\"UA1\"").is_err());
    assert!(serde_json::from_str::<crate::time::Date>("\"2026-02-30\"").is_err());
}

#[test]
fn a_missing_translation_falls_back_to_ukrainian_and_says_so() {
    let both = Bilingual::new("Так", "Yes");
    let one = Bilingual::new("Так", "");
    assert_eq!(both.in_lang(Lang::En), ("Yes", Lang::En));
    assert_eq!(one.in_lang(Lang::En), ("Так", Lang::Uk));
    assert_eq!(both.get(Lang::Uk), "Так");
    assert!(Bilingual::default().is_empty() && !one.is_empty());
    for lang in [Lang::Uk, Lang::En] {
        assert_eq!(Lang::from_tag(lang.tag()), Some(lang));
    }
    assert_eq!(Lang::from_tag("ru"), None);
}
