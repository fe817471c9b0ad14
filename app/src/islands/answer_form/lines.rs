//! The lines round a question: where one is, how many options are marked, whether the draft is stored.

use super::AnswerOutcome;
use crate::{
    failure::Failure,
    i18n::{Lang, OutOf, common, vote},
};
use domain::{answer::Given, ids::QuestionNo, poll::QuestionKind};
use leptos::prelude::*;

/// Whether the draft is stored, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    Untouched,
    Working,
    Saved,
    /// There is no network.
    Offline,
    /// The server has more to do than it can.
    Busy,
    /// Something does not answer as it should.
    Unavailable,
    /// The poll takes no answers any more.
    Closed,
    /// The person has answered this poll before.
    TookPart,
    /// «Далі» was pressed without a network: it is pressed again as soon as there is one.
    Held,
}

impl Saving {
    /// What an attempt to store led to.
    pub fn after(outcome: &Result<AnswerOutcome, Failure>, online: bool) -> Self {
        match outcome {
            Ok(AnswerOutcome::Saved | AnswerOutcome::Problem(_)) => Self::Saved,
            Ok(AnswerOutcome::NotOpen) => Self::Closed,
            Ok(AnswerOutcome::TookPart) => Self::TookPart,
            Err(_) if !online => Self::Offline,
            Err(Failure::Busy | Failure::TooMany) => Self::Busy,
            Err(_) => Self::Unavailable,
        }
    }

    fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Untouched => "",
            Self::Working => vote::draft_saving(lang),
            Self::Saved => vote::draft_saved(lang),
            Self::Offline => vote::draft_not_saved(lang),
            Self::Busy => vote::draft_busy(lang),
            Self::Unavailable => vote::draft_unavailable(lang),
            Self::Closed => vote::draft_poll_closed(lang),
            Self::TookPart => vote::already_took_part_new(lang),
            Self::Held => vote::press_held(lang),
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Untouched | Self::Working => "status",
            Self::Saved => "status is-ok",
            _ => "status is-bad",
        }
    }
}

/// Where one is: the poll's title, «Питання 2 з 5», a bar of as many parts. The check page is `of + 1`: all of them are behind, and its
/// heading says the rest. Of a single question there is no progress to show, and a title that the question repeats is not said twice:
/// then `title` is empty.
#[component]
pub fn Progress(lang: Lang, no: i16, of: i16, title: String) -> impl IntoView {
    // Hundredths of a percent, in whole numbers: to write a fraction costs the browser 10 KB.
    let hundredths = |n: i16| 10_000 * i32::from(n) / i32::from(of.max(1));
    let percent = |hundredths: i32| format!("{}.{:02}%", hundredths / 100, hundredths % 100);
    let parts = (1..=of)
        .map(|n| {
            let class = match n.cmp(&no) {
                std::cmp::Ordering::Less => "on",
                std::cmp::Ordering::Equal => "cur",
                std::cmp::Ordering::Greater => "",
            };
            let x = percent(hundredths(n - 1));
            let width = percent((hundredths(1) - 125).max(50));
            view! { <rect class=class x=x width=width height="8" rx="2"></rect> }
        })
        .collect_view();
    let several = of > 1;
    let step = (several && no <= of).then(|| {
        let step = common::question_of(lang, QuestionNo(no), OutOf(i64::from(of)));
        view! {
            <p>
                <strong>{step}</strong>
            </p>
        }
    });
    // Of a poll that is this one question there is nothing to say.
    (several || !title.is_empty()).then(|| {
        view! {
            <div class="progress">
                {(!title.is_empty()).then(|| view! { <p class="muted">{title}</p> })}
                {step}
                {several
                    .then(|| {
                        view! {
                            <svg width="100%" height="8" aria-hidden="true">
                                {parts}
                            </svg>
                        }
                    })}
            </div>
        }
    })
}

/// How many options are marked beyond what the question allows.
fn too_many(kind: QuestionKind, given: &Given) -> i64 {
    match kind {
        QuestionKind::Multiple { max, .. } => given.chosen.len() as i64 - i64::from(max),
        _ => 0,
    }
}

/// «Обрано 2, можна до 3», or how many are too many: only for several answers, and only once the island counts; a number that stands
/// still would soon be false.
#[component]
pub fn Counter(
    lang: Lang,
    kind: QuestionKind,
    given: RwSignal<Given>,
    awake: RwSignal<bool>,
) -> impl IntoView {
    let max = match kind {
        QuestionKind::Multiple { max, .. } => Some(max),
        _ => None,
    };
    max.map(|max| {
        let over = move || given.with(|given| too_many(kind, given));
        let words = move || match (awake.get(), over()) {
            (false, _) => String::new(),
            (_, over @ 1..) => vote::options_too_many(lang, over),
            _ => vote::chosen_of(
                lang,
                given.with(|given| given.chosen.len()) as i64,
                i64::from(max),
            ),
        };
        let class = move || {
            if over() > 0 {
                "status is-bad"
            } else {
                "status"
            }
        };
        view! {
            <p class=class role="status" data-counter="">
                {words}
            </p>
        }
    })
}

/// Whether the draft is stored; an empty line before anything happened, so that nothing jumps. What cannot be submitted as it
/// is, is not called saved.
#[component]
pub fn Status(
    lang: Lang,
    kind: QuestionKind,
    saving: RwSignal<Saving>,
    given: RwSignal<Given>,
) -> impl IntoView {
    let words = move || match saving.get() {
        Saving::Saved if given.with(|given| too_many(kind, given)) > 0 => "",
        saving => saving.words(lang),
    };
    view! {
        <p class=move || saving.get().class() role="status" data-saving=move || format!("{:?}", saving.get())>
            {words}
        </p>
    }
}
