//! The editor's questions and their options, with the buttons that add, remove and move them.

use super::{
    act::{Act, Change},
    field::{Field, Pair, Takes, Wrong, checkbox, error_line, id, name, select},
    form::{OptionFields, PollForm, QuestionFields},
};
use crate::{
    components::{Icon, Symbol},
    i18n::{Lang, staff_editor},
};
use domain::{
    ids::{OptionNo, QuestionNo},
    poll::QuestionTag,
};
use leptos::prelude::*;

/// All questions.
#[component]
pub fn Questions(lang: Lang, form: PollForm, wrong: Wrong) -> impl IntoView {
    let count = form.questions.len();
    let questions = form
        .questions
        .iter()
        .enumerate()
        .map(|(at, question)| question_view(lang, &wrong, at, count, question))
        .collect_view();
    let error = wrong.at("questions");
    view! {
        <section class="panel" aria-labelledby="questions-title" id="questions" tabindex="-1">
            <h2 id="questions-title">{staff_editor::section_questions(lang)}</h2>
            {error.map(|words| error_line(lang, "questions", &words))}
            {questions}
            <p>
                <button class="btn btn--2" name="act" value=Act::AddQuestion.value()>
                    <Icon symbol=Symbol::Plus />
                    " "
                    {staff_editor::add_question(lang)}
                </button>
            </p>
        </section>
    }
}

fn number(at: usize) -> i16 {
    i16::try_from(at + 1).unwrap_or(i16::MAX)
}

/// The question at place `at` of `count`.
fn question_view(
    lang: Lang,
    wrong: &Wrong,
    at: usize,
    count: usize,
    question: &QuestionFields,
) -> AnyView {
    let no = QuestionNo(number(at));
    let key = |part: &str| format!("q{}.{part}", no.0);
    let kinds = QuestionTag::ALL
        .iter()
        .map(|kind| {
            (
                kind.as_str(),
                staff_editor::question_kind(lang, *kind).to_owned(),
            )
        })
        .collect();
    let text = Pair {
        key: &key("text"),
        label: staff_editor::field_question_text(lang),
        plain: staff_editor::field_question_text(lang),
        hint: None,
        value: &question.text,
        takes: Takes::Line,
    };
    let hint = Pair {
        key: &key("hint"),
        label: staff_editor::field_question_hint(lang),
        plain: staff_editor::plain_question_hint(lang),
        hint: None,
        value: &question.hint,
        takes: Takes::Passage(2),
    };
    let tools = tools(
        lang,
        staff_editor::of_question(lang, no),
        |change| Act::Question(at, change),
        at,
        count,
    );
    view! {
        <fieldset class="q" id=format!("q{}", no.0) tabindex="-1">
            <legend class="q__name">{staff_editor::question_legend(lang, no)}</legend>
            {tools}
            <div class="fields">
                {text.view(lang, wrong)}
                <div class="fields fields--2">
                    {select(
                        lang,
                        wrong,
                        &key("kind"),
                        staff_editor::field_question_kind(lang),
                        kinds,
                        &question.kind,
                    )}
                    <div class="check">
                        {checkbox(
                            &key("required"),
                            staff_editor::field_required(lang),
                            question.required,
                        )}
                    </div>
                </div>
                {bounds(lang, wrong, no, question)} {hint.view(lang, wrong)}
                {options_view(lang, wrong, at, question)}
            </div>
        </fieldset>
    }
    .into_any()
}

/// From how many to how many options may be chosen.
fn bounds(lang: Lang, wrong: &Wrong, no: QuestionNo, question: &QuestionFields) -> AnyView {
    let hint_id = format!("q{}-bounds-hint", no.0);
    let described_by = hint_id.clone();
    let field = |part: &str, label: &str, value: &str| {
        Field {
            key: &format!("q{}.{part}", no.0),
            label,
            hint: None,
            value,
            takes: Takes::Number,
            written_in: Lang::Uk,
        }
        .view(lang, wrong)
    };
    view! {
        <div role="group" aria-describedby=described_by>
            <p class="hint" id=hint_id>
                {staff_editor::hint_bounds(lang)}
                " "
                {staff_editor::hint_bounds_empty(lang)}
            </p>
            <div class="fields fields--2">
                {field("min", staff_editor::field_min(lang), &question.min)}
                {field("max", staff_editor::field_max(lang), &question.max)}
            </div>
        </div>
    }
    .into_any()
}

/// The options of a question. For yes / no / abstain they are the interface's own; what was typed before stays in the form.
fn options_view(lang: Lang, wrong: &Wrong, at: usize, question: &QuestionFields) -> AnyView {
    let no = QuestionNo(number(at));
    let count = question.options.len();
    if question.is_yes_no() && count == 0 {
        return view! { <p class="hint">{staff_editor::options_not_needed(lang)}</p> }.into_any();
    }
    let key = format!("q{}.options", no.0);
    let error = wrong.at(&key);
    let invalid = error.is_some();
    let list = match count {
        0 => view! { <p class="muted">{staff_editor::no_options(lang)}</p> }.into_any(),
        _ => {
            let items = question
                .options
                .iter()
                .enumerate()
                .map(|(place, option)| option_view(lang, wrong, at, place, question, option))
                .collect_view();
            view! { <ol class="opts">{items}</ol> }.into_any()
        }
    };
    let hint_id = format!("{}-hint", id(&key));
    let described_by = match &error {
        Some(_) => format!("{}-error {hint_id}", id(&key)),
        None => hint_id.clone(),
    };
    let hint = if question.is_yes_no() {
        staff_editor::options_not_needed(lang)
    } else {
        staff_editor::hint_options(lang)
    };
    view! {
        <fieldset
            id=id(&key)
            tabindex="-1"
            class=if invalid { "is-invalid" } else { "" }
            aria-describedby=described_by
        >
            <legend class="label">{staff_editor::options_legend(lang)}</legend>
            {error.map(|words| error_line(lang, &key, &words))}
            <p class="hint" id=hint_id>
                {hint}
            </p>
            {list}
            <p>
                <button class="btn btn--2 btn--small" name="act" value=Act::AddOption(at).value()>
                    <Icon symbol=Symbol::Plus />
                    " "
                    {staff_editor::add_option(lang)}
                    <span class="vh">{staff_editor::of_question(lang, no)}</span>
                </button>
            </p>
        </fieldset>
    }
    .into_any()
}

/// The option at place `place` of `of`, which stands at place `at`.
fn option_view(
    lang: Lang,
    wrong: &Wrong,
    at: usize,
    place: usize,
    of: &QuestionFields,
    option: &OptionFields,
) -> AnyView {
    let (question, no) = (QuestionNo(number(at)), OptionNo(number(place)));
    let key = format!("q{}.o{}", question.0, no.0);
    let label = Pair {
        key: &format!("{key}.label"),
        label: &staff_editor::option_label(lang, no),
        plain: &staff_editor::option_label(lang, no),
        hint: None,
        value: &option.label,
        takes: Takes::Line,
    };
    let hint = Pair {
        key: &format!("{key}.hint"),
        label: &staff_editor::option_hint(lang, no),
        plain: &staff_editor::plain_option_hint(lang, no),
        hint: None,
        value: &option.hint,
        takes: Takes::Line,
    };
    let tools = tools(
        lang,
        staff_editor::of_option(lang, question, no),
        |change| Act::Option(at, place, change),
        place,
        of.options.len(),
    );
    let exclusive_key = format!("{key}.exclusive");
    // In the other kinds the mark means nothing; it waits for the kind to be changed back.
    let exclusive = if of.is_multiple() {
        view! {
            <div class="check">
                {checkbox(&exclusive_key, &staff_editor::option_exclusive(lang, no), option.exclusive)}
            </div>
        }
        .into_any()
    } else {
        option
            .exclusive
            .then(|| view! { <input type="hidden" name=name(&exclusive_key) value="on" /> })
            .into_any()
    };
    view! {
        <li class="opt" id=id(&key) tabindex="-1">
            <div class="fields">
                {label.view(lang, wrong)} {hint.view(lang, wrong)} {exclusive}
            </div>
            {tools}
        </li>
    }
    .into_any()
}

/// Up, down, remove. `of` are hidden words that say of what; the first of a list cannot go up, the last not down.
fn tools(lang: Lang, of: String, act: impl Fn(Change) -> Act, at: usize, count: usize) -> AnyView {
    let tool =
        |shown: bool, change: Change, class: &'static str, symbol: Symbol, words: &'static str| {
            shown.then(|| {
                let of = of.clone();
                view! {
                    <button class=class name="act" value=act(change).value()>
                        <Icon symbol />
                        " "
                        {words}
                        <span class="vh">{of}</span>
                    </button>
                }
            })
        };
    view! {
        <p class="tools">
            {tool(at > 0, Change::Up, "tool", Symbol::Up, staff_editor::move_up(lang))}
            {tool(
                at + 1 < count,
                Change::Down,
                "tool",
                Symbol::ArrowDown,
                staff_editor::move_down(lang),
            )}
            {tool(true, Change::Remove, "tool tool--bad", Symbol::Trash, staff_editor::remove(lang))}
        </p>
    }
    .into_any()
}
