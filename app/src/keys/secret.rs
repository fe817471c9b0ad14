//! A 32-byte secret key with the two things that can be done with it: seal and hash. Wiped when dropped, never printed.

use super::{
    KeyError,
    random::{Random, RandomBytes},
};
use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit as _,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Bytes of the random nonce before each ciphertext.
const NONCE: usize = 12;
/// Bytes of the authentication tag after it.
const TAG: usize = 16;

/// A secret key.
#[derive(Clone)]
pub(super) struct SecretKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

impl SecretKey {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub fn random(random: &dyn Random) -> Self {
        Self::new(random.bytes())
    }

    /// A key from `bytes`, if there are 32.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self::new)
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// HMAC-SHA-256 of the parts, which the caller separates unambiguously.
    pub fn hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        // HMAC fills a short key up to its block with zeros (RFC 2104 §2), so this is the same key, without a fallible call.
        let mut block = Zeroizing::new([0u8; 64]);
        block[..32].copy_from_slice(&self.0[..]);
        let mut mac = Hmac::<Sha256>::new((&*block).into());
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// A key for one use, told apart by `label` and `context`.
    pub fn derive(&self, label: &str, context: &[u8]) -> Self {
        Self::new(self.hash(&[label.as_bytes(), &[0], context]))
    }

    /// `nonce ‖ ciphertext ‖ tag`, bound to `aad`.
    ///
    /// # Errors
    /// [`KeyError::TooLong`] beyond RFC 8452's limit of 64 GiB.
    pub fn seal(
        &self,
        aad: &[u8],
        plaintext: &[u8],
        random: &dyn Random,
    ) -> Result<Vec<u8>, KeyError> {
        let nonce: [u8; NONCE] = random.bytes();
        let payload = Payload {
            msg: plaintext,
            aad,
        };
        let ciphertext = self
            .cipher()
            .encrypt(&nonce.into(), payload)
            .map_err(|_| KeyError::TooLong)?;
        let mut sealed = Vec::with_capacity(NONCE + ciphertext.len());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&ciphertext);
        Ok(sealed)
    }

    /// What [`Self::seal`] sealed with the same `aad`.
    ///
    /// # Errors
    /// [`KeyError::UnknownForm`] when it is too short to be ours, [`KeyError::DoesNotOpen`] otherwise.
    pub fn open(&self, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        if sealed.len() < NONCE + TAG {
            return Err(KeyError::UnknownForm);
        }
        let (nonce, ciphertext) = sealed.split_at(NONCE);
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| KeyError::UnknownForm)?;
        let payload = Payload {
            msg: ciphertext,
            aad,
        };
        self.cipher()
            .decrypt(&nonce.into(), payload)
            .map(Zeroizing::new)
            .map_err(|_| KeyError::DoesNotOpen)
    }

    fn cipher(&self) -> Aes256GcmSiv {
        Aes256GcmSiv::new((&*self.0).into())
    }
}

#[cfg(test)]
mod tests {
    use super::super::SeededRandom;
    use super::*;

    #[test]
    fn the_hash_is_hmac_sha_256_as_rfc_4231_has_it() {
        // Test case 2 of RFC 4231: key "Jefe", which HMAC fills up with zeros like any short key.
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let hash = SecretKey::new(key).hash(&[b"what do ya want ", b"for nothing?"]);
        let hex: String = hash.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(
            hex,
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_key_is_never_in_a_debug_text() {
        assert_eq!(
            format!("{:?}", SecretKey::random(&SeededRandom::new(1))),
            "SecretKey(…)"
        );
    }
}
