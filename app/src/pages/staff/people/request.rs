//! A request from home that somebody's residence be confirmed: its document, and refusing it. Confirming is the ordinary form beside it,
//! which ends the request.

use super::{about, asked, by, denied_note, known::Known, record_path};
use crate::{
    components::see_other,
    context::{Services, Visit, Visitor, place_name, sealed::Sealed, services, settlements, visit},
    failure::Failure,
    i18n::{Lang, dates, residence_request as words},
    pages::staff::{
        field::{Field, Takes, Wrong},
        keep::{self, DeskForm},
    },
};
use domain::{
    document::DocumentKind,
    ids::PersonId,
    residence_request::{MOST_REASON, reason},
    role::Right,
    time::Millis,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::{Conflict, StoreError};
use zeroize::Zeroizing;

/// The key of the input.
const REASON: &str = "reason";

/// What was typed and not taken.
#[derive(Clone, Serialize, Deserialize)]
struct Untaken {
    reason: String,
    /// Whoever sent it had no right to, most often because their sign-in had ended.
    denied: bool,
}

/// A request that waits, as it is shown.
#[derive(Clone)]
pub struct RequestForm {
    person: PersonId,
    place: String,
    sent_at: Millis,
    sent: String,
    typed: String,
    wrong: Wrong,
    denied: bool,
    mark: String,
}

impl RequestForm {
    /// The request of `person` for `handler`, with what they typed before and could not be taken; `None` where none waits.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        services: &Services,
        visit: &Visit,
        person: PersonId,
        handler: &Visitor,
    ) -> Result<Option<Self>, Failure> {
        let (lang, community) = (visit.lang, visit.community_id());
        let request = services.store.residence_request(community, person).await?;
        let Some(request) = request.filter(|request| request.refused.is_none()) else {
            return Ok(None);
        };
        let form = DeskForm::Refusal(person);
        let kept: Option<Untaken> = keep::kept(services, visit, form, handler.person).await?;
        let mark = keep::mark(services, visit, form, handler.person).await?;
        let places = settlements(services, visit).await?;
        let wrong = match &kept {
            Some(kept) if !kept.denied && reason(&kept.reason).is_none() => Wrong::of(vec![(
                REASON.to_owned(),
                words::reason_wrong(lang).to_owned(),
            )]),
            _ => Wrong::default(),
        };
        let sent = dates::moment_this_year(lang, request.sent_at, visit.now);
        Ok(Some(Self {
            person,
            place: place_name(&places, &request.settlement),
            sent_at: request.sent_at,
            sent,
            wrong,
            denied: kept.as_ref().is_some_and(|kept| kept.denied),
            typed: kept.map(|kept| kept.reason).unwrap_or_default(),
            mark,
        }))
    }

    /// What is wrong with what was sent.
    pub fn wrong(&self) -> &Wrong {
        &self.wrong
    }
}

/// The panel.
#[component]
pub fn RequestPanel(visit: Visit, form: RequestForm) -> impl IntoView {
    let lang = visit.lang;
    let document = visit.href(&format!("{}/document", record_path(form.person)));
    let field = Field {
        key: REASON,
        label: words::reason(lang),
        hint: Some(words::reason_hint(lang)),
        value: &form.typed,
        takes: Takes::Passage(4),
        written_in: Lang::Uk,
    }
    .view(lang, &form.wrong);
    view! {
        <section class="panel" aria-labelledby="request">
            <h2 id="request">{words::panel_title(lang)}</h2>
            <p>{words::panel(lang, &form.place, &form.sent)}</p>
            <p>
                <a class="btn btn--2" href=document>
                    {words::open(lang)}
                </a>
            </p>
            <p class="small">{words::open_note(lang)}</p>
            <p>{words::panel_confirm(lang)}</p>
            {denied_note(lang, form.denied)}
            <form
                method="post"
                action=visit.href("/do/staff/refuse-residence")
                class="flow prose"
                novalidate
            >
                {about(form.person, &form.mark)}
                <input type="hidden" name="sent" value=form.sent_at.0.to_string() />
                {field}
                <button class="btn btn--2">{words::refuse(lang)}</button>
            </form>
        </section>
    }
}

/// The document of a request that waits, opened: its kind and bytes. The look is logged.
///
/// # Errors
/// [`Failure::SignInNeeded`] and [`Failure::Forbidden`] for who may not handle people, and for one's own; [`Failure::NotFound`] where
/// nothing waits.
pub async fn residence_document(
    services: &Services,
    visit: &Visit,
    id: &str,
) -> Result<(DocumentKind, Zeroizing<Vec<u8>>), Failure> {
    let handler = visit.require(Right::HandlePeople)?.person;
    let person: PersonId = id.parse().map_err(|_| Failure::NotFound)?;
    let community = visit.community_id();
    let found = services
        .store
        .residence_document(community, person, by(visit, handler))
        .await;
    let (kind, sealed) = match found {
        Err(StoreError::Conflict(Conflict::OwnRecord)) => return Err(Failure::Forbidden),
        found => found?,
    };
    let document = Sealed::Document;
    let opened = document.open(services, community, person, &sealed).await?;
    Ok((kind, opened))
}

/// Refuses the request of `person` (an id) that was sent at `sent` (UTC milliseconds), the one that was looked at; `f` holds the `reason`, which they read.
///
/// # Errors
/// [`Failure::NotFound`] for what is no person of this community; [`Failure::SignInNeeded`] and [`Failure::Forbidden`] where
/// the mark does not say whose text it is. What is wrong with the words is shown with the form.
#[server(prefix = "/do", endpoint = "staff/refuse-residence")]
pub async fn refuse_residence(
    #[server(default)] person: String,
    #[server(default)] mark: String,
    #[server(default)] sent: String,
    #[server(default)] f: HashMap<String, String>,
) -> Result<(), Failure> {
    let (visit, services) = (visit()?, services()?);
    let sent_at: Result<i64, _> = sent.parse();
    let typed = f.get(REASON).map(String::as_str).unwrap_or_default();
    let mut untaken = Untaken {
        // Enough to see that it is too long, and no more.
        reason: typed.chars().take(2 * MOST_REASON).collect(),
        denied: true,
    };
    let sent = (person.as_str(), mark.as_str());
    let Some((handler, person)) =
        asked(&services, &visit, sent, DeskForm::Refusal, &untaken).await?
    else {
        return Ok(());
    };
    Known::of(&services, &visit, person)
        .await?
        .ok_or(Failure::NotFound)?;
    let form = DeskForm::Refusal(person);
    let Some(reason) = reason(&untaken.reason) else {
        untaken.denied = false;
        keep::keep(&services, &visit, form, handler.person, &untaken).await?;
        see_other(&visit.href(&format!("{}?kept#errors", record_path(person))));
        return Ok(());
    };
    let community = visit.community_id();
    let sealed = Sealed::Reason
        .seal(&services, community, person, reason.as_bytes())
        .await?;
    let outcome = services
        .store
        .refuse_residence_request(
            community,
            (person, Millis(sent_at.unwrap_or_default())),
            &sealed,
            by(&visit, handler.person),
        )
        .await;
    let said = match outcome {
        Ok(()) => "?refused",
        Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => "?late",
        // The page says whose it is.
        Err(StoreError::Conflict(Conflict::OwnRecord)) => "",
        Err(error) => return Err(error.into()),
    };
    keep::forget(&services, &visit, form, handler.person).await?;
    see_other(&visit.href(&format!("{}{said}", record_path(person))));
    Ok(())
}
