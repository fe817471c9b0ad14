//! The community's team over HTTP: the first administrator by a command, invitations by the form, the second person for a role that
//! gives roles, what each role then sees, and that a link's token stands nowhere.

use crate::{
    app::{MODERATOR, Start, TestApp},
    browser::{Browser, Page},
    logs,
    town::{KOROSTEN, by_system, now},
};
use app::i18n::{Lang, dates, email as words, staff_team};
use domain::{
    ids::{CommunityId, PersonId},
    kyiv,
    role::Role,
    time::{DAY, Millis},
};
use std::{
    io::Write,
    process::{Output, Stdio},
};
use store::{Actor, By};

const TEAM: &str = "/staff/team";

/// The link of `viche admin invite`, as typed.
fn invited_by_server(app: &TestApp, community: &str, public: &str) -> String {
    let output = app
        .command()
        .args(["--demo", "true", "--public-url", public, "admin", "invite"])
        .args(["--community", community, "--for", "Голова громади"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("the link is good once"), "{said}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// `viche role grant` with this number on standard input.
fn granted_by_server(app: &TestApp, role: &str, number: &str) -> Output {
    let mut command = app.command();
    command.args(["role", "grant", "--community", "korosten", "--role", role]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    // A command that refuses its arguments reads nothing.
    let _ = input.write_all(number.as_bytes());
    drop(input);
    child.wait_with_output().unwrap()
}

/// Sends the form of the team's page; the page that follows.
pub async fn invite(browser: &Browser, role: &str, label: &str, until: &str) -> Page {
    let mark = browser.get(TEAM).await.field("mark").unwrap();
    let fields = [
        ("mark", mark.as_str()),
        ("f[role]", role),
        ("f[label]", label),
        ("f[until]", until),
    ];
    let page = browser.post("/do/staff/invite", &fields).await;
    browser.follow(page).await
}

/// The link that the page shows.
pub fn link(page: &Page) -> String {
    let tag = page
        .body
        .split('<')
        .find(|tag| tag.starts_with("textarea") && tag.contains("id=\"link\""))
        .unwrap_or_else(|| panic!("no link: {page:?}"));
    // The first line break of a text area is not part of it.
    tag.split_once('>').unwrap().1.trim_start().to_owned()
}

/// Opens a link, signs in, accepts; the page on which it ends.
pub async fn accept(app: &TestApp, browser: &Browser, link: &str, name: &str) -> Page {
    let (window, path) = browser.toward(link);
    let page = window.get(&path).await;
    page.assert_leads_to("/invite");
    let page = window.get("/invite").await;
    page.assert_page(200, "uk");
    assert!(page.says("Щоб прийняти запрошення, увійдіть"), "{page:?}");
    app.town.settle(KOROSTEN, name).await;
    window.sign_in(name, "/invite").await;
    let page = window.get("/invite").await;
    assert!(page.says("роль отримаєте саме ви"), "{page:?}");
    let page = window.post("/do/accept-invitation", &[]).await;
    page.assert_leads_to("/invite");
    window.follow(page).await
}

async fn roles(app: &TestApp, name: &str) -> Vec<Role> {
    let person = app.town.person(KOROSTEN, name).await.unwrap();
    let found = app.town.store.roles_of(KOROSTEN, person, now()).await;
    found.unwrap()
}

/// Another administrator, signed in.
async fn administrator(app: &TestApp, name: &str) -> Browser {
    let person = app.town.settle(KOROSTEN, name).await;
    let store = &app.town.store;
    store
        .grant_role(KOROSTEN, person, Role::Administrator, by_system())
        .await
        .unwrap();
    let browser = app.visitor();
    browser.sign_in(name, "/").await;
    browser
}

/// The value of the hidden field of this name in the form that posts to `action`.
fn of_form(page: &Page, action: &str, name: &str) -> String {
    let form = page.body.split("<form").find(|form| form.contains(action));
    let form = form.unwrap_or_else(|| panic!("no form {action}: {page:?}"));
    let tag = form
        .split('<')
        .find(|tag| tag.contains(&format!("name=\"{name}\"")))
        .unwrap();
    let value = tag.split_once("value=\"").unwrap().1;
    value.split_once('"').unwrap().0.to_owned()
}

on_both_databases! {
    async fn the_server_gives_a_role_to_somebody_known_and_their_sessions_end(databases: Databases) {
        const KNOWN: &str = "load-5";
        const NEW: &str = "load-6";
        let app = TestApp::start(&databases).await;
        let (known, other) = (app.resident(KNOWN).await, app.resident("load-7").await);
        let number = |name: &str| crate::town::resident(name).rnokpp.unwrap();
        let run = |role: &str, number: &str| {
            let output = granted_by_server(&app, role, number);
            let said = [output.stdout, output.stderr].concat();
            (output.status.success(), String::from_utf8_lossy(&said).into_owned())
        };
        for (role, typed, why) in [
            ("king", number(KNOWN).digits(), "no such role"),
            ("platform_operator", number(KNOWN).digits(), "no such role"),
            ("auditor", "1234567890", "no valid РНОКПП"),
        ] {
            let (done, said) = run(role, typed);
            assert!(!done && said.contains(why), "{role}: {said}");
        }
        assert_eq!(roles(&app, KNOWN).await, []);
        assert!(known.get("/me").await.body.contains("/do/sign-out"));

        let (done, said) = run("auditor", &format!("{}\n", number(KNOWN).digits()));
        assert!(done && !said.contains(number(KNOWN).digits()), "{said}");
        assert_eq!(roles(&app, KNOWN).await, [Role::Auditor]);
        let journal = app.town.store.audit_log(KOROSTEN, store::Page::first(9)).await.unwrap();
        let entry = &journal.items[0];
        let person = app.town.person(KOROSTEN, KNOWN).await.unwrap();
        assert_eq!((entry.act.as_str(), entry.by.actor, entry.subject.clone()), ("role.granted", Actor::CommandLine, person.to_string()));
        assert_eq!(entry.detail["role"], "auditor");
        // No browser of theirs was there to be handed a new token; nobody else's session ends.
        assert!(!known.get("/me").await.body.contains("/do/sign-out"));
        assert!(other.get("/me").await.body.contains("/do/sign-out"));
        known.sign_in(KNOWN, "/").await;
        known.get("/staff/journal").await.assert_page(200, "uk");

        // Who never signed in is noted by the keyed hash, and has the role from the first sign-in on.
        assert!(app.town.person(KOROSTEN, NEW).await.is_none());
        let (done, said) = run("editor", number(NEW).digits());
        assert!(done, "{said}");
        let new = app.visitor();
        new.sign_in(NEW, "/").await;
        assert_eq!(roles(&app, NEW).await, [Role::Editor]);
        new.get("/staff/polls").await.assert_page(200, "uk");
    }

    async fn the_first_administrator_comes_in_by_a_command_and_the_link_is_good_once(databases: Databases) {
        logs::listen();
        let app = TestApp::start(&databases).await;
        let first = app.visitor();
        let link = invited_by_server(&app, "korosten", &first.origin());
        let token = link.rsplit('/').next().unwrap().to_owned();
        assert!(link.starts_with(&format!("{}/invite/", first.origin())), "{link}");

        // Opening it changes nothing, however often, and tells no address that holds it.
        let before = app.database.everything().await;
        for _ in 0..2 {
            let page = first.get(&format!("/invite/{token}")).await;
            page.assert_leads_to("/invite");
            let page = first.get("/invite").await;
            page.assert_page(200, "uk");
            assert!(page.says("Адміністратор") && page.says("запрошувати до команди"), "{page:?}");
            assert!(!page.body.contains(&token), "the page holds the token");
            assert!(page.header("cache-control").unwrap().contains("no-store"));
            assert!(page.says("Увійти"));
        }
        assert_eq!(app.database.everything().await, before);

        app.town.settle(KOROSTEN, MODERATOR).await;
        first.sign_in(MODERATOR, "/invite").await;
        let session = first.cookie("session").unwrap();
        let page = first.post("/do/accept-invitation", &[]).await;
        page.assert_leads_to("/invite");
        let page = first.follow(page).await;
        assert!(page.says("Роль ваша") && page.says("До робочого місця"), "{page:?}");
        assert_eq!(roles(&app, MODERATOR).await, [Role::Administrator]);
        // Whoever may do more has another session than before.
        assert_ne!(first.cookie("session").unwrap(), session);
        let old = app.visitor();
        old.forge_cookie("session", &session);
        let page = old.get("/staff").await;
        assert_eq!(page.status, 303, "{page:?}");
        let page = first.get(TEAM).await;
        page.assert_page(200, "uk");
        assert!(page.says("це ви") && page.says("через сервер"), "{page:?}");

        // Nobody else gets anything by the same link.
        let other = app.visitor();
        other.get(&format!("/invite/{token}")).await;
        assert!(other.get("/invite").await.says("Це запрошення не діє"));
        other.sign_in("load-3", "/invite").await;
        other.post("/do/accept-invitation", &[]).await.assert_leads_to("/invite");
        assert!(other.get("/invite").await.says("Це запрошення не діє"));
        assert_eq!(roles(&app, "load-3").await, []);

        // Neither the journal nor the log has the token or for whom it was.
        let journal = app.town.store.audit_log(KOROSTEN, store::Page::first(50)).await.unwrap();
        let journal = format!("{journal:?}");
        for secret in [token.as_str(), "Голова громади"] {
            assert!(!journal.contains(secret), "the journal holds {secret}");
        }
        let ours: String = logs::so_far().lines().filter(|line| line.contains(" server::") || line.contains(" app::") || line.contains(" store::")).collect();
        for secret in [token.as_str(), "Голова громади"] {
            assert!(!ours.contains(secret), "the log holds {secret}");
        }
    }

    async fn an_invitation_and_the_role_that_it_gives_end_on_their_days(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        let day = dates::today(now().plus(30 * DAY));
        let until = format!("{:04}-{:02}-{:02}", day.year, day.month, day.day);
        let page = invite(&administrator, "editor", "На час відпустки", &until).await;
        let store = &app.town.store;
        let waiting = store.waiting_invitations(KOROSTEN, now()).await.unwrap();
        assert_eq!(waiting[0].expires_at.0 - waiting[0].invited_at.0, 7 * DAY);
        let editor = app.visitor();
        assert!(accept(&app, &editor, &link(&page), "load-5").await.says("Роль ваша"));
        let editors = async |at: Millis| {
            let team = store.team(KOROSTEN, at).await.unwrap();
            team.into_iter().filter(|grant| grant.role == Role::Editor).collect::<Vec<_>>()
        };
        let ends = kyiv::end_of_day(day).unwrap();
        let granted = editors(now()).await;
        assert_eq!((granted.len(), granted[0].expires_at), (1, Some(ends)));
        assert!(editors(ends).await.is_empty());
    }

    async fn an_invited_editor_writes_and_a_moderator_publishes(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        let page = invite(&administrator, "editor", "Олена з відділу культури", "").await;
        page.assert_page(200, "uk");
        assert!(page.says("Запрошення готове") && page.says("Для кого: Олена з відділу культури"), "{page:?}");
        let link = link(&page);
        // The next look at the page does not show it.
        assert!(!administrator.get(TEAM).await.body.contains(&link));
        assert!(administrator.get(TEAM).await.says("Олена з відділу культури"));

        let editor = app.visitor();
        let page = accept(&app, &editor, &link, "load-5").await;
        assert!(page.says("Роль ваша"), "{page:?}");
        assert_eq!(roles(&app, "load-5").await, [Role::Editor]);
        let desk = editor.get("/staff").await;
        desk.assert_page(200, "uk");
        assert!(desk.says("Створити опитування"));
        for (shut, words) in [("/staff/journal", "Журнал дій"), (TEAM, "Команда"), ("/staff/people", "Люди"), ("/staff/settings", "Налаштування")] {
            assert!(!desk.body.contains(&format!("href=\"{shut}\"")), "{words} is offered");
            editor.get(shut).await.assert_page(403, "uk");
        }
        let draft = app.town.draft_poll(KOROSTEN, &crate::town::content()).await;
        let path = format!("/staff/polls/{}", draft.number);
        let page = editor.get(&path).await;
        assert!(page.says("Публікує модератор") && !page.body.contains("staff/publish"), "{page:?}");
        assert!(page.says("Редагувати"));
        let number = draft.number.to_string();
        let fields = [("poll", number.as_str()), ("version", "1")];
        editor.post("/do/staff/publish", &fields).await.assert_page(403, "uk");
        let moderator = app.staff().await;
        let page = moderator.get(&path).await;
        assert!(!page.says("Публікує модератор"), "{page:?}");

        // The administrator sees who has what, and takes it away.
        let page = administrator.get(TEAM).await;
        assert!(page.says("Редактор") && !page.says("Олена з відділу культури"), "{page:?}");
        let person = app.town.person(KOROSTEN, "load-5").await.unwrap().to_string();
        let fields = [("person", person.as_str()), ("role", "editor")];
        let page = administrator.post("/do/staff/revoke-role", &fields).await;
        page.assert_leads_to(&format!("{TEAM}?revoked"));
        assert!(administrator.follow(page).await.says("Роль забрано"));
        editor.get("/staff").await.assert_page(403, "uk");
        // Once more it is gone already.
        let page = administrator.post("/do/staff/revoke-role", &fields).await;
        page.assert_leads_to(&format!("{TEAM}?late"));
        // They still hold the link's cookie: their page does not offer a desk that would not open.
        let page = editor.get("/invite").await;
        assert!(page.says("Роль ваша") && !page.says("До робочого місця"), "{page:?}");
    }

    async fn an_invitation_goes_by_mail_where_an_address_is_given(databases: Databases) {
        let app = Start::default().with_mail().on(&databases).await;
        let administrator = app.administrator().await;
        let send = async |email: &str| {
            let mark = administrator.get(TEAM).await.field("mark").unwrap();
            let fields = [
                ("mark", mark.as_str()),
                ("f[role]", "editor"),
                ("f[label]", "Олена з відділу культури"),
                ("f[email]", email),
            ];
            let page = administrator.post("/do/staff/invite", &fields).await;
            administrator.follow(page).await
        };
        let page = send("olena@").await;
        assert!(page.says(words::wrong(Lang::Uk)) && page.body.contains("value=\"olena@\""), "{page:?}");
        assert_eq!(app.database.count("SELECT count(*) FROM invitation").await, 0);

        let page = send("olena@ukr.example").await;
        assert!(page.says("Лист із посиланням надіслано на olena@ukr.example."), "{page:?}");
        let letter = app.mail().letters_to("olena@ukr.example", 1).await.pop().unwrap();
        assert_eq!(letter.link(), link(&page));
        assert!(letter.text.contains("Роль: Редактор"), "{letter:?}");
        let page = accept(&app, &app.visitor(), &letter.link(), "load-5").await;
        assert!(page.says("Роль ваша"), "{page:?}");
        // The address is kept nowhere.
        assert!(!app.database.texts().await.contains("olena"));

        // A letter that nobody takes: the link is there to be passed on by hand.
        let page = send("refused@ukr.example").await;
        assert!(page.says("Лист надіслати не вдалося") && link(&page).contains("/invite/"), "{page:?}");
        let page = send("").await;
        assert!(!page.says("Лист") && link(&page).contains("/invite/"), "{page:?}");
    }

    async fn an_administrator_takes_a_third_persons_consent(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let inviter = app.administrator().await;
        let page = invite(&inviter, "administrator", "Заступниця голови", "").await;
        let link = link(&page);
        let invited = app.visitor();
        let page = accept(&app, &invited, &link, "load-6").await;
        assert!(page.says("Запрошення прийнято") && !page.says("До робочого місця"), "{page:?}");
        invited.get("/staff").await.assert_page(403, "uk");

        let page = inviter.get(TEAM).await;
        // Alone, they read who can bring in somebody to agree; then that it is for that person.
        assert!(page.says("Погодити нікому") && page.says("viche admin invite"), "{page:?}");
        assert!(!page.body.contains("staff/second-invitation"));
        let third = administrator(&app, "load-7").await;
        let page = inviter.get(TEAM).await;
        assert!(page.says("Погоджує не той, хто запросив або прийняв") && !page.says("Погодити нікому"), "{page:?}");
        assert!(!page.body.contains("staff/second-invitation"));
        assert!(third.get("/staff").await.says("1 роль чекає вашої згоди"));
        assert!(!inviter.get("/staff").await.says("чекає вашої згоди"));
        let page = third.get(TEAM).await;
        let id = of_form(&page, "staff/second-invitation", "invitation");
        let fields = [("invitation", id.as_str()), ("agrees", "yes")];
        // The inviter tries to be the second themselves.
        let page = inviter.post("/do/staff/second-invitation", &fields).await;
        page.assert_leads_to(&format!("{TEAM}?own"));
        assert_eq!(roles(&app, "load-6").await, []);
        let page = third.post("/do/staff/second-invitation", &fields).await;
        page.assert_leads_to(&format!("{TEAM}?agreed"));
        assert_eq!(roles(&app, "load-6").await, [Role::Administrator]);
        // A browser that was a resident's a moment ago is not an administrator's now: they sign in anew.
        invited.get(TEAM).await.assert_leads_to("/sign-in?return=/staff/team");
        invited.sign_in("load-6", TEAM).await.assert_page(200, "uk");
        assert!(invited.get("/invite").await.says("До робочого місця"));
    }

    async fn whoever_alone_gives_roles_is_told_beforehand_and_takes_back_what_nobody_can_agree_to(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let only = app.administrator().await;
        for window in [only.clone(), only.in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            let page = window.get(TEAM).await;
            assert!(page.says(staff_team::invite_nobody_agrees(lang)) && page.says("viche admin invite"), "{page:?}");
        }
        let page = invite(&only, "administrator", "Заступниця голови", "").await;
        let invited = app.visitor();
        accept(&app, &invited, &link(&page), "load-6").await;
        let page = only.get(TEAM).await;
        assert!(page.says(staff_team::second_title(Lang::Uk)) && page.says(staff_team::column_second_until(Lang::Uk)), "{page:?}");
        let id = of_form(&page, "staff/withdraw-invitation", "invitation");
        let page = only.post("/do/staff/withdraw-invitation", &[("invitation", &id)]).await;
        page.assert_leads_to(&format!("{TEAM}?withdrawn"));
        assert!(!only.follow(page).await.says(staff_team::second_title(Lang::Uk)));

        let third = administrator(&app, "load-7").await;
        let fields = [("invitation", id.as_str()), ("agrees", "yes")];
        third.post("/do/staff/second-invitation", &fields).await.assert_leads_to(&format!("{TEAM}?late"));
        assert_eq!(roles(&app, "load-6").await, []);
        // With a second one there is somebody to agree.
        assert!(!only.get(TEAM).await.says(staff_team::invite_nobody_agrees(Lang::Uk)));
    }

    async fn the_last_administrator_is_told_why_they_stay(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let only = app.administrator().await;
        let page = only.get(TEAM).await;
        assert!(page.says("Це єдина людина, яка може роздавати ролі"), "{page:?}");
        assert!(!page.body.contains("staff/revoke-role"));
        let me = app.town.person(KOROSTEN, crate::app::ADMINISTRATOR).await.unwrap();
        let me = me.to_string();
        let fields = [("person", me.as_str()), ("role", "administrator")];
        let page = only.post("/do/staff/revoke-role", &fields).await;
        page.assert_leads_to(&format!("{TEAM}?last"));
        only.get(TEAM).await.assert_page(200, "uk");
        // With a second one they may go, and are led to where they still may be.
        administrator(&app, "load-7").await;
        let page = only.post("/do/staff/revoke-role", &fields).await;
        page.assert_leads_to("/");
        only.get("/staff").await.assert_page(403, "uk");
    }

    async fn what_is_wrong_is_told_and_what_was_typed_stays(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        let long = "д".repeat(120);
        for (role, label, until, words) in [
            ("", "Олена", "", "Оберіть роль"),
            ("platform_operator", "Олена", "", "Оберіть роль"),
            ("editor", " ", "", "Напишіть, для кого запрошення"),
            ("editor", long.as_str(), "", "Не більше ніж 100 знаків"),
            ("editor", "Олена \u{202e}", "", "Приберіть незвичні знаки"),
            ("editor", "Олена", "01.01.2020", "Цей день уже минув"),
            ("editor", "Олена", "01.01.2099", "Роль надають щонайбільше на п’ять років"),
            ("editor", "Олена", "<script>", "Дата має вигляд 31.12.2027"),
        ] {
            let page = invite(&administrator, role, label, until).await;
            page.assert_page(200, "uk");
            assert!(page.says(words) && page.body.contains("id=\"errors\""), "{words}: {page:?}");
            if !label.trim().is_empty() && !label.contains('\u{202e}') {
                assert!(page.body.contains(&format!("value=\"{label}\"")), "{label} is lost: {page:?}");
            }
            assert!(!page.body.contains("value=\"<script>"), "{page:?}");
        }
        let none = app.town.store.waiting_invitations(KOROSTEN, now()).await.unwrap();
        assert_eq!(none, []);
        // In English, too.
        let page = invite(&administrator, "editor", "", "").await;
        drop(page);
        let page = administrator.in_english().get("/staff/team?kept").await;
        assert!(page.says("Say who the invitation is for"), "{page:?}");
    }

    /// The sign-in has ended while the form was filled in: what was typed waits for its author.
    async fn a_form_sent_after_the_session_ended_is_kept(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        let mark = administrator.get(TEAM).await.field("mark").unwrap();
        administrator.drop_cookie("session");
        let fields = [("mark", mark.as_str()), ("f[role]", "auditor"), ("f[label]", "Ревізор"), ("f[until]", "")];
        let page = administrator.post("/do/staff/invite", &fields).await;
        assert_eq!(page.status, 303, "{page:?}");
        assert!(page.location().unwrap().starts_with("/sign-in?return="), "{page:?}");
        administrator.sign_in(crate::app::ADMINISTRATOR, "/staff/team?kept").await;
        let page = administrator.get("/staff/team?kept").await;
        assert!(page.says("вхід уже закінчився") && page.body.contains("value=\"Ревізор\""), "{page:?}");
    }

    async fn a_role_that_nobody_confirmed_for_half_a_year_asks_for_it(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let administrator = app.administrator().await;
        let person = app.town.settle(KOROSTEN, "load-8").await;
        let long_ago = By { actor: Actor::System, at: Millis(now().0 - 181 * DAY) };
        app.town.store.grant_role(KOROSTEN, person, Role::Editor, long_ago).await.unwrap();
        assert!(administrator.get("/staff").await.says("1 роль час перевірити"));
        let page = administrator.get(TEAM).await;
        assert!(page.says("час перевірити") && page.says("Роль потрібна"), "{page:?}");
        let id = person.to_string();
        let fields = [("person", id.as_str()), ("role", "editor")];
        let page = administrator.post("/do/staff/review-role", &fields).await;
        page.assert_leads_to(&format!("{TEAM}?reviewed"));
        let page = administrator.follow(page).await;
        assert!(page.says("Записано: роль потрібна") && page.says("підтверджено"), "{page:?}");
        assert!(!page.says("час перевірити"));
        assert!(!administrator.get("/staff").await.says("час перевірити"));
        // Nobody confirms their own.
        let me = app.town.person(KOROSTEN, crate::app::ADMINISTRATOR).await.unwrap().to_string();
        let fields = [("person", me.as_str()), ("role", "administrator")];
        let page = administrator.post("/do/staff/review-role", &fields).await;
        page.assert_leads_to(&format!("{TEAM}?own"));
    }

    async fn the_platform_has_operators_of_its_own(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let platform = app.visitor().on("platform.localhost");
        let link = invited_by_server(&app, "platform", &app.visitor().origin());
        assert!(link.starts_with(&format!("{}/invite/", platform.origin())), "{link}");
        let token = link.rsplit('/').next().unwrap().to_owned();
        platform.get(&format!("/invite/{token}")).await;
        assert!(platform.get("/invite").await.says("Оператор платформи"));
        platform.sign_in("load-9", "/invite").await;
        platform.post("/do/accept-invitation", &[]).await.assert_leads_to("/invite");
        platform.get(TEAM).await.assert_page(200, "uk");
        // The same link is nothing on a community's host.
        let here = app.visitor();
        here.get(&format!("/invite/{token}")).await;
        assert!(here.get("/invite").await.says("Це запрошення не діє"));
        let person: PersonId = app.town.person(CommunityId::PLATFORM, "load-9").await.unwrap();
        let held = app.town.store.roles_of(CommunityId::PLATFORM, person, now()).await.unwrap();
        assert_eq!(held, [Role::PlatformOperator]);
    }
}
