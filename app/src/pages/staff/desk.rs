//! The desk's first page: what opens and closes in the coming days, who has answered so far, what is being written, what was
//! done last.

use super::{log, term, title_of};
use crate::{
    components::{
        DeskFrame, Icon, Mark, PageTitle, Symbol, page,
        said::said,
        turnout::{entitled, turnout_line},
    },
    context::{Services, Visit, Visitor, services, visit},
    failure::Failure,
    i18n::{Lang, common, dates, staff},
};
use domain::{
    lifecycle::State,
    time::{DAY, Millis},
};
use leptos::prelude::*;
use store::{
    Page,
    audit::{AuditEntry, AuditFilter},
    polls::{PollFilter, PollOrder, PollSummary},
};

/// Most polls of a state, and most entries of the log, on this page.
const MOST_POLLS: u64 = 20;
const MOST_ENTRIES: u64 = 8;
/// How far the page looks ahead.
const AHEAD_MS: i64 = 7 * DAY;

/// `/staff`.
#[component]
pub fn Desk() -> impl IntoView {
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let visitor = visit.require_staff()?.clone();
        let open = of_state(&services, &visit, State::Open, PollOrder::ClosingFirst).await?;
        let scheduled =
            of_state(&services, &visit, State::Scheduled, PollOrder::OpeningFirst).await?;
        let drafts = of_state(&services, &visit, State::Draft, PollOrder::NewestFirst).await?;
        let on_polls = AuditFilter {
            about: Some("poll"),
            ..AuditFilter::default()
        };
        let entries = services
            .store
            .audit_log_of(visit.community_id(), on_polls, Page::first(MOST_ENTRIES))
            .await?
            .items;
        let names = log::Names::of(&services, &visit, &entries).await?;
        Ok(view! { <DeskView visit visitor open scheduled drafts entries names /> })
    })
}

async fn of_state(
    services: &Services,
    visit: &Visit,
    state: State,
    order: PollOrder,
) -> Result<Vec<PollSummary>, Failure> {
    let filter = PollFilter::of(vec![state], order);
    let found = services
        .store
        .polls(visit.community_id(), &filter, Page::first(MOST_POLLS))
        .await?;
    Ok(found.items)
}

#[component]
fn DeskView(
    visit: Visit,
    visitor: Visitor,
    open: Vec<PollSummary>,
    scheduled: Vec<PollSummary>,
    drafts: Vec<PollSummary>,
    entries: Vec<AuditEntry>,
    names: log::Names,
) -> impl IntoView {
    let lang = visit.lang;
    let new_poll = visit.href("/staff/polls/new");
    let nothing = open.is_empty() && scheduled.is_empty() && drafts.is_empty();
    let body = if nothing {
        view! { <NoPolls visit=visit.clone() /> }.into_any()
    } else {
        let coming = coming(&open, &scheduled, visit.now);
        view! {
            <div class="cols">
                <section class="panel" aria-labelledby="open">
                    <h2 id="open">{staff::today_open(lang)}</h2>
                    <Open visit=visit.clone() polls=open />
                    <p class="hint">{staff::turnout_only(lang)}</p>
                </section>
                <section class="panel" aria-labelledby="coming">
                    <h2 id="coming">{staff::week_title(lang)}</h2>
                    <Coming visit=visit.clone() coming />
                </section>
            </div>
            <div class="cols section">
                <section class="panel" aria-labelledby="drafts">
                    <h2 id="drafts">{staff::drafts_title(lang)}</h2>
                    <Drafts visit=visit.clone() polls=drafts />
                    <p>
                        <a href=visit.href("/staff/polls")>{staff::all_polls_link(lang)}</a>
                    </p>
                </section>
                <Recent visit=visit.clone() entries=entries.clone() names=names.clone() />
            </div>
        }
        .into_any()
    };
    let role = visitor
        .roles
        .first()
        .map(|role| staff::role(lang, *role).to_lowercase());
    let line = staff::desk_line(
        lang,
        &visitor.short_name,
        &role.unwrap_or_default(),
        &dates::time(lang, visit.now),
    );
    let recent = nothing.then(|| view! { <Recent visit=visit.clone() entries names /> });
    view! {
        <PageTitle text=staff::desk_title(lang) />
        <DeskFrame current="/staff">
            <div class="desk__head">
                <div>
                    <h1>{dates::weekday_and_date(lang, visit.now)}</h1>
                    <p class="muted">{line}</p>
                </div>
                <p class="row">
                    <a class="btn btn--small" href=new_poll>
                        {staff::new_poll(lang)}
                    </a>
                </p>
            </div>
            {body}
            {recent}
        </DeskFrame>
    }
}

/// A community that has asked nothing yet.
#[component]
pub fn NoPolls(visit: Visit) -> impl IntoView {
    let lang = visit.lang;
    view! {
        <div class="empty">
            <Mark size=48 core=false />
            <p>
                <strong>{staff::list_empty_title(lang)}</strong>
            </p>
            <p class="small">{staff::list_empty_text(lang)}</p>
            <p>
                <a class="btn btn--2" href=visit.href("/staff/polls/new")>
                    {staff::new_poll(lang)}
                </a>
            </p>
        </div>
    }
}

/// A link to a poll's desk: «№ 12. Назва».
pub fn poll_link(visit: &Visit, poll: &PollSummary) -> impl IntoView + use<> {
    let lang = visit.lang;
    let title = title_of(lang, &poll.title);
    view! {
        <a href=visit.href(&format!("/staff/polls/{}", poll.number))>
            {common::poll_number(lang, poll.number)} ". " {said(lang, &title)}
        </a>
    }
}

/// Open polls with their turnout; never how people answer.
#[component]
fn Open(visit: Visit, polls: Vec<PollSummary>) -> impl IntoView {
    let lang = visit.lang;
    if polls.is_empty() {
        return view! { <p>{staff::open_none(lang)}</p> }.into_any();
    }
    let items = polls
        .iter()
        .map(|poll| {
            let line = turnout_line(
                lang,
                poll.turnout,
                entitled(&visit.community, &poll.audience),
            );
            let left = poll.closes_at.map(|closes| {
                let left = crate::i18n::format::left(lang, closes.since(visit.now).max(0));
                view! {
                    <span class="tag tag--now">
                        <Icon symbol=Symbol::Clock />
                        " "
                        {left}
                    </span>
                }
            });
            view! {
                <li>
                    <div>
                        {poll_link(&visit, poll)} <p>{line}</p>
                    </div>
                    {left}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="todo">{items}</ul> }.into_any()
}

/// What happens to a poll by itself, and when.
#[derive(Clone, Debug)]
struct Coming {
    at: Millis,
    opens: bool,
    poll: PollSummary,
}

/// What opens or closes within the days ahead, the soonest first.
fn coming(open: &[PollSummary], scheduled: &[PollSummary], now: Millis) -> Vec<Coming> {
    let ahead = now..=now.plus(AHEAD_MS);
    let event = |poll: &PollSummary, at: Option<Millis>, opens| {
        at.filter(|at| ahead.contains(at)).map(|at| Coming {
            at,
            opens,
            poll: poll.clone(),
        })
    };
    let mut coming: Vec<Coming> = scheduled
        .iter()
        .filter_map(|poll| event(poll, poll.opens_at, true))
        .chain(
            open.iter()
                .chain(scheduled)
                .filter_map(|poll| event(poll, poll.closes_at, false)),
        )
        .collect();
    coming.sort_by_key(|event| event.at);
    coming
}

#[component]
fn Coming(visit: Visit, coming: Vec<Coming>) -> impl IntoView {
    let lang = visit.lang;
    if coming.is_empty() {
        return view! { <p>{staff::week_nothing(lang)}</p> }.into_any();
    }
    let items = coming
        .iter()
        .map(|event| {
            let moment = dates::moment_or_today(lang, event.at, visit.now);
            let line = if event.opens {
                staff::opens_at(lang, &moment)
            } else {
                staff::closes_at(lang, &moment)
            };
            view! {
                <li>
                    <div>
                        {poll_link(&visit, &event.poll)}
                        <p>
                            <time datetime=dates::iso(event.at)>{line}</time>
                        </p>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="todo">{items}</ul> }.into_any()
}

#[component]
fn Drafts(visit: Visit, polls: Vec<PollSummary>) -> impl IntoView {
    let lang = visit.lang;
    if polls.is_empty() {
        return view! { <p>{staff::drafts_none(lang)}</p> }.into_any();
    }
    let items = polls
        .iter()
        .map(|poll| {
            let created = dates::moment_or_today(lang, poll.created_at, visit.now);
            let term = term(lang, poll.opens_at, poll.closes_at, visit.now);
            view! {
                <li>
                    <div>
                        {poll_link(&visit, poll)}
                        <p>{staff::draft_created(lang, &created)} ". " {term}</p>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="todo">{items}</ul> }.into_any()
}

/// The last entries of the journal.
#[component]
fn Recent(visit: Visit, entries: Vec<AuditEntry>, names: log::Names) -> impl IntoView {
    let lang: Lang = visit.lang;
    let body = if entries.is_empty() {
        view! { <p>{staff::journal_empty(lang)}</p> }.into_any()
    } else {
        log::list(&visit, &entries, &names, true).into_any()
    };
    view! {
        <section class="panel" aria-labelledby="recent">
            <h2 id="recent">{staff::recent_acts(lang)}</h2>
            {body}
            <p>
                <a href=visit.href("/staff/journal")>{staff::all_acts_link(lang)}</a>
            </p>
        </section>
    }
}
