//! Answers: what somebody sent for a question, checked against the question; and a whole ballot's worth of them.

use crate::{
    ids::{OptionNo, QuestionNo},
    poll::Question,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An answer to one question: the chosen options, ascending and distinct; empty = skipped (optional questions only).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub question: QuestionNo,
    pub chosen: Vec<OptionNo>,
}

/// A complete, valid set of answers to one poll: one per question, in order. Only [`check_answers`] makes one, so
/// that nothing else can reach the ballot box; hence it can be written as JSON but not read from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Answers(Vec<Answer>);

impl Answers {
    pub fn as_slice(&self) -> &[Answer] {
        &self.0
    }
}

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AnswerProblem {
    /// A required question without an answer.
    Missing,
    /// Fewer than the question asks for.
    TooFew { min: i16 },
    /// More than the question allows.
    TooMany { max: i16 },
    /// An option that is to be chosen alone, together with another.
    NotAlone,
    /// An option that this question does not have (another poll's, or no number at all).
    UnknownOption,
}

/// Checks what was sent for one question. `sent` are the raw form values; unknown, repeated and unreadable ones are
/// told apart from a wrong count: [`AnswerProblem::UnknownOption`] wins over the others, repeats count once.
pub fn check_answer(question: &Question, sent: &[&str]) -> Result<Answer, AnswerProblem> {
    let chosen: Option<Vec<OptionNo>> = sent.iter().map(|value| read_option(value)).collect();
    check_chosen(question, &chosen.ok_or(AnswerProblem::UnknownOption)?)
}

/// The options among the raw form values that this question really has, ascending and distinct, whatever their count:
/// what a page ticks again when it shows an answer with its problem.
pub fn known_options(question: &Question, sent: &[&str]) -> Vec<OptionNo> {
    let read: Vec<OptionNo> = sent.iter().filter_map(|value| read_option(value)).collect();
    question
        .option_numbers()
        .into_iter()
        .filter(|no| read.contains(no))
        .collect()
}

/// Checks a whole draft against the questions: every question once, in order. Problems name their question.
/// An optional question that was not given counts as skipped. An answer to a question that the poll does not have,
/// or a second one to the same question, is an [`AnswerProblem::UnknownOption`].
pub fn check_answers(
    questions: &[Question],
    given: &[Answer],
) -> Result<Answers, Vec<(QuestionNo, AnswerProblem)>> {
    let mut answers = Vec::with_capacity(questions.len());
    let mut problems = Vec::new();
    for question in questions {
        let mut of_this = given.iter().filter(|answer| answer.question == question.no);
        let chosen = of_this.next().map_or(&[][..], |answer| &answer.chosen);
        let checked = match of_this.next() {
            Some(_) => Err(AnswerProblem::UnknownOption),
            None => check_chosen(question, chosen),
        };
        match checked {
            Ok(answer) => answers.push(answer),
            Err(problem) => problems.push((question.no, problem)),
        }
    }
    let strange = given
        .iter()
        .map(|answer| answer.question)
        .filter(|no| questions.iter().all(|q| q.no != *no));
    problems.extend(strange.map(|no| (no, AnswerProblem::UnknownOption)));
    if problems.is_empty() {
        Ok(Answers(answers))
    } else {
        Err(problems)
    }
}

/// An option's number as forms send it: digits without sign or leading zero.
fn read_option(value: &str) -> Option<OptionNo> {
    let plain = (1..=5).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_digit())
        && !value.starts_with('0');
    plain.then(|| value.parse().ok().map(OptionNo)).flatten()
}

fn check_chosen(question: &Question, chosen: &[OptionNo]) -> Result<Answer, AnswerProblem> {
    let known = question.option_numbers();
    if chosen.iter().any(|no| !known.contains(no)) {
        return Err(AnswerProblem::UnknownOption);
    }
    let mut chosen = chosen.to_vec();
    chosen.sort_unstable();
    chosen.dedup();
    let (min, max) = question.kind.bounds();
    let count = chosen.len();
    if count == 0 && question.required {
        return Err(AnswerProblem::Missing);
    }
    let alone = chosen.iter().any(|no| question.is_exclusive(*no));
    if alone && count > 1 {
        return Err(AnswerProblem::NotAlone);
    }
    if count > usize::try_from(max).unwrap_or(0) {
        return Err(AnswerProblem::TooMany { max });
    }
    if count > 0 && !alone && count < usize::try_from(min).unwrap_or(0) {
        return Err(AnswerProblem::TooFew { min });
    }
    Ok(Answer {
        question: question.no,
        chosen,
    })
}

/// Answers under way: what a person has chosen so far, valid or not, as the sealed draft keeps it. In JSON a map from
/// question to options, `{"1":[2],"3":[1,4]}`; a question that was looked at and skipped has an empty list.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PartialAnswers(BTreeMap<QuestionNo, Vec<OptionNo>>);

impl PartialAnswers {
    /// Keeps what was chosen for a question in place of what was kept before.
    pub fn set(&mut self, question: QuestionNo, chosen: Vec<OptionNo>) {
        self.0.insert(question, chosen);
    }

    /// What is kept for a question; `None` when it has not been answered or skipped yet.
    pub fn get(&self, question: QuestionNo) -> Option<&[OptionNo]> {
        self.0.get(&question).map(Vec::as_slice)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The draft as answers for [`check_answers`], in order.
    pub fn to_answers(&self) -> Vec<Answer> {
        self.0
            .iter()
            .map(|(&question, chosen)| Answer {
                question,
                chosen: chosen.clone(),
            })
            .collect()
    }

    /// The first question that still needs an answer or holds one that is not valid: where to send the person next.
    pub fn first_open(&self, questions: &[Question]) -> Option<QuestionNo> {
        let open = |q: &&Question| {
            self.get(q.no)
                .is_none_or(|chosen| check_chosen(q, chosen).is_err())
        };
        questions.iter().find(open).map(|q| q.no)
    }
}
