//! `/staff/people/new`: a record of somebody who never signed in and stands before staff with a document, so that they can take part on
//! paper. The same document leads to the same record if they ever sign in.

use super::{
    PATH, by,
    document::{TypedDocument, key_of, shortened},
    record_path,
};
use crate::{
    components::{Boot, DeskFrame, PageTitle, page, see_other},
    context::{Services, Visit, Visitor, people::SealedPerson, services, visit},
    failure::Failure,
    i18n::{Lang, common, dates, staff_people as words},
    keys::RandomBytes,
    pages::{
        resident::PRIVACY,
        staff::{
            editor::kept_for_another,
            field::{Field, Takes, Wrong, error_line, id, name},
            keep::{self, DeskForm},
        },
    },
};
use domain::{
    desk_record::{RecordField, RecordProblem, TypedHuman, check_human},
    ids::PersonId,
    person_name::PersonName,
    privacy_notice::EDITION,
    role::Right,
    time::Date,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::persons::{DeskRecord, Found};

/// The page.
const NEW: &str = "/staff/people/new";

/// The keys of the inputs beside the document's.
const FAMILY: &str = "family";
const GIVEN: &str = "given";
const MIDDLE: &str = "middle";
const BIRTH_DATE: &str = "birth_date";
const SURE: &str = "sure";
const CONSENT: &str = "consent";

/// What was typed.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Typed {
    document: TypedDocument,
    family: String,
    given: String,
    middle: String,
    birth_date: String,
    /// Number and birth date were compared with the papers.
    sure: bool,
    consent: bool,
}

/// Why it was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Why {
    /// Nothing was sent yet: the document was typed where nobody was found by it.
    Begun,
    Wrong,
    /// Whoever sent it had no right to, most often because their sign-in had ended.
    Denied,
}

#[derive(Clone, Serialize, Deserialize)]
struct Untaken {
    typed: Typed,
    why: Why,
}

impl Typed {
    fn read(f: &HashMap<String, String>) -> Self {
        let text = |key: &str| shortened(f.get(key).cloned().unwrap_or_default());
        Self {
            document: TypedDocument::read(f),
            family: text(FAMILY),
            given: text(GIVEN),
            middle: text(MIDDLE),
            birth_date: text(BIRTH_DATE),
            sure: f.contains_key(SURE),
            consent: f.contains_key(CONSENT),
        }
    }

    fn human(&self, today: Date) -> Result<(PersonName, Date), Vec<(RecordField, RecordProblem)>> {
        let typed = TypedHuman {
            family: &self.family,
            given: &self.given,
            middle: &self.middle,
            birth_date: &self.birth_date,
        };
        check_human(typed, (self.document.birth_date(), self.sure), today)
    }

    /// Whether the number was made for another birth date than the one that was typed.
    fn is_of_another_day(&self, today: Date) -> bool {
        let other_day = |problem: &(RecordField, RecordProblem)| {
            matches!(problem.1, RecordProblem::OtherDay(_))
        };
        let problems = self.human(today).err();
        problems.is_some_and(|problems| problems.iter().any(other_day))
    }

    fn wrong(&self, lang: Lang, today: Date) -> Wrong {
        let problems = self.human(today).err().unwrap_or_default();
        let date = |day: Date| {
            let start = dates::start_of_day(day);
            start.map_or_else(|| day.to_string(), |start| dates::date(lang, start))
        };
        let human = problems.into_iter().map(|problem| {
            let key = match problem.0 {
                RecordField::Family => FAMILY,
                RecordField::Given => GIVEN,
                RecordField::Middle => MIDDLE,
                RecordField::BirthDate => BIRTH_DATE,
            };
            (key.to_owned(), words::record_problem(lang, problem, date))
        });
        let consent = (!self.consent).then(|| {
            (
                CONSENT.to_owned(),
                words::new_consent_missing(lang).to_owned(),
            )
        });
        let wrong = Wrong::of(human.chain(consent).collect());
        self.document.wrong(lang).and(wrong)
    }
}

/// Begins the form for `handler` with a document by which nobody was found.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(
    services: &Services,
    visit: &Visit,
    handler: PersonId,
    document: &TypedDocument,
) -> Result<(), Failure> {
    let form = DeskForm::NewRecord;
    let kept: Option<Untaken> = keep::kept(services, visit, form, handler).await?;
    if kept.is_some_and(|kept| kept.typed.document == *document) {
        return Ok(());
    }
    let typed = Typed {
        document: document.clone(),
        ..Typed::default()
    };
    let begun = Untaken {
        typed,
        why: Why::Begun,
    };
    keep::keep(services, visit, form, handler, &begun).await
}

/// The way to the form, where nobody was found.
pub fn way_to(visit: &Visit) -> AnyView {
    let lang = visit.lang;
    view! {
        <div class="callout">
            <p>{words::nobody_next(lang)}</p>
            <p>
                <a class="btn btn--2" href=visit.href(NEW)>
                    {words::new_link(lang)}
                </a>
            </p>
        </div>
    }
    .into_any()
}

/// What the page shows beside the visit.
#[derive(Clone)]
struct Shown {
    typed: Typed,
    why: Option<Why>,
    mark: String,
}

/// `/staff/people/new`; `?kept` after a form that could not be taken.
#[component]
pub fn NewRecordPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let handler = match visit.require(Right::HandlePeople) {
            Ok(handler) => handler.clone(),
            Err(Failure::Forbidden) if query.get("kept").is_some() => {
                return Ok(kept_for_another(visit.lang));
            }
            Err(failure) => return Err(failure),
        };
        let form = DeskForm::NewRecord;
        let kept: Option<Untaken> = keep::kept(&services, &visit, form, handler.person).await?;
        let shown = Shown {
            mark: keep::mark(&services, &visit, form, handler.person).await?,
            why: kept.as_ref().map(|kept| kept.why),
            typed: kept.map(|kept| kept.typed).unwrap_or_default(),
        };
        Ok(view! { <NewRecordView visit shown /> }.into_any())
    })
}

#[component]
fn NewRecordView(visit: Visit, shown: Shown) -> impl IntoView {
    let lang = visit.lang;
    let today = dates::today(visit.now);
    let wrong = match shown.why {
        Some(Why::Wrong) => shown.typed.wrong(lang, today),
        _ => Wrong::default(),
    };
    let title = words::new_title(lang);
    let window = match wrong.is_empty() {
        true => title.to_owned(),
        false => common::page_title_error(lang, title),
    };
    let denied = (shown.why == Some(Why::Denied)).then(|| {
        view! {
            <div class="callout callout--warn" role="status">
                <p>{words::new_denied(lang)}</p>
            </div>
        }
    });
    view! {
        <PageTitle text=window />
        <DeskFrame current=PATH>
            {wrong.summary(lang)}
            <p>
                <a href=visit.href(PATH)>{words::record_back(lang)}</a>
            </p>
            <div class="desk__head">
                <div>
                    <h1>{title}</h1>
                    <p class="muted">{words::new_lead(lang)}</p>
                </div>
            </div>
            {denied}
            {fields(&visit, &shown, &wrong, today)}
            <Boot />
        </DeskFrame>
    }
}

fn fields(visit: &Visit, shown: &Shown, wrong: &Wrong, today: Date) -> AnyView {
    let lang = visit.lang;
    let typed = &shown.typed;
    let field = |key, label, value, takes| {
        Field {
            key,
            label,
            hint: None,
            value,
            takes,
            written_in: Lang::Uk,
        }
        .view(lang, wrong)
    };
    // Asked only where it matters, and once answered it stays answered.
    let sure = (typed.sure || (shown.why == Some(Why::Wrong) && typed.is_of_another_day(today)))
        .then(|| checkbox(SURE, words::new_sure(lang).to_owned(), typed.sure, None));
    let unsigned = wrong.at(CONSENT);
    let invalid = unsigned.is_some();
    let described = invalid.then(|| format!("{}-error", id(CONSENT)));
    view! {
        <form method="post" action=visit.href("/do/staff/record-person") class="flow prose" novalidate>
            <input type="hidden" name="mark" value=shown.mark.clone() />
            <section class="panel" aria-labelledby="document">
                <h2 id="document">{words::new_document_title(lang)}</h2>
                <p class="small">{words::new_document_hint(lang)}</p>
                {typed.document.fields(lang, wrong)}
            </section>
            <section class="panel" aria-labelledby="human">
                <h2 id="human">{words::new_human_title(lang)}</h2>
                {field(FAMILY, words::new_family(lang), &typed.family, Takes::Line)}
                {field(GIVEN, words::new_given(lang), &typed.given, Takes::Line)}
                {field(MIDDLE, words::new_middle(lang), &typed.middle, Takes::Line)}
                {field(BIRTH_DATE, words::new_birth_date(lang), &typed.birth_date, Takes::Day)}
                {sure}
                <div class=if invalid { "field is-invalid" } else { "field" }>
                    {unsigned.map(|words| error_line(lang, CONSENT, &words))}
                    {checkbox(CONSENT, words::new_consent(lang, EDITION.into()), typed.consent, described)}
                    <p class="hint">
                        <a href=visit.href(PRIVACY)>{words::new_consent_read(lang)}</a>
                    </p>
                </div>
            </section>
            <div class="actions">
                <button class="btn">{words::new_submit(lang)}</button>
                <a href=visit.href(PATH)>{common::cancel(lang)}</a>
            </div>
        </form>
    }
    .into_any()
}

/// A box to mark; `described`: the id of what is wrong with it.
fn checkbox(
    key: &'static str,
    label: String,
    checked: bool,
    described: Option<String>,
) -> impl IntoView + use<> {
    view! {
        <div class="check">
            <input
                type="checkbox"
                id=id(key)
                name=name(key)
                value="on"
                checked=checked
                aria-invalid=described.is_some().then_some("true")
                aria-describedby=described
            />
            <label for=id(key)>{label}</label>
        </div>
    }
}

/// Makes the record: `f` holds `kind` and `number` of the document, the name's parts, `birth_date`, `consent` and, where number and birth
/// date were compared, `sure`. Leads to the record, also where there was one with this document.
///
/// # Errors
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] where the mark does not say whose text it is. What is wrong with a field is shown
/// with the form.
#[server(prefix = "/do", endpoint = "staff/record-person")]
pub async fn record_person(
    #[server(default)] mark: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let form = DeskForm::NewRecord;
    let mut untaken = Untaken {
        typed: Typed::read(&f),
        why: Why::Denied,
    };
    let handler = match visit.require(Right::HandlePeople) {
        Ok(handler) => handler,
        Err(denied) => {
            let kept = Some(&untaken);
            return keep::keep_for_its_person(&services, &visit, form, &mark, denied, kept).await;
        }
    };
    let human = untaken.typed.human(dates::today(visit.now));
    let (Ok((name, born)), Ok(document), true) =
        (human, untaken.typed.document.check(), untaken.typed.consent)
    else {
        untaken.why = Why::Wrong;
        keep::keep(&services, &visit, form, handler.person, &untaken).await?;
        see_other(&visit.href(&format!("{NEW}?kept#errors")));
        return Ok(());
    };
    let known = SealedPerson {
        name,
        birth_date: Some(born),
    };
    let found = record(&services, &visit, handler, &known, document).await?;
    for done in [form, DeskForm::FindPerson] {
        keep::forget(&services, &visit, done, handler.person).await?;
    }
    let Found::Person { id, created } = found else {
        // One document leads to one person.
        return Err(Failure::Internal);
    };
    let said = if created { "made" } else { "known" };
    see_other(&visit.href(&format!("{}?{said}", record_path(id))));
    Ok(())
}

async fn record(
    services: &Services,
    visit: &Visit,
    handler: &Visitor,
    known: &SealedPerson,
    (kind, spelling): (domain::identifiers::KeyKind, String),
) -> Result<Found, Failure> {
    let (community, by) = (visit.community_id(), by(visit, handler.person));
    let person = PersonId::from_random(services.random.bytes());
    let sealed = known.seal(services, community, person).await?;
    let made = services.by_current_keys(community, async |keys| {
        let new = DeskRecord {
            key: key_of(&keys, kind, &spelling),
            id: person,
            sealed: &sealed,
            consent: EDITION,
        };
        Ok(services.store.record_person(community, new, by).await)
    });
    Ok(made.await??)
}
