//! Random tokens that a browser holds: a session, a sign-in's state, a ticket, the browser itself. The database knows only
//! their hashes, so that who reads it can use none of them.

use super::random::{Random, RandomBytes};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// 32 random bytes.
#[derive(Clone)]
pub struct Token(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// A new token.
    pub fn new(random: &dyn Random) -> Self {
        Self(Zeroizing::new(random.bytes()))
    }

    /// For a cookie or an address: 43 characters of base64url.
    pub fn to_client(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.0[..])
    }

    /// The token that a browser sent; `None` unless it is exactly what [`Self::to_client`] writes.
    pub fn from_client(text: &str) -> Option<Self> {
        if text.len() != 43 {
            return None;
        }
        let mut bytes = Zeroizing::new([0; 32]);
        let length = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes[..]).ok()?;
        (length == 32).then_some(Self(bytes))
    }

    /// SHA-256 of the 32 bytes, for the database. The token has 256 random bits: no salt, no slow hash needed.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.0[..]).into()
    }

    /// The bytes, to derive keys from.
    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Whether two byte strings are equal, in a time that tells only their lengths.
pub fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

#[cfg(test)]
mod tests {
    use super::super::{OsRandom, SeededRandom};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_token_comes_back_from_the_browser() {
        let token = Token::new(&OsRandom);
        let text = token.to_client();
        assert_eq!(text.len(), 43);
        assert!(
            text.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        );
        assert_eq!(Token::from_client(&text).unwrap().hash(), token.hash());
    }

    #[test]
    fn the_database_never_sees_the_token_itself() {
        let token = Token::new(&SeededRandom::new(1));
        assert_ne!(&token.hash(), token.bytes());
        assert_eq!(format!("{token:?}"), "Token(…)");
    }

    #[test]
    fn only_the_canonical_text_is_a_token() {
        let text = Token::new(&SeededRandom::new(2)).to_client();
        for bad in [
            String::new(),
            format!("{text}="),
            format!(" {text}"),
            text[..42].to_owned(),
            format!("{}+", &text[..42]),
            format!("{}é", &text[..41]),
        ] {
            assert!(Token::from_client(&bad).is_none(), "{bad}");
        }
        // The last character carries two unused bits: all but one spelling of them are refused.
        let spellings = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
            .chars()
            .filter(|last| Token::from_client(&format!("{}{last}", &text[..42])).is_some())
            .count();
        assert_eq!(spellings, 16);
    }

    #[test]
    fn comparison_tells_equal_from_different() {
        assert!(same_bytes(b"abc", b"abc"));
        assert!(!same_bytes(b"abc", b"abd"));
        assert!(!same_bytes(b"abc", b"ab"));
    }

    proptest! {
        #[test]
        fn no_text_of_a_browser_panics(text in any::<String>()) {
            let _ = Token::from_client(&text);
        }
    }
}
