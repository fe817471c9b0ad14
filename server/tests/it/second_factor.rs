//! The second step of signing in over HTTP: whoever has a role and has not passed it may do no more than a resident; setting it up,
//! passing it, each code once, too many tries, recovery codes, a reset.

use crate::{
    app::{ADMINISTRATOR, MODERATOR, Start, TestApp},
    browser::{Browser, Page},
    logs,
    town::{KOROSTEN, by_system, now},
};
use app::keys::TotpSecret;
use domain::{role::Role, time::Millis};
use reqwest::StatusCode;
use std::{io::Write, process::Stdio};

const PATH: &str = "/second-factor";

/// Somebody with this role, signed in with the first step alone.
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

/// The secret that the page shows.
fn secret(page: &Page) -> TotpSecret {
    let text = page.body.split_once("id=\"secret\">").unwrap().1;
    let text = text.split_once('<').unwrap().0.replace(' ', "");
    TotpSecret::from_base32(&text).unwrap()
}

/// Sends a code.
async fn send(browser: &Browser, form: &str, code: &str) -> Page {
    let fields = [("code", code), ("back", "/staff/polls")];
    browser
        .post(&format!("/do/{form}-second-factor"), &fields)
        .await
}

/// Sets it up; the secret and the recovery codes.
async fn set_up(browser: &Browser) -> (TotpSecret, Vec<String>) {
    let page = browser.get(PATH).await;
    page.assert_page(200, "uk");
    let secret = secret(&page);
    let code = secret.code_at(now()).unwrap();
    let page = send(browser, "set", &code).await;
    page.assert_leads_to(&format!("{PATH}?codes&return=/staff/polls"));
    let page = browser.follow(page).await;
    assert!(page.says("Збережіть резервні коди"), "{page:?}");
    let list = page.body.split_once("class=\"codes\">").unwrap().1;
    let list = list.split_once("</ul>").unwrap().0;
    let codes = list.split("<code>").skip(1);
    let codes = codes.map(|rest| rest.split_once('<').unwrap().0.to_owned());
    (secret, codes.collect())
}

/// What a code that was not taken is answered with.
async fn told(browser: &Browser, page: Page) -> Page {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{page:?}");
    let page = browser.follow(page).await;
    page.assert_page(200, "uk");
    assert!(page.body.contains("id=\"errors\""), "{page:?}");
    page
}

/// A code of a later step than any before: the clock of the instance and of the app may differ by one.
fn next_code(secret: &TotpSecret) -> String {
    secret.code_at(Millis(now().0 + 30_000)).unwrap()
}

on_both_databases! {
    async fn without_it_a_role_opens_nothing_and_with_it_the_session_is_another(databases: Databases) {
        logs::listen();
        let app = Start::default().with_second_factor().on(&databases).await;
        let staff = half_way(&app, MODERATOR, Role::Moderator).await;
        for path in ["/staff", "/staff/polls/new", "/staff/journal"] {
            let page = staff.get(path).await;
            page.assert_leads_to(&format!("{PATH}?return={path}"));
        }
        // A form is refused, not run, and the way on stands on the page.
        let before = app.database.everything().await;
        let page = staff.post("/do/staff/publish", &[("poll", "1"), ("version", "1")]).await;
        page.assert_page(401, "uk");
        assert!(page.body.contains("href=\"/second-factor?return="), "{page:?}");
        assert_eq!(app.database.everything().await, before);
        // What residents do is open to them.
        staff.get("/me").await.assert_page(200, "uk");

        let session = staff.cookie("session").unwrap();
        let (secret, codes) = set_up(&staff).await;
        assert_eq!(codes.len(), 10);
        assert_ne!(staff.cookie("session").unwrap(), session);
        staff.get("/staff").await.assert_page(200, "uk");
        let old = app.visitor();
        old.forge_cookie("session", &session);
        assert_eq!(old.get("/staff").await.status, StatusCode::SEE_OTHER);

        // Another sign-in of the same person begins half way again.
        let elsewhere = app.visitor();
        elsewhere.sign_in(MODERATOR, "/").await;
        elsewhere.get("/staff").await.assert_leads_to(&format!("{PATH}?return=/staff"));
        let page = elsewhere.get(PATH).await;
        assert!(page.says("Відкрийте застосунок на телефоні"), "{page:?}");
        assert!(!page.body.contains("id=\"secret\""), "the secret is shown once more");
        let code = next_code(&secret);
        send(&elsewhere, "pass", &code).await.assert_leads_to("/staff/polls");
        elsewhere.get("/staff").await.assert_page(200, "uk");
        // The same code once more.
        let third = app.visitor();
        third.sign_in(MODERATOR, "/").await;
        let page = send(&third, "pass", &code).await;
        let page = told(&third, page).await;
        assert!(page.says("Цей код уже використано"), "{page:?}");
        third.get("/staff").await.assert_leads_to(&format!("{PATH}?return=/staff"));

        let ours: String = logs::so_far();
        let ours: String = ours.lines().filter(|line| [" server::", " app::", " store::"].iter().any(|of| line.contains(of))).collect();
        for secret in [secret.base32().unwrap(), code, codes[0].clone()] {
            assert!(!ours.contains(&secret), "the log holds {secret}");
        }
    }

    async fn a_recovery_code_is_good_once_and_new_ones_replace_the_rest(databases: Databases) {
        let app = Start::default().with_second_factor().on(&databases).await;
        let staff = half_way(&app, MODERATOR, Role::Moderator).await;
        let (secret, codes) = set_up(&staff).await;
        // Hidden for good once they are kept.
        staff.post("/do/hide-recovery-codes", &[("back", "/staff")]).await.assert_leads_to("/staff");
        let page = staff.get(&format!("{PATH}?codes")).await;
        assert!(!page.body.contains(&codes[0]) && page.says("Лишилося 10 резервних кодів"), "{page:?}");

        let other = app.visitor();
        other.sign_in(MODERATOR, "/").await;
        let typed = codes[3].to_lowercase().replace('-', " ");
        send(&other, "pass", &typed).await.assert_leads_to("/staff/polls");
        other.get("/staff").await.assert_page(200, "uk");
        assert!(other.get(PATH).await.says("Лишилося 9 резервних кодів"));
        let third = app.visitor();
        third.sign_in(MODERATOR, "/").await;
        let page = send(&third, "pass", &codes[3]).await;
        let page = told(&third, page).await;
        assert!(page.says("Код не підходить"), "{page:?}");
        // New codes are for whoever has passed, and for a fresh code: an open browser is not enough.
        third.post("/do/renew-recovery-codes", &[("back", "/staff")]).await.assert_page(401, "uk");
        for stale in ["", "000000", &codes[3]] {
            let page = other.post("/do/renew-recovery-codes", &[("code", stale), ("back", "/staff")]).await;
            let page = told(&other, page).await;
            assert!(page.says("Код не підходить") && page.says("Лишилося 9 резервних кодів"), "{stale}: {page:?}");
        }
        let fresh = next_code(&secret);
        let page = other.post("/do/renew-recovery-codes", &[("code", &fresh), ("back", "/staff")]).await;
        let page = other.follow(page).await;
        assert!(page.says("Збережіть резервні коди") && !page.body.contains(&codes[5]), "{page:?}");
        let page = send(&third, "pass", &codes[5]).await;
        assert!(told(&third, page).await.says("Код не підходить"));
    }

    async fn an_administrator_ends_somebody_elses_sign_ins(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        let staff = app.staff().await;
        let person = app.town.person(KOROSTEN, MODERATOR).await.unwrap().to_string();
        let page = administrator.post("/do/staff/end-sessions", &[("person", &person)]).await;
        page.assert_leads_to("/staff/team?ended");
        assert!(administrator.follow(page).await.says("Усі входи цієї людини завершено"));
        staff.get("/staff").await.assert_leads_to("/sign-in?return=/staff");
        // One's own are ended on one's own page, where it stands which is which.
        let own = app.town.person(KOROSTEN, ADMINISTRATOR).await.unwrap().to_string();
        let page = administrator.post("/do/staff/end-sessions", &[("person", &own)]).await;
        page.assert_leads_to("/staff/team?own");
        administrator.get("/staff").await.assert_page(200, "uk");
        let journal = administrator.get("/staff/journal").await;
        assert!(journal.says("Завершено всі входи людини"), "{journal:?}");
    }

    async fn wrong_codes_are_told_and_after_five_there_is_a_pause(databases: Databases) {
        let app = Start::default().with_second_factor().on(&databases).await;
        let staff = half_way(&app, MODERATOR, Role::Moderator).await;
        for wrong in ["", "12345", "000000", "<script>", "🗝️", &"9".repeat(5_000)] {
            let page = send(&staff, "set", wrong).await;
            let page = told(&staff, page).await;
            assert!(page.says("Код не підходить") && !page.body.contains("<script>1"), "{wrong}: {page:?}");
        }
        let (secret, _) = set_up(&staff).await;
        let other = app.visitor();
        other.sign_in(MODERATOR, "/").await;
        for wrong in ["000000", "", "x", "0000-0000-0000-0000-0000-0000", "1"] {
            let page = send(&other, "pass", wrong).await;
            assert!(told(&other, page).await.says("Код не підходить"), "{wrong}");
        }
        // Now even the right one has to wait.
        let page = send(&other, "pass", &next_code(&secret)).await;
        let page = told(&other, page).await;
        assert!(page.says("Забагато спроб. Наступна можлива о"), "{page:?}");
        other.get("/staff").await.assert_leads_to(&format!("{PATH}?return=/staff"));
        // Whoever has passed before goes on working.
        staff.get("/staff").await.assert_page(200, "uk");
    }

    async fn a_resident_has_no_second_step_and_nobody_is_led_elsewhere(databases: Databases) {
        let app = Start::default().with_second_factor().on(&databases).await;
        app.visitor().get(PATH).await.assert_leads_to(&format!("/sign-in?return={PATH}"));
        let resident = app.resident("load-3").await;
        resident.get(PATH).await.assert_page(403, "uk");
        for form in ["set-second-factor", "pass-second-factor", "renew-recovery-codes", "hide-recovery-codes"] {
            resident.post(&format!("/do/{form}"), &[("code", "123456")]).await.assert_page(403, "uk");
            app.visitor().post(&format!("/do/{form}"), &[("code", "123456")]).await.assert_page(401, "uk");
        }
        let staff = half_way(&app, MODERATOR, Role::Moderator).await;
        let (secret, _) = set_up(&staff).await;
        for evil in ["https://evil.example/", "//evil.example", "/\\evil.example"] {
            let other = app.visitor();
            other.sign_in(MODERATOR, "/").await;
            let page = other.get(&format!("{PATH}?return={evil}")).await;
            assert_eq!(page.field("back").as_deref(), Some("/"), "{page:?}");
        }
        let other = app.visitor();
        other.sign_in(MODERATOR, "/").await;
        let fields = [("code", next_code(&secret)), ("back", "//evil.example".to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        other.post("/do/pass-second-factor", &fields).await.assert_leads_to("/");
    }

    async fn another_administrator_resets_what_was_lost(databases: Databases) {
        let app = Start::default().with_second_factor().on(&databases).await;
        let administrator = half_way(&app, ADMINISTRATOR, Role::Administrator).await;
        set_up(&administrator).await;
        let staff = half_way(&app, MODERATOR, Role::Moderator).await;
        let (secret, codes) = set_up(&staff).await;
        let id = app.town.person(KOROSTEN, MODERATOR).await.unwrap().to_string();
        let fields = [("person", id.as_str())];
        staff.post("/do/staff/reset-second-factor", &fields).await.assert_page(403, "uk");
        let page = administrator.post("/do/staff/reset-second-factor", &fields).await;
        page.assert_leads_to("/staff/team?reset");
        assert!(administrator.follow(page).await.says("Другий крок входу скинуто"));
        // Their sessions are over, and neither the phone nor a code that was lost opens anything.
        assert_eq!(staff.get("/staff").await.status, StatusCode::SEE_OTHER);
        let again = app.visitor();
        again.sign_in(MODERATOR, "/").await;
        for code in [next_code(&secret), codes[0].clone()] {
            send(&again, "pass", &code).await;
            again.get("/staff").await.assert_leads_to(&format!("{PATH}?return=/staff"));
        }
        set_up(&again).await;
        again.get("/staff").await.assert_page(200, "uk");
        // Nobody resets their own.
        let me = app.town.person(KOROSTEN, ADMINISTRATOR).await.unwrap().to_string();
        let page = administrator.post("/do/staff/reset-second-factor", &[("person", me.as_str())]).await;
        page.assert_leads_to("/staff/team?own");
    }

    /// Whatever the desk has, to whoever may do all of it and has passed the first step alone.
    async fn half_way_an_administrator_gets_nothing_of_the_desk(databases: Databases) {
        let app = Start::default().with_second_factor().on(&databases).await;
        crate::access::four_polls(&app).await;
        let administrator = half_way(&app, ADMINISTRATOR, Role::Administrator).await;
        let before = app.database.everything().await;
        for asked in crate::access_by_role::everything() {
            let status = crate::access_by_role::ask(&administrator, &asked).await;
            let expected = if asked.is_page() { 303 } else { 401 };
            assert_eq!(status, expected, "{}", asked.path);
        }
        assert_eq!(app.database.everything().await, before);
        set_up(&administrator).await;
        for asked in crate::access_by_role::everything() {
            let status = crate::access_by_role::ask(&administrator, &asked).await;
            assert!(![401, 403].contains(&status), "{}: {status}", asked.path);
        }
    }

    /// Whoever keeps the server lets in the only administrator, who has lost everything.
    async fn the_server_resets_it_by_a_command(databases: Databases) {
        let app = Start::default().with_second_factor().on(&databases).await;
        let only = half_way(&app, ADMINISTRATOR, Role::Administrator).await;
        let run = |number: &str| {
            let mut command = app.command();
            command.args(["admin", "reset-second-factor", "--community", "korosten"]);
            command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
            let mut child = command.spawn().unwrap();
            child.stdin.take().unwrap().write_all(number.as_bytes()).unwrap();
            let output = child.wait_with_output().unwrap();
            (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
        };
        let number = crate::town::resident(ADMINISTRATOR).rnokpp.unwrap();
        let (done, said) = run(number.digits());
        assert!(!done && said.contains("nobody with this number has a second factor here"), "{said}");
        set_up(&only).await;
        let (done, said) = run(number.digits());
        assert!(done && !said.contains(number.digits()), "{said}");
        assert_eq!(only.get("/staff").await.status, StatusCode::SEE_OTHER);
        let again = app.visitor();
        again.sign_in(ADMINISTRATOR, "/").await;
        set_up(&again).await;
        again.get("/staff/team").await.assert_page(200, "uk");
        let (done, said) = run("1234567890");
        assert!(!done && said.contains("no valid"), "{said}");
    }

    async fn whoever_accepts_an_invitation_is_led_to_the_second_step(databases: Databases) {
        let app = Start::default().with_second_factor().on(&databases).await;
        let administrator = half_way(&app, ADMINISTRATOR, Role::Administrator).await;
        set_up(&administrator).await;
        let page = crate::team::invite(&administrator, "editor", "Редакторка", "").await;
        let link = crate::team::link(&page);
        let invited = app.visitor();
        let page = crate::team::accept(&app, &invited, &link, "load-5").await;
        assert!(page.says("Роль ваша") && page.body.contains("href=\"/staff\""), "{page:?}");
        invited.get("/staff").await.assert_leads_to(&format!("{PATH}?return=/staff"));
        set_up(&invited).await;
        invited.get("/staff").await.assert_page(200, "uk");
    }

    /// Two windows of one person, each with its own secret: the second must not replace the first.
    async fn a_second_window_cannot_set_it_up_anew(databases: Databases) {
        let app = Start::default().with_second_factor().on(&databases).await;
        let one = half_way(&app, MODERATOR, Role::Moderator).await;
        let two = app.visitor();
        two.sign_in(MODERATOR, "/").await;
        let theirs = secret(&two.get(PATH).await);
        let (secret, _) = set_up(&one).await;
        let page = send(&two, "set", &theirs.code_at(now()).unwrap()).await;
        told(&two, page).await;
        two.get("/staff").await.assert_leads_to(&format!("{PATH}?return=/staff"));
        send(&two, "pass", &next_code(&secret)).await.assert_leads_to("/staff/polls");
    }
}
