//! Finding a person's record by a document that they hold in their hands.

use super::{
    denied_note,
    document::{TypedDocument, Unfound},
    new_record, record_path,
};
use crate::{
    components::see_other,
    context::{Services, Visit, Visitor, services, visit},
    failure::Failure,
    i18n::{Lang, staff_people},
    pages::staff::{
        field::Wrong,
        keep::{self, DeskForm},
    },
};
use domain::role::Right;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What was typed and led to nobody.
#[derive(Clone, Serialize, Deserialize)]
struct Untaken {
    typed: TypedDocument,
    why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Why {
    /// It cannot be a document's number.
    Wrong,
    /// Nobody's record has it.
    Nobody,
    /// Whoever sent it had no right to, most often because their sign-in had ended.
    Denied,
}

/// The form as it is shown.
#[derive(Clone)]
pub struct FindForm {
    typed: TypedDocument,
    why: Option<Why>,
    mark: String,
}

impl FindForm {
    /// The form for `handler`, with what they typed before and led to nobody.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        handler: &Visitor,
    ) -> Result<Self, Failure> {
        let form = DeskForm::FindPerson;
        let kept: Option<Untaken> = keep::kept(services, visit, form, handler.person).await?;
        let mark = keep::mark(services, visit, form, handler.person).await?;
        let why = kept.as_ref().map(|kept| kept.why);
        let typed = kept.map(|kept| kept.typed).unwrap_or_default();
        Ok(Self { typed, why, mark })
    }

    /// What is wrong with what was sent.
    pub fn wrong(&self, lang: Lang) -> Wrong {
        match self.why {
            Some(Why::Nobody) => TypedDocument::nobody(lang),
            Some(Why::Wrong) => self.typed.wrong(lang),
            _ => Wrong::default(),
        }
    }
}

/// The panel.
#[component]
pub fn FindPanel(visit: Visit, form: FindForm) -> impl IntoView {
    let lang = visit.lang;
    let wrong = form.wrong(lang);
    let denied = denied_note(lang, form.why == Some(Why::Denied));
    let nobody = (form.why == Some(Why::Nobody)).then(|| new_record::way_to(&visit));
    view! {
        <section class="panel" aria-labelledby="find">
            <h2 id="find">{staff_people::find_title(lang)}</h2>
            <p class="small">{staff_people::find_hint(lang)}</p>
            {denied} {nobody}
            <form
                method="post"
                action=visit.href("/do/staff/find-person")
                class="flow"
                novalidate
            >
                <input type="hidden" name="mark" value=form.mark.clone() />
                {form.typed.fields(lang, &wrong)}
                <button class="btn">{staff_people::find_submit(lang)}</button>
            </form>
        </section>
    }
}

/// Leads to the record that a document belongs to. `mark` says to whom the form was shown; `f` holds `kind`, the name of a kind of
/// document, and its `number`, which is hashed and forgotten.
///
/// # Errors
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] where the mark does not say whose text it is. What is wrong with the
/// number, and that nobody has it, is shown with the form.
#[server(prefix = "/do", endpoint = "staff/find-person")]
pub async fn find_person(
    #[server(default)] mark: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let form = DeskForm::FindPerson;
    let typed = TypedDocument::read(&f);
    let mut untaken = Untaken {
        typed,
        why: Why::Denied,
    };
    let handler = match visit.require(Right::HandlePeople) {
        Ok(handler) => handler,
        Err(denied) => {
            let kept = Some(&untaken);
            return keep::keep_for_its_person(&services, &visit, form, &mark, denied, kept).await;
        }
    };
    untaken.why = match untaken.typed.owner(&services, &visit, handler).await? {
        Ok(person) => {
            keep::forget(&services, &visit, form, handler.person).await?;
            see_other(&visit.href(&record_path(person)));
            return Ok(());
        }
        Err(Unfound::Wrong) => Why::Wrong,
        Err(Unfound::Nobody) => {
            new_record::begin(&services, &visit, handler.person, &untaken.typed).await?;
            Why::Nobody
        }
    };
    keep::keep(&services, &visit, form, handler.person, &untaken).await?;
    see_other(&visit.href(&format!("{}?kept#errors", super::PATH)));
    Ok(())
}
