//! The OpenID Connect adapter against a provider that lies or fails: each lie is one that a conforming provider cannot be made to
//! tell. The real one is in the tests of whole instances.

use super::{CALLBACK, NOW};
use axum::{
    Json, Router,
    body::Body,
    extract::{Form, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use domain::{identifiers::KeyKind, time::Clock as _};
use openidconnect::{
    JsonWebKeyId, PrivateSigningKey as _,
    core::{CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreJwsSigningAlgorithm},
};
use serde_json::{Value, json};
use server::{
    clock::SystemClock,
    identity::{
        CallbackQuery, Identified, IdentityError, IdentityProvider as _, OidcConfig, OpenIdConnect,
    },
};
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::net::TcpListener;

const CLIENT: &str = "viche-test";
const SECRET: &str = "only for tests, and long enough for that";
const WAY: &str = "state_of_one_sign-in";
/// Long enough for two sign-ins before it, also on a busy machine.
const KEYS_AGAIN: Duration = Duration::from_secs(2);
const RNOKPP: &str = "3081802366";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lie {
    /// None: it is all true.
    No,
    MetadataOfAnother,
    PageElsewhere,
    NoTokenEndpoint,
    NoMetadata,
    Refusal,
    RefusalWithAName,
    NoIdToken,
    NoJson,
    Redirect,
    Endless,
    Nonce,
    NoNonce,
    Audience,
    Issuer,
    Expired,
    Unsigned,
    SharedSecret,
    ForeignKey,
    Tampered,
    UserInfoOfAnother,
    UserInfoRefused,
    /// User info and ID token name two people.
    UserInfoOfTwo,
    /// No lie: the number is in the ID token alone.
    NumberInToken,
    /// The provider let somebody in whose session was still open.
    NotAnew,
    NoAuthTime,
    /// Keys are others since the metadata were read.
    NewKeys,
    Slow,
}

struct Liar {
    lie: Lie,
    issuer: String,
    keys_asked: AtomicUsize,
}

/// An Ed25519 key made of one repeated byte.
fn key(byte: u8) -> CoreEdDsaPrivateSigningKey {
    // RFC 8410, 7: a PKCS #8 structure of fixed form before the 32 bytes.
    let mut der = vec![
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ];
    der.extend([byte; 32]);
    let pem = format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
        BASE64_STANDARD.encode(der)
    );
    let id = JsonWebKeyId::new(format!("key-{byte}"));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(id)).unwrap()
}

fn part(json: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(json.to_string())
}

impl Liar {
    /// The ID token for a sign-in with this nonce.
    fn id_token(&self, nonce: &str) -> String {
        let now = SystemClock::default().now().0 / 1000;
        let mut claims = json!({
            "iss": self.issuer, "sub": "account", "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": nonce, "acr": "high",
            "auth_time": now - 30, "drfocode": RNOKPP,
        });
        match self.lie {
            Lie::NotAnew => claims["auth_time"] = json!(now - 600),
            Lie::NoAuthTime => claims["auth_time"] = Value::Null,
            Lie::Nonce => claims["nonce"] = json!("of another sign-in"),
            Lie::NoNonce => claims["nonce"] = Value::Null,
            Lie::Audience => claims["aud"] = json!("another client"),
            Lie::Issuer => claims["iss"] = json!("https://evil.example"),
            Lie::Expired => (claims["iat"], claims["exp"]) = (json!(now - 7200), json!(now - 3600)),
            _ => {}
        }
        let (alg, id) = match self.lie {
            Lie::Unsigned => ("none", "key-1"),
            Lie::SharedSecret => ("HS256", "key-1"),
            Lie::NewKeys => ("EdDSA", "key-2"),
            _ => ("EdDSA", "key-1"),
        };
        let header = json!({"alg": alg, "kid": id});
        let mut message = format!("{}.{}", part(&header), part(&claims));
        let by = |key: &CoreEdDsaPrivateSigningKey| {
            key.sign(&CoreJwsSigningAlgorithm::EdDsa, message.as_bytes())
                .unwrap()
        };
        let signature = match self.lie {
            Lie::Unsigned => Vec::new(),
            Lie::SharedSecret => CoreHmacKey::new(SECRET)
                .sign(&CoreJwsSigningAlgorithm::HmacSha256, message.as_bytes())
                .unwrap(),
            Lie::ForeignKey => by(&key(3)),
            Lie::NewKeys => by(&key(2)),
            _ => by(&key(1)),
        };
        if self.lie == Lie::Tampered {
            claims["drfocode"] = json!("2345678901");
            message = format!("{}.{}", part(&header), part(&claims));
        }
        format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
    }
}

async fn metadata(State(liar): State<Arc<Liar>>) -> Response {
    let at = &liar.issuer;
    let mut metadata = json!({
        "issuer": at, "authorization_endpoint": format!("{at}/auth"), "token_endpoint": format!("{at}/token"),
        "userinfo_endpoint": format!("{at}/me"), "jwks_uri": format!("{at}/jwks"), "response_types_supported": ["code"],
        "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
    });
    match liar.lie {
        Lie::MetadataOfAnother => metadata["issuer"] = json!("https://evil.example"),
        Lie::PageElsewhere => {
            metadata["authorization_endpoint"] = json!("https://evil.example/auth")
        }
        Lie::NoTokenEndpoint => {
            metadata.as_object_mut().unwrap().remove("token_endpoint");
        }
        Lie::NoMetadata => return (StatusCode::NOT_FOUND, "nothing here").into_response(),
        _ => {}
    }
    Json(metadata).into_response()
}

async fn keys(State(liar): State<Arc<Liar>>) -> Json<Value> {
    let asked = liar.keys_asked.fetch_add(1, Ordering::SeqCst);
    let key = match liar.lie {
        Lie::NewKeys if asked > 0 => key(2),
        _ => key(1),
    };
    Json(json!({"keys": [key.as_verification_key()]}))
}

async fn token(
    State(liar): State<Arc<Liar>>,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    assert_eq!(form["code_verifier"].len(), 43);
    let refused = |words: &str| {
        let refusal = json!({"error": "invalid_grant", "error_description": words});
        (StatusCode::BAD_REQUEST, Json(refusal)).into_response()
    };
    match liar.lie {
        Lie::Refusal => return refused("no such code"),
        Lie::RefusalWithAName => return refused(&format!("Савчук {RNOKPP} has no such code")),
        Lie::NoJson => return "<html>busy</html>".into_response(),
        Lie::Redirect => {
            return (
                StatusCode::FOUND,
                [(header::LOCATION, "https://evil.example/token")],
            )
                .into_response();
        }
        Lie::Endless => {
            let chunks =
                futures::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b' '; 65_536]));
            return Body::from_stream(chunks).into_response();
        }
        Lie::Slow => tokio::time::sleep(Duration::from_secs(30)).await,
        _ => {}
    }
    // The test makes the nonce the code, so that nothing needs to be kept here.
    let mut tokens = json!({"access_token": "at", "token_type": "Bearer", "expires_in": 60, "id_token": liar.id_token(&form["code"])});
    if liar.lie == Lie::NoIdToken {
        tokens.as_object_mut().unwrap().remove("id_token");
    }
    Json(tokens).into_response()
}

async fn user_info(State(liar): State<Arc<Liar>>) -> Response {
    match liar.lie {
        Lie::UserInfoRefused => StatusCode::UNAUTHORIZED.into_response(),
        Lie::UserInfoOfTwo => Json(json!({"sub": "account", "drfocode": "2345678902"})).into_response(),
        Lie::NumberInToken => Json(json!({"sub": "account", "drfocode": "N/A", "family_name": "Савчук"})).into_response(),
        Lie::UserInfoOfAnother => Json(json!({"sub": "somebody else", "drfocode": RNOKPP})).into_response(),
        _ => Json(json!({"sub": "account", "drfocode": RNOKPP, "given_name": "Ірина", "family_name": "Савчук"})).into_response(),
    }
}

/// A provider that tells this lie, and the adapter for it.
async fn provider(lie: Lie) -> (OpenIdConnect, Arc<Liar>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let liar = Arc::new(Liar {
        lie,
        issuer: issuer.clone(),
        keys_asked: AtomicUsize::new(0),
    });
    let router = Router::new()
        .route("/.well-known/openid-configuration", get(metadata))
        .route("/jwks", get(keys))
        .route("/token", post(token))
        .route("/me", get(user_info))
        .with_state(liar.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let config = OidcConfig {
        plain_http: true,
        whole_timeout: Duration::from_secs(2),
        keys_again: KEYS_AGAIN,
        levels: "qualified=high".parse().unwrap(),
        ..OidcConfig::new(issuer, CLIENT, SECRET.to_owned())
    };
    (OpenIdConnect::new(config).unwrap(), liar)
}

/// The callback to which an honest provider would send the browser.
async fn callback(provider: &OpenIdConnect) -> Result<CallbackQuery, IdentityError> {
    let address = provider.authorize_url(WAY, CALLBACK).await?;
    let address = reqwest::Url::parse(&address).unwrap();
    let nonce = address
        .query_pairs()
        .find(|(name, _)| name == "nonce")
        .unwrap()
        .1
        .into_owned();
    Ok(CallbackQuery::from_query(&format!(
        "code={nonce}&state={WAY}"
    )))
}

async fn outcome(lie: Lie) -> Result<Identified, IdentityError> {
    let (provider, _) = provider(lie).await;
    let callback = callback(&provider).await?;
    provider.identify(callback, CALLBACK, NOW).await
}

#[tokio::test]
async fn the_truth_is_believed() {
    let person = outcome(Lie::No).await.unwrap();
    assert_eq!(person.keys.len(), 1);
    assert_eq!(person.keys[0].kind(), KeyKind::Rnokpp);
    assert_eq!(person.name.family, "Савчук");
    assert_eq!(person.assurance, domain::identity::Assurance::Qualified);
}

#[tokio::test]
async fn a_number_that_only_the_id_token_holds_counts() {
    let person = outcome(Lie::NumberInToken).await.unwrap();
    assert_eq!(person.keys[0].value(), RNOKPP);
    assert_eq!(person.name.family, "Савчук");
}

#[tokio::test]
async fn everybody_authenticates_for_the_sign_in_that_was_begun() {
    let (provider, _) = provider(Lie::NotAnew).await;
    let address = provider.authorize_url(WAY, CALLBACK).await.unwrap();
    assert!(address.contains("&max_age=0"), "{address}");
    let outcome = async |under_way| {
        let callback = callback(&provider).await.unwrap();
        provider.identify(callback, CALLBACK, under_way).await
    };
    // They authenticated ten minutes ago: before the one sign-in, within the other.
    let seconds = Duration::from_secs;
    assert_eq!(outcome(seconds(480)).await.unwrap_err().code(), "malformed");
    assert!(outcome(seconds(720)).await.is_ok());
}

#[tokio::test]
async fn no_lie_is_believed_and_each_has_its_own_word() {
    for (lie, code) in [
        (Lie::MetadataOfAnother, "malformed"),
        (Lie::PageElsewhere, "malformed"),
        (Lie::NoTokenEndpoint, "malformed"),
        (Lie::NoMetadata, "upstream"),
        (Lie::Refusal, "upstream"),
        (Lie::RefusalWithAName, "upstream"),
        (Lie::NoIdToken, "malformed"),
        (Lie::NoJson, "malformed"),
        (Lie::Redirect, "malformed"),
        (Lie::Endless, "malformed"),
        (Lie::Nonce, "malformed"),
        (Lie::NoNonce, "malformed"),
        (Lie::Audience, "malformed"),
        (Lie::Issuer, "malformed"),
        (Lie::Expired, "malformed"),
        (Lie::Unsigned, "malformed"),
        (Lie::SharedSecret, "malformed"),
        (Lie::ForeignKey, "malformed"),
        (Lie::Tampered, "malformed"),
        (Lie::UserInfoOfAnother, "malformed"),
        (Lie::UserInfoRefused, "upstream"),
        (Lie::UserInfoOfTwo, "malformed"),
        (Lie::NotAnew, "malformed"),
        (Lie::NoAuthTime, "malformed"),
        (Lie::Slow, "unreachable"),
    ] {
        let error = outcome(lie)
            .await
            .expect_err(&format!("{lie:?} was believed"));
        assert_eq!(error.code(), code, "{lie:?}: {error}");
        // Nothing of what a provider says of somebody is in the error.
        let text = format!("{error} {error:?}");
        assert!(
            !text.contains(RNOKPP) && !text.contains("Савчук"),
            "{lie:?}: {text}"
        );
    }
}

#[tokio::test]
async fn a_provider_that_changed_its_keys_is_asked_again_and_a_forger_cannot_make_us_ask_for_ever()
{
    let (provider, liar) = provider(Lie::NewKeys).await;
    let first = callback(&provider).await.unwrap();
    // At once: the keys were read a moment ago.
    assert!(
        provider
            .identify(first.clone(), CALLBACK, NOW)
            .await
            .is_err()
    );
    assert!(
        provider
            .identify(first.clone(), CALLBACK, NOW)
            .await
            .is_err()
    );
    assert_eq!(liar.keys_asked.load(Ordering::SeqCst), 1);
    tokio::time::sleep(KEYS_AGAIN).await;
    provider.identify(first, CALLBACK, NOW).await.unwrap();
    assert_eq!(liar.keys_asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn many_who_come_at_once_ask_for_the_metadata_once() {
    let (provider, liar) = provider(Lie::No).await;
    let asked =
        futures::future::join_all((0..32).map(|_| provider.authorize_url(WAY, CALLBACK))).await;
    assert!(asked.iter().all(Result::is_ok));
    assert_eq!(liar.keys_asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn another_state_has_another_nonce_and_challenge_and_the_same_state_the_same() {
    let (provider, _) = provider(Lie::No).await;
    let parameters = async |state: &str| {
        let address = provider.authorize_url(state, CALLBACK).await.unwrap();
        let address = reqwest::Url::parse(&address).unwrap();
        let all: HashMap<String, String> = address.query_pairs().into_owned().collect();
        (all["nonce"].clone(), all["code_challenge"].clone())
    };
    let (one, again, other) = (
        parameters("a").await,
        parameters("a").await,
        parameters("b").await,
    );
    assert_eq!(one, again);
    assert!(one.0 != other.0 && one.1 != other.1 && one.0 != one.1);
}
