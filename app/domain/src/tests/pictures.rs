//! Pictures of options: their names, and that each stays with its option.

use super::strategies::{NOW, good_content, question};
use crate::{
    ids::{OptionNo, QuestionNo},
    lang::Bilingual,
    policy::Policy,
    poll::{
        Choice, ChoicePicture, DraftField, DraftProblem, DraftRules, PictureFile, PictureHash,
        PictureKind, PictureProblem, PollContent, Problems, QuestionKind, check_publishable,
        check_saved, limits,
    },
};
use proptest::{collection::vec, option, prelude::*};

fn with_rules<T>(check: impl FnOnce(DraftRules<'_>) -> T) -> T {
    let policy = Policy::default();
    check(DraftRules {
        policy: &policy,
        territory_prefix: None,
        known_settlements: None,
        known_districts: None,
        known_organisations: None,
    })
}

fn saved(content: &PollContent) -> Result<PollContent, Problems> {
    with_rules(|rules| check_saved(content, rules))
}

fn problems(content: &PollContent) -> Problems {
    with_rules(|rules| check_publishable(content, rules, NOW))
        .err()
        .unwrap_or_default()
}

fn picture(byte: u8, uk: &str, en: &str) -> ChoicePicture {
    ChoicePicture {
        file: PictureFile {
            hash: PictureHash([byte; 32]),
            width: 600,
            height: 300,
        },
        alt: Bilingual::new(uk, en),
    }
}

fn files() -> impl Strategy<Value = PictureFile> {
    (any::<[u8; 32]>(), 1..=i16::MAX, 1..=i16::MAX).prop_map(|(hash, width, height)| PictureFile {
        hash: PictureHash(hash),
        width,
        height,
    })
}

proptest! {
    #[test]
    fn a_picture_is_read_back_from_its_name_and_from_json(file in files()) {
        prop_assert_eq!(file.to_string().parse(), Ok(file));
        prop_assert_eq!(file.hash.to_string().parse(), Ok(file.hash));
        let json = serde_json::to_string(&file).unwrap();
        let quoted = format!("\"{}\"", file.hash);
        prop_assert!(json.contains(&quoted), "{}", json);
        prop_assert_eq!(serde_json::from_str::<PictureFile>(&json).unwrap(), file);
    }

    /// One picture has one name: no second spelling is taken.
    #[test]
    fn what_is_read_as_a_name_is_that_name(text in "[0-9a-fA-F]{62,66}|\\PC{0,80}|[0-9a-f]{64}-[0-9+ -]{0,6}x[0-9]{0,6}") {
        if let Ok(hash) = text.parse::<PictureHash>() {
            prop_assert_eq!(hash.to_string(), text.clone());
        }
        if let Ok(file) = text.parse::<PictureFile>() {
            prop_assert_eq!(file.to_string(), text);
        }
    }

    /// However options are moved, doubled and left out, each keeps its own picture, and is numbered anew.
    #[test]
    fn a_picture_stays_with_its_option(order in vec(0..6usize, 2..8), bytes in vec(option::of(any::<u8>()), 6)) {
        let options: Vec<Choice> = question(1, QuestionKind::Single, 6)
            .options
            .into_iter()
            .zip(&bytes)
            .map(|(option, byte)| Choice {
                picture: byte.map(|byte| picture(byte, &option.label.uk, "")),
                ..option
            })
            .collect();
        let mut content = good_content();
        content.questions[0].options = order.iter().map(|&at| options[at].clone()).collect();
        let saved = saved(&content).unwrap();
        for (at, (now, &before)) in saved.questions[0].options.iter().zip(&order).enumerate() {
            prop_assert_eq!(usize::try_from(now.no.0).unwrap(), at + 1);
            prop_assert_eq!(&now.label, &options[before].label);
            prop_assert_eq!(&now.picture, &options[before].picture);
        }
    }
}

#[test]
fn only_an_option_that_is_chosen_has_a_picture() {
    for (kind, kept) in [
        (QuestionKind::Single, true),
        (QuestionKind::Multiple { min: 1, max: 2 }, true),
        (QuestionKind::Scale { from: 1, to: 5 }, false),
        (QuestionKind::YesNoAbstain, false),
        (QuestionKind::ShortText, false),
    ] {
        let mut content = good_content();
        content.questions = vec![question(1, kind, 2)];
        for option in &mut content.questions[0].options {
            // Where there is no picture, its words are nobody's concern either.
            let long = if kept { "опис" } else { &"о".repeat(999) };
            option.picture = Some(picture(1, long, ""));
        }
        let saved = saved(&content).unwrap();
        let pictures = saved.questions[0]
            .options
            .iter()
            .map(|o| o.picture.is_some());
        assert!(pictures.clone().all(|there| there == kept), "{kind:?}");
    }
}

#[test]
fn a_draft_may_lack_the_words_of_a_picture_and_a_published_poll_may_not() {
    let place = DraftField::OptionPicture(QuestionNo(1), OptionNo(2));
    let mut content = good_content();
    for (uk, en) in [("", ""), ("", "A park"), (" \u{200b} ", "")] {
        content.questions[0].options[1].picture = Some(picture(1, uk, en));
        assert!(saved(&content).is_ok());
        assert_eq!(problems(&content), [(place, DraftProblem::Missing)]);
    }
    content.questions[0].options[1].picture = Some(picture(1, " Парк ", ""));
    assert_eq!(problems(&content), []);
    let tidy = saved(&content).unwrap();
    assert_eq!(
        tidy.questions[0].options[1].picture,
        Some(picture(1, "Парк", ""))
    );
}

#[test]
fn the_words_of_a_picture_are_one_line_within_their_limit() {
    let place = DraftField::OptionPicture(QuestionNo(1), OptionNo(2));
    let found = |uk: &str| {
        let mut content = good_content();
        content.questions[0].options[1].picture = Some(picture(1, uk, ""));
        saved(&content).err().unwrap_or_default()
    };
    assert_eq!(found(&"ї".repeat(limits::ALT)), []);
    let long = DraftProblem::TooLong(limits::ALT);
    assert_eq!(found(&"ї".repeat(limits::ALT + 1)), [(place, long)]);
    assert_eq!(found("два\nрядки"), [(place, DraftProblem::BadCharacters)]);
}

#[test]
fn problems_of_an_option_are_told_in_the_order_of_the_form() {
    let (q, o) = (QuestionNo(1), OptionNo(2));
    let places = [
        DraftField::OptionLabel(q, o),
        DraftField::OptionHint(q, o),
        DraftField::OptionPicture(q, o),
        DraftField::OptionLabel(q, OptionNo(3)),
        DraftField::QuestionText(QuestionNo(2)),
    ];
    assert!(places.is_sorted_by_key(|field| field.place()));
}

#[test]
fn stored_names_are_read_back() {
    for kind in PictureKind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(*kind));
    }
    for problem in PictureProblem::ALL {
        assert_eq!(problem.as_str().parse(), Ok(*problem));
        let json = serde_json::to_string(problem).unwrap();
        assert_eq!(json, format!("\"{problem}\""));
    }
}
