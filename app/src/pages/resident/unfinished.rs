//! What this browser has begun to answer and not submitted: found for a resident's own page, and told on the first page, so that
//! nobody takes answers that are only kept for answers that count.

use super::draft;
use crate::{
    components::{phase::Phase, said::said},
    context::{Services, Visit},
    failure::Failure,
    i18n::{me, polls, vote},
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

/// The draft whose poll closes soonest, with the way on; and where all of them are.
#[component]
pub(super) fn Unfinished(visit: Visit, drafts: Vec<PollSummary>) -> impl IntoView {
    let lang = visit.lang;
    drafts.into_iter().next().map(|poll| {
        let vote = visit.href(&format!("/polls/{}/vote", poll.number));
        let title = poll.title.get(lang).to_owned();
        view! {
            <section class="callout callout--warn" aria-labelledby="unfinished">
                <p id="unfinished">
                    <strong>{vote::unfinished(lang)}</strong>
                </p>
                <p>{said(lang, &poll.title)}</p>
                <p class="actions actions--near">
                    <a class="btn" href=vote>
                        {polls::go_on(lang)}
                        <span class="vh">{polls::answer_what(lang, &title)}</span>
                    </a>
                    " "
                    <a href=visit.href("/me")>{me::drafts_title(lang)}</a>
                </p>
            </section>
        }
    })
}
