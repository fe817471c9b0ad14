//! Reads the demonstration's communities and polls and gives them their places in time.

use super::drawings;
use app::i18n::dates;
use domain::{
    audience::{AskedResidency, Audience},
    brand::Brand,
    community::Community,
    identity::Assurance,
    ids::{CommunityId, OptionNo, OrganisationNo, PollNumber, QuestionNo},
    katottg::Katottg,
    lang::Bilingual,
    lifecycle::State,
    national_id::Edrpou,
    organisation::Organisation,
    poll::{
        Choice, Initiator, InitiatorKind, PollContent, Question, QuestionKind, QuestionTag, Secrecy,
    },
    time::Millis,
    widget::{Origin, OriginProblem},
};
use jiff::ToSpan;
use serde::Deserialize;
use std::collections::BTreeSet;

/// A community of the demonstration with everything that is seeded into it.
#[derive(Clone, Debug)]
pub struct CommunitySeed {
    pub community: Community,
    /// Its rows of the codifier, with the codifier's heading, UTF-8, `;` between columns.
    pub territory_csv: &'static str,
    /// The websites that may show its polls.
    pub widget_origins: BTreeSet<Origin>,
    /// The organisations that it knows, by their numbers.
    pub organisations: Vec<Organisation>,
    pub polls: Vec<PollSeed>,
}

/// A poll of the demonstration.
#[derive(Clone, Debug)]
pub struct PollSeed {
    pub number: PollNumber,
    /// The state it is to have reached at seeding.
    pub state: State,
    /// How many invented ballots to cast.
    pub ballots: usize,
    /// The drawings beside its options.
    pub pictures: Vec<PictureSeed>,
    pub(super) weights: Vec<QuestionWeights>,
    content: PollContent,
    opens: Moment,
    closes: Moment,
}

/// A drawing that stands beside an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureSeed {
    pub question: QuestionNo,
    pub option: OptionNo,
    /// SVG.
    pub drawing: &'static str,
    pub alt: Bilingual,
}

/// How the invented ballots spread over a question's options, in the options' order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QuestionWeights {
    pub(super) options: Vec<u32>,
    /// Of a hundred ballots, how many leave the question out.
    pub(super) skipped_percent: u32,
    /// What is written where words are asked for, in turn.
    pub(super) texts: Vec<String>,
}

/// Why the files could not be read. They are part of the program, so this is a programmer's error.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error("{file}: {source}")]
    Json {
        file: &'static str,
        source: serde_json::Error,
    },
    #[error("a website for the widget: {0}")]
    Origin(#[from] OriginProblem),
    #[error("poll {number}, question {question}: {wrong}")]
    Question {
        number: i64,
        question: i16,
        wrong: &'static str,
    },
}

/// The communities of the demonstration; the first is the default one.
pub fn communities() -> Result<Vec<CommunitySeed>, SeedError> {
    [
        (
            "korosten.json",
            include_str!("korosten.json"),
            include_str!("korosten-katottg.csv"),
        ),
        (
            "ovruch.json",
            include_str!("ovruch.json"),
            include_str!("ovruch-katottg.csv"),
        ),
    ]
    .into_iter()
    .map(|(file, json, territory_csv)| {
        let file: CommunityFile =
            serde_json::from_str(json).map_err(|source| SeedError::Json { file, source })?;
        file.into_seed(territory_csv)
    })
    .collect()
}

impl PollSeed {
    /// The content with its term counted from `now`.
    pub fn content(&self, now: Millis) -> PollContent {
        PollContent {
            opens_at: self.opens.counted_from(now),
            closes_at: self.closes.counted_from(now),
            ..self.content.clone()
        }
    }

    /// The moment to publish at, as far as the rules of publishing care: just before opening, for a poll that is open
    /// or closed by now.
    pub fn published_at(&self, now: Millis) -> Millis {
        match self.state {
            State::Draft | State::Scheduled => now,
            State::Open | State::Closed => self.opens.counted_from(now).unwrap_or(now),
        }
    }
}

/// A day counted from today and a time of that day, both in Kyiv.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Moment {
    day: i64,
    at: String,
}

impl Moment {
    fn counted_from(&self, now: Millis) -> Option<Millis> {
        let today = dates::today(now);
        let (month, day) = (
            i8::try_from(today.month).ok()?,
            i8::try_from(today.day).ok()?,
        );
        let date = jiff::civil::Date::new(today.year, month, day)
            .ok()?
            .checked_add(self.day.days())
            .ok()?;
        dates::parse_local_input(&format!("{date}T{}", self.at))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CommunityFile {
    id: i64,
    slug: String,
    /// What of it is invented, for whoever reads the file.
    #[serde(rename = "invented")]
    _invented: String,
    name: Bilingual,
    council: Bilingual,
    address: Bilingual,
    territory: Katottg,
    population: i64,
    /// Invented websites, under names that nobody can own (RFC 2606).
    #[serde(default)]
    widget_origins: Vec<String>,
    /// Numbered from 1 in their order.
    #[serde(default)]
    organisations: Vec<OrganisationFile>,
    polls: Vec<PollFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PollFile {
    number: i64,
    state: State,
    opens: Moment,
    closes: Moment,
    ballots: usize,
    title: Bilingual,
    summary: Bilingual,
    description: Bilingual,
    decision: Bilingual,
    initiator: Initiator,
    secrecy: Secrecy,
    audience: AudienceFile,
    questions: Vec<QuestionFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganisationFile {
    kind: InitiatorKind,
    name: Bilingual,
    edrpou: Option<Edrpou>,
    #[serde(default)]
    about: Bilingual,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AudienceFile {
    age_from: i16,
    age_to: Option<i16>,
    #[serde(default)]
    settlements: Vec<Katottg>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionFile {
    kind: QuestionTag,
    min: Option<i16>,
    max: Option<i16>,
    text: Bilingual,
    #[serde(default)]
    hint: Bilingual,
    #[serde(default = "yes")]
    required: bool,
    #[serde(default)]
    skipped_percent: u32,
    #[serde(default)]
    options: Vec<OptionFile>,
    /// Of yes, no, abstain, or of the numbers of a scale; the other kinds carry weights at their options.
    #[serde(default)]
    weights: Vec<u32>,
    /// What the invented residents wrote, where words are asked for.
    #[serde(default)]
    texts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionFile {
    label: Bilingual,
    #[serde(default)]
    hint: Bilingual,
    #[serde(default)]
    exclusive: bool,
    #[serde(default)]
    with_text: bool,
    #[serde(default)]
    weight: u32,
    #[serde(default)]
    picture: Option<PictureOfOption>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PictureOfOption {
    drawing: String,
    alt: Bilingual,
}

fn yes() -> bool {
    true
}

impl CommunityFile {
    fn into_seed(self, territory_csv: &'static str) -> Result<CommunitySeed, SeedError> {
        Ok(CommunitySeed {
            community: Community {
                id: CommunityId(self.id),
                slug: self.slug,
                name: self.name,
                council: self.council,
                address: self.address,
                territory: Some(self.territory),
                population: Some(self.population),
                brand: Brand::default(),
                version: 1,
            },
            territory_csv,
            organisations: (1..)
                .zip(self.organisations)
                .map(|(no, one)| Organisation {
                    no: OrganisationNo(no),
                    kind: one.kind,
                    name: one.name,
                    edrpou: one.edrpou,
                    about: one.about,
                })
                .collect(),
            widget_origins: self
                .widget_origins
                .iter()
                .map(|origin| Origin::parse(origin))
                .collect::<Result<_, _>>()?,
            polls: self
                .polls
                .into_iter()
                .map(PollFile::into_seed)
                .collect::<Result<_, _>>()?,
        })
    }
}

impl PollFile {
    fn into_seed(self) -> Result<PollSeed, SeedError> {
        let mut questions = Vec::with_capacity(self.questions.len());
        let mut weights = Vec::with_capacity(self.questions.len());
        let mut pictures = Vec::new();
        for (no, file) in (1..).zip(self.questions) {
            let wrong = |wrong| SeedError::Question {
                number: self.number,
                question: no,
                wrong,
            };
            pictures.extend(file.pictures(QuestionNo(no)).map_err(wrong)?);
            let (question, weight) = file.into_question(QuestionNo(no)).map_err(wrong)?;
            questions.push(question);
            weights.push(weight);
        }
        Ok(PollSeed {
            number: PollNumber(self.number),
            state: self.state,
            ballots: self.ballots,
            pictures,
            weights,
            opens: self.opens,
            closes: self.closes,
            content: PollContent {
                title: self.title,
                summary: self.summary,
                description: self.description,
                decision: self.decision,
                initiator: self.initiator,
                secrecy: self.secrecy,
                audience: Audience {
                    age_from: self.audience.age_from,
                    age_to: self.audience.age_to,
                    settlements: self.audience.settlements,
                    least_assurance: Assurance::BankId,
                    districts: Vec::new(),
                    residency: AskedResidency::Confirmed,
                },
                opens_at: None,
                closes_at: None,
                questions,
            },
        })
    }
}

impl QuestionFile {
    fn pictures(&self, question: QuestionNo) -> Result<Vec<PictureSeed>, &'static str> {
        let options = (1..).map(OptionNo).zip(&self.options);
        options
            .filter_map(|(option, file)| Some((option, file.picture.as_ref()?)))
            .map(|(option, picture)| {
                Ok(PictureSeed {
                    question,
                    option,
                    drawing: drawings::named(&picture.drawing).ok_or("no drawing of that name")?,
                    alt: picture.alt.clone(),
                })
            })
            .collect()
    }

    fn into_question(self, no: QuestionNo) -> Result<(Question, QuestionWeights), &'static str> {
        let kind = QuestionKind::from_parts(self.kind, self.min, self.max)
            .ok_or("a multiple choice and a scale need min and max")?;
        let options: Vec<u32> = match kind {
            QuestionKind::YesNoAbstain | QuestionKind::Scale { .. } => self.weights,
            // Everybody who does not skip it writes something.
            QuestionKind::ShortText | QuestionKind::LongText => vec![1],
            _ => self.options.iter().map(|option| option.weight).collect(),
        };
        let question = Question {
            no,
            kind,
            text: self.text,
            hint: self.hint,
            required: self.required,
            options: (1..)
                .zip(self.options)
                .map(|(option_no, option)| Choice {
                    no: OptionNo(option_no),
                    label: option.label,
                    hint: option.hint,
                    exclusive: option.exclusive,
                    with_text: option.with_text,
                    picture: None,
                })
                .collect(),
        };
        Ok((
            question,
            QuestionWeights {
                options,
                skipped_percent: self.skipped_percent,
                texts: self.texts,
            },
        ))
    }
}
