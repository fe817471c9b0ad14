//! The confirmation: recorded, with the participation code, and what happens next.

use super::{
    around::{entitled, policy_of},
    cards::chosen_cards,
    find::Chosen,
    poll::address,
};
use crate::{
    components::{
        Frame, Mark, PageTitle, Section,
        card::{Card, PollCard},
        page,
        phase::Phase,
        said::said,
        see_other,
        stages::Stages,
        turnout::of_hundred_in_words,
    },
    context::{Services, Visit, services, visit},
    failure::Failure,
    i18n::{common, dates, eligibility, embed, me, polls, vote},
    pages::embed::way_back,
};
use domain::{channel::Channel, entitled::Entitled, ids::PollNumber, lifecycle::State, poll::Poll};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use std::sync::Arc;
use store::Page;

/// `/polls/{number}/done`: for the person who has taken part; `?again` when they came to answer once more, `?again=new` when they
/// came with other answers, which were not counted. Whoever has not taken part is led to the poll.
#[component]
pub fn Done() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let again = use_query_map().get_untracked().get("again");
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let visitor = visit.require_visitor()?.clone();
        let number = params.get("number").unwrap_or_default();
        let poll = super::published(&services, &visit, &number).await?;
        let (lang, community) = (visit.lang, visit.community_id());
        let store = &services.store;
        let Some(taken) = store
            .participation(community, poll.id, visitor.person)
            .await?
        else {
            see_other(&visit.href(&format!("/polls/{}", poll.number)));
            return Ok(().into_any());
        };
        let policy = policy_of(&services, &visit, &poll).await?;
        let open = Phase::of_poll(&poll, visit.now) == Phase::Open;
        let turnout = store.turnout(community, poll.id).await?;
        let other = waiting(&services, &visit).await?;
        let back = way_back(&services, &visit, &poll).await?;
        let refused = again.as_deref() == Some("new");
        let title = match again {
            Some(_) if refused => vote::already_took_part_new_title(lang),
            Some(_) => vote::already_took_part_title(lang),
            None => vote::done_title(lang),
        };
        // Only whose answers were not taken has something to mind: the heading is theirs, and the confirmation below it is of what was
        // counted before.
        let refusal = refused.then(|| {
            view! {
                <h1>{title}</h1>
                <Refusal visit=visit.clone() number=poll.number />
            }
        });
        let heading = (!refused).then(|| view! { <h1>{title}</h1> });
        let notice = (again.is_some() && !refused).then(|| {
            view! {
                <div class="callout" role="status">
                    <p>{vote::already_took_part_text(lang)}</p>
                </div>
            }
        });
        let leave = (!refused).then(|| {
            view! {
                <form method="post" action=visit.href("/do/sign-out") class="row">
                    <span class="hint">{vote::leave_shared_phone(lang)}</span>
                    " "
                    <button class="link">{common::nav_sign_out(lang)}</button>
                </form>
            }
        });
        let entitled = entitled(&services, &visit, &poll.content.audience).await?;
        let share = open.then(|| spread(&visit, &poll, turnout, entitled));
        Ok(view! {
            <PageTitle text=title />
            <Frame section=Section::Polls>
                <div class="flow">
                <div class="prose flow">
                    {refusal}
                    <div class="receipt">
                        <Mark size=56 />
                        {heading}
                        <p class="no-print">
                            <strong>{said(lang, &poll.content.title)}</strong>
                        </p>
                        <p class="no-print">
                            {vote::receipt_of(lang, visit.community.name.get(lang))}
                        </p>
                        <p>{vote::your_code(lang)}</p>
                        <p class="code">{taken.receipt.as_str().to_owned()}</p>
                    </div>
                    {notice}
                    {(taken.channel == Channel::Paper)
                        .then(|| view! { <p>{eligibility::voted_on_paper(lang)}</p> })}
                    <p>{vote::code_meaning_for(lang, poll.content.secrecy)}</p>
                    <OnPaper visit=visit.clone() poll=poll.clone() />
                </div>
                // What comes next is for the screen: the paper confirms.
                <div class="prose flow no-print">
                    <p>
                        {vote::code_kept(lang)} " " <a href=visit.href("/me")>{me::title(lang)}</a>
                    </p>
                    <p class="hint">{vote::print_hint(lang)}</p>
                    {leave}
                    <h2>{vote::whats_next(lang)}</h2>
                    <Stages visit=visit.clone() poll=poll.clone() policy answered=true />
                    {share}
                    {other
                        .map(|card| {
                            view! {
                                <h2>{vote::also_waiting(lang)}</h2>
                                <PollCard visit=visit.clone() card large=true />
                            }
                        })}
                    <p class="actions">
                        {back
                            .map(|page| {
                                view! {
                                    <a href=page.address()>{embed::back_to_site(lang, page.site())}</a>
                                    " "
                                }
                            })}
                        <a href=visit.href("/polls")>{vote::to_all_polls(lang)}</a>
                    </p>
                </div>
                </div>
            </Frame>
        }
        .into_any())
    })
}

/// Why the answers just sent were not taken, and the way on where they are somebody else's: out, and back in to the same draft.
#[component]
fn Refusal(visit: Visit, number: PollNumber) -> impl IntoView {
    let lang = visit.lang;
    let back = visit.href(&format!("/polls/{number}/vote/check"));
    view! {
        <div class="callout callout--warn no-print" role="status">
            <p>{vote::already_took_part_new(lang)}</p>
            <form method="post" action=visit.href("/do/sign-out")>
                <input type="hidden" name="back" value=back />
                <button class="btn btn--2">{common::nav_sign_out(lang)}</button>
            </form>
        </div>
    }
}

/// What the confirmation says on paper besides the code: which poll of which community. The browser's print function is all that it
/// needs. The moment of submitting is not there: nowhere is it kept, because it would lead from the person to their ballot.
#[component]
fn OnPaper(visit: Visit, #[prop(into)] poll: Arc<Poll>) -> impl IntoView {
    let lang = visit.lang;
    let content = &poll.content;
    let term = content
        .opens_at
        .zip(content.closes_at)
        .map(|(opens, closes)| {
            view! {
                <dt>{polls::term(lang)}</dt>
                <dd>{dates::range(lang, opens, closes)}</dd>
            }
        });
    view! {
        <div class="only-print flow">
            <p>{vote::receipt_of(lang, visit.community.name.get(lang))}</p>
            <dl class="facts">
                <div>
                    <dt>{polls::tabs_label(lang, poll.number)}</dt>
                    <dd>
                        <strong>{said(lang, &content.title)}</strong>
                    </dd>
                </div>
                <div>
                    <dt>{polls::initiator(lang)}</dt>
                    <dd>{said(lang, &content.initiator.name)}</dd>
                </div>
                <div>{term}</div>
            </dl>
            <p>{address(&visit, &poll)}</p>
            <p>{vote::receipt_no_moment(lang)}</p>
        </div>
    }
}

/// The address to pass on, while others can still answer.
fn spread(
    visit: &Visit,
    poll: &Poll,
    turnout: i64,
    entitled: Option<Entitled>,
) -> impl IntoView + use<> {
    let lang = visit.lang;
    let so_far = entitled.map(|all| {
        let words = of_hundred_in_words(lang, turnout, all.people);
        polls::turnout_answered_of_hundred(lang, &words)
    });
    view! {
        <h2>{vote::spread_title(lang)}</h2>
        <p>
            {so_far} " " {vote::spread_text(lang)} " "
            <a href=visit.href(&format!("/polls/{}", poll.number))>{address(visit, poll)}</a>
        </p>
    }
}

/// The open poll that closes soonest of those which this person may and did not yet answer.
async fn waiting(services: &Services, visit: &Visit) -> Result<Option<Card>, Failure> {
    let mine = Chosen::for_me();
    let (cards, _) = chosen_cards(services, visit, &mine, State::Open, Page::first(1)).await?;
    Ok(cards.into_iter().next())
}
