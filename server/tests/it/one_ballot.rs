//! One person, one ballot; submitting twice is submitting once (DESIGN §5.1, §5.3).

use crate::{
    app::TestApp,
    town::{HOUR, KOROSTEN, content},
};
use domain::{ids::SubmissionId, time::DAY};
use tokio::task::JoinSet;

const SOMEBODY: &str = "load-3";

fn fresh_submission() -> String {
    use app::keys::{OsRandom, RandomBytes};
    SubmissionId::from_random(OsRandom.bytes()).to_string()
}

on_both_databases! {
    async fn sixty_four_submissions_at_once_on_two_instances_are_one_ballot_and_one_receipt(
        databases: Databases,
    ) {
        let mut app = TestApp::start(&databases).await;
        let second = app.second_instance().await;
        let poll = app.town.open_poll().await;
        let person = app.resident(SOMEBODY).await;
        person.fill(poll).await;
        let submission = person.submission(poll).await;

        let mut tries = JoinSet::new();
        for number in 0..64 {
            let address = if number % 2 == 0 { app.address } else { second };
            let (window, submission) = (person.answered_by(address), submission.clone());
            tries.spawn(async move { window.submit_as(poll, &submission).await });
        }
        let done = format!("/polls/{}/done", poll.number);
        for page in tries.join_all().await {
            page.assert_leads_to(&done);
        }

        assert_eq!(app.town.ballots(poll).await, 1);
        let receipt = app.town.receipt(poll, SOMEBODY).await.unwrap();
        for address in [app.address, second] {
            let page = person.answered_by(address).get(&done).await;
            page.assert_page(200, "uk");
            assert!(
                page.body.contains(&receipt),
                "the receipt is not shown: {}",
                page.body
            );
        }
    }

    async fn many_persons_and_many_tries_at_once_are_as_many_ballots_as_persons(
        databases: Databases,
    ) {
        let mut app = TestApp::start(&databases).await;
        let second = app.second_instance().await;
        let poll = app.town.open_poll().await;
        let mut tries = JoinSet::new();
        for number in 20..32 {
            let person = app.resident(&format!("load-{number}")).await;
            person.fill(poll).await;
            let submission = person.submission(poll).await;
            for address in [app.address, second, app.address, second] {
                let (window, submission) = (person.answered_by(address), submission.clone());
                tries.spawn(async move { window.submit_as(poll, &submission).await });
            }
        }
        for page in tries.join_all().await {
            page.assert_leads_to(&format!("/polls/{}/done", poll.number));
        }
        assert_eq!(app.town.ballots(poll).await, 12);
    }

    async fn a_double_tap_sends_the_same_form_twice_and_is_one_ballot(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let person = app.resident(SOMEBODY).await;
        person.fill(poll).await;
        let submission = person.submission(poll).await;
        let (first, second) = tokio::join!(
            person.submit_as(poll, &submission),
            person.submit_as(poll, &submission)
        );
        let done = format!("/polls/{}/done", poll.number);
        first.assert_leads_to(&done);
        second.assert_leads_to(&done);
        assert_eq!(app.town.ballots(poll).await, 1);
    }

    async fn two_different_submissions_of_one_person_at_once_are_one_ballot(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let person = app.resident(SOMEBODY).await;
        person.fill(poll).await;
        // The same person on another device, with a draft and a submission id of its own.
        let phone = app.visitor();
        phone.sign_in(SOMEBODY, "/").await;
        phone.fill(poll).await;
        let (desk_id, phone_id) = (person.submission(poll).await, phone.submission(poll).await);
        assert_ne!(desk_id, phone_id);
        let (first, second) = tokio::join!(
            person.submit_as(poll, &desk_id),
            phone.submit_as(poll, &phone_id)
        );
        let mut places = [first.location().unwrap(), second.location().unwrap()];
        places.sort();
        let done = format!("/polls/{}/done", poll.number);
        assert_eq!(places, [done.clone(), format!("{done}?again=new")]);
        assert_eq!(app.town.ballots(poll).await, 1);
    }

    async fn a_retry_after_a_lost_answer_gives_the_same_receipt(databases: Databases) {
        let mut app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let person = app.resident(SOMEBODY).await;
        person.fill(poll).await;
        let submission = person.submission(poll).await;
        let done = format!("/polls/{}/done", poll.number);
        person
            .submit_as(poll, &submission)
            .await
            .assert_leads_to(&done);
        let receipt = app.town.receipt(poll, SOMEBODY).await.unwrap();
        // The draft went with the recording, and the answer never reached the browser.
        assert_eq!(person.draft(poll).await, "no draft");
        let second = app.second_instance().await;
        for window in [person.clone(), person.answered_by(second)] {
            window
                .submit_as(poll, &submission)
                .await
                .assert_leads_to(&done);
        }
        assert_eq!(app.town.receipt(poll, SOMEBODY).await.unwrap(), receipt);
        assert_eq!(app.town.ballots(poll).await, 1);
        let page = person.get(&done).await;
        page.assert_page(200, "uk");
        assert!(page.body.contains(&receipt));
    }

    async fn a_retry_after_a_restart_gives_the_same_receipt(databases: Databases) {
        let mut app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let person = app.resident(SOMEBODY).await;
        person.fill(poll).await;
        let submission = person.submission(poll).await;
        person.submit_as(poll, &submission).await;
        let receipt = app.town.receipt(poll, SOMEBODY).await.unwrap();
        app.stop().await;
        let restarted = app.second_instance().await;
        let page = person
            .answered_by(restarted)
            .submit_as(poll, &submission)
            .await;
        page.assert_leads_to(&format!("/polls/{}/done", poll.number));
        assert_eq!(app.town.receipt(poll, SOMEBODY).await.unwrap(), receipt);
        assert_eq!(app.town.ballots(poll).await, 1);
    }

    /// A family phone: the next person finds the form of the one before.
    async fn the_submission_of_somebody_else_gives_nothing(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let mother = app.resident(SOMEBODY).await;
        mother.fill(poll).await;
        let submission = mother.submission(poll).await;
        mother.submit_as(poll, &submission).await;
        let receipt = app.town.receipt(poll, SOMEBODY).await.unwrap();

        app.town.settle(KOROSTEN, "load-4").await;
        mother.post("/do/sign-out", &[]).await;
        mother.sign_in("load-4", "/").await;
        let (daughter, check) = (mother, format!("/polls/{}/vote/check", poll.number));
        daughter
            .submit_as(poll, &submission)
            .await
            .assert_leads_to(&check);
        assert_eq!(app.town.receipt(poll, "load-4").await, None);
        for path in [
            check.clone(),
            format!("/polls/{}/done", poll.number),
            format!("/polls/{}", poll.number),
        ] {
            let page = daughter.get(&path).await;
            let page = daughter.follow(page).await;
            assert!(
                !page.body.contains(&receipt),
                "{path} shows somebody else's receipt"
            );
        }
        // With answers of her own the same id is as good as any other, and her receipt is her own.
        daughter.fill(poll).await;
        daughter
            .submit_as(poll, &submission)
            .await
            .assert_leads_to(&format!("/polls/{}/done", poll.number));
        assert_ne!(app.town.receipt(poll, "load-4").await.unwrap(), receipt);
        assert_eq!(app.town.ballots(poll).await, 2);
    }

    async fn whoever_took_part_before_is_told_so_and_not_counted_again(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let person = app.resident(SOMEBODY).await;
        person.fill(poll).await;
        person.submit(poll).await;
        let counted = app
            .town
            .store
            .counters(poll.community, poll.id)
            .await
            .unwrap();
        let receipt = app.town.receipt(poll, SOMEBODY).await.unwrap();

        person.answer(poll, 1, &[2]).await;
        person.answer(poll, 3, &[2]).await;
        let again = person.submit_as(poll, &fresh_submission()).await;
        again.assert_leads_to(&format!("/polls/{}/done?again", poll.number));
        for (window, words) in [
            (person.clone(), "Ви вже відповіли"),
            (person.in_english(), "You have already answered"),
        ] {
            let page = window
                .get(&format!("/polls/{}/done?again", poll.number))
                .await;
            page.assert_page(200, window.lang());
            assert!(page.body.contains(words), "{}", page.body);
            assert!(page.body.contains(&receipt), "{}", page.body);
        }
        assert_eq!(
            app.town
                .store
                .counters(poll.community, poll.id)
                .await
                .unwrap(),
            counted
        );
        assert_eq!(app.town.ballots(poll).await, 1);
    }

    async fn one_person_votes_in_each_poll_once(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let first = app.town.open_poll().await;
        let second = app.town.poll(KOROSTEN, content(), -HOUR, DAY).await;
        let person = app.resident(SOMEBODY).await;
        for poll in [first, second] {
            person.fill(poll).await;
            person
                .submit(poll)
                .await
                .assert_leads_to(&format!("/polls/{}/done", poll.number));
        }
        assert_eq!(
            (
                app.town.ballots(first).await,
                app.town.ballots(second).await
            ),
            (1, 1)
        );
        assert_ne!(
            app.town.receipt(first, SOMEBODY).await,
            app.town.receipt(second, SOMEBODY).await
        );
    }

    async fn nobody_votes_without_a_session_or_a_right_to(databases: Databases) {
        let app = TestApp::start(&databases).await;
        let poll = app.town.open_poll().await;
        let check = format!("/polls/{}/vote/check", poll.number);
        let visitor = app.visitor();
        visitor.fill(poll).await;
        visitor
            .submit_as(poll, &fresh_submission())
            .await
            .assert_leads_to(&format!("{check}?outcome=signed-out"));
        // Signed in, but nobody knows where they live.
        visitor.sign_in("load-5", "/").await;
        visitor
            .submit_as(poll, &fresh_submission())
            .await
            .assert_leads_to(&check);
        let page = visitor.check(poll).await;
        page.assert_page(200, "uk");
        assert!(page.body.contains("panel--bad"), "{}", page.body);
        // A session that was never given.
        visitor.forge_cookie("session", &"A".repeat(43));
        visitor
            .submit_as(poll, &fresh_submission())
            .await
            .assert_leads_to(&format!("{check}?outcome=signed-out"));
        assert_eq!(app.town.ballots(poll).await, 0);
        // The answers wait behind the sign-in.
        visitor.check(poll).await.assert_leads_to(&format!("/sign-in?return={check}"));
    }
}
