//! The files of a poll: its results as a table, its deadline for a calendar, its address as a QR code, the card beside a link.
//!
//! They are the same for everybody who may see the poll, and none depends on who asks; so they may be kept by caches, each for a
//! time by which a change of it may be late. Like pages they belong to one host, and so to one community.

mod calendar;
mod card_shelf;
mod share_card;
mod table;

use crate::{site::Site, web::errors::Failed};
use app::{
    components::phase::Phase,
    context::Visit,
    failure::Failure,
    i18n::{common, dates, polls},
    pages::resident::{address, my_data_file, option_label, protocol_of},
};
use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    response::Response,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use calendar::Deadline;
use card_shelf::CardKey;
pub use card_shelf::CardShelf;
use domain::{
    brand::{Colour, STANDARD_ACTION, STANDARD_NOW, Tone},
    poll::Poll,
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// `GET /polls/{number}/results.csv`: the protocol's figures, by the rule of the results page. What was counted is counted, but
/// who asked too early must soon find it: five minutes.
///
/// # Errors
/// [`Failure::NotFound`] before the poll is closed and counted.
pub async fn results_csv(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let poll = poll(&site, &visit, &number).await?;
    let result = protocol_of(&site.services, &visit, &poll)
        .await
        .map_err(Failed)?
        .ok_or(Failed(Failure::NotFound))?;
    let label = |question: &_, option| option_label(visit.lang, question, option);
    let body = table::of(visit.lang, &poll, &result, label).map_err(|error| {
        tracing::error!(%error, "a table of results could not be written");
        Failed(Failure::Internal)
    })?;
    let name = format!("{}-poll-{}-results.csv", visit.community.slug, poll.number);
    Ok(File {
        kind: "text/csv; charset=utf-8; header=present",
        disposition: Some(format!("attachment; filename=\"{name}\"")),
        caching: "public, max-age=300",
        body,
    }
    .answer(&headers))
}

/// The address of the file of one's own data.
pub const MY_DATA_FILE: &str = "/me/data.json";

/// `GET /me/data.json`: everything that the community keeps of whoever asks, for them alone.
///
/// # Errors
/// [`Failure::SignInNeeded`] for a visitor, [`Failure::Forbidden`] for whoever is signed in by a mailbox alone.
pub async fn my_data(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
) -> Result<Response, Failed> {
    let body = my_data_file(&site.services, &visit).await.map_err(Failed)?;
    let name = format!("{}-my-data.json", visit.community.slug);
    let answer = Response::builder()
        .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
        .header(
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        )
        .header(header::CACHE_CONTROL, "private, no-store")
        .body(Body::from(body));
    answer.map_err(|_| Failed(Failure::Internal))
}

/// `GET /polls/{number}/deadline.ics`: until when answers are accepted, for a calendar. A term may be extended: a minute.
///
/// # Errors
/// [`Failure::NotFound`] when nothing is left to be in time for.
pub async fn deadline_ics(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let poll = poll(&site, &visit, &number).await?;
    let phase = Phase::of_poll(&poll, visit.now);
    let closes_at = poll
        .content
        .closes_at
        .filter(|_| matches!(phase, Phase::Scheduled | Phase::Open))
        .ok_or(Failed(Failure::NotFound))?;
    let (lang, title) = (visit.lang, poll.content.title.get(visit.lang));
    let address = address(&visit, &poll);
    let host = http::Uri::try_from(&visit.origin).ok();
    let host = host.as_ref().and_then(|uri| uri.host()).unwrap_or_default();
    let deadline = Deadline {
        uid: format!("poll-{}-closes@{host}", poll.number),
        sequence: poll.version,
        // Not the moment of the request: the same file must stay the same.
        stamp: poll.published_at.unwrap_or(poll.created_at),
        at: closes_at,
        lang,
        summary: polls::deadline_event(lang, title),
        description: format!("{}\n{address}", poll.content.summary.get(lang)),
        reminder: polls::deadline_reminder(lang, title),
        product: common::brand(lang),
        url: &address,
    };
    let name = format!("{}-poll-{}.ics", visit.community.slug, poll.number);
    Ok(File {
        kind: "text/calendar; charset=utf-8",
        // Phones then offer to add it right away.
        disposition: Some(format!("inline; filename=\"{name}\"")),
        caching: "public, max-age=60",
        body: deadline.to_string().into_bytes(),
    }
    .answer(&headers))
}

/// `GET /polls/{number}/qr.svg`: the address of the poll's page in the asker's language. It never changes: a day.
///
/// # Errors
/// [`Failure::NotFound`] for what is no published poll.
pub async fn qr_svg(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let poll = poll(&site, &visit, &number).await?;
    let svg = app::qr::svg(&address(&visit, &poll)).map_err(|error| {
        tracing::error!(%error, "an address does not fit into a QR code");
        Failed(Failure::Internal)
    })?;
    Ok(File {
        kind: "image/svg+xml",
        disposition: None,
        caching: "public, max-age=86400",
        body: svg.into_bytes(),
    }
    .answer(&headers))
}

/// `GET /polls/{number}/card.png`: the picture beside a shared link. It is drawn once for each version of the poll and each
/// language; one drawing at a time, because anybody may ask. An hour: a title never changes once it is published.
///
/// # Errors
/// [`Failure::NotFound`] for what is no published poll.
pub async fn card_png(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let poll = poll(&site, &visit, &number).await?;
    let lang = visit.lang;
    let community = &visit.community;
    let key = CardKey {
        community: community.id,
        settings: community.version,
        poll: poll.number,
        version: poll.version,
        lang,
    };
    let colour = |chosen: Option<Colour>, standard: Tone| chosen.unwrap_or(standard.light);
    let card = share_card::Card {
        brand: common::brand(lang).to_owned(),
        community: community.name.get(lang).to_owned(),
        title: poll.content.title.get(lang).to_owned(),
        line: polls::shared_line(lang, poll.content.closes_at.map(|at| dates::date(lang, at))),
        note: common::advisory_short(lang).to_owned(),
        action: colour(community.brand.action, STANDARD_ACTION),
        now: colour(community.brand.now, STANDARD_NOW),
    };
    let body = site.cards.get(key, card).await.map_err(Failed)?;
    Ok(File {
        kind: "image/png",
        disposition: None,
        caching: "public, max-age=3600",
        body: body.to_vec(),
    }
    .answer(&headers))
}

/// The published poll of this number, from a copy that is at most a second old: a file is asked for beside a page that may come
/// from memory, too.
async fn poll(site: &Site, visit: &Visit, number: &str) -> Result<Arc<Poll>, Failed> {
    let number = number.parse().map_err(|()| Failed(Failure::NotFound))?;
    let services = &site.services;
    services
        .published
        .get(&services.store, visit.community_id(), number, visit.now)
        .await
        .map_err(Failed)
}

/// A file as it is sent.
pub(super) struct File {
    pub(super) kind: &'static str,
    pub(super) disposition: Option<String>,
    pub(super) caching: &'static str,
    pub(super) body: Vec<u8>,
}

impl File {
    /// The file, or a 304 for whoever has it already.
    pub(super) fn answer(self, asked: &HeaderMap) -> Response {
        let etag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(Sha256::digest(&self.body)));
        let known = asked
            .get(header::IF_NONE_MATCH)
            .and_then(|sent| sent.to_str().ok())
            .is_some_and(|sent| {
                let mut tags = sent
                    .split(',')
                    .map(|tag| tag.trim().trim_start_matches("W/"));
                tags.any(|tag| tag == "*" || tag == etag)
            });
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static(self.caching),
        );
        if let Ok(etag) = HeaderValue::from_str(&etag) {
            headers.insert(header::ETAG, etag);
        }
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        if let Some(disposition) = self
            .disposition
            .and_then(|d| HeaderValue::from_str(&d).ok())
        {
            headers.insert(header::CONTENT_DISPOSITION, disposition);
        }
        *response.body_mut() = Body::from(self.body);
        response
    }
}
