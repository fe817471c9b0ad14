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
    reason: PublicReason,
}

impl Correction {
    /// The description from now on.
    pub fn description(&self) -> &Bilingual {
        &self.description
    }

    /// Why; everybody reads it.
    pub fn reason(&self) -> &PublicReason {
        &self.reason
    }
}

/// Why something about a published poll was changed, for everybody to read: fit to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicReason(Bilingual);

impl PublicReason {
    pub fn text(&self) -> &Bilingual {
        &self.0
    }
}

/// Checks a reason. It is needed in Ukrainian.
///
/// # Errors
/// Everything wrong, by language.
pub fn check_reason(reason: &Bilingual) -> Result<PublicReason, Vec<(Lang, CorrectionProblem)>> {
    let mut problems = Vec::new();
    let mut tidy = |text: &str, lang| match text::passage(text, LONGEST_REASON) {
        Ok(text) => text,
        Err(problem) => {
            problems.push((lang, problem.into()));
            text.to_owned()
        }
    };
    let tidied = Bilingual::new(tidy(&reason.uk, Lang::Uk), tidy(&reason.en, Lang::En));
    if tidied.uk.is_empty() {
        problems.insert(0, (Lang::Uk, CorrectionProblem::Missing));
    }
    if problems.is_empty() {
        Ok(PublicReason(tidied))
    } else {
        Err(problems)
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
    let mut tidy = |text: &str, lang| match text::passage(text, limits::DESCRIPTION) {
        Ok(text) => text,
        Err(problem) => {
            problems.push((CorrectionField::Description(lang), problem.into()));
            text.to_owned()
        }
    };
    let description = Bilingual::new(
        tidy(&description.uk, Lang::Uk),
        tidy(&description.en, Lang::En),
    );
    let uk = CorrectionField::Description(Lang::Uk);
    if description.uk.is_empty() && !description.en.is_empty() {
        problems.push((uk, CorrectionProblem::Missing));
    }
    if description == *current {
        problems.push((uk, CorrectionProblem::Unchanged));
    }
    problems.sort_by_key(|(field, _)| *field != uk);
    match check_reason(reason) {
        Ok(reason) if problems.is_empty() => Ok(Correction {
            description,
            reason,
        }),
        Ok(_) => Err(problems),
        Err(of_reason) => {
            let of_reason = of_reason.into_iter();
            problems.extend(of_reason.map(|(lang, what)| (CorrectionField::Reason(lang), what)));
            Err(problems)
        }
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
