//! Ending a term early: what was acknowledged counts, nothing comes after, and everybody may read why.

use super::town::*;
use crate::{
    Actor, BallotBox, BallotBoxOptions, By, Cast, CastError, Conflict, StoreError,
    change_log::CLOSED_EARLY,
};
use domain::{
    correction::{PublicReason, check_reason},
    lang::Bilingual,
    lifecycle::{Refusal, State},
    poll::Secrecy,
    time::Millis,
};

fn reason() -> PublicReason {
    check_reason(&Bilingual::new(
        "Ініціатор передумав.",
        "The initiator changed their mind.",
    ))
    .unwrap()
}

on_both_databases! {
    async fn a_poll_that_is_closed_early_is_counted_and_says_why(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let people = settle(&store, KOROSTEN, 4).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let other = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        store.open_due_polls("a").await.unwrap();
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        let cast = |person| {
            let ballot_box = ballot_box.clone();
            async move { ballot_box.cast(person).await }
        };
        let first = usual(KOROSTEN, poll, people[0]);
        let receipt = cast(first.clone()).await.unwrap();
        cast(usual(KOROSTEN, poll, people[1])).await.unwrap();
        let before = store.poll(KOROSTEN, poll).await.unwrap().unwrap();
        let staff = By { actor: Actor::Person(people[3]), at: store.now_in_database().await.unwrap() };
        let stale = store.close_poll_early(KOROSTEN, poll, before.version - 1, &reason(), staff).await;
        assert!(matches!(stale, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{stale:?}");
        assert!(ballot_box.cast(usual(KOROSTEN, other, people[0])).await.is_ok());

        let version = store.close_poll_early(KOROSTEN, poll, before.version, &reason(), staff).await.unwrap();
        assert_eq!(version, before.version + 1);
        let late = ballot_box.cast(usual(KOROSTEN, poll, people[2])).await;
        assert!(matches!(late, Err(CastError::Closed)), "{late:?}");
        // Whoever was counted and asks again still gets their receipt.
        let again = cast(first).await.unwrap();
        assert!(matches!(again, Cast::AlreadyRecorded(_)) && again.receipt() == receipt.receipt(), "{again:?}");
        assert_eq!(store.close_due_polls("a").await.unwrap(), [(KOROSTEN, poll)]);
        let after = store.poll(KOROSTEN, poll).await.unwrap().unwrap();
        assert_eq!(after.state, State::Closed);
        assert!(after.content.closes_at < before.content.closes_at);
        assert_eq!(store.result(KOROSTEN, poll).await.unwrap().unwrap().tally.ballots, 2);
        assert!(store.recount(KOROSTEN, poll, |_| {}).await.unwrap().agrees());
        assert_eq!(store.poll(KOROSTEN, other).await.unwrap().unwrap().state, State::Open);

        let told = store.change_log(KOROSTEN, poll).await.unwrap();
        let entry = told.iter().find(|change| change.kind == CLOSED_EARLY).unwrap();
        assert_eq!(&entry.note, reason().text());
        assert_eq!((entry.person, entry.planned_end), (Some(people[3]), before.content.closes_at));
        let again = store.close_poll_early(KOROSTEN, poll, after.version, &reason(), staff).await;
        assert!(matches!(again, Err(StoreError::Conflict(Conflict::Refused(Refusal::WrongState(State::Closed))))), "{again:?}");
    }

    async fn what_is_not_open_is_not_closed_early(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let later = publish(&store, KOROSTEN, Secrecy::Secret, HOUR, 2 * HOUR).await;
        let poll = store.poll(KOROSTEN, later).await.unwrap().unwrap();
        let early = store.close_poll_early(KOROSTEN, later, poll.version, &reason(), by(Millis(1))).await;
        assert!(matches!(early, Err(StoreError::Conflict(Conflict::Refused(Refusal::NotDue { .. })))), "{early:?}");
        let open = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let theirs = store.close_poll_early(ZVIAHEL, open, 1, &reason(), by(Millis(1))).await;
        assert!(matches!(theirs, Err(StoreError::NotFound)), "{theirs:?}");
        assert_eq!(store.poll(KOROSTEN, later).await.unwrap().unwrap(), poll);
        assert!(store.close_due_polls("a").await.unwrap().is_empty());
    }

    async fn of_ballots_under_way_each_is_acknowledged_and_counted_or_neither(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (mut acknowledged_in_all, mut refused_in_all) = (0, 0);
        for round in 0..12 {
            let people = settle(&store, KOROSTEN, 100).await;
            let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
            store.open_due_polls("a").await.unwrap();
            let version = store.poll(KOROSTEN, poll).await.unwrap().unwrap().version;
            let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
            // Each comes after the one before: some are quicker than the closing, the others are not.
            let casting = tokio::spawn(async move {
                let mut acknowledged = 0;
                for (at, person) in people.iter().enumerate() {
                    match ballot_box.cast(usual(KOROSTEN, poll, *person)).await {
                        Ok(_) => acknowledged += 1,
                        Err(CastError::Closed) => return (acknowledged, people.len() - at),
                        Err(error) => panic!("{error}"),
                    }
                }
                (acknowledged, 0)
            });
            tokio::time::sleep(std::time::Duration::from_millis(4 * round)).await;
            store.close_poll_early(KOROSTEN, poll, version, &reason(), by(Millis(1))).await.unwrap();
            let (acknowledged, refused) = casting.await.unwrap();
            let result = store.close_poll(KOROSTEN, poll).await.unwrap();
            assert_eq!(result.tally.ballots, acknowledged, "round {round}");
            assert!(store.recount(KOROSTEN, poll, |_| {}).await.unwrap().agrees());
            acknowledged_in_all += acknowledged;
            refused_in_all += refused;
        }
        assert!(acknowledged_in_all > 0 && refused_in_all > 0, "nobody was quicker, or nobody too late: the test tests nothing");
    }
}
