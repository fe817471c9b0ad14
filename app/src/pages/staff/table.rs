//! All polls of the community as a table: found by words, state and other choices, sorted by column, in pages.

use super::{
    desk::{NoPolls, poll_link},
    wanted::{PATH, Sort, SortBy, Wanted},
};
use crate::{
    components::{
        DeskFrame, PageTitle,
        choice::ChoiceList,
        lines::{Column, Lines},
        page,
        pager::{Pager, page_number},
        phase::{Phase, PhaseTag},
        said::said,
    },
    context::{Visit, services, settlements, visit},
    failure::Failure,
    i18n::{Lang, common, dates, find, format, polls, staff, staff_lists},
};
use domain::{
    katottg::Unit,
    lifecycle::State,
    poll::{InitiatorKind, Secrecy},
    role::Right,
    search::MOST_CHARACTERS,
    time::Millis,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use store::{Page, Paged, polls::PollSummary};

/// Rows on one page.
const PER_PAGE: u64 = 20;

/// `/staff/polls`; the choices of [`Wanted`] and `?page=`.
#[component]
pub fn PollTable() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        visit.require(Right::SeeDesk)?;
        let places = settlements(&services, &visit).await?;
        let wanted = Wanted::read(&query, &places);
        let number = page_number(query.get("page").as_deref());
        let part = Page {
            offset: (number - 1) * PER_PAGE,
            limit: PER_PAGE,
        };
        let found = services
            .store
            .polls(visit.community_id(), &wanted.filter(visit.lang), part)
            .await?;
        let pages = found.total.div_ceil(PER_PAGE).max(1);
        if number > pages {
            return Err(Failure::NotFound);
        }
        Ok(view! { <TableView visit wanted places found number pages /> })
    })
}

#[component]
fn TableView(
    visit: Visit,
    wanted: Wanted,
    places: Vec<Unit>,
    found: Paged<PollSummary>,
    number: u64,
    pages: u64,
) -> impl IntoView {
    let lang = visit.lang;
    let tab = |own: Option<State>| {
        let words = own.map_or(staff::list_all(lang), |own| polls::state(lang, own));
        view! {
            <a
                href=wanted.with_state(own).href(&visit)
                aria-current=(own == wanted.state).then_some("page")
            >
                {words}
            </a>
            " "
        }
    };
    let tabs = std::iter::once(None)
        .chain(State::ALL.iter().copied().map(Some))
        .map(tab)
        .collect_view();
    let body = match (found.items.is_empty(), wanted.is_everything()) {
        (true, true) => view! { <NoPolls visit=visit.clone() /> }.into_any(),
        (true, false) => nothing(&visit).into_any(),
        _ => view! { <Rows visit=visit.clone() wanted=wanted.clone() polls=found.items /> }
            .into_any(),
    };
    let filter = wanted.address();
    view! {
        <PageTitle text=staff::list_title(lang) />
        <DeskFrame current=PATH>
            <div class="desk__head">
                <h1>{staff::list_title(lang)}</h1>
                {visit
                    .may(Right::WritePolls)
                    .then(|| {
                        view! {
                            <p class="row">
                                <a class="btn btn--small" href=visit.href("/staff/polls/new")>
                                    {staff::new_poll(lang)}
                                </a>
                            </p>
                        }
                    })}
            </div>
            <nav class="tabs" aria-label=staff::list_filter(lang)>
                {tabs}
            </nav>
            <section class="panel" aria-label=staff::list_title(lang)>
                <Choices visit=visit.clone() wanted places />
                {body}
                <Pager visit=visit.clone() path=PATH number pages filter />
            </section>
        </DeskFrame>
    }
}

/// Nothing fits what was chosen.
fn nothing(visit: &Visit) -> impl IntoView + use<> {
    let lang = visit.lang;
    view! {
        <div class="empty">
            <p>
                <strong>{staff_lists::nothing_title(lang)}</strong>
            </p>
            <p class="small">{staff_lists::nothing_text(lang)}</p>
            <p>
                <a class="btn btn--2" href=visit.href(PATH)>
                    {find::clear(lang)}
                </a>
            </p>
        </div>
    }
}

/// The form: words first, the rest folded away until something of it is chosen. On a phone, where the headings are not seen,
/// it is also where one sorts.
#[component]
fn Choices(visit: Visit, wanted: Wanted, places: Vec<Unit>) -> impl IntoView {
    let lang = visit.lang;
    let lists = lists(lang, &wanted, places);
    view! {
        <form method="get" action=visit.href(PATH) role="search">
            {wanted
                .state
                .map(|state| view! { <input type="hidden" name="state" value=state.as_str() /> })}
            <label class="label" for="q">
                {find::label(lang)}
            </label>
            <div class="find__words">
                <input
                    class="input"
                    type="search"
                    id="q"
                    name="q"
                    value=wanted.query.typed().to_owned()
                    maxlength=MOST_CHARACTERS.to_string()
                    autocomplete="off"
                />
                <button class="btn btn--2 btn--small">{find::button(lang)}</button>
            </div>
            <details class="disclosure" open=wanted.is_filtered()>
                <summary>{find::filters(lang)}</summary>
                <div class="find__filters">{lists}</div>
                <div class="row">
                    <button class="btn btn--2 btn--small">{common::show(lang)}</button>
                    " "
                    {wanted
                        .is_filtered()
                        .then(|| view! { <a href=visit.href(PATH)>{find::clear(lang)}</a> })}
                </div>
            </details>
        </form>
    }
}

/// The lists to choose from. Where there is one settlement there is nothing to choose.
fn lists(lang: Lang, wanted: &Wanted, places: Vec<Unit>) -> impl IntoView + use<> {
    let place = (places.len() > 1).then(|| {
        ChoiceList {
            name: "settlement",
            label: find::settlement(lang),
            all: find::any_settlement(lang),
            options: places
                .into_iter()
                .map(|unit| (unit.code.to_string(), unit.name))
                .collect(),
            chosen: wanted.settlement.as_ref().map(|unit| unit.code.to_string()),
            hint: None,
        }
        .view()
    });
    let kind = |kind: &InitiatorKind| {
        let words = common::initiator_kind(lang, *kind);
        (kind.to_string(), words.to_owned())
    };
    let initiator = ChoiceList {
        name: "by",
        label: find::initiator(lang),
        all: find::any_initiator(lang),
        options: InitiatorKind::ALL.iter().map(kind).collect(),
        chosen: wanted.initiator.map(|kind| kind.to_string()),
        hint: None,
    };
    let level = |level: &Secrecy| {
        let words = common::secrecy(lang, *level);
        (level.to_string(), words.to_owned())
    };
    let secrecy = ChoiceList {
        name: "secrecy",
        label: staff_lists::secrecy(lang),
        all: staff_lists::any_secrecy(lang),
        options: Secrecy::ALL.iter().map(level).collect(),
        chosen: wanted.secrecy.map(|secrecy| secrecy.to_string()),
        hint: None,
    };
    let ways = SortBy::ALL
        .into_iter()
        .flat_map(|by| [false, true].map(|down| Sort { by, down }))
        .map(|sort| (sort.name(), sort_words(lang, sort).to_owned()));
    let sort = ChoiceList {
        name: "sort",
        label: staff_lists::sort(lang),
        all: staff_lists::sort_newest(lang),
        options: ways.collect(),
        chosen: wanted.sort.map(Sort::name),
        hint: None,
    };
    (place, initiator.view(), secrecy.view(), sort.view())
}

fn sort_words(lang: Lang, sort: Sort) -> &'static str {
    match (sort.by, sort.down) {
        (SortBy::Title, false) => staff_lists::sort_title(lang),
        (SortBy::Title, true) => staff_lists::sort_title_down(lang),
        (SortBy::State, false) => staff_lists::sort_state(lang),
        (SortBy::State, true) => staff_lists::sort_state_down(lang),
        (SortBy::Opens, false) => staff_lists::sort_opens(lang),
        (SortBy::Opens, true) => staff_lists::sort_opens_down(lang),
        (SortBy::Closes, false) => staff_lists::sort_closes(lang),
        (SortBy::Closes, true) => staff_lists::sort_closes_down(lang),
        (SortBy::Turnout, false) => staff_lists::sort_turnout(lang),
        (SortBy::Turnout, true) => staff_lists::sort_turnout_down(lang),
    }
}

#[component]
fn Rows(visit: Visit, wanted: Wanted, polls: Vec<PollSummary>) -> impl IntoView {
    let lang = visit.lang;
    let rows = polls.iter().map(|poll| row(&visit, poll)).collect_view();
    let sorted = |column: Column, by: SortBy| wanted.sorting(&visit, column, by);
    view! {
        <Lines
            id="list-caption"
            caption=staff_lists::caption(lang)
            columns=[
                sorted(Column::text(staff::column_title(lang)), SortBy::Title),
                sorted(Column::text(staff::column_state(lang)), SortBy::State),
                sorted(Column::text(staff_lists::column_opens(lang)), SortBy::Opens),
                sorted(Column::text(staff_lists::column_closes(lang)), SortBy::Closes),
                Column::text(staff::column_initiator(lang)),
                sorted(Column::number(staff::column_answers(lang)), SortBy::Turnout),
            ]
        >
            {rows}
        </Lines>
    }
}

fn row(visit: &Visit, poll: &PollSummary) -> impl IntoView + use<> {
    let lang = visit.lang;
    let phase = Phase::of(poll.state, poll.closes_at, visit.now);
    let answers = match poll.state {
        State::Draft | State::Scheduled => String::new(),
        State::Open | State::Closed => format::number(lang, poll.turnout),
    };
    let answers_label = (!answers.is_empty()).then(|| staff::column_answers(lang));
    let moment = |at: Option<Millis>| match at {
        Some(at) => view! {
            <time datetime=dates::iso(at)>{dates::short_moment(lang, at, visit.now)}</time>
        }
        .into_any(),
        None => view! { <span class="muted">{staff_lists::no_moment(lang)}</span> }.into_any(),
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                {poll_link(visit, poll)}
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
            <td role="cell" data-label=staff_lists::column_opens(lang)>
                {moment(poll.opens_at)}
            </td>
            <td role="cell" data-label=staff_lists::column_closes(lang)>
                {moment(poll.closes_at)}
            </td>
            <td role="cell" data-label=staff::column_initiator(lang)>
                {said(lang, &poll.initiator.name)}
            </td>
            <td role="cell" class="n" data-label=answers_label>
                {answers}
            </td>
        </tr>
    }
}
