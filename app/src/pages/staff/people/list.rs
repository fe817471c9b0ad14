//! `/staff/people`: finding somebody, the sign-ins in doubt, those who came without a РНОКПП.

use super::{
    PATH, case_path,
    find::{FindForm, FindPanel},
    known::{Known, old_extract},
    note_listed,
    proposal::all_waiting,
    record_path,
};
use crate::{
    components::{
        Boot, DeskFrame, PageTitle,
        lines::{Column, Lines},
        page,
        pager::{Pager, page_number},
    },
    context::{Services, Visit, place_name, services, settlements, visit},
    failure::Failure,
    i18n::{common, dates, format, residence_request as words, staff, staff_people},
    pages::staff::editor::kept_for_another,
};
use domain::{ids::PersonId, role::Right};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::collections::HashMap;
use store::{Page, Paged, identity_cases::IdentityCase};

/// Rows on one page of those without a РНОКПП.
const PER_PAGE: u64 = 20;
/// Most cases that are shown: they are few, and each is gone when it is decided.
const MOST_CASES: u64 = 50;

/// What the page shows beside the visit.
#[derive(Clone)]
struct Shown {
    form: FindForm,
    cases: Paged<IdentityCase>,
    /// Those who ask from home, with settlement and day.
    requests: Vec<(Known, String, String)>,
    /// How many there are in all.
    requests_total: u64,
    /// Those whose confirmed residence waits for a second of the staff, with who proposed it and when.
    proposals: Vec<(Known, String, String)>,
    proposals_total: u64,
    /// Everybody whom the cases name.
    records: HashMap<PersonId, Known>,
    waiting: Vec<Known>,
    number: u64,
    pages: u64,
    /// That the register's extract is old.
    old_extract: Option<String>,
}

/// `/staff/people`; `?page=` of those without a РНОКПП, `?kept` after a form that led to nobody.
#[component]
pub fn People() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let handler = match visit.require(Right::HandlePeople) {
            Ok(handler) => handler.clone(),
            Err(Failure::Forbidden) if query.get("kept").is_some() => {
                return Ok(kept_for_another(visit.lang));
            }
            Err(failure) => return Err(failure),
        };
        let number = page_number(query.get("page").as_deref());
        let form = FindForm::of(&services, &visit, &handler).await?;
        let shown = shown(&services, &visit, form, number).await?;
        if shown.number > shown.pages {
            return Err(Failure::NotFound);
        }
        note_listed(&services, &visit, handler.person, shown.named()).await?;
        Ok(view! { <PeopleView visit shown /> }.into_any())
    })
}

impl Shown {
    /// Everybody whose name stands on the page.
    fn named(&self) -> impl Iterator<Item = PersonId> {
        let requests = self.requests.iter().map(|(known, ..)| known);
        let proposals = self.proposals.iter().map(|(known, ..)| known);
        let others = self.records.values().chain(&self.waiting);
        let all = requests.chain(proposals).chain(others);
        all.map(|known| known.person.id)
    }
}

async fn shown(
    services: &Services,
    visit: &Visit,
    form: FindForm,
    number: u64,
) -> Result<Shown, Failure> {
    let community = visit.community_id();
    let cases = services
        .store
        .open_cases(community, Page::first(MOST_CASES))
        .await?;
    let mut named = Vec::new();
    for case in &cases.items {
        named.extend_from_slice(&case.persons);
    }
    let records = Known::all(services, visit, named).await?;
    let part = Page {
        offset: (number - 1) * PER_PAGE,
        limit: PER_PAGE,
    };
    let second_keys = services.store.second_keys_open(community, part).await?;
    let mut waiting = Vec::new();
    for person in second_keys.items {
        waiting.push(Known::opened(services, community, person).await?);
    }
    let asking = services
        .store
        .waiting_residence_requests(community, Page::first(MOST_CASES))
        .await?;
    let places = settlements(services, visit).await?;
    let mut requests = Vec::new();
    for request in asking.items {
        // Forgotten meanwhile, and the request with them.
        let Some(record) = Known::of(services, visit, request.person).await? else {
            continue;
        };
        let sent = dates::short_moment(visit.lang, request.sent_at, visit.now);
        requests.push((record, place_name(&places, &request.settlement), sent));
    }
    let (proposals, proposals_total) = all_waiting(services, visit, MOST_CASES).await?;
    let last = services.store.last_extract(community).await?;
    Ok(Shown {
        old_extract: last.and_then(|last| old_extract(visit, last.taken_on)),
        form,
        proposals,
        proposals_total,
        requests,
        requests_total: asking.total,
        cases,
        records,
        waiting,
        number,
        pages: second_keys.total.div_ceil(PER_PAGE).max(1),
    })
}

#[component]
fn PeopleView(visit: Visit, shown: Shown) -> impl IntoView {
    let lang = visit.lang;
    let title = staff_people::nav(lang);
    let wrong = shown.form.wrong(lang);
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
                    <p class="muted">{staff_people::lead(lang)}</p>
                </div>
            </div>
            {shown
                .old_extract
                .clone()
                .map(|words| {
                    view! {
                        <div class="callout callout--warn">
                            <p>{words}</p>
                        </div>
                    }
                })}
            <FindPanel visit=visit.clone() form=shown.form.clone() />
            <section class="panel" aria-labelledby="requests">
                <h2 id="requests">{words::desk_title(lang)}</h2>
                {requests(&visit, &shown)}
            </section>
            {proposals(&visit, &shown)}
            <section class="panel" aria-labelledby="cases">
                <h2 id="cases">{staff_people::cases_title(lang)}</h2>
                <p class="small">{staff_people::cases_lead(lang)}</p>
                {cases(&visit, &shown)}
            </section>
            <section class="panel" aria-labelledby="second">
                <h2 id="second">{staff_people::second_title(lang)}</h2>
                <p class="small">{staff_people::second_lead(lang)}</p>
                {waiting(&visit, &shown.waiting)}
                <Pager visit=visit.clone() path=PATH number pages />
            </section>
            <Boot />
        </DeskFrame>
    }
}

/// Those who ask from home, or that nobody does.
fn requests(visit: &Visit, shown: &Shown) -> AnyView {
    let lang = visit.lang;
    if shown.requests.is_empty() {
        return view! { <p>{words::desk_none(lang)}</p> }.into_any();
    }
    let about = About {
        id: "requests-caption",
        caption: words::desk_caption(lang),
        columns: [words::column_place(lang), words::column_sent(lang)],
        total: shown.requests_total,
    };
    view! {
        <p class="small">{words::desk_lead(lang)}</p>
        {about.lines(visit, &shown.requests)}
    }
    .into_any()
}

/// Those whose confirmed residence waits for a second of the staff; nothing where nobody's does.
fn proposals(visit: &Visit, shown: &Shown) -> Option<AnyView> {
    let lang = visit.lang;
    let about = About {
        id: "proposals-caption",
        caption: staff_people::proposals_caption(lang),
        columns: [staff_people::proposal_by(lang), staff::column_when(lang)],
        total: shown.proposals_total,
    };
    (!shown.proposals.is_empty()).then(|| {
        view! {
            <section class="panel" aria-labelledby="proposals">
                <h2 id="proposals">{staff_people::proposals_title(lang)}</h2>
                <p class="small">{staff_people::proposals_lead(lang)}</p>
                {about.lines(visit, &shown.proposals)}
            </section>
        }
        .into_any()
    })
}

/// A table of people with two things to tell of each and the way to their record.
struct About {
    id: &'static str,
    caption: &'static str,
    columns: [&'static str; 2],
    /// How many there are in all.
    total: u64,
}

impl About {
    fn lines(&self, visit: &Visit, people: &[(Known, String, String)]) -> AnyView {
        let lang = visit.lang;
        let [first, second] = self.columns;
        let rows = people
            .iter()
            .map(|(record, one, other)| {
                let name = record.name(lang);
                view! {
                    <tr role="row">
                        <th scope="row" role="rowheader">
                            {name.clone()}
                        </th>
                        <td role="cell" data-label=first>
                            {one.clone()}
                        </td>
                        <td role="cell" data-label=second>
                            {other.clone()}
                        </td>
                        <td role="cell">{look(visit, &record_path(record.person.id), &name)}</td>
                    </tr>
                }
            })
            .collect_view();
        let count = i64::try_from(people.len()).unwrap_or(i64::MAX);
        let more = i64::try_from(self.total).unwrap_or(i64::MAX) - count;
        view! {
            <Lines
                id=self.id
                caption=self.caption
                columns=[
                    Column::text(words::column_name(lang)),
                    Column::text(first),
                    Column::text(second),
                    Column::text(words::column_look(lang)),
                ]
            >
                {rows}
            </Lines>
            {(more > 0).then(|| view! { <p>{words::desk_more(lang, more)}</p> })}
        }
        .into_any()
    }
}

/// The sign-ins in doubt, or that there are none.
fn cases(visit: &Visit, shown: &Shown) -> AnyView {
    let lang = visit.lang;
    if shown.cases.items.is_empty() {
        return view! { <p>{staff_people::cases_none(lang)}</p> }.into_any();
    }
    let rows = shown
        .cases
        .items
        .iter()
        .map(|case| {
            let names = case.persons.iter().filter_map(|id| shown.records.get(id));
            let names: Vec<String> = names.map(|record| record.name(lang)).collect();
            let names = names.join(", ");
            let when = dates::short_moment(lang, case.tried_at, visit.now);
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        <time datetime=dates::iso(case.tried_at)>{when}</time>
                    </th>
                    <td role="cell" data-label=staff_people::column_records(lang)>
                        {names.clone()}
                    </td>
                    <td role="cell" class="n" data-label=staff_people::column_tries(lang)>
                        {format::number(lang, case.tries.into())}
                    </td>
                    <td role="cell">{look(visit, &case_path(case.id), &names)}</td>
                </tr>
            }
        })
        .collect_view();
    let more = i64::try_from(shown.cases.total).unwrap_or(i64::MAX)
        - i64::try_from(shown.cases.items.len()).unwrap_or(i64::MAX);
    view! {
        <Lines
            id="cases-caption"
            caption=staff_people::cases_caption(lang)
            columns=[
                Column::text(staff_people::column_tried(lang)),
                Column::text(staff_people::column_records(lang)),
                Column::number(staff_people::column_tries(lang)),
                Column::text(staff_people::column_look(lang)),
            ]
        >
            {rows}
        </Lines>
        {(more > 0).then(|| view! { <p>{staff_people::cases_more(lang, more)}</p> })}
    }
    .into_any()
}

/// Those without a РНОКПП, or that there are none.
fn waiting(visit: &Visit, waiting: &[Known]) -> AnyView {
    let lang = visit.lang;
    if waiting.is_empty() {
        return view! { <p>{staff_people::second_none(lang)}</p> }.into_any();
    }
    let rows = waiting
        .iter()
        .map(|record| {
            let name = record.name(lang);
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        {name.clone()}
                    </th>
                    <td role="cell" data-label=staff_people::column_since(lang)>
                        {record.since(lang, visit.now)}
                    </td>
                    <td role="cell" data-label=staff_people::column_documents(lang)>
                        {record.documents(lang)}
                    </td>
                    <td role="cell">{look(visit, &record_path(record.person.id), &name)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Lines
            id="second-caption"
            caption=staff_people::second_caption(lang)
            columns=[
                Column::text(staff_people::column_name(lang)),
                Column::text(staff_people::column_since(lang)),
                Column::text(staff_people::column_documents(lang)),
                Column::text(staff_people::column_look(lang)),
            ]
        >
            {rows}
        </Lines>
    }
    .into_any()
}

/// The link to where something is decided; `about` is heard, not seen.
fn look(visit: &Visit, path: &str, about: &str) -> impl IntoView + use<> {
    let about = about.to_owned();
    view! {
        <a class="btn btn--2 btn--small" href=visit.href(path)>
            {staff_people::look(visit.lang)}
            <span class="vh">": " {about}</span>
        </a>
    }
}
