//! The ballot box in ordinary weather: who is recorded, who is refused and why.

use super::town::*;
use crate::{
    BallotBox, BallotBoxOptions, Cast, CastError, Page, Store, Submission,
    drafts::{Draft, DraftId},
    persons,
    residencies::{self, Residence},
    transact,
};
use domain::{
    identifiers::KeyKind,
    identity::{Assurance, Residency},
    ids::{OptionNo, PersonId, PollId, QuestionNo},
    katottg::Katottg,
    poll::Secrecy,
    time::{Date, Millis},
};
use std::time::Duration;

fn open(store: &crate::Store) -> BallotBox {
    BallotBox::start(store.clone(), BallotBoxOptions::default())
}

fn home() -> Residence {
    Residence {
        class: Residency::ConfirmedByStaff,
        settlement: Katottg::parse("UA18060090010074365"),
        evidence: Some("certificate".into()),
        expires: None,
        decided_by: None,
        decided_at: Millis(2),
    }
}

/// A ballot of somebody who was judged by what is known of them now.
async fn judge(store: &Store, poll: PollId, person: PersonId) -> Submission {
    let known = store.person(KOROSTEN, person).await.unwrap().unwrap();
    let residence = store.residency(KOROSTEN, person).await.unwrap();
    let assurance = Assurance::BankId;
    Submission {
        judged: Some(residencies::facts(
            residence,
            known.second_key_open,
            Date::new(1990, 1, 1),
            assurance,
        )),
        ..usual(KOROSTEN, poll, person)
    }
}

on_both_databases! {
    async fn a_ballot_is_recorded_counted_and_its_draft_goes(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let draft = Draft {
            id: DraftId([7; 32]),
            scope: "poll".into(),
            ciphertext: vec![9; 100],
            updated_at: Millis(1),
            expires_at: Millis(1000),
        };
        store.put_draft(KOROSTEN, &draft).await.unwrap();

        let mut submission = usual(KOROSTEN, poll, person);
        submission.drafts = vec![draft.id];
        let cast = open(&store).cast(submission.clone()).await.unwrap();

        assert_eq!(cast, Cast::Recorded(submission.receipt.clone()));
        let participation = store.participation(KOROSTEN, poll, person).await.unwrap().unwrap();
        assert_eq!(participation.receipt, submission.receipt);
        assert_eq!(store.turnout(KOROSTEN, poll).await.unwrap(), 1);
        let counters = store.counters(KOROSTEN, poll).await.unwrap();
        assert_eq!(counters.question(QuestionNo(2)).selections(OptionNo(4)), 1);
        assert!(store.draft(KOROSTEN, draft.id, Millis(2)).await.unwrap().is_none());
    }

    async fn a_person_lists_the_polls_in_which_they_took_part(db: TestDatabase) {
        let store = db.store().await;
        for community in [KOROSTEN, ZVIAHEL] {
            found(&store, community).await;
        }
        let persons = settle(&store, KOROSTEN, 2).await;
        let abroad = settle(&store, ZVIAHEL, 1).await[0];
        let ballot_box = open(&store);
        let mut receipts = Vec::new();
        for closes_in in [2, 3, 1] {
            let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, closes_in * HOUR).await;
            for person in &persons[..if closes_in == 1 { 1 } else { 2 }] {
                let submission = usual(KOROSTEN, poll, *person);
                ballot_box.cast(submission.clone()).await.unwrap();
                receipts.push((closes_in, *person, submission.receipt));
            }
        }
        let there = publish(&store, ZVIAHEL, Secrecy::Secret, -HOUR, HOUR).await;
        ballot_box.cast(usual(ZVIAHEL, there, abroad)).await.unwrap();

        let page = |offset| Page { offset, limit: 2 };
        let receipt = |closes_in| receipts.iter().find(|(hours, person, _)| (*hours, *person) == (closes_in, persons[0])).unwrap().2.clone();
        let first = store.participations_of(KOROSTEN, persons[0], page(0)).await.unwrap();
        assert_eq!(first.total, 3);
        let found: Vec<_> = first.items.iter().map(|part| (part.number.0, part.receipt.clone())).collect();
        assert_eq!(found, [(2, receipt(3)), (1, receipt(2))], "what closes last first");
        let second = store.participations_of(KOROSTEN, persons[0], page(2)).await.unwrap();
        assert_eq!(second.items.len(), 1);
        assert_eq!(second.items[0].receipt, receipt(1));
        assert_eq!(store.participations_of(KOROSTEN, persons[1], page(0)).await.unwrap().total, 2);
        for (community, person) in [(KOROSTEN, abroad), (ZVIAHEL, persons[0])] {
            assert_eq!(store.participations_of(community, person, page(0)).await.unwrap().total, 0);
        }
    }

    async fn a_retry_gives_the_same_receipt_whatever_it_carries(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let ballot_box = open(&store);
        let first = usual(KOROSTEN, poll, person);
        ballot_box.cast(first.clone()).await.unwrap();

        let mut retry = submit(KOROSTEN, poll, person, &[(1, &[3]), (3, &[2])]);
        retry.submission = first.submission;
        let cast = ballot_box.cast(retry).await.unwrap();

        assert_eq!(cast, Cast::AlreadyRecorded(first.receipt.clone()));
        let tally = store.recount(KOROSTEN, poll, |_| {}).await.unwrap();
        assert!(tally.agrees());
        assert_eq!(tally.ballots.ballots, 1);
        assert_eq!(tally.ballots.question(QuestionNo(1)).selections(OptionNo(1)), 1, "the first answers count");
    }

    async fn a_retry_after_the_close_gives_the_receipt_too(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let submission = usual(KOROSTEN, poll, person);
        open(&store).cast(submission.clone()).await.unwrap();
        store.with_clock_offset(2 * HOUR).close_poll(KOROSTEN, poll).await.unwrap();

        let late = BallotBox::start(
            store.clone(),
            BallotBoxOptions { clock_offset_ms: 2 * HOUR, ..BallotBoxOptions::default() },
        );
        assert_eq!(late.cast(submission.clone()).await, Ok(Cast::AlreadyRecorded(submission.receipt)));
        assert_eq!(late.cast(usual(KOROSTEN, poll, person)).await, Err(CastError::AlreadyTookPart));
    }

    async fn another_submission_of_the_same_person_is_refused(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let ballot_box = open(&store);
        ballot_box.cast(usual(KOROSTEN, poll, person)).await.unwrap();
        assert_eq!(ballot_box.cast(usual(KOROSTEN, poll, person)).await, Err(CastError::AlreadyTookPart));
    }

    async fn anothers_submission_id_gives_nothing(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let persons = settle(&store, KOROSTEN, 2).await;
        let ballot_box = open(&store);
        let first = usual(KOROSTEN, poll, persons[0]);
        ballot_box.cast(first.clone()).await.unwrap();

        // A family phone: the second person's form still holds the first one's id.
        let mut second = usual(KOROSTEN, poll, persons[1]);
        second.submission = first.submission;
        let cast = ballot_box.cast(second.clone()).await.unwrap();
        assert_eq!(cast, Cast::Recorded(second.receipt));
        assert_eq!(store.turnout(KOROSTEN, poll).await.unwrap(), 2);
    }

    async fn the_term_decides_by_the_databases_clock(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let persons = settle(&store, KOROSTEN, 4).await;
        let ballot_box = open(&store);
        let early = publish(&store, KOROSTEN, Secrecy::Secret, HOUR, 2 * HOUR).await;
        let over = publish(&store, KOROSTEN, Secrecy::Secret, -2 * HOUR, -HOUR).await;
        let now = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        assert_eq!(ballot_box.cast(usual(KOROSTEN, early, persons[0])).await, Err(CastError::NotOpenYet));
        assert_eq!(ballot_box.cast(usual(KOROSTEN, over, persons[0])).await, Err(CastError::Closed));
        // The scheduler has not opened it: the term alone decides.
        ballot_box.cast(usual(KOROSTEN, now, persons[0])).await.unwrap();
        assert_eq!(ballot_box.cast(usual(KOROSTEN, poll_id(), persons[0])).await, Err(CastError::NoSuchPoll));
    }

    async fn a_draft_takes_no_ballots(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let id = poll_id();
        let mut content = content(Secrecy::Secret);
        content.opens_at = Some(Millis(0));
        content.closes_at = Some(Millis(i64::MAX));
        let new = crate::polls::NewPoll { id, content: &content, policy_version: 1, author: None };
        store.create_poll(KOROSTEN, &new, by(Millis(1))).await.unwrap();
        assert_eq!(open(&store).cast(usual(KOROSTEN, id, person)).await, Err(CastError::NoSuchPoll));
        assert!(store.participation(KOROSTEN, id, person).await.unwrap().is_none());
    }

    async fn one_bad_row_does_not_sink_its_neighbours(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let persons = settle(&store, KOROSTEN, 20).await;
        let ballot_box = open(&store);
        let mut casts = Vec::new();
        for (i, &person) in persons.iter().enumerate() {
            let submission = if i == 10 {
                submit(KOROSTEN, poll, person, &[(1, &[29]), (3, &[1])]) // no such option
            } else {
                usual(KOROSTEN, poll, person)
            };
            let ballot_box = ballot_box.clone();
            casts.push(tokio::spawn(async move { ballot_box.cast(submission).await }));
        }
        let stranger = ballot_box.cast(usual(KOROSTEN, poll, person_id())).await; // no such person
        assert_eq!(stranger, Err(CastError::NoSuchPerson));
        for (i, cast) in casts.into_iter().enumerate() {
            let cast = cast.await.unwrap();
            if i == 10 {
                assert_eq!(cast, Err(CastError::Rejected));
            } else {
                assert!(matches!(cast, Ok(Cast::Recorded(_))), "{i}: {cast:?}");
            }
        }
        assert!(store.participation(KOROSTEN, poll, persons[10]).await.unwrap().is_none());
        let recount = store.recount(KOROSTEN, poll, |_| {}).await.unwrap();
        assert!(recount.agrees());
        assert_eq!(recount.ballots.ballots, 19);
    }

    async fn who_is_not_what_they_were_judged_by_is_refused_and_their_neighbours_are_not(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let mut judged = Vec::new();
        for byte in 0..7 {
            let kind = if byte == 3 { KeyKind::Passport } else { KeyKind::Rnokpp };
            let person = store.person_by_keys(KOROSTEN, &[key(kind, byte)], person_id(), b"s", Millis(1)).await;
            let person = person.unwrap().certain().unwrap();
            if byte != 6 {
                store.set_residency(KOROSTEN, person, &home(), by(Millis(2))).await.unwrap();
            }
            judged.push(judge(&store, poll, person).await);
        }
        let ballot_box = open(&store);
        let (again, first) = (judged[5].clone(), judged[5].clone());
        ballot_box.cast(first).await.unwrap();

        let declared = Residence { class: Residency::Declared, ..home() };
        let elsewhere = Residence { settlement: Katottg::parse("UA18060090000061708"), ..home() };
        let ends = Residence { expires: Date::new(2026, 1, 1), ..home() };
        // The same, said once more.
        let later = Residence { decided_at: Millis(9), ..home() };
        for (at, now) in [(0, &declared), (1, &elsewhere), (2, &ends), (4, &later), (5, &declared)] {
            store.set_residency(KOROSTEN, judged[at].person, now, by(Millis(3))).await.unwrap();
        }
        store.clear_second_key(KOROSTEN, judged[3].person, None, by(Millis(3))).await.unwrap();
        // While a ballot of somebody else is being written, all of theirs gather in one batch.
        let options = BallotBoxOptions { once_open: Duration::from_millis(300), ..BallotBoxOptions::default() };
        let ballot_box = BallotBox::start(store.clone(), options);
        let cast = |submission: Submission| {
            let ballot_box = ballot_box.clone();
            tokio::spawn(async move { ballot_box.cast(submission).await })
        };
        let other = cast(usual(KOROSTEN, poll, settle(&store, KOROSTEN, 1).await[0]));
        tokio::time::sleep(Duration::from_millis(100)).await;
        let casts: Vec<_> = judged.iter().cloned().map(cast).collect();
        other.await.unwrap().unwrap();
        let mut outcomes = Vec::new();
        for cast in casts {
            outcomes.push(cast.await.unwrap());
        }
        for (at, outcome) in outcomes.iter().enumerate() {
            match at {
                0..=3 => assert_eq!(*outcome, Err(CastError::ChangedMeanwhile), "{at}"),
                5 => assert_eq!(*outcome, Ok(Cast::AlreadyRecorded(again.receipt.clone()))),
                _ => assert!(matches!(outcome, Ok(Cast::Recorded(_))), "{at}: {outcome:?}"),
            }
        }
        assert_eq!(store.turnout(KOROSTEN, poll).await.unwrap(), 4);
        // Judged anew they are recorded.
        let anew = judge(&store, poll, judged[1].person).await;
        assert!(matches!(ballot_box.cast(anew).await, Ok(Cast::Recorded(_))));
        assert!(store.recount(KOROSTEN, poll, |_| {}).await.unwrap().agrees());
    }

    async fn a_ballot_waits_for_a_decision_about_its_person_that_is_being_written(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        store.set_residency(KOROSTEN, person, &home(), by(Millis(2))).await.unwrap();
        let submission = judge(&store, poll, person).await;

        let tx = transact::begin_write(store.writer()).await.unwrap();
        assert_eq!(persons::lock(&tx, KOROSTEN, &[person]).await.unwrap(), 1);
        let withdrawn = Residence { class: Residency::Declared, ..home() };
        residencies::put(&tx, KOROSTEN, &[(person, withdrawn)]).await.unwrap();
        let ballot_box = open(&store);
        let cast = tokio::spawn(async move { ballot_box.cast(submission).await });
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(!cast.is_finished());
        tx.commit().await.unwrap();

        assert_eq!(cast.await.unwrap(), Err(CastError::ChangedMeanwhile));
        assert_eq!(store.turnout(KOROSTEN, poll).await.unwrap(), 0);
    }

    async fn a_full_queue_says_busy(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let persons = settle(&store, KOROSTEN, 60).await;
        let options = BallotBoxOptions { queue: 2, batch_max: 1, ..BallotBoxOptions::default() };
        let ballot_box = BallotBox::start(store.clone(), options);
        let casts: Vec<_> = persons
            .iter()
            .map(|&person| {
                let (ballot_box, submission) = (ballot_box.clone(), usual(KOROSTEN, poll, person));
                tokio::spawn(async move { ballot_box.cast(submission).await })
            })
            .collect();
        let (mut recorded, mut busy) = (0, 0);
        for cast in casts {
            match cast.await.unwrap() {
                Ok(Cast::Recorded(_)) => recorded += 1,
                Err(CastError::Busy) => busy += 1,
                other => panic!("{other:?}"),
            }
        }
        assert!(busy > 0, "sixty at once do not fit into a queue of two");
        assert_eq!(store.turnout(KOROSTEN, poll).await.unwrap(), recorded);
    }

    async fn shutting_down_writes_what_waits(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let persons = settle(&store, KOROSTEN, 40).await;
        let options = BallotBoxOptions { batch_max: 3, ..BallotBoxOptions::default() };
        let ballot_box = BallotBox::start(store.clone(), options);
        let casts: Vec<_> = persons
            .iter()
            .map(|&person| {
                let (ballot_box, submission) = (ballot_box.clone(), usual(KOROSTEN, poll, person));
                tokio::spawn(async move { ballot_box.cast(submission).await })
            })
            .collect();
        while ballot_box.waiting() == 0 {
            tokio::task::yield_now().await;
        }
        ballot_box.shutdown().await;
        let mut recorded = 0;
        for cast in casts {
            match cast.await.unwrap() {
                Ok(Cast::Recorded(_)) => recorded += 1,
                Err(CastError::Unavailable) => {} // came after the doors were shut
                other => panic!("{other:?}"),
            }
        }
        assert!(recorded > 0);
        assert_eq!(store.turnout(KOROSTEN, poll).await.unwrap(), recorded);
        assert!(!ballot_box.is_running());
        assert_eq!(ballot_box.cast(usual(KOROSTEN, poll, persons[0])).await, Err(CastError::Unavailable));
        ballot_box.shutdown().await; // twice does no harm
    }
}
