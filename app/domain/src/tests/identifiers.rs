//! National identifiers, receipts and the numbers by which people call things.

use super::strategies::dates;
use crate::{
    community::slug_is_valid,
    identity::{Edrpou, Rnokpp, Unzr},
    ids::{PersonId, PollId, PollNumber},
    receipt::Receipt,
    time::Date,
};
use proptest::prelude::*;

/// The published examples of python-stdnum and other public validators.
#[test]
fn published_rnokpp_are_valid_and_tell_the_birth_date() {
    for (number, birth) in [
        ("1759013776", "1948-02-28"),
        ("2530414071", "1969-04-12"),
        ("3184710691", "1987-03-12"),
    ] {
        let parsed = Rnokpp::parse(number).unwrap();
        assert_eq!(parsed.digits(), number);
        assert_eq!(parsed.birth_date(), Some(birth.parse().unwrap()));
    }
    // A weighted sum that leaves 10 has the check digit 0.
    assert!(Rnokpp::parse(" 3652400050\n").is_some());
}

#[test]
fn a_rnokpp_of_wrong_form_or_check_digit_is_refused() {
    for text in [
        "1759013770",
        "175901377",
        "17590137766",
        "175901377a",
        "1759013 776",
        "１７５９０１３７７６",
        "",
    ] {
        assert!(Rnokpp::parse(text).is_none(), "{text}");
    }
}

#[test]
fn the_rnokpp_that_stands_for_none_is_refused() {
    assert!(Rnokpp::parse("0000000000").is_none());
    assert!(Edrpou::parse("00000000").is_none());
}

#[test]
fn identifiers_of_people_do_not_show_in_debug_output() {
    let rnokpp = Rnokpp::parse("1759013776").unwrap();
    let unzr = Unzr::parse("19480228-01230").unwrap();
    let shown = format!("{rnokpp:?} {unzr:?}");
    assert!(!shown.contains(|c: char| c.is_ascii_digit()), "{shown}");
}

#[test]
fn a_rnokpp_is_not_composed_outside_its_range() {
    let date = |text: &str| text.parse::<Date>().unwrap();
    assert!(Rnokpp::compose(date("1899-12-31"), 0, true).is_none());
    assert!(Rnokpp::compose(date("1900-01-01"), 0, true).is_some());
    assert!(Rnokpp::compose(date("2173-10-14"), 4_999, false).is_some());
    assert!(Rnokpp::compose(date("2173-10-15"), 0, false).is_none());
    assert!(Rnokpp::compose(date("2000-01-01"), 5_000, false).is_none());
}

#[test]
fn a_unzr_is_read_with_and_without_its_hyphen() {
    let with = Unzr::parse(" 19480228-01230 ").unwrap();
    assert_eq!(with, Unzr::parse("1948022801230").unwrap());
    assert_eq!(with.as_str(), "19480228-01230");
    assert_eq!(with.birth_date(), Date::new(1948, 2, 28));
}

/// The specimen of the ID card, printed in public descriptions of the document: serial 0002, check digit 6.
#[test]
fn the_specimens_unzr_is_valid() {
    let number = Unzr::parse("19910824-00026").unwrap();
    assert_eq!(number.birth_date(), Date::new(1991, 8, 24));
    assert_eq!(
        Unzr::compose(Date::new(1991, 8, 24).unwrap(), 2),
        Some(number)
    );
}

#[test]
fn a_unzr_needs_a_real_date_and_the_right_form() {
    for text in [
        "19480230-01233",
        "19481328-01234",
        "1948-022801230",
        "19480228_01230",
        "19480228-0123",
        "19480228-012300",
        "19480228-0123x",
        "00000000-00000",
        // Right but for its serial: there is no 0000.
        "19480228-00004",
        "дддддд-д",
        "",
    ] {
        assert!(Unzr::parse(text).is_none(), "{text}");
    }
}

/// 32855961 … 25083040 are published examples; 14360570, 00032106 and 20077720 are codes of well-known organisations;
/// the others were computed with python-stdnum for each rule: first weights, second weights, second remainder of 10.
#[test]
fn valid_edrpou_of_every_rule_are_accepted() {
    for code in [
        "32855961", "23226362", "23246880", "25083040", "14360570", "00032106", "20077720",
        "14990472", "22428589", "23313994", "10317651", "17126410", "28071310", "45845622",
        "45802091", "56009975", "40011601", "41383210", "57245730", "85058142", "77621847",
        "83275193", "79197493", "83177990", "96071460", "60000006", "63711133", "67422265",
        "29999993", "30000005", "59999994",
    ] {
        assert_eq!(Edrpou::parse(code).unwrap().as_str(), code);
        let last = code.as_bytes()[7] - b'0';
        for other in (0..10).filter(|&d| d != last) {
            assert!(
                Edrpou::parse(&format!("{}{other}", &code[..7])).is_none(),
                "{code} ends only in {last}"
            );
        }
    }
    for text in ["3285596", "328559611", "3285596x", "", "１２３"] {
        assert!(Edrpou::parse(text).is_none());
    }
}

#[test]
fn a_receipt_is_read_as_people_type_it() {
    let code = Receipt::from_stored("7K4M-QX2D-93A0".into());
    for typed in [
        "7K4M-QX2D-93A0",
        "7k4mqx2d93ao",
        " 7K4M QX2D 93AO ",
        "7К4М–QХ2D–93АО",
        "7k4m\u{a0}qx2d\u{2011}93a0",
    ] {
        assert_eq!(Receipt::parse(typed), Some(code.clone()), "{typed}");
    }
    assert_eq!(
        Receipt::parse("ILІi-0000-0000").unwrap().as_str(),
        "1111-0000-0000"
    );
    for typed in [
        "7K4M-QX2D-93A",
        "7K4M-QX2D-93A00",
        "7K4M-QX2D-93AU",
        "7K4M-QX2D-93AЖ",
        "7K4M_QX2D_93A0",
        "",
    ] {
        assert_eq!(Receipt::parse(typed), None, "{typed}");
    }
}

#[test]
fn poll_numbers_are_plain_digits() {
    assert_eq!("214".parse(), Ok(PollNumber(214)));
    assert_eq!("999999999".parse(), Ok(PollNumber(999_999_999)));
    for text in ["", "0", "01", "-1", "+1", "1234567890", "1 ", "٣", "1e3"] {
        assert!(text.parse::<PollNumber>().is_err(), "{text}");
    }
}

#[test]
fn ids_read_as_they_are_written() {
    let id = PollId::from_random([7; 16]);
    assert_eq!(id.to_string().parse(), Ok(id));
    assert_eq!(id.0.get_version_num(), 4);
    assert!("not-an-id".parse::<PersonId>().is_err());
}

#[test]
fn slugs_are_dns_labels() {
    for slug in ["korosten", "platform", "bila-tserkva", "a1"] {
        assert!(slug_is_valid(slug), "{slug}");
    }
    let long = "a".repeat(41);
    for slug in [
        "",
        "a",
        "1a",
        "-a",
        "a-",
        "xn--a",
        "Korosten",
        "коростень",
        "a.b",
        "a b",
        "a\n",
        &long,
    ] {
        assert!(!slug_is_valid(slug), "{slug}");
    }
}

/// The weights of an ЄДРПОУ's first pass (DOMAIN.md, identifiers): 7, 1…6 from 30,000,000 to 60,000,000, and 1…7 outside.
fn edrpou_weights(digits: &[u8]) -> [u32; 7] {
    match digits[0] {
        3..=5 => [7, 1, 2, 3, 4, 5, 6],
        _ => [1, 2, 3, 4, 5, 6, 7],
    }
}

/// What the first seven digits of an ЄДРПОУ leave by these weights, each greater by `more`.
fn edrpou_remainder(digits: &[u8], weights: [u32; 7], more: u32) -> u32 {
    (0..7)
        .map(|at| u32::from(digits[at]) * (weights[at] + more))
        .sum::<u32>()
        % 11
}

/// The digits with their check digit behind them.
fn edrpou(digits: &[u8], check: u32) -> Option<Edrpou> {
    let digits: String = digits.iter().map(u8::to_string).collect();
    Edrpou::parse(&format!("{digits}{check}"))
}

/// The first seven digits of a code of either weight set, each as often as the other.
fn edrpou_digits() -> impl Strategy<Value = Vec<u8>> {
    let first = prop_oneof![3..=5u8, prop_oneof![0..=2u8, 6..=9u8]];
    (first, proptest::collection::vec(0..10u8, 6)).prop_map(|(first, rest)| {
        let mut digits = vec![first];
        digits.extend(rest);
        digits
    })
}

/// Those of which the first pass leaves 10: the seventh digit is the one that makes it so.
fn edrpou_digits_of_the_second_pass() -> impl Strategy<Value = Vec<u8>> {
    edrpou_digits().prop_filter_map("a seventh digit that leaves 10", |mut digits| {
        (0..10u8).find(|seventh| {
            digits[6] = *seventh;
            edrpou_remainder(&digits, edrpou_weights(&digits), 0) == 10
        })?;
        Some(digits)
    })
}

proptest! {
    #[test]
    fn a_composed_rnokpp_is_valid_and_tells_birth_date_and_sex(days in 1..=99_999i32, serial in 0..5_000u16, male: bool) {
        let birth = Date::from_days_since_1970(days - 25_568).unwrap();
        let number = Rnokpp::compose(birth, serial, male).unwrap();
        prop_assert_eq!(Rnokpp::parse(number.digits()), Some(number.clone()));
        prop_assert_eq!(number.birth_date(), Some(birth));
        prop_assert_eq!((number.digits().as_bytes()[8] - b'0') % 2 == 1, male);
    }

    #[test]
    fn composed_rnokpp_differ_by_their_arguments(a in 0..5_000u16, b in 0..5_000u16, sex_a: bool, sex_b: bool) {
        let birth = Date::new(1990, 5, 17).unwrap();
        let same = Rnokpp::compose(birth, a, sex_a) == Rnokpp::compose(birth, b, sex_b);
        prop_assert_eq!(same, (a, sex_a) == (b, sex_b));
    }

    #[test]
    fn one_wrong_digit_of_a_rnokpp_is_seen_or_gives_a_remainder_of_ten(serial in 0..5_000u16, at in 0..9usize, by in 1..10u8) {
        let number = Rnokpp::compose(Date::new(1980, 1, 31).unwrap(), serial, true).unwrap();
        let mut digits = number.digits().to_owned().into_bytes();
        digits[at] = (digits[at] - b'0' + by) % 10 + b'0';
        let wrong = String::from_utf8(digits).unwrap();
        // The rule folds the remainder 10 into the digit 0, so only numbers ending in 0 can hide a wrong digit.
        prop_assert!(Rnokpp::parse(&wrong).is_none() || wrong.ends_with('0'));
    }

    #[test]
    fn a_unzr_keeps_its_birth_date(date in dates(), serial in 1..10_000u16) {
        let number = Unzr::compose(date, serial).unwrap();
        let form = format!("{:04}{:02}{:02}-{serial:04}", date.year, date.month, date.day);
        prop_assert_eq!(&number.as_str()[..13], form.as_str());
        prop_assert_eq!(Unzr::parse(number.as_str()), Some(number.clone()));
        prop_assert_eq!(Unzr::parse(&number.as_str().replace('-', "")), Some(number.clone()));
        prop_assert_eq!(number.birth_date(), Some(date));
    }

    #[test]
    fn one_check_digit_fits_a_unzr(date in dates(), serial in 0..10_000u16) {
        let form = format!("{:04}{:02}{:02}-{serial:04}", date.year, date.month, date.day);
        let fitting = (0..10).filter(|check| Unzr::parse(&format!("{form}{check}")).is_some()).count();
        prop_assert_eq!(fitting, usize::from(serial > 0));
    }

    #[test]
    fn one_wrong_digit_of_a_unzr_is_seen(date in dates(), serial in 1..10_000u16, at in 0..13usize, by in 1..10u8) {
        let mut digits = Unzr::compose(date, serial).unwrap().as_str().replace('-', "").into_bytes();
        digits[at] = (digits[at] - b'0' + by) % 10 + b'0';
        prop_assert_eq!(Unzr::parse(&String::from_utf8(digits).unwrap()), None);
    }

    #[test]
    fn one_check_digit_fits_an_edrpou(digits in edrpou_digits()) {
        let fitting = (0..10).filter(|check| edrpou(&digits, *check).is_some()).count();
        prop_assert_eq!(fitting, usize::from(digits.iter().any(|digit| *digit > 0)));
    }

    #[test]
    fn an_edrpou_ends_in_the_remainder_by_the_weights_of_its_range(digits in edrpou_digits()) {
        let remainder = edrpou_remainder(&digits, edrpou_weights(&digits), 0);
        prop_assume!(remainder < 10 && digits.iter().any(|digit| *digit > 0));
        prop_assert!(edrpou(&digits, remainder).is_some());
    }

    #[test]
    fn where_that_leaves_ten_an_edrpou_ends_in_the_remainder_by_weights_greater_by_two(
        digits in edrpou_digits_of_the_second_pass()
    ) {
        // A second remainder of 10 counts as 0.
        let check = edrpou_remainder(&digits, edrpou_weights(&digits), 2) % 10;
        prop_assert!(edrpou(&digits, check).is_some());
    }

    #[test]
    fn one_wrong_digit_of_an_edrpou_is_seen_where_both_are_of_the_first_pass(
        digits in edrpou_digits(), at in 0..8usize, by in 1..10u8
    ) {
        let weights = edrpou_weights(&digits);
        let check = edrpou_remainder(&digits, weights, 0);
        let mut wrong = digits.clone();
        wrong.push(check as u8);
        wrong[at] = (wrong[at] + by) % 10;
        // Another first digit may mean the other weights, and a remainder of 10 the second pass: either may meet the same digit.
        prop_assume!(check < 10 && edrpou_weights(&wrong) == weights && edrpou_remainder(&wrong, weights, 0) < 10);
        prop_assert_eq!(edrpou(&wrong[..7], u32::from(wrong[7])), None);
    }

    #[test]
    fn reading_identifiers_never_panics(text in any::<String>()) {
        let _ = (Rnokpp::parse(&text), Unzr::parse(&text), Edrpou::parse(&text), Receipt::parse(&text));
    }

    #[test]
    fn a_receipt_survives_being_shown_and_typed(bytes: [u8; 8]) {
        let code = Receipt::from_random(bytes);
        prop_assert_eq!(Receipt::parse(code.as_str()), Some(code.clone()));
        prop_assert_eq!(Receipt::parse(&code.to_string().to_lowercase().replace('-', " ")), Some(code));
    }
}
