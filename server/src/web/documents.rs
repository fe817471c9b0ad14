//! Documents as files: reading one for the server function that takes it, and giving one out to whoever may look at it.

use super::upload::{as_plain_form, read};
use crate::site::Site;
use app::{
    context::{SentDocument, Visit},
    failure::Failure,
};
use axum::{body::Body, extract::Request, response::Response};
use domain::document::{DocumentKind, MOST_DOCUMENT_BYTES};
use http::header;
use std::{sync::Arc, time::Duration};
use tokio::{sync::SemaphorePermit, time::timeout};

/// Documents that are read at once: each is in memory, whole and sealed, for a moment. Whoever comes next waits.
pub const MOST_AT_ONCE: usize = 24;
/// How long somebody waits for a place.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// The request for the server function at `goes_to`, with the file as an extension. `fields` are the form's others; `may` says whether a
/// file is read of whoever sends this.
///
/// # Errors
/// Why nothing is read; what [`read`] finds.
pub async fn with_document<'a>(
    site: &'a Site,
    request: Request,
    fields: &[&'static str],
    goes_to: &'static str,
    may: impl FnOnce(&Visit) -> Result<(), Failure>,
) -> Result<(Request, SemaphorePermit<'a>), Failure> {
    let visit = request.extensions().get::<Visit>().cloned();
    let visit = visit.ok_or(Failure::Internal)?;
    let (mut parts, body) = request.into_parts();
    if let Err(denied) = may(&visit) {
        // To its end, so that the browser hears why; nothing of it is kept.
        _ = read(fields, &parts, body, 0).await;
        return Err(denied);
    }
    let place = timeout(LONGEST_WAIT, site.document_places.acquire()).await;
    let place = place.map_err(|_| Failure::Busy)?;
    let place = place.map_err(|_| Failure::Unavailable)?;
    let sent = read(fields, &parts, body, MOST_DOCUMENT_BYTES).await?;
    let document = match sent.file_too_large {
        true => SentDocument::TooLarge,
        false => SentDocument::Whole(Arc::new(sent.file)),
    };
    parts.extensions.insert(document);
    let request = as_plain_form(goes_to, parts, &sent.fields)?;
    Ok((request, place))
}

/// A document as an answer; `name` is what it is saved as, without its ending.
///
/// # Errors
/// None in practice.
pub fn answer(kind: DocumentKind, name: &str, document: &[u8]) -> Result<Response, Failure> {
    // A browser draws a picture by itself; anything that can hold a script is for a program of its own.
    let shown = match kind {
        DocumentKind::Pdf => "attachment",
        DocumentKind::Jpeg | DocumentKind::Png => "inline",
    };
    let name = format!("{shown}; filename=\"{name}.{}\"", kind.extension());
    let answer = Response::builder()
        .header(header::CONTENT_TYPE, kind.media_type())
        .header(header::CONTENT_DISPOSITION, name)
        .header(header::CACHE_CONTROL, "private, no-store")
        .header(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
        )
        .body(Body::from(document.to_vec()));
    answer.map_err(|_| Failure::Internal)
}
