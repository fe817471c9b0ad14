//! Server functions behind `/do/…`: plain forms and islands post here (DESIGN §4).
//!
//! Leptos answers a form with a redirect: to where the function said, or to the Referer with the error in the query when it
//! failed. Here the error never reaches an address bar: it becomes an error page with its own status.

use crate::{site::Site, web::errors};
use app::{
    context::Visit,
    failure::Failure,
    pages::staff::{
        CorrectDescription, EnterPaper, SavePoll, SaveSettings, most_correction_bytes,
        most_editor_bytes, most_paper_bytes, most_settings_bytes,
    },
};
use axum::{
    body::{Body, HttpBody, to_bytes},
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use domain::role::Right;
use http::{HeaderValue, StatusCode, header};
use leptos::server_fn::{ServerFn, error::ServerFnUrlError};
use std::{future::poll_fn, pin::Pin};
use tokio::sync::SemaphorePermit;

/// The largest form that is read from anybody: answers to one question, or a title.
pub const MOST_FORM_BYTES: usize = 64 * 1024;

/// The largest form of the editor that is read from whoever may not write polls (right now): the work of somebody whose session
/// ended while they typed. Over 80,000 Ukrainian letters; a larger poll needs a session first, and the page says how to get one
/// and send the form again. Anybody can send this much, so that it must stay small.
pub const MOST_WAITING_BYTES: usize = 512 * 1024;

/// How many forms larger than that are read and worked on at once: of some 15 MB each, of which several copies are in memory
/// for a moment. Whoever comes next waits.
pub const MOST_LARGE_FORMS: usize = 4;

/// How much more than that is read and thrown away: a browser that is still sending when the connection closes shows an error
/// of its own instead of our page.
const MOST_DISCARDED: usize = 4 << 20;

/// Stands in for the Referer, so that an error finds its way back to us and not to a page.
const SELF_REFERER: &str = "https://form.invalid/";

/// Runs the server function that the path names.
pub async fn run(State(site): State<Site>, request: Request) -> Response {
    let page_for = accepts_html(request.headers())
        .then(|| request.extensions().get::<Visit>().cloned())
        .flatten();
    match checked(&site, request).await {
        Err(failure) => errors::respond(&site, page_for.as_ref(), failure).await,
        // A large form gives its place back when it has been answered.
        Ok((request, _place)) => answer(&site, page_for.as_ref(), request).await,
    }
}

/// The answer to a form that was read and found clean.
pub(super) async fn answer(
    site: &Site,
    page_for: Option<&Visit>,
    mut request: Request,
) -> Response {
    let referer = HeaderValue::from_static(SELF_REFERER);
    request.headers_mut().insert(header::REFERER, referer);
    let response = leptos_axum::handle_server_fns_with_context(site.context(), request)
        .await
        .into_response();
    outcome(site, page_for, response).await
}

/// How much is read of a form, and what it is when there is more.
#[derive(Clone, Copy)]
pub(super) struct Allowed {
    bytes: usize,
    more: Failure,
    /// Up to here the rest is read and thrown away.
    discarded: usize,
}

impl Allowed {
    /// As much as of anybody's form; `more` is what a larger one is.
    pub(super) fn small(more: Failure) -> Self {
        Self {
            bytes: MOST_FORM_BYTES,
            more,
            discarded: MOST_FORM_BYTES + MOST_DISCARDED,
        }
    }

    /// By the function and by who asks, both of which are known before the body. The large forms are for those who write polls and those
    /// who enter paper forms.
    fn of(request: &Request) -> Self {
        // Somewhat larger than the others, small enough for anybody.
        let larger = match request.uri().path() {
            CorrectDescription::PATH => Some(most_correction_bytes()),
            SaveSettings::PATH => Some(most_settings_bytes()),
            _ => None,
        };
        if let Some(bytes) = larger {
            return Self {
                bytes,
                more: Failure::TooLarge,
                discarded: bytes + MOST_DISCARDED,
            };
        }
        let visit = request.extensions().get::<Visit>();
        let large = match (visit, request.uri().path()) {
            (Some(visit), SavePoll::PATH) => {
                Some((visit, most_editor_bytes(&visit.policy), Right::WritePolls))
            }
            (Some(visit), EnterPaper::PATH) => {
                Some((visit, most_paper_bytes(&visit.policy), Right::RecordPaper))
            }
            _ => None,
        };
        let Some((visit, large, right)) = large else {
            return Self::small(Failure::TooLarge);
        };
        let (bytes, more) = match visit.require(right) {
            Ok(_) => (large, Failure::TooLarge),
            // To be told to shorten it would not help them.
            Err(denied) => (MOST_WAITING_BYTES.min(large), denied),
        };
        Self {
            bytes,
            more,
            // Whoever has such a form on the screen must see our page, also when their session has ended.
            discarded: large + MOST_DISCARDED,
        }
    }
}

/// Reads the whole form and refuses what no form of ours can send: a body too large, broken UTF-8, NUL bytes. A large form
/// takes one of few places.
async fn checked(
    site: &Site,
    request: Request,
) -> Result<(Request, Option<SemaphorePermit<'_>>), Failure> {
    let allowed = Allowed::of(&request);
    let (parts, body) = request.into_parts();
    let form = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| {
        kind.as_bytes()
            .to_ascii_lowercase()
            .starts_with(b"application/x-www-form-urlencoded")
    });
    if !form {
        return Err(Failure::BadRequest);
    }
    let announced = parts
        .headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > allowed.discarded as u64) {
        return Err(allowed.more);
    }
    let (bytes, place) = read(site, body, allowed).await?;
    if !is_clean_form(&bytes) {
        return Err(Failure::BadRequest);
    }
    Ok((Request::from_parts(parts, Body::from(bytes)), place))
}

/// The whole body, if it is no larger than this form may be.
pub(super) async fn read(
    site: &Site,
    mut body: Body,
    allowed: Allowed,
) -> Result<(Vec<u8>, Option<SemaphorePermit<'_>>), Failure> {
    let mut bytes = Vec::new();
    let mut length = 0;
    let mut place = None;
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let Ok(piece) = frame.map_err(|_| Failure::BadRequest)?.into_data() else {
            continue;
        };
        length += piece.len();
        if length > allowed.bytes {
            (bytes, place) = (Vec::new(), None);
        } else {
            if length > MOST_WAITING_BYTES && place.is_none() {
                let free = site.large_forms.acquire().await;
                place = Some(free.map_err(|_| Failure::Unavailable)?);
            }
            bytes.extend_from_slice(&piece);
        }
        if length > allowed.discarded {
            break;
        }
    }
    if length > allowed.bytes {
        Err(allowed.more)
    } else {
        Ok((bytes, place))
    }
}

/// Whether a form-encoded body is valid UTF-8 without NUL after decoding. Checked on bytes, without building strings.
fn is_clean_form(body: &[u8]) -> bool {
    let mut decoded = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'%' => {
                let Some(value) = tail
                    .get(..2)
                    .filter(|hex| hex.iter().all(u8::is_ascii_hexdigit))
                    .and_then(|hex| std::str::from_utf8(hex).ok())
                    .and_then(|hex| u8::from_str_radix(hex, 16).ok())
                else {
                    return false;
                };
                decoded.push(value);
                rest = &tail[2..];
            }
            other => decoded.push(other),
        }
    }
    !decoded.contains(&0) && std::str::from_utf8(&decoded).is_ok()
}

/// Turns Leptos's answer into ours.
async fn outcome(site: &Site, page_for: Option<&Visit>, mut response: Response) -> Response {
    if page_for.is_some() {
        if let Some(failure) = failure_in_location(&response) {
            return errors::respond(site, page_for, failure).await;
        }
        // POST → 303 → GET, so that a reload does not send the form again.
        *response.status_mut() = StatusCode::SEE_OTHER;
        return response;
    }
    if response.status().is_success() || response.status() == StatusCode::SEE_OTHER {
        // An island reads the outcome itself. Where a form would be led on stays in `Location`, for one that goes there: a browser
        // follows it only with a status of redirection.
        *response.status_mut() = StatusCode::OK;
        return response;
    }
    // An island: the body names the failure; Leptos gives every one of them status 500, and an unknown function 400.
    let failure = match response.status() {
        StatusCode::BAD_REQUEST => Failure::NotFound,
        _ => to_bytes(response.into_body(), 4096)
            .await
            .ok()
            .and_then(|body| serde_json::from_slice(&body).ok())
            .unwrap_or(Failure::Internal),
    };
    errors::respond(site, None, failure).await
}

/// The failure in a form's redirect; `None` when the function said itself where to go.
fn failure_in_location(response: &Response) -> Option<Failure> {
    let Some(location) = response
        .headers()
        .get(header::LOCATION)
        .and_then(|v| v.to_str().ok())
    else {
        // No redirect at all: Leptos knows no function of that name.
        return Some(Failure::NotFound);
    };
    let query = location.strip_prefix(SELF_REFERER)?;
    let encoded = query
        .trim_start_matches('?')
        .split('&')
        .find_map(|pair| pair.strip_prefix("__err="));
    // Without an error in it, the stand-in address means a function that did not say where to go.
    Some(encoded.map_or(Failure::Internal, |e| {
        ServerFnUrlError::<Failure>::decode_err(&percent_decoded(e))
    }))
}

fn percent_decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(b) = bytes.next() {
        match b {
            b'%' => {
                let hex = [bytes.next().unwrap_or(b'0'), bytes.next().unwrap_or(b'0')];
                out.push(
                    std::str::from_utf8(&hex)
                        .ok()
                        .and_then(|h| u8::from_str_radix(h, 16).ok())
                        .unwrap_or(b'?'),
                );
            }
            b'+' => out.push(b' '),
            other => out.push(other),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Whether a person's browser is asking for a page (and not an island for data).
pub fn accepts_html(headers: &http::HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_with_broken_encoding_or_nul_is_told_from_a_clean_one() {
        for clean in ["a=b", "a=%D0%96&b=+", "", "a=Ж"] {
            assert!(is_clean_form(clean.as_bytes()), "{clean} was refused");
        }
        for bad in [
            "a=%00", "a=%FF", "a=%D0", "a=%", "a=%zz", "a=%D0%9", "a=%+1",
        ] {
            assert!(!is_clean_form(bad.as_bytes()), "{bad} was taken");
        }
        assert!(!is_clean_form(b"a=\xff"));
        assert!(!is_clean_form(b"a=\0"));
    }
}
