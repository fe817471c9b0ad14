//! `/staff/paper`: the batches, and opening one.

use super::{PATH, batch_path, does, operator};
use crate::{
    components::{
        DeskFrame, PageTitle,
        lines::{Column, Lines},
        page,
        pager::{Pager, page_number},
        see_other,
        wrong::{Wrong, error_line},
    },
    context::{Services, Visit, services, visit},
    failure::Failure,
    i18n::{Lang, common, format, staff_paper as words},
    pages::staff::{staff_poll, title_of},
};
use domain::{
    ids::PollNumber,
    lang::Bilingual,
    lifecycle::State,
    paper::{BatchNo, BatchState},
    role::Right,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::collections::HashMap;
use store::{
    Conflict, Page, StoreError,
    polls::{PollFilter, PollOrder},
};

/// The key of the input.
const POLL: &str = "poll";
/// Batches on a page.
const PER_PAGE: u64 = 25;
/// Open polls to choose among.
const MOST_POLLS: u64 = 200;

#[derive(Clone)]
struct Line {
    no: BatchNo,
    poll: PollNumber,
    title: Bilingual,
    forms: usize,
    state: BatchState,
}

#[derive(Clone)]
struct Shown {
    lines: Vec<Line>,
    open: Vec<(PollNumber, Bilingual)>,
    missing: bool,
    number: u64,
    pages: u64,
}

/// `/staff/paper`; `?missing` after a form that named no open poll.
#[component]
pub fn PaperBatches() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        if let Err(instead) = operator(&visit, query.get("kept").is_some())? {
            return Ok(instead);
        }
        let number = page_number(query.get("page").as_deref());
        let shown = shown(&services, &visit, number, query.get("missing").is_some()).await?;
        if shown.number > shown.pages {
            return Err(Failure::NotFound);
        }
        Ok(view! { <ListView visit shown /> }.into_any())
    })
}

async fn shown(
    services: &Services,
    visit: &Visit,
    number: u64,
    missing: bool,
) -> Result<Shown, Failure> {
    let (community, store) = (visit.community_id(), &services.store);
    let part = Page {
        offset: (number - 1) * PER_PAGE,
        limit: PER_PAGE,
    };
    let batches = store.paper_batches(community, part).await?;
    let mut titles = HashMap::new();
    let mut lines = Vec::new();
    for (batch, forms) in batches.items {
        if !titles.contains_key(&batch.poll)
            && let Some(poll) = store.poll(community, batch.poll).await?
        {
            titles.insert(batch.poll, (poll.number, poll.content.title));
        }
        let Some((poll, title)) = titles.get(&batch.poll).cloned() else {
            continue;
        };
        lines.push(Line {
            no: batch.no,
            poll,
            title,
            forms: forms.len(),
            state: batch.state(forms),
        });
    }
    let filter = PollFilter::of([State::Open], PollOrder::ClosingFirst);
    let open = store.polls(community, &filter, Page::first(MOST_POLLS));
    let open = open
        .await?
        .items
        .into_iter()
        .filter(|poll| poll.closes_at.is_none_or(|closes| visit.now < closes));
    Ok(Shown {
        lines,
        open: open.map(|poll| (poll.number, poll.title)).collect(),
        missing,
        number,
        pages: batches.total.div_ceil(PER_PAGE).max(1),
    })
}

#[component]
fn ListView(visit: Visit, shown: Shown) -> impl IntoView {
    let (lang, title) = (visit.lang, words::nav(visit.lang));
    let wrong = match shown.missing && !shown.open.is_empty() {
        true => Wrong::of(vec![(POLL.to_owned(), words::new_missing(lang).to_owned())]),
        false => Wrong::default(),
    };
    let window = match wrong.is_empty() {
        true => title.to_owned(),
        false => common::page_title_error(lang, title),
    };
    let (number, pages) = (shown.number, shown.pages);
    view! {
        <PageTitle text=window />
        <DeskFrame current=PATH>
            {wrong.summary(lang)}
            <div class="desk__head">
                <div>
                    <h1>{title}</h1>
                    <p class="muted">{words::lead(lang)}</p>
                </div>
            </div>
            {new_batch(&visit, &shown, &wrong)}
            <section class="panel" aria-labelledby="batches">
                <h2 id="batches">{words::batches_title(lang)}</h2>
                {batches(&visit, &shown)} <Pager visit=visit.clone() path=PATH number pages />
            </section>
        </DeskFrame>
    }
}

/// The form that opens a batch, or that no poll is open.
fn new_batch(visit: &Visit, shown: &Shown, wrong: &Wrong) -> AnyView {
    let lang = visit.lang;
    let form = match shown.open.is_empty() {
        true => view! { <p>{words::new_none(lang)}</p> }.into_any(),
        false => choose(visit, shown, wrong),
    };
    view! {
        <section class="panel" aria-labelledby="new">
            <h2 id="new">{words::new_title(lang)}</h2>
            {form}
        </section>
    }
    .into_any()
}

fn choose(visit: &Visit, shown: &Shown, wrong: &Wrong) -> AnyView {
    let lang = visit.lang;
    let error = wrong.at(POLL);
    let bad = error.is_some();
    let options = shown
        .open
        .iter()
        .map(|(number, title)| {
            view! { <option value=number.to_string()>{poll_words(lang, *number, title)}</option> }
        })
        .collect_view();
    view! {
        <form
            method="post"
            action=visit.href("/do/staff/open-paper-batch")
            class="flow prose"
            novalidate
        >
            <div class=if bad { "field is-invalid" } else { "field" }>
                <label class="label" for=POLL>
                    {words::new_poll(lang)}
                </label>
                {error.map(|words| error_line(lang, POLL, &words))}
                <p class="hint" id="poll-hint">
                    {words::new_hint(lang)}
                </p>
                <select
                    class=if bad { "input input--bad" } else { "input" }
                    id=POLL
                    name=POLL
                    aria-invalid=bad.then_some("true")
                    aria-describedby=if bad { "poll-error poll-hint" } else { "poll-hint" }
                >
                    <option value="">{words::new_choose(lang)}</option>
                    {options}
                </select>
            </div>
            <button class="btn">{words::new_submit(lang)}</button>
        </form>
    }
    .into_any()
}

/// «№ 214. Яким має бути сквер».
fn poll_words(lang: Lang, number: PollNumber, title: &Bilingual) -> String {
    let title = title_of(lang, title);
    format!("{}. {}", common::poll_number(lang, number), title.get(lang))
}

fn batches(visit: &Visit, shown: &Shown) -> AnyView {
    let lang = visit.lang;
    if shown.lines.is_empty() {
        return view! { <p>{words::batches_none(lang)}</p> }.into_any();
    }
    let rows = shown
        .lines
        .iter()
        .map(|line| {
            let name = words::batch(lang, line.no);
            let forms = i64::try_from(line.forms).unwrap_or(i64::MAX);
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        {name.clone()}
                    </th>
                    <td role="cell" data-label=words::column_poll(lang)>
                        {poll_words(lang, line.poll, &line.title)}
                    </td>
                    <td role="cell" class="n" data-label=words::column_forms(lang)>
                        {format::number(lang, forms)}
                    </td>
                    <td role="cell" data-label=words::column_state(lang)>
                        {words::batch_state(lang, line.state)}
                    </td>
                    <td role="cell">
                        <a class="btn btn--2 btn--small" href=visit.href(&batch_path(line.no))>
                            {words::open(lang)}
                            <span class="vh">": " {name}</span>
                        </a>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Lines
            id="batches-caption"
            caption=words::batches_caption(lang)
            columns=[
                Column::text(words::column_batch(lang)),
                Column::text(words::column_poll(lang)),
                Column::number(words::column_forms(lang)),
                Column::text(words::column_state(lang)),
                Column::text(words::column_open(lang)),
            ]
        >
            {rows}
        </Lines>
    }
    .into_any()
}

/// Opens a batch for the open poll of this number.
///
/// # Errors
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] for whoever may not. That no open poll is named is told with the form.
#[server(prefix = "/do", endpoint = "staff/open-paper-batch")]
pub async fn open_paper_batch(#[server(default)] poll: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let operator = visit.require(Right::RecordPaper)?;
    let opened = match staff_poll(&services, &visit, &poll).await {
        Ok(poll) => {
            let community = visit.community_id();
            let by = does(&visit, operator);
            services
                .store
                .open_paper_batch(community, poll.id, by)
                .await
        }
        Err(Failure::NotFound) => Err(Conflict::NotOpen.into()),
        Err(failure) => return Err(failure),
    };
    let to = match opened {
        Ok(batch) => batch_path(batch),
        Err(StoreError::Conflict(Conflict::NotOpen)) => format!("{PATH}?missing#errors"),
        Err(error) => return Err(error.into()),
    };
    see_other(&visit.href(&to));
    Ok(())
}
