//! A poll as a card: what is asked, by whom, until when, how many have answered; or what came out.

use super::{
    Icon, Symbol,
    chart::{Bar, BarKind},
    initiator_symbol,
    phase::{Phase, PhaseTag},
    said::said,
    turnout::turnout_line,
};
use crate::{
    context::Visit,
    i18n::{AskedPlaces, Percent, common, dates, eligibility, me, polls},
};
use domain::{eligibility::Ineligible, entitled::Entitled};
use leptos::prelude::*;
use std::collections::BTreeSet;
use store::polls::PollSummary;

/// What a card shows beside the poll's own row.
#[derive(Clone, Debug)]
pub struct Card {
    pub poll: PollSummary,
    /// How many questions it has.
    pub questions: usize,
    /// The places of the audience.
    pub places: AskedPlaces,
    /// How many people could take part, where that is known.
    pub entitled: Option<Entitled>,
    /// The sentence of a closed poll's result.
    pub say: Option<String>,
    /// How far the one who is looking has come with it.
    pub mine: Mine,
}

/// How far somebody has come with answering an open poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mine {
    /// They have not begun, or nobody knows who is looking.
    NotBegun,
    /// This browser holds a draft.
    Begun,
    /// They have taken part.
    Answered,
    /// They may not take part, for these reasons.
    Barred(Vec<Ineligible>),
}

/// How many places a card names before it only counts their settlements.
const NAMED_PLACES: usize = 3;

/// The card. A `large` one of an open poll carries the bar and the button.
#[component]
pub fn PollCard(visit: Visit, card: Card, #[prop(default = false)] large: bool) -> impl IntoView {
    let (lang, now) = (visit.lang, visit.now);
    let poll = &card.poll;
    let phase = Phase::of(poll.state, poll.closes_at, now);
    let href = visit.href(&match phase {
        Phase::Closed => format!("/polls/{}/results", poll.number),
        _ => format!("/polls/{}", poll.number),
    });
    let closes_on = poll
        .closes_at
        .map(|closes| dates::short_date(lang, closes, now));
    let tags = match (phase, closes_on) {
        (Phase::Open, Some(date)) if !large => {
            view! { <span>{polls::kind_until(lang, &date)}</span> }.into_any()
        }
        (_, date) => {
            let beside = match (phase, date) {
                (Phase::Closed, date) => date,
                // A small card has no room for both.
                (Phase::Scheduled, _) => None,
                _ => Some(polls::kind(lang).to_owned()),
            };
            view! {
                <PhaseTag lang phase opens_at=poll.opens_at closes_at=poll.closes_at now />
                {beside.map(|beside| view! { " " <span>{beside}</span> })}
            }
            .into_any()
        }
    };
    let audience = [whom_line(&visit, &card), audience_line(&visit, &card)]
        .map(|line| line.map(|line| view! { " " <span class="tag tag--line">{line}</span> }));
    view! {
        <article class="card">
            <p class="tags">{tags} {audience}</p>
            <h3>
                <a class="card__link" href=href>
                    {said(lang, &poll.title)}
                </a>
            </h3>
            <p class="card__by">
                <Icon symbol=initiator_symbol(poll.initiator.kind) />
                " "
                <span>
                    <span class="vh">{common::initiator_kind(lang, poll.initiator.kind)} ": "</span>
                    {said(lang, &poll.initiator.name)}
                </span>
            </p>
            {card.say.clone().map(|say| view! { <p class="card__say">{say}</p> })}
            <div class="card__foot">{foot(&visit, &card, phase, large)}</div>
        </article>
    }
}

fn foot(visit: &Visit, card: &Card, phase: Phase, large: bool) -> AnyView {
    let (lang, now) = (visit.lang, visit.now);
    let poll = &card.poll;
    let turnout = turnout_line(lang, poll.turnout, card.entitled);
    match phase {
        Phase::Open if large => {
            let until = poll
                .closes_at
                .map(|closes| polls::card_until(lang, &dates::short_moment(lang, closes, now)));
            let share = card
                .entitled
                .and_then(|all| Percent::of(poll.turnout, all.people));
            view! {
                {share.map(|share| view! { <Bar tenths=share.0 kind=BarKind::Now height=8 /> })}
                <p>{turnout} {until.map(|until| format!(". {until}"))}</p>
                <p>{polls::card_line(lang, card.questions)}</p>
                {way_on(visit, card)}
            }
            .into_any()
        }
        Phase::Draft | Phase::Scheduled => {
            let opens = poll
                .opens_at
                .map(|opens| polls::card_opens(lang, &dates::short_moment(lang, opens, now)));
            view! { <p>{opens}</p> }.into_any()
        }
        // That nobody took part in what is over is its outcome, and stands above.
        Phase::Open | Phase::Counting | Phase::Closed => view! {
            {(phase == Phase::Open || poll.turnout > 0).then(|| view! { <p>{turnout}</p> })}
            {(phase == Phase::Open)
                .then(|| view! { <p>{polls::card_line(lang, card.questions)}</p> })}
            {how_far(visit, card)}
        }
        .into_any(),
    }
}

/// The button of an open poll; whoever has answered finds their confirmation instead, and who may not answer finds why.
fn way_on(visit: &Visit, card: &Card) -> AnyView {
    let lang = visit.lang;
    let label = match card.mine {
        Mine::Answered | Mine::Barred(_) => return how_far(visit, card).into_any(),
        Mine::Begun => polls::go_on(lang),
        Mine::NotBegun => polls::answer(lang),
    };
    view! { <a class="btn" href=vote(visit, card)>{label} {about(visit, card)}</a> }.into_any()
}

/// How far they have come, in words, with the way on; nothing where nobody has begun.
fn how_far(visit: &Visit, card: &Card) -> Option<AnyView> {
    match &card.mine {
        Mine::NotBegun => None,
        Mine::Begun => Some(begun(visit, card).into_any()),
        Mine::Answered => Some(answered(visit, card).into_any()),
        Mine::Barred(reasons) => barred(visit, reasons).map(IntoAny::into_any),
    }
}

/// «Ви почали відповідати», with the way on.
fn begun(visit: &Visit, card: &Card) -> impl IntoView + use<> {
    let lang = visit.lang;
    view! {
        <p class="card__mine with-icon">
            <span>{polls::you_began(lang)}</span>
            " "
            <a href=vote(visit, card)>{polls::go_on(lang)} {about(visit, card)}</a>
        </p>
    }
}

/// The first reason against; the poll's page has all of them, each with its way out.
fn barred(visit: &Visit, reasons: &[Ineligible]) -> Option<impl IntoView + use<>> {
    let reason = eligibility::reason(visit.lang, *reasons.first()?);
    Some(view! {
        <p class="card__mine with-icon">
            <span class="is-bad">
                <Icon symbol=Symbol::Cross />
            </span>
            " "
            <span>{reason}</span>
        </p>
    })
}

/// Where the answering goes on.
fn vote(visit: &Visit, card: &Card) -> String {
    visit.href(&format!("/polls/{}/vote", card.poll.number))
}

/// Of which poll, for those who hear one link among many.
fn about(visit: &Visit, card: &Card) -> impl IntoView + use<> {
    let what = polls::answer_what(visit.lang, card.poll.title.get(visit.lang));
    view! { <span class="vh">{what}</span> }
}

/// «Ви відповіли», with the way to the confirmation.
fn answered(visit: &Visit, card: &Card) -> impl IntoView + use<> {
    let (lang, poll) = (visit.lang, &card.poll);
    let done = visit.href(&format!("/polls/{}/done", poll.number));
    view! {
        <p class="card__mine with-icon">
            <span class="is-ok">
                <Icon symbol=Symbol::Check />
            </span>
            " "
            <span>{polls::you_answered(lang)}</span>
            " "
            <a href=done>
                {me::confirmation(lang)} {about(visit, card)}
            </a>
        </p>
    }
}

/// In what way people must belong, where that is not everybody who lives here.
fn whom_line(visit: &Visit, card: &Card) -> Option<String> {
    let (lang, asked) = (visit.lang, card.poll.audience.residency);
    let who = eligibility::who(lang, asked);
    asked.is_for_some().then(|| polls::card_for_whom(lang, who))
}

/// Where the people live whom the poll is for, if that is not the whole community.
fn audience_line(visit: &Visit, card: &Card) -> Option<String> {
    let named = card.places.named(visit.lang);
    match named.len() {
        0 => None,
        1..=NAMED_PLACES => Some(polls::card_for_settlements(visit.lang, &named.join(", "))),
        _ => {
            let settlements: BTreeSet<_> = card.poll.audience.places().collect();
            Some(polls::card_for_many(
                visit.lang,
                i64::try_from(settlements.len()).unwrap_or(i64::MAX),
            ))
        }
    }
}
