//! The form into which a paper is typed: whose it is, and all questions of the poll on one page.

use super::form_path;
use crate::{
    components::question_summary::option_words,
    context::{Services, Visit, Visitor, paper::Typed},
    failure::Failure,
    i18n::{Lang, common, staff_paper as words, vote},
    pages::staff::{
        field::{Field, Takes, Wrong, error_line, id, name},
        keep::{self, DeskForm},
        people::{TypedDocument, way_to_new_record},
    },
};
use domain::{
    answer::{AnswerProblem, Given, check_answers},
    channel::Channel,
    eligibility::Ineligible,
    ids::{OptionNo, QuestionNo},
    paper::{BatchNo, FormNo, NoEntry},
    poll::{Poll, Question, QuestionKind},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The key of the document's number, at which it is told what stands against its person.
const NUMBER: &str = "number";

/// What was typed.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct TypedPaper {
    pub document: TypedDocument,
    pub given: Typed,
}

impl TypedPaper {
    /// Reads the form `f` for the questions of a poll.
    pub fn read(f: &HashMap<String, String>, questions: &[Question]) -> Self {
        let given = |question: &Question| {
            let marked = |no: &OptionNo| f.contains_key(&box_key(question.no, *no));
            let sent: Vec<String> = match question.kind {
                QuestionKind::Multiple { .. } => {
                    let marked = question.option_numbers().into_iter().filter(marked);
                    marked.map(|no| no.0.to_string()).collect()
                }
                _ => f.get(&key(question.no)).cloned().into_iter().collect(),
            };
            let sent: Vec<&str> = sent.iter().map(String::as_str).collect();
            let text = f.get(&text_key(question.no)).map_or("", String::as_str);
            (question.no, Given::read(question, &sent, text))
        };
        Self {
            document: TypedDocument::read(f),
            given: questions.iter().map(given).collect(),
        }
    }

    fn of(&self, no: QuestionNo) -> Given {
        let found = self.given.iter().find(|(of, _)| *of == no);
        found.map(|(_, given)| given.clone()).unwrap_or_default()
    }
}

/// Why it was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// The document or an answer is wrong.
    Wrong,
    /// Nobody's record has the document.
    Nobody,
    /// It is not the document of the form's person.
    OtherPerson,
    TookPart(Channel),
    MayNot(Vec<Ineligible>),
    /// There is a form of this person.
    HasForm,
    Own,
    OfOthers,
    Settled,
    /// The person's record is part of another now, or was forgotten.
    Gone,
    NotOpen,
    Full,
    /// Somebody changed form or batch meanwhile.
    Changed,
    /// Whoever sent it had no right to, most often because their sign-in had ended.
    Denied,
}

impl From<NoEntry> for Why {
    fn from(no: NoEntry) -> Self {
        match no {
            NoEntry::Own => Self::Own,
            NoEntry::OfOthers => Self::OfOthers,
            NoEntry::Settled => Self::Settled,
        }
    }
}

impl Why {
    /// Whether the same operator may still enter the form, with what they typed mended. Otherwise nothing of it is kept.
    pub(super) fn can_be_mended(&self) -> bool {
        match self {
            Self::Wrong
            | Self::Nobody
            | Self::OtherPerson
            | Self::MayNot(_)
            | Self::Own
            | Self::Changed
            | Self::Denied => true,
            Self::TookPart(_)
            | Self::HasForm
            | Self::OfOthers
            | Self::Settled
            | Self::Gone
            | Self::NotOpen
            | Self::Full => false,
        }
    }

    /// What stands against the person or the form, in words; nothing where a field says it, or nothing does.
    fn words(&self, lang: Lang) -> Option<String> {
        let words = match self {
            Self::Wrong | Self::Nobody | Self::Denied => return None,
            Self::OtherPerson => words::why_other_person(lang),
            Self::TookPart(Channel::Web) => words::why_took_part_web(lang),
            Self::TookPart(Channel::Paper) => words::why_took_part_paper(lang),
            Self::MayNot(reasons) => {
                let reasons = reasons.iter().map(|reason| words::reason(lang, reason));
                return Some(words::may_not(
                    lang,
                    &reasons.collect::<Vec<_>>().join("; "),
                ));
            }
            Self::HasForm => words::why_has_form(lang),
            Self::Own => words::no_entry(lang, NoEntry::Own),
            Self::OfOthers => words::no_entry(lang, NoEntry::OfOthers),
            Self::Settled => words::no_entry(lang, NoEntry::Settled),
            Self::Gone => words::why_gone(lang),
            Self::NotOpen => words::why_not_open(lang),
            Self::Full => words::why_full(lang),
            Self::Changed => words::why_changed(lang),
        };
        Some(words.to_owned())
    }
}

/// What was typed and could not be taken.
#[derive(Clone, Serialize, Deserialize)]
pub struct Untaken {
    pub typed: TypedPaper,
    pub why: Why,
}

/// The form as it is shown.
#[derive(Clone)]
pub struct PaperEntry {
    batch: BatchNo,
    /// The form that is entered a second time or anew; none for a new one.
    no: Option<FormNo>,
    questions: Vec<Question>,
    typed: TypedPaper,
    why: Option<Why>,
    mark: String,
}

impl PaperEntry {
    /// The form for `operator`, with what they typed before and could not be taken.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        operator: &Visitor,
        (batch, no): (BatchNo, Option<FormNo>),
        poll: &Poll,
    ) -> Result<Self, Failure> {
        let form = DeskForm::Paper(batch, no);
        let kept: Option<Untaken> = keep::kept(services, visit, form, operator.person).await?;
        let mark = keep::mark(services, visit, form, operator.person).await?;
        let why = kept.as_ref().map(|kept| kept.why.clone());
        Ok(Self {
            batch,
            no,
            questions: poll.content.questions.clone(),
            typed: kept.map(|kept| kept.typed).unwrap_or_default(),
            why,
            mark,
        })
    }

    /// What stands against the person or the form, in words, for a page that does not show the form.
    pub fn refusal(&self, lang: Lang) -> Option<String> {
        self.why.as_ref()?.words(lang)
    }

    /// What is wrong with what was sent.
    pub fn wrong(&self, lang: Lang) -> Wrong {
        let at_number = |words: String| Wrong::of(vec![(NUMBER.to_owned(), words)]);
        match &self.why {
            None | Some(Why::Denied) => Wrong::default(),
            Some(Why::Wrong) => self
                .typed
                .document
                .wrong(lang)
                .and(self.wrong_answers(lang)),
            Some(Why::Nobody) => TypedDocument::nobody(lang),
            Some(why) => why.words(lang).map(at_number).unwrap_or_default(),
        }
    }

    fn wrong_answers(&self, lang: Lang) -> Wrong {
        let problems = check_answers(&self.questions, &self.typed.given).err();
        let wrong = problems
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(no, problem)| {
                let question = self.questions.iter().find(|question| question.no == no)?;
                let in_text = question.kind.is_text()
                    || matches!(
                        problem,
                        AnswerProblem::TextMissing
                            | AnswerProblem::TextTooLong { .. }
                            | AnswerProblem::TextUnreadable
                    );
                let key = if in_text { text_key(no) } else { key(no) };
                let said = common::answer_problem(lang, question.kind, problem);
                Some((key, common::answer_problem_in(lang, no, &said)))
            });
        Wrong::of(wrong.collect())
    }
}

/// The panel.
#[component]
pub fn EntryPanel(visit: Visit, entry: PaperEntry) -> impl IntoView {
    let lang = visit.lang;
    let wrong = entry.wrong(lang);
    let denied = (entry.why == Some(Why::Denied)).then(|| super::warned(words::why_denied(lang)));
    // Whoever may not take part is helped next door.
    let people = match entry.why {
        Some(Why::Nobody) => Some(way_to_new_record(&visit)),
        Some(Why::MayNot(_) | Why::Gone) => Some(
            view! {
                <p>
                    <a href=visit.href("/staff/people")>{words::people_link(lang)}</a>
                </p>
            }
            .into_any(),
        ),
        _ => None,
    };
    let waits = people
        .is_some()
        .then(|| view! { <p class="small">{words::entry_waits(lang)}</p> });
    let questions = entry
        .questions
        .iter()
        .map(|question| question_fields(lang, question, &entry.typed.of(question.no), &wrong))
        .collect_view();
    let no = entry.no.map(|no| no.to_string()).unwrap_or_default();
    view! {
        {denied}
        <form method="post" action=visit.href("/do/staff/enter-paper") class="flow prose" novalidate>
            <input type="hidden" name="batch" value=entry.batch.to_string() />
            <input type="hidden" name="form" value=no />
            <input type="hidden" name="mark" value=entry.mark.clone() />
            <section class="panel" aria-labelledby="who">
                <h2 id="who">{words::who_title(lang)}</h2>
                <p class="small">{words::who_hint(lang)}</p>
                {people} {waits}
                {entry.typed.document.fields(lang, &wrong)}
            </section>
            <section class="panel" aria-labelledby="answers">
                <h2 id="answers">{words::answers_title(lang)}</h2>
                {questions}
            </section>
            <div class="actions">
                <button class="btn">{words::enter_submit(lang)}</button>
                <a href=visit.href(&super::batch_path(entry.batch))>{common::cancel(lang)}</a>
            </div>
        </form>
    }
}

/// The fields of one question.
fn question_fields(lang: Lang, question: &Question, given: &Given, wrong: &Wrong) -> AnyView {
    let heading = format!("{}. {}", question.no.0, question.text.get(lang));
    let hint = (!question.required).then(|| vote::may_skip(lang));
    if question.kind.is_text() {
        let takes = match question.kind {
            QuestionKind::LongText => Takes::Passage(5),
            _ => Takes::Line,
        };
        return Field {
            key: &text_key(question.no),
            label: &heading,
            hint,
            value: &given.text,
            takes,
            written_in: Lang::Uk,
        }
        .view(lang, wrong);
    }
    let first = key(question.no);
    let error = wrong.at(&first);
    let bad = error.is_some();
    let several = matches!(question.kind, QuestionKind::Multiple { .. });
    let choices = question
        .option_numbers()
        .into_iter()
        .enumerate()
        .map(|(at, no)| {
            let chosen = given.chosen.contains(&no);
            // The summary of errors leads to the first of them.
            let input = match at {
                0 => id(&first),
                _ => id(&box_key(question.no, no)),
            };
            let label = option_words(question, no).get(lang).to_owned();
            match several {
                true => choice(
                    "checkbox",
                    input,
                    name(&box_key(question.no, no)),
                    "on",
                    chosen,
                    label,
                ),
                false => choice(
                    "radio",
                    input,
                    name(&first),
                    &no.0.to_string(),
                    chosen,
                    label,
                ),
            }
        })
        .collect_view();
    let none = (!several && !question.required).then(|| {
        let input = format!("{}-none", id(&first));
        let label = words::no_answer(lang).to_owned();
        choice(
            "radio",
            input,
            name(&first),
            "",
            given.chosen.is_empty(),
            label,
        )
    });
    let text = question.option_with_text().map(|_| {
        Field {
            key: &text_key(question.no),
            label: words::say_what(lang),
            hint: None,
            value: &given.text,
            takes: Takes::Line,
            written_in: Lang::Uk,
        }
        .view(lang, wrong)
    });
    view! {
        <fieldset class=if bad { "field is-invalid" } else { "field" }>
            <legend class="label">{heading}</legend>
            {error.map(|words| error_line(lang, &first, &words))}
            {hint.map(|words| view! { <p class="hint">{words}</p> })}
            {choices}
            {none}
            {text}
        </fieldset>
    }
    .into_any()
}

fn choice(
    kind: &'static str,
    input: String,
    name: String,
    value: &str,
    chosen: bool,
    label: String,
) -> AnyView {
    view! {
        <div class="check">
            <input type=kind id=input.clone() name=name value=value.to_owned() checked=chosen />
            <label for=input>{label}</label>
        </div>
    }
    .into_any()
}

/// The key of a question's inputs.
fn key(no: QuestionNo) -> String {
    format!("q{}", no.0)
}

/// The key of the box of one of its options.
fn box_key(question: QuestionNo, option: OptionNo) -> String {
    format!("q{}.{}", question.0, option.0)
}

/// The key of what is written to it.
fn text_key(no: QuestionNo) -> String {
    format!("q{}.text", no.0)
}

/// Where somebody reads what is wrong with what they sent.
pub fn page_of(batch: BatchNo, no: Option<FormNo>) -> String {
    format!("{}?kept#errors", form_path(batch, no))
}
