//! Documents about where somebody lives: taking one from its person, and giving it out to whoever decides on it.

use super::{
    errors::{self, Failed},
    functions::{self, accepts_html},
    upload::{as_plain_form, read},
};
use crate::{front::rate::Taken, site::Site};
use app::{
    components::page::encoded,
    context::Visit,
    failure::Failure,
    pages::{
        resident::{RequestResidence, SentDocument, may_send_residence_document},
        staff::residence_document,
    },
};
use axum::{
    Extension,
    body::Body,
    extract::{Path, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::residence_request::{DocumentKind, MOST_DOCUMENT_BYTES};
use http::header;
use leptos::server_fn::ServerFn;
use std::{sync::Arc, time::Duration};
use tokio::{sync::SemaphorePermit, time::timeout};

/// The address of the form with the file.
pub const PATH: &str = "/do/send-residence-document";
/// Documents that are read at once: each is in memory, whole and sealed, for a moment. Whoever comes next waits.
pub const MOST_AT_ONCE: usize = 24;
/// How long somebody waits for a place.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// The form's fields beside the file.
const FIELDS: &[&str] = &["settlement"];

/// `POST /do/send-residence-document`: reads the form, and hands its file to [`RequestResidence`].
pub async fn take(State(site): State<Site>, request: Request) -> Response {
    let page_for = accepts_html(request.headers())
        .then(|| request.extensions().get::<Visit>().cloned())
        .flatten();
    match with_document(&site, request).await {
        Err(failure) => errors::respond(&site, page_for.as_ref(), failure).await,
        // Its place is free again when it has been answered.
        Ok((request, _place)) => functions::answer(&site, page_for.as_ref(), request).await,
    }
}

/// The request for the server function, with the file as an extension.
async fn with_document(
    site: &Site,
    request: Request,
) -> Result<(Request, SemaphorePermit<'_>), Failure> {
    let visit = request.extensions().get::<Visit>().cloned();
    let visit = visit.ok_or(Failure::Internal)?;
    let (mut parts, body) = request.into_parts();
    if let Err(denied) = may_be_read(site, &visit).await {
        // To its end, so that the browser hears why; nothing of it is kept.
        _ = read(FIELDS, &parts, body, 0).await;
        return Err(denied);
    }
    let place = timeout(LONGEST_WAIT, site.document_places.acquire()).await;
    let place = place.map_err(|_| Failure::Busy)?;
    let place = place.map_err(|_| Failure::Unavailable)?;
    let sent = read(FIELDS, &parts, body, MOST_DOCUMENT_BYTES).await?;
    let document = match sent.file_too_large {
        true => SentDocument::TooLarge,
        false => SentDocument::Whole(Arc::new(sent.file)),
    };
    parts.extensions.insert(document);
    let request = as_plain_form(RequestResidence::PATH, parts, &sent.fields)?;
    Ok((request, place))
}

/// Whether a file is read of whoever sends this: nobody sends documents all day, and of who may not send one nothing is read.
async fn may_be_read(site: &Site, visit: &Visit) -> Result<(), Failure> {
    let person = may_send_residence_document(visit)?.person;
    match site.document_limit.take(&person, visit.now) {
        Taken::No => Err(Failure::TooMany),
        Taken::Yes | Taken::OneOfTheLast => Ok(()),
    }
}

/// `GET /staff/people/{id}/document`: the document of a request that waits, for those who decide on it. Each look is logged.
///
/// # Errors
/// As those of [`residence_document`].
pub async fn get(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let places = site.document_places.acquire().await;
    let _place = places.map_err(|_| Failed(Failure::Unavailable))?;
    let (kind, document) = match residence_document(&site.services, &visit, &id).await {
        // Through the sign-in to the record, whose link leads here again.
        Err(Failure::SignInNeeded) => {
            let record = visit.href(&format!("/staff/people/{}", encoded(&id)));
            return Ok(Redirect::to(&visit.way_in(&record)).into_response());
        }
        found => found.map_err(Failed)?,
    };
    // A browser draws a picture by itself; anything that can hold a script is for a program of its own.
    let shown = match kind {
        DocumentKind::Pdf => "attachment",
        DocumentKind::Jpeg | DocumentKind::Png => "inline",
    };
    let name = format!("{shown}; filename=\"residence.{}\"", kind.extension());
    let answer = Response::builder()
        .header(header::CONTENT_TYPE, kind.media_type())
        .header(header::CONTENT_DISPOSITION, name)
        .header(header::CACHE_CONTROL, "private, no-store")
        .header(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
        )
        .body(Body::from(document.to_vec()));
    answer.map_err(|_| Failed(Failure::Internal))
}
