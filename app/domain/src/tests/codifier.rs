//! Codes and rows of the national codifier.

use super::strategies::settlements;
use crate::katottg::{Category, Katottg, RowError, Unit};
use proptest::prelude::*;

const ZHYTOMYR: &str = "UA18000000000041385";
const RAION: &str = "UA18060000000052428";
const HROMADA: &str = "UA18060090000061708";
const CITY: &str = "UA18060090010074365";
const KYIV: &str = "UA80000000000093317";

fn code(text: &str) -> Katottg {
    Katottg::parse(text).unwrap()
}

#[test]
fn codes_are_normalised() {
    for text in [
        CITY,
        " UA18060090010074365\r",
        "UА18060090010074365",
        "ua18060090010074365",
    ] {
        assert_eq!(code(text).as_str(), CITY);
    }
    for text in [
        "",
        "UA",
        "UA1806009001007436",
        "UA180600900100743655",
        "UB18060090010074365",
        "UA1806009001007436O",
        "УА18060090010074365",
        "UA1806009001007436５",
        "UA 1806009001007436",
    ] {
        assert!(Katottg::parse(text).is_none(), "{text}");
    }
}

#[test]
fn a_code_tells_its_hromada_and_number() {
    assert_eq!(code(CITY).hromada_prefix(), code(HROMADA).hromada_prefix());
    assert_eq!(code(CITY).settlement_number(), 1);
    assert_eq!(code("UA18060090420099999").settlement_number(), 42);
    assert_eq!(code(HROMADA).settlement_number(), 0);
}

#[test]
fn a_unit_contains_itself_and_what_lies_inside() {
    let chain = [ZHYTOMYR, RAION, HROMADA, CITY].map(code);
    for (i, outer) in chain.iter().enumerate() {
        for (j, inner) in chain.iter().enumerate() {
            assert_eq!(outer.contains(inner), i <= j, "{outer} {inner}");
        }
    }
    assert!(!code("UA18060100000011111").contains(&code(CITY)));
    assert!(
        code("UA12020010010037010").contains(&code("UA12020010010114149")),
        "a city and its district"
    );
    assert!(
        code(KYIV).contains(&code("UA80000000000126643")),
        "Kyiv and its district"
    );
}

#[test]
fn category_letters_are_read_in_latin_and_in_cyrillic() {
    for (latin, cyrillic, category) in [
        ("O", "О", Category::Oblast),
        ("K", "К", Category::SpecialCity),
        ("P", "Р", Category::Raion),
        ("H", "Н", Category::Hromada),
        ("M", "М", Category::City),
        ("T", "Т", Category::Settlement),
        ("X", "Х", Category::Settlement),
        ("C", "С", Category::Village),
        ("B", "В", Category::CityDistrict),
    ] {
        assert_eq!(Category::from_letter(latin), Some(category));
        assert_eq!(
            Category::from_letter(&format!(" {cyrillic}\r")),
            Some(category)
        );
    }
    for letter in ["", " ", "П", "A", "OO", "o"] {
        assert_eq!(Category::from_letter(letter), None, "{letter}");
    }
    let settlements: Vec<_> = Category::ALL.iter().filter(|c| c.is_settlement()).collect();
    assert_eq!(
        settlements,
        [&Category::City, &Category::Settlement, &Category::Village]
    );
}

#[test]
fn rows_of_every_level_are_read() {
    let unit = |row: [&str; 7]| Unit::from_row(&row).unwrap();
    let oblast = unit([ZHYTOMYR, "", "", "", "", "O", "Житомирська"]);
    assert_eq!((oblast.parent, oblast.category), (None, Category::Oblast));
    let hromada = unit([ZHYTOMYR, RAION, HROMADA, "", "", "H", "Коростенська "]);
    assert_eq!(
        (hromada.parent, hromada.name.as_str()),
        (Some(code(RAION)), "Коростенська")
    );
    let city = unit([ZHYTOMYR, RAION, HROMADA, CITY, "", "М", "Коростень\r"]);
    assert_eq!(
        (city.code, city.parent, city.category),
        (code(CITY), Some(code(HROMADA)), Category::City)
    );
    let district = unit([
        KYIV,
        KYIV,
        KYIV,
        KYIV,
        "UA80000000000126643",
        "B",
        "Голосіївський",
    ]);
    assert_eq!(
        district.parent,
        Some(code(KYIV)),
        "Kyiv repeats its code on every level"
    );
    let kyiv = unit(["\u{feff}UA80000000000093317", "", "", "", "", "K", "Київ"]);
    assert_eq!(kyiv.parent, None);
    let repeated = unit([RAION, RAION, "", "", "", "P", "Коростенський"]);
    assert_eq!(repeated.parent, None, "no unit is its own parent");
}

#[test]
fn rows_that_make_no_sense_are_told_apart() {
    let error = |row: &[&str]| Unit::from_row(row).unwrap_err();
    assert_eq!(
        error(&[ZHYTOMYR, "O", "Житомирська"]),
        RowError::Columns { found: 3 }
    );
    assert_eq!(
        error(&[ZHYTOMYR, "UA1", "", "", "", "P", "Х"]),
        RowError::Code { column: 2 }
    );
    assert_eq!(error(&["", "", "", "", "", "O", "Х"]), RowError::NoCode);
    assert_eq!(
        error(&[ZHYTOMYR, "", "", "", "", "Я", "Х"]),
        RowError::Category
    );
    assert_eq!(
        error(&[ZHYTOMYR, RAION, "", "", "", "O", "Х"]),
        RowError::Level { column: 2 }
    );
    assert_eq!(
        error(&[KYIV, RAION, "", "", "", "P", "Х"]),
        RowError::Outside
    );
    assert_eq!(error(&[ZHYTOMYR, "", "", "", "", "O", " "]), RowError::Name);
}

#[test]
fn the_heading_is_told_from_rows() {
    assert!(Unit::is_heading(&[
        "\u{feff}Перший рівень",
        "Другий рівень"
    ]));
    assert!(!Unit::is_heading(&[ZHYTOMYR, ""]));
    assert!(!Unit::is_heading(&["", ""]));
    assert!(!Unit::is_heading::<&str>(&[]));
}

proptest! {
    #[test]
    fn a_code_reads_as_it_is_written(digits in "[0-9]{17}") {
        let parsed = code(&format!("UA{digits}"));
        prop_assert_eq!(Katottg::parse(&parsed.to_string()), Some(parsed.clone()));
        let json = serde_json::to_string(&parsed).unwrap();
        prop_assert_eq!(serde_json::from_str::<Katottg>(&json).unwrap(), parsed);
    }

    #[test]
    fn a_settlement_lies_in_one_hromada_only(a in settlements(), b in settlements()) {
        let hromada = code(&format!("{}0000000000", a.hromada_prefix()));
        prop_assert_eq!(hromada.contains(&b), a.hromada_prefix() == b.hromada_prefix());
    }

    #[test]
    fn containing_is_transitive(a in "UA[01]{12}00001", b in "UA[01]{12}00002", c in "UA[01]{12}00003") {
        let [a, b, c] = [a, b, c].map(|text| code(&text));
        prop_assert!(!(a.contains(&b) && b.contains(&c)) || a.contains(&c));
        prop_assert!(!(a.contains(&b) && b.contains(&a)), "distinct units never contain each other");
    }

    #[test]
    fn reading_rows_never_panics(row in proptest::collection::vec("[UAА0-9;OК\u{feff} ]{0,21}", 0..9)) {
        let _ = (Unit::from_row(&row), Unit::is_heading(&row));
    }
}
