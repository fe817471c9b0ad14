//! Passkeys and the questions to authenticators: each question once, each key one person's, at most ten, and what takes them away.

use super::town::*;
use crate::{
    Actor, By, Conflict, Page, SecretHash, Store, StoreError, identity_cases::Verdict,
    passkeys::Passkey, persons::Found,
};
use domain::{
    identifiers::KeyKind::{Passport, Rnokpp},
    identity::Assurance,
    ids::{PasskeyId, PersonId},
    session::RESIDENT,
    time::Millis,
};

fn passkey(person: PersonId, byte: u8) -> Passkey {
    Passkey {
        id: PasskeyId::from_random([byte; 16]),
        person,
        host: "localhost".to_owned(),
        sealed: vec![byte],
        assurance: Assurance::BankId,
        added_at: Millis(i64::from(byte)),
        used_at: None,
    }
}

fn hand(person: PersonId) -> By {
    By {
        actor: Actor::Person(person),
        at: Millis(9),
    }
}

async fn add(store: &Store, person: PersonId, byte: u8) -> Result<(), StoreError> {
    store
        .add_passkey(KOROSTEN, &passkey(person, byte), hand(person))
        .await
}

async fn of(store: &Store, person: PersonId) -> Vec<Passkey> {
    store.passkeys_of(KOROSTEN, person).await.unwrap()
}

on_both_databases! {
    async fn a_question_is_answered_once_in_its_community_and_time(db: TestDatabase) {
        let store = db.store().await;
        for community in [KOROSTEN, ZVIAHEL] {
            found(&store, community).await;
        }
        let token = SecretHash([1; 32]);
        store.ask_passkey(KOROSTEN, token, b"asked", Millis(100)).await.unwrap();
        assert_eq!(store.take_passkey_question(ZVIAHEL, token, Millis(1)).await.unwrap(), None);
        assert_eq!(store.take_passkey_question(KOROSTEN, SecretHash([2; 32]), Millis(1)).await.unwrap(), None);
        let taken = db.at_once(|store, _| async move {
            store.take_passkey_question(KOROSTEN, token, Millis(99)).await.unwrap()
        });
        let taken: Vec<_> = taken.await.into_iter().flatten().collect();
        assert_eq!(taken, [b"asked".to_vec()], "sixteen at once, one got it");

        store.ask_passkey(KOROSTEN, token, b"late", Millis(100)).await.unwrap();
        assert_eq!(store.take_passkey_question(KOROSTEN, token, Millis(100)).await.unwrap(), None);
        store.ask_passkey(KOROSTEN, token, b"forgotten", Millis(100)).await.unwrap();
        store.ask_passkey(KOROSTEN, SecretHash([3; 32]), b"waits", Millis(101)).await.unwrap();
        assert_eq!(store.purge_passkey_questions(Millis(100)).await.unwrap(), 1);
    }

    async fn nobody_has_more_than_ten_however_many_come_at_once(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let outcomes = db.at_once(|store, i| async move { add(&store, person, i as u8).await }).await;
        let refused = outcomes.iter().filter(|outcome| matches!(outcome, Err(StoreError::Conflict(Conflict::AlreadyThere)))).count();
        assert_eq!((refused, of(&store, person).await.len()), (6, 10), "{outcomes:?}");
    }

    async fn a_key_is_used_by_one_at_a_time_and_removed_by_its_own_person(db: TestDatabase) {
        let store = db.store().await;
        for community in [KOROSTEN, ZVIAHEL] {
            found(&store, community).await;
        }
        let persons = settle(&store, KOROSTEN, 2).await;
        add(&store, persons[0], 1).await.unwrap();
        let key = of(&store, persons[0]).await[0].clone();
        assert_eq!(key, passkey(persons[0], 1));
        // A device that counts does so in one place: of many answers at once one is good.
        let before = key.clone();
        let used = db.at_once(move |store, i| {
            let before = before.clone();
            async move { store.use_passkey(KOROSTEN, &before, &[100 + i as u8], Millis(5)).await.unwrap() }
        });
        assert_eq!(used.await.into_iter().filter(|used| *used).count(), 1);
        let after = of(&store, persons[0]).await[0].clone();
        assert_eq!(after.used_at, Some(Millis(5)));
        assert!(!store.use_passkey(ZVIAHEL, &after, &[1], Millis(6)).await.unwrap());

        assert!(!store.remove_passkey(KOROSTEN, persons[1], key.id, hand(persons[1])).await.unwrap());
        assert!(!store.remove_passkey(ZVIAHEL, persons[0], key.id, hand(persons[0])).await.unwrap());
        assert_eq!(of(&store, persons[0]).await.len(), 1);
        assert!(store.remove_passkey(KOROSTEN, persons[0], key.id, hand(persons[0])).await.unwrap());
        assert!(of(&store, persons[0]).await.is_empty());
        let log = store.audit_log(KOROSTEN, Page::first(9)).await.unwrap();
        let acts: Vec<&str> = log.items.iter().map(|entry| entry.act.as_str()).take(2).collect();
        assert_eq!(acts, ["passkey.removed", "passkey.added"]);
    }

    async fn who_is_signed_out_everywhere_keeps_no_passkey_that_would_sign_in_again(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let persons = settle(&store, KOROSTEN, 3).await;
        let (lost, other, staff) = (persons[0], persons[1], persons[2]);
        for person in [lost, other] {
            add(&store, person, 1 + u8::from(person == other)).await.unwrap();
        }
        let own = store.sign_out_everywhere(KOROSTEN, lost, hand(lost)).await;
        assert!(matches!(own, Err(StoreError::Conflict(Conflict::OwnRecord))), "{own:?}");
        assert!(matches!(store.sign_out_everywhere(ZVIAHEL, lost, hand(staff)).await, Err(StoreError::NotFound)));
        assert_eq!(of(&store, lost).await.len(), 1);
        store.sign_out_everywhere(KOROSTEN, lost, hand(staff)).await.unwrap();
        assert_eq!((of(&store, lost).await.len(), of(&store, other).await.len()), (0, 1));
        let last = store.audit_log(KOROSTEN, Page::first(1)).await.unwrap().items.remove(0);
        assert_eq!((last.act.as_str(), &last.detail["passkeys"]), ("person.sessions_ended", &serde_json::json!(1)));
    }

    async fn a_passkey_signs_in_only_while_its_person_has_it(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let sessions = async || {
            let all = store.sessions_of(KOROSTEN, person, RESIDENT, Millis(6), Page::first(1));
            all.await.unwrap().total
        };
        for round in 0..5u8 {
            add(&store, person, round).await.unwrap();
            let before = of(&store, person).await[0].clone();
            // Of many answers at once one is good; and none outruns what takes the key away.
            let acts = db.at_once(move |store, i| {
                let before = before.clone();
                async move {
                    if i == 0 && round > 0 {
                        return store.sign_out_everywhere(KOROSTEN, person, by(Millis(5))).await.map(|()| false);
                    }
                    let way = ("passkey", Assurance::BankId);
                    store.enter_by_passkey(KOROSTEN, (&before, &[100 + i as u8]), way, &beginning(5)).await
                }
            });
            let good = acts.await.into_iter().filter(|act| *act.as_ref().unwrap()).count();
            if round == 0 {
                assert_eq!((good, sessions().await), (1, 1));
                let used = of(&store, person).await[0].clone();
                assert_eq!(used.used_at, Some(Millis(5)));
                store.sign_out_everywhere(KOROSTEN, person, by(Millis(6))).await.unwrap();
                let way = ("passkey", Assurance::BankId);
                assert!(!store.enter_by_passkey(KOROSTEN, (&used, &[1]), way, &beginning(6)).await.unwrap());
            }
            assert_eq!(sessions().await, 0, "round {round}");
        }
    }

    async fn the_keys_of_a_record_go_with_it(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let mut persons = Vec::new();
        for keys in [[key(Rnokpp, 1)], [key(Passport, 1)], [key(Rnokpp, 2)]] {
            let found = store.person_by_keys(KOROSTEN, &keys, person_id(), b"s", Millis(1)).await.unwrap();
            persons.push(found.certain().unwrap());
        }
        for (byte, &person) in (1..).zip(&persons) {
            add(&store, person, byte).await.unwrap();
        }
        // Joined to another: what was bound to the one opens nothing for the other.
        let both = [key(Rnokpp, 1), key(Passport, 1)];
        let doubt = store.person_by_keys(KOROSTEN, &both, person_id(), b"s", Millis(2)).await.unwrap();
        let Found::InDoubt(case) = doubt else { panic!("{doubt:?}") };
        store.decide_case(KOROSTEN, case, Verdict::OneHuman { keep: persons[0] }, by(Millis(3))).await.unwrap();
        assert!(of(&store, persons[1]).await.is_empty());
        let late = add(&store, persons[1], 9).await.unwrap_err();
        assert!(matches!(late, StoreError::NotFound), "{late}");
        // Reset with a lost second step, though there was no app.
        store.reset_second_factor(KOROSTEN, persons[2], by(Millis(4))).await.unwrap();
        assert!(of(&store, persons[2]).await.is_empty());
        let nothing = store.reset_second_factor(KOROSTEN, persons[2], by(Millis(5))).await.unwrap_err();
        assert!(matches!(nothing, StoreError::NotFound), "{nothing}");
        assert_eq!(of(&store, persons[0]).await.len(), 1);
        store.erase_person(KOROSTEN, persons[0], Assurance::BankId, Millis(6)).await.unwrap();
        assert!(of(&store, persons[0]).await.is_empty());
    }
}
