//! The second in which a poll closes: whatever arrives is either acknowledged and counted, or refused and not counted.

use crate::{
    app::TestApp,
    town::{HOUR, KOROSTEN, content, now},
};
use domain::lifecycle::State;
use std::time::Duration;
use tokio::task::JoinSet;

/// How many vote around the end of the term, one after another.
const VOTERS: u32 = 32;
/// How far apart most of them are, in milliseconds.
const APART: i64 = 25;
/// Of them, how many come surely before the end, and how many surely after it: seconds apart, so that a busy machine moves none across.
const SURE: i64 = 3;

/// When a voter comes, in milliseconds from the end.
fn arrival(place: i64) -> i64 {
    let last = i64::from(VOTERS) - 1;
    if place < SURE {
        (place - SURE - 1) * 1_000
    } else if last - place < SURE {
        (SURE + 1 - (last - place)) * 1_000
    } else {
        (place - i64::from(VOTERS) / 2) * APART
    }
}

on_both_databases! {
    async fn in_the_closing_second_every_ballot_is_counted_and_acknowledged_or_neither(
        databases: Databases,
    ) {
        let mut app = TestApp::start(&databases).await;
        let second = app.second_instance().await;
        let mut arriving = JoinSet::new();
        let names: Vec<String> = (0..VOTERS)
            .map(|number| format!("load-{}", 100 + number))
            .collect();
        for name in &names {
            app.town.settle(KOROSTEN, name).await;
            let (browser, name) = (app.visitor(), name.clone());
            arriving.spawn(async move {
                browser.sign_in(&name, "/").await;
                (name, browser)
            });
        }
        let people = arriving.join_all().await;

        let closes_in = 16_000;
        let poll = app.town.poll(KOROSTEN, content(), -HOUR, closes_in).await;
        let closes_at = now().plus(closes_in);
        let mut filling = JoinSet::new();
        for (name, browser) in people {
            filling.spawn(async move {
                browser.fill(poll).await;
                let submission = browser.submission(poll).await;
                (name, browser, submission)
            });
        }
        let ready = filling.join_all().await;

        let mut submitting = JoinSet::new();
        for (place, (name, browser, submission)) in (0i64..).zip(ready) {
            let at = closes_at.plus(arrival(place));
            let wait = at.since(now());
            assert!(wait > 0, "this machine is too slow for the test: {wait} ms");
            let window = browser.answered_by(if place % 2 == 0 { app.address } else { second });
            submitting.spawn(async move {
                tokio::time::sleep(Duration::from_millis(wait.unsigned_abs())).await;
                (name, window.submit_as(poll, &submission).await)
            });
        }
        let (done, late) = (
            format!("/polls/{}/done", poll.number),
            format!("/polls/{}?late", poll.number),
        );
        let (mut acknowledged, mut refused) = (0, 0);
        for (name, page) in submitting.join_all().await {
            let receipt = app.town.receipt(poll, &name).await;
            if page.location().as_deref() == Some(&done) {
                acknowledged += 1;
                assert!(
                    receipt.is_some(),
                    "{name} was acknowledged and is not there"
                );
            } else {
                page.assert_leads_to(&late);
                refused += 1;
                assert_eq!(receipt, None, "{name} was refused and is there");
            }
        }
        assert!(
            acknowledged > 0 && refused > 0,
            "{acknowledged} acknowledged, {refused} refused: the end was missed"
        );

        // The poll closes by itself, and the protocol counts exactly the acknowledged.
        let mut result = None;
        for _ in 0..100 {
            result = app
                .town
                .store
                .result(poll.community, poll.id)
                .await
                .unwrap();
            if result.is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(result.unwrap().tally.ballots, acknowledged);
        assert_eq!(app.town.ballots(poll).await, acknowledged);
        let stored = app
            .town
            .store
            .poll(poll.community, poll.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(stored.state, State::Closed);
    }

    async fn after_the_end_a_retry_still_gives_the_receipt_and_a_first_try_is_told_that_it_is_late(
        databases: Databases,
    ) {
        let app = TestApp::start(&databases).await;
        let (early, late) = (app.resident("load-3").await, app.resident("load-4").await);
        let poll = app.town.poll(KOROSTEN, content(), -HOUR, 3_000).await;
        early.fill(poll).await;
        late.fill(poll).await;
        let (early_id, late_id) = (early.submission(poll).await, late.submission(poll).await);
        early
            .submit_as(poll, &early_id)
            .await
            .assert_leads_to(&format!("/polls/{}/done", poll.number));
        tokio::time::sleep(Duration::from_millis(3_200)).await;

        early
            .submit_as(poll, &early_id)
            .await
            .assert_leads_to(&format!("/polls/{}/done", poll.number));
        let refused = late.submit_as(poll, &late_id).await;
        refused.assert_leads_to(&format!("/polls/{}?late", poll.number));
        for (window, words) in [
            (late.clone(), "Опитування вже завершилося"),
            (late.in_english(), "The poll has closed meanwhile"),
        ] {
            let page = window.get(&format!("/polls/{}?late", poll.number)).await;
            page.assert_page(200, window.lang());
            assert!(page.body.contains(words), "{}", page.body);
        }
        assert_eq!(app.town.ballots(poll).await, 1);
    }
}
