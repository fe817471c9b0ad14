//! Pages of visitors that are kept in memory: the same page in each encoding, under each address that means it, and without the database.

use crate::{
    app::TestApp,
    browser::{Browser, Page},
};
use reqwest::{Method, StatusCode, header};
use std::{io::Read, time::Duration};

/// Longer than a kept page may be stale.
const STALE: Duration = Duration::from_millis(2_500);

/// The answer in an encoding: its name as it was told, its tag, and what it holds once it is opened.
async fn encoded_as(browser: &Browser, path: &str, encoding: &str) -> (String, String, String) {
    let asked = browser
        .request(Method::GET, path)
        .header(header::ACCEPT, "text/html")
        .header(header::ACCEPT_ENCODING, encoding);
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let told = |name: header::HeaderName| {
        let value = answer.headers().get(name);
        value.map_or("", |value| value.to_str().unwrap()).to_owned()
    };
    let (name, tag) = (told(header::CONTENT_ENCODING), told(header::ETAG));
    assert!(told(header::VARY).contains("accept-encoding"));
    let bytes = answer.bytes().await.unwrap();
    let mut body = String::new();
    match name.as_str() {
        "br" => brotli::Decompressor::new(&bytes[..], 4_096).read_to_string(&mut body),
        "gzip" => flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut body),
        _ => (&bytes[..]).read_to_string(&mut body),
    }
    .unwrap();
    (name, tag, body)
}

/// What is answered to whoever has this tag.
async fn again(browser: &Browser, path: &str, tag: &str) -> Page {
    let asked = browser
        .request(Method::GET, path)
        .header(header::ACCEPT, "text/html")
        .header(header::ACCEPT_ENCODING, "identity")
        .header(header::IF_NONE_MATCH, tag);
    browser.send(asked).await
}

on_both_databases! {
    async fn each_encoding_holds_the_same_page_under_a_tag_of_its_own(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let path = format!("/polls/{}", app.town.open_poll().await.number);
        let visitor = app.visitor();
        let (plain, tag, body) = encoded_as(&visitor, &path, "identity").await;
        assert!(plain.is_empty() && body.contains("</html>"), "{plain}: {body}");
        for (accepted, told) in [("br", "br"), ("gzip", "gzip"), ("gzip, br", "br")] {
            let (name, other, same) = encoded_as(&visitor, &path, accepted).await;
            assert_eq!((name.as_str(), &same), (told, &body));
            assert_ne!(other, tag, "{accepted}");
            // Whoever has it in one encoding does not have it in another.
            assert_eq!(again(&visitor, &path, &other).await.status, StatusCode::OK);
        }
        let page = again(&visitor, &path, &tag).await;
        assert_eq!((page.status, page.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    }

    async fn a_link_with_words_of_another_site_leads_to_the_page_that_is_kept(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let path = format!("/polls/{}", app.town.open_poll().await.number);
        for window in [app.visitor(), app.visitor().in_english()] {
            let page = window.get(&path).await;
            let shared = window.get(&format!("{path}?fbclid=IwAR0\"><b>&utm_source=misto")).await;
            shared.assert_page(200, window.lang());
            assert_eq!(shared.header("etag"), page.header("etag"));
            assert!(!shared.body.contains("fbclid") && !shared.body.contains("IwAR0"), "{shared:?}");
            // What the page itself understands is no such word.
            let late = window.get(&format!("{path}?late")).await;
            late.assert_page(200, window.lang());
            assert_eq!(late.header("etag"), None);
        }
    }

    async fn what_is_not_there_is_not_kept(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        for path in [format!("/polls/{}", poll.number.0 + 1), "/polls/999999".to_owned()] {
            let page = app.visitor().get(&path).await;
            page.assert_page(404, "uk");
            assert_eq!(page.header("etag"), None);
        }
    }

    async fn while_the_database_does_not_answer_what_is_kept_is_shown_on(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let path = format!("/polls/{}", app.town.open_poll().await.number);
        let visitor = app.visitor();
        let before = visitor.get(&path).await;
        let tag = before.header("etag").unwrap().to_owned();
        app.database.change("ALTER TABLE poll RENAME TO poll_away").await;
        // Once what was read is stale, and again once that is.
        for _ in 0..2 {
            tokio::time::sleep(STALE).await;
            let page = visitor.get(&path).await;
            page.assert_page(200, "uk");
            assert_eq!(page.header("etag"), Some(tag.as_str()));
            assert_eq!(again(&visitor, &path, &tag).await.status, StatusCode::NOT_MODIFIED);
        }
        // A page that nobody has kept cannot be made.
        let other = visitor.request(Method::GET, "/results").send().await.unwrap();
        assert!(other.status().is_server_error(), "{other:?}");
        app.database.change("ALTER TABLE poll_away RENAME TO poll").await;
        tokio::time::sleep(STALE).await;
        visitor.get("/results").await.assert_page(200, "uk");
    }
}
