//! What holds for every message of the catalogue: complete, in good letters, with the right signs and spaces.

use super::{
    common, eligibility, email, embed, errors, find, me, my_data, organisations, passkey, platform,
    polls, privacy, residence_request, results, second_factor, sign_in, staff, staff_correction,
    staff_desk, staff_districts, staff_early_close, staff_editor, staff_lists, staff_paper,
    staff_people, staff_pictures, staff_sending, staff_settings, staff_sign_ins, staff_team, vote,
};

/// (file and name, Ukrainian texts, English texts) of every message of the catalogue.
fn all() -> Vec<(String, &'static [&'static str], &'static [&'static str])> {
    [
        ("common", common::messages()),
        ("polls", polls::messages()),
        ("find", find::messages()),
        ("vote", vote::messages()),
        ("privacy", privacy::messages()),
        ("residence_request", residence_request::messages()),
        ("results", results::messages()),
        ("email", email::messages()),
        ("my_data", my_data::messages()),
        ("organisations", organisations::messages()),
        ("passkey", passkey::messages()),
        ("second_factor", second_factor::messages()),
        ("sign_in", sign_in::messages()),
        ("eligibility", eligibility::messages()),
        ("embed", embed::messages()),
        ("errors", errors::messages()),
        ("me", me::messages()),
        ("platform", platform::messages()),
        ("staff", staff::messages()),
        ("staff_correction", staff_correction::messages()),
        ("staff_desk", staff_desk::messages()),
        ("staff_early_close", staff_early_close::messages()),
        ("staff_editor", staff_editor::messages()),
        ("staff_lists", staff_lists::messages()),
        ("staff_paper", staff_paper::messages()),
        ("staff_people", staff_people::messages()),
        ("staff_pictures", staff_pictures::messages()),
        ("staff_sending", staff_sending::messages()),
        ("staff_districts", staff_districts::messages()),
        ("staff_settings", staff_settings::messages()),
        ("staff_sign_ins", staff_sign_ins::messages()),
        ("staff_team", staff_team::messages()),
    ]
    .into_iter()
    .flat_map(|(file, messages)| {
        messages
            .into_iter()
            .map(move |(name, (uk, en))| (format!("{file}::{name}"), uk, en))
    })
    .collect()
}

/// Applies `check` to each Ukrainian text; it returns what is wrong. All faults are told at once.
fn each_ukrainian(check: impl Fn(&str) -> Option<String>) {
    let faults: Vec<String> = all()
        .iter()
        .flat_map(|(name, uk, _)| uk.iter().map(move |text| (name, *text)))
        .filter_map(|(name, text)| check(text).map(|fault| format!("{name}: {fault}: {text}")))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The text without its placeholders, whose names are Latin.
fn without_placeholders(text: &str) -> String {
    let mut depth = 0;
    text.chars()
        .filter(|&c| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{4ff}').contains(&c)
}

#[test]
fn the_catalogue_holds_messages_and_none_is_empty() {
    assert!(all().len() > 300);
    for (name, uk, en) in all() {
        assert!(!uk.is_empty() && !en.is_empty(), "{name}");
        assert!(uk.iter().chain(en).all(|t| !t.trim().is_empty()), "{name}");
    }
}

#[test]
fn no_ukrainian_word_mixes_latin_and_cyrillic_letters() {
    each_ukrainian(|text| {
        without_placeholders(text)
            .split(|c: char| !c.is_alphanumeric())
            .find(|word| {
                word.chars().any(is_cyrillic) && word.chars().any(|c| c.is_ascii_alphabetic())
            })
            .map(|word| format!("mixed letters in «{word}»"))
    });
}

#[test]
fn no_ukrainian_message_has_a_letter_that_ukrainian_lacks() {
    each_ukrainian(|text| {
        text.chars()
            .find(|c| "ыэёъЫЭЁЪ".contains(*c))
            .map(|c| format!("the letter «{c}»"))
    });
}

#[test]
fn ukrainian_apostrophes_and_quotes_are_the_right_signs() {
    each_ukrainian(|text| {
        text.chars()
            .find(|c| "'ʼ\"“”".contains(*c))
            .map(|c| format!("the sign {c}"))
    });
}

#[test]
fn english_messages_hold_no_cyrillic_but_names_and_no_straight_quotes() {
    for (name, _, en) in all() {
        for text in en {
            assert!(!text.contains(['"', '\'']), "{name}: {text}");
            let own_words = without_placeholders(text)
                .replace("УКР", "")
                .replace("Українською", "");
            assert!(!own_words.chars().any(is_cyrillic), "{name}: {text}");
        }
    }
}

#[test]
fn no_message_has_double_spaces_or_three_dots() {
    for (name, uk, en) in all() {
        for text in uk.iter().chain(en) {
            let plain = text.replace('\u{a0}', " ");
            assert!(
                !plain.contains("  ") && !plain.contains("..."),
                "{name}: {text}"
            );
        }
    }
}

#[test]
fn a_one_letter_word_keeps_to_the_next_by_a_no_break_space() {
    each_ukrainian(|text| {
        let chars: Vec<char> = text.chars().collect();
        let loose = (0..chars.len().saturating_sub(2)).find(|&i| {
            let starts = i == 0 || !(chars[i - 1].is_alphanumeric() || chars[i - 1] == '’');
            starts && "вузійоаВУЗІЙОА".contains(chars[i]) && chars[i + 1] == ' '
        })?;
        Some(format!("«{}» needs U+00A0 after it", chars[loose]))
    });
}

#[test]
fn a_number_keeps_to_its_word_by_a_no_break_space() {
    for (name, uk, en) in all() {
        for text in uk.iter().chain(en) {
            let word_follows = text
                .split("{n} ")
                .skip(1)
                .any(|rest| rest.starts_with(char::is_alphabetic));
            assert!(
                !word_follows,
                "{name}: U+00A0 is needed after {{n}}: {text}"
            );
        }
    }
}

#[test]
fn both_languages_say_the_same_arguments() {
    let arguments = |texts: &[&str]| {
        let mut names: Vec<String> = texts
            .iter()
            .flat_map(|t| {
                t.split('{')
                    .skip(1)
                    .filter_map(|rest| rest.split('}').next())
                    .map(str::to_owned)
            })
            .collect();
        names.sort();
        names.dedup();
        names
    };
    for (name, uk, en) in all() {
        assert_eq!(arguments(uk), arguments(en), "{name}");
    }
}

#[test]
fn the_words_of_the_privacy_notice_are_those_of_its_edition() {
    use sha2::{Digest, Sha256};
    let mut words = Sha256::new();
    for (name, (uk, en)) in privacy::messages() {
        for text in [name].iter().chain(uk).chain(en) {
            words.update(text.as_bytes());
            words.update([0]);
        }
    }
    let digest = words.finalize();
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    // Words that were in force once are changed by another edition alone, never in place.
    let in_force = (
        4,
        "f70cd89f98f987f3175bb90698a22ac24c4b33e1ad46449b81450209466da614",
    );
    assert_eq!((domain::privacy_notice::EDITION, digest.as_str()), in_force);
}
