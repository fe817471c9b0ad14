//! Signing in works: who arrives, with what, and what travels where.

use crate::{CALLBACK, NOW, STATE, World, serve, settings};
use axum::{
    Json, Router,
    extract::{RawQuery, State},
    routing::{get, post},
};
use domain::identity::Assurance;
use reqwest::StatusCode;
use serde_json::json;
use server::{
    demo_residents::{DemoResidents, load_resident},
    identity::{CallbackQuery, IdGovUa, IdentityProvider},
};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

#[tokio::test]
async fn a_resident_is_identified_with_keys_name_birth_date_and_assurance() {
    let world = World::new().await;
    let query = world
        .come_back(&[("sandbox_person", "iryna-savchuk")])
        .await;
    assert_eq!(CallbackQuery::from_query(&query).state(), Some(STATE));
    let person = world.identify(&query).await.unwrap();
    let listed = DemoResidents::embedded()
        .unwrap()
        .find("iryna-savchuk")
        .unwrap()
        .clone();
    assert_eq!(person.keys, listed.keys());
    assert!(person.has_rnokpp());
    assert_eq!(person.name.official(), "Савчук Ірина Петрівна");
    assert_eq!(person.birth_date, Some(listed.born));
    assert_eq!(person.assurance, Assurance::BankId);
    assert_eq!(person.organisation, None);
}

#[tokio::test]
async fn everybody_listed_arrives_with_the_keys_that_the_seed_gives_them_whatever_the_way() {
    let world = World::new().await;
    for listed in DemoResidents::embedded().unwrap().people() {
        for (way, assurance) in [
            ("bank_id", Assurance::BankId),
            ("mobile_id", Assurance::BankId),
            ("diia_id", Assurance::Qualified),
            ("dig_sign", Assurance::Qualified),
        ] {
            let person = world
                .sign_in(&[("sandbox_person", &listed.id), ("sandbox_auth_type", way)])
                .await
                .unwrap();
            assert_eq!(person.keys, listed.keys(), "{} by {way}", listed.id);
            assert_eq!(person.name, listed.name);
            assert_eq!(person.assurance, assurance);
            let organisation = listed.organisation.clone().filter(|_| way == "dig_sign");
            assert_eq!(person.organisation, organisation, "{} by {way}", listed.id);
        }
    }
}

#[tokio::test]
async fn generated_people_sign_in_side_by_side_and_stay_apart() {
    let world = Arc::new(World::new().await);
    let under_way: Vec<_> = (0..100)
        .map(|index| {
            let world = Arc::clone(&world);
            tokio::spawn(async move {
                world
                    .sign_in(&[("sandbox_person", &format!("load-{index}"))])
                    .await
            })
        })
        .collect();
    for (index, sign_in) in (0..).zip(under_way) {
        assert_eq!(
            sign_in.await.unwrap().unwrap().keys,
            load_resident(index).unwrap().keys()
        );
    }
    let beyond = world
        .browser
        .get(world.page(&[("sandbox_person", "load-100")]))
        .send()
        .await
        .unwrap();
    assert_eq!(beyond.status(), StatusCode::BAD_REQUEST);
}

/// What reached a stand-in for id.gov.ua that answers at once, but says good-bye only when it is told to.
type Heard = Arc<Mutex<Vec<String>>>;

#[tokio::test]
async fn the_secret_travels_in_a_body_and_nobody_waits_for_the_logout() {
    let heard = Heard::default();
    let token = async |State(heard): State<Heard>, RawQuery(query): RawQuery, body: String| {
        heard.lock().unwrap().push(format!(
            "token query={} body={body}",
            query.unwrap_or_default()
        ));
        Json(json!({"access_token": "t0ken", "user_id": 7}))
    };
    let info = async |State(heard): State<Heard>, RawQuery(query): RawQuery| {
        heard
            .lock()
            .unwrap()
            .push(format!("info {}", query.unwrap_or_default()));
        Json(json!({"drfocode": "3081802366", "auth_type": "dig_sign"}))
    };
    let (farewell, may_go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (gone, told) = (Arc::clone(&farewell), Arc::clone(&may_go));
    let logout = move |State(heard): State<Heard>, RawQuery(query): RawQuery| {
        let (gone, told) = (Arc::clone(&gone), Arc::clone(&told));
        async move {
            told.notified().await;
            heard
                .lock()
                .unwrap()
                .push(format!("logout {}", query.unwrap_or_default()));
            gone.notify_one();
            Json(json!({"error": "0"}))
        }
    };
    let router = Router::new()
        .route("/get-access-token", post(token))
        .route("/get-user-info", get(info))
        .route("/get-user-logout", get(logout))
        .with_state(Arc::clone(&heard));
    let provider = IdGovUa::new(settings(&serve(router).await)).unwrap();
    let person = provider
        .identify(CallbackQuery::from_query("code=c0de"), CALLBACK, NOW)
        .await
        .unwrap();
    // Whoever waited for the logout would still be waiting.
    assert_eq!(person.keys[0].value(), "3081802366");
    assert_eq!(heard.lock().unwrap().len(), 2);
    may_go.notify_one();
    farewell.notified().await;
    let heard = heard.lock().unwrap().clone();
    assert_eq!(
        heard[0],
        "token query= body=grant_type=authorization_code&client_id=viche-test&client_secret=a%2Bsecret+%26+more&code=c0de"
    );
    assert!(
        heard[1].starts_with("info access_token=t0ken&user_id=7&fields=lastname%2C")
            && heard[1].ends_with("&cert=")
    );
    assert_eq!(heard[2], "logout access_token=t0ken&user_id=7");
}
