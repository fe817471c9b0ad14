//! Passkeys over HTTP, with a device that can also lie: adding one, signing in by one, the second step by one; what each is worth, to
//! whom, how long, and how often.

use crate::{
    app::{ADMINISTRATOR, MODERATOR, Start, TestApp},
    authenticator::Authenticator,
    browser::{Browser, Page, encoded},
    town::{HOUR, KOROSTEN, by_system, content},
};
use app::i18n::{Lang, passkey as words};
use domain::{identity::Assurance, passkey::GOOD_FOR_MS, role::Role, time::DAY};
use reqwest::{StatusCode, header};
use serde_json::Value;

const OLENA: &str = "olena-tkachuk";

/// What the server wants to have asked; the status where it wants nothing.
async fn question(browser: &Browser, purpose: &str) -> Result<(String, Value), StatusCode> {
    let request = browser
        .call("/do/passkey-question", encoded(&[("purpose", purpose)]))
        .header(header::ACCEPT, "application/json");
    let page = browser.send(request).await;
    if page.status != StatusCode::OK {
        return Err(page.status);
    }
    let question: Value = serde_json::from_str(&page.body).unwrap();
    let token = question["token"].as_str().unwrap().to_owned();
    Ok((token, question["options"].clone()))
}

async fn send(browser: &Browser, form: &str, token: &str, answer: &str, back: &str) -> Page {
    let fields = [
        ("token", token),
        ("answer", answer),
        ("back", back),
        ("label", "Мій телефон"),
    ];
    browser.post(&format!("/do/{form}"), &fields).await
}

/// Adds a key as the script on one's own page does.
async fn add(browser: &Browser, device: &mut Authenticator) -> Page {
    let (token, options) = question(browser, "add").await.unwrap();
    let answer = device.make(&options, &browser.origin());
    send(
        browser,
        "add-passkey",
        &token,
        &answer,
        &browser.path("/me#passkeys"),
    )
    .await
}

async fn added(browser: &Browser, device: &mut Authenticator) {
    let page = add(browser, device).await;
    page.assert_leads_to(&browser.path("/me?passkey=added#passkeys"));
}

/// Signs in by a key.
async fn enter(browser: &Browser, device: &mut Authenticator, back: &str) -> Page {
    let (token, options) = question(browser, "sign-in").await.unwrap();
    let answer = device.sign(&options, &browser.origin());
    send(browser, "enter-by-passkey", &token, &answer, back).await
}

/// Asserts that a sign-in by a key was refused, and that the sign-in page says so.
async fn assert_refused(browser: &Browser, page: Page) {
    page.assert_leads_to("/sign-in?error=passkey&return=/");
    assert_eq!(browser.cookie("session"), None);
    let page = browser.follow(page).await;
    assert!(page.says(words::not_good_title(Lang::Uk)), "{page:?}");
}

async fn confirm(browser: &Browser, device: &mut Authenticator) -> Page {
    let (token, options) = question(browser, "confirm").await.unwrap();
    let answer = device.sign(&options, &browser.origin());
    send(
        browser,
        "confirm-by-passkey",
        &token,
        &answer,
        "/staff/polls",
    )
    .await
}

async fn keys(app: &TestApp) -> i64 {
    app.database.count("SELECT count(*) FROM passkey").await
}

/// Makes all sessions older than one may be to add a key.
pub async fn let_time_pass(app: &TestApp) {
    let sql = "UPDATE session SET created_at = created_at - 660000 RETURNING CAST(1 AS BIGINT)";
    app.database.count(sql).await;
}

/// Somebody with this role who has signed in with the first step alone.
async fn half_way(app: &TestApp, name: &str, role: Role) -> Browser {
    let person = app.town.settle(KOROSTEN, name).await;
    let store = &app.town.store;
    store
        .grant_role(KOROSTEN, person, role, by_system())
        .await
        .unwrap();
    let browser = app.visitor();
    browser.sign_in(name, "/").await;
    browser
}

on_both_databases! {
    async fn a_resident_adds_a_key_and_votes_after_signing_in_by_it_elsewhere(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let olena = app.resident(OLENA).await;
        let page = olena.get("/me").await;
        assert!(page.says(words::none(Lang::Uk)) && page.body.contains("data-passkey=\"add\""), "{page:?}");
        let mut phone = Authenticator::new();
        added(&olena, &mut phone).await;
        for window in [olena.clone(), olena.in_english()] {
            let page = window.get("/me?passkey=added").await;
            page.assert_page(200, window.lang());
            let lang = Lang::from_tag(window.lang()).unwrap();
            assert!(page.says("Мій телефон") && page.says(words::never_used(lang)) && page.says(words::done(lang)), "{page:?}");
        }

        let elsewhere = app.visitor();
        elsewhere.fill(poll).await;
        let page = elsewhere.get("/sign-in?return=/polls/1/vote/check").await;
        assert!(page.body.contains("data-passkey=\"sign-in\""), "{page:?}");
        enter(&elsewhere, &mut phone, "/polls/1/vote/check").await.assert_leads_to("/polls/1/vote/check");
        assert!(elsewhere.get("/").await.says("Олена Т."));
        elsewhere.submit(poll).await.assert_leads_to("/polls/1/done");
        assert_eq!(app.town.ballots(poll).await, 1);
        let page = elsewhere.get("/me").await;
        assert!(page.says(words::through(Lang::Uk)), "{page:?}");
        assert!(!page.says(words::never_used(Lang::Uk)), "{page:?}");
        // The same person: her own browser has taken part.
        olena.answer(poll, 1, &[1]).await.assert_leads_to("/polls/1/done?again");
        // Again and again, also with a device that does not count.
        phone.counts = false;
        let mut synced = phone;
        for _ in 0..2 {
            let browser = app.visitor();
            let (token, options) = question(&browser, "sign-in").await.unwrap();
            synced.counts = true;
            let answer = synced.sign(&options, &browser.origin());
            send(&browser, "enter-by-passkey", &token, &answer, "/").await.assert_leads_to("/");
        }
        // The file of her data names the key, and nothing in the clear does in the database.
        let file = olena.get("/me/data.json").await;
        assert!(file.body.contains("Мій телефон"), "{file:?}");
        assert!(!app.database.texts().await.contains("Мій телефон"));
    }

    async fn whoever_is_signed_in_and_enters_by_a_key_leaves_no_session_behind(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let browser = app.resident("load-3").await;
        let mut device = Authenticator::new();
        added(&browser, &mut device).await;
        let before = browser.cookie("session").unwrap();
        enter(&browser, &mut device, "/me").await.assert_leads_to("/me");
        assert_ne!(browser.cookie("session").unwrap(), before);
        assert_eq!(app.database.count("SELECT count(*) FROM session").await, 1);
    }

    async fn no_key_is_worth_more_than_the_sign_in_that_added_it(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let mut surest = content();
        surest.audience.least_assurance = Assurance::Qualified;
        let poll = app.town.poll(KOROSTEN, surest, -HOUR, DAY).await;
        app.town.settle(KOROSTEN, OLENA).await;
        let olena = app.visitor();
        let mut under_way = olena.begin_sign_in("/").await;
        under_way.provider.query_pairs_mut().append_pair("sandbox_auth_type", "dig_sign");
        let callback = olena.agree(&under_way, OLENA).await;
        let page = olena.come_back(&callback).await;
        olena.follow(page).await;
        let mut phone = Authenticator::new();
        added(&olena, &mut phone).await;

        let by_key = app.visitor();
        by_key.fill(poll).await;
        enter(&by_key, &mut phone, "/").await.assert_leads_to("/");
        assert_eq!(by_key.check(poll).await.field("submission"), None, "a key counts as a signature");
        by_key.submit_as(poll, "11111111-1111-4111-8111-111111111111").await;
        assert_eq!(app.town.ballots(poll).await, 0);
        olena.fill(poll).await;
        olena.submit(poll).await.assert_leads_to("/polls/1/done");
    }

    async fn what_is_not_the_devices_own_answer_to_this_very_question_opens_nothing(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let olena = app.resident(OLENA).await;
        let mut phone = Authenticator::new();
        added(&olena, &mut phone).await;
        let visitor = app.visitor();
        let ask = async || question(&visitor, "sign-in").await.unwrap();
        let try_it = async |token: &str, answer: &str| {
            let page = send(&visitor, "enter-by-passkey", token, answer, "/").await;
            assert_refused(&visitor, page).await;
        };

        // Nothing, rubbish, another's question.
        let (token, options) = ask().await;
        try_it(&token, "").await;
        try_it("", "{}").await;
        try_it(&"A".repeat(43), "[1]").await;
        let (other, _) = ask().await;
        let answer = phone.sign(&options, &visitor.origin());
        try_it(&other, &answer).await;
        // A false page that looks like ours, no finger, a signature of another key.
        for lie in 0..3 {
            let (token, options) = ask().await;
            match lie {
                0 => phone.origin = Some("http://korosten.example".to_owned()),
                1 => phone.verifies = false,
                _ => phone.forges = true,
            }
            let answer = phone.sign(&options, &visitor.origin());
            (phone.origin, phone.verifies, phone.forges) = (None, true, false);
            try_it(&token, &answer).await;
        }
        // A copy of the device, which counts on its own.
        let (token, options) = ask().await;
        phone.counts = false;
        let answer = phone.sign(&options, &visitor.origin());
        send(&visitor, "enter-by-passkey", &token, &answer, "/").await.assert_leads_to("/");
        visitor.post("/do/sign-out", &[]).await;
        let (token, options) = ask().await;
        let answer = phone.sign(&options, &visitor.origin());
        try_it(&token, &answer).await;
        phone.counts = true;

        // Each question is good once, also for many at once.
        let (token, options) = ask().await;
        let answer = phone.sign(&options, &visitor.origin());
        let browsers: Vec<Browser> = (0..8).map(|_| app.visitor()).collect();
        let all = browsers.iter().map(|browser| send(browser, "enter-by-passkey", &token, &answer, "/"));
        futures::future::join_all(all).await;
        let entered = browsers.iter().filter(|browser| browser.cookie("session").is_some()).count();
        assert_eq!(entered, 1);
        // And for five minutes.
        let (token, options) = ask().await;
        app.database.count("UPDATE passkey_question SET expires_at = 1 RETURNING CAST(1 AS BIGINT)").await;
        let answer = phone.sign(&options, &visitor.origin());
        try_it(&token, &answer).await;

        // In another community the key is nobody's.
        let there = visitor.on("ovruch.localhost");
        let (token, options) = question(&there, "sign-in").await.unwrap();
        let answer = phone.sign(&options, &there.origin());
        let page = send(&there, "enter-by-passkey", &token, &answer, "/").await;
        assert_refused(&there, page).await;
        // What was asked for a sign-in adds no key, and a key that was taken away opens nothing.
        let (token, _) = ask().await;
        let (_, options) = question(&olena, "add").await.unwrap();
        let answer = Authenticator::new().make(&options, &olena.origin());
        let page = send(&olena, "add-passkey", &token, &answer, "/me").await;
        page.assert_leads_to("/me?passkey=refused");
        assert_eq!(keys(&app).await, 1);
        let id = olena.get("/me").await.field("passkey").unwrap();
        let stranger = app.resident("load-3").await;
        stranger.post("/do/remove-passkey", &[("passkey", &id)]).await.assert_leads_to("/me?passkey=removed#passkeys");
        assert_eq!(keys(&app).await, 1, "somebody else's key was taken away");
        // Nor does whoever finds her browser open take it away.
        let_time_pass(&app).await;
        let page = olena.get("/me").await;
        assert!(page.says("Мій телефон") && page.field("passkey").is_none(), "{page:?}");
        olena.post("/do/remove-passkey", &[("passkey", &id)]).await.assert_leads_to("/sign-in?return=/me%23passkeys");
        assert_eq!(keys(&app).await, 1);
        olena.sign_in(OLENA, "/me").await;
        olena.post("/do/remove-passkey", &[("passkey", &id)]).await;
        assert_eq!(keys(&app).await, 0);
        let page = enter(&visitor, &mut phone, "/").await;
        assert_refused(&visitor, page).await;
    }

    async fn after_a_year_a_provider_has_to_say_again_who_it_is(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let olena = app.resident(OLENA).await;
        let mut phone = Authenticator::new();
        added(&olena, &mut phone).await;
        let sql = format!("UPDATE passkey SET added_at = added_at - {GOOD_FOR_MS} RETURNING CAST(1 AS BIGINT)");
        app.database.count(&sql).await;
        for browser in [app.visitor(), app.visitor().in_english()] {
            let page = enter(&browser, &mut phone, &browser.path("/results")).await;
            let page = browser.follow(page).await;
            page.assert_page(200, browser.lang());
            assert!(page.says(words::old_title(Lang::from_tag(browser.lang()).unwrap())), "{page:?}");
            assert_eq!(page.field("back"), Some(browser.path("/results")), "{page:?}");
            assert_eq!(browser.cookie("session"), None);
        }
    }

    async fn only_whoever_was_identified_a_moment_ago_adds_a_key(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        let olena = app.resident(OLENA).await;
        olena.post("/do/own-email", &[("address", "olena@ukr.example")]).await;
        let letter = app.mail().letters_to("olena@ukr.example", 1).await.pop().unwrap();
        let token = letter.link().rsplit('/').next().unwrap().to_owned();
        olena.post("/do/email-claim", &[("token", &token)]).await;

        let (token, options) = question(&olena, "add").await.unwrap();
        let answer = Authenticator::new().make(&options, &olena.origin());
        let_time_pass(&app).await;
        for window in [olena.clone(), olena.in_english()] {
            let page = window.get("/me").await;
            assert!(page.says(words::sign_in_again(Lang::from_tag(window.lang()).unwrap())), "{page:?}");
            assert!(!page.body.contains("data-passkey"), "{page:?}");
        }
        assert_eq!(question(&olena, "add").await.unwrap_err(), StatusCode::FORBIDDEN);
        send(&olena, "add-passkey", &token, &answer, "/me").await.assert_page(401, "uk");
        assert_eq!(keys(&app).await, 0);

        // The same browser after another sign-in. Her mailbox hears of it.
        olena.sign_in(OLENA, "/me").await;
        let mut phone = Authenticator::new();
        added(&olena, &mut phone).await;
        let letter = app.mail().letters_to("olena@ukr.example", 2).await.pop().unwrap();
        assert_eq!(letter.subject, words::letter_subject(Lang::Uk));
        assert!(letter.text.contains("/me"), "{letter:?}");

        // Neither a key nor a mailbox vouches for another key; nor does anybody for nobody.
        let by_key = app.visitor();
        enter(&by_key, &mut phone, "/").await.assert_leads_to("/");
        assert_eq!(question(&by_key, "add").await.unwrap_err(), StatusCode::FORBIDDEN);
        let by_mail = app.visitor();
        by_mail.post("/do/email-sign-in", &[("address", "olena@ukr.example"), ("back", "/me")]).await;
        let letter = app.mail().letters_to("olena@ukr.example", 3).await.pop().unwrap();
        let token = letter.link().rsplit('/').next().unwrap().to_owned();
        by_mail.post("/do/email-enter", &[("token", &token)]).await;
        assert_eq!(question(&by_mail, "add").await.unwrap_err(), StatusCode::FORBIDDEN);
        assert!(!by_mail.get("/me").await.says("Мій телефон"), "a mailbox opens the list of keys");
        let id = olena.get("/me").await.field("passkey").unwrap();
        by_mail.post("/do/remove-passkey", &[("passkey", &id)]).await.assert_page(403, "uk");
        let visitor = app.visitor();
        for (purpose, status) in [("add", 401), ("confirm", 401), ("", 400), ("<b>", 400)] {
            assert_eq!(question(&visitor, purpose).await.unwrap_err(), status, "{purpose}");
        }
        assert_eq!(keys(&app).await, 1);
    }

    async fn ten_keys_are_enough_and_none_is_made_twice_on_one_device(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let olena = app.resident(OLENA).await;
        let mut questions = Vec::new();
        for n in 0..12 {
            let (token, options) = question(&olena, "add").await.unwrap();
            let known = options["excludeCredentials"].as_array().map_or(0, Vec::len);
            assert_eq!(known, 0, "{n}");
            let answer = Authenticator::new().make(&options, &olena.origin());
            questions.push((token, answer));
        }
        let all = questions.iter().map(|(token, answer)| send(&olena, "add-passkey", token, answer, "/me"));
        futures::future::join_all(all).await;
        assert_eq!(keys(&app).await, 10);
        let page = olena.get("/me").await;
        assert!(page.says(words::too_many(Lang::Uk)), "{page:?}");
        assert_eq!(question(&olena, "add").await.unwrap_err(), StatusCode::FORBIDDEN);
        let id = page.field("passkey").unwrap();
        olena.post("/do/remove-passkey", &[("passkey", &id)]).await;
        let (_, options) = question(&olena, "add").await.unwrap();
        assert_eq!(options["excludeCredentials"].as_array().unwrap().len(), 9);
        // What is too long to be a name is cut, and what is no id is refused.
        olena.post("/do/remove-passkey", &[("passkey", "1")]).await.assert_page(400, "uk");
    }

    async fn a_key_is_the_second_step_of_whoever_works_for_the_community(databases: Databases) {
        let app = Start::default().with_second_factor().on(&databases).await;
        let staff = half_way(&app, MODERATOR, Role::Moderator).await;
        let mut phone = Authenticator::new();
        for window in [staff.clone(), staff.in_english()] {
            let page = window.get("/second-factor?return=/staff").await;
            page.assert_page(200, window.lang());
            assert!(page.says(words::set_up_title(Lang::from_tag(window.lang()).unwrap())), "{page:?}");
            assert!(page.body.contains("data-passkey=\"add\"") && page.body.contains("id=\"secret\""), "{page:?}");
        }
        let session = staff.cookie("session").unwrap();
        let (token, options) = question(&staff, "add").await.unwrap();
        let answer = phone.make(&options, &staff.origin());
        let back = "/second-factor?return=/staff";
        send(&staff, "add-passkey", &token, &answer, back).await.assert_leads_to("/second-factor?return=/staff&passkey=added");
        assert_ne!(staff.cookie("session").unwrap(), session, "the session kept its token");
        staff.get("/staff").await.assert_page(200, "uk");

        // Another sign-in stands before the key: neither an app nor another key is a way around it.
        let elsewhere = app.visitor();
        elsewhere.sign_in(MODERATOR, "/").await;
        elsewhere.get("/staff").await.assert_leads_to("/second-factor?return=/staff");
        let page = elsewhere.get("/second-factor?return=/staff").await;
        assert!(page.body.contains("data-passkey=\"confirm\"") && !page.body.contains("id=\"secret\""), "{page:?}");
        assert!(!page.body.contains("data-passkey=\"add\"") && !page.body.contains("name=\"code\""), "{page:?}");
        assert_eq!(question(&elsewhere, "add").await.unwrap_err(), StatusCode::FORBIDDEN);
        elsewhere.post("/do/set-second-factor", &[("code", "123456")]).await.assert_page(403, "uk");
        let id = staff.get("/me").await.field("passkey").unwrap();
        elsewhere.post("/do/remove-passkey", &[("passkey", &id)]).await.assert_page(401, "uk");
        // Nor another's key, nor one's own without a finger, nor the answer of a sign-in.
        let mut strangers = Authenticator::new();
        let olena = app.resident(OLENA).await;
        added(&olena, &mut strangers).await;
        let (token, mut options) = question(&elsewhere, "confirm").await.unwrap();
        options["allowCredentials"] = Value::Null;
        let answer = strangers.sign(&options, &elsewhere.origin());
        let refused = "/second-factor?return=/staff/polls&passkey=not-good";
        send(&elsewhere, "confirm-by-passkey", &token, &answer, "/staff/polls").await.assert_leads_to(refused);
        phone.verifies = false;
        confirm(&elsewhere, &mut phone).await.assert_leads_to(refused);
        phone.verifies = true;
        let (token, options) = question(&elsewhere, "sign-in").await.unwrap();
        let answer = phone.sign(&options, &elsewhere.origin());
        let page = send(&elsewhere, "confirm-by-passkey", &token, &answer, "/staff/polls").await;
        page.assert_leads_to(refused);
        let page = elsewhere.follow(page).await;
        assert!(page.says(words::confirm_not_good(Lang::Uk)), "{page:?}");
        elsewhere.get("/staff").await.assert_leads_to("/second-factor?return=/staff");
        confirm(&elsewhere, &mut phone).await.assert_leads_to("/staff/polls");
        elsewhere.get("/staff").await.assert_page(200, "uk");

        // Signing in by the key is the first step alone.
        let third = app.visitor();
        enter(&third, &mut phone, "/staff").await.assert_leads_to("/staff");
        third.get("/staff").await.assert_leads_to("/second-factor?return=/staff");
        confirm(&third, &mut phone).await.assert_leads_to("/staff/polls");
        third.get("/staff").await.assert_page(200, "uk");
    }

    async fn a_lost_key_is_reset_by_another_administrator(databases: Databases) {
        let app = Start::default().with_second_factor().on(&databases).await;
        let staff = half_way(&app, MODERATOR, Role::Moderator).await;
        let mut phone = Authenticator::new();
        added(&staff, &mut phone).await;
        let administrator = half_way(&app, ADMINISTRATOR, Role::Administrator).await;
        added(&administrator, &mut Authenticator::new()).await;
        let person = app.town.person(KOROSTEN, MODERATOR).await.unwrap().to_string();
        let fields = [("person", person.as_str())];
        let page = administrator.post("/do/staff/reset-second-factor", &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{page:?}");
        assert_eq!(keys(&app).await, 1, "the administrator's own");
        staff.get("/staff").await.assert_leads_to("/sign-in?return=/staff");
        let page = enter(&app.visitor(), &mut phone, "/").await;
        page.assert_leads_to("/sign-in?error=passkey&return=/");
        staff.sign_in(MODERATOR, "/").await;
        let page = staff.get("/second-factor").await;
        assert!(page.body.contains("id=\"secret\""), "{page:?}");
    }

    async fn whoever_is_forgotten_leaves_no_key_behind(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let olena = app.resident(OLENA).await;
        let mut phone = Authenticator::new();
        added(&olena, &mut phone).await;
        olena.fill(poll).await;
        olena.submit(poll).await.assert_leads_to("/polls/1/done");
        olena.post("/do/erase-me", &[("confirm", "yes")]).await.assert_leads_to("/me/data?erased");
        assert_eq!(keys(&app).await, 0);
        let visitor = app.visitor();
        let page = enter(&visitor, &mut phone, "/").await;
        assert_refused(&visitor, page).await;
    }
}
