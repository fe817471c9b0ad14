//! A session that begins without a provider's ticket: by a link to a mailbox, by a passkey. The store begins it in the transaction that
//! uses up the one or the other.

use super::draft::set_cookie;
use crate::{
    context::{SESSION_LIFE_MS, Services, Visit, cookies, new_session, signed_in},
    keys::Token,
};
use domain::ids::PersonId;
use store::{SecretHash, sessions::NewSession};

/// The session to begin in this browser, in place of that of whoever was signed in before; and its token, for [`begun`].
pub fn to_begin(services: &Services, visit: &Visit) -> (Token, NewSession) {
    let before = visit.visitor.as_ref();
    new_session(services, visit, before.map(|old| SecretHash(old.session)))
}

/// Gives the browser the session that has begun for `person`.
pub fn begun(services: &Services, visit: &Visit, person: PersonId, token: &Token) {
    signed_in(services, visit, person);
    let life = SESSION_LIFE_MS / 1000;
    set_cookie(services, cookies::SESSION, &token.to_client(), life);
}
