//! Drafts: what may be saved, what may be published, and where the problems are.

use super::strategies::{NOW, good_content, question};
use crate::{
    audience::AskedResidency,
    district::{District, DistrictNo},
    identity::Assurance,
    ids::{OptionNo, QuestionNo},
    katottg::Katottg,
    lang::Bilingual,
    policy::Policy,
    poll::{
        DraftField, DraftProblem, DraftRules, PollContent, Problems, QuestionKind, Secrecy,
        check_publishable, check_saved, limits,
    },
    time::{DAY, MINUTE},
};
use proptest::{collection::vec, prelude::*};

const PREFIX: &str = "UA1806009";
const Q1: QuestionNo = QuestionNo(1);
const Q2: QuestionNo = QuestionNo(2);

fn with_rules<T>(check: impl FnOnce(DraftRules<'_>) -> T) -> T {
    let policy = Policy::default();
    check(DraftRules {
        policy: &policy,
        territory_prefix: Some(PREFIX),
        known_settlements: None,
        known_districts: None,
        known_organisations: None,
    })
}

/// What is wrong with the good poll after a change, when it should be published.
fn problems(change: impl FnOnce(&mut PollContent)) -> Problems {
    let mut content = good_content();
    change(&mut content);
    with_rules(|rules| check_publishable(&content, rules, NOW))
        .err()
        .unwrap_or_default()
}

fn saved_problems(change: impl FnOnce(&mut PollContent)) -> Problems {
    let mut content = good_content();
    change(&mut content);
    with_rules(|rules| check_saved(&content, rules))
        .err()
        .unwrap_or_default()
}

#[test]
fn a_good_poll_is_published_as_it_is_with_its_term() {
    let checked = with_rules(|rules| check_publishable(&good_content(), rules, NOW)).unwrap();
    assert_eq!(checked.term().opens_at, NOW, "no opening means at once");
    assert_eq!(checked.term().closes_at, NOW.plus(14 * DAY));
    assert_eq!(checked.content().term(), Some(checked.term()));
    assert_eq!(
        PollContent {
            opens_at: None,
            ..checked.into_content()
        },
        good_content()
    );
}

#[test]
fn texts_are_tidied_and_questions_and_options_numbered_anew() {
    let mut content = good_content();
    content.title.uk = "  Яким бути скверу \r\n".into();
    content.description.uk = "Перше.\r\n\r\nДруге.".into();
    content.questions.remove(0);
    content.questions[0].options.remove(0);
    content.questions[1].options = question(1, QuestionKind::Single, 2).options;
    let saved = with_rules(|rules| check_saved(&content, rules)).unwrap();
    assert_eq!(saved.title.uk, "Яким бути скверу");
    assert_eq!(saved.description.uk, "Перше.\n\nДруге.");
    assert_eq!(
        saved.questions.iter().map(|q| q.no.0).collect::<Vec<_>>(),
        [1, 2]
    );
    assert_eq!(
        saved.questions[0]
            .options
            .iter()
            .map(|o| o.no.0)
            .collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert!(
        saved.questions[1].options.is_empty(),
        "yes, no and abstain are the interface's words"
    );
}

#[test]
fn an_exclusive_option_counts_for_no_bound_and_stands_only_in_a_multiple_choice() {
    let all_of = |max: i16| {
        move |content: &mut PollContent| {
            content.questions[1].kind = QuestionKind::Multiple { min: 1, max };
            let last = content.questions[1].options.last_mut().unwrap();
            last.exclusive = true;
        }
    };
    let together = good_content().questions[1].options.len() as i16 - 1;
    assert_eq!(problems(all_of(together)), []);
    assert_eq!(
        problems(all_of(together + 1)),
        [(DraftField::QuestionMax(Q2), DraftProblem::BadBounds)]
    );
    let one_beside_it = |content: &mut PollContent| {
        content.questions[1].kind = QuestionKind::Multiple { min: 1, max: 1 };
        content.questions[1].options.truncate(2);
        content.questions[1].options[1].exclusive = true;
    };
    assert_eq!(
        problems(one_beside_it),
        [(DraftField::QuestionOptions(Q2), DraftProblem::TooFewOptions)]
    );

    let mut single = good_content();
    single.questions[0].options[0].exclusive = true;
    let saved = with_rules(|rules| check_saved(&single, rules)).unwrap();
    assert!(!saved.questions[0].options[0].exclusive);
}

#[test]
fn a_scale_has_a_usual_length_and_words_at_both_ends() {
    let scale = |from: i16, to: i16, words: usize| {
        move |content: &mut PollContent| {
            content.questions[1] = question(2, QuestionKind::Scale { from, to }, words);
        }
    };
    for (from, to) in [(1, 3), (1, 5), (0, 10), (1, 10), (0, 2)] {
        assert_eq!(problems(scale(from, to, 2)), [], "{from}–{to}");
    }
    for (from, to, field) in [
        (-1, 5, DraftField::QuestionMin(Q2)),
        (2, 5, DraftField::QuestionMin(Q2)),
        (1, 2, DraftField::QuestionMax(Q2)),
        (5, 1, DraftField::QuestionMin(Q2)),
        (1, 11, DraftField::QuestionMax(Q2)),
        (0, i16::MAX, DraftField::QuestionMax(Q2)),
    ] {
        let wrong = [(field, DraftProblem::BadScale)];
        // Also a draft: each number is a row of the database.
        assert_eq!(saved_problems(scale(from, to, 2)), wrong, "{from}–{to}");
    }
    let without = [(
        DraftField::QuestionOptions(Q2),
        DraftProblem::ScaleWithoutWords,
    )];
    assert_eq!(problems(scale(1, 5, 1)), without);
    assert_eq!(
        saved_problems(scale(1, 5, 0)),
        [],
        "a draft may be unfinished"
    );
    let one_end = |content: &mut PollContent| {
        scale(1, 5, 2)(content);
        content.questions[1].options[1].label = Bilingual::default();
    };
    assert_eq!(
        problems(one_end),
        [(
            DraftField::OptionLabel(Q2, OptionNo(2)),
            DraftProblem::Missing
        )]
    );
    let mut content = good_content();
    scale(1, 5, 4)(&mut content);
    let saved = with_rules(|rules| check_saved(&content, rules)).unwrap();
    assert_eq!(saved.questions[1].options.len(), 2, "a scale has two ends");
}

#[test]
fn one_option_at_most_asks_for_words_and_only_where_one_chooses() {
    let asking = |options: &'static [usize]| {
        move |content: &mut PollContent| {
            for &at in options {
                content.questions[1].options[at].with_text = true;
            }
        }
    };
    assert_eq!(problems(asking(&[3])), []);
    assert_eq!(
        problems(asking(&[1, 3])),
        [(
            DraftField::OptionLabel(Q2, OptionNo(4)),
            DraftProblem::SecondWithText
        )]
    );
    for kind in [
        QuestionKind::Scale { from: 1, to: 5 },
        QuestionKind::ShortText,
        QuestionKind::LongText,
    ] {
        let mut content = good_content();
        asking(&[1])(&mut content);
        content.questions[1].kind = kind;
        let saved = with_rules(|rules| check_saved(&content, rules)).unwrap();
        let saved = &saved.questions[1];
        assert!(saved.options.iter().all(|option| !option.with_text));
        assert_eq!(saved.kind.is_text(), saved.options.is_empty());
    }
}

#[test]
fn an_unfinished_draft_is_saved_but_not_published() {
    let unfinished = |content: &mut PollContent| {
        content.title = Bilingual::default();
        content.decision = Bilingual::default();
        content.closes_at = None;
        content.audience.age_from = 3;
        content.questions[0].options.truncate(1);
        content.questions[1].kind = QuestionKind::Multiple { min: 0, max: 9 };
    };
    assert_eq!(saved_problems(unfinished), []);
    assert_eq!(
        problems(unfinished),
        [
            (DraftField::Title, DraftProblem::Missing),
            (DraftField::Decision, DraftProblem::Missing),
            (DraftField::ClosesAt, DraftProblem::Missing),
            (
                DraftField::AgeFrom,
                DraftProblem::AgeOutOfRange { from: 14 }
            ),
            (DraftField::QuestionOptions(Q1), DraftProblem::TooFewOptions),
            (DraftField::QuestionMin(Q2), DraftProblem::BadBounds),
            (DraftField::QuestionMax(Q2), DraftProblem::BadBounds),
        ]
    );
}

#[test]
fn texts_have_their_limits_in_characters_and_in_both_languages() {
    let long = |most: usize| "ї".repeat(most + 1);
    let change = |content: &mut PollContent| {
        content.title = Bilingual::new(long(limits::TITLE), long(limits::TITLE));
        content.summary.en = long(limits::SUMMARY);
        content.description.uk = long(limits::DESCRIPTION);
        content.initiator.name.uk = "а\u{202e}б".into();
        content.questions[0].text.uk = "рядок\nрядок".into();
        content.questions[0].options[1].label.uk = long(limits::OPTION);
        content.questions[0].options[1].hint.uk = long(limits::OPTION_HINT);
    };
    let expected = [
        (DraftField::Title, DraftProblem::TooLong(200)),
        (DraftField::Summary, DraftProblem::TooLong(500)),
        (DraftField::Description, DraftProblem::TooLong(10_000)),
        (DraftField::InitiatorName, DraftProblem::BadCharacters),
        (DraftField::QuestionText(Q1), DraftProblem::BadCharacters),
        (
            DraftField::OptionLabel(Q1, OptionNo(2)),
            DraftProblem::TooLong(200),
        ),
        (
            DraftField::OptionHint(Q1, OptionNo(2)),
            DraftProblem::TooLong(200),
        ),
    ];
    assert_eq!(saved_problems(change), expected);
    assert_eq!(problems(change), expected);
    assert_eq!(
        problems(|content| content.title.uk = "ї".repeat(limits::TITLE)),
        []
    );
}

#[test]
fn a_translation_needs_its_original() {
    let found = problems(|content| {
        content.description.en = "Only in English".into();
        content.questions[0].options[0].hint.en = "Only in English".into();
    });
    let hint = DraftField::OptionHint(Q1, OptionNo(1));
    assert_eq!(
        found,
        [
            (DraftField::Description, DraftProblem::Missing),
            (hint, DraftProblem::Missing)
        ]
    );
}

#[test]
fn numbers_of_questions_and_options_are_bounded_by_the_policy() {
    assert_eq!(
        problems(|content| content.questions.clear()),
        [(DraftField::Questions, DraftProblem::NoQuestions)]
    );
    let most = |content: &mut PollContent| {
        content.questions = (1..=30)
            .map(|no| question(no, QuestionKind::Single, 30))
            .collect();
    };
    assert_eq!(problems(most), []);
    let many = |content: &mut PollContent| {
        content.questions = (1..=31)
            .map(|no| question(no, QuestionKind::Single, 2))
            .collect();
        content.questions[3] = question(4, QuestionKind::Single, 31);
    };
    let expected = [
        (DraftField::Questions, DraftProblem::TooManyQuestions(30)),
        (
            DraftField::QuestionOptions(QuestionNo(4)),
            DraftProblem::TooManyOptions(30),
        ),
    ];
    assert_eq!(saved_problems(many), expected);
    assert_eq!(problems(many), expected);
}

#[test]
fn options_that_read_alike_are_repeated() {
    let found = problems(|content| {
        content.questions[0].options[0].label.uk = "Об’єднати".into();
        content.questions[0].options[2].label.uk = "ОБ'ЄДНАТИ".into();
        content.questions[1].options[0].label.en = "Trees".into();
        content.questions[1].options[1].label.en = "trees".into();
    });
    let label = |q, o| DraftField::OptionLabel(q, OptionNo(o));
    assert_eq!(
        found,
        [
            (label(Q1, 3), DraftProblem::RepeatedOption),
            (label(Q2, 2), DraftProblem::RepeatedOption)
        ]
    );
}

#[test]
fn the_bounds_of_a_multiple_choice_fit_its_options() {
    for (min, max, good) in [
        (1, 1, true),
        (1, 4, true),
        (4, 4, true),
        (0, 2, false),
        (3, 2, false),
        (1, 5, false),
        (-1, -1, false),
        (5, 5, false),
    ] {
        let found =
            problems(|content| content.questions[1].kind = QuestionKind::Multiple { min, max });
        assert_eq!(found.is_empty(), good, "{min} to {max} of 4: {found:?}");
    }
}

#[test]
fn the_term_keeps_the_policy() {
    let term = |opens: Option<i64>, closes: i64| {
        problems(|content| {
            content.opens_at = opens.map(|ms| NOW.plus(ms));
            content.closes_at = Some(NOW.plus(closes));
        })
    };
    let short = [(
        DraftField::ClosesAt,
        DraftProblem::TermTooShort {
            shortest_ms: 7 * DAY,
        },
    )];
    let long = [(
        DraftField::ClosesAt,
        DraftProblem::TermTooLong {
            longest_ms: 60 * DAY,
        },
    )];
    assert_eq!(term(None, 7 * DAY), []);
    assert_eq!(term(None, 7 * DAY - MINUTE), short);
    assert_eq!(term(None, 60 * DAY), []);
    assert_eq!(term(None, 60 * DAY + MINUTE), long);
    assert_eq!(term(Some(DAY), 8 * DAY), []);
    assert_eq!(term(Some(DAY), 8 * DAY - 1), short);
    assert_eq!(
        term(Some(-3 * DAY), 7 * DAY),
        [],
        "an opening that has passed means at once"
    );
    assert_eq!(
        term(Some(-3 * DAY), 5 * DAY),
        short,
        "and the term is measured from then"
    );
    assert_eq!(
        term(Some(2 * DAY), DAY),
        [(DraftField::ClosesAt, DraftProblem::EndsBeforeItBegins)]
    );
    assert_eq!(
        term(None, 0),
        [(DraftField::ClosesAt, DraftProblem::EndsBeforeItBegins)]
    );
    assert_eq!(
        term(Some(-9 * DAY), -DAY),
        [(DraftField::OpensAt, DraftProblem::BeginsInThePast)]
    );
    assert_eq!(term(Some(i64::MIN), i64::MAX), long);
}

#[test]
fn forms_speak_in_minutes_so_the_seconds_of_publishing_do_not_count() {
    let mut content = good_content();
    content.closes_at = Some(NOW.plus(7 * DAY));
    let publish = |at| with_rules(|rules| check_publishable(&content, rules, NOW.plus(at)));
    assert_eq!(publish(59_999).unwrap().term().opens_at, NOW.plus(59_999));
    assert!(publish(60_000).is_err());
}

#[test]
fn the_audience_keeps_ages_territory_and_assurance() {
    assert_eq!(problems(|content| content.audience.age_to = Some(14)), []);
    let upside_down = (DraftField::AgeTo, DraftProblem::AgeOutOfRange { from: 14 });
    assert_eq!(
        problems(|content| content.audience.age_to = Some(13)),
        [upside_down]
    );
    assert_eq!(problems(|content| content.audience.age_from = 121).len(), 1);

    let here = Katottg::parse("UA18060090010074365").unwrap();
    let elsewhere = Katottg::parse("UA18060100010011111").unwrap();
    let unknown = (DraftField::Settlements, DraftProblem::UnknownSettlement);
    assert_eq!(
        problems(|content| content.audience.settlements = vec![here.clone(), elsewhere]),
        [unknown]
    );
    let mut content = good_content();
    content.audience.settlements = vec![here.clone(), here.clone()];
    content.audience.least_assurance = Assurance::Email;
    let checked = with_rules(|rules| check_publishable(&content, rules, NOW)).unwrap();
    assert_eq!(
        checked.content().audience.settlements,
        std::slice::from_ref(&here)
    );
    assert_eq!(
        checked.content().audience.least_assurance,
        Assurance::BankId
    );
    let policy = Policy::default();
    let rules = DraftRules {
        policy: &policy,
        territory_prefix: Some(PREFIX),
        known_settlements: Some(&[]),
        known_districts: None,
        known_organisations: None,
    };
    assert_eq!(check_publishable(&content, rules, NOW), Err(vec![unknown]));
}

#[test]
fn a_published_poll_keeps_its_districts_as_they_are_at_that_moment() {
    let here = Katottg::parse("UA18060090010074365").unwrap();
    let district = |no: i16, settlements: &[Katottg]| District {
        no: DistrictNo(no),
        name: Bilingual::new(format!("Округ {no}"), ""),
        settlements: settlements.to_vec(),
    };
    let known = [district(1, std::slice::from_ref(&here)), district(2, &[])];
    let policy = Policy::default();
    let rules = DraftRules {
        policy: &policy,
        territory_prefix: Some(PREFIX),
        known_settlements: None,
        known_districts: Some(&known),
        known_organisations: None,
    };
    let mut content = good_content();
    content.audience.districts = vec![district(2, &[]), district(1, &[]), district(2, &[])];
    let checked = check_publishable(&content, rules, NOW).unwrap();
    assert_eq!(checked.content().audience.districts, known);
    content.audience.districts.push(district(3, &[]));
    let gone = (DraftField::Districts, DraftProblem::UnknownDistrict);
    assert_eq!(check_publishable(&content, rules, NOW), Err(vec![gone]));
    assert_eq!(check_saved(&content, rules), Err(vec![gone]));
}

#[test]
fn a_poll_narrows_what_the_policy_allows_and_never_widens_it() {
    use AskedResidency::*;
    let policy = Policy {
        least_assurance: Assurance::Qualified,
        widest_residency: Confirmed,
        ..Policy::default()
    };
    let rules = DraftRules {
        policy: &policy,
        territory_prefix: None,
        known_settlements: None,
        known_districts: None,
        known_organisations: None,
    };
    let mut content = good_content();
    for (asked, allowed) in [
        (Declared, false),
        (Confirmed, true),
        (Registered, true),
        (Displaced, true),
    ] {
        content.audience.residency = asked;
        let found = check_publishable(&content, rules, NOW);
        let wider = (DraftField::Residency, DraftProblem::WiderThanPolicy);
        let expected = if allowed { Ok(()) } else { Err(vec![wider]) };
        assert_eq!(found.map(|_| ()), expected, "{asked:?}");
        assert!(check_saved(&content, rules).is_ok());
    }
    let checked = check_publishable(&content, rules, NOW).unwrap();
    let least = checked.content().audience.least_assurance;
    assert_eq!(least, Assurance::Qualified);
    // A regulation cannot ask for less than every ballot needs.
    let lax = Policy {
        least_assurance: Assurance::Email,
        ..Policy::default()
    };
    assert_eq!(lax.ballot_assurance(), Assurance::BankId);
    let narrow = Policy {
        widest_residency: Registered,
        ..Policy::default()
    };
    assert_eq!(narrow.proposed_residency(), Registered);
    assert_eq!(Policy::default().proposed_residency(), Confirmed);
    let strict = Policy {
        least_age: 16,
        least_assurance: Assurance::Qualified,
        ..narrow
    };
    let proposed = strict.proposed_audience();
    assert_eq!(
        (
            proposed.age_from,
            proposed.age_to,
            proposed.least_assurance,
            proposed.residency
        ),
        (16, None, Assurance::Qualified, Registered)
    );
}

#[test]
fn secrecy_must_be_allowed_by_the_policy() {
    let policy = Policy {
        secrecy_allowed: vec![Secrecy::Open],
        ..Policy::default()
    };
    let rules = DraftRules {
        policy: &policy,
        territory_prefix: None,
        known_settlements: None,
        known_districts: None,
        known_organisations: None,
    };
    let expected = vec![(DraftField::Secrecy, DraftProblem::SecrecyNotAllowed)];
    assert_eq!(
        check_publishable(&good_content(), rules, NOW),
        Err(expected)
    );
    assert!(check_saved(&good_content(), rules).is_ok());
}

#[test]
fn a_flood_of_questions_and_options_is_refused_without_panic() {
    let found = saved_problems(|content| {
        let mut flood = question(1, QuestionKind::Single, 2);
        flood.options = vec![flood.options[0].clone(); 40_000];
        content.questions = vec![flood];
        content
            .questions
            .extend(vec![question(1, QuestionKind::YesNoAbstain, 0); 40_000]);
    });
    assert_eq!(found.len(), 2);
}

proptest! {
    #[test]
    fn checking_is_total_and_what_was_saved_is_saved_again_unchanged(
        texts in vec("\\PC{0,12}|[ \r\n\t\u{0}\u{202e}ґ’]{0,6}", 6),
        bounds: (i16, i16), ages: (i16, Option<i16>), term: (Option<i64>, Option<i64>), kinds in vec((0..3usize, 0..5usize), 0..6),
    ) {
        let mut content = good_content();
        content.title.uk = texts[0].clone();
        content.summary.en = texts[1].clone();
        content.description.uk = texts[2].clone();
        content.questions = kinds.iter().zip(1..).map(|(&(kind, options), no)| {
            let kind = [QuestionKind::Single, QuestionKind::YesNoAbstain, QuestionKind::Multiple { min: bounds.0, max: bounds.1 }][kind];
            let mut question = question(no, kind, options);
            question.text.uk = texts[3].clone();
            question.hint.en = texts[4].clone();
            if let Some(last) = question.options.last_mut() {
                last.label.uk = texts[5].clone();
            }
            question
        }).collect();
        (content.audience.age_from, content.audience.age_to) = ages;
        content.opens_at = term.0.map(crate::time::Millis);
        content.closes_at = term.1.map(crate::time::Millis);

        let saved = with_rules(|rules| check_saved(&content, rules));
        let published = with_rules(|rules| check_publishable(&content, rules, NOW));
        if let Ok(saved) = &saved {
            let again = with_rules(|rules| check_saved(saved, rules));
            prop_assert_eq!(again.as_ref(), Ok(saved));
        }
        match (saved, published) {
            (Err(hard), Err(all)) => prop_assert!(hard.iter().all(|problem| all.contains(problem))),
            (Err(_), Ok(_)) => prop_assert!(false, "published what cannot even be saved"),
            (Ok(_), Err(all)) => prop_assert!(!all.is_empty()),
            (Ok(_), Ok(checked)) => {
                prop_assert!(checked.term().opens_at >= NOW && checked.term().closes_at > checked.term().opens_at);
                let again = with_rules(|rules| check_publishable(checked.content(), rules, NOW));
                prop_assert_eq!(again, Ok(checked));
            }
        }
    }
}
