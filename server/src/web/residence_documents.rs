//! Documents about where somebody lives: taking one from its person, and giving it out to whoever decides on it.

use super::{
    documents,
    errors::{self, Failed},
    functions::{self, accepts_html},
};
use crate::{front::rate::Taken, site::Site};
use app::{
    components::page::encoded,
    context::Visit,
    failure::Failure,
    pages::{
        resident::{RequestResidence, may_send_residence_document},
        staff::residence_document,
    },
};
use axum::{
    Extension,
    extract::{Path, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use leptos::server_fn::ServerFn;

/// The address of the form with the file.
pub const PATH: &str = "/do/send-residence-document";
/// The form's fields beside the file.
const FIELDS: &[&str] = &["settlement"];

/// `POST /do/send-residence-document`: reads the form, and hands its file to [`RequestResidence`].
pub async fn take(State(site): State<Site>, request: Request) -> Response {
    let page_for = accepts_html(request.headers())
        .then(|| request.extensions().get::<Visit>().cloned())
        .flatten();
    let may = |visit: &Visit| may_be_read(&site, visit);
    let goes_to = RequestResidence::PATH;
    match documents::with_document(&site, request, FIELDS, goes_to, may).await {
        Err(failure) => errors::respond(&site, page_for.as_ref(), failure).await,
        // Its place is free again when it has been answered.
        Ok((request, _place)) => functions::answer(&site, page_for.as_ref(), request).await,
    }
}

/// Whether a file is read of whoever sends this: nobody sends documents all day, and of who may not send one nothing is read.
fn may_be_read(site: &Site, visit: &Visit) -> Result<(), Failure> {
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
    documents::answer(kind, "residence", &document).map_err(Failed)
}
