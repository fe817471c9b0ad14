//! Documents as files: what people send about themselves, and scans of paper forms. Taking one in, and giving it out to whoever may look at it.

use super::{
    errors::{self, Failed},
    functions::{self, accepts_html},
    upload::{as_plain_form, read},
};
use crate::{front::rate::Taken, site::Site};
use app::{
    components::page::encoded,
    context::{SentDocument, Visit},
    failure::Failure,
    pages::{
        resident::{ClaimPower, RequestResidence, may_claim_power, may_send_residence_document},
        staff::{
            AttachPaperScan, PAPER_UPLOAD, may_attach_scan, organisation_document, paper_scan,
            residence_document,
        },
    },
};
use axum::{
    Extension,
    body::Body,
    extract::{Path, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    document::{DocumentKind, MOST_DOCUMENT_BYTES},
    ids::PersonId,
};
use http::header;
use leptos::server_fn::ServerFn;
use std::{sync::Arc, time::Duration};
use tokio::{sync::SemaphorePermit, time::timeout};

/// Documents that are read at once: each is in memory, whole and sealed, for a moment. Whoever comes next waits.
pub const MOST_AT_ONCE: usize = 24;
/// How long somebody waits for a place.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// A form with a document.
pub struct Upload {
    /// Its address.
    pub path: &'static str,
    /// The names of the fields beside the file.
    fields: &'static [&'static str],
    /// The server function that decides what becomes of it.
    goes_to: &'static str,
    /// Who may send one: of nobody else a file is read.
    may: fn(&Visit) -> Result<PersonId, Failure>,
    /// Whether nobody sends many of them in a day.
    is_rare: bool,
}

/// Where somebody lives.
pub const RESIDENCE: Upload = Upload {
    path: "/do/send-residence-document",
    fields: &["settlement"],
    goes_to: RequestResidence::PATH,
    may: |visit| Ok(may_send_residence_document(visit)?.person),
    is_rare: true,
};

/// For which organisation somebody may act.
pub const ORGANISATION: Upload = Upload {
    path: "/do/send-organisation-document",
    fields: &["kind", "name", "name_en", "code", "position"],
    goes_to: ClaimPower::PATH,
    may: |visit| Ok(may_claim_power(visit)?.person),
    is_rare: true,
};

/// The identity part of a paper form.
pub const PAPER_SCAN: Upload = Upload {
    path: PAPER_UPLOAD,
    fields: &["batch", "form"],
    goes_to: AttachPaperScan::PATH,
    may: |visit| Ok(may_attach_scan(visit)?.person),
    is_rare: false,
};

/// All of them: each has more time than other forms, and passes the proxy without being written down (docs/nginx.conf).
pub const ALL: [&Upload; 3] = [&RESIDENCE, &ORGANISATION, &PAPER_SCAN];

/// Whether a form with a document is sent there.
pub fn is_sent_to(path: &str) -> bool {
    ALL.iter().any(|upload| upload.path == path)
}

/// Reads the form, and hands its file to the server function.
pub async fn take(upload: &'static Upload, State(site): State<Site>, request: Request) -> Response {
    let page_for = accepts_html(request.headers())
        .then(|| request.extensions().get::<Visit>().cloned())
        .flatten();
    match with_document(upload, &site, request).await {
        Err(failure) => errors::respond(&site, page_for.as_ref(), failure).await,
        // Its place is free again when it has been answered.
        Ok((request, _place)) => functions::answer(&site, page_for.as_ref(), request).await,
    }
}

/// The request for the server function, with the file as an extension.
async fn with_document<'a>(
    upload: &Upload,
    site: &'a Site,
    request: Request,
) -> Result<(Request, SemaphorePermit<'a>), Failure> {
    let visit = request.extensions().get::<Visit>().cloned();
    let visit = visit.ok_or(Failure::Internal)?;
    let (mut parts, body) = request.into_parts();
    if let Err(denied) = may_be_read(upload, site, &visit) {
        // To its end, so that the browser hears why; nothing of it is kept.
        _ = read(upload.fields, &parts, body, 0).await;
        return Err(denied);
    }
    let place = timeout(LONGEST_WAIT, site.document_places.acquire()).await;
    let place = place.map_err(|_| Failure::Busy)?;
    let place = place.map_err(|_| Failure::Unavailable)?;
    let sent = read(upload.fields, &parts, body, MOST_DOCUMENT_BYTES).await?;
    let document = match sent.file_too_large {
        true => SentDocument::TooLarge,
        false => SentDocument::Whole(Arc::new(sent.file)),
    };
    parts.extensions.insert(document);
    let request = as_plain_form(upload.goes_to, parts, &sent.fields)?;
    Ok((request, place))
}

/// Whether a file is read of whoever sends this: nobody sends documents about themselves all day, and of who may not send one nothing is
/// read.
fn may_be_read(upload: &Upload, site: &Site, visit: &Visit) -> Result<(), Failure> {
    let person = (upload.may)(visit)?;
    if !upload.is_rare {
        return Ok(());
    }
    match site.document_limit.take(&person, visit.now) {
        Taken::No => Err(Failure::TooMany),
        Taken::Yes | Taken::OneOfTheLast => Ok(()),
    }
}

/// `GET /staff/people/{id}/document`: the document of a request about a residence that waits, for those who decide on it. Each look is logged.
///
/// # Errors
/// As those of [`residence_document`].
pub async fn residence(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let places = site.document_places.acquire().await;
    let _place = places.map_err(|_| Failed(Failure::Unavailable))?;
    let found = residence_document(&site.services, &visit, &id).await;
    given_out(
        &visit,
        found,
        "residence",
        &format!("/staff/people/{}", encoded(&id)),
    )
}

/// `GET /staff/organisations/claims/{id}/document`: the document of a claim that waits, for those who decide on it. Each look is logged.
///
/// # Errors
/// As those of [`organisation_document`].
pub async fn organisation(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
) -> Result<Response, Failed> {
    let places = site.document_places.acquire().await;
    let _place = places.map_err(|_| Failed(Failure::Unavailable))?;
    let found = organisation_document(&site.services, &visit, &id).await;
    let page = format!("/staff/organisations/claims/{}", encoded(&id));
    given_out(&visit, found, "organisation", &page)
}

/// `GET /staff/paper/{batch}/{form}/scan`: the scan of a paper form, for those who enter forms. Each look is logged.
///
/// # Errors
/// As those of [`paper_scan`].
pub async fn paper(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path((batch, form)): Path<(String, String)>,
) -> Result<Response, Failed> {
    let places = site.document_places.acquire().await;
    let _place = places.map_err(|_| Failed(Failure::Unavailable))?;
    let found = paper_scan(&site.services, &visit, (&batch, &form)).await;
    let page = format!("/staff/paper/{}/{}", encoded(&batch), encoded(&form));
    given_out(&visit, found, "paper", &page)
}

/// A document as a file called `name`; whoever has to sign in first is led to the `page` whose link leads here again.
fn given_out(
    visit: &Visit,
    found: Result<(DocumentKind, zeroize::Zeroizing<Vec<u8>>), Failure>,
    name: &str,
    page: &str,
) -> Result<Response, Failed> {
    let (kind, document) = match found {
        Err(Failure::SignInNeeded) => {
            return Ok(Redirect::to(&visit.way_in(&visit.href(page))).into_response());
        }
        found => found.map_err(Failed)?,
    };
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
    answer.map_err(|_| Failed(Failure::Internal))
}
