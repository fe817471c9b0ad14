//! When too many ballots are waiting: 503, a page that says so, the draft as it was, and a retry that succeeds.

use crate::{app::Start, browser::Browser, town::TestPoll};
use reqwest::StatusCode;
use std::time::Duration;

/// Enough for a request to reach the ballot box.
const SETTLED: Duration = Duration::from_millis(700);

fn submitting(
    browser: &Browser,
    poll: TestPoll,
    submission: &str,
) -> tokio::task::JoinHandle<StatusCode> {
    let (browser, submission) = (browser.clone(), submission.to_owned());
    tokio::spawn(async move {
        let page = browser.submit_as(poll, &submission).await;
        page.assert_leads_to(&format!("/polls/{}/done", poll.number));
        page.status
    })
}

on_both_databases! {
    async fn a_full_queue_is_a_503_that_keeps_the_draft_and_a_retry_succeeds(databases: Databases) {
        let app = Start::default()
            .with("--ballot-queue", 1)
            .on(&databases)
            .await;
        let poll = app.town.open_poll().await;
        let mut people = Vec::new();
        for number in 0..3 {
            let person = app.resident(&format!("load-{number}")).await;
            person.fill(poll).await;
            let submission = person.submission(poll).await;
            people.push((person, submission));
        }
        let locked = app.database.lock_ballots().await;
        let mut waiting = Vec::new();
        // One is being written, one waits; there is no room for the third.
        for (person, submission) in &people[..2] {
            waiting.push(submitting(person, poll, submission));
            tokio::time::sleep(SETTLED).await;
        }
        let (third, submission) = &people[2];
        let before = third.draft(poll).await;
        assert_ne!(before, "no draft");
        for window in [third.clone(), third.in_english()] {
            let page = window.submit_as(poll, submission).await;
            page.assert_page(503, window.lang());
            let seconds: u32 = page.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=60).contains(&seconds), "{seconds}");
        }
        assert_eq!(third.draft(poll).await, before);
        assert_eq!(third.submission(poll).await, *submission);
        assert_eq!(app.town.receipt(poll, "load-2").await, None);

        locked.release().await;
        for submitted in waiting {
            submitted.await.unwrap();
        }
        third
            .submit_as(poll, submission)
            .await
            .assert_leads_to(&format!("/polls/{}/done", poll.number));
        assert_eq!(app.town.ballots(poll).await, 3);
    }

    /// The answer to an island is the stable code of the same failure.
    async fn a_full_queue_tells_a_program_the_same(databases: Databases) {
        let app = Start::default()
            .with("--ballot-queue", 1)
            .on(&databases)
            .await;
        let poll = app.town.open_poll().await;
        let mut people = Vec::new();
        for number in 0..3 {
            let person = app.resident(&format!("load-{number}")).await;
            person.fill(poll).await;
            let submission = person.submission(poll).await;
            people.push((person, submission));
        }
        let locked = app.database.lock_ballots().await;
        let mut waiting = Vec::new();
        for (person, submission) in &people[..2] {
            waiting.push(submitting(person, poll, submission));
            tokio::time::sleep(SETTLED).await;
        }
        let (third, submission) = &people[2];
        let body = format!("poll={}&submission={submission}", poll.number);
        let page = third.send(third.call("/do/submit", body)).await;
        assert_eq!(
            (page.status, page.body.as_str()),
            (StatusCode::SERVICE_UNAVAILABLE, "\"Busy\"")
        );
        assert!(page.header("retry-after").is_some());
        locked.release().await;
        for submitted in waiting {
            submitted.await.unwrap();
        }
        assert_eq!(app.town.ballots(poll).await, 2);
    }
}
