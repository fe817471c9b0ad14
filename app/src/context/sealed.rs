//! What people send about themselves and what they are answered, on its way into the database and out of it: sealed, and bound to its
//! person.

use super::Services;
use crate::failure::Failure;
use domain::ids::{CommunityId, PersonId};
use zeroize::Zeroizing;

/// What a sealed text is.
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
    /// What binds it to its person.
    fn aad(self, person: PersonId) -> Vec<u8> {
        let what = match self {
            Self::Document => "residence-document",
            Self::Reason => "residence-reason",
            Self::OrganisationDocument => "organisation-document",
            Self::OrganisationReason => "organisation-reason",
            Self::Position => "organisation-position",
            Self::SignedFor => "signed-for",
        };
        format!("{what}/{person}").into_bytes()
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
        let keys = services.community_keys(community).await?;
        keys.seal(&self.aad(person), plain, &*services.random)
            .map_err(|_| Failure::Internal)
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
        let keys = services.community_keys(community).await?;
        keys.open(&self.aad(person), sealed).map_err(|error| {
            tracing::error!(%error, "what was sealed for a person does not open");
            Failure::Internal
        })
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
