//! Choosing for whom one acts, proving a power by the organisation's key, and laying one down.

use super::{MINE, identified};
use crate::{
    components::see_other,
    context::{sealed::Sealed, services, signed_for, visit},
    failure::Failure,
    i18n::dates,
    pages::resident::NextToken,
};
use domain::ids::OrganisationNo;
use leptos::prelude::*;
use store::{Conflict, StoreError};

/// Lets the asker's session act for the organisation `no`, and go on under a new token, or for them alone again where it is empty.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for whoever is not identified or may not act for it.
#[server(prefix = "/do", endpoint = "act-for")]
pub async fn act_for(#[server(default)] no: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = visit.require_visitor()?;
    let no: Option<OrganisationNo> = match no.as_str() {
        "" => None,
        no => {
            identified(&visit)?;
            Some(no.parse().map_err(|()| Failure::Forbidden)?)
        }
    };
    let next = NextToken::of(&services, visitor);
    let session = (visitor.person, next.renewal());
    let today = dates::today(visit.now);
    let done = services
        .store
        .act_for(visit.community_id(), session, no, today)
        .await;
    match done {
        // It ended since the page was made; or it never was.
        Err(StoreError::NotFound) => return Err(Failure::Forbidden),
        done => next.hand_out(&services, &visit, done?),
    }
    see_other(&visit.href(&format!("{MINE}?acting")));
    Ok(())
}

/// Gives the asker the power that the key proves by which they have signed in; their session goes on under a new token.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for whoever has not signed in by the key of an organisation.
#[server(prefix = "/do", endpoint = "prove-power-by-key")]
pub async fn prove_power_by_key() -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = identified(&visit)?;
    let signed = signed_for(&services, &visit, visitor).await?;
    let signed = signed.ok_or(Failure::Forbidden)?;
    let (community, person) = (visit.community_id(), visitor.person);
    let position = signed.title.unwrap_or_default();
    let sealed = Sealed::Position
        .seal(&services, community, person, position.as_bytes())
        .await?;
    let next = NextToken::of(&services, visitor);
    let whose = (person, next.renewal());
    let done = services
        .store
        .prove_power_by_key(community, whose, &signed.edrpou, &sealed, visit.now)
        .await;
    match done {
        Ok(gained) => {
            next.hand_out(&services, &visit, gained.session_ends);
            see_other(&visit.href(&format!("{MINE}?proved")));
        }
        // The community does not know it (any more), or somebody else ended their power: the page says how to go on.
        Err(StoreError::NotFound | StoreError::Conflict(Conflict::TakenAway)) => {
            see_other(&visit.href(MINE));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Ends the power of `person` (an id; the asker where it is empty) to act for the organisation `no`.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for whoever is not identified, or may not end it.
#[server(prefix = "/do", endpoint = "lay-down-power")]
pub async fn lay_down_power(
    #[server(default)] no: String,
    #[server(default)] person: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let who = identified(&visit)?.person;
    let no: OrganisationNo = no.parse().map_err(|()| Failure::Forbidden)?;
    let whose = match person.as_str() {
        "" => who,
        id => id.parse().map_err(|_| Failure::Forbidden)?,
    };
    let done = services
        .store
        .lay_down_power(visit.community_id(), no, whose, (who, visit.now))
        .await;
    match done {
        // Their own is gone already: pressed twice.
        Err(StoreError::NotFound) if whose == who => {}
        Err(StoreError::NotFound) => return Err(Failure::Forbidden),
        done => done?,
    }
    see_other(&visit.href(&format!("{MINE}?ended")));
    Ok(())
}
