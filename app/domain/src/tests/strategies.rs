//! What properties are tried on: polls, answers, people, in all shapes that matter.

use crate::{
    answer::{Answer, Written},
    audience::{AskedResidency, Audience},
    district::{District, DistrictNo},
    eligibility::PersonFacts,
    identity::{Assurance, Residency},
    ids::{OptionNo, QuestionNo},
    katottg::Katottg,
    lang::Bilingual,
    poll::{Choice, Initiator, InitiatorKind, PollContent, Question, QuestionKind, Secrecy},
    time::{DAY, Date, Millis},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

/// 24 November 2026, 14:05 in Kyiv, the «today» of the design.
pub const NOW: Millis = Millis(1_795_521_900_000);

pub fn dates() -> impl Strategy<Value = Date> {
    (-719_162..=2_932_896i32).prop_filter_map("years 1 to 9999", Date::from_days_since_1970)
}

pub fn choices(count: usize) -> Vec<Choice> {
    let choice = |no: i16| Choice {
        no: OptionNo(no),
        label: Bilingual::new(format!("Варіант {no}"), ""),
        hint: Bilingual::default(),
        exclusive: false,
        with_text: false,
        picture: None,
    };
    (1..=count as i16).map(choice).collect()
}

pub fn question(no: i16, kind: QuestionKind, options: usize) -> Question {
    Question {
        no: QuestionNo(no),
        kind,
        text: Bilingual::new(format!("Питання {no}?"), ""),
        hint: Bilingual::default(),
        required: true,
        options: choices(options),
    }
}

/// A valid question numbered `no`, of any kind, with up to eight options, sometimes one that stands alone or asks for words.
pub fn questions_numbered(no: i16) -> impl Strategy<Value = Question> {
    let kind = prop_oneof![
        (2..=8usize).prop_map(|n| (QuestionKind::Single, n)),
        Just((QuestionKind::YesNoAbstain, 0)),
        (0..=1i16, 3..=10i16).prop_map(|(from, to)| (QuestionKind::Scale { from, to }, 2)),
        Just((QuestionKind::ShortText, 0)),
        Just((QuestionKind::LongText, 0)),
        (2..=8i16)
            .prop_flat_map(|n| (1..=n, Just(n)))
            .prop_flat_map(|(max, n)| {
                (1..=max).prop_map(move |min| (QuestionKind::Multiple { min, max }, n as usize))
            }),
    ];
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    (kind, flags).prop_map(move |((kind, options), (required, alone, other))| {
        let mut question = question(no, kind, options);
        question.required = required;
        if other && kind.is_choice() {
            question.options[options - 1].with_text = true;
        }
        if alone && let QuestionKind::Multiple { .. } = kind {
            question.options = choices(options + 1);
            question.options[options].exclusive = true;
        }
        question
    })
}

/// One to four valid questions, numbered from 1.
pub fn questionnaires() -> impl Strategy<Value = Vec<Question>> {
    (1..=4i16).prop_flat_map(|count| (1..=count).map(questions_numbered).collect::<Vec<_>>())
}

/// A valid answer to the question; sometimes skipped where that is allowed.
pub fn answers_to(question: &Question) -> impl Strategy<Value = Answer> + use<> {
    let (min, max) = question.kind.bounds();
    let (no, required) = (question.no, question.required);
    let with_text = question.option_with_text();
    let (alone, together): (Vec<_>, Vec<_>) = question
        .option_numbers()
        .into_iter()
        .partition(|no| question.is_exclusive(*no));
    let together = proptest::sample::subsequence(together, min as usize..=max as usize);
    (together, any::<bool>(), any::<bool>()).prop_map(move |(together, skip, one)| {
        let chosen = match alone.first() {
            _ if skip && !required => Vec::new(),
            Some(&alone) if one => vec![alone],
            _ => together,
        };
        let asking = with_text.filter(|no| chosen.contains(no));
        Answer {
            written: asking.map(|option| Written {
                option,
                text: "своїми словами".into(),
            }),
            ..Answer::of_options(no, chosen)
        }
    })
}

/// A questionnaire and up to `most` valid ballots for it.
pub fn counted(most: usize) -> impl Strategy<Value = (Vec<Question>, Vec<Vec<Answer>>)> {
    questionnaires().prop_flat_map(move |questions| {
        let ballot: Vec<_> = questions.iter().map(answers_to).collect();
        (Just(questions), vec(ballot, 0..=most))
    })
}

pub fn settlements() -> impl Strategy<Value = Katottg> {
    select(vec![
        "UA18060090010074365",
        "UA18060090020012345",
        "UA18060090030054321",
        "UA18060100010011111",
    ])
    .prop_filter_map("codes", Katottg::parse)
}

pub fn districts() -> impl Strategy<Value = District> {
    (1..=5i16, vec(settlements(), 0..3)).prop_map(|(no, settlements)| District {
        no: DistrictNo(no),
        name: Bilingual::new(format!("Округ {no}"), ""),
        settlements,
    })
}

pub fn assurances() -> impl Strategy<Value = Assurance> {
    select(Assurance::ALL)
}

pub fn people() -> impl Strategy<Value = PersonFacts> {
    (
        option::weighted(0.8, dates()),
        select(Residency::ALL),
        option::of(dates()),
        option::of(settlements()),
        assurances(),
        (any::<bool>(), any::<bool>()),
    )
        .prop_map(
            |(birth_date, residency, residency_expires, settlement, assurance, flags)| {
                PersonFacts {
                    birth_date,
                    residency,
                    residency_expires,
                    displaced: flags.0,
                    settlement,
                    assurance,
                    second_key_open: flags.1,
                }
            },
        )
}

pub fn audiences() -> impl Strategy<Value = Audience> {
    (
        any::<i16>(),
        option::of(any::<i16>()),
        vec(settlements(), 0..3),
        vec(districts(), 0..2),
        assurances(),
        select(AskedResidency::ALL),
    )
        .prop_map(
            |(age_from, age_to, settlements, districts, least_assurance, residency)| Audience {
                age_from,
                age_to,
                settlements,
                districts,
                least_assurance,
                residency,
            },
        )
}

/// A poll that may be published at [`NOW`] under the usual policy.
pub fn good_content() -> PollContent {
    PollContent {
        title: Bilingual::new(
            "Яким бути скверу біля вокзалу",
            "What the square at the station should be",
        ),
        summary: Bilingual::new("Обираємо, що облаштувати першим.", ""),
        description: Bilingual::default(),
        decision: Bilingual::new(
            "Виконавчий комітет врахує результат у програмі благоустрою.",
            "",
        ),
        initiator: Initiator {
            kind: InitiatorKind::LocalGovernment,
            name: Bilingual::new("Виконавчий комітет", ""),
            organisation: None,
        },
        secrecy: Secrecy::Secret,
        audience: Audience {
            age_from: 14,
            age_to: None,
            settlements: Vec::new(),
            least_assurance: Assurance::BankId,
            districts: Vec::new(),
            residency: AskedResidency::Confirmed,
        },
        opens_at: None,
        closes_at: Some(NOW.plus(14 * DAY)),
        questions: vec![
            question(1, QuestionKind::Single, 3),
            question(2, QuestionKind::Multiple { min: 1, max: 2 }, 4),
            question(3, QuestionKind::YesNoAbstain, 0),
        ],
    }
}
