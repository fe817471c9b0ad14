//! Rate limits: sign-ins by address, whatever a signed-in person sends by person; proxies are believed only when named.

use crate::{
    app::{Start, TestApp},
    browser::{Browser, Page, encoded},
    databases::run_on_sqlite,
    raw::{self, RawResponse},
    residence_requests,
    town::TestPoll,
};
use reqwest::StatusCode;
use std::time::Duration;
use tokio::task::JoinSet;

/// More than any allowance here, with what comes back meanwhile.
const MANY: usize = 400;

/// Begins sign-ins until one is refused: how many went through, and the refusal. `forwarded` is the client's own idea of
/// whom it forwards for.
async fn sign_ins_until_refused(
    browser: &Browser,
    most: usize,
    forwarded: impl Fn(usize) -> Option<String>,
) -> (usize, Option<Page>) {
    let provider = browser.get("/sign-in").await.field("provider").unwrap();
    let body = encoded(&[("provider", &provider), ("back", "/")]);
    for number in 0..most {
        let mut request = browser.form("/do/sign-in", body.clone());
        if let Some(forwarded) = forwarded(number) {
            request = request.header("x-forwarded-for", forwarded);
        }
        let page = browser.send(request).await;
        if page.status != StatusCode::SEE_OTHER {
            return (number, Some(page));
        }
    }
    (most, None)
}

/// Begins a sign-in by this path exactly, whatever its spelling.
async fn sign_in_by(browser: &Browser, path: &str) -> RawResponse {
    let provider = browser.get("/sign-in").await.field("provider").unwrap();
    let body = encoded(&[("provider", &provider), ("back", "/")]);
    let origin = browser.origin();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {}\r\norigin: {origin}\r\nsec-fetch-site: same-origin\r\naccept: text/html\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n",
        origin.trim_start_matches("http://"),
        body.len()
    );
    raw::exchange(browser.address(), head.as_bytes(), &[body.into_bytes()]).await
}

#[track_caller]
fn assert_refused(page: &Page, lang: &str) {
    page.assert_page(429, lang);
    let seconds: u32 = page.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=120).contains(&seconds), "{seconds}");
}

/// Answers the first question until refused.
async fn answers_until_refused(
    browser: &Browser,
    poll: TestPoll,
    most: usize,
) -> (usize, Option<Page>) {
    for number in 0..most {
        let page = browser.answer(poll, 1, &[1]).await;
        if page.status != StatusCode::SEE_OTHER {
            return (number, Some(page));
        }
    }
    (most, None)
}

on_both_databases! {
    async fn sign_ins_are_limited_by_address_and_a_made_up_proxy_is_not_believed(
        databases: Databases,
    ) {
        let app = TestApp::start(&databases).await;
        let visitor = app.visitor();
        let everybody_else = |number: usize| Some(format!("198.51.100.{}", number % 250));
        let (passed, refused) = sign_ins_until_refused(&visitor, MANY, everybody_else).await;
        assert!(
            passed >= 100,
            "a town that shares an address is shut out after {passed}"
        );
        assert_refused(&refused.expect("no limit by address"), "uk");
        // In English too, and only sign-ins: reading goes on.
        let english = visitor.in_english();
        let (_, refused) = sign_ins_until_refused(&english, MANY, |_| None).await;
        assert_refused(&refused.unwrap(), "en");
        assert_eq!(visitor.get("/polls").await.status, StatusCode::OK);
        // By another spelling of the path there is no way around it. Over the socket: an HTTP library would send `.` and `..`
        // as what they mean, which is the path itself, and that is free again after a moment.
        for spelling in [
            "/do//sign-in",
            "/do/sign-in/",
            "/do/%73ign-in",
            "/do/./sign-in",
            "/do/../do/sign-in",
            "/en/do/sign%2din",
        ] {
            let response = sign_in_by(&visitor, spelling).await;
            assert!(
                (400..500).contains(&response.status) && !response.head.contains("set-cookie"),
                "{spelling}: {response:?}"
            );
        }
        // The same bytes by the path itself begin a sign-in, as soon as the allowance is back.
        let begun = async {
            while sign_in_by(&visitor, "/do/sign-in").await.status != 303 {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), begun)
            .await
            .expect("what was spelled otherwise would not have been a sign-in anyhow");
    }

    async fn near_a_limit_whatever_fills_in_a_field_that_nobody_sees_is_refused(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        let (visitor, resident) = (app.visitor(), app.resident("load-3").await);
        let provider = visitor.get("/sign-in").await.field("provider").unwrap();
        let begin = async |website: &str| {
            let fields = [("provider", provider.as_str()), ("back", "/"), ("website", website)];
            visitor.post("/do/sign-in", &fields).await
        };
        let letter = async |website: &str| {
            let fields = [("address", "somebody@ukr.example"), ("back", "/"), ("website", website)];
            visitor.post("/do/email-sign-in", &fields).await
        };
        // On an ordinary day a browser that fills in everything is nobody's robot.
        assert_eq!(begin("https://robot.example").await.status, StatusCode::SEE_OTHER);
        assert_eq!(letter("https://robot.example").await.status, StatusCode::SEE_OTHER);
        // Until it is one of the last that are left: then people pass who sent nothing in it.
        let mut refused = letter("https://robot.example").await;
        for _ in 0..MANY {
            if refused.status != StatusCode::SEE_OTHER {
                break;
            }
            refused = letter("https://robot.example").await;
        }
        assert_refused(&refused, "uk");
        assert_eq!(letter("").await.status, StatusCode::SEE_OTHER);
        // One's own mailbox is asked for by a letter as well.
        let page = resident.get("/me").await;
        assert!(page.body.contains("name=\"website\""), "{page:?}");
        let own = async |website: &str| {
            let fields = [("address", "resident@ukr.example"), ("website", website)];
            resident.post("/do/own-email", &fields).await
        };
        assert_refused(&own("https://robot.example").await, "uk");
        own("").await.assert_leads_to("/me?email=sent#email");
        let mut refused = begin("https://robot.example").await;
        for _ in 0..MANY {
            if refused.status != StatusCode::SEE_OTHER {
                break;
            }
            refused = begin("https://robot.example").await;
        }
        assert_refused(&refused, "uk");
        // Signing in by a passkey is of the same allowance.
        let by_key = async |website: &str| {
            let fields = [("token", ""), ("answer", ""), ("back", "/"), ("website", website)];
            visitor.post("/do/enter-by-passkey", &fields).await
        };
        assert_refused(&by_key("https://robot.example").await, "uk");
        by_key("").await.assert_leads_to("/sign-in?error=passkey&return=/");
        assert!(visitor.get("/sign-in").await.body.matches("name=\"website\"").count() > 2);
        assert_eq!(begin("").await.status, StatusCode::SEE_OTHER, "people are refused with the robots");
    }

    async fn sign_ins_by_a_passkey_are_limited_by_address(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let visitor = app.visitor();
        let fields = [("token", ""), ("answer", ""), ("back", "/")];
        let mut passed = 0;
        let refused = loop {
            let page = visitor.post("/do/enter-by-passkey", &fields).await;
            if page.status != StatusCode::SEE_OTHER {
                break page;
            }
            passed += 1;
            assert!(passed < MANY, "no limit");
        };
        assert_refused(&refused, "uk");
        let (begun, _) = sign_ins_until_refused(&visitor, 1, |_| None).await;
        assert_eq!(begun, 0, "another allowance than that of signing in");
    }

    async fn documents_are_limited_by_person(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let (one, other) = (app.visitor(), app.visitor());
        for (browser, name) in [(&one, "load-7"), (&other, "load-8")] {
            browser.sign_in(name, "/").await;
        }
        let send = async |browser: &Browser| {
            // Nowhere: it is read, and nothing of it is kept.
            residence_requests::send(browser, "", b"%PDF-1.7").await
        };
        let mut passed = 0;
        let refused = loop {
            let page = send(&one).await;
            if page.status != StatusCode::SEE_OTHER {
                break page;
            }
            passed += 1;
            assert!(passed < 40, "no limit of its own");
        };
        assert_refused(&refused, "uk");
        assert_eq!(send(&other).await.status, StatusCode::SEE_OTHER, "another's documents are refused");
        assert_eq!(one.post("/do/sign-out", &[]).await.status, StatusCode::SEE_OTHER, "other forms are of another allowance");
    }

    async fn behind_a_trusted_proxy_each_subscriber_has_an_allowance(databases: Databases) {
        let app = Start::default()
            .with("--trusted-proxies", "127.0.0.1/32")
            .on(&databases)
            .await;
        let visitor = app.visitor();
        let (_, refused) =
            sign_ins_until_refused(&visitor, MANY, |_| Some("203.0.113.7".to_owned())).await;
        assert!(refused.is_some(), "no limit by address");
        let (passed, _) =
            sign_ins_until_refused(&visitor, 5, |_| Some("203.0.113.8".to_owned())).await;
        assert_eq!(
            passed, 5,
            "another subscriber is refused for the first one's sake"
        );
        // What the client itself writes in front of the proxy's entry changes nothing.
        let (passed, _) =
            sign_ins_until_refused(&visitor, 40, |n| Some(format!("192.0.2.{n}, 203.0.113.7")))
                .await;
        assert!(passed < 40, "a made-up first hop was believed");
    }

    async fn forms_are_limited_by_person_and_the_draft_stays(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let (eager, other) = (app.resident("load-3").await, app.resident("load-4").await);
        eager.fill(poll).await;
        let submission = eager.submission(poll).await;
        let before = eager.draft(poll).await;
        let (passed, refused) = answers_until_refused(&eager, poll, MANY).await;
        assert!(
            passed >= 40,
            "somebody who answers quickly is shut out after {passed}"
        );
        assert_refused(&refused.expect("no limit by person"), "uk");
        // The same person from another browser and another language has the same allowance.
        let phone = app.visitor();
        phone.sign_in("load-3", "/").await;
        let (passed, refused) = answers_until_refused(&phone.in_english(), poll, MANY).await;
        assert!(passed < 30, "{passed} more from another browser");
        assert_refused(&refused.unwrap(), "en");
        assert_eq!(eager.draft(poll).await, before);
        // Nobody else feels it.
        other.fill(poll).await;
        other
            .submit(poll)
            .await
            .assert_leads_to(&format!("/polls/{}/done", poll.number));
        // And when the allowance is back the ballot goes through.
        tokio::time::sleep(Duration::from_millis(1_000)).await;
        eager
            .submit_as(poll, &submission)
            .await
            .assert_leads_to(&format!("/polls/{}/done", poll.number));
        assert_eq!(app.town.ballots(poll).await, 2);
    }

    async fn downloads_of_ones_data_are_limited_by_person(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (eager, other) = (app.resident("load-3").await, app.resident("load-4").await);
        let mut passed = 0;
        let mut last = eager.get("/me/data.json").await;
        while last.status == StatusCode::OK && passed < MANY {
            passed += 1;
            last = eager.get("/me/data.json").await;
        }
        assert!(passed >= 40, "shut out after {passed}");
        assert_refused(&last, "uk");
        assert!(!last.body.contains("\"person\""), "{last:?}");
        // In English and in another browser it is the same person; looking at the page goes on, and so do the others.
        let phone = app.visitor();
        phone.sign_in("load-3", "/").await;
        let english = phone.in_english();
        let mut last = english.get("/me/data.json").await;
        for _ in 0..MANY {
            if last.status != StatusCode::OK {
                break;
            }
            last = english.get("/me/data.json").await;
        }
        assert_refused(&last, "en");
        assert_eq!(eager.get("/me/data").await.status, StatusCode::OK);
        assert_eq!(other.get("/me/data.json").await.status, StatusCode::OK);
        // A visitor is told to sign in, as before.
        assert_eq!(app.visitor().get("/me/data.json").await.status, StatusCode::UNAUTHORIZED);
    }
}

/// Whoever has no session leaves drafts: without a limit one address could fill the database.
#[test]
fn forms_of_visitors_are_limited_by_address_and_residents_go_on() {
    run_on_sqlite(async |databases| {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let resident = app.resident("load-3").await;
        let mut sending = JoinSet::new();
        for number in 0..8 {
            let visitor = app.visitor();
            sending.spawn(async move {
                let (mut passed, mut refused) = (0, 0);
                for _ in 0..500 {
                    // Limited before anybody looks at which form it is; an unknown one costs the test least.
                    let forged = format!("198.51.100.{number}");
                    let call = visitor.call("/do/nothing", "");
                    let page = visitor.send(call.header("x-forwarded-for", forged)).await;
                    match page.status {
                        StatusCode::NOT_FOUND => passed += 1,
                        StatusCode::TOO_MANY_REQUESTS => refused += 1,
                        other => panic!("{other}"),
                    }
                }
                (passed, refused)
            });
        }
        let counts = sending.join_all().await;
        let passed: i32 = counts.iter().map(|(passed, _)| passed).sum();
        let refused: i32 = counts.iter().map(|(_, refused)| refused).sum();
        assert!(
            passed >= 1_000,
            "a school behind one address is shut out after {passed}"
        );
        assert!(refused > 0, "no limit by address");
        let visitor = app.visitor();
        for window in [visitor.clone(), visitor.in_english()] {
            assert_refused(
                &answers_until_refused(&window, poll, MANY).await.1.unwrap(),
                window.lang(),
            );
        }
        // Whoever is signed in has an allowance of their own; and reading goes on.
        resident.fill(poll).await;
        resident
            .submit(poll)
            .await
            .assert_leads_to(&format!("/polls/{}/done", poll.number));
        visitor.get("/polls").await.assert_page(200, "uk");
    });
}

/// A search is made for whoever asks: without a limit one address could keep an instance busy with it.
#[test]
fn searches_of_visitors_are_limited_by_address_and_reading_goes_on() {
    run_on_sqlite(async |databases| {
        let app = TestApp::start(&databases).await;
        let resident = app.resident("load-3").await;
        let mut sending = JoinSet::new();
        for _ in 0..8 {
            let visitor = app.visitor();
            sending.spawn(async move {
                let (mut passed, mut refused) = (0, 0);
                for number in 0..250 {
                    let page = visitor.get(&format!("/polls?q=x{number}")).await;
                    match page.status {
                        StatusCode::OK => passed += 1,
                        StatusCode::TOO_MANY_REQUESTS => refused += 1,
                        other => panic!("{other}"),
                    }
                }
                (passed, refused)
            });
        }
        let counts = sending.join_all().await;
        let passed: i32 = counts.iter().map(|(passed, _)| passed).sum();
        let refused: i32 = counts.iter().map(|(_, refused)| refused).sum();
        assert!(
            passed >= 1_000,
            "a class that searches together is shut out after {passed}"
        );
        assert!(refused > 0, "no limit by address");
        for window in [app.visitor(), app.visitor().in_english()] {
            let mut last = window.get("/polls?state=open").await;
            for _ in 0..MANY {
                if last.status == StatusCode::TOO_MANY_REQUESTS {
                    break;
                }
                last = window.get("/polls?state=open").await;
            }
            assert_refused(&last, window.lang());
            for path in ["/", "/polls", "/polls?page=1"] {
                assert_eq!(window.get(path).await.status, StatusCode::OK, "{path}");
            }
        }
        let page = resident.get("/polls?q=x").await;
        assert_eq!(page.status, StatusCode::OK, "{page:?}");
    });
}
