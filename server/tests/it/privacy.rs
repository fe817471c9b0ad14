//! Nothing about a person leaks on the way (DESIGN §5.10): no identifier, name or receipt in an address, a log line, an error page or
//! anything that others may take away; no secret in a log.

use crate::{
    app::TestApp,
    browser::Browser,
    logs, organisations, people_desk, residence_requests,
    town::{KOROSTEN, resident},
};
use domain::time::DAY;
use reqwest::StatusCode;
use store::Page as Part;

/// A listed resident: somebody with a real name, a РНОКПП and an УНЗР (all invented).
const OLENA: &str = "olena-tkachuk";

/// What must never be seen of her, with a word for each.
fn identifiers(name: &str) -> Vec<(&'static str, String)> {
    let person = resident(name);
    let mut found = vec![
        ("the family name", person.name.family.clone()),
        ("the patronymic", person.name.middle.clone()),
        ("the full name", person.name.full()),
        ("the birth date", person.born.to_string()),
    ];
    found.extend(
        person
            .rnokpp
            .map(|number| ("the РНОКПП", number.digits().to_owned())),
    );
    found.extend(
        person
            .unzr
            .map(|number| ("the УНЗР", number.as_str().to_owned())),
    );
    assert_eq!(found.len(), 6, "{name} is no good example");
    found
}

/// How a text stands in an address or in a log that escapes it.
fn spellings(text: &str) -> Vec<String> {
    let percent: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let mut spellings = vec![text.to_owned(), text.to_lowercase(), percent];
    if !text.is_ascii() {
        spellings.push(text.escape_unicode().to_string());
        spellings.push(format!("{:?}", text.as_bytes()));
    }
    spellings
}

#[track_caller]
fn assert_absent(secrets: &[(&'static str, String)], text: &str, place: &str) {
    for (what, secret) in secrets {
        for spelling in spellings(secret) {
            if let Some(at) = text.find(&spelling) {
                let from = text[..at].rfind('\n').map_or(0, |at| at + 1);
                let line: String = text[from..].chars().take(600).collect();
                panic!("{place} holds {what}: {line}");
            }
        }
    }
}

on_both_databases! {
    async fn a_whole_journey_leaves_no_trace_of_the_person_in_addresses_logs_exports_and_error_pages(
        databases: Databases,
    ) {
        logs::listen();
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        app.town.settle(KOROSTEN, OLENA).await;
        let browser = app.visitor();
        let mut error_pages = Vec::new();

        browser.get("/").await;
        browser.get("/polls/1").await;
        browser.fill(poll).await;
        let drafted = browser.cookie("draft").unwrap();
        // A sign-in that fails, then one that works.
        browser
            .try_sign_in("fault-token-error", "/polls/1/vote/check")
            .await;
        browser
            .try_sign_in("fault-closed", "/polls/1/vote/check")
            .await;
        browser.sign_in(OLENA, "/polls/1/vote/check").await;
        let session = browser.cookie("session").unwrap();
        let check = browser.check(poll).await;
        assert!(
            check.body.contains("Олена Т."),
            "she is not greeted: {}",
            check.body
        );
        let submission = browser.submission(poll).await;
        browser.submit_as(poll, &submission).await;
        browser.submit_as(poll, &submission).await;
        let receipt = app.town.receipt(poll, OLENA).await.unwrap();
        let done = browser.get("/polls/1/done").await;
        assert!(done.body.contains(&receipt), "{}", done.body);
        for path in [
            "/polls/1/done?again",
            "/polls/1",
            "/polls",
            "/results",
            "/sign-in",
        ] {
            browser.get(path).await;
        }
        // Everything that can go wrong while she is signed in.
        for path in [
            "/nothing",
            "/polls/77",
            "/staff",
            "/do/submit",
            "/polls/%FF",
            "/auth/callback",
        ] {
            error_pages.push(browser.get(path).await);
        }
        error_pages.push(browser.send(browser.form("/do/submit", "poll=%00")).await);
        error_pages.push(
            browser
                .send(browser.form("/do/answer", "a".repeat(600_000)))
                .await,
        );
        let mut foreign = browser.form("/do/submit", "poll=1").build().unwrap();
        foreign
            .headers_mut()
            .insert("sec-fetch-site", "cross-site".parse().unwrap());
        error_pages.push(browser.send_request(foreign).await);
        browser.post("/do/sign-out", &[]).await;

        let mut secrets = identifiers(OLENA);
        secrets.push(("the receipt", receipt.clone()));
        secrets.push(("the receipt without hyphens", receipt.replace('-', "")));
        for page in &error_pages {
            assert!(page.status.is_client_error(), "{page:?}");
            assert_absent(
                &secrets,
                &page.body,
                &format!("the error page of {}", page.asked),
            );
        }
        // What anybody may take away, before the close and after it.
        let (anybody, staff) = (app.visitor(), app.staff().await);
        let taken = async |browser: &Browser, paths: &[&str]| {
            for path in paths {
                let page = browser.get(path).await;
                assert_eq!(page.status, StatusCode::OK, "{page:?}");
                assert_absent(&secrets, &page.body, path);
            }
        };
        let always = ["/", "/polls", "/polls/1", "/polls/1/qr.svg", "/embed/polls", "/embed/polls/1"];
        taken(&anybody, &always).await;
        taken(&anybody, &["/polls/1/deadline.ics"]).await;
        taken(&staff, &["/staff", "/staff/polls/1"]).await;
        let later = app.town.store.with_clock_offset(11 * DAY);
        later.close_due_polls("test").await.unwrap();
        // Pages are made of a copy that may be a second old.
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        taken(&anybody, &always).await;
        taken(&anybody, &["/polls/1/results", "/polls/1/results.csv", "/embed/polls/1/results", "/results"]).await;
        taken(&staff, &["/staff", "/staff/polls/1"]).await;

        // What a log holds besides must not let anybody act as her or find her draft.
        let mut log_secrets = secrets.clone();
        log_secrets.push(("the session", session));
        log_secrets.push(("the draft's key", drafted));
        let person = app.town.person(KOROSTEN, OLENA).await.unwrap();
        log_secrets.push(("the person's id", person.to_string()));
        log_secrets.push(("the submission's id", submission));
        let history = browser.history();
        for address in &history {
            assert_absent(&secrets, address, "an address");
            for name in ["ticket=", "state=", "code="] {
                if let Some(secret) = address
                    .split(name)
                    .nth(1)
                    .and_then(|rest| rest.split('&').next())
                {
                    log_secrets.push(("a single-use secret", secret.to_owned()));
                }
            }
        }
        assert!(history.len() > 30, "{history:?}");
        assert!(
            log_secrets
                .iter()
                .any(|(what, _)| *what == "a single-use secret"),
            "{history:?}"
        );
        app.town
            .store
            .recount(poll.community, poll.id, |_| {})
            .await
            .unwrap();

        let log = logs::so_far();
        assert!(
            log.contains("request") && log.lines().count() > 100,
            "nothing was logged"
        );
        assert_absent(&log_secrets, &log, "a log line");
    }

    /// Documents that she sends, what staff read and write about them, and how they find her.
    async fn what_goes_over_the_desk_leaves_no_trace_of_the_person_in_addresses_logs_and_the_journal(databases: Databases) {
        logs::listen();
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let browser = app.visitor();
        browser.sign_in(OLENA, "/").await;
        let person = app.town.person(KOROSTEN, OLENA).await.unwrap();
        let mut secrets = identifiers(OLENA);
        let number = secrets.iter().find(|(what, _)| *what == "the УНЗР").unwrap().1.clone();
        const DOCUMENT: &[u8] = b"%PDF-1.7\nMarked words of a document.";
        const REASON: &str = "Позначена причина відмови.";
        const POSITION: &str = "Позначена посада";
        for (what, text) in [
            ("the document", "Marked words of a document"),
            ("the name of the residence's file", residence_requests::FILE_NAME),
            ("the reason", REASON),
            ("the position", POSITION),
        ] {
            secrets.push((what, text.to_owned()));
        }

        residence_requests::send(&browser, residence_requests::KOROSTEN_CITY, DOCUMENT).await.assert_leads_to("/me/residence");
        let claim = ["self_organisation", "Сільський комітет «Грозине»", "", POSITION];
        organisations::claim(&browser, claim, DOCUMENT).await.assert_leads_to("/me/organisations");
        let desk = app.administrator().await;
        let found = people_desk::find(&desk, "unzr", &number).await;
        found.assert_leads_to(&format!("/staff/people/{person}"));
        // A number that is mistyped comes back in the form, and is told of nowhere else.
        let mistyped = format!("{}9", &number[..number.len() - 1]);
        secrets.push(("a mistyped УНЗР", mistyped.clone()));
        let again = people_desk::find(&desk, "unzr", &mistyped).await;
        desk.follow(again).await;
        for path in [format!("/staff/people/{person}/document"), format!("/staff/organisations/claims/{person}/document")] {
            assert_eq!(desk.get(&path).await.body.as_bytes(), DOCUMENT, "{path}");
        }
        residence_requests::refuse(&desk, person, REASON).await.assert_leads_to(&format!("/staff/people/{person}?refused"));
        organisations::decide(&desk, person, "refuse-power", &[("f[reason]", REASON)]).await.assert_leads_to("/staff/organisations?refused");
        for path in ["/me", "/me/residence", "/me/organisations", "/me/data", "/me/data.json"] {
            assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path}");
        }
        let journal = desk.get("/staff/journal").await;
        // The journal's page names people to whoever may read it; what is kept of an act names nobody.
        assert!(journal.body.matches("<tr").count() > 5, "{journal:?}");
        let kept = app.town.store.audit_log(KOROSTEN, Part::first(100)).await.unwrap();
        assert!(kept.items.len() > 5);
        assert_absent(&secrets, &format!("{kept:?}"), "the journal");
        for page in [browser.get("/staff/people").await, desk.get("/staff/people/nobody").await] {
            assert!(page.status.is_client_error(), "{page:?}");
            // Her own short name stands in the head of her page.
            assert_absent(&secrets, &page.body, &format!("the error page of {}", page.asked));
        }
        let addresses = [browser.history(), desk.history()].concat();
        assert!(addresses.len() > 15, "{addresses:?}");
        for address in addresses {
            assert_absent(&secrets, &address, "an address");
        }
        assert_absent(&secrets, &logs::so_far(), "a log line");
    }

    /// The words of an error are ours, never the database's or the program's.
    async fn an_error_page_says_nothing_of_our_insides(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let browser = app.resident("load-3").await;
        for path in [
            "/nothing",
            "/polls/9223372036854775807",
            "/polls/%27",
            "/staff",
            "/do/submit",
            "/%FF",
        ] {
            let page = browser.get(path).await;
            assert!(page.status.is_client_error(), "{page:?}");
            for inside in [
                "sqlx",
                "SQL",
                "sqlite",
                "postgres",
                "panicked",
                ".rs:",
                "stack backtrace",
                "src/",
                "Failure",
                "leptos_router",
            ] {
                assert!(
                    !page.body.contains(inside),
                    "{path}: {inside}: {}",
                    page.body
                );
            }
            for name in ["server", "x-powered-by", "via"] {
                assert_eq!(page.header(name), None, "{path}");
            }
        }
        assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
    }

    /// Who looks at the database sees ciphertext: of the answers before they are cast, and of the person for ever.
    async fn the_database_holds_neither_the_name_nor_the_number_nor_the_draft_in_the_clear(
        databases: Databases,
    ) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        app.town.settle(KOROSTEN, OLENA).await;
        let browser = app.visitor();
        browser.fill(poll).await;
        browser.sign_in(OLENA, "/").await;
        let mut secrets = identifiers(OLENA);
        for name in ["session", "draft"] {
            secrets.push(("a cookie's value", browser.cookie(name).unwrap()));
        }
        assert_absent(&secrets, &app.database.texts().await, "the database");
        browser.submit(poll).await;
        assert_absent(&secrets, &app.database.texts().await, "the database");
    }
}
