//! The facts of a poll that stand round its button: on whose behalf, when, who may answer, what will be decided.

use super::{Icon, initiator_symbol, said::said};
use crate::{
    context::Visit,
    i18n::{common, dates, eligibility, polls},
};
use domain::poll::Poll;
use leptos::prelude::*;
use std::sync::Arc;

/// All facts in one list. `settlements` are the names of the audience's settlements.
#[component]
pub fn PollFacts(
    visit: Visit,
    #[prop(into)] poll: Arc<Poll>,
    settlements: Vec<String>,
) -> impl IntoView {
    view! {
        <dl class="facts">
            {initiator_and_term(&visit, &poll)} {audience_and_decision(&visit, &poll, &settlements)}
        </dl>
    }
}

/// On whose behalf, and when: what stands before the button.
#[component]
pub fn HeadFacts(visit: Visit, #[prop(into)] poll: Arc<Poll>) -> impl IntoView {
    view! { <dl class="facts">{initiator_and_term(&visit, &poll)}</dl> }
}

/// Who may answer, in words, and what will be decided: what stands after the button.
#[component]
pub fn AudienceFacts(
    visit: Visit,
    #[prop(into)] poll: Arc<Poll>,
    settlements: Vec<String>,
) -> impl IntoView {
    view! { <dl class="facts">{audience_and_decision(&visit, &poll, &settlements)}</dl> }
}

fn initiator_and_term(visit: &Visit, poll: &Poll) -> impl IntoView + use<> {
    let lang = visit.lang;
    let initiator = &poll.content.initiator;
    let term = poll
        .content
        .opens_at
        .zip(poll.content.closes_at)
        .map(|(opens, closes)| {
            view! {
                <div>
                    <dt>{polls::term(lang)}</dt>
                    <dd>
                        <time datetime=dates::iso(opens)>
                            {dates::short_moment(lang, opens, closes)}
                        </time>
                        " – "
                        <time datetime=dates::iso(closes)>{dates::moment(lang, closes)}</time>
                    </dd>
                </div>
            }
        });
    view! {
        <div>
            <dt>{polls::initiator(lang)}</dt>
            <dd>
                {said(lang, &initiator.name)} " "
                <span class="tag tag--line">
                    <Icon symbol=initiator_symbol(initiator.kind) />
                    " "
                    {common::initiator_kind(lang, initiator.kind)}
                </span>
            </dd>
        </div>
        {term}
    }
}

fn audience_and_decision(
    visit: &Visit,
    poll: &Poll,
    settlements: &[String],
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let content = &poll.content;
    let names: Vec<&str> = settlements.iter().map(String::as_str).collect();
    let audience = eligibility::audience(lang, &content.audience, &names);
    let confirmed = content
        .audience
        .confirmed_residency
        .then(|| eligibility::needs_confirmed(lang));
    let decision = (!content.decision.is_empty()).then(|| {
        view! {
            <div>
                <dt>{polls::decision(lang)}</dt>
                <dd>{said(lang, &content.decision)}</dd>
            </div>
        }
    });
    view! {
        <div>
            <dt>{polls::audience(lang)}</dt>
            <dd>{audience} " " {confirmed} " " {eligibility::displaced_too(lang)}</dd>
        </div>
        {decision}
    }
}
