//! The organisations of a community, for its moderators: `/staff/organisations` lists them and the claims that wait,
//! `/staff/organisations/N` is one of them, `/staff/organisations/claims/{person}` a claim.

mod claim;
mod form;
mod list;
mod one;
mod save;

pub use claim::{
    ClaimDesk, ConfirmPower, RefusePower, confirm_power, organisation_document, refuse_power,
};
pub use list::Organisations;
pub use one::{OrganisationDesk, RevokePower, TakeOfferBackFor, revoke_power, take_offer_back_for};
pub use save::{RemoveOrganisation, SaveOrganisation, remove_organisation, save_organisation};

use crate::i18n::{Lang, organisations as words};
use domain::ids::{OrganisationNo, PersonId};
use leptos::prelude::*;

/// The page of all, and the entry of the navigation.
const PATH: &str = "/staff/organisations";

/// The page of an organisation; that of all where it is a new one.
pub(super) fn path_of(no: Option<OrganisationNo>) -> String {
    match no {
        Some(no) => format!("{PATH}/{no}"),
        None => PATH.to_owned(),
    }
}

/// The page of somebody's claim.
pub(super) fn claim_path(person: PersonId) -> String {
    format!("{PATH}/claims/{person}")
}

/// That what was typed was kept when its sender's sign-in had ended; nothing where it was not (`denied`).
fn denied_note(lang: Lang, denied: bool) -> impl IntoView + use<> {
    denied.then(|| notice("callout callout--warn", words::kept_denied(lang)))
}

fn notice(class: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <div class=class role="status">
            <p>{text}</p>
        </div>
    }
}
