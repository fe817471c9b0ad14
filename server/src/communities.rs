//! Which community a host name means, kept in memory and read again every few seconds: a new community works without a restart.

use crate::config::PublicUrl;
use domain::{community::Community, policy::Policy, time::Millis};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use store::{Store, StoreError};

/// How long a reading holds, in milliseconds.
const FRESH_MS: i64 = 3_000;

/// A community with what every page of it needs.
#[derive(Clone)]
pub struct Known {
    pub community: Arc<Community>,
    pub policy: Arc<Policy>,
    pub policy_version: i64,
}

/// The communities of this installation by host name.
pub struct Communities {
    store: Store,
    public: PublicUrl,
    default_slug: String,
    reading: Mutex<Reading>,
}

#[derive(Default)]
struct Reading {
    at: Option<Millis>,
    by_host: Arc<HashMap<String, Known>>,
}

impl Communities {
    pub fn new(store: Store, public: PublicUrl, default_slug: String) -> Self {
        Self {
            store,
            public,
            default_slug,
            reading: Mutex::default(),
        }
    }

    /// The community of `host` (without port, any case). `None` for a host that is nobody's.
    ///
    /// # Errors
    /// When there is no reading yet and the database does not answer; an old reading is better than none.
    pub async fn of_host(&self, host: &str, now: Millis) -> Result<Option<Known>, StoreError> {
        let by_host = self.current(now).await?;
        Ok(by_host.get(&host.to_ascii_lowercase()).cloned())
    }

    /// Reads everything again, after a change. Where the database does not answer, the old reading stays until the next.
    pub async fn reread(&self, now: Millis) {
        match self.read(now).await {
            Ok(by_host) => {
                *self.lock() = Reading {
                    at: Some(now),
                    by_host: Arc::new(by_host),
                };
            }
            Err(error) => tracing::warn!(%error, "the communities could not be read again"),
        }
    }

    /// The host on which a community is shown: the public address itself for the default one, `{slug}.` before it otherwise.
    pub fn host_of(&self, slug: &str) -> String {
        host_of(&self.public, &self.default_slug, slug)
    }

    async fn current(&self, now: Millis) -> Result<Arc<HashMap<String, Known>>, StoreError> {
        let before = {
            let mut reading = self.lock();
            let fresh = reading
                .at
                .is_some_and(|at| (0..FRESH_MS).contains(&now.since(at)));
            if fresh {
                return Ok(reading.by_host.clone());
            }
            let before = reading.at.map(|_| reading.by_host.clone());
            // Whoever finds the reading stale reads anew; the others go on with the old one meanwhile.
            if before.is_some() {
                reading.at = Some(now);
            }
            before
        };
        match (self.read(now).await, before) {
            (Ok(by_host), _) => {
                let by_host = Arc::new(by_host);
                *self.lock() = Reading {
                    at: Some(now),
                    by_host: by_host.clone(),
                };
                Ok(by_host)
            }
            (Err(error), Some(old)) => {
                tracing::warn!(%error, "the communities could not be read again");
                Ok(old)
            }
            (Err(error), None) => Err(error),
        }
    }

    async fn read(&self, now: Millis) -> Result<HashMap<String, Known>, StoreError> {
        let (mut by_host, mut given) = (HashMap::new(), Vec::new());
        for community in self.store.communities().await? {
            let policy = self.store.policy_in_force(community.id, now).await?;
            let (policy_version, policy) =
                policy.map_or_else(|| (0, Policy::default()), |p| (p.version, p.policy));
            let hosts = self.store.hosts(community.id).await?;
            let known = Known {
                policy: Arc::new(policy),
                policy_version,
                community: Arc::new(community),
            };
            // A name that the installation gives out is nobody's to take, whatever the table says.
            given.push((self.host_of(&known.community.slug), known.clone()));
            for host in hosts {
                by_host.insert(host.to_ascii_lowercase(), known.clone());
            }
        }
        by_host.extend(given);
        Ok(by_host)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Reading> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// See [`Communities::host_of`]. The platform has the slug `platform`.
pub fn host_of(public: &PublicUrl, default_slug: &str, slug: &str) -> String {
    if slug == "platform" {
        public.platform_host()
    } else if slug == default_slug {
        public.host.clone()
    } else {
        format!("{slug}.{}", public.host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_community_is_on_the_public_host_and_the_others_beside_it() {
        let public = PublicUrl::parse("http://localhost:3000").unwrap();
        assert_eq!(host_of(&public, "korosten", "korosten"), "localhost");
        assert_eq!(host_of(&public, "korosten", "ovruch"), "ovruch.localhost");
        assert_eq!(
            host_of(&public, "korosten", "platform"),
            public.platform_host()
        );
    }
}
