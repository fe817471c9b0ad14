//! The editor's questions and their options, with the buttons that add, remove and move them.

use super::{
    act::{Act, Change},
    field::{Field, Pair, Takes, Wrong, checkbox, error_line, id, name, select},
    form::{OptionFields, PollForm, QuestionFields},
};
use crate::{
    components::{Icon, Symbol, picture},
    i18n::{Lang, staff_editor},
};
use domain::{
    ids::{OptionNo, QuestionNo},
    poll::{PictureFile, QuestionTag},
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

/// From how many to how many options may be chosen, or from which to which number a scale goes.
fn bounds(lang: Lang, wrong: &Wrong, no: QuestionNo, question: &QuestionFields) -> AnyView {
    let hint_id = format!("q{}-bounds-hint", no.0);
    let described_by = hint_id.clone();
    let is_scale = question.tag() == Some(QuestionTag::Scale);
    let (least, most, empty) = if is_scale {
        (
            staff_editor::field_scale_from(lang),
            staff_editor::field_scale_to(lang),
            staff_editor::hint_scale_empty(lang),
        )
    } else {
        (
            staff_editor::field_min(lang),
            staff_editor::field_max(lang),
            staff_editor::hint_bounds_empty(lang),
        )
    };
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
                {empty}
            </p>
            <div class="fields fields--2">
                {field("min", least, &question.min)} {field("max", most, &question.max)}
            </div>
        </div>
    }
    .into_any()
}

/// The options of a question, or the words at the ends of a scale. The other kinds need none; what was typed before stays in
/// the form.
fn options_view(lang: Lang, wrong: &Wrong, at: usize, question: &QuestionFields) -> AnyView {
    let no = QuestionNo(number(at));
    let count = question.options.len();
    let kind = question.tag();
    let needs_none = matches!(
        kind,
        Some(QuestionTag::YesNoAbstain | QuestionTag::ShortText | QuestionTag::LongText)
    );
    if needs_none && count == 0 {
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
    let is_scale = kind == Some(QuestionTag::Scale);
    let (legend, hint) = if needs_none {
        (
            staff_editor::options_legend(lang),
            staff_editor::options_not_needed(lang),
        )
    } else if is_scale {
        (
            staff_editor::scale_legend(lang),
            staff_editor::hint_scale(lang),
        )
    } else {
        (
            staff_editor::options_legend(lang),
            staff_editor::hint_options(lang),
        )
    };
    let add = !is_scale || count < 2;
    view! {
        <fieldset
            id=id(&key)
            tabindex="-1"
            class=if invalid { "is-invalid" } else { "" }
            aria-describedby=described_by
        >
            <legend class="label">{legend}</legend>
            {error.map(|words| error_line(lang, &key, &words))}
            <p class="hint" id=hint_id>
                {hint}
            </p>
            {list}
            {add
                .then(|| {
                    view! {
                        <p>
                            <button class="btn btn--2 btn--small" name="act" value=Act::AddOption(at).value()>
                                <Icon symbol=Symbol::Plus />
                                " "
                                {staff_editor::add_option(lang)}
                                <span class="vh">{staff_editor::of_question(lang, no)}</span>
                            </button>
                        </p>
                    }
                })}
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
    let named = match (of.tag(), place) {
        (Some(QuestionTag::Scale), 0) => staff_editor::scale_lowest(lang).to_owned(),
        (Some(QuestionTag::Scale), 1) => staff_editor::scale_highest(lang).to_owned(),
        _ => staff_editor::option_label(lang, no),
    };
    let label = Pair {
        key: &format!("{key}.label"),
        label: &named,
        plain: &named,
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
    // In the other kinds a mark means nothing; it waits for the kind to be changed back.
    let mark = |part: &str, means: bool, label: String, checked: bool| {
        let key = format!("{key}.{part}");
        if means {
            view! { <div class="check">{checkbox(&key, &label, checked)}</div> }.into_any()
        } else {
            checked
                .then(|| view! { <input type="hidden" name=name(&key) value="on" /> })
                .into_any()
        }
    };
    let kind = of.tag();
    let several = kind == Some(QuestionTag::Multiple);
    let choice = several || kind == Some(QuestionTag::Single);
    let picture = picture_view(lang, wrong, (at, place), choice, option);
    let exclusive = mark(
        "exclusive",
        several,
        staff_editor::option_exclusive(lang, no),
        option.exclusive,
    );
    let with_text = mark(
        "with_text",
        choice,
        staff_editor::option_with_text(lang, no),
        option.with_text,
    );
    view! {
        <li class="opt" id=id(&key) tabindex="-1">
            <div class="fields">
                {label.view(lang, wrong)} {hint.view(lang, wrong)} {exclusive} {with_text}
                {picture}
            </div>
            {tools}
        </li>
    }
    .into_any()
}

/// The picture of an option with the way to the page where it is chosen, which begins with saving what was typed. The form
/// carries picture and words along, so that they stay with their option wherever it is moved.
fn picture_view(
    lang: Lang,
    wrong: &Wrong,
    (at, place): (usize, usize),
    choice: bool,
    option: &OptionFields,
) -> AnyView {
    let (question, no) = (QuestionNo(number(at)), OptionNo(number(place)));
    let key = format!("q{}.o{}", question.0, no.0);
    let hidden = |part: &str, value: &str| {
        let (name, value) = (name(&format!("{key}.{part}")), value.to_owned());
        (!value.is_empty()).then(|| view! { <input type="hidden" name=name value=value /> })
    };
    let carried = (!option.picture.is_empty()).then(|| {
        view! {
            {hidden("picture", &option.picture)}
            {hidden("alt_uk", &option.alt.uk)}
            {hidden("alt_en", &option.alt.en)}
        }
    });
    if !choice {
        return carried.into_any();
    }
    let key = format!("{key}.picture");
    let error = wrong.at(&key);
    let invalid = error.is_some();
    let file: Option<PictureFile> = option.picture.parse().ok();
    let thumbnail = file.map(|file| picture(lang, file, &option.alt, "opt__thumbnail"));
    let words = match option.picture.is_empty() {
        true => staff_editor::add_picture(lang),
        false => staff_editor::change_picture(lang),
    };
    view! {
        <div class=if invalid { "field is-invalid" } else { "field" }>
            {carried} {error.map(|words| error_line(lang, &key, &words))}
            <p class="opt__picture">
                {thumbnail}
                <button
                    class="tool"
                    id=id(&key)
                    name="act"
                    value=Act::Picture(at, place).value()
                    aria-describedby=invalid.then(|| format!("{}-error", id(&key)))
                >
                    <Icon symbol=Symbol::Picture />
                    " "
                    {words}
                    <span class="vh">{staff_editor::of_option(lang, question, no)}</span>
                </button>
            </p>
        </div>
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
