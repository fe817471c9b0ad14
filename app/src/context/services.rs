//! The services of one instance, made once at start: database, ballot box, keys, clock, randomness, identity providers, assets.

use super::{Mail, PublishedPolls, SignInWatches};
use crate::{
    failure::Failure,
    keys::{CommunityKeys, KeyError, KeyRing, Random, WrappedKey},
};
use domain::{community::Community, ids::CommunityId, lang::Lang, time::Clock};
use std::{collections::HashMap, ops::Deref, pin::Pin, sync::Arc};
use store::{BallotBox, Conflict, Store, StoreError};

/// Cheap to clone; everything inside is shared.
#[derive(Clone)]
pub struct Services(Arc<Parts>);

/// What [`Services`] holds.
pub struct Parts {
    pub store: Store,
    pub ballot_box: BallotBox,
    pub published: PublishedPolls,
    pub keys: Arc<KeyRing>,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub sign_in: Arc<dyn SignIn>,
    /// `None` where no mail server is set up: nothing then offers to send a letter.
    pub mail: Option<Arc<dyn Mail>>,
    /// What is unusual about sign-ins.
    pub sign_in_watches: SignInWatches,
    pub assets: Assets,
    pub cookies: super::cookies::CookieStyle,
    /// The platform’s own address, which lists the communities.
    pub platform_url: String,
    /// The address of a community's own first page, without a trailing slash.
    pub origin_of: Arc<dyn Fn(&Community) -> String + Send + Sync>,
    /// The installation's own host: it and all names within it are given out by the installation.
    pub own_domain: String,
    /// Reads the communities again after a change to one, so that the next page shows it. Other instances need some seconds.
    pub reread_communities: Arc<dyn Fn() -> Reread + Send + Sync>,
    /// Whoever has a role must pass a second factor; only a demonstration may do without.
    pub second_factor: bool,
    /// Every page then says «Демонстрація».
    pub demo: bool,
}

/// See [`Parts::reread_communities`].
pub type Reread = Pin<Box<dyn Future<Output = ()> + Send>>;

impl Services {
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The keys of one community; read from the database when the community is newer than this instance's start.
    ///
    /// # Errors
    /// [`Failure::Internal`] when the community has no keys or the master key does not fit them (logged).
    pub async fn community_keys(
        &self,
        community: CommunityId,
    ) -> Result<Arc<CommunityKeys>, Failure> {
        match self.keys.of(community) {
            Err(KeyError::NoCommunity(_)) => self.reread_keys(community).await,
            found => found.map_err(no_keys),
        }
    }

    /// The keys of one community as the database has them now.
    async fn reread_keys(&self, community: CommunityId) -> Result<Arc<CommunityKeys>, Failure> {
        let rows = wrapped_keys(&self.store, community).await?;
        self.keys.put(community, rows).map_err(no_keys)
    }

    /// What `act` gives, which finds or stores somebody by hashes that these keys make; once more with those of the database when the
    /// identity key is another one now.
    ///
    /// # Errors
    /// Those of `act`; [`Conflict::KeyRotation`] while the key is being rotated.
    pub async fn by_current_keys<T, Act, Acted>(
        &self,
        community: CommunityId,
        act: Act,
    ) -> Result<Result<T, StoreError>, Failure>
    where
        Act: Fn(Arc<CommunityKeys>) -> Acted,
        Acted: Future<Output = Result<Result<T, StoreError>, Failure>>,
    {
        let keys = self.community_keys(community).await?;
        match act(keys).await? {
            Err(StoreError::Conflict(Conflict::KeyRotation)) => {
                act(self.reread_keys(community).await?).await
            }
            outcome => Ok(outcome),
        }
    }
}

fn no_keys(error: KeyError) -> Failure {
    tracing::error!(%error, "a community's keys cannot be had");
    Failure::Internal
}

/// The stored keys of a community, still wrapped.
///
/// # Errors
/// When the database does not answer.
pub async fn wrapped_keys(
    store: &Store,
    community: CommunityId,
) -> Result<Vec<WrappedKey>, Failure> {
    let rows = store.keys(community).await?;
    Ok(rows
        .into_iter()
        .map(|row| WrappedKey {
            id: row.id,
            purpose: row.purpose,
            wrapped: row.wrapped,
        })
        .collect())
}

impl Deref for Services {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// A way to sign in, as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderButton {
    /// Stable name of the provider, sent back by the form.
    pub id: &'static str,
    /// What a sign-in went through, in the case that follows «через».
    pub through: String,
    pub label: String,
    pub hint: String,
}

/// Why a sign-in cannot begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSignIn {
    /// This installation has no such provider.
    Unknown,
    /// The provider does not answer as it should; the word is one that the sign-in page explains.
    Provider(&'static str),
}

/// The address of a provider that is being asked for.
pub type Authorizing<'a> =
    std::pin::Pin<Box<dyn Future<Output = Result<String, NoSignIn>> + Send + 'a>>;

/// The identity providers as pages see them; the server implements it.
pub trait SignIn: Send + Sync {
    /// The ways to sign in here, in the order to show them.
    fn providers(&self, lang: Lang) -> Vec<ProviderButton>;

    /// The provider's address to send the browser to. `state` comes back with the answer.
    ///
    /// # Errors
    /// [`NoSignIn`].
    fn authorize_url<'a>(&'a self, provider: &'a str, state: &'a str) -> Authorizing<'a>;
}

/// Addresses of the built static files by their plain names: `main.css` → `/pkg/main.3f2a….css`.
#[derive(Clone, Debug, Default)]
pub struct Assets(Arc<HashMap<String, String>>);

impl Assets {
    pub fn new(by_name: HashMap<String, String>) -> Self {
        Self(Arc::new(by_name))
    }

    /// The address of the file called `name`; its plain place where nothing was built (tests of the server alone).
    pub fn url(&self, name: &str) -> String {
        self.0
            .get(name)
            .cloned()
            .unwrap_or_else(|| format!("/pkg/{name}"))
    }
}
