//! One human is one person of a community, however and however often they sign in at once (DESIGN §5.1).

use crate::{app::TestApp, browser::Browser, town::KOROSTEN};
use app::keys::{OsRandom, RandomBytes};
use domain::ids::SubmissionId;
use tokio::task::JoinSet;

/// Signs in the way that is named, as id.gov.ua calls it.
async fn sign_in_by(browser: &Browser, name: &str, way: &str) {
    let mut under_way = browser.begin_sign_in("/").await;
    under_way
        .provider
        .query_pairs_mut()
        .append_pair("sandbox_auth_type", way);
    let callback = browser.agree(&under_way, name).await;
    let page = browser.come_back(&callback).await;
    browser.follow(page).await;
    assert!(browser.cookie("session").is_some(), "{name} by {way}");
}

on_both_databases! {
    async fn first_sign_ins_at_once_on_two_instances_are_one_person(databases: Databases) {
        let mut app = TestApp::start(&databases).await;
        let second = app.second_instance().await;
        let mut callbacks = Vec::new();
        for number in 0..10 {
            let address = if number % 2 == 0 { app.address } else { second };
            let browser = app.visitor().answered_by(address);
            let under_way = browser.begin_sign_in("/").await;
            let callback = browser.agree(&under_way, "load-3").await;
            callbacks.push((browser, callback));
        }
        let mut arriving = JoinSet::new();
        for (browser, callback) in callbacks {
            arriving.spawn(async move {
                let page = browser.come_back(&callback).await;
                browser.follow(page).await.assert_page(200, "uk");
                assert!(browser.cookie("session").is_some());
                browser
            });
        }
        let browsers = arriving.join_all().await;
        assert_eq!(app.database.count("SELECT count(*) FROM person").await, 1);
        assert_eq!(
            app.database
                .count("SELECT count(DISTINCT person_id) FROM session")
                .await,
            1
        );
        // Each of them reads the person's sealed row.
        for browser in browsers {
            assert!(browser.get("/").await.body.contains("Тест Н."));
        }
    }

    /// Signing in renews the person's sealed row; at no moment may it be one that does not open.
    async fn while_somebody_signs_in_again_their_other_devices_go_on(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let at_home = app.resident("load-3").await;
        let (done, finished) = tokio::sync::watch::channel(false);
        let mut reading = JoinSet::new();
        for _ in 0..4 {
            let (window, finished) = (at_home.clone(), finished.clone());
            reading.spawn(async move {
                let mut read = 0;
                while !*finished.borrow() {
                    window.get("/sign-in").await.assert_page(200, "uk");
                    read += 1;
                }
                read
            });
        }
        for _ in 0..15 {
            app.visitor().sign_in("load-3", "/healthz").await;
        }
        done.send_replace(true);
        let read: i32 = reading.join_all().await.iter().sum();
        assert!(read > 15, "only {read} pages were read meanwhile");
    }

    async fn one_person_by_several_ways_of_signing_in_has_one_ballot(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        app.town.settle(KOROSTEN, "olena-tkachuk").await;
        for (place, way) in ["bank_id", "mobile_id", "diia_id", "dig_sign"]
            .into_iter()
            .enumerate()
        {
            let browser = app.visitor();
            sign_in_by(&browser, "olena-tkachuk", way).await;
            if place == 0 {
                browser.fill(poll).await;
                browser.submit(poll).await.assert_leads_to("/polls/1/done");
            } else {
                // Nothing is asked of them again, and what is sent by hand is not taken.
                let done = "/polls/1/done?again";
                browser.answer(poll, 1, &[1]).await.assert_leads_to(done);
                browser.check(poll).await.assert_leads_to(done);
                let by_hand = SubmissionId::from_random(OsRandom.bytes()).to_string();
                browser.submit_as(poll, &by_hand).await.assert_leads_to(done);
            }
            assert_eq!(app.town.ballots(poll).await, 1, "{way}");
        }
        assert_eq!(app.database.count("SELECT count(*) FROM person").await, 1);
    }

    /// The same human in two communities is two persons: neither knows of the other.
    async fn one_human_in_two_communities_is_two_persons_who_share_nothing(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let browser = app.visitor();
        browser.sign_in("load-3", "/").await;
        browser.on("ovruch.localhost").sign_in("load-3", "/").await;
        assert_eq!(app.database.count("SELECT count(*) FROM person").await, 2);
        assert_eq!(
            app.database
                .count("SELECT count(DISTINCT hash) FROM person_key")
                .await,
            2,
            "one key for both communities"
        );
        assert_eq!(
            app.database
                .count("SELECT count(DISTINCT id) FROM person")
                .await,
            2
        );
    }

    /// Without РНОКПП the same human might arrive again under another document.
    async fn whoever_comes_without_a_taxpayer_number_votes_only_after_staff_looked(
        databases: Databases,
    ) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let name = "paraskeva-naumenko";
        let person = app.town.settle(KOROSTEN, name).await;
        let browser = app.visitor();
        browser.sign_in(name, "/").await;
        browser.fill(poll).await;
        for window in [browser.clone(), browser.in_english()] {
            let page = window.check(poll).await;
            page.assert_page(200, window.lang());
            assert_eq!(page.field("submission"), None, "{}", page.body);
            assert!(
                page.body.contains("panel--bad"),
                "nobody says why: {}",
                page.body
            );
        }
        browser
            .submit_as(poll, "00000000-0000-4000-8000-000000000000")
            .await
            .assert_leads_to("/polls/1/vote/check");
        assert_eq!(app.town.ballots(poll).await, 0);
        app.town
            .store
            .clear_second_key(KOROSTEN, person, None, crate::town::by_system())
            .await
            .unwrap();
        browser.submit(poll).await.assert_leads_to("/polls/1/done");
        assert_eq!(app.town.ballots(poll).await, 1);
    }
}
