//! What no form of ours sends.

use super::{browser::page_with, read};
use crate::{
    i18n::Lang,
    pages::staff::{
        act::Act,
        field::Wrong,
        form::{PollForm, QuestionFields},
        form_size::{Most, TooMuch},
    },
};
use domain::{
    ids::QuestionNo,
    policy::Policy,
    poll::{DraftField, DraftProblem},
};
use proptest::{collection::hash_map, prelude::*};
use std::collections::HashMap;

fn sent(fields: &[(&str, &str)]) -> HashMap<String, String> {
    fields
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

/// The form under the usual regulation.
fn read_form(fields: &HashMap<String, String>) -> PollForm {
    PollForm::from_fields(fields, Most::of(&Policy::default())).unwrap()
}

fn problems_of(form: &PollForm) -> Vec<(DraftField, DraftProblem)> {
    read(form, &Policy::default()).unwrap_err()
}

#[test]
fn an_empty_form_says_what_is_missing() {
    let problems = problems_of(&read_form(&HashMap::new()));
    assert!(
        problems.contains(&(DraftField::AgeFrom, DraftProblem::Missing)),
        "{problems:?}"
    );
    assert!(
        problems.contains(&(DraftField::Secrecy, DraftProblem::Unreadable)),
        "{problems:?}"
    );
}

#[test]
fn ten_thousand_characters_come_back_with_what_is_wrong() {
    let long = "ж".repeat(10_000);
    let form = read_form(&sent(&[
        ("title_uk", &long),
        ("q1.text_uk", &long),
        ("q1.o1.label_en", &long),
        ("q1.kind", "single"),
    ]));
    assert_eq!(
        (
            &form.title.uk,
            &form.questions[0].text.uk,
            &form.questions[0].options[0].label.en
        ),
        (&long, &long, &long)
    );
    let problems = problems_of(&form);
    for field in [DraftField::Title, DraftField::QuestionText(QuestionNo(1))] {
        assert!(
            problems
                .iter()
                .any(|(f, p)| *f == field && matches!(p, DraftProblem::TooLong(_))),
            "{field:?}"
        );
    }
    assert!(page_with(&form, &Wrong::new(Lang::Uk, &form, &problems)).contains(&long));
}

#[test]
fn numbers_and_dates_that_cannot_be_read_come_back_as_typed() {
    for nonsense in [
        "чотирнадцять",
        "14.5",
        "-3",
        "+5",
        "99999",
        "1e3",
        "１４",
        "0x10",
        "\u{202e}41",
    ] {
        let form = read_form(&sent(&[
            ("age_from", nonsense),
            ("age_to", nonsense),
            ("q1.kind", "multiple"),
            ("q1.min", nonsense),
            ("q1.max", nonsense),
        ]));
        let problems = problems_of(&form);
        let no = QuestionNo(1);
        for field in [
            DraftField::AgeFrom,
            DraftField::AgeTo,
            DraftField::QuestionMin(no),
            DraftField::QuestionMax(no),
        ] {
            assert!(
                problems.contains(&(field, DraftProblem::Unreadable)),
                "{nonsense}: {field:?}"
            );
        }
        assert_eq!(form.questions[0].min, nonsense);
    }
    for nonsense in [
        "завтра",
        "2026-13-01T00:00",
        "2026-02-30T10:00",
        "0000",
        "2026-11-24T99:99",
        "99999999999999999999",
    ] {
        let form = read_form(&sent(&[("opens_at", nonsense), ("closes_at", nonsense)]));
        let problems = problems_of(&form);
        for field in [DraftField::OpensAt, DraftField::ClosesAt] {
            assert!(
                problems.contains(&(field, DraftProblem::Unreadable)),
                "{nonsense}"
            );
        }
        // As text: a browser's own control would show nothing.
        let page = page_with(&form, &Wrong::default());
        assert!(
            page.contains(&format!("value=\"{nonsense}\"")),
            "{nonsense}"
        );
    }
}

#[test]
fn names_outside_the_lists_are_problems_and_never_another_choice() {
    let form = read_form(&sent(&[
        ("initiator_kind", "king"),
        ("secrecy", "topsecret"),
        ("age_from", "14"),
        ("least_assurance", "visitor"),
        ("residency", "anybody"),
        ("d.0", "on"),
        ("s.UA99", "on"),
        ("q1.kind", "essay"),
    ]));
    let problems = problems_of(&form);
    let expected = [
        (DraftField::InitiatorName, DraftProblem::Unreadable),
        (DraftField::Secrecy, DraftProblem::Unreadable),
        (DraftField::Residency, DraftProblem::Unreadable),
        (DraftField::Districts, DraftProblem::UnknownDistrict),
        (DraftField::Settlements, DraftProblem::UnknownSettlement),
        (
            DraftField::QuestionOptions(QuestionNo(1)),
            DraftProblem::Unreadable,
        ),
    ];
    assert_eq!(problems, expected);
}

#[test]
fn numbers_in_keys_only_say_the_order() {
    let form = read_form(&sent(&[
        ("q999999.text_uk", "остання"),
        ("q7.text_uk", "перша"),
        ("q7.o4000000000.label_uk", "б"),
        ("q7.o2.label_uk", "а"),
        ("q99999999999999999999.text_uk", "задалеко"),
        ("q01.text_uk", "x"),
        ("q-1.text_uk", "x"),
        ("q.text_uk", "x"),
        ("q0.text_uk", "x"),
        ("q7.o.label_uk", "x"),
        ("q7.o٣.label_uk", "x"),
    ]));
    let texts: Vec<_> = form.questions.iter().map(|q| q.text.uk.as_str()).collect();
    assert_eq!(texts, ["перша", "остання"]);
    let labels: Vec<_> = form.questions[0]
        .options
        .iter()
        .map(|o| o.label.uk.as_str())
        .collect();
    assert_eq!(labels, ["а", "б"]);
}

#[test]
fn one_question_and_one_option_too_many_are_read_and_explained_and_more_are_not_read_at_all() {
    let form_of = |questions: usize, options: usize, settlements: usize| {
        let mut fields = HashMap::new();
        for q in 1..=questions {
            for o in 1..=options {
                fields.insert(format!("q{q}.o{o}.label_uk"), "x".to_owned());
            }
        }
        fields.extend((0..settlements).map(|s| (format!("s.{s}"), "on".to_owned())));
        PollForm::from_fields(&fields, Most::of(&Policy::default()))
    };
    let form = form_of(31, 31, 1_000).unwrap();
    assert_eq!(
        (form.questions.len(), form.questions[30].options.len()),
        (31, 31)
    );
    let problems = problems_of(&form);
    assert!(problems.contains(&(DraftField::Questions, DraftProblem::TooManyQuestions(30))));
    assert!(problems.contains(&(
        DraftField::QuestionOptions(QuestionNo(31)),
        DraftProblem::TooManyOptions(30)
    )));
    for (questions, options, settlements) in [(32, 1, 0), (1, 32, 0), (1, 1, 1_001), (200, 200, 0)]
    {
        assert_eq!(form_of(questions, options, settlements), Err(TooMuch));
    }
}

/// Otherwise a poll that was written under a wider regulation could not be made smaller.
#[test]
fn a_poll_that_is_larger_than_a_newer_regulation_allows_can_still_be_sent() {
    let stored = PollForm {
        questions: vec![QuestionFields::new(); 12],
        ..PollForm::default()
    };
    let (content, _) = stored.read();
    let narrow = Policy {
        most_questions: 5,
        most_options: 1,
        ..Policy::default()
    };
    let most = Most::of_poll(&narrow, &content);
    assert_eq!((most.questions, most.options), (13, 3));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever is sent and whatever button is pressed: an answer, and every known text is still there.
    #[test]
    fn nothing_that_is_sent_makes_the_form_fail(
        mut fields in hash_map("(title_uk|age_from|opens_at|secrecy|s\\.UA[0-9]{17}|q[0-9]{1,7}(\\.o[0-9]{1,7})?\\.(text|label|hint)_(uk|en)|q[0-9]{1,3}\\.(kind|min|max)|\\PC{0,20})", "\\PC{0,60}", 0..40),
        act in "((add|remove|up|down)-(question|option):[0-9.]{0,8}|\\PC{0,20})",
        title in "\\PC{0,50}",
    ) {
        fields.insert("title_uk".into(), title.clone());
        let most = Most { questions: 40, options: 40, settlements: 40 };
        let mut form = PollForm::from_fields(&fields, most).unwrap();
        Act::of(&act).apply(&mut form, &Policy::default());
        prop_assert_eq!(&form.title.uk, &title);
        let problems = read(&form, &Policy::default()).err().unwrap_or_default();
        let wrong = Wrong::new(Lang::En, &form, &problems);
        prop_assert!(wrong.len() == problems.len());
        let page = page_with(&form, &wrong);
        prop_assert!(!page.contains("<script"));
    }
}
