//! Answers in one's own words: kept as typed, checked with a way out, shown as text to their author and to nobody else.

use crate::{
    app::TestApp,
    browser::{Browser, Page},
    logs,
    town::{HOUR, KOROSTEN, TestPoll, content, question},
};
use domain::{
    answer::SHORT_TEXT,
    poll::{PollContent, QuestionKind},
    time::DAY,
};
use reqwest::StatusCode;

/// What nobody but its author may ever see again.
const WORDS: &str = "Марічка з Садової, 17";
const ATTACK: &str = "</textarea><script>alert(1)</script>\"'<b>&amp;";

/// «Інше» with words; words on several lines, may be skipped; a scale from 1 to 5.
fn questionnaire() -> PollContent {
    let mut content = content();
    content.questions = vec![
        question(1, QuestionKind::Single, true, 3),
        question(2, QuestionKind::LongText, false, 0),
        question(3, QuestionKind::Scale { from: 1, to: 5 }, true, 2),
    ];
    content.questions[0].options[2].with_text = true;
    content
}

async fn write(
    browser: &Browser,
    poll: TestPoll,
    question: i16,
    options: &[&str],
    text: &str,
) -> Page {
    let (number, question) = (poll.number.to_string(), question.to_string());
    let mut fields = vec![
        ("poll", number.as_str()),
        ("question", &question),
        ("text", text),
        ("go", "next"),
    ];
    fields.extend(options.iter().map(|option| ("choice[]", *option)));
    browser.post("/do/answer", &fields).await
}

async fn shown(browser: &Browser, poll: TestPoll, place: &str) -> String {
    let page = browser
        .get(&format!("/polls/{}/vote/{place}", poll.number))
        .await;
    page.assert_page(200, browser.lang());
    page.body
}

on_both_databases! {
    async fn what_is_wrong_with_words_is_said_and_the_words_are_kept(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.poll(KOROSTEN, questionnaire(), -HOUR, 10 * DAY).await;
        let visitor = app.visitor();
        let too_long = "ї".repeat(SHORT_TEXT + 1);
        for (text, problem) in [
            ("", "Напишіть, що саме ви маєте на увазі"),
            ("\u{2060}", "Напишіть, що саме ви маєте на увазі"),
            (too_long.as_str(), "Скоротіть текст до"),
            ("лавки\u{7}", "знаки, яких не можна показати"),
        ] {
            let page = write(&visitor, poll, 1, &["3"], text).await;
            page.assert_leads_to("/polls/1/vote/1?fix");
            let page = shown(&visitor, poll, "1?fix").await;
            assert!(page.contains(problem), "{page}");
            assert!(page.contains(r##"href="#q1-text""##), "the error leads to the field");
            assert!(page.contains(r#"value="3" checked"#) || page.contains(r#"checked value="3""#), "{page}");
        }
        assert!(shown(&visitor, poll, "1").await.contains("лавки\u{7}"), "what was typed is kept");
        let long = "я".repeat(2_001);
        write(&visitor, poll, 2, &[], &long).await.assert_leads_to("/polls/1/vote/2?fix");
        assert!(shown(&visitor, poll, "2?fix").await.contains(&long));
        assert!(shown(&visitor, poll, "check").await.contains("Скоротіть текст до"), "the check page says it, too");
        // A question without words takes none, and a scale only its numbers.
        write(&visitor, poll, 3, &["6"], "").await.assert_page(400, "uk");
        write(&visitor, poll, 3, &["5"], WORDS).await.assert_leads_to("/polls/1/vote/check");
        assert!(!shown(&visitor, poll, "check").await.contains(WORDS));
    }

    async fn words_are_shown_as_text_to_their_author_and_to_nobody_else(databases: Databases) {
        logs::listen();
        let app = TestApp::start(&databases).await;
        let poll = app.town.poll(KOROSTEN, questionnaire(), -HOUR, 10 * DAY).await;
        let author = app.resident("load-1").await;
        let own = format!("{WORDS}\n{ATTACK}");
        write(&author, poll, 1, &["3"], WORDS).await.assert_leads_to("/polls/1/vote/2");
        write(&author, poll, 2, &[], &own).await.assert_leads_to("/polls/1/vote/3");
        write(&author, poll, 3, &["1"], "").await.assert_leads_to("/polls/1/vote/check");
        for place in ["1", "2", "check"] {
            let page = shown(&author, poll, place).await;
            assert!(page.contains(WORDS), "{place}: {page}");
            assert!(!page.contains("<script>alert") && !page.contains("<b>&"), "{place}: {page}");
        }
        author.submit(poll).await.assert_leads_to("/polls/1/done");
        assert_eq!(app.town.ballots(poll).await, 1);

        app.town.store.with_clock_offset(20 * DAY).close_poll(KOROSTEN, poll.id).await.unwrap();
        for path in ["/polls/1", "/polls/1/results", "/polls/1/results.csv", "/polls/1/done", "/me", "/staff/polls/1"] {
            for browser in [author.clone(), app.staff().await, app.visitor()] {
                let page = browser.get(path).await;
                assert!(!page.body.contains("Марічка"), "{path} shows what somebody wrote");
            }
        }
        let results = app.visitor().get("/polls/1/results").await;
        results.assert_page(200, "uk");
        assert!(results.body.contains("Своїми словами відповів 1\u{a0}учасник"), "{}", results.body);
        assert!(results.body.contains("Самих текстів тут немає"), "only their number");
        assert!(results.body.contains("Середня оцінка 1,0 за шкалою від\u{a0}1 до\u{a0}5"), "{}", results.body);
        assert!(!logs::so_far().contains("Марічка"), "the log tells what somebody wrote");
        assert_eq!(app.town.ballots(poll).await, 1, "nothing was lost by closing");
    }

    async fn words_to_an_option_that_is_not_chosen_wait_in_the_draft_and_are_not_cast(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.poll(KOROSTEN, questionnaire(), -HOUR, 10 * DAY).await;
        let resident = app.resident("load-1").await;
        write(&resident, poll, 1, &["3"], WORDS).await.assert_leads_to("/polls/1/vote/2");
        write(&resident, poll, 1, &["1"], WORDS).await.assert_leads_to("/polls/1/vote/2");
        assert!(shown(&resident, poll, "1").await.contains(WORDS), "back and back again loses nothing");
        write(&resident, poll, 2, &[], "").await.assert_leads_to("/polls/1/vote/3");
        write(&resident, poll, 3, &["2"], "").await.assert_leads_to("/polls/1/vote/check");
        assert!(!shown(&resident, poll, "check").await.contains(WORDS));
        let page = resident.submit(poll).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{page:?}");
        // The recount, which compares the number of texts too, agrees.
        assert_eq!(app.town.ballots(poll).await, 1);
    }
}
