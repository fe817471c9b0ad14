//! Invitations to a community's team: made with a token for the link, and «for whom» sealed under the community's key.

use crate::keys::{CommunityKeys, KeyError, Random, RandomBytes, Token};
use domain::{
    ids::InvitationId,
    kyiv,
    team::{INVITATION_LIFE_MS, Offer},
    time::Millis,
};
use store::{
    SecretHash,
    invitations::{Invitation, NewInvitation},
};

/// What binds the sealed words to their invitation.
fn aad(id: InvitationId) -> Vec<u8> {
    format!("invitation/{id}").into_bytes()
}

/// A new invitation to what is offered, and the token that its link needs. The token is kept nowhere.
///
/// # Errors
/// When the words are too long to be sealed.
pub fn make(
    offer: &Offer,
    keys: &CommunityKeys,
    random: &dyn Random,
    now: Millis,
) -> Result<(NewInvitation, Token), KeyError> {
    let id = InvitationId::from_random(random.bytes());
    let token = Token::new(random);
    let new = NewInvitation {
        id,
        token: SecretHash(token.hash()),
        role: offer.role,
        sealed: keys.seal(&aad(id), offer.label.as_bytes(), random)?,
        expires_at: now.plus(INVITATION_LIFE_MS),
        role_until: offer.until.and_then(kyiv::end_of_day),
    };
    Ok((new, token))
}

/// For whom an invitation is.
///
/// # Errors
/// When the words do not open.
pub fn label(invitation: &Invitation, keys: &CommunityKeys) -> Result<String, KeyError> {
    let words = keys.open(&aad(invitation.id), &invitation.sealed)?;
    Ok(String::from_utf8_lossy(&words).into_owned())
}

/// The path in a link.
pub fn path(token: &Token) -> String {
    format!("/invite/{}", token.to_client())
}
