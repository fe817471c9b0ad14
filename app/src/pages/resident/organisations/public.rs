//! The public pages of organisations: all of them, and one with what it has asked.

use super::MINE;
use crate::{
    components::{
        Frame, Icon, Mark, PageTitle,
        facts::organisation_path,
        initiator_symbol, page,
        pager::{Pager, page_number},
        said::{paragraphs, said},
    },
    context::{Visit, services, visit},
    failure::Failure,
    i18n::{alphabetical, common, organisations as words},
    pages::resident::{
        cards::chosen_cards,
        find::{Chosen, STATES, organisation_href},
        list::Grid,
    },
};
use domain::{ids::OrganisationNo, lifecycle::State, organisation::Organisation};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use std::collections::BTreeMap;
use store::{Page, organisations::StoredOrganisation};

/// Organisations on one page of the list.
const PER_PAGE: usize = 50;
/// Polls of one state on an organisation's page: the list of its polls shows the rest.
const MOST_POLLS: u64 = 12;

/// `/organisations`, by name; `?page=`.
#[component]
pub fn OrganisationList() -> impl IntoView {
    let sent = use_query_map().get_untracked().get("page");
    page(async move {
        let (visit, services) = (visit()?, services()?);
        if visit.is_platform() {
            return Err(Failure::NotFound);
        }
        let community = visit.community_id();
        let number = page_number(sent.as_deref());
        let mut all = services.store.organisations(community).await?;
        let asked = services
            .store
            .consultations_of_organisations(community)
            .await?;
        let lang = visit.lang;
        all.sort_by_cached_key(|one| alphabetical(one.name.in_lang(lang).0));
        let pages = (all.len().div_ceil(PER_PAGE).max(1)) as u64;
        if number > pages {
            return Err(Failure::NotFound);
        }
        let first = usize::try_from(number - 1).unwrap_or(0) * PER_PAGE;
        let shown: Vec<Organisation> = all.into_iter().skip(first).take(PER_PAGE).collect();
        Ok(view! { <ListView visit shown asked number pages /> })
    })
}

#[component]
fn ListView(
    visit: Visit,
    shown: Vec<Organisation>,
    asked: BTreeMap<OrganisationNo, i64>,
    number: u64,
    pages: u64,
) -> impl IntoView {
    let lang = visit.lang;
    let rows = shown
        .iter()
        .map(|one| {
            let polls = asked.get(&one.no).copied().unwrap_or(0);
            view! {
                <li>
                    <p>
                        <a href=visit.href(&organisation_path(one.no))>
                            <strong>{said(lang, &one.name)}</strong>
                        </a>
                    </p>
                    <p class="small muted">
                        {common::initiator_kind(lang, one.kind)} "\u{a0}· "
                        {words::consultations(lang, polls)}
                    </p>
                </li>
            }
        })
        .collect_view();
    let body = match shown.is_empty() {
        true => view! {
            <div class="empty section">
                <Mark size=48 core=false />
                <p>
                    <strong>{words::none(lang)}</strong>
                </p>
            </div>
        }
        .into_any(),
        false => view! { <ul class="list">{rows}</ul> }.into_any(),
    };
    view! {
        <PageTitle text=words::title(lang) />
        <Frame>
            <div class="flow prose">
                <h1>{words::title(lang)}</h1>
                <p class="lead">{words::lead(lang)}</p>
                {body}
                <p>
                    <a href=visit.href(MINE)>{words::represent(lang)}</a>
                </p>
            </div>
            <Pager visit=visit.clone() path="/organisations" number pages />
        </Frame>
    }
}

/// `/organisations/N`: an organisation with its polls, also one that the community does not know any more.
#[component]
pub fn OrganisationPage() -> impl IntoView {
    let no = use_params_map().get_untracked().get("no");
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let no: OrganisationNo = no
            .unwrap_or_default()
            .parse()
            .map_err(|()| Failure::NotFound)?;
        let found = services.store.organisation(visit.community_id(), no);
        let found = found.await?.ok_or(Failure::NotFound)?;
        let chosen = Chosen::of_organisation(&found.organisation);
        let part = Page::first(MOST_POLLS);
        let (mut now, mut closed, mut more) = (Vec::new(), Vec::new(), false);
        for state in STATES {
            let (cards, total) = chosen_cards(&services, &visit, &chosen, state, part).await?;
            more |= total > MOST_POLLS;
            match state {
                State::Closed => closed.extend(cards),
                _ => now.extend(cards),
            }
        }
        let lang = visit.lang;
        let name = found.organisation.name.get(lang).to_owned();
        let all = organisation_href(&visit, &found.organisation);
        let nothing = now.is_empty() && closed.is_empty();
        let sections = [
            ("open", words::open_title(lang), now),
            ("closed", words::closed_title(lang), closed),
        ];
        let sections = sections
            .into_iter()
            .filter(|(_, _, cards)| !cards.is_empty())
            .map(|(id, title, cards)| {
                view! {
                    <section class="section" aria-labelledby=id>
                        <h2 id=id>{title}</h2>
                        <Grid visit=visit.clone() cards />
                    </section>
                }
            })
            .collect_view();
        Ok(view! {
            <PageTitle text=name />
            <Frame>
                <About visit=visit.clone() found />
                {nothing.then(|| view! { <p class="section">{words::no_polls(lang)}</p> })}
                {sections}
                {more
                    .then(|| {
                        view! {
                            <p class="section">
                                {words::more_polls(lang)} " " <a href=all>{words::more_polls_link(lang)}</a>
                            </p>
                        }
                    })}
            </Frame>
        })
    })
}

/// What an organisation is.
#[component]
fn About(visit: Visit, found: StoredOrganisation) -> impl IntoView {
    let lang = visit.lang;
    let one = found.organisation;
    let code = match &one.edrpou {
        Some(code) => words::code(lang, code.as_str()),
        None => words::no_code(lang).to_owned(),
    };
    let removed = found.removed.then(|| {
        view! {
            <div class="callout callout--warn">
                <p>{words::removed(lang)}</p>
            </div>
        }
    });
    let code = (!found.removed).then(|| view! { <p class="small">{code}</p> });
    view! {
        <div class="flow prose">
            <p class="back">
                <a href=visit.href("/organisations")>{words::title(lang)}</a>
            </p>
            <h1>{said(lang, &one.name)}</h1>
            <p>
                <span class="tag tag--line">
                    <Icon symbol=initiator_symbol(one.kind) />
                    " "
                    {common::initiator_kind(lang, one.kind)}
                </span>
            </p>
            {removed}
            {code}
            {paragraphs(lang, &one.about)}
        </div>
    }
}
