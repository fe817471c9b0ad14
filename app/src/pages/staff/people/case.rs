//! `/staff/people/cases/{id}`: one sign-in in doubt, the records it touches side by side, and the decision. Looking at it is
//! logged.

use super::{
    PATH, by,
    decide::{DECISION, KEEP, NO_RNOKPP, NUMBER, Refused, number_value},
    known::Known,
    record_path,
};
use crate::{
    components::{Boot, DeskFrame, PageTitle, page},
    context::{Visit, services, visit},
    failure::Failure,
    i18n::{common, dates, staff_people},
    pages::staff::{
        field::{Wrong, error_line},
        log,
    },
};
use domain::{
    identity_case::{CaseKey, Decision, may_decide, numbers_in_question},
    ids::{CaseId, PersonId},
    role::Right,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde_json::json;
use std::collections::HashSet;
use store::identity_cases::IdentityCase;

/// What the page shows beside the visit.
#[derive(Clone)]
struct Shown {
    case: IdentityCase,
    keys: Vec<CaseKey<PersonId>>,
    /// In the order of the case.
    records: Vec<Known>,
    /// Who decided, if it was somebody.
    by: String,
    refused: Option<Refused>,
    /// One of the records is that of whoever looks.
    is_own: bool,
}

impl Shown {
    /// The number by which the page calls a record.
    fn number(&self, person: PersonId) -> i64 {
        let at = self.case.persons.iter().position(|id| *id == person);
        at.and_then(|at| i64::try_from(at).ok())
            .map_or(0, |at| at + 1)
    }
}

/// `/staff/people/cases/{id}`; `?refused=` after a decision that could not be taken.
#[component]
pub fn CaseDesk() -> impl IntoView {
    let (params, query) = (
        use_params_map().get_untracked(),
        use_query_map().get_untracked(),
    );
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let handler = visit.require(Right::DecideCases)?.person;
        let id: CaseId = params
            .get("id")
            .and_then(|id| id.parse().ok())
            .ok_or(Failure::NotFound)?;
        let (community, store) = (visit.community_id(), &services.store);
        let case = store.case(community, id).await?.ok_or(Failure::NotFound)?;
        let looks = by(&visit, handler);
        let subject = id.to_string();
        store
            .record_act(
                community,
                looks,
                "identity.case_viewed",
                &subject,
                json!({}),
            )
            .await?;
        let mut records = Vec::new();
        for person in &case.persons {
            records.extend(Known::of(&services, &visit, *person).await?);
        }
        let decider: HashSet<PersonId> = case
            .decided
            .and_then(|decided| decided.by)
            .into_iter()
            .collect();
        let names = log::people_named(&services, &visit, decider).await?;
        let shown = Shown {
            keys: store.case_keys(community, id).await?,
            is_own: case.persons.contains(&handler),
            refused: query.get("refused").and_then(|word| Refused::of(&word)),
            by: names.into_values().next().unwrap_or_default(),
            records,
            case,
        };
        Ok(view! { <CaseView visit shown /> })
    })
}

#[component]
fn CaseView(visit: Visit, shown: Shown) -> impl IntoView {
    let lang = visit.lang;
    let title = staff_people::case_title(lang);
    let open = shown.case.decided.is_none();
    let refused = shown.refused.filter(|_| open);
    let wrong = match refused {
        Some(Refused::Undecided) => Wrong::of(vec![(
            DECISION.to_owned(),
            staff_people::decision_missing(lang).to_owned(),
        )]),
        _ => Wrong::default(),
    };
    let window = match wrong.is_empty() {
        true => title.to_owned(),
        false => common::page_title_error(lang, title),
    };
    let note = refused.and_then(|refused| refused.note(lang)).map(|words| {
        view! {
            <div class="callout callout--warn" role="status">
                <p>{words}</p>
            </div>
        }
    });
    let moment = dates::moment_this_year(lang, shown.case.tried_at, visit.now);
    let line = staff_people::case_line(lang, &moment, shown.case.tries.into());
    let body = match (open, shown.is_own) {
        (false, _) => ().into_any(),
        (true, true) => view! { <p>{staff_people::own_record(lang)}</p> }.into_any(),
        (true, false) => form(&visit, &shown, &wrong),
    };
    view! {
        <PageTitle text=window />
        <DeskFrame current=PATH>
            {wrong.summary(lang)}
            <p>
                <a href=visit.href(PATH)>{staff_people::record_back(lang)}</a>
            </p>
            <div class="desk__head">
                <div>
                    <h1>{title}</h1>
                    <p class="muted">{line}</p>
                </div>
            </div>
            {note}
            // Before the records what is asked or was decided, after them the form.
            {if open { question(&visit, &shown) } else { ended(&visit, &shown) }}
            <div class="records">{records(&visit, &shown)}</div>
            {body}
            <Boot />
        </DeskFrame>
    }
}

/// What is in doubt, and what the sign-in brought.
fn question(visit: &Visit, shown: &Shown) -> AnyView {
    let lang = visit.lang;
    let doubt = match shown.case.persons.len() {
        0 | 1 => staff_people::case_contradicts(lang),
        _ => staff_people::case_several(lang),
    };
    let brought = shown
        .keys
        .iter()
        .filter(|key| key.brought)
        .map(|key| {
            let document = staff_people::document(lang, key.kind);
            let words = match key.owner {
                Some(owner) => staff_people::brought_in(lang, document, shown.number(owner)),
                None => staff_people::brought_new(lang, document),
            };
            view! { <li>{words}</li> }
        })
        .collect_view();
    view! {
        <section class="panel prose" aria-labelledby="brought">
            <p>{doubt} " " {staff_people::case_advice(lang)}</p>
            <h2 id="brought">{staff_people::brought_title(lang)}</h2>
            <ul>{brought}</ul>
        </section>
    }
    .into_any()
}

/// The records side by side.
fn records(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let lang = visit.lang;
    shown
        .records
        .iter()
        .map(|record| {
            let person = record.person.id;
            let heading = format!("record-{}", shown.number(person));
            view! {
                <section class="panel" aria-labelledby=heading.clone()>
                    <p class="muted small">
                        {staff_people::record(lang, shown.number(person))}
                    </p>
                    <h2 id=heading.clone()>
                        <a href=visit.href(&record_path(person))>{record.name(lang)}</a>
                    </h2>
                    {record.facts(lang, visit.now, None)}
                </section>
            }
        })
        .collect_view()
}

/// How the case ended.
fn ended(visit: &Visit, shown: &Shown) -> AnyView {
    let Some(decided) = shown.case.decided else {
        return ().into_any();
    };
    let lang = visit.lang;
    let moment = dates::moment_this_year(lang, decided.at, visit.now);
    let what = staff_people::decided(lang, decided.decision);
    let twice = i64::from(decided.polls_twice);
    view! {
        <div class="callout callout--ok" role="status">
            <p>
                <strong>{staff_people::decided_title(lang)}</strong>
            </p>
            <p>{staff_people::decided_by(lang, what, &moment, &shown.by)}</p>
            {(decided.decision == Decision::WrongNumber)
                .then(|| view! { <p>{staff_people::decided_number_next(lang)}</p> })}
        </div>
        {(twice > 0)
            .then(|| {
                view! {
                    <div class="callout callout--warn">
                        <p>{staff_people::twice(lang, twice)}</p>
                    </div>
                }
            })}
    }
    .into_any()
}

/// The decision.
fn form(visit: &Visit, shown: &Shown, wrong: &Wrong) -> AnyView {
    let lang = visit.lang;
    let error = wrong.at(DECISION);
    let invalid = error.is_some();
    let choice = |decision: Decision, label: &'static str, hint: &'static str| {
        let why = may_decide(decision, &shown.keys).err();
        let input = match decision {
            // The summary of errors leads to the first of them.
            Decision::OneHuman => DECISION.to_owned(),
            other => format!("{DECISION}-{other}"),
        };
        let hint_id = format!("{input}-hint");
        let hint = match why {
            Some(why) => staff_people::impossible(lang, why),
            None => hint.to_owned(),
        };
        view! {
            <div class="check">
                <input
                    type="radio"
                    id=input.clone()
                    name=DECISION
                    value=decision.as_str()
                    disabled=why.is_some()
                    aria-describedby=hint_id.clone()
                />
                <label for=input>{label}</label>
                <p class="hint" id=hint_id>
                    {hint}
                </p>
            </div>
        }
    };
    let one = choice(
        Decision::OneHuman,
        staff_people::one_human(lang),
        staff_people::one_human_hint(lang),
    );
    let passport = choice(
        Decision::WrongPassport,
        staff_people::wrong_passport(lang),
        staff_people::wrong_passport_hint(lang),
    );
    let number = choice(
        Decision::WrongNumber,
        staff_people::wrong_number(lang),
        staff_people::wrong_number_hint(lang),
    );
    let left = choice(
        Decision::LeftAsItIs,
        staff_people::left(lang),
        staff_people::left_hint(lang),
    );
    view! {
        <section class="panel prose" aria-labelledby="decide">
            <h2 id="decide">{staff_people::decide_title(lang)}</h2>
            <form
                method="post"
                action=visit.href("/do/staff/decide-case")
                class="flow"
                novalidate
            >
                <input type="hidden" name="case" value=shown.case.id.to_string() />
                <fieldset class=if invalid { "field is-invalid" } else { "field" }>
                    <legend class="label">{staff_people::case_title(lang)}</legend>
                    {error.map(|words| error_line(lang, DECISION, &words))}
                    {one}
                    {keeps(visit, shown)}
                    {passport}
                    {number}
                    {which_number(visit, shown)}
                    {left}
                </fieldset>
                <button class="btn">{staff_people::decide_submit(lang)}</button>
            </form>
        </section>
    }
    .into_any()
}

/// Which number stands in the wrong record, and what was seen of its own person. Nothing to choose where none can be taken out.
fn which_number(visit: &Visit, shown: &Shown) -> AnyView {
    let lang = visit.lang;
    if may_decide(Decision::WrongNumber, &shown.keys).is_err() {
        return ().into_any();
    }
    let options = numbers_in_question(&shown.keys)
        .into_iter()
        .map(|(record, kind)| {
            let document = staff_people::document(lang, kind);
            let words = staff_people::wrong_number_option(lang, shown.number(record), document);
            view! { <option value=number_value(record, kind)>{words}</option> }
        })
        .collect_view();
    view! {
        <div class="check__more">
            <label class="label" for=NUMBER>
                {staff_people::wrong_number_which(lang)}
            </label>
            <select class="input" id=NUMBER name=NUMBER>
                {options}
            </select>
            <div class="check">
                <input type="checkbox" id=NO_RNOKPP name=NO_RNOKPP value="on" />
                <label for=NO_RNOKPP>{staff_people::wrong_number_mark(lang)}</label>
            </div>
        </div>
    }
    .into_any()
}

/// Which record stays: the older one, if nobody says otherwise. Nothing to choose where there is one.
fn keeps(visit: &Visit, shown: &Shown) -> AnyView {
    let lang = visit.lang;
    let first = shown.case.persons.first().copied();
    if shown.case.persons.len() < 2 {
        let only = first.map(|person| person.to_string());
        return view! { <input type="hidden" name=KEEP value=only /> }.into_any();
    }
    let options = shown
        .records
        .iter()
        .map(|record| {
            let person = record.person.id;
            let (no, name) = (shown.number(person), record.name(lang));
            view! {
                <option value=person.to_string() selected=Some(person) == first>
                    {staff_people::keep_option(lang, no, &name)}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="check__more">
            <label class="label" for=KEEP>
                {staff_people::keep(lang)}
            </label>
            <select class="input" id=KEEP name=KEEP>
                {options}
            </select>
        </div>
    }
    .into_any()
}
