//! The way of a request through the front: host → community, language, cross-site check, who is asking, then on to the routes;
//! and of the response back: error pages for people, protective headers, one line in the log without personal data.

use super::{
    addresses::{self, Subscriber},
    csrf, headers,
    rate::{RateLimit, Taken},
};
use crate::{
    communities::Known,
    site::Site,
    web::{
        cache, documents,
        downloads::MY_DATA_FILE,
        encoding::Encoding,
        errors::{self, Failed},
        functions::accepts_html,
    },
};
use app::{
    components::page::own_path,
    context::{SentForm, Visit, VisitParts, Visitor, cookies, people},
    failure::Failure,
    keys::Token,
    pages::{resident, staff},
};
use axum::{
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::lang::Lang;
use http::{HeaderMap, HeaderValue, Method, Uri, header, uri::PathAndQuery};
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use store::SecretHash;
use tokio::time::timeout;

/// Longest request target that is read, in bytes.
const MOST_TARGET_BYTES: usize = 2_000;

/// Longest time that a request may take.
const MOST_TIME: Duration = Duration::from_secs(30);

/// The same of a document from a phone with a poor connection: ten megabytes at 300 kbit/s. The proxy's settings (docs/nginx.conf) allow
/// no less.
pub const MOST_DOCUMENT_TIME: Duration = Duration::from_secs(300);

/// How long this request may take.
fn most_time(request: &Request) -> Duration {
    match documents::is_sent_to(request.uri().path()) {
        true => MOST_DOCUMENT_TIME,
        false => MOST_TIME,
    }
}

/// The middleware before all routes.
pub async fn pass(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let accepted = Encoding::accepted(request.headers());
    let wants_page =
        accepts_html(request.headers()) || matches!(method, Method::GET | Method::HEAD);
    let (mut response, visit) = match enter(&site, &mut request).await {
        // Styles and scripts are everybody's, on whatever host the page stands that asks for them.
        Err((Failure::NotFound, None)) if wants_page && is_file(request.uri().path()) => {
            (next.run(request).await, None)
        }
        Err((failure, None)) if wants_page => (errors::respond_to_nobody(&site, failure), None),
        Err((failure, visit)) => (
            errors::respond(&site, visit.as_ref().filter(|_| wants_page), failure).await,
            visit,
        ),
        Ok(visit) => {
            request.extensions_mut().insert(visit.clone());
            let most_time = most_time(&request);
            let response = match timeout(most_time, next.run(request)).await {
                Ok(response) => response,
                Err(_) => Failed(Failure::Unavailable).into_response(),
            };
            (
                errors::dressed(&site, &visit, wants_page, response).await,
                Some(visit),
            )
        }
    };
    response = compressed(response, accepted).await;
    headers::protect(response.headers_mut(), site.public.is_https());
    if let Some(visit) = visit.as_ref().filter(|visit| visit.is_embed()) {
        let allowed = site.widget_sites.of(&site.services.store, visit).await;
        headers::let_frame(response.headers_mut(), &allowed);
    }
    let community = visit.as_ref().map_or("-", |v| v.community.slug.as_str());
    // No path: it may hold what somebody typed.
    tracing::debug!(%method, community, status = response.status().as_u16(), ms = began.elapsed().as_millis() as u64, "request");
    response
}

/// A page made for one person, compressed quickly. What is compressed already, or is no page, stays as it is.
///
/// Compression and secrets (BREACH): no page of ours shows what an attacker's address put into it beside a secret of the
/// visitor, and cookies do not travel with cross-site subresources (SameSite).
async fn compressed(response: Response, encoding: Encoding) -> Response {
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let Some(name) = encoding
        .name()
        .filter(|_| is_page && !response.headers().contains_key(header::CONTENT_ENCODING))
    else {
        return response;
    };
    let (mut parts, body) = response.into_parts();
    let Ok(plain) = to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts
        .headers
        .insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    parts
        .headers
        .append(header::VARY, HeaderValue::from_static("accept-encoding"));
    Response::from_parts(parts, Body::from(encoding.encode(&plain, 4)))
}

/// Everything that is decided before routing.
async fn enter(site: &Site, request: &mut Request) -> Result<Visit, (Failure, Option<Visit>)> {
    let now = site.services.clock.now();
    let host = host(request).ok_or((Failure::BadRequest, None))?;
    let known = site
        .communities
        .of_host(&host, now)
        .await
        .map_err(|_| (Failure::Unavailable, None))?;
    let known = known.ok_or((Failure::NotFound, None))?;
    let lang = take_language(request).map_err(|failure| (failure, None))?;
    // In a link `//host` and `/\\host` lead to another site, and every page links to itself in the other language.
    if is_no_path(request.uri().path()) {
        *request.uri_mut() = Uri::from_static("/");
        let visit = visit(site, request, known, lang, &host, now, None);
        return Err((Failure::NotFound, Some(visit)));
    }
    let visit = visit(site, request, known, lang, &host, now, None);
    if request
        .uri()
        .path_and_query()
        .is_some_and(|p| p.as_str().len() > MOST_TARGET_BYTES)
    {
        return Err((Failure::BadRequest, Some(visit)));
    }
    if !csrf::allows(request.method(), request.headers(), &visit.origin) {
        return Err((Failure::Forbidden, Some(visit)));
    }
    if !needs_visitor(request.uri().path()) {
        return Ok(visit);
    }
    let visitor = visitor(site, &visit, request.headers())
        .await
        .map_err(|failure| (failure, Some(visit.clone())))?;
    let visit = match visitor {
        Some(visitor) => visit.with_visitor(visitor),
        None => visit,
    };
    let is_costly = is_made_for_nobody(&visit) || is_own_data(&visit, request);
    if *request.method() != Method::POST && !is_costly {
        return Ok(visit);
    }
    match limit(site, &visit, request, now) {
        Taken::Yes => Ok(visit),
        Taken::OneOfTheLast => Ok(visit.near_a_limit()),
        Taken::No => Err((Failure::TooMany, Some(visit))),
    }
}

/// The host that the request names, lower-case, without port.
fn host(request: &Request) -> Option<String> {
    let named = request
        .uri()
        .authority()
        .map(|a| a.host().to_owned())
        .or_else(|| {
            request
                .headers()
                .get(header::HOST)?
                .to_str()
                .ok()?
                .parse::<http::uri::Authority>()
                .ok()
                .map(|a| a.host().to_owned())
        })?;
    Some(named.to_ascii_lowercase())
}

/// Whether what stands where a path belongs is none, or one that a browser would take for another host.
fn is_no_path(path: &str) -> bool {
    path.strip_prefix('/')
        .is_none_or(|rest| rest.starts_with(['/', '\\']))
}

/// Takes `/en` off the path. The router then sees one set of addresses for both languages.
fn take_language(request: &mut Request) -> Result<Lang, Failure> {
    let path = request.uri().path();
    let Some(rest) = path
        .strip_prefix("/en")
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
    else {
        return Ok(Lang::Uk);
    };
    let rest = if rest.is_empty() { "/" } else { rest };
    let target = match request.uri().query() {
        Some(query) => format!("{rest}?{query}"),
        None => rest.to_owned(),
    };
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(target).map_err(|_| Failure::BadRequest)?);
    *request.uri_mut() = Uri::from_parts(parts).map_err(|_| Failure::BadRequest)?;
    Ok(Lang::En)
}

fn visit(
    site: &Site,
    request: &Request,
    known: Known,
    lang: Lang,
    host: &str,
    now: domain::time::Millis,
    visitor: Option<Visitor>,
) -> Visit {
    let browser = site
        .services
        .cookies
        .read(request.headers(), cookies::BROWSER)
        .and_then(Token::from_client)
        .map(Arc::new);
    let origin = site.public.origin_of(host);
    let form = (*request.method() == Method::POST).then(|| sent_form(request, &origin));
    Visit::new(VisitParts {
        community: known.community,
        policy: known.policy,
        policy_version: known.policy_version,
        lang,
        path: request
            .uri()
            .path_and_query()
            .map_or("/", PathAndQuery::as_str)
            .to_owned(),
        host: host.to_owned(),
        origin,
        now,
        visitor,
        block: subscriber(site, request).map(Into::into),
        browser,
        form,
        is_near_a_limit: false,
    })
}

/// What an error page should know of the form that a request sends to a host of this origin.
fn sent_form(request: &Request, origin: &str) -> SentForm {
    let headers = request.headers();
    let page = headers
        .get(header::REFERER)
        .and_then(|referer| referer.to_str().ok()?.strip_prefix(origin))
        .map(own_path)
        // An error page that was itself the answer to a form cannot be opened again.
        .filter(|path| !path.starts_with("/do/") && !path.starts_with("/en/do/"));
    let path = request.uri().path();
    SentForm {
        page: page.map(str::to_owned),
        is_typed: staff::takes_typed_text(path) || resident::takes_typed_text(path),
        has_file: documents::is_sent_to(path),
        is_foreign: !csrf::allows(request.method(), headers, origin),
    }
}

/// Static files, pictures and probes are nobody's in particular: no database is asked for who wants them.
fn needs_visitor(path: &str) -> bool {
    !(is_file(path)
        || path.starts_with("/pictures/")
        || path.starts_with("/brand/")
        || matches!(
            path,
            "/healthz" | "/readyz" | "/robots.txt" | "/embed/v1.js"
        ))
}

/// Whether a file of the program stands there, the same for every community.
fn is_file(path: &str) -> bool {
    path.starts_with("/pkg/") || matches!(path, "/favicon.svg" | "/apple-touch-icon.png")
}

/// Who is asking, by the session cookie. An unknown or expired session is a visitor.
async fn visitor(
    site: &Site,
    visit: &Visit,
    headers: &HeaderMap,
) -> Result<Option<Visitor>, Failure> {
    let services = &site.services;
    let Some(token) = services
        .cookies
        .read(headers, cookies::SESSION)
        .and_then(Token::from_client)
    else {
        return Ok(None);
    };
    let community = visit.community_id();
    let found = services
        .store
        .find_session(community, SecretHash(token.hash()), visit.now)
        .await?;
    let Some(session) = found else {
        return Ok(None);
    };
    people::visitor(services, community, token.hash(), session, visit.now)
        .await
        .map(Some)
}

/// Whether a visitor, of whom nothing is known, asks for a page that is made for each request anew.
fn is_made_for_nobody(visit: &Visit) -> bool {
    visit.visitor.is_none() && cache::is_made_anew(&visit.path)
}

/// Whether somebody downloads all that is known of them: everything sealed in it is opened for each request.
fn is_own_data(visit: &Visit, request: &Request) -> bool {
    visit.visitor.is_some() && request.uri().path() == MY_DATA_FILE
}

/// Whose connection a request came over.
fn subscriber(site: &Site, request: &Request) -> Option<Subscriber> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?.0;
    let headers = request.headers();
    Some(addresses::subscriber(
        peer.ip(),
        headers,
        &site.trusted_proxies,
    ))
}

/// Rate limits of what changes something or costs much: by person where there is one; by address only for the start of a sign-in, for letters
/// and, very generously, for the drafts of visitors and for their searches.
fn limit(site: &Site, visit: &Visit, request: &Request, now: domain::time::Millis) -> Taken {
    let by_address = |limit: &RateLimit<Subscriber>| {
        subscriber(site, request).map_or(Taken::Yes, |subscriber| limit.take(&subscriber, now))
    };
    match (&visit.visitor, request.uri().path()) {
        (_, "/do/sign-in") => by_address(&site.sign_in_limit),
        (None, "/do/passkey-question" | "/do/enter-by-passkey") => by_address(&site.sign_in_limit),
        (_, "/do/email-sign-in" | "/do/own-email") => by_address(&site.letter_limit),
        (Some(visitor), _) => site.person_limit.take(&visitor.person, now),
        (None, _) if *request.method() != Method::POST => by_address(&site.search_limit),
        (None, _) => by_address(&site.visitor_limit),
    }
}
