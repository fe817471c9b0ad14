//! What one answers with: tiles to choose among, the numbers of a scale, a field for one's own words.

use super::{FormOption, QuestionForm};
use crate::{
    escape::escape_for_textarea,
    i18n::{Lang, common, vote},
};
use domain::{
    answer::{AnswerProblem, Given},
    poll::QuestionKind,
};
use leptos::{
    either::{Either, EitherOf3},
    prelude::*,
};

/// The fields of one question.
pub struct Fields {
    lang: Lang,
    no: i16,
    kind: QuestionKind,
    options: Vec<FormOption>,
    chosen: Vec<i16>,
    most: Option<i16>,
    written: String,
}

impl Fields {
    pub fn of(form: &QuestionForm) -> Self {
        Self {
            lang: form.lang,
            no: form.no,
            kind: form.kind,
            options: form.options.clone(),
            chosen: form.chosen.clone(),
            most: form.most,
            written: form.written.clone(),
        }
    }

    /// `given` is what the form holds at every moment, for the counter under a text; `problem` what is wrong with it, as far as it was told.
    pub fn view(
        self,
        given: RwSignal<Given>,
        problem: RwSignal<Option<AnswerProblem>>,
    ) -> impl IntoView {
        // `AnyView` would be shorter and cost 20 KB in the browser.
        match self.kind {
            QuestionKind::Scale { .. } => EitherOf3::A(self.scale()),
            QuestionKind::ShortText | QuestionKind::LongText => {
                let named_by = format!("q{}-name", self.no);
                EitherOf3::B(self.own_words(Some(named_by), given, problem))
            }
            _ => EitherOf3::C(self.tiles(given, problem)),
        }
    }

    fn tiles(
        &self,
        given: RwSignal<Given>,
        problem: RwSignal<Option<AnswerProblem>>,
    ) -> impl IntoView + use<> {
        let tiles: Vec<_> = self
            .options
            .iter()
            .map(|option| {
                let last =
                    option.exclusive || self.kind == QuestionKind::YesNoAbstain && option.no == 3;
                view! {
                    {last.then(|| view! { <p class="or">{common::or(self.lang)}</p> })}
                    {self.tile(option, given, problem)}
                }
            })
            .collect();
        view! { <div class="tiles">{tiles}</div> }
    }

    fn tile(
        &self,
        option: &FormOption,
        given: RwSignal<Given>,
        problem: RwSignal<Option<AnswerProblem>>,
    ) -> impl IntoView + use<> {
        let id = format!("q{}-{}", self.no, option.no);
        let hint_id = format!("{id}-hint");
        let several = matches!(self.kind, QuestionKind::Multiple { .. });
        let picture_id = format!("{id}-picture");
        let hint = (!option.hint.is_empty()).then(|| option.hint.clone());
        // Who moves among the options by keyboard hears what their pictures show.
        let described_by = match (hint.is_some(), !option.picture.is_empty()) {
            (true, true) => Some(format!("{hint_id} {picture_id}")),
            (true, false) => Some(hint_id.clone()),
            (false, true) => Some(picture_id.clone()),
            (false, false) => None,
        };
        view! {
            <div class="tile">
                <input
                    type=if several { "checkbox" } else { "radio" }
                    name="choice[]"
                    id=id.clone()
                    value=option.no.to_string()
                    checked=self.chosen.contains(&option.no)
                    aria-describedby=described_by
                />
                <label for=id>{option.label.clone()}</label>
                {hint
                    .map(|hint| {
                        view! {
                            <p class="hint" id=hint_id>
                                {hint}
                            </p>
                        }
                    })}
                {(!option.picture.is_empty())
                    .then(|| {
                        view! {
                            <p class="tile__picture" id=picture_id inner_html=option.picture.clone()></p>
                        }
                    })}
                {option
                    .with_text
                    .then(|| view! { <div class="tile__more">{self.own_words(None, given, problem)}</div> })}
            </div>
        }
    }

    /// The numbers beside each other; under them what the lowest and the highest mean.
    fn scale(&self) -> impl IntoView + use<> {
        let numbers = self
            .options
            .iter()
            .map(|option| {
                let id = format!("q{}-{}", self.no, option.no);
                // Who hears the number hears its meaning with it.
                let meaning = (!option.hint.is_empty()).then(|| format!(" ({})", option.hint));
                view! {
                    <div class="number">
                        <input
                            type="radio"
                            name="choice[]"
                            id=id.clone()
                            value=option.no.to_string()
                            checked=self.chosen.contains(&option.no)
                        />
                        <label for=id>
                            {option.label.clone()} {meaning.map(|words| view! { <span class="vh">{words}</span> })}
                        </label>
                    </div>
                }
            })
            .collect_view();
        let ends = self
            .options
            .iter()
            .filter(|option| !option.hint.is_empty())
            .map(|option| {
                view! {
                    <span>
                        <b>{option.label.clone()}</b>
                        " "
                        {option.hint.clone()}
                    </span>
                }
            })
            .collect_view();
        view! {
            <div class="scale">{numbers}</div>
            <p class="scale__ends hint" aria-hidden="true">
                {ends}
            </p>
        }
    }

    /// The field, what may stand in it, and how much room is left. `named_by` is the element that names it; without one it has
    /// a label of its own.
    fn own_words(
        &self,
        named_by: Option<String>,
        given: RwSignal<Given>,
        problem: RwSignal<Option<AnswerProblem>>,
    ) -> impl IntoView + use<> {
        // The one to be mended: the words, or the lack of them.
        let invalid = move || problem.get().filter(|p| p.is_of_text()).map(|_| "true");
        let (lang, most) = (self.lang, i64::from(self.most.unwrap_or_default()));
        let id = format!("q{}-text", self.no);
        let hint_id = format!("{id}-hint");
        let label = named_by.is_none().then(|| {
            view! {
                <label class="label" for=id.clone()>
                    {vote::say_what(lang)}
                </label>
            }
        });
        let long = self.kind == QuestionKind::LongText;
        let field = if long {
            Either::Left(view! {
                <textarea
                    class="input textarea"
                    id=id
                    name="text"
                    rows="6"
                    aria-labelledby=named_by
                    aria-describedby=hint_id.clone()
                    aria-invalid=invalid
                    inner_html=escape_for_textarea(&self.written)
                ></textarea>
            })
        } else {
            Either::Right(view! {
                <input
                    class="input"
                    type="text"
                    id=id
                    name="text"
                    value=self.written.clone()
                    autocomplete="off"
                    aria-labelledby=named_by
                    aria-describedby=hint_id.clone()
                    aria-invalid=invalid
                />
            })
        };
        // Without WASM the line would stand still while one types: it appears with the first change.
        let written = self.written.clone();
        let room = move || {
            given.with(|given| {
                let length = i64::try_from(given.text.trim().chars().count()).unwrap_or(i64::MAX);
                (given.text != written).then(|| vote::room_left(lang, most - length))
            })
        };
        view! {
            <div class="field own-words">
                {label}
                {field}
                <p class="hint" id=hint_id>
                    {vote::write_no_names(lang)}
                    " "
                    <span class="own-words__room">{room}</span>
                </p>
            </div>
        }
    }
}
