//! The polls that this browser has begun to answer, on a resident's own page. Whose they are nobody knows: they belong to the
//! browser, not to a person.

use crate::{
    components::said::said,
    context::Visit,
    i18n::{dates, me, polls},
    pages::resident::clear_draft::{ClearForm, Place},
};
use leptos::prelude::*;
use store::polls::PollSummary;

#[component]
pub(super) fn Drafts(visit: Visit, drafts: Vec<PollSummary>) -> impl IntoView {
    let lang = visit.lang;
    let body = if drafts.is_empty() {
        view! { <p>{me::drafts_none(lang)}</p> }.into_any()
    } else {
        let rows = drafts.iter().map(|poll| row(&visit, poll)).collect_view();
        view! {
            <p class="hint prose">{me::drafts_hint(lang)}</p>
            <dl class="summary">{rows}</dl>
        }
        .into_any()
    };
    view! {
        <h2>{me::drafts_title(lang)}</h2>
        {body}
    }
}

fn row(visit: &Visit, poll: &PollSummary) -> impl IntoView + use<> {
    let (lang, number) = (visit.lang, poll.number);
    let title = poll.title.get(lang).to_owned();
    let until = poll
        .closes_at
        .map(|closes| me::draft_until(lang, &dates::until(lang, closes, visit.now)));
    view! {
        <div>
            <dt>{said(lang, &poll.title)}</dt>
            <dd>{until}</dd>
            <dd class="summary__act">
                <a href=visit.href(&format!("/polls/{number}/vote"))>
                    {polls::continue_draft(lang)} <span class="vh">": " {title.clone()}</span>
                </a>
                <ClearForm visit=visit.clone() number from=Place::Me title />
            </dd>
        </div>
    }
}
