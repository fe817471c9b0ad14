//! The question page's form: plain radio buttons and checkboxes that post to [`answer`]; as an island it also checks while
//! one answers, counts what may still be chosen, and saves the draft by itself.

use crate::{
    failure::Failure,
    i18n::{Lang, common, vote},
};
use domain::{
    answer::{AnswerProblem, Given, check_answer},
    ids::{OptionNo, QuestionNo},
    lang::Bilingual,
    poll::{Choice, Question, QuestionKind},
};
use fields::Fields;
use leptos::wasm_bindgen::JsCast;
use leptos::{
    ev, html,
    prelude::*,
    web_sys::{HtmlButtonElement, HtmlFormElement},
};
use lines::{Counter, Saving, Status};
use serde::{Deserialize, Serialize};
use std::time::Duration;

mod fields;
mod lines;

pub use lines::{Progress, ProgressProps};

/// How long somebody has not touched the form when it is saved by itself.
const QUIET: Duration = Duration::from_millis(350);

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
    /// The longest text that belongs to the answer, in characters; `None` where there is no field for one.
    pub most: Option<i16>,
    /// What is written in that field.
    pub written: String,
    pub problem: Option<AnswerProblem>,
    /// Came here from the check page: «Далі» leads back there.
    pub changing: bool,
    pub after: After,
}

/// What follows a question that is answered; the button under it says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum After {
    Question,
    /// Whoever has answered everything says who they are before they check and submit.
    Identify,
    Check,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormOption {
    pub no: i16,
    pub label: String,
    pub hint: String,
    /// Takes the marks off the others.
    pub exclusive: bool,
    /// Opens the field for one's own words.
    pub with_text: bool,
    /// Its picture as HTML of ours, which the server has escaped; empty for none. An element of seven attributes would cost the
    /// browser 1 KB.
    pub picture: String,
}

impl QuestionForm {
    fn given(&self) -> Given {
        Given {
            chosen: self.chosen.iter().copied().map(OptionNo).collect(),
            text: self.written.clone(),
        }
    }

    /// The rules of the question, for `domain`: the labels do not matter to them.
    fn rules(&self) -> Question {
        Question {
            no: QuestionNo(self.no),
            kind: self.kind,
            text: Bilingual::default(),
            hint: Bilingual::default(),
            required: self.required,
            options: self
                .options
                .iter()
                .filter(|_| self.kind.is_choice())
                .map(|o| Choice {
                    no: OptionNo(o.no),
                    label: Bilingual::default(),
                    hint: Bilingual::default(),
                    exclusive: o.exclusive,
                    with_text: o.with_text,
                    picture: None,
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
    /// Nothing was stored: the person has answered this poll before.
    TookPart,
}

/// Puts the answer to one question into this browser's sealed draft. A plain form is led on: to the next question, to the
/// check page, or back to the question with its error.
///
/// `choice` are the form's values as they came, `text` what is written in the field for one's own words; `go` is `next`, `check`, `leave` or `save` (the island's autosave).
///
/// # Errors
/// [`Failure::NotFound`] when the poll or question is not this community's or not open; never for a wrong answer.
#[server(prefix = "/do", endpoint = "answer")]
pub async fn answer(
    #[server(default)] poll: String,
    #[server(default)] question: String,
    #[server(default)] choice: Vec<String>,
    #[server(default)] text: String,
    #[server(default)] go: String,
) -> Result<AnswerOutcome, Failure> {
    crate::pages::resident::take_answer(&poll, &question, choice, &text, &go).await
}

/// The question page's main part.
#[island]
pub fn AnswerForm(form: QuestionForm) -> impl IntoView {
    let lang = form.lang;
    let rules = StoredValue::new(form.rules());
    let poll = form.poll;
    let no = form.no;
    let problem = RwSignal::new(form.problem);
    let given = RwSignal::new(form.given());
    let saving = RwSignal::new(Saving::Untouched);
    // A page that was loaded had a network.
    let online = RwSignal::new(true);
    // The id of the button that waits for it.
    let held = StoredValue::new(None::<String>);
    let awake = RwSignal::new(false);
    // Counts the changes, so that only the last of several quick ones is sent.
    let change = StoredValue::new(0u32);
    let form_ref = NodeRef::<html::Form>::new();
    let errors_ref = NodeRef::<html::Div>::new();

    let check = move |given: &Given| rules.with_value(|rules| check_answer(rules, given).err());
    let read = move |form: &HtmlFormElement| rules.with_value(|rules| read_given(rules, form));

    // A press that waits for the network sends what is on the page: there is nothing to save beside it, and what became of an
    // earlier save says nothing any more.
    let waits = move || held.try_with_value(Option::is_some).unwrap_or(true);

    let save = move |given: Given| {
        if waits() {
            return;
        }
        let turn = change.with_value(|n| *n);
        saving.set(Saving::Working);
        leptos::task::spawn_local(async move {
            let choice = given.chosen.iter().map(|option| option.0.to_string());
            let (poll, no) = (poll.to_string(), no.to_string());
            let result = answer(poll, no, choice.collect(), given.text, "save".into()).await;
            if change.try_with_value(|n| *n) == Some(turn) && !waits() {
                saving.set(Saving::after(&result, online.get_untracked()));
            }
        });
    };

    let on_input = move |event: ev::Event| {
        let Some(form) = form_ref.get_untracked() else {
            return;
        };
        rules.with_value(|rules| leave_alone(rules, &event));
        let now = read(&form);
        // An error is taken back as soon as it is mended; a new one waits until the person goes on.
        if problem.get_untracked().is_some() && check(&now).is_none() {
            problem.set(None);
        }
        given.set(now.clone());
        change.update_value(|n| *n += 1);
        let turn = change.with_value(|n| *n);
        set_timeout(
            move || {
                if change.try_with_value(|n| *n) == Some(turn) {
                    save(now);
                }
            },
            QUIET,
        );
    };

    // Marked before the island woke up, or by the browser on the way back: it counts on from there.
    Effect::new(move |_| {
        if let Some(form) = form_ref.get() {
            given.set(read(&form));
            awake.set(true);
        }
    });
    let on_offline = window_event_listener(ev::offline, move |_| online.set(false));
    let on_online = window_event_listener(ev::online, move |_| {
        online.set(true);
        let pressed = held.try_update_value(Option::take).flatten();
        let button = pressed.and_then(|id| document().get_element_by_id(&id));
        if let Some(button) = button.and_then(|it| it.dyn_into::<HtmlButtonElement>().ok()) {
            button.click();
        }
    });
    on_cleanup(move || {
        on_offline.remove();
        on_online.remove();
    });

    let on_submit = move |event: ev::SubmitEvent| {
        let Some(form) = form_ref.get_untracked() else {
            return;
        };
        let pressed = submitter(&event);
        let leaving = pressed.as_ref().is_some_and(|b| b.value() == "leave");
        if let Some(wrong) = check(&read(&form)).filter(|_| !leaving) {
            event.prevent_default();
            problem.set(Some(wrong));
            request_animation_frame(move || {
                if let Some(errors) = errors_ref.get_untracked() {
                    _ = errors.focus();
                }
            });
        } else if !online.get_untracked() {
            // The browser would put its error page in place of the answer.
            event.prevent_default();
            held.set_value(pressed.map(|button| button.id()));
            saving.set(Saving::Held);
        }
    };

    let kind = form.kind;
    let first_option = form.options.first().map_or(1, |option| option.no);
    let href_of = move |wrong: AnswerProblem| match wrong {
        wrong if wrong.is_of_text() || kind.is_text() => format!("#q{no}-text"),
        _ => format!("#q{no}-{first_option}"),
    };
    let say = move |p: AnswerProblem| common::answer_problem(lang, kind, p);
    let described = move || {
        let error = if problem.get().is_some() {
            format!("q{no}-error ")
        } else {
            String::new()
        };
        format!("{error}q{no}-hint")
    };
    let rule = rules.with_value(|rules| vote::how_many(lang, kind, rules.combinable()));
    let hint = form.hint.clone();
    let fields = Fields::of(&form);
    let title = form.poll_title.clone();

    view! {
        {move || {
            problem
                .get()
                .map(|p| {
                    view! {
                        <div class="errors" role="alert" tabindex="-1" aria-labelledby="errors-title" node_ref=errors_ref>
                            <h2 id="errors-title">
                                {match p {
                                    AnswerProblem::Missing => vote::answer_to_go_on(lang),
                                    _ => common::errors_title_one(lang),
                                }}
                            </h2>
                            <ul>
                                <li>
                                    <a href=href_of(p)>{say(p)}</a>
                                </li>
                            </ul>
                        </div>
                    }
                })
        }}
        <form method="post" action=form.action novalidate node_ref=form_ref on:input=on_input on:submit=on_submit>
            <input type="hidden" name="poll" value=poll.to_string() />
            <input type="hidden" name="question" value=no.to_string() />
            <Progress lang no of=form.of title />
            <fieldset
                aria-describedby=described
                class=move || if problem.get().is_some() { "is-invalid" } else { "" }
            >
                <legend class="question">
                    <h1 id=format!("q{no}-name")>{form.text}</h1>
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
                    // On a line of its own: what an answer would mean is not how to answer.
                    {(!hint.is_empty()).then(|| view! { <span class="block">{hint}</span> })}
                    {rule}
                    {(!form.required).then(|| format!(" {}", vote::may_skip(lang)))}
                </p>
                {fields.view(given, problem)}
            </fieldset>
            <Counter lang kind given awake />
            <Status lang kind saving given />
            <div class="actions">
                <button class="btn btn--wide" id="go-on" name="go" value=if form.changing { "check" } else { "next" }>
                    {match form.after {
                        After::Question => common::next(lang),
                        After::Identify => vote::to_identify(lang),
                        After::Check => vote::to_check(lang),
                    }}
                </button>
                <button class="link" id="go-away" name="go" value="leave">
                    {vote::save_and_exit(lang)}
                </button>
            </div>
        </form>
    }
}

/// Keeps an exclusive option alone: what was marked just now takes the marks off what it cannot stand beside.
fn leave_alone(rules: &Question, event: &ev::Event) {
    use leptos::web_sys::HtmlInputElement;
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(marked) = target.filter(|input| input.name() == "choice[]") else {
        return;
    };
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

/// What is given in the form at this moment: the page may have been used before the island woke up.
fn read_given(rules: &Question, form: &HtmlFormElement) -> Given {
    let Ok(data) = leptos::web_sys::FormData::new_with_form(form) else {
        return Given::default();
    };
    let marked: Vec<String> = data
        .get_all("choice[]")
        .iter()
        .filter_map(|v| v.as_string())
        .collect();
    let marked: Vec<&str> = marked.iter().map(String::as_str).collect();
    Given::read(
        rules,
        &marked,
        &data.get("text").as_string().unwrap_or_default(),
    )
}

/// The button that sent the form.
fn submitter(event: &ev::SubmitEvent) -> Option<HtmlButtonElement> {
    event.submitter()?.dyn_into().ok()
}
