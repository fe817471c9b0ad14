//! What a page or a server function stands on: the services of this instance and the visit that is being answered.

mod acting;
pub mod cookies;
pub mod homes;
pub mod invitations;
mod mail;
pub mod mailboxes;
pub mod paper;
pub mod passkeys;
pub mod people;
mod published;
pub mod sealed;
mod sent_document;
mod services;
mod settlements;
mod signed_in;
mod visit;
mod watches;

pub use acting::signed_for;
pub use domain::lang::localized;
pub use mail::{Letter, Mail, NoMail, Sending};
pub use published::PublishedPolls;
pub use sent_document::SentDocument;
pub use services::Parts as ServicesParts;
pub use services::{Assets, Authorizing, NoSignIn, ProviderButton, Services, SignIn, wrapped_keys};
pub use settlements::{place_name, settlements};
pub use signed_in::{SESSION_LIFE_MS, new_session, signed_in};
pub use visit::Parts as VisitParts;
pub use visit::{SentForm, Visit, Visitor, by};
pub use watches::SignInWatches;

use crate::failure::Failure;
use leptos::prelude::use_context;

/// The services of this instance.
///
/// # Errors
/// [`Failure::Internal`] outside a request; the server provides them to every page and server function.
pub fn services() -> Result<Services, Failure> {
    use_context::<Services>().ok_or(Failure::Internal)
}

/// The visit that is being answered.
///
/// # Errors
/// [`Failure::Internal`] outside a request.
pub fn visit() -> Result<Visit, Failure> {
    use_context::<Visit>().ok_or(Failure::Internal)
}
