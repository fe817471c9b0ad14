//! Saving a draft: the form is read, the pressed button carried out, and what may be stored is stored. What may not is kept
//! as it was typed, sealed in this browser's form-state, and shown again with what is wrong.

use super::{act::Act, draft_or_locked, form::PollForm, rules::Rules, staff_poll};
use crate::{
    components::see_other,
    context::{Services, Visit, services, visit},
    failure::Failure,
    pages::resident::SealedForms,
};
use domain::{
    ids::PollNumber,
    poll::{Poll, PollContent, Problems, check_publishable, check_saved},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{Actor, By, Conflict, StoreError};

/// What was typed and could not be stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaved {
    /// The version of the poll that it would replace.
    pub version: i64,
    pub form: PollForm,
    /// Somebody else saved meanwhile; `version` is theirs.
    pub overtaken: bool,
}

fn scope(poll: PollNumber) -> String {
    format!("poll-editor/{poll}")
}

/// What this browser holds of a poll that could not be stored.
///
/// # Errors
/// When the database does not answer.
pub async fn unsaved(
    services: &Services,
    visit: &Visit,
    poll: PollNumber,
) -> Result<Option<Unsaved>, Failure> {
    match SealedForms::of(services, visit) {
        Some(forms) => forms.get(&scope(poll)).await,
        None => Ok(None),
    }
}

/// Forgets what this browser holds of a poll.
async fn forget(services: &Services, visit: &Visit, poll: PollNumber) -> Result<(), Failure> {
    match SealedForms::of(services, visit) {
        Some(forms) => forms.clear(&[scope(poll)]).await,
        None => Ok(()),
    }
}

/// The content of a form that may be stored, tidied; or everything against it, in the order of the form.
///
/// # Errors
/// The problems.
pub fn savable(form: &PollForm, rules: &Rules) -> Result<PollContent, Problems> {
    let (content, mut problems) = form.read();
    match check_saved(&content, rules.of_draft()) {
        Ok(tidy) if problems.is_empty() => return Ok(tidy),
        Ok(_) => {}
        Err(more) => problems.extend(more),
    }
    problems.sort_by_key(|(field, _)| field.place());
    Err(problems)
}

/// Saves the editor's form. `poll` is the number, `version` the version that the form was filled from, `act` the pressed
/// button, `f` the fields of [`PollForm`].
///
/// # Errors
/// [`Failure::NotFound`] for what is no poll of this community, [`Failure::BadRequest`] for what no form of ours sends. What
/// is wrong with the draft is shown in the editor.
#[server(prefix = "/do", endpoint = "staff/save-poll")]
pub async fn save_poll(
    #[server(default)] poll: String,
    #[server(default)] version: String,
    #[server(default)] act: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let editor = visit.require_editor()?;
    let poll = staff_poll(&services, &visit, &poll).await?;
    let version: i64 = version.parse().map_err(|_| Failure::BadRequest)?;
    // A form always sends its texts, also empty ones: without the first of them it would empty the whole poll.
    if !f.contains_key("title_uk") {
        return Err(Failure::BadRequest);
    }
    if !draft_or_locked(&visit, &poll) {
        return Ok(());
    }
    let edit = format!("/staff/polls/{}/edit", poll.number);
    let act = Act::of(&act);
    if act == Act::Discard {
        forget(&services, &visit, poll.number).await?;
        see_other(&visit.href(&edit));
        return Ok(());
    }
    let rules = Rules::of(&services, &visit).await?;
    let mut form = PollForm::from_fields(&f);
    let anchor = act.apply(&mut form, &rules.policy);
    let by = By {
        actor: Actor::Person(editor.person),
        at: visit.now,
    };
    let outcome = store_form(&services, &poll, version, &form, &rules, by).await?;
    let place = match outcome {
        Outcome::Saved => {
            forget(&services, &visit, poll.number).await?;
            match (act, anchor) {
                (Act::Preview, _) => format!("/staff/polls/{}/preview", poll.number),
                (Act::Publish, _) if is_finished(&form, &rules, &visit) => {
                    format!("/staff/polls/{}#publish", poll.number)
                }
                // The gaps are named here, where they are filled.
                (Act::Publish, _) => format!("{edit}?check#errors"),
                (_, Some(anchor)) => format!("{edit}?saved#{anchor}"),
                (_, None) => format!("{edit}?saved"),
            }
        }
        Outcome::Wrong | Outcome::Overtaken(_) => {
            let (version, overtaken) = match outcome {
                Outcome::Overtaken(theirs) => (theirs, true),
                _ => (version, false),
            };
            let kept = Unsaved {
                version,
                form,
                overtaken,
            };
            SealedForms::open(&services, &visit)
                .put(&scope(poll.number), &kept)
                .await?;
            match anchor {
                Some(anchor) if !overtaken => format!("{edit}#{anchor}"),
                _ => format!("{edit}#unsaved"),
            }
        }
        Outcome::Locked => format!("/staff/polls/{}?locked", poll.number),
    };
    see_other(&visit.href(&place));
    Ok(())
}

/// Whether the form might be published as it is.
fn is_finished(form: &PollForm, rules: &Rules, visit: &Visit) -> bool {
    check_publishable(&form.read().0, rules.of_draft(), visit.now).is_ok()
}

/// What became of a form.
enum Outcome {
    Saved,
    /// It says something that no draft may hold.
    Wrong,
    /// Somebody else saved this version meanwhile.
    Overtaken(i64),
    /// Somebody published it meanwhile.
    Locked,
}

async fn store_form(
    services: &Services,
    poll: &Poll,
    version: i64,
    form: &PollForm,
    rules: &Rules,
    by: By,
) -> Result<Outcome, Failure> {
    let Ok(content) = savable(form, rules) else {
        return Ok(Outcome::Wrong);
    };
    // Nothing is written where nothing changed: a button pressed twice, or a preview of what is saved.
    if content == poll.content {
        return Ok(Outcome::Saved);
    }
    let saved = services
        .store
        .save_poll(poll.community, poll.id, version, &content, by)
        .await;
    match saved {
        Ok(_) => Ok(Outcome::Saved),
        Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => {
            let theirs = services.store.poll(poll.community, poll.id).await?;
            let theirs = theirs.ok_or(Failure::NotFound)?;
            Ok(match theirs.content == content {
                true => Outcome::Saved,
                false => Outcome::Overtaken(theirs.version),
            })
        }
        Err(StoreError::Conflict(Conflict::Refused(_))) => Ok(Outcome::Locked),
        Err(error) => Err(error.into()),
    }
}
