//! The two addresses that may be reached from elsewhere and change something: each consumes a secret that works once, in
//! one browser, for a minute, in one community.

use crate::{
    app::TestApp,
    browser::{Browser, Page},
    town::{KOROSTEN, OVRUCH, now},
};
use app::{
    i18n::{Lang, sign_in},
    keys::{OsRandom, Token},
};
use reqwest::StatusCode;
use server::front::csrf::CROSS_SITE_EXCEPTIONS;
use store::{SecretHash, tickets::Ticket};

/// Comes back from the provider as far as the ticket; the ticket's address.
async fn ticket_address(browser: &Browser, name: &str) -> String {
    let under_way = browser.begin_sign_in("/polls").await;
    let callback = browser.agree(&under_way, name).await;
    let address = browser.come_back(&callback).await.location().unwrap();
    assert!(address.contains("/auth/ticket?ticket="), "{address}");
    address
}

async fn use_ticket(browser: &Browser, address: &str) -> Page {
    let (window, path) = browser.toward(address);
    window.get_exactly(&path).await
}

/// Nobody was signed in; the page says why, and leads back to where they were.
#[track_caller]
fn assert_no_session(browser: &Browser, page: &Page, code: &str) {
    page.assert_leads_to(&format!("/sign-in?error={code}&return=/polls"));
    assert_eq!(browser.cookie("session"), None);
}

#[test]
fn the_exceptions_from_the_cross_site_check_are_these_two() {
    // Whoever adds one adds to this file how its single-use secret is attacked.
    assert_eq!(CROSS_SITE_EXCEPTIONS, ["/auth/callback", "/auth/ticket"]);
}

on_both_databases! {
    async fn a_ticket_works_once(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let browser = app.visitor();
        let address = ticket_address(&browser, "load-3").await;
        let binding = browser.cookie("signin").unwrap();
        use_ticket(&browser, &address)
            .await
            .assert_leads_to("/polls");
        assert!(browser.cookie("session").is_some());
        assert_eq!(
            browser.cookie("signin"),
            None,
            "the binding outlived its ticket"
        );
        // Again, as in a history that was gone back in: also with the old binding.
        browser.drop_cookie("session");
        assert_no_session(&browser, &use_ticket(&browser, &address).await, "browser");
        browser.forge_cookie("signin", &binding);
        assert_no_session(&browser, &use_ticket(&browser, &address).await, "stale");
        assert_eq!(app.database.count("SELECT count(*) FROM session").await, 1);
    }

    async fn a_ticket_used_twice_at_once_gives_one_session(databases: Databases) {
        let mut app = TestApp::start(&databases).await;
        let second = app.second_instance().await;
        let browser = app.visitor();
        let address = ticket_address(&browser, "load-3").await;
        let mut tries = tokio::task::JoinSet::new();
        for number in 0..8 {
            let window = browser.answered_by(if number % 2 == 0 { app.address } else { second });
            let address = address.clone();
            tries.spawn(async move { use_ticket(&window, &address).await.location().unwrap() });
        }
        let places = tries.join_all().await;
        assert_eq!(
            places.iter().filter(|place| *place == "/polls").count(),
            1,
            "{places:?}"
        );
        assert_eq!(app.database.count("SELECT count(*) FROM session").await, 1);
    }

    /// Sign-in forgery: the attacker sends their own ticket to somebody whose acts shall be the attacker's.
    async fn a_ticket_works_only_in_the_browser_that_began(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (attacker, victim) = (app.visitor(), app.visitor());
        let address = ticket_address(&attacker, "load-666").await;
        assert_no_session(&victim, &use_ticket(&victim, &address).await, "browser");
        // Also where the victim has a sign-in of their own under way.
        let under_way = victim.begin_sign_in("/").await;
        assert_no_session(&victim, &use_ticket(&victim, &address).await, "stale");
        // Neither attempt used up anything.
        use_ticket(&attacker, &address)
            .await
            .assert_leads_to("/polls");
        let callback = victim.agree(&under_way, "load-3").await;
        let page = victim.come_back(&callback).await;
        victim.follow(page).await;
        assert!(victim.cookie("session").is_some());
    }

    async fn a_ticket_works_only_in_its_own_community(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.give_role(OVRUCH, "load-3").await;
        let browser = app.visitor();
        let address = ticket_address(&browser, "load-3").await;
        let abroad = browser.on("ovruch.localhost");
        abroad.forge_cookie("signin", &browser.cookie("signin").unwrap());
        let foreign_address = address.replace("http://localhost", "http://ovruch.localhost");
        assert_no_session(
            &abroad,
            &use_ticket(&abroad, &foreign_address).await,
            "stale",
        );
        // At home it still works, and the session it gives is nobody's abroad.
        use_ticket(&browser, &address)
            .await
            .assert_leads_to("/polls");
        abroad.forge_cookie("session", &browser.cookie("session").unwrap());
        assert_eq!(abroad.get("/staff").await.status, StatusCode::SEE_OTHER);
    }

    async fn a_ticket_dies_after_a_minute(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let person = app.town.settle(KOROSTEN, "load-3").await;
        for (left_ms, works) in [(30_000, true), (-1, false)] {
            let browser = app.visitor();
            let (ticket, binding) = (Token::new(&OsRandom), Token::new(&OsRandom));
            let issued = Ticket {
                ticket: SecretHash(ticket.hash()),
                browser: SecretHash(binding.hash()),
                person,
                assurance: domain::identity::Assurance::BankId,
                provider: "sandbox".to_owned(),
                return_path: "/polls".to_owned(),
                expires_at: now().plus(left_ms),
                signed_for: None,
            };
            app.town
                .store
                .issue_ticket(KOROSTEN, &issued, &[])
                .await
                .unwrap();
            browser.forge_cookie("signin", &binding.to_client());
            let ticket = ticket.to_client();
            let page = browser
                .get(&format!("/auth/ticket?ticket={ticket}&return=/polls"))
                .await;
            if works {
                page.assert_leads_to("/polls");
            } else {
                assert_no_session(&browser, &page, "stale");
            }
        }
        // What a sign-in issues lives that long: not longer than a minute from now.
        let browser = app.visitor();
        ticket_address(&browser, "load-4").await;
        let latest = app
            .database
            .count("SELECT max(expires_at) FROM ticket")
            .await;
        assert!(latest <= now().plus(60_000).0, "{latest}");
    }

    async fn a_state_works_once_and_only_if_it_is_ours(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let browser = app.visitor();
        let under_way = browser.begin_sign_in("/polls").await;
        let callback = browser.agree(&under_way, "load-3").await;
        let first = browser.come_back(&callback).await.location().unwrap();
        assert!(first.contains("/auth/ticket?ticket="), "{first}");
        let stale = format!("{}/sign-in?error=stale", browser.origin());
        // Replayed, with the same code and with another: one is led back to where one was.
        let other_code = browser.agree(&under_way, "load-4").await;
        for callback in [&callback, &other_code] {
            let back = format!("{stale}&return=/polls");
            browser.come_back(callback).await.assert_leads_to(&back);
        }
        // Made up, missing, doubled, too long.
        let platform = browser.on("platform.localhost");
        let made_up = Token::new(&OsRandom).to_client();
        for query in [
            "".to_owned(),
            "?".to_owned(),
            "?code=abc".to_owned(),
            format!("?code=abc&state={made_up}"),
            format!("?code=abc&state={made_up}&state={made_up}"),
            format!("?code=abc&state={}", "a".repeat(1_500)),
            "?code=%00&state=%00".to_owned(),
            "?error=access_denied".to_owned(),
        ] {
            let page = platform.get(&format!("/auth/callback{query}")).await;
            let refused = page.location().as_deref() == Some(&stale)
                || page.status == StatusCode::BAD_REQUEST;
            assert!(refused, "{query}: {page:?}");
        }
        assert_eq!(app.database.count("SELECT count(*) FROM ticket").await, 1);
    }

    /// Whatever went wrong, the community, the language and the step that asked are kept; what somebody else wrote there is not.
    async fn a_sign_in_that_fails_leads_back_to_the_step_that_asked(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let home = app.visitor().on("ovruch.localhost");
        for browser in [home.clone(), home.in_english()] {
            let (lang, sign_in) = (browser.lang(), browser.path("/sign-in"));
            let back = browser.path("/polls?q=a%20b");
            let way_back = browser.path("/polls%3Fq%3Da%2520b");
            // Expired while they were at the provider, and then replayed.
            let under_way = browser.begin_sign_in(&back).await;
            let callback = browser.agree(&under_way, "load-3").await;
            // Just now: what expired long ago is removed in the background.
            let just_now = now().plus(-1).0;
            app.database
                .change(&format!("UPDATE sign_in SET expires_at = {just_now}"))
                .await;
            let stale = format!("{}{sign_in}?error=stale&return={way_back}", browser.origin());
            for _ in 0..2 {
                browser.come_back(&callback).await.assert_leads_to(&stale);
            }
            let page = browser.follow(browser.come_back(&callback).await).await;
            page.assert_page(200, lang);
            assert_eq!(page.field("back").as_deref(), Some(back.as_str()));

            // In another browser, and when the ticket is no longer good.
            let under_way = browser.begin_sign_in(&back).await;
            let callback = browser.agree(&under_way, "load-3").await;
            let address = browser.come_back(&callback).await.location().unwrap();
            let stranger = match lang {
                "en" => app.visitor().on("ovruch.localhost").in_english(),
                _ => app.visitor().on("ovruch.localhost"),
            };
            let page = use_ticket(&stranger, &address).await;
            page.assert_leads_to(&format!("{sign_in}?error=browser&return={way_back}"));
            app.database.change("UPDATE ticket SET expires_at = 1").await;
            let page = use_ticket(&browser, &address).await;
            page.assert_leads_to(&format!("{sign_in}?error=stale&return={way_back}"));
            // A way back that is none of ours is none.
            for foreign in ["//evil.example", "https://evil.example", "/%5Cevil.example"] {
                let path = browser.path(&format!("/auth/ticket?ticket=x&return={foreign}"));
                let page = browser.get_exactly(&path).await;
                page.assert_leads_to(&format!("{sign_in}?error=browser&return=/"));
            }
        }
    }

    async fn while_the_database_is_away_a_sign_in_is_not_lost(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        app.town.settle(KOROSTEN, "load-3").await;
        for browser in [app.visitor(), app.visitor().in_english()] {
            browser.fill(poll).await;
            let (before, back) = (browser.draft(poll).await, browser.path("/polls/1/vote/check"));
            // Before the state could be looked at: a page in both languages, and loading it again goes on.
            let under_way = browser.begin_sign_in(&back).await;
            let callback = browser.agree(&under_way, "load-3").await;
            app.database.change("ALTER TABLE sign_in RENAME TO sign_in_away").await;
            let page = browser.come_back(&callback).await;
            assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
            for lang in [Lang::Uk, Lang::En] {
                assert!(page.body.contains(app::i18n::errors::what_503(lang)), "{}", page.body);
            }
            app.database.change("ALTER TABLE sign_in_away RENAME TO sign_in").await;
            let page = browser.come_back(&callback).await;
            let page = browser.follow(page).await;
            assert!(page.asked.ends_with(&back), "{}", page.asked);
            browser.post("/do/sign-out", &[]).await;
            assert_eq!(browser.draft(poll).await, before);

            // After it was used up: they begin anew, in their language, from where they were.
            let under_way = browser.begin_sign_in(&back).await;
            let callback = browser.agree(&under_way, "load-3").await;
            app.database.change("ALTER TABLE ticket RENAME TO ticket_away").await;
            let page = browser.come_back(&callback).await;
            app.database.change("ALTER TABLE ticket_away RENAME TO ticket").await;
            let page = browser.follow(page).await;
            page.assert_page(200, browser.lang());
            let lang = Lang::from_tag(browser.lang()).unwrap();
            assert!(page.body.contains(sign_in::ours_text(lang)), "{}", page.body);
            assert_eq!(page.field("back").as_deref(), Some(back.as_str()));
            assert_eq!(browser.cookie("session"), None);
            assert_eq!(browser.draft(poll).await, before);
        }
    }

    /// The attacker brings their own code and state to somebody's browser: the result must not be the attacker's session.
    async fn the_callback_of_another_browser_signs_nobody_in(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (attacker, victim) = (app.visitor(), app.visitor());
        let under_way = attacker.begin_sign_in("/").await;
        let callback = attacker.agree(&under_way, "load-666").await;
        let page = victim.come_back(&callback).await;
        let page = victim.follow(page).await;
        page.assert_page(200, "uk");
        assert!(
            page.body.contains(sign_in::other_browser_title(Lang::Uk)),
            "{}",
            page.body
        );
        assert_eq!(victim.cookie("session"), None);
        assert_eq!(app.database.count("SELECT count(*) FROM session").await, 0);
    }

    async fn the_callback_is_on_the_platforms_host_alone(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let browser = app.visitor();
        let under_way = browser.begin_sign_in("/").await;
        let callback = browser.agree(&under_way, "load-3").await;
        let (_, path) = browser.toward(&callback);
        for host in ["localhost", "ovruch.localhost"] {
            browser
                .on(host)
                .get_exactly(&path)
                .await
                .assert_page(404, "uk");
        }
        // And there it was not used up.
        let page = browser.come_back(&callback).await;
        browser.follow(page).await;
        assert!(browser.cookie("session").is_some());
    }

    /// A session from before cannot become the session of whoever signs in next (fixation).
    async fn signing_in_gives_a_new_session_and_ends_the_one_before(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let browser = app.resident("load-3").await;
        let before = browser.cookie("session").unwrap();
        app.town.settle(KOROSTEN, "load-4").await;
        browser.sign_in("load-4", "/").await;
        assert_ne!(browser.cookie("session").unwrap(), before);
        assert_eq!(app.database.count("SELECT count(*) FROM session").await, 1);
        // A session that the attacker chose is not taken over.
        let other = app.visitor();
        let chosen = Token::new(&OsRandom).to_client();
        other.forge_cookie("session", &chosen);
        other.sign_in("load-5", "/").await;
        assert_ne!(other.cookie("session").unwrap(), chosen);
    }
}
