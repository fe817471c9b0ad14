//! The facts of a poll that stand round its button: on whose behalf, when, who may answer, what will be decided.

use super::{Icon, initiator_symbol, said::said};
use crate::{
    context::Visit,
    i18n::{AskedPlaces, common, dates, eligibility, format, polls},
};
use domain::{ids::OrganisationNo, poll::Poll};
use leptos::prelude::*;
use std::sync::Arc;

/// All facts in one list. `places` are those of the audience.
#[component]
pub fn PollFacts(
    visit: Visit,
    #[prop(into)] poll: Arc<Poll>,
    places: AskedPlaces,
) -> impl IntoView {
    view! {
        <dl class="facts">
            {initiator_and_term(&visit, &poll)} {audience_and_decision(&visit, &poll, &places)}
        </dl>
    }
}

/// The public page of an organisation.
pub fn organisation_path(no: OrganisationNo) -> String {
    format!("/organisations/{no}")
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
    // An organisation that the community knows has a page of its own.
    let name = match initiator.organisation {
        Some(no) => {
            let href = visit.href(&organisation_path(no));
            view! { <a href=href>{said(lang, &initiator.name)}</a> }.into_any()
        }
        None => said(lang, &initiator.name).into_any(),
    };
    view! {
        <div>
            <dt>{polls::initiator(lang)}</dt>
            <dd>
                {name} " "
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
    places: &AskedPlaces,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let content = &poll.content;
    let rule = eligibility::audience(lang, &content.audience, places);
    let rule = format!("{}.", format::capitalised(&rule));
    let belonging = eligibility::belonging(lang, content.audience.residency).join(" ");
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
            <dd>{rule} " " {belonging}</dd>
        </div>
        {decision}
    }
}
