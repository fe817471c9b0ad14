//! The community's logo. Its file is read by the server's upload route, which stores it and then sends this form on with its name to
//! [`set_logo`].

use crate::{
    components::see_other,
    context::{Visit, services, visit},
    failure::Failure,
    i18n::{staff_editor, staff_pictures, staff_settings},
    pages::staff::{
        field::picture_file,
        keep::{self, DeskForm},
    },
};
use domain::poll::{PictureFile, PictureProblem};
use domain::role::Right;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{Actor, By, Conflict, StoreError};

/// The address of the upload route, which takes this form with its file.
const UPLOAD: &str = "/do/staff/logo";

/// Why the file that was sent is not the logo now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum LogoProblem {
    File(PictureProblem),
    /// Somebody else changed the settings meanwhile.
    Changed,
}

/// A logo that could not be set.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Unset {
    pub problem: LogoProblem,
}

/// The logo as its form shows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Logo {
    pub present: Option<PictureFile>,
    pub problem: Option<LogoProblem>,
}

/// The panel with the logo's form.
#[component]
pub(super) fn LogoPanel(visit: Visit, logo: Logo, version: i64) -> impl IntoView {
    let lang = visit.lang;
    let another = logo.present.is_some();
    let error = logo.problem.map(|problem| {
        let words = match problem {
            LogoProblem::File(problem) => staff_pictures::problem(lang, problem),
            LogoProblem::Changed => staff_settings::logo_changed_meanwhile(lang),
        };
        staff_editor::problem_at(lang, staff_settings::field_logo(lang), words)
    });
    let label = match another {
        true => staff_settings::field_other_logo(lang),
        false => staff_settings::field_logo(lang),
    };
    let present = logo.present.map(|file| {
        view! {
            <figure>
                <figcaption class="label">{staff_settings::logo_present(lang)}</figcaption>
                <img
                    class="logo-sample"
                    src=file.address()
                    width=file.width.to_string()
                    height=file.height.to_string()
                    alt=""
                />
            </figure>
        }
    });
    let remove = another.then(|| {
        view! {
            <form method="post" action=visit.href("/do/staff/set-logo")>
                <input type="hidden" name="version" value=version.to_string() />
                <input type="hidden" name="act" value="remove" />
                <button class="btn btn--2 btn--small">{staff_settings::logo_remove(lang)}</button>
            </form>
        }
    });
    view! {
        <section class="panel" aria-labelledby="logo">
            <h2 id="logo">{staff_settings::logo_title(lang)}</h2>
            <p class="small">{staff_settings::logo_lead(lang)}</p>
            {present}
            <form method="post" action=visit.href(UPLOAD) enctype="multipart/form-data" novalidate>
                <input type="hidden" name="version" value=version.to_string() />
                {picture_file(lang, label, staff_settings::hint_logo(lang), error)}
                <div class="actions">
                    <button class="btn btn--2">{staff_settings::logo_save(lang)}</button>
                </div>
            </form>
            {remove}
        </section>
    }
}

/// Gives the community the stored `picture` (as [`PictureFile`] writes itself) as its logo, or with `act` = `remove` takes the logo
/// away, if the settings still have the `version` that was looked at. `f` holds, as `problem`, why the file that was sent is none.
///
/// # Errors
/// [`Failure::BadRequest`] for what no form of ours sends, and for a picture that this community does not have. What is wrong with
/// the file is shown with the form.
#[server(prefix = "/do", endpoint = "staff/set-logo")]
pub async fn set_logo(
    #[server(default)] version: String,
    #[server(default)] act: String,
    #[server(default)] picture: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let person = visit.require(Right::SetUpCommunity)?.person;
    let version: i64 = version.parse().map_err(|_| Failure::BadRequest)?;
    let unset = async |problem| {
        keep::keep(
            &services,
            &visit,
            DeskForm::Logo,
            person,
            &Unset { problem },
        )
        .await?;
        see_other(&visit.href("/staff/settings#logo"));
        Ok(())
    };
    let logo = match (act.as_str(), picture.as_str()) {
        ("remove", _) => None,
        (_, "") => {
            let problem = f.get("problem").and_then(|name| name.parse().ok());
            return unset(LogoProblem::File(problem.unwrap_or(PictureProblem::NoFile))).await;
        }
        (_, name) => Some(name.parse().map_err(|_| Failure::BadRequest)?),
    };
    let by = By {
        actor: Actor::Person(person),
        at: visit.now,
    };
    let set = services
        .store
        .set_logo(visit.community_id(), version, logo, by);
    match set.await {
        Ok(_) => {}
        Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => {
            return unset(LogoProblem::Changed).await;
        }
        Err(StoreError::Conflict(Conflict::UnknownPicture)) => return Err(Failure::BadRequest),
        Err(error) => return Err(error.into()),
    }
    keep::forget(&services, &visit, DeskForm::Logo, person).await?;
    (services.reread_communities)().await;
    see_other(&visit.href(match logo {
        Some(_) => "/staff/settings?logo",
        None => "/staff/settings?no-logo",
    }));
    Ok(())
}
