//! The journal: the audit log of the community, by act and in pages.

use super::log;
use crate::{
    components::{
        DeskFrame, PageTitle,
        lines::{Column, Lines},
        page,
        pager::{Pager, page_number},
    },
    context::{Visit, services, visit},
    failure::Failure,
    i18n::{common, staff},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use store::{
    Page, Paged,
    audit::{AuditEntry, AuditFilter},
};

/// Entries on one page.
const PER_PAGE: u64 = 30;

/// `/staff/journal`; `?act=` and `?page=`.
#[component]
pub fn Journal() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        visit.require_staff()?;
        let act = query
            .get("act")
            .and_then(|sent| staff::ACTS.into_iter().find(|act| *act == sent));
        let number = page_number(query.get("page").as_deref());
        let filter = AuditFilter {
            act,
            ..AuditFilter::default()
        };
        let part = Page {
            offset: (number - 1) * PER_PAGE,
            limit: PER_PAGE,
        };
        let found = services
            .store
            .audit_log_of(visit.community_id(), filter, part)
            .await?;
        let pages = found.total.div_ceil(PER_PAGE).max(1);
        if number > pages {
            return Err(Failure::NotFound);
        }
        let names = log::Names::of(&services, &visit, &found.items).await?;
        Ok(view! { <JournalView visit act found names number pages /> })
    })
}

#[component]
fn JournalView(
    visit: Visit,
    act: Option<&'static str>,
    found: Paged<AuditEntry>,
    names: log::Names,
    number: u64,
    pages: u64,
) -> impl IntoView {
    let lang = visit.lang;
    let path = "/staff/journal";
    let choices = staff::ACTS
        .into_iter()
        .map(|code| {
            view! {
                <option value=code selected=act == Some(code)>
                    {staff::act(lang, code).to_owned()}
                </option>
            }
        })
        .collect_view();
    let rows = log::rows(&visit, &found.items, &names);
    let body = match (found.items.is_empty(), act) {
        (true, None) => view! { <p>{staff::journal_empty(lang)}</p> }.into_any(),
        (true, Some(_)) => view! { <p>{staff::journal_none(lang)}</p> }.into_any(),
        _ => view! {
            <Lines
                id="journal-caption"
                caption=staff::journal_caption(lang)
                columns=[
                    Column::text(staff::column_when(lang)),
                    Column::text(staff::column_who(lang)),
                    Column::text(staff::column_act(lang)),
                    Column::text(staff::column_subject(lang)),
                ]
            >
                {rows}
            </Lines>
        }
        .into_any(),
    };
    let filter = act.map_or(String::new(), |act| format!("act={act}"));
    view! {
        <PageTitle text=staff::journal_title(lang) />
        <DeskFrame current=path>
            <div class="desk__head">
                <div>
                    <h1>{staff::journal_title(lang)}</h1>
                    <p class="muted">{staff::journal_lead(lang)}</p>
                </div>
            </div>
            <section class="panel" aria-label=staff::journal_title(lang)>
                <form method="get" action=visit.href(path)>
                    <label class="label" for="act">
                        {staff::journal_filter(lang)}
                    </label>
                    <div class="row">
                        <div>
                            <select class="input" id="act" name="act">
                                <option value="">{staff::journal_all(lang)}</option>
                                {choices}
                            </select>
                        </div>
                        <button class="btn btn--2 btn--small">{common::show(lang)}</button>
                    </div>
                </form>
                {body}
                <Pager visit=visit.clone() path number pages filter />
            </section>
        </DeskFrame>
    }
}
