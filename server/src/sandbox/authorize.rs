//! The browser's side of the sandbox: the page on which one chooses a person, and the way back with a code or a refusal.

use super::{
    Service,
    grants::Grant,
    page,
    people::{self, Fault, Way},
};
use axum::{
    extract::{Form, Query, State},
    response::{IntoResponse, Response},
};
use domain::lang::Lang;
use http::{StatusCode, header};
use reqwest::Url;
use serde::Deserialize;

/// Longest `state` and search text that are taken, in bytes.
const LONGEST: usize = 1024;

/// What the client sends the browser with, and what the page adds (`lang`, `q`).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    response_type: String,
    pub client_id: String,
    pub auth_type: String,
    pub state: String,
    pub redirect_uri: String,
    lang: String,
    /// The search text.
    pub q: String,
    sandbox_person: String,
    sandbox_auth_type: String,
    sandbox_fault: String,
}

impl Asked {
    pub fn lang(&self) -> Lang {
        if self.lang == "en" {
            Lang::En
        } else {
            Lang::Uk
        }
    }
}

/// Why the browser is not sent back: nobody has shown that the address to go back to is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadRequest {
    Client,
    RedirectUri,
    ResponseType,
    State,
    AuthType,
    Person,
}

/// `GET /`: the page, or at once the way back when the service approves by itself.
pub(super) async fn show(State(service): State<Service>, Query(asked): Query<Asked>) -> Response {
    let ways = match checked(&service, &asked) {
        Ok(ways) => ways,
        Err(fault) => return page::bad_request(asked.lang(), fault),
    };
    if service.options.auto_approve && !asked.sandbox_person.is_empty() {
        let fault = Fault::parse(&asked.sandbox_fault);
        let way = match asked.sandbox_auth_type.as_str() {
            "" => ways.first(),
            name => ways.iter().find(|way| way.as_str() == name),
        };
        return match way {
            Some(way) => agree(&service, &asked, &asked.sandbox_person, *way, fault),
            None => page::bad_request(asked.lang(), BadRequest::AuthType),
        };
    }
    page::people(&service.options, &asked, &ways)
}

/// What the page's form sends.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(super) struct Consent {
    response_type: String,
    client_id: String,
    auth_type: String,
    state: String,
    redirect_uri: String,
    lang: String,
    way: String,
    person: String,
    deny: String,
}

/// `POST /consent`: back to the client, with a code or with `access_denied`.
pub(super) async fn consent(State(service): State<Service>, Form(sent): Form<Consent>) -> Response {
    let asked = Asked {
        response_type: sent.response_type,
        client_id: sent.client_id,
        auth_type: sent.auth_type,
        state: sent.state,
        redirect_uri: sent.redirect_uri,
        lang: sent.lang,
        ..Asked::default()
    };
    let ways = match checked(&service, &asked) {
        Ok(ways) => ways,
        Err(fault) => return page::bad_request(asked.lang(), fault),
    };
    if !sent.deny.is_empty() {
        return denied(&asked);
    }
    match ways.iter().find(|way| way.as_str() == sent.way) {
        Some(way) => agree(&service, &asked, &sent.person, *way, None),
        None => page::bad_request(asked.lang(), BadRequest::AuthType),
    }
}

/// The ways to sign in that may be offered, if the request is in order.
fn checked(service: &Service, asked: &Asked) -> Result<Vec<Way>, BadRequest> {
    let options = &service.options;
    if asked.client_id != options.client_id {
        return Err(BadRequest::Client);
    }
    if !options.redirect_uris.contains(&asked.redirect_uri) {
        return Err(BadRequest::RedirectUri);
    }
    if asked.response_type != "code" {
        return Err(BadRequest::ResponseType);
    }
    if asked.state.is_empty() || asked.state.len() > LONGEST || asked.q.len() > LONGEST {
        return Err(BadRequest::State);
    }
    let ways = Way::asked_for(&asked.auth_type);
    if ways.is_empty() {
        Err(BadRequest::AuthType)
    } else {
        Ok(ways)
    }
}

fn agree(service: &Service, asked: &Asked, id: &str, way: Way, fault: Option<Fault>) -> Response {
    let Some((person, own_fault)) = people::find(&service.options, id) else {
        return page::bad_request(asked.lang(), BadRequest::Person);
    };
    let fault = fault.or(own_fault);
    if fault == Some(Fault::Denied) {
        return denied(asked);
    }
    let code = service.grants.code(Grant { person, way, fault });
    back(asked, &[("code", &code), ("state", &asked.state)])
}

fn denied(asked: &Asked) -> Response {
    let description = "Користувач не надав згоди";
    back(
        asked,
        &[
            ("error", "access_denied"),
            ("error_description", description),
            ("state", &asked.state),
        ],
    )
}

/// Sends the browser to the registered address with these parameters.
fn back(asked: &Asked, parameters: &[(&str, &str)]) -> Response {
    let Ok(mut url) = Url::parse(&asked.redirect_uri) else {
        return page::bad_request(asked.lang(), BadRequest::RedirectUri);
    };
    url.query_pairs_mut().extend_pairs(parameters);
    let headers = [
        (header::LOCATION, url.as_str()),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}
