//! The next token of a session. Whoever may do more from now on goes on under another one, so that nobody who had learnt the old one is raised
//! with them (ASVS 7.2.4).

use super::draft::set_cookie;
use crate::{
    context::{Services, Visit, Visitor, cookies},
    keys::Token,
};
use domain::time::Millis;
use store::{SecretHash, sessions::Renewal};

/// A token that waits to take the place of a session's.
pub struct NextToken {
    token: Token,
    old: SecretHash,
}

impl NextToken {
    /// One for the session of `visitor`.
    pub fn of(services: &Services, visitor: &Visitor) -> Self {
        Self {
            token: Token::new(&*services.random),
            old: SecretHash(visitor.session),
        }
    }

    /// What the store has to write, in the transaction that raises the session.
    pub fn renewal(&self) -> Renewal {
        Renewal {
            old: self.old,
            new: SecretHash(self.token.hash()),
        }
    }

    /// Hands it to the browser, where the session has it now and ends at `session_ends`.
    pub fn hand_out(&self, services: &Services, visit: &Visit, session_ends: Option<Millis>) {
        if let Some(ends) = session_ends {
            let life_s = ends.since(visit.now) / 1000;
            set_cookie(services, cookies::SESSION, &self.token.to_client(), life_s);
        }
    }
}
