//! What somebody typed is shown as text, wherever it is shown: Leptos leaves two places to us (DESIGN §12).

use crate::{
    app::TestApp,
    browser::{Browser, Page},
    town::{HOUR, KOROSTEN, content, question},
};
use domain::{
    lang::Bilingual,
    poll::{PollContent, QuestionKind},
    time::DAY,
};

/// Breaks out of an element, a title, a text area, a script, an attribute in either quotes.
fn attack(place: &str) -> String {
    format!(
        "</title></textarea></script><script>alert(1)</script><img src=x onerror=alert({place})>\"'&amp;{place}"
    )
}

/// The parts of it that must never stand in a page as they are.
const LIVE: [&str; 5] = [
    "<script>alert",
    "<img src=x",
    "</textarea></script>",
    "</script><script>alert",
    "</title></textarea>",
];

fn attacking(place: &str) -> Bilingual {
    Bilingual::new(
        attack(&format!("{place}-uk")),
        attack(&format!("{place}-en")),
    )
}

/// A poll whose every text attacks.
fn attacking_content() -> PollContent {
    let mut content = content();
    content.title = attacking("title");
    content.summary = attacking("summary");
    content.description = attacking("description");
    content.decision = attacking("decision");
    content.initiator.name = attacking("initiator");
    content.questions = vec![
        question(1, QuestionKind::Single, true, 2),
        question(2, QuestionKind::Multiple { min: 1, max: 2 }, false, 3),
    ];
    for question in &mut content.questions {
        question.text = attacking(&format!("question{}", question.no.0));
        question.hint = attacking(&format!("hint{}", question.no.0));
        for option in &mut question.options {
            option.label = attacking(&format!("option{}{}", question.no.0, option.no.0));
            option.hint = attacking(&format!("why{}{}", question.no.0, option.no.0));
        }
    }
    content
}

/// The page shows the texts of these places, and shows them as text.
#[track_caller]
fn assert_inert(page: &Page, lang: &str, shown: &[&str]) {
    page.assert_page(200, lang);
    for live in LIVE {
        assert!(
            !page.body.contains(live),
            "{live} in {}: {}",
            page.asked,
            around(&page.body, live)
        );
    }
    for place in shown {
        let word = format!("{place}-{lang}");
        assert!(
            page.body.contains(&word),
            "{} does not show {word}",
            page.asked
        );
        // In an attribute a raw quote ends the value, in text it is harmless: nowhere may `>` and `"` both be raw.
        let raw = format!("onerror=alert({word})>\"");
        assert!(!page.body.contains(&raw), "{raw} in {}", page.asked);
    }
    // One title, closed once, that holds no markup.
    let title = page
        .body
        .split_once("<title>")
        .unwrap()
        .1
        .split_once("</title>")
        .unwrap()
        .0;
    assert!(!title.contains('<'), "{title}");
    for attribute in page.body.split("=\"").skip(1) {
        let value = attribute.split('"').next().unwrap();
        assert!(
            !value.contains("<script"),
            "an attribute holds markup: {value}"
        );
    }
}

fn around(body: &str, what: &str) -> String {
    let at = body.find(what).unwrap();
    let from = body[..at]
        .char_indices()
        .rev()
        .nth(120)
        .map_or(0, |(at, _)| at);
    body[from..].chars().take(300).collect()
}

async fn assert_pages_inert(browser: &Browser, pages: &[(&str, &[&str])]) {
    for window in [browser.clone(), browser.in_english()] {
        for (path, shown) in pages {
            assert_inert(&window.get(path).await, window.lang(), shown);
        }
    }
}

const BEFORE_ANSWERING: &[&str] = &["title", "summary", "description", "decision", "initiator"];

on_both_databases! {
    async fn a_polls_texts_are_text_on_every_page_of_residents(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app
            .town
            .poll(KOROSTEN, attacking_content(), -HOUR, 10 * DAY)
            .await;
        let person = app.resident("load-3").await;
        let public: &[(&str, &[&str])] = &[
            ("/", &["title"]),
            ("/polls", &["title"]),
            ("/polls/1", BEFORE_ANSWERING),
            ("/polls/1?late", BEFORE_ANSWERING),
            ("/polls/1/results", &["title"]),
            ("/embed/polls", &["title"]),
            ("/embed/polls/1", &["title"]),
            ("/embed/polls/1/results", &["title"]),
            (
                "/polls/1/vote/1",
                &[
                    "title",
                    "question1",
                    "hint1",
                    "option11",
                    "option12",
                    "why11",
                ],
            ),
            (
                "/polls/1/vote/2",
                &["title", "question2", "hint2", "option21", "why23"],
            ),
        ];
        assert_pages_inert(&app.visitor(), public).await;
        assert_pages_inert(&person, public).await;

        person.answer(poll, 1, &[2]).await;
        person.answer(poll, 2, &[1, 2, 3]).await;
        assert_pages_inert(
            &person,
            &[("/polls/1/vote/2?fix", &["title", "question2", "option21"])],
        )
        .await;
        person.answer(poll, 2, &[1, 3]).await;
        assert_pages_inert(
            &person,
            &[
                (
                    "/polls/1/vote/1?change",
                    &["title", "question1", "option12"],
                ),
                (
                    "/polls/1/vote/check",
                    &[
                        "title",
                        "question1",
                        "question2",
                        "option12",
                        "option21",
                        "option23",
                    ],
                ),
                ("/polls/1/vote/check?outcome=busy", &["title"]),
            ],
        )
        .await;
        person.submit(poll).await.assert_leads_to("/polls/1/done");
        assert_pages_inert(&person, &[("/polls/1/done", &[])]).await;

        // After the close: the protocol, and the list of results.
        let later = app.town.store.with_clock_offset(11 * DAY);
        later.close_due_polls("test").await.unwrap();
        let closed: &[(&str, &[&str])] = &[
            ("/polls/1", BEFORE_ANSWERING),
            (
                "/polls/1/results",
                &[
                    "title",
                    "question1",
                    "question2",
                    "option11",
                    "option12",
                    "option21",
                    "option23",
                ],
            ),
            ("/results", &["title"]),
        ];
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        assert_pages_inert(&app.visitor(), closed).await;
        assert_pages_inert(&person, closed).await;
    }

    async fn a_polls_texts_are_text_on_every_page_of_staff(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.draft_poll(KOROSTEN, &attacking_content()).await;
        app.town
            .poll(KOROSTEN, attacking_content(), -HOUR, 10 * DAY)
            .await;
        app.town
            .poll(KOROSTEN, attacking_content(), HOUR, 10 * DAY)
            .await;
        app.town
            .poll(KOROSTEN, attacking_content(), -2 * HOUR, -HOUR)
            .await;
        let staff = app.staff().await;
        let everything: Vec<String> = [
            "title",
            "summary",
            "description",
            "decision",
            "initiator",
            "question1",
            "hint1",
            "option11",
            "why11",
            "question2",
            "option23",
        ]
        .map(str::to_owned)
        .to_vec();
        let everything: Vec<&str> = everything.iter().map(String::as_str).collect();
        assert_pages_inert(
            &staff,
            &[
                ("/staff", &["title"]),
                ("/staff/polls/1", &["title"]),
                ("/staff/polls/2", &["title"]),
                ("/staff/polls/3", &["title"]),
                ("/staff/polls/4", &["title"]),
                ("/staff/polls/1/edit", &everything),
                ("/staff/polls/1/preview", &["title"]),
                ("/staff/polls/1/preview/page", BEFORE_ANSWERING),
                ("/staff/journal", &[]),
            ],
        )
        .await;
    }

    /// What the address says is shown on the page too: in links to the other language, to the sign-in and back.
    async fn what_stands_in_the_address_is_text(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.open_poll().await;
        let person = app.resident("load-3").await;
        let encoded = "%22%27%3E%3C%2Ftitle%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E";
        for browser in [app.visitor(), app.visitor().in_english(), person] {
            for path in [
                format!("/{encoded}"),
                format!("/polls/{encoded}"),
                format!("/polls/1/vote/{encoded}"),
                format!("/polls?page={encoded}"),
                format!("/polls/1?{encoded}"),
                format!("/polls/1/vote/check?outcome={encoded}"),
                format!("/sign-in?return=/{encoded}"),
                format!("/sign-in?error={encoded}"),
                "/polls/1?'onclick='alert(1)".to_owned(),
                "/sign-in?return=/'onclick='alert(1)".to_owned(),
                "/sign-in?return=javascript:alert(1)".to_owned(),
            ] {
                let page = browser.get(&path).await;
                page.assert_is_page(browser.lang());
                for live in [
                    "<script>alert",
                    // The poll's page has a picture of its own.
                    "<img src=x",
                    "\"javascript:",
                    "<script>alert(1)",
                ] {
                    assert!(!page.body.contains(live), "{live} at {path}");
                }
            }
        }
    }

    /// A name comes from a provider; who knows what it lets people call themselves.
    async fn a_persons_name_is_text(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let browser = app.visitor();
        // Whoever may not take part is shown the check page only with a draft.
        browser.answer(poll, 1, &[1]).await;
        let name = "<script>alert(1)</script><img src=x onerror=\"'alert(2)'\">";
        app.town.named_session(&browser, name).await;
        for window in [browser.clone(), browser.in_english()] {
            for path in [
                "/",
                "/polls",
                "/polls/1",
                "/polls/1/vote/check",
                "/sign-in",
                "/nothing",
            ] {
                let page = window.get(path).await;
                page.assert_is_page(window.lang());
                for live in ["<script>alert", "<img src=x"] {
                    assert!(
                        !page.body.contains(live),
                        "{live} at {path}: {}",
                        around(&page.body, live)
                    );
                }
                if path != "/polls/1/vote/check" {
                    assert!(
                        page.body.contains("&lt;script&gt;alert(1)"),
                        "{path} does not show who is signed in"
                    );
                }
            }
        }
    }
}
