//! Texts and files in the database that only this installation opens: sealed under the community's key, each bound to its place.

use super::Services;
use crate::failure::Failure;
use domain::ids::CommunityId;
use zeroize::Zeroizing;

/// Seals `plain`, bound to `place`: it opens nowhere else.
///
/// # Errors
/// When the community's keys cannot be had.
pub async fn seal(
    services: &Services,
    community: CommunityId,
    place: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, Failure> {
    let keys = services.community_keys(community).await?;
    keys.seal(place, plain, &*services.random)
        .map_err(|_| Failure::Internal)
}

/// Opens what was sealed for `place`; `what` names it in the log.
///
/// # Errors
/// [`Failure::Internal`] when it does not open, which is logged without content.
pub async fn open(
    services: &Services,
    community: CommunityId,
    place: &[u8],
    sealed: &[u8],
    what: &'static str,
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let keys = services.community_keys(community).await?;
    keys.open(place, sealed).map_err(|error| {
        tracing::error!(%error, what, "what is sealed does not open");
        Failure::Internal
    })
}
