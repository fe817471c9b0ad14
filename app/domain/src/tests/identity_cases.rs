//! What staff may decide when the keys of a sign-in do not belong to one person.

use crate::{
    identifiers::KeyKind::{self, Passport, Rnokpp, Unzr},
    identity_case::{CaseKey, Decision, Impossible, contradicts, may_decide},
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
}
