//! The calls that the server makes to the sandbox: token, user info, logout. As with id.gov.ua, an error arrives in a body
//! with HTTP 200, what is unknown is "N/A", and `edrpoucode` of a signature without organisation repeats the person's own code.

use super::{
    Service,
    cipher::is_encoded_twice,
    grants::{Grant, TOKEN_LIFE},
    people::{Fault, Way},
};
use crate::demo_residents::Resident;
use app::keys::same_bytes;
use axum::{
    Json,
    body::Body,
    extract::{Form, State},
    response::{IntoResponse, Response},
};
use http::{HeaderName, StatusCode, header};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Answers with personal data or secrets are kept nowhere.
const NO_STORE: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

/// What the token request sends, in the body of a POST or the query of a GET.
#[derive(Deserialize)]
#[serde(default)]
pub(super) struct TokenRequest {
    grant_type: String,
    client_id: String,
    client_secret: String,
    code: String,
}

impl Default for TokenRequest {
    fn default() -> Self {
        let [grant_type, client_id, client_secret, code] = Default::default();
        Self {
            grant_type,
            client_id,
            client_secret,
            code,
        }
    }
}

/// `/get-access-token`: a code for a token. The code is used up whatever else is wrong.
pub(super) async fn token(
    State(service): State<Service>,
    Form(asked): Form<TokenRequest>,
) -> Response {
    let grant = service.grants.take_code(&asked.code);
    let options = &service.options;
    let secret = options.client_secret.reveal().as_bytes();
    if asked.client_id != options.client_id || !same_bytes(asked.client_secret.as_bytes(), secret) {
        return error(
            "invalid_client",
            "Невідомий клієнт або хибний пароль клієнта",
        );
    }
    if asked.grant_type != "authorization_code" {
        return error("unsupported_grant_type", "Очікується authorization_code");
    }
    let Some(grant) = grant else {
        return error(
            "invalid_grant",
            "Код невідомий, використаний або прострочений",
        );
    };
    match grant.fault {
        Some(Fault::TokenError) => return error("invalid_grant", "Вигадана помилка"),
        Some(Fault::Slow) => tokio::time::sleep(options.slowness).await,
        Some(Fault::Closed) => return broken_off(),
        _ => {}
    }
    let user_id = user_id(&grant.person);
    let refresh_token = service.grants.token(grant.clone());
    let answer = json!({
        "access_token": service.grants.token(grant),
        "token_type": "bearer",
        "expires_in": TOKEN_LIFE.as_secs(),
        "refresh_token": refresh_token,
        "user_id": user_id,
    });
    (NO_STORE, Json(answer)).into_response()
}

/// What the requests about a person send.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PersonRequest {
    access_token: String,
    user_id: String,
    fields: String,
    cert: String,
}

/// `/get-user-info`: the fields that were asked for, or all.
pub(super) async fn user_info(
    State(service): State<Service>,
    Form(asked): Form<PersonRequest>,
) -> Response {
    let Some(grant) = owner(&service, &asked) else {
        return error("invalid_token", "Маркер невідомий або прострочений");
    };
    match grant.fault {
        Some(Fault::UserInfoError) => return error("2", "Вигадана помилка"),
        Some(Fault::Encrypted) => return encrypted(),
        Some(Fault::NotJson) => return "<!doctype html><title>502</title>".into_response(),
        Some(Fault::Oversize) => {
            return (NO_STORE, format!("{{\"o\":\"{}\"}}", "x".repeat(1 << 20))).into_response();
        }
        Some(Fault::Redirect) => {
            return (
                StatusCode::FOUND,
                [(header::LOCATION, "http://127.0.0.1:9/elsewhere")],
            )
                .into_response();
        }
        _ if !asked.cert.is_empty() && !is_encoded_twice(&asked.cert) => {
            return error(
                "invalid_cert",
                "Сертифікат очікується в base64, двічі закодований для адреси",
            );
        }
        _ => {}
    }
    let mut all = fields(&grant);
    let wanted: Vec<&str> = asked
        .fields
        .split(',')
        .map(str::trim)
        .filter(|field| !field.is_empty())
        .collect();
    if !wanted.is_empty() {
        all.retain(|field, _| wanted.contains(&field.as_str()));
    }
    if asked.cert.is_empty() {
        return (NO_STORE, Json(all)).into_response();
    }
    match service
        .cipher
        .encrypt(Value::Object(all).to_string().as_bytes())
    {
        Some(text) => (NO_STORE, Json(json!({"encryptedUserInfo": text}))).into_response(),
        None => error("2", "Дані завеликі"),
    }
}

/// What the side service is asked.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct DecryptRequest {
    #[serde(rename = "encryptedUserInfo")]
    encrypted: String,
}

/// `POST /decrypt`: the side service of a real installation, which holds the key of the certificate.
pub(super) async fn decrypt(
    State(service): State<Service>,
    Json(asked): Json<DecryptRequest>,
) -> Response {
    match service.cipher.decrypt(&asked.encrypted) {
        Some(plain) => {
            let json = [(header::CONTENT_TYPE, "application/json")];
            (NO_STORE, json, plain).into_response()
        }
        None => error("not_decrypted", "Це зашифровано не для цього сертифіката"),
    }
}

/// `/get-user-logout`: ends the token.
pub(super) async fn logout(
    State(service): State<Service>,
    Form(asked): Form<PersonRequest>,
) -> Response {
    if owner(&service, &asked).is_none() {
        return error("invalid_token", "Маркер невідомий або прострочений");
    }
    service.grants.drop_token(&asked.access_token);
    (
        NO_STORE,
        Json(json!({"error": "0", "message": "Сеанс завершено"})),
    )
        .into_response()
}

/// What was agreed to under this token, if the user id fits it.
fn owner(service: &Service, asked: &PersonRequest) -> Option<Grant> {
    service
        .grants
        .of_token(&asked.access_token)
        .filter(|grant| user_id(&grant.person) == asked.user_id)
}

/// A number that is always the same for one person, as id.gov.ua has it.
fn user_id(person: &Resident) -> String {
    let sum = person
        .id
        .bytes()
        .fold(17_u64, |sum, b| (sum * 131 + u64::from(b)) % 900_000_000);
    (100_000_000 + sum).to_string()
}

fn error(code: &str, description: &str) -> Response {
    (
        NO_STORE,
        Json(json!({"error": code, "error_description": description, "message": description})),
    )
        .into_response()
}

fn encrypted() -> Response {
    (
        NO_STORE,
        Json(json!({"encryptedUserInfo": "MIIBvgYJKoZIhvcNAQcDoIIBrzCCAasCAQAxggEm"})),
    )
        .into_response()
}

/// An answer that promises more than it holds, so that the connection breaks off within it.
fn broken_off() -> Response {
    let promised = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_LENGTH, "1000"),
    ];
    // As a stream: a body of known length would be checked against the header.
    (
        promised,
        Body::from_stream(Body::from("{\"access_").into_data_stream()),
    )
        .into_response()
}

/// All fields that id.gov.ua documents.
fn fields(grant: &Grant) -> Map<String, Value> {
    let (person, way, fault) = (&grant.person, grant.way, grant.fault);
    let signed = way == Way::DigSign;
    let no_keys = fault == Some(Fault::NoKeys);
    let passport = person
        .passport
        .as_ref()
        .filter(|_| !no_keys)
        .map(|passport| passport.as_str());
    // A signature of somebody without a РНОКПП has the passport in its place.
    let own_code = match &person.rnokpp {
        Some(number) if !no_keys => Some(number.digits()),
        _ => passport.filter(|_| signed),
    };
    let organisation = person.organisation.as_ref().filter(|_| signed);
    let (family, given, middle, full) = match fault {
        Some(Fault::NaNames) => Default::default(),
        _ => (
            person.name.family.as_str(),
            person.name.given.as_str(),
            person.name.middle.as_str(),
            person.name.official(),
        ),
    };
    let settlement = person
        .settlement
        .as_ref()
        .map(|settlement| settlement.name.as_str());
    let known = |text: Option<&str>| json!(text.filter(|text| !text.is_empty()).unwrap_or("N/A"));
    let edrpou = organisation
        .map(|o| o.edrpou.as_str())
        .or(own_code.filter(|_| signed));
    let serial = format!("5E984D526F82F38F04000000{}", user_id(person));
    let values = [
        (
            "issuer",
            known(Some(
                "O=Демонстрація;CN=Демонстраційний надавач довірчих послуг;C=UA",
            )),
        ),
        (
            "issuercn",
            known(Some("Демонстраційний надавач довірчих послуг")),
        ),
        ("serial", known(Some(&serial))),
        (
            "subject",
            known(
                Some(&format!("CN={full};C=UA"))
                    .filter(|_| !full.is_empty())
                    .map(String::as_str),
            ),
        ),
        ("subjectcn", known(Some(&full))),
        ("locality", known(settlement)),
        ("state", known(settlement.map(|_| "Житомирська"))),
        ("o", known(organisation.map(|o| o.name.as_str()))),
        ("ou", known(None)),
        (
            "title",
            known(organisation.and_then(|o| o.title.as_deref())),
        ),
        ("lastname", known(Some(family))),
        ("givenname", known(Some(given))),
        ("middlename", known(Some(middle))),
        ("email", known(None)),
        ("address", known(settlement)),
        ("phone", known(None)),
        ("dns", known(None)),
        ("edrpoucode", known(edrpou)),
        ("drfocode", known(own_code)),
        (
            "unzr",
            known(
                person
                    .unzr
                    .as_ref()
                    .filter(|_| !no_keys)
                    .map(|number| number.as_str()),
            ),
        ),
        ("isqscd", json!(if signed { "1" } else { "0" })),
        ("documents", passport.map_or_else(|| json!("N/A"), document)),
        (
            "auth_type",
            json!(if fault == Some(Fault::UnknownWay) {
                "carrier_pigeon"
            } else {
                way.as_str()
            }),
        ),
    ];
    values
        .into_iter()
        .map(|(field, value)| (field.to_owned(), value))
        .collect()
}

/// A passport as one element of `documents`.
fn document(passport: &str) -> Value {
    let series: String = passport.chars().take_while(|c| c.is_alphabetic()).collect();
    let number: String = passport.chars().skip_while(|c| c.is_alphabetic()).collect();
    let kind = if series.is_empty() {
        "idpassport"
    } else {
        "passport"
    };
    json!([{"type": kind, "series": series, "number": number, "issueCountryIso2": "UA"}])
}
