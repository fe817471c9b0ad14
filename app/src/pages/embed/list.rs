//! The list of open polls as a card.

use super::frame::EmbedFrame;
use crate::{
    components::{
        PageTitle,
        card::Card,
        page,
        phase::{Phase, PhaseTag},
        said::said,
        turnout::turnout_line,
    },
    context::{Visit, services, visit},
    i18n::{embed, polls},
    pages::resident::cards,
};
use domain::lifecycle::State;
use leptos::prelude::*;
use store::Page;

/// How many polls the card has room for; what closes first stands first.
const MOST: u64 = 5;

/// `/embed/polls`.
#[component]
pub fn EmbedList() -> impl IntoView {
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let lang = visit.lang;
        let (mut open, _) = cards(&services, &visit, State::Open, Page::first(MOST)).await?;
        // The clock may be ahead of the job that closes.
        open.retain(|card| {
            Phase::of(card.poll.state, card.poll.closes_at, visit.now) == Phase::Open
        });
        let body = if open.is_empty() {
            view! {
                <p>
                    <strong>{polls::empty_title(lang)}</strong>
                </p>
                <p class="hint">{polls::empty_text(lang)}</p>
            }
            .into_any()
        } else {
            let items = open
                .into_iter()
                .map(|card| item(&visit, card))
                .collect_view();
            view! { <ul class="embed__list">{items}</ul> }.into_any()
        };
        Ok(view! {
            <PageTitle text=embed::list_title(lang) />
            <EmbedFrame visit more="/polls" more_words=polls::all_polls(lang)>
                <h1>{embed::list_title(lang)}</h1>
                {body}
            </EmbedFrame>
        })
    })
}

/// One poll of the list.
fn item(visit: &Visit, card: Card) -> impl IntoView + use<> {
    let lang = visit.lang;
    let poll = card.poll;
    view! {
        <li>
            <p class="tags">
                <PhaseTag
                    lang
                    phase=Phase::Open
                    opens_at=poll.opens_at
                    closes_at=poll.closes_at
                    now=visit.now
                />
            </p>
            <a href=visit.href(&format!("/polls/{}", poll.number)) target="_top">
                {said(lang, &poll.title)}
            </a>
            <p class="hint">{turnout_line(lang, poll.turnout, card.entitled)}</p>
        </li>
    }
}
