//! Holding back small cells of a breakdown whose sum is public (DESIGN §5.10): a cell of fewer than [`SMALLEST_SHOWN`] people
//! is not shown, and as many others with it as it takes so that no hidden one can be computed back from the rest.
//!
//! It is a rule for one table. Somebody who sees a table grow may learn from the difference of two moments what neither shows
//! alone; so a breakdown that is shown live may say who took part, and never what was chosen.

/// The least number of people that a cell is shown with.
pub const SMALLEST_SHOWN: i64 = 10;

/// A cell as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    Shown(i64),
    /// Fewer than the least number: «< 10».
    Small,
    /// Held back, small or not: «сховано».
    Hidden,
}

/// The cells of a breakdown as they may be shown beside their sum, at the same places; `least` is the least number that is
/// shown, normally [`SMALLEST_SHOWN`]. Negative counts are taken for 0.
///
/// What nobody can hide is shown: the only cell, which is the sum itself, and cells of a sum of 0.
///
/// - Small cells among themselves are [`Cell::Small`], where their sum leaves each of them more than one value.
/// - Otherwise each small cell takes its neighbour with it, and both are [`Cell::Hidden`]: what says which of them is small
///   would give it away. Neighbours are the places 0 and 1, 2 and 3, and so on (the last three of an odd number), whatever the
///   counts: a choice by size would tell something of the sizes, and one that changes would tell it from moment to moment.
pub fn suppressed(counts: &[i64], least: i64) -> Vec<Cell> {
    let counts: Vec<i64> = counts.iter().map(|count| (*count).max(0)).collect();
    let small: Vec<bool> = counts.iter().map(|count| *count < least).collect();
    let mut cells: Vec<Cell> = counts.iter().copied().map(Cell::Shown).collect();
    let told_by_the_sum = counts.len() < 2 || counts.iter().all(|count| *count == 0);
    if told_by_the_sum || !small.contains(&true) {
        return cells;
    }
    let (class, hidden) = if is_ambiguous(&counts, &small, least) {
        (Cell::Small, small)
    } else {
        (Cell::Hidden, with_neighbours(&counts, &small))
    };
    for (cell, hidden) in cells.iter_mut().zip(hidden) {
        if hidden {
            *cell = class;
        }
    }
    cells
}

/// Whether small cells that are told as small could each have another value: their sum is neither the least nor the most that
/// so many can have.
fn is_ambiguous(counts: &[i64], small: &[bool], least: i64) -> bool {
    let small: Vec<i64> = counts
        .iter()
        .zip(small)
        .filter_map(|(count, small)| small.then_some(*count))
        .collect();
    let sum: i64 = small.iter().sum();
    let most = (least - 1).saturating_mul(i64::try_from(small.len()).unwrap_or(i64::MAX));
    small.len() > 1 && sum > 0 && sum < most
}

/// The small cells with their neighbours. Where they add up to nothing, the next neighbours go with them until they do not:
/// of cells that hold nothing everybody knows what each holds.
fn with_neighbours(counts: &[i64], small: &[bool]) -> Vec<bool> {
    let group = |at: usize| (at / 2).min((counts.len() / 2).saturating_sub(1));
    let mut hidden: Vec<bool> = (0..counts.len())
        .map(|at| (0..counts.len()).any(|other| small[other] && group(other) == group(at)))
        .collect();
    for next in 0..counts.len() {
        let sum: i64 = counts
            .iter()
            .zip(&hidden)
            .filter(|(_, hidden)| **hidden)
            .map(|(count, _)| count)
            .sum();
        if sum > 0 {
            break;
        }
        for (at, hidden) in hidden.iter_mut().enumerate() {
            *hidden |= group(at) == group(next);
        }
    }
    hidden
}
