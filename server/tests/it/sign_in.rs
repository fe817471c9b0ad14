//! Signing in when something goes wrong: nobody is led to a foreign page, the person is told what happened in their
//! language, and the draft waits.

use crate::{
    app::{Start, TestApp},
    browser::{Browser, encoded},
    town::{KOROSTEN, TestPoll, by_system},
};
use app::i18n::{Lang, sign_in};
use reqwest::StatusCode;
use std::time::Duration;

/// How many people one provider is asked about at once.
const PLACES: u32 = 64;

/// What an attacker writes where our own path belongs.
const FOREIGN: [&str; 22] = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nLocation: https://evil.example",
    "\u{a0}//evil.example",
    " https://evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "evil.example",
    "@evil.example",
    ":80",
    "?x",
    "#x",
    "",
    "/\u{0}/evil.example",
    "/\u{2028}/evil.example",
    "/polls/1\u{7f}",
];

#[track_caller]
fn lang(browser: &Browser) -> Lang {
    Lang::from_tag(browser.lang()).unwrap()
}

/// Fills the poll as a visitor, tries to sign in as somebody with whom the provider has trouble, and asserts that the page
/// says `words` in the visitor's language and that the draft is as before.
async fn assert_told(
    browser: &Browser,
    poll: TestPoll,
    name: &str,
    words: fn(Lang) -> &'static str,
) {
    let back = browser.path(&format!("/polls/{}/vote/check", poll.number));
    let before = browser.draft(poll).await;
    assert_ne!(before, "no draft");
    let page = browser.try_sign_in(name, &back).await;
    page.assert_page(200, browser.lang());
    assert!(
        page.body.contains(words(lang(browser))),
        "{name} is not told «{}»: {}",
        words(lang(browser)),
        page.body
    );
    // The way on leads back to the answers.
    assert_eq!(page.field("back").as_deref(), Some(back.as_str()), "{name}");
    assert_eq!(browser.cookie("session"), None, "{name} has a session");
    assert_eq!(browser.draft(poll).await, before);
}

/// Presses the button on the way to submit, and asserts that the page says that the provider is away, in the visitor's language, and
/// that the draft is as before.
async fn assert_sent_nowhere(browser: &Browser, poll: TestPoll) {
    let back = browser.path(&format!("/polls/{}/vote/check", poll.number));
    let before = browser.draft(poll).await;
    let provider = browser.get("/sign-in").await.field("provider").unwrap();
    let fields = [("provider", provider.as_str()), ("back", &back)];
    let page = browser.post("/do/sign-in", &fields).await;
    let led = browser.path(&format!("/sign-in?error=unreachable&return={back}"));
    page.assert_leads_to(&led);
    let page = browser.follow(page).await;
    page.assert_page(200, browser.lang());
    let words = sign_in::unavailable_text(lang(browser));
    assert!(page.body.contains(words), "{}", page.body);
    assert_eq!(page.field("back").as_deref(), Some(back.as_str()));
    assert_eq!(browser.draft(poll).await, before);
    assert_ne!(before, "no draft");
}

on_both_databases! {
    async fn one_signs_in_and_votes_by_each_host_of_a_community(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        app.town.settle(KOROSTEN, "load-3").await;
        app.town.store.add_host(KOROSTEN, "golos.localhost", by_system()).await.unwrap();
        let own = app.visitor().on("golos.localhost");
        own.until("/", |page| page.status == StatusCode::OK).await;
        own.fill(poll).await;
        let check = format!("/polls/{}/vote/check", poll.number);
        let page = own.sign_in("load-3", &check).await;
        assert!(page.body.contains("/do/submit"), "the draft is not there: {page:?}");
        own.submit(poll).await.assert_leads_to(&format!("/polls/{}/done", poll.number));
        // By their other host they are the same person, who has voted.
        let usual = app.visitor();
        usual.fill(poll).await;
        let page = usual.sign_in("load-3", &check).await;
        assert!(page.field("submission").is_none(), "{page:?}");
        assert_eq!(app.database.count("SELECT count(*) FROM participation").await, 1);
    }

    async fn a_host_that_was_taken_away_meanwhile_leads_to_the_community_still(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settle(KOROSTEN, "load-3").await;
        app.town.store.add_host(KOROSTEN, "golos.localhost", by_system()).await.unwrap();
        let own = app.visitor().on("golos.localhost");
        own.until("/", |page| page.status == StatusCode::OK).await;
        let under_way = own.begin_sign_in("/me").await;
        app.database.change("DELETE FROM community_host WHERE host = 'golos.localhost'").await;
        own.until("/", |page| page.status == StatusCode::NOT_FOUND).await;
        let callback = own.agree(&under_way, "load-3").await;
        let page = own.come_back(&callback).await;
        let to = page.location().unwrap();
        assert!(to.starts_with(&app.visitor().origin()), "{to}");
        // There the browser has no cookie of this sign-in.
        assert!(own.follow(page).await.says(sign_in::other_browser_title(Lang::Uk)));
    }

    async fn what_is_kept_for_one_host_names_no_other(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        app.town.store.add_host(KOROSTEN, "golos.localhost", by_system()).await.unwrap();
        let usual = app.visitor();
        let own = usual.on("golos.localhost");
        let path = format!("/polls/{}", poll.number);
        own.until(&path, |page| page.status == StatusCode::OK).await;
        for (window, other) in [(&usual, &own), (&own, &usual), (&usual, &own)] {
            let page = window.get(&path).await;
            assert!(page.body.contains(&format!("{}{path}", window.origin())), "{page:?}");
            assert!(!page.body.contains(&format!("{}{path}", other.origin())), "{page:?}");
        }
    }

    /// A search of two words, or of what an address has to escape, is not another one on the way back.
    async fn after_signing_in_the_search_is_the_very_one_that_was_asked(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settle(KOROSTEN, "load-3").await;
        let longest = format!("/polls?q={}", "%D1%97".repeat(100));
        for search in ["/polls?q=a%26b", "/polls?q=a%23b", "/polls?q=100%25", "/polls?q=a%2Bb", "/polls?q=a%20b", &longest] {
            for browser in [app.visitor(), app.visitor().in_english()] {
                let search = browser.path(search);
                let page = browser.get_exactly(&search).await;
                // The link at the head of the page, as the page has it.
                let link = page.body.split('"').find(|part| part.contains("/sign-in?return=") && part.contains("polls"));
                let link = link.unwrap_or_else(|| panic!("{}", page.body)).to_owned();
                let page = browser.get_exactly(&link).await;
                assert_eq!(page.field("back").as_deref(), Some(search.as_str()), "{link}");
                browser.try_sign_in("load-3", &search).await.assert_page(200, browser.lang());
                let last = browser.history().pop().unwrap();
                assert!(last.ends_with(&search), "{last}");
            }
        }
    }

    async fn after_signing_in_nobody_is_led_to_a_foreign_page(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settle(KOROSTEN, "load-3").await;
        for foreign in FOREIGN {
            let browser = app.visitor();
            let query = encoded(&[("return", foreign)]);
            let page = browser.get(&format!("/sign-in?{query}")).await;
            page.assert_page(200, "uk");
            assert_eq!(
                page.field("back").as_deref(),
                Some("/"),
                "{foreign:?} stands in the form"
            );

            let provider = page.field("provider").unwrap();
            let begun = browser
                .post("/do/sign-in", &[("provider", &provider), ("back", foreign)])
                .await;
            if begun.status == StatusCode::BAD_REQUEST {
                // A NUL byte is no part of any form of ours.
                assert!(foreign.contains('\0'), "{foreign:?}: {begun:?}");
                continue;
            }
            let under_way = crate::browser::SignInUnderWay {
                provider: begun.location().unwrap().parse().unwrap(),
            };
            let callback = browser.agree(&under_way, "load-3").await;
            let ticket = browser.come_back(&callback).await.location().unwrap();
            let (window, path) = browser.toward(&ticket);
            window.get_exactly(&path).await.assert_leads_to("/");
        }
    }

    /// Every other form that leads somewhere afterwards.
    async fn no_form_leads_to_a_foreign_page(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        let resident = app.resident("load-3").await;
        // No form of ours holds a NUL byte.
        for foreign in FOREIGN.into_iter().filter(|foreign| !foreign.contains('\0')) {
            let visitor = app.visitor();
            let back = [("back", foreign)];
            let page = visitor.post("/do/sign-out", &back).await;
            page.assert_leads_to("/sign-in?out");
            let page = visitor.post("/do/enter-by-passkey", &back).await;
            page.assert_leads_to("/sign-in?error=passkey&return=/");
            // A key that is none, which is told where the form says.
            let page = resident.post("/do/add-passkey", &back).await;
            page.assert_leads_to("/?passkey=refused");
            let fields = [("address", "no address"), back[0]];
            let page = visitor.post("/do/email-sign-in", &fields).await;
            page.assert_leads_to("/sign-in?email&return=/#errors");
        }
        // Nor does the letter's link.
        let visitor = app.visitor();
        let address = "olena@ukr.example";
        crate::email::ask(&visitor, address, "//evil.example").await;
        let (_, token) = crate::email::link(&app, &visitor, address, 1).await;
        crate::email::enter(&visitor, &token).await.assert_leads_to("/");
    }

    async fn after_signing_in_one_is_where_one_was(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        app.town.settle(KOROSTEN, "load-3").await;
        for window in [app.visitor(), app.visitor().in_english()] {
            window.fill(poll).await;
            let before = window.draft(poll).await;
            let back = window.path(&format!("/polls/{}/vote/check", poll.number));
            let page = window.sign_in("load-3", &back).await;
            page.assert_page(200, window.lang());
            assert!(page.asked.ends_with(&back), "{}", page.asked);
            assert!(page.field("submission").is_some(), "{}", page.body);
            assert_eq!(window.draft(poll).await, before);
        }
    }

    async fn who_is_named_in_an_encrypted_answer_signs_in_like_everybody(databases: Databases) {
        let app = Start::default().with_decryption().on(&databases).await;
        let poll = app.town.open_poll().await;
        app.town.settle(KOROSTEN, "load-3").await;
        let browser = app.visitor();
        browser.fill(poll).await;
        // What nobody can decrypt is a page like any failure of the provider.
        assert_told(&browser, poll, "fault-encrypted", sign_in::failed_text).await;
        browser.sign_in("load-3", "/").await;
        browser.submit(poll).await.assert_leads_to("/polls/1/done");
        assert_eq!(app.database.count("SELECT count(*) FROM person").await, 1);
    }

    async fn whatever_the_provider_does_the_person_is_told_and_the_draft_waits(
        databases: Databases,
    ) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        for browser in [app.visitor(), app.visitor().in_english()] {
            browser.fill(poll).await;
            for (name, words) in [
                (
                    "fault-denied",
                    sign_in::cancelled_text as fn(Lang) -> &'static str,
                ),
                ("fault-token-error", sign_in::failed_text),
                ("fault-user-info-error", sign_in::failed_text),
                ("fault-no-keys", sign_in::no_identifier_text),
                ("fault-unknown-way", sign_in::failed_text),
                ("fault-closed", sign_in::unavailable_text),
                ("fault-encrypted", sign_in::failed_text),
                ("fault-oversize", sign_in::failed_text),
                ("fault-not-json", sign_in::failed_text),
                ("fault-redirect", sign_in::failed_text),
            ] {
                assert_told(&browser, poll, name, words).await;
            }
            // And then it works.
            app.town.settle(KOROSTEN, "load-3").await;
            browser.sign_in("load-3", "/").await;
            assert!(browser.check(poll).await.field("submission").is_some());
        }
    }

    /// Somebody whom the provider knows without a name is a person all the same.
    async fn a_person_without_a_name_can_sign_in(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let browser = app.visitor();
        let page = browser.sign_in("fault-na-names", "/polls").await;
        page.assert_page(200, "uk");
        assert!(!page.body.contains("N/A"), "{}", page.body);
    }

    async fn a_provider_that_is_away_is_a_page_and_the_draft_waits(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let browsers = [app.visitor(), app.visitor().in_english()];
        let mut callbacks = Vec::new();
        for browser in &browsers {
            browser.fill(poll).await;
            let back = browser.path(&format!("/polls/{}/vote/check", poll.number));
            let under_way = browser.begin_sign_in(&back).await;
            callbacks.push(browser.agree(&under_way, "load-3").await);
        }
        app.stop_sandbox().await;
        for (browser, callback) in browsers.iter().zip(callbacks) {
            let before = browser.draft(poll).await;
            let page = browser.come_back(&callback).await;
            let page = browser.follow(page).await;
            page.assert_page(200, browser.lang());
            assert!(
                page.body.contains(sign_in::unavailable_text(lang(browser))),
                "{}",
                page.body
            );
            assert_eq!(browser.cookie("session"), None);
            assert_eq!(browser.draft(poll).await, before);
        }
    }

    /// A provider that answers nobody is asked about no more people than there are places; the page and the draft wait with each.
    async fn a_provider_that_is_slow_is_not_overrun_and_everybody_is_told(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        app.town.settle(KOROSTEN, "load-3").await;
        let check = format!("/polls/{}/vote/check", poll.number);
        let callback = async |browser: &Browser, name: &str| {
            let under_way = browser.begin_sign_in(&browser.path(&check)).await;
            browser.agree(&under_way, name).await
        };
        let mut many = Vec::new();
        for number in 0..PLACES + 8 {
            let browser = match number % 2 {
                0 => app.visitor(),
                _ => app.visitor().in_english(),
            };
            // Two of them have answered.
            let draft = if number < 2 {
                browser.fill(poll).await;
                Some(browser.draft(poll).await)
            } else {
                None
            };
            let callback = callback(&browser, "fault-slow").await;
            many.push((browser, callback, draft));
        }
        let browser = app.visitor();
        let quick = callback(&browser, "load-3").await;
        let mut slow = tokio::task::JoinSet::new();
        for (browser, callback, draft) in many {
            let back = browser.path(&check);
            slow.spawn(async move {
                let page = browser.come_back(&callback).await;
                let page = browser.follow(page).await;
                page.assert_page(200, browser.lang());
                let words = sign_in::unavailable_text(lang(&browser));
                assert!(page.body.contains(words), "{}", page.body);
                assert_eq!(page.field("back"), Some(back));
                if let Some(draft) = draft {
                    assert_eq!(browser.draft(poll).await, draft);
                    assert_ne!(draft, "no draft");
                }
            });
        }
        // All of them are being asked about: the next one is told so, however quick their own answer would be.
        tokio::time::sleep(Duration::from_secs(3)).await;
        let page = browser.come_back(&quick).await;
        let location = page.location().unwrap();
        assert!(location.contains("/sign-in?error=unreachable&return=/polls/"), "{location}");
        slow.join_all().await;
        // The places are free again.
        browser.sign_in("load-3", "/").await;
    }

    async fn a_provider_that_was_never_there_does_not_stop_the_rest(databases: Databases) {
        let app = Start::default()
            .with_dead_identity_service()
            .on(&databases)
            .await;
        let poll = app.town.open_poll().await;
        for browser in [app.visitor(), app.visitor().in_english()] {
            browser.fill(poll).await;
            browser.get("/sign-in").await.assert_page(200, browser.lang());
            assert_sent_nowhere(&browser, poll).await;
            // Nobody was sent there, so that nobody comes back.
            let page = browser
                .on("platform.localhost")
                .get_exactly("/auth/callback?code=abc&state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
                .await;
            let page = browser.follow(page).await;
            assert!(page.body.contains(sign_in::stale_title(Lang::Uk)), "{}", page.body);
            assert_ne!(browser.draft(poll).await, "no draft");
        }
    }

    /// Nobody is sent to a page that does not open: they hear of it here, where the other ways stand and the draft waits.
    async fn a_provider_that_goes_away_before_anybody_is_sent_there_is_a_page_of_ours(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        let poll = app.town.open_poll().await;
        app.stop_sandbox().await;
        for browser in [app.visitor(), app.visitor().in_english()] {
            browser.fill(poll).await;
            assert_sent_nowhere(&browser, poll).await;
            assert_eq!(app.database.count("SELECT count(*) FROM sign_in").await, 0);
        }
        // Where a mailbox is enough, its form stands beside the button.
        let browser = app.visitor();
        let provider = browser.get("/sign-in").await.field("provider").unwrap();
        let page = browser.post("/do/sign-in", &[("provider", &provider), ("back", "/me")]).await;
        page.assert_leads_to("/sign-in?error=unreachable&return=/me");
        let page = browser.follow(page).await;
        assert!(page.body.contains("/do/email-sign-in"), "{}", page.body);
    }

    async fn an_unknown_provider_is_a_clear_page(databases: Databases) {
        let app = TestApp::start(&databases).await;
        for browser in [app.visitor(), app.visitor().in_english()] {
            for provider in ["", "google", "id_gov_ua\u{2028}", &"x".repeat(10_000)] {
                let page = browser
                    .post("/do/sign-in", &[("provider", provider), ("back", "/")])
                    .await;
                page.assert_page(400, browser.lang());
                assert_eq!(browser.cookie("signin"), None);
            }
        }
    }

    async fn signing_out_ends_the_session_itself_and_not_only_the_cookie(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let browser = app.staff().await;
        let stolen = browser.cookie("session").unwrap();
        browser.get("/staff").await.assert_page(200, "uk");
        browser
            .post("/do/sign-out", &[])
            .await
            .assert_leads_to("/sign-in?out");
        assert_eq!(browser.cookie("session"), None);
        browser.forge_cookie("session", &stolen);
        assert_eq!(browser.get("/staff").await.status, StatusCode::SEE_OTHER);
    }
}
