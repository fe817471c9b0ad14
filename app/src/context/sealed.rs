//! Texts and files in the database that only this installation opens: sealed under the community's key, each bound to its place.

use super::Services;
use crate::failure::Failure;
use domain::ids::{CommunityId, PersonId};
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

/// What is sealed of a person: what people send about themselves, and what they are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// A document about where somebody lives.
    Document,
    /// Why staff refuse it.
    Reason,
    /// A document about an organisation and who acts for it.
    OrganisationDocument,
    /// Why staff refuse it.
    OrganisationReason,
    /// Somebody's position in an organisation.
    Position,
    /// The organisation that the signature of a sign-in named.
    SignedFor,
}

impl Sealed {
    /// What it is, in the log and in what binds it.
    fn what(self) -> &'static str {
        match self {
            Self::Document => "residence-document",
            Self::Reason => "residence-reason",
            Self::OrganisationDocument => "organisation-document",
            Self::OrganisationReason => "organisation-reason",
            Self::Position => "organisation-position",
            Self::SignedFor => "signed-for",
        }
    }

    /// What binds it to its person.
    fn aad(self, person: PersonId) -> Vec<u8> {
        format!("{}/{person}", self.what()).into_bytes()
    }

    /// Seals it.
    ///
    /// # Errors
    /// When the community's keys cannot be had.
    pub async fn seal(
        self,
        services: &Services,
        community: CommunityId,
        person: PersonId,
        plain: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        seal(services, community, &self.aad(person), plain).await
    }

    /// Opens it.
    ///
    /// # Errors
    /// [`Failure::Internal`] when it does not open, which is logged without content.
    pub async fn open(
        self,
        services: &Services,
        community: CommunityId,
        person: PersonId,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let place = self.aad(person);
        open(services, community, &place, sealed, self.what()).await
    }

    /// Opens words.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn words(
        self,
        services: &Services,
        community: CommunityId,
        person: PersonId,
        sealed: &[u8],
    ) -> Result<String, Failure> {
        let plain = self.open(services, community, person, sealed).await?;
        String::from_utf8(plain.to_vec()).map_err(|_| Failure::Internal)
    }
}
