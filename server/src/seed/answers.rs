//! The answers on the invented ballots: spread by the weights beside the options, the same at every seeding.

use super::content::{PollSeed, QuestionWeights};
use domain::{
    answer::{Answers, Given, check_answers},
    ids::{CommunityId, OptionNo, QuestionNo},
    poll::Question,
};

/// A sequence of numbers that look random and are always the same (SplitMix64: Steele, Lea, Flood, OOPSLA 2014). For
/// invented content only; nothing that must be unpredictable comes from here.
pub(super) struct Sequence(u64);

impl Sequence {
    pub(super) fn new(start: u64) -> Self {
        Self(start)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `end` − 1; 0 when `end` is 0.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.next() % u64::from(end.max(1))).unwrap_or(0)
    }

    /// The place of one of `weights`, each as likely as it is heavy; `None` when none weighs anything.
    fn weighted(&mut self, weights: &[u32]) -> Option<usize> {
        let total = weights.iter().sum::<u32>();
        let mut left = (total > 0).then(|| self.below(total))?;
        weights.iter().position(|&weight| {
            let here = left < weight;
            left = left.saturating_sub(weight);
            here
        })
    }
}

/// The answers of each invented ballot of a poll, checked like anybody's; there are as many as [`PollSeed::ballots`] says.
pub fn invented_answers(
    community: CommunityId,
    poll: &PollSeed,
    questions: &[Question],
) -> Vec<Answers> {
    let start = community.0.unsigned_abs() << 32 | poll.number.0.unsigned_abs();
    let mut sequence = Sequence::new(start);
    (0..poll.ballots)
        .filter_map(|_| {
            let given: Vec<(QuestionNo, Given)> = questions
                .iter()
                .zip(&poll.weights)
                .map(|(question, weights)| {
                    let chosen = choose(&mut sequence, question, weights);
                    let text = written(&mut sequence, question, weights, &chosen);
                    (question.no, Given { chosen, text })
                })
                .collect();
            check_answers(questions, &given).ok()
        })
        .collect()
}

/// The options of one invented answer, ascending; none when it is skipped. People who may choose several mostly do.
fn choose(
    sequence: &mut Sequence,
    question: &Question,
    weights: &QuestionWeights,
) -> Vec<OptionNo> {
    if !question.required && sequence.below(100) < weights.skipped_percent {
        return Vec::new();
    }
    let (min, max) = question.kind.bounds();
    let most: Vec<u32> = (1..=max.saturating_sub(min).saturating_add(1))
        .filter_map(|n| u32::try_from(n).ok())
        .collect();
    let wanted = usize::try_from(min).unwrap_or(1) + sequence.weighted(&most).unwrap_or(0);
    let mut left = weights.options.clone();
    let mut chosen = Vec::with_capacity(wanted);
    for _ in 0..wanted {
        let Some(place) = sequence.weighted(&left) else {
            break;
        };
        left[place] = 0;
        let Some(&no) = question.option_numbers().get(place) else {
            break;
        };
        if question.is_exclusive(no) {
            // Whoever thinks of it first chooses nothing else; whoever does not, does not choose it.
            if chosen.is_empty() {
                return vec![no];
            }
            continue;
        }
        chosen.push(no);
    }
    chosen.sort_unstable();
    chosen
}

/// What is written on one invented ballot; nothing where its option asks for no words.
fn written(
    sequence: &mut Sequence,
    question: &Question,
    weights: &QuestionWeights,
    chosen: &[OptionNo],
) -> String {
    let asked = question.option_with_text();
    if !asked.is_some_and(|no| chosen.contains(&no)) {
        return String::new();
    }
    let many = u32::try_from(weights.texts.len()).unwrap_or(u32::MAX);
    let place = usize::try_from(sequence.below(many)).unwrap_or(0);
    weights.texts.get(place).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::communities;
    use domain::{lifecycle::State, tally::Tally, time::Millis};

    fn tally(answers: &[Answers]) -> Tally {
        let mut tally = Tally::default();
        for ballot in answers {
            tally.add(ballot.as_slice());
        }
        tally
    }

    #[test]
    fn every_invented_ballot_is_valid_and_there_are_as_many_as_announced() {
        for seed in communities().unwrap() {
            for poll in &seed.polls {
                let questions = poll.content(Millis(0)).questions;
                let answers = invented_answers(seed.community.id, poll, &questions);
                assert_eq!(answers.len(), poll.ballots, "№ {}", poll.number);
                let counted = matches!(poll.state, State::Open | State::Closed);
                assert_eq!(counted, poll.ballots > 0, "№ {}", poll.number);
            }
        }
    }

    #[test]
    fn the_same_ballots_come_at_every_seeding_and_differ_between_polls() {
        let seed = communities().unwrap().remove(0);
        let of = |at: usize| {
            let poll = &seed.polls[at];
            invented_answers(seed.community.id, poll, &poll.content(Millis(0)).questions)
        };
        assert_eq!(of(0), of(0));
        assert_ne!(tally(&of(0)), tally(&of(2)));
    }

    #[test]
    fn shares_follow_the_weights_and_optional_questions_are_skipped_by_some() {
        let seed = communities().unwrap().remove(0);
        let bus = seed.polls.iter().find(|p| p.number.0 == 10).unwrap();
        let count = tally(&invented_answers(
            seed.community.id,
            bus,
            &bus.content(Millis(0)).questions,
        ));
        let yes = count
            .questions
            .values()
            .next()
            .unwrap()
            .share(OptionNo(1))
            .unwrap();
        assert!((700..=820).contains(&yes), "{yes}");

        let park = seed.polls.iter().find(|p| p.number.0 == 9).unwrap();
        let count = tally(&invented_answers(
            seed.community.id,
            park,
            &park.content(Millis(0)).questions,
        ));
        let skipped = count
            .questions
            .values()
            .last()
            .unwrap()
            .skipped(count.ballots);
        assert!((40..=90).contains(&skipped), "{skipped}");
    }
}
