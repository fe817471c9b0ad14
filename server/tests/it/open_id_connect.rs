//! Signing in with an OpenID Connect provider: the real one, from discovery to the ballot, and what goes wrong on the way.

use crate::{
    app::{Start, TestApp},
    browser::{Browser, Page},
    logs,
    oidc::{Jar, agree, agree_in},
    town::KOROSTEN,
};
use app::i18n::{Lang, sign_in};
use domain::national_id::Rnokpp;
use reqwest::{StatusCode, Url};
use serde_json::{Value, json};
use server::demo_residents::load_resident;

/// What the provider says of a resident whom the other provider knows, too.
fn resident(number: u32, acr: &str) -> Value {
    let resident = load_resident(number).unwrap();
    json!({
        "sub": format!("account-{number}"), "acr": acr, "drfocode": rnokpp(number), "family_name": resident.name.family,
        "given_name": resident.name.given,
    })
}

fn rnokpp(number: u32) -> String {
    let resident = load_resident(number).unwrap();
    resident
        .rnokpp
        .as_ref()
        .map(Rnokpp::digits)
        .unwrap()
        .to_owned()
}

/// Presses the provider's button; the address that the browser is sent to.
async fn begin(browser: &Browser, back: &str) -> String {
    let page = browser
        .post("/do/sign-in", &[("provider", "oidc"), ("back", back)])
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{page:?}");
    page.location().unwrap()
}

/// The whole sign-in, however it ends.
async fn sign_in_as(browser: &Browser, person: &Value, back: &str) -> Page {
    let address = begin(browser, back).await;
    let callback = agree(&address, person).await;
    let page = browser.come_back(&callback).await;
    browser.follow(page).await
}

/// A parameter of an address.
fn parameter(address: &str, name: &str) -> String {
    let url = Url::parse(address).unwrap();
    let found = url.query_pairs().find(|(key, _)| key == name);
    found
        .unwrap_or_else(|| panic!("no {name} in {address}"))
        .1
        .into_owned()
}

async fn start(databases: &crate::databases::Databases) -> TestApp {
    Start::default()
        .with("--oidc-name", "Вхід громади")
        .with("--oidc-acr-values", "high,substantial")
        .with("--oidc-levels", "bank_id=substantial,bankid;qualified=high")
        .with_open_id_connect()
        .on(databases)
        .await
}

on_both_databases! {
    async fn somebody_signs_in_and_answers_and_by_the_other_provider_they_are_the_same_person(databases: Databases) {
        logs::listen();
        let app = start(&databases).await;
        let poll = app.town.open_poll().await;
        app.town.settle(KOROSTEN, "load-3").await;
        let browser = app.visitor();
        browser.fill(poll).await;
        let page = browser.get("/sign-in?return=/polls/1/vote/check").await;
        assert!(page.body.contains("Вхід громади"), "{}", page.body);
        let page = sign_in_as(&browser, &resident(3, "substantial"), "/polls/1/vote/check").await;
        page.assert_page(200, "uk");
        browser.submit(poll).await.assert_leads_to("/polls/1/done");
        assert!(browser.get("/me").await.body.contains("через Вхід громади"));

        let elsewhere = app.visitor();
        elsewhere.sign_in("load-3", "/").await;
        elsewhere.check(poll).await.assert_leads_to("/polls/1/done?again");
        assert_eq!(app.town.ballots(poll).await, 1);
        assert_eq!(app.database.count("SELECT count(*) FROM person").await, 1);

        // Nothing of what the provider said is in the log: neither who they are, nor what opens anything.
        let log = logs::so_far();
        assert!(log.contains("request"), "nothing was logged");
        let family = load_resident(3).unwrap().name.family;
        let mut secrets = vec![rnokpp(3), family, "account-3".to_owned(), "eyJ".to_owned()];
        let came_back = browser.history().into_iter().find(|address| address.contains("/auth/callback?"));
        secrets.push(parameter(&came_back.unwrap(), "code"));
        for secret in secrets {
            assert!(!log.contains(&secret), "{secret} is in the log");
        }
    }

    async fn what_the_browser_carries_is_fresh_for_every_sign_in_and_holds_no_secret(databases: Databases) {
        let app = start(&databases).await;
        let browser = app.visitor();
        let (one, two) = (begin(&browser, "/").await, begin(&browser, "/").await);
        for name in ["state", "nonce", "code_challenge"] {
            assert_ne!(parameter(&one, name), parameter(&two, name), "{name}");
        }
        assert_eq!(parameter(&one, "code_challenge_method"), "S256");
        assert_eq!(parameter(&one, "response_type"), "code");
        assert_eq!(parameter(&one, "acr_values"), "high substantial");
        assert!(one.starts_with(&app.oidc_issuer()), "{one}");
        for history in browser.history() {
            assert!(!history.contains("client_secret") && !history.contains("code_verifier"), "{history}");
        }
        // The page's policy lets the form lead there.
        let page = browser.get("/sign-in").await;
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        let form_action = policy.split(';').find(|part| part.trim().starts_with("form-action")).unwrap();
        assert!(form_action.contains(&app.oidc_issuer()), "{form_action}");
    }

    /// A phone that a family shares: somebody is still signed in at the provider.
    async fn whoever_presses_the_button_authenticates_even_where_the_providers_session_is_open(databases: Databases) {
        let app = start(&databases).await;
        let mut at_the_provider = Jar::new();
        for number in [3, 4] {
            let browser = app.visitor();
            let address = begin(&browser, "/me").await;
            assert_eq!(parameter(&address, "prompt"), "login");
            assert_eq!(parameter(&address, "max_age"), "0");
            let callback = agree_in(&mut at_the_provider, &address, &resident(number, "high")).await;
            let page = browser.come_back(&callback).await;
            browser.follow(page).await;
            assert!(browser.cookie("session").is_some(), "{number}");
        }
        assert_eq!(app.database.count("SELECT count(DISTINCT person_id) FROM session").await, 2);
    }

    /// Whoever is not surely identified may say any number, also somebody else's.
    async fn a_level_that_nobody_listed_signs_nobody_in_and_leaves_their_record_alone(databases: Databases) {
        let app = start(&databases).await;
        let poll = app.town.open_poll().await;
        let person = app.town.settle(KOROSTEN, "load-3").await;
        let record = async || app.town.store.person(KOROSTEN, person).await.unwrap().unwrap().sealed;
        let (before, keys) = (record().await, app.database.count("SELECT count(*) FROM person_key").await);
        let mut unsure = resident(3, "password");
        unsure["family_name"] = json!("Зловмисник");
        unsure["unzr"] = json!("19840517-01181");
        let mut unknown = resident(4, "password");
        unknown["amr"] = json!(["pwd"]);
        for person in [&unsure, &unknown] {
            for browser in [app.visitor(), app.visitor().in_english()] {
                let lang = Lang::from_tag(browser.lang()).unwrap();
                browser.fill(poll).await;
                let back = browser.path("/polls/1/vote/check");
                let page = sign_in_as(&browser, person, &back).await;
                page.assert_page(200, browser.lang());
                let (title, text) = (sign_in::not_sure_title(lang), sign_in::not_sure_text(lang));
                assert!(page.says(title) && page.says(text), "{}", page.body);
                assert_eq!(page.field("back").as_deref(), Some(back.as_str()));
                assert_eq!(browser.cookie("session"), None);
                assert_ne!(browser.draft(poll).await, "no draft");
            }
        }
        assert_eq!(record().await, before);
        for (table, rows) in [("person", 1), ("person_key", keys), ("ticket", 0), ("session", 0)] {
            let counted = app.database.count(&format!("SELECT count(*) FROM {table}")).await;
            assert_eq!(counted, rows, "{table}");
        }
        // The way in which somebody was identified counts as well.
        let browser = app.visitor();
        browser.fill(poll).await;
        let mut by_bank = resident(3, "password");
        by_bank["amr"] = json!(["pwd", "bankid"]);
        sign_in_as(&browser, &by_bank, "/").await;
        browser.submit(poll).await.assert_leads_to("/polls/1/done");
    }

    async fn who_does_not_agree_or_has_no_number_is_told_so_and_keeps_the_draft(databases: Databases) {
        let app = start(&databases).await;
        let poll = app.town.open_poll().await;
        let without = json!({"sub": "account-4", "acr": "high", "drfocode": "N/A", "unzr": "", "family_name": "Хтось"});
        for (person, words) in [
            (json!({"deny": true}), sign_in::cancelled_title as fn(Lang) -> &'static str),
            (without, sign_in::no_identifier_title),
        ] {
            for browser in [app.visitor(), app.visitor().in_english()] {
                let lang = Lang::from_tag(browser.lang()).unwrap();
                browser.fill(poll).await;
                let back = browser.path("/polls/1/vote/check");
                let page = sign_in_as(&browser, &person, &back).await;
                page.assert_page(200, browser.lang());
                assert!(page.body.contains(words(lang)), "{}", page.body);
                assert_eq!(page.field("back").as_deref(), Some(back.as_str()));
                assert_eq!(browser.cookie("session"), None);
                assert_ne!(browser.draft(poll).await, "no draft");
            }
        }
        assert_eq!(app.database.count("SELECT count(*) FROM person").await, 0);
    }

    async fn an_answer_for_another_sign_in_or_of_another_provider_signs_nobody_in(databases: Databases) {
        let app = start(&databases).await;
        let (victim, attacker) = (app.visitor(), app.visitor());
        let of_attacker = agree(&begin(&attacker, "/").await, &resident(5, "high")).await;
        let of_victim = agree(&begin(&victim, "/").await, &resident(6, "high")).await;
        // Somebody else's code under one's own state: neither code verifier nor nonce fits.
        let mut injected = Url::parse(&of_victim).unwrap();
        let fields = [
            ("code", parameter(&of_attacker, "code")),
            ("state", parameter(&of_victim, "state")),
            ("iss", parameter(&of_victim, "iss")),
        ];
        injected.query_pairs_mut().clear().extend_pairs(&fields);
        let page = victim.come_back(injected.as_str()).await;
        let page = victim.follow(page).await;
        assert!(page.body.contains(sign_in::failed_title(Lang::Uk)), "{}", page.body);
        assert_eq!(victim.cookie("session"), None);
        // The state is used up, also for the right code.
        let page = victim.come_back(&of_victim).await;
        assert!(victim.follow(page).await.body.contains(sign_in::stale_title(Lang::Uk)));

        // An answer that says it comes from elsewhere (RFC 9207).
        let address = agree(&begin(&victim, "/").await, &resident(6, "high")).await;
        let mut foreign = Url::parse(&address).unwrap();
        let fields = [
            ("code", parameter(&address, "code")),
            ("state", parameter(&address, "state")),
            ("iss", "https://evil.example".to_owned()),
        ];
        foreign.query_pairs_mut().clear().extend_pairs(&fields);
        let page = victim.come_back(foreign.as_str()).await;
        assert!(victim.follow(page).await.body.contains(sign_in::failed_title(Lang::Uk)));
        assert_eq!(app.database.count("SELECT count(*) FROM person").await, 0);

        // In another browser than the one that began, the right answer is worth nothing.
        let address = agree(&begin(&victim, "/").await, &resident(6, "high")).await;
        let page = attacker.come_back(&address).await;
        attacker.follow(page).await;
        assert_eq!(attacker.cookie("session"), None);
    }

    async fn while_the_provider_is_down_the_draft_stays_and_the_other_provider_works(databases: Databases) {
        let mut app = start(&databases).await;
        let poll = app.town.open_poll().await;
        app.stop_open_id_connect().await;
        app.town.settle(KOROSTEN, "load-3").await;
        for browser in [app.visitor(), app.visitor().in_english()] {
            let lang = Lang::from_tag(browser.lang()).unwrap();
            browser.fill(poll).await;
            let back = browser.path("/polls/1/vote/check");
            // Nobody could be asked where to send the browser: it is told so here, and sent nowhere.
            let page = browser.post("/do/sign-in", &[("provider", "oidc"), ("back", &back)]).await;
            let page = browser.follow(page).await;
            page.assert_page(200, browser.lang());
            assert!(page.body.contains(sign_in::unavailable_title(lang)), "{}", page.body);
            assert_eq!(page.field("back").as_deref(), Some(back.as_str()));
            assert_ne!(browser.draft(poll).await, "no draft");
        }
        let browser = app.visitor();
        browser.fill(poll).await;
        browser.sign_in("load-3", "/").await;
        browser.submit(poll).await.assert_leads_to("/polls/1/done");
        browser.post("/do/sign-in", &[("provider", "another"), ("back", "/")]).await.assert_page(400, "uk");
    }

    /// What we know of it from before would lead to a page that does not open.
    async fn a_provider_that_went_down_after_a_sign_in_sends_nobody_to_a_dead_page(databases: Databases) {
        let mut app = start(&databases).await;
        let poll = app.town.open_poll().await;
        sign_in_as(&app.visitor(), &resident(3, "high"), "/").await;
        app.stop_open_id_connect().await;
        let browser = app.visitor().in_english();
        browser.fill(poll).await;
        let back = browser.path("/polls/1/vote/check");
        let fields = [("provider", "oidc"), ("back", back.as_str())];
        // For some seconds it is believed to be there.
        let began = std::time::Instant::now();
        let page = loop {
            let page = browser.post("/do/sign-in", &fields).await;
            if !page.location().unwrap().starts_with(&app.oidc_issuer()) {
                break page;
            }
            assert!(began.elapsed().as_secs() < 30, "they are sent to a page that does not open");
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        };
        let page = browser.follow(page).await;
        page.assert_page(200, "en");
        assert!(page.says(sign_in::unavailable_title(Lang::En)), "{}", page.body);
        assert_eq!(page.field("back"), Some(back));
        // The other way is offered, and the answers wait.
        assert!(page.body.contains("value=\"sandbox\""), "{}", page.body);
        assert_ne!(browser.draft(poll).await, "no draft");
    }

    async fn a_provider_that_goes_down_between_is_told_apart_from_one_that_refuses(databases: Databases) {
        let mut app = start(&databases).await;
        let browser = app.visitor();
        let callback = agree(&begin(&browser, "/").await, &resident(3, "high")).await;
        app.stop_open_id_connect().await;
        let page = browser.come_back(&callback).await;
        let page = browser.follow(page).await;
        assert!(page.body.contains(sign_in::unavailable_title(Lang::Uk)), "{}", page.body);
        assert_eq!(browser.cookie("session"), None);
    }
}
