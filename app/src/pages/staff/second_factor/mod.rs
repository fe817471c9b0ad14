//! `/second-factor`: the second step of signing in, for those who work for a community. Setting it up, passing it, and new recovery
//! codes.
//!
//! The secret that is being set up is derived from the session's token, which is in the browser alone: nothing is stored until its
//! first code has proved that the app has it, and looking at the page writes nothing.

mod act;
mod page;
mod view;

pub use act::{
    ConfirmByPasskey, HideRecoveryCodes, PassSecondFactor, RenewRecoveryCodes, SetSecondFactor,
    confirm_by_passkey, confirm_second_step, hide_recovery_codes, pass_second_factor,
    renew_recovery_codes, set_second_factor,
};
pub use page::SecondFactorPage;

use crate::{
    context::{Services, Visit, Visitor, cookies},
    failure::Failure,
    keys::Token,
};
use http::request::Parts;

const PATH: &str = "/second-factor";
/// The key of the input.
const CODE: &str = "code";

/// What is wrong with the code that was sent, as a word in the address.
const WRONG: &str = "wrong";
const USED: &str = "used";
/// The same of a passkey.
const NOT_GOOD: &str = "not-good";

/// Whoever has a role, passed or not. An e-mail link is no first step: whoever reads somebody's mailbox must not be able to set up
/// their second one.
fn member(visit: &Visit) -> Result<&Visitor, Failure> {
    let visitor = visit.require_visitor()?;
    if visitor.is_weak() {
        Err(Failure::SignInNeeded)
    } else if visitor.is_staff {
        Ok(visitor)
    } else {
        Err(Failure::Forbidden)
    }
}

/// The token of the session that asks.
fn session_token(services: &Services, parts: Option<&Parts>) -> Result<Token, Failure> {
    let sent = parts.and_then(|parts| services.cookies.read(&parts.headers, cookies::SESSION));
    sent.and_then(Token::from_client)
        .ok_or(Failure::SignInNeeded)
}
