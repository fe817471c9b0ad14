//! Whether somebody who came without a РНОКПП has another record: the number that they show, or that they have none, and then their birth
//! date, which nothing but a number would tell.

use super::{
    about, asked, by, case_path, denied_note,
    document::{TypedDocument, key_of, shortened},
    known::Known,
    record_path,
};
use crate::{
    components::see_other,
    context::{Services, Visit, Visitor, people::SealedPerson, services, visit},
    failure::Failure,
    i18n::{Lang, dates, staff_people},
    pages::staff::{
        field::{Field, Takes, Wrong, error_line, id, name},
        keep::{self, DeskForm},
    },
};
use domain::{
    desk_record::{RecordField, check_birth_date},
    identifiers::KeyKind,
    ids::PersonId,
    national_id::Rnokpp,
    person_name::PersonName,
    time::Date,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{
    Conflict, StoreError,
    persons::{Found, Rewritten},
};

/// The keys of the inputs.
const NUMBER: &str = "number";
const SURE: &str = "sure";
const CONFIRM: &str = "confirm";
const BIRTH_DATE: &str = "birth_date";

/// What was sent and could not be taken.
#[derive(Clone, Serialize, Deserialize)]
struct Untaken {
    typed: TypedDocument,
    #[serde(default)]
    passport: TypedPassport,
    why: Why,
}

/// What was said of a passport that has the mark.
#[derive(Clone, Default, Serialize, Deserialize)]
struct TypedPassport {
    /// The mark was seen.
    seen: bool,
    birth_date: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Why {
    /// It can be no РНОКПП.
    Number,
    /// It was made for another birth date than the record's, and that the digits are right is not said.
    OtherDay,
    /// That the mark in the passport was seen is not confirmed, or the birth date is none.
    Passport,
    /// Whoever sent it had no right to, most often because their sign-in had ended.
    Denied,
}

/// The two forms as they are shown.
#[derive(Clone)]
pub struct SecondKeyForm {
    person: PersonId,
    /// The record's birth date, where it is known.
    born: Option<Date>,
    number: String,
    passport: TypedPassport,
    why: Option<Why>,
    /// The record has a РНОКПП, which may be somebody else's.
    has_number: bool,
    /// A second record was ruled out before.
    is_cleared: bool,
    mark: String,
}

impl SecondKeyForm {
    /// The forms about the person of `record` for `handler`, with what they typed before and could not be taken.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        record: &Known,
        handler: &Visitor,
    ) -> Result<Self, Failure> {
        let person = record.person.id;
        let form = DeskForm::SecondKey(person);
        let kept: Option<Untaken> = keep::kept(services, visit, form, handler.person).await?;
        let mark = keep::mark(services, visit, form, handler.person).await?;
        Ok(Self {
            person,
            born: record.birth_date,
            has_number: record.documents.contains(&KeyKind::Rnokpp),
            is_cleared: !record.person.second_key_open,
            why: kept.as_ref().map(|kept| kept.why),
            passport: kept
                .as_ref()
                .map(|kept| kept.passport.clone())
                .unwrap_or_default(),
            number: kept.map(|kept| kept.typed.number).unwrap_or_default(),
            mark,
        })
    }

    /// Whether the record has a РНОКПП.
    pub fn has_number(&self) -> bool {
        self.has_number
    }

    /// What is wrong with what was sent.
    pub fn wrong(&self, lang: Lang, today: Date) -> Wrong {
        let typed = rnokpp(self.number.clone());
        let (key, words) = match (self.why, typed.check()) {
            (Some(Why::Number), Err(problem)) => (NUMBER, problem.words(lang).to_owned()),
            (Some(Why::OtherDay), _) => (NUMBER, self.other_day(lang)),
            (Some(Why::Passport), _) => return self.wrong_passport(lang, today),
            _ => return Wrong::default(),
        };
        Wrong::of(vec![(key.to_owned(), words)])
    }

    fn wrong_passport(&self, lang: Lang, today: Date) -> Wrong {
        let birth_date = check_birth_date(&self.passport.birth_date, today).err();
        let birth_date = birth_date.filter(|_| self.born.is_none()).map(|problem| {
            let problem = (RecordField::BirthDate, problem);
            let words = staff_people::record_problem(lang, problem, |day| day.to_string());
            (BIRTH_DATE.to_owned(), words)
        });
        let unseen = (!self.passport.seen).then(|| {
            let words = staff_people::none_confirm_missing(lang);
            (CONFIRM.to_owned(), words.to_owned())
        });
        Wrong::of(birth_date.into_iter().chain(unseen).collect())
    }

    /// Both birth dates.
    fn other_day(&self, lang: Lang) -> String {
        let words = |day: Option<Date>| {
            let start = day.and_then(dates::start_of_day);
            start.map_or_else(
                || staff_people::birth_unknown(lang).to_owned(),
                |start| dates::date(lang, start),
            )
        };
        let by_number = Rnokpp::parse(&self.number).and_then(|number| number.birth_date());
        staff_people::add_other_day(lang, &words(by_number), &words(self.born))
    }
}

fn rnokpp(number: String) -> TypedDocument {
    TypedDocument {
        kind: KeyKind::Rnokpp.as_str().to_owned(),
        number,
    }
}

/// The panel with both ways, or with the one that there is for a record that has a РНОКПП.
#[component]
pub fn SecondKeyPanel(visit: Visit, form: SecondKeyForm) -> impl IntoView {
    let lang = visit.lang;
    let wrong = form.wrong(lang, dates::today(visit.now));
    let denied = denied_note(lang, form.why == Some(Why::Denied));
    let number = Field {
        key: NUMBER,
        label: staff_people::add_label(lang),
        hint: None,
        value: &form.number,
        takes: Takes::Line,
        written_in: Lang::Uk,
    }
    .view(lang, &wrong);
    let sure = (form.why == Some(Why::OtherDay)).then(|| {
        view! {
            <div class="check">
                <input type="checkbox" id=id(SURE) name=name(SURE) value="on" />
                <label for=id(SURE)>{staff_people::add_sure(lang)}</label>
            </div>
        }
    });
    let unconfirmed = wrong.at(CONFIRM);
    let invalid = unconfirmed.is_some();
    let hidden = || about(form.person, &form.mark);
    if form.has_number {
        return view! {
            <section class="panel" aria-labelledby="other-number">
                <h2 id="other-number">{staff_people::other_title(lang)}</h2>
                <p>{staff_people::other_lead(lang)}</p>
                {denied}
                <form
                    method="post"
                    action=visit.href("/do/staff/add-document")
                    class="flow prose"
                    novalidate
                >
                    {hidden()} {number} {sure}
                    <button class="btn btn--2">{staff_people::add_submit(lang)}</button>
                </form>
            </section>
        }
        .into_any();
    }
    let birth_date = form.born.is_none().then(|| {
        Field {
            key: BIRTH_DATE,
            label: staff_people::none_birth_date(lang),
            hint: Some(staff_people::none_birth_date_hint(lang)),
            value: &form.passport.birth_date,
            takes: Takes::Day,
            written_in: Lang::Uk,
        }
        .view(lang, &wrong)
    });
    let (title, lead) = match form.is_cleared {
        true => (
            staff_people::ageless_title(lang),
            staff_people::ageless_lead(lang),
        ),
        false => (
            staff_people::clear_title(lang),
            staff_people::clear_lead(lang),
        ),
    };
    view! {
        <section class="panel" aria-labelledby="second-key">
            <h2 id="second-key">{title}</h2>
            <p>{lead}</p>
            {denied}
            <div class="prose">
                <h3>{staff_people::add_title(lang)}</h3>
                <p>{staff_people::add_text(lang)}</p>
                <form
                    method="post"
                    action=visit.href("/do/staff/add-document")
                    class="flow"
                    novalidate
                >
                    {hidden()} {number} {sure}
                    <button class="btn">{staff_people::add_submit(lang)}</button>
                </form>
                <h3>{staff_people::none_title(lang)}</h3>
                <p>{staff_people::none_text(lang)}</p>
                <form
                    method="post"
                    action=visit.href("/do/staff/clear-second-key")
                    class="flow"
                    novalidate
                >
                    {hidden()} {birth_date}
                    <div class=if invalid { "field is-invalid" } else { "field" }>
                        {unconfirmed.map(|words| error_line(lang, CONFIRM, &words))}
                        <div class="check">
                            <input
                                type="checkbox"
                                id=id(CONFIRM)
                                name=name(CONFIRM)
                                value="on"
                                checked=form.passport.seen
                                aria-invalid=invalid.then_some("true")
                                aria-describedby=invalid.then(|| format!("{}-error", id(CONFIRM)))
                            />
                            <label for=id(CONFIRM)>{staff_people::none_confirm(lang)}</label>
                        </div>
                    </div>
                    <button class="btn btn--2">{staff_people::none_submit(lang)}</button>
                </form>
            </div>
        </section>
    }
    .into_any()
}

/// A number that could not be taken.
fn untaken(typed: &TypedDocument, why: Why) -> Untaken {
    Untaken {
        typed: typed.clone(),
        passport: TypedPassport::default(),
        why,
    }
}

/// Keeps what could not be taken, and leads back to the forms.
async fn back(
    services: &Services,
    visit: &Visit,
    handler: &Visitor,
    person: PersonId,
    untaken: &Untaken,
) -> Result<(), Failure> {
    let form = DeskForm::SecondKey(person);
    keep::keep(services, visit, form, handler.person, untaken).await?;
    see_other(&visit.href(&format!("{}?kept#errors", record_path(person))));
    Ok(())
}

/// A refusal of the store, for a record that is one's own or part of another meanwhile: its page says so.
fn refused(visit: &Visit, person: PersonId, error: StoreError) -> Result<(), Failure> {
    match error {
        StoreError::Conflict(Conflict::OwnRecord) | StoreError::NotFound => {
            see_other(&visit.href(&record_path(person)));
            Ok(())
        }
        error => Err(error.into()),
    }
}

/// Adds the РНОКПП that `person` (an id) showed; `f` holds it as `number`, and `sure` where its digits were compared again. Where it stands in another record, the way leads to the
/// case with both.
///
/// # Errors
/// [`Failure::NotFound`] for what is no person of this community; [`Failure::SignInNeeded`] and [`Failure::Forbidden`] where
/// the mark does not say whose text it is. What is wrong with the number is shown with the form.
#[server(prefix = "/do", endpoint = "staff/add-document")]
pub async fn add_document(
    #[server(default)] person: String,
    #[server(default)] mark: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let typed = rnokpp(shortened(f.get(NUMBER).cloned().unwrap_or_default()));
    let form = (person.as_str(), mark.as_str());
    let kept = untaken(&typed, Why::Denied);
    let Some((handler, person)) =
        asked(&services, &visit, form, DeskForm::SecondKey, &kept).await?
    else {
        return Ok(());
    };
    let Ok((kind, spelling)) = typed.check() else {
        let untaken = untaken(&typed, Why::Number);
        return back(&services, &visit, &handler, person, &untaken).await;
    };
    let number = Rnokpp::parse(&spelling);
    let record = Known::of(&services, &visit, person).await?;
    let record = record.ok_or(Failure::NotFound)?;
    if handler.person == person {
        return refused(&visit, person, Conflict::OwnRecord.into());
    }
    let other_day = record.birth_date.is_some_and(|born| {
        number
            .as_ref()
            .is_some_and(|number| number.is_of_another_day(born))
    });
    if other_day && !f.contains_key(SURE) {
        // One wrong digit would make somebody else of them, and shut that one out.
        let untaken = untaken(&typed, Why::OtherDay);
        return back(&services, &visit, &handler, person, &untaken).await;
    }
    let (community, by) = (visit.community_id(), by(&visit, handler.person));
    let added = services.by_current_keys(community, async |keys| {
        let key = key_of(&keys, kind, &spelling);
        let store = &services.store;
        Ok(store.add_document(community, person, key, by).await)
    });
    let found = match added.await? {
        Ok(found) => found,
        Err(error) => return refused(&visit, person, error),
    };
    if let Found::Person { id, .. } = found {
        // The number tells the birth date, which a passport alone does not.
        let known = SealedPerson {
            name: PersonName::default(),
            birth_date: number.and_then(|number| number.birth_date()),
        };
        known.learn(&services, community, id).await?;
    }
    keep::forget(
        &services,
        &visit,
        DeskForm::SecondKey(person),
        handler.person,
    )
    .await?;
    see_other(&visit.href(&match found {
        Found::Person { .. } => format!("{}?added", record_path(person)),
        Found::InDoubt(case) => case_path(case),
    }));
    Ok(())
}

/// Notes that `person` (an id) has no РНОКПП, as their passport says; `f` holds `confirm` and, where the record has none, `birth_date`.
///
/// # Errors
/// As those of [`add_document`].
#[server(prefix = "/do", endpoint = "staff/clear-second-key")]
pub async fn clear_second_key(
    #[server(default)] person: String,
    #[server(default)] mark: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let mut untaken = Untaken {
        typed: rnokpp(String::new()),
        passport: TypedPassport {
            seen: f.contains_key(CONFIRM),
            birth_date: shortened(f.get(BIRTH_DATE).cloned().unwrap_or_default()),
        },
        why: Why::Denied,
    };
    let form = (person.as_str(), mark.as_str());
    let Some((handler, person)) =
        asked(&services, &visit, form, DeskForm::SecondKey, &untaken).await?
    else {
        return Ok(());
    };
    let record = Known::of(&services, &visit, person).await?;
    let record = record.ok_or(Failure::NotFound)?;
    if handler.person == person || record.person.merged_into.is_some() {
        see_other(&visit.href(&record_path(person)));
        return Ok(());
    }
    let born = match record.birth_date {
        Some(_) => Ok(None),
        None => check_birth_date(&untaken.passport.birth_date, dates::today(visit.now)).map(Some),
    };
    let (Ok(born), true) = (born, untaken.passport.seen) else {
        untaken.why = Why::Passport;
        return back(&services, &visit, &handler, person, &untaken).await;
    };
    if let Err(error) = cleared(&services, &visit, &handler, person, born).await? {
        return refused(&visit, person, error);
    }
    keep::forget(
        &services,
        &visit,
        DeskForm::SecondKey(person),
        handler.person,
    )
    .await?;
    see_other(&visit.href(&format!("{}?cleared", record_path(person))));
    Ok(())
}

/// Writes it, with the birth date where the record does not know it.
async fn cleared(
    services: &Services,
    visit: &Visit,
    handler: &Visitor,
    person: PersonId,
    born: Option<Date>,
) -> Result<Result<(), StoreError>, Failure> {
    let (community, by) = (visit.community_id(), by(visit, handler.person));
    let store = &services.store;
    let Some(born) = born else {
        return Ok(store.clear_second_key(community, person, None, by).await);
    };
    let mut outcome = Err(StoreError::NotFound);
    // Their sign-in may write the row between our look at it and our writing: then look again.
    for _ in 0..8 {
        let Some(row) = store.person(community, person).await? else {
            return Ok(Err(StoreError::NotFound));
        };
        let before = SealedPerson::open(services, community, person, &row.sealed).await?;
        let birth_date = before.birth_date.or(Some(born));
        let after = SealedPerson {
            birth_date,
            ..before
        };
        let sealed = after.seal(services, community, person).await?;
        let learned = Rewritten {
            before: &row.sealed,
            after: &sealed,
        };
        outcome = store
            .clear_second_key(community, person, Some(learned), by)
            .await;
        if !matches!(
            outcome,
            Err(StoreError::Conflict(Conflict::ChangedMeanwhile))
        ) {
            break;
        }
    }
    Ok(outcome)
}
