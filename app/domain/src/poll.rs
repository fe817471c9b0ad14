//! What a poll is: its questions, options, audience, term and secrecy; and the validation of a draft before publication.

use crate::{
    eligibility::Audience,
    identity::Assurance,
    ids::{CommunityId, OptionNo, PersonId, PollId, PollNumber, QuestionNo},
    lang::Bilingual,
    lifecycle::State,
    names::stored_names,
    time::Millis,
};
use serde::{Deserialize, Serialize};

mod check;
mod draft;
mod normalise;
pub use check::{CheckedContent, DraftRules, check_publishable, check_saved};
pub use draft::{DraftField, DraftProblem, Problems, limits};

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
}

/// What kind of answer a question takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QuestionKind {
    /// Exactly one option.
    Single,
    /// From `min` to `max` options, both included, or one exclusive option alone;
    /// `1 <= min <= max <= number of options that are not exclusive`.
    Multiple { min: i16, max: i16 },
    /// Yes (1), no (2), abstain (3). The options are the interface's words, not the author's.
    YesNoAbstain,
}

/// The kind without its bounds: what is stored in the question's row and chosen in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionTag {
    Single,
    Multiple,
    YesNoAbstain,
}

stored_names!(QuestionTag { Single = "single", Multiple = "multiple", YesNoAbstain = "yes_no_abstain" });

impl QuestionKind {
    pub fn tag(self) -> QuestionTag {
        match self {
            Self::Single => QuestionTag::Single,
            Self::Multiple { .. } => QuestionTag::Multiple,
            Self::YesNoAbstain => QuestionTag::YesNoAbstain,
        }
    }

    /// The kind of a stored row. `None` when a multiple choice lacks a bound; the others ignore theirs.
    pub fn from_parts(tag: QuestionTag, min: Option<i16>, max: Option<i16>) -> Option<Self> {
        match tag {
            QuestionTag::Single => Some(Self::Single),
            QuestionTag::Multiple => Some(Self::Multiple {
                min: min?,
                max: max?,
            }),
            QuestionTag::YesNoAbstain => Some(Self::YesNoAbstain),
        }
    }

    /// The least and the most options an answer may hold, if it is given at all.
    pub fn bounds(self) -> (i16, i16) {
        match self {
            Self::Single | Self::YesNoAbstain => (1, 1),
            Self::Multiple { min, max } => (min, max),
        }
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
}

/// One question. `options` is empty for [`QuestionKind::YesNoAbstain`].
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
            _ => self.options.iter().map(|o| o.no).collect(),
        }
    }

    /// How many options can be chosen together.
    pub fn combinable(&self) -> usize {
        self.options.iter().filter(|o| !o.exclusive).count()
    }

    /// Whether an option is to be chosen alone.
    pub fn is_exclusive(&self, no: OptionNo) -> bool {
        self.options.iter().any(|o| o.no == no && o.exclusive)
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
