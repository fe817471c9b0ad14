//! Addresses on their way into the database and out of it: hashed to be found by, sealed to be read by.

use super::Services;
use crate::{failure::Failure, keys::KeyError};
use domain::{email::Email, ids::CommunityId};
use store::emails::{Mailbox, OwnMailbox};

/// What binds a sealed address to its mailbox.
fn aad(mailbox: &Mailbox) -> Vec<u8> {
    [&b"email/"[..], &mailbox.hash].concat()
}

/// A mailbox and its address, sealed.
///
/// # Errors
/// When the community's keys cannot be had.
pub async fn sealed(
    services: &Services,
    community: CommunityId,
    email: &Email,
) -> Result<(Mailbox, Vec<u8>), Failure> {
    let keys = services.community_keys(community).await?;
    let mailbox = Mailbox {
        hash: keys.hashing().mailbox_hash(&email.spelling()),
        key_id: keys.identity_key_id(),
    };
    let sealed = keys
        .seal(&aad(&mailbox), email.as_str().as_bytes(), &*services.random)
        .map_err(|_| Failure::Internal)?;
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
