//! People, for those who decide about residents' records: who is found by a document, which sign-ins are in doubt, who came
//! without a РНОКПП. Every look at somebody's record is logged, because they may ask who looked.

mod case;
mod decide;
mod document;
mod find;
mod known;
mod list;
mod new_record;
mod proposal;
mod record;
mod request;
mod residence;
mod second_key;
mod sign_ins;

pub use case::CaseDesk;
pub(super) use document::{TypedDocument, Unfound};
pub(super) use new_record::{begin as begin_record, way_to as way_to_new_record};

pub use decide::{DecideCase, decide_case};
pub use find::{FindPerson, find_person};
pub use list::People;
pub use new_record::{NewRecordPage, RecordPerson, record_person};
pub use proposal::{AgreeResidence, DropResidence, agree_residence, drop_residence};
pub use record::PersonDesk;
pub use request::{RefuseResidence, refuse_residence, residence_document};
pub use residence::{ConfirmResidence, WithdrawResidence, confirm_residence, withdraw_residence};
pub use second_key::{AddDocument, ClearSecondKey, add_document, clear_second_key};
pub use sign_ins::{EndResidentSessions, end_resident_sessions};

use super::keep::{self, DeskForm};
use crate::{
    context::{Services, Visit, Visitor, by},
    failure::Failure,
    i18n::{Lang, staff_people},
};
use domain::{
    ids::{CaseId, PersonId},
    role::Right,
    time::DAY,
};
use known::Known;
use leptos::prelude::*;
use serde::Serialize;

/// The page of all this.
pub(super) const PATH: &str = "/staff/people";

/// The desk's page of a person's record.
pub(super) fn record_path(person: PersonId) -> String {
    format!("{PATH}/{person}")
}

/// The desk's page of a case.
pub(super) fn case_path(case: CaseId) -> String {
    format!("{PATH}/cases/{case}")
}

/// That what was typed was kept when its sender's sign-in had ended; nothing where it was not (`denied`).
fn denied_note(lang: Lang, denied: bool) -> impl IntoView + use<> {
    denied.then(|| {
        view! {
            <div class="callout callout--warn" role="status">
                <p>{staff_people::kept_denied(lang)}</p>
            </div>
        }
    })
}

/// Notes for these people that whoever looks saw their names in a list, once a day.
///
/// # Errors
/// When the database does not answer.
pub async fn note_listed(
    services: &Services,
    visit: &Visit,
    viewer: PersonId,
    people: impl IntoIterator<Item = PersonId>,
) -> Result<(), Failure> {
    let people = people.into_iter().collect();
    let since = visit.now.plus(-DAY);
    services
        .store
        .record_listed(visit.community_id(), by(visit, viewer), &people, since)
        .await?;
    Ok(())
}

/// The hidden fields of a form about a person: whom, and to whom it was shown.
fn about(person: PersonId, mark: &str) -> impl IntoView + use<> {
    let mark = mark.to_owned();
    view! {
        <input type="hidden" name="person" value=person.to_string() />
        <input type="hidden" name="mark" value=mark />
    }
}

/// Who may send a form about `person` (an id), and about whom; `None` when what was sent is kept, as `denied`, for whoever the form was
/// shown to.
///
/// # Errors
/// [`Failure::NotFound`] for what is no id; why they may not, where the mark does not say whose text it is.
async fn asked<T: Serialize>(
    services: &Services,
    visit: &Visit,
    (person, mark): (&str, &str),
    form: impl FnOnce(PersonId) -> DeskForm,
    denied: &T,
) -> Result<Option<(Visitor, PersonId)>, Failure> {
    let person: Result<PersonId, _> = person.parse();
    match (visit.require(Right::HandlePeople), person) {
        (Ok(handler), Ok(person)) => Ok(Some((handler.clone(), person))),
        (Ok(_), Err(_)) => Err(Failure::NotFound),
        (Err(why), Err(_)) => Err(why),
        (Err(why), Ok(person)) => {
            keep::keep_for_its_person(services, visit, form(person), mark, why, Some(denied))
                .await?;
            Ok(None)
        }
    }
}
