//! The journal: the audit log of the community, by what was done, by whom, to which poll and when, in pages.

use super::{
    field::error_line,
    log,
    sought::{self, Fault, Sought, Typed},
};
use crate::{
    components::{
        DeskFrame, PageTitle,
        choice::ChoiceList,
        lines::{Column, Lines},
        page,
        pager::{Pager, page_number},
    },
    context::{Services, Visit, services, visit},
    failure::Failure,
    i18n::{Lang, alphabetical, common, find, staff, staff_lists},
};
use domain::{ids::PersonId, role::Right, time::Date};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use store::{
    Actor, Page, Paged,
    audit::{AuditEntry, AuditFilter},
};

/// Entries on one page.
const PER_PAGE: u64 = 30;
const PATH: &str = "/staff/journal";

/// What the page shows beside the visit.
#[derive(Clone)]
struct Shown {
    sought: Sought,
    typed: Typed,
    faults: Vec<Fault>,
    /// Who can be asked for: people with their names, in the order of the alphabet.
    people: Vec<(PersonId, String)>,
    found: Paged<AuditEntry>,
    names: log::Names,
    number: u64,
    pages: u64,
}

/// `/staff/journal`; the fields of [`sought`] and `?page=`.
#[component]
pub fn Journal() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        visit.require(Right::ReadJournal)?;
        let people = people(&services, &visit).await?;
        let ids: Vec<PersonId> = people.iter().map(|(id, _)| *id).collect();
        let (sought, typed, mut faults) = sought::read(&query, &ids);
        let number = page_number(query.get("page").as_deref());
        let subject = subject(&services, &visit, &sought).await?;
        if sought.poll.is_some() && subject.is_none() {
            faults.push(Fault::Poll);
            faults.sort();
        }
        let found = if faults.is_empty() {
            entries(&services, &visit, &sought, subject.as_deref(), number).await?
        } else {
            Paged {
                items: Vec::new(),
                total: 0,
            }
        };
        let pages = found.total.div_ceil(PER_PAGE).max(1);
        if number > pages {
            return Err(Failure::NotFound);
        }
        let names = log::Names::of(&services, &visit, &found.items).await?;
        let shown = Shown {
            sought,
            typed,
            faults,
            people,
            found,
            names,
            number,
            pages,
        };
        Ok(view! { <JournalView visit shown /> })
    })
}

/// Everybody by whose hand something stands in the journal, and whose name can be read by whoever looks.
async fn people(services: &Services, visit: &Visit) -> Result<Vec<(PersonId, String)>, Failure> {
    let ids = services.store.audit_actors(visit.community_id()).await?;
    let named = log::names_of_the_team(services, visit, ids.into_iter().collect()).await?;
    let mut people: Vec<(PersonId, String)> = named.into_iter().collect();
    people.sort_by_cached_key(|(_, name)| alphabetical(name));
    Ok(people)
}

/// The poll that is asked for, as the log names it; `None` where none is, or the community has no such poll.
async fn subject(
    services: &Services,
    visit: &Visit,
    sought: &Sought,
) -> Result<Option<String>, Failure> {
    let Some(number) = sought.poll else {
        return Ok(None);
    };
    let poll = services
        .store
        .poll_by_number(visit.community_id(), number)
        .await?;
    Ok(poll.map(|poll| poll.id.to_string()))
}

async fn entries(
    services: &Services,
    visit: &Visit,
    sought: &Sought,
    subject: Option<&str>,
    number: u64,
) -> Result<Paged<AuditEntry>, Failure> {
    let filter = AuditFilter {
        act: sought.act,
        actor: sought.actor,
        subject,
        since: sought.since,
        before: sought.before,
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
    Ok(found)
}

#[component]
fn JournalView(visit: Visit, shown: Shown) -> impl IntoView {
    let lang = visit.lang;
    let title = staff::journal_title(lang);
    let faults = shown.faults.clone();
    let window = if faults.is_empty() {
        title.to_owned()
    } else {
        common::page_title_error(lang, title)
    };
    let summary = (!faults.is_empty()).then(|| summary(lang, &faults));
    let filter = shown.sought.address(&shown.typed);
    let (number, pages) = (shown.number, shown.pages);
    let body = faults.is_empty().then(|| body(&visit, &shown));
    view! {
        <PageTitle text=window />
        <DeskFrame current=PATH>
            {summary}
            <div class="desk__head">
                <div>
                    <h1>{title}</h1>
                    <p class="muted">{staff::journal_lead(lang)}</p>
                </div>
            </div>
            <section class="panel" aria-label=title>
                {form(&visit, shown)} {body} <Pager visit=visit.clone() path=PATH number pages filter />
            </section>
        </DeskFrame>
    }
}

fn summary(lang: Lang, faults: &[Fault]) -> impl IntoView + use<> {
    let links = faults
        .iter()
        .map(|fault| {
            view! {
                <li>
                    <a href=format!("#{}", fault.field())>{fault.words(lang)}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="errors" role="alert" tabindex="-1" aria-labelledby="errors-title">
            <h2 id="errors-title">{staff_lists::errors_title(lang)}</h2>
            <ul>{links}</ul>
        </div>
    }
}

fn form(visit: &Visit, shown: Shown) -> impl IntoView + use<> {
    let lang = visit.lang;
    let acts = ChoiceList {
        name: sought::ACT,
        label: staff_lists::act(lang),
        all: staff::journal_all(lang),
        options: staff::ACTS
            .into_iter()
            .map(|code| (code.to_owned(), staff::act(lang, code).to_owned()))
            .collect(),
        chosen: shown.sought.act.map(str::to_owned),
        hint: None,
    };
    let nobody = [
        (Actor::System, staff::system(lang)),
        (Actor::CommandLine, staff::command_line(lang)),
    ]
    .map(|(actor, words)| (sought::actor_name(actor), words.to_owned()));
    let people = shown
        .people
        .into_iter()
        .map(|(id, name)| (sought::actor_name(Actor::Person(id)), name));
    let who = ChoiceList {
        name: sought::WHO,
        label: staff_lists::who(lang),
        all: staff_lists::anyone(lang),
        options: people.chain(nobody).collect(),
        chosen: shown.sought.actor.map(sought::actor_name),
        hint: None,
    };
    let input = |name, label, value: &str, takes| {
        let fault = shown.faults.iter().find(|fault| fault.field() == name);
        Input {
            name,
            label,
            value: value.to_owned(),
            takes,
            error: fault.map(|fault| fault.words(lang)),
        }
        .view(lang)
    };
    let typed = &shown.typed;
    let clear = (shown.sought.is_any() || !shown.faults.is_empty())
        .then(|| view! { <a href=visit.href(PATH)>{find::clear(lang)}</a> });
    view! {
        <form method="get" action=visit.href(PATH) role="search">
            <div class="find__filters">
                {acts.view()} {who.view()}
                {input(sought::POLL, staff_lists::poll_number(lang), &typed.poll, Takes::Number)}
                {input(sought::FROM, staff_lists::from(lang), &typed.from, Takes::Day)}
                {input(sought::TO, staff_lists::to(lang), &typed.to, Takes::Day)}
            </div>
            <div class="row">
                <button class="btn btn--2 btn--small">{common::show(lang)}</button>
                " "
                {clear}
            </div>
        </form>
    }
}

/// What a field is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Number,
    Day,
}

/// A field to type into.
struct Input {
    name: &'static str,
    label: &'static str,
    value: String,
    takes: Takes,
    error: Option<&'static str>,
}

impl Input {
    fn view(self, lang: Lang) -> impl IntoView + use<> {
        let error_id = format!("{}-error", self.name);
        // A browser's own control would drop what it cannot read.
        let own_control = self.value.is_empty() || self.value.parse::<Date>().is_ok();
        let (kind, mode) = match self.takes {
            Takes::Day if own_control => ("date", None),
            Takes::Day => ("text", None),
            Takes::Number => ("text", Some("numeric")),
        };
        let invalid = self.error.is_some();
        let error = self.error.map(|words| error_line(lang, self.name, words));
        view! {
            <div class:is-invalid=invalid>
                <label class="label" for=self.name>
                    {self.label}
                </label>
                {error}
                <input
                    class=if invalid { "input input--bad" } else { "input" }
                    type=kind
                    inputmode=mode
                    id=self.name
                    name=self.name
                    value=self.value
                    autocomplete="off"
                    aria-invalid=invalid.then_some("true")
                    aria-describedby=invalid.then_some(error_id)
                />
            </div>
        }
    }
}

/// The entries, or that there are none.
fn body(visit: &Visit, shown: &Shown) -> AnyView {
    let lang = visit.lang;
    let found = &shown.found;
    match (found.items.is_empty(), shown.sought.is_any()) {
        (true, false) => view! { <p>{staff::journal_empty(lang)}</p> }.into_any(),
        (true, true) => view! { <p role="status">{staff_lists::no_entries(lang)}</p> }.into_any(),
        _ => {
            let count = i64::try_from(found.total).unwrap_or(i64::MAX);
            let rows = log::rows(visit, &found.items, &shown.names);
            view! {
                <p>
                    <strong>{staff_lists::entries(lang, count)}</strong>
                </p>
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
            .into_any()
        }
    }
}
