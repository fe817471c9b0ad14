//! Addresses on their way into the database and out of it: hashed to be found by, sealed to be read by.

use super::Services;
use crate::{
    failure::Failure,
    keys::{CommunityKeys, KeyError, Random},
};
use domain::{email::Email, ids::CommunityId};
use store::emails::{Mailbox, OwnMailbox};

/// What binds a sealed address to its mailbox.
fn aad(mailbox: &Mailbox) -> Vec<u8> {
    [&b"email/"[..], &mailbox.hash].concat()
}

/// A mailbox and its address, sealed.
///
/// # Errors
/// None in practice: an address is short.
pub fn sealed(
    keys: &CommunityKeys,
    email: &Email,
    random: &dyn Random,
) -> Result<(Mailbox, Vec<u8>), KeyError> {
    let mailbox = Mailbox {
        hash: keys.hashing().mailbox_hash(&email.spelling()),
        key_id: keys.identity_key_id(),
    };
    let sealed = keys.seal(&aad(&mailbox), email.as_str().as_bytes(), random)?;
    Ok((mailbox, sealed))
}

/// The same address, sealed for the hash that the newest key makes of `from`; nothing where its owner was forgotten.
///
/// # Errors
/// [`KeyError::DoesNotOpen`] when the address does not open, or the hash is by no key of ours.
pub fn carried_on(
    keys: &CommunityKeys,
    from: &Mailbox,
    sealed: &[u8],
    random: &dyn Random,
) -> Result<(Mailbox, Vec<u8>), KeyError> {
    let mailbox = Mailbox {
        hash: keys
            .advance(from.hash, from.key_id)
            .ok_or(KeyError::DoesNotOpen)?,
        key_id: keys.identity_key_id(),
    };
    if sealed.is_empty() {
        return Ok((mailbox, Vec::new()));
    }
    let address = keys.open(&aad(from), sealed)?;
    let sealed = keys.seal(&aad(&mailbox), &address, random)?;
    Ok((mailbox, sealed))
}

/// The address of a mailbox.
///
/// # Errors
/// [`Failure::Internal`] when it does not open or is none, which is logged without content.
pub async fn address(
    services: &Services,
    community: CommunityId,
    own: &OwnMailbox,
) -> Result<Email, Failure> {
    let keys = services.community_keys(community).await?;
    let opened = keys.open(&aad(&own.mailbox), &own.sealed);
    opened
        .and_then(|plain| {
            let text = std::str::from_utf8(&plain).map_err(|_| KeyError::UnknownForm)?;
            Email::parse(text).map_err(|_| KeyError::UnknownForm)
        })
        .map_err(|error| {
            tracing::error!(%error, "a mailbox's address does not open");
            Failure::Internal
        })
}
