//! Encrypted answers: id.gov.ua encrypts to our certificate, a side service decrypts, and nobody else reads what it says.

use crate::{CALLBACK, CLIENT, NOW, SECRET, World, failures::Log, serve, settings};
use axum::{
    Json, Router,
    body::Body,
    extract::{RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::identity::Assurance;
use serde_json::{Value, json};
use server::identity::{
    CallbackQuery, DecryptConfig, IdGovUa, IdGovUaConfig, Identified, IdentityError,
    IdentityProvider, Step, Unreachable,
};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::net::TcpListener;

const RNOKPP: &str = "3081802366";

/// A DER structure whose base64 holds all that an address cannot. It is never opened: only the side service knows its key.
fn certificate() -> Vec<u8> {
    let mut der = vec![0x30, 0x82, 0x02, 0x01];
    der.extend([0xfb, 0xef, 0xbe, 0xff].repeat(128));
    der.push(0xff);
    der
}

fn encrypting(provider: &str, service: &str) -> IdGovUa {
    encrypting_within(provider, service, Duration::from_millis(1500))
}

/// With so long a time for all steps together.
fn encrypting_within(provider: &str, service: &str, whole: Duration) -> IdGovUa {
    let mut settings = settings(provider);
    settings.whole_timeout = whole;
    settings.decrypt = Some(DecryptConfig {
        url: service.to_owned(),
        certificate: certificate(),
    });
    IdGovUa::new(settings).unwrap()
}

async fn identify(provider: &IdGovUa, query: &str) -> Result<Identified, IdentityError> {
    provider
        .identify(CallbackQuery::from_query(query), CALLBACK, NOW)
        .await
}

#[tokio::test]
async fn what_was_encrypted_is_read_as_what_was_plain() {
    let mut world = World::new().await;
    for (person, way) in [
        ("iryna-savchuk", "bank_id"),
        ("taras-melnychuk", "dig_sign"),
        ("petro-lysenko", "diia_id"),
    ] {
        let asked = [("sandbox_person", person), ("sandbox_auth_type", way)];
        let plain = world.sign_in(&asked).await.unwrap();
        let in_the_plain = std::mem::replace(
            &mut world.provider,
            encrypting(&world.base, &format!("{}/", world.base)),
        );
        let decrypted = world.sign_in(&asked).await.unwrap();
        world.provider = in_the_plain;
        assert!(decrypted == plain, "{person} by {way}: {decrypted:?}");
    }
    // And what fails before anything is encrypted fails as before.
    world.provider = encrypting(&world.base, &world.base);
    let fault = |name| [("sandbox_person", "iryna-savchuk"), ("sandbox_fault", name)];
    let refused = IdentityError::Upstream {
        step: Step::UserInfo,
        status: 200,
        code: "2".to_owned(),
    };
    assert_eq!(world.sign_in(&fault("user-info-error")).await, Err(refused));
    let none = world.sign_in(&fault("no-keys")).await;
    assert_eq!(none, Err(IdentityError::NotEnoughIdentity));
    // Encrypted to somebody else: the service says so.
    let foreign = IdentityError::Upstream {
        step: Step::Decrypt,
        status: 200,
        code: "not_decrypted".to_owned(),
    };
    assert_eq!(world.sign_in(&fault("encrypted")).await, Err(foreign));
}

#[tokio::test]
async fn the_sandbox_takes_a_certificate_only_if_it_was_encoded_twice() {
    let world = World::new().await;
    let query = world.come_back(&[("sandbox_person", "load-1")]).await;
    let code = query["code=".len()..].split('&').next().unwrap();
    let client = [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT),
        ("client_secret", SECRET),
        ("code", code),
    ];
    let at = |path: &str| format!("{}{path}", world.base);
    let sent = world.browser.post(at("/get-access-token")).form(&client);
    let token: Value = sent.send().await.unwrap().json().await.unwrap();
    for (cert, is_encrypted) in [("MII+/w==", false), ("MII%2B%2Fw%3D%3D", true)] {
        // The query encodes once.
        let query = [
            ("access_token", token["access_token"].as_str().unwrap()),
            ("user_id", token["user_id"].as_str().unwrap()),
            ("cert", cert),
        ];
        let sent = world.browser.get(at("/get-user-info")).query(&query);
        let info: Value = sent.send().await.unwrap().json().await.unwrap();
        assert_eq!(
            info["encryptedUserInfo"].is_string(),
            is_encrypted,
            "{cert}"
        );
        assert_eq!(info["error"] == "invalid_cert", !is_encrypted, "{cert}");
        assert_eq!(info["lastname"], Value::Null, "{cert}");
    }
}

/// A stand-in for id.gov.ua whose user info is this, and a side service that answers with that.
struct Stand {
    /// Queries of user info and bodies of decryption requests.
    heard: Mutex<Vec<String>>,
    info: Value,
    service: Service,
}

#[derive(Clone, Copy, Debug)]
enum Service {
    Says(&'static str),
    Refuses(StatusCode),
    Redirects,
    Oversize,
    Endless,
    BreaksOff,
    Slow,
}

async fn stand(info: Value, service: Service) -> (String, Arc<Stand>) {
    let stand = Arc::new(Stand {
        heard: Mutex::default(),
        info,
        service,
    });
    let user_info = async |State(stand): State<Arc<Stand>>, RawQuery(query): RawQuery| {
        stand.heard.lock().unwrap().push(query.unwrap_or_default());
        Json(stand.info.clone())
    };
    let router = Router::new()
        .route(
            "/get-access-token",
            post(async || Json(json!({"access_token": "t0ken", "user_id": 7}))),
        )
        .route("/get-user-info", get(user_info))
        .route(
            "/get-user-logout",
            get(async || Json(json!({"error": "0"}))),
        )
        .route("/decrypt", post(decrypt))
        .with_state(stand.clone());
    (serve(router).await, stand)
}

async fn decrypt(State(stand): State<Arc<Stand>>, body: String) -> Response {
    stand.heard.lock().unwrap().push(body);
    match stand.service {
        Service::Says(text) => text.into_response(),
        Service::Refuses(status) => (status, "Савчук 3081802366").into_response(),
        Service::Redirects => (
            StatusCode::TEMPORARY_REDIRECT,
            [(header::LOCATION, "http://127.0.0.1:9/elsewhere")],
        )
            .into_response(),
        Service::Oversize => format!("{{\"o\":\"{}\"}}", "x".repeat(1 << 20)).into_response(),
        Service::Endless => {
            let chunks =
                futures::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b' '; 65_536]));
            Body::from_stream(chunks).into_response()
        }
        Service::BreaksOff => (
            [(header::CONTENT_LENGTH, "1000")],
            Body::from_stream(Body::from("{\"drfo").into_data_stream()),
        )
            .into_response(),
        Service::Slow => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            "{}".into_response()
        }
    }
}

const PLAIN: &str =
    r#"{"error":"0","lastname":"Савчук","drfocode":"3081802366","auth_type":"dig_sign"}"#;

#[tokio::test]
async fn the_certificate_travels_encoded_twice_and_the_answer_goes_to_the_service_as_it_came() {
    let (base, stand) = stand(
        json!({"encryptedUserInfo": "MIIB+/=\"x"}),
        Service::Says(PLAIN),
    )
    .await;
    let person = identify(&encrypting(&base, &base), "code=c").await.unwrap();
    assert_eq!(
        (person.keys[0].value(), person.assurance),
        (RNOKPP, Assurance::Qualified)
    );
    let heard = stand.heard.lock().unwrap().clone();
    let cert = heard[0].split("&cert=").nth(1).unwrap();
    assert!(cert.starts_with("MIICAfvvvv"), "{cert}");
    for twice in ["%252B", "%252F", "%253D"] {
        assert!(cert.contains(twice), "{twice} is not in {cert}");
    }
    assert!(
        !cert.contains(['+', '/', '=']) && !cert.contains("%2F"),
        "{cert}"
    );
    let sent: Value = serde_json::from_str(&heard[1]).unwrap();
    assert_eq!(sent, json!({"encryptedUserInfo": "MIIB+/=\"x"}));
}

#[tokio::test]
async fn every_failure_of_the_service_is_a_typed_error_and_says_nothing_of_the_person() {
    let step = Step::Decrypt;
    let upstream = |status, code: &str| IdentityError::Upstream {
        step,
        status,
        code: code.to_owned(),
    };
    let malformed = |fault| IdentityError::Malformed { step, fault };
    let unreachable = |cause| IdentityError::Unreachable { step, cause };
    let log = Log::begin();
    for (service, error) in [
        (
            Service::Says(r#"{"error":"bad_key"}"#),
            upstream(200, "bad_key"),
        ),
        (Service::Says(r#"{"error":7}"#), upstream(200, "7")),
        (
            Service::Says(r#"{"error":"Савчук 3081802366"}"#),
            upstream(200, "no plain code"),
        ),
        (
            Service::Refuses(StatusCode::INTERNAL_SERVER_ERROR),
            upstream(500, "no plain code"),
        ),
        (
            Service::Refuses(StatusCode::NOT_FOUND),
            upstream(404, "no plain code"),
        ),
        (Service::Redirects, upstream(307, "no plain code")),
        (
            Service::Says("<html>Савчук</html>"),
            malformed("it is no JSON object"),
        ),
        (Service::Says(""), malformed("it is no JSON object")),
        (Service::Says("null"), malformed("it is no JSON object")),
        (
            Service::Says(r#"{"encryptedUserInfo":"MIIB"}"#),
            malformed("it is still encrypted"),
        ),
        (Service::Oversize, malformed("it is too large")),
        (Service::Endless, malformed("it is too large")),
        (Service::BreaksOff, unreachable(Unreachable::Broken)),
        (Service::Slow, unreachable(Unreachable::Timeout)),
        // It decrypts, and what it says is not enough.
        (
            Service::Says(r#"{"lastname":"Савчук","auth_type":"bank_id"}"#),
            IdentityError::NotEnoughIdentity,
        ),
    ] {
        let (base, _) = stand(json!({"encryptedUserInfo": "MIIB"}), service).await;
        // Only who waits for the slow one is to be cut off, also on a busy machine.
        let whole = match service {
            Service::Slow => Duration::from_millis(1500),
            _ => Duration::from_secs(20),
        };
        let provider = encrypting_within(&base, &base, whole);
        assert_eq!(
            identify(&provider, "code=c").await,
            Err(error),
            "{service:?}"
        );
    }
    let text = log.text();
    assert!(text.contains("the decryption request"), "{text}");
    for personal in [RNOKPP, "Савчук", "MIIB", "t0ken"] {
        assert!(!text.contains(personal), "{personal} was logged: {text}");
    }
}

#[tokio::test]
async fn a_service_that_is_not_there_or_says_nothing_ends_within_the_time_for_all_steps() {
    let (base, _) = stand(json!({"encryptedUserInfo": "MIIB"}), Service::Slow).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let free = listener.local_addr().unwrap();
    let provider = encrypting(&base, &format!("http://{free}"));
    let step = Step::Decrypt;
    // It accepts connections and says nothing; then it is gone.
    let mut listener = Some(listener);
    for cause in [Unreachable::Timeout, Unreachable::Connect] {
        let started = Instant::now();
        let outcome = identify(&provider, "code=c").await;
        assert_eq!(outcome, Err(IdentityError::Unreachable { step, cause }));
        assert!(started.elapsed() < Duration::from_secs(3), "{cause}");
        listener.take();
    }
}

#[tokio::test]
async fn a_plain_answer_to_somebody_who_sent_a_certificate_is_not_taken() {
    let (base, stand) = stand(serde_json::from_str(PLAIN).unwrap(), Service::Says(PLAIN)).await;
    let not_encrypted = IdentityError::Malformed {
        step: Step::UserInfo,
        fault: "it is not encrypted, and a certificate was sent",
    };
    let provider = encrypting(&base, &base);
    assert_eq!(identify(&provider, "code=c").await, Err(not_encrypted));
    assert_eq!(
        stand.heard.lock().unwrap().len(),
        1,
        "nothing was there to decrypt"
    );
    // Whoever sent none takes it.
    let plain = IdGovUa::new(settings(&base)).unwrap();
    assert!(identify(&plain, "code=c").await.is_ok());
    // What is encrypted is a text.
    for strange in [json!(7.5), json!(""), json!({}), json!(["MIIB"])] {
        let (base, _) =
            self::stand(json!({"encryptedUserInfo": strange}), Service::Says(PLAIN)).await;
        let error = identify(&encrypting(&base, &base), "code=c")
            .await
            .unwrap_err();
        assert_eq!(error.code(), "malformed", "{strange}");
    }
}

#[tokio::test]
async fn nothing_of_somebody_who_was_decrypted_is_ever_logged() {
    let log = Log::begin();
    let mut world = World::new().await;
    world.provider = encrypting(&world.base, &world.base);
    let outcome = world.sign_in(&[("sandbox_person", "iryna-savchuk")]).await;
    assert!(outcome.is_ok());
    tracing::info!(?outcome, "what a careless caller might log");
    let text = log.text();
    assert!(text.contains("what a careless caller might log"), "{text}");
    for personal in [
        RNOKPP,
        "19840517",
        "Савчук",
        "Ірина",
        "access_token=",
        "encryptedUserInfo",
        "MIICAf",
    ] {
        assert!(!text.contains(personal), "{personal} was logged");
    }
}

#[test]
fn an_adapter_is_made_only_with_a_service_that_it_may_ask_and_a_certificate_that_is_one() {
    let made = |url: &str, certificate: Vec<u8>| {
        let mut settings = IdGovUaConfig::production("c", SECRET.to_owned());
        let url = url.to_owned();
        settings.decrypt = Some(DecryptConfig { url, certificate });
        let fault = IdGovUa::new(settings).err();
        fault.map(|error| error.to_string()).unwrap_or_default()
    };
    assert_eq!(made("https://decrypt.example", certificate()), "");
    assert_eq!(made("http://127.0.0.1:8090", certificate()), "");
    assert!(made("http://decrypt.example", certificate()).contains("https"));
    assert!(made("decrypt.example", certificate()).contains("address"));
    assert!(made("https://decrypt.example", b"no certificate".to_vec()).contains("certificate"));
}
