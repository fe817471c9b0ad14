//! A person's name as an identity provider gives it, cleaned: no "N/A", no shouting, no control characters.

use serde::{Deserialize, Serialize};

/// Family name, given name, patronymic. Any of them may be empty; [`PersonName::clean`] makes it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub struct PersonName {
    pub family: String,
    pub given: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub middle: String,
}

/// Names are personal data: logs get only that there is one.
impl std::fmt::Debug for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_empty() {
            "PersonName(empty)"
        } else {
            "PersonName(…)"
        })
    }
}

/// Longest part that is kept, in characters; longer ones are cut.
const LONGEST_PART: usize = 60;

impl PersonName {
    /// A name from what a provider wrote: placeholders such as "N/A" become empty, white space is single, parts written
    /// all in capitals (as banks do) get only a capital first letter, the straight apostrophe becomes ’.
    pub fn clean(family: &str, given: &str, middle: &str) -> Self {
        Self {
            family: clean_part(family),
            given: clean_part(given),
            middle: clean_part(middle),
        }
    }

    /// «Ірина Савчук».
    pub fn full(&self) -> String {
        joined(&[&self.given, &self.family])
    }

    /// «Ірина С.», for the head of a page that somebody may look at over a shoulder.
    pub fn short(&self) -> String {
        match self.family.chars().next() {
            Some(first) if !self.given.is_empty() => format!("{} {first}.", self.given),
            _ => self.full(),
        }
    }

    /// «Савчук Ірина Петрівна», as official papers write it.
    pub fn official(&self) -> String {
        joined(&[&self.family, &self.given, &self.middle])
    }

    /// Neither a given nor a family name is known.
    pub fn is_empty(&self) -> bool {
        self.given.is_empty() && self.family.is_empty()
    }
}

fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(part);
    }
    text
}

fn clean_part(raw: &str) -> String {
    let plain: String = raw
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .map(|c| {
            if matches!(c, '\'' | 'ʼ' | '`') {
                '’'
            } else {
                c
            }
        })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let text: String = words.join(" ").chars().take(LONGEST_PART).collect();
    let text = text.trim_end();
    let placeholder =
        ["n/a", "na", "null", "none", "-", "–", "—"].contains(&text.to_lowercase().as_str());
    if placeholder || !text.chars().any(char::is_alphabetic) {
        return String::new();
    }
    if text.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !text.chars().any(char::is_lowercase)
    {
        quieten(text).chars().take(LONGEST_PART).collect()
    } else {
        text.to_owned()
    }
}

/// «САВЧУК-ГНАТЮК» → «Савчук-Гнатюк»; after an apostrophe the letter stays small («Д’яченко»).
fn quieten(loud: &str) -> String {
    let mut text = String::with_capacity(loud.len());
    let mut at_start = true;
    for c in loud.chars() {
        if at_start {
            text.push(c);
        } else {
            text.extend(c.to_lowercase());
        }
        at_start = c == '-' || c == ' ';
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_told_in_three_lengths() {
        let name = PersonName::clean("Савчук", "Ірина", "Петрівна");
        assert_eq!(name.full(), "Ірина Савчук");
        assert_eq!(name.short(), "Ірина С.");
        assert_eq!(name.official(), "Савчук Ірина Петрівна");
    }

    #[test]
    fn placeholders_are_no_names() {
        for nothing in ["N/A", "n/a", " N/A ", "null", "-", "", "   ", "…"] {
            assert!(
                PersonName::clean(nothing, nothing, nothing).is_empty(),
                "{nothing:?}"
            );
        }
        let half = PersonName::clean("N/A", "Ірина", "N/A");
        assert_eq!(
            (half.full(), half.short(), half.official()),
            ("Ірина".into(), "Ірина".into(), "Ірина".into())
        );
    }

    #[test]
    fn a_shouted_name_is_written_as_people_write_it() {
        let name = PersonName::clean("САВЧУК-ГНАТЮК", "  МАР'ЯНА ", "В’ЯЧЕСЛАВІВНА");
        assert_eq!(name.official(), "Савчук-Гнатюк Мар’яна В’ячеславівна");
        assert_eq!(PersonName::clean("О", "Лі", "").full(), "Лі О");
    }

    #[test]
    fn a_name_is_never_in_a_debug_text() {
        assert_eq!(
            format!("{:?}", PersonName::clean("Савчук", "Ірина", "")),
            "PersonName(…)"
        );
    }

    proptest! {
        #[test]
        fn any_text_becomes_a_bounded_name_without_control_characters(family in any::<String>(), given in any::<String>()) {
            let name = PersonName::clean(&family, &given, "");
            prop_assert!(name.family.chars().count() <= LONGEST_PART);
            prop_assert!(!name.official().chars().any(char::is_control));
            prop_assert_eq!(PersonName::clean(&name.family, &name.given, ""), name);
        }
    }
}
