//! The counted set of ballots as bytes, so that its hash in the protocol lets anybody who holds the ballots check that
//! none was added, changed or left out. Hashing itself is the caller's.

use crate::answer::Answer;

/// Names the encoding, so that a later one can never be mistaken for it.
const HEADER: &[u8] = b"viche ballot set 1\n";

/// One ballot's answers as bytes. All numbers are 16-bit big-endian: how many questions were answered, then for each
/// in ascending order its number, how many options were chosen, and these in ascending order. A skipped question is
/// not written, as it has no row in the database. The ballot's id is not part of it: the set says what was counted.
pub fn encode_ballot(answers: &[Answer]) -> Vec<u8> {
    let mut answered: Vec<&Answer> = answers
        .iter()
        .filter(|answer| !answer.chosen.is_empty())
        .collect();
    answered.sort_by_key(|answer| answer.question);
    let mut bytes = Vec::with_capacity(2 + answered.len() * 6);
    push_count(&mut bytes, answered.len());
    for answer in answered {
        let mut chosen = answer.chosen.clone();
        chosen.sort_unstable();
        chosen.dedup();
        bytes.extend(answer.question.0.to_be_bytes());
        push_count(&mut bytes, chosen.len());
        bytes.extend(chosen.iter().flat_map(|option| option.0.to_be_bytes()));
    }
    bytes
}

/// Questions and options are numbered by 16 bits, so their count fits.
fn push_count(bytes: &mut Vec<u8>, count: usize) {
    bytes.extend(u16::try_from(count).unwrap_or(u16::MAX).to_be_bytes());
}

/// The ballots were not sorted by their bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ballots of a set must be sorted by their encoded bytes")]
pub struct NotSorted;

/// Feeds the canonical bytes of a set of ballots to `sink` (a hasher's update): a header; each encoded ballot preceded
/// by its length in 32 bits; at the end their number in 64 bits; all big-endian. Gives back the number of ballots.
///
/// Ballots come from [`encode_ballot`], sorted by their bytes; equal ones all count.
pub fn feed_ballot_set<B: AsRef<[u8]>>(
    ballots: impl IntoIterator<Item = B>,
    mut sink: impl FnMut(&[u8]),
) -> Result<u64, NotSorted> {
    let mut count = 0u64;
    let mut last: Option<B> = None;
    sink(HEADER);
    for ballot in ballots {
        let bytes = ballot.as_ref();
        if last.as_ref().is_some_and(|last| last.as_ref() > bytes) {
            return Err(NotSorted);
        }
        sink(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        sink(bytes);
        count += 1;
        last = Some(ballot);
    }
    sink(&count.to_be_bytes());
    Ok(count)
}
