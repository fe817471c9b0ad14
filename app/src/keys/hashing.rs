//! The chain of a community's identity keys: what makes the keyed hash of a national identifier.

use super::secret::SecretKey;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use domain::identifiers::KeyKind;
use zeroize::Zeroizing;

/// Identity keys in the order of ids: the first hashes the identifier, each next one the hash before it. Never empty.
#[derive(Debug)]
pub struct HashingKeys(Vec<(i64, SecretKey)>);

impl HashingKeys {
    /// A chain in the order of ids; `None` without a key.
    pub(super) fn new(keys: Vec<(i64, SecretKey)>) -> Option<Self> {
        (!keys.is_empty()).then_some(Self(keys))
    }

    /// The chain that [`Self::export`] gave, in any order; `None` when one of them is no key, or two have one id.
    pub fn import<'a>(keys: impl IntoIterator<Item = (i64, &'a str)>) -> Option<Self> {
        let mut chain = Vec::new();
        for (id, text) in keys {
            let bytes = Zeroizing::new(BASE64_STANDARD.decode(text).ok()?);
            chain.push((id, SecretKey::from_slice(&bytes)?));
        }
        chain.sort_by_key(|(id, _)| *id);
        let twice = chain.windows(2).any(|two| two[0].0 == two[1].0);
        Self::new(chain).filter(|_| !twice)
    }

    /// The keys as text, to be taken to where the identifiers are. Whoever has them can try identifiers out against hashes.
    pub fn export(&self) -> Vec<(i64, Zeroizing<String>)> {
        self.0
            .iter()
            .map(|(id, key)| (*id, Zeroizing::new(BASE64_STANDARD.encode(key.bytes()))))
            .collect()
    }

    /// The hash of a national identifier: HMAC(kₙ, … HMAC(k₂, HMAC(k₁, kind ‖ 0 ‖ identifier))).
    ///
    /// `identifier` is in its normal form (ten digits of a РНОКПП, `YYYYMMDD-NNNNC` of a УНЗР): another spelling is another
    /// hash.
    pub fn keyed_hash(&self, kind: KeyKind, identifier: &str) -> [u8; 32] {
        self.hash(kind.as_str(), identifier)
    }

    /// The same of a mailbox's one spelling ([`domain::email::Email::spelling`]).
    pub fn mailbox_hash(&self, spelling: &str) -> [u8; 32] {
        // No kind of document is called so.
        self.hash("email", spelling)
    }

    fn hash(&self, kind: &str, identifier: &str) -> [u8; 32] {
        let mut links = self.0.iter();
        let first = links.next().map_or([0; 32], |(_, key)| {
            key.hash(&[kind.as_bytes(), &[0], identifier.as_bytes()])
        });
        links.fold(first, |hash, (_, key)| key.hash(&[&hash]))
    }

    /// The id of the newest key: what is stored beside a new hash.
    pub fn newest(&self) -> i64 {
        self.0.last().map_or(0, |(id, _)| *id)
    }

    /// A stored hash that was made when `key_id` was the newest key, carried on to the newest now. Identifiers are
    /// not needed for it, and none are stored. `None` when there is no such key.
    pub fn advance(&self, hash: [u8; 32], key_id: i64) -> Option<[u8; 32]> {
        let at = self.0.iter().position(|(id, _)| *id == key_id)?;
        Some(
            self.0[at + 1..]
                .iter()
                .fold(hash, |hash, (_, key)| key.hash(&[&hash])),
        )
    }

    #[cfg(test)]
    pub(super) fn chain(&self) -> &[(i64, SecretKey)] {
        &self.0
    }

    /// The ids in their order.
    pub(super) fn ids(&self) -> impl Iterator<Item = i64> {
        self.0.iter().map(|(id, _)| *id)
    }
}

#[cfg(test)]
mod tests {
    use super::super::SeededRandom;
    use super::*;

    #[test]
    fn keys_that_travelled_make_the_same_hashes() {
        let random = SeededRandom::new(1);
        let keys = vec![
            (1, SecretKey::random(&random)),
            (4, SecretKey::random(&random)),
        ];
        let keys = HashingKeys::new(keys).unwrap();
        let text = keys.export();
        let mut lines: Vec<(i64, &str)> =
            text.iter().map(|(id, text)| (*id, text.as_str())).collect();
        lines.reverse();
        let there = HashingKeys::import(lines.iter().copied()).unwrap();
        assert_eq!(there.newest(), 4);
        assert_eq!(
            there.keyed_hash(KeyKind::Rnokpp, "3081802366"),
            keys.keyed_hash(KeyKind::Rnokpp, "3081802366")
        );
        lines.push((4, lines[0].1));
        assert!(HashingKeys::import(lines).is_none(), "two keys with one id");
        assert!(HashingKeys::import([(1, "AAAA")]).is_none() && HashingKeys::import([]).is_none());
    }
}
