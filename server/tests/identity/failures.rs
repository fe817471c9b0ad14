//! Signing in fails: every failure is a typed error, in time, and says nothing about the person.

use crate::{CALLBACK, CLIENT, NOW, World, settings};
use reqwest::{StatusCode, header};
use server::{
    identity::{
        CallbackQuery, IdGovUa, IdGovUaConfig, IdentityError, IdentityProvider, Step, Unreachable,
    },
    sandbox::people::Fault,
};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::net::TcpListener;

#[tokio::test]
async fn every_failure_of_the_service_is_a_typed_error() {
    let world = World::new().await;
    let upstream = |step, status, code: &str| IdentityError::Upstream {
        step,
        status,
        code: code.to_owned(),
    };
    for fault in Fault::ALL {
        let started = Instant::now();
        let by_id = world
            .sign_in(&[("sandbox_person", &format!("fault-{}", fault.as_str()))])
            .await;
        let by_name = world
            .sign_in(&[
                ("sandbox_person", "load-1"),
                ("sandbox_fault", &fault.as_str().replace('-', "_")),
            ])
            .await;
        for outcome in [by_id, by_name] {
            match fault {
                Fault::NaNames => assert!(outcome.unwrap().name.is_empty()),
                Fault::Denied => assert_eq!(outcome, Err(IdentityError::Denied)),
                Fault::TokenError => {
                    assert_eq!(outcome, Err(upstream(Step::Token, 200, "invalid_grant")))
                }
                Fault::UserInfoError => {
                    assert_eq!(outcome, Err(upstream(Step::UserInfo, 200, "2")))
                }
                Fault::Redirect => {
                    assert_eq!(outcome, Err(upstream(Step::UserInfo, 302, "no plain code")))
                }
                Fault::NoKeys => assert_eq!(outcome, Err(IdentityError::NotEnoughIdentity)),
                Fault::Encrypted => assert_eq!(outcome, Err(IdentityError::Encrypted)),
                Fault::UnknownWay | Fault::Oversize | Fault::NotJson => {
                    assert!(
                        matches!(
                            outcome,
                            Err(IdentityError::Malformed {
                                step: Step::UserInfo,
                                ..
                            })
                        ),
                        "{outcome:?}"
                    );
                }
                Fault::Slow => {
                    let late = IdentityError::Unreachable {
                        step: Step::Token,
                        cause: Unreachable::Timeout,
                    };
                    assert_eq!(outcome, Err(late));
                }
                Fault::Closed => {
                    let broken = IdentityError::Unreachable {
                        step: Step::Token,
                        cause: Unreachable::Broken,
                    };
                    assert_eq!(outcome, Err(broken));
                }
            }
        }
        assert!(
            started.elapsed() < Duration::from_secs(6),
            "{fault:?} took {:?}",
            started.elapsed()
        );
    }
}

#[tokio::test]
async fn a_code_works_once_and_not_for_long() {
    let world = World::new().await;
    let query = world.come_back(&[("sandbox_person", "load-1")]).await;
    assert!(world.identify(&query).await.is_ok());
    let used = IdentityError::Upstream {
        step: Step::Token,
        status: 200,
        code: "invalid_grant".to_owned(),
    };
    assert_eq!(world.identify(&query).await, Err(used.clone()));
    assert_eq!(
        world.identify("code=invented&state=s").await,
        Err(used.clone())
    );

    let hasty = World::with(|options| options.code_life = Duration::from_millis(20)).await;
    let query = hasty.come_back(&[("sandbox_person", "load-1")]).await;
    tokio::time::sleep(Duration::from_millis(60)).await;
    assert_eq!(hasty.identify(&query).await, Err(used));
}

#[tokio::test]
async fn a_callback_without_a_code_asks_nobody() {
    let world = World::new().await;
    for query in ["", "state=s", "code=&state=s", "code=a&code=b"] {
        let error = world.identify(query).await.unwrap_err();
        assert!(
            matches!(
                error,
                IdentityError::Malformed {
                    step: Step::Callback,
                    ..
                }
            ),
            "{query}: {error:?}"
        );
    }
    assert_eq!(
        world.identify("error=access_denied&state=s").await,
        Err(IdentityError::Denied)
    );
    assert_eq!(
        world
            .identify("error=server_error&state=s")
            .await
            .unwrap_err()
            .code(),
        "upstream"
    );
}

#[tokio::test]
async fn another_clients_secret_id_or_address_gets_nothing() {
    let world = World::new().await;
    let query = world.come_back(&[("sandbox_person", "load-1")]).await;
    let foreign = IdGovUa::new(IdGovUaConfig::sandbox(
        &*world.base,
        &*world.base,
        CLIENT,
        "other".to_owned(),
    ))
    .unwrap();
    let refused = IdentityError::Upstream {
        step: Step::Token,
        status: 200,
        code: "invalid_client".to_owned(),
    };
    assert_eq!(
        foreign
            .identify(CallbackQuery::from_query(&query), CALLBACK, NOW)
            .await,
        Err(refused)
    );
    // The attempt has used up the code.
    assert!(world.identify(&query).await.is_err());

    let good = world.page(&[("sandbox_person", "load-1")]).to_string();
    for (from, to) in [
        ("client_id=viche-test", "client_id=other"),
        ("response_type=code", "response_type=token"),
        ("auth%2Fcallback", "auth%2Fcallback%2F"),
        ("platform.localhost", "evil.localhost"),
        ("state=st%7Eate_1-2.3", "state="),
        (
            "auth_type=dig_sign%2Cbank_id%2Cmobile_id%2Cdiia_id",
            "auth_type=facebook",
        ),
        ("sandbox_person=load-1", "sandbox_person=nobody"),
    ] {
        let bad = good.replace(from, to);
        assert_ne!(bad, good, "{from} is not in {good}");
        let response = world.browser.get(&bad).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{bad}");
        assert!(!response.headers().contains_key(header::LOCATION));
        assert!(
            response
                .text()
                .await
                .unwrap()
                .contains("<h1>Цей запит не можна виконати</h1>")
        );
    }
}

#[tokio::test]
async fn a_dead_or_silent_service_is_unreachable_within_the_time_allowed() {
    // A port that was free a moment ago and on which nobody listens.
    let free = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let dead = IdGovUa::new(settings(&format!("http://{free}"))).unwrap();
    let outcome = dead
        .identify(CallbackQuery::from_query("code=a"), CALLBACK, NOW)
        .await;
    assert_eq!(
        outcome,
        Err(IdentityError::Unreachable {
            step: Step::Token,
            cause: Unreachable::Connect
        })
    );

    // It accepts connections and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let provider = IdGovUa::new(settings(&format!(
        "http://{}",
        silent.local_addr().unwrap()
    )))
    .unwrap();
    let started = Instant::now();
    let outcome = provider
        .identify(CallbackQuery::from_query("code=a"), CALLBACK, NOW)
        .await;
    assert_eq!(
        outcome,
        Err(IdentityError::Unreachable {
            step: Step::Token,
            cause: Unreachable::Timeout
        })
    );
    assert!(started.elapsed() < Duration::from_secs(3));
    drop(silent);
}

/// Collects everything that is logged on this thread, until it is read.
pub struct Log {
    lines: Lines,
    guard: tracing::subscriber::DefaultGuard,
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub fn begin() -> Self {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            // Microseconds and ports are digits, too: a year of birth must be looked for among words alone.
            .without_time()
            .with_writer(move || writer.clone())
            .finish();
        let guard = tracing::subscriber::set_default(subscriber);
        Self { lines, guard }
    }

    pub fn text(self) -> String {
        drop(self.guard);
        String::from_utf8(self.lines.0.lock().unwrap().clone()).unwrap()
    }
}

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_secret_token_code_or_identifier_is_ever_logged() {
    let log = Log::begin();
    let world = World::new().await;
    let mut codes = Vec::new();
    for fault in Fault::ALL {
        let query = world
            .come_back(&[
                ("sandbox_person", "iryna-savchuk"),
                ("sandbox_fault", fault.as_str()),
            ])
            .await;
        let outcome = world.identify(&query).await;
        if let Err(error) = &outcome {
            tracing::error!(%error, ?error, "what a careless caller might log");
        }
        tracing::info!(?outcome, callback = ?CallbackQuery::from_query(&query), "and this");
        codes.push(
            query
                .trim_start_matches("code=")
                .split('&')
                .next()
                .unwrap()
                .to_owned(),
        );
    }
    let text = log.text();
    assert!(
        text.contains("sign-in failed") && text.contains("what a careless caller might log"),
        "{text}"
    );
    let personal = [
        "3081802366",
        "19840517",
        "Савчук",
        "access_token=",
        "a+secret",
        "a%2Bsecret",
        "client_secret",
    ];
    for forbidden in personal.into_iter().chain(
        codes
            .iter()
            .map(String::as_str)
            .filter(|code| !code.starts_with("error")),
    ) {
        assert!(!text.contains(forbidden), "{forbidden} was logged");
    }
    // The year of birth as a word of its own, however the date is written: a port such as 41984 is none.
    let mut words = text.split(|character: char| !character.is_alphanumeric());
    assert!(
        words.all(|word| word != "1984"),
        "the year of birth was logged"
    );
}
