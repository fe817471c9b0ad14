//! The list that a council takes from its register of residents: a table whose columns are known by their headings.

use super::BirthMonth;
use crate::{
    identifiers::{KeyKind, Passport},
    katottg::Katottg,
    national_id::{Rnokpp, Unzr},
    search,
    time::Date,
};
use std::collections::HashMap;

/// Where the columns stand that count. Others do not matter, such as names: they are never read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    rnokpp: Option<usize>,
    unzr: Option<usize>,
    passport: Option<usize>,
    settlement: Option<usize>,
    born: Option<usize>,
}

/// A column without which the list says nothing, in words for the council.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MissingColumn {
    #[error("у списку немає стовпця «РНОКПП», «УНЗР» чи «Паспорт»")]
    Number,
    #[error("у списку немає стовпця «КАТОТТГ» чи «Населений пункт»")]
    Settlement,
}

/// The headings that name a column, folded as for search.
const RNOKPP: &[&str] = &[
    "рнокпп",
    "іпн",
    "ідентифікаційний код",
    "rnokpp",
    "drfocode",
];
const UNZR: &[&str] = &["унзр", "unzr"];
const PASSPORT: &[&str] = &[
    "паспорт",
    "серія та номер паспорта",
    "номер паспорта",
    "passport",
];
const SETTLEMENT: &[&str] = &[
    "катоттг",
    "код катоттг",
    "населений пункт",
    "katottg",
    "settlement",
];
const BORN: &[&str] = &["дата народження", "birth date", "birth_date"];

impl Columns {
    /// The columns of a heading line.
    ///
    /// # Errors
    /// [`MissingColumn`].
    pub fn of<'a>(headings: impl Iterator<Item = &'a str>) -> Result<Self, MissingColumn> {
        let headings: Vec<String> = headings
            .map(|heading| search::fold(heading.trim_start_matches('\u{feff}').trim()))
            .collect();
        let at = |names: &[&str]| {
            headings
                .iter()
                .position(|heading| names.iter().any(|name| *heading == search::fold(name)))
        };
        let columns = Self {
            rnokpp: at(RNOKPP),
            unzr: at(UNZR),
            passport: at(PASSPORT),
            settlement: at(SETTLEMENT),
            born: at(BORN),
        };
        if columns
            .rnokpp
            .or(columns.unzr)
            .or(columns.passport)
            .is_none()
        {
            return Err(MissingColumn::Number);
        }
        columns.settlement.ok_or(MissingColumn::Settlement)?;
        Ok(columns)
    }
}

/// The settlements of a community by code and by name.
#[derive(Clone, Debug, Default)]
pub struct Places {
    codes: Vec<Katottg>,
    /// `None` where several have the name.
    by_name: HashMap<String, Option<Katottg>>,
}

impl Places {
    /// Settlements with their names.
    pub fn of(settlements: impl IntoIterator<Item = (Katottg, String)>) -> Self {
        let mut places = Self::default();
        for (code, name) in settlements {
            places
                .by_name
                .entry(search::fold(&name))
                .and_modify(|known| *known = None)
                .or_insert_with(|| Some(code.clone()));
            places.codes.push(code);
        }
        places
    }

    /// The settlement of a code, or of a name with or without its kind before it («с. Хотинівка»).
    fn find(&self, text: &str) -> Option<Katottg> {
        if let Some(code) = Katottg::parse(text) {
            return self
                .codes
                .iter()
                .find(|known| known.contains(&code))
                .cloned();
        }
        let name = text.trim();
        let bare = KINDS
            .iter()
            .find_map(|kind| name.strip_prefix(kind))
            .unwrap_or(name);
        self.by_name
            .get(&search::fold(bare.trim()))
            .cloned()
            .flatten()
    }
}

/// What stands before a settlement's name.
const KINDS: &[&str] = &["м.", "с.", "с-ще", "селище", "село", "місто", "смт"];

/// A person as a row of the list has them.
pub struct Human {
    pub settlement: Katottg,
    /// Their numbers in the one spelling that is hashed; at least one.
    pub numbers: Vec<(KeyKind, String)>,
    /// The month of their birth, by the list or by their number.
    pub born: Option<BirthMonth>,
}

/// Why a row is left out, in words for the council. None holds what the row held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowProblem {
    #[error("жодного номера: ні РНОКПП, ні УНЗР, ні паспорта")]
    NoNumber,
    #[error("РНОКПП не буває таким: контрольна цифра або довжина")]
    Rnokpp,
    #[error("УНЗР не буває таким: контрольна цифра, довжина або дата")]
    Unzr,
    #[error("номер паспорта не буває таким")]
    Passport,
    #[error("населений пункт не належить громаді або так називаються кілька")]
    Settlement,
    #[error("дата народження нерозбірлива")]
    Born,
    #[error("дата народження суперечить РНОКПП або УНЗР")]
    OtherDay,
}

impl Human {
    /// Reads a row: `cell` gives the text of a column, empty where there is none.
    ///
    /// # Errors
    /// The first [`RowProblem`].
    pub fn read<'a>(
        columns: &Columns,
        places: &Places,
        cell: impl Fn(usize) -> &'a str,
    ) -> Result<Self, RowProblem> {
        let text = |column: Option<usize>| {
            let text = column.map(&cell).unwrap_or_default().trim();
            (!text.is_empty()).then_some(text)
        };
        let rnokpp = text(columns.rnokpp)
            .map(|text| with_its_zero(text).ok_or(RowProblem::Rnokpp))
            .transpose()?;
        let unzr = text(columns.unzr)
            .map(|text| Unzr::parse(text).ok_or(RowProblem::Unzr))
            .transpose()?;
        let passport = text(columns.passport)
            .map(|text| Passport::parse(text).ok_or(RowProblem::Passport))
            .transpose()?;
        let born = text(columns.born)
            .map(|text| Date::from_typed(text).ok_or(RowProblem::Born))
            .transpose()?;
        let settlement = text(columns.settlement)
            .and_then(|text| places.find(text))
            .ok_or(RowProblem::Settlement)?;
        let by_number = [
            unzr.as_ref().and_then(Unzr::birth_date),
            rnokpp.as_ref().and_then(Rnokpp::birth_date),
        ];
        let mut dates = born.into_iter().chain(by_number.into_iter().flatten());
        let first = dates.next();
        if dates.any(|date| Some(date) != first) {
            return Err(RowProblem::OtherDay);
        }
        let numbers: Vec<(KeyKind, String)> = [
            rnokpp.map(|number| (KeyKind::Rnokpp, number.digits().to_owned())),
            unzr.map(|number| (KeyKind::Unzr, number.as_str().to_owned())),
            passport.map(|number| (KeyKind::Passport, number.as_str().to_owned())),
        ]
        .into_iter()
        .flatten()
        .collect();
        if numbers.is_empty() {
            return Err(RowProblem::NoNumber);
        }
        Ok(Self {
            settlement,
            numbers,
            born: first.map(BirthMonth::of),
        })
    }
}

/// A РНОКПП, also one that a table took for a number: then its leading zero is gone, which those born before May 1927 have, and the
/// check digit proves it.
fn with_its_zero(text: &str) -> Option<Rnokpp> {
    match text.len() {
        9 => Rnokpp::parse(&format!("0{text}")),
        _ => Rnokpp::parse(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADINGS: [&str; 6] = [
        "Прізвище",
        "РНОКПП",
        "УНЗР",
        "Паспорт",
        "Населений пункт",
        "Дата народження",
    ];

    fn places() -> Places {
        let code = |no: u8| Katottg::parse(&format!("UA1806009{no:03}0074365")).unwrap();
        Places::of([
            (code(1), "Коростень".to_owned()),
            (code(2), "Хотинівка".to_owned()),
            (code(3), "Ходаки".to_owned()),
            (code(4), "Ходаки".to_owned()),
        ])
    }

    fn read(row: [&str; 6]) -> Result<Human, RowProblem> {
        let columns = Columns::of(HEADINGS.into_iter()).unwrap();
        Human::read(&columns, &places(), |column| row[column])
    }

    #[test]
    fn a_row_is_read_whatever_stands_in_it_besides() {
        let human = read([
            "Савчук",
            " 3081802366",
            "19840517-01181",
            "вм 123456",
            "с. Хотинівка",
            "17.05.1984",
        ]);
        let human = human.unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(human.settlement.settlement_number(), 2);
        let numbers: Vec<_> = human
            .numbers
            .iter()
            .map(|(kind, text)| (kind.as_str(), text.as_str()))
            .collect();
        assert_eq!(
            numbers,
            [
                ("rnokpp", "3081802366"),
                ("unzr", "19840517-01181"),
                ("passport", "ВМ123456")
            ]
        );
        assert_eq!(human.born.unwrap().to_string(), "1984-05");
    }

    #[test]
    fn the_month_of_birth_is_read_from_a_number_where_the_list_has_none() {
        for row in [
            ["", "3081802366", "", "", "Коростень", ""],
            ["", "", "19840517-01181", "", "UA18060090010074365", ""],
        ] {
            let human = read(row).unwrap_or_else(|problem| panic!("{problem}"));
            assert_eq!(human.born.unwrap().to_string(), "1984-05", "{row:?}");
        }
        let by_passport = read(["", "", "", "001009490", "Коростень", ""])
            .unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(by_passport.born, None);
    }

    #[test]
    fn a_number_that_lost_its_zero_gets_it_back() {
        let born = Date::new(1925, 3, 4).unwrap();
        let number = Rnokpp::compose(born, 17, false).unwrap();
        let bare = number.digits().trim_start_matches('0');
        assert_eq!(bare.len(), 9);
        let human =
            read(["", bare, "", "", "Коростень", ""]).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(
            human.numbers,
            [(KeyKind::Rnokpp, number.digits().to_owned())]
        );
    }

    #[test]
    fn a_row_that_cannot_be_taken_says_why() {
        for (row, problem) in [
            (
                ["Савчук", "", "", "", "Коростень", "17.05.1984"],
                RowProblem::NoNumber,
            ),
            (
                ["", "3081802367", "", "", "Коростень", ""],
                RowProblem::Rnokpp,
            ),
            (
                ["", "", "3081802366", "", "Коростень", ""],
                RowProblem::Unzr,
            ),
            // A wrong check digit, also beside a number that is right.
            (
                ["", "3081802366", "19840517-01188", "", "Коростень", ""],
                RowProblem::Unzr,
            ),
            (["", "", "", "ВМ12", "Коростень", ""], RowProblem::Passport),
            (
                ["", "3081802366", "", "", "Овруч", ""],
                RowProblem::Settlement,
            ),
            (
                ["", "3081802366", "", "", "Ходаки", ""],
                RowProblem::Settlement,
            ),
            (
                ["", "3081802366", "", "", "UA32000000000030281", ""],
                RowProblem::Settlement,
            ),
            (["", "3081802366", "", "", "", ""], RowProblem::Settlement),
            (
                ["", "3081802366", "", "", "Коростень", "17 травня"],
                RowProblem::Born,
            ),
            (
                ["", "3081802366", "", "", "Коростень", "18.05.1984"],
                RowProblem::OtherDay,
            ),
        ] {
            assert_eq!(read(row).err(), Some(problem), "{row:?}");
        }
    }

    #[test]
    fn a_list_needs_a_number_and_a_settlement() {
        let of = |headings: &[&'static str]| Columns::of(headings.iter().copied()).err();
        assert_eq!(
            of(&["Прізвище", "Населений пункт"]),
            Some(MissingColumn::Number)
        );
        assert_eq!(of(&["РНОКПП", "Адреса"]), Some(MissingColumn::Settlement));
        assert_eq!(of(&["\u{feff}ІПН", "Код КАТОТТГ"]), None);
        assert_eq!(of(&["rnokpp", "settlement"]), None);
    }
}
