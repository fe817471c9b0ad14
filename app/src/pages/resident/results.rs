//! What came out: sealed until the poll is closed and counted, then the machine's protocol as sentences, bars and tables.

use super::{
    around::{asked_places, entitled, policy_of},
    cards::outcome,
    poll::{address, file},
};
use crate::{
    components::{
        Frame, Mark, PageDescription, PageTitle, Section,
        change::change_words,
        chart::Stitches,
        page,
        phase::{Phase, PhaseTag},
        question_result::QuestionResult,
        said::said,
        share_tags::ShareTags,
        stages::response_due,
        turnout::{TurnoutPanel, out_of},
    },
    context::{Services, Visit, services, visit},
    failure::Failure,
    i18n::{AskedPlaces, common, dates, eligibility, format, format::capitalised, polls, results},
};
use domain::{entitled::Entitled, lifecycle::State, policy::Policy, poll::Poll};
use leptos::{either::Either, prelude::*};
use leptos_router::hooks::use_params_map;
use std::sync::Arc;
use store::{
    change_log::{CLOSED_EARLY, Change},
    results::PollResult,
};

/// `/polls/{number}/results`. The figures are read from the protocol alone, which exists from the close on: before that nobody's
/// page can hold them.
#[component]
pub fn Results() -> impl IntoView {
    let params = use_params_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let (lang, community) = (visit.lang, visit.community_id());
        let number = params.get("number").unwrap_or_default();
        let poll = super::published(&services, &visit, &number).await?;
        let result = protocol_of(&services, &visit, &poll).await?;
        let title = results::title(lang, poll.content.title.get(lang));
        let description = results::description(lang, poll.content.title.get(lang));
        let (visit_of_body, poll_of_body) = (visit.clone(), poll.clone());
        let body = match result {
            Some(result) => {
                let places = asked_places(&services, &poll.content.audience).await?;
                let policy = policy_of(&services, &visit, &poll).await?;
                let changes = services.store.change_log(community, poll.id).await?;
                let early = changes
                    .into_iter()
                    .find(|change| change.kind == CLOSED_EARLY);
                Either::Left(view! {
                    <Protocol visit=visit_of_body poll=poll_of_body result places policy early />
                })
            }
            None => {
                let turnout = services.store.turnout(community, poll.id).await?;
                let audience = &poll.content.audience;
                let entitled = entitled(&services, &visit, audience).await?;
                Either::Right(
                    view! { <Sealed visit=visit_of_body poll=poll_of_body turnout entitled /> },
                )
            }
        };
        Ok(view! {
            <PageTitle text=title.clone() />
            <PageDescription text=description.clone() />
            <ShareTags visit=visit.clone() poll=poll.as_ref().clone() title description />
            <Frame section=Section::Results>
                <nav class="crumbs" aria-label=common::breadcrumbs_label(lang)>
                    <ol>
                        <li>
                            <a href=visit.href("/results")>{common::nav_results(lang)}</a>
                        </li>
                        <li>{common::poll_number(lang, poll.number)}</li>
                    </ol>
                </nav>
                {body}
            </Frame>
        })
    })
}

/// The protocol of a poll that is closed and counted; `None` before that, for everybody. Every page and file with figures goes
/// by this rule alone.
///
/// # Errors
/// Only when the database does not answer.
pub async fn protocol_of(
    services: &Services,
    visit: &Visit,
    poll: &Poll,
) -> Result<Option<PollResult>, Failure> {
    match poll.state {
        State::Closed => Ok(services.store.result(visit.community_id(), poll.id).await?),
        _ => Ok(None),
    }
}

/// Before the close: how many, never how. The same for everybody, staff too.
#[component]
pub(super) fn Sealed(
    visit: Visit,
    #[prop(into)] poll: Arc<Poll>,
    turnout: i64,
    entitled: Option<Entitled>,
) -> impl IntoView {
    let (lang, now) = (visit.lang, visit.now);
    let (opens_at, closes_at) = (poll.content.opens_at, poll.content.closes_at);
    let phase = Phase::of_poll(&poll, now);
    let moment = |at| dates::moment_this_year(lang, at, now);
    let text = match phase {
        Phase::Draft | Phase::Scheduled => {
            opens_at.map(|opens| results::sealed_scheduled(lang, &moment(opens)))
        }
        Phase::Open => closes_at.map(|closes| results::sealed_text(lang, &moment(closes))),
        Phase::Counting | Phase::Closed => Some(polls::counting(lang).to_owned()),
    };
    let was_open = matches!(phase, Phase::Open | Phase::Counting);
    let answer = (phase == Phase::Open).then(|| {
        view! {
            <p>
                <a class="btn" href=visit.href(&format!("/polls/{}/vote", poll.number))>
                    {polls::answer(lang)}
                </a>
            </p>
        }
    });
    view! {
        <div class="prose flow">
            <p class="tags">
                <PhaseTag lang phase opens_at closes_at now />
            </p>
            <h1>{said(lang, &poll.content.title)}</h1>
        </div>
        <Tabs visit=visit.clone() poll=poll.clone() />
        <div class="prose flow">
            <div class="callout flow">
                <h2>{results::sealed_title(lang)}</h2>
                <p>{text}</p>
                {answer}
            </div>
            {was_open.then(|| view! { <TurnoutPanel visit poll turnout entitled /> })}
        </div>
    }
}

/// After the close: the machine's protocol. `early`: the entry of the log that says why it closed before its term.
#[component]
pub(super) fn Protocol(
    visit: Visit,
    #[prop(into)] poll: Arc<Poll>,
    result: PollResult,
    places: AskedPlaces,
    policy: Policy,
    early: Option<Change>,
) -> impl IntoView {
    let lang = visit.lang;
    let early = early.map(|change| {
        view! {
            <div class="callout">
                <p>{change_words(lang, &change, visit.now)}</p>
            </div>
        }
    });
    let ballots = result.tally.ballots;
    let questions = &poll.content.questions;
    let only = questions.len() == 1;
    let body = if ballots == 0 {
        view! {
            <div class="empty">
                <Mark size=48 core=false />
                <p>
                    <strong>{results::nobody_title(lang)}</strong>
                </p>
                <p class="small">{results::nobody_text(lang)}</p>
            </div>
        }
        .into_any()
    } else {
        let per_question = questions
            .iter()
            .map(|question| {
                let count = result.tally.question(question.no);
                view! { <QuestionResult lang question=question.clone() count ballots only /> }
            })
            .collect_view();
        view! {
            <Participation
                visit=visit.clone()
                ballots
                on_paper=result.on_paper
                entitled=result.entitled
            />
            {per_question}
        }
        .into_any()
    };
    // Where nobody took part the page says so once, and of how nothing was counted there is nothing to say.
    let lead = (ballots > 0).then(|| {
        view! {
            <p class="lead">
                <strong>{outcome(lang, &poll, &result.tally)}</strong>
            </p>
        }
    });
    let reply = view! { <Reply visit=visit.clone() result=result.clone() policy=policy.clone() /> };
    let closed_at = result.closed_at;
    let how = (ballots > 0).then(|| {
        view! {
            <div class="flow">
                <Method visit=visit.clone() poll=poll.clone() places result policy />
                <Data visit=visit.clone() poll=poll.clone() />
            </div>
        }
    });
    view! {
        <div class="only-print">
            <p>
                {results::protocol(lang, poll.number, &dates::moment(lang, visit.now))} " "
                {address(&visit, &poll)}
            </p>
            <p>{initiator_and_term(&visit, &poll)}</p>
        </div>
        <div class="prose flow">
            <p class="tags">
                <PhaseTag lang phase=Phase::Closed opens_at=None closes_at=None now=visit.now />
                " "
                <time datetime=dates::iso(closed_at)>
                    {dates::moment(lang, closed_at)}
                </time>
            </p>
            <h1>{said(lang, &poll.content.title)}</h1>
            {lead}
            {early}
        </div>
        <Tabs visit=visit.clone() poll=poll.clone() />
        <div class="split">
            <div class="flow">{body}</div>
            <div class="split__side">{reply}</div>
            {how}
        </div>
    }
}

fn initiator_and_term(visit: &Visit, poll: &Poll) -> Option<String> {
    let (lang, content) = (visit.lang, &poll.content);
    let term = dates::range(lang, content.opens_at?, content.closes_at?);
    let initiator = content.initiator.name.get(lang);
    Some(polls::page_description(lang, initiator, &term))
}

/// How many took part, how many of them on paper, and of how many where that is known. A channel's count is a total of the poll: no
/// choice stands beside it, so that it is not suppressed, however small.
#[component]
fn Participation(
    visit: Visit,
    ballots: i64,
    on_paper: i64,
    entitled: Option<Entitled>,
) -> impl IntoView {
    let lang = visit.lang;
    let share = entitled.and_then(|all| Some((all, format::share(lang, ballots, all.people)?)));
    let stitches = share
        .as_ref()
        .map(|(all, _)| view! { <Stitches lang part=ballots whole=all.people /> });
    view! {
        <section aria-labelledby="turnout">
            <h2 id="turnout" class="vh">
                {results::turnout(lang)}
            </h2>
            <dl class="facts facts--row">
                <div>
                    <dt>{results::took_part(lang)}</dt>
                    <dd class="figure num">{format::number(lang, ballots)}</dd>
                </div>
                {(on_paper > 0)
                    .then(|| {
                        view! {
                            <div>
                                <dt>{results::on_paper(lang)}</dt>
                                <dd class="figure num">{format::number(lang, on_paper)}</dd>
                            </div>
                        }
                    })}
                {share
                    .map(|(all, share)| {
                        view! {
                            <div>
                                <dt>{capitalised(&results::of_entitled(lang, &out_of(lang, all)))}</dt>
                                <dd class="figure num">{share}</dd>
                            </div>
                        }
                    })}
            </dl>
            {stitches}
        </section>
    }
}

/// Until when the council owes its answer. This version keeps no answers, so it never says that there is none.
#[component]
fn Reply(visit: Visit, result: PollResult, policy: Policy) -> impl IntoView {
    let lang = visit.lang;
    let due = response_due(&policy, result.closed_at);
    let text = due.and_then(|due| {
        let date = dates::date(lang, dates::start_of_day(due)?);
        Some(if dates::today(visit.now) <= due {
            results::response_due_text(lang, &date)
        } else {
            results::response_was_due_text(lang, &date)
        })
    });
    view! {
        <section class="panel" aria-labelledby="reply">
            <h2 id="reply">{results::response_due_title(lang)}</h2>
            <p>{text}</p>
            <p class="hint">{common::advisory_short(lang)} "."</p>
        </section>
    }
}

/// How it was counted: who, of what the shares are, what the figures do not say, and the ballots' checksum.
#[component]
fn Method(
    visit: Visit,
    #[prop(into)] poll: Arc<Poll>,
    places: AskedPlaces,
    result: PollResult,
    policy: Policy,
) -> impl IntoView {
    let lang = visit.lang;
    let rule = eligibility::audience(lang, &poll.content.audience, &places);
    // Of a handful of ballots the checksum could be tried out for every way in which they may have been filled in.
    let hash = (result.tally.ballots >= policy.least_cell).then(|| hex(&result.ballot_hash));
    view! {
        <h2>{results::method_title(lang)}</h2>
        <ul class="list">
            <li>{results::method_who(lang, &rule)}</li>
            <li>{results::method_not_sample(lang)}</li>
            <li>{results::method_share(lang)}</li>
            <li>{results::method_recount(lang, &dates::moment(lang, result.created_at))}</li>
            {(result.on_paper > 0)
                .then(|| view! { <li>{results::method_on_paper(lang, result.on_paper)}</li> })}
            {result.entitled.map(|all| view! { <li>{results::counted_by(lang, all.by)}</li> })}
            {hash
                .map(|hash| {
                    view! {
                        <li>
                            {results::method_hash(lang)} " (SHA-256): " <code class="small">{hash}</code>
                        </li>
                    }
                })}
        </ul>
    }
}

/// The same figures as a file.
#[component]
fn Data(visit: Visit, #[prop(into)] poll: Arc<Poll>) -> impl IntoView {
    let lang = visit.lang;
    view! {
        <h2 class="no-print">{results::download_title(lang)}</h2>
        <p class="no-print">
            <a href=file(&visit, &poll, "results.csv")>{results::download_csv(lang)}</a>
        </p>
        <p class="hint no-print">{results::download_hint(lang)}</p>
    }
}

/// The tabs between a poll and its results; the results are the current one.
#[component]
fn Tabs(visit: Visit, #[prop(into)] poll: Arc<Poll>) -> impl IntoView {
    let (lang, number) = (visit.lang, poll.number);
    view! {
        <nav class="tabs" aria-label=polls::tabs_label(lang, number)>
            <a href=visit.href(&format!("/polls/{number}"))>{polls::tab_about(lang)}</a>
            " "
            <a href=visit.href(&format!("/polls/{number}/results")) aria-current="page">
                {polls::tab_results(lang)}
            </a>
        </nav>
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
