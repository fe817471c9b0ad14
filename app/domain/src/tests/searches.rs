//! The folding of searched texts and the words of queries: what people confuse is one, and nothing grows.

use crate::search::{MOST_CHARACTERS, MOST_WORDS, Query, fold};
use proptest::prelude::*;

#[test]
fn what_people_confuse_is_found_as_one() {
    for same in [
        &["ґанок", "ганок", "ҐАНОК"][..],
        &["Європа", "европа", "эвропа", "Е\u{301}вропа"],
        &["бібліотека", "библиотека", "бiблiотека", "быблыотека"],
        &["її", "іи", "ИI", "і\u{308}і\u{308}"],
        &[
            "об’єкт",
            "об'єкт",
            "обʼєкт",
            "об‘єкт",
            "об`єкт",
            "обєкт",
            "объект",
        ],
        &["мій", "МИЙ", "міи\u{306}"],
        &["за́мок", "замок", "за\u{ad}мок", "ЗАМОК"],
        &["учитель", "УЧИТЕЛ", "учител\u{301}ь"],
        &["вулиць, площ", "вулиц площ"],
        &["Café", "cafe", "CAFE\u{301}"],
        &["Łódź", "lodz"],
        &["  вулиця — «Шевченка», 5! ", "ВУЛИЦЯ\nшевченка\t5"],
    ] {
        for other in same {
            assert_eq!(fold(other), fold(same[0]), "{other:?} and {:?}", same[0]);
        }
    }
}

#[test]
fn other_letters_stay_apart() {
    for (one, other) in [
        ("й", "и"),
        ("г", "х"),
        ("ш", "щ"),
        ("ь", ""),
        ("сьомий", "сомий"),
        ("а", "a"),
        ("1", "2"),
    ] {
        assert_ne!(fold(one), fold(other));
    }
    assert_eq!(fold("и \u{306}"), "и", "a breve after a gap is nobody's");
}

#[test]
fn a_query_is_its_words_in_any_order_and_none_twice() {
    let query = Query::new("  Ремонт, ремонт\u{7}ВУЛИЦЬ ");
    assert_eq!(query.words(), ["ремонт", "вулиц"]);
    assert_eq!(query.typed(), "Ремонт, ремонт ВУЛИЦЬ");
}

#[test]
fn what_holds_no_letter_and_no_digit_is_no_query() {
    for nothing in [
        "", "   ", "%", "_", "\\", "%_%", "''", "—", "\u{0}", "🙂", "\u{301}",
    ] {
        let query = Query::new(nothing);
        assert!(query.is_empty() && query.typed().is_empty(), "{nothing:?}");
    }
}

#[test]
fn however_long_a_query_is_little_of_it_counts() {
    let query = Query::new(&"я12 ".repeat(10_000));
    assert_eq!(query.typed().chars().count(), MOST_CHARACTERS - 1);
    assert_eq!(query.words(), ["я12"]);
    let words: Vec<String> = (0..50).map(|n| n.to_string()).collect();
    assert_eq!(Query::new(&words.join(" ")).words().len(), MOST_WORDS);
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in any::<String>()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn folding_makes_nothing_longer(text in any::<String>()) {
        prop_assert!(fold(&text).chars().count() <= text.chars().count());
    }

    #[test]
    fn a_folded_text_is_words_and_single_spaces(text in "[\\PC\u{300}-\u{310}іїєґИй'’ʼ \n]{0,40}") {
        let folded = fold(&text);
        prop_assert_eq!(folded.trim(), &folded);
        prop_assert!(!folded.contains("  "));
        prop_assert!(folded.chars().all(|c| c == ' ' || c.is_alphanumeric()), "{:?}", folded);
    }

    #[test]
    fn members_of_a_class_may_stand_for_each_other(
        text in "[а-яґєії' ]{0,30}",
        class in prop::sample::select(vec!["гґ", "еєёэ", "иіїыi", "'’ʼ‘`ъ"]),
    ) {
        let members: Vec<char> = class.chars().collect();
        for &member in &members {
            let written: String = text.chars().map(|c| if members.contains(&c) { member } else { c }).collect();
            prop_assert_eq!(fold(&written), fold(&text));
        }
    }

    #[test]
    fn stress_marks_case_and_apostrophes_change_nothing(text in "[а-зк-яґєі ]{0,30}") {
        let loud: String = text.to_uppercase().chars().flat_map(|c| [c, '\u{301}', '’']).collect();
        prop_assert_eq!(fold(&loud), fold(&text));
    }

    #[test]
    fn a_text_is_found_by_any_part_of_it(text in "[\\PC]{1,60}", at in any::<prop::sample::Index>()) {
        let words: Vec<&str> = text.split_whitespace().collect();
        prop_assume!(!words.is_empty());
        let query = Query::new(words[at.index(words.len())]);
        let folded = fold(&text);
        prop_assert!(query.words().iter().all(|word| folded.contains(word.as_str())));
    }

    #[test]
    fn a_query_is_bounded_and_free_of_wildcards(typed in any::<String>()) {
        let query = Query::new(&typed);
        prop_assert!(query.words().len() <= MOST_WORDS);
        prop_assert!(query.words().iter().map(|w| w.chars().count()).sum::<usize>() <= MOST_CHARACTERS);
        prop_assert!(query.words().iter().all(|word| word.chars().all(char::is_alphanumeric)));
        prop_assert_eq!(Query::new(query.typed()), query);
    }
}
