//! The description of a published poll is corrected in public, by staff alone, and by no trick after its term.

use crate::{
    app::TestApp,
    browser::{Browser, Page},
    town::{HOUR, KOROSTEN, TestPoll, content},
};
use domain::poll::Poll;

const FORM: &str = "/do/staff/correct-description";

async fn stored(app: &TestApp, poll: TestPoll) -> Poll {
    app.town
        .store
        .poll(KOROSTEN, poll.id)
        .await
        .unwrap()
        .unwrap()
}

/// Sends a correction in Ukrainian; `more` replaces fields of the same name.
async fn correct(browser: &Browser, poll: &Poll, more: &[(&str, &str)]) -> Page {
    let (number, version) = (poll.number.to_string(), poll.version.to_string());
    let mut fields = vec![
        ("poll", number.as_str()),
        ("version", &version),
        ("description_uk", "Вулиця довжиною 300 м."),
        ("description_en", &poll.content.description.en),
        ("reason_uk", "Уточнено довжину."),
    ];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    fields.extend(more);
    browser.post(FORM, &fields).await
}

on_both_databases! {
    async fn everybody_reads_the_correction_and_its_reason_at_once(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let before = stored(&app, poll).await;
        let visitor = app.visitor();
        let path = format!("/polls/{}", poll.number);
        assert!(!visitor.get(&path).await.body.contains("Уточнено довжину."));
        let staff = app.staff().await;
        let desk = format!("/staff/polls/{}", poll.number);
        assert!(staff.get(&desk).await.body.contains("/do/staff/correct-description"));

        let attack = "</textarea><script>alert(1)</script>";
        let reason = format!("Уточнено довжину. {attack}");
        let sent = [("reason_uk", reason.as_str())];
        correct(&staff, &before, &sent).await.assert_leads_to(&format!("{desk}?corrected"));
        let after = stored(&app, poll).await;
        assert_eq!(after.content.description.uk, "Вулиця довжиною 300 м.");
        // Pressed twice: it is done, and once.
        correct(&staff, &before, &sent).await.assert_leads_to(&format!("{desk}?corrected"));
        assert_eq!(stored(&app, poll).await, after);

        // What visitors are shown may be a second old.
        tokio::time::sleep(std::time::Duration::from_millis(2_500)).await;
        let page = visitor.get(&path).await;
        page.assert_page(200, "uk");
        assert!(page.body.contains("Уточнено довжину."), "{}", page.body);
        assert!(page.body.contains("Вулиця довжиною 300 м."), "{}", page.body);
        for shown in [&page.body, &staff.get(&desk).await.body] {
            assert!(!shown.contains("<script>alert"), "{shown}");
        }
        assert!(staff.get("/staff/journal?act=poll.description_corrected").await.body.contains(&desk));
    }

    async fn what_is_wrong_is_told_and_what_was_typed_is_kept(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let before = stored(&app, poll).await;
        let staff = app.staff().await;
        let long = "Ж".repeat(10_001);
        let kept = format!("/staff/polls/{}?kept#correction", poll.number);
        let same = before.content.description.uk.clone();
        for wrong in [
            [("reason_uk", ""), ("reason_en", "")],
            [("reason_uk", " \u{200b}"), ("reason_en", "Only in English")],
            [("description_uk", same.as_str()), ("reason_uk", "Просто так")],
            [("description_uk", long.as_str()), ("reason_uk", "Довго")],
            [("description_uk", "\u{202e}"), ("reason_uk", "Навпаки")],
            [("description_uk", ""), ("description_en", "Only in English")],
            // An older form, and one from the future.
            [("version", "0"), ("reason_en", "")],
            [("version", "9223372036854775807"), ("reason_en", "")],
        ] {
            let page = correct(&staff, &before, &wrong).await;
            assert_eq!(page.location().as_deref(), Some(kept.as_str()), "{wrong:?}");
            assert_eq!(stored(&app, poll).await, before, "{wrong:?}");
        }
        correct(&staff, &before, &[("description_uk", "Мій текст"), ("reason_uk", "")]).await;
        let page = staff.get(&format!("/staff/polls/{}?kept", poll.number)).await;
        page.assert_page(200, "uk");
        assert!(page.body.contains("Мій текст") && page.body.contains("href=\"#reason_uk\""), "{}", page.body);
        // Nobody else is shown it, not even at the desk.
        let other = app.visitor();
        app.give_role(KOROSTEN, "load-77").await;
        other.sign_in("load-77", "/").await;
        assert!(!other.get(&format!("/staff/polls/{}", poll.number)).await.body.contains("Мій текст"));
        assert_eq!(correct(&staff, &before, &[("version", "x")]).await.status, 400);
    }

    async fn nobody_else_and_nothing_late_changes_a_word(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let open = app.town.open_poll().await;
        let over = app.town.poll(KOROSTEN, content(), -2 * HOUR, -HOUR).await;
        let draft = app.town.draft_poll(KOROSTEN, &content()).await;
        let before = stored(&app, open).await;
        assert_eq!(correct(&app.visitor(), &before, &[]).await.status, 401);
        assert_eq!(correct(&app.resident("load-1").await, &before, &[]).await.status, 403);
        let foreign = app.foreign_staff().await;
        assert_eq!(correct(&foreign, &before, &[]).await.status, 403);
        assert_eq!(correct(&foreign.on("ovruch.localhost"), &before, &[]).await.status, 404);
        assert_eq!(stored(&app, open).await, before);

        let staff = app.staff().await;
        assert_eq!(correct(&staff, &before, &[("poll", "77")]).await.status, 404);
        for poll in [over, draft] {
            let before = stored(&app, poll).await;
            correct(&staff, &before, &[]).await.assert_leads_to(&format!("/staff/polls/{}?late", poll.number));
            assert_eq!(stored(&app, poll).await, before);
            let desk = staff.get(&format!("/staff/polls/{}", poll.number)).await;
            assert!(!desk.body.contains(FORM), "{}", desk.body);
        }
    }

    async fn the_title_says_that_something_is_wrong_and_the_sign_in_that_the_text_waits(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let before = stored(&app, poll).await;
        let staff = app.staff().await;
        let desk = format!("/staff/polls/{}", poll.number);
        assert!(!staff.get(&desk).await.body.contains("<title>Помилка."));
        correct(&staff, &before, &[("reason_uk", "")]).await.assert_leads_to(&format!("{desk}?kept#correction"));
        assert!(staff.get(&format!("{desk}?kept")).await.body.contains("<title>Помилка."));
        let back = format!("{desk}?kept#correction").replace('?', "%3F").replace('#', "%23");
        let page = staff.get(&format!("/sign-in?return={back}")).await;
        assert!(page.body.contains("не пропало"), "{}", page.body);
        // Whoever only opens the editor of a published poll has lost nothing.
        let opened = staff.get(&format!("{desk}/edit")).await;
        opened.assert_leads_to(&format!("{desk}?published-before"));
        let page = staff.follow(opened).await;
        assert!(page.body.contains("редагувати його не можна") && !page.body.contains("тому зміни не збережено"), "{}", page.body);
    }
}
