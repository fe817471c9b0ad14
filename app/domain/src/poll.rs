//! What a poll is: its questions, options, audience, term and secrecy; and the validation of a draft before publication.

use crate::{
    answer::{LONG_TEXT, SHORT_TEXT, WRITTEN},
    audience::Audience,
    identity::Assurance,
    ids::{CommunityId, OptionNo, OrganisationNo, PersonId, PollId, PollNumber, QuestionNo},
    lang::Bilingual,
    lifecycle::State,
    names::stored_names,
    organisation::Organisation,
    time::Millis,
};
use serde::{Deserialize, Serialize};

mod check;
mod draft;
mod normalise;
mod picture;
pub use check::{CheckedContent, DraftRules, check_publishable, check_saved};
pub use draft::{DraftField, DraftProblem, Problems, limits};
pub use picture::{
    ChoicePicture, LEAST_SIDE, MOST_FILE_BYTES, MOST_SIDE, NoPictureName, PictureFile, PictureHash,
    PictureKind, PictureProblem,
};

/// How far a choice is kept apart from the person (DESIGN §5.4). Stated before the first question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Secrecy {
    /// Nothing stored joins the ballot to the person.
    Secret,
    /// A link sealed under a key of this poll, destroyed on the day the policy names.
    Confidential,
    /// Names are published with choices.
    Open,
}

stored_names!(Secrecy { Secret = "secret", Confidential = "confidential", Open = "open" });

/// On whose behalf a question is put to the community (the explanatory note's list).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InitiatorKind {
    LocalGovernment,
    AdvisoryBody,
    PublicAssociation,
    Charity,
    TradeUnion,
    SelfOrganisation,
    EmployersOrganisation,
    Resident,
}

stored_names!(InitiatorKind {
    LocalGovernment = "local_government",
    AdvisoryBody = "advisory_body",
    PublicAssociation = "public_association",
    Charity = "charity",
    TradeUnion = "trade_union",
    SelfOrganisation = "self_organisation",
    EmployersOrganisation = "employers_organisation",
    Resident = "resident",
});

/// The initiator as shown on the page; the author (the account that typed) is a separate thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Initiator {
    pub kind: InitiatorKind,
    pub name: Bilingual,
    /// The organisation that it is, where the community knows it. Kind and name stay as they were at publication, whatever it is called later.
    #[serde(default)]
    pub organisation: Option<OrganisationNo>,
}

impl Initiator {
    /// An organisation that the community knows.
    pub fn of(organisation: &Organisation) -> Self {
        Self {
            kind: organisation.kind,
            name: organisation.name.clone(),
            organisation: Some(organisation.no),
        }
    }
}

/// What kind of answer a question takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// Exactly one option.
    Single,
    /// From `min` to `max` options, both included, or one exclusive option alone;
    /// `1 <= min <= max <= number of options that are not exclusive`.
    Multiple { min: i16, max: i16 },
    /// Yes (1), no (2), abstain (3). The options are the interface's words, not the author's.
    YesNoAbstain,
    /// One of the whole numbers `from..=to`: option 1 is `from`. The two options that the author writes are not chosen: they
    /// are the words at the lowest and the highest number. `from` is 0 or 1; from 3 to 11 numbers ([`limits::scale_is_usual`]).
    Scale { from: i16, to: i16 },
    /// One's own words on one line ([`SHORT_TEXT`]). No options.
    ShortText,
    /// One's own words on several lines ([`LONG_TEXT`]). No options.
    LongText,
}

/// The kind without its bounds: what is stored in the question's row and chosen in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionTag {
    Single,
    Multiple,
    YesNoAbstain,
    Scale,
    ShortText,
    LongText,
}

stored_names!(QuestionTag {
    Single = "single",
    Multiple = "multiple",
    YesNoAbstain = "yes_no_abstain",
    Scale = "scale",
    ShortText = "short_text",
    LongText = "long_text",
});

impl QuestionKind {
    pub fn tag(self) -> QuestionTag {
        match self {
            Self::Single => QuestionTag::Single,
            Self::Multiple { .. } => QuestionTag::Multiple,
            Self::YesNoAbstain => QuestionTag::YesNoAbstain,
            Self::Scale { .. } => QuestionTag::Scale,
            Self::ShortText => QuestionTag::ShortText,
            Self::LongText => QuestionTag::LongText,
        }
    }

    /// The kind of a stored row. `None` when a multiple choice or a scale lacks a bound; the others ignore theirs.
    pub fn from_parts(tag: QuestionTag, min: Option<i16>, max: Option<i16>) -> Option<Self> {
        match tag {
            QuestionTag::Single => Some(Self::Single),
            QuestionTag::Multiple => Some(Self::Multiple {
                min: min?,
                max: max?,
            }),
            QuestionTag::YesNoAbstain => Some(Self::YesNoAbstain),
            QuestionTag::Scale => Some(Self::Scale {
                from: min?,
                to: max?,
            }),
            QuestionTag::ShortText => Some(Self::ShortText),
            QuestionTag::LongText => Some(Self::LongText),
        }
    }

    /// The two numbers of the kind as a row stores them: at least and at most, or from and to.
    pub fn to_parts(self) -> Option<(i16, i16)> {
        match self {
            Self::Multiple { min, max } => Some((min, max)),
            Self::Scale { from, to } => Some((from, to)),
            Self::Single | Self::YesNoAbstain | Self::ShortText | Self::LongText => None,
        }
    }

    /// The least and the most options an answer may hold, if it is given at all.
    pub fn bounds(self) -> (i16, i16) {
        match self {
            Self::Multiple { min, max } => (min, max),
            _ => (1, 1),
        }
    }

    /// Whether one chooses among options that the author wrote.
    pub fn is_choice(self) -> bool {
        matches!(self, Self::Single | Self::Multiple { .. })
    }

    /// Whether one answers in one's own words alone.
    pub fn is_text(self) -> bool {
        matches!(self, Self::ShortText | Self::LongText)
    }
}

/// One option of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub no: OptionNo,
    pub label: Bilingual,
    /// A line of explanation under the label; may be empty.
    #[serde(default)]
    pub hint: Bilingual,
    /// Whoever chooses it chooses nothing else («важко відповісти», «нічого з цього»). Only in a multiple choice.
    #[serde(default)]
    pub exclusive: bool,
    /// Whoever chooses it says what they mean («інше»). At most one option of a question, and only where one chooses.
    #[serde(default)]
    pub with_text: bool,
    /// Only where one chooses among options ([`QuestionKind::is_choice`]).
    #[serde(default)]
    pub picture: Option<ChoicePicture>,
}

/// One question. `options` is empty for [`QuestionKind::YesNoAbstain`] and for texts; for a [`QuestionKind::Scale`] it holds
/// the words at its two ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub no: QuestionNo,
    pub kind: QuestionKind,
    pub text: Bilingual,
    #[serde(default)]
    pub hint: Bilingual,
    /// An optional question may be skipped; the others must be answered.
    pub required: bool,
    pub options: Vec<Choice>,
}

impl Question {
    /// The numbers that an answer may name, in order.
    pub fn option_numbers(&self) -> Vec<OptionNo> {
        match self.kind {
            QuestionKind::YesNoAbstain => (1..=3).map(OptionNo).collect(),
            QuestionKind::Scale { from, to } => (1..=limits::SCALE_NUMBERS)
                .take_while(|no| no.checked_add(from).is_some_and(|next| next - 1 <= to))
                .map(OptionNo)
                .collect(),
            QuestionKind::ShortText | QuestionKind::LongText => vec![WRITTEN],
            QuestionKind::Single | QuestionKind::Multiple { .. } => {
                self.options.iter().map(|o| o.no).collect()
            }
        }
    }

    /// What the author wrote to an option that an answer may name: the option itself, or the words at an end of a scale.
    pub fn choice(&self, no: OptionNo) -> Option<&Choice> {
        match self.kind {
            QuestionKind::Single | QuestionKind::Multiple { .. } => {
                self.options.iter().find(|choice| choice.no == no)
            }
            QuestionKind::Scale { from, to } => match self.scale_value(no) {
                Some(value) if value == from => self.options.first(),
                Some(value) if value == to => self.options.get(1),
                _ => None,
            },
            QuestionKind::YesNoAbstain | QuestionKind::ShortText | QuestionKind::LongText => None,
        }
    }

    /// The number on the scale that an option stands for; `None` where this is no scale or has no such option.
    pub fn scale_value(&self, no: OptionNo) -> Option<i16> {
        let QuestionKind::Scale { from, to } = self.kind else {
            return None;
        };
        let value = no.0.checked_sub(1)?.checked_add(from)?;
        (from..=to).contains(&value).then_some(value)
    }

    /// How many options can be chosen together.
    pub fn combinable(&self) -> usize {
        self.options.iter().filter(|o| !o.exclusive).count()
    }

    /// Whether an option is to be chosen alone.
    pub fn is_exclusive(&self, no: OptionNo) -> bool {
        self.options.iter().any(|o| o.no == no && o.exclusive)
    }

    /// The option whose choice needs words, if there is one: «інше», or the only one of a question that asks for words.
    pub fn option_with_text(&self) -> Option<OptionNo> {
        if self.kind.is_text() {
            return Some(WRITTEN);
        }
        let with_text = self.options.iter().find(|option| option.with_text)?;
        self.kind.is_choice().then_some(with_text.no)
    }

    /// The most characters of the text that belongs to an answer; `None` where there is no field for one.
    pub fn text_limit(&self) -> Option<usize> {
        self.option_with_text()?;
        Some(match self.kind {
            QuestionKind::LongText => LONG_TEXT,
            _ => SHORT_TEXT,
        })
    }
}

/// What an author writes: everything that is locked when the poll opens, and the description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollContent {
    pub title: Bilingual,
    /// One or two sentences under the title.
    pub summary: Bilingual,
    /// Plain text in paragraphs separated by an empty line; may be empty.
    #[serde(default)]
    pub description: Bilingual,
    /// What decision will follow; may be empty in a draft.
    #[serde(default)]
    pub decision: Bilingual,
    pub initiator: Initiator,
    pub secrecy: Secrecy,
    pub audience: Audience,
    pub opens_at: Option<Millis>,
    pub closes_at: Option<Millis>,
    pub questions: Vec<Question>,
}

impl PollContent {
    /// The term, when both ends are set.
    pub fn term(&self) -> Option<Term> {
        Some(Term {
            opens_at: self.opens_at?,
            closes_at: self.closes_at?,
        })
    }
}

/// When a poll is open: from `opens_at` on, until before `closes_at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Term {
    pub opens_at: Millis,
    pub closes_at: Millis,
}

/// A poll as it is stored: content, place, state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poll {
    pub community: CommunityId,
    pub id: PollId,
    pub number: PollNumber,
    pub content: PollContent,
    pub state: State,
    /// The account that wrote it; `None` for what the system seeded.
    pub author: Option<PersonId>,
    /// Version of the community's policy in force when it was submitted.
    pub policy_version: i64,
    /// Grows by one with every change that a page could show; part of cache keys and of optimistic locking.
    pub version: i64,
    pub created_at: Millis,
    pub published_at: Option<Millis>,
    pub closed_at: Option<Millis>,
}

impl Poll {
    /// Least assurance a ballot in this poll needs.
    pub fn least_assurance(&self) -> Assurance {
        self.content.audience.least_assurance
    }

    pub fn question(&self, no: QuestionNo) -> Option<&Question> {
        self.content.questions.iter().find(|q| q.no == no)
    }
}

/// How long taking part takes, in whole minutes, from the number of questions: 25 seconds for each, as timed on a phone with people who
/// read what they tick, and a minute for signing in and checking.
pub fn minutes_to_take_part(questions: usize) -> i64 {
    let seconds = questions.saturating_mul(25).saturating_add(60);
    i64::try_from(seconds.div_ceil(60)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_to_take_part_counts_the_questions_and_signing_in() {
        for (questions, minutes) in [(1, 2), (2, 2), (3, 3), (4, 3), (5, 4), (10, 6)] {
            assert_eq!(minutes_to_take_part(questions), minutes, "{questions}");
        }
        assert!(minutes_to_take_part(usize::MAX) > 0);
    }
}
