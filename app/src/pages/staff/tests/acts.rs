//! The editor's buttons.

use crate::pages::staff::{
    act::{Act, Change},
    form::{OptionFields, PollForm, QuestionFields},
};
use domain::{
    ids::QuestionNo,
    lang::Bilingual,
    policy::Policy,
    poll::{DraftField, DraftProblem},
};
use proptest::prelude::*;

/// A form whose questions are called A, B, C, each with options 1, 2, 3.
fn form() -> PollForm {
    let question = |name: &str| QuestionFields {
        text: Bilingual::new(name, ""),
        options: ["1", "2", "3"]
            .map(|option| OptionFields {
                label: Bilingual::new(format!("{name}{option}"), ""),
                ..OptionFields::default()
            })
            .to_vec(),
        ..QuestionFields::new()
    };
    PollForm {
        questions: ["A", "B", "C"].map(question).to_vec(),
        ..PollForm::default()
    }
}

/// What stands in the form after the act of a button with this value, and where it leads.
fn after(value: &str) -> (String, String, Option<String>) {
    let mut form = form();
    let anchor = Act::of(value).apply(&mut form, &Policy::default());
    let names = |question: &QuestionFields| question.text.uk.clone();
    let labels = |option: &OptionFields| option.label.uk.clone();
    let questions: Vec<_> = form.questions.iter().map(names).collect();
    let options: Vec<_> = form
        .questions
        .get(1)
        .map_or(Vec::new(), |q| q.options.iter().map(labels).collect());
    (questions.join(" "), options.join(" "), anchor)
}

fn shown(questions: &str, options: &str, anchor: &str) -> (String, String, Option<String>) {
    (questions.into(), options.into(), Some(anchor.into()))
}

#[test]
fn questions_are_added_moved_and_removed() {
    assert_eq!(
        after("add-question"),
        shown("A B C ", "B1 B2 B3", "q4-text_uk")
    );
    assert_eq!(after("up-question:2"), shown("B A C", "A1 A2 A3", "q1"));
    assert_eq!(after("down-question:2"), shown("A C B", "C1 C2 C3", "q3"));
    assert_eq!(
        after("remove-question:2"),
        shown("A C", "C1 C2 C3", "questions")
    );
    // At the ends there is no further.
    assert_eq!(after("up-question:1"), shown("A B C", "B1 B2 B3", "q1"));
    assert_eq!(after("down-question:3"), shown("A B C", "B1 B2 B3", "q3"));
}

#[test]
fn a_picture_goes_with_its_option_and_its_button_changes_nothing() {
    let mut form = form();
    form.questions[1].options[2].picture = "c".into();
    let policy = Policy::default();
    let before = form.clone();
    assert_eq!(Act::of("picture-option:2.3"), Act::Picture(1, 2));
    assert_eq!(Act::Picture(1, 2).value(), "picture-option:2.3");
    assert_eq!(Act::Picture(1, 2).apply(&mut form, &policy), None);
    assert_eq!(form, before);
    Act::Option(1, 2, Change::Up).apply(&mut form, &policy);
    Act::Question(1, Change::Up).apply(&mut form, &policy);
    let pictures = form.questions[0].options.iter().map(|o| o.picture.as_str());
    assert_eq!(pictures.collect::<Vec<_>>(), ["", "c", ""]);
}

#[test]
fn options_are_added_moved_and_removed() {
    assert_eq!(
        after("add-option:2"),
        shown("A B C", "B1 B2 B3 ", "q2-o4-label_uk")
    );
    assert_eq!(after("up-option:2.3"), shown("A B C", "B1 B3 B2", "q2-o2"));
    assert_eq!(
        after("down-option:2.1"),
        shown("A B C", "B2 B1 B3", "q2-o2")
    );
    assert_eq!(
        after("remove-option:2.1"),
        shown("A B C", "B2 B3", "q2-options")
    );
}

#[test]
fn what_is_not_there_is_not_changed() {
    let untouched = |value: &str| {
        let (questions, options, _) = after(value);
        assert_eq!(
            (questions.as_str(), options.as_str()),
            ("A B C", "B1 B2 B3"),
            "{value}"
        );
    };
    for value in [
        "save",
        "preview",
        "publish",
        "discard",
        "",
        "add-question:1",
        "add-option",
        "add-option:9",
        "add-option:0",
        "add-option:999999999999999999999",
        "remove-question:0",
        "remove-question:4",
        "remove-question:-1",
        "remove-question:18446744073709551616",
        "remove-option:2",
        "remove-option:2.0",
        "remove-option:0.1",
        "remove-option:9.1",
        "up-option:2.9",
        "down-option:2.+1",
        "up-question:",
        "up-question:٢",
        "drop-table:1",
        "remove-question:1.1",
        ":",
        "-:",
    ] {
        untouched(value);
    }
}

#[test]
fn a_new_question_can_be_filled_in_at_once() {
    let mut form = PollForm::default();
    Act::AddQuestion.apply(&mut form, &Policy::default());
    let question = &form.questions[0];
    assert_eq!(
        (
            question.kind.as_str(),
            question.required,
            question.options.len()
        ),
        ("single", true, 2)
    );
}

#[test]
fn one_more_than_allowed_is_added_to_say_so_and_no_further() {
    let policy = Policy {
        most_questions: 3,
        most_options: 3,
        ..Policy::default()
    };
    let mut form = form();
    for _ in 0..50 {
        Act::AddQuestion.apply(&mut form, &policy);
        Act::AddOption(0).apply(&mut form, &policy);
    }
    assert_eq!(
        (form.questions.len(), form.questions[0].options.len()),
        (4, 4)
    );
    let problems = super::read(&form, &policy).unwrap_err();
    for problem in [
        (DraftField::Questions, DraftProblem::TooManyQuestions(3)),
        (
            DraftField::QuestionOptions(QuestionNo(1)),
            DraftProblem::TooManyOptions(3),
        ),
    ] {
        assert!(problems.contains(&problem), "{problems:?}");
    }
}

fn acts() -> impl Strategy<Value = Act> {
    let change = || prop_oneof![Just(Change::Remove), Just(Change::Up), Just(Change::Down)];
    prop_oneof![
        Just(Act::Save),
        Just(Act::Preview),
        Just(Act::Publish),
        Just(Act::Discard),
        Just(Act::AddQuestion),
        (0..99usize).prop_map(Act::AddOption),
        (0..99usize, change()).prop_map(|(at, change)| Act::Question(at, change)),
        (0..99usize, 0..99usize, change())
            .prop_map(|(at, option, change)| Act::Option(at, option, change)),
    ]
}

proptest! {
    #[test]
    fn a_button_does_what_its_value_says(act in acts()) {
        prop_assert_eq!(Act::of(&act.value()), act);
    }

    #[test]
    fn moving_never_loses_what_was_typed(acts in proptest::collection::vec((0..4usize, 0..4usize, any::<bool>()), 0..30)) {
        let mut moved = form();
        for (at, option, up) in acts {
            let change = if up { Change::Up } else { Change::Down };
            Act::Question(at, change).apply(&mut moved, &Policy::default());
            Act::Option(at, option, change).apply(&mut moved, &Policy::default());
        }
        let texts = |form: &PollForm| {
            let mut texts: Vec<String> = form.questions.iter().flat_map(|q| q.options.iter().map(|o| o.label.uk.clone())).collect();
            texts.sort();
            texts
        };
        prop_assert_eq!(texts(&moved), texts(&form()));
    }
}
