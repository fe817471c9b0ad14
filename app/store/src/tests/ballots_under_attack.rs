//! The ballot box under attack: many at once, two instances, lost answers.

use super::{database::*, town::*};
use crate::{BallotBox, BallotBoxOptions, Cast, CastError, StoreOptions, Submission, transact};
use domain::{poll::Secrecy, time::Millis};
use sea_orm::{ConnectionTrait, DbErr, RuntimeErr, sqlx};
use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// Two instances on one database.
async fn two_boxes(db: &TestDatabase) -> [BallotBox; 2] {
    let start = async |slot| {
        BallotBox::start(
            db.store().await,
            BallotBoxOptions {
                slot,
                ..BallotBoxOptions::default()
            },
        )
    };
    [start(0).await, start(1).await]
}

async fn cast_all(
    boxes: &[BallotBox],
    submissions: Vec<Submission>,
) -> Vec<Result<Cast, CastError>> {
    let casts: Vec<_> = submissions
        .into_iter()
        .enumerate()
        .map(|(i, submission)| {
            let ballot_box = boxes[i % boxes.len()].clone();
            tokio::spawn(async move { ballot_box.cast(submission).await })
        })
        .collect();
    let mut outcomes = Vec::new();
    for cast in casts {
        outcomes.push(cast.await.unwrap());
    }
    outcomes
}

on_both_databases! {
    async fn sixty_four_submissions_of_one_person_by_two_instances_are_one_ballot(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let boxes = two_boxes(&db).await;
        for round in 0..10 {
            let person = settle(&store, KOROSTEN, 1).await[0];
            // Half of them a double tap of one form, the others forms of their own.
            let tapped = submission_id();
            let submissions = (0..64).map(|i| {
                let mut submission = usual(KOROSTEN, poll, person);
                if i % 2 == 0 {
                    submission.submission = tapped;
                }
                submission
            });
            let outcomes = cast_all(&boxes, submissions.collect()).await;

            let receipts: HashSet<String> = outcomes
                .iter()
                .filter_map(|outcome| outcome.as_ref().ok())
                .map(|cast| cast.receipt().as_str().to_owned())
                .collect();
            assert_eq!(receipts.len(), 1, "one receipt: {outcomes:?}");
            let recorded = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Cast::Recorded(_)))).count();
            assert_eq!(recorded, 1, "recorded once");
            for outcome in &outcomes {
                assert!(matches!(outcome, Ok(_) | Err(CastError::AlreadyTookPart)), "{outcome:?}");
            }
            let stored = store.participation(KOROSTEN, poll, person).await.unwrap().unwrap();
            assert!(receipts.contains(stored.receipt.as_str()));
            assert_eq!(store.turnout(KOROSTEN, poll).await.unwrap(), round + 1);
        }
        let recount = store.recount(KOROSTEN, poll, |_| {}).await.unwrap();
        assert!(recount.agrees());
        assert_eq!(recount.ballots.ballots, 10);
    }

    async fn many_taps_of_one_person_in_one_batch_are_one_ballot(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let persons = settle(&store, KOROSTEN, 2).await;
        // While the first person's ballot is being written, everything of the second one gathers.
        let options = BallotBoxOptions { once_open: Duration::from_millis(300), ..BallotBoxOptions::default() };
        let ballot_box = BallotBox::start(store.clone(), options);
        let cast = |submission: Submission| {
            let ballot_box = ballot_box.clone();
            tokio::spawn(async move { ballot_box.cast(submission).await })
        };
        let first = cast(usual(KOROSTEN, poll, persons[0]));
        tokio::time::sleep(Duration::from_millis(100)).await;
        let tapped = usual(KOROSTEN, poll, persons[1]);
        let taps: Vec<_> = (0..64)
            .map(|i| {
                let mut submission = usual(KOROSTEN, poll, persons[1]);
                if i < 32 {
                    submission.submission = tapped.submission;
                }
                cast(submission)
            })
            .collect();
        first.await.unwrap().unwrap();
        let mut outcomes = Vec::new();
        for tap in taps {
            outcomes.push(tap.await.unwrap());
        }
        let recorded = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Cast::Recorded(_)))).count();
        assert_eq!(recorded, 1, "{outcomes:?}");
        let stored = store.participation(KOROSTEN, poll, persons[1]).await.unwrap().unwrap();
        assert!(outcomes.iter().flatten().all(|cast| *cast.receipt() == stored.receipt));
        let recount = store.recount(KOROSTEN, poll, |_| {}).await.unwrap();
        assert!(recount.agrees());
        assert_eq!(recount.ballots.ballots, 2);
    }

    async fn counters_recount_and_quick_count_agree_after_and_during_load_by_two_instances(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let polls = [
            publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await,
            publish(&store, KOROSTEN, Secrecy::Open, -HOUR, HOUR).await,
            publish(&store, KOROSTEN, Secrecy::Confidential, -HOUR, HOUR).await,
        ];
        let persons = settle(&store, KOROSTEN, 300).await;
        let boxes = two_boxes(&db).await;
        let watching = {
            let (store, poll) = (db.store().await, polls[0]);
            tokio::spawn(async move {
                loop {
                    let recount = store.recount(KOROSTEN, poll, |_| {}).await.unwrap();
                    assert!(recount.agrees(), "one state of the database: {recount:?}");
                    if recount.ballots.ballots == 300 {
                        return;
                    }
                }
            })
        };
        let submissions = persons.iter().enumerate().flat_map(|(i, &person)| {
            let (one, two) = ([i as i16 % 3 + 1], [i as i16 % 4 + 1]);
            polls.map(|poll| {
                if i % 5 == 0 {
                    submit(KOROSTEN, poll, person, &[(1, &one), (3, &one)])
                } else {
                    submit(KOROSTEN, poll, person, &[(1, &one), (2, &two), (3, &one)])
                }
            })
        });
        let outcomes = cast_all(&boxes, submissions.collect()).await;
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(Cast::Recorded(_)))), "{outcomes:?}");
        watching.await.unwrap();
        for poll in polls {
            let slow = store.recount(KOROSTEN, poll, |_| {}).await.unwrap();
            let quick = store.recount_quick(KOROSTEN, poll).await.unwrap();
            assert_eq!(slow.ballots.ballots, 300);
            assert!(slow.agrees() && quick.agrees());
            assert_eq!(slow.ballots, quick.ballots);
            assert_eq!(slow.counters, store.counters(KOROSTEN, poll).await.unwrap());
        }
    }

    async fn two_instances_may_use_the_same_slot(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let persons = settle(&store, KOROSTEN, 200).await;
        let same = || BallotBoxOptions { slot: 19, batch_max: 7, ..BallotBoxOptions::default() };
        let boxes = [BallotBox::start(db.store().await, same()), BallotBox::start(db.store().await, same())];
        let outcomes = cast_all(&boxes, persons.iter().map(|&person| usual(KOROSTEN, poll, person)).collect()).await;
        assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
        assert!(store.recount(KOROSTEN, poll, |_| {}).await.unwrap().agrees());
        assert_eq!(store.turnout(KOROSTEN, poll).await.unwrap(), 200);
    }

    async fn a_commit_whose_answer_was_lost_is_found_by_the_submission_id(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let persons = settle(&store, KOROSTEN, 5).await;
        // The connection breaks after the first commit has reached the database.
        let commits = Arc::new(AtomicUsize::new(0));
        let counted = commits.clone();
        let options = BallotBoxOptions {
            after_commit: Some(Arc::new(move || {
                (counted.fetch_add(1, Ordering::SeqCst) == 0).then(connection_lost)
            })),
            ..BallotBoxOptions::default()
        };
        let ballot_box = BallotBox::start(store.clone(), options);
        let submission = usual(KOROSTEN, poll, persons[0]);
        let cast = ballot_box.cast(submission.clone()).await.unwrap();
        assert_eq!(*cast.receipt(), submission.receipt);
        assert_eq!(commits.load(Ordering::SeqCst), 2, "it asked again");
        let recount = store.recount(KOROSTEN, poll, |_| {}).await.unwrap();
        assert!(recount.agrees());
        assert_eq!(recount.ballots.ballots, 1, "counted once");
    }

    async fn a_commit_that_stays_unknown_is_said_to_be_unknown(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let options = BallotBoxOptions {
            after_commit: Some(Arc::new(|| Some(connection_lost()))),
            ..BallotBoxOptions::default()
        };
        let submission = usual(KOROSTEN, poll, person);
        let unlucky = BallotBox::start(store.clone(), options);
        assert_eq!(unlucky.cast(submission.clone()).await, Err(CastError::OutcomeUnknown));
        // The resident tries again, elsewhere, and finds out.
        let other = BallotBox::start(db.store().await, BallotBoxOptions::default());
        assert_eq!(other.cast(submission.clone()).await, Ok(Cast::AlreadyRecorded(submission.receipt)));
        assert_eq!(store.turnout(KOROSTEN, poll).await.unwrap(), 1);
    }

    async fn a_caller_who_goes_away_is_recorded_all_the_same(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        let submission = usual(KOROSTEN, poll, person);
        let asking = ballot_box.cast(submission.clone());
        // Polled once (so it was sent), then dropped: the phone lost its signal.
        let _ = tokio::time::timeout(Duration::ZERO, asking).await;
        ballot_box.shutdown().await;
        let stored = store.participation(KOROSTEN, poll, person).await.unwrap().unwrap();
        assert_eq!(stored.receipt, submission.receipt);
    }

    async fn answers_beyond_one_statements_values_are_written_in_several(db: TestDatabase) {
        let store = db.store_with(StoreOptions::default()).await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        // 2,600 ballots of 4 answers are 10,400 rows of 5 values: more than SQLite binds in one statement.
        let persons = settle(&store, KOROSTEN, 2_600).await;
        let options = BallotBoxOptions { queue: 4_000, batch_max: 4_000, ..BallotBoxOptions::default() };
        let ballot_box = BallotBox::start(store.clone(), options);
        let submissions = persons.iter().map(|&person| usual(KOROSTEN, poll, person)).collect();
        let outcomes = cast_all(&[ballot_box], submissions).await;
        assert!(outcomes.iter().all(Result::is_ok));
        let recount = store.recount(KOROSTEN, poll, |_| {}).await.unwrap();
        assert!(recount.agrees());
        assert_eq!(recount.ballots.ballots, 2_600);
    }
}

#[test]
fn on_a_full_disk_nothing_is_acknowledged_and_afterwards_everything_is_durable() {
    run_on_sqlite(async |db: Arc<TestDatabase>| {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let persons = settle(&store, KOROSTEN, 600).await;
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        // SQLite reports the same error for a full disk and for a file that may not grow.
        store
            .writer()
            .execute_unprepared("PRAGMA max_page_count = 1")
            .await
            .unwrap();
        let submissions: Vec<_> = persons
            .iter()
            .map(|&person| usual(KOROSTEN, poll, person))
            .collect();
        let outcomes = cast_all(std::slice::from_ref(&ballot_box), submissions.clone()).await;
        let refused = outcomes.iter().filter(|outcome| outcome.is_err()).count();
        assert!(
            refused > 0,
            "the file grew all the same: the test tests nothing"
        );
        for outcome in &outcomes {
            assert!(
                matches!(
                    outcome,
                    Ok(_) | Err(CastError::Unavailable | CastError::OutcomeUnknown)
                ),
                "{outcome:?}"
            );
        }

        store
            .writer()
            .execute_unprepared("PRAGMA max_page_count = 1000000")
            .await
            .unwrap();
        // A transaction that is rolled back must not swallow those after it.
        assert!(
            store
                .save_poll(KOROSTEN, poll, 99, &content(Secrecy::Secret), by(Millis(1)))
                .await
                .is_err()
        );
        let again = cast_all(std::slice::from_ref(&ballot_box), submissions).await;
        assert!(again.iter().all(Result::is_ok), "{again:?}");
        for (before, after) in outcomes.iter().zip(&again) {
            if let Ok(before) = before {
                assert_eq!(before.receipt(), after.as_ref().unwrap().receipt());
            }
        }
        // Another instance sees what was acknowledged: it is in the file, not only in the writer's connection.
        let other = db.store().await;
        let recount = other.recount(KOROSTEN, poll, |_| {}).await.unwrap();
        assert!(recount.agrees());
        assert_eq!(recount.ballots.ballots, 600);
    });
}

/// SQLite may end a transaction by itself (a full disk at the commit, an I/O error), and the driver does not notice:
/// from then on its "commit" would only release a savepoint within a transaction that nobody ever commits.
#[test]
fn a_transaction_that_sqlite_ended_by_itself_does_not_swallow_those_after_it() {
    run_on_sqlite(async |db: Arc<TestDatabase>| {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let person = settle(&store, KOROSTEN, 1).await[0];

        let ended = transact::begin_write(store.writer()).await.unwrap();
        ended.execute_unprepared("ROLLBACK").await.unwrap();
        drop(ended);
        assert!(
            store
                .save_poll(KOROSTEN, poll, 99, &content(Secrecy::Secret), by(Millis(1)))
                .await
                .is_err()
        );

        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        ballot_box
            .cast(usual(KOROSTEN, poll, person))
            .await
            .unwrap();
        let seen = db
            .store()
            .await
            .participation(KOROSTEN, poll, person)
            .await
            .unwrap();
        assert!(
            seen.is_some(),
            "an acknowledged ballot is not in the database"
        );
    });
}

fn connection_lost() -> DbErr {
    let lost = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(sqlx::Error::Io(lost))))
}
