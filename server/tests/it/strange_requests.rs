//! Addresses of every wrong shape: a clear page in the visitor's language, never a fault of ours.

use crate::{
    app::TestApp,
    browser::Browser,
    raw,
    town::{HOUR, KOROSTEN, OVRUCH, TestPoll, content},
};
use domain::{lang::Bilingual, time::DAY};
use reqwest::StatusCode;

/// What is no number of ours, as it stands in an address.
pub const NO_NUMBERS: [&str; 40] = [
    "-1",
    "0",
    "+1",
    "01",
    "1.0",
    "1e3",
    "1_000",
    "0x1",
    "999999999",
    "9999999999",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999999999999999999999",
    "NaN",
    "Infinity",
    "null",
    "true",
    "undefined",
    "[object%20Object]",
    "%20",
    "1%20",
    "%201",
    "1%0A",
    "1%0D%0ASet-Cookie:%20a=b",
    "1%00",
    "%00",
    "%D9%A1",
    "%EF%BC%91",
    "%C2%B2",
    "%F0%9F%97%B3",
    "%FF",
    "%C0%80",
    "%ED%A0%80",
    "1%2Fresults",
    "..%2F..%2Fetc%2Fpasswd",
    "%2e%2e%2f%2e%2e%2f",
    "%5C..%5C",
    "1;DROP%20TABLE%20ballot",
    "'%20OR%20'1'='1",
    "%3Cscript%3Ealert(1)%3C/script%3E",
];

/// Asserts that a person is told in their language that there is no such thing.
#[track_caller]
fn assert_missing(page: &crate::browser::Page, lang: &str) {
    assert!(
        matches!(page.status, StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST),
        "{page:?}"
    );
    page.assert_is_page(lang);
    assert_eq!(page.location(), None, "{page:?}");
    assert!(page.header("set-cookie").is_none());
}

async fn assert_each_missing(browser: &Browser, places: &[&str]) {
    for window in [browser.clone(), browser.in_english()] {
        for place in places {
            let overlong = "1".repeat(1_500);
            for number in NO_NUMBERS.iter().copied().chain([overlong.as_str()]) {
                let page = window.get(&place.replace("{}", number)).await;
                assert_missing(&page, window.lang());
            }
        }
    }
}

on_both_databases! {
    async fn numbers_of_every_wrong_shape_are_a_clear_page(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        assert_eq!(poll.number.0, 1);
        let person = app.resident("load-3").await;
        let places = [
            "/polls/{}",
            "/polls/{}/vote",
            "/polls/{}/vote/1",
            "/polls/{}/vote/check",
            "/polls/{}/results",
        ];
        assert_each_missing(&person, &places).await;
        assert_each_missing(&person, &["/polls/{}/done", "/polls/1/vote/{}"]).await;
        // A visitor too: the cache of ready pages sees these first.
        assert_each_missing(&app.visitor(), &["/polls/{}", "/polls/{}/results"]).await;
    }

    async fn numbers_of_every_wrong_shape_are_a_clear_page_for_staff_too(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.draft_poll(KOROSTEN, &content()).await;
        let staff = app.staff().await;
        assert_each_missing(&staff, &["/staff/polls/{}", "/staff/polls/{}/edit"]).await;
        assert_each_missing(
            &staff,
            &["/staff/polls/{}/preview", "/staff/polls/{}/preview/page"],
        )
        .await;
    }

    async fn addresses_that_nobody_wrote_are_a_clear_page(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.open_poll().await;
        let person = app.resident("load-3").await;
        for browser in [app.visitor(), app.visitor().in_english(), person] {
            for path in [
                "/nothing",
                "/polls/1/2/3/4",
                "/polls/1/",
                "/polls//1",
                "//polls",
                "/%2Fpolls",
                "/pkg",
                "/do",
                "/do/",
                "/auth",
                "/auth/",
                "/.git/config",
                "/.env",
                "/index.php?x=1",
                "/polls/1/vote/check/x",
                "/staff/nothing",
                "/%E0%A4%A",
                "/%",
                "/%zz",
                "/polls%00",
                "/polls%0d%0aLocation:%20https://evil.example",
                "/\u{406}",
            ] {
                let page = browser.get(path).await;
                let client = page.status.is_client_error();
                // `/polls/1/` and the like may as well be the page that was meant.
                let meant = page.status == StatusCode::OK && path.ends_with('/');
                assert!(client || meant, "{path}: {page:?}");
                page.assert_is_page(browser.lang());
            }
        }
    }

    async fn queries_that_nobody_wrote_change_nothing(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let person = app.resident("load-3").await;
        person.fill(poll).await;
        for browser in [app.visitor(), person.in_english()] {
            for (path, queries) in [
                (
                    "/polls",
                    [
                        "page=-1",
                        "page=0",
                        "page=99999999999999999999",
                        "page=x",
                        "page=1&page=2",
                        "page[]=1",
                        "page=%FF",
                        "page=%00",
                        "&&&=&",
                    ],
                ),
                (
                    "/polls/1",
                    [
                        "late=%FF",
                        "cleared=1&cleared=2",
                        "late&cleared",
                        "%00",
                        "__err=x",
                        "__path=/x",
                        "a[b][c]=d",
                        "=",
                        "?",
                    ],
                ),
                (
                    "/polls/1/vote/1",
                    [
                        "fix=x",
                        "fix&fix",
                        "change=%FF",
                        "%FF=fix",
                        "fix[]=1",
                        "fix=%00",
                        "save",
                        "go=leave",
                        "choice[]=2",
                    ],
                ),
                (
                    "/polls/1/vote/check",
                    [
                        "outcome=x",
                        "outcome=%FF",
                        "outcome=unknown&outcome=busy",
                        "outcome[]=busy",
                        "outcome=%00",
                        "outcome=",
                        "outcome",
                        "submission=1",
                        "outcome=<script>alert(1)",
                    ],
                ),
                (
                    "/sign-in",
                    [
                        "error=x",
                        "error=%FF",
                        "error=denied&error=stale",
                        "error[]=denied",
                        "return=%FF",
                        "return=%00",
                        "return[]=/x",
                        "out=%FF",
                        "error=<script>alert(1)",
                    ],
                ),
            ] {
                for query in queries {
                    let page = browser.get(&format!("{path}?{query}")).await;
                    let refused = page.status.is_client_error();
                    assert!(
                        page.status == StatusCode::OK || refused,
                        "{path}?{query}: {page:?}"
                    );
                    page.assert_is_page(browser.lang());
                    assert!(!page.body.contains("<script>alert"), "{path}?{query}");
                }
            }
            let page = browser.get(&format!("/polls?{}", "x".repeat(10_000))).await;
            page.assert_page(400, browser.lang());
        }
        assert_ne!(person.draft(poll).await, "no draft");
    }

    /// `//evil.example` in a link is another site.
    async fn no_link_of_ours_leads_to_the_host_that_somebody_put_into_the_path(
        databases: Databases,
    ) {
        let app = TestApp::start(&databases).await;
        app.town.open_poll().await;
        let person = app.resident("load-3").await;
        for browser in [app.visitor(), person] {
            for path in [
                "//evil.example",
                "//evil.example/polls",
                "/en//evil.example",
                "/en//evil.example/polls",
                "/en///evil.example",
                "/en/%2Fevil.example",
                "/en/%5Cevil.example",
                "/en//evil.example/?return=//evil.example",
                "/en//evil.example%2f@localhost",
            ] {
                let page = browser.get_exactly(path).await;
                assert!(page.status.is_client_error(), "{path}: {page:?}");
                for quoted in page.body.split("href=\"").skip(1) {
                    let href = quoted.split('"').next().unwrap();
                    let away = href.starts_with("//")
                        || href.starts_with("/\\")
                        || href.contains("://evil");
                    assert!(!away, "{path}: a link to {href}");
                }
            }
        }
    }

    async fn polls_that_take_no_answers_are_told_apart(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let open = app.town.open_poll().await;
        let later = app.town.poll(KOROSTEN, content(), HOUR, DAY).await;
        let over = app.town.poll(KOROSTEN, content(), -2 * HOUR, -HOUR).await;
        let draft = app.town.draft_poll(KOROSTEN, &content()).await;
        let person = app.resident("load-3").await;
        for window in [person.clone(), person.in_english(), app.visitor()] {
            for (poll, words) in [
                (later, ["ще не почалося", "not opened yet"]),
                (over, ["завершилося", "has closed"]),
            ] {
                let poll_page = window.path(&format!("/polls/{}", poll.number));
                for place in ["vote/1", "vote/check"] {
                    let page = window.get(&format!("/polls/{}/{place}", poll.number)).await;
                    page.assert_leads_to(&poll_page);
                }
                window
                    .answer(poll, 1, &[1])
                    .await
                    .assert_leads_to(&poll_page);
                let page = window.get(&format!("/polls/{}?late", poll.number)).await;
                page.assert_page(200, window.lang());
                assert!(words.iter().any(|w| page.body.contains(w)), "{}", page.body);
            }
            for missing in [
                draft,
                TestPoll {
                    number: domain::ids::PollNumber(77),
                    ..open
                },
            ] {
                window
                    .get(&format!("/polls/{}", missing.number))
                    .await
                    .assert_page(404, window.lang());
                window
                    .answer(missing, 1, &[1])
                    .await
                    .assert_page(404, window.lang());
                window
                    .submit_as(missing, "00000000-0000-4000-8000-000000000000")
                    .await
                    .assert_page(404, window.lang());
            }
        }
        for poll in [open, later, over, draft] {
            assert_eq!(app.town.ballots(poll).await, 0);
        }
    }

    async fn the_same_number_is_another_poll_in_another_community(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let ours = app.town.open_poll().await;
        let mut other = content();
        other.title = Bilingual::new(
            "Куди поставити лавки в Овручі?",
            "Where to put benches in Ovruch?",
        );
        let theirs = app.town.poll(OVRUCH, other, -HOUR, DAY).await;
        let only_theirs = app.town.poll(OVRUCH, content(), -HOUR, DAY).await;
        assert_eq!((ours.number, theirs.number), (theirs.number, ours.number));
        let person = app.resident("load-3").await;
        let page = person.get("/polls/1").await;
        assert!(
            page.body.contains("Базарній") && !page.body.contains("Овручі"),
            "{}",
            page.body
        );
        let abroad = person.on("ovruch.localhost");
        let page = abroad.get("/polls/1").await;
        assert!(
            page.body.contains("Овручі") && !page.body.contains("Базарній"),
            "{}",
            page.body
        );
        for path in ["/polls/2", "/polls/2/vote/1", "/polls/2/results"] {
            person.get(path).await.assert_page(404, "uk");
        }
        person
            .answer(only_theirs, 1, &[1])
            .await
            .assert_page(404, "uk");
        // A draft and a submission id from here are nothing there, also when the cookies are carried over.
        person.fill(ours).await;
        let submission = person.submission(ours).await;
        for cookie in ["session", "draft"] {
            abroad.forge_cookie(cookie, &person.cookie(cookie).unwrap());
        }
        assert_eq!(abroad.draft(theirs).await, "no draft");
        abroad
            .submit_as(theirs, &submission)
            .await
            .assert_leads_to("/polls/1/vote/check?outcome=signed-out");
        for poll in [ours, theirs, only_theirs] {
            assert_eq!(app.town.ballots(poll).await, 0);
        }
    }

    async fn hosts_that_are_nobodys_are_a_clear_page(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.open_poll().await;
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1",
            "xn--nobody.localhost",
            "a.ovruch.localhost",
            "[::1]",
        ] {
            let page = app.visitor().on(host).get("/").await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{host}: {page:?}");
            page.assert_is_page("uk");
            assert!(
                page.body.contains("There is no community"),
                "nobody knows their language yet: {}",
                page.body
            );
        }
        for head in [
            "GET / HTTP/1.1\r\n",
            "GET / HTTP/1.0\r\n",
            "GET / HTTP/1.1\r\nhost:\r\n",
            "GET / HTTP/1.1\r\nhost: local host\r\n",
            "GET / HTTP/1.1\r\nhost: localhost/@evil.example\r\n",
            "GET / HTTP/1.1\r\nhost: \u{7f}\r\n",
            "GET http://evil.example/ HTTP/1.1\r\nhost: localhost\r\n",
            "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nhost: localhost\r\n",
            "GET /../../etc/passwd HTTP/1.1\r\nhost: localhost\r\n",
            "GET /pkg/../../Cargo.toml HTTP/1.1\r\nhost: localhost\r\n",
            "GET * HTTP/1.1\r\nhost: localhost\r\n",
            "GET /\0 HTTP/1.1\r\nhost: localhost\r\n",
            "GET /\u{406} HTTP/1.1\r\nhost: localhost\r\n",
            "OPTIONS * HTTP/1.1\r\nhost: localhost\r\n",
            "CONNECT evil.example:443 HTTP/1.1\r\nhost: localhost\r\n",
            "TRACE / HTTP/1.1\r\nhost: localhost\r\n",
            "PROPFIND / HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost\r\n",
        ] {
            let response = raw::exchange(app.address, head.as_bytes(), &[]).await;
            assert!(
                (400..500).contains(&response.status),
                "{head:?}: {response:?}"
            );
            assert!(
                !response.head.contains("evil.example"),
                "{head:?}: {response:?}"
            );
        }
        let spelled = raw::exchange(
            app.address,
            b"GET /polls HTTP/1.1\r\nhost: LocalHost\r\n",
            &[],
        )
        .await;
        assert_eq!(spelled.status, 200);
    }
}
