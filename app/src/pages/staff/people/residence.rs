//! Where a person lives, confirmed by staff who saw a document.

use super::{about, asked, by, denied_note, known::Known, record_path};
use crate::{
    components::see_other,
    context::{Services, Visit, Visitor, services, settlements, visit},
    failure::Failure,
    i18n::{Lang, dates, eligibility, staff_people},
    pages::staff::{
        field::{Field, Takes, Wrong, select},
        keep::{self, DeskForm},
    },
};
use domain::{
    identity::Residency,
    ids::PersonId,
    katottg::{Katottg, Unit},
    residency::{ConfirmationField, Evidence, check_confirmation},
    time::Millis,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{Conflict, StoreError, residence_proposals::Confirmed};

/// The keys of the inputs.
const EVIDENCE: &str = "evidence";
const SETTLEMENT: &str = "settlement";
const EXPIRES: &str = "expires";
/// Characters of each field that are kept.
const LONGEST: usize = 40;

/// What was typed.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Typed {
    evidence: String,
    settlement: String,
    expires: String,
}

impl Typed {
    fn of(mut f: HashMap<String, String>) -> Self {
        let mut field = |key| {
            f.remove(key)
                .unwrap_or_default()
                .chars()
                .take(LONGEST)
                .collect()
        };
        Self {
            evidence: field(EVIDENCE),
            settlement: field(SETTLEMENT),
            expires: field(EXPIRES),
        }
    }

    fn fields(&self) -> (&str, &str, &str) {
        (&self.evidence, &self.settlement, &self.expires)
    }
}

/// What was sent and not taken.
#[derive(Clone, Serialize, Deserialize)]
struct Untaken {
    typed: Typed,
    /// Whoever sent it had no right to, most often because their sign-in had ended.
    denied: bool,
}

/// The form as it is shown.
#[derive(Clone)]
pub struct ResidenceForm {
    person: PersonId,
    typed: Typed,
    wrong: Wrong,
    denied: bool,
    places: Vec<Unit>,
    /// Whether a second of the staff has to agree.
    two_confirm: bool,
    /// When staff confirmed what there is to be taken back.
    confirmed_at: Option<Millis>,
    mark: String,
}

impl ResidenceForm {
    /// The form about `person` for `handler`, with what they typed before and could not be taken.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        person: PersonId,
        handler: &Visitor,
    ) -> Result<Self, Failure> {
        let form = DeskForm::Residence(person);
        let kept: Option<Untaken> = keep::kept(services, visit, form, handler.person).await?;
        let mark = keep::mark(services, visit, form, handler.person).await?;
        let places = settlements(services, visit).await?;
        let known = services
            .store
            .residency(visit.community_id(), person)
            .await?;
        let confirmed_at = known
            .as_ref()
            .filter(|known| known.class == Residency::ConfirmedByStaff)
            .map(|known| known.decided_at);
        let (settings, ..) = services.store.settings(visit.community_id()).await?;
        let wrong = match &kept {
            Some(kept) if !kept.denied => wrong(visit, &kept.typed, &places),
            _ => Wrong::default(),
        };
        let denied = kept.as_ref().is_some_and(|kept| kept.denied);
        // Whoever asks from home has said where they live now.
        let asked = services
            .store
            .residence_request(visit.community_id(), person)
            .await?
            .filter(|request| request.refused.is_none())
            .map(|request| request.settlement);
        let home = asked.or_else(|| known.and_then(|known| known.settlement));
        let typed = kept.map_or_else(
            || Typed {
                settlement: home.map(String::from).unwrap_or_default(),
                ..Typed::default()
            },
            |kept| kept.typed,
        );
        Ok(Self {
            person,
            typed,
            wrong,
            denied,
            places,
            two_confirm: settings.two_confirm,
            confirmed_at,
            mark,
        })
    }

    /// What is wrong with what was sent.
    pub fn wrong(&self) -> &Wrong {
        &self.wrong
    }
}

fn codes(places: &[Unit]) -> Vec<Katottg> {
    places.iter().map(|unit| unit.code.clone()).collect()
}

/// The last day on which what is confirmed today counts at the latest; without the full stop of «2029 р.», which may end a sentence.
fn latest_day(visit: &Visit) -> String {
    let latest = visit.policy.confirmed_until(dates::today(visit.now));
    let words = dates::start_of_day(latest).map(|day| dates::date(visit.lang, day));
    words.unwrap_or_default().trim_end_matches('.').to_owned()
}

/// What is wrong with the form, in words.
fn wrong(visit: &Visit, typed: &Typed, places: &[Unit]) -> Wrong {
    let today = dates::today(visit.now);
    let problems = check_confirmation(typed.fields(), &codes(places), &visit.policy, today).err();
    let latest = latest_day(visit);
    let words = problems
        .unwrap_or_default()
        .into_iter()
        .map(|(field, problem)| {
            let key = match field {
                ConfirmationField::Evidence => EVIDENCE,
                ConfirmationField::Settlement => SETTLEMENT,
                ConfirmationField::Expires => EXPIRES,
            };
            let words = staff_people::confirmation_problem(visit.lang, field, problem, &latest);
            (key.to_owned(), words)
        });
    Wrong::of(words.collect())
}

/// The panel with the form.
#[component]
pub fn ResidencePanel(visit: Visit, form: ResidenceForm) -> impl IntoView {
    let lang = visit.lang;
    let body = match form.places.is_empty() {
        true => view! { <p>{staff_people::residence_no_places(lang)}</p> }.into_any(),
        false => fields(&visit, &form),
    };
    view! {
        <section class="panel" aria-labelledby="residence">
            <h2 id="residence">{staff_people::residence_title(lang)}</h2>
            <p>{staff_people::residence_lead(lang)}</p>
            {form.two_confirm.then(|| view! { <p>{staff_people::residence_two(lang)}</p> })}
            {denied_note(lang, form.denied)}
            <div class="prose">
                {body} {form.confirmed_at.map(|at| withdraw(&visit, &form, at))}
            </div>
        </section>
    }
}

fn fields(visit: &Visit, form: &ResidenceForm) -> AnyView {
    let lang = visit.lang;
    let none = |words: &str| (String::new(), words.to_owned());
    let mut evidence = vec![none(staff_people::residence_choose_evidence(lang))];
    evidence.extend(Evidence::ALL.iter().map(|kind| {
        let words = eligibility::evidence(lang, *kind);
        (kind.as_str().to_owned(), words.to_owned())
    }));
    let mut places = vec![none(staff_people::residence_choose_place(lang))];
    places.extend(
        form.places
            .iter()
            .map(|unit| (String::from(unit.code.clone()), unit.name.clone())),
    );
    let (label, chosen) = (staff_people::residence_evidence(lang), &form.typed.evidence);
    let evidence = select(lang, &form.wrong, EVIDENCE, label, evidence, chosen);
    let (label, chosen) = (staff_people::residence_place(lang), &form.typed.settlement);
    let places = select(lang, &form.wrong, SETTLEMENT, label, places, chosen);
    let expires = Field {
        key: EXPIRES,
        label: staff_people::residence_expires(lang),
        hint: Some(&staff_people::residence_expires_hint(
            lang,
            &latest_day(visit),
        )),
        value: &form.typed.expires,
        takes: Takes::Day,
        written_in: Lang::Uk,
    }
    .view(lang, &form.wrong);
    view! {
        <form
            method="post"
            action=visit.href("/do/staff/confirm-residence")
            class="flow"
            novalidate
        >
            {about(form.person, &form.mark)} {evidence} {places} {expires}
            <button class="btn">{staff_people::residence_submit(lang)}</button>
        </form>
    }
    .into_any()
}

fn withdraw(visit: &Visit, form: &ResidenceForm, at: Millis) -> impl IntoView + use<> {
    let lang = visit.lang;
    view! {
        <h3>{staff_people::withdraw_title(lang)}</h3>
        <p>{staff_people::withdraw_text(lang)}</p>
        <form method="post" action=visit.href("/do/staff/withdraw-residence") class="flow">
            {about(form.person, &form.mark)}
            <input type="hidden" name="at" value=at.0.to_string() />
            <button class="btn btn--2">{staff_people::withdraw_submit(lang)}</button>
        </form>
    }
}

/// The person whose record it is, if it is there, part of no other and not the handler's own. Otherwise the answer leads to the
/// record's page, which says why.
pub(super) async fn open_record(
    services: &Services,
    visit: &Visit,
    handler: &Visitor,
    person: PersonId,
) -> Result<bool, Failure> {
    let record = Known::of(services, visit, person)
        .await?
        .ok_or(Failure::NotFound)?;
    let open = record.person.merged_into.is_none() && person != handler.person;
    if !open {
        see_other(&visit.href(&record_path(person)));
    }
    Ok(open)
}

/// Confirms where `person` (an id) lives, or proposes it where the community asks for two: `f` holds `evidence`, `settlement` and
/// `expires`.
///
/// # Errors
/// [`Failure::NotFound`] for what is no person of this community; [`Failure::SignInNeeded`] and [`Failure::Forbidden`] where
/// the mark does not say whose text it is. What is wrong with a field is shown with the form.
#[server(prefix = "/do", endpoint = "staff/confirm-residence")]
pub async fn confirm_residence(
    #[server(default)] person: String,
    #[server(default)] mark: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let mut untaken = Untaken {
        typed: Typed::of(f),
        denied: true,
    };
    let sent = (person.as_str(), mark.as_str());
    let Some((handler, person)) =
        asked(&services, &visit, sent, DeskForm::Residence, &untaken).await?
    else {
        return Ok(());
    };
    if !open_record(&services, &visit, &handler, person).await? {
        return Ok(());
    }
    let form = DeskForm::Residence(person);
    let places = settlements(&services, &visit).await?;
    let today = dates::today(visit.now);
    let typed = untaken.typed.fields();
    let Ok(confirmed) = check_confirmation(typed, &codes(&places), &visit.policy, today) else {
        untaken.denied = false;
        keep::keep(&services, &visit, form, handler.person, &untaken).await?;
        see_other(&visit.href(&format!("{}?kept#errors", record_path(person))));
        return Ok(());
    };
    let done = services
        .store
        .confirm_residence(
            visit.community_id(),
            person,
            &confirmed,
            (handler.person, visit.now),
        )
        .await?;
    keep::forget(&services, &visit, form, handler.person).await?;
    let said = match done {
        Confirmed::Counts => "confirmed",
        Confirmed::WaitsForSecond => "proposed",
    };
    see_other(&visit.href(&format!("{}?{said}", record_path(person))));
    Ok(())
}

/// Takes back what staff confirmed of where `person` (an id) lives, at the moment `at` as the page had it: it is worth a declaration
/// from then on. Where something else is known by now, the record's page says so.
///
/// # Errors
/// As those of [`confirm_residence`].
#[server(prefix = "/do", endpoint = "staff/withdraw-residence")]
pub async fn withdraw_residence(
    #[server(default)] person: String,
    #[server(default)] mark: String,
    #[server(default)] at: String,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let sent = (person.as_str(), mark.as_str());
    let untaken = Untaken {
        typed: Typed::default(),
        denied: true,
    };
    let Some((handler, person)) =
        asked(&services, &visit, sent, DeskForm::Residence, &untaken).await?
    else {
        return Ok(());
    };
    if !open_record(&services, &visit, &handler, person).await? {
        return Ok(());
    }
    let seen_at = Millis(at.parse().unwrap_or_default());
    let by = by(&visit, handler.person);
    let done = services
        .store
        .take_back_residency(visit.community_id(), (person, seen_at), by)
        .await;
    let said = match done {
        Ok(()) => "?withdrawn",
        Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => "?overtaken",
        // The page says what became of the record.
        Err(StoreError::NotFound) => "",
        Err(error) => return Err(error.into()),
    };
    see_other(&visit.href(&format!("{}{said}", record_path(person))));
    Ok(())
}
