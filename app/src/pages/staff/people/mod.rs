//! People, for those who decide about residents' records: who is found by a document, which sign-ins are in doubt, who came
//! without a РНОКПП. Every look at somebody's record is logged, because they may ask who looked.

mod case;
mod decide;
mod document;
mod find;
mod known;
mod list;
mod record;
mod second_key;

pub use case::CaseDesk;
pub use decide::{DecideCase, decide_case};
pub use find::{FindPerson, find_person};
pub use list::People;
pub use record::PersonDesk;
pub use second_key::{AddDocument, ClearSecondKey, add_document, clear_second_key};

use crate::context::Visit;
use domain::ids::{CaseId, PersonId};
use store::{Actor, By};

/// The page of all this.
pub(super) const PATH: &str = "/staff/people";

/// The desk's page of a person's record.
fn record_path(person: PersonId) -> String {
    format!("{PATH}/{person}")
}

/// The desk's page of a case.
pub(super) fn case_path(case: CaseId) -> String {
    format!("{PATH}/cases/{case}")
}

/// What `person` does now.
fn by(visit: &Visit, person: PersonId) -> By {
    By {
        actor: Actor::Person(person),
        at: visit.now,
    }
}
