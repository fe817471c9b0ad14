//! Documents about where somebody lives, and the words of a refusal, on their way into the database and out of it: sealed, and bound to
//! their person.

use super::{Services, sealed};
use crate::failure::Failure;
use domain::ids::{CommunityId, PersonId};
use zeroize::Zeroizing;

/// What a sealed text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    Document,
    Reason,
}

impl Sealed {
    /// What binds it to its person.
    fn aad(self, person: PersonId) -> Vec<u8> {
        let what = match self {
            Self::Document => "residence-document",
            Self::Reason => "residence-reason",
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
        sealed::seal(services, community, &self.aad(person), plain).await
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
        sealed::open(services, community, &place, sealed, "residence").await
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
