//! What is done about a role or an invitation by one button.

use super::PATH;
use crate::{
    components::see_other,
    context::{Visit, services, visit},
    failure::Failure,
};
use domain::{
    ids::{InvitationId, PersonId},
    role::{Right, Role},
};
use leptos::prelude::*;
use store::{Actor, By, Conflict, StoreError};

/// The value of `agrees` that agrees; any other refuses.
pub(super) const AGREES: &str = "yes";

/// Who acts, with their right to.
fn by(visit: &Visit) -> Result<By, Failure> {
    Ok(By {
        actor: Actor::Person(visit.require(Right::ManageTeam)?.person),
        at: visit.now,
    })
}

/// Leads back to the page, which says `done`, or what stood against it.
///
/// # Errors
/// What is nobody's decision: that there is no such thing, that the database does not answer.
fn answered(visit: &Visit, outcome: Result<(), StoreError>, done: &str) -> Result<(), Failure> {
    let said = match outcome {
        Ok(()) => done,
        Err(StoreError::Conflict(Conflict::LastOfRole)) => "last",
        Err(StoreError::Conflict(Conflict::OwnRecord)) => "own",
        Err(StoreError::Conflict(_) | StoreError::NotFound) => "late",
        Err(error) => return Err(error.into()),
    };
    see_other(&visit.href(&format!("{PATH}?{said}")));
    Ok(())
}

/// The person and the role that a form names.
fn named(person: &str, role: &str) -> Result<(PersonId, Role), Failure> {
    let person = person.parse().map_err(|_| Failure::NotFound)?;
    let role = role.parse().map_err(|_| Failure::NotFound)?;
    Ok((person, role))
}

/// Notes that `person` (an id) still needs `role` (its name).
///
/// # Errors
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] for whoever gives no roles; [`Failure::NotFound`] for what is no id or no role.
#[server(prefix = "/do", endpoint = "staff/review-role")]
pub async fn review_role(
    #[server(default)] person: String,
    #[server(default)] role: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let by = by(&visit)?;
    let (person, role) = named(&person, &role)?;
    let community = visit.community_id();
    let outcome = services
        .store
        .review_role(community, person, role, by)
        .await;
    answered(&visit, outcome, "reviewed")
}

/// Takes `role` (its name) away from `person` (an id).
///
/// # Errors
/// As those of [`review_role`].
#[server(prefix = "/do", endpoint = "staff/revoke-role")]
pub async fn revoke_role(
    #[server(default)] person: String,
    #[server(default)] role: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let by = by(&visit)?;
    let (person, role) = named(&person, &role)?;
    let community = visit.community_id();
    let outcome = services
        .store
        .revoke_role(community, person, role, by)
        .await;
    // Whoever gave up what opens this page is led to what is left to them.
    let own = by.actor.person() == Some(person) && role.gives_roles();
    if own && outcome.is_ok() {
        see_other(&visit.href("/"));
        return Ok(());
    }
    answered(&visit, outcome, "revoked")
}

/// Resets the second factor of `person` (an id), who has lost it.
///
/// # Errors
/// As those of [`review_role`].
#[server(prefix = "/do", endpoint = "staff/reset-second-factor")]
pub async fn reset_second_factor(#[server(default)] person: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let by = by(&visit)?;
    let person: PersonId = person.parse().map_err(|_| Failure::NotFound)?;
    let community = visit.community_id();
    let outcome = services
        .store
        .reset_second_factor(community, person, by)
        .await;
    answered(&visit, outcome, "reset")
}

/// Ends all sign-ins of `person` (an id).
///
/// # Errors
/// As those of [`review_role`].
#[server(prefix = "/do", endpoint = "staff/end-sessions")]
pub async fn end_sessions_of(#[server(default)] person: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let by = by(&visit)?;
    let person: PersonId = person.parse().map_err(|_| Failure::NotFound)?;
    let community = visit.community_id();
    let outcome = services.store.end_sessions_of(community, person, by).await;
    answered(&visit, outcome.map(|_| ()), "ended")
}

/// Takes `invitation` (an id) back.
///
/// # Errors
/// As those of [`review_role`].
#[server(prefix = "/do", endpoint = "staff/withdraw-invitation")]
pub async fn withdraw_invitation(#[server(default)] invitation: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let by = by(&visit)?;
    let id: InvitationId = invitation.parse().map_err(|_| Failure::NotFound)?;
    let community = visit.community_id();
    let outcome = services.store.withdraw_invitation(community, id, by).await;
    answered(&visit, outcome, "withdrawn")
}

/// Agrees (`agrees` is `yes`) to the role that somebody accepted by `invitation` (an id), or refuses it.
///
/// # Errors
/// As those of [`review_role`].
#[server(prefix = "/do", endpoint = "staff/second-invitation")]
pub async fn second_invitation(
    #[server(default)] invitation: String,
    #[server(default)] agrees: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let by = by(&visit)?;
    let id: InvitationId = invitation.parse().map_err(|_| Failure::NotFound)?;
    let (community, agrees) = (visit.community_id(), agrees == AGREES);
    let outcome = services
        .store
        .second_invitation(community, id, agrees, by)
        .await;
    answered(&visit, outcome, if agrees { "agreed" } else { "refused" })
}
