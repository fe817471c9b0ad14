//! The settings of a community, for its administrators: names, population, colours, hosts and the sites of the widget in one form;
//! the logo, which is a file, in another.

mod logo;
mod save;
mod view;

pub use logo::{SetLogo, set_logo};
pub use save::{SaveSettings, most_settings_bytes, save_settings};

use super::{
    editor::kept_for_another,
    keep::{self, DeskForm},
};
use crate::{
    components::page,
    context::{services, visit},
    failure::Failure,
};
use domain::{role::Right, settings::TypedSettings};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use logo::{Logo, Unset};
use save::Untaken;
use view::SettingsView;

/// `/staff/settings`; `?saved`, `?logo` and `?no-logo` after saving, `?kept` after a form that came from whoever may not.
#[component]
pub fn Settings() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let administrator = match visit.require(Right::SetUpCommunity) {
            Ok(administrator) => administrator,
            Err(Failure::Forbidden) if query.get("kept").is_some() => {
                return Ok(kept_for_another(visit.lang));
            }
            Err(failure) => return Err(failure),
        };
        let person = administrator.person;
        let (stored, version, present) = services.store.settings(visit.community_id()).await?;
        let mark = keep::mark(&services, &visit, DeskForm::Settings, person).await?;
        let untaken: Option<Untaken> =
            keep::kept(&services, &visit, DeskForm::Settings, person).await?;
        let unset: Option<Unset> = keep::kept(&services, &visit, DeskForm::Logo, person).await?;
        let wrong = untaken
            .as_ref()
            .map(|untaken| untaken.wrong(&visit, &services));
        let why = untaken.as_ref().map(|untaken| untaken.why);
        let typed = match untaken {
            Some(untaken) => untaken.typed,
            None => TypedSettings::from(&stored),
        };
        let logo = Logo {
            present,
            problem: unset.map(|unset| unset.problem),
        };
        let said = |what: &str| why.is_none() && query.get(what).is_some();
        let done = view::Done::of(said("saved"), said("logo"), said("no-logo"));
        let origin = (services.origin_of)(&visit.community);
        let wrong = wrong.unwrap_or_default();
        Ok(
            view! { <SettingsView visit origin typed version mark wrong why logo done /> }
                .into_any(),
        )
    })
}
