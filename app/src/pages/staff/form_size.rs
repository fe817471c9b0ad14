//! How large the editor's form may be: how many questions and options are read, and how many bytes that can be. All of it
//! follows from the regulation in force and the domain's longest texts, so that every poll that may be stored can be sent.

use domain::{
    policy::Policy,
    poll::{PollContent, limits},
};

/// Bytes of one character of a form at most: four of UTF-8 (RFC 3629), each sent as `%XX`. A Ukrainian letter takes six.
pub const CHARACTER_BYTES: usize = 12;
/// Bytes of a field beside what is typed into it: `&f%5Bq30.o30.label_uk%5D=`, and the value of a box, a list or a number.
const FIELD_BYTES: usize = 64;
/// Fields beside the settlements, districts, questions and options: the texts, rules and times of the poll, and what the form hides.
const OTHER_FIELDS: usize = 40;
/// Fields of a question: two texts in two languages, kind, required, least and most answers.
const QUESTION_FIELDS: usize = 8;
/// Fields of an option: two texts in two languages, whether it is chosen alone, whether it asks for words, its picture and what
/// that shows in two languages.
const OPTION_FIELDS: usize = 9;
/// No community has more settlements; nor more districts than settlements.
const MOST_SETTLEMENTS: usize = 1_000;
/// Whatever a regulation says, no form is larger: the memory of an instance is not a community's to decide on.
const CEILING_BYTES: usize = 16 << 20;

/// The form holds more than [`Most`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMuch;

/// How many questions, options of a question, settlements and districts a form is read with at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Most {
    pub questions: usize,
    pub options: usize,
    pub settlements: usize,
}

impl Most {
    /// One question and one option more than the regulation allows: the editor's buttons add that one, so that the form comes
    /// back with the reason why not ([`super::act::Act::apply`]).
    pub fn of(policy: &Policy) -> Self {
        Self {
            questions: policy.most_questions.saturating_add(1),
            options: policy.most_options.saturating_add(1),
            settlements: MOST_SETTLEMENTS,
        }
    }

    /// The same, and at least what the poll already holds: a regulation may have become narrower since it was written.
    pub fn of_poll(policy: &Policy, content: &PollContent) -> Self {
        let options = content.questions.iter().map(|q| q.options.len()).max();
        let most = Self::of(policy);
        Self {
            questions: most
                .questions
                .max(content.questions.len().saturating_add(1)),
            options: most.options.max(options.unwrap_or(0).saturating_add(1)),
            ..most
        }
    }
}

/// The longest body of the editor's form under this regulation, in bytes.
///
/// With the usual 30 questions of 30 options this is about 15 MB, for texts of nothing but four-byte characters; the largest
/// poll in Ukrainian needs half of it, and a usual one a hundredth.
pub fn most_editor_bytes(policy: &Policy) -> usize {
    let Most {
        questions,
        options,
        settlements,
    } = Most::of(policy);
    // What no form can reach anyway, so that nothing below overflows.
    let (questions, options) = (questions.min(1_000), options.min(1_000));
    let texts = 2 * limits::characters(questions, options) * CHARACTER_BYTES;
    let fields = OTHER_FIELDS
        + 2 * settlements
        + questions.saturating_mul(QUESTION_FIELDS + options * OPTION_FIELDS);
    texts
        .saturating_add(fields.saturating_mul(FIELD_BYTES))
        .min(CEILING_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_regulation_needs_about_fifteen_megabytes() {
        let bytes = most_editor_bytes(&Policy::default());
        assert!((14_500_000..16_000_000).contains(&bytes), "{bytes}");
    }

    #[test]
    fn a_regulation_without_measure_does_not_decide_on_the_memory() {
        let boundless = Policy {
            most_questions: usize::MAX,
            most_options: usize::MAX,
            ..Policy::default()
        };
        assert_eq!(most_editor_bytes(&boundless), CEILING_BYTES);
        let one = Policy {
            most_questions: 1,
            most_options: 2,
            ..Policy::default()
        };
        assert!(most_editor_bytes(&one) < 1_000_000);
    }
}
