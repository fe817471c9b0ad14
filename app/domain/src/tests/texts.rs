//! Bounded texts and the folding of search.

use crate::text::{TextProblem, fold_for_comparison, line, passage};
use proptest::prelude::*;

#[test]
fn texts_are_trimmed_and_line_breaks_become_one_kind() {
    assert_eq!(line("  Назва\t№ 2 \r\n", 20).unwrap(), "Назва\t№ 2");
    assert_eq!(
        passage("\r\nПерше.\r\n\r\nДруге.\rТретє.\n", 40).unwrap(),
        "Перше.\n\nДруге.\nТретє."
    );
}

#[test]
fn characters_are_counted_not_bytes() {
    assert_eq!(line("ґґґґ", 4).unwrap(), "ґґґґ");
    assert_eq!(line("ґґґґґ", 4), Err(TextProblem::TooLong(4)));
    assert_eq!(line("   ґґґґ   ", 4).unwrap(), "ґґґґ");
}

#[test]
fn control_and_direction_characters_are_refused() {
    for c in [
        '\0', '\u{7}', '\u{b}', '\u{1b}', '\u{7f}', '\u{9b}', '\u{202a}', '\u{202e}', '\u{2066}',
        '\u{2069}',
    ] {
        let text = format!("а{c}б");
        assert_eq!(line(&text, 10), Err(TextProblem::BadCharacters), "{c:?}");
        assert_eq!(passage(&text, 10), Err(TextProblem::BadCharacters), "{c:?}");
    }
    assert_eq!(line("а\nб", 10), Err(TextProblem::BadCharacters));
    assert_eq!(
        line("а\u{202e}", 1),
        Err(TextProblem::BadCharacters),
        "worse than its length"
    );
}

#[test]
fn a_text_in_which_nothing_can_be_seen_is_empty() {
    assert_eq!(line(" \u{200b}\u{feff}\u{2060}\u{a0} ", 10).unwrap(), "");
    assert_eq!(passage("\n \t\n", 10).unwrap(), "");
}

#[test]
fn comparison_folds_case_apostrophes_and_spaces_but_keeps_letters() {
    assert_eq!(
        fold_for_comparison("  Об’єднання   ҐАНКІВ\n"),
        "об’єднання ґанків"
    );
    for apostrophe in ["’", "'", "ʼ", "`", "‘"] {
        assert_eq!(
            fold_for_comparison(&format!("Солом{apostrophe}янська")),
            "солом’янська"
        );
    }
    assert_eq!(fold_for_comparison("ЄВРОПА ЇЖАК ЙОД"), "європа їжак йод");
    assert_ne!(fold_for_comparison("ґрати"), fold_for_comparison("грати"));
    assert_ne!(fold_for_comparison("їх"), fold_for_comparison("іх"));
    assert_eq!(fold_for_comparison("И\u{306}од І\u{308}жак"), "йод їжак");
}

proptest! {
    #[test]
    fn an_accepted_text_is_accepted_again_unchanged(text in any::<String>(), most in 0..60usize) {
        for rule in [line, passage] {
            if let Ok(tidy) = rule(&text, most) {
                prop_assert!(tidy.chars().count() <= most);
                prop_assert!(!tidy.contains('\r') && !tidy.contains('\0'));
                prop_assert_eq!(rule(&tidy, most), Ok(tidy.clone()));
            }
        }
    }

    #[test]
    fn one_line_is_one_line(text in any::<String>()) {
        if let Ok(tidy) = line(&text, 1_000) {
            prop_assert!(!tidy.contains('\n'));
        }
    }

    #[test]
    fn folding_twice_is_folding_once(text in "[\\PCіиІИ\u{306}\u{308}'ʼ` \n]{0,40}") {
        let folded = fold_for_comparison(&text);
        prop_assert_eq!(fold_for_comparison(&folded), folded.clone());
    }
}
