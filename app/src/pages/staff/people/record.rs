//! `/staff/people/{id}`: one person's record. Looking at it is logged.

use super::{
    PATH, by, case_path,
    known::{self, Known},
    proposal::{ProposalPanel, Waiting},
    record_path,
    request::{RequestForm, RequestPanel},
    residence::{ResidenceForm, ResidencePanel},
    second_key::{SecondKeyForm, SecondKeyPanel},
    sign_ins::{SignInsPanel, are_ended_here},
};
use crate::{
    components::{Boot, DeskFrame, PageTitle, page},
    context::{Services, Visit, people::facts_in_person, services, visit},
    failure::Failure,
    i18n::{common, dates, residence_request as words, staff_people},
    pages::staff::editor::kept_for_another,
};
use domain::{
    eligibility::{Ineligible, reasons_against},
    identifiers::KeyKind,
    ids::PersonId,
    role::Right,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde_json::json;
use store::identity_cases::IdentityCase;

/// What the page shows beside the visit.
#[derive(Clone)]
struct Shown {
    record: Known,
    residence: String,
    cases: Vec<IdentityCase>,
    /// Where a second record is not ruled out, or the number may be another's, and somebody else than its person looks.
    form: Option<SecondKeyForm>,
    /// Where the record is open to somebody else's decision.
    home: Option<ResidenceForm>,
    /// What another has to agree to.
    waiting: Option<Waiting>,
    /// What its person asks for from home.
    request: Option<RequestForm>,
    /// Their sign-ins can be ended here.
    sign_ins: bool,
    /// It is the record of whoever looks.
    is_own: bool,
    said: Option<&'static str>,
}

/// `/staff/people/{id}`; `?cleared` and `?added` after an act, `?kept` after a form that could not be taken.
#[component]
pub fn PersonDesk() -> impl IntoView {
    let (params, query) = (
        use_params_map().get_untracked(),
        use_query_map().get_untracked(),
    );
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let handler = match visit.require(Right::HandlePeople) {
            Ok(handler) => handler.clone(),
            Err(Failure::Forbidden) if query.get("kept").is_some() => {
                return Ok(kept_for_another(visit.lang));
            }
            Err(failure) => return Err(failure),
        };
        let id: PersonId = params
            .get("id")
            .and_then(|id| id.parse().ok())
            .ok_or(Failure::NotFound)?;
        let record = Known::of(&services, &visit, id)
            .await?
            .ok_or(Failure::NotFound)?;
        let (community, store) = (visit.community_id(), &services.store);
        let looks = by(&visit, handler.person);
        store
            .record_act(
                community,
                looks,
                "person.viewed",
                &id.to_string(),
                json!({}),
            )
            .await?;
        let is_own = id == handler.person;
        let waits = record.person.second_key_open && record.person.merged_into.is_none();
        let has_number = record.documents.contains(&KeyKind::Rnokpp);
        // Nothing but a number tells their age, or whoever reads it in the passport.
        let ageless = record.birth_date.is_none() && !record.documents.is_empty();
        let asked = has_number || ageless;
        let form = match (waits || (asked && record.person.merged_into.is_none())) && !is_own {
            true => Some(SecondKeyForm::of(&services, &visit, &record, &handler).await?),
            false => None,
        };
        let waiting = match is_own {
            true => None,
            false => Waiting::of(&services, &visit, id, &handler).await?,
        };
        let (home, request) = match record.person.merged_into.is_none() && !is_own {
            true => (
                Some(ResidenceForm::of(&services, &visit, id, &handler).await?),
                RequestForm::of(&services, &visit, id, &handler).await?,
            ),
            false => (None, None),
        };
        let open = record.person.merged_into.is_none() && !is_own;
        let sign_ins = open && are_ended_here(&services, &visit, id).await?;
        let lang = visit.lang;
        let lives_nowhere = open && store.residency(community, id).await?.is_none();
        let next = next(&services, &visit, id).await?;
        let said = [
            ("made", lives_nowhere, staff_people::made_home(lang)),
            ("made", true, staff_people::made(lang)),
            ("known", true, staff_people::was_there(lang)),
            ("cleared", next == Next::Vote, staff_people::cleared(lang)),
            (
                "cleared",
                next == Next::Home,
                staff_people::cleared_home(lang),
            ),
            ("cleared", !waits, staff_people::cleared_only(lang)),
            ("added", next == Next::Vote, staff_people::added(lang)),
            ("added", next == Next::Home, staff_people::added_home(lang)),
            ("added", !waits, staff_people::added_only(lang)),
            ("confirmed", true, staff_people::residence_confirmed(lang)),
            (
                "proposed",
                waiting.is_some(),
                staff_people::proposal_made(lang),
            ),
            (
                "dropped",
                waiting.is_none(),
                staff_people::proposal_dropped(lang),
            ),
            ("overtaken", true, staff_people::proposal_overtaken(lang)),
            ("signed-out", true, staff_people::sign_ins_ended(lang)),
            ("withdrawn", true, staff_people::residence_withdrawn(lang)),
            ("refused", request.is_none(), words::refuse_done(lang)),
            ("late", request.is_none(), words::late(lang)),
        ]
        .into_iter()
        .find(|(act, holds, _)| *holds && query.get(act).is_some())
        .map(|(.., words)| words);
        let shown = Shown {
            residence: known::residence(&services, &visit, id).await?,
            cases: store.open_cases_of(community, id).await?,
            form,
            home,
            waiting,
            request,
            sign_ins,
            is_own,
            said,
            record,
        };
        Ok(view! { <RecordView visit shown /> }.into_any())
    })
}

/// What comes next for somebody whose record was just set right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// They can vote, as far as the regulation asks by itself.
    Vote,
    /// Their home has to be confirmed.
    Home,
    /// Something else stands against it, which nothing on the page mends, or which it tells.
    Other,
}

async fn next(services: &Services, visit: &Visit, person: PersonId) -> Result<Next, Failure> {
    let facts = facts_in_person(services, visit.community_id(), person).await?;
    let Some(facts) = facts else {
        return Ok(Next::Other);
    };
    let asked = visit.policy.proposed_audience();
    let against = reasons_against(&facts, &asked, dates::today(visit.now));
    let is_home =
        |reason: &Ineligible| reason.is_mended_by_proof() || *reason == Ineligible::NothingDeclared;
    Ok(match &against[..] {
        [] => Next::Vote,
        reasons if reasons.iter().all(is_home) => Next::Home,
        _ => Next::Other,
    })
}

#[component]
fn RecordView(visit: Visit, shown: Shown) -> impl IntoView {
    let lang = visit.lang;
    let title = shown.record.name(lang);
    // In the order of the page. One form is sent at a time; what another could not take may still wait.
    let today = dates::today(visit.now);
    let second = shown.form.as_ref().map(|form| form.wrong(lang, today));
    let home = shown.home.as_ref().map(|form| form.wrong().clone());
    let request = shown.request.as_ref().map(|form| form.wrong().clone());
    let (first, last) = match shown.form {
        Some(ref form) if form.has_number() => (None, second),
        _ => (second, None),
    };
    let wrong = first.unwrap_or_default().and(request.unwrap_or_default());
    let wrong = wrong.and(home.unwrap_or_default());
    let wrong = wrong.and(last.unwrap_or_default());
    let window = match wrong.is_empty() {
        true => title.clone(),
        false => common::page_title_error(lang, &title),
    };
    let said = shown.said.map(|words| {
        view! {
            <div class="callout callout--ok" role="status">
                <p>{words}</p>
            </div>
        }
    });
    let facts = shown
        .record
        .facts(lang, visit.now, Some(shown.residence.clone()));
    // Before what else there is to decide only where nobody can vote without it.
    let (after, before) = match shown.form.clone() {
        Some(form) if form.has_number() => (Some(form), None),
        form => (None, form),
    };
    view! {
        <PageTitle text=window />
        <DeskFrame current=PATH>
            {wrong.summary(lang)}
            <p>
                <a href=visit.href(PATH)>{staff_people::record_back(lang)}</a>
            </p>
            <div class="desk__head">
                <h1>{title}</h1>
            </div>
            {said}
            {merged(&visit, &shown)}
            <section class="panel prose">{facts}</section>
            {cases(&visit, &shown.cases)}
            {shown.is_own.then(|| view! { <p>{staff_people::own_record(lang)}</p> })}
            {before.map(|form| view! { <SecondKeyPanel visit=visit.clone() form /> })}
            {shown.waiting.map(|waiting| view! { <ProposalPanel visit=visit.clone() waiting /> })}
            {shown.request.map(|form| view! { <RequestPanel visit=visit.clone() form /> })}
            {shown.home.map(|form| view! { <ResidencePanel visit=visit.clone() form /> })}
            {after.map(|form| view! { <SecondKeyPanel visit=visit.clone() form /> })}
            {shown
                .sign_ins
                .then(|| view! { <SignInsPanel visit=visit.clone() person=shown.record.person.id /> })}
            <Boot />
        </DeskFrame>
    }
}

/// That the record became part of another, and of which.
fn merged(visit: &Visit, shown: &Shown) -> Option<AnyView> {
    let into = shown.record.person.merged_into?;
    let lang = visit.lang;
    Some(
        view! {
            <div class="callout callout--warn" role="status">
                <p>{staff_people::merged(lang)}</p>
                <p>
                    <a href=visit.href(&record_path(into))>{staff_people::merged_link(lang)}</a>
                </p>
            </div>
        }
        .into_any(),
    )
}

/// The open cases with this record.
fn cases(visit: &Visit, cases: &[IdentityCase]) -> Option<AnyView> {
    if cases.is_empty() {
        return None;
    }
    let lang = visit.lang;
    let items = cases
        .iter()
        .map(|case| {
            let moment = dates::moment_this_year(lang, case.tried_at, visit.now);
            view! {
                <li>
                    <a href=visit.href(&case_path(case.id))>
                        {staff_people::record_case(lang, &moment)}
                    </a>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="panel" aria-labelledby="cases">
                <h2 id="cases">{staff_people::record_cases(lang)}</h2>
                <ul>{items}</ul>
            </section>
        }
        .into_any(),
    )
}
