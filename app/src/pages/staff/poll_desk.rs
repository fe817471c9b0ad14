//! A poll's own page on the desk: where it stands, what may be done with it, and what was done. Before the close it shows
//! turnout and never how people answer, to staff as to everybody (DESIGN §5.6).

use super::{
    asked_districts::AskedDistricts,
    correction::{CorrectionForm, CorrectionPanel},
    early_close::{EarlyCloseForm, EarlyClosePanel},
    editor::against_publishing,
    log,
    publish::PublishPanel,
    rules::Rules,
    save::unsaved,
    staff_poll, term, title_of,
};
use crate::{
    components::{
        Boot, DeskFrame, Icon, PageTitle, Symbol,
        change::change_words,
        facts::PollFacts,
        page,
        phase::{Phase, PhaseTag},
        said::said,
        turnout::TurnoutPanel,
    },
    context::{Visit, services, visit},
    i18n::{
        AskedPlaces, Lang, common, dates, polls, staff, staff_correction, staff_districts,
        staff_early_close,
    },
    pages::{
        embed::Snippet,
        resident::{asked_places, entitled},
    },
};
use domain::{
    entitled::Entitled,
    lifecycle::{Event, State},
    poll::{Poll, Problems},
    role::Right,
    widget::WidgetOrigins,
};
use leptos::prelude::*;
use leptos_router::{
    hooks::{use_params_map, use_query_map},
    params::ParamsMap,
};
use store::{
    Page,
    audit::{AuditEntry, AuditFilter},
    change_log::Change,
};

/// Most entries of the log that are shown; the journal has all.
const MOST_ENTRIES: u64 = 50;

/// What the page shows beside the poll itself.
struct Around {
    turnout: i64,
    entitled: Option<Entitled>,
    places: AskedPlaces,
    /// Those of a draft.
    districts: AskedDistricts,
    changes: Vec<Change>,
    entries: Vec<AuditEntry>,
    names: log::Names,
    /// Who wrote the draft.
    author: Option<String>,
    /// What stands against publishing a draft.
    problems: Problems,
    /// This browser holds changes that are not stored.
    unsaved: bool,
    may_edit: bool,
    may_publish: bool,
    /// Which websites may show the poll's card.
    framed_by: WidgetOrigins,
    /// For whoever may correct the description, while it may be corrected.
    correction: Option<CorrectionForm>,
    /// For whoever may close the poll before its term is over, while it runs.
    early_close: Option<EarlyCloseForm>,
}

/// `/staff/polls/{number}`; after an act the query says what became of it.
#[component]
pub fn PollDesk() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let visitor = visit.require(Right::SeeDesk)?;
        let number = params.get("number").unwrap_or_default();
        let mut poll = staff_poll(&services, &visit, &number).await?;
        let draft = poll.state == State::Draft;
        let (mut problems, mut districts) = (Problems::new(), AskedDistricts::default());
        if draft {
            let rules = Rules::of(&services, &visit).await?;
            problems = against_publishing(&poll, &rules, &visit);
            districts = AskedDistricts::redraw(&mut poll, &rules);
        }
        let (community, store) = (visit.community_id(), &services.store);
        let subject = poll.id.to_string();
        let filter = AuditFilter {
            subject: Some(&subject),
            ..AuditFilter::default()
        };
        let entries = store
            .audit_log_of(community, filter, Page::first(MOST_ENTRIES))
            .await?
            .items;
        let author =
            log::people_named(&services, &visit, poll.author.into_iter().collect()).await?;
        let around = Around {
            turnout: store.turnout(community, poll.id).await?,
            entitled: entitled(&services, &visit, &poll.content.audience).await?,
            places: asked_places(&services, &poll.content.audience).await?,
            districts,
            changes: store.change_log(community, poll.id).await?,
            names: log::Names::of(&services, &visit, &entries).await?,
            entries,
            author: author.into_values().next(),
            problems,
            unsaved: draft
                && unsaved(&services, &visit, poll.number, visitor)
                    .await?
                    .is_some(),
            may_edit: visit.may(Right::WritePolls),
            may_publish: visit.may(Right::PublishPolls),
            framed_by: store.widget_origins(community).await?,
            correction: match visit.require(Right::PublishPolls) {
                Ok(editor) => CorrectionForm::of(&services, &visit, &poll, editor).await?,
                Err(_) => None,
            },
            early_close: match visit.require(Right::PublishPolls) {
                Ok(editor) => EarlyCloseForm::of(&services, &visit, &poll, editor).await?,
                Err(_) => None,
            },
        };
        let notice = notice(visit.lang, poll.state, &query);
        Ok(view! { <PollDeskView visit poll around notice /> })
    })
}

/// What became of the act that led here: a class and the words.
fn notice(lang: Lang, state: State, query: &ParamsMap) -> Option<(&'static str, &'static str)> {
    let said = |code: &str| query.get(code).is_some();
    let draft = state == State::Draft;
    match () {
        () if said("published") && !draft => {
            Some(("callout callout--ok", staff::published_note(lang)))
        }
        () if said("corrected") && !draft => Some((
            "callout callout--ok",
            staff_correction::corrected_note(lang),
        )),
        () if said("closed") && !draft => {
            Some(("callout callout--ok", staff_early_close::closed_note(lang)))
        }
        () if said("not-open") && !draft => {
            Some(("callout callout--warn", staff_early_close::too_late(lang)))
        }
        () if said("late") && !draft => {
            Some(("callout callout--warn", staff_correction::too_late(lang)))
        }
        () if said("locked") && !draft => {
            Some(("callout callout--warn", staff::not_a_draft_note(lang)))
        }
        () if said("published-before") && !draft => {
            Some(("callout callout--warn", staff::not_edited_note(lang)))
        }
        () if said("changed") => Some(("callout callout--warn", staff::publish_changed(lang))),
        () if said("redrawn") && draft => Some((
            "callout callout--warn",
            staff_districts::redrawn_meanwhile(lang),
        )),
        () if said("over") && draft => {
            Some(("callout callout--warn", staff::refusal_term_is_over(lang)))
        }
        () if said("keys") && draft => Some(("callout callout--bad", staff::publish_no_keys(lang))),
        () => None,
    }
}

#[component]
fn PollDeskView(
    visit: Visit,
    poll: Poll,
    around: Around,
    notice: Option<(&'static str, &'static str)>,
) -> impl IntoView {
    let (lang, now) = (visit.lang, visit.now);
    let title = title_of(lang, &poll.content.title);
    let summary = said(lang, &poll.content.summary);
    let phase = Phase::of_poll(&poll, now);
    let draft = poll.state == State::Draft;
    let notice = notice.map(|(class, words)| {
        view! {
            <div class=class role="status">
                <p>{words}</p>
            </div>
        }
    });
    let locked = (!draft).then(|| {
        view! {
            <section class="panel" aria-labelledby="locked">
                <h2 id="locked" class="with-icon">
                    <Icon symbol=Symbol::Lock />
                    " "
                    <span>{staff::locked_title(lang)}</span>
                </h2>
                <p class="small">{staff::locked_text(lang)}</p>
            </section>
        }
    });
    let awaits = (draft && !around.may_publish).then(|| {
        view! {
            <section class="panel" aria-labelledby="awaits">
                <h2 id="awaits">{staff::awaits_moderator_title(lang)}</h2>
                <p class="small">{staff::awaits_moderator_text(lang)}</p>
            </section>
        }
    });
    let publish = (draft && around.may_publish).then(|| {
        view! {
            <PublishPanel
                visit=visit.clone()
                poll=poll.clone()
                places=around.places.clone()
                districts=around.districts
                problems=around.problems
                unsaved=around.unsaved
            />
        }
    });
    let window = staff::poll_title(lang, poll.number, title.get(lang));
    let window = match &around.correction {
        Some(form) if form.is_wrong() => common::page_title_error(lang, &window),
        _ => window,
    };
    let has_island = around.correction.is_some() || around.early_close.is_some();
    let correction = around
        .correction
        .map(|form| view! { <CorrectionPanel visit=visit.clone() poll=poll.clone() form /> });
    let early_close = around
        .early_close
        .map(|form| view! { <EarlyClosePanel visit=visit.clone() poll=poll.clone() form /> });
    let turnout = matches!(phase, Phase::Open | Phase::Counting).then(|| {
        view! {
            <TurnoutPanel
                visit=visit.clone()
                poll=poll.clone()
                turnout=around.turnout
                entitled=around.entitled
            />
        }
    });
    let snippet = (!draft).then(|| {
        let allowed = around.framed_by.clone();
        view! { <Snippet visit=visit.clone() poll=poll.clone() allowed /> }
    });
    // The facts tell a term only when both ends are set.
    let half = poll.content.term().is_none();
    let half_term = half.then(|| {
        let term = term(lang, poll.content.opens_at, poll.content.closes_at, now);
        view! {
            <p class="with-icon">
                <Icon symbol=Symbol::Calendar />
                " "
                <span>{term}</span>
            </p>
        }
    });
    let life = (!around.changes.is_empty()).then(|| life(&visit, &around.changes));
    view! {
        <PageTitle text=window />
        <DeskFrame current="/staff/polls">
            <nav class="crumbs" aria-label=common::breadcrumbs_label(lang)>
                <ol>
                    <li>
                        <a href=visit.href("/staff/polls")>{staff::nav_polls(lang)}</a>
                    </li>
                    <li>{common::poll_number(lang, poll.number)}</li>
                </ol>
            </nav>
            <div class="desk__head">
                <div>
                    <h1>{said(lang, &title)}</h1>
                    {tags(&visit, &poll, phase)}
                </div>
                <p class="row">{links(&visit, &poll, around.may_edit)}</p>
            </div>
            <div class="flow">
                {notice}
                <div class="split">
                    <div>
                        <section class="panel" aria-labelledby="about">
                            <h2 id="about">{polls::tab_about(lang)}</h2>
                            <p>{summary}</p>
                            <PollFacts
                                visit=visit.clone()
                                poll=poll.clone()
                                places=around.places.clone()
                            />
                            {half_term}
                            <p class="hint">{written(&visit, &poll, around.author)}</p>
                        </section>
                        {publish} {awaits}
                        {locked}
                        {correction}
                        {early_close}
                        {snippet}
                    </div>
                    <div class="split__side">
                        {turnout} {life}
                        <section class="panel" aria-labelledby="acts">
                            <h2 id="acts">{staff::acts_on_poll(lang)}</h2>
                            {log::list(&visit, &around.entries, &around.names, false)}
                        </section>
                    </div>
                </div>
            </div>
            {has_island.then(|| view! { <Boot /> })}
        </DeskFrame>
    }
}

/// State and secrecy. Under a title the quiet states are outlined, since the ground has their colour.
fn tags(visit: &Visit, poll: &Poll, phase: Phase) -> impl IntoView + use<> {
    let (lang, content) = (visit.lang, &poll.content);
    let state = match phase {
        Phase::Draft => view! {
            <span class="tag tag--line">
                <Icon symbol=Symbol::Pencil />
                " "
                {polls::state_draft(lang)}
            </span>
        }
        .into_any(),
        phase => view! {
            <PhaseTag
                lang
                phase
                opens_at=content.opens_at
                closes_at=content.closes_at
                now=visit.now
            />
        }
        .into_any(),
    };
    view! {
        <p class="tags">
            {state} " "
            <span class="tag tag--line">
                <Icon symbol=Symbol::Lock />
                " "
                {common::secrecy(lang, content.secrecy)}
            </span>
        </p>
    }
}

/// Where one can go from here, by state.
fn links(visit: &Visit, poll: &Poll, may_edit: bool) -> impl IntoView + use<> {
    let lang = visit.lang;
    let public = format!("/polls/{}", poll.number);
    let desk = format!("/staff/polls/{}", poll.number);
    let link = |path: &str, words: &'static str| {
        view! {
            <a class="btn btn--2 btn--small" href=visit.href(path)>
                {words}
            </a>
            " "
        }
    };
    match poll.state {
        State::Draft => view! {
            {may_edit.then(|| link(&format!("{desk}/edit"), staff::edit(lang)))}
            {link(&format!("{desk}/preview"), staff::preview(lang))}
        }
        .into_any(),
        State::Scheduled | State::Open => link(&public, staff::open_public_page(lang)).into_any(),
        State::Closed => view! {
            {link(&format!("{public}/results"), polls::see_results(lang))}
            {link(&public, staff::open_public_page(lang))}
        }
        .into_any(),
    }
}

/// When the draft was made, and by whom.
fn written(visit: &Visit, poll: &Poll, author: Option<String>) -> String {
    let moment = dates::moment_or_today(visit.lang, poll.created_at, visit.now);
    match author {
        Some(name) => staff::written_by(visit.lang, &moment, &name),
        None => staff::written_by_system(visit.lang, &moment),
    }
}

/// The public log from publication on.
fn life(visit: &Visit, changes: &[Change]) -> impl IntoView + use<> {
    let lang = visit.lang;
    let items = changes
        .iter()
        .map(|change| {
            let words = match change.kind.parse::<Event>() {
                Ok(event) => staff::event(lang, event).into_any(),
                Err(_) => change_words(lang, change, visit.now),
            };
            view! {
                <li>
                    <time datetime=dates::iso(change.at)>
                        {dates::short_moment(lang, change.at, visit.now)}
                    </time>
                    " "
                    {words}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="life">
            <h2 id="life">{staff::life_title(lang)}</h2>
            <ul class="log">{items}</ul>
        </section>
    }
}
