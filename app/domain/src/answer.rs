//! Answers: what somebody sent for a question, checked against the question; and a whole ballot's worth of them.

use crate::{
    ids::{OptionNo, QuestionNo},
    poll::{Question, QuestionKind},
    text::{self, TextProblem},
};
use serde::{Deserialize, Serialize};

/// The longest text of one line that an answer holds, in characters: a short answer, or what «other» means.
pub const SHORT_TEXT: usize = 200;
/// The longest text of several lines that an answer holds, in characters.
pub const LONG_TEXT: usize = 2_000;

/// The option that an answer in one's own words counts as: a question of that kind has no others.
pub const WRITTEN: OptionNo = OptionNo(1);

/// What was given for a question, valid or not: the options that are marked, ascending and distinct, and the text as it was
/// typed. This is what a draft keeps.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Given {
    pub chosen: Vec<OptionNo>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl Given {
    /// Options without words.
    pub fn of_options(chosen: Vec<OptionNo>) -> Self {
        Self {
            chosen,
            text: String::new(),
        }
    }

    /// Reads the raw form values of one question. Values that name none of its options are left out ([`names_unknown`] tells
    /// of them), and so is a text for which the question has no field.
    pub fn read(question: &Question, sent: &[&str], text: &str) -> Self {
        let read: Vec<OptionNo> = sent.iter().filter_map(|value| read_option(value)).collect();
        let mut chosen = question.option_numbers();
        chosen.retain(|no| !question.kind.is_text() && read.contains(no));
        let text = question.text_limit().map(|_| text.to_owned());
        Self {
            chosen,
            text: text.unwrap_or_default(),
        }
    }

    /// Whether nothing is marked and nothing that can be seen is written.
    pub fn is_empty(&self, question: &Question) -> bool {
        match question.kind.is_text() {
            true => self.text.trim().is_empty(),
            false => self.chosen.is_empty(),
        }
    }
}

/// Whether one of the raw form values names no option of this question: no form of ours sends such a value.
pub fn names_unknown(question: &Question, sent: &[&str]) -> bool {
    let known = question.option_numbers();
    sent.iter()
        .any(|value| read_option(value).is_none_or(|no| !known.contains(&no)))
}

/// An answer to one question: the chosen options, ascending and distinct; empty = skipped (optional questions only).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub question: QuestionNo,
    pub chosen: Vec<OptionNo>,
    /// What was written to the option that asks for words. It is stored apart from the ballot (DESIGN §5.4), so that an answer
    /// read from there has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<Written>,
}

/// Somebody's own words, tidied, and the option that asked for them ([`Question::option_with_text`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub option: OptionNo,
    pub text: String,
}

impl Answer {
    /// An answer without words.
    pub fn of_options(question: QuestionNo, chosen: Vec<OptionNo>) -> Self {
        Self {
            question,
            chosen,
            written: None,
        }
    }
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
    /// The option that asks for words is chosen, and there are none.
    TextMissing,
    /// More than this many characters.
    TextTooLong { most: i16 },
    /// A control character or another sign that no text needs.
    TextUnreadable,
}

impl AnswerProblem {
    /// Whether the words are to be mended, not the choice.
    pub fn is_of_text(self) -> bool {
        matches!(
            self,
            Self::TextMissing | Self::TextTooLong { .. } | Self::TextUnreadable
        )
    }
}

/// Checks what was given for one question. An unknown option wins over the other problems.
///
/// # Errors
/// The first problem.
pub fn check_answer(question: &Question, given: &Given) -> Result<Answer, AnswerProblem> {
    let text = tidy_text(question, &given.text);
    let chosen = match (question.kind.is_text(), &text) {
        (false, _) => given.chosen.clone(),
        (true, Ok(text)) if text.is_empty() => Vec::new(),
        // Whether it can be read or not, something was written.
        (true, _) => vec![WRITTEN],
    };
    let chosen = check_chosen(question, chosen)?;
    let asking = question.option_with_text();
    let written = match asking.filter(|no| chosen.contains(no)) {
        Some(option) => match text? {
            text if text.is_empty() => return Err(AnswerProblem::TextMissing),
            text => Some(Written { option, text }),
        },
        None => None,
    };
    Ok(Answer {
        question: question.no,
        chosen,
        written,
    })
}

/// Checks a whole draft against the questions: every question once, in order. Problems name their question.
/// An optional question that was not given counts as skipped. An answer to a question that the poll does not have,
/// or a second one to the same question, is an [`AnswerProblem::UnknownOption`].
pub fn check_answers(
    questions: &[Question],
    given: &[(QuestionNo, Given)],
) -> Result<Answers, Vec<(QuestionNo, AnswerProblem)>> {
    let mut answers = Vec::with_capacity(questions.len());
    let mut problems = Vec::new();
    for question in questions {
        let mut of_this = given.iter().filter(|(no, _)| *no == question.no);
        let checked = match (of_this.next(), of_this.next()) {
            (_, Some(_)) => Err(AnswerProblem::UnknownOption),
            (Some((_, given)), None) => check_answer(question, given),
            (None, None) => check_answer(question, &Given::default()),
        };
        match checked {
            Ok(answer) => answers.push(answer),
            Err(problem) => problems.push((question.no, problem)),
        }
    }
    let strange = given
        .iter()
        .map(|&(no, _)| no)
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

/// The text as a ballot keeps it; empty where the question has no field for one.
fn tidy_text(question: &Question, typed: &str) -> Result<String, AnswerProblem> {
    let Some(most) = question.text_limit() else {
        return Ok(String::new());
    };
    let tidy = match question.kind {
        QuestionKind::LongText => text::passage(typed, most),
        _ => text::line(typed, most),
    };
    tidy.map_err(|problem| match problem {
        TextProblem::TooLong(most) => AnswerProblem::TextTooLong {
            most: i16::try_from(most).unwrap_or(i16::MAX),
        },
        TextProblem::BadCharacters => AnswerProblem::TextUnreadable,
    })
}

fn check_chosen(
    question: &Question,
    mut chosen: Vec<OptionNo>,
) -> Result<Vec<OptionNo>, AnswerProblem> {
    let known = question.option_numbers();
    if chosen.iter().any(|no| !known.contains(no)) {
        return Err(AnswerProblem::UnknownOption);
    }
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
    Ok(chosen)
}
