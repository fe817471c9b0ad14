//! An invitation to the community's team, as whoever was invited sees it: what the role is, and the button that accepts it.
//!
//! The link's token goes into a cookie of this browser at once, so that no address that anybody sees, keeps or sends on holds
//! it, the sign-in's way back included. Opening the link accepts nothing: the button does.

use super::{NextToken, draft::set_cookie};
use crate::{
    components::{Frame, PageTitle, page, page::encoded, see_other},
    context::{Services, Visit, Visitor, cookies, services, visit},
    failure::Failure,
    i18n::{dates, errors, staff, staff_team},
    keys::Token,
};
use domain::team::{self, InvitationState};
use http::request::Parts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::{Actor, By, Conflict, SecretHash, StoreError, invitations::Invitation};

/// How long the browser holds the token, in seconds: as long as the sign-in may take, and a day to think.
const HELD_S: i64 = 24 * 60 * 60;
/// The page of whoever holds one.
const PATH: &str = "/invite";

/// `/invite/{token}`, the address in a link: takes the token along and leads to the page without it.
#[component]
pub fn OpenInvitation() -> impl IntoView {
    let params = use_params_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let token = params.get("token").unwrap_or_default();
        // What is no token holds nothing, and leaves what is held.
        if let Some(token) = Token::from_client(&token) {
            set_cookie(&services, cookies::INVITATION, &token.to_client(), HELD_S);
        }
        see_other(&visit.href(PATH));
        Ok(())
    })
}

/// The token that this browser holds.
fn held(services: &Services, parts: Option<&Parts>) -> Option<Token> {
    let value = services
        .cookies
        .read(&parts?.headers, cookies::INVITATION)?;
    Token::from_client(value)
}

/// `/invite`: the invitation that this browser holds, or that there is none.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let parts = use_context::<Parts>();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let invitation = match held(&services, parts.as_ref()) {
            Some(token) => {
                let token = SecretHash(token.hash());
                services
                    .store
                    .invitation_by_token(visit.community_id(), token, visit.now)
                    .await?
            }
            None => None,
        };
        Ok(view! { <InvitationView visit invitation /> })
    })
}

#[component]
fn InvitationView(visit: Visit, invitation: Option<Invitation>) -> impl IntoView {
    let lang = visit.lang;
    let me = visit.visitor.as_ref().map(|visitor| visitor.person);
    let polls = (visit.href("/polls"), errors::to_polls(lang));
    let body = match invitation {
        Some(open) if open.is_open(visit.now) => offered(&visit, &open),
        Some(one) if one.state == InvitationState::AwaitsSecond && one.accepted_by == me => told(
            "callout",
            staff_team::invitation_awaits_title(lang),
            Some(staff_team::invitation_awaits_text(lang)),
            Some(polls),
        ),
        Some(one) if one.state == InvitationState::Granted && one.accepted_by == me => told(
            "callout callout--ok",
            staff_team::invitation_done_title(lang),
            None,
            // The role may have been taken away since. The second step may still be to be passed: the desk leads there.
            visit
                .visitor
                .as_ref()
                .is_some_and(|visitor| visitor.is_staff)
                .then(|| {
                    (
                        visit.href("/staff"),
                        staff_team::invitation_done_button(lang),
                    )
                }),
        ),
        _ => told(
            "callout callout--warn",
            staff_team::invitation_gone_title(lang),
            Some(match visit.visitor {
                Some(_) => staff_team::invitation_gone_for_you(lang),
                None => staff_team::invitation_gone_text(lang),
            }),
            Some(polls),
        ),
    };
    view! {
        <PageTitle text=staff_team::invitation_title(lang) />
        <Frame>
            <div class="flow prose">
                <h1>{staff_team::invitation_title(lang)}</h1>
                {body}
            </div>
        </Frame>
    }
}

/// Where an invitation stands, and where to go on from there.
fn told(
    class: &'static str,
    title: &'static str,
    text: Option<&'static str>,
    on: Option<(String, &'static str)>,
) -> AnyView {
    let on = on.map(|(href, label)| {
        view! {
            <p>
                <a class="btn" href=href>
                    {label}
                </a>
            </p>
        }
    });
    view! {
        <div class=class role="status">
            <p>
                <strong>{title}</strong>
            </p>
            {text.map(|text| view! { <p>{text}</p> })}
            {on}
        </div>
    }
    .into_any()
}

/// An invitation that can be accepted.
fn offered(visit: &Visit, invitation: &Invitation) -> AnyView {
    let lang = visit.lang;
    let rights = invitation
        .role
        .rights()
        .iter()
        .map(|right| view! { <li>{staff_team::right(lang, *right)}</li> })
        .collect_view();
    let until = dates::until(lang, invitation.expires_at, visit.now);
    let ends = invitation.role_until.map(|until| {
        let last = dates::date(lang, until.plus(-1));
        view! { <p>{staff_team::invitation_role_ends(lang, &last)}</p> }
    });
    view! {
        <p class="lead">
            {staff_team::invitation_lead(lang, visit.community.name.get(lang))}
        </p>
        <dl class="summary">
            <div>
                <dt>{staff_team::invite_role(lang)}</dt>
                <dd>{staff::role(lang, invitation.role)}</dd>
            </div>
            <div>
                <dt>{staff_team::invitation_may(lang)}</dt>
                <dd>
                    <ul class="list">{rights}</ul>
                </dd>
            </div>
        </dl>
        {ends}
        {(team::accepted(invitation.role, invitation.invited_by) == InvitationState::AwaitsSecond)
            .then(|| view! { <p>{staff_team::invitation_needs_second(lang)}</p> })}
        <p class="hint">{staff_team::invitation_open_until(lang, &until)}</p>
        {accepting(visit)}
    }
    .into_any()
}

/// The way to accept: signing in first, and surely enough.
fn accepting(visit: &Visit) -> AnyView {
    let lang = visit.lang;
    let Some(visitor) = &visit.visitor else {
        let back = encoded(&visit.href(PATH));
        let href = format!("{}?return={back}", visit.href("/sign-in"));
        return view! {
            <p>{staff_team::invitation_sign_in(lang)}</p>
            <p>
                <a class="btn" href=href>
                    {staff_team::invitation_sign_in_button(lang)}
                </a>
            </p>
        }
        .into_any();
    };
    if !is_sure_enough(visitor) {
        return view! {
            <div class="callout callout--warn">
                <p>{staff_team::invitation_weak(lang)}</p>
            </div>
        }
        .into_any();
    }
    view! {
        <p>{staff_team::invitation_as(lang, &visitor.short_name)}</p>
        <form method="post" action=visit.href("/do/accept-invitation")>
            <button class="btn">{staff_team::invitation_accept(lang)}</button>
        </form>
    }
    .into_any()
}

fn is_sure_enough(visitor: &Visitor) -> bool {
    visitor.facts.assurance >= team::ASSURANCE
}

/// Accepts the invitation that this browser holds. The session gets a new token, because it may do more from now on.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor. What stands against it is told on the page.
#[server(prefix = "/do", endpoint = "accept-invitation")]
pub async fn accept_invitation() -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = visit.require_visitor()?.clone();
    let parts = use_context::<Parts>();
    let token = held(&services, parts.as_ref());
    if let Some(token) = token.filter(|_| is_sure_enough(&visitor)) {
        let by = By {
            actor: Actor::Person(visitor.person),
            at: visit.now,
        };
        let (community, token) = (visit.community_id(), SecretHash(token.hash()));
        let next = NextToken::of(&services, &visitor);
        let store = &services.store;
        match store
            .accept_invitation(community, token, next.renewal(), by)
            .await
        {
            Ok(accepted) => next.hand_out(&services, &visit, accepted.session_ends),
            // The page says where it stands.
            Err(StoreError::NotFound | StoreError::Conflict(Conflict::ChangedMeanwhile)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    see_other(&visit.href(PATH));
    Ok(())
}
