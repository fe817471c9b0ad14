//! Counting. The tally is what the counters cache and what a recount of the ballots must give (DESIGN §5.5).

use crate::{
    answer::Answer,
    ids::{OptionNo, QuestionNo},
    poll::Question,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The count of one poll. Nothing that counts zero is listed, so that two tallies of the same ballots are equal
/// whichever way they were made.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Ballots counted.
    pub ballots: i64,
    pub questions: BTreeMap<QuestionNo, QuestionTally>,
}

/// The count of one question. `answered` is the number of ballots that did not skip it: the denominator of shares.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct QuestionTally {
    pub answered: i64,
    pub options: BTreeMap<OptionNo, i64>,
}

impl Tally {
    /// Counts one ballot's answers: at most one per question, each option once, as [`crate::answer::Answers`] and the
    /// ballots hold them.
    pub fn add(&mut self, answers: &[Answer]) {
        self.ballots += 1;
        for answer in answers.iter().filter(|answer| !answer.chosen.is_empty()) {
            let question = self.questions.entry(answer.question).or_default();
            question.answered += 1;
            for &option in &answer.chosen {
                *question.options.entry(option).or_default() += 1;
            }
        }
    }

    /// Adds another tally of the same poll: other ballots, or another writer's.
    pub fn merge(&mut self, other: &Self) {
        for (question, option, n) in other.counters() {
            self.add_counter(question, option, n);
        }
    }

    /// Adds a row of the counters: (0, 0) counts ballots, (question, 0) ballots that answered it, (question, option)
    /// selections.
    pub fn add_counter(&mut self, question: QuestionNo, option: OptionNo, n: i64) {
        match (question.0, option.0) {
            _ if n == 0 => {}
            (0, _) => self.ballots += n,
            (_, 0) => self.questions.entry(question).or_default().answered += n,
            (_, _) => {
                *self
                    .questions
                    .entry(question)
                    .or_default()
                    .options
                    .entry(option)
                    .or_default() += n
            }
        }
    }

    /// The tally as rows of the counters (see [`Tally::add_counter`]), ordered, without zeros.
    pub fn counters(&self) -> impl Iterator<Item = (QuestionNo, OptionNo, i64)> + '_ {
        let ballots = std::iter::once((QuestionNo(0), OptionNo(0), self.ballots));
        let questions = self.questions.iter().flat_map(|(&no, question)| {
            let answered = std::iter::once((no, OptionNo(0), question.answered));
            answered.chain(
                question
                    .options
                    .iter()
                    .map(move |(&option, &n)| (no, option, n)),
            )
        });
        ballots.chain(questions).filter(|&(_, _, n)| n != 0)
    }

    /// The count of a question; nothing answered when no ballot did.
    pub fn question(&self, no: QuestionNo) -> QuestionTally {
        self.questions.get(&no).cloned().unwrap_or_default()
    }
}

/// How much of those who answered chose the leading option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Half {
    Under,
    Exactly,
    Over,
}

/// What the sentence over a chart has to say of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Leader {
    /// Nobody answered.
    NoAnswers,
    /// One option was chosen more often than every other. `share` is in tenths of a percent, of those who answered.
    Leading {
        option: OptionNo,
        selections: i64,
        share: i64,
        half: Half,
    },
    /// These options, two or more, were chosen equally often and more often than the others.
    Tie(Vec<OptionNo>),
}

impl QuestionTally {
    /// Ballots, of `ballots` in all, that skipped this question.
    pub fn skipped(&self, ballots: i64) -> i64 {
        ballots - self.answered
    }

    /// How often an option was chosen.
    pub fn selections(&self, option: OptionNo) -> i64 {
        self.options.get(&option).copied().unwrap_or(0)
    }

    /// The option's share of those who answered, in tenths of a percent; `None` when nobody did.
    pub fn share(&self, option: OptionNo) -> Option<i64> {
        share(self.selections(option), self.answered)
    }

    /// Whether one option leads. Ties are named as such: a count of one ballot more decides, a rounded share never.
    pub fn leader(&self) -> Leader {
        let most = self.options.values().copied().max().unwrap_or(0);
        if most <= 0 {
            return Leader::NoAnswers;
        }
        let first: Vec<OptionNo> = self
            .options
            .iter()
            .filter(|&(_, &n)| n == most)
            .map(|(&option, _)| option)
            .collect();
        match (first.as_slice(), share(most, self.answered)) {
            (&[option], Some(share)) => {
                let half = match most.saturating_mul(2).cmp(&self.answered) {
                    std::cmp::Ordering::Less => Half::Under,
                    std::cmp::Ordering::Equal => Half::Exactly,
                    std::cmp::Ordering::Greater => Half::Over,
                };
                Leader::Leading {
                    option,
                    selections: most,
                    share,
                    half,
                }
            }
            (_, Some(_)) => Leader::Tie(first),
            (_, None) => Leader::NoAnswers,
        }
    }
}

impl QuestionTally {
    /// The mean of the numbers chosen on a scale, in tenths, rounded half up (37 is 3,7); `None` where this is no scale or
    /// nobody answered.
    pub fn scale_mean(&self, question: &Question) -> Option<i64> {
        let (mut sum, mut chosen) = (0_i128, 0_i128);
        for (&no, &n) in &self.options {
            sum += i128::from(question.scale_value(no)?) * i128::from(n);
            chosen += i128::from(n);
        }
        let tenths = (chosen > 0).then(|| (sum * 20 + chosen).div_euclid(chosen * 2))?;
        i64::try_from(tenths).ok()
    }
}

/// `part` of `whole` in tenths of a percent, rounded half up in whole numbers (457 is 45,7 %); `None` of nothing.
/// Both must be counts, not negative. Shares of several options need not add up to 1000.
pub fn share(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    i64::try_from((part * 2_000 + whole).div_euclid(whole * 2)).ok()
}
