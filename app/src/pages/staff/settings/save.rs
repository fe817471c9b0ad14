//! Saving the settings.

use crate::{
    components::see_other,
    context::{Services, Visit, services, visit},
    failure::Failure,
    i18n::{Lang, staff_editor, staff_settings},
    pages::staff::{
        field::Wrong,
        keep::{self, DeskForm},
    },
};
use domain::{
    lang::Bilingual,
    role::Right,
    settings::{
        LONGEST_ADDRESS, LONGEST_LIST, LONGEST_NAME, SettingsField, TypedSettings, check_settings,
    },
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{Actor, By, Conflict, StoreError};

/// Bytes of one character of a form at most: four of UTF-8, each sent as `%XX`.
const CHARACTER_BYTES: usize = 12;
/// Bytes of the form beside its texts: names of fields, numbers, colours, mark.
const OTHER_BYTES: usize = 4_096;

/// The largest form of the settings: every text at its longest. The lists are ASCII where they are right, and a browser sends two
/// characters for the end of a line.
pub const fn most_settings_bytes() -> usize {
    (4 * LONGEST_NAME + 2 * LONGEST_ADDRESS + 2 * LONGEST_LIST) * CHARACTER_BYTES + OTHER_BYTES
}

/// What was typed and could not be stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Untaken {
    pub typed: TypedSettings,
    pub why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Why {
    /// Something is wrong with it.
    Wrong,
    /// One of the hosts leads to another community.
    HostTaken,
    /// Two are to confirm a residence, and there are not two who may.
    NoSecond,
    /// Somebody else changed the settings meanwhile.
    Changed,
    /// Whoever sent it had no right to, most often because their sign-in had ended.
    Denied,
}

impl Untaken {
    /// What is wrong, by the keys of the inputs.
    pub fn wrong(&self, visit: &Visit, services: &Services) -> Wrong {
        let lang = visit.lang;
        let words = |field, problem: &str| {
            staff_editor::problem_at(lang, &staff_settings::field(lang, field), problem)
        };
        let problems = check_settings(&self.typed, &services.own_domain).err();
        let mut wrong: Vec<_> = problems
            .unwrap_or_default()
            .into_iter()
            .map(|(field, problem)| {
                let problem = staff_settings::problem(lang, problem);
                (key(field).to_owned(), words(field, &problem))
            })
            .collect();
        if self.why == Why::HostTaken {
            let field = SettingsField::Hosts;
            wrong.push((
                key(field).to_owned(),
                words(field, staff_settings::host_taken(lang)),
            ));
        }
        if self.why == Why::NoSecond {
            let label = staff_settings::field_two_confirm(lang);
            let problem = staff_settings::no_second(lang);
            wrong.push((
                TWO_CONFIRM.to_owned(),
                staff_editor::problem_at(lang, label, problem),
            ));
        }
        Wrong::of(wrong)
    }
}

/// The key of the box whether two confirm a residence.
pub(super) const TWO_CONFIRM: &str = "two_confirm";

/// The key of a field's input.
pub(super) fn key(field: SettingsField) -> &'static str {
    match field {
        SettingsField::Name(Lang::Uk) => "name_uk",
        SettingsField::Name(Lang::En) => "name_en",
        SettingsField::Council(Lang::Uk) => "council_uk",
        SettingsField::Council(Lang::En) => "council_en",
        SettingsField::Address(Lang::Uk) => "address_uk",
        SettingsField::Address(Lang::En) => "address_en",
        SettingsField::Population => "population",
        SettingsField::Action => "action",
        SettingsField::Now => "now",
        SettingsField::Hosts => "hosts",
        SettingsField::Sites => "sites",
    }
}

/// What a form sent; a field that is missing is empty.
fn typed(f: &HashMap<String, String>) -> TypedSettings {
    let text = |field| f.get(key(field)).cloned().unwrap_or_default();
    let both = |field: fn(Lang) -> SettingsField| {
        Bilingual::new(text(field(Lang::Uk)), text(field(Lang::En)))
    };
    TypedSettings {
        name: both(SettingsField::Name),
        council: both(SettingsField::Council),
        address: both(SettingsField::Address),
        population: text(SettingsField::Population),
        action: text(SettingsField::Action),
        now: text(SettingsField::Now),
        two_confirm: f.contains_key(TWO_CONFIRM),
        hosts: text(SettingsField::Hosts),
        sites: text(SettingsField::Sites),
        anywhere: f.contains_key("anywhere"),
    }
}

/// Saves the settings if they still have the `version` that was looked at. `mark` says to whom the form was shown; with `act` =
/// `discard`, what was typed is forgotten and nothing saved.
///
/// # Errors
/// [`Failure::BadRequest`] for what is no version; [`Failure::SignInNeeded`] and [`Failure::Forbidden`] where the mark does not
/// say whose text it is. What is wrong with the settings is shown with the form.
#[server(prefix = "/do", endpoint = "staff/save-settings")]
pub async fn save_settings(
    #[server(default)] version: String,
    #[server(default)] mark: String,
    #[server(default)] act: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let form = DeskForm::Settings;
    let discard = act == "discard";
    let mut untaken = Untaken {
        typed: typed(&f),
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
        see_other(&visit.href("/staff/settings"));
        return Ok(());
    }
    let version: i64 = version.parse().map_err(|_| Failure::BadRequest)?;
    let community = visit.community_id();
    let why = match check_settings(&untaken.typed, &services.own_domain) {
        Err(_) => Why::Wrong,
        Ok(settings) => {
            let by = By {
                actor: Actor::Person(person),
                at: visit.now,
            };
            let saved = services
                .store
                .save_settings(community, version, &settings, by);
            match saved.await {
                Ok(_) => {
                    keep::forget(&services, &visit, form, person).await?;
                    (services.reread_communities)().await;
                    see_other(&visit.href("/staff/settings?saved"));
                    return Ok(());
                }
                Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => Why::Changed,
                Err(StoreError::Conflict(Conflict::AlreadyThere)) => Why::HostTaken,
                Err(StoreError::Conflict(Conflict::SecondPersonNeeded)) => Why::NoSecond,
                Err(error) => return Err(error.into()),
            }
        }
    };
    untaken.why = why;
    keep::keep(&services, &visit, form, person, &untaken).await?;
    let place = match why {
        Why::Wrong | Why::HostTaken | Why::NoSecond => "errors",
        Why::Changed | Why::Denied => "unsaved",
    };
    see_other(&visit.href(&format!("/staff/settings#{place}")));
    Ok(())
}
