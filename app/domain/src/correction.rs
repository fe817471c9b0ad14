//! Correcting the description of a published poll (DESIGN §5.7): the only thing about it that may still change, in public, with
//! a reason. What is asked, whom, until when and how secretly stays as it was published.

use crate::{
    lang::{Bilingual, Lang},
    poll::limits,
    text::{self, TextProblem},
};
use serde::{Deserialize, Serialize};

/// The longest reason, in characters: a sentence or two.
pub const LONGEST_REASON: usize = 500;

/// A correction that may be made: it has a reason, fits the limits and changes something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    description: Bilingual,
    reason: Bilingual,
}

impl Correction {
    /// The description from now on.
    pub fn description(&self) -> &Bilingual {
        &self.description
    }

    /// Why; everybody reads it.
    pub fn reason(&self) -> &Bilingual {
        &self.reason
    }
}

/// Where in the form a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CorrectionField {
    Description(Lang),
    Reason(Lang),
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CorrectionProblem {
    /// Nothing that can be read, where something is needed.
    Missing,
    /// More than so many characters.
    TooLong(usize),
    /// A control character or another sign that no text needs.
    BadCharacters,
    /// The description is what it was.
    Unchanged,
}

/// Checks a correction of the description `current`.
///
/// The reason is needed in Ukrainian. So is the description: a published one may be given or mended, never taken away in
/// Ukrainian while it stands in English.
///
/// # Errors
/// Everything wrong, in the order of the form.
pub fn check_correction(
    current: &Bilingual,
    description: &Bilingual,
    reason: &Bilingual,
) -> Result<Correction, Vec<(CorrectionField, CorrectionProblem)>> {
    let mut problems = Vec::new();
    let mut tidy = |text: &Bilingual, field: fn(Lang) -> CorrectionField, most: usize| {
        let mut one = |text: &str, lang| match text::passage(text, most) {
            Ok(text) => text,
            Err(problem) => {
                problems.push((field(lang), problem.into()));
                text.to_owned()
            }
        };
        Bilingual::new(one(&text.uk, Lang::Uk), one(&text.en, Lang::En))
    };
    let description = tidy(
        description,
        CorrectionField::Description,
        limits::DESCRIPTION,
    );
    let reason = tidy(reason, CorrectionField::Reason, LONGEST_REASON);
    let uk = CorrectionField::Description(Lang::Uk);
    if description.uk.is_empty() && !description.en.is_empty() {
        problems.push((uk, CorrectionProblem::Missing));
    }
    if description == *current {
        problems.push((uk, CorrectionProblem::Unchanged));
    }
    if reason.uk.is_empty() {
        problems.push((
            CorrectionField::Reason(Lang::Uk),
            CorrectionProblem::Missing,
        ));
    }
    if problems.is_empty() {
        Ok(Correction {
            description,
            reason,
        })
    } else {
        problems.sort_by_key(|(field, _)| match field {
            CorrectionField::Description(lang) => (0, *lang == Lang::En),
            CorrectionField::Reason(lang) => (1, *lang == Lang::En),
        });
        Err(problems)
    }
}

impl From<TextProblem> for CorrectionProblem {
    fn from(problem: TextProblem) -> Self {
        match problem {
            TextProblem::TooLong(most) => Self::TooLong(most),
            TextProblem::BadCharacters => Self::BadCharacters,
        }
    }
}
