//! The organisation that a sign-in's signature named.

use super::{Services, Visit, Visitor, sealed::Sealed};
use crate::failure::Failure;
use domain::organisation::{SignedFor, is_by_key};

/// The organisation by whose key the visitor has signed in; `None` where they signed for nobody but themselves.
///
/// # Errors
/// When the community's keys cannot be had, or it does not open.
pub async fn signed_for(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
) -> Result<Option<SignedFor>, Failure> {
    let Some(sealed) = &visitor.signed_for else {
        return Ok(None);
    };
    if !is_by_key(visitor.facts.assurance) {
        return Ok(None);
    }
    let (community, person) = (visit.community_id(), visitor.person);
    let plain = Sealed::SignedFor
        .open(services, community, person, sealed)
        .await?;
    serde_json::from_slice(&plain)
        .map(Some)
        .map_err(|_| Failure::Internal)
}
