//! Codes of the national codifier of administrative units (KATOTTG), and the rows of its published table.

use crate::{
    names::stored_names,
    text::{self, latin_look_alike},
};
use serde::{Deserialize, Serialize};

/// A code of the form `UA` + 17 digits: oblast 2, raion 2, hromada 3, settlement 3, city district 2, unique 5.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Katottg(String);

/// Where the parts of a code end that place a unit: country, oblast, raion, hromada, settlement, city district.
const PLACES: [usize; 6] = [2, 4, 6, 9, 12, 14];

impl Katottg {
    /// Parses `^UA\d{17}$`. Surrounding white space, small letters and the Cyrillic А (U has no look-alike) are normalised.
    pub fn parse(text: &str) -> Option<Self> {
        let code: String = text
            .trim()
            .chars()
            .flat_map(char::to_uppercase)
            .map(latin_look_alike)
            .collect();
        let form = code.len() == 19
            && code.starts_with("UA")
            && code[2..].bytes().all(|b| b.is_ascii_digit());
        form.then_some(Self(code))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first nine characters: what all settlements of one hromada share.
    pub fn hromada_prefix(&self) -> &str {
        &self.0[..9]
    }

    /// The settlement's number inside its hromada, from 1; 0 for a hromada and whatever is above it.
    pub fn settlement_number(&self) -> u16 {
        self.0[9..12]
            .bytes()
            .fold(0, |number, b| number * 10 + u16::from(b - b'0'))
    }

    /// Whether `other` is this unit or lies inside it.
    pub fn contains(&self, other: &Self) -> bool {
        self == other
            || (self.place().len() < other.place().len() && other.0.starts_with(self.place()))
    }

    /// The code up to its last part that is not zero: what every unit inside begins with.
    fn place(&self) -> &str {
        let end = PLACES
            .windows(2)
            .rev()
            .find(|w| self.0[w[0]..w[1]].bytes().any(|b| b != b'0'));
        &self.0[..end.map_or(PLACES[0], |w| w[1])]
    }
}

impl std::fmt::Display for Katottg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Katottg {
    type Error = String;
    fn try_from(s: String) -> Result<Self, String> {
        Self::parse(&s).ok_or_else(|| format!("not a KATOTTG code: {s}"))
    }
}

impl From<Katottg> for String {
    fn from(k: Katottg) -> String {
        k.0
    }
}

/// The codifier's category letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// O: oblast.
    Oblast,
    /// K: city with special status.
    SpecialCity,
    /// P: raion.
    Raion,
    /// H: hromada.
    Hromada,
    /// M: city.
    City,
    /// T or X: settlement.
    Settlement,
    /// C: village.
    Village,
    /// B: city district.
    CityDistrict,
}

stored_names!(Category {
    Oblast = "oblast",
    SpecialCity = "special_city",
    Raion = "raion",
    Hromada = "hromada",
    City = "city",
    Settlement = "settlement",
    Village = "village",
    CityDistrict = "city_district",
});

impl Category {
    /// The category of a letter: O K P H M T X C B, in Latin or as their Cyrillic look-alikes О К Р Н М Т Х С В.
    /// П is no look-alike of P and names no category.
    pub fn from_letter(letter: &str) -> Option<Self> {
        let mut letters = letter.trim().chars();
        let (first, None) = (letters.next()?, letters.next()) else {
            return None;
        };
        Some(match latin_look_alike(first) {
            'O' => Self::Oblast,
            'K' => Self::SpecialCity,
            'P' => Self::Raion,
            'H' => Self::Hromada,
            'M' => Self::City,
            'T' | 'X' => Self::Settlement,
            'C' => Self::Village,
            'B' => Self::CityDistrict,
            _ => return None,
        })
    }

    /// Whether people can live in it by address: a city, a settlement or a village (not a district of a city).
    pub fn is_settlement(self) -> bool {
        matches!(self, Self::City | Self::Settlement | Self::Village)
    }

    /// The column of the table, from 0, in which units of this category stand.
    fn level(self) -> usize {
        match self {
            Self::Oblast | Self::SpecialCity => 0,
            Self::Raion => 1,
            Self::Hromada => 2,
            Self::City | Self::Settlement | Self::Village => 3,
            Self::CityDistrict => 4,
        }
    }
}

/// One row of the codifier: the unit's own code, its parent's, category and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub code: Katottg,
    pub parent: Option<Katottg>,
    pub category: Category,
    pub name: String,
}

/// Why a row of the codifier could not be read. Columns count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    #[error("{found} columns instead of 7")]
    Columns { found: usize },
    #[error("column {column} is not a code of the form UA and 17 digits")]
    Code { column: usize },
    #[error("no code at all")]
    NoCode,
    #[error("the category is none of O K P H M T X C B")]
    Category,
    #[error("the category does not belong in column {column}")]
    Level { column: usize },
    #[error("the unit's code does not lie inside its parent's")]
    Outside,
    #[error("the name is missing, longer than 200 characters or holds control characters")]
    Name,
}

impl Unit {
    /// Reads one row of the published table: levels 1–4, additional level, category, name. The unit's own code is the
    /// last one given; its parent's is the nearest different one before it (Kyiv repeats its code on every level).
    pub fn from_row<S: AsRef<str>>(fields: &[S]) -> Result<Self, RowError> {
        let [l1, l2, l3, l4, l5, category, name] = fields else {
            return Err(RowError::Columns {
                found: fields.len(),
            });
        };
        let mut codes = Vec::with_capacity(5);
        for (at, field) in [l1, l2, l3, l4, l5].into_iter().enumerate() {
            let field = field.as_ref().trim_start_matches('\u{FEFF}').trim();
            if !field.is_empty() {
                codes.push((
                    at,
                    Katottg::parse(field).ok_or(RowError::Code { column: at + 1 })?,
                ));
            }
        }
        let (at, code) = codes.pop().ok_or(RowError::NoCode)?;
        let category = Category::from_letter(category.as_ref()).ok_or(RowError::Category)?;
        if category.level() != at {
            return Err(RowError::Level { column: at + 1 });
        }
        let parent = codes
            .into_iter()
            .rev()
            .map(|(_, code)| code)
            .find(|above| *above != code);
        if parent.as_ref().is_some_and(|above| !above.contains(&code)) {
            return Err(RowError::Outside);
        }
        let name = text::line(name.as_ref(), 200)
            .ok()
            .filter(|name| !name.is_empty())
            .ok_or(RowError::Name)?;
        Ok(Self {
            code,
            parent,
            category,
            name,
        })
    }

    /// Whether a row is the table's heading: it has a name for the first column where a code would stand.
    pub fn is_heading<S: AsRef<str>>(fields: &[S]) -> bool {
        fields.first().is_some_and(|first| {
            let first = first.as_ref().trim_start_matches('\u{FEFF}').trim();
            !first.is_empty() && !first.contains(|c: char| c.is_ascii_digit())
        })
    }
}
