//! One field of the editor as people see it: label, error, hint, input; and which input a problem belongs to.

use super::form::PollForm;
pub use crate::components::wrong::{Wrong, error_line, id};
use crate::{
    components::TextArea,
    i18n::{Lang, dates, staff_editor},
};
use domain::{
    lang::Bilingual,
    poll::{DraftField, DraftProblem, Problems},
    text,
    time::Date,
};
use leptos::prelude::*;

/// The name under which a field is sent.
pub fn name(key: &str) -> String {
    format!("f[{key}]")
}

/// The key of the input that a problem is about. Of two languages it is the one at fault.
pub fn key(form: &PollForm, field: DraftField, problem: DraftProblem) -> String {
    let both = |key: &str, text: Option<&Bilingual>| {
        let english = text
            .is_some_and(|text| !is_at_fault(&text.uk, problem) && is_at_fault(&text.en, problem));
        format!("{key}_{}", if english { "en" } else { "uk" })
    };
    let question = |no: i16| form.questions.get(place(no));
    let option = |no: i16, option: i16| question(no).and_then(|q| q.options.get(place(option)));
    match field {
        DraftField::Title => both("title", Some(&form.title)),
        DraftField::Summary => both("summary", Some(&form.summary)),
        DraftField::Description => both("description", Some(&form.description)),
        DraftField::Decision => both("decision", Some(&form.decision)),
        DraftField::Organisation => "organisation".into(),
        DraftField::InitiatorName if problem == DraftProblem::Unreadable => "initiator_kind".into(),
        DraftField::InitiatorName => both("initiator", Some(&form.initiator)),
        DraftField::OpensAt => "opens_at".into(),
        DraftField::ClosesAt => "closes_at".into(),
        DraftField::AgeFrom => "age_from".into(),
        DraftField::AgeTo => "age_to".into(),
        DraftField::Residency => "residency".into(),
        DraftField::Districts => "districts".into(),
        DraftField::Settlements => "settlements".into(),
        DraftField::Secrecy => "secrecy".into(),
        DraftField::Questions => "questions".into(),
        DraftField::QuestionText(q) => {
            both(&format!("q{}.text", q.0), question(q.0).map(|q| &q.text))
        }
        DraftField::QuestionHint(q) => {
            both(&format!("q{}.hint", q.0), question(q.0).map(|q| &q.hint))
        }
        DraftField::QuestionMin(q) => format!("q{}.min", q.0),
        DraftField::QuestionMax(q) => format!("q{}.max", q.0),
        DraftField::QuestionOptions(q) if problem == DraftProblem::Unreadable => {
            format!("q{}.kind", q.0)
        }
        DraftField::QuestionOptions(q) => format!("q{}.options", q.0),
        DraftField::OptionLabel(q, o) => both(
            &format!("q{}.o{}.label", q.0, o.0),
            option(q.0, o.0).map(|o| &o.label),
        ),
        DraftField::OptionHint(q, o) => both(
            &format!("q{}.o{}.hint", q.0, o.0),
            option(q.0, o.0).map(|o| &o.hint),
        ),
        DraftField::OptionPicture(q, o) => format!("q{}.o{}.picture", q.0, o.0),
    }
}

/// The place in a list of what has this number.
fn place(no: i16) -> usize {
    usize::try_from(no).unwrap_or(0).wrapping_sub(1)
}

/// Whether this very text has the problem.
fn is_at_fault(typed: &str, problem: DraftProblem) -> bool {
    match problem {
        DraftProblem::TooLong(most) => {
            matches!(
                text::passage(typed, most),
                Err(text::TextProblem::TooLong(_))
            )
        }
        DraftProblem::BadCharacters => text::passage(typed, usize::MAX).is_err(),
        _ => false,
    }
}

impl Wrong {
    /// What is wrong with a poll's form.
    pub fn new(lang: Lang, form: &PollForm, problems: &Problems) -> Self {
        let mut wrong = Vec::new();
        for &(field, problem) in problems {
            let words = staff_editor::draft_problem(lang, field, problem);
            wrong.push((key(form, field, problem), words));
        }
        Self::of(wrong)
    }
}

/// What an input takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Line,
    /// A text of several lines, shown with so many rows.
    Passage(i32),
    /// A small whole number.
    Number,
    /// A date and a time in Kyiv.
    Moment,
    /// A date.
    Day,
    /// An e-mail address.
    Email,
}

/// A field with its label above.
pub struct Field<'a> {
    pub key: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    pub value: &'a str,
    pub takes: Takes,
    /// The language of what is typed.
    pub written_in: Lang,
}

impl Field<'_> {
    pub fn view(&self, lang: Lang, wrong: &Wrong) -> AnyView {
        let (key, value) = (self.key, self.value.to_owned());
        let error = wrong.at(key);
        let invalid = error.is_some();
        let described_by = [(invalid, "error"), (self.hint.is_some(), "hint")]
            .iter()
            .filter(|(there, _)| *there)
            .map(|(_, what)| format!("{}-{what}", id(key)))
            .collect::<Vec<_>>()
            .join(" ");
        let input = match self.takes {
            Takes::Passage(rows) => view! {
                <TextArea
                    id=id(key)
                    name=name(key)
                    value
                    rows
                    lang=self.written_in.tag()
                    invalid
                    described_by
                />
            }
            .into_any(),
            takes => {
                let bad = if invalid { " input--bad" } else { "" };
                let (kind, class, mode) = match takes {
                    Takes::Number => ("text", "input input--short", Some("numeric")),
                    // A browser's own control would drop what it cannot read.
                    Takes::Moment
                        if !value.is_empty() && dates::parse_local_input(&value).is_none() =>
                    {
                        ("text", "input input--date", None)
                    }
                    Takes::Moment => ("datetime-local", "input input--date", None),
                    Takes::Day if !value.is_empty() && value.parse::<Date>().is_err() => {
                        ("text", "input input--date", None)
                    }
                    Takes::Day => ("date", "input input--date", None),
                    Takes::Email => ("email", "input", None),
                    Takes::Line | Takes::Passage(_) => ("text", "input", None),
                };
                let foreign = (takes == Takes::Line).then(|| self.written_in.tag());
                view! {
                    <input
                        class=format!("{class}{bad}")
                        type=kind
                        inputmode=mode
                        id=id(key)
                        name=name(key)
                        value=value
                        lang=foreign
                        autocomplete="off"
                        aria-invalid=invalid.then_some("true")
                        aria-describedby=(!described_by.is_empty()).then_some(described_by)
                    />
                }
                .into_any()
            }
        };
        let hint = self.hint.map(|hint| {
            let (hint_id, hint) = (format!("{}-hint", id(key)), hint.to_owned());
            view! {
                <p class="hint" id=hint_id>
                    {hint}
                </p>
            }
        });
        view! {
            <div class=if invalid { "field is-invalid" } else { "field" }>
                <label class="label" for=id(key)>
                    {self.label.to_owned()}
                </label>
                {error.map(|words| error_line(lang, key, &words))}
                {hint}
                {input}
            </div>
        }
        .into_any()
    }
}

/// A text in both languages, beside each other.
pub struct Pair<'a> {
    pub key: &'a str,
    pub label: &'a str,
    /// The label without «(необов’язково)», which the English one says itself.
    pub plain: &'a str,
    pub hint: Option<&'a str>,
    pub value: &'a Bilingual,
    pub takes: Takes,
}

impl Pair<'_> {
    pub fn view(&self, lang: Lang, wrong: &Wrong) -> AnyView {
        let english = staff_editor::label_english(lang, self.plain);
        let uk = Field {
            key: &format!("{}_uk", self.key),
            label: self.label,
            hint: self.hint,
            value: &self.value.uk,
            takes: self.takes,
            written_in: Lang::Uk,
        };
        let en = Field {
            key: &format!("{}_en", self.key),
            label: &english,
            hint: None,
            value: &self.value.en,
            takes: self.takes,
            written_in: Lang::En,
        };
        view! { <div class="fields fields--2">{uk.view(lang, wrong)} {en.view(lang, wrong)}</div> }
            .into_any()
    }
}

/// A checkbox with its label beside it.
pub fn checkbox(key: &str, label: &str, checked: bool) -> AnyView {
    let label = label.to_owned();
    view! {
        <input type="checkbox" id=id(key) name=name(key) value="on" checked=checked />
        <label for=id(key)>{label}</label>
    }
    .into_any()
}

/// A list of things to mark any of.
pub struct MarkList<'a> {
    /// The key of the list, where its problem is told.
    pub key: &'a str,
    /// What the keys of its boxes begin with; the value of the thing follows.
    pub prefix: &'a str,
    pub legend: &'a str,
    pub hint: &'a str,
}

impl MarkList<'_> {
    /// The list of what is `known`, values with their words. What is marked and unknown stands first, so that it can be taken away.
    /// Nothing where there is nothing to mark.
    pub fn view(
        &self,
        lang: Lang,
        wrong: &Wrong,
        marked: &[String],
        known: Vec<(String, String)>,
    ) -> AnyView {
        if known.is_empty() && marked.is_empty() {
            return ().into_any();
        }
        let error = wrong.at(self.key);
        let invalid = error.is_some();
        let unknown = marked
            .iter()
            .filter(|value| !known.iter().any(|(other, _)| other == *value))
            .map(|value| (value, value));
        let items = unknown
            .chain(known.iter().map(|(value, words)| (value, words)))
            .map(|(value, words)| {
                let input = checkbox(
                    &format!("{}{value}", self.prefix),
                    words,
                    marked.contains(value),
                );
                view! { <li class="check">{input}</li> }
            })
            .collect_view();
        let hint_id = format!("{}-hint", self.key);
        let described_by = match invalid {
            true => format!("{}-error {hint_id}", self.key),
            false => hint_id.clone(),
        };
        view! {
            <fieldset
                id=self.key.to_owned()
                tabindex="-1"
                class=if invalid { "is-invalid" } else { "" }
                aria-describedby=described_by
            >
                <legend class="label">{self.legend.to_owned()}</legend>
                {error.map(|words| error_line(lang, self.key, &words))}
                <p class="hint" id=hint_id>
                    {self.hint.to_owned()}
                </p>
                <ul class="checklist">{items}</ul>
            </fieldset>
        }
        .into_any()
    }
}

/// The input for a picture's file, called `file`; `error` is what is wrong with the one that was sent.
pub fn picture_file(lang: Lang, label: &str, hint: &str, error: Option<String>) -> AnyView {
    let invalid = error.is_some();
    let (label, hint) = (label.to_owned(), hint.to_owned());
    view! {
        <div class=if invalid { "field is-invalid" } else { "field" }>
            <label class="label" for="file">
                {label}
            </label>
            {error.map(|words| error_line(lang, "file", &words))}
            <p class="hint" id="file-hint">
                {hint}
            </p>
            <input
                class=if invalid { "input input--bad" } else { "input" }
                type="file"
                id="file"
                name="file"
                accept="image/png,image/jpeg,image/webp"
                aria-invalid=invalid.then_some("true")
                aria-describedby=if invalid { "file-error file-hint" } else { "file-hint" }
            />
        </div>
    }
    .into_any()
}

/// A list to choose one of: values with their words.
pub fn select<V: Into<String>>(
    lang: Lang,
    wrong: &Wrong,
    key: &str,
    label: &str,
    options: Vec<(V, String)>,
    chosen: &str,
) -> AnyView {
    let error = wrong.at(key);
    let invalid = error.is_some();
    let described_by = invalid.then(|| format!("{}-error", id(key)));
    let options = options
        .into_iter()
        .map(|(value, words)| {
            let value: String = value.into();
            let selected = value == chosen;
            view! {
                <option value=value selected=selected>
                    {words}
                </option>
            }
        })
        .collect_view();
    let label = label.to_owned();
    view! {
        <div class=if invalid { "field is-invalid" } else { "field" }>
            <label class="label" for=id(key)>
                {label}
            </label>
            {error.map(|words| error_line(lang, key, &words))}
            <select
                class=if invalid { "input input--bad" } else { "input" }
                id=id(key)
                name=name(key)
                aria-invalid=invalid.then_some("true")
                aria-describedby=described_by
            >
                {options}
            </select>
        </div>
    }
    .into_any()
}
