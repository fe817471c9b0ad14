//! A poll's page before answering: who asks, what for, who may answer, how secret it is, how many have, what happens when.

use super::{
    around::Around,
    clear_draft::{ClearForm, Place},
    find, notice,
    only_for::OnlyFor,
};
use crate::{
    components::{
        Frame, Icon, PageDescription, PageTitle, Section, Symbol,
        change::change_words,
        facts::PollFacts,
        page,
        phase::{Phase, PhaseTag},
        question_summary::QuestionSummaries,
        said::{paragraphs, said},
        share_tags::ShareTags,
        stages::Stages,
        turnout::TurnoutPanel,
        verdict::{Barred, Eligible},
    },
    context::{Visit, services, visit},
    i18n::{
        Lang, common, dates, eligibility,
        polls::{self, LinkKeyEnd},
        vote,
    },
};
use domain::{lifecycle::Event, poll::Poll, receipt::Receipt};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use std::sync::Arc;
use store::change_log::{Change, LINK_KEY_DESTROYED};

/// `/polls/{number}`; `?cleared` after the draft was cleared, `?saved` after the answers were put aside, `?late` after answers
/// that came too early or too late.
#[component]
pub fn PollPage() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let number = params.get("number").unwrap_or_default();
        let poll = super::published(&services, &visit, &number).await?;
        let around = Around::of(&services, &visit, &poll).await?;
        let lang = visit.lang;
        let notice = notice::of(&visit, &poll, &around, |word| query.get(word).is_some());
        Ok(view! {
            <PageTitle text=poll.content.title.get(lang) />
            <PageDescription text=description(&visit, &poll) />
            <ShareTags
                visit=visit.clone()
                poll=poll.as_ref().clone()
                title=poll.content.title.get(lang).to_owned()
                description=description(&visit, &poll)
            />
            <Frame section=Section::Polls>
                <nav class="crumbs" aria-label=common::breadcrumbs_label(lang)>
                    <ol>
                        <li>
                            <a href=visit.href("/polls")>{common::nav_polls(lang)}</a>
                        </li>
                        <li>{common::poll_number(lang, poll.number)}</li>
                    </ol>
                </nav>
                <div class="flow">{notice} <PollView visit poll around /></div>
            </Frame>
        })
    })
}

/// The page in a line, for search engines and for whoever gets the link.
fn description(visit: &Visit, poll: &Poll) -> String {
    let (lang, content) = (visit.lang, &poll.content);
    match (content.opens_at, content.closes_at) {
        (Some(opens), Some(closes)) if content.summary.is_empty() => polls::page_description(
            lang,
            content.initiator.name.get(lang),
            &dates::range(lang, opens, closes),
        ),
        _ => content.summary.get(lang).to_owned(),
    }
}

/// The poll as people see it; also what the staff preview shows.
#[component]
pub fn PollView(visit: Visit, #[prop(into)] poll: Arc<Poll>, around: Around) -> impl IntoView {
    let (lang, now) = (visit.lang, visit.now);
    let content = &poll.content;
    let phase = Phase::of_poll(&poll, now);
    let questions = i64::try_from(content.questions.len()).unwrap_or(i64::MAX);
    let answered = around.receipt.as_ref().map(|_| {
        view! {
            " "
            <span class="tag tag--ok">
                <Icon symbol=Symbol::Check />
                " "
                {polls::you_answered(lang)}
            </span>
        }
    });
    let untranslated = content.title.in_lang(lang).1 != lang;
    let was_open = matches!(phase, Phase::Open | Phase::Counting);
    let asked = matches!(phase, Phase::Open | Phase::Draft);
    // Whoever has read what is asked begins where they are: the button above is out of their sight.
    let may_begin = asked && around.receipt.is_none() && !around.is_barred();
    let link_key = link_key_end(lang, &poll, &around);
    let audience = eligibility::audience(lang, &content.audience, &around.places);
    let rules = match phase {
        Phase::Counting | Phase::Closed => polls::rules_were(lang, &audience),
        _ => polls::rules_text(lang, &audience),
    };
    let deadline = matches!(phase, Phase::Scheduled | Phase::Open).then(|| {
        view! {
            <p class="no-print">
                <a class="with-icon" href=file(&visit, &poll, "deadline.ics")>
                    <Icon symbol=Symbol::Calendar />
                    " "
                    {polls::deadline_add(lang)}
                </a>
            </p>
        }
    });
    let qr = around.public.then(|| {
        view! {
            <figure>
                <img
                    src=file(&visit, &poll, "qr.svg")
                    width="148"
                    height="148"
                    loading="lazy"
                    alt=polls::share_qr(lang)
                />
                <figcaption class="hint">{polls::share_qr_hint(lang)}</figcaption>
            </figure>
        }
    });
    let barred = around
        .verdict
        .as_ref()
        .filter(|_| around.is_barred())
        .map(|verdict| {
            let (reasons, asked) = (verdict.reasons.clone(), content.audience.residency);
            view! { <Barred lang reasons asked others=find::mine_href(&visit) /> }
        });
    let verdict = match around.verdict.clone() {
        Some(_) if barred.is_some() => ().into_any(),
        Some(verdict) => {
            let audience = content.audience.clone();
            let later = phase == Phase::Scheduled;
            view! { <Eligible lang audience verdict later /> }.into_any()
        }
        None if around.receipt.is_none() && asked => view! {
            <section class="panel panel--wait" aria-labelledby="verdict">
                <h2 id="verdict">{eligibility::answer_first_title(lang)}</h2>
                <p class="small">{eligibility::answer_first_text(lang)}</p>
            </section>
        }
        .into_any(),
        None => ().into_any(),
    };
    // Whoever comes here to read how secret their answers are is in the midst of answering, and far from the button at the top.
    let may_go_on =
        phase == Phase::Open && around.draft_until.is_some() && around.receipt.is_none();
    view! {
        {barred}
        <div class="split">
            <div class="flow">
                <p class="tags">
                    <PhaseTag lang phase opens_at=content.opens_at closes_at=content.closes_at now />
                    " "
                    <span>{polls::kind_questions(lang, questions)}</span>
                    {untranslated.then(|| view! { " " <span>{common::not_translated(lang)}</span> })}
                    {answered}
                </p>
                <h1>{said(lang, &content.title)}</h1>
                <p class="lead">{said(lang, &content.summary)}</p>
                {asked
                    .then(|| {
                        let (asked, places) = (content.audience.residency, around.places.clone());
                        view! { <OnlyFor visit=visit.clone() asked places /> }
                    })}
                // Before the facts: on a phone it has to be seen without scrolling.
                <CallToAction visit=visit.clone() poll=poll.clone() around=around.clone() />
                <PollFacts
                    visit=visit.clone()
                    poll=poll.clone()
                    places=around.places.clone()
                />
            </div>
            <div class="split__side">
                {verdict}
                {was_open
                    .then(|| {
                        view! {
                            <TurnoutPanel
                                visit=visit.clone()
                                poll=poll.clone()
                                turnout=around.turnout
                                entitled=around.entitled
                            />
                        }
                    })}
                <section class="panel" aria-labelledby="secrecy">
                    <h2 id="secrecy" class="with-icon">
                        <Icon symbol=Symbol::Lock />
                        " "
                        <span>{polls::secrecy_title(lang, content.secrecy)}</span>
                    </h2>
                    <p class="small">{polls::secrecy_text(lang, content.secrecy)}</p>
                    <p class="small muted">{polls::secrecy_limit(lang, content.secrecy, &link_key, phase == Phase::Closed)}</p>
                    {may_go_on
                        .then(|| {
                            let href = visit.href(&format!("/polls/{}/vote", poll.number));
                            view! {
                                <p class="small no-print">
                                    <a href=href>{polls::back_to_draft(lang)}</a>
                                </p>
                            }
                        })}
                </section>
            </div>
            <div class="flow">
                <h2>{polls::questions_title(lang)}</h2>
                <QuestionSummaries lang questions=content.questions.clone() />
                {may_begin
                    .then(|| {
                        let href = visit.href(&format!("/polls/{}/vote", poll.number));
                        view! {
                            <p class="no-print">
                                <a class="btn" href=href>
                                    {polls::to_questions(lang)}
                                </a>
                            </p>
                        }
                    })}
                <div class="callout">
                    <p>
                        <strong>{polls::advisory_title(lang)}</strong>
                        " "
                        {polls::advisory_text(lang, i64::from(around.policy.response_days))}
                    </p>
                </div>
                <h2>{polls::rules_title(lang)}</h2>
                <p>{rules}</p>
                {(!content.description.is_empty())
                    .then(|| {
                        view! {
                            <h2>{polls::about_title(lang)}</h2>
                            {paragraphs(lang, &content.description)}
                        }
                    })}
                <h2>{polls::stages_title(lang)}</h2>
                <Stages visit=visit.clone() poll=poll.clone() policy=around.policy.clone() />
                {deadline}
                <h2>{polls::changes_title(lang)}</h2>
                <p class="hint">{polls::changes_rule(lang)}</p>
                <Changes visit=visit.clone() changes=around.changes.clone() />
                <h2>{polls::share_title(lang)}</h2>
                <p>
                    {polls::share_text(lang)} " " <strong>{address(&visit, &poll)}</strong>
                </p>
                {qr}
            </div>
        </div>
    }
}

/// When the poll's link key is destroyed: as the log tells it, else by the regulation under which the poll was submitted.
fn link_key_end(lang: Lang, poll: &Poll, around: &Around) -> LinkKeyEnd {
    let mut changes = around.changes.iter();
    if let Some(gone) = changes.find(|change| change.kind == LINK_KEY_DESTROYED) {
        return LinkKeyEnd::Was(dates::date(lang, gone.at));
    }
    match poll.content.closes_at {
        Some(closes) => {
            let due = around.policy.link_key_destroyed_at(closes);
            LinkKeyEnd::Will(dates::date(lang, due))
        }
        None => LinkKeyEnd::AfterClose(i64::from(around.policy.link_key_kept_days())),
    }
}

/// The address of one of the poll's files, which the server makes.
pub fn file(visit: &Visit, poll: &Poll, name: &str) -> String {
    visit.href(&format!("/polls/{}/{name}", poll.number))
}

/// The poll's full address, to copy and to print.
pub fn address(visit: &Visit, poll: &Poll) -> String {
    let path = visit.href(&format!("/polls/{}", poll.number));
    format!("{}{path}", visit.origin)
}

/// The link to where the poll's page says how its secrecy is kept and where that ends.
pub(super) fn promises(visit: &Visit, poll: &Poll) -> impl IntoView + use<> {
    let href = visit.href(&format!("/polls/{}#secrecy", poll.number));
    view! { <a href=href>{polls::secrecy_more(visit.lang)}</a> }
}

/// Where putting one's answers aside leads: this page, which says that the draft is kept and nothing counted. Without a language.
pub(super) fn put_aside(poll: &Poll) -> String {
    format!("/polls/{}?saved", poll.number)
}

/// The link there, of whoever has answered and not submitted.
pub(super) fn finish_later(visit: &Visit, poll: &Poll) -> impl IntoView + use<> {
    let href = visit.href(&put_aside(poll));
    view! {
        <p>
            <a href=href>{vote::save_and_exit(visit.lang)}</a>
        </p>
    }
}

/// The one thing to do on this page, or why there is nothing to do.
#[component]
fn CallToAction(visit: Visit, #[prop(into)] poll: Arc<Poll>, around: Around) -> impl IntoView {
    let (lang, number) = (visit.lang, poll.number);
    match Phase::of_poll(&poll, visit.now) {
        Phase::Scheduled => {
            let opens = poll.content.opens_at;
            let text = opens.map(|opens| {
                let moment = dates::moment_this_year(lang, opens, visit.now);
                view! { <p>{polls::not_open_yet_text(lang, &moment)}</p> }
            });
            view! {
                <div class="callout">
                    <p>
                        <strong>{polls::not_open_yet_title(lang)}</strong>
                    </p>
                    {text}
                </div>
            }
            .into_any()
        }
        Phase::Counting => view! {
            <div class="callout">
                <p>{polls::counting(lang)}</p>
            </div>
        }
        .into_any(),
        Phase::Closed => view! {
            {around
                .receipt
                .map(|receipt| {
                    let on_paper = around.on_paper;
                    view! { <Answered visit=visit.clone() poll receipt on_paper /> }
                })}
            <p class="cta">
                <a class="btn btn--wide" href=visit.href(&format!("/polls/{number}/results"))>
                    {polls::see_results(lang)}
                </a>
                " "
                <span class="hint">{polls::closed_text(lang)}</span>
            </p>
        }
        .into_any(),
        Phase::Draft | Phase::Open => match (around.receipt, around.verdict) {
            (Some(receipt), _) => {
                let on_paper = around.on_paper;
                view! { <Answered visit poll receipt on_paper /> }.into_any()
            }
            // The page begins with the reasons.
            (None, Some(verdict)) if !verdict.reasons.is_empty() => ().into_any(),
            _ if around.draft_until.is_some() => view! { <ContinueDraft visit poll /> }.into_any(),
            _ => {
                let questions = poll.content.questions.len();
                view! {
                    <p class="cta">
                        <a class="btn btn--wide" href=visit.href(&format!("/polls/{number}/vote"))>
                            {polls::answer(lang)}
                        </a>
                        " "
                        <span class="hint">{polls::answer_hint_for(lang, questions)}</span>
                    </p>
                }
                .into_any()
            }
        },
    }
}

/// For those who have taken part: their code, and where it is confirmed.
#[component]
fn Answered(
    visit: Visit,
    #[prop(into)] poll: Arc<Poll>,
    receipt: Receipt,
    on_paper: bool,
) -> impl IntoView {
    let lang = visit.lang;
    let results = poll
        .content
        .closes_at
        .filter(|_| Phase::of_poll(&poll, visit.now) == Phase::Open)
        .map(|closes| {
            let moment = dates::moment_this_year(lang, closes, visit.now);
            view! { <p>{eligibility::voted_results(lang, &moment)}</p> }
        });
    let done = visit.href(&format!("/polls/{}/done", poll.number));
    view! {
        <div class="callout callout--ok">
            <p>
                <strong>{eligibility::voted_title(lang)} "."</strong>
                " "
                {eligibility::voted_code(lang)}
                " "
                <span class="nowrap">{receipt.as_str().to_owned()} "."</span>
            </p>
            {on_paper.then(|| view! { <p>{eligibility::voted_on_paper(lang)}</p> })}
            {results}
            <p>
                <a href=done>{polls::your_confirmation(lang)}</a>
            </p>
        </div>
    }
}

/// For the browser that holds a draft: go on, or clear it on a shared phone.
#[component]
fn ContinueDraft(visit: Visit, #[prop(into)] poll: Arc<Poll>) -> impl IntoView {
    let (lang, number) = (visit.lang, poll.number);
    view! {
        <p class="cta">
            <a class="btn btn--wide" href=visit.href(&format!("/polls/{number}/vote"))>
                {polls::continue_draft(lang)}
            </a>
            " "
            <span class="hint">{polls::draft_here(lang)}</span>
        </p>
        <div class="row">
            <ClearForm visit=visit.clone() number from=Place::Poll />
            " "
            <span class="hint">{polls::clear_draft_hint(lang)}</span>
        </div>
    }
}

/// The public log of corrections after publication; opening and closing are stages, not changes.
#[component]
fn Changes(visit: Visit, changes: Vec<Change>) -> impl IntoView {
    let lang = visit.lang;
    let items: Vec<_> = changes
        .into_iter()
        .filter(|change| change.kind.parse::<Event>().is_err())
        .map(|change| {
            view! {
                <li>
                    <time datetime=dates::iso(change.at)>
                        {dates::short_moment(lang, change.at, visit.now)}
                    </time>
                    ". "
                    {change_words(lang, &change, visit.now)}
                </li>
            }
        })
        .collect();
    if items.is_empty() {
        view! { <p>{polls::changes_none(lang)}</p> }.into_any()
    } else {
        view! { <ul class="log">{items}</ul> }.into_any()
    }
}
