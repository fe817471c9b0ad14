//! A record that staff make of somebody who never signed in and stands before them with their papers: who they are, as it is typed.

use crate::{person_name::PersonName, time::Date};

/// Nobody has lived longer, in years: what is earlier was mistyped.
pub const LONGEST_LIFE: i16 = 125;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordField {
    Family,
    Given,
    Middle,
    BirthDate,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordProblem {
    Missing,
    /// It is no name, or no date.
    Unreadable,
    /// The day has not come yet.
    ToCome,
    /// The day is more than [`LONGEST_LIFE`] years ago.
    TooLongAgo,
    /// The document's number was made for this day, and nobody has said that both were compared.
    OtherDay(Date),
}

/// What was typed, as it stands in the papers.
#[derive(Clone, Copy, Debug)]
pub struct TypedHuman<'a> {
    pub family: &'a str,
    pub given: &'a str,
    pub middle: &'a str,
    pub birth_date: &'a str,
}

/// Reads it. `by_number` is the birth date in the document's number, where it has one; `compared`: whoever types says that number and
/// birth date both stand in the papers as they are typed, because offices have erred.
///
/// # Errors
/// Everything that is wrong, in the order of the fields.
pub fn check_human(
    typed: TypedHuman<'_>,
    (by_number, compared): (Option<Date>, bool),
    today: Date,
) -> Result<(PersonName, Date), Vec<(RecordField, RecordProblem)>> {
    let name = PersonName::clean(typed.family, typed.given, typed.middle);
    let part = |field, typed: &str, read: &str, needed: bool| match (typed.trim(), read) {
        ("", _) if needed => Some((field, RecordProblem::Missing)),
        ("", _) => None,
        (_, "") => Some((field, RecordProblem::Unreadable)),
        _ => None,
    };
    let birth_date = birth_date(typed.birth_date, (by_number, compared), today);
    let problems: Vec<_> = [
        part(RecordField::Family, typed.family, &name.family, true),
        part(RecordField::Given, typed.given, &name.given, true),
        part(RecordField::Middle, typed.middle, &name.middle, false),
        birth_date
            .err()
            .map(|problem| (RecordField::BirthDate, problem)),
    ]
    .into_iter()
    .flatten()
    .collect();
    match birth_date {
        Ok(day) if problems.is_empty() => Ok((name, day)),
        _ => Err(problems),
    }
}

/// Reads a birth date that stands in papers without a number that tells one.
///
/// # Errors
/// What is wrong with it.
pub fn check_birth_date(typed: &str, today: Date) -> Result<Date, RecordProblem> {
    birth_date(typed, (None, false), today)
}

fn birth_date(
    typed: &str,
    (by_number, compared): (Option<Date>, bool),
    today: Date,
) -> Result<Date, RecordProblem> {
    if typed.trim().is_empty() {
        return Err(RecordProblem::Missing);
    }
    let day = Date::from_typed(typed).ok_or(RecordProblem::Unreadable)?;
    if day > today {
        return Err(RecordProblem::ToCome);
    }
    if day.age_on(today) > LONGEST_LIFE {
        return Err(RecordProblem::TooLongAgo);
    }
    match by_number {
        Some(other) if other != day && !compared => Err(RecordProblem::OtherDay(other)),
        _ => Ok(day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: Date = Date {
        year: 2026,
        month: 11,
        day: 29,
    };

    fn typed<'a>(
        (family, given, middle): (&'a str, &'a str, &'a str),
        birth_date: &'a str,
    ) -> TypedHuman<'a> {
        TypedHuman {
            family,
            given,
            middle,
            birth_date,
        }
    }

    fn day(text: &str) -> Date {
        Date::from_typed(text).unwrap()
    }

    #[test]
    fn a_human_is_read_as_papers_write_them() {
        let read = |middle, birth_date, by_number| {
            check_human(
                typed(("НАУМЕНКО", " Параскева ", middle), birth_date),
                (by_number, false),
                TODAY,
            )
        };
        let (name, born) = read("Йосипівна", "27.10.1965", Some(day("1965-10-27"))).unwrap();
        assert_eq!(
            (name.official().as_str(), born),
            ("Науменко Параскева Йосипівна", day("1965-10-27"))
        );
        // Not everybody has a patronymic, and a passport's number tells no day.
        let (name, _) = read("", "1965-10-27", None).unwrap();
        assert_eq!(name.official(), "Науменко Параскева");
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once_and_in_order() {
        use RecordField as F;
        use RecordProblem as P;
        let wrong = |names, birth_date| {
            check_human(typed(names, birth_date), (None, false), TODAY).unwrap_err()
        };
        assert_eq!(
            wrong(("", " ", ""), ""),
            [
                (F::Family, P::Missing),
                (F::Given, P::Missing),
                (F::BirthDate, P::Missing)
            ]
        );
        assert_eq!(
            wrong(("123", "n/a", "-"), "31.02.1990"),
            [
                (F::Family, P::Unreadable),
                (F::Given, P::Unreadable),
                (F::Middle, P::Unreadable),
                (F::BirthDate, P::Unreadable)
            ]
        );
        let who = ("Науменко", "Параскева", "");
        assert_eq!(wrong(who, "30.11.2026"), [(F::BirthDate, P::ToCome)]);
        assert_eq!(wrong(who, "29.11.1900"), [(F::BirthDate, P::TooLongAgo)]);
        assert!(check_human(typed(who, "29.11.2026"), (None, false), TODAY).is_ok());
        assert!(check_human(typed(who, "30.11.1900"), (None, false), TODAY).is_ok());
    }

    #[test]
    fn a_birth_date_alone_is_read_by_the_same_rules() {
        use RecordProblem as P;
        assert_eq!(
            check_birth_date(" 29.04.1972 ", TODAY),
            Ok(day("1972-04-29"))
        );
        for (typed, problem) in [
            ("", P::Missing),
            (" ", P::Missing),
            ("31.02.1990", P::Unreadable),
            ("30.11.2026", P::ToCome),
            ("29.11.1900", P::TooLongAgo),
        ] {
            assert_eq!(check_birth_date(typed, TODAY), Err(problem), "{typed}");
        }
    }

    #[test]
    fn a_number_of_another_day_is_taken_once_somebody_compared_both() {
        let who = typed(("Науменко", "Параскева", ""), "27.10.1965");
        let other = day("1965-10-28");
        assert_eq!(
            check_human(who, (Some(other), false), TODAY),
            Err(vec![(
                RecordField::BirthDate,
                RecordProblem::OtherDay(other)
            )])
        );
        assert_eq!(
            check_human(who, (Some(other), true), TODAY).unwrap().1,
            day("1965-10-27")
        );
    }

    proptest! {
        #[test]
        fn whatever_is_typed_gives_a_human_with_a_name_and_a_possible_age_or_says_what_is_wrong(
            family in any::<String>(), given in any::<String>(), middle in any::<String>(), birth_date in any::<String>(), compared in any::<bool>(),
        ) {
            match check_human(typed((&family, &given, &middle), &birth_date), (None, compared), TODAY) {
                Ok((name, born)) => {
                    prop_assert!(!name.family.is_empty() && !name.given.is_empty());
                    prop_assert!((0..=LONGEST_LIFE).contains(&born.age_on(TODAY)));
                }
                Err(problems) => prop_assert!(!problems.is_empty()),
            }
        }
    }
}
