//! Staff close an open poll before its term is over: by a reason that everybody reads, and by no accident.

use crate::{
    app::TestApp,
    browser::{Browser, Page},
    town::{HOUR, KOROSTEN, TestPoll, content},
};
use domain::{lifecycle::State, poll::Poll, time::DAY};

const FORM: &str = "/do/staff/close-early";

async fn stored(app: &TestApp, poll: TestPoll) -> Poll {
    let poll = app.town.store.poll(KOROSTEN, poll.id).await;
    poll.unwrap().unwrap()
}

/// Sends the form; `more` replaces fields of the same name.
async fn close(browser: &Browser, poll: &Poll, more: &[(&str, &str)]) -> Page {
    let (number, version) = (poll.number.to_string(), poll.version.to_string());
    let mut fields = vec![
        ("poll", number.as_str()),
        ("version", &version),
        ("f[close_reason_uk]", "Ініціатор передумав. <i>"),
        ("f[close_reason_en]", ""),
        ("f[close_confirm]", "on"),
    ];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    fields.extend(more.iter().filter(|(_, value)| *value != "-"));
    browser.post(FORM, &fields).await
}

on_both_databases! {
    async fn the_poll_takes_no_more_answers_is_counted_and_everybody_reads_why(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let (first, second) = (app.resident("load-3").await, app.resident("load-4").await);
        first.fill(poll).await;
        first.submit(poll).await.assert_leads_to("/polls/1/done");
        second.fill(poll).await;
        let before = stored(&app, poll).await;
        let staff = app.staff().await;
        assert!(staff.get("/staff/polls/1").await.body.contains(FORM));

        close(&staff, &before, &[]).await.assert_leads_to("/staff/polls/1?closed");
        // Pressed twice.
        close(&staff, &before, &[]).await.assert_leads_to("/staff/polls/1?closed");
        second.submit(poll).await;
        assert_eq!(app.town.ballots(poll).await, 1);
        let results = app.visitor().until("/polls/1/results", |page| page.body.contains("results.csv")).await;
        results.assert_page(200, "uk");
        assert_eq!(stored(&app, poll).await.state, State::Closed);
        for window in [app.visitor(), app.visitor().in_english()] {
            for path in ["/polls/1", "/polls/1/results"] {
                let page = window.until(path, |page| page.body.contains("Ініціатор передумав. &lt;i&gt;")).await;
                let words = if window.lang() == "uk" { "закрито достроково" } else { "was closed early" };
                assert!(page.body.contains(words), "{page:?}");
            }
        }
        let desk = staff.get("/staff/polls/1").await;
        assert!(desk.body.contains("Опитування закрито достроково") && !desk.body.contains(FORM), "{desk:?}");
        assert!(staff.get("/staff/journal").await.body.contains("Опитування закрито достроково"));
    }

    async fn without_a_reason_or_the_mark_nothing_is_closed_and_what_was_typed_stays(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let before = stored(&app, poll).await;
        let staff = app.staff().await;
        let long = "ї".repeat(501);
        for (fields, words, kept) in [
            (vec![("f[close_reason_uk]", ""), ("f[close_reason_en]", "Over")], "поясніть українською", "Over"),
            (vec![("f[close_confirm]", "-")], "Позначте, що розумієте", "Ініціатор передумав."),
            (vec![("f[close_reason_uk]", long.as_str())], "Скоротіть до", long.as_str()),
        ] {
            close(&staff, &before, &fields).await.assert_leads_to("/staff/polls/1?kept#early-close");
            let page = staff.get("/staff/polls/1").await;
            assert!(page.body.contains(words) && page.body.contains(kept), "{words}: {page:?}");
        }
        let changed = [("version", "7")];
        close(&staff, &before, &changed).await.assert_leads_to("/staff/polls/1?kept#early-close");
        assert!(staff.get("/staff/polls/1").await.body.contains("Поки ви"));
        for (field, status) in [(("version", "x"), 400), (("poll", "9"), 404), (("poll", "x"), 404)] {
            close(&staff, &before, &[field]).await.assert_page(status, "uk");
        }
        assert_eq!(stored(&app, poll).await, before);
    }

    async fn what_is_not_open_is_not_closed_and_nobody_else_closes_anything(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let open = app.town.open_poll().await;
        let draft = app.town.draft_poll(KOROSTEN, &content()).await;
        let later = app.town.poll(KOROSTEN, content(), HOUR, 10 * DAY).await;
        let staff = app.staff().await;
        for poll in [draft, later] {
            let before = stored(&app, poll).await;
            let led = format!("/staff/polls/{}?not-open", poll.number);
            close(&staff, &before, &[]).await.assert_leads_to(&led);
            assert!(!staff.get(&format!("/staff/polls/{}", poll.number)).await.body.contains(FORM));
            assert_eq!(stored(&app, poll).await, before);
        }
        let before = stored(&app, open).await;
        for (browser, status) in [(app.visitor(), 401), (app.resident("load-3").await, 403), (app.foreign_staff().await, 403)] {
            close(&browser, &before, &[]).await.assert_page(status, "uk");
        }
        let there = app.foreign_staff().await.on("ovruch.localhost");
        close(&there, &before, &[]).await.assert_page(404, "uk");
        assert_eq!(stored(&app, open).await, before);
    }

    async fn what_was_typed_when_the_session_had_ended_waits_for_its_person(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let before = stored(&app, poll).await;
        let staff = app.staff().await;
        let page = staff.get("/staff/polls/1").await;
        let at = page.body.find(FORM).unwrap();
        let rest = &page.body[at..];
        let mark = rest.split("name=\"mark\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let session = staff.cookie("session").unwrap();
        staff.drop_cookie("session");
        let led = close(&staff, &before, &[("mark", mark)]).await;
        assert!(led.location().unwrap().starts_with("/sign-in?return="), "{led:?}");
        staff.forge_cookie("session", &session);
        let page = staff.get("/staff/polls/1?kept").await;
        assert!(page.body.contains("Ініціатор передумав. &lt;i"), "{page:?}");
        assert_eq!(stored(&app, poll).await, before);
    }
}
