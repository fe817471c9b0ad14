//! The way back from an identity provider: its one callback on the platform's host, and the ticket that carries the result to
//! the community's host, where it must meet the browser that asked (DESIGN §8).
//!
//! Both are GETs that change something, which is why each consumes a single-use secret: the state and the ticket.

use crate::{
    identity::{CallbackQuery, Identified, IdentityError},
    site::Site,
    web::errors::{self, Failed},
};
use app::{
    components::page::{encoded, own_path},
    context::{
        SESSION_LIFE_MS, Visit, cookies, localized, new_session, people::SealedPerson,
        sealed::Sealed, signed_in,
    },
    failure::Failure,
    keys::{CommunityKeys, RandomBytes, Token},
};
use axum::{
    extract::{Extension, RawQuery, State},
    response::{IntoResponse, Response},
};
use domain::{
    ids::{CommunityId, PersonId},
    lang::Lang,
    organisation::is_by_key,
    session::SIGN_IN_LIFE_MS,
    time::Millis,
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::time::Duration;
use store::{
    Conflict, SecretHash, StoreError,
    persons::{Found, PersonKey},
    sign_ins::{Returned, SignIn},
    tickets::Ticket,
};

/// How long a ticket holds, in milliseconds.
const TICKET_LIFE_MS: i64 = 60_000;

/// `GET /auth/callback` on the platform's host: whom the provider identified.
///
/// # Errors
/// [`Failure::NotFound`] on a community's host, [`Failure::BadRequest`] for a provider that is gone. Everything else is told on the
/// sign-in page of the community where it was begun.
pub async fn callback(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failed> {
    if visit.origin != site.public.origin_of(&site.public.platform_host()) {
        return Err(Failed(Failure::NotFound));
    }
    let query = CallbackQuery::from_query(query.as_deref().unwrap_or_default());
    let returned = match query.state().and_then(Token::from_client) {
        Some(state) => {
            let store = &site.services.store;
            match store
                .take_sign_in(SecretHash(state.hash()), visit.now)
                .await
            {
                Ok(returned) => returned,
                Err(error) => return Ok(away(&site, error)),
            }
        }
        None => None,
    };
    let (begun, is_good) = match returned {
        Some(Returned::Good(begun)) => (begun, true),
        Some(Returned::Stale(begun)) => (begun, false),
        // Nothing says where they began: only the default community's page can tell them.
        None => {
            return Ok(see_other(&format!(
                "{}/sign-in?error=stale",
                site.public.origin_of(&site.public.host)
            )));
        }
    };
    let origin = match origin_of(&site, &begun, visit.now).await {
        Ok(origin) => origin,
        Err(error) => return Ok(away(&site, error)),
    };
    let told = |code: &str| Ok(told(&origin, &begun.return_path, code));
    if !is_good {
        return told("stale");
    }
    match identified(&site, &begun, query, visit.now).await {
        Ok(ticket) => Ok(see_other(&format!(
            "{origin}{}?ticket={}&return={}",
            localized(language_of(&begun.return_path), "/auth/ticket"),
            ticket.to_client(),
            encoded(own_path(&begun.return_path))
        ))),
        Err(Refused::Identity(error)) => told(error.code()),
        Err(Refused::Full) => {
            tracing::warn!(
                provider = begun.provider,
                "too many sign-ins, at once or in a short time"
            );
            told("unreachable")
        }
        Err(Refused::Conflict) => told("conflict"),
        Err(Refused::Overtaken) => told("stale"),
        // The community's keys are being rotated, which takes a minute.
        Err(Refused::Failure(Failure::Busy)) => told("busy"),
        Err(Refused::Failure(Failure::BadRequest)) => Err(Failed(Failure::BadRequest)),
        // The state is used up, so that asking again would lead nowhere: they begin anew, from where they were.
        Err(Refused::Failure(_)) => told("ours"),
    }
}

/// The sign-in page of the community whose origin this is, with what went wrong and the way back, in its language: the platform's
/// callback has none.
fn told(origin: &str, back: &str, code: &str) -> Response {
    let page = localized(language_of(back), "/sign-in");
    let back = encoded(own_path(back));
    see_other(&format!("{origin}{page}?error={code}&return={back}"))
}

/// The page of somebody whose sign-in cannot even be looked up. Neither community nor language is known; and as nothing was used up,
/// loading it again goes on.
fn away(site: &Site, error: StoreError) -> Response {
    tracing::error!(%error, "a sign-in that came back cannot be looked up");
    errors::respond_to_nobody(site, Failure::Unavailable)
}

/// The language of one of our own paths.
fn language_of(path: &str) -> Lang {
    match path.strip_prefix("/en") {
        Some(rest) if rest.is_empty() || rest.starts_with(['/', '?']) => Lang::En,
        _ => Lang::Uk,
    }
}

enum Refused {
    Identity(IdentityError),
    /// The keys do not belong to one person of the community.
    Conflict,
    /// Staff took a key out of the record in this very moment: the next sign-in finds whose it is.
    Overtaken,
    /// Too many are asked about at the provider just now.
    Full,
    Failure(Failure),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Failure(error.into())
    }
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// Asks the provider who it was, finds or makes their person, and leaves a ticket for the community's host.
async fn identified(
    site: &Site,
    begun: &SignIn,
    query: CallbackQuery,
    now: Millis,
) -> Result<Token, Refused> {
    let provider = site.provider(&begun.provider).ok_or(Failure::BadRequest)?;
    let place = site.provider_places.enter(&begun.provider, now).await;
    let _place = place.ok_or(Refused::Full)?;
    let identified = provider
        .identify(query, &site.redirect_uri(), under_way(begun, now))
        .await
        .and_then(Identified::surely)
        .map_err(Refused::Identity)?;
    let person = person(site, begun.community, &identified, now).await?;
    let signed_for = match &identified.organisation {
        Some(organisation) if is_by_key(identified.assurance) => {
            let plain = serde_json::to_vec(organisation).map_err(|_| Failure::Internal)?;
            let services = &site.services;
            let what = Sealed::SignedFor;
            Some(what.seal(services, begun.community, person, &plain).await?)
        }
        _ => None,
    };
    let services = &site.services;
    let token = Token::new(&*services.random);
    let ticket = Ticket {
        ticket: SecretHash(token.hash()),
        browser: begun.browser,
        person,
        assurance: identified.assurance,
        provider: begun.provider.clone(),
        return_path: begun.return_path.clone(),
        expires_at: now.plus(TICKET_LIFE_MS),
        signed_for,
    };
    let issued = services
        .by_current_keys(begun.community, async |keys| {
            let (store, hashed) = (&services.store, hashed(&identified, &keys));
            Ok(store.issue_ticket(begun.community, &ticket, &hashed).await)
        })
        .await?;
    match issued {
        Ok(()) => Ok(token),
        Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => Err(Refused::Overtaken),
        Err(error) => Err(error.into()),
    }
}

/// By what the provider knows somebody, as the community's records have it.
fn hashed(identified: &Identified, keys: &CommunityKeys) -> Vec<PersonKey> {
    let hashed = identified.keys.iter().map(|key| PersonKey {
        kind: key.kind(),
        hash: keys.keyed_hash(key.kind(), key.value()),
        key_id: keys.identity_key_id(),
    });
    hashed.collect()
}

/// How long ago a sign-in began.
fn under_way(begun: &SignIn, now: Millis) -> Duration {
    let left = begun.expires_at.0.saturating_sub(now.0);
    let gone = SIGN_IN_LIFE_MS.saturating_sub(left);
    Duration::from_millis(u64::try_from(gone).unwrap_or(0))
}

/// The person of these keys in this community, made when there is none. What the provider says of name and birth date is kept
/// sealed; the identifiers are hashed and forgotten.
async fn person(
    site: &Site,
    community: CommunityId,
    identified: &Identified,
    now: Millis,
) -> Result<PersonId, Refused> {
    let services = &site.services;
    let told = SealedPerson {
        name: identified.name.clone(),
        birth_date: identified.birth_date,
    };
    // Again where a record becomes part of another, or goes, between our finding it and our writing to it.
    for _ in 0..3 {
        let new = PersonId::from_random(services.random.bytes());
        let sealed = told.seal(services, community, new).await?;
        let found = services
            .by_current_keys(community, async |keys| {
                let (store, hashed) = (&services.store, hashed(identified, &keys));
                Ok(store
                    .person_by_keys(community, &hashed, new, &sealed, now)
                    .await)
            })
            .await??;
        match found {
            Found::Person { id, created: true } => return Ok(id),
            // What this provider does not say and another said, stays known.
            Found::Person { id, .. } => {
                if told.clone().renew(services, community, id).await? {
                    return Ok(id);
                }
            }
            // Who they are is for staff to say, never guessed (DESIGN §5.1).
            Found::InDoubt(case) => {
                tracing::warn!(
                    community = community.0,
                    %case,
                    "the keys of a sign-in do not belong to one person"
                );
                return Err(Refused::Conflict);
            }
        }
    }
    tracing::error!("the person of the same keys was gone several times in a row");
    Err(Failure::Internal.into())
}

/// `GET /auth/ticket` on the community's host: turns a ticket into a session, in the browser that began.
///
/// # Errors
/// Only when the database does not answer; everything else leads to the sign-in page, which says what happened.
pub async fn ticket(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let services = &site.services;
    let (sent, back) = asked_with(query.as_deref().unwrap_or_default());
    let refused = |code: &str| {
        let back = back.as_deref().map(own_path).map(encoded);
        let back = back.map_or_else(String::new, |back| format!("&return={back}"));
        Ok(see_other(
            &visit.href(&format!("/sign-in?error={code}{back}")),
        ))
    };
    let browser = services
        .cookies
        .read(&headers, cookies::SIGN_IN)
        .and_then(Token::from_client);
    let (Some(sent), Some(browser)) = (sent, browser) else {
        return refused("browser");
    };
    let old = services
        .cookies
        .read(&headers, cookies::SESSION)
        .and_then(Token::from_client);
    let old = old.map(|old| SecretHash(old.hash()));
    let (token, new) = new_session(services, &visit, old);
    // The browser's hash is part of the lookup: another browser's attempt neither learns nor uses up anything.
    let secrets = (SecretHash(sent.hash()), SecretHash(browser.hash()));
    let entered = services
        .store
        .enter_by_ticket(visit.community_id(), secrets, &new)
        .await
        .map_err(failed)?;
    let Some(ticket) = entered else {
        return refused("stale");
    };
    signed_in(services, &visit, ticket.person);
    let mut response = see_other(own_path(&ticket.return_path));
    for cookie in [
        services
            .cookies
            .set(cookies::SESSION, &token.to_client(), SESSION_LIFE_MS / 1000),
        services.cookies.set(cookies::SIGN_IN, "", 0),
    ]
    .into_iter()
    .flatten()
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The ticket, and where its browser was: what it goes back to when the ticket is not good, whoever holds it.
fn asked_with(query: &str) -> (Option<Token>, Option<String>) {
    let ticket = query.strip_prefix("ticket=").unwrap_or_default();
    let ticket = ticket.split('&').next().and_then(Token::from_client);
    // The parser of addresses is the only one here for queries; the host in it means nothing.
    let back = reqwest::Url::parse("http://ticket.invalid/")
        .ok()
        .and_then(|mut url| {
            url.set_query(Some(query));
            let mut values = url.query_pairs().filter(|(name, _)| name == "return");
            values.next().map(|(_, value)| value.into_owned())
        });
    (ticket, back)
}

/// Scheme, host and port of where a sign-in began: there are the browser's cookies. Where that is no host of the community any more, the
/// one that the installation gives it.
async fn origin_of(site: &Site, begun: &SignIn, now: Millis) -> Result<String, StoreError> {
    let there = site.communities.of_host(&begun.host, now).await?;
    if there.is_some_and(|known| known.community.id == begun.community) {
        return Ok(site.public.origin_of(&begun.host));
    }
    let community = site
        .services
        .store
        .community(begun.community)
        .await?
        .ok_or(StoreError::NotFound)?;
    Ok(site
        .public
        .origin_of(&site.communities.host_of(&community.slug)))
}

fn failed(error: StoreError) -> Failed {
    Failed(error.into())
}

fn see_other(location: &str) -> Response {
    let location = HeaderValue::from_str(location).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}
