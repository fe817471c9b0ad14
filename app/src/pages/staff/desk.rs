//! The desk's first page: what needs somebody, who has answered so far, what the week brings, what is being written, what was
//! done last.

use super::{
    attention::{Attention, Waits},
    log,
    team::TeamWaits,
    term, title_of,
    turnout::{TurnoutNow, turnout_now},
    week::Week,
};
use crate::{
    components::{Boot, DeskFrame, Mark, PageTitle, page, said::said},
    context::{Services, Visit, Visitor, services, visit},
    failure::Failure,
    i18n::{Lang, common, dates, staff},
    islands::staff::{Board, LiveTurnout},
};
use domain::{lifecycle::State, role::Right};
use leptos::prelude::*;
use store::{
    Page,
    audit::{AuditEntry, AuditFilter},
    polls::{PollFilter, PollOrder, PollSummary},
};

/// Most polls of a state that are looked at for what needs somebody.
const MOST_POLLS: u64 = 100;
/// Most drafts, and most entries of the log, on this page.
const MOST_DRAFTS: usize = 20;
const MOST_ENTRIES: u64 = 8;

/// What the page shows beside the visit.
struct Shown {
    /// Every poll that may need somebody or do something by itself, and what closed last.
    polls: Vec<PollSummary>,
    board: Board,
    waits: Waits,
    team: TeamWaits,
    entries: Vec<AuditEntry>,
    names: log::Names,
}

/// `/staff`.
#[component]
pub fn Desk() -> impl IntoView {
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let visitor = visit.require(Right::SeeDesk)?.clone();
        let mut polls = Vec::new();
        for (state, order) in [
            (State::Open, PollOrder::ClosingFirst),
            (State::Scheduled, PollOrder::OpeningFirst),
            (State::Draft, PollOrder::NewestFirst),
            (State::Closed, PollOrder::LatestClosedFirst),
        ] {
            polls.extend(of_state(&services, &visit, state, order).await?);
        }
        let on_polls = AuditFilter {
            about: Some("poll"),
            ..AuditFilter::default()
        };
        let entries = services
            .store
            .audit_log_of(visit.community_id(), on_polls, Page::first(MOST_ENTRIES))
            .await?
            .items;
        let turnout = turnout_now(
            &services,
            &visit.community,
            TurnoutNow::default(),
            visit.now,
        )
        .await?;
        let shown = Shown {
            polls,
            board: turnout.board(visit.lang, visit.now),
            waits: Waits::of(&services, &visit).await?,
            team: TeamWaits::of(&services, &visit).await?,
            names: log::Names::of(&services, &visit, &entries).await?,
            entries,
        };
        Ok(view! { <DeskView visit visitor shown /> })
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
fn DeskView(visit: Visit, visitor: Visitor, shown: Shown) -> impl IntoView {
    let lang = visit.lang;
    let new_poll = visit.may(Right::WritePolls).then(|| {
        view! {
            <p class="row">
                <a class="btn btn--small" href=visit.href("/staff/polls/new")>
                    {staff::new_poll(lang)}
                </a>
            </p>
        }
    });
    let recent =
        view! { <Recent visit=visit.clone() entries=shown.entries names=shown.names /> }.into_any();
    let nobody_waits = shown.waits == Waits::default() && shown.team == TeamWaits::default();
    let body = if shown.polls.is_empty() && nobody_waits {
        view! {
            <NoPolls visit=visit.clone() />
            {recent}
        }
        .into_any()
    } else {
        let drafts = shown.polls.iter().filter(|poll| poll.state == State::Draft);
        let drafts: Vec<PollSummary> = drafts.take(MOST_DRAFTS).cloned().collect();
        view! {
            <div class="cols">
                <div>
                    <Attention
                        visit=visit.clone()
                        polls=shown.polls.clone()
                        waits=shown.waits
                        team=shown.team
                        me=visitor.person
                    />
                    <OpenNow visit=visit.clone() board=shown.board />
                </div>
                <Week visit=visit.clone() polls=shown.polls />
            </div>
            <div class="cols section">
                <section class="panel" aria-labelledby="drafts">
                    <h2 id="drafts">{staff::drafts_title(lang)}</h2>
                    <Drafts visit=visit.clone() polls=drafts />
                    <p>
                        <a href=visit.href("/staff/polls")>{staff::all_polls_link(lang)}</a>
                    </p>
                </section>
                {recent}
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
    view! {
        <PageTitle text=staff::desk_title(lang) />
        <DeskFrame current="/staff">
            <div class="desk__head">
                <div>
                    <h1>{dates::weekday_and_date(lang, visit.now)}</h1>
                    <p class="muted">{line}</p>
                </div>
                {new_poll}
            </div>
            {body}
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
            {visit
                .may(Right::WritePolls)
                .then(|| {
                    view! {
                        <p class="small">{staff::list_empty_text(lang)}</p>
                        <p>
                            <a class="btn btn--2" href=visit.href("/staff/polls/new")>
                                {staff::new_poll(lang)}
                            </a>
                        </p>
                    }
                })}
        </div>
    }
}

/// «№ 12. Назва»
pub fn poll_title(lang: Lang, poll: &PollSummary) -> impl IntoView + use<> {
    let title = title_of(lang, &poll.title);
    view! { {common::poll_number(lang, poll.number)} ". " {said(lang, &title)} }
}

/// A link to a poll's desk, by its number and title.
pub fn poll_link(visit: &Visit, poll: &PollSummary) -> impl IntoView + use<> {
    view! {
        <a href=visit
            .href(&format!("/staff/polls/{}", poll.number))>{poll_title(visit.lang, poll)}</a>
    }
}

/// Open polls with their turnout; never how people answer.
#[component]
fn OpenNow(visit: Visit, board: Board) -> impl IntoView {
    let lang = visit.lang;
    view! {
        <section class="panel" aria-labelledby="open">
            <h2 id="open">{staff::today_open(lang)}</h2>
            <LiveTurnout
                lang
                board
                page=visit.href("/staff")
                events=visit.href("/staff/turnout/events")
            />
            <p class="hint">{staff::turnout_only(lang)}</p>
        </section>
        <Boot />
    }
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
            let term = match (poll.opens_at, poll.closes_at) {
                (Some(_), Some(_)) => staff::draft_term(lang, &term),
                _ => term,
            };
            view! {
                <li>
                    <div>
                        {poll_link(&visit, poll)}
                        <p>{staff::draft_created(lang, &created)} "."</p>
                        <p>{term}</p>
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
            {visit
                .may(Right::ReadJournal)
                .then(|| {
                    view! {
                        <p>
                            <a href=visit.href("/staff/journal")>{staff::all_acts_link(lang)}</a>
                        </p>
                    }
                })}
        </section>
    }
}
