//! The checks of a draft: what may be saved, and what may be published.

use super::{
    Choice, DraftField, DraftProblem, PollContent, Problems, Question, QuestionKind, Term, limits,
};
use crate::{
    district::District, katottg::Katottg, lang::Bilingual, organisation::Organisation,
    policy::Policy, text, time::Millis,
};

/// What a draft is checked against.
#[derive(Clone, Copy, Debug)]
pub struct DraftRules<'a> {
    pub policy: &'a Policy,
    /// What the code of every settlement of the community begins with ([`Katottg::hromada_prefix`]); `None` = anything.
    pub territory_prefix: Option<&'a str>,
    /// The settlements that the community has; `None` where the codifier is not at hand (in the browser).
    pub known_settlements: Option<&'a [Katottg]>,
    /// The starosta districts that the community has; `None` where they are not at hand.
    pub known_districts: Option<&'a [District]>,
    /// The organisations that the community knows; `None` where they are not at hand.
    pub known_organisations: Option<&'a [Organisation]>,
}

/// Content that may be published: normalised, complete, with a term. Only [`check_publishable`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedContent {
    content: PollContent,
    term: Term,
}

impl CheckedContent {
    /// The content as it is to be stored; `opens_at` and `closes_at` are set.
    pub fn content(&self) -> &PollContent {
        &self.content
    }

    pub fn term(&self) -> Term {
        self.term
    }

    pub fn into_content(self) -> PollContent {
        self.content
    }
}

/// Checks a draft that is only to be kept. It may be incomplete or contradict itself, but every text must fit and the
/// numbers of questions and options too. Gives back the content normalised: texts trimmed, questions and options
/// numbered from 1 in their order, settlements sorted and distinct, districts and the organisation as they are now. Problems use the new numbers.
pub fn check_saved(content: &PollContent, rules: DraftRules<'_>) -> Result<PollContent, Problems> {
    let mut check = Check::default();
    let content = check.normalise(content, rules);
    if check.problems.is_empty() {
        Ok(content)
    } else {
        Err(check.in_form_order())
    }
}

/// Checks a draft that is to be published at `now`: everything that [`check_saved`] does and every rule of the policy.
///
/// No `opens_at`, or one that has passed, means "at once": it becomes `now`, and the term is measured from there
/// (from the beginning of that minute, because forms speak in minutes). A lower assurance in the audience is raised to the policy's.
pub fn check_publishable(
    content: &PollContent,
    rules: DraftRules<'_>,
    now: Millis,
) -> Result<CheckedContent, Problems> {
    let mut check = Check::default();
    let mut content = check.normalise(content, rules);
    check.texts_present(&content);
    check.audience(&content, rules);
    if !rules.policy.secrecy_allowed.contains(&content.secrecy) {
        check.report(DraftField::Secrecy, DraftProblem::SecrecyNotAllowed);
    }
    let term = check.term(&content, rules.policy, now);
    if content.questions.is_empty() {
        check.report(DraftField::Questions, DraftProblem::NoQuestions);
    }
    for question in &content.questions {
        check.question(question);
    }
    match term {
        Some(term) if check.problems.is_empty() => {
            content.opens_at = Some(term.opens_at);
            let least = rules.policy.ballot_assurance();
            content.audience.least_assurance = content.audience.least_assurance.max(least);
            Ok(CheckedContent { content, term })
        }
        _ => Err(check.in_form_order()),
    }
}

/// A check under way.
#[derive(Default)]
pub(super) struct Check {
    problems: Problems,
}

impl Check {
    pub(super) fn report(&mut self, field: DraftField, problem: DraftProblem) {
        if !self.problems.contains(&(field, problem)) {
            self.problems.push((field, problem));
        }
    }

    fn in_form_order(mut self) -> Problems {
        self.problems.sort_by_key(|(field, _)| field.place());
        self.problems
    }

    /// What residents must be able to read, in Ukrainian; and whatever has a translation has the original.
    fn texts_present(&mut self, content: &PollContent) {
        self.needed(DraftField::Title, &content.title);
        self.needed(DraftField::Summary, &content.summary);
        self.original(DraftField::Description, &content.description);
        self.needed(DraftField::Decision, &content.decision);
        self.needed(DraftField::InitiatorName, &content.initiator.name);
    }

    fn needed(&mut self, field: DraftField, text: &Bilingual) {
        if text.uk.is_empty() {
            self.report(field, DraftProblem::Missing);
        }
    }

    fn original(&mut self, field: DraftField, text: &Bilingual) {
        if !text.is_empty() {
            self.needed(field, text);
        }
    }

    fn audience(&mut self, content: &PollContent, rules: DraftRules<'_>) {
        let audience = &content.audience;
        let least = rules.policy.least_age;
        if !(least..=limits::AGE).contains(&audience.age_from) {
            self.report(
                DraftField::AgeFrom,
                DraftProblem::AgeOutOfRange { from: least },
            );
        }
        if audience.age_to.is_some_and(|to| to < audience.age_from) {
            self.report(
                DraftField::AgeTo,
                DraftProblem::AgeOutOfRange {
                    from: audience.age_from,
                },
            );
        }
        if !audience.residency.is_within(rules.policy.widest_residency) {
            self.report(DraftField::Residency, DraftProblem::WiderThanPolicy);
        }
        let here = |code: &Katottg| {
            rules
                .territory_prefix
                .is_none_or(|prefix| code.as_str().starts_with(prefix))
                && rules
                    .known_settlements
                    .is_none_or(|known| known.contains(code))
        };
        if !audience.settlements.iter().all(here) {
            self.report(DraftField::Settlements, DraftProblem::UnknownSettlement);
        }
    }

    /// The term as it would be if published now; `None` with a report when there is none or the policy forbids it.
    fn term(&mut self, content: &PollContent, policy: &Policy, now: Millis) -> Option<Term> {
        let Some(closes_at) = content.closes_at else {
            self.report(DraftField::ClosesAt, DraftProblem::Missing);
            return None;
        };
        let opens_at = content.opens_at.map_or(now, |written| written.max(now));
        if closes_at <= opens_at {
            match content.opens_at {
                Some(written) if written < closes_at => {
                    self.report(DraftField::OpensAt, DraftProblem::BeginsInThePast);
                }
                _ => self.report(DraftField::ClosesAt, DraftProblem::EndsBeforeItBegins),
            }
            return None;
        }
        let (shortest_ms, longest_ms) = (policy.shortest_term_ms, policy.longest_term_ms);
        let begins = if opens_at == now {
            now.to_the_minute()
        } else {
            opens_at
        };
        let length = closes_at.since(begins);
        if length < shortest_ms {
            self.report(
                DraftField::ClosesAt,
                DraftProblem::TermTooShort { shortest_ms },
            );
        } else if length > longest_ms {
            self.report(
                DraftField::ClosesAt,
                DraftProblem::TermTooLong { longest_ms },
            );
        }
        Some(Term {
            opens_at,
            closes_at,
        })
    }

    fn question(&mut self, question: &Question) {
        let no = question.no;
        self.needed(DraftField::QuestionText(no), &question.text);
        self.original(DraftField::QuestionHint(no), &question.hint);
        match question.kind {
            QuestionKind::YesNoAbstain | QuestionKind::ShortText | QuestionKind::LongText => return,
            QuestionKind::Scale { .. } if question.options.len() < 2 => self.report(
                DraftField::QuestionOptions(no),
                DraftProblem::ScaleWithoutWords,
            ),
            QuestionKind::Scale { .. } => {}
            QuestionKind::Single => {}
            QuestionKind::Multiple { min, max } => {
                let options = i16::try_from(question.combinable()).unwrap_or(i16::MAX);
                if min < 1 {
                    self.report(DraftField::QuestionMin(no), DraftProblem::BadBounds);
                }
                if max < min.max(1) || max > options {
                    self.report(DraftField::QuestionMax(no), DraftProblem::BadBounds);
                }
            }
        }
        if question.kind.is_choice() && question.combinable() < 2 {
            self.report(DraftField::QuestionOptions(no), DraftProblem::TooFewOptions);
        }
        let mut with_text = question.options.iter().filter(|option| option.with_text);
        if let Some(second) = with_text.nth(1) {
            self.report(
                DraftField::OptionLabel(no, second.no),
                DraftProblem::SecondWithText,
            );
        }
        for (at, option) in question.options.iter().enumerate() {
            self.needed(DraftField::OptionLabel(no, option.no), &option.label);
            self.original(DraftField::OptionHint(no, option.no), &option.hint);
            if let Some(picture) = &option.picture {
                self.needed(DraftField::OptionPicture(no, option.no), &picture.alt);
            }
            if question.options[..at]
                .iter()
                .any(|before| say_the_same(before, option))
            {
                self.report(
                    DraftField::OptionLabel(no, option.no),
                    DraftProblem::RepeatedOption,
                );
            }
        }
    }
}

/// Whether two options read alike in either language, apart from case, spaces and the kind of apostrophe.
fn say_the_same(one: &Choice, other: &Choice) -> bool {
    let same = |a: &str, b: &str| {
        !a.is_empty() && text::fold_for_comparison(a) == text::fold_for_comparison(b)
    };
    same(&one.label.uk, &other.label.uk) || same(&one.label.en, &other.label.en)
}
