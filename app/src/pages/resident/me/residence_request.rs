//! `/me/residence`: asking from home that one's residence be confirmed.

use super::weak::Weak;
use crate::{
    components::{
        Frame, PageTitle, Section,
        document_field::{DOCUMENT, document_field},
        page, see_other,
        wrong::{Wrong, error_line},
    },
    context::{
        SentDocument, Services, Visit, Visitor, place_name, sealed::Sealed, services, settlements,
        visit,
    },
    failure::Failure,
    i18n::{Lang, common, dates, residence_request as words},
    pages::resident::SealedForms,
};
use domain::{
    ids::PersonId,
    katottg::{Katottg, Unit},
    residence_request::{RequestProblem, check_request, may_request},
    residency::KnownHome,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};
use store::{Conflict, StoreError, residencies::Residence};

/// The page.
pub(super) const PATH: &str = "/me/residence";
/// The address of the upload route, which takes the form with its file.
pub(in crate::pages::resident) const UPLOAD: &str = "/do/send-residence-document";
/// The keys of the inputs.
const SETTLEMENT: &str = "settlement";

/// Who may send a document at all: of nobody else a file is read.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for whoever is not identified.
pub fn may_send_residence_document(visit: &Visit) -> Result<&Visitor, Failure> {
    let visitor = visit.require_visitor()?;
    match visitor.facts.assurance.is_identified() {
        true => Ok(visitor),
        false => Err(Failure::Forbidden),
    }
}

/// Where what somebody chose waits: for them alone, whoever else uses the same phone.
fn scope(person: PersonId) -> String {
    format!("residence-request/{person}")
}

/// What was sent and could not be taken.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Untaken {
    settlement: String,
    problems: Vec<RequestProblem>,
}

impl Untaken {
    fn wrong(&self, lang: Lang) -> Wrong {
        let wrong = self.problems.iter().map(|problem| {
            let key = match problem {
                RequestProblem::Settlement => SETTLEMENT,
                RequestProblem::NoFile
                | RequestProblem::TooLarge
                | RequestProblem::NotADocument => DOCUMENT,
            };
            (key.to_owned(), words::problem(lang, *problem).to_owned())
        });
        Wrong::of(wrong.collect())
    }
}

/// What the page shows.
#[derive(Clone)]
enum Shown {
    Confirmed,
    NoPlaces,
    /// Settlement and day.
    Waiting(String, String),
    Form {
        /// What is confirmed meanwhile: the settlement and the last day.
        stands: Option<(String, Option<String>)>,
        /// Day and words of a refusal.
        refused: Option<(String, String)>,
        /// Those that may be asked for.
        places: Vec<Unit>,
        chosen: String,
        wrong: Wrong,
    },
}

/// `/me/residence`; `?problem` after a form that could not be taken, `?withdrawn` after a request was taken back.
#[component]
pub fn ResidenceRequestPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let visitor = visit.require_visitor()?.clone();
        if !visitor.facts.assurance.is_identified() {
            let (title, why) = (words::title(visit.lang), words::weak(visit.lang));
            return Ok(view! { <Weak visit path=PATH title why /> }.into_any());
        }
        let asked = query.get("problem").is_some();
        let shown = shown(&services, &visit, &visitor, asked).await?;
        let withdrawn = query.get("withdrawn").is_some();
        Ok(view! { <RequestView visit shown withdrawn /> }.into_any())
    })
}

async fn shown(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
    asked: bool,
) -> Result<Shown, Failure> {
    let (lang, community, person) = (visit.lang, visit.community_id(), visitor.person);
    let places = settlements(services, visit).await?;
    let home = known_home(services, visit, person).await?;
    let day = |at| dates::date(lang, at);
    let request = services.store.residence_request(community, person).await?;
    let refused = match request {
        Some(request) => match &request.refused {
            None => {
                let place = place_name(&places, &request.settlement);
                return Ok(Shown::Waiting(
                    place,
                    day(request.sent_at).trim_end_matches('.').to_owned(),
                ));
            }
            Some(refused) => {
                let reason = Sealed::Reason;
                let said = reason.words(services, community, person, &refused.reason);
                Some((day(refused.at), said.await?))
            }
        },
        None => None,
    };
    if places.is_empty() {
        return Ok(Shown::NoPlaces);
    }
    let stands = home
        .as_ref()
        .filter(|home| home.counts(dates::today(visit.now)))
        .map(|home| stands(lang, home, &places));
    let places = asked_for(home.as_ref(), places, visit);
    if places.is_empty() {
        return Ok(Shown::Confirmed);
    }
    let untaken = match SealedForms::of(services, visit).filter(|_| asked) {
        Some(forms) => forms.get::<Untaken>(&scope(person)).await?,
        None => None,
    };
    // Whoever has moved says where to.
    let declared = home
        .and_then(|home| home.settlement)
        .filter(|declared| places.iter().any(|unit| unit.code == *declared));
    let wrong = untaken.as_ref().map(|untaken| untaken.wrong(lang));
    let chosen = untaken.map(|untaken| untaken.settlement);
    Ok(Shown::Form {
        stands,
        refused,
        places,
        chosen: chosen.unwrap_or_else(|| declared.map(String::from).unwrap_or_default()),
        wrong: wrong.unwrap_or_default(),
    })
}

/// What is known of somebody's home.
async fn known_home(
    services: &Services,
    visit: &Visit,
    person: PersonId,
) -> Result<Option<KnownHome>, Failure> {
    let home = services
        .store
        .residency(visit.community_id(), person)
        .await?;
    Ok(home.as_ref().map(Residence::known))
}

/// Of `places` those that may be asked for.
fn asked_for(home: Option<&KnownHome>, mut places: Vec<Unit>, visit: &Visit) -> Vec<Unit> {
    let today = dates::today(visit.now);
    places.retain(|unit| may_request(home, &unit.code, today));
    places
}

/// What is confirmed, in words: the settlement, and the last day without the full stop of its year.
fn stands(lang: Lang, home: &KnownHome, places: &[Unit]) -> (String, Option<String>) {
    let place = home.settlement.as_ref();
    let place = place.map(|code| place_name(places, code));
    let last = home.expires.and_then(dates::start_of_day);
    let last = last.map(|day| dates::date(lang, day).trim_end_matches('.').to_owned());
    (place.unwrap_or_default(), last)
}

/// How somebody's asking stands.
#[derive(Clone)]
pub(super) struct Asking {
    /// Of the request that waits or was refused.
    pub request: Option<&'static str>,
    /// The words of the link to the page.
    pub link: &'static str,
}

/// How the request of whoever may ask stands, in words. `None` for whoever has nothing to ask for.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn standing(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
) -> Result<Option<Asking>, Failure> {
    let (lang, community, person) = (visit.lang, visit.community_id(), visitor.person);
    let home = known_home(services, visit, person).await?;
    let request = services.store.residence_request(community, person).await?;
    let places = settlements(services, visit).await?;
    if request.is_none() && asked_for(home.as_ref(), places, visit).is_empty() {
        return Ok(None);
    }
    let stands = home.is_some_and(|home| home.counts(dates::today(visit.now)));
    Ok(Some(Asking {
        link: match (&request, stands) {
            (None, true) => words::moved_link(lang),
            _ => words::link(lang),
        },
        request: request.map(|request| match request.refused {
            None => words::waiting_title(lang),
            Some(_) => words::refused_title(lang),
        }),
    }))
}

#[component]
fn RequestView(visit: Visit, shown: Shown, withdrawn: bool) -> impl IntoView {
    let lang = visit.lang;
    let wrong = match &shown {
        Shown::Form { wrong, .. } => wrong.clone(),
        _ => Wrong::default(),
    };
    let window = match wrong.is_empty() {
        true => words::title(lang).to_owned(),
        false => common::page_title_error(lang, words::title(lang)),
    };
    let done = withdrawn.then(|| {
        view! {
            <div class="callout callout--ok" role="status">
                <p>{words::withdrawn(lang)}</p>
            </div>
        }
    });
    let body = match shown {
        Shown::Confirmed => view! { <p class="lead">{words::confirmed(lang)}</p> }.into_any(),
        Shown::NoPlaces => view! { <p class="lead">{words::no_places(lang)}</p> }.into_any(),
        Shown::Waiting(place, day) => waiting(&visit, &place, &day),
        Shown::Form {
            stands,
            refused,
            places,
            chosen,
            wrong,
        } => {
            let lead = match &stands {
                None => words::lead(lang).to_owned(),
                Some((place, last)) => words::stands(lang, place, last.as_deref()),
            };
            view! {
                {refused.map(|refused| refusal(lang, refused))} <p class="lead">{lead}</p>
                {form(&visit, &places, &chosen, &wrong)}
            }
            .into_any()
        }
    };
    view! {
        <PageTitle text=window />
        <Frame section=Section::Me>
            <div class="flow prose">
                {wrong.summary(lang)} {done}
                <p class="back">
                    <a href=visit.href("/me")>{words::back(lang)}</a>
                </p>
                <h1>{words::title(lang)}</h1>
                {body}
            </div>
        </Frame>
    }
}

fn waiting(visit: &Visit, place: &str, day: &str) -> AnyView {
    let lang = visit.lang;
    view! {
        <div class="callout">
            <h2>{words::waiting_title(lang)}</h2>
            <p>{words::waiting(lang, place, day)}</p>
        </div>
        <p>{words::safe(lang)}</p>
        <form method="post" action=visit.href("/do/withdraw-residence-request")>
            <button class="btn btn--2">{words::withdraw(lang)}</button>
        </form>
    }
    .into_any()
}

fn refusal(lang: Lang, (day, reason): (String, String)) -> AnyView {
    view! {
        <div class="callout callout--warn">
            <h2>{words::refused_title(lang)}</h2>
            <p>{words::refused(lang, &day)}</p>
            <blockquote class="as-typed" lang=Lang::Uk.tag()>
                {reason}
            </blockquote>
            <p>{words::refused_again(lang)}</p>
        </div>
    }
    .into_any()
}

fn form(visit: &Visit, places: &[Unit], chosen: &str, wrong: &Wrong) -> AnyView {
    let lang = visit.lang;
    let options = places
        .iter()
        .map(|unit| {
            let selected = unit.code.as_str() == chosen;
            view! {
                <option value=unit.code.to_string() selected=selected>
                    {unit.name.clone()}
                </option>
            }
        })
        .collect_view();
    let no_place = wrong.at(SETTLEMENT);
    let bad_place = no_place.is_some();
    view! {
        <p>{words::which(lang)}</p>
        <p>{words::safe(lang)}</p>
        <form
            method="post"
            action=visit.href(UPLOAD)
            enctype="multipart/form-data"
            class="flow"
            novalidate
        >
            <div class=if bad_place { "field is-invalid" } else { "field" }>
                <label class="label" for=SETTLEMENT>
                    {words::place(lang)}
                </label>
                {no_place.map(|words| error_line(lang, SETTLEMENT, &words))}
                <select
                    class=if bad_place { "input input--bad" } else { "input" }
                    id=SETTLEMENT
                    name=SETTLEMENT
                    aria-invalid=bad_place.then_some("true")
                    aria-describedby=bad_place.then_some("settlement-error")
                >
                    <option value="">{words::choose(lang)}</option>
                    {options}
                </select>
            </div>
            {document_field(lang, words::file(lang), wrong)}
            <button class="btn">{words::send(lang)}</button>
        </form>
    }
    .into_any()
}

/// Sends the document that the upload route has read, for the `settlement` (a code).
///
/// # Errors
/// As those of [`may_send_residence_document`]; [`Failure::BadRequest`] for a form that did not come by that route. What is wrong with
/// it is told with the form.
#[server(prefix = "/do", endpoint = "request-residence")]
pub async fn request_residence(#[server(default)] settlement: String) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let visitor = may_send_residence_document(&visit)?;
    let (community, person) = (visit.community_id(), visitor.person);
    let sent = SentDocument::of_request()?;
    let home = known_home(&services, &visit, person).await?;
    let places = settlements(&services, &visit).await?;
    let places = asked_for(home.as_ref(), places, &visit);
    if places.is_empty() {
        see_other(&visit.href(PATH));
        return Ok(());
    }
    let codes: Vec<Katottg> = places.into_iter().map(|unit| unit.code).collect();
    let forms = SealedForms::open(&services, &visit);
    let request = match check_request(&settlement, &codes, sent.file()) {
        Ok(request) => request,
        Err(problems) => {
            // A code, however long somebody made it.
            let settlement = settlement.chars().take(40).collect();
            let untaken = Untaken {
                settlement,
                problems,
            };
            forms.put(&scope(person), &untaken).await?;
            see_other(&visit.href(&format!("{PATH}?problem#errors")));
            return Ok(());
        }
    };
    let document = Sealed::Document
        .seal(&services, community, person, sent.bytes())
        .await?;
    let outcome = services
        .store
        .send_residence_request(
            community,
            person,
            &request,
            &document,
            (visit.now, dates::today(visit.now)),
        )
        .await;
    match outcome {
        // One waits already, or it is confirmed meanwhile: the page says so.
        Ok(()) | Err(StoreError::Conflict(Conflict::AlreadyThere | Conflict::ChangedMeanwhile)) => {
        }
        Err(error) => return Err(error.into()),
    }
    forms.clear(&[scope(person)]).await?;
    see_other(&visit.href(PATH));
    Ok(())
}

/// Takes the asker's request back, with its document.
///
/// # Errors
/// As those of [`may_send_residence_document`].
#[server(prefix = "/do", endpoint = "withdraw-residence-request")]
pub async fn withdraw_residence_request() -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let person = may_send_residence_document(&visit)?.person;
    services
        .store
        .withdraw_residence_request(visit.community_id(), person)
        .await?;
    see_other(&visit.href(&format!("{PATH}?withdrawn")));
    Ok(())
}
