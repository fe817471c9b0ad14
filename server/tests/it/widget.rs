//! The widget (DESIGN §11): who may frame what, what a card holds, and the way of a choice from a card into this browser's draft.

use crate::{
    access::four_polls,
    app::TestApp,
    browser::{Browser, Page},
    town::{HOUR, KOROSTEN, OVRUCH, TestPoll, by_system, content, question},
};
use domain::{
    ids::CommunityId,
    poll::QuestionKind,
    time::DAY,
    widget::{Origin, WidgetOrigins},
};
use reqwest::{Method, StatusCode, Url};
use std::time::Duration;

const CITY: &str = "http://misto.localhost:3311";

async fn allow(app: &TestApp, community: CommunityId, anywhere: bool, origins: &[&str]) {
    let allowed = WidgetOrigins {
        anywhere,
        named: origins.iter().map(|o| Origin::parse(o).unwrap()).collect(),
    };
    let store = &app.town.store;
    store
        .set_widget_origins(community, &allowed, by_system())
        .await
        .unwrap();
    // A reading of the old list may be a second old.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
}

fn ancestors(page: &Page) -> String {
    let policy = page.header("content-security-policy").unwrap();
    let list = policy
        .split("; ")
        .find_map(|part| part.strip_prefix("frame-ancestors "));
    list.unwrap().to_owned()
}

/// A poll that a card can put by itself: one question with three options.
async fn one_question(app: &TestApp) -> TestPoll {
    let mut content = content();
    content.questions = vec![question(1, QuestionKind::Single, true, 3)];
    app.town.poll(KOROSTEN, content, -HOUR, 10 * DAY).await
}

/// Sends a card's form as a browser does that withholds its cookies from it, and lets the browser keep what comes back.
async fn choose(browser: &Browser, app: &TestApp, fields: &[(&str, &str)]) -> Page {
    let withheld = app.visitor();
    let page = withheld.post("/do/embed-answer", fields).await;
    assert_eq!(
        withheld.cookie("draft"),
        None,
        "a secret in place of the browser's own"
    );
    assert_eq!(withheld.cookie("session"), None);
    if let Some(token) = withheld.cookie("widget") {
        browser.forge_cookie("widget", &token);
    }
    page
}

fn checked(page: &Page) -> Vec<String> {
    let boxes = page.body.split('<').filter(|tag| tag.starts_with("input"));
    boxes
        .filter(|tag| tag.contains(" checked"))
        .map(|tag| {
            let value = tag.split("value=\"").nth(1).unwrap();
            value.split('"').next().unwrap().to_owned()
        })
        .collect()
}

on_both_databases! {
    async fn exactly_the_sites_that_a_community_names_may_frame_its_cards(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        let visitor = app.visitor();
        let cards = ["/embed/polls", "/embed/polls/1", "/embed/polls/2/results?theme=dark", "/embed/polls/99", "/embed/nothing", "/embed/oembed.json"];
        for path in cards {
            assert_eq!(ancestors(&visitor.get(path).await), "'self'", "{path}");
        }
        allow(&app, KOROSTEN, false, &["https://misto.ua", CITY]).await;
        for path in cards {
            for browser in [visitor.clone(), visitor.in_english(), app.resident("load-3").await] {
                let page = browser.get(path).await;
                assert_eq!(ancestors(&page), format!("'self' {CITY} https://misto.ua"), "{path}");
                assert!(page.headers.get("x-frame-options").is_none(), "{path}");
            }
            let there = visitor.on("ovruch.localhost").get(path).await;
            assert_eq!(ancestors(&there), "'self'", "another community's {path}");
        }
        for path in ["/", "/polls/1", "/polls/1/results", "/polls/1/vote/1", "/sign-in", "/embed", "/embed.html", "/en/embed", "/nothing"] {
            assert_eq!(ancestors(&visitor.get(path).await), "'none'", "{path}");
        }
        allow(&app, OVRUCH, true, &[]).await;
        let there = visitor.on("ovruch.localhost").get("/embed/polls").await;
        assert_eq!(ancestors(&there), "'self' *");
        assert!(!ancestors(&visitor.get("/embed/polls").await).contains('*'));
    }

    /// The list is never part of what is kept: neither by us nor by a browser that asks again.
    async fn a_card_that_is_kept_follows_the_list_within_a_second(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        let visitor = app.visitor();
        allow(&app, KOROSTEN, false, &["https://misto.ua"]).await;
        let first = visitor.get("/embed/polls/1").await;
        let etag = first.header("etag").unwrap().to_owned();
        assert_eq!(first.header("cache-control"), Some("private, no-cache"));
        allow(&app, KOROSTEN, false, &[CITY]).await;
        let again = visitor.get("/embed/polls/1").await;
        assert_eq!((again.header("etag"), ancestors(&again)), (Some(etag.as_str()), format!("'self' {CITY}")));
        let request = visitor.request(Method::GET, "/embed/polls/1").header("if-none-match", etag);
        let known = visitor.send(request).await;
        assert_eq!((known.status, ancestors(&known)), (StatusCode::NOT_MODIFIED, format!("'self' {CITY}")));
        allow(&app, KOROSTEN, false, &[]).await;
        assert_eq!(ancestors(&visitor.get("/embed/polls/1").await), "'self'");
    }

    async fn a_card_sets_no_cookie_and_loads_nothing_but_its_style_and_one_script(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        let one = one_question(&app).await;
        let visitor = app.visitor();
        for path in ["/embed/polls".to_owned(), "/embed/polls/1".to_owned(), "/embed/polls/2".to_owned(), "/embed/polls/2/results".to_owned(), "/embed/polls/4".to_owned(), format!("/embed/polls/{}", one.number), "/embed/polls/99".to_owned()] {
            for window in [visitor.clone(), visitor.in_english()] {
                let page = window.get(&path).await;
                page.assert_is_page(window.lang());
                assert_eq!(page.header("set-cookie"), None, "{path}");
                assert!(!page.body.contains(".wasm") && !page.body.contains("boot.") && !page.body.contains("src=\"http"), "{path}");
                assert_eq!(page.body.matches("<script").count(), 3, "{path}: Leptos's two, ours");
                assert!(page.body.contains("embed-main") && !page.body.contains("/pkg/main"), "{path}");
                // Whatever leads anywhere leads out of the frame.
                for tag in page.body.split('<').filter(|tag| tag.starts_with("a ") || tag.starts_with("form")) {
                    assert!(tag.contains("target=\"_top\""), "{path}: <{tag}");
                }
                assert!(page.body.contains("noindex"), "{path}");
            }
        }
        let page = visitor.get("/embed/polls/1?theme=dark").await;
        assert!(page.body.contains("data-theme=\"dark\""));
        let page = visitor.get("/polls/1?theme=dark").await;
        assert!(!page.body.contains("data-theme"));
        assert_eq!(visitor.cookie_line(), "");
    }

    async fn a_card_says_where_its_poll_stands(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        let one = one_question(&app).await;
        let visitor = app.visitor();
        let visitor = &visitor;
        let card = |path: String| async move { visitor.get(&path).await.body };
        let (open, closed, later) = (card("/embed/polls/1".into()).await, card("/embed/polls/2".into()).await, card("/embed/polls/4".into()).await);
        // Three questions: the card only leads to them. One: it puts it.
        assert!(open.contains("/do/embed-answer") && !open.contains("type=\"radio\""), "{open}");
        let one = card(format!("/embed/polls/{}", one.number)).await;
        assert_eq!(one.matches("type=\"radio\"").count(), 3, "{one}");
        assert!(!closed.contains("<form") && closed.contains("/polls/2/results"), "{closed}");
        assert!(!later.contains("<form") && later.contains("/polls/4"), "{later}");
        let list = card("/embed/polls".into()).await;
        assert_eq!(list.matches("<li>").count(), 2, "{list}");
        assert!(!list.contains("href=\"/polls/4\"") && !list.contains("href=\"/polls/3\""), "{list}");
        let empty = visitor.on("ovruch.localhost").get("/embed/polls").await;
        assert!(empty.body.contains("Зараз нічого не відкрито"), "{empty:?}");
        visitor.get("/embed/polls/3").await.assert_page(404, "uk");
    }

    async fn who_has_answered_reads_so_in_a_card_that_nobody_keeps(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = one_question(&app).await;
        let path = format!("/embed/polls/{}", poll.number);
        let person = app.resident("load-3").await;
        assert!(person.get(&path).await.body.contains("<form"));
        person.answer(poll, 1, &[2]).await;
        person.submit(poll).await;
        let page = person.get(&path).await;
        assert!(page.body.contains("Ви вже взяли участь") && !page.body.contains("<form"), "{page:?}");
        assert_eq!(page.header("cache-control"), Some("private, no-store"));
        let other = app.visitor().get(&path).await;
        assert!(!other.body.contains("Ви вже взяли участь") && other.body.contains("<form"), "{other:?}");
    }

    async fn a_choice_in_a_card_is_marked_in_the_draft_that_this_browser_has(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let [many, ..] = four_polls(&app).await;
        let one = one_question(&app).await;
        let (browser, number) = (app.visitor(), one.number.to_string());
        browser.answer(many, 1, &[3]).await;
        let before = (browser.cookie("draft").unwrap(), browser.draft(many).await);
        let question = format!("/polls/{number}/vote/1");
        // Once into no draft, once in place of another answer.
        for option in ["2", "3"] {
            let page = choose(&browser, &app, &[("poll", &number), ("choice", option), ("from", "")]).await;
            page.assert_leads_to(&format!("/polls/{number}/vote/widget"));
            let token = browser.cookie("widget").unwrap();
            browser.get(&page.location().unwrap()).await.assert_leads_to(&question);
            assert_eq!(checked(&browser.get(&question).await), [option]);
            assert_eq!(browser.cookie("widget"), None, "a choice that can be used again");
            // Used up: whoever opens the address again, even with the old cookie, changes nothing.
            browser.answer(one, 1, &[1]).await;
            browser.forge_cookie("widget", &token);
            browser.get(&format!("/polls/{number}/vote/widget")).await.assert_leads_to(&question);
            assert_eq!(checked(&browser.get(&question).await), ["1"]);
        }
        // The other poll's draft, under the same secret, is what it was.
        assert_eq!((browser.cookie("draft").unwrap(), browser.draft(many).await), before);
        for address in browser.history() {
            assert!(!address.contains("choice") && !address.contains("option"), "{address}");
        }
    }

    async fn who_marked_nothing_in_a_card_is_told_so_on_the_page_of_the_question(databases: Databases) {
        let app = TestApp::start(&databases).await;
        allow(&app, KOROSTEN, false, &["https://misto.ua"]).await;
        let [many, ..] = four_polls(&app).await;
        let one = one_question(&app).await;
        let number = one.number.to_string();
        let question = format!("/polls/{number}/vote/1?fix");
        let missing = app::i18n::common::answer_missing_single(app::i18n::Lang::Uk);
        let browser = app.visitor();
        let page = choose(&browser, &app, &[("poll", &number), ("from", "")]).await;
        page.assert_leads_to(&question);
        let page = browser.get(&question).await;
        page.assert_page(200, "uk");
        assert!(page.body.contains(missing) && page.body.contains("<title>Помилка."), "{}", page.body);
        // From a page of a named site the way leads by the widget's own address, to the same words.
        let from = "https://misto.ua/novyny";
        choose(&browser, &app, &[("poll", &number), ("from", from)]).await.assert_leads_to(&format!("/polls/{number}/vote/widget"));
        browser.get(&format!("/polls/{number}/vote/widget")).await.assert_leads_to(&question);
        // Whoever answered before has nothing to mend.
        browser.answer(one, 1, &[2]).await;
        choose(&browser, &app, &[("poll", &number), ("from", "")]).await.assert_leads_to(&question);
        assert!(!browser.get(&question).await.body.contains(missing));
        // A card that puts no question leads to them without a word.
        let number = many.number.to_string();
        choose(&browser, &app, &[("poll", &number), ("from", "")]).await.assert_leads_to(&format!("/polls/{number}/vote"));
    }

    async fn a_choice_opens_a_draft_in_a_browser_that_has_none_and_only_there(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let one = one_question(&app).await;
        let (browser, other, number) = (app.visitor(), app.visitor(), one.number.to_string());
        let place = format!("/polls/{number}/vote/widget");
        let question = format!("/polls/{number}/vote/1");
        choose(&browser, &app, &[("poll", &number), ("choice", "2")]).await;
        // Without the cookie there is nothing: no draft, no secret.
        other.get(&place).await.assert_leads_to(&question);
        assert_eq!((checked(&other.get(&question).await), other.cookie("draft")), (vec![], None));
        browser.in_english().get(&place).await.assert_leads_to(&format!("/en{question}"));
        assert!(browser.cookie("draft").is_some());
        assert_eq!(checked(&browser.get(&question).await), ["2"]);
        // A choice for one poll marks nothing in another.
        let second = one_question(&app).await;
        choose(&browser, &app, &[("poll", &number), ("choice", "3")]).await;
        browser.get(&format!("/polls/{}/vote/widget", second.number)).await;
        assert_eq!(checked(&browser.get(&format!("/polls/{}/vote/1", second.number)).await), [""; 0]);
        assert_eq!(checked(&browser.get(&question).await), ["2"]);
    }

    async fn what_no_card_offers_is_refused_and_a_foreign_page_can_send_nothing(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let [open, closed, ..] = four_polls(&app).await;
        let one = one_question(&app).await;
        let (number, open, closed) = (one.number.to_string(), open.number.to_string(), closed.number.to_string());
        let before = app.database.everything().await;
        let visitor = app.visitor();
        for (fields, status) in [
            (vec![("poll", number.as_str()), ("choice", "4")], 400),
            (vec![("poll", &number), ("choice", "02")], 400),
            (vec![("poll", &number), ("choice", "x")], 400),
            (vec![("poll", &open), ("choice", "1")], 400),
            (vec![("poll", "99"), ("choice", "1")], 404),
            (vec![("poll", "3"), ("choice", "1")], 404),
            (vec![("choice", "1")], 404),
        ] {
            visitor.post("/do/embed-answer", &fields).await.assert_page(status, "uk");
        }
        let late = visitor.post("/do/embed-answer", &[("poll", &closed), ("choice", "1")]).await;
        late.assert_leads_to("/polls/2");
        let nothing = visitor.post("/do/embed-answer", &[("poll", &number), ("choice", "")]).await;
        nothing.assert_leads_to(&format!("/polls/{number}/vote/1?fix"));
        for site in ["cross-site", "same-site"] {
            let mut request = visitor.form("/do/embed-answer", format!("poll={number}&choice=1")).build().unwrap();
            request.headers_mut().insert("sec-fetch-site", site.parse().unwrap());
            request.headers_mut().insert("origin", CITY.parse().unwrap());
            visitor.send_request(request).await.assert_page(403, "uk");
        }
        assert_eq!(visitor.cookie_line(), "");
        assert_eq!(app.database.everything().await, before);
    }

    async fn after_the_confirmation_a_link_leads_back_to_a_named_site_and_to_no_other(databases: Databases) {
        let app = TestApp::start(&databases).await;
        allow(&app, KOROSTEN, false, &[CITY]).await;
        let page = format!("{CITY}/novyny/2026");
        let sent = format!("{page}?utm=secret#top");
        let mut last = None;
        for (from, back) in [
            (sent.as_str(), Some(page.as_str())),
            ("https://evil.example/", None),
            ("http://misto.localhost:3311.evil.example/", None),
            ("javascript:alert(1)//", None),
            ("", None),
        ] {
            let poll = one_question(&app).await;
            let (number, person) = (poll.number.to_string(), app.resident("load-3").await);
            choose(&person, &app, &[("poll", &number), ("choice", "2"), ("from", from)]).await;
            person.get(&format!("/polls/{number}/vote/widget")).await;
            person.submit(poll).await.assert_leads_to(&format!("/polls/{number}/done"));
            let done = person.get(&format!("/polls/{number}/done")).await;
            let link = back.map(|back| format!("<a href=\"{back}\">"));
            assert_eq!(done.body.contains("Повернутися на сайт"), back.is_some(), "{from}");
            assert!(link.is_none_or(|link| done.body.contains(&link)), "{from}: {done:?}");
            assert!(!done.body.contains("evil.example") && !done.body.contains("utm="), "{from}");
            if back.is_some() {
                last = Some((person, number));
            }
        }
        // A site that is taken off the list gets nobody back any more, even where any site may frame.
        let (person, number) = last.unwrap();
        allow(&app, KOROSTEN, true, &["https://misto.ua"]).await;
        let done = person.get(&format!("/polls/{number}/done")).await;
        assert!(!done.body.contains("Повернутися на сайт"), "{done:?}");
    }

    async fn the_way_back_is_kept_for_a_poll_of_many_questions_and_its_answers_stay(databases: Databases) {
        let app = TestApp::start(&databases).await;
        allow(&app, KOROSTEN, false, &[CITY]).await;
        let [poll, ..] = four_polls(&app).await;
        let person = app.resident("load-3").await;
        person.fill(poll).await;
        let before = person.draft(poll).await;
        choose(&person, &app, &[("poll", "1"), ("from", CITY)]).await.assert_leads_to("/polls/1/vote/widget");
        person.get("/polls/1/vote/widget").await.assert_leads_to("/polls/1/vote");
        assert_eq!(person.draft(poll).await, before);
        person.submit(poll).await;
        let done = person.get("/polls/1/done").await;
        assert!(done.body.contains(&format!("<a href=\"{CITY}/\">")), "{done:?}");
    }

    async fn the_loader_is_for_every_site_and_is_asked_for_again_by_its_etag(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let visitor = app.visitor();
        let loader = visitor.get("/embed/v1.js").await;
        if loader.status == StatusCode::NOT_FOUND {
            // Where nothing was built (the Rust tests alone) there is no loader; the browser tests always have one.
            return;
        }
        assert_eq!(loader.header("content-type"), Some("text/javascript; charset=utf-8"));
        assert_eq!(loader.header("cross-origin-resource-policy"), Some("cross-origin"));
        assert_eq!(loader.header("cache-control"), Some("public, max-age=600"));
        assert!(loader.body.len() <= 2_048, "{} bytes", loader.body.len());
        let request = visitor.request(Method::GET, "/embed/v1.js").header("if-none-match", loader.header("etag").unwrap());
        let known = visitor.send(request).await;
        assert_eq!((known.status, known.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    }

    async fn programs_find_the_card_of_a_poll_by_its_address(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        let visitor = app.visitor();
        let origin = visitor.origin();
        for (page, card, title) in [
            ("/polls/1", "/embed/polls/1", "Яким має бути сквер"),
            ("/en/polls/1", "/en/embed/polls/1", "What should the square be like?"),
            ("/polls/2/results", "/embed/polls/2/results", "Яким має бути сквер"),
        ] {
            let body = visitor.get_exactly(page).await.body;
            let href = body.split("application/json+oembed\" href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
            let href = Url::parse(&href).unwrap();
            let answer = visitor.get_exactly(&format!("{}?{}", href.path(), href.query().unwrap())).await;
            assert_eq!(answer.header("content-type"), Some("application/json"), "{answer:?}");
            let answer: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
            assert_eq!((answer["version"].as_str(), answer["type"].as_str()), (Some("1.0"), Some("rich")));
            assert!(answer["title"].as_str().unwrap().starts_with(title), "{answer}");
            let html = answer["html"].as_str().unwrap();
            assert!(html.starts_with(&format!("<iframe src=\"{origin}{card}\" ")), "{html}");
            assert!(answer["width"].as_i64().unwrap() >= 320 && answer["height"].as_i64().unwrap() > 200, "{answer}");
        }
        let ask = |query: String| async move { app.visitor().get(&format!("/embed/oembed.json?{query}")).await };
        let narrow = ask(format!("url={origin}/polls/1&maxwidth=350&maxheight=200&format=json")).await;
        let narrow: serde_json::Value = serde_json::from_str(&narrow.body).unwrap();
        assert_eq!((narrow["width"].as_i64(), narrow["height"].as_i64()), (Some(350), Some(200)));
    }

    async fn programs_get_no_card_of_what_is_no_poll_here(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        let visitor = app.visitor();
        let origin = visitor.origin();
        for (query, status) in [
            (String::new(), 400),
            ("url=".to_owned(), 404),
            ("url=https://evil.example/polls/1".to_owned(), 404),
            (format!("url={origin}/polls/3"), 404),
            (format!("url={origin}/polls/99"), 404),
            (format!("url={origin}/staff"), 404),
            (format!("url={origin}/polls/1&format=xml"), 501),
        ] {
            let page = visitor.get(&format!("/embed/oembed.json?{query}")).await;
            assert_eq!(page.status, status, "{query}: {page:?}");
        }
        let there = visitor.on("ovruch.localhost").get(&format!("/embed/oembed.json?url={origin}/polls/1")).await;
        assert_eq!(there.status, StatusCode::NOT_FOUND, "another community's poll");
        for path in ["/", "/polls", "/polls/1/vote/1", "/staff", "/embed/polls/1"] {
            assert!(!visitor.get(path).await.body.contains("oembed"), "{path}");
        }
    }

    async fn staff_find_the_code_for_a_website_on_the_desk_of_a_published_poll(databases: Databases) {
        let app = TestApp::start(&databases).await;
        four_polls(&app).await;
        let staff = app.staff().await;
        let desk = staff.get("/staff/polls/1").await.body;
        assert!(desk.contains("&lt;viche-poll poll=&quot;1&quot;") && desk.contains("readonly"), "{desk}");
        assert!(desk.contains("ще не дозволила"), "{desk}");
        allow(&app, KOROSTEN, false, &[CITY]).await;
        assert!(staff.get("/staff/polls/1").await.body.contains("лише ці сайти: misto.localhost:3311"));
        assert!(!staff.get("/staff/polls/3").await.body.contains("viche-poll"), "a draft has no card");
    }
}
