//! A form that comes from a foreign page changes nothing (DESIGN §12).

use crate::{
    access::four_polls,
    access_table::FUNCTIONS,
    app::TestApp,
    browser::{Browser, encoded},
};
use reqwest::{Method, RequestBuilder};

/// The headers that say where a request comes from, and whether it is ours.
fn origins(browser: &Browser) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let own = browser.origin();
    let neighbour = browser.on("ovruch.localhost").origin();
    let say = |name, value: &str| (name, value.to_owned());
    vec![
        (
            "a foreign site",
            vec![
                say("sec-fetch-site", "cross-site"),
                say("origin", "https://evil.example"),
            ],
        ),
        (
            "another community",
            vec![
                say("sec-fetch-site", "same-site"),
                say("origin", &neighbour),
            ],
        ),
        (
            "a liar with our origin",
            vec![say("sec-fetch-site", "cross-site"), say("origin", &own)],
        ),
        (
            "a neighbour with our origin",
            vec![say("sec-fetch-site", "same-site"), say("origin", &own)],
        ),
        (
            "a word nobody knows",
            vec![
                say("sec-fetch-site", "same-origin-ish"),
                say("origin", &own),
            ],
        ),
        (
            "the word in capitals",
            vec![say("sec-fetch-site", "SAME-ORIGIN")],
        ),
        (
            "an empty word",
            vec![say("sec-fetch-site", ""), say("origin", &own)],
        ),
        (
            "two words, the good one first",
            vec![
                say("sec-fetch-site", "same-origin"),
                say("sec-fetch-site", "cross-site"),
            ],
        ),
        (
            "two origins, the good one first",
            vec![say("origin", &own), say("origin", "https://evil.example")],
        ),
        (
            "two words",
            vec![
                say("sec-fetch-site", "cross-site"),
                say("sec-fetch-site", "same-origin"),
            ],
        ),
        (
            "an old browser on a foreign site",
            vec![say("origin", "https://evil.example")],
        ),
        (
            "an old browser on another community",
            vec![say("origin", &neighbour)],
        ),
        ("a sandboxed frame", vec![say("origin", "null")]),
        (
            "our host on another port",
            vec![say("origin", "http://localhost:1")],
        ),
        (
            "our host over https",
            vec![say("origin", &own.replace("http:", "https:"))],
        ),
        (
            "our origin with something after it",
            vec![say("origin", &format!("{own}.evil.example"))],
        ),
        (
            "our origin with a path",
            vec![say("origin", &format!("{own}/"))],
        ),
        (
            "only a referer of ours",
            vec![say("referer", &format!("{own}/polls/1"))],
        ),
        ("somebody who says nothing", vec![]),
    ]
}

fn from(
    browser: &Browser,
    path: &str,
    body: &str,
    headers: &[(&'static str, String)],
) -> RequestBuilder {
    let mut request = browser
        .request(Method::POST, &browser.path(path))
        .header("accept", "text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body.to_owned());
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    request
}

on_both_databases! {
    async fn a_form_from_a_foreign_page_changes_nothing(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let [poll, ..] = four_polls(&app).await;
        let staff = app.staff().await;
        staff.fill(poll).await;
        let submission = staff.submission(poll).await;
        let (draft, before) = (staff.draft(poll).await, app.database.everything().await);
        for (name, fields, ..) in FUNCTIONS {
            let mut body = encoded(fields);
            if *name == "submit" {
                // The worst: the very form that would record the ballot.
                body = format!("poll={}&submission={submission}", poll.number);
            }
            for window in [staff.clone(), staff.in_english()] {
                for (who, headers) in origins(&window) {
                    let page = window
                        .send(from(&window, &format!("/do/{name}"), &body, &headers))
                        .await;
                    assert_eq!(page.status, 403, "{who} got through to {name}: {page:?}");
                    page.assert_is_page(window.lang());
                    assert!(page.header("set-cookie").is_none(), "{who} {name}");
                    assert_eq!(page.location(), None, "{who} {name}");
                }
            }
        }
        assert_eq!(app.database.everything().await, before);
        assert_eq!(staff.draft(poll).await, draft);
        // And from our own page, with either header, the same form goes through.
        for headers in [
            vec![("sec-fetch-site", "same-origin".to_owned())],
            vec![("origin", staff.origin())],
        ] {
            let page = staff
                .send(from(&staff, "/do/clear-draft", "poll=4", &headers))
                .await;
            page.assert_leads_to("/polls/4?cleared");
        }
        staff
            .submit_as(poll, &submission)
            .await
            .assert_leads_to("/polls/1/done");
    }

    async fn every_other_address_refuses_foreign_methods_too(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        let staff = app.staff().await;
        let before = app.database.everything().await;
        for path in [
            "/",
            "/polls/1",
            "/staff",
            "/auth/callback",
            "/auth/ticket",
            "/pkg/main.css",
            "/robots.txt",
            "/nothing",
        ] {
            for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
                let mut request = from(
                    &staff,
                    path,
                    "",
                    &[("sec-fetch-site", "cross-site".to_owned())],
                )
                .build()
                .unwrap();
                *request.method_mut() = method.clone();
                assert_eq!(
                    staff.send_request(request).await.status,
                    403,
                    "{method} {path}"
                );
            }
        }
        assert_eq!(app.database.everything().await, before);
    }

    /// An island's call is no form, but it is checked as well; and what it sends cannot be a "simple" request in disguise.
    async fn a_call_from_a_foreign_page_changes_nothing(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let [poll, ..] = four_polls(&app).await;
        let person = app.resident("load-3").await;
        person.fill(poll).await;
        let draft = person.draft(poll).await;
        for accept in ["*/*", "application/json", ""] {
            let request = from(
                &person,
                "/do/answer",
                "poll=1&question=1&choice[]=2&go=save",
                &[("sec-fetch-site", "cross-site".to_owned())],
            );
            let mut request = request.build().unwrap();
            request
                .headers_mut()
                .insert("accept", accept.parse().unwrap());
            let page = person.send_request(request).await;
            assert_eq!(
                (page.status.as_u16(), page.body.as_str()),
                (403, "\"Forbidden\"")
            );
            // Nobody may read our answers from elsewhere.
            assert!(page.header("access-control-allow-origin").is_none());
        }
        let mut preflight = from(
            &person,
            "/do/answer",
            "",
            &[("origin", "https://evil.example".to_owned())],
        )
        .build()
        .unwrap();
        *preflight.method_mut() = Method::OPTIONS;
        preflight
            .headers_mut()
            .insert("access-control-request-method", "POST".parse().unwrap());
        let page = person.send_request(preflight).await;
        assert!(
            page.status.is_client_error() && page.header("access-control-allow-origin").is_none()
        );
        assert_eq!(person.draft(poll).await, draft);
    }
}
