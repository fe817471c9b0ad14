//! Saving and removing an organisation.

use super::{
    form::{Untaken, Why, read},
    path_of,
};
use crate::{
    components::see_other,
    context::{by, services, visit},
    failure::Failure,
    pages::staff::keep::{self, DeskForm},
};
use domain::{ids::OrganisationNo, organisation::check_organisation, role::Right};
use leptos::prelude::*;
use std::collections::HashMap;
use store::{Conflict, StoreError};

/// Saves the organisation `no`, or a new one where it is empty, if it still has the `version` that was looked at. `mark` says to whom the form
/// was shown; with `act` = `discard`, what was typed is forgotten and nothing saved.
///
/// # Errors
/// [`Failure::BadRequest`] for what is no number or version; [`Failure::NotFound`] for one that is not there any more;
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] where the mark does not say whose text it is. What is wrong with it is shown
/// with the form.
#[server(prefix = "/do", endpoint = "staff/save-organisation")]
pub async fn save_organisation(
    #[server(default)] no: String,
    #[server(default)] version: String,
    #[server(default)] mark: String,
    #[server(default)] act: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let known: Option<OrganisationNo> = match no.as_str() {
        "" => None,
        no => Some(no.parse().map_err(|()| Failure::BadRequest)?),
    };
    let (form, path) = (DeskForm::Organisation(known), path_of(known));
    let discard = act == "discard";
    let mut untaken = Untaken {
        typed: read(f),
        why: Why::Denied,
    };
    let person = match visit.require(Right::HandleOrganisations) {
        Ok(moderator) => moderator.person,
        Err(failure) => {
            let kept = (!discard).then_some(&untaken);
            return keep::keep_for_its_person(&services, &visit, form, &mark, failure, kept).await;
        }
    };
    if discard {
        keep::forget(&services, &visit, form, person).await?;
        see_other(&visit.href(&path));
        return Ok(());
    }
    let (store, community, by) = (&services.store, visit.community_id(), by(&visit, person));
    let number = known.unwrap_or(OrganisationNo(0));
    untaken.why = match check_organisation(&untaken.typed, number) {
        Err(_) => Why::Wrong,
        Ok(one) => {
            let saved = match known {
                Some(no) => {
                    let version: i64 = version.parse().map_err(|_| Failure::BadRequest)?;
                    let saved = store
                        .change_organisation(community, version, &one, by)
                        .await;
                    saved.map(|()| no)
                }
                None => store.add_organisation(community, &one, by).await,
            };
            match saved {
                Ok(no) => {
                    keep::forget(&services, &visit, form, person).await?;
                    let said = if known.is_some() { "saved" } else { "added" };
                    see_other(&visit.href(&format!("{}?{said}", path_of(Some(no)))));
                    return Ok(());
                }
                Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => Why::Changed,
                Err(StoreError::Conflict(Conflict::AlreadyThere)) => {
                    let other = match &one.edrpou {
                        Some(code) => store.organisation_by_code(community, code).await?,
                        None => None,
                    };
                    Why::CodeTaken(other.map(|other| other.name.uk).unwrap_or_default())
                }
                Err(error) => return Err(error.into()),
            }
        }
    };
    keep::keep(&services, &visit, form, person, &untaken).await?;
    let place = match untaken.why {
        Why::Wrong | Why::CodeTaken(_) => "errors",
        Why::Changed | Why::Denied => "unsaved",
    };
    see_other(&visit.href(&format!("{path}#{place}")));
    Ok(())
}

/// Removes the organisation `no` with all powers to act for it. One that is gone already is gone.
///
/// # Errors
/// [`Failure::BadRequest`] for what is no number.
#[server(prefix = "/do", endpoint = "staff/remove-organisation")]
pub async fn remove_organisation(#[server(default)] no: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let person = visit.require(Right::HandleOrganisations)?.person;
    let no: OrganisationNo = no.parse().map_err(|()| Failure::BadRequest)?;
    let by = by(&visit, person);
    let removed = services
        .store
        .remove_organisation(visit.community_id(), no, by)
        .await;
    match removed {
        // Pressed twice.
        Ok(()) | Err(StoreError::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    see_other(&visit.href(&format!("{}?removed", path_of(None))));
    Ok(())
}
