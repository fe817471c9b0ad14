//! Staff press a button of the desk and have no right to any more: their session has expired or was ended, or their role was
//! revoked. What they typed waits for them, and for nobody else; no poll changes; and nobody else can make anything wait.
//!
//! All of it is plain forms and redirects: a browser without JavaScript does exactly this.

use crate::{
    app::{MODERATOR, TestApp},
    browser::{Browser, Page, encoded},
    editor_form::Opened,
    town::{KOROSTEN, TestPoll, by_system, content, now},
    upload,
};
use app::{
    i18n::{Lang, errors},
    keys::Token,
};
use domain::{
    poll::{Poll, PollContent},
    role::Role,
    time::DAY,
};
use store::SecretHash;

const SIGN_IN: &str = "/sign-in?return=/staff/polls/1/edit%3Fkept%23unsaved";
const EDITOR: &str = "/staff/polls/1/edit?kept#unsaved";

/// What is typed into the poll, and recognised again.
const TYPED: &str = "Лавки, яких ще ніхто не зберіг";

fn typed() -> PollContent {
    let mut typed = content();
    typed.title.uk = TYPED.to_owned();
    typed.questions[0].options[2].hint.en = "The last option’s hint".to_owned();
    typed
}

/// A draft, № 1, and a member of staff who has its editor open.
async fn writing(app: &TestApp) -> (TestPoll, Browser, Opened) {
    let poll = app.town.draft_poll(KOROSTEN, &content()).await;
    let staff = app.staff().await;
    let opened = Opened::by(&staff, 1).await;
    (poll, staff, opened)
}

async fn save(browser: &Browser, body: String) -> Page {
    browser
        .send(browser.form("/do/staff/save-poll", body))
        .await
}

async fn stored(app: &TestApp, poll: TestPoll) -> Poll {
    let poll = app.town.store.poll(poll.community, poll.id).await;
    poll.unwrap().unwrap()
}

async fn waiting(app: &TestApp) -> i64 {
    app.database.count("SELECT count(*) FROM draft").await
}

async fn end_session(app: &TestApp, browser: &Browser) {
    let token = Token::from_client(&browser.cookie("session").unwrap()).unwrap();
    let token = SecretHash(token.hash());
    app.town
        .store
        .delete_session(KOROSTEN, token)
        .await
        .unwrap();
}

/// The editor with what was typed, and the words that it is not saved.
async fn assert_typed_is_shown(browser: &Browser) {
    for window in [browser.clone(), browser.in_english()] {
        let page = window.get("/staff/polls/1/edit?kept").await;
        page.assert_page(200, window.lang());
        assert!(page.body.contains(TYPED), "what was typed is lost");
        assert!(page.body.contains("The last option’s hint"));
        let words = match window.lang() {
            "uk" => ["Зміни не збережено", "доступу вже не було"],
            _ => ["Your changes are not saved", "you no longer had access"],
        };
        for words in words {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
    }
}

async fn assert_stored_is_shown(browser: &Browser) {
    let page = browser.get("/staff/polls/1/edit?kept").await;
    page.assert_page(200, browser.lang());
    assert!(!page.body.contains(TYPED) && page.body.contains("Базарній"));
    assert!(!page.body.contains("id=\"unsaved\""), "{}", page.body);
}

on_both_databases! {
    /// Nothing keeps these for their author: the page of the error does, as long as it is not left.
    async fn a_residents_form_is_sent_again_from_the_page_that_asks_to_sign_in(databases: Databases) {
        let app = TestApp::start(&databases).await;
        app.town.settlements().await;
        let village = "UA18060090420021941";
        let with_file = |fields: &[(&str, &str)]| {
            let mut body = Vec::new();
            for (name, value) in fields {
                upload::part(&mut body, name, value);
            }
            upload::file_part(&mut body, "paper.pdf", b"%PDF-1.7\nA paper.");
            upload::end(&mut body);
            body
        };
        let resident = app.visitor();
        resident.sign_in("load-3", "/").await;
        resident.drop_cookie("session");
        for window in [resident.clone(), resident.in_english()] {
            let lang = Lang::from_tag(window.lang()).unwrap();
            for (form, fields) in [("take-power", [("position", "Голова")]), ("declare-residence", [("settlement", village)])] {
                let page = window.post(&format!("/do/{form}"), &fields).await;
                page.assert_page(401, window.lang());
                assert!(page.says(errors::todo_401_typed(lang)) && page.body.contains("_blank"), "{form}: {}", page.body);
            }
            for form in ["send-residence-document", "send-organisation-document"] {
                let body = with_file(&[("settlement", village)]);
                let page = upload::send(&window, &format!("/do/{form}"), body).await;
                page.assert_page(401, window.lang());
                assert!(page.says(errors::todo_401_file(lang)) && page.body.contains("_blank"), "{form}: {}", page.body);
            }
        }
        // The other tab, and the reload.
        resident.sign_in("load-3", "/").await;
        let page = upload::send(&resident, "/do/send-residence-document", with_file(&[("settlement", village)])).await;
        page.assert_leads_to("/me/residence");
        let page = resident.post("/do/declare-residence", &[("settlement", village)]).await;
        page.assert_leads_to("/me?residence=saved#residence");
    }

    async fn what_was_typed_waits_behind_the_sign_in_however_the_session_ended(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (poll, staff, _) = writing(&app).await;
        let person = app.town.person(KOROSTEN, MODERATOR).await.unwrap();
        for (ended, english) in [("expired", false), ("deleted", true), ("signed out", false), ("cookie gone", true)] {
            let window = if english { staff.in_english() } else { staff.clone() };
            let opened = Opened::by(&window, 1).await;
            let before = stored(&app, poll).await;
            match ended {
                "expired" => {
                    let token = app.town.session(person, now().plus(-DAY), now().plus(-1)).await;
                    staff.forge_cookie("session", &token.to_client());
                }
                "deleted" => end_session(&app, &staff).await,
                "signed out" => staff.post("/do/sign-out", &[]).await.assert_leads_to("/sign-in?out"),
                _ => staff.drop_cookie("session"),
            }
            let mut wanted = typed();
            wanted.summary.uk = ended.to_owned();
            let page = save(&window, opened.saving(&wanted)).await;
            let back = match english {
                true => "/en/sign-in?return=/en/staff/polls/1/edit%3Fkept%23unsaved",
                false => SIGN_IN,
            };
            page.assert_leads_to(back);
            assert_eq!(stored(&app, poll).await, before, "{ended}");
            assert_eq!(waiting(&app).await, 1);
            // The sign-in page says that it waits; nothing of it is on any page or in the database before that.
            let page = window.get_exactly(back).await;
            page.assert_page(200, window.lang());
            assert!(page.body.contains(["не пропало", "not lost"][usize::from(english)]));
            assert!(!page.body.contains(TYPED) && !app.database.texts().await.contains(TYPED));
            let editor = window.get("/staff/polls/1/edit").await;
            assert_eq!(editor.status, 303);
            let page = window.sign_in(MODERATOR, &window.path(EDITOR)).await;
            page.assert_page(200, window.lang());
            assert!(page.body.contains(TYPED));
            assert_typed_is_shown(&staff).await;
            assert_eq!(stored(&app, poll).await, before, "{ended}");
            // And now it is saved, from the page that shows it.
            let opened = Opened::by(&window, 1).await;
            save(&window, opened.saving(&wanted))
                .await
                .assert_leads_to(&window.path("/staff/polls/1/edit?saved"));
            assert_eq!(stored(&app, poll).await.content, wanted);
            assert_eq!(waiting(&app).await, 0);
            // The next round begins with what stood there.
            save(&staff, Opened::by(&staff, 1).await.saving(&content())).await;
        }
    }

    async fn it_is_shown_to_nobody_but_who_typed_it(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (_, staff, opened) = writing(&app).await;
        end_session(&app, &staff).await;
        save(&staff, opened.saving(&typed())).await.assert_leads_to(SIGN_IN);
        // Another member of staff at the same browser sees the poll as it is stored, and can work with it.
        app.give_role(KOROSTEN, "load-50").await;
        staff.sign_in("load-50", EDITOR).await;
        assert_stored_is_shown(&staff).await;
        let desk = staff.get("/staff/polls/1").await;
        assert!(!desk.body.contains("незбережені зміни"));
        let mut theirs = content();
        theirs.title.uk = "Назва від колеги".to_owned();
        let form = Opened::by(&staff, 1).await;
        save(&staff, form.saving(&theirs)).await.assert_leads_to("/staff/polls/1/edit?saved");
        // The author in another browser, too.
        let other = app.visitor();
        other.sign_in(MODERATOR, EDITOR).await;
        let page = other.get("/staff/polls/1/edit?kept").await;
        assert!(page.body.contains("Назва від колеги") && !page.body.contains(TYPED));
        // It still waits for the author here. What the colleague saved is not overwritten: they are told.
        staff.drop_cookie("session");
        staff.sign_in(MODERATOR, EDITOR).await;
        assert_typed_is_shown(&staff).await;
        let desk = staff.get("/staff/polls/1").await;
        assert!(desk.body.contains("незбережені зміни"), "{}", desk.body);
        let form = Opened::by(&staff, 1).await;
        save(&staff, form.saving(&typed())).await.assert_leads_to("/staff/polls/1/edit#unsaved");
        let page = staff.get("/staff/polls/1/edit").await;
        assert!(page.body.contains("хтось зберіг іншу версію") && page.body.contains(TYPED));
    }

    async fn a_mere_resident_is_denied_with_words_about_the_text(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (poll, staff, opened) = writing(&app).await;
        let before = stored(&app, poll).await;
        end_session(&app, &staff).await;
        save(&staff, opened.saving(&typed())).await.assert_leads_to(SIGN_IN);
        app.town.settle(KOROSTEN, "load-3").await;
        let page = staff.try_sign_in("load-3", EDITOR).await;
        page.assert_page(403, "uk");
        for (window, words) in [
            (staff.clone(), "цього ще не збережено"),
            (staff.in_english(), "it is not saved yet"),
        ] {
            let page = window.get("/staff/polls/1/edit?kept").await;
            page.assert_page(403, window.lang());
            assert!(page.body.contains(words) && !page.body.contains(TYPED), "{}", page.body);
            // The words say nothing about polls that there are or are not.
            let nowhere = window.get("/staff/polls/77/edit?kept").await;
            nowhere.assert_page(403, window.lang());
            assert!(nowhere.body.contains(words));
        }
        // The same tab again, now with the resident's session: still denied, still kept for the author.
        save(&staff, opened.saving(&typed())).await.assert_leads_to(EDITOR);
        assert_eq!(stored(&app, poll).await, before);
        staff.drop_cookie("session");
        staff.sign_in(MODERATOR, EDITOR).await;
        assert_typed_is_shown(&staff).await;
    }

    async fn a_role_that_comes_back_brings_the_text_back(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (poll, staff, opened) = writing(&app).await;
        let before = stored(&app, poll).await;
        let person = app.town.person(KOROSTEN, MODERATOR).await.unwrap();
        let store = &app.town.store;
        store.revoke_role(KOROSTEN, person, Role::Moderator, by_system()).await.unwrap();
        save(&staff, opened.saving(&typed())).await.assert_leads_to(EDITOR);
        let page = staff.get("/staff/polls/1/edit?kept").await;
        page.assert_page(403, "uk");
        assert!(page.body.contains("цього ще не збережено") && !page.body.contains(TYPED));
        assert_eq!(stored(&app, poll).await, before);
        // Whoever is given a role signs in anew.
        app.give_role(KOROSTEN, MODERATOR).await;
        staff.sign_in(MODERATOR, "/").await;
        assert_typed_is_shown(&staff).await;
    }

    /// The mark of the page is the only way in: without it nothing is kept, and what it opens is one row.
    async fn without_the_mark_of_this_form_and_browser_nothing_is_kept(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (poll, staff, opened) = writing(&app).await;
        app.town.draft_poll(KOROSTEN, &content()).await;
        let of_another_poll = Opened::by(&staff, 2).await.mark;
        let of_another_form = staff.get("/staff/polls/new").await.field("mark").unwrap();
        let before = stored(&app, poll).await;
        end_session(&app, &staff).await;
        let with = |mark: &str| Opened { mark: mark.to_owned(), ..opened.clone() };
        let mut marks = vec![
            String::new(),
            "x".to_owned(),
            "%00".to_owned(),
            "A".repeat(4_000),
            of_another_poll,
            of_another_form,
            opened.mark[1..].to_owned(),
            format!("{}A", opened.mark),
        ];
        for at in (0..opened.mark.len()).step_by(9) {
            let mut changed = opened.mark.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            marks.push(String::from_utf8(changed).unwrap());
        }
        for mark in &marks {
            save(&staff, with(mark).saving(&typed())).await.assert_page(401, "uk");
        }
        // Nor for another poll by the mark of this one.
        let other_poll = Opened { poll: "2".to_owned(), ..opened.clone() };
        save(&staff, other_poll.saving(&typed())).await.assert_page(401, "uk");
        // The true mark in another browser: one without a secret, and one with its own.
        let thief = app.visitor();
        save(&thief, opened.saving(&typed())).await.assert_page(401, "uk");
        let open = app.town.open_poll().await;
        thief.answer(open, 1, &[1]).await;
        let answers = waiting(&app).await;
        save(&thief, opened.saving(&typed())).await.assert_page(401, "uk");
        let resident = app.resident("load-3").await;
        resident.forge_cookie("draft", &thief.cookie("draft").unwrap());
        save(&resident, opened.saving(&typed())).await.assert_page(403, "uk");
        // And in another community, with every cookie carried there: the same secret, the same mark, the same number.
        app.town.draft_poll(crate::town::OVRUCH, &content()).await;
        let abroad = staff.on("ovruch.localhost");
        abroad.forge_cookie("draft", &staff.cookie("draft").unwrap());
        save(&abroad, opened.saving(&typed())).await.assert_page(401, "uk");
        assert_eq!(waiting(&app).await, answers);
        // What is no form of ours is denied like everything else, not explained.
        for body in [
            format!("poll=1&version=x&act=save&mark={}&f[title_uk]=x", opened.mark),
            format!("poll=x&version=1&act=save&mark={}&f[title_uk]=x", opened.mark),
            format!("poll=1&version=1&act=save&mark={}", opened.mark),
        ] {
            save(&staff, body).await.assert_page(401, "uk");
        }
        assert_eq!(waiting(&app).await, answers);
        assert_eq!(stored(&app, poll).await, before);
        // However often the right one is sent, it is one row, and it has its day.
        for _ in 0..5 {
            save(&staff, opened.saving(&typed())).await.assert_leads_to(SIGN_IN);
        }
        assert_eq!(waiting(&app).await, answers + 1);
        let (soonest, latest) = (now().plus(DAY - 60_000).0, now().plus(DAY).0);
        let due = format!("SELECT count(*) FROM draft WHERE expires_at BETWEEN {soonest} AND {latest}");
        assert_eq!(app.database.count(&due).await, answers + 1);
        app.town.store.purge_drafts(now().plus(DAY + 1)).await.unwrap();
        assert_eq!(waiting(&app).await, 0);
    }

    async fn the_pressed_button_is_not_lost_either(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (poll, staff, opened) = writing(&app).await;
        end_session(&app, &staff).await;
        save(&staff, opened.pressing("add-option:1", &typed())).await.assert_leads_to(SIGN_IN);
        staff.drop_cookie("session");
        staff.sign_in(MODERATOR, EDITOR).await;
        let page = staff.get("/staff/polls/1/edit").await;
        assert!(page.body.contains("q1-o4-label_uk") && page.body.contains(TYPED));
        // Publishing waits for the person, too: nothing is published by a form that was kept.
        staff.drop_cookie("session");
        save(&staff, opened.pressing("publish", &typed())).await.assert_leads_to(SIGN_IN);
        assert_eq!(stored(&app, poll).await.content, content());
        // Whoever wanted to throw it away has thrown it away.
        save(&staff, opened.pressing("discard", &typed())).await.assert_leads_to(SIGN_IN);
        assert_eq!(waiting(&app).await, 0);
        staff.sign_in(MODERATOR, EDITOR).await;
        assert_stored_is_shown(&staff).await;
    }

    async fn the_title_of_a_new_poll_waits_as_well(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let staff = app.staff().await;
        let back = "/staff/polls/new?kept#unsaved";
        let page = staff.get("/staff/polls/new").await;
        let (id, mark) = (page.field("id").unwrap(), page.field("mark").unwrap());
        let body = |mark: &str| encoded(&[("id", &id), ("mark", mark), ("f[title_uk]", TYPED), ("f[title_en]", "")]);
        let create = async |body| staff.send(staff.form("/do/staff/create-poll", body)).await;
        end_session(&app, &staff).await;
        create(body("x")).await.assert_page(401, "uk");
        assert_eq!(waiting(&app).await, 0);
        create(body(&mark)).await.assert_leads_to("/sign-in?return=/staff/polls/new%3Fkept%23unsaved");
        assert_eq!(app.database.count("SELECT count(*) FROM consultation").await, 0);
        app.give_role(KOROSTEN, "load-50").await;
        let page = staff.sign_in("load-50", back).await;
        page.assert_page(200, "uk");
        assert!(!page.body.contains(TYPED), "shown to another person");
        app.town.settle(KOROSTEN, "load-3").await;
        let page = staff.try_sign_in("load-3", back).await;
        page.assert_page(403, "uk");
        assert!(page.body.contains("цього ще не збережено"));
        let page = staff.sign_in(MODERATOR, back).await;
        page.assert_page(200, "uk");
        assert!(page.body.contains(TYPED) && page.body.contains("доступу вже не було"));
        let mark = page.field("mark").unwrap();
        create(body(&mark)).await.assert_leads_to("/staff/polls/1/edit");
        assert_eq!(waiting(&app).await, 0);
    }

    /// A foreign page cannot make anything wait, nor throw away what waits.
    async fn a_form_of_a_foreign_page_is_stopped_before_all_this(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let (_, staff, opened) = writing(&app).await;
        end_session(&app, &staff).await;
        for act in ["save", "discard"] {
            let request = staff.form("/do/staff/save-poll", opened.pressing(act, &typed()));
            let mut request = request.build().unwrap();
            let headers = request.headers_mut();
            headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
            headers.insert("origin", "https://evil.example".parse().unwrap());
            staff.send_request(request).await.assert_page(403, "uk");
            assert_eq!(waiting(&app).await, i64::from(act == "discard"));
            save(&staff, opened.saving(&typed())).await.assert_leads_to(SIGN_IN);
        }
    }
}
