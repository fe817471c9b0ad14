//! Passkeys of residents and of those who work for a community: asking a device, signing in by one, one's own on one's own page.

mod enter;
mod own;

pub use enter::{EnterByPasskey, EnterForm, enter_by_passkey};
pub use own::{
    AddForm, AddPasskey, OwnPasskeys, Passkeys, RemovePasskey, add_passkey, remove_passkey,
};

use crate::{
    context::{
        passkeys::{self, Purpose, Question},
        services, visit,
    },
    failure::Failure,
};
use leptos::prelude::*;

/// What to ask the device for `purpose`; the script on the page asks it and sends the answer with the form.
///
/// # Errors
/// [`Failure::BadRequest`] for a purpose that there is none; [`Failure::SignInNeeded`] for a visitor who asks for anything but a sign-in;
/// [`Failure::Forbidden`] for whoever may not add a key just now; [`Failure::NotFound`] without a key to confirm with, and where browsers
/// make no keys.
#[server(prefix = "/do", endpoint = "passkey-question")]
pub async fn passkey_question(#[server(default)] purpose: String) -> Result<Question, Failure> {
    let (visit, services) = (visit()?, services()?);
    match Purpose::parse(&purpose).ok_or(Failure::BadRequest)? {
        Purpose::SignIn => passkeys::ask_who(&services, &visit).await,
        Purpose::Confirm => {
            let person = visit.require_visitor()?.person;
            let asked = passkeys::ask_to_confirm(&services, &visit, person).await?;
            asked.ok_or(Failure::NotFound)
        }
        Purpose::Add => {
            let visitor = visit.require_visitor()?;
            if own::may_add(&services, &visit, visitor).await?.is_err() {
                return Err(Failure::Forbidden);
            }
            let name = match visitor.short_name.as_str() {
                "" => visit.community.name.get(visit.lang),
                name => name,
            };
            passkeys::ask_to_add(&services, &visit, visitor.person, name).await
        }
    }
}
