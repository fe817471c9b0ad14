//! Who somebody is, as an identity provider says: one trait, and behind it the adapters for id.gov.ua and for OpenID Connect
//! (DESIGN §8).
//!
//! The page sends the browser to [`IdentityProvider::authorize_url`]. When it comes back, the route first checks that the
//! `state` belongs to this browser, is fresh and unused, and only then asks [`IdentityProvider::identify`]. What that
//! returns lives in memory just long enough to be hashed: nothing here is stored, logged or shown.
//!
//! Which error to use where: what the person did is [`IdentityError::Denied`]; what the provider said is
//! [`IdentityError::Upstream`]; that it said nothing is [`IdentityError::Unreachable`]; that we cannot read what it said is
//! [`IdentityError::Malformed`]; that we can read it and it is not enough is [`IdentityError::NotEnoughIdentity`], and that it is
//! not sure enough is [`IdentityError::NotSure`].

mod callback;
mod error;
mod http;
mod id_gov_ua;
mod identified;
mod oidc;
mod places;
mod reach;
mod secret;

pub use callback::CallbackQuery;
pub use error::{IdentityError, Step, Unreachable};
pub use id_gov_ua::{DecryptConfig, IdGovUa, IdGovUaConfig, IdGovUaConfigError};
pub use identified::{Identified, RawKey};
pub use oidc::{ClaimNames, Levels, OidcConfig, OidcConfigError, OpenIdConnect};
pub use places::Places;
pub use secret::Secret;

use std::{pin::Pin, time::Duration};

/// A boxed future, so that the trait can stand behind `dyn`.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A service that tells us who somebody is.
pub trait IdentityProvider: Send + Sync {
    /// The provider's stable name, in the database and in the sign-in form.
    fn id(&self) -> &'static str;

    /// Scheme, host and port of the page that the browser is sent to. A page with a sign-in form must name it in the
    /// `form-action` of its Content-Security-Policy: browsers check that for the redirect after the form too.
    fn origin(&self) -> String;

    /// What the button calls it; `None` where the catalogue has words for it.
    fn name(&self) -> Option<String> {
        None
    }

    /// Where the browser goes to sign in, once the provider was found to be there.
    ///
    /// - `state` comes back unchanged with the answer.
    /// - `redirect_uri` is where the answer comes to, as it was registered with the provider.
    ///
    /// # Errors
    /// [`IdentityError`] when the provider does not answer: nobody is sent to a page that does not open.
    fn authorize_url<'a>(
        &'a self,
        state: &'a str,
        redirect_uri: &'a str,
    ) -> BoxFuture<'a, Result<String, IdentityError>>;

    /// Who came back, by the answer in `callback`. Its `state` was checked by the caller. `under_way`: how long ago the browser was
    /// sent away.
    ///
    /// # Errors
    /// See [`IdentityError`]; nothing was recorded anywhere, the person may try again.
    fn identify<'a>(
        &'a self,
        callback: CallbackQuery,
        redirect_uri: &'a str,
        under_way: Duration,
    ) -> BoxFuture<'a, Result<Identified, IdentityError>>;
}
