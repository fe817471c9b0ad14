//! The editor's form as it was typed: texts, not values, so that what cannot be read yet is shown again as it was.
//!
//! A form of the browser is flat. The editor's fields are all named `f[KEY]`, where KEY says the place: `title_uk`,
//! `s.UA18060090010074365` (a settlement), `d.3` (a district), `q2.min`, `q2.o3.label_uk`. Numbers in keys only say the order.

use super::form_size::{Most, TooMuch};
use crate::i18n::dates;
use domain::{
    audience::{AskedResidency, Audience},
    district::District,
    identity::Assurance,
    ids::{OptionNo, OrganisationNo, QuestionNo},
    katottg::Katottg,
    lang::Bilingual,
    poll::{
        Choice, ChoicePicture, DraftField, DraftProblem, Initiator, InitiatorKind, PollContent,
        Problems, Question, QuestionKind, QuestionTag, Secrecy,
    },
    time::Millis,
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    str::FromStr,
};

/// A settlement's code is shorter, and a district's number too.
const LONGEST_CODE: usize = 40;

/// What the fields of the editor hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PollForm {
    pub title: Bilingual,
    pub summary: Bilingual,
    pub description: Bilingual,
    pub decision: Bilingual,
    /// The number of an organisation that the community knows; empty where kind and name are typed.
    pub organisation: String,
    pub initiator_kind: String,
    pub initiator: Bilingual,
    pub secrecy: String,
    pub age_from: String,
    pub age_to: String,
    pub least_assurance: String,
    pub residency: String,
    /// The numbers of the districts that are marked.
    pub districts: Vec<String>,
    pub settlements: Vec<String>,
    pub opens_at: String,
    pub closes_at: String,
    pub questions: Vec<QuestionFields>,
}

/// The fields of one question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionFields {
    pub kind: String,
    pub text: Bilingual,
    pub hint: Bilingual,
    pub required: bool,
    pub min: String,
    pub max: String,
    pub options: Vec<OptionFields>,
}

/// The fields of one option.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OptionFields {
    pub label: Bilingual,
    pub hint: Bilingual,
    pub exclusive: bool,
    pub with_text: bool,
    /// The picture, as [`domain::poll::PictureFile`] writes itself; empty for none.
    pub picture: String,
    /// What the picture shows.
    pub alt: Bilingual,
}

impl QuestionFields {
    /// A question as «Додати питання» makes it.
    pub fn new() -> Self {
        Self {
            kind: QuestionTag::Single.as_str().to_owned(),
            required: true,
            options: vec![OptionFields::default(); 2],
            ..Self::default()
        }
    }

    /// The kind that is chosen; `None` for what is none.
    pub fn tag(&self) -> Option<QuestionTag> {
        self.kind.parse().ok()
    }
}

impl PollForm {
    /// The form from its sent fields. A missing field is empty; what is no field of the form is left out.
    ///
    /// # Errors
    /// [`TooMuch`] for more than `most`, which no form of ours sends. Nothing of it is taken: a part would look like all.
    pub fn from_fields(sent: &HashMap<String, String>, most: Most) -> Result<Self, TooMuch> {
        let sent = Sent(sent);
        let places = places(sent.0.keys());
        let (settlements, districts) = (sent.marked("s."), sent.marked("d."));
        if places.len() > most.questions
            || places.values().any(|options| options.len() > most.options)
            || settlements.len() > most.settlements
            || districts.len() > most.settlements
        {
            return Err(TooMuch);
        }
        let questions = places
            .into_iter()
            .map(|(question, options)| sent.question(question, options))
            .collect();
        Ok(Self {
            title: Self::title_of(sent.0),
            summary: sent.both("summary"),
            description: sent.both("description"),
            decision: sent.both("decision"),
            organisation: sent.text("organisation"),
            initiator_kind: sent.text("initiator_kind"),
            initiator: sent.both("initiator"),
            secrecy: sent.text("secrecy"),
            age_from: sent.text("age_from"),
            age_to: sent.text("age_to"),
            least_assurance: sent.text("least_assurance"),
            residency: sent.text("residency"),
            districts,
            settlements,
            opens_at: sent.text("opens_at"),
            closes_at: sent.text("closes_at"),
            questions,
        })
    }

    /// The title alone, which is all that the form of a new poll holds.
    pub fn title_of(sent: &HashMap<String, String>) -> Bilingual {
        Sent(sent).both("title")
    }

    /// The form that shows what is stored.
    pub fn from_content(content: &PollContent) -> Self {
        let moment = |at: Option<Millis>| at.map(dates::to_local_input).unwrap_or_default();
        let audience = &content.audience;
        Self {
            title: content.title.clone(),
            summary: content.summary.clone(),
            description: content.description.clone(),
            decision: content.decision.clone(),
            organisation: content
                .initiator
                .organisation
                .map(|no| no.to_string())
                .unwrap_or_default(),
            initiator_kind: content.initiator.kind.as_str().to_owned(),
            initiator: content.initiator.name.clone(),
            secrecy: content.secrecy.as_str().to_owned(),
            age_from: audience.age_from.to_string(),
            age_to: audience
                .age_to
                .map(|age| age.to_string())
                .unwrap_or_default(),
            least_assurance: audience.least_assurance.as_str().to_owned(),
            residency: audience.residency.as_str().to_owned(),
            districts: audience
                .districts
                .iter()
                .map(|district| district.no.to_string())
                .collect(),
            settlements: audience
                .settlements
                .iter()
                .map(|code| code.as_str().to_owned())
                .collect(),
            opens_at: moment(content.opens_at),
            closes_at: moment(content.closes_at),
            questions: content.questions.iter().map(question_fields).collect(),
        }
    }

    /// What the form says, and what in it cannot be read, in the order of the form. Where there is a problem the content holds
    /// a stand-in and must not be stored. An empty «at least» means one answer, an empty «at most» all of the
    /// options; an empty scale goes from 1 to 5.
    pub fn read(&self) -> (PollContent, Problems) {
        let mut reader = Reader::default();
        let content = PollContent {
            title: self.title.clone(),
            summary: self.summary.clone(),
            description: self.description.clone(),
            decision: self.decision.clone(),
            initiator: Initiator {
                kind: reader.named(
                    DraftField::InitiatorName,
                    &self.initiator_kind,
                    InitiatorKind::LocalGovernment,
                ),
                name: self.initiator.clone(),
                organisation: reader.organisation(&self.organisation),
            },
            secrecy: reader.named(DraftField::Secrecy, &self.secrecy, Secrecy::Secret),
            audience: Audience {
                age_from: reader
                    .number(DraftField::AgeFrom, &self.age_from)
                    .unwrap_or_else(|| reader.missing(DraftField::AgeFrom)),
                age_to: reader.number(DraftField::AgeTo, &self.age_to),
                settlements: reader.settlements(&self.settlements),
                districts: reader.districts(&self.districts),
                // No ballot is taken below BankID, so that anything else can only mean this.
                least_assurance: self.least_assurance.parse().unwrap_or(Assurance::BankId),
                residency: reader.named(
                    DraftField::Residency,
                    &self.residency,
                    AskedResidency::Confirmed,
                ),
            },
            opens_at: reader.moment(DraftField::OpensAt, &self.opens_at),
            closes_at: reader.moment(DraftField::ClosesAt, &self.closes_at),
            questions: self
                .questions
                .iter()
                .zip(1..)
                .map(|(question, no)| reader.question(QuestionNo(no), question))
                .collect(),
        };
        let mut problems = reader.0;
        problems.sort_by_key(|(field, _)| field.place());
        (content, problems)
    }
}

fn question_fields(question: &Question) -> QuestionFields {
    let bounds = question.kind.to_parts();
    let (min, max) = bounds
        .map(|(min, max)| (min.to_string(), max.to_string()))
        .unwrap_or_default();
    QuestionFields {
        kind: question.kind.tag().as_str().to_owned(),
        text: question.text.clone(),
        hint: question.hint.clone(),
        required: question.required,
        min,
        max,
        options: question
            .options
            .iter()
            .map(|option| OptionFields {
                label: option.label.clone(),
                hint: option.hint.clone(),
                exclusive: option.exclusive,
                with_text: option.with_text,
                picture: option
                    .picture
                    .as_ref()
                    .map(|picture| picture.file.to_string())
                    .unwrap_or_default(),
                alt: option
                    .picture
                    .as_ref()
                    .map(|picture| picture.alt.clone())
                    .unwrap_or_default(),
            })
            .collect(),
    }
}

/// The fields as they were sent.
struct Sent<'a>(&'a HashMap<String, String>);

impl Sent<'_> {
    fn text(&self, key: &str) -> String {
        self.0.get(key).cloned().unwrap_or_default()
    }

    fn both(&self, key: &str) -> Bilingual {
        Bilingual::new(
            self.text(&format!("{key}_uk")),
            self.text(&format!("{key}_en")),
        )
    }

    /// A browser sends a checkbox only when it is marked.
    fn is_marked(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// What is marked of a list whose keys begin so, sorted: numbers as such, codes are of one length.
    fn marked(&self, prefix: &str) -> Vec<String> {
        let marked = self.0.keys().filter_map(|key| key.strip_prefix(prefix));
        let mut marked: Vec<String> = marked
            .filter(|value| value.len() <= LONGEST_CODE)
            .map(str::to_owned)
            .collect();
        marked.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        marked
    }

    fn question(&self, number: u32, options: BTreeSet<u32>) -> QuestionFields {
        let at = format!("q{number}");
        QuestionFields {
            kind: self.text(&format!("{at}.kind")),
            text: self.both(&format!("{at}.text")),
            hint: self.both(&format!("{at}.hint")),
            required: self.is_marked(&format!("{at}.required")),
            min: self.text(&format!("{at}.min")),
            max: self.text(&format!("{at}.max")),
            options: options
                .into_iter()
                .map(|option| OptionFields {
                    label: self.both(&format!("{at}.o{option}.label")),
                    hint: self.both(&format!("{at}.o{option}.hint")),
                    exclusive: self.is_marked(&format!("{at}.o{option}.exclusive")),
                    with_text: self.is_marked(&format!("{at}.o{option}.with_text")),
                    picture: self.text(&format!("{at}.o{option}.picture")),
                    alt: self.both(&format!("{at}.o{option}.alt")),
                })
                .collect(),
        }
    }
}

/// The numbers of the questions that occur in keys, each with those of its options.
fn places<'a>(keys: impl Iterator<Item = &'a String>) -> BTreeMap<u32, BTreeSet<u32>> {
    let mut places: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for key in keys {
        let mut parts = key.split('.');
        let Some(question) = parts.next().and_then(|part| numbered(part, 'q')) else {
            continue;
        };
        let options = places.entry(question).or_default();
        options.extend(parts.next().and_then(|part| numbered(part, 'o')));
    }
    places
}

/// The number of `q12` or `o3`.
fn numbered(part: &str, letter: char) -> Option<u32> {
    let digits = part.strip_prefix(letter)?;
    // As the form writes it: otherwise `q1` and `q01` would be two questions with one number.
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    plain.then(|| digits.parse().ok()).flatten()
}

/// Reads typed values and notes what cannot be read.
#[derive(Default)]
struct Reader(Problems);

impl Reader {
    fn report(&mut self, field: DraftField, problem: DraftProblem) {
        self.0.push((field, problem));
    }

    fn missing<T: Default>(&mut self, field: DraftField) -> T {
        self.report(field, DraftProblem::Missing);
        T::default()
    }

    /// One of a list of names.
    fn named<T: FromStr>(&mut self, field: DraftField, text: &str, otherwise: T) -> T {
        text.parse().unwrap_or_else(|_| {
            self.report(field, DraftProblem::Unreadable);
            otherwise
        })
    }

    /// A whole number; `None` for an empty field and, with a report, for what is none.
    fn number(&mut self, field: DraftField, text: &str) -> Option<i16> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let plain = text.bytes().all(|b| b.is_ascii_digit());
        let number = plain.then(|| text.parse().ok()).flatten();
        if number.is_none() {
            self.report(field, DraftProblem::Unreadable);
            // Something was typed: it is not missing as well.
            return Some(1);
        }
        number
    }

    fn moment(&mut self, field: DraftField, text: &str) -> Option<Millis> {
        if text.trim().is_empty() {
            return None;
        }
        let moment = dates::parse_local_input(text);
        if moment.is_none() {
            self.report(field, DraftProblem::Unreadable);
        }
        moment
    }

    /// The organisation of this number; its kind and name are known where it is stored.
    fn organisation(&mut self, number: &str) -> Option<OrganisationNo> {
        let read = number.parse().ok();
        if read.is_none() && !number.is_empty() {
            self.report(DraftField::Organisation, DraftProblem::UnknownOrganisation);
        }
        read
    }

    /// The districts of these numbers; their names and settlements are known where they are stored.
    fn districts(&mut self, numbers: &[String]) -> Vec<District> {
        let read: Vec<District> = numbers
            .iter()
            .filter_map(|number| number.parse().ok())
            .map(|no| District {
                no,
                name: Bilingual::default(),
                settlements: Vec::new(),
            })
            .collect();
        if read.len() < numbers.len() {
            self.report(DraftField::Districts, DraftProblem::UnknownDistrict);
        }
        read
    }

    fn settlements(&mut self, codes: &[String]) -> Vec<Katottg> {
        let read: Vec<Katottg> = codes
            .iter()
            .filter_map(|code| Katottg::parse(code))
            .collect();
        if read.len() < codes.len() {
            self.report(DraftField::Settlements, DraftProblem::UnknownSettlement);
        }
        read
    }

    fn question(&mut self, no: QuestionNo, typed: &QuestionFields) -> Question {
        let tag = self.named(
            DraftField::QuestionOptions(no),
            &typed.kind,
            QuestionTag::Single,
        );
        let kind = match tag {
            QuestionTag::Single => QuestionKind::Single,
            QuestionTag::YesNoAbstain => QuestionKind::YesNoAbstain,
            QuestionTag::ShortText => QuestionKind::ShortText,
            QuestionTag::LongText => QuestionKind::LongText,
            QuestionTag::Scale => QuestionKind::Scale {
                from: self
                    .number(DraftField::QuestionMin(no), &typed.min)
                    .unwrap_or(1),
                to: self
                    .number(DraftField::QuestionMax(no), &typed.max)
                    .unwrap_or(5),
            },
            QuestionTag::Multiple => {
                let together = typed.options.iter().filter(|option| !option.exclusive);
                let all = i16::try_from(together.count()).unwrap_or(i16::MAX);
                QuestionKind::Multiple {
                    min: self
                        .number(DraftField::QuestionMin(no), &typed.min)
                        .unwrap_or(1),
                    max: self
                        .number(DraftField::QuestionMax(no), &typed.max)
                        .unwrap_or(all.max(1)),
                }
            }
        };
        // Yes, no and abstain are the interface's own words, and whoever answers in their own chooses nothing.
        let options = if kind.is_choice() || matches!(kind, QuestionKind::Scale { .. }) {
            &typed.options[..]
        } else {
            &[][..]
        };
        Question {
            no,
            kind,
            text: typed.text.clone(),
            hint: typed.hint.clone(),
            required: typed.required,
            options: options
                .iter()
                .zip(1..)
                .map(|(option, option_no)| Choice {
                    no: OptionNo(option_no),
                    label: option.label.clone(),
                    hint: option.hint.clone(),
                    exclusive: option.exclusive,
                    with_text: option.with_text,
                    picture: self
                        .picture(DraftField::OptionPicture(no, OptionNo(option_no)), option),
                })
                .collect(),
        }
    }

    /// The picture that the form carries along; it is chosen on a page of its own.
    fn picture(&mut self, field: DraftField, typed: &OptionFields) -> Option<ChoicePicture> {
        if typed.picture.is_empty() {
            return None;
        }
        let file = typed.picture.parse();
        if file.is_err() {
            self.report(field, DraftProblem::Unreadable);
        }
        Some(ChoicePicture {
            file: file.ok()?,
            alt: typed.alt.clone(),
        })
    }
}
