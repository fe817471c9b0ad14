//! What stands in for the state's cryptography: user info encrypted "to a certificate", and the side service that decrypts it. The
//! cipher is AES-256-GCM-SIV under a key that this process makes and keeps, in place of DSTU 4145 and 7624 under the certificate's:
//! whoever speaks to the sandbox sees the same protocol and can read as little.

use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit as _,
    aead::{Aead as _, Payload},
};
use app::keys::{OsRandom, RandomBytes as _};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use reqwest::Url;

/// Bytes of the random nonce before each ciphertext.
const NONCE: usize = 12;
/// Binds a ciphertext to its one use.
const USE: &[u8] = b"viche-sandbox user info";

/// The key of one running sandbox.
pub(super) struct Cipher(Aes256GcmSiv);

impl Cipher {
    pub fn new() -> Self {
        let key: [u8; 32] = OsRandom.bytes();
        Self(Aes256GcmSiv::new(&key.into()))
    }

    /// `plain` as `encryptedUserInfo` holds it; `None` beyond the cipher's 64 GiB.
    pub fn encrypt(&self, plain: &[u8]) -> Option<String> {
        let nonce: [u8; NONCE] = OsRandom.bytes();
        let payload = Payload {
            msg: plain,
            aad: USE,
        };
        let sealed = self.0.encrypt(&nonce.into(), payload).ok()?;
        Some(BASE64_STANDARD.encode([&nonce[..], &sealed].concat()))
    }

    /// What [`Self::encrypt`] encrypted; `None` for anything else.
    pub fn decrypt(&self, encrypted: &str) -> Option<Vec<u8>> {
        let bytes = BASE64_STANDARD.decode(encrypted).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let payload = Payload {
            msg: sealed,
            aad: USE,
        };
        self.0.decrypt(&(*nonce).into(), payload).ok()
    }
}

/// Whether `cert`, decoded once as any query is, holds base64 that was encoded once more. What a client encoded only once shows its
/// own `/` and `=`, or a `+` that became a space.
pub(super) fn is_encoded_twice(cert: &str) -> bool {
    if cert.contains(['+', '/', '=']) {
        return false;
    }
    // The parser of addresses is what decodes here; the host in it means nothing.
    let Ok(mut once) = Url::parse("http://cert.invalid/") else {
        return false;
    };
    once.set_query(Some(cert));
    let mut names = once.query_pairs();
    let decoded = match (names.next(), names.next()) {
        (Some((name, value)), None) if value.is_empty() => name.into_owned(),
        _ => return false,
    };
    !decoded.is_empty() && BASE64_STANDARD.decode(decoded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_sandbox_decrypts_and_only_what_it_encrypted() {
        let (cipher, another) = (Cipher::new(), Cipher::new());
        let encrypted = cipher.encrypt(b"{}").unwrap();
        assert_eq!(cipher.decrypt(&encrypted).unwrap(), b"{}");
        assert_ne!(cipher.encrypt(b"{}").unwrap(), encrypted);
        assert_eq!(another.decrypt(&encrypted), None);
        for bad in ["", "AAAA", "no base64", &encrypted[4..]] {
            assert_eq!(cipher.decrypt(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_certificate_that_was_encoded_once_is_told_from_one_that_was_encoded_twice() {
        for twice in ["TUlJ", "MII%2B%2Fw%3D%3D", "MII%2Fabcd"] {
            assert!(is_encoded_twice(twice), "{twice}");
        }
        for once in [
            "MII+/w==", "MII /abc", "MII=", "MII%252B", "a&b", "a=b", "%", "",
        ] {
            assert!(!is_encoded_twice(once), "{once}");
        }
    }
}
