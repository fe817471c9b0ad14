//! Answers against their questions.

use super::strategies::{answers_to, question, questionnaires, questions_numbered};
use crate::{
    answer::{
        Answer, AnswerProblem, Given, LONG_TEXT, SHORT_TEXT, WRITTEN, Written, check_answer,
        check_answers, names_unknown,
    },
    ids::{OptionNo, QuestionNo},
    poll::{Question, QuestionKind},
};
use proptest::{collection::vec, prelude::*};

fn options(numbers: &[i16]) -> Vec<OptionNo> {
    numbers.iter().copied().map(OptionNo).collect()
}

/// What becomes of these form values, without words.
fn check(q: &Question, sent: &[&str]) -> Result<Answer, AnswerProblem> {
    if names_unknown(q, sent) {
        return Err(AnswerProblem::UnknownOption);
    }
    check_answer(q, &Given::read(q, sent, ""))
}

fn text_of(answer: &Answer) -> &str {
    answer.written.as_ref().map_or("", |written| &written.text)
}

fn written(q: &Question, sent: &[&str], text: &str) -> Result<Answer, AnswerProblem> {
    check_answer(q, &Given::read(q, sent, text))
}

#[test]
fn a_single_choice_takes_exactly_one_option() {
    let q = question(1, QuestionKind::Single, 3);
    assert_eq!(
        check(&q, &["2"]),
        Ok(Answer::of_options(QuestionNo(1), options(&[2])))
    );
    assert_eq!(check(&q, &[]), Err(AnswerProblem::Missing));
    assert_eq!(
        check(&q, &["1", "2"]),
        Err(AnswerProblem::TooMany { max: 1 })
    );
    assert_eq!(
        check(&q, &["2", "2"]).unwrap().chosen,
        options(&[2]),
        "repeats count once"
    );
}

#[test]
fn a_multiple_choice_keeps_its_bounds() {
    let q = question(1, QuestionKind::Multiple { min: 2, max: 3 }, 5);
    assert_eq!(check(&q, &["1"]), Err(AnswerProblem::TooFew { min: 2 }));
    assert_eq!(
        check(&q, &["1", "1"]),
        Err(AnswerProblem::TooFew { min: 2 })
    );
    assert_eq!(
        check(&q, &["5", "1"]).unwrap().chosen,
        options(&[1, 5]),
        "ascending"
    );
    assert_eq!(
        check(&q, &["1", "2", "3", "4"]),
        Err(AnswerProblem::TooMany { max: 3 })
    );
}

#[test]
fn an_exclusive_option_is_chosen_alone_and_is_enough() {
    let mut q = question(1, QuestionKind::Multiple { min: 2, max: 3 }, 5);
    q.options[4].exclusive = true;
    assert_eq!(check(&q, &["5"]).unwrap().chosen, options(&[5]));
    assert_eq!(check(&q, &["1", "5"]), Err(AnswerProblem::NotAlone));
    assert_eq!(
        check(&q, &["1", "2", "3", "5"]),
        Err(AnswerProblem::NotAlone),
        "to take it off may be enough"
    );
    assert_eq!(check(&q, &["1"]), Err(AnswerProblem::TooFew { min: 2 }));
    assert!(check(&q, &["1", "2", "3"]).is_ok());
}

#[test]
fn yes_no_abstain_has_three_options() {
    let q = question(1, QuestionKind::YesNoAbstain, 0);
    for value in ["1", "2", "3"] {
        assert!(check(&q, &[value]).is_ok());
    }
    assert_eq!(check(&q, &["4"]), Err(AnswerProblem::UnknownOption));
}

#[test]
fn an_optional_question_may_be_skipped_but_not_half_answered() {
    let mut q = question(1, QuestionKind::Multiple { min: 2, max: 3 }, 5);
    q.required = false;
    assert_eq!(check(&q, &[]).unwrap().chosen, options(&[]));
    assert_eq!(check(&q, &["1"]), Err(AnswerProblem::TooFew { min: 2 }));
}

#[test]
fn an_unknown_option_wins_over_a_wrong_count() {
    let q = question(1, QuestionKind::Single, 3);
    for value in [
        "0", "4", "-1", "01", "+1", " 1", "1 ", "", "x", "1\0", "99999", "100000", "٣", "1.0",
    ] {
        assert_eq!(
            check(&q, &[value]),
            Err(AnswerProblem::UnknownOption),
            "{value:?}"
        );
        assert_eq!(
            check(&q, &["1", "2", value]),
            Err(AnswerProblem::UnknownOption),
            "{value:?}"
        );
    }
    assert_eq!(
        Given::read(&q, &["3", "x", "1", "3", "9"], "").chosen,
        options(&[1, 3]),
        "what a page marks again"
    );
}

#[test]
fn a_whole_ballot_has_every_question_once_in_order() {
    let mut questions = vec![
        question(1, QuestionKind::Single, 2),
        question(2, QuestionKind::Single, 2),
    ];
    questions[1].required = false;
    let first = (QuestionNo(1), Given::of_options(options(&[2])));
    let answers = check_answers(&questions, std::slice::from_ref(&first)).unwrap();
    assert_eq!(
        answers.as_slice(),
        [
            Answer::of_options(QuestionNo(1), options(&[2])),
            Answer::of_options(QuestionNo(2), vec![])
        ]
    );
    assert_eq!(
        check_answers(&questions, &[]),
        Err(vec![(QuestionNo(1), AnswerProblem::Missing)])
    );
    assert_eq!(
        check_answers(&questions, &[first.clone(), first.clone()]),
        Err(vec![(QuestionNo(1), AnswerProblem::UnknownOption)]),
        "a second answer to the same question"
    );
    let strange = (QuestionNo(3), Given::of_options(options(&[1])));
    assert_eq!(
        check_answers(&questions, &[first, strange]),
        Err(vec![(QuestionNo(3), AnswerProblem::UnknownOption)]),
        "a question of another poll"
    );
}

#[test]
fn a_scale_takes_one_of_its_numbers() {
    let q = question(1, QuestionKind::Scale { from: 0, to: 10 }, 2);
    assert_eq!(q.option_numbers().len(), 11);
    assert_eq!(check(&q, &["11"]).unwrap().chosen, options(&[11]));
    assert_eq!(q.scale_value(OptionNo(1)), Some(0));
    assert_eq!(q.scale_value(OptionNo(11)), Some(10));
    assert_eq!(q.scale_value(OptionNo(12)), None);
    assert_eq!(
        q.choice(OptionNo(1)),
        q.options.first(),
        "the words at the lowest"
    );
    assert_eq!(
        q.choice(OptionNo(11)),
        q.options.get(1),
        "the words at the highest"
    );
    assert_eq!(q.choice(OptionNo(2)), None);
    assert_eq!(check(&q, &["12"]), Err(AnswerProblem::UnknownOption));
    assert_eq!(check(&q, &[]), Err(AnswerProblem::Missing));
    assert_eq!(
        check(&q, &["1", "2"]),
        Err(AnswerProblem::TooMany { max: 1 })
    );
}

#[test]
fn an_answer_in_ones_own_words_is_tidied_and_counts_as_given() {
    let mut short = question(1, QuestionKind::ShortText, 0);
    let answer = written(&short, &[], "  лавки \n").unwrap();
    assert_eq!(
        answer.written,
        Some(Written {
            option: WRITTEN,
            text: "лавки".into()
        })
    );
    assert_eq!(answer.chosen, [WRITTEN]);
    for empty in ["", "  ", "\n\t", "\u{200B}"] {
        assert_eq!(written(&short, &[], empty), Err(AnswerProblem::Missing));
    }
    let too_long = Err(AnswerProblem::TextTooLong {
        most: SHORT_TEXT as i16,
    });
    assert!(written(&short, &[], &"я".repeat(SHORT_TEXT)).is_ok());
    assert_eq!(written(&short, &[], &"я".repeat(SHORT_TEXT + 1)), too_long);
    for unreadable in ["а\0б", "два\nрядки", "\u{202E}abc"] {
        assert_eq!(
            written(&short, &[], unreadable),
            Err(AnswerProblem::TextUnreadable)
        );
    }
    assert_eq!(
        written(&short, &["1"], ""),
        Err(AnswerProblem::Missing),
        "a mark alone says nothing"
    );
    short.required = false;
    assert_eq!(
        written(&short, &[], " "),
        Ok(Answer::of_options(QuestionNo(1), vec![])),
        "skipped"
    );

    let long = question(1, QuestionKind::LongText, 0);
    assert_eq!(
        text_of(&written(&long, &[], "раз\r\nдва\n").unwrap()),
        "раз\nдва"
    );
    assert!(written(&long, &[], &"я".repeat(LONG_TEXT)).is_ok());
    assert!(written(&long, &[], &"я".repeat(LONG_TEXT + 1)).is_err());
}

#[test]
fn other_needs_words_and_nothing_else_takes_them() {
    for kind in [
        QuestionKind::Single,
        QuestionKind::Multiple { min: 1, max: 3 },
    ] {
        let mut q = question(1, kind, 3);
        q.options[2].with_text = true;
        assert_eq!(written(&q, &["3"], "  "), Err(AnswerProblem::TextMissing));
        assert_eq!(
            written(&q, &["3"], &"я".repeat(SHORT_TEXT + 1)),
            Err(AnswerProblem::TextTooLong {
                most: SHORT_TEXT as i16
            })
        );
        let other = Written {
            option: OptionNo(3),
            text: "сад".into(),
        };
        assert_eq!(written(&q, &["3"], " сад ").unwrap().written, Some(other));
        // Somebody wrote something and then chose otherwise: the words stay in the draft and do not reach the ballot.
        let given = Given::read(&q, &["1"], "сад");
        assert_eq!(given.text, "сад");
        assert_eq!(check_answer(&q, &given).unwrap().written, None);
        let long = "я".repeat(SHORT_TEXT + 1);
        assert!(
            written(&q, &["1"], &long).is_ok(),
            "what does not count is not checked"
        );
    }
    let plain = question(1, QuestionKind::Single, 3);
    assert_eq!(Given::read(&plain, &["1"], "сад").text, "");
    let smuggled = Given {
        chosen: options(&[1]),
        text: "сад".into(),
    };
    let checked = check_answers(&[plain], &[(QuestionNo(1), smuggled)]).unwrap();
    assert_eq!(checked.as_slice()[0].written, None);
}

proptest! {
    #[test]
    fn no_accepted_answer_names_an_option_outside_the_question(
        q in questions_numbered(1),
        sent in vec("([0-9]{1,2}|\\PC{0,3})", 0..10),
    ) {
        let sent: Vec<&str> = sent.iter().map(String::as_str).collect();
        if let Ok(answer) = check(&q, &sent) {
            let known = q.option_numbers();
            let (min, max) = q.kind.bounds();
            prop_assert!(answer.chosen.iter().all(|no| known.contains(no)));
            prop_assert!(answer.chosen.windows(2).all(|pair| pair[0] < pair[1]), "ascending and distinct");
            prop_assert!(answer.chosen.len() <= max as usize);
            let alone = answer.chosen.iter().any(|no| q.is_exclusive(*no));
            prop_assert!(!alone || answer.chosen.len() == 1);
            prop_assert!(alone || answer.chosen.len() >= min as usize || (!q.required && answer.chosen.is_empty()));
            // Of a text question only what is written counts, whatever is sent beside it.
            let taken = |value: &&str| answer.chosen.iter().any(|no| no.0.to_string() == **value);
            prop_assert!(q.kind.is_text() || sent.iter().all(taken));
            prop_assert!(!q.kind.is_text() || answer.chosen.is_empty());
        }
    }

    #[test]
    fn every_valid_answer_is_accepted_in_any_order((q, answer) in questions_numbered(1)
        .prop_flat_map(|q| { let answer = answers_to(&q); (Just(q), answer) }), turn in 0..8usize)
    {
        let mut sent: Vec<String> = answer.chosen.iter().map(|no| no.0.to_string()).collect();
        if !sent.is_empty() {
            let turn = turn % sent.len();
            sent.rotate_left(turn);
        }
        let sent: Vec<&str> = sent.iter().map(String::as_str).collect();
        prop_assert_eq!(written(&q, &sent, text_of(&answer)), Ok(answer));
    }

    #[test]
    fn a_ballot_is_accepted_exactly_when_each_answer_is(
        (questions, given) in questionnaires().prop_flat_map(|questions| {
            let given: Vec<_> = questions.iter().map(|q| (Just(q.no), vec((0..9i16).prop_map(OptionNo), 0..4))).collect();
            (Just(questions), given)
        })
    ) {
        let given: Vec<(QuestionNo, Given)> =
            given.into_iter().map(|(question, chosen)| (question, Given::of_options(chosen))).collect();
        let single = |(q, (_, given)): (&Question, &(QuestionNo, Given))| check_answer(q, given).is_ok();
        let each = questions.iter().zip(&given).all(single);
        prop_assert_eq!(check_answers(&questions, &given).is_ok(), each);
    }

    #[test]
    fn checking_never_panics_on_impossible_bounds(min: i16, max: i16, sent in vec("[0-9]{1,5}", 0..4)) {
        let sent: Vec<&str> = sent.iter().map(String::as_str).collect();
        for kind in [QuestionKind::Multiple { min, max }, QuestionKind::Scale { from: min, to: max }] {
            let q = question(1, kind, 3);
            prop_assert!(q.option_numbers().len() <= 11);
            let _ = check(&q, &sent);
            for no in [i16::MIN, 0, 1, 2, i16::MAX] {
                prop_assert!(q.scale_value(OptionNo(no)).is_none_or(|value| (min..=max).contains(&value)));
            }
        }
    }

    #[test]
    fn words_reach_a_ballot_only_with_the_option_that_asks_for_them(
        q in questions_numbered(1), sent in vec("[0-9]{1,2}", 0..4), text in "\\PC{0,20}"
    ) {
        let sent: Vec<&str> = sent.iter().map(String::as_str).collect();
        if let Ok(answer) = written(&q, &sent, &text) {
            let asked = q.option_with_text().is_some_and(|no| answer.chosen.contains(&no));
            prop_assert_eq!(asked, answer.written.is_some());
            prop_assert!(answer.written.is_none_or(|written| !written.text.is_empty() && written.text == text.trim()));
        }
    }
}
