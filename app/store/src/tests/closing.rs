//! Closing: the last second, two instances at once, crashes in between, the scheduler.

use super::town::*;
use crate::{
    BallotBox, BallotBoxOptions, Cast, CastError, Conflict, Store, StoreError, entity::poll,
    results::PollResult,
};
use domain::{
    entitled::{CountedBy, Entitled},
    ids::PollId,
    lifecycle::{Refusal, State},
    poll::Secrecy,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::time::Duration;

fn open_at(store: &Store, clock_offset_ms: i64) -> BallotBox {
    BallotBox::start(
        store.clone(),
        BallotBoxOptions {
            clock_offset_ms,
            ..BallotBoxOptions::default()
        },
    )
}

async fn cast(store: &Store, poll: PollId, how_many: usize) {
    let ballot_box = open_at(store, 0);
    for person in settle(store, KOROSTEN, how_many).await {
        ballot_box
            .cast(usual(KOROSTEN, poll, person))
            .await
            .unwrap();
    }
    ballot_box.shutdown().await;
}

/// Tries to close without a pause until it is due.
async fn close_when_due(store: &Store, poll: PollId) -> PollResult {
    loop {
        match store.close_poll(KOROSTEN, poll).await {
            Ok(result) => return result,
            Err(StoreError::Conflict(Conflict::Refused(Refusal::NotDue { .. }))) => {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            Err(error) => panic!("{error}"),
        }
    }
}

on_both_databases! {
    async fn closing_publishes_the_count_and_writes_the_ballots_anew(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        cast(&store, poll, 5).await;
        let before = store.recount(KOROSTEN, poll, |_| {}).await.unwrap();

        let early = store.close_poll(KOROSTEN, poll).await;
        assert!(matches!(early, Err(StoreError::Conflict(Conflict::Refused(Refusal::NotDue { .. })))), "{early:?}");
        assert!(store.result(KOROSTEN, poll).await.unwrap().is_none());

        let late = store.with_clock_offset(2 * HOUR);
        let result = late.close_poll(KOROSTEN, poll).await.unwrap();
        assert_eq!(result.tally, before.ballots);
        assert_eq!(Some(result.ballot_hash), before.ballot_hash);
        assert_eq!(result.entitled, Some(Entitled { people: 58_000, by: CountedBy::Community }));

        let closed = store.poll(KOROSTEN, poll).await.unwrap().unwrap();
        assert_eq!(closed.state, State::Closed);
        assert_eq!(closed.closed_at, closed.content.closes_at);
        let kinds: Vec<String> =
            store.change_log(KOROSTEN, poll).await.unwrap().into_iter().map(|change| change.kind).collect();
        assert_eq!(kinds, ["published", "opened", "closed"]);

        // Nothing was lost or added by writing them anew, and the hash says so too.
        assert_eq!(store.recount(KOROSTEN, poll, |_| {}).await.unwrap(), before);
        let row = poll::Entity::find_by_id((KOROSTEN.0, poll.0)).one(store.reader()).await.unwrap().unwrap();
        assert!(row.ballots_rewritten_at.is_some());
        if db.is_sqlite() {
            let log = db.folder.path().join("viche.db-wal");
            assert_eq!(std::fs::metadata(log).unwrap().len(), 0, "the write-ahead log is empty");
        }
    }

    async fn closing_again_gives_the_same_protocol(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        cast(&store, poll, 3).await;
        let late = store.with_clock_offset(2 * HOUR);
        let first = late.close_poll(KOROSTEN, poll).await.unwrap();
        let again = late.close_poll(KOROSTEN, poll).await.unwrap();
        assert_eq!(first, again);
        assert_eq!(store.change_log(KOROSTEN, poll).await.unwrap().len(), 3);
    }

    async fn two_instances_that_close_at_once_publish_one_protocol(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        for _ in 0..5 {
            let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
            cast(&store, poll, 10).await;
            let instances = [db.store().await, db.store().await];
            let closings = instances.map(|store| {
                tokio::spawn(async move { store.with_clock_offset(2 * HOUR).close_poll(KOROSTEN, poll).await })
            });
            let mut results = Vec::new();
            for closing in closings {
                results.push(closing.await.unwrap().unwrap());
            }
            assert_eq!(results[0], results[1]);
            assert_eq!(store.change_log(KOROSTEN, poll).await.unwrap().len(), 3);
            assert_eq!(store.recount(KOROSTEN, poll, |_| {}).await.unwrap().ballots.ballots, 10);
        }
    }

    async fn what_a_crash_left_undone_is_finished_by_the_next_closing(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        cast(&store, poll, 3).await;
        let late = store.with_clock_offset(2 * HOUR);
        // The crash came after sealing: the box stays shut, also to an instance whose clock is behind.
        assert!(late.seal(KOROSTEN, poll).await.unwrap().is_none());
        let person = settle(&store, KOROSTEN, 1).await[0];
        assert_eq!(open_at(&store, 0).cast(usual(KOROSTEN, poll, person)).await, Err(CastError::Closed));
        // The next crash came after publishing.
        let snapshot = store.begin_snapshot().await.unwrap();
        let counted = crate::recount::count(&snapshot, KOROSTEN, poll, |_| {}).await.unwrap();
        snapshot.rollback().await.unwrap();
        let published = late.publish_result(KOROSTEN, poll, &counted).await.unwrap();

        assert_eq!(late.close_poll(KOROSTEN, poll).await.unwrap(), published);
        let row = poll::Entity::find_by_id((KOROSTEN.0, poll.0)).one(store.reader()).await.unwrap().unwrap();
        assert!(row.ballots_rewritten_at.is_some());
        assert_eq!(published.tally.ballots, 3);
    }

    /// A ballot that was in time is written when the end comes: the closing waits for it.
    async fn a_ballot_under_way_at_the_end_is_waited_for_and_counted(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let clock_offset_ms = HOUR - 400;
        let options = BallotBoxOptions {
            clock_offset_ms,
            once_open: Duration::from_millis(1200),
            ..BallotBoxOptions::default()
        };
        let ballot_box = BallotBox::start(db.store().await, options);
        let casting = tokio::spawn(async move { ballot_box.cast(usual(KOROSTEN, poll, person)).await });
        let closer = store.with_clock_offset(clock_offset_ms);
        let result = close_when_due(&closer, poll).await;
        let cast = casting.await.unwrap();
        assert!(matches!(cast, Ok(Cast::Recorded(_))), "{cast:?}");
        assert_eq!(result.tally.ballots, 1);
    }

    /// Many cast while it closes: whoever is acknowledged is in the result, whoever is not is not.
    async fn in_the_last_moment_a_ballot_is_counted_and_acknowledged_or_neither(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let mut refused_in_all = 0;
        for round in 0..12 {
            let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
            let persons = settle(&store, KOROSTEN, 400).await;
            // The clocks of both instances and of the closing stand this long before the end.
            let offset = HOUR - 60 - 10 * round;
            let boxes = [open_at(&db.store().await, offset), open_at(&db.store().await, offset)];
            let closer = db.store().await.with_clock_offset(offset);
            let closing = tokio::spawn(async move { close_when_due(&closer, poll).await });
            let mut voters = Vec::new();
            for (i, chunk) in persons.chunks(50).enumerate() {
                let (ballot_box, chunk) = (boxes[i % 2].clone(), chunk.to_vec());
                voters.push(tokio::spawn(async move {
                    let mut acknowledged = Vec::new();
                    for person in chunk {
                        match ballot_box.cast(usual(KOROSTEN, poll, person)).await {
                            Ok(Cast::Recorded(_)) => acknowledged.push(person),
                            Err(CastError::Closed) => {}
                            other => panic!("{other:?}"),
                        }
                    }
                    acknowledged
                }));
            }
            let mut acknowledged = Vec::new();
            for voter in voters {
                acknowledged.extend(voter.await.unwrap());
            }
            let result = closing.await.unwrap();
            assert_eq!(result.tally.ballots, acknowledged.len() as i64, "round {round}");
            let participations = crate::entity::participation::Entity::find()
                .filter(crate::entity::participation::Column::PollId.eq(poll.0))
                .count(store.reader())
                .await
                .unwrap();
            assert_eq!(participations, acknowledged.len() as u64, "round {round}");
            let recount = store.recount(KOROSTEN, poll, |_| {}).await.unwrap();
            assert!(recount.agrees());
            assert_eq!(recount.ballot_hash, Some(result.ballot_hash));
            refused_in_all += persons.len() - acknowledged.len();
        }
        assert!(refused_in_all > 0, "nobody came too late: the test tests nothing");
    }

    async fn the_scheduler_opens_and_closes_on_time_once(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, HOUR, 2 * HOUR).await;
        let opens_at = store.poll(KOROSTEN, poll).await.unwrap().unwrap().content.opens_at;
        assert_eq!(store.next_job_due().await.unwrap(), opens_at);
        assert!(store.open_due_polls("a").await.unwrap().is_empty());
        assert_eq!(store.poll(KOROSTEN, poll).await.unwrap().unwrap().state, State::Scheduled);

        let [one, two] = [db.store().await, db.store().await].map(|store| store.with_clock_offset(HOUR + 1000));
        let (one, two) = tokio::join!(one.open_due_polls("a"), two.open_due_polls("b"));
        let opened = [one.unwrap(), two.unwrap()].concat();
        assert_eq!(opened, [(KOROSTEN, poll)], "one instance opened it, once");
        let open = store.poll(KOROSTEN, poll).await.unwrap().unwrap();
        assert_eq!(open.state, State::Open);
        assert!(open.version > 1);
        assert_eq!(store.next_job_due().await.unwrap(), open.content.closes_at);

        let late = store.with_clock_offset(3 * HOUR);
        assert_eq!(late.close_due_polls("a").await.unwrap(), [(KOROSTEN, poll)]);
        assert!(late.close_due_polls("a").await.unwrap().is_empty());
        assert_eq!(store.poll(KOROSTEN, poll).await.unwrap().unwrap().state, State::Closed);
        assert_eq!(store.next_job_due().await.unwrap(), None);
        assert_eq!(store.result(KOROSTEN, poll).await.unwrap().unwrap().tally.ballots, 0);
    }

    async fn after_a_downtime_a_whole_term_long_the_poll_is_opened_and_closed(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -2 * HOUR, -HOUR).await;
        store.open_due_polls("a").await.unwrap();
        assert_eq!(store.close_due_polls("a").await.unwrap(), [(KOROSTEN, poll)]);
        let kinds: Vec<String> =
            store.change_log(KOROSTEN, poll).await.unwrap().into_iter().map(|change| change.kind).collect();
        assert_eq!(kinds, ["published", "opened", "closed"]);
    }

    async fn a_job_whose_instance_died_is_taken_over(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -2 * HOUR, -HOUR).await;
        let kind = crate::jobs::Kind::ClosePoll;
        assert_eq!(store.claim_jobs(kind, "a", 9).await.unwrap().len(), 1, "claimed, then killed");
        assert!(store.claim_jobs(kind, "b", 9).await.unwrap().is_empty(), "it may still be at work");
        let later = store.with_clock_offset(60_000);
        assert_eq!(later.close_due_polls("b").await.unwrap(), [(KOROSTEN, poll)]);
    }

    async fn an_instance_that_restarts_goes_on_with_its_own_jobs_at_once(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -2 * HOUR, -HOUR).await;
        store.claim_jobs(crate::jobs::Kind::ClosePoll, "a", 9).await.unwrap();
        assert_eq!(db.store().await.close_due_polls("a").await.unwrap(), [(KOROSTEN, poll)]);
    }
}
