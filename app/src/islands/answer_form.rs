//! The question page's form: plain radio buttons and checkboxes that post to [`answer`]; as an island it also checks while
//! one answers, counts what may still be chosen, and saves the draft by itself.

use crate::{
    failure::Failure,
    i18n::{Lang, OutOf, common, vote},
};
use domain::{
    answer::{AnswerProblem, check_answer},
    ids::{OptionNo, QuestionNo},
    lang::Bilingual,
    poll::{Choice, Question, QuestionKind},
};
use leptos::wasm_bindgen::JsCast;
use leptos::{ev, html, prelude::*};
use serde::{Deserialize, Serialize};

/// What the island needs to know of a question, in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuestionForm {
    pub lang: Lang,
    /// Where the plain form posts: [`answer`]'s path in the visitor's language.
    pub action: String,
    pub poll: i64,
    pub poll_title: String,
    pub no: i16,
    /// How many questions the poll has.
    pub of: i16,
    pub kind: QuestionKind,
    pub required: bool,
    pub text: String,
    pub hint: String,
    pub options: Vec<FormOption>,
    pub chosen: Vec<i16>,
    pub problem: Option<AnswerProblem>,
    /// Came here from the check page: «Далі» leads back there.
    pub changing: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormOption {
    pub no: i16,
    pub label: String,
    pub hint: String,
    /// Takes the marks off the others.
    pub exclusive: bool,
}

impl QuestionForm {
    /// The rules of the question, for `domain`: the labels do not matter to them.
    fn rules(&self) -> Question {
        let fixed = self.kind == QuestionKind::YesNoAbstain;
        Question {
            no: QuestionNo(self.no),
            kind: self.kind,
            text: Bilingual::default(),
            hint: Bilingual::default(),
            required: self.required,
            options: self
                .options
                .iter()
                .filter(|_| !fixed)
                .map(|o| Choice {
                    no: OptionNo(o.no),
                    label: Bilingual::default(),
                    hint: Bilingual::default(),
                    exclusive: o.exclusive,
                })
                .collect(),
        }
    }
}

/// What became of an answer that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnswerOutcome {
    /// In the draft.
    Saved,
    /// In the draft as it was sent, but this is wrong with it.
    Problem(AnswerProblem),
    /// Nothing was stored: the poll takes no answers at this moment.
    NotOpen,
}

/// Puts the answer to one question into this browser's sealed draft. A plain form is led on: to the next question, to the
/// check page, or back to the question with its error.
///
/// `choice` are the form's values as they came; `go` is `next`, `check`, `leave` or `save` (the island's autosave).
///
/// # Errors
/// [`Failure::NotFound`] when the poll or question is not this community's or not open; never for a wrong answer.
#[server(prefix = "/do", endpoint = "answer")]
pub async fn answer(
    #[server(default)] poll: String,
    #[server(default)] question: String,
    #[server(default)] choice: Vec<String>,
    #[server(default)] go: String,
) -> Result<AnswerOutcome, Failure> {
    crate::pages::resident::take_answer(&poll, &question, choice, &go).await
}

/// Whether the draft is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Saving {
    Untouched,
    Working,
    Saved,
    NotSaved,
}

/// The question page's main part.
#[island]
pub fn AnswerForm(form: QuestionForm) -> impl IntoView {
    let lang = form.lang;
    let rules = StoredValue::new(form.rules());
    let poll = form.poll;
    let no = form.no;
    let problem = RwSignal::new(form.problem);
    let chosen = RwSignal::new(form.chosen.clone());
    let saving = RwSignal::new(Saving::Untouched);
    // Counts the changes, so that only the last of several quick ones is sent.
    let change = StoredValue::new(0u32);
    let form_ref = NodeRef::<html::Form>::new();
    let errors_ref = NodeRef::<html::Div>::new();

    let check = move |sent: &[i16]| {
        let texts: Vec<String> = sent.iter().map(i16::to_string).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        rules.with_value(|rules| check_answer(rules, &texts).err())
    };

    let save = move |sent: Vec<i16>| {
        let turn = change.with_value(|n| *n);
        saving.set(Saving::Working);
        leptos::task::spawn_local(async move {
            let choice = sent.iter().map(i16::to_string).collect();
            let result = answer(poll.to_string(), no.to_string(), choice, "save".into()).await;
            if change.try_with_value(|n| *n) == Some(turn) {
                let stored = matches!(result, Ok(AnswerOutcome::Saved | AnswerOutcome::Problem(_)));
                saving.set(if stored {
                    Saving::Saved
                } else {
                    Saving::NotSaved
                });
            }
        });
    };

    let on_change = move |event: ev::Event| {
        let Some(form) = form_ref.get_untracked() else {
            return;
        };
        rules.with_value(|rules| leave_alone(rules, &event));
        let sent = read_choice(&form);
        let now_wrong = check(&sent);
        // An error is taken back as soon as it is mended; a new one waits until the person goes on.
        if problem.get_untracked().is_some() && now_wrong.is_none() {
            problem.set(None);
        }
        chosen.set(sent.clone());
        change.update_value(|n| *n += 1);
        let turn = change.with_value(|n| *n);
        set_timeout(
            move || {
                if change.try_with_value(|n| *n) == Some(turn) {
                    save(sent);
                }
            },
            std::time::Duration::from_millis(350),
        );
    };

    let on_submit = move |event: ev::SubmitEvent| {
        let Some(form) = form_ref.get_untracked() else {
            return;
        };
        let leaving = submitter_value(&event).as_deref() == Some("leave");
        if let Some(wrong) = check(&read_choice(&form)).filter(|_| !leaving) {
            event.prevent_default();
            problem.set(Some(wrong));
            request_animation_frame(move || {
                if let Some(errors) = errors_ref.get_untracked() {
                    _ = errors.focus();
                }
            });
        }
    };

    let kind = form.kind;
    let first_input = format!("q{no}-{}", form.options.first().map_or(1, |o| o.no));
    let first_href = format!("#{first_input}");
    let say = move |p: AnswerProblem| common::answer_problem(lang, kind, p);
    let described = move || {
        let error = if problem.get().is_some() {
            format!("q{no}-error ")
        } else {
            String::new()
        };
        format!("{error}q{no}-hint")
    };
    let single = !matches!(kind, QuestionKind::Multiple { .. });
    let rule = rules.with_value(|rules| vote::how_many(lang, kind, rules.combinable()));
    let hint = form.hint.clone();

    view! {
        {move || {
            problem
                .get()
                .map(|p| {
                    view! {
                        <div class="errors" role="alert" tabindex="-1" aria-labelledby="errors-title" node_ref=errors_ref>
                            <h2 id="errors-title">{common::errors_title_one(lang)}</h2>
                            <ul>
                                <li>
                                    <a href=first_href.clone()>{say(p)}</a>
                                </li>
                            </ul>
                        </div>
                    }
                })
        }}
        <form method="post" action=form.action novalidate node_ref=form_ref on:change=on_change on:submit=on_submit>
            <input type="hidden" name="poll" value=poll.to_string() />
            <input type="hidden" name="question" value=no.to_string() />
            <Progress lang no of=form.of title=form.poll_title.clone() />
            <fieldset
                aria-describedby=described
                class=move || if problem.get().is_some() { "is-invalid" } else { "" }
            >
                <legend class="question">
                    <h1>{form.text}</h1>
                </legend>
                {move || {
                    problem
                        .get()
                        .map(|p| {
                            view! {
                                <p class="field-error" id=format!("q{no}-error")>
                                    <span>
                                        <span class="vh">{common::error_prefix(lang)}</span>
                                        {say(p)}
                                    </span>
                                </p>
                            }
                        })
                }}
                <p class="hint" id=format!("q{no}-hint")>
                    {rule}
                    {(!hint.is_empty()).then(|| format!(" {hint}"))}
                    {(!form.required).then(|| format!(" {}", vote::may_skip(lang)))}
                </p>
                <div class="tiles">
                    {form
                        .options
                        .into_iter()
                        .map(|option| {
                            let id = format!("q{no}-{}", option.no);
                            let hint_id = format!("{id}-hint");
                            let last = option.exclusive
                                || kind == QuestionKind::YesNoAbstain && option.no == 3;
                            let with_hint = (!option.hint.is_empty()).then(|| hint_id.clone());
                            view! {
                                {last.then(|| view! { <p class="or">{common::or(lang)}</p> })}
                                <div class="tile">
                                    <input
                                        type=if single { "radio" } else { "checkbox" }
                                        name="choice[]"
                                        id=id.clone()
                                        value=option.no.to_string()
                                        checked=form.chosen.contains(&option.no)
                                        aria-describedby=with_hint
                                    />
                                    <label for=id>{option.label}</label>
                                    {(!option.hint.is_empty())
                                        .then(|| {
                                            view! {
                                                <p class="hint" id=hint_id>
                                                    {option.hint}
                                                </p>
                                            }
                                        })}
                                </div>
                            }
                        })
                        .collect_view()}
                </div>
            </fieldset>
            <Counter lang kind chosen />
            <Status lang saving />
            <div class="actions">
                <button class="btn btn--wide" name="go" value=if form.changing { "check" } else { "next" }>
                    {common::next(lang)}
                </button>
                <button class="link" name="go" value="leave">
                    {vote::save_and_exit(lang)}
                </button>
            </div>
        </form>
    }
}

/// Where one is: the poll's title, «Питання 2 з 5», a bar of as many parts.
#[component]
fn Progress(lang: Lang, no: i16, of: i16, title: String) -> impl IntoView {
    let share = 100.0 / f64::from(of.max(1));
    let parts = (1..=of)
        .map(|n| {
            let class = match n.cmp(&no) {
                std::cmp::Ordering::Less => "on",
                std::cmp::Ordering::Equal => "cur",
                std::cmp::Ordering::Greater => "",
            };
            let x = format!("{:.2}%", f64::from(n - 1) * share);
            let width = format!("{:.2}%", share - 1.25);
            view! { <rect class=class x=x width=width height="8" rx="2"></rect> }
        })
        .collect_view();
    view! {
        <div class="progress">
            <p class="muted">{title}</p>
            <p>
                <strong>{common::question_of(lang, QuestionNo(no), OutOf(i64::from(of)))}</strong>
            </p>
            <svg width="100%" height="8" aria-hidden="true">
                {parts}
            </svg>
        </div>
    }
}

/// «Обрано 2 з 3»: only for several answers, only once something was touched.
#[component]
fn Counter(lang: Lang, kind: QuestionKind, chosen: RwSignal<Vec<i16>>) -> impl IntoView {
    let QuestionKind::Multiple { max, .. } = kind else {
        return ().into_any();
    };
    view! {
        <p class="status" role="status">
            {move || vote::chosen_of(lang, chosen.get().len() as i64, OutOf(i64::from(max)))}
        </p>
    }
    .into_any()
}

/// Whether the draft is stored; an empty line before anything happened, so that nothing jumps.
#[component]
fn Status(lang: Lang, saving: RwSignal<Saving>) -> impl IntoView {
    let class = move || match saving.get() {
        Saving::Untouched | Saving::Working => "status",
        Saving::Saved => "status is-ok",
        Saving::NotSaved => "status is-bad",
    };
    let text = move || match saving.get() {
        Saving::Untouched => "",
        Saving::Working => vote::draft_saving(lang),
        Saving::Saved => vote::draft_saved(lang),
        Saving::NotSaved => vote::draft_not_saved(lang),
    };
    view! {
        <p class=class role="status" data-saving=move || format!("{:?}", saving.get())>
            {text}
        </p>
    }
}

/// Keeps an exclusive option alone: what was marked just now takes the marks off what it cannot stand beside.
fn leave_alone(rules: &Question, event: &ev::Event) {
    use leptos::web_sys::HtmlInputElement;
    let marked = event_target::<HtmlInputElement>(event);
    let Some(no) = marked.value().parse().ok().map(OptionNo) else {
        return;
    };
    if !marked.checked() || rules.combinable() == rules.options.len() {
        return;
    }
    let alone = rules.is_exclusive(no);
    for other in rules.option_numbers() {
        if other != no && (alone || rules.is_exclusive(other)) {
            let input = document().get_element_by_id(&format!("q{}-{}", rules.no.0, other.0));
            if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
                input.set_checked(false);
            }
        }
    }
}

/// The options that are marked in the form at this moment: the page may have been used before the island woke up.
fn read_choice(form: &leptos::web_sys::HtmlFormElement) -> Vec<i16> {
    let Ok(data) = leptos::web_sys::FormData::new_with_form(form) else {
        return Vec::new();
    };
    data.get_all("choice[]")
        .iter()
        .filter_map(|v| v.as_string()?.parse().ok())
        .collect()
}

/// The value of the button that sent the form.
fn submitter_value(event: &ev::SubmitEvent) -> Option<String> {
    event
        .submitter()?
        .dyn_into::<leptos::web_sys::HtmlButtonElement>()
        .ok()
        .map(|b| b.value())
}
