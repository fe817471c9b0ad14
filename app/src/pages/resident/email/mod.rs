//! Signing in by a link that is sent to a mailbox, and taking a mailbox for one's own: both by the same kind of link, which works
//! once, for ten minutes, in the browser that asked for it, and only by a button, so that a mail scanner that opens it uses
//! nothing up.
//!
//! What was typed, and where the letter went, waits sealed in the browser: an address stands in no address bar.

mod ask;
mod letter;
mod link;
mod sent;

pub(super) use ask::{EmailPanel, address_field, wrong};
pub use ask::{StartEmailSignIn, start_email_sign_in};
pub(super) use letter::tell_that_it_is_gone;
pub use link::{ClaimEmail, EmailLinkPage, EnterByEmail, claim_email, enter_by_email};
pub use sent::EmailSent;

use super::draft::SealedForms;
use crate::{
    context::{NoMail, Services, Visit, mailboxes},
    failure::Failure,
    i18n::{Lang, email as words},
    keys::Token,
};
use domain::{
    email::{Email, EmailProblem, LINK_LIFE_MS},
    ids::PersonId,
};
use serde::{Deserialize, Serialize};
use store::{Conflict, SecretHash, StoreError, emails::EmailLink};

/// The name of this way of signing in, beside those of identity providers.
pub(super) const PROVIDER: &str = "email";
/// The page that says that a letter is on its way.
const SENT_PATH: &str = "/sign-in/email";
/// No address is longer; what is longer is shown cut, as wrong as it was.
const MOST_SHOWN: usize = 300;

/// What this browser last typed where a letter can be asked for, and what came of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Asked {
    pub address: String,
    /// Nothing where the letter was sent.
    pub problem: Option<Problem>,
    /// Where the link leads on to.
    pub back: String,
    /// For one's own page rather than for a sign-in.
    pub own: bool,
}

/// Why no letter was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Problem {
    Missing,
    Wrong,
    Refused,
    Unreachable,
    TooMany,
    /// The community's keys are being rotated.
    Busy,
}

impl Problem {
    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Missing => words::missing(lang),
            Self::Wrong => words::wrong(lang),
            Self::Refused => words::refused(lang),
            Self::Unreachable => words::unreachable(lang),
            Self::TooMany => words::too_many(lang),
            Self::Busy => words::busy(lang),
        }
    }
}

impl From<EmailProblem> for Problem {
    fn from(problem: EmailProblem) -> Self {
        match problem {
            EmailProblem::Missing => Self::Missing,
            EmailProblem::Wrong => Self::Wrong,
        }
    }
}

impl From<NoMail> for Problem {
    fn from(why: NoMail) -> Self {
        match why {
            NoMail::Unreachable => Self::Unreachable,
            NoMail::Refused => Self::Refused,
        }
    }
}

/// Under which name a form is kept.
fn scope(own: bool) -> &'static str {
    if own { "email-own" } else { "email-sign-in" }
}

/// What this browser last asked for.
///
/// # Errors
/// Only when the database does not answer.
pub(super) async fn asked(
    services: &Services,
    visit: &Visit,
    own: bool,
) -> Result<Option<Asked>, Failure> {
    match SealedForms::of(services, visit) {
        Some(forms) => forms.get(scope(own)).await,
        None => Ok(None),
    }
}

/// What only this browser can name of a link; `None` when the browser has no secret.
fn browser_of(forms: &SealedForms, token: &Token) -> SecretHash {
    SecretHash(forms.id(&format!("email-link/{}", token.to_client())).0)
}

/// Sends a link to `typed`, for a sign-in or for `person`'s own page, and keeps what came of it in the browser.
///
/// # Errors
/// [`Failure::NotFound`] where no mail server is set up, and when the database does not answer. What is wrong with the address, and
/// that no letter could be sent, is in what it gives.
pub(super) async fn ask(
    services: &Services,
    visit: &Visit,
    typed: &str,
    person: Option<PersonId>,
    back: &str,
) -> Result<Asked, Failure> {
    if services.mail.is_none() {
        return Err(Failure::NotFound);
    }
    let forms = SealedForms::open(services, visit);
    let outcome = match Email::parse(typed) {
        Ok(email) => send(services, visit, &forms, &email, person, back).await?,
        Err(problem) => Err(problem.into()),
    };
    let asked = Asked {
        address: typed.trim().chars().take(MOST_SHOWN).collect(),
        problem: outcome.err(),
        back: back.to_owned(),
        own: person.is_some(),
    };
    forms.put(scope(asked.own), &asked).await?;
    Ok(asked)
}

async fn send(
    services: &Services,
    visit: &Visit,
    forms: &SealedForms,
    email: &Email,
    person: Option<PersonId>,
    back: &str,
) -> Result<Result<(), Problem>, Failure> {
    let Some(mail) = &services.mail else {
        return Err(Failure::NotFound);
    };
    let community = visit.community_id();
    let token = Token::new(&*services.random);
    let (hashed, browser) = (SecretHash(token.hash()), browser_of(forms, &token));
    let store = &services.store;
    // First the link, then the letter: one that arrives must not lead nowhere.
    let begun = services.by_current_keys(community, async |keys| {
        let (mailbox, sealed) =
            mailboxes::sealed(&keys, email, &*services.random).map_err(|_| Failure::Internal)?;
        let link = EmailLink {
            token: hashed,
            browser,
            mailbox,
            sealed,
            person,
            return_path: back.to_owned(),
            expires_at: visit.now.plus(LINK_LIFE_MS),
        };
        Ok(store.begin_email_link(community, &link, visit.now).await)
    });
    match begun.await? {
        Ok(true) => {}
        Ok(false) => return Ok(Err(Problem::TooMany)),
        Err(StoreError::Conflict(Conflict::KeyRotation)) => return Ok(Err(Problem::Busy)),
        Err(error) => return Err(error.into()),
    }
    match mail
        .send(letter::with_link(visit, email, &token, person.is_some()))
        .await
    {
        Ok(()) => Ok(Ok(())),
        Err(why) => {
            store.drop_email_link(community, hashed).await?;
            Ok(Err(why.into()))
        }
    }
}
