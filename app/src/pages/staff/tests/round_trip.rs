//! Stored content → page → browser → form → content.

use super::{
    browser::{offered, page_with, sent_by},
    read,
};
use crate::pages::staff::{field::Wrong, form::PollForm, form_size::Most};
use domain::{
    audience::{AskedResidency, Audience},
    district::{District, DistrictNo},
    identity::Assurance,
    ids::{OptionNo, QuestionNo},
    lang::Bilingual,
    policy::Policy,
    poll::{
        Choice, ChoicePicture, Initiator, InitiatorKind, PictureFile, PictureHash, PollContent,
        Question, QuestionKind, Secrecy,
    },
    time::{MINUTE, Millis},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

/// A text as it may be stored: trimmed, without control characters; with all the signs that HTML knows.
fn texts() -> impl Strategy<Value = String> {
    "[а-яіїєґА-Яa-z0-9 «»’\"'<>&;!—.,]{0,40}".prop_map(|text| text.trim().to_owned())
}

fn both() -> impl Strategy<Value = Bilingual> {
    (texts(), texts()).prop_map(|(uk, en)| Bilingual { uk, en })
}

/// A passage: some lines.
fn passages() -> impl Strategy<Value = Bilingual> {
    let lines = || vec(texts(), 0..4).prop_map(|lines| lines.join("\n").trim().to_owned());
    (lines(), lines()).prop_map(|(uk, en)| Bilingual { uk, en })
}

/// Whole minutes of this century, away from the nights when clocks change.
fn moments() -> impl Strategy<Value = Millis> {
    (29_000_000..40_000_000i64)
        .prop_map(|minute| Millis(minute * MINUTE))
        .prop_filter("no doubtful time", |at| {
            !crate::i18n::dates::is_doubtful(&crate::i18n::dates::to_local_input(*at))
        })
}

fn kinds() -> impl Strategy<Value = QuestionKind> {
    prop_oneof![
        Just(QuestionKind::Single),
        Just(QuestionKind::YesNoAbstain),
        (0..40i16, 0..40i16).prop_map(|(min, max)| QuestionKind::Multiple { min, max }),
        (0..=1i16, 3..=10i16).prop_map(|(from, to)| QuestionKind::Scale { from, to }),
        Just(QuestionKind::ShortText),
        Just(QuestionKind::LongText),
    ]
}

fn pictures() -> impl Strategy<Value = ChoicePicture> {
    (any::<[u8; 32]>(), 1..=1_200i16, 1..=1_200i16, both()).prop_map(
        |(hash, width, height, alt)| ChoicePicture {
            file: PictureFile {
                hash: PictureHash(hash),
                width,
                height,
            },
            alt,
        },
    )
}

fn questions() -> impl Strategy<Value = Question> {
    let options = vec(
        (both(), both(), any::<[bool; 2]>(), option::of(pictures())),
        0..5,
    );
    (kinds(), both(), passages(), any::<bool>(), options).prop_map(
        |(kind, text, hint, required, options)| {
            let options = match kind {
                QuestionKind::YesNoAbstain | QuestionKind::ShortText | QuestionKind::LongText => {
                    Vec::new()
                }
                QuestionKind::Scale { .. } => options.into_iter().take(2).collect(),
                _ => options,
            };
            Question {
                no: QuestionNo(1),
                kind,
                text,
                hint,
                required,
                options: options
                    .into_iter()
                    .zip(1..)
                    .map(
                        |((label, hint, [exclusive, with_text], picture), no)| Choice {
                            no: OptionNo(no),
                            label,
                            hint,
                            exclusive: exclusive && matches!(kind, QuestionKind::Multiple { .. }),
                            with_text: with_text && kind.is_choice(),
                            picture: picture.filter(|_| kind.is_choice()),
                        },
                    )
                    .collect(),
            }
        },
    )
}

fn audiences() -> impl Strategy<Value = Audience> {
    let codes: Vec<_> = offered().into_iter().map(|unit| unit.code).collect();
    (
        0..120i16,
        option::of(0..120i16),
        proptest::sample::subsequence(codes, 0..=3),
        // What they consist of is known where they are stored.
        proptest::sample::subsequence(vec![1, 2, 12], 0..=2),
        select(vec![Assurance::BankId, Assurance::Qualified]),
        select(AskedResidency::ALL),
    )
        .prop_map(
            |(age_from, age_to, settlements, districts, least_assurance, residency)| Audience {
                age_from,
                age_to,
                settlements,
                districts: districts
                    .into_iter()
                    .map(|no| District {
                        no: DistrictNo(no),
                        name: Bilingual::default(),
                        settlements: Vec::new(),
                    })
                    .collect(),
                least_assurance,
                residency,
            },
        )
}

prop_compose! {
    fn contents()(
        title in both(),
        summary in passages(),
        description in passages(),
        decision in passages(),
        kind in select(InitiatorKind::ALL),
        name in both(),
        secrecy in select(Secrecy::ALL),
        audience in audiences(),
        opens_at in option::of(moments()),
        closes_at in option::of(moments()),
        mut questions in vec(questions(), 0..4),
    ) -> PollContent {
        for (question, no) in questions.iter_mut().zip(1..) {
            question.no = QuestionNo(no);
        }
        PollContent {
            title,
            summary,
            description,
            decision,
            initiator: Initiator { kind, name, organisation: None },
            secrecy,
            audience,
            opens_at,
            closes_at,
            questions,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_stored_comes_back_from_the_page_unchanged(content in contents()) {
        let form = PollForm::from_content(&content);
        let page = page_with(&form, &Wrong::default());
        let most = Most::of(&Policy::default());
        let back = PollForm::from_fields(&sent_by(&page), most).unwrap();
        prop_assert_eq!(&back, &form);
        prop_assert_eq!(read(&back, &Policy::default()), Ok(content));
    }

    #[test]
    fn a_form_that_waits_sealed_is_the_same_form(content in contents()) {
        let form = PollForm::from_content(&content);
        let sealed = serde_json::to_vec(&form).unwrap();
        prop_assert_eq!(serde_json::from_slice::<PollForm>(&sealed).unwrap(), form);
    }
}

/// Every problem links to an input that the page has.
#[test]
fn each_problem_links_to_an_input_of_the_page() {
    use crate::{i18n::Lang, pages::staff::field};
    use domain::poll::{DraftField as F, DraftProblem as P};
    let option = crate::pages::staff::form::OptionFields::default();
    let mut question = crate::pages::staff::form::QuestionFields::new();
    question.options.push(option);
    let form = PollForm {
        questions: vec![question; 2],
        ..PollForm::default()
    };
    let (q, o) = (QuestionNo(2), OptionNo(3));
    let problems = vec![
        (F::Title, P::Missing),
        (F::Summary, P::Missing),
        (F::Description, P::Missing),
        (F::Decision, P::Missing),
        (F::InitiatorName, P::Missing),
        (F::InitiatorName, P::Unreadable),
        (F::Secrecy, P::SecrecyNotAllowed),
        (F::OpensAt, P::Unreadable),
        (F::ClosesAt, P::Missing),
        (F::AgeFrom, P::Missing),
        (F::AgeTo, P::Unreadable),
        (F::Settlements, P::UnknownSettlement),
        (F::Questions, P::NoQuestions),
        (F::QuestionText(q), P::Missing),
        (F::QuestionHint(q), P::Missing),
        (F::QuestionMin(q), P::BadBounds),
        (F::QuestionMax(q), P::BadBounds),
        (F::QuestionOptions(q), P::TooFewOptions),
        (F::QuestionOptions(q), P::Unreadable),
        (F::OptionLabel(q, o), P::Missing),
        (F::OptionHint(q, o), P::Missing),
        (F::OptionPicture(q, o), P::Missing),
    ];
    let wrong = Wrong::new(Lang::Uk, &form, &problems);
    let page = page_with(&form, &wrong);
    for (field, problem) in problems {
        let key = field::key(&form, field, problem);
        let id = field::id(&key);
        assert!(
            page.contains(&format!("id=\"{id}\"")),
            "nothing has the id {id}"
        );
        let words = wrong.at(&key).unwrap();
        assert!(
            page.contains(&format!("id=\"{id}-error\"")),
            "{key}: {words}"
        );
    }
}

#[test]
fn a_problem_of_the_translation_links_to_the_translation() {
    use crate::pages::staff::field::key;
    use domain::poll::{DraftField, DraftProblem};
    let form = PollForm {
        title: Bilingual::new("Парк", "x".repeat(201)),
        summary: Bilingual::new("y".repeat(501), ""),
        ..PollForm::default()
    };
    let long = DraftProblem::TooLong(200);
    assert_eq!(key(&form, DraftField::Title, long), "title_en");
    assert_eq!(
        key(&form, DraftField::Summary, DraftProblem::TooLong(500)),
        "summary_uk"
    );
    assert_eq!(
        key(&form, DraftField::Title, DraftProblem::Missing),
        "title_uk"
    );
}
