//! Codes and access tokens that the sandbox has given out: random, short-lived, each code good for one use.

use super::people::{Fault, Way};
use crate::demo_residents::Resident;
use app::keys::{OsRandom, Token};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// How long an access token holds.
pub(super) const TOKEN_LIFE: Duration = Duration::from_secs(600);
/// Expired entries are swept out each time so many have been added.
const SWEEP_EVERY: usize = 1024;

/// What was agreed to: who signed in, in which way, and what shall fail.
#[derive(Clone, Debug)]
pub(super) struct Grant {
    pub person: Resident,
    pub way: Way,
    pub fault: Option<Fault>,
}

/// All that is given out and not yet used up.
pub(super) struct Grants {
    code_life: Duration,
    codes: Mutex<Shelf>,
    tokens: Mutex<Shelf>,
}

/// Grants by their random name.
#[derive(Default)]
struct Shelf {
    by_name: HashMap<String, (Instant, Grant)>,
    added: usize,
}

impl Shelf {
    fn put(&mut self, life: Duration, grant: Grant) -> String {
        let name = Token::new(&OsRandom).to_client();
        let now = Instant::now();
        self.added += 1;
        if self.added.is_multiple_of(SWEEP_EVERY) {
            self.by_name.retain(|_, (until, _)| *until > now);
        }
        self.by_name.insert(name.clone(), (now + life, grant));
        name
    }
}

impl Grants {
    pub fn new(code_life: Duration) -> Self {
        Self {
            code_life,
            codes: Mutex::default(),
            tokens: Mutex::default(),
        }
    }

    /// A new code for the browser to carry.
    pub fn code(&self, grant: Grant) -> String {
        locked(&self.codes).put(self.code_life, grant)
    }

    /// What a code was given for; the code is used up by asking.
    pub fn take_code(&self, code: &str) -> Option<Grant> {
        let (until, grant) = locked(&self.codes).by_name.remove(code)?;
        (until > Instant::now()).then_some(grant)
    }

    /// A new access token.
    pub fn token(&self, grant: Grant) -> String {
        locked(&self.tokens).put(TOKEN_LIFE, grant)
    }

    /// What an access token was given for.
    pub fn of_token(&self, token: &str) -> Option<Grant> {
        let tokens = locked(&self.tokens);
        let (until, grant) = tokens.by_name.get(token)?;
        (*until > Instant::now()).then(|| grant.clone())
    }

    /// Ends a token.
    pub fn drop_token(&self, token: &str) {
        locked(&self.tokens).by_name.remove(token);
    }
}

fn locked(shelf: &Mutex<Shelf>) -> std::sync::MutexGuard<'_, Shelf> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}
