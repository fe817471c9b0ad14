//! The keys of all communities of this instance, unwrapped once at the start.

use super::{CommunityKeys, KeyError, MasterKey, WrappedKey};
use domain::ids::CommunityId;
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// The keys by community. Shared by all requests; a new community or a rotated key is put in while the instance runs.
#[derive(Debug)]
pub struct KeyRing {
    master: MasterKey,
    communities: RwLock<HashMap<CommunityId, Arc<CommunityKeys>>>,
}

impl KeyRing {
    /// Unwraps the keys of all communities.
    ///
    /// # Errors
    /// [`KeyError::WrongMasterKey`] when any of them does not open: the instance must then refuse to start.
    pub fn open(
        master: MasterKey,
        rows: impl IntoIterator<Item = (CommunityId, Vec<WrappedKey>)>,
    ) -> Result<Self, KeyError> {
        let communities = rows
            .into_iter()
            .map(|(id, rows)| Ok((id, Arc::new(CommunityKeys::unwrap(&master, id, rows)?))))
            .collect::<Result<HashMap<_, _>, KeyError>>()?;
        Ok(Self {
            master,
            communities: RwLock::new(communities),
        })
    }

    /// The keys of one community.
    ///
    /// # Errors
    /// [`KeyError::NoCommunity`] when they were not in the database at the start: read its rows and call [`Self::put`].
    pub fn of(&self, community: CommunityId) -> Result<Arc<CommunityKeys>, KeyError> {
        self.communities
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&community)
            .cloned()
            .ok_or(KeyError::NoCommunity(community.0))
    }

    /// Takes a new community's keys, or all keys of one whose keys changed.
    ///
    /// # Errors
    /// As [`CommunityKeys::unwrap`]; what was there stays.
    pub fn put(
        &self,
        community: CommunityId,
        rows: Vec<WrappedKey>,
    ) -> Result<Arc<CommunityKeys>, KeyError> {
        let keys = Arc::new(CommunityKeys::unwrap(&self.master, community, rows)?);
        self.communities
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(community, Arc::clone(&keys));
        Ok(keys)
    }

    /// The master key, to wrap a new key with.
    pub fn master(&self) -> &MasterKey {
        &self.master
    }
}

#[cfg(test)]
mod tests {
    use super::super::SeededRandom;
    use super::*;
    use domain::identifiers::KeyKind;

    #[test]
    fn each_community_has_its_own_keys_and_an_unknown_one_has_none() {
        let random = SeededRandom::new(1);
        let master = MasterKey::random(&random);
        let [one, two, three] = [1, 2, 3].map(|id| {
            let rows = CommunityKeys::generate(&master, CommunityId(id), &random).unwrap();
            (CommunityId(id), rows)
        });
        let ring = KeyRing::open(master, [one, two]).unwrap();
        let hash = |id| {
            ring.of(CommunityId(id))
                .unwrap()
                .keyed_hash(KeyKind::Rnokpp, "1")
        };
        assert_ne!(hash(1), hash(2));
        assert_eq!(
            ring.of(CommunityId(3)).unwrap_err(),
            KeyError::NoCommunity(3)
        );
        ring.put(three.0, three.1).unwrap();
        assert_ne!(hash(3), hash(1));
    }

    #[test]
    fn one_key_that_does_not_open_is_enough_to_refuse() {
        let random = SeededRandom::new(1);
        let (master, other) = (MasterKey::random(&random), MasterKey::random(&random));
        let good = CommunityKeys::generate(&master, CommunityId(1), &random).unwrap();
        let foreign = CommunityKeys::generate(&other, CommunityId(2), &random).unwrap();
        let error =
            KeyRing::open(master, [(CommunityId(1), good), (CommunityId(2), foreign)]).unwrap_err();
        assert!(matches!(
            error,
            KeyError::WrongMasterKey { community: 2, .. }
        ));
    }
}
