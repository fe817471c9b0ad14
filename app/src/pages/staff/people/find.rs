//! Finding a person's record by a document that they hold in their hands.

use super::{
    by, denied_note,
    document::{DocumentProblem, TypedDocument, key_of},
    record_path,
};
use crate::{
    components::see_other,
    context::{Services, Visit, Visitor, services, visit},
    failure::Failure,
    i18n::{Lang, staff_people},
    pages::staff::{
        field::{Field, Takes, Wrong, error_line, id, name},
        keep::{self, DeskForm},
    },
};
use domain::{identifiers::KeyKind, role::Right};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The keys of the inputs.
const KIND: &str = "kind";
const NUMBER: &str = "number";

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
        let problem = match (self.why, self.typed.check()) {
            (Some(Why::Nobody), _) => (NUMBER, staff_people::nobody(lang)),
            (Some(Why::Wrong), Err(problem)) => (field_of(problem), problem.words(lang)),
            _ => return Wrong::default(),
        };
        Wrong::of(vec![(problem.0.to_owned(), problem.1.to_owned())])
    }
}

/// The input that a problem is about.
fn field_of(problem: DocumentProblem) -> &'static str {
    match problem {
        DocumentProblem::Kind => KIND,
        DocumentProblem::Missing | DocumentProblem::Wrong(_) => NUMBER,
    }
}

/// The panel.
#[component]
pub fn FindPanel(visit: Visit, form: FindForm) -> impl IntoView {
    let lang = visit.lang;
    let wrong = form.wrong(lang);
    let denied = denied_note(lang, form.why == Some(Why::Denied));
    let number = Field {
        key: NUMBER,
        label: staff_people::find_number(lang),
        hint: Some(staff_people::find_number_hint(lang)),
        value: &form.typed.number,
        takes: Takes::Line,
        written_in: Lang::Uk,
    }
    .view(lang, &wrong);
    view! {
        <section class="panel" aria-labelledby="find">
            <h2 id="find">{staff_people::find_title(lang)}</h2>
            <p class="small">{staff_people::find_hint(lang)}</p>
            {denied}
            <form
                method="post"
                action=visit.href("/do/staff/find-person")
                class="flow"
                novalidate
            >
                <input type="hidden" name="mark" value=form.mark.clone() />
                {kinds(lang, &form.typed.kind, &wrong)} {number}
                <button class="btn">{staff_people::find_submit(lang)}</button>
            </form>
        </section>
    }
}

/// The choice of a kind of document.
fn kinds(lang: Lang, chosen: &str, wrong: &Wrong) -> AnyView {
    let error = wrong.at(KIND);
    let invalid = error.is_some();
    let chosen = match chosen {
        "" => KeyKind::Rnokpp.as_str(),
        other => other,
    };
    let options = KeyKind::ALL
        .iter()
        .map(|kind| {
            // The summary of errors leads to the first of them.
            let input = match kind {
                KeyKind::Rnokpp => id(KIND),
                other => format!("{}-{other}", id(KIND)),
            };
            let words = staff_people::document(lang, *kind);
            view! {
                <div class="check">
                    <input
                        type="radio"
                        id=input.clone()
                        name=name(KIND)
                        value=kind.as_str()
                        checked=kind.as_str() == chosen
                    />
                    <label for=input>{words}</label>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class=if invalid { "field is-invalid" } else { "field" }>
            <legend class="label">{staff_people::find_kind(lang)}</legend>
            {error.map(|words| error_line(lang, KIND, &words))}
            {options}
        </fieldset>
    }
    .into_any()
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
    let text = |key: &str| f.get(key).cloned().unwrap_or_default();
    let typed = TypedDocument {
        kind: text(KIND),
        number: shortened(text(NUMBER)),
    };
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
    untaken.why = match untaken.typed.check() {
        Err(_) => Why::Wrong,
        Ok((kind, spelling)) => {
            let community = visit.community_id();
            let found = services.by_current_keys(community, async |keys| {
                let key = key_of(&keys, kind, &spelling);
                Ok(services.store.person_by_key(community, &key).await)
            });
            if let Some(person) = found.await?? {
                keep::forget(&services, &visit, form, handler.person).await?;
                see_other(&visit.href(&record_path(person)));
                return Ok(());
            }
            // That somebody was looked for is an act, too.
            let detail = serde_json::json!({ "kind": kind.as_str(), "found": false });
            let by = by(&visit, handler.person);
            services
                .store
                .record_act(community, by, "identity.looked_for", "", detail)
                .await?;
            Why::Nobody
        }
    };
    keep::keep(&services, &visit, form, handler.person, &untaken).await?;
    see_other(&visit.href(&format!("{}?kept#errors", super::PATH)));
    Ok(())
}

/// No document has a longer number; what is longer is shown cut, as wrong as it was.
pub(super) fn shortened(number: String) -> String {
    const LONGEST: usize = 100;
    match number.char_indices().nth(LONGEST) {
        Some((end, _)) => number[..end].to_owned(),
        None => number,
    }
}
