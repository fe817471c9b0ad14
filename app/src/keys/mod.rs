//! Key material: the master key, the keys of each community, sealed drafts and the random tokens that browsers hold.
//!
//! - [`MasterKey`] is outside the database (file or environment) and wraps the communities' keys, which are in it.
//! - [`CommunityKeys`] hashes national identifiers ([`CommunityKeys::keyed_hash`]) and seals names and birth dates.
//! - [`HashingKeys`] is the part of them that a council takes to its register.
//! - [`KeyRing`] holds the keys of all communities of an instance.
//! - [`DraftBox`] seals a visitor's draft under a secret that only the browser holds.
//! - [`Token`] is such a secret: a session, a sign-in's state, a ticket, a browser.
//! - [`TotpSecret`] is what an authenticator app shares with us.
//!
//! All sealing is AES-256-GCM-SIV (RFC 8452: a repeated nonce reveals only that two plaintexts were equal), all hashing of
//! identifiers HMAC-SHA-256. Each use has a key or a prefix of its own, so that what one use made never fits another.
//! Keys are wiped when dropped and never shown by `Debug`.

mod community;
mod draft;
mod file;
mod hashing;
mod master;
mod random;
mod ring;
mod secret;
mod token;
mod totp;

pub use community::{CommunityKeys, WrappedKey};
pub use draft::DraftBox;
pub use file::{KeyFileError, read_key_file, write_key_file};
pub use hashing::HashingKeys;
pub use master::{MasterKey, MasterKeyError};
pub use random::{OsRandom, Random, RandomBytes, SeededRandom};
pub use ring::KeyRing;
pub use token::{Token, same_bytes};
pub use totp::{TotpSecret, hash_recovery_code};

/// What can go wrong with keys and sealed texts. None of the messages holds a key, a plaintext or an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A community's key does not open under this master key: the wrong key was configured, or the row was moved to another
    /// community, purpose or id. An instance that meets this refuses to start (DESIGN §8).
    #[error(
        "the master key does not fit the keys in the database (community {community}, key {key})"
    )]
    WrongMasterKey { community: i64, key: i64 },
    /// A community has no key for a purpose.
    #[error("community {community} has no key for {purpose}")]
    Missing {
        community: i64,
        purpose: &'static str,
    },
    /// No keys of this community are loaded.
    #[error("no keys of community {0} are loaded")]
    NoCommunity(i64),
    /// A sealed text does not open: tampered with, sealed under another key, or meant for another place.
    #[error("a sealed text does not open with this key in this place")]
    DoesNotOpen,
    /// A sealed text of a form that we never wrote.
    #[error("a sealed text has an unknown form")]
    UnknownForm,
    /// Too long to be sealed.
    #[error("a text is too long to be sealed")]
    TooLong,
}
