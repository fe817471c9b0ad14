//! Answers against their questions.

use super::strategies::{answers_to, question, questionnaires, questions_numbered};
use crate::{
    answer::{Answer, AnswerProblem, PartialAnswers, check_answer, check_answers, known_options},
    ids::{OptionNo, QuestionNo},
    poll::QuestionKind,
};
use proptest::{collection::vec, prelude::*};

fn options(numbers: &[i16]) -> Vec<OptionNo> {
    numbers.iter().copied().map(OptionNo).collect()
}

#[test]
fn a_single_choice_takes_exactly_one_option() {
    let q = question(1, QuestionKind::Single, 3);
    assert_eq!(
        check_answer(&q, &["2"]),
        Ok(Answer {
            question: QuestionNo(1),
            chosen: options(&[2])
        })
    );
    assert_eq!(check_answer(&q, &[]), Err(AnswerProblem::Missing));
    assert_eq!(
        check_answer(&q, &["1", "2"]),
        Err(AnswerProblem::TooMany { max: 1 })
    );
    assert_eq!(
        check_answer(&q, &["2", "2"]).unwrap().chosen,
        options(&[2]),
        "repeats count once"
    );
}

#[test]
fn a_multiple_choice_keeps_its_bounds() {
    let q = question(1, QuestionKind::Multiple { min: 2, max: 3 }, 5);
    assert_eq!(
        check_answer(&q, &["1"]),
        Err(AnswerProblem::TooFew { min: 2 })
    );
    assert_eq!(
        check_answer(&q, &["1", "1"]),
        Err(AnswerProblem::TooFew { min: 2 })
    );
    assert_eq!(
        check_answer(&q, &["5", "1"]).unwrap().chosen,
        options(&[1, 5]),
        "ascending"
    );
    assert_eq!(
        check_answer(&q, &["1", "2", "3", "4"]),
        Err(AnswerProblem::TooMany { max: 3 })
    );
}

#[test]
fn an_exclusive_option_is_chosen_alone_and_is_enough() {
    let mut q = question(1, QuestionKind::Multiple { min: 2, max: 3 }, 5);
    q.options[4].exclusive = true;
    assert_eq!(check_answer(&q, &["5"]).unwrap().chosen, options(&[5]));
    assert_eq!(check_answer(&q, &["1", "5"]), Err(AnswerProblem::NotAlone));
    assert_eq!(
        check_answer(&q, &["1", "2", "3", "5"]),
        Err(AnswerProblem::NotAlone),
        "to take it off may be enough"
    );
    assert_eq!(
        check_answer(&q, &["1"]),
        Err(AnswerProblem::TooFew { min: 2 })
    );
    assert!(check_answer(&q, &["1", "2", "3"]).is_ok());
}

#[test]
fn yes_no_abstain_has_three_options() {
    let q = question(1, QuestionKind::YesNoAbstain, 0);
    for value in ["1", "2", "3"] {
        assert!(check_answer(&q, &[value]).is_ok());
    }
    assert_eq!(check_answer(&q, &["4"]), Err(AnswerProblem::UnknownOption));
}

#[test]
fn an_optional_question_may_be_skipped_but_not_half_answered() {
    let mut q = question(1, QuestionKind::Multiple { min: 2, max: 3 }, 5);
    q.required = false;
    assert_eq!(check_answer(&q, &[]).unwrap().chosen, options(&[]));
    assert_eq!(
        check_answer(&q, &["1"]),
        Err(AnswerProblem::TooFew { min: 2 })
    );
}

#[test]
fn an_unknown_option_wins_over_a_wrong_count() {
    let q = question(1, QuestionKind::Single, 3);
    for value in [
        "0", "4", "-1", "01", "+1", " 1", "1 ", "", "x", "1\0", "99999", "100000", "٣", "1.0",
    ] {
        assert_eq!(
            check_answer(&q, &[value]),
            Err(AnswerProblem::UnknownOption),
            "{value:?}"
        );
        assert_eq!(
            check_answer(&q, &["1", "2", value]),
            Err(AnswerProblem::UnknownOption),
            "{value:?}"
        );
    }
    assert_eq!(
        known_options(&q, &["3", "x", "1", "3", "9"]),
        options(&[1, 3])
    );
}

#[test]
fn a_whole_ballot_has_every_question_once_in_order() {
    let mut questions = vec![
        question(1, QuestionKind::Single, 2),
        question(2, QuestionKind::Single, 2),
    ];
    questions[1].required = false;
    let first = Answer {
        question: QuestionNo(1),
        chosen: options(&[2]),
    };
    let answers = check_answers(&questions, std::slice::from_ref(&first)).unwrap();
    assert_eq!(
        answers.as_slice(),
        [
            first.clone(),
            Answer {
                question: QuestionNo(2),
                chosen: vec![]
            }
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
    assert_eq!(
        check_answers(
            &questions,
            &[
                first,
                Answer {
                    question: QuestionNo(3),
                    chosen: options(&[1])
                }
            ]
        ),
        Err(vec![(QuestionNo(3), AnswerProblem::UnknownOption)]),
        "a question of another poll"
    );
}

#[test]
fn a_draft_knows_where_to_go_on() {
    let questions = vec![
        question(1, QuestionKind::Single, 2),
        question(2, QuestionKind::Single, 2),
    ];
    let mut draft = PartialAnswers::default();
    assert_eq!(draft.first_open(&questions), Some(QuestionNo(1)));
    draft.set(QuestionNo(1), options(&[1]));
    assert_eq!(draft.first_open(&questions), Some(QuestionNo(2)));
    draft.set(QuestionNo(2), options(&[1, 2]));
    assert_eq!(
        draft.first_open(&questions),
        Some(QuestionNo(2)),
        "not valid yet"
    );
    assert_eq!(
        serde_json::to_string(&draft).unwrap(),
        r#"{"1":[1],"2":[1,2]}"#
    );
    draft.set(QuestionNo(2), options(&[2]));
    assert_eq!(draft.first_open(&questions), None);
    assert!(check_answers(&questions, &draft.to_answers()).is_ok());
}

proptest! {
    #[test]
    fn no_accepted_answer_names_an_option_outside_the_question(
        q in questions_numbered(1),
        sent in vec("([0-9]{1,2}|\\PC{0,3})", 0..10),
    ) {
        let sent: Vec<&str> = sent.iter().map(String::as_str).collect();
        if let Ok(answer) = check_answer(&q, &sent) {
            let known = q.option_numbers();
            let (min, max) = q.kind.bounds();
            prop_assert!(answer.chosen.iter().all(|no| known.contains(no)));
            prop_assert!(answer.chosen.windows(2).all(|pair| pair[0] < pair[1]), "ascending and distinct");
            prop_assert!(answer.chosen.len() <= max as usize);
            let alone = answer.chosen.iter().any(|no| q.is_exclusive(*no));
            prop_assert!(!alone || answer.chosen.len() == 1);
            prop_assert!(alone || answer.chosen.len() >= min as usize || (!q.required && answer.chosen.is_empty()));
            prop_assert!(sent.iter().all(|value| answer.chosen.iter().any(|no| no.0.to_string() == *value)));
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
        prop_assert_eq!(check_answer(&q, &sent), Ok(answer));
    }

    #[test]
    fn a_ballot_is_accepted_exactly_when_each_answer_is(
        (questions, given) in questionnaires().prop_flat_map(|questions| {
            let given: Vec<_> = questions.iter().map(|q| (Just(q.no), vec((0..9i16).prop_map(OptionNo), 0..4))).collect();
            (Just(questions), given)
        })
    ) {
        let given: Vec<Answer> = given.into_iter().map(|(question, chosen)| Answer { question, chosen }).collect();
        let single = |(q, answer): (&crate::poll::Question, &Answer)| {
            let sent: Vec<String> = answer.chosen.iter().map(|no| no.0.to_string()).collect();
            check_answer(q, &sent.iter().map(String::as_str).collect::<Vec<_>>()).is_ok()
        };
        let each = questions.iter().zip(&given).all(single);
        prop_assert_eq!(check_answers(&questions, &given).is_ok(), each);
    }

    #[test]
    fn checking_never_panics_on_impossible_bounds(min: i16, max: i16, sent in vec("[0-9]{1,5}", 0..4)) {
        let q = question(1, QuestionKind::Multiple { min, max }, 3);
        let _ = check_answer(&q, &sent.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
