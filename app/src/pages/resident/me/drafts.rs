//! The polls that this browser has begun to answer. Whose they are nobody knows: they belong to the browser, not to a person.

use crate::{
    components::{phase::Phase, said::said},
    context::{Services, Visit},
    failure::Failure,
    i18n::{dates, me, polls},
    pages::resident::draft,
};
use domain::lifecycle::State;
use leptos::prelude::*;
use store::{
    Page,
    polls::{PollFilter, PollOrder, PollSummary},
};

/// In how many open polls a draft is looked for, those that close soonest: the rows of drafts do not say which poll they are of.
const MOST_POLLS: u64 = 100;

/// The open polls of which this browser has a draft that the person of this visit can go on with, the one that closes soonest
/// first.
///
/// # Errors
/// Only when the database does not answer.
pub(super) async fn begun(services: &Services, visit: &Visit) -> Result<Vec<PollSummary>, Failure> {
    // Without the browser's secret there is nothing to look for.
    if visit.browser.is_none() {
        return Ok(Vec::new());
    }
    let filter = PollFilter::of([State::Open], PollOrder::ClosingFirst);
    let found = services
        .store
        .polls(visit.community_id(), &filter, Page::first(MOST_POLLS))
        .await?;
    let mut open = found.items;
    open.retain(|poll| Phase::of(poll.state, poll.closes_at, visit.now) == Phase::Open);
    let ids: Vec<_> = open.iter().map(|poll| poll.id).collect();
    let begun = draft::begun(services, visit, &ids).await?;
    open.retain(|poll| begun.contains(&poll.id));
    if let Some(visitor) = &visit.visitor {
        // What they have answered they cannot go on with.
        let ids: Vec<_> = open.iter().map(|poll| poll.id).collect();
        let answered = services
            .store
            .taken_part(visit.community_id(), visitor.person, &ids)
            .await?;
        open.retain(|poll| !answered.contains(&poll.id));
    }
    Ok(open)
}

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
        .map(|closes| me::draft_until(lang, &dates::moment_this_year(lang, closes, visit.now)));
    view! {
        <div>
            <dt>{said(lang, &poll.title)}</dt>
            <dd>{until}</dd>
            <dd class="summary__act">
                <a href=visit.href(&format!("/polls/{number}/vote"))>
                    {polls::continue_draft(lang)} <span class="vh">": " {title.clone()}</span>
                </a>
                <form method="post" action=visit.href("/do/clear-draft")>
                    <input type="hidden" name="poll" value=number.to_string() />
                    <input type="hidden" name="from" value="me" />
                    <button class="link">
                        {polls::clear_draft(lang)} <span class="vh">": " {title}</span>
                    </button>
                </form>
            </dd>
        </div>
    }
}
