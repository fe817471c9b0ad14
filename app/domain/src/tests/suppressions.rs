//! No hidden cell of a breakdown can be computed back, also by somebody who knows the rule.

use crate::suppression::{Cell, SMALLEST_SHOWN, suppressed};
use proptest::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// All vectors of `cells` counts from 0 to `most`.
fn all(cells: usize, most: i64) -> Vec<Vec<i64>> {
    (0..cells).fold(vec![Vec::new()], |vectors, _| {
        let longer = |vector: &Vec<i64>| {
            let vector = vector.clone();
            (0..=most).map(move |count| [vector.clone(), vec![count]].concat())
        };
        vectors.iter().flat_map(longer).collect()
    })
}

#[test]
fn whoever_knows_the_rule_and_the_sum_finds_two_values_for_each_hidden_cell() {
    for (cells, least, most) in [
        (2, 3, 9),
        (3, 3, 9),
        (4, 3, 8),
        (5, 2, 5),
        (6, 2, 4),
        (4, 4, 8),
    ] {
        // What is published: the sum and the cells. Behind it every vector that gives the same.
        let mut behind: HashMap<(i64, String), Vec<Vec<i64>>> = HashMap::new();
        for counts in all(cells, most) {
            let published = format!("{:?}", suppressed(&counts, least));
            let key = (counts.iter().sum(), published);
            behind.entry(key).or_default().push(counts);
        }
        for ((sum, published), vectors) in behind {
            let shown = suppressed(&vectors[0], least);
            for at in 0..cells {
                let values: BTreeSet<i64> = vectors.iter().map(|counts| counts[at]).collect();
                match shown[at] {
                    Cell::Shown(n) => assert_eq!(values, BTreeSet::from([n])),
                    _ => assert!(
                        values.len() > 1,
                        "cell {at} of {published} with the sum {sum} is {values:?}"
                    ),
                }
            }
        }
    }
}

#[test]
fn small_villages_hide_among_themselves_and_a_single_one_behind_its_neighbour() {
    let of = |counts: &[i64]| suppressed(counts, SMALLEST_SHOWN);
    assert_eq!(
        of(&[4_000, 3, 57, 7]),
        [
            Cell::Shown(4_000),
            Cell::Small,
            Cell::Shown(57),
            Cell::Small
        ]
    );
    assert_eq!(
        of(&[4_000, 12, 57, 3]),
        [
            Cell::Shown(4_000),
            Cell::Shown(12),
            Cell::Hidden,
            Cell::Hidden
        ]
    );
    assert_eq!(
        of(&[4_000, 12, 57, 3, 20]),
        [
            Cell::Shown(4_000),
            Cell::Shown(12),
            Cell::Hidden,
            Cell::Hidden,
            Cell::Hidden
        ]
    );
    // Two empty neighbours are told by a sum of nothing, so that two more go with them.
    assert_eq!(
        of(&[57, 20, 0, 0, 30, 40]),
        [
            Cell::Hidden,
            Cell::Hidden,
            Cell::Hidden,
            Cell::Hidden,
            Cell::Shown(30),
            Cell::Shown(40)
        ]
    );
    assert_eq!(of(&[10, 12]), [Cell::Shown(10), Cell::Shown(12)]);
    // Two empty villages beside a town: what the town has would tell that they are empty.
    assert_eq!(of(&[0, 0, 50]), [Cell::Hidden; 3]);
    assert_eq!(of(&[9, 9, 50]), [Cell::Hidden; 3]);
}

#[test]
fn what_the_sum_tells_anyway_is_not_hidden() {
    assert_eq!(suppressed(&[], 10), []);
    assert_eq!(suppressed(&[3], 10), [Cell::Shown(3)]);
    assert_eq!(suppressed(&[0, 0], 10), [Cell::Shown(0), Cell::Shown(0)]);
    assert_eq!(suppressed(&[-4, 0], 10), [Cell::Shown(0), Cell::Shown(0)]);
}

proptest! {
    #[test]
    fn no_hidden_cell_is_what_the_shown_ones_leave(counts in prop::collection::vec(0i64..40, 2..12)) {
        let cells = suppressed(&counts, SMALLEST_SHOWN);
        prop_assert_eq!(cells.len(), counts.len());
        let sum: i64 = counts.iter().sum();
        prop_assume!(sum > 0);
        let hidden: Vec<usize> = (0..cells.len()).filter(|at| !matches!(cells[*at], Cell::Shown(_))).collect();
        for (at, cell) in cells.iter().enumerate() {
            match cell {
                Cell::Shown(n) => {
                    prop_assert_eq!(*n, counts[at]);
                    prop_assert!(*n >= SMALLEST_SHOWN);
                }
                Cell::Small => prop_assert!(counts[at] < SMALLEST_SHOWN),
                Cell::Hidden => {}
            }
        }
        // What is left for the hidden cells has several ways to be shared out, and each cell several values.
        let left: i64 = hidden.iter().map(|at| counts[*at]).sum();
        prop_assert!(hidden.is_empty() || hidden.len() > 1);
        for at in hidden.iter().copied() {
            let most = |at: usize| if cells[at] == Cell::Small { SMALLEST_SHOWN - 1 } else { left };
            let others: i64 = hidden.iter().filter(|other| **other != at).map(|other| most(*other)).sum();
            let (low, high) = ((left - others).max(0), most(at).min(left));
            prop_assert!(low < high, "cell {} of {:?} can only be {}", at, cells, low);
        }
    }

    #[test]
    fn nothing_is_hidden_without_a_small_cell(counts in prop::collection::vec(SMALLEST_SHOWN..5_000, 0..12)) {
        let shown: Vec<Cell> = counts.iter().copied().map(Cell::Shown).collect();
        prop_assert_eq!(suppressed(&counts, SMALLEST_SHOWN), shown);
    }
}
