//! The canonical bytes of counted ballots.

use super::strategies::counted;
use crate::{
    answer::Answer,
    ballot_set::{NotSorted, encode_ballot, feed_ballot_set},
    ids::{OptionNo, QuestionNo},
};
use proptest::prelude::*;

fn answer(question: i16, chosen: &[i16]) -> Answer {
    let chosen = chosen.iter().copied().map(OptionNo).collect();
    Answer::of_options(QuestionNo(question), chosen)
}

fn set_bytes(ballots: &[Vec<Answer>]) -> Vec<u8> {
    let mut encoded: Vec<_> = ballots
        .iter()
        .map(|answers| encode_ballot(answers))
        .collect();
    encoded.sort();
    let mut bytes = Vec::new();
    feed_ballot_set(&encoded, |part| bytes.extend_from_slice(part)).unwrap();
    bytes
}

#[test]
fn the_encoding_is_the_documented_one() {
    let ballot = encode_ballot(&[answer(1, &[2]), answer(2, &[]), answer(3, &[1, 258])]);
    assert_eq!(ballot, [0, 2, 0, 1, 0, 1, 0, 2, 0, 3, 0, 2, 0, 1, 1, 2]);
    let mut set = Vec::new();
    assert_eq!(
        feed_ballot_set([&ballot], |part| set.extend_from_slice(part)),
        Ok(1)
    );
    let expected = [
        &b"viche ballot set 1\n"[..],
        &[0, 0, 0, 16],
        &ballot,
        &[0, 0, 0, 0, 0, 0, 0, 1],
    ]
    .concat();
    assert_eq!(set, expected);
}

#[test]
fn the_order_of_answers_and_skipped_questions_do_not_matter() {
    let straight = encode_ballot(&[answer(1, &[1, 3]), answer(2, &[2])]);
    assert_eq!(
        encode_ballot(&[answer(2, &[2]), answer(3, &[]), answer(1, &[3, 1])]),
        straight
    );
}

#[test]
fn ballots_out_of_order_are_refused_and_equal_ones_all_count() {
    let (low, high) = (
        encode_ballot(&[answer(1, &[1])]),
        encode_ballot(&[answer(1, &[2])]),
    );
    assert_eq!(feed_ballot_set([&high, &low], |_| ()), Err(NotSorted));
    assert_eq!(feed_ballot_set([&low, &low, &high], |_| ()), Ok(3));
    assert_eq!(feed_ballot_set::<Vec<u8>>([], |_| ()), Ok(0));
}

proptest! {
    #[test]
    fn equal_sets_and_only_equal_sets_have_equal_bytes(
        (ballots, shuffled, changed) in counted(12).prop_flat_map(|(_, ballots)| {
            (Just(ballots.clone()), Just(ballots).prop_shuffle(), any::<prop::sample::Index>())
        })
    ) {
        prop_assert_eq!(set_bytes(&ballots), set_bytes(&shuffled));
        if !ballots.is_empty() {
            let mut fewer = ballots.clone();
            let removed = fewer.remove(changed.index(ballots.len()));
            prop_assert_ne!(set_bytes(&ballots), set_bytes(&fewer));
            let mut altered = fewer;
            altered.push(removed.into_iter().chain([answer(99, &[1])]).collect());
            prop_assert_ne!(set_bytes(&ballots), set_bytes(&altered));
        }
    }
}
