//! The keys of one community: the HMAC chain over national identifiers, and the key that seals names and birth dates.

use super::{HashingKeys, KeyError, MasterKey, Random, master::Place, secret::SecretKey};
use domain::{
    identifiers::{KeyKind, KeyPurpose},
    ids::CommunityId,
};
use zeroize::Zeroizing;

/// The first byte of a sealed text: the form of what follows (key id, nonce, ciphertext, tag).
const FORM: u8 = 1;

/// A community's key as the database holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey {
    /// Unique within the community, whatever the purpose. Identity keys form their chain in the order of ids.
    pub id: i64,
    pub purpose: KeyPurpose,
    pub wrapped: Vec<u8>,
}

/// The unwrapped keys of one community.
#[derive(Debug)]
pub struct CommunityKeys {
    community: CommunityId,
    identity: HashingKeys,
    /// In the order of ids: the last one seals, all of them open. Never empty.
    seal: Vec<(i64, SecretKey)>,
}

impl CommunityKeys {
    /// The first keys of a new community, as rows to insert: one for identity (id 1), one for sealing (id 2).
    ///
    /// # Errors
    /// None in practice ([`KeyError::TooLong`] comes from the cipher's signature).
    pub fn generate(
        master: &MasterKey,
        community: CommunityId,
        random: &dyn Random,
    ) -> Result<Vec<WrappedKey>, KeyError> {
        [(1, KeyPurpose::Identity), (2, KeyPurpose::Seal)]
            .into_iter()
            .map(|(id, purpose)| {
                new_key(
                    master,
                    Place {
                        community,
                        purpose,
                        id,
                    },
                    random,
                )
            })
            .collect()
    }

    /// The keys of `community` from all its rows, in any order.
    ///
    /// # Errors
    /// [`KeyError::WrongMasterKey`] when one does not open: then the instance must not start.
    /// [`KeyError::Missing`] when a purpose has none.
    pub fn unwrap(
        master: &MasterKey,
        community: CommunityId,
        mut rows: Vec<WrappedKey>,
    ) -> Result<Self, KeyError> {
        rows.sort_by_key(|row| row.id);
        let (mut identity, mut seal) = (Vec::new(), Vec::new());
        for row in rows {
            let place = Place {
                community,
                purpose: row.purpose,
                id: row.id,
            };
            let key = master.unwrap(place, &row.wrapped)?;
            match row.purpose {
                KeyPurpose::Identity => identity.push((row.id, key)),
                KeyPurpose::Seal => seal.push((row.id, key)),
            }
        }
        let missing = |purpose: KeyPurpose| KeyError::Missing {
            community: community.0,
            purpose: purpose.as_str(),
        };
        let identity = HashingKeys::new(identity).ok_or(missing(KeyPurpose::Identity))?;
        if seal.is_empty() {
            return Err(missing(KeyPurpose::Seal));
        }
        Ok(Self {
            community,
            identity,
            seal,
        })
    }

    /// One more key, as a row to insert: an identity key becomes the next link of the chain (then re-key the stored hashes
    /// with [`Self::advance`]), a seal key seals from then on. Unwrap all rows again to use it.
    ///
    /// # Errors
    /// As [`Self::generate`].
    pub fn next(
        &self,
        purpose: KeyPurpose,
        master: &MasterKey,
        random: &dyn Random,
    ) -> Result<WrappedKey, KeyError> {
        let sealing = self.seal.iter().map(|(id, _)| *id);
        let newest = self.identity.ids().chain(sealing).max().unwrap_or(0);
        let id = newest.saturating_add(1);
        new_key(
            master,
            Place {
                community: self.community,
                purpose,
                id,
            },
            random,
        )
    }

    /// What makes the hashes of national identifiers.
    pub fn hashing(&self) -> &HashingKeys {
        &self.identity
    }

    /// [`HashingKeys::keyed_hash`].
    pub fn keyed_hash(&self, kind: KeyKind, identifier: &str) -> [u8; 32] {
        self.identity.keyed_hash(kind, identifier)
    }

    /// [`HashingKeys::newest`].
    pub fn identity_key_id(&self) -> i64 {
        self.identity.newest()
    }

    /// [`HashingKeys::advance`].
    pub fn advance(&self, hash: [u8; 32], key_id: i64) -> Option<[u8; 32]> {
        self.identity.advance(hash, key_id)
    }

    /// `plaintext` sealed under the newest seal key and bound to `place`, for example `person` and the person's id: sealed
    /// texts cannot be swapped between rows.
    ///
    /// # Errors
    /// [`KeyError::TooLong`] beyond 64 GiB.
    pub fn seal(
        &self,
        place: &[u8],
        plaintext: &[u8],
        random: &dyn Random,
    ) -> Result<Vec<u8>, KeyError> {
        let (id, key) = self.seal.last().ok_or(KeyError::Missing {
            community: self.community.0,
            purpose: KeyPurpose::Seal.as_str(),
        })?;
        let mut sealed = vec![FORM];
        sealed.extend_from_slice(&id.to_be_bytes());
        sealed.extend(key.seal(place, plaintext, random)?);
        Ok(sealed)
    }

    /// What [`Self::seal`] sealed for the same `place`, also under an earlier seal key.
    ///
    /// # Errors
    /// [`KeyError::DoesNotOpen`] or [`KeyError::UnknownForm`].
    pub fn open(&self, place: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let (form, rest) = sealed.split_first().ok_or(KeyError::UnknownForm)?;
        let (id, ciphertext) = rest.split_first_chunk::<8>().ok_or(KeyError::UnknownForm)?;
        if *form != FORM {
            return Err(KeyError::UnknownForm);
        }
        let id = i64::from_be_bytes(*id);
        let (_, key) = self
            .seal
            .iter()
            .find(|(known, _)| *known == id)
            .ok_or(KeyError::DoesNotOpen)?;
        key.open(place, ciphertext)
    }
}

fn new_key(master: &MasterKey, place: Place, random: &dyn Random) -> Result<WrappedKey, KeyError> {
    let wrapped = master.wrap(place, &SecretKey::random(random), random)?;
    Ok(WrappedKey {
        id: place.id,
        purpose: place.purpose,
        wrapped,
    })
}

#[cfg(test)]
mod tests {
    use super::super::SeededRandom;
    use super::*;
    use proptest::prelude::*;

    const TOWN: CommunityId = CommunityId(1);

    struct Town {
        master: MasterKey,
        rows: Vec<WrappedKey>,
        random: SeededRandom,
    }

    impl Town {
        fn new(seed: u64) -> Self {
            let random = SeededRandom::new(seed);
            let master = MasterKey::random(&random);
            let rows = CommunityKeys::generate(&master, TOWN, &random).unwrap();
            Self {
                master,
                rows,
                random,
            }
        }

        fn keys(&self) -> CommunityKeys {
            CommunityKeys::unwrap(&self.master, TOWN, self.rows.clone()).unwrap()
        }

        fn rotate(&mut self, purpose: KeyPurpose) {
            let next = self
                .keys()
                .next(purpose, &self.master, &self.random)
                .unwrap();
            self.rows.push(next);
        }
    }

    #[test]
    fn one_person_has_one_hash_in_a_community_and_another_in_every_other() {
        let town = Town::new(1);
        let hash = town.keys().keyed_hash(KeyKind::Rnokpp, "1234567899");
        assert_eq!(hash, town.keys().keyed_hash(KeyKind::Rnokpp, "1234567899"));
        assert_ne!(
            hash,
            town.keys().keyed_hash(KeyKind::Passport, "1234567899")
        );
        assert_ne!(hash, town.keys().keyed_hash(KeyKind::Rnokpp, "1234567898"));
        assert_ne!(
            hash,
            Town::new(2)
                .keys()
                .keyed_hash(KeyKind::Rnokpp, "1234567899")
        );
    }

    #[test]
    fn the_chain_goes_by_key_id_whatever_the_order_of_rows() {
        let mut town = Town::new(1);
        town.rotate(KeyPurpose::Identity);
        town.rotate(KeyPurpose::Seal);
        town.rotate(KeyPurpose::Identity);
        let keys = town.keys();
        assert_eq!(keys.identity.ids().collect::<Vec<_>>(), [1, 3, 5]);
        assert_eq!(keys.identity_key_id(), 5);
        let by_hand = [1, 2].iter().fold(
            keys.identity.chain()[0]
                .1
                .hash(&[b"unzr\0", b"19880412-01231"]),
            |hash, at| keys.identity.chain()[*at].1.hash(&[&hash]),
        );
        assert_eq!(keys.keyed_hash(KeyKind::Unzr, "19880412-01231"), by_hand);

        town.rows.reverse();
        assert_eq!(
            town.keys().keyed_hash(KeyKind::Unzr, "19880412-01231"),
            by_hand
        );
    }

    #[test]
    fn rotation_carries_stored_hashes_on_without_the_identifiers() {
        let mut town = Town::new(1);
        let old = town.keys().keyed_hash(KeyKind::Rnokpp, "1234567899");
        let old_id = town.keys().identity_key_id();
        town.rotate(KeyPurpose::Identity);
        town.rotate(KeyPurpose::Identity);
        let keys = town.keys();
        let new = keys.keyed_hash(KeyKind::Rnokpp, "1234567899");
        assert_ne!(old, new);
        assert_eq!(keys.advance(old, old_id), Some(new));
        assert_eq!(keys.advance(new, keys.identity_key_id()), Some(new));
        assert_eq!(keys.advance(old, 99), None);
    }

    #[test]
    fn what_an_earlier_seal_key_sealed_still_opens() {
        let mut town = Town::new(1);
        let sealed = town
            .keys()
            .seal(b"person 1", b"name", &town.random)
            .unwrap();
        town.rotate(KeyPurpose::Seal);
        let keys = town.keys();
        assert_eq!(&**keys.open(b"person 1", &sealed).unwrap(), b"name");
        let again = keys.seal(b"person 1", b"name", &town.random).unwrap();
        assert_ne!(sealed[..9], again[..9], "the new key seals now");
    }

    #[test]
    fn a_master_key_that_does_not_fit_or_a_missing_key_is_an_error() {
        let town = Town::new(1);
        let other = MasterKey::random(&town.random);
        assert!(matches!(
            CommunityKeys::unwrap(&other, TOWN, town.rows.clone()),
            Err(KeyError::WrongMasterKey {
                community: 1,
                key: 1
            })
        ));
        assert!(matches!(
            CommunityKeys::unwrap(&town.master, CommunityId(2), town.rows.clone()),
            Err(KeyError::WrongMasterKey { community: 2, .. })
        ));
        for (at, purpose) in [(0, "seal"), (1, "identity")] {
            let half = vec![town.rows[at].clone()];
            assert_eq!(
                CommunityKeys::unwrap(&town.master, TOWN, half).unwrap_err(),
                KeyError::Missing {
                    community: 1,
                    purpose
                }
            );
        }
    }

    #[test]
    fn no_key_is_in_a_debug_text() {
        let text = format!("{:?}", Town::new(1).keys());
        assert_eq!(
            text,
            "CommunityKeys { community: CommunityId(1), identity: HashingKeys([(1, SecretKey(…))]), seal: [(2, SecretKey(…))] }"
        );
    }

    proptest! {
        #[test]
        fn a_sealed_text_comes_back(plaintext in prop::collection::vec(any::<u8>(), 0..500), place in ".{0,30}") {
            let town = Town::new(1);
            let keys = town.keys();
            let sealed = keys.seal(place.as_bytes(), &plaintext, &town.random).unwrap();
            prop_assert_eq!(&*keys.open(place.as_bytes(), &sealed).unwrap(), &plaintext);
        }

        #[test]
        fn another_place_another_community_or_a_changed_byte_opens_nothing(
            plaintext in ".{1,50}", at in any::<prop::sample::Index>(), bit in 0u8..8,
        ) {
            let town = Town::new(1);
            let keys = town.keys();
            let sealed = keys.seal(b"person 1", plaintext.as_bytes(), &town.random).unwrap();
            prop_assert_eq!(keys.open(b"person 2", &sealed), Err(KeyError::DoesNotOpen));
            prop_assert_eq!(Town::new(2).keys().open(b"person 1", &sealed), Err(KeyError::DoesNotOpen));
            let at = at.index(sealed.len());
            let mut changed = sealed.clone();
            changed[at] ^= 1 << bit;
            prop_assert!(keys.open(b"person 1", &changed).is_err());
            prop_assert!(keys.open(b"person 1", &sealed[..at]).is_err());
        }
    }
}
