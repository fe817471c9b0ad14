//! The scans of paper forms' identity parts: taking one from whoever enters forms, and giving it out to them.

use super::{
    documents,
    errors::{self, Failed},
    functions::{self, accepts_html},
};
use crate::site::Site;
use app::{
    components::page::encoded,
    context::Visit,
    failure::Failure,
    pages::staff::{AttachPaperScan, PAPER_UPLOAD as UPLOAD, may_attach_scan, paper_scan},
};
use axum::{
    Extension,
    extract::{Path, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use leptos::server_fn::ServerFn;

/// The address of the form with the file.
pub const PATH: &str = UPLOAD;
/// The form's fields beside the file.
const FIELDS: &[&str] = &["batch", "form"];

/// `POST /do/staff/paper-scan`: reads the form, and hands its file to [`AttachPaperScan`].
pub async fn take(State(site): State<Site>, request: Request) -> Response {
    let page_for = accepts_html(request.headers())
        .then(|| request.extensions().get::<Visit>().cloned())
        .flatten();
    let may = |visit: &Visit| may_attach_scan(visit).map(drop);
    let goes_to = AttachPaperScan::PATH;
    match documents::with_document(&site, request, FIELDS, goes_to, may).await {
        Err(failure) => errors::respond(&site, page_for.as_ref(), failure).await,
        // Its place is free again when it has been answered.
        Ok((request, _place)) => functions::answer(&site, page_for.as_ref(), request).await,
    }
}

/// `GET /staff/paper/{batch}/{form}/scan`: the scan of a form, for those who enter forms. Each look is logged.
///
/// # Errors
/// As those of [`paper_scan`].
pub async fn get(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path((batch, form)): Path<(String, String)>,
) -> Result<Response, Failed> {
    let places = site.document_places.acquire().await;
    let _place = places.map_err(|_| Failed(Failure::Unavailable))?;
    let (kind, scan) = match paper_scan(&site.services, &visit, (&batch, &form)).await {
        // Through the sign-in to the form, whose link leads here again.
        Err(Failure::SignInNeeded) => {
            let page = format!("/staff/paper/{}/{}", encoded(&batch), encoded(&form));
            return Ok(Redirect::to(&visit.way_in(&visit.href(&page))).into_response());
        }
        found => found.map_err(Failed)?,
    };
    documents::answer(kind, "paper", &scan).map_err(Failed)
}
