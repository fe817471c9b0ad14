//! Saving a draft: the form is read, the pressed button carried out, and what may be stored is stored. What may not is kept
//! as it was typed, sealed in this browser's form-state, and shown again with what is wrong.

use super::{
    Asked,
    act::Act,
    draft_or_locked,
    form::PollForm,
    form_size::{Most, TooMuch},
    keep::{DeskForm, forget, keep, keep_for_its_person, kept},
    rules::Rules,
    staff_poll,
};
use crate::{
    components::see_other,
    context::{Services, Visit, Visitor, services, visit},
    failure::Failure,
};
use domain::{
    ids::PollNumber,
    poll::{Poll, PollContent, Problems, QuestionTag, check_publishable, check_saved},
    role::Right,
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
    pub why: WhyUnsaved,
}

/// Why a form could not be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhyUnsaved {
    /// It says something that no draft may hold.
    Wrong,
    /// Somebody else saved meanwhile; [`Unsaved::version`] is theirs.
    Overtaken,
    /// Whoever sent it had no right to, most often because their sign-in had ended. Nothing was checked.
    Denied,
}

/// What this person typed into a poll in this browser and could not be stored.
///
/// # Errors
/// When the database does not answer.
pub async fn unsaved(
    services: &Services,
    visit: &Visit,
    poll: PollNumber,
    visitor: &Visitor,
) -> Result<Option<Unsaved>, Failure> {
    kept(services, visit, DeskForm::Editor(poll), visitor.person).await
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
/// button, `mark` says to whom the form was shown, `f` the fields of [`PollForm`].
///
/// # Errors
/// [`Failure::NotFound`] for what is no poll of this community, [`Failure::BadRequest`] for what no form of ours sends,
/// [`Failure::TooLarge`] for more questions or options than it can send; [`Failure::SignInNeeded`] and [`Failure::Forbidden`]
/// where the mark does not say whose text it is. What is wrong with the draft is shown in the editor.
#[server(prefix = "/do", endpoint = "staff/save-poll")]
pub async fn save_poll(
    #[server(default)] poll: String,
    #[server(default)] version: String,
    #[server(default)] act: String,
    #[server(default)] mark: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let editor = match visit.require(Right::WritePolls) {
        Ok(editor) => editor,
        Err(denied) => {
            let typed = Typed::read(&poll, &version, &act, &f, Most::of(&visit.policy));
            // Whoever may not write polls is not told which form would be a right one.
            return typed
                .map_err(|_| denied)?
                .keep_denied(&services, &visit, &mark, denied)
                .await;
        }
    };
    let poll = staff_poll(&services, &visit, &poll).await?;
    let number = poll.number.to_string();
    let most = Most::of_poll(&visit.policy, &poll.content);
    let typed = Typed::read(&number, &version, &act, &f, most)?;
    if !draft_or_locked(&visit, &poll, Asked::Save) {
        return Ok(());
    }
    let kept_as = DeskForm::Editor(poll.number);
    let edit = format!("/staff/polls/{}/edit", poll.number);
    let (act, version) = (typed.act, typed.version);
    if act == Act::Discard {
        forget(&services, &visit, kept_as, editor.person).await?;
        see_other(&visit.href(&edit));
        return Ok(());
    }
    let rules = Rules::of(&services, &visit).await?;
    let mut form = typed.form;
    let anchor = act.apply(&mut form, &rules.policy);
    let by = By {
        actor: Actor::Person(editor.person),
        at: visit.now,
    };
    let outcome = store_form(&services, &poll, version, &form, &rules, by).await?;
    let place = match outcome {
        Outcome::Saved => {
            forget(&services, &visit, kept_as, editor.person).await?;
            match (act, anchor) {
                (Act::Preview, _) => format!("/staff/polls/{}/preview", poll.number),
                (Act::Picture(at, option), _) if takes_picture(&form, at, option) => {
                    format!(
                        "/staff/polls/{}/pictures/{}/{}",
                        poll.number,
                        at + 1,
                        option + 1
                    )
                }
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
            let (version, why) = match outcome {
                Outcome::Overtaken(theirs) => (theirs, WhyUnsaved::Overtaken),
                _ => (version, WhyUnsaved::Wrong),
            };
            let unsaved = Unsaved { version, form, why };
            keep(&services, &visit, kept_as, editor.person, &unsaved).await?;
            match anchor {
                Some(anchor) if why == WhyUnsaved::Wrong => format!("{edit}#{anchor}"),
                _ => format!("{edit}#unsaved"),
            }
        }
        Outcome::Locked => format!("/staff/polls/{}?locked", poll.number),
    };
    see_other(&visit.href(&place));
    Ok(())
}

/// What the editor's form says, before anybody looked at the poll.
struct Typed {
    poll: PollNumber,
    version: i64,
    act: Act,
    form: PollForm,
}

impl Typed {
    fn read(
        poll: &str,
        version: &str,
        act: &str,
        fields: &HashMap<String, String>,
        most: Most,
    ) -> Result<Self, Failure> {
        // A form always sends its texts, also empty ones: without the first of them it would empty the whole poll.
        if !fields.contains_key("title_uk") {
            return Err(Failure::BadRequest);
        }
        Ok(Self {
            poll: poll.parse().map_err(|()| Failure::BadRequest)?,
            version: version.parse().map_err(|_| Failure::BadRequest)?,
            act: Act::of(act),
            form: PollForm::from_fields(fields, most).map_err(|TooMuch| Failure::TooLarge)?,
        })
    }

    /// Keeps the form for whom it was shown to, with what the pressed button does to it. The poll is not touched, nor looked at:
    /// who sends this may not even know that it exists.
    async fn keep_denied(
        mut self,
        services: &Services,
        visit: &Visit,
        mark: &str,
        denied: Failure,
    ) -> Result<(), Failure> {
        let form = DeskForm::Editor(self.poll);
        self.act.apply(&mut self.form, &visit.policy);
        let unsaved = (self.act != Act::Discard).then_some(Unsaved {
            version: self.version,
            form: self.form,
            why: WhyUnsaved::Denied,
        });
        keep_for_its_person(services, visit, form, mark, denied, unsaved.as_ref()).await
    }
}

/// Whether an option of the form is one that may have a picture.
fn takes_picture(form: &PollForm, at: usize, option: usize) -> bool {
    form.questions.get(at).is_some_and(|question| {
        let choice = matches!(
            question.tag(),
            Some(QuestionTag::Single | QuestionTag::Multiple)
        );
        choice && option < question.options.len()
    })
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
        // No form of ours names a picture that the community never had.
        Err(StoreError::Conflict(Conflict::UnknownPicture)) => Err(Failure::BadRequest),
        Err(error) => Err(error.into()),
    }
}
