//! Counting: by whichever way, the same numbers.

use super::strategies::{self, counted};
use crate::{
    answer::Answer,
    ids::{OptionNo, QuestionNo},
    poll::QuestionKind,
    tally::{Half, Leader, QuestionTally, Tally, share},
};
use proptest::prelude::*;

fn tally(ballots: &[Vec<Answer>]) -> Tally {
    let mut tally = Tally::default();
    ballots.iter().for_each(|answers| tally.add(answers));
    tally
}

fn question(answered: i64, options: &[i64]) -> QuestionTally {
    let counts = options.iter().zip(1i16..).filter(|(n, _)| **n > 0);
    QuestionTally {
        answered,
        options: counts.map(|(&n, no)| (OptionNo(no), n)).collect(),
    }
}

#[test]
fn shares_are_tenths_of_a_percent_rounded_half_up() {
    for (part, whole, expected) in [
        (1, 3, 333),
        (2, 3, 667),
        (1, 8, 125),
        (1, 16, 63),
        (3, 16, 188),
        (1, 2_000, 1),
        (1, 2_001, 0),
        (5, 5, 1_000),
        (0, 7, 0),
    ] {
        assert_eq!(share(part, whole), Some(expected), "{part}/{whole}");
    }
    assert_eq!(share(0, 0), None);
    assert_eq!(share(i64::MAX, i64::MAX), Some(1_000));
}

#[test]
fn a_leader_is_told_with_its_share_and_its_half() {
    let leading = |option, selections, share, half| Leader::Leading {
        option: OptionNo(option),
        selections,
        share,
        half,
    };
    assert_eq!(
        question(10, &[3, 5, 2]).leader(),
        leading(2, 5, 500, Half::Exactly)
    );
    assert_eq!(
        question(11, &[3, 5, 3]).leader(),
        leading(2, 5, 455, Half::Under)
    );
    assert_eq!(
        question(2_001, &[1_001, 1_000]).leader(),
        leading(1, 1_001, 500, Half::Over),
        "a rounded share never decides"
    );
}

#[test]
fn a_tie_is_a_tie_and_no_answers_are_none() {
    assert_eq!(
        question(6, &[2, 1, 2, 1]).leader(),
        Leader::Tie(vec![OptionNo(1), OptionNo(3)])
    );
    assert_eq!(question(0, &[0, 0]).leader(), Leader::NoAnswers);
    assert_eq!(QuestionTally::default().leader(), Leader::NoAnswers);
}

#[test]
fn an_empty_tally_has_no_questions_and_no_shares() {
    let empty = Tally::default();
    assert_eq!(empty.counters().count(), 0);
    assert_eq!(empty.question(QuestionNo(1)).share(OptionNo(1)), None);
}

#[test]
fn the_mean_of_a_scale_is_of_its_numbers_and_rounded_to_tenths() {
    let scale = strategies::question(1, QuestionKind::Scale { from: 0, to: 10 }, 2);
    let mean = |options: &[i64]| question(options.iter().sum(), options).scale_mean(&scale);
    assert_eq!(mean(&[]), None);
    assert_eq!(mean(&[7]), Some(0), "the first number is 0");
    assert_eq!(mean(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]), Some(100));
    assert_eq!(mean(&[0, 2, 1]), Some(13), "4/3");
    assert_eq!(mean(&[0, 19, 1]), Some(11), "1.05 is rounded up");
    let single = strategies::question(1, QuestionKind::Single, 3);
    assert_eq!(question(3, &[1, 2]).scale_mean(&single), None);
}

proptest! {
    #[test]
    fn the_tally_is_the_naive_count((questions, ballots) in counted(30)) {
        let tally = tally(&ballots);
        prop_assert_eq!(tally.ballots, ballots.len() as i64);
        for q in &questions {
            let of_question = || ballots.iter().flatten().filter(|answer| answer.question == q.no);
            let counted = tally.question(q.no);
            prop_assert_eq!(counted.answered, of_question().filter(|answer| !answer.chosen.is_empty()).count() as i64);
            prop_assert_eq!(counted.skipped(tally.ballots), of_question().filter(|answer| answer.chosen.is_empty()).count() as i64);
            for option in q.option_numbers() {
                let naive = of_question().filter(|answer| answer.chosen.contains(&option)).count() as i64;
                prop_assert_eq!(counted.selections(option), naive);
            }
        }
    }

    #[test]
    fn the_order_of_ballots_does_not_matter(
        (ballots, shuffled) in counted(20).prop_flat_map(|(_, ballots)| (Just(ballots.clone()), Just(ballots).prop_shuffle()))
    ) {
        prop_assert_eq!(tally(&ballots), tally(&shuffled));
    }

    #[test]
    fn merging_parts_in_any_grouping_gives_the_whole((_, ballots) in counted(30), at: [prop::sample::Index; 2]) {
        let mut cuts = at.map(|index| index.index(ballots.len() + 1));
        cuts.sort_unstable();
        let [a, b, c] = [&ballots[..cuts[0]], &ballots[cuts[0]..cuts[1]], &ballots[cuts[1]..]].map(tally);
        let mut left = a.clone();
        left.merge(&b);
        left.merge(&c);
        let mut tail = b.clone();
        tail.merge(&c);
        let mut right = a.clone();
        right.merge(&tail);
        let mut backwards = c;
        backwards.merge(&b);
        backwards.merge(&a);
        let whole = tally(&ballots);
        prop_assert_eq!(&left, &whole);
        prop_assert_eq!(&right, &whole);
        prop_assert_eq!(&backwards, &whole);
    }

    #[test]
    fn a_tally_survives_its_counters_and_json((_, ballots) in counted(20)) {
        let whole = tally(&ballots);
        let mut from_counters = Tally::default();
        for (question, option, n) in whole.counters() {
            prop_assert!(n > 0);
            from_counters.add_counter(question, option, n);
            from_counters.add_counter(question, OptionNo(99), 0);
        }
        prop_assert_eq!(&from_counters, &whole);
        let json = serde_json::to_string(&whole).unwrap();
        prop_assert_eq!(serde_json::from_str::<Tally>(&json).unwrap(), whole);
    }

    #[test]
    fn a_share_is_within_half_a_tenth_of_the_truth(whole in 1..2_000_000i64, part in 0..2_000_000i64) {
        let part = part.min(whole);
        let tenths = share(part, whole).unwrap();
        prop_assert!((0..=1_000).contains(&tenths));
        // |tenths/1000 − part/whole| ≤ 1/2000, in whole numbers.
        prop_assert!((tenths * whole - part * 1_000).abs() * 2 <= whole);
    }

    #[test]
    fn the_leader_has_strictly_more_than_every_other(options in proptest::collection::vec(0..6i64, 1..6)) {
        let answered = options.iter().sum();
        let counts = question(answered, &options);
        let most = options.iter().copied().max().unwrap();
        let first = options.iter().filter(|&&n| n == most).count();
        match counts.leader() {
            Leader::NoAnswers => prop_assert_eq!(most, 0),
            Leader::Tie(tied) => prop_assert!(tied.len() == first && first > 1),
            Leader::Leading { option, selections, half, .. } => {
                prop_assert_eq!(first, 1);
                prop_assert_eq!(counts.selections(option), most);
                prop_assert_eq!(selections, most);
                prop_assert_eq!(half == Half::Over, 2 * most > answered);
            }
        }
    }
}
