//! What staff may decide when the keys of a sign-in do not belong to one person.

use crate::{
    identifiers::KeyKind::{self, Passport, Rnokpp, Unzr},
    identity_case::{
        CaseKey, Decision, Impossible, TakenOut, WrongNumber, contradicts, may_decide,
        numbers_in_question, take_out,
    },
};
use proptest::prelude::*;

/// Whose a key is (`None`: nobody's), and whether the sign-in brought it.
fn key(kind: KeyKind, owner: Option<char>, brought: bool) -> CaseKey<char> {
    CaseKey {
        kind,
        owner,
        brought,
    }
}

#[test]
fn two_records_of_one_human_may_become_one() {
    let keys = [
        key(Rnokpp, Some('a'), true),
        key(Passport, Some('b'), true),
        key(Passport, Some('b'), false),
        key(Unzr, None, true),
    ];
    assert_eq!(may_decide(Decision::OneHuman, &keys), Ok(()));
}

#[test]
fn nobody_gets_two_numbers_of_a_kind_of_which_a_human_has_one() {
    for kind in [Rnokpp, Unzr] {
        for second in [
            key(kind, Some('b'), true),
            key(kind, Some('b'), false),
            key(kind, None, true),
        ] {
            let keys = [
                key(kind, Some('a'), true),
                key(Passport, Some('b'), true),
                second,
            ];
            let outcome = may_decide(Decision::OneHuman, &keys);
            assert_eq!(outcome, Err(Impossible::TwoNumbers(kind)), "{second:?}");
        }
    }
}

#[test]
fn a_passport_leaves_only_a_record_that_is_known_by_a_number() {
    let number = key(Rnokpp, Some('a'), true);
    let passport = key(Passport, Some('b'), true);
    let wrong = |keys: &[CaseKey<char>]| may_decide(Decision::WrongPassport, keys);
    assert_eq!(
        wrong(&[number, passport, key(Unzr, Some('b'), false)]),
        Ok(())
    );
    assert_eq!(wrong(&[number, passport]), Err(Impossible::OnlyPassport));
    let another = key(Passport, Some('b'), false);
    assert_eq!(
        wrong(&[number, passport, another]),
        Err(Impossible::OnlyPassport)
    );
    for none in [key(Passport, None, true), key(Passport, Some('b'), false)] {
        assert_eq!(wrong(&[number, none]), Err(Impossible::NoPassport));
    }
}

fn wrong(record: char, kind: KeyKind) -> WrongNumber<char> {
    WrongNumber {
        record,
        kind,
        no_rnokpp: false,
    }
}

#[test]
fn what_a_stranger_brought_leaves_the_record_in_which_it_stood() {
    // The stranger's РНОКПП and passport were written into this record; their УНЗР is nobody's.
    let keys = [
        key(Rnokpp, Some('a'), true),
        key(Unzr, None, true),
        key(Passport, Some('a'), true),
        key(Unzr, Some('a'), false),
        key(Passport, Some('a'), false),
    ];
    assert_eq!(
        numbers_in_question(&keys),
        [('a', Rnokpp), ('a', Unzr)],
        "the one that was brought, and the one beside which another was"
    );
    assert_eq!(
        take_out(wrong('a', Rnokpp), &keys),
        Ok(TakenOut {
            leave: vec![0, 2],
            join: vec![]
        })
    );
    assert_eq!(may_decide(Decision::WrongNumber, &keys), Ok(()));
}

#[test]
fn whoever_brings_their_own_number_gets_it_in_place_of_anothers() {
    // As a sign-in, and as a number shown at the desk beside all that the record is known by.
    for shown in [false, true] {
        let keys = [
            key(Passport, Some('a'), true),
            key(Rnokpp, None, true),
            key(Rnokpp, Some('a'), shown),
        ];
        assert_eq!(
            take_out(wrong('a', Rnokpp), &keys),
            Ok(TakenOut {
                leave: vec![2],
                join: vec![1]
            })
        );
    }
    // Where the УНЗР is in doubt as well, the next sign-in asks again.
    let keys = [
        key(Passport, Some('a'), true),
        key(Rnokpp, None, true),
        key(Unzr, None, true),
        key(Rnokpp, Some('a'), false),
        key(Unzr, Some('a'), false),
    ];
    assert_eq!(
        take_out(wrong('a', Rnokpp), &keys),
        Ok(TakenOut {
            leave: vec![3],
            join: vec![]
        })
    );
}

#[test]
fn a_record_stays_known_when_a_number_leaves_it() {
    let number = key(Rnokpp, Some('a'), true);
    let elsewhere = key(Unzr, Some('b'), true);
    let alone = [number, elsewhere];
    assert_eq!(
        take_out(wrong('a', Rnokpp), &alone),
        Err(Impossible::OnlyNumber)
    );
    let by_passport = [number, elsewhere, key(Passport, Some('a'), false)];
    assert_eq!(
        take_out(wrong('a', Rnokpp), &by_passport),
        Err(Impossible::SecondKey)
    );
    let seen = WrongNumber {
        no_rnokpp: true,
        ..wrong('a', Rnokpp)
    };
    assert!(take_out(seen, &by_passport).is_ok());
    assert_eq!(take_out(seen, &alone), Err(Impossible::OnlyNumber));
    // What nobody asked about, a passport, and what is nobody's.
    for (record, kind) in [('b', Rnokpp), ('a', Unzr), ('a', Passport), ('c', Rnokpp)] {
        let refused = take_out(wrong(record, kind), &by_passport);
        assert_eq!(refused, Err(Impossible::NoNumber), "{record} {kind}");
    }
}

#[test]
fn a_second_number_contradicts_and_a_second_passport_does_not() {
    let known = [(Rnokpp, 1), (Passport, 1)];
    assert!(contradicts(&[(Rnokpp, 2), (Passport, 1)], &known));
    assert!(!contradicts(&[(Rnokpp, 1), (Passport, 2)], &known));
    assert!(!contradicts(&[(Unzr, 7), (Passport, 1)], &known));
    assert!(!contradicts(&[(Rnokpp, 2)], &[(Unzr, 2)]));
}

fn keys() -> impl Strategy<Value = Vec<CaseKey<char>>> {
    let kind = prop::sample::select(KeyKind::ALL);
    let owner = prop::option::of(prop::sample::select(vec!['a', 'b', 'c']));
    let one = (kind, owner, any::<bool>())
        // What nobody has was brought, or it would not be there.
        .prop_map(|(kind, owner, brought)| key(kind, owner, brought || owner.is_none()));
    prop::collection::vec(one, 0..8)
}

proptest! {
    /// Whatever is decided, no record ends with two numbers of a kind, and none without any key.
    #[test]
    fn no_decision_makes_two_humans_one_or_one_human_two(keys in keys()) {
        prop_assert_eq!(may_decide(Decision::LeftAsItIs, &keys), Ok(()));
        if may_decide(Decision::OneHuman, &keys).is_ok() {
            for kind in [Rnokpp, Unzr] {
                prop_assert!(keys.iter().filter(|key| key.kind == kind).count() <= 1);
            }
        }
        if may_decide(Decision::WrongPassport, &keys).is_ok() {
            let taken = |key: &CaseKey<char>| key.brought && key.kind == Passport;
            let losers: Vec<_> = keys.iter().filter(|key| taken(key)).filter_map(|key| key.owner).collect();
            prop_assert!(!losers.is_empty());
            for owner in losers {
                prop_assert!(keys.iter().any(|key| key.owner == Some(owner) && !taken(key) && key.kind != Passport));
            }
        }
    }

    /// Whatever number is taken out: it leaves this record and no other loses anything; the record stays known, gets only what nobody
    /// has, and never two numbers of a kind; and a sign-in that was not its person's finds nothing of its own there any more.
    #[test]
    fn a_wrong_number_leaves_and_its_record_stays_known(
        mut keys in keys(), record in prop::sample::select(vec!['a', 'b', 'c']),
        kind in prop::sample::select(vec![Rnokpp, Unzr]), no_rnokpp: bool
    ) {
        // As in the database: a record has one number of a kind at most.
        let mut seen = Vec::new();
        keys.retain(|key| {
            let number = key.owner.filter(|_| key.kind.is_one_per_human()).map(|owner| (owner, key.kind));
            number.is_none_or(|number| !seen.contains(&number) && { seen.push(number); true })
        });
        let number = |at: &usize| keys[*at].kind.is_one_per_human();
        if let Ok(done) = take_out(WrongNumber { record, kind, no_rnokpp }, &keys) {
            prop_assert!(done.leave.iter().all(|at| keys[*at].owner == Some(record)));
            prop_assert!(done.leave.iter().any(|at| keys[*at].kind == kind));
            prop_assert!(done.join.iter().all(|at| keys[*at].owner.is_none() && keys[*at].brought));
            let mut stay: Vec<usize> = (0..keys.len()).filter(|at| keys[*at].owner == Some(record) && !done.leave.contains(at)).collect();
            stay.extend(&done.join);
            prop_assert!(stay.iter().any(number) || (no_rnokpp && !stay.is_empty()));
            if !done.join.is_empty() {
                for kind in [Rnokpp, Unzr] {
                    prop_assert!(stay.iter().filter(|at| keys[**at].kind == kind).count() <= 1);
                }
            }
            let brings_another = keys.iter().any(|key| key.brought && key.kind == kind && key.owner != Some(record));
            prop_assert!(brings_another || stay.iter().all(|at| !keys[*at].brought));
            prop_assert_eq!(may_decide(Decision::WrongNumber, &keys), Ok(()));
        }
    }
}
