//! The secret that an authenticator app and we share, and the codes that it makes (RFC 6238: HMAC-SHA-1, six digits, 30 seconds, which
//! is what every app knows).

use super::{CommunityKeys, KeyError, Random, RandomBytes, Token, secret::SecretKey};
use domain::{ids::PersonId, time::Millis};
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

/// Bytes of the secret (RFC 4226 §4: as long as the hash).
const BYTES: usize = 20;

/// A secret. Wiped when dropped, never shown by `Debug`.
pub struct TotpSecret(Zeroizing<[u8; BYTES]>);

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

/// Whose secret a sealed one is.
fn aad(person: PersonId) -> Vec<u8> {
    format!("totp/{person}").into_bytes()
}

impl TotpSecret {
    /// A new secret.
    pub fn new(random: &dyn Random) -> Self {
        Self(Zeroizing::new(random.bytes()))
    }

    /// The secret that is set up in a session. It follows from the session's token, so that it need not be stored before it is
    /// proved, and nobody can tell it who has the database alone.
    pub fn for_session(token: &Token) -> Self {
        let derived = SecretKey::new(*token.bytes()).derive("viche totp v1", &[]);
        let hash = derived.hash(&[b"secret"]);
        let mut bytes = Zeroizing::new([0; BYTES]);
        bytes.copy_from_slice(&hash[..BYTES]);
        Self(bytes)
    }

    /// Sealed under the community's key, for this person.
    ///
    /// # Errors
    /// None in practice ([`KeyError::TooLong`] comes from the cipher's signature).
    pub fn seal(
        &self,
        keys: &CommunityKeys,
        person: PersonId,
        random: &dyn Random,
    ) -> Result<Vec<u8>, KeyError> {
        keys.seal(&aad(person), &self.0[..], random)
    }

    /// What [`Self::seal`] sealed for the same person.
    ///
    /// # Errors
    /// When it does not open.
    pub fn open(keys: &CommunityKeys, person: PersonId, sealed: &[u8]) -> Result<Self, KeyError> {
        let plain = keys.open(&aad(person), sealed)?;
        let bytes: [u8; BYTES] = plain[..].try_into().map_err(|_| KeyError::UnknownForm)?;
        Ok(Self(Zeroizing::new(bytes)))
    }

    /// The secret as people type it into an app: base 32 (RFC 4648) without padding.
    pub fn base32(&self) -> Result<String, KeyError> {
        Ok(self.totp("", "")?.secret().to_base32())
    }

    /// The secret that [`Self::base32`] wrote.
    pub fn from_base32(text: &str) -> Option<Self> {
        let secret = totp_rs::Secret::try_from_base32(text).ok()?;
        let bytes: [u8; BYTES] = secret.as_bytes().try_into().ok()?;
        Some(Self(Zeroizing::new(bytes)))
    }

    /// The address that an app reads from a QR code: whose account it is, and whose it is with. Neither may hold a colon.
    ///
    /// # Errors
    /// [`KeyError::UnknownForm`] when one does.
    pub fn url(&self, account: &str, issuer: &str) -> Result<String, KeyError> {
        let without = |text: &str| text.replace(':', " ");
        self.totp(&without(account), &without(issuer))?
            .to_url()
            .map_err(|_| KeyError::UnknownForm)
    }

    /// The 30-second step for which this code is good at `now`, the one before and the one after included (RFC 6238 §5.2: clocks
    /// differ). Whoever accepts it must accept no code of this step or an earlier one again.
    pub fn step_of(&self, code: &str, now: Millis) -> Option<i64> {
        let step = self.totp("", "").ok()?.check(code, seconds(now))?;
        i64::try_from(step).ok()
    }

    /// The code at a moment, as an app would show it: for the demonstration, whose invented people have no phones, and for tests.
    ///
    /// # Errors
    /// None in practice.
    pub fn code_at(&self, now: Millis) -> Result<String, KeyError> {
        Ok(self.totp("", "")?.generate(seconds(now)).to_string())
    }

    fn totp(&self, account: &str, issuer: &str) -> Result<Totp, KeyError> {
        let account = if account.is_empty() { "-" } else { account };
        Builder::new()
            .with_secret(self.0.to_vec())
            .with_account_name(account)
            .with_issuer((!issuer.is_empty()).then_some(issuer))
            .build()
            .map_err(|_| KeyError::UnknownForm)
    }
}

/// What the database keeps of a recovery code, which is written without its hyphens. It has 120 random bits: no slow hash is needed,
/// and the person's id makes the same code of two people different.
pub fn hash_recovery_code(person: PersonId, code: &str) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"viche recovery code v1")
        .chain_update(person.0.as_bytes())
        .chain_update(code.as_bytes())
        .finalize()
        .into()
}

fn seconds(at: Millis) -> u64 {
    at.0.max(0).unsigned_abs() / 1000
}

#[cfg(test)]
mod tests {
    use super::super::{OsRandom, SeededRandom};
    use super::*;

    /// RFC 6238, appendix B, SHA-1: the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = TotpSecret(Zeroizing::new(*b"12345678901234567890"));
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let at = Millis(second * 1000);
            assert_eq!(secret.code_at(at).unwrap(), code);
            assert_eq!(secret.step_of(code, at), Some(second / 30));
        }
    }

    #[test]
    fn a_code_is_good_a_step_before_and_after_and_no_longer() {
        let secret = TotpSecret::new(&SeededRandom::new(1));
        let code = secret.code_at(Millis(60_000)).unwrap();
        for (at, good) in [
            (29_999, false),
            (30_000, true),
            (119_999, true),
            (120_000, false),
        ] {
            let step = secret.step_of(&code, Millis(at));
            assert_eq!(step, good.then_some(2), "{at}");
        }
        for wrong in ["", "12345", "1234567", "12a456", "１２３４５６"] {
            assert_eq!(secret.step_of(wrong, Millis(60_000)), None, "{wrong}");
        }
    }

    #[test]
    fn the_secret_of_a_session_follows_from_all_of_its_token_and_is_no_part_of_it() {
        let one = Token::new(&OsRandom);
        let secret = |token: &Token| TotpSecret::for_session(token).base32().unwrap();
        assert_eq!(secret(&one), secret(&one));
        assert_ne!(secret(&one), secret(&Token::new(&OsRandom)));
        let plain = TotpSecret::for_session(&one);
        assert!(
            !one.bytes()
                .windows(4)
                .any(|part| plain.0.windows(4).any(|own| own == part))
        );
        assert!(
            !one.hash()
                .windows(4)
                .any(|part| plain.0.windows(4).any(|own| own == part))
        );
    }

    #[test]
    fn an_app_reads_what_we_write() {
        let secret = TotpSecret::new(&SeededRandom::new(2));
        let text = secret.base32().unwrap();
        let again = TotpSecret::from_base32(&text).unwrap();
        assert_eq!(
            again.code_at(Millis(1)).unwrap(),
            secret.code_at(Millis(1)).unwrap()
        );
        let url = secret.url("Олена: Т.", "Віче: Коростень").unwrap();
        assert!(
            url.starts_with("otpauth://totp/") && url.contains(&text),
            "{url}"
        );
        assert_eq!(format!("{secret:?}"), "TotpSecret(…)");
        for wrong in ["", "AAAA", "не те"] {
            assert!(TotpSecret::from_base32(wrong).is_none(), "{wrong}");
        }
    }
}
