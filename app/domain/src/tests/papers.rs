//! Paper forms: two enter each, nobody for themselves, and only what both typed alike is cast.

use super::strategies::question;
use crate::{
    answer::{Answers, Given, check_answers},
    ids::{OptionNo, PersonId, QuestionNo},
    paper::{
        BatchNo, BatchState, Entry, Form, FormNo, FormProgress, FormState, MOST_DIFFERENCES,
        NoEntry, agree,
    },
    poll::QuestionKind,
};
use proptest::prelude::*;

fn person(n: u8) -> PersonId {
    PersonId::from_random([n; 16])
}

/// What two people typed of the same paper: an option and words.
fn answers(option: i16, words: &str) -> Answers {
    let questions = [
        question(1, QuestionKind::Single, 3),
        question(2, QuestionKind::LongText, 0),
    ];
    let given = [
        (QuestionNo(1), Given::of_options(vec![OptionNo(option)])),
        (
            QuestionNo(2),
            Given {
                text: words.to_owned(),
                ..Given::default()
            },
        ),
    ];
    check_answers(&questions, &given).unwrap()
}

#[test]
fn entries_differ_where_the_choice_or_the_letters_do() {
    let one = answers(1, "Більше лавок, і тінь.");
    for (other, alike) in [
        (answers(1, "більше лавок - і тінь"), true),
        (answers(1, "Більше лавок\nі тінь!"), true),
        (answers(2, "Більше лавок, і тінь."), false),
        (answers(1, "Більше ламок, і тінь."), false),
        (answers(3, "Ні"), false),
    ] {
        assert_eq!(agree(&one, &other), alike, "{other:?}");
        assert_eq!(agree(&other, &one), alike, "{other:?}");
    }
}

#[test]
fn it_takes_two_and_neither_is_the_person_of_the_form() {
    let form = Form::begun(person(1), person(2)).unwrap();
    assert_eq!(Form::begun(person(2), person(2)), Err(NoEntry::Own));
    assert_eq!(form.entered(person(1), true), Err(NoEntry::Own));
    // The first operator again: it is still one entry.
    let again = form.entered(person(2), true).unwrap();
    assert_eq!(again, form);
    let agreed = form.entered(person(3), true).unwrap();
    assert_eq!(
        (agreed.state, agreed.second_by),
        (FormState::Agreed, Some(person(3)))
    );
    for operator in 2..5 {
        assert_eq!(
            agreed.entered(person(operator), true),
            Err(NoEntry::Settled)
        );
    }
}

#[test]
fn a_difference_is_mended_by_either_of_the_two() {
    let form = Form::begun(person(1), person(2)).unwrap();
    let differs = form.entered(person(3), false).unwrap();
    assert_eq!(differs.state, FormState::Differs);
    assert_eq!(differs.entry_by(person(2)), Ok(Entry::First));
    assert_eq!(differs.entry_by(person(3)), Ok(Entry::Second));
    assert_eq!(differs.entry_by(person(4)), Err(NoEntry::OfOthers));
    for operator in [2, 3] {
        let mended = differs.entered(person(operator), true).unwrap();
        assert_eq!(
            (mended.state, mended.second_by),
            (FormState::Agreed, Some(person(3)))
        );
    }
}

#[test]
fn two_entries_that_differ_twice_are_thrown_away_and_any_two_begin_anew() {
    // The words of the desk say that one try is left.
    assert_eq!(MOST_DIFFERENCES, 2);
    let begun = Form::begun(person(1), person(2)).unwrap();
    let differs = begun.entered(person(3), false).unwrap();
    assert_eq!((differs.state, differs.differed), (FormState::Differs, 1));
    for operator in [2, 3] {
        let anew = differs.entered(person(operator), false).unwrap();
        assert_eq!(
            (anew.state, anew.second_by, anew.differed),
            (FormState::Anew, None, 0)
        );
        assert_eq!(anew.entered(person(1), true), Err(NoEntry::Own));
        // One of the two, or somebody else: it is a first entry again, and takes a second.
        for (first, second) in [(2, 3), (3, 2), (4, 5), (3, 4)] {
            let (first, second) = (person(first), person(second));
            assert_eq!(anew.entry_by(first), Ok(Entry::First));
            // There is nothing with which it could agree.
            let entered = anew.entered(first, true).unwrap();
            assert_eq!(
                (entered.state, entered.first_by, entered.second_by),
                (FormState::Entered, first, None)
            );
            assert_eq!(entered.entry_by(second), Ok(Entry::Second));
            assert_eq!(
                entered.entered(second, false).unwrap().state,
                FormState::Differs
            );
            assert_eq!(
                entered.entered(second, true).unwrap().state,
                FormState::Agreed
            );
        }
    }
}

#[test]
fn whoever_enters_their_own_anew_before_anybody_else_has_used_up_no_try() {
    let mut form = Form::begun(person(1), person(2)).unwrap();
    for _ in 0..9 {
        form = form.entered(person(2), false).unwrap();
    }
    assert_eq!((form.state, form.differed), (FormState::Entered, 0));
}

#[test]
fn a_batch_is_cast_when_all_its_forms_are_agreed_on_and_scanned() {
    use BatchState::*;
    use FormState as F;
    for (begun, forms, state) in [
        (false, &[][..], Entering),
        (false, &[(F::Agreed, true), (F::Entered, true)], Entering),
        (false, &[(F::Agreed, true), (F::Differs, true)], Entering),
        (false, &[(F::Agreed, true), (F::Anew, true)], Entering),
        (false, &[(F::Agreed, false), (F::Entered, true)], Entering),
        (false, &[(F::Refused, true)], Entering),
        (false, &[(F::Agreed, true), (F::Agreed, false)], Unscanned),
        (false, &[(F::Agreed, true), (F::Refused, false)], Ready),
        // What was begun comes to its end.
        (true, &[(F::Agreed, false), (F::Cast, true)], Casting),
        (true, &[(F::Cast, true), (F::Refused, false)], Done),
        (true, &[(F::Refused, false)], Done),
    ] {
        assert_eq!(
            BatchState::of(begun, forms.iter().copied().map(progress)),
            state,
            "{forms:?}"
        );
    }
}

fn progress((state, scanned): (FormState, bool)) -> FormProgress {
    FormProgress { state, scanned }
}

#[test]
fn a_cast_form_stays_and_one_being_cast_too() {
    let form = Form::begun(person(1), person(2)).unwrap();
    for &state in FormState::ALL {
        let form = Form { state, ..form };
        assert_eq!(
            form.may_be_taken_out(false),
            state != FormState::Cast,
            "{state}"
        );
        let stays = matches!(state, FormState::Cast | FormState::Agreed);
        assert_eq!(form.may_be_taken_out(true), !stays, "{state}");
    }
}

#[test]
fn the_scan_of_a_settled_form_and_of_one_being_cast_stays_as_it_is() {
    let form = Form::begun(person(1), person(2)).unwrap();
    for &state in FormState::ALL {
        let form = Form { state, ..form };
        assert_eq!(form.takes_scan(false), !state.is_settled(), "{state}");
        assert!(!form.takes_scan(true), "{state}");
    }
}

#[test]
fn numbers_are_read_as_they_are_written() {
    assert_eq!("12".parse(), Ok(BatchNo(12)));
    assert_eq!("12".parse(), Ok(FormNo(12)));
    for wrong in ["", "0", "-1", "012", "+1", "1 ", "9999999999", "x"] {
        assert_eq!(wrong.parse::<BatchNo>(), Err(()), "{wrong}");
        assert_eq!(wrong.parse::<FormNo>(), Err(()), "{wrong}");
    }
    assert_eq!("40000".parse::<FormNo>(), Err(()));
}

proptest! {
    /// Whoever types what, in whatever order.
    #[test]
    fn what_is_agreed_was_typed_alike_by_two_others(acts in prop::collection::vec((0..5u8, 0..3u8), 0..30)) {
        let whose = person(0);
        let mut form: Option<Form> = None;
        // What stands in the two entries, and who typed it.
        let mut entries: [Option<(PersonId, u8)>; 2] = [None, None];
        let mut differed = 0;
        for (operator, typed) in acts {
            let operator = person(operator);
            let before = form;
            let entered = match form {
                None => Form::begun(whose, operator).map(|form| (form, Entry::First)),
                Some(form) => form.entry_by(operator).and_then(|entry| {
                    let other = match entry { Entry::First => entries[1], Entry::Second => entries[0] };
                    let agrees = other.is_some_and(|(_, there)| there == typed);
                    form.entered(operator, agrees).map(|form| (form, entry))
                }),
            };
            let Ok((after, entry)) = entered else {
                prop_assert_eq!(form, before);
                continue;
            };
            entries[usize::from(entry == Entry::Second)] = Some((operator, typed));
            form = Some(after);
            prop_assert_eq!(after.person, whose);
            prop_assert!(operator != whose);
            if entries[0].zip(entries[1]).is_some_and(|((_, one), (_, other))| one != other) {
                differed += 1;
            }
            if differed == MOST_DIFFERENCES {
                prop_assert_eq!(after.state, FormState::Anew);
                (entries, differed) = ([None, None], 0);
                continue;
            }
            prop_assert_eq!(after.differed, differed);
            prop_assert_eq!(Some(after.first_by), entries[0].map(|(by, _)| by));
            prop_assert_eq!(after.second_by, entries[1].map(|(by, _)| by));
            prop_assert!(after.second_by != Some(after.first_by));
            match after.state {
                FormState::Entered => prop_assert!(entries[1].is_none()),
                FormState::Differs => prop_assert!(entries[0].unwrap().1 != entries[1].unwrap().1),
                FormState::Agreed => prop_assert_eq!(entries[0].unwrap().1, entries[1].unwrap().1),
                FormState::Anew | FormState::Cast | FormState::Refused => prop_assert!(false, "nobody said so"),
            }
        }
    }

    #[test]
    fn a_batch_in_which_something_is_open_or_without_a_scan_is_never_cast(
        forms in prop::collection::vec((prop::sample::select(FormState::ALL), any::<bool>()), 0..9),
    ) {
        let open = forms.iter().any(|(state, _)| matches!(state, FormState::Entered | FormState::Differs | FormState::Anew));
        let agreed = forms.iter().any(|(state, _)| *state == FormState::Agreed);
        let scanned = forms.iter().all(|(state, scanned)| *state != FormState::Agreed || *scanned);
        let batch = BatchState::of(false, forms.iter().copied().map(progress));
        prop_assert_eq!(batch.may_be_cast(), agreed && !open && scanned);
        prop_assert!(batch.takes_entries());
        let begun = BatchState::of(true, forms.iter().copied().map(progress));
        prop_assert!(!begun.takes_entries());
        prop_assert_eq!(begun.may_be_cast(), agreed);
    }
}
