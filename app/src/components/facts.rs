//! The facts of a poll that stand under its title: on whose behalf, when, who may answer, what will be decided.

use super::{Icon, initiator_symbol, said::said};
use crate::{
    context::Visit,
    i18n::{common, dates, eligibility, polls},
};
use domain::poll::Poll;
use leptos::prelude::*;

/// The list of facts. `settlements` are the names of the audience's settlements.
#[component]
pub fn PollFacts(visit: Visit, poll: Poll, settlements: Vec<String>) -> impl IntoView {
    let lang = visit.lang;
    let content = &poll.content;
    let names: Vec<&str> = settlements.iter().map(String::as_str).collect();
    let audience = eligibility::audience(lang, &content.audience, &names);
    let confirmed = content
        .audience
        .confirmed_residency
        .then(|| eligibility::needs_confirmed(lang));
    let term = content.opens_at.zip(content.closes_at).map(|(opens, closes)| {
        view! {
            <div>
                <dt>{polls::term(lang)}</dt>
                <dd>
                    <time datetime=dates::iso(opens)>{dates::short_moment(lang, opens, closes)}</time>
                    " – "
                    <time datetime=dates::iso(closes)>{dates::moment(lang, closes)}</time>
                </dd>
            </div>
        }
    });
    let decision = (!content.decision.is_empty()).then(|| {
        view! {
            <div>
                <dt>{polls::decision(lang)}</dt>
                <dd>{said(lang, &content.decision)}</dd>
            </div>
        }
    });
    view! {
        <dl class="facts">
            <div>
                <dt>{polls::initiator(lang)}</dt>
                <dd>
                    {said(lang, &content.initiator.name)} " "
                    <span class="tag tag--line">
                        <Icon symbol=initiator_symbol(content.initiator.kind) />
                        " "
                        {common::initiator_kind(lang, content.initiator.kind)}
                    </span>
                </dd>
            </div>
            {term}
            <div>
                <dt>{polls::audience(lang)}</dt>
                <dd>{audience} " " {confirmed} " " {eligibility::displaced_too(lang)}</dd>
            </div>
            {decision}
        </dl>
    }
}
