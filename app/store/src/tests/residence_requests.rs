//! Requests that one's residence be confirmed: one waits at a time, its document is gone with the decision, and nobody decides their own.

use super::town::*;
use crate::{
    Conflict, Page, Store, StoreError, identity_cases::Verdict, persons::Found,
    residence_requests::Refused, residencies::Residence,
};
use domain::{
    document::DocumentKind,
    identifiers::KeyKind::{Passport, Rnokpp, Unzr},
    identity::{Assurance, Residency},
    ids::{CommunityId, PersonId},
    katottg::Katottg,
    residence_request::Request,
    time::{Date, Millis},
};
use sea_orm::{ConnectionTrait, Statement};

fn request() -> Request {
    request_for("UA18060090010074365")
}

fn request_for(settlement: &str) -> Request {
    Request {
        settlement: Katottg::parse(settlement).unwrap(),
        kind: DocumentKind::Pdf,
    }
}

async fn send(store: &Store, person: PersonId, at: i64) -> Result<(), StoreError> {
    send_that(store, person, &request(), at).await
}

async fn send_that(
    store: &Store,
    person: PersonId,
    request: &Request,
    at: i64,
) -> Result<(), StoreError> {
    store
        .send_residence_request(
            KOROSTEN,
            person,
            request,
            b"a sealed document",
            (Millis(at), Date::new(2026, 11, 29).unwrap()),
        )
        .await
}

async fn waiting(store: &Store, community: CommunityId) -> Vec<PersonId> {
    let found = store
        .waiting_residence_requests(community, Page::first(50))
        .await
        .unwrap();
    assert_eq!(found.total, found.items.len() as u64);
    found
        .items
        .into_iter()
        .map(|request| request.person)
        .collect()
}

/// Whether any document is left in the database.
async fn has_documents(store: &Store) -> bool {
    let sql = "SELECT person_id FROM residence_request WHERE document IS NOT NULL";
    let statement = Statement::from_string(store.backend(), sql);
    !store
        .reader()
        .query_all_raw(statement)
        .await
        .unwrap()
        .is_empty()
}

async fn confirm(store: &Store, person: PersonId, class: Residency) {
    let residence = Residence {
        class,
        settlement: Some(request().settlement),
        evidence: None,
        expires: None,
        decided_by: None,
        decided_at: Millis(50),
    };
    store
        .set_residency(KOROSTEN, person, &residence, by(Millis(50)))
        .await
        .unwrap();
}

on_both_databases! {
    async fn a_request_waits_once_is_refused_with_a_reason_and_can_be_sent_again(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let persons = settle(&store, KOROSTEN, 3).await;
        let (one, two, staff) = (persons[0], persons[1], persons[2]);
        send(&store, two, 5).await.unwrap();
        send(&store, one, 10).await.unwrap();
        let again = send(&store, one, 11).await;
        assert!(matches!(again, Err(StoreError::Conflict(Conflict::AlreadyThere))), "{again:?}");
        assert_eq!(waiting(&store, KOROSTEN).await, [two, one], "the longest waiting is not the first");
        assert!(waiting(&store, ZVIAHEL).await.is_empty());

        let hand = |person| crate::By { actor: crate::Actor::Person(person), at: Millis(20) };
        let (kind, document) = store.residence_document(KOROSTEN, one, hand(staff)).await.unwrap();
        assert_eq!((kind, document.as_slice()), (DocumentKind::Pdf, b"a sealed document".as_slice()));
        for outcome in [
            store.residence_document(KOROSTEN, one, hand(one)).await.map(drop),
            store.refuse_residence_request(KOROSTEN, (one, Millis(10)), b"no", hand(one)).await,
        ] {
            assert!(matches!(outcome, Err(StoreError::Conflict(Conflict::OwnRecord))), "{outcome:?}");
        }
        assert!(store.residence_document(ZVIAHEL, one, hand(staff)).await.is_err());
        let other = store.refuse_residence_request(KOROSTEN, (one, Millis(9)), b"no", hand(staff)).await;
        assert!(matches!(other, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "a document that nobody looked at was refused");
        store.refuse_residence_request(KOROSTEN, (one, Millis(10)), b"sealed words", hand(staff)).await.unwrap();
        let stands = store.residence_request(KOROSTEN, one).await.unwrap().unwrap();
        let refused = Refused { at: Millis(20), reason: b"sealed words".to_vec() };
        assert_eq!((stands.sent_at, stands.refused), (Millis(10), Some(refused)));
        assert!(matches!(store.residence_document(KOROSTEN, one, hand(staff)).await, Err(StoreError::NotFound)));
        let twice = store.refuse_residence_request(KOROSTEN, (one, Millis(10)), b"no", hand(staff)).await;
        assert!(matches!(twice, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{twice:?}");
        assert_eq!(waiting(&store, KOROSTEN).await, [two]);
        send(&store, one, 30).await.unwrap();
        assert_eq!(store.residence_request(KOROSTEN, one).await.unwrap().unwrap().refused, None);
        let acts = store.audit_log(KOROSTEN, Page::first(9)).await.unwrap().items;
        let acts: Vec<&str> = acts.iter().map(|entry| entry.act.as_str()).collect();
        assert!(acts.starts_with(&["residency.refused", "residency.document_viewed"]), "{acts:?}");
    }

    async fn whatever_ends_a_request_takes_its_document(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let known = async |key| {
            let found = store.person_by_keys(KOROSTEN, &[key], person_id(), b"s", Millis(1)).await;
            found.unwrap().certain().unwrap()
        };
        let (one, other) = (known(key(Rnokpp, 1)).await, known(key(Unzr, 2)).await);
        send(&store, one, 5).await.unwrap();
        confirm(&store, one, Residency::Declared).await;
        assert!(has_documents(&store).await, "one's own word is no decision");
        for class in [Residency::ConfirmedByStaff, Residency::ConfirmedByRegister] {
            confirm(&store, one, class).await;
            assert!(!has_documents(&store).await, "{class:?}");
            let late = send(&store, one, 6).await;
            assert!(matches!(late, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{late:?}");
            confirm(&store, one, Residency::Declared).await;
            send(&store, one, 6).await.unwrap();
        }
        assert_eq!(store.purge_residence_requests(Millis(6)).await.unwrap(), 0);
        assert_eq!(store.purge_residence_requests(Millis(7)).await.unwrap(), 1);
        assert!(!has_documents(&store).await);
        send(&store, one, 6).await.unwrap();
        store.withdraw_residence_request(KOROSTEN, one).await.unwrap();
        assert!(!has_documents(&store).await);

        send(&store, other, 7).await.unwrap();
        let found = store.person_by_keys(KOROSTEN, &[key(Rnokpp, 1), key(Unzr, 2)], person_id(), b"s", Millis(8)).await;
        let Found::InDoubt(case) = found.unwrap() else { panic!() };
        store.decide_case(KOROSTEN, case, Verdict::OneHuman { keep: one }, by(Millis(9))).await.unwrap();
        assert!(!has_documents(&store).await, "a document of a record that is gone");
        assert!(matches!(send(&store, other, 10).await, Err(StoreError::NotFound)));
        send(&store, one, 11).await.unwrap();
        // A record whose home is confirmed becomes part of it.
        let third = known(key(Passport, 3)).await;
        confirm(&store, third, Residency::ConfirmedByRegister).await;
        let found = store.person_by_keys(KOROSTEN, &[key(Rnokpp, 1), key(Passport, 3)], person_id(), b"s", Millis(12)).await;
        let Found::InDoubt(case) = found.unwrap() else { panic!() };
        store.decide_case(KOROSTEN, case, Verdict::OneHuman { keep: one }, by(Millis(13))).await.unwrap();
        assert!(!has_documents(&store).await, "a document of somebody who is confirmed");
        confirm(&store, one, Residency::Declared).await;
        send(&store, one, 14).await.unwrap();
        store.erase_person(KOROSTEN, one, Assurance::BankId, Millis(12)).await.unwrap();
        assert!(!has_documents(&store).await);
        assert!(matches!(send(&store, one, 15).await, Err(StoreError::NotFound)), "a document of somebody who was forgotten");
    }

    async fn whoever_has_moved_asks_for_the_other_settlement_and_the_next_confirmation_ends_it(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let village = request_for("UA18060090330035920");
        let known = async |key| {
            let found = store.person_by_keys(KOROSTEN, &[key], person_id(), b"s", Millis(1)).await;
            found.unwrap().certain().unwrap()
        };
        let (one, other) = (known(key(Rnokpp, 1)).await, known(key(Unzr, 2)).await);
        for class in [Residency::ConfirmedByStaff, Residency::ConfirmedByRegister] {
            confirm(&store, one, class).await;
            let here = send(&store, one, 5).await;
            assert!(matches!(here, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{here:?}");
            send_that(&store, one, &village, 6).await.unwrap();
            assert_eq!(waiting(&store, KOROSTEN).await, [one]);
            let home = store.residency(KOROSTEN, one).await.unwrap().unwrap();
            assert_eq!((home.class, home.settlement), (class, Some(request().settlement)), "what was confirmed stands meanwhile");
            confirm(&store, one, class).await;
            assert!(!has_documents(&store).await, "{class:?}");
        }
        // Another record's confirmation of the home that was left answers nothing.
        send_that(&store, one, &village, 7).await.unwrap();
        confirm(&store, other, Residency::ConfirmedByRegister).await;
        let found = store.person_by_keys(KOROSTEN, &[key(Rnokpp, 1), key(Unzr, 2)], person_id(), b"s", Millis(8)).await;
        let Found::InDoubt(case) = found.unwrap() else { panic!() };
        store.decide_case(KOROSTEN, case, Verdict::OneHuman { keep: one }, by(Millis(9))).await.unwrap();
        assert_eq!(waiting(&store, KOROSTEN).await, [one]);
    }

    async fn of_many_requests_at_once_one_waits(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let sent = db.at_once(|store, i| async move { send(&store, person, i as i64).await.is_ok() });
        assert_eq!(sent.await.into_iter().filter(|sent| *sent).count(), 1);
        assert_eq!(waiting(&store, KOROSTEN).await, [person]);
    }
}
