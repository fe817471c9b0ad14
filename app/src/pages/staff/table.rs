//! All polls of the community as a table, by state and in pages.

use super::{
    desk::{NoPolls, poll_link},
    term,
};
use crate::{
    components::{
        DeskFrame, PageTitle,
        lines::{Column, Lines},
        page::{encoded, page},
        pager::{Pager, page_number},
        phase::{Phase, PhaseTag},
        said::said,
    },
    context::{Visit, services, visit},
    failure::Failure,
    i18n::{find, format, polls, staff},
};
use domain::{
    lifecycle::State,
    search::{MOST_CHARACTERS, Query},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use store::{
    Page, Paged,
    polls::{PollFilter, PollOrder, PollSummary},
};

/// Rows on one page.
const PER_PAGE: u64 = 20;

/// `/staff/polls`; `?state=`, `?q=` and `?page=`.
#[component]
pub fn PollTable() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        visit.require_staff()?;
        // A state that there is not shows all of them.
        let state: Option<State> = query.get("state").and_then(|state| state.parse().ok());
        let number = page_number(query.get("page").as_deref());
        let sought = Query::new(query.get_str("q").unwrap_or_default());
        let states = state.map_or_else(|| State::ALL.to_vec(), |state| vec![state]);
        let filter = PollFilter {
            query: sought.clone(),
            ..PollFilter::of(states, PollOrder::NewestFirst)
        };
        let part = Page {
            offset: (number - 1) * PER_PAGE,
            limit: PER_PAGE,
        };
        let found = services
            .store
            .polls(visit.community_id(), &filter, part)
            .await?;
        let pages = found.total.div_ceil(PER_PAGE).max(1);
        if number > pages {
            return Err(Failure::NotFound);
        }
        Ok(view! { <TableView visit state sought found number pages /> })
    })
}

#[component]
fn TableView(
    visit: Visit,
    state: Option<State>,
    sought: Query,
    found: Paged<PollSummary>,
    number: u64,
    pages: u64,
) -> impl IntoView {
    let lang = visit.lang;
    let path = "/staff/polls";
    let tab = |own: Option<State>| {
        let href = match address(own, &sought).as_str() {
            "" => visit.href(path),
            address => visit.href(&format!("{path}?{address}")),
        };
        let words = own.map_or(staff::list_all(lang), |own| polls::state(lang, own));
        view! {
            <a href=href aria-current=(own == state).then_some("page")>
                {words}
            </a>
            " "
        }
    };
    let tabs = std::iter::once(None)
        .chain(State::ALL.iter().copied().map(Some))
        .map(tab)
        .collect_view();
    let everything = state.is_none() && sought.is_empty();
    let body = match (found.items.is_empty(), everything) {
        (true, true) => view! { <NoPolls visit=visit.clone() /> }.into_any(),
        (true, false) if sought.is_empty() => view! { <p>{staff::list_none(lang)}</p> }.into_any(),
        (true, false) => view! { <p>{find::found_none(lang)} "."</p> }.into_any(),
        _ => view! { <Rows visit=visit.clone() polls=found.items /> }.into_any(),
    };
    let filter = address(state, &sought);
    view! {
        <PageTitle text=staff::list_title(lang) />
        <DeskFrame current=path>
            <div class="desk__head">
                <h1>{staff::list_title(lang)}</h1>
                <p class="row">
                    <a class="btn btn--small" href=visit.href("/staff/polls/new")>
                        {staff::new_poll(lang)}
                    </a>
                </p>
            </div>
            <nav class="tabs" aria-label=staff::list_filter(lang)>
                {tabs}
            </nav>
            <section class="panel" aria-label=staff::list_title(lang)>
                <form method="get" action=visit.href(path) role="search">
                    {state
                        .map(|state| {
                            view! { <input type="hidden" name="state" value=state.as_str() /> }
                        })}
                    <label class="label" for="q">
                        {find::label(lang)}
                    </label>
                    <div class="find__words">
                        <input
                            class="input"
                            type="search"
                            id="q"
                            name="q"
                            value=sought.typed().to_owned()
                            maxlength=MOST_CHARACTERS.to_string()
                            autocomplete="off"
                        />
                        <button class="btn btn--2 btn--small">{find::button(lang)}</button>
                    </div>
                </form>
                {body}
                <Pager visit=visit.clone() path number pages filter />
            </section>
        </DeskFrame>
    }
}

/// What the address says besides the page, encoded.
fn address(state: Option<State>, sought: &Query) -> String {
    let state = state.map(|state| format!("state={state}"));
    let sought = (!sought.is_empty()).then(|| format!("q={}", encoded(sought.typed())));
    state
        .into_iter()
        .chain(sought)
        .collect::<Vec<_>>()
        .join("&")
}

#[component]
fn Rows(visit: Visit, polls: Vec<PollSummary>) -> impl IntoView {
    let lang = visit.lang;
    let rows = polls
        .iter()
        .map(|poll| {
            let phase = Phase::of(poll.state, poll.closes_at, visit.now);
            let answers = match poll.state {
                State::Draft | State::Scheduled => String::new(),
                State::Open | State::Closed => format::number(lang, poll.turnout),
            };
            let answers_label = (!answers.is_empty()).then(|| staff::column_answers(lang));
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        {poll_link(&visit, poll)}
                    </th>
                    <td role="cell">
                        <PhaseTag
                            lang
                            phase
                            opens_at=poll.opens_at
                            closes_at=poll.closes_at
                            now=visit.now
                        />
                    </td>
                    <td role="cell" data-label=staff::column_term(lang)>
                        {term(lang, poll.opens_at, poll.closes_at, visit.now)}
                    </td>
                    <td role="cell" data-label=staff::column_initiator(lang)>
                        {said(lang, &poll.initiator.name)}
                    </td>
                    <td role="cell" class="n" data-label=answers_label>
                        {answers}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Lines
            id="list-caption"
            caption=staff::list_caption(lang)
            columns=[
                Column::text(staff::column_title(lang)),
                Column::text(staff::column_state(lang)),
                Column::text(staff::column_term(lang)),
                Column::text(staff::column_initiator(lang)),
                Column::number(staff::column_answers(lang)),
            ]
        >
            {rows}
        </Lines>
    }
}
