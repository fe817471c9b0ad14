//! What holds for every sign-in, whichever way somebody came.

use super::{Services, Visit};
use crate::keys::Token;
use domain::{ids::PersonId, privacy_notice::EDITION, session};
use store::{SecretHash, sessions::NewSession};

/// How long a session lasts at most, in milliseconds.
pub const SESSION_LIFE_MS: i64 = session::RESIDENT.absolute;

/// The edition of the notice on personal data that a sign-in consents to, as its page says; the platform has no residents, and no notice.
fn consent_to(visit: &Visit) -> Option<i32> {
    (!visit.is_platform()).then_some(EDITION)
}

/// The session that a sign-in begins in this browser, in place of the one with the token `old`; and its own token, for the cookie.
pub fn new_session(
    services: &Services,
    visit: &Visit,
    old: Option<SecretHash>,
) -> (Token, NewSession) {
    let token = Token::new(&*services.random);
    let new = NewSession {
        token: SecretHash(token.hash()),
        in_place_of: old,
        created_at: visit.now,
        expires_at: visit.now.plus(SESSION_LIFE_MS),
        consent: consent_to(visit),
    };
    (token, new)
}

/// Counts that `person` has signed in.
pub fn signed_in(services: &Services, visit: &Visit, person: PersonId) {
    let watches = &services.sign_in_watches;
    watches.note(visit.community_id(), visit.block, person, visit.now);
}
