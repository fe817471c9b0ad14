//! `/staff/organisations/claims/{person}`: somebody's claim to act for an organisation, its document, and the decision.

use super::{PATH, claim_path, denied_note};
use crate::{
    components::{Boot, DeskFrame, PageTitle, page, see_other, wrong::Wrong},
    context::{Services, Visit, by, people, sealed::Sealed, services, visit},
    failure::Failure,
    i18n::{Lang, alphabetical, common, dates, organisations as words},
    pages::staff::{
        editor::kept_for_another,
        field::{Field, Takes, select},
        keep::{self, DeskForm},
    },
};
use domain::{
    document::DocumentKind,
    ids::{OrganisationNo, PersonId},
    organisation::{Organisation, Proof, last_day_of_claim, may_be_about},
    residence_request::{MOST_REASON, reason},
    role::Right,
    time::{Date, Millis},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashMap;
use store::{
    Conflict, StoreError,
    organisation_requests::{About, OrganisationRequest},
};
use zeroize::Zeroizing;

/// The keys of the inputs.
const WHICH: &str = "which";
const UNTIL: &str = "until";
const REASON: &str = "reason";
/// The choice of an organisation that the community does not know.
const NEW: &str = "new";

/// What was typed in either form.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Typed {
    which: String,
    until: String,
    reason: String,
    /// Which form it was: `true` for the refusal.
    refuses: bool,
}

/// What was sent and not taken.
#[derive(Clone, Serialize, Deserialize)]
struct Untaken {
    typed: Typed,
    /// Whoever sent it had no right to, most often because their sign-in had ended.
    denied: bool,
}

/// What the page shows.
#[derive(Clone)]
struct Shown {
    request: OrganisationRequest,
    name: String,
    position: String,
    /// Organisations that the community knows, by name.
    known: Vec<Organisation>,
    /// The one among them that has the claim's code.
    same_code: Option<Organisation>,
    /// The powers of this person that somebody else ended, each in words.
    taken_away: Vec<String>,
    /// The claim is by the key of one of these: the key alone proves nothing.
    again: bool,
    typed: Typed,
    wrong: Wrong,
    denied: bool,
    mark: String,
    /// It is the moderator's own.
    own: bool,
}

/// `/staff/organisations/claims/{person}`; `?kept` after a form that came from whoever may not, or that could not be taken.
#[component]
pub fn ClaimDesk() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let id = use_params_map().get_untracked().get("id");
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let moderator = match visit.require(Right::HandleOrganisations) {
            Ok(moderator) => moderator.person,
            Err(Failure::Forbidden) if query.get("kept").is_some() => {
                return Ok(kept_for_another(visit.lang));
            }
            Err(failure) => return Err(failure),
        };
        let person = id.unwrap_or_default().parse();
        let person: PersonId = person.map_err(|_| Failure::NotFound)?;
        let community = visit.community_id();
        let request = services.store.organisation_request(community, person);
        let Some(request) = request.await?.filter(|request| request.refused.is_none()) else {
            see_other(&visit.href(&format!("{PATH}?late")));
            return Ok(().into_any());
        };
        // Whose name and position are opened sees who did.
        let (looks, subject) = (by(&visit, moderator), person.to_string());
        services
            .store
            .record_act(community, looks, "power.claim_viewed", &subject, json!({}))
            .await?;
        let shown = shown(&services, &visit, request, moderator).await?;
        Ok(view! { <ClaimView visit shown /> }.into_any())
    })
}

async fn shown(
    services: &Services,
    visit: &Visit,
    request: OrganisationRequest,
    moderator: PersonId,
) -> Result<Shown, Failure> {
    let (store, community, person) = (&services.store, visit.community_id(), request.person);
    let form = DeskForm::PowerClaim(person);
    let kept: Option<Untaken> = keep::kept(services, visit, form, moderator).await?;
    let mut known = store.organisations(community).await?;
    known.sort_by_cached_key(|one| alphabetical(&one.name.uk));
    let same_code = match &request.edrpou {
        Some(code) => store.organisation_by_code(community, code).await?,
        None => None,
    };
    let may_be = |one: &Organisation| {
        may_be_about(request.proof, request.edrpou.as_ref(), one.edrpou.as_ref()).is_ok()
    };
    let wrong = match &kept {
        Some(kept) if !kept.denied => {
            let chosen = |one: &&Organisation| one.no.to_string() == kept.typed.which;
            let other = known.iter().find(chosen).is_some_and(|one| !may_be(one));
            wrong(visit, &kept.typed, request.proof, other)
        }
        _ => Wrong::default(),
    };
    // What cannot be chosen is not offered.
    known.retain(may_be);
    let name = people::name_of(services, community, person).await?;
    let position = Sealed::Position
        .words(services, community, person, &request.position)
        .await?;
    let (mut taken_away, mut again) = (Vec::new(), false);
    for taken in store.powers_taken_away(community, person).await? {
        again |= same_code
            .as_ref()
            .is_some_and(|one| one.no == taken.organisation.no);
        let who = match taken.by {
            Some(who) => people::name_of(services, community, who).await?,
            None => String::new(),
        };
        let who = match who.as_str() {
            "" => words::nameless(visit.lang),
            name => name,
        };
        let day = dates::short_date(visit.lang, taken.at, visit.now);
        let organisation = taken.organisation.name.get(visit.lang);
        taken_away.push(words::claim_again(visit.lang, organisation, &day, who));
    }
    let denied = kept.as_ref().is_some_and(|kept| kept.denied);
    let typed = kept.map_or_else(
        || Typed {
            which: NEW.to_owned(),
            ..Typed::default()
        },
        |kept| kept.typed,
    );
    Ok(Shown {
        name: match name.is_empty() {
            true => words::nameless(visit.lang).to_owned(),
            false => name,
        },
        position,
        known,
        same_code,
        taken_away,
        again,
        typed,
        wrong,
        denied,
        mark: keep::mark(services, visit, form, moderator).await?,
        own: person == moderator,
        request,
    })
}

/// What is wrong with what was typed, by the form that was sent; `other`: the signature names another organisation than the chosen one.
fn wrong(visit: &Visit, typed: &Typed, proof: Proof, other: bool) -> Wrong {
    let lang = visit.lang;
    let mut told = Vec::new();
    if typed.refuses {
        if reason(&typed.reason).is_none() {
            told.push((REASON, words::reason_wrong(lang)));
        }
    } else {
        if about(&typed.which).is_none() {
            told.push((WHICH, words::which_wrong(lang)));
        }
        if other {
            told.push((WHICH, words::which_other_key(lang)));
        }
        if until(visit, typed, proof).is_none() {
            told.push((UNTIL, words::until_wrong(lang)));
        }
    }
    let told = told
        .into_iter()
        .map(|(key, words)| (key.to_owned(), words.to_owned()));
    Wrong::of(told.collect())
}

/// The organisation that was chosen.
fn about(which: &str) -> Option<About> {
    match which {
        NEW => Some(About::New),
        no => no.parse::<OrganisationNo>().ok().map(About::Known),
    }
}

/// The last day, where it can be one.
fn until(visit: &Visit, typed: &Typed, proof: Proof) -> Option<Date> {
    last_day_of_claim(proof, &typed.until, dates::today(visit.now)).ok()
}

#[component]
fn ClaimView(visit: Visit, shown: Shown) -> impl IntoView {
    let lang = visit.lang;
    let title = words::request_title(lang);
    let window = match shown.wrong.is_empty() {
        true => title.to_owned(),
        false => common::page_title_error(lang, title),
    };
    let decision = match shown.own {
        true => view! {
            <div class="callout callout--warn">
                <p>{words::request_own(lang)}</p>
            </div>
        }
        .into_any(),
        false => view! {
            {confirming(&visit, &shown)}
            {refusing(&visit, &shown)}
        }
        .into_any(),
    };
    let document = (!shown.own).then(|| document(&visit, &shown));
    let taken_away = (!shown.taken_away.is_empty()).then(|| {
        let lines = shown.taken_away.iter();
        let lines = lines.map(|words| view! { <p>{words.clone()}</p> });
        view! { <div class="callout callout--warn flow">{lines.collect_view()}</div> }
    });
    view! {
        <PageTitle text=window />
        <DeskFrame current=PATH>
            {shown.wrong.summary(lang)}
            <div class="desk__head">
                <div>
                    <p>
                        <a href=visit.href(PATH)>{words::nav(lang)}</a>
                    </p>
                    <h1>{title}</h1>
                    <p class="muted">{words::request_sent(lang, &sent(lang, &visit, &shown))}</p>
                </div>
            </div>
            {denied_note(lang, shown.denied)}
            {taken_away}
            <div class="panel flow">{claimed(lang, &shown)} {document}</div>
            {decision}
            <Boot />
        </DeskFrame>
    }
}

fn sent(lang: Lang, visit: &Visit, shown: &Shown) -> String {
    let sent = dates::moment_this_year(lang, shown.request.sent_at, visit.now);
    sent.trim_end_matches('.').to_owned()
}

/// What is claimed, as a summary.
fn claimed(lang: Lang, shown: &Shown) -> AnyView {
    let request = &shown.request;
    let code = match &request.edrpou {
        Some(code) => code.as_str().to_owned(),
        None => words::no_code_here(lang).to_owned(),
    };
    let name = match request.name.en.as_str() {
        "" => request.name.uk.clone(),
        english => format!("{} ({english})", request.name.uk),
    };
    let rows = [
        (words::column_person(lang), shown.name.clone()),
        (words::column_position(lang), shown.position.clone()),
        (words::column_organisation(lang), name),
        (
            words::column_kind(lang),
            common::initiator_kind(lang, request.kind).to_owned(),
        ),
        (words::code_label(lang), code),
        (
            words::column_proof(lang),
            match request.proof {
                Proof::Documents => words::proof_sent(lang),
                proof => words::proof(lang, proof),
            }
            .to_owned(),
        ),
    ];
    let rows = rows
        .into_iter()
        .map(|(term, words)| {
            view! {
                <div>
                    <dt>{term}</dt>
                    <dd>{words}</dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="summary">{rows}</dl> }.into_any()
}

/// The way to the document, or that there is none because the key is the proof.
fn document(visit: &Visit, shown: &Shown) -> AnyView {
    let lang = visit.lang;
    if shown.request.document.is_none() {
        let said = match shown.again {
            true => words::by_key_again(lang),
            false => words::by_key(lang),
        };
        return view! { <p>{said}</p> }.into_any();
    }
    let href = visit.href(&format!("{}/document", claim_path(shown.request.person)));
    view! {
        <p>
            <a class="btn btn--2" href=href>
                {words::open_document(lang)}
            </a>
        </p>
        <p class="small">{words::open_note(lang)}</p>
    }
    .into_any()
}

/// The hidden fields of either form: whose claim, which of theirs, and to whom the form was shown.
fn hidden(shown: &Shown) -> impl IntoView + use<> {
    let (person, sent) = (shown.request.person, shown.request.sent_at.0);
    let mark = shown.mark.clone();
    view! {
        <input type="hidden" name="person" value=person.to_string() />
        <input type="hidden" name="sent" value=sent.to_string() />
        <input type="hidden" name="mark" value=mark />
    }
}

fn confirming(visit: &Visit, shown: &Shown) -> AnyView {
    let lang = visit.lang;
    // One with the same code is the same: there is nothing to choose.
    let which = match &shown.same_code {
        Some(one) => view! {
            <p>{words::which_same_code(lang, one.name.get(lang))}</p>
            <input type="hidden" name="f[which]" value=one.no.to_string() />
        }
        .into_any(),
        None => {
            let mut options = vec![(NEW.to_owned(), words::which_new(lang).to_owned())];
            options.extend(
                shown
                    .known
                    .iter()
                    .map(|one| (one.no.to_string(), one.name.get(lang).to_owned())),
            );
            let label = words::which(lang);
            select(
                lang,
                &shown.wrong,
                WHICH,
                label,
                options,
                &shown.typed.which,
            )
        }
    };
    let until = (shown.request.proof != Proof::Key).then(|| {
        Field {
            key: UNTIL,
            label: words::until_label(lang),
            hint: Some(words::until_hint(lang)),
            value: &shown.typed.until,
            takes: Takes::Day,
            written_in: Lang::Uk,
        }
        .view(lang, &shown.wrong)
    });
    view! {
        <section class="panel" aria-labelledby="confirm">
            <h2 id="confirm">{words::confirm(lang)}</h2>
            <form
                method="post"
                action=visit.href("/do/staff/confirm-power")
                class="flow prose"
                novalidate
            >
                {hidden(shown)}
                {which}
                {until}
                <button class="btn">{words::confirm(lang)}</button>
            </form>
        </section>
    }
    .into_any()
}

fn refusing(visit: &Visit, shown: &Shown) -> AnyView {
    let lang = visit.lang;
    let field = Field {
        key: REASON,
        label: words::reason(lang),
        hint: Some(words::reason_hint(lang)),
        value: &shown.typed.reason,
        takes: Takes::Passage(4),
        written_in: Lang::Uk,
    }
    .view(lang, &shown.wrong);
    view! {
        <section class="panel" aria-labelledby="refuse">
            <h2 id="refuse">{words::refuse(lang)}</h2>
            <form
                method="post"
                action=visit.href("/do/staff/refuse-power")
                class="flow prose"
                novalidate
            >
                {hidden(shown)}
                {field}
                <button class="btn btn--2">{words::refuse(lang)}</button>
            </form>
        </section>
    }
    .into_any()
}

/// The document of a claim that waits, opened: its kind and bytes. The look is logged.
///
/// # Errors
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] for who may not handle organisations, and for one's own; [`Failure::NotFound`] where
/// nothing waits.
pub async fn organisation_document(
    services: &Services,
    visit: &Visit,
    id: &str,
) -> Result<(DocumentKind, Zeroizing<Vec<u8>>), Failure> {
    let moderator = visit.require(Right::HandleOrganisations)?.person;
    let person: PersonId = id.parse().map_err(|_| Failure::NotFound)?;
    let community = visit.community_id();
    let found = services
        .store
        .organisation_document(community, person, by(visit, moderator))
        .await;
    let (kind, sealed) = match found {
        Err(StoreError::Conflict(Conflict::OwnRecord)) => return Err(Failure::Forbidden),
        found => found?,
    };
    let opened = Sealed::OrganisationDocument
        .open(services, community, person, &sealed)
        .await?;
    Ok((kind, opened))
}

/// What a decision needs: who decides, whose claim it is, and the claim; `None` when the answer is given already.
async fn decided(
    services: &Services,
    visit: &Visit,
    (person, sent, mark): (&str, &str, &str),
    untaken: &mut Untaken,
) -> Result<Option<(PersonId, OrganisationRequest)>, Failure> {
    let parsed: Result<PersonId, _> = person.parse();
    let moderator = match (visit.require(Right::HandleOrganisations), &parsed) {
        (Ok(moderator), Ok(_)) => moderator.person,
        (Ok(_), Err(_)) => return Err(Failure::NotFound),
        (Err(denied), Err(_)) => return Err(denied),
        (Err(denied), Ok(person)) => {
            let form = DeskForm::PowerClaim(*person);
            let typed = Some(&*untaken);
            keep::keep_for_its_person(services, visit, form, mark, denied, typed).await?;
            return Ok(None);
        }
    };
    untaken.denied = false;
    let person = parsed.map_err(|_| Failure::NotFound)?;
    let sent: i64 = sent.parse().map_err(|_| Failure::BadRequest)?;
    let request = services
        .store
        .organisation_request(visit.community_id(), person)
        .await?;
    let request = request.filter(|request| {
        // The very one that was looked at.
        request.refused.is_none() && request.sent_at == Millis(sent)
    });
    let Some(request) = request else {
        see_other(&visit.href(&format!("{PATH}?late")));
        return Ok(None);
    };
    Ok(Some((moderator, request)))
}

/// Leads back to the claim, where what was typed stands with what is wrong with it.
async fn again(
    services: &Services,
    visit: &Visit,
    moderator: PersonId,
    person: PersonId,
    untaken: &Untaken,
) -> Result<(), Failure> {
    let form = DeskForm::PowerClaim(person);
    keep::keep(services, visit, form, moderator, untaken).await?;
    see_other(&visit.href(&format!("{}?kept#errors", claim_path(person))));
    Ok(())
}

/// Leads to the list, which says what came of a decision.
async fn done(
    services: &Services,
    visit: &Visit,
    moderator: PersonId,
    person: PersonId,
    outcome: Result<(), StoreError>,
    said: &str,
) -> Result<(), Failure> {
    let said = match outcome {
        Ok(()) => said,
        Err(StoreError::Conflict(Conflict::ChangedMeanwhile) | StoreError::NotFound) => "late",
        Err(StoreError::Conflict(Conflict::OwnRecord)) => return Err(Failure::Forbidden),
        Err(error) => return Err(error.into()),
    };
    let form = DeskForm::PowerClaim(person);
    keep::forget(services, visit, form, moderator).await?;
    see_other(&visit.href(&format!("{PATH}?{said}")));
    Ok(())
}

/// Confirms the claim of `person` (an id) that was sent at `sent` (UTC milliseconds), the one that was looked at: `f` holds `which`
/// organisation it is (a number, or `new`) and `until`, the last day.
///
/// # Errors
/// [`Failure::NotFound`] and [`Failure::BadRequest`] for what names no claim; [`Failure::SignInNeeded`] and [`Failure::Forbidden`] where the
/// mark does not say whose text it is. What is wrong with it is shown with the form.
#[server(prefix = "/do", endpoint = "staff/confirm-power")]
pub async fn confirm_power(
    #[server(default)] person: String,
    #[server(default)] sent: String,
    #[server(default)] mark: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let field = |key: &str| -> String {
        let typed = f.get(key).map(String::as_str).unwrap_or_default();
        typed.chars().take(40).collect()
    };
    let mut untaken = Untaken {
        typed: Typed {
            which: field(WHICH),
            until: field(UNTIL),
            ..Typed::default()
        },
        denied: true,
    };
    let named = (person.as_str(), sent.as_str(), mark.as_str());
    let Some((moderator, request)) = decided(&services, &visit, named, &mut untaken).await? else {
        return Ok(());
    };
    let (typed, person) = (&untaken.typed, request.person);
    let checked = about(&typed.which).zip(until(&visit, typed, request.proof));
    let Some((about, until)) = checked else {
        return again(&services, &visit, moderator, person, &untaken).await;
    };
    let outcome = services
        .store
        .confirm_organisation_request(
            visit.community_id(),
            (person, request.sent_at),
            &about,
            until,
            by(&visit, moderator),
        )
        .await;
    match outcome {
        // Another with its code was added meanwhile, or the signature names another: the page shows it.
        Err(StoreError::Conflict(Conflict::AlreadyThere | Conflict::OtherOrganisation)) => {
            again(&services, &visit, moderator, person, &untaken).await
        }
        outcome => {
            let outcome = outcome.map(|_| ());
            done(&services, &visit, moderator, person, outcome, "confirmed").await
        }
    }
}

/// Refuses the claim of `person` (an id) that was sent at `sent` (UTC milliseconds), the one that was looked at; `f` holds the `reason`, which
/// they read.
///
/// # Errors
/// As those of [`confirm_power`].
#[server(prefix = "/do", endpoint = "staff/refuse-power")]
pub async fn refuse_power(
    #[server(default)] person: String,
    #[server(default)] sent: String,
    #[server(default)] mark: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let typed = f.get(REASON).map(String::as_str).unwrap_or_default();
    let mut untaken = Untaken {
        typed: Typed {
            // Enough to see that it is too long, and no more.
            reason: typed.chars().take(2 * MOST_REASON).collect(),
            refuses: true,
            which: NEW.to_owned(),
            ..Typed::default()
        },
        denied: true,
    };
    let named = (person.as_str(), sent.as_str(), mark.as_str());
    let Some((moderator, request)) = decided(&services, &visit, named, &mut untaken).await? else {
        return Ok(());
    };
    let (community, person) = (visit.community_id(), request.person);
    let Some(reason) = reason(&untaken.typed.reason) else {
        return again(&services, &visit, moderator, person, &untaken).await;
    };
    let sealed = Sealed::OrganisationReason
        .seal(&services, community, person, reason.as_bytes())
        .await?;
    let outcome = services
        .store
        .refuse_organisation_request(
            community,
            (person, request.sent_at),
            &sealed,
            by(&visit, moderator),
        )
        .await;
    done(&services, &visit, moderator, person, outcome, "refused").await
}
