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
        for person in &people[..2] {
            ballot_box.cast(usual(KOROSTEN, poll, *person)).await.unwrap();
        }
        let before = store.poll(KOROSTEN, poll).await.unwrap().unwrap();
        let staff = By { actor: Actor::Person(people[3]), at: store.now_in_database().await.unwrap() };
        let stale = store.close_poll_early(KOROSTEN, poll, before.version - 1, &reason(), staff).await;
        assert!(matches!(stale, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{stale:?}");
        assert!(ballot_box.cast(usual(KOROSTEN, other, people[0])).await.is_ok());

        let version = store.close_poll_early(KOROSTEN, poll, before.version, &reason(), staff).await.unwrap();
        assert_eq!(version, before.version + 1);
        let late = ballot_box.cast(usual(KOROSTEN, poll, people[2])).await;
        assert!(matches!(late, Err(CastError::Closed)), "{late:?}");
        // Who was counted still gets their receipt.
        assert!(matches!(ballot_box.cast(usual(KOROSTEN, other, people[1])).await, Ok(Cast::Recorded(_))));
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
        let people = settle(&store, KOROSTEN, 64).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        store.open_due_polls("a").await.unwrap();
        let version = store.poll(KOROSTEN, poll).await.unwrap().unwrap().version;
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        let casting: Vec<_> = people
            .into_iter()
            .map(|person| {
                let ballot_box = ballot_box.clone();
                tokio::spawn(async move { ballot_box.cast(usual(KOROSTEN, poll, person)).await })
            })
            .collect();
        store.close_poll_early(KOROSTEN, poll, version, &reason(), by(Millis(1))).await.unwrap();
        let mut acknowledged = 0;
        for cast in casting {
            match cast.await.unwrap() {
                Ok(_) => acknowledged += 1,
                Err(CastError::Closed) => {}
                Err(error) => panic!("{error}"),
            }
        }
        let result = store.close_poll(KOROSTEN, poll).await.unwrap();
        assert_eq!(result.tally.ballots, acknowledged);
        assert!(store.recount(KOROSTEN, poll, |_| {}).await.unwrap().agrees());
    }
}
