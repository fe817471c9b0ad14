//! The desk's forms of every wrong shape: no poll changes, nothing typed is lost, and staff are told in their language.

use crate::{
    app::TestApp,
    browser::{Browser, encoded},
    strange_requests::NO_NUMBERS,
    town::{HOUR, KOROSTEN, TestPoll, content},
};
use domain::{poll::Poll, time::DAY};
use reqwest::StatusCode;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A browser in which many members of staff take turns: forms are limited by person.
struct Desk {
    browser: Browser,
    sessions: Vec<String>,
    turn: AtomicUsize,
}

impl Desk {
    async fn new(app: &TestApp) -> Self {
        let browser = app.visitor();
        let mut sessions = Vec::new();
        for number in 50..62 {
            let name = format!("load-{number}");
            app.give_role(KOROSTEN, &name).await;
            browser.sign_in(&name, "/").await;
            sessions.push(browser.cookie("session").unwrap());
            // The next sign-in must not end this session.
            browser.drop_cookie("session");
        }
        Self {
            browser,
            sessions,
            turn: AtomicUsize::new(0),
        }
    }

    fn next(&self) -> &Browser {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let session = &self.sessions[turn % self.sessions.len()];
        self.browser.forge_cookie("session", session);
        &self.browser
    }

    /// Sends a form in both languages; what comes back is a page, or leads to one.
    async fn assert_told(&self, function: &str, body: &[u8]) -> Vec<StatusCode> {
        let mut statuses = Vec::new();
        for english in [false, true] {
            let browser = self.next();
            let window = if english {
                browser.in_english()
            } else {
                browser.clone()
            };
            let page = window.send(window.form(function, body.to_vec())).await;
            let sent = String::from_utf8_lossy(&body[..body.len().min(200)]).into_owned();
            statuses.push(page.status);
            match page.location() {
                Some(location) => {
                    assert!(
                        location.starts_with(&window.path("/staff/")),
                        "{sent} led to {location}"
                    );
                    let next = window.get_exactly(&location).await;
                    window.follow(next).await.assert_page(200, window.lang());
                }
                None => {
                    assert!(page.status.is_client_error(), "{sent}: {page:?}");
                    page.assert_is_page(window.lang());
                }
            }
        }
        statuses
    }
}

async fn stored(app: &TestApp, poll: TestPoll) -> Poll {
    app.town
        .store
        .poll(poll.community, poll.id)
        .await
        .unwrap()
        .unwrap()
}

on_both_databases! {
    async fn fields_of_every_wrong_shape_change_no_poll(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.draft_poll(KOROSTEN, &content()).await;
        let before = stored(&app, poll).await;
        let desk = Desk::new(&app).await;
        let long = "Ж".repeat(10_000);
        for value in NO_NUMBERS.iter().copied().chain(["", long.as_str()]) {
            for body in [
                format!("poll={value}&version=1&act=save&f[title_uk]=x"),
                format!("poll=1&version={value}&act=save&f[title_uk]=x&f[age_from]=x"),
                format!("poll=1&version=1&act={value}&f[nothing]=x"),
                format!("poll=1&version=77&act=save&f[{value}]=x"),
            ] {
                desk.assert_told("/do/staff/save-poll", body.as_bytes())
                    .await;
            }
            for body in [
                format!("poll={value}&version=1"),
                format!("poll=1&version={value}"),
            ] {
                desk.assert_told("/do/staff/publish", body.as_bytes()).await;
            }
            let body = format!("id={value}&f[title_uk]=x");
            let statuses = desk
                .assert_told("/do/staff/create-poll", body.as_bytes())
                .await;
            assert_eq!(statuses, [400, 400], "{value}");
        }
        assert_eq!(stored(&app, poll).await, before);
        assert_eq!(
            app.database
                .count("SELECT count(*) FROM consultation")
                .await,
            1
        );
    }

    async fn bodies_that_no_form_sends_change_no_poll(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.draft_poll(KOROSTEN, &content()).await;
        let before = stored(&app, poll).await;
        let desk = Desk::new(&app).await;
        let many_questions: String = (0..20_000)
            .map(|no| format!("&f[q{no}.text_uk]=x"))
            .collect();
        let many_options: String = (0..10_000)
            .map(|no| format!("&f[q1.o{no}.label_uk]=x"))
            .collect();
        let many_settlements: String = (0..10_000).map(|no| format!("&f[s.UA{no}]=on")).collect();
        let strange_keys = "&f[q-1.text_uk]=x&f[q99999999999999999999.text_uk]=x&f[q1.o.label_uk]=x&f[q..]=x&f[.]=x&f[]=x&f[q1.o1.o1]=x";
        // The age cannot be read, so that none of these can be stored whatever else they say.
        let whole = "poll=1&version=1&act=save&f[title_uk]=x&f[age_from]=many";
        for body in [
            "",
            "&&&",
            "=",
            "f=x",
            "f[]=x",
            "f[title_uk]=x",
            "f[title_uk][a]=x&poll=1&version=1",
            "poll=1&version=1&f[title_uk]=a&f[title_uk]=b",
            "poll=1&poll=1&version=1",
            "poll[]=1",
            "poll=1&version=1&act=save",
            "poll=1&version=1&act=save&f=1",
            "poll=%00&version=1",
            "poll=1&version=1&f[title_uk]=%00",
            "poll=1&version=1&f[title_uk]=%FF",
            "poll=1&version=1&f[%00]=x",
            &format!("{whole}{many_questions}"),
            &format!("{whole}{many_options}"),
            &format!("{whole}{many_settlements}"),
            &format!("{whole}{strange_keys}"),
            &format!(
                "{whole}&f[opens_at]=0000-00-00T99:99&f[closes_at]=99999-12-31T00:00&f[age_to]=-9999999999999"
            ),
            &format!(
                "{whole}&f[q1.kind]=riddle&f[q1.min]=-1&f[q1.max]=99999999999&f[secrecy]=none&f[initiator_kind]=king&f[least_assurance]=l9"
            ),
        ] {
            for function in [
                "/do/staff/save-poll",
                "/do/staff/create-poll",
                "/do/staff/publish",
            ] {
                desk.assert_told(function, body.as_bytes()).await;
            }
        }
        assert_eq!(stored(&app, poll).await, before);
        assert_eq!(
            app.database
                .count("SELECT count(*) FROM consultation")
                .await,
            1
        );
    }

    /// Too long to be stored, and an attack besides: it is shown again, as text, with what is wrong.
    async fn what_cannot_be_saved_is_kept_as_it_was_typed(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.draft_poll(KOROSTEN, &content()).await;
        let before = stored(&app, poll).await;
        let attack = "</textarea></title><script>alert(1)</script>\"'&";
        let title = format!("{attack}{}", "Ж".repeat(10_000));
        let staff = app.staff().await;
        for window in [staff.clone(), staff.in_english()] {
            let fields = [
                ("poll", "1"),
                ("version", "1"),
                ("act", "save"),
                ("f[title_uk]", title.as_str()),
                ("f[summary_uk]", attack),
                ("f[description_uk]", attack),
                ("f[age_from]", attack),
                ("f[opens_at]", attack),
                ("f[q1.kind]", attack),
                ("f[q1.text_uk]", attack),
                ("f[q1.o1.label_uk]", attack),
                ("f[q1.o2.label_uk]", "Другий"),
            ];
            window
                .post("/do/staff/save-poll", &fields)
                .await
                .assert_leads_to(&window.path("/staff/polls/1/edit#unsaved"));
            let page = window.get("/staff/polls/1/edit").await;
            page.assert_page(200, window.lang());
            assert!(
                page.body.contains(&"Ж".repeat(10_000)),
                "what was typed is lost"
            );
            assert!(
                page.body.contains("role=\"alert\"") || page.body.contains("class=\"errors\""),
                "nothing says what is wrong"
            );
            assert!(
                page.body.matches("&lt;script&gt;alert(1)").count() >= 5,
                "what was typed is lost"
            );
            assert!(
                !page.body.contains("<script>alert") && !page.body.contains("</textarea></title>")
            );
        }
        assert_eq!(stored(&app, poll).await, before);
        // Another browser of the same person, and another person, see what is stored.
        let other = app.visitor();
        other.sign_in(crate::app::MODERATOR, "/").await;
        let page = other.get("/staff/polls/1/edit").await;
        assert!(
            !page.body.contains("alert(1)") && page.body.contains("Базарній"),
            "{}",
            page.body
        );
    }

    async fn a_published_poll_is_not_edited_and_a_stale_form_overwrites_nothing(
        databases: Databases,
    ) {
        let app = TestApp::start(&databases).await;
        let open = app.town.open_poll().await;
        let later = app.town.poll(KOROSTEN, content(), HOUR, DAY).await;
        let over = app.town.poll(KOROSTEN, content(), -2 * HOUR, -HOUR).await;
        let draft = app.town.draft_poll(KOROSTEN, &content()).await;
        let staff = app.staff().await;
        for poll in [open, later, over] {
            let before = stored(&app, poll).await;
            let (number, version) = (poll.number.to_string(), before.version.to_string());
            let fields = [
                ("poll", number.as_str()),
                ("version", &version),
                ("act", "save"),
                ("f[title_uk]", "Інша назва"),
            ];
            let locked = format!("/staff/polls/{number}?locked");
            staff
                .post("/do/staff/save-poll", &fields)
                .await
                .assert_leads_to(&locked);
            staff
                .post("/do/staff/publish", &fields[..2])
                .await
                .assert_leads_to(&locked);
            assert_eq!(stored(&app, poll).await, before);
        }
        // A form that was filled from an older version.
        let before = stored(&app, draft).await;
        for version in ["0", "2", "77", "-1"] {
            let fields = [
                ("poll", "4"),
                ("version", version),
                ("act", "save"),
                ("f[title_uk]", "Інша назва"),
            ];
            staff.post("/do/staff/save-poll", &fields).await;
            staff.post("/do/staff/publish", &fields[..2]).await;
            assert_eq!(stored(&app, draft).await, before, "version {version}");
        }
    }

    async fn a_draft_that_is_created_twice_is_one_draft(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let staff = app.staff().await;
        let page = staff.get("/staff/polls/new").await;
        let id = page.field("id").unwrap();
        let body = encoded(&[
            ("id", &id),
            ("f[title_uk]", "Лавки біля озера"),
            ("f[title_en]", ""),
        ]);
        let (first, second) = tokio::join!(
            staff.send(staff.form("/do/staff/create-poll", body.clone())),
            staff.send(staff.form("/do/staff/create-poll", body.clone())),
        );
        first.assert_leads_to("/staff/polls/1/edit");
        second.assert_leads_to("/staff/polls/1/edit");
        assert_eq!(
            app.database
                .count("SELECT count(*) FROM consultation")
                .await,
            1
        );
        // The same id in another community is another draft.
        app.give_role(crate::town::OVRUCH, crate::app::OVRUCH_MODERATOR)
            .await;
        let abroad = app.visitor().on("ovruch.localhost");
        abroad.sign_in(crate::app::OVRUCH_MODERATOR, "/").await;
        abroad
            .send(abroad.form("/do/staff/create-poll", body))
            .await
            .assert_leads_to("/staff/polls/1/edit");
        assert_eq!(
            app.database
                .count("SELECT count(*) FROM consultation")
                .await,
            2
        );
    }

    /// Every act of staff through these forms is in the log, with who did it; nothing that failed is.
    async fn what_staff_did_is_in_the_audit_log_and_what_they_tried_is_not(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let staff = app.staff().await;
        let acts = async || {
            app.database
                .count("SELECT count(*) FROM audit WHERE actor = 'person'")
                .await
        };
        assert_eq!(acts().await, 0);
        let fields = [
            ("id", "11111111-1111-4111-8111-111111111111"),
            ("f[title_uk]", "Лавки"),
            ("f[title_en]", ""),
        ];
        staff.post("/do/staff/create-poll", &fields).await;
        assert_eq!(acts().await, 1);
        staff.post("/do/staff/create-poll", &fields).await;
        staff
            .post("/do/staff/publish", &[("poll", "1"), ("version", "1")])
            .await;
        staff
            .post(
                "/do/staff/save-poll",
                &[("poll", "1"), ("version", "9"), ("f[title_uk]", "x")],
            )
            .await;
        let resident = app.resident("load-3").await;
        resident
            .post(
                "/do/staff/create-poll",
                &[
                    ("id", "22222222-2222-4222-8222-222222222222"),
                    ("f[title_uk]", "Моє"),
                ],
            )
            .await;
        assert_eq!(acts().await, 1);
        let journal = staff.get("/staff/journal").await;
        journal.assert_page(200, "uk");
        assert!(journal.body.contains("Лавки"), "{}", journal.body);
    }
}
