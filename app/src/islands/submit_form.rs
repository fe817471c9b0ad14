//! The button that submits: a plain form that posts to [`submit_ballot`]; as an island it sends by itself, and what could not be
//! sent waits on the page for the network. It waits in memory only: whoever closes the page finds the draft again.

use super::again::{AGAIN_AFTER_S, Obstacle, again_after};
use crate::{
    failure::Failure,
    i18n::{Lang, vote},
};
use domain::lang::localized;
use leptos::{ev, html, leptos_dom::helpers::location, prelude::*};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Where somebody who pressed the button goes on: a path of ours, without a language. An island's call stands at one address for
/// both, so that only the page it is on knows which one is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    pub to: String,
}

/// Records the ballot that this browser's draft holds, for the person who is signed in. A plain form is led on.
///
/// Retrying with the same submission id gives the same receipt, whatever else is sent (DESIGN §5.3).
///
/// # Errors
/// [`Failure::NotFound`] for a poll of another community, [`Failure::Busy`] when too many submit at once; what can be mended is
/// shown on the check page instead.
#[server(prefix = "/do", endpoint = "submit")]
pub async fn submit_ballot(
    #[server(default)] poll: String,
    #[server(default)] submission: String,
) -> Result<Submitted, Failure> {
    crate::pages::resident::cast_ballot(&poll, &submission).await
}

/// What the check page's form holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    pub lang: Lang,
    /// Where the plain form posts: [`submit_ballot`]'s path in the visitor's language.
    pub action: String,
    pub poll: i64,
    pub submission: String,
}

/// Whether the submission has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sending {
    NotPressed,
    UnderWay,
    /// It did not get through: tried again by itself.
    Waiting,
}

/// The submit button with what becomes of a press.
#[island]
pub fn SubmitForm(form: Submission) -> impl IntoView {
    let lang = form.lang;
    let sending = RwSignal::new(Sending::NotPressed);
    // What it waits for, and how many seconds unless the browser says that the network is back.
    let waits = RwSignal::new((Obstacle::NoAnswer, AGAIN_AFTER_S));
    // How often it was sent: a timer of an earlier time is none any more.
    let attempts = StoredValue::new(0u32);
    let online = RwSignal::new(true);
    let form_ref = NodeRef::<html::Form>::new();
    let (poll, submission) = (form.poll.to_string(), form.submission.clone());
    let fields = StoredValue::new((poll, submission));

    let send = move || {
        // Once at a time; that it counts once is the ballot box's rule.
        if sending
            .try_get_untracked()
            .is_none_or(|now| now == Sending::UnderWay)
        {
            return;
        }
        sending.set(Sending::UnderWay);
        attempts.update_value(|n| *n = n.wrapping_add(1));
        leptos::task::spawn_local(async move {
            let (poll, submission) = fields.get_value();
            match submit_ballot(poll, submission).await {
                Ok(Submitted { to }) => {
                    sending.set(Sending::NotPressed);
                    _ = location().assign(&localized(lang, &to));
                }
                Err(failure) => match again_after(failure) {
                    Some(obstacle) => {
                        waits.set(obstacle);
                        sending.set(Sending::Waiting);
                    }
                    // Waiting mends nothing: the browser asks, and shows what the server says to it.
                    None => {
                        sending.set(Sending::NotPressed);
                        if let Some(form) = form_ref.get_untracked() {
                            _ = form.submit();
                        }
                    }
                },
            }
        });
    };
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        send();
    };
    Effect::new(move |_| {
        if sending.get() == Sending::Waiting {
            let attempt = attempts.get_value();
            set_timeout(
                move || {
                    let is_the_last = attempts.try_get_value() == Some(attempt);
                    if is_the_last && sending.try_get_untracked() == Some(Sending::Waiting) {
                        send();
                    }
                },
                Duration::from_secs(waits.get_untracked().1),
            );
        }
    });
    let on_offline = window_event_listener(ev::offline, move |_| online.set(false));
    let on_online = window_event_listener(ev::online, move |_| {
        online.set(true);
        if sending.get_untracked() == Sending::Waiting {
            send();
        }
    });
    // Whoever leaves now leaves something unsent: the browser asks whether they mean it.
    let leaving = window_event_listener(ev::beforeunload, move |event| {
        if sending.get_untracked() == Sending::Waiting {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        on_offline.remove();
        on_online.remove();
        leaving.remove();
    });

    let status = move || match sending.get() {
        Sending::NotPressed => "",
        Sending::UnderWay => vote::sending(lang),
        Sending::Waiting => match waits.get().0 {
            Obstacle::NoAnswer if !online.get() => vote::waiting_for_network(lang),
            Obstacle::NoAnswer => vote::waiting_unavailable(lang),
            Obstacle::TooMany => vote::waiting_too_many(lang),
            Obstacle::Busy => vote::waiting_busy(lang),
        },
    };
    let class = move || match sending.get() {
        Sending::Waiting => "status is-bad",
        _ => "status",
    };
    view! {
        <form method="post" action=form.action node_ref=form_ref on:submit=on_submit>
            <input type="hidden" name="poll" value=form.poll.to_string() />
            <input type="hidden" name="submission" value=form.submission />
            <div class="actions">
                <button class="btn btn--wide">
                    {move || match sending.get() {
                        Sending::Waiting => vote::send_now(lang),
                        _ => vote::submit(lang),
                    }}
                </button>
            </div>
            <p class=class role="status" data-sending=move || format!("{:?}", sending.get())>
                {status}
            </p>
        </form>
    }
}
