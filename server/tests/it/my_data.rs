//! What a community knows of somebody is theirs: they take it along, see who looked at it, and have it forgotten, and still nobody
//! answers twice.

use crate::{
    app::{ADMINISTRATOR, MODERATOR, Start, TestApp},
    browser::{Browser, Page},
    town::{HOUR, KOROSTEN, by_system, content, resident},
};
use app::i18n::{Lang, my_data as words, staff};
use domain::{role::Role, time::DAY};
use serde_json::Value;

const OLENA: &str = "olena-tkachuk";
const PAGE: &str = "/me/data";

fn lang(browser: &Browser) -> Lang {
    Lang::from_tag(browser.lang()).unwrap()
}

async fn download(browser: &Browser) -> Value {
    let page = browser.get("/me/data.json").await;
    assert_eq!(page.status, 200, "{page:?}");
    assert_eq!(page.header("cache-control"), Some("private, no-store"));
    assert_eq!(
        page.header("content-disposition"),
        Some("attachment; filename=\"korosten-my-data.json\"")
    );
    assert_eq!(
        page.header("content-type"),
        Some("application/json; charset=utf-8")
    );
    serde_json::from_str(&page.body).unwrap()
}

async fn erase(browser: &Browser) -> Page {
    browser.post("/do/erase-me", &[("confirm", "yes")]).await
}

/// Has everything forgotten, and sees that it is.
async fn be_forgotten(browser: &Browser) {
    let page = erase(browser).await;
    page.assert_leads_to(&browser.path("/me/data?erased"));
    assert_eq!(
        (browser.cookie("session"), browser.cookie("draft")),
        (None, None)
    );
    let page = browser.follow(page).await;
    page.assert_page(200, browser.lang());
    assert!(page.says(words::erased_title(lang(browser))), "{page:?}");
}

on_both_databases! {
    async fn the_file_holds_all_that_is_known_and_no_choice(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        let poll = app.town.open_poll().await;
        let person = app.town.settle(KOROSTEN, OLENA).await;
        let olena = app.visitor();
        olena.sign_in(OLENA, "/").await;
        olena.fill(poll).await;
        olena.submit(poll).await.assert_leads_to("/polls/1/done");
        olena.post("/do/own-email", &[("address", "olena@ukr.example")]).await;
        let letter = app.mail().letters_to("olena@ukr.example", 1).await.pop().unwrap();
        let token = letter.link().rsplit('/').next().unwrap().to_owned();
        olena.post("/do/email-claim", &[("token", &token)]).await;
        let administrator = app.administrator().await;
        administrator.get(&format!("/staff/people/{person}")).await.assert_page(200, "uk");
        // Somebody else's.
        app.resident("load-4").await.fill(poll).await;

        let file = download(&olena).await;
        let human = resident(OLENA);
        let known = &file["person"];
        assert_eq!(known["name"], human.name.official());
        assert_eq!(known["birth_date"], human.born.to_string());
        assert_eq!(known["documents"].as_array().unwrap().len(), human.keys().len(), "{file}");
        assert_eq!(file["email"]["address"], "olena@ukr.example");
        assert_eq!(file["residence"]["settlement"], human.settlement.as_ref().unwrap().code.to_string());
        let receipt = app.town.receipt(poll, OLENA).await.unwrap();
        assert_eq!(file["participation"][0]["code"], receipt);
        assert_eq!(file["participation"].as_array().unwrap().len(), 1);
        assert_eq!(file["sessions"].as_array().unwrap().len(), 1);
        assert_eq!(file["consents"].as_array().unwrap().len(), 1);
        assert_eq!(file["consents"][0]["notice_edition"], domain::privacy_notice::EDITION);
        let looked: Vec<&Value> = file["acts_on_your_record"].as_array().unwrap().iter()
            .filter(|act| act["act"] == "person.viewed")
            .collect();
        assert_eq!(looked.len(), 1, "{file}");
        // What they have chosen, a number of a document, and the hashes by which they are known, are in none of it.
        let text = file.to_string();
        for secret in ["Варіант", "Option", "Питання"] {
            assert!(!text.contains(secret), "{secret} is in {text}");
        }
        for key in human.keys() {
            assert!(!text.contains(key.value()), "{text}");
        }

        let boss = resident(ADMINISTRATOR).name.full();
        for window in [olena.clone(), olena.in_english()] {
            let page = window.get(PAGE).await;
            page.assert_page(200, window.lang());
            assert_eq!(page.header("cache-control"), Some("private, no-store"));
            assert!(page.says(&boss) && page.says(staff::act(lang(&window), "person.viewed")), "{page:?}");
            assert!(page.says(&words::erase_stays(lang(&window), 1)), "{page:?}");
        }
        // Another community knows another person, and nobody there looked.
        let there = olena.on("ovruch.localhost");
        there.sign_in(OLENA, "/").await;
        let page = there.get(PAGE).await;
        assert!(!page.says(&boss) && page.says(words::seen_none(Lang::Uk)), "{page:?}");
        assert!(page.says(words::erase_nothing_stays(Lang::Uk)), "{page:?}");
    }

    async fn a_visitor_and_a_mailbox_alone_get_nobodys_data(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        let olena = app.resident(OLENA).await;
        olena.post("/do/own-email", &[("address", "olena@ukr.example")]).await;
        let letter = app.mail().letters_to("olena@ukr.example", 1).await.pop().unwrap();
        let token = letter.link().rsplit('/').next().unwrap().to_owned();
        olena.post("/do/email-claim", &[("token", &token)]).await;

        app.visitor().get("/me/data.json").await.assert_page(401, "uk");
        let by_mail = app.visitor();
        by_mail.post("/do/email-sign-in", &[("address", "olena@ukr.example"), ("back", PAGE)]).await;
        let letter = app.mail().letters_to("olena@ukr.example", 2).await.pop().unwrap();
        let token = letter.link().rsplit('/').next().unwrap().to_owned();
        by_mail.post("/do/email-enter", &[("token", &token)]).await.assert_leads_to(PAGE);
        let page = by_mail.get(PAGE).await;
        page.assert_page(200, "uk");
        assert!(page.says(words::weak(Lang::Uk)), "{page:?}");
        let born = resident(OLENA).born.to_string();
        assert!(!page.body.contains(&born) && !page.body.contains("/do/erase-me"), "{page:?}");
        by_mail.get("/me/data.json").await.assert_page(403, "uk");
        erase(&by_mail).await.assert_page(403, "uk");
        assert!(olena.get("/me").await.says("Олена Т."), "she was forgotten");
    }

    async fn without_the_mark_nothing_is_forgotten_and_the_page_says_so(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let olena = app.resident(OLENA).await;
        for window in [olena.clone(), olena.in_english()] {
            for fields in [[("confirm", "")].as_slice(), &[], &[("confirm", "no")]] {
                let page = window.post("/do/erase-me", fields).await;
                let page = window.follow(page).await;
                page.assert_page(200, window.lang());
                assert!(page.says(words::erase_unconfirmed(lang(&window))), "{page:?}");
                assert!(page.body.contains("aria-describedby=\"confirm-error\""), "{page:?}");
            }
        }
        assert_eq!(app.database.count("SELECT count(*) FROM session").await, 1);
        assert!(olena.get("/me").await.says("Олена Т."));
    }

    async fn who_took_part_is_forgotten_and_does_not_answer_twice(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let other = app.town.poll(KOROSTEN, content(), -HOUR, DAY).await;
        let (olena, at_work) = (app.resident(OLENA).await, app.resident(OLENA).await);
        olena.fill(poll).await;
        olena.submit(poll).await.assert_leads_to("/polls/1/done");
        // On her way to a second answer in another window.
        at_work.fill(other).await;
        let neighbour = app.resident("load-4").await;
        be_forgotten(&olena).await;

        assert!(!at_work.get("/").await.says("Олена Т."), "another device still knows her");
        for (table, left) in [("person WHERE length(sealed) = 0", 1), ("residency", 1), ("session", 1)] {
            let sql = format!("SELECT count(*) FROM {table}");
            assert_eq!(app.database.count(&sql).await, left, "{table}: the neighbour's alone");
        }
        assert_eq!(app.town.ballots(poll).await, 1);
        assert!(neighbour.get("/me").await.says("Тест Н."), "somebody else was forgotten, too");

        // She comes back, and is the same person to the ballot box.
        olena.sign_in(OLENA, "/").await;
        assert!(olena.get("/").await.says("Олена Т."));
        olena.answer(poll, 1, &[1]).await.assert_leads_to("/polls/1/done?again");
        let by_hand = "11111111-1111-4111-8111-111111111111";
        olena.submit_as(poll, by_hand).await.assert_leads_to("/polls/1/done?again");
        assert_eq!(app.town.ballots(poll).await, 1);
        assert_eq!(download(&olena).await["participation"].as_array().unwrap().len(), 1);
        let acts = download(&olena).await["acts_on_your_record"].to_string();
        assert!(!acts.contains("person.erased"), "her own act is not somebody else's: {acts}");
    }

    async fn who_took_part_in_nothing_leaves_nothing_behind(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let olena = app.resident(OLENA).await;
        let page = olena.get(PAGE).await;
        assert!(page.says(words::erase_nothing_stays(Lang::Uk)), "{page:?}");
        let before = app.town.person(KOROSTEN, OLENA).await.unwrap();
        be_forgotten(&olena).await;
        for table in ["person", "person_key", "residency", "session", "ticket"] {
            let sql = format!("SELECT count(*) FROM {table}");
            assert_eq!(app.database.count(&sql).await, 0, "{table}");
        }
        let after = app.town.settle(KOROSTEN, OLENA).await;
        assert_ne!(before, after);
        olena.sign_in(OLENA, "/").await;
        olena.fill(poll).await;
        olena.submit(poll).await.assert_leads_to("/polls/1/done");
        assert_eq!(app.town.ballots(poll).await, 1);
        // Pressed again in a window from before.
        let page = app.visitor().post("/do/erase-me", &[("confirm", "yes")]).await;
        page.assert_page(401, "uk");
    }

    async fn who_works_for_the_community_is_asked_to_give_up_their_role_first(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let staff = app.staff().await;
        for window in [staff.clone(), staff.in_english()] {
            let page = window.get(PAGE).await;
            page.assert_page(200, window.lang());
            assert!(page.says(words::erase_role(lang(&window))), "{page:?}");
            assert!(!page.body.contains("/do/erase-me"), "{page:?}");
            erase(&window).await.assert_leads_to(&window.path("/me/data#erase"));
            // The mark that lacks leads to no field that is not there.
            let page = window.get("/me/data?unconfirmed").await;
            assert!(!page.body.contains("href=\"#confirm\""), "{page:?}");
        }
        assert!(staff.get("/staff").await.status == 200);

        // Without the role they may; their acts stay, and are nobody's by name.
        let person = app.town.person(KOROSTEN, MODERATOR).await.unwrap();
        let revoked = app.town.store.revoke_role(KOROSTEN, person, Role::Moderator, by_system()).await;
        revoked.unwrap();
        let page = staff.get(PAGE).await;
        assert!(page.says(words::erase_stays_referred(Lang::Uk)), "{page:?}");
        be_forgotten(&staff).await;
        let administrator = app.administrator().await;
        let page = administrator.get("/staff/journal").await;
        page.assert_page(200, "uk");
        let name = resident(MODERATOR).name.full();
        assert!(!page.says(&name) && page.says(&person.to_string()[..8]), "{page:?}");
        assert!(page.says(staff::act(Lang::Uk, "person.erased")), "{page:?}");
    }

    async fn whoever_signs_in_has_read_that_it_is_a_consent_and_finds_it_among_their_data(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        for window in [app.visitor(), app.visitor().in_english()] {
            let lang = lang(&window);
            let page = window.get("/sign-in").await;
            let notice = format!("href=\"{}\"", window.path("/privacy"));
            assert!(page.says(app::i18n::sign_in::consent(lang)) && page.body.contains(&notice), "{page:?}");
            let page = window.get("/privacy").await;
            page.assert_page(200, window.lang());
            assert!(page.says(app::i18n::privacy::what_number(lang)) && page.says("2026"), "{page:?}");
        }
        let olena = app.visitor();
        olena.sign_in(OLENA, "/").await;
        assert_eq!(app.database.count("SELECT count(*) FROM consent").await, 1);
        let page = olena.get(PAGE).await;
        assert!(page.says(&format!("редакція {}", domain::privacy_notice::EDITION)) && !page.says(words::consents_none(Lang::Uk)), "{page:?}");
        olena.sign_in(OLENA, "/").await;
        assert_eq!(app.database.count("SELECT count(*) FROM consent").await, 1);
        crate::email::sign_in_by_mail(&app, &app.visitor(), "somebody@ukr.example", 1).await;
        assert_eq!(app.database.count("SELECT count(*) FROM consent").await, 2);
    }
}
