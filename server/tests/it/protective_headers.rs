//! The headers that protect (DESIGN §12). `Browser` checks on every response of every test what none may lack; here are the
//! kinds of response one by one, and what differs between them.

use crate::{
    access::{everybody, four_polls},
    access_table::PAGES,
    app::{Start, TestApp},
    browser::Page,
    databases::run_on_sqlite,
    raw,
};
use reqwest::{Method, StatusCode};
use std::time::Duration;

#[track_caller]
fn assert_kept_by_nobody(page: &Page) {
    let caching = page.header("cache-control").unwrap_or_default();
    assert!(
        caching.contains("no-store") && caching.contains("private"),
        "{}: {caching}",
        page.asked
    );
    assert_eq!(page.header("etag"), None, "{}", page.asked);
}

on_both_databases! {
    async fn every_kind_of_response_carries_the_protective_headers(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let [poll, ..] = four_polls(&app).await;
        let visitor = app.visitor();
        // `send` asserts the headers; here it is only made sure that each kind is really met.
        for (path, status) in [
            ("/", 200),
            ("/polls/1", 200),
            ("/polls/1/vote/1", 200),
            ("/polls/1/vote", 303),
            ("/staff", 303),
            ("/favicon.svg", 200),
            ("/apple-touch-icon.png", 200),
            ("/robots.txt", 200),
            ("/healthz", 200),
            ("/readyz", 200),
            ("/pkg/nothing.css", 404),
            ("/nothing", 404),
            ("/do/answer", 405),
            ("/auth/ticket?ticket=x", 303),
        ] {
            // Pictures are no text: only the head is looked at.
            let method = if path.ends_with(".png") {
                Method::HEAD
            } else {
                Method::GET
            };
            let page = visitor.send(visitor.request(method, path)).await;
            assert_eq!(page.status, status, "{path}: {page:?}");
        }
        let cached = visitor.get("/polls").await;
        let again = visitor
            .request(Method::GET, "/polls")
            .header("if-none-match", cached.header("etag").unwrap());
        assert_eq!(visitor.send(again).await.status, StatusCode::NOT_MODIFIED);
        let large = visitor
            .send(visitor.form("/do/answer", "a".repeat(600_000)))
            .await;
        assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(
            visitor.answer(poll, 1, &[1]).await.status,
            StatusCode::SEE_OTHER
        );
        assert_eq!(
            visitor
                .send(visitor.call("/do/answer", "poll=77"))
                .await
                .status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            visitor.on("evil.example").get("/").await.status,
            StatusCode::NOT_FOUND
        );
        let head = b"GET /%FF HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: cross-site\r\n";
        let response = raw::exchange(app.address, head, &[]).await;
        assert!(
            response.head.contains("frame-ancestors 'none'"),
            "{response:?}"
        );
    }

    async fn a_browser_is_told_to_stay_with_https_where_the_site_is_served_by_it_and_only_there(databases: Databases) {
        let forever = "max-age=63072000; includeSubDomains";
        for (public, told) in [("https://localhost", Some(forever)), ("http://localhost", None)] {
            let app = Start::default().with("--public-url", public).on(&databases).await;
            let visitor = app.visitor();
            for (path, status) in [
                ("/", 200),
                ("/polls", 200),
                ("/en/polls", 200),
                ("/staff", 303),
                ("/nothing", 404),
                ("/pkg/nothing.css", 404),
                ("/do/answer", 405),
                ("/favicon.svg", 200),
                ("/embed/polls", 200),
                ("/healthz", 200),
            ] {
                let page = visitor.get_exactly(path).await;
                assert_eq!(page.status, status, "{public}: {path}");
                assert_eq!(page.header("strict-transport-security"), told, "{public}: {path}");
            }
            // Neither what no community has, nor what was refused.
            let nowhere = visitor.on("evil.example").get("/").await;
            let refused = visitor.form("/do/answer", "").header("sec-fetch-site", "cross-site");
            let refused = visitor.send(refused).await;
            for page in [nowhere, refused] {
                assert!(page.status.is_client_error(), "{page:?}");
                assert_eq!(page.header("strict-transport-security"), told, "{page:?}");
            }
        }
    }

    async fn built_files_are_found_and_protected(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let visitor = app.visitor();
        let page = visitor.get("/").await;
        let style = page
            .body
            .split("href=\"/pkg/")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap();
        let asset = visitor.get(&format!("/pkg/{style}")).await;
        // Where nothing was built the address is the plain one, and there is no such file.
        if asset.status == StatusCode::OK {
            assert_eq!(
                asset.header("content-type"),
                Some("text/css; charset=utf-8")
            );
            assert!(asset.header("cache-control").unwrap().contains("immutable"));
        } else {
            assert_eq!((asset.status, style), (StatusCode::NOT_FOUND, "main.css"));
        }
        for out in [
            "../Cargo.toml",
            "..%2FCargo.toml",
            "%2e%2e%2f%2e%2e%2fCargo.toml",
            "..%5Cmanifest.json",
            "manifest.json",
            "%00",
            "%FF",
            "main.css%00.png",
            "/etc/passwd",
        ] {
            let page = visitor.get(&format!("/pkg/{out}")).await;
            assert!(page.status.is_client_error(), "{out}: {page:?}");
            assert!(!page.body.contains("[package]"), "{out}");
        }
    }

    async fn a_host_without_a_community_has_a_page_with_its_style_and_a_way_on(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let nowhere = app.visitor().on("nema.localhost");
        let page = nowhere.get("/").await;
        page.assert_page(404, "uk");
        assert!(page.body.contains("href=\"http://platform.localhost:"), "{}", page.body);
        let style = page.body.split("href=\"/pkg/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let here = app.visitor().get(&format!("/pkg/{style}")).await;
        assert_eq!(nowhere.get(&format!("/pkg/{style}")).await.status, here.status);
        for (path, status) in [("/favicon.svg", 200), ("/pkg/nothing.css", 404), ("/polls", 404), ("/robots.txt", 404), ("/pictures/x", 404)] {
            assert_eq!(nowhere.get(path).await.status, status, "{path}");
        }
        let post = nowhere.request(Method::POST, "/pkg/main.css");
        assert_eq!(nowhere.send(post).await.status, StatusCode::NOT_FOUND);
    }

    async fn what_concerns_one_person_is_kept_by_nobody(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let [poll, ..] = four_polls(&app).await;
        let [visitor, resident, staff, _] = everybody(&app).await;
        // With a session every page does.
        for (_, path, ..) in PAGES {
            for browser in [&resident, &staff] {
                assert_kept_by_nobody(&browser.get(path).await);
            }
        }
        // With or without: what is answered and how one signs in; and every error.
        for path in [
            "/polls/1/vote",
            "/polls/1/vote/1",
            "/polls/1/vote/check",
            "/polls/1/done",
            "/sign-in",
            "/staff",
            "/nothing",
            "/do/answer",
            "/polls/1?late",
        ] {
            assert_kept_by_nobody(&visitor.get(path).await);
        }
        assert_kept_by_nobody(&visitor.answer(poll, 1, &[1]).await);
        // From here on this browser has a draft, and even public pages say so.
        for path in ["/", "/polls", "/polls/1", "/polls/1/results"] {
            assert_kept_by_nobody(&visitor.get(path).await);
        }
    }

    /// Ready pages are shared between visitors: nothing in them may be anybody's.
    async fn a_ready_page_is_the_same_for_every_visitor_and_sets_no_cookie(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        let signed_in = app.resident("load-3").await;
        for path in [
            "/",
            "/polls",
            "/polls/1",
            "/polls/2",
            "/polls/1/results",
            "/polls/2/results",
            "/results",
            "/en/polls/1",
            "/embed/polls",
            "/embed/polls/1",
            "/embed/polls/2/results",
            "/en/embed/polls/1?theme=dark",
        ] {
            // Somebody signed in has looked first.
            signed_in.get_exactly(path).await;
            let (first, second) = (
                app.visitor().get_exactly(path).await,
                app.visitor().get_exactly(path).await,
            );
            assert_eq!(first.body, second.body, "{path}");
            assert!(
                !first.body.contains("Тест Н."),
                "{path} shows who looked before"
            );
            assert!(
                !first.body.contains("nonce="),
                "{path}: a nonce that is shared is none"
            );
            for page in [&first, &second] {
                assert_eq!(page.header("set-cookie"), None, "{path}");
                let policy = page.header("content-security-policy").unwrap();
                assert!(
                    policy.contains("'sha256-") && !policy.contains("'nonce-"),
                    "{path}: {policy}"
                );
                assert!(
                    page.header("vary")
                        .unwrap()
                        .to_ascii_lowercase()
                        .contains("cookie"),
                    "{path}"
                );
                assert!(
                    !page.header("cache-control").unwrap().contains("public"),
                    "{path}"
                );
            }
        }
    }

    async fn every_uncached_page_has_a_nonce_of_its_own(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        let browser = app.resident("load-3").await;
        let mut seen = Vec::new();
        for path in [
            "/",
            "/polls/1/vote/1",
            "/polls/1/vote/1",
            "/sign-in",
            "/nothing",
        ] {
            let page = browser.get(path).await;
            let policy = page.header("content-security-policy").unwrap();
            let nonce = policy
                .split("'nonce-")
                .nth(1)
                .unwrap()
                .split('\'')
                .next()
                .unwrap()
                .to_owned();
            assert!(
                nonce.len() >= 16 && !seen.contains(&nonce),
                "{path}: {nonce}"
            );
            for script in page.body.split("<script").skip(1) {
                let tag = script.split('>').next().unwrap();
                let ours =
                    tag.contains(&format!("nonce=\"{nonce}\"")) || tag.contains("src=\"/pkg/");
                assert!(
                    ours,
                    "{path}: a script that the policy blocks: <script{tag}>"
                );
            }
            assert!(
                !page.body.contains(" style=\""),
                "{path}: an inline style, which the policy blocks"
            );
            assert!(
                !page.body.contains(" onclick=") && !page.body.contains("javascript:"),
                "{path}"
            );
            seen.push(nonce);
        }
    }

    /// What a client says of hosts, addresses and methods beside the request itself changes nothing, for nobody.
    async fn headers_that_override_the_request_are_not_believed(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        for path in ["/polls", "/polls/1"] {
            for (name, value) in [
                ("x-forwarded-host", "evil.example"),
                ("x-host", "evil.example"),
                ("forwarded", "for=1.2.3.4;host=evil.example;proto=https"),
                ("x-forwarded-proto", "https"),
                ("x-forwarded-prefix", "/evil.example"),
                ("x-original-url", "/staff?evil.example"),
                ("x-rewrite-url", "/evil.example"),
                ("x-forwarded-for", "evil.example"),
                ("x-http-method-override", "DELETE"),
                ("accept-language", "en"),
            ] {
                let visitor = app.visitor();
                let request = visitor.request(Method::GET, path).header(name, value);
                let page = visitor.send(request).await;
                page.assert_page(200, "uk");
                assert!(!page.body.contains("evil.example"), "{name} on {path}");
                let next = app.visitor().get(path).await;
                assert!(
                    !next.body.contains("evil.example"),
                    "{name} on {path} reached somebody else"
                );
            }
        }
        let browser = app.resident("load-3").await;
        let request = browser
            .request(Method::GET, "/do/sign-out")
            .header("x-http-method-override", "POST");
        assert_eq!(
            browser.send(request).await.status,
            StatusCode::METHOD_NOT_ALLOWED
        );
        assert_eq!(
            browser.get("/polls/1/done").await.location().as_deref(),
            Some("/polls/1")
        );
    }

    async fn only_the_staff_preview_and_cards_may_be_framed_and_unless_said_only_by_ourselves(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        let staff = app.staff().await;
        for (_, path, ..) in PAGES {
            let page = staff.get(path).await;
            let policy = page.header("content-security-policy").unwrap();
            let framed = policy.split("frame-ancestors ").nth(1).unwrap();
            let expected = if path.ends_with("/preview/page") || path.starts_with("/embed/") {
                "'self'"
            } else {
                "'none'"
            };
            assert_eq!(framed, expected, "{path}");
        }
    }
}

/// A browser that stops sending in the middle of a form must not hold a connection for ever, and what it gets is a page.
#[test]
fn a_form_that_never_arrives_ends_with_a_page() {
    run_on_sqlite(async |databases| {
        let app = TestApp::start(&databases).await;
        let visitor = app.visitor();
        let origin = visitor.origin();
        let head = format!(
            "POST /en/do/answer HTTP/1.1\r\nhost: {}\r\norigin: {origin}\r\naccept: text/html\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n",
            origin.trim_start_matches("http://")
        );
        let patience = Duration::from_secs(50);
        let beginning = [b"poll=1".to_vec()];
        let response = raw::exchange_for(app.address, head.as_bytes(), &beginning, patience).await;
        assert_eq!(response.status, 503, "{response:?}");
        assert!(response.body.contains("<html lang=\"en\""), "{response:?}");
        for header in [
            "frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "retry-after: ",
        ] {
            assert!(response.head.contains(header), "{header}: {response:?}");
        }
    });
}
