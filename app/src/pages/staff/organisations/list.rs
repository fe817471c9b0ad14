//! `/staff/organisations`: the claims that wait, the organisations that the community knows, and a new one.

use super::{
    PATH, claim_path,
    form::{OrganisationForm, OrganisationPanel},
    notice, path_of,
};
use crate::{
    components::{
        Boot, DeskFrame, PageTitle,
        lines::{Column, Lines},
        page,
        said::said,
    },
    context::{Services, Visit, people, services, visit},
    failure::Failure,
    i18n::{alphabetical, common, dates, format, organisations as words},
    pages::staff::{editor::kept_for_another, people::note_listed},
};
use domain::{
    ids::{OrganisationNo, PersonId},
    organisation::Organisation,
    role::Right,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::collections::BTreeMap;
use store::Page;

/// Most claims that are shown: each is gone when it is decided.
const MOST_CLAIMS: u64 = 50;

/// A claim that waits: who, for what, since when.
#[derive(Clone)]
struct Waiting {
    person: PersonId,
    name: String,
    organisation: String,
    sent: String,
}

/// What the page shows.
#[derive(Clone)]
struct Shown {
    waiting: Vec<Waiting>,
    waiting_total: u64,
    known: Vec<Organisation>,
    asked: BTreeMap<OrganisationNo, i64>,
    form: OrganisationForm,
    said: Option<&'static str>,
}

/// `/staff/organisations`; `?removed`, `?confirmed`, `?refused` and `?late` after what they say, `?kept` after a form that came from whoever may
/// not.
#[component]
pub fn Organisations() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let person = match visit.require(Right::HandleOrganisations) {
            Ok(moderator) => moderator.person,
            Err(Failure::Forbidden) if query.get("kept").is_some() => {
                return Ok(kept_for_another(visit.lang));
            }
            Err(failure) => return Err(failure),
        };
        let lang = visit.lang;
        let said = [
            ("removed", words::removed_done(lang)),
            ("confirmed", words::confirmed(lang)),
            ("refused", words::refuse_done(lang)),
            ("late", words::request_gone(lang)),
        ];
        let said = said.into_iter().find(|(key, _)| query.get(key).is_some());
        let said = said.map(|(_, words)| words);
        let shown = shown(&services, &visit, person, said).await?;
        let asking = shown.waiting.iter().map(|claim| claim.person);
        note_listed(&services, &visit, person, asking).await?;
        Ok(view! { <ListView visit shown /> }.into_any())
    })
}

async fn shown(
    services: &Services,
    visit: &Visit,
    person: PersonId,
    said: Option<&'static str>,
) -> Result<Shown, Failure> {
    let (store, community) = (&services.store, visit.community_id());
    let claims = store
        .waiting_organisation_requests(community, Page::first(MOST_CLAIMS))
        .await?;
    let mut waiting = Vec::new();
    for claim in claims.items {
        let name = people::name_of(services, community, claim.person).await?;
        waiting.push(Waiting {
            person: claim.person,
            name: match name.is_empty() {
                true => words::nameless(visit.lang).to_owned(),
                false => name,
            },
            organisation: claim.name.get(visit.lang).to_owned(),
            sent: dates::short_moment(visit.lang, claim.sent_at, visit.now),
        });
    }
    let mut known = store.organisations(community).await?;
    known.sort_by_cached_key(|one| alphabetical(&one.name.uk));
    Ok(Shown {
        waiting,
        waiting_total: claims.total,
        known,
        asked: store.consultations_of_organisations(community).await?,
        form: OrganisationForm::of(services, visit, person, None).await?,
        said,
    })
}

#[component]
fn ListView(visit: Visit, shown: Shown) -> impl IntoView {
    let lang = visit.lang;
    let wrong = shown.form.wrong(lang);
    let title = words::nav(lang);
    let window = match wrong.is_empty() {
        true => title.to_owned(),
        false => common::page_title_error(lang, title),
    };
    let said = shown.said.map(|words| notice("callout callout--ok", words));
    view! {
        <PageTitle text=window />
        <DeskFrame current=PATH>
            {wrong.summary(lang)}
            {said}
            <div class="desk__head">
                <div>
                    <h1>{title}</h1>
                    <p class="muted">{words::desk_lead(lang)}</p>
                </div>
            </div>
            <section class="panel" aria-labelledby="claims">
                <h2 id="claims">{words::requests_title(lang)}</h2>
                {claims(&visit, &shown)}
            </section>
            <section class="panel" aria-labelledby="known">
                <h2 id="known">{words::known_title(lang)}</h2>
                {known(&visit, &shown)}
            </section>
            <OrganisationPanel visit form=shown.form.clone() />
            <Boot />
        </DeskFrame>
    }
}

/// The claims that wait, or that there are none.
fn claims(visit: &Visit, shown: &Shown) -> AnyView {
    let lang = visit.lang;
    if shown.waiting.is_empty() {
        return view! { <p>{words::requests_none(lang)}</p> }.into_any();
    }
    let rows = shown
        .waiting
        .iter()
        .map(|claim| {
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        {claim.name.clone()}
                    </th>
                    <td role="cell" data-label=words::column_organisation(lang)>
                        {claim.organisation.clone()}
                    </td>
                    <td role="cell" data-label=words::column_sent(lang)>
                        {claim.sent.clone()}
                    </td>
                    <td role="cell">{look(visit, &claim_path(claim.person), &claim.name)}</td>
                </tr>
            }
        })
        .collect_view();
    let count = i64::try_from(shown.waiting.len()).unwrap_or(i64::MAX);
    let more = i64::try_from(shown.waiting_total).unwrap_or(i64::MAX) - count;
    view! {
        <Lines
            id="claims-caption"
            caption=words::requests_caption(lang)
            columns=[
                Column::text(words::column_person(lang)),
                Column::text(words::column_organisation(lang)),
                Column::text(words::column_sent(lang)),
                Column::text(words::column_look(lang)),
            ]
        >
            {rows}
        </Lines>
        {(more > 0).then(|| view! { <p>{words::requests_more(lang, more)}</p> })}
    }
    .into_any()
}

/// The organisations that the community knows, or that there are none.
fn known(visit: &Visit, shown: &Shown) -> AnyView {
    let lang = visit.lang;
    if shown.known.is_empty() {
        return view! { <p>{words::none(lang)}</p> }.into_any();
    }
    let rows = shown
        .known
        .iter()
        .map(|one| {
            let name = one.name.get(lang).to_owned();
            let polls = shown.asked.get(&one.no).copied().unwrap_or(0);
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        {said(lang, &one.name)}
                    </th>
                    <td role="cell" data-label=words::column_kind(lang)>
                        {common::initiator_kind(lang, one.kind)}
                    </td>
                    <td role="cell" class="n" data-label=words::column_polls(lang)>
                        {format::number(lang, polls)}
                    </td>
                    <td role="cell">{look(visit, &path_of(Some(one.no)), &name)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Lines
            id="known-caption"
            caption=words::known_caption(lang)
            columns=[
                Column::text(words::column_organisation(lang)),
                Column::text(words::column_kind(lang)),
                Column::number(words::column_polls(lang)),
                Column::text(words::column_look(lang)),
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
            {words::look(visit.lang)}
            <span class="vh">": " {about}</span>
        </a>
    }
}
