//! One's own word for where one lives: it counts where a poll takes it, never against the register or staff, and not from poll to poll
//! for another settlement.

use crate::{
    app::TestApp,
    browser::{Browser, Page},
    town::{HOUR, KOROSTEN, TestPoll, by_system, content},
};
use app::i18n::{Lang, eligibility, me as words};
use domain::{audience::AskedResidency, identity::Residency, katottg::Katottg, time::DAY};

const KOROSTEN_CITY: &str = "UA18060090010074365";
const KHOTYNIVKA: &str = "UA18060090420021941";
const SOMEBODY: &str = "load-5";
const SUBMISSION: &str = "11111111-1111-4111-8111-111111111111";

fn lang(browser: &Browser) -> Lang {
    Lang::from_tag(browser.lang()).unwrap()
}

async fn declare(browser: &Browser, settlement: &str, back: &str) -> Page {
    let fields = [("settlement", settlement), ("back", back)];
    browser.post("/do/declare-residence", &fields).await
}

/// A poll that takes one's word, for one settlement or all.
async fn trusting_poll(app: &TestApp, settlement: Option<&str>) -> TestPoll {
    let mut content = content();
    content.audience.residency = AskedResidency::Declared;
    content.audience.settlements = settlement.and_then(Katottg::parse).into_iter().collect();
    app.town.poll(KOROSTEN, content, -HOUR, DAY).await
}

async fn class(app: &TestApp) -> Option<Residency> {
    let person = app.town.person(KOROSTEN, SOMEBODY).await.unwrap();
    let home = app.town.store.residency(KOROSTEN, person).await.unwrap();
    home.map(|home| home.class)
}

on_both_databases! {
    async fn ones_word_opens_the_polls_that_take_it_and_no_other(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let (trusting, strict) = (trusting_poll(&app, None).await, app.town.open_poll().await);
        let browser = app.visitor();
        // Answered before anybody asks who they are: the draft would be cast if nothing stood against it.
        browser.fill(strict).await;
        browser.sign_in(SOMEBODY, "/").await;
        for window in [browser.clone(), browser.in_english()] {
            let page = window.get("/polls/1").await;
            let lang = lang(&window);
            assert!(page.says(eligibility::nothing_declared(lang)), "{page:?}");
            let way = format!("href=\"{}?return={}#residence\"", window.path("/me"), window.path("/polls/1"));
            assert!(page.body.contains(&way), "{page:?}");
            let page = window.get(&format!("/me?return={}", window.path("/polls/1"))).await;
            assert!(page.says(words::residence_lead(lang)) && page.says("Хотинівка"), "{page:?}");
            assert_eq!(page.field("back"), Some(window.path("/polls/1")), "{page:?}");
        }
        // Nothing chosen, nothing that there is, elsewhere: told at the field.
        for (wrong, told) in [
            ("", words::residence_missing as fn(Lang) -> &'static str),
            ("UA18060170000069581", words::residence_unreadable),
            ("' OR 1=1", words::residence_unreadable),
        ] {
            let page = declare(&browser, wrong, "/polls/1").await;
            let page = browser.follow(page).await;
            page.assert_page(200, "uk");
            assert_eq!(page.field("back"), Some("/polls/1".into()), "{page:?}");
            assert!(page.says(told(Lang::Uk)) && page.body.contains("settlement-error"), "{page:?}");
        }
        assert_eq!(class(&app).await, None);
        declare(&browser, KHOTYNIVKA, "https://evil.example/").await.assert_leads_to("/");
        assert_eq!(class(&app).await, Some(Residency::Declared));
        let page = browser.get("/me?residence=saved").await;
        assert!(page.says(words::residence_saved(Lang::Uk)) && page.says(&words::residency_settlement(Lang::Uk, "Хотинівка")), "{page:?}");

        browser.fill(trusting).await;
        browser.submit(trusting).await.assert_leads_to("/polls/1/done");
        assert_eq!(app.town.ballots(trusting).await, 1);
        let page = browser.get("/polls/2").await;
        assert!(page.says(eligibility::residency_unconfirmed(Lang::Uk)), "{page:?}");
        browser.submit_as(strict, SUBMISSION).await;
        assert_eq!(app.town.ballots(strict).await, 0);
        let person = app.town.person(KOROSTEN, SOMEBODY).await.unwrap();
        app.town.confirm(KOROSTEN, person, None).await;
        browser.submit_as(strict, SUBMISSION).await.assert_leads_to("/polls/2/done");
        assert_eq!(app.town.ballots(strict).await, 1);
    }

    async fn nobody_wanders_through_the_settlements_from_poll_to_poll(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        trusting_poll(&app, Some(KHOTYNIVKA)).await;
        let second = trusting_poll(&app, Some(KOROSTEN_CITY)).await;
        let browser = app.visitor();
        browser.fill(second).await;
        browser.sign_in(SOMEBODY, "/").await;
        declare(&browser, KHOTYNIVKA, "/polls/1").await.assert_leads_to("/polls/1");
        declare(&browser, KOROSTEN_CITY, "").await.assert_leads_to("/me#residence");
        for window in [browser.clone(), browser.in_english()] {
            let page = window.get("/me").await;
            assert!(!page.body.contains("/do/declare-residence"), "{page:?}");
        }
        browser.submit_as(second, SUBMISSION).await;
        assert_eq!(app.town.ballots(second).await, 0);
        let month = "UPDATE residency SET decided_at = decided_at - 2592000000 RETURNING CAST(1 AS BIGINT)";
        app.database.count(month).await;
        declare(&browser, KOROSTEN_CITY, "").await.assert_leads_to("/me?residence=saved#residence");
        browser.submit_as(second, SUBMISSION).await.assert_leads_to("/polls/2/done");
        assert_eq!(app.town.ballots(second).await, 1);
    }

    async fn whoever_lives_elsewhere_is_led_to_say_where_if_their_word_counts(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        trusting_poll(&app, Some(KOROSTEN_CITY)).await;
        let browser = app.visitor();
        browser.sign_in(SOMEBODY, "/").await;
        let way = |window: &Browser| format!("href=\"{}?return={}#residence\"", window.path("/me"), window.path("/polls/1"));
        // Nothing said yet: one way, told once.
        let page = browser.get("/polls/1").await;
        assert_eq!(page.body.matches(&way(&browser)).count(), 1, "{page:?}");
        declare(&browser, KHOTYNIVKA, "").await;
        for window in [browser.clone(), browser.in_english()] {
            let lang = lang(&window);
            let page = window.get("/polls/1").await;
            assert!(page.says(eligibility::other_settlement(lang)) && page.says(eligibility::other_settlement_out_word(lang)), "{page:?}");
            assert!(page.body.contains(&way(&window)), "{page:?}");
        }
        // A settlement that nobody knows: as a declaration from before there was a list.
        let person = app.town.person(KOROSTEN, SOMEBODY).await.unwrap();
        let home = app.town.store.residency(KOROSTEN, person).await.unwrap().unwrap();
        let unplaced = store::residencies::Residence { settlement: None, ..home };
        app.town.store.set_residency(KOROSTEN, person, &unplaced, by_system()).await.unwrap();
        for window in [browser.clone(), browser.in_english()] {
            let lang = lang(&window);
            let page = window.get("/polls/1").await;
            assert!(page.says(eligibility::settlement_unknown_out_word(lang)) && page.body.contains(&way(&window)), "{page:?}");
        }
        // Against a confirmation one's word counts nothing: the centre puts it right.
        app.town.confirm(KOROSTEN, person, Katottg::parse(KHOTYNIVKA)).await;
        let page = browser.get("/polls/1").await;
        assert!(page.says(eligibility::other_settlement_out(Lang::Uk)) && !page.body.contains(&way(&browser)), "{page:?}");
    }

    async fn the_register_and_staff_count_more_than_ones_word(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let browser = app.resident(SOMEBODY).await;
        let page = browser.get("/me").await;
        assert!(!page.body.contains("/do/declare-residence"), "{page:?}");
        declare(&browser, KHOTYNIVKA, "").await.assert_leads_to("/me#residence");
        assert_eq!(class(&app).await, Some(Residency::ConfirmedByRegister));
        app.visitor().post("/do/declare-residence", &[("settlement", KHOTYNIVKA)]).await.assert_page(401, "uk");
    }
}
