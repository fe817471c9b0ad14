//! Where a draft can be wrong, how, and how long its texts may be.

use crate::ids::{OptionNo, QuestionNo};
use serde::{Deserialize, Serialize};

/// The longest texts, in characters. They keep pages readable and rows small; a community has no say in them.
pub mod limits {
    pub const TITLE: usize = 200;
    pub const SUMMARY: usize = 500;
    pub const DESCRIPTION: usize = 10_000;
    pub const DECISION: usize = 1_000;
    pub const INITIATOR: usize = 200;
    pub const QUESTION: usize = 300;
    pub const OPTION: usize = 200;
    /// The explanation of a question: a paragraph.
    pub const HINT: usize = 500;
    /// The explanation of an option: one line, no longer than the option itself. There are far more of them than of anything
    /// else, so that they alone decide how large a questionnaire and its form may become.
    pub const OPTION_HINT: usize = 200;
    /// What a picture shows, in words: a sentence.
    pub const ALT: usize = 200;
    /// The oldest age from which a poll may ask, in years.
    pub const AGE: i16 = 120;

    /// The most numbers of a scale: more do not fit beside each other on a phone.
    pub const SCALE_NUMBERS: i16 = 11;

    /// Whether a scale begins at 0 or 1 and has from 3 to 11 numbers: «1–5» and «0–10» are the usual ones.
    pub const fn scale_is_usual(from: i16, to: i16) -> bool {
        (from == 0 || from == 1) && to >= from + 2 && to < SCALE_NUMBERS
    }

    /// The most characters (Unicode scalar values) that a poll of so many questions with so many options each holds in one
    /// language. Whoever adds a text above adds it here: the size of the largest form follows from it.
    pub const fn characters(questions: usize, options: usize) -> usize {
        let about = TITLE + SUMMARY + DESCRIPTION + DECISION + INITIATOR;
        about + questions * (QUESTION + HINT + options * (OPTION + OPTION_HINT + ALT))
    }
}

/// Where in a draft a problem is, so that a form can link to the very field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DraftField {
    Title,
    Summary,
    Description,
    Decision,
    Organisation,
    InitiatorName,
    OpensAt,
    ClosesAt,
    AgeFrom,
    AgeTo,
    Residency,
    Districts,
    Settlements,
    Secrecy,
    Questions,
    QuestionText(QuestionNo),
    QuestionHint(QuestionNo),
    QuestionMin(QuestionNo),
    QuestionMax(QuestionNo),
    QuestionOptions(QuestionNo),
    OptionLabel(QuestionNo, OptionNo),
    OptionHint(QuestionNo, OptionNo),
    /// The picture of an option and what it shows in words.
    OptionPicture(QuestionNo, OptionNo),
}

/// What is wrong with a field of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DraftProblem {
    /// The Ukrainian text is missing.
    Missing,
    /// More than this many characters.
    TooLong(usize),
    /// A control character or another sign that no text needs.
    BadCharacters,
    /// A date or number that could not be read.
    Unreadable,
    /// The term ends before it begins.
    EndsBeforeItBegins,
    /// The whole term lies in the past. (A beginning in the past alone means: open at once.)
    BeginsInThePast,
    /// The term is shorter than the policy allows (milliseconds).
    TermTooShort {
        shortest_ms: i64,
    },
    /// The term is longer than the policy allows (milliseconds).
    TermTooLong {
        longest_ms: i64,
    },
    /// The audience is younger than the policy allows, or from-to is upside down.
    AgeOutOfRange {
        from: i16,
    },
    /// No question at all.
    NoQuestions,
    TooManyQuestions(usize),
    /// A choice needs at least two options.
    TooFewOptions,
    TooManyOptions(usize),
    /// Two options say the same.
    RepeatedOption,
    /// min/max do not fit the number of options.
    BadBounds,
    /// A scale that begins elsewhere than at 0 or 1, or has fewer than 3 or more than 11 numbers.
    BadScale,
    /// A scale without words at its ends.
    ScaleWithoutWords,
    /// A second option that asks for words.
    SecondWithText,
    /// A settlement outside the community's territory.
    UnknownSettlement,
    /// A district that the community does not have, or not any more.
    UnknownDistrict,
    /// An organisation that the community does not know, or not any more.
    UnknownOrganisation,
    /// Less is asked for than the policy demands.
    WiderThanPolicy,
    /// The policy does not allow this secrecy level.
    SecrecyNotAllowed,
}

/// Everything wrong with a draft, in the order of the form.
pub type Problems = Vec<(DraftField, DraftProblem)>;

impl DraftField {
    /// The field's place in the form: group, question, part of the question, option. Problems are told in this order.
    pub fn place(self) -> (u8, i16, u8, i16) {
        match self {
            Self::Title => (0, 0, 0, 0),
            Self::Summary => (1, 0, 0, 0),
            Self::Description => (2, 0, 0, 0),
            Self::Decision => (3, 0, 0, 0),
            Self::Organisation => (4, 0, 0, 0),
            Self::InitiatorName => (4, 0, 1, 0),
            Self::Secrecy => (5, 0, 0, 0),
            Self::OpensAt => (6, 0, 0, 0),
            Self::ClosesAt => (7, 0, 0, 0),
            Self::AgeFrom => (8, 0, 0, 0),
            Self::AgeTo => (9, 0, 0, 0),
            Self::Residency => (10, 0, 0, 0),
            Self::Districts => (11, 0, 0, 0),
            Self::Settlements => (12, 0, 0, 0),
            Self::Questions => (13, 0, 0, 0),
            Self::QuestionText(q) => (14, q.0, 0, 0),
            Self::QuestionHint(q) => (14, q.0, 1, 0),
            Self::QuestionMin(q) => (14, q.0, 2, 0),
            Self::QuestionMax(q) => (14, q.0, 3, 0),
            Self::QuestionOptions(q) => (14, q.0, 4, 0),
            Self::OptionLabel(q, o) => (14, q.0, 5, o.0.saturating_mul(3)),
            Self::OptionHint(q, o) => (14, q.0, 5, o.0.saturating_mul(3).saturating_add(1)),
            Self::OptionPicture(q, o) => (14, q.0, 5, o.0.saturating_mul(3).saturating_add(2)),
        }
    }
}
