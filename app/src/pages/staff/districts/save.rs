//! Saving and removing a district.

use super::{
    form::{Place, TypedDistrict, Untaken, Why},
    path_of,
};
use crate::{
    components::see_other,
    context::{Services, Visit, by, services, visit},
    failure::Failure,
    pages::staff::keep::{self, DeskForm},
};
use domain::{district::DistrictNo, ids::PersonId, role::Right};
use leptos::prelude::*;
use std::collections::HashMap;
use store::{Conflict, StoreError};

/// Saves the district `no`, or a new one where it is empty, if the community's settings still have the `version` that was looked at. `mark`
/// says to whom the form was shown; with `act` = `discard`, what was typed is forgotten and nothing saved. What was typed for a district
/// that was removed meanwhile waits on its page; with `anew` it becomes a new one.
///
/// # Errors
/// [`Failure::BadRequest`] for what is no number or version; [`Failure::NotFound`] for a district that never was;
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] where the mark does not say whose text it is. What is wrong with the district is shown
/// with the form.
#[server(prefix = "/do", endpoint = "staff/save-district")]
pub async fn save_district(
    #[server(default)] no: String,
    #[server(default)] version: String,
    #[server(default)] mark: String,
    #[server(default)] act: String,
    #[server(default)] anew: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let known: Option<DistrictNo> = match no.as_str() {
        "" => None,
        no => Some(no.parse().map_err(|()| Failure::BadRequest)?),
    };
    let (form, path) = (DeskForm::District(known), path_of(known));
    let discard = act == "discard";
    let mut untaken = Untaken {
        typed: TypedDistrict::read(&f),
        why: Why::Denied,
    };
    let person = match visit.require(Right::SetUpCommunity) {
        Ok(administrator) => administrator.person,
        Err(failure) => {
            let kept = (!discard).then_some(&untaken);
            return keep::keep_for_its_person(&services, &visit, form, &mark, failure, kept).await;
        }
    };
    if discard {
        keep::forget(&services, &visit, form, person).await?;
        let path = match anew.is_empty() {
            true => path,
            false => path_of(None),
        };
        see_other(&visit.href(&path));
        return Ok(());
    }
    let version: i64 = version.parse().map_err(|_| Failure::BadRequest)?;
    let place = Place::of(&services, &visit).await?;
    let gone = known.is_some_and(|no| !place.districts.iter().any(|there| there.no == no));
    if gone && anew.is_empty() {
        return removed(&services, &visit, form, person, untaken).await;
    }
    let known = known.filter(|_| !gone);
    let twice = place
        .districts
        .iter()
        .any(|there| known.is_none_or(|no| there.no == no) && untaken.typed.says(there));
    if twice {
        keep::forget(&services, &visit, form, person).await?;
        see_other(&visit.href(&format!("{}?saved", path_of(None))));
        return Ok(());
    }
    untaken.why = match untaken.typed.check(known, &place) {
        Err(_) => Why::Wrong,
        Ok(district) => {
            let (store, community, by) =
                (&services.store, visit.community_id(), by(&visit, person));
            let saved = match known {
                Some(_) => {
                    store
                        .change_district(community, version, &district, by)
                        .await
                }
                None => store
                    .add_district(community, version, &district, by)
                    .await
                    .map(|_| ()),
            };
            match saved {
                Ok(()) => {
                    keep::forget(&services, &visit, form, person).await?;
                    (services.reread_communities)().await;
                    see_other(&visit.href(&format!("{}?saved", path_of(None))));
                    return Ok(());
                }
                Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => Why::Changed,
                Err(error) => return Err(error.into()),
            }
        }
    };
    keep::keep(&services, &visit, form, person, &untaken).await?;
    let place = match untaken.why {
        Why::Wrong => "errors",
        Why::Changed | Why::Removed | Why::Denied => "unsaved",
    };
    see_other(&visit.href(&format!("{path}#{place}")));
    Ok(())
}

/// Keeps what was typed for a district that somebody has removed meanwhile, and leads to its page.
///
/// # Errors
/// [`Failure::NotFound`] for a district that never was.
async fn removed(
    services: &Services,
    visit: &Visit,
    form: DeskForm,
    person: PersonId,
    mut untaken: Untaken,
) -> Result<(), Failure> {
    let removed = services
        .store
        .removed_districts(visit.community_id())
        .await?;
    let DeskForm::District(Some(no)) = form else {
        return Err(Failure::NotFound);
    };
    if !removed.contains_key(&no) {
        return Err(Failure::NotFound);
    }
    untaken.why = Why::Removed;
    keep::keep(services, visit, form, person, &untaken).await?;
    see_other(&visit.href(&format!("{}#unsaved", path_of(Some(no)))));
    Ok(())
}

/// Removes the district `no` if the community's settings still have the `version` that was looked at. One that is gone already is gone.
///
/// # Errors
/// [`Failure::BadRequest`] for what is no number or version.
#[server(prefix = "/do", endpoint = "staff/remove-district")]
pub async fn remove_district(
    #[server(default)] no: String,
    #[server(default)] version: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let person = visit.require(Right::SetUpCommunity)?.person;
    let no: DistrictNo = no.parse().map_err(|()| Failure::BadRequest)?;
    let version: i64 = version.parse().map_err(|_| Failure::BadRequest)?;
    let by = by(&visit, person);
    let removed = services
        .store
        .remove_district(visit.community_id(), version, no, by)
        .await;
    let leads = match removed {
        Ok(()) => {
            (services.reread_communities)().await;
            format!("{}?removed", path_of(None))
        }
        // Pressed twice.
        Err(StoreError::NotFound) => format!("{}?removed", path_of(None)),
        Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => {
            let districts = services.store.districts(visit.community_id()).await?;
            match districts.iter().any(|district| district.no == no) {
                true => format!("{}?changed", path_of(Some(no))),
                false => format!("{}?removed", path_of(None)),
            }
        }
        Err(error) => return Err(error.into()),
    };
    see_other(&visit.href(&leads));
    Ok(())
}
