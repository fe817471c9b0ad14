//! Plural forms by the Unicode rules (CLDR): four in Ukrainian, two in English.

use super::format::Tenths;
use domain::lang::Lang;

/// A plural form. English uses `One` and `Other` only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// 1, 21, 101: «день».
    One,
    /// 2–4, 22–24: «дні».
    Few,
    /// 0, 5–20, 25–30: «днів».
    Many,
    /// Fractions: «дня».
    Other,
}

/// A number that a text bends with.
pub trait Count: Copy {
    fn form(self, lang: Lang) -> Form;
}

impl Count for i64 {
    fn form(self, lang: Lang) -> Form {
        let n = self.unsigned_abs();
        match lang {
            Lang::En if n == 1 => Form::One,
            Lang::En => Form::Other,
            Lang::Uk => match (n % 10, n % 100) {
                (_, 11..=14) => Form::Many,
                (1, _) => Form::One,
                (2..=4, _) => Form::Few,
                _ => Form::Many,
            },
        }
    }
}

impl Count for Tenths {
    /// A whole number bends like itself in Ukrainian; English says «1.0 days».
    fn form(self, lang: Lang) -> Form {
        match lang {
            Lang::Uk if self.0 % 10 == 0 => (self.0 / 10).form(lang),
            _ => Form::Other,
        }
    }
}
