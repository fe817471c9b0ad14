//! One poll as a card: what is asked and the form to answer it; after the close, what came out.

use super::frame::EmbedFrame;
use crate::{
    components::{
        PageTitle,
        chart::{Bar, BarKind},
        page,
        phase::{Phase, PhaseTag},
        question_result::bars,
        question_summary::option_words,
        said::said,
        turnout::turnout_line,
    },
    context::{Services, Visit, services, visit},
    failure::Failure,
    i18n::{Lang, Percent, dates, embed, polls, results},
    pages::resident::{entitled, outcome, protocol_of, published},
};
use domain::{
    entitled::Entitled,
    poll::{Poll, Question},
    tally::Tally,
    widget::question_of_card,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::sync::Arc;

/// How many options of a result a card has room for.
const MOST_BARS: usize = 5;

/// What a card shows beside the poll itself.
struct Around {
    turnout: i64,
    entitled: Option<Entitled>,
    /// The protocol's figures, from the close on.
    tally: Option<Tally>,
    /// The signed-in person has taken part. Only where the site and we are one, so that the cookie comes along.
    taken_part: bool,
}

impl Around {
    async fn of(services: &Services, visit: &Visit, poll: &Poll) -> Result<Self, Failure> {
        let (community, store) = (visit.community_id(), &services.store);
        let taken = match &visit.visitor {
            Some(who) => store.participation(community, poll.id, who.person).await?,
            None => None,
        };
        let result = protocol_of(services, visit, poll).await?;
        Ok(Self {
            turnout: store.turnout(community, poll.id).await?,
            entitled: entitled(services, visit, &poll.content.audience).await?,
            tally: result.map(|result| result.tally),
            taken_part: taken.is_some(),
        })
    }
}

/// `/embed/polls/{number}`: the poll; once it is closed and counted, its result.
#[component]
pub fn EmbedPoll() -> impl IntoView {
    card(false)
}

/// `/embed/polls/{number}/results`: the result; before the close only how many have answered, as everywhere.
#[component]
pub fn EmbedResults() -> impl IntoView {
    card(true)
}

fn card(results_only: bool) -> impl IntoView {
    let params = use_params_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let number = params.get("number").unwrap_or_default();
        let poll = published(&services, &visit, &number).await?;
        let around = Around::of(&services, &visit, &poll).await?;
        let (lang, title) = (visit.lang, poll.content.title.get(visit.lang).to_owned());
        let page = format!("/polls/{}", poll.number);
        let (more, more_words) = match around.tally {
            Some(_) => (format!("{page}/results"), polls::all_results(lang)),
            None => (page, polls::about_title(lang)),
        };
        let more_about = embed::about_what(lang, &title);
        let body = body(&visit, &poll, around, results_only);
        Ok(view! {
            <PageTitle text=title />
            <EmbedFrame visit=visit.clone() more more_words more_about>
                <p class="tags">{tags(&visit, &poll)}</p>
                <h1>{said(lang, &poll.content.title)}</h1>
                {body}
            </EmbedFrame>
        })
    })
}

/// Where the poll stands, and its kind; of a closed one, when it closed.
fn tags(visit: &Visit, poll: &Poll) -> impl IntoView + use<> {
    let (lang, content) = (visit.lang, &poll.content);
    let phase = Phase::of_poll(poll, visit.now);
    let beside = match (phase, content.closes_at) {
        (Phase::Closed, Some(closes)) => dates::short_date(lang, closes, visit.now),
        _ => polls::kind(lang).to_owned(),
    };
    view! {
        <PhaseTag
            lang
            phase
            opens_at=content.opens_at
            closes_at=content.closes_at
            now=visit.now
        />
        " "
        <span>{beside}</span>
    }
}

fn body(visit: &Visit, poll: &Arc<Poll>, around: Around, results_only: bool) -> AnyView {
    let (lang, now) = (visit.lang, visit.now);
    let moment = |at| dates::moment_this_year(lang, at, now);
    if let Some(tally) = &around.tally {
        // In the place of a card that only led to the questions a chart would take more room than was kept free.
        let chart = results_only || question_of_card(&poll.content).is_some();
        return result(visit, poll, tally, chart, around.taken_part).into_any();
    }
    let (opens_at, closes_at) = (poll.content.opens_at, poll.content.closes_at);
    match Phase::of_poll(poll, now) {
        Phase::Draft | Phase::Scheduled => {
            let text = opens_at.map(|opens| polls::not_open_yet_text(lang, &moment(opens)));
            view! { <p>{text}</p> }.into_any()
        }
        Phase::Counting | Phase::Closed => view! { <p>{polls::counting(lang)}</p> }.into_any(),
        Phase::Open if results_only => {
            let text = closes_at.map(|closes| results::sealed_text(lang, &moment(closes)));
            let on = if around.taken_part {
                taken_part(visit, poll).into_any()
            } else {
                to_poll(visit, poll).into_any()
            };
            view! {
                <p>{text}</p>
                {turnout(lang, around.turnout, around.entitled)}
                {on}
            }
            .into_any()
        }
        Phase::Open => {
            let act = if around.taken_part {
                taken_part(visit, poll).into_any()
            } else {
                form(visit, poll).into_any()
            };
            view! {
                {turnout(lang, around.turnout, around.entitled)}
                {act}
            }
            .into_any()
        }
    }
}

/// How many have answered, as a line and, where it is known of how many, a bar.
fn turnout(lang: Lang, turnout: i64, all: Option<Entitled>) -> impl IntoView + use<> {
    let share = all.and_then(|all| Percent::of(turnout, all.people));
    view! {
        <div>
            {share.map(|share| view! { <Bar tenths=share.0 kind=BarKind::Now height=8 /> })}
            <p class="hint">{turnout_line(lang, turnout, all)}</p>
        </div>
    }
}

/// Their way to the confirmation, for those who have answered.
fn taken_part(visit: &Visit, poll: &Poll) -> impl IntoView + use<> {
    let lang = visit.lang;
    view! {
        <p class="embed__done">
            <strong>{embed::taken_part(lang)}</strong>
            " "
            <a href=visit.href(&format!("/polls/{}/done", poll.number)) target="_top">
                {polls::your_confirmation(lang)}
            </a>
        </p>
    }
}

/// The way to the poll, from a card that shows results once there are any.
fn to_poll(visit: &Visit, poll: &Poll) -> impl IntoView + use<> {
    view! {
        <p>
            <a href=visit.href(&format!("/polls/{}", poll.number)) target="_top">
                {polls::answer(visit.lang)}
            </a>
        </p>
    }
}

/// The way to answer. It is a form also where the card puts no question itself: so the page round the frame, which the frame's
/// script fills in, travels in no address.
fn form(visit: &Visit, poll: &Poll) -> impl IntoView + use<> {
    let lang = visit.lang;
    let question = question_of_card(&poll.content);
    let words = match question {
        Some(_) => polls::answer(lang),
        None => embed::answer_on_viche(lang),
    };
    view! {
        <form method="post" action=visit.href("/do/embed-answer") target="_top">
            <input type="hidden" name="poll" value=poll.number.to_string() />
            <input type="hidden" name="from" value="" />
            {question.map(|question| options(visit, poll, question))}
            <button class="btn">{words}</button>
        </form>
        <p class="hint">{embed::then_confirm(lang)}</p>
    }
}

/// The options of the one question. Where nothing is marked the question's own page says so.
fn options(visit: &Visit, poll: &Poll, question: &Question) -> impl IntoView + use<> {
    let lang = visit.lang;
    let same = question.text.get(lang) == poll.content.title.get(lang);
    let tiles = question
        .option_numbers()
        .into_iter()
        .map(|no| {
            let id = format!("o{}", no.0);
            view! {
                <div class="tile">
                    <input type="radio" id=id.clone() name="choice" value=no.0.to_string() />
                    <label for=id>{said(lang, &option_words(question, no))}</label>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset>
            <legend class=same.then_some("vh")>{said(lang, &question.text)}</legend>
            <div class="tiles">{tiles}</div>
        </fieldset>
    }
}

/// What came out: the sentence and, with a `chart`, the bars of the first question.
fn result(
    visit: &Visit,
    poll: &Poll,
    tally: &Tally,
    chart: bool,
    taken: bool,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let first = poll
        .content
        .questions
        .first()
        .map(|question| (question, tally.question(question.no)))
        .filter(|(question, count)| chart && count.answered > 0 && !question.kind.is_text());
    let chart = first.map(|(question, count)| {
        let hidden = question.option_numbers().len().saturating_sub(MOST_BARS);
        let hidden = i64::try_from(hidden).unwrap_or(i64::MAX);
        view! {
            <div class="bars">{bars(lang, question, &count, MOST_BARS)}</div>
            {(hidden > 0).then(|| view! { <p class="hint">{embed::more_options(lang, hidden)}</p> })}
        }
    });
    view! {
        <p>{outcome(lang, poll, tally)}</p>
        {chart}
        {(tally.ballots > 0)
            .then(|| view! { <p class="hint">{turnout_line(lang, tally.ballots, None)}</p> })}
        {taken.then(|| taken_part(visit, poll))}
    }
}
