//! The second factor: each code good once, tries counted however many come at once, a session that has passed it.

use super::town::*;
use crate::{
    Actor, By, Conflict, Page, SecretHash, Store, StoreError,
    second_factors::{SecondFactor, Try},
};
use domain::{
    ids::PersonId,
    second_factor::{MOST_TRIES, TRIES_MS},
    time::Millis,
};

fn hand(person: PersonId, at: i64) -> By {
    By {
        actor: Actor::Person(person),
        at: Millis(at),
    }
}

fn factor() -> SecondFactor {
    SecondFactor {
        sealed: vec![1, 2, 3],
        last_step: 10,
    }
}

/// Somebody with a second factor and two recovery codes, set at 1.
async fn somebody(store: &Store) -> PersonId {
    found(store, KOROSTEN).await;
    let person = settle(store, KOROSTEN, 1).await[0];
    store
        .set_second_factor(KOROSTEN, &factor(), &[[1; 32], [2; 32]], hand(person, 1))
        .await
        .unwrap();
    person
}

async fn session(store: &Store, person: PersonId, token: u8) -> SecretHash {
    let token = SecretHash([token; 32]);
    let session = TestSession {
        token,
        person,
        assurance: domain::identity::Assurance::BankId,
        provider: "sandbox".into(),
        created_at: Millis(1),
        expires_at: Millis(1_000_000),
        consent: None,
        signed_for: None,
    };
    store.create_session(KOROSTEN, &session).await.unwrap();
    token
}

async fn acts(store: &Store) -> Vec<String> {
    let log = store.audit_log(KOROSTEN, Page::first(50)).await.unwrap();
    let acts = log.items.into_iter().map(|entry| entry.act);
    acts.filter(|act| act.starts_with("second_factor."))
        .collect()
}

on_both_databases! {
    async fn it_is_set_once_and_by_its_person_alone(db: TestDatabase) {
        let store = db.store().await;
        let person = somebody(&store).await;
        assert_eq!(store.second_factor(KOROSTEN, person).await.unwrap(), Some(factor()));
        assert_eq!(store.recovery_codes_left(KOROSTEN, person).await.unwrap(), 2);
        let again = store.set_second_factor(KOROSTEN, &factor(), &[[3; 32]], hand(person, 2)).await;
        assert!(matches!(again, Err(StoreError::Conflict(Conflict::AlreadyThere))), "{again:?}");
        assert_eq!(store.recovery_codes_left(KOROSTEN, person).await.unwrap(), 2);
        assert!(store.set_second_factor(KOROSTEN, &factor(), &[], by(Millis(2))).await.is_err());
        assert_eq!(acts(&store).await, ["second_factor.set"]);
        found(&store, ZVIAHEL).await;
        assert_eq!(store.second_factor(ZVIAHEL, person).await.unwrap(), None);
        assert_eq!(store.begin_try(ZVIAHEL, person, Millis(3)).await.unwrap(), Try::NotSet);
    }

    async fn a_step_is_used_once_however_many_send_it_at_once(db: TestDatabase) {
        let store = db.store().await;
        let person = somebody(&store).await;
        assert!(!store.use_step(KOROSTEN, person, 10).await.unwrap(), "the step of the first code");
        let outcomes = db.at_once(move |store, _| async move { store.use_step(KOROSTEN, person, 11).await.unwrap() }).await;
        assert_eq!(outcomes.into_iter().filter(|good| *good).count(), 1);
        assert!(store.use_step(KOROSTEN, person, 13).await.unwrap());
        assert!(!store.use_step(KOROSTEN, person, 12).await.unwrap(), "an earlier code than the last");
    }

    async fn a_recovery_code_is_used_once_however_many_send_it_at_once(db: TestDatabase) {
        let store = db.store().await;
        let person = somebody(&store).await;
        let outcomes = db.at_once(move |store, _| async move {
            store.use_recovery_code(KOROSTEN, [1; 32], hand(person, 2)).await.unwrap()
        }).await;
        assert_eq!(outcomes.into_iter().filter(|good| *good).count(), 1);
        assert_eq!(store.recovery_codes_left(KOROSTEN, person).await.unwrap(), 1);
        // Another's code is none of theirs.
        let other = settle(&store, KOROSTEN, 1).await[0];
        assert!(!store.use_recovery_code(KOROSTEN, [2; 32], hand(other, 3)).await.unwrap());
        store.renew_recovery_codes(KOROSTEN, &[[7; 32], [8; 32], [9; 32]], hand(person, 4)).await.unwrap();
        assert!(!store.use_recovery_code(KOROSTEN, [2; 32], hand(person, 5)).await.unwrap());
        assert!(store.use_recovery_code(KOROSTEN, [7; 32], hand(person, 6)).await.unwrap());
        assert_eq!(store.recovery_codes_left(KOROSTEN, person).await.unwrap(), 2);
        assert_eq!(acts(&store).await, ["second_factor.recovered", "second_factor.codes_renewed", "second_factor.recovered", "second_factor.set"]);
    }

    async fn sixteen_tries_at_once_are_no_more_than_five(db: TestDatabase) {
        let store = db.store().await;
        let person = somebody(&store).await;
        let outcomes = db.at_once(move |store, _| async move { store.begin_try(KOROSTEN, person, Millis(50)).await.unwrap() }).await;
        let begun = outcomes.iter().filter(|outcome| matches!(outcome, Try::Begun(_))).count();
        assert_eq!(begun, usize::try_from(MOST_TRIES).unwrap());
        let again = Millis(50 + TRIES_MS);
        assert!(outcomes.contains(&Try::TooMany(again)));
        assert!(matches!(store.begin_try(KOROSTEN, person, again).await.unwrap(), Try::Begun(_)));
        // What was good forgets what was wrong before it.
        assert!(store.use_step(KOROSTEN, person, 20).await.unwrap());
        for _ in 0..MOST_TRIES {
            assert!(matches!(store.begin_try(KOROSTEN, person, again.plus(1)).await.unwrap(), Try::Begun(_)));
        }
        assert!(matches!(store.begin_try(KOROSTEN, person, again.plus(1)).await.unwrap(), Try::TooMany(_)));
    }

    async fn a_session_passes_under_a_new_token_and_only_that_one(db: TestDatabase) {
        let store = db.store().await;
        let person = somebody(&store).await;
        let (old, other, new) = (session(&store, person, 1).await, session(&store, person, 2).await, SecretHash([9; 32]));
        let passed = async |token| store.find_session(KOROSTEN, token, Millis(5)).await.unwrap().map(|s| s.second_factor);
        assert_eq!(passed(old).await, Some(false));
        assert_eq!(store.confirm_session(KOROSTEN, old, new, Millis(4)).await.unwrap(), Some(Millis(1_000_000)));
        assert_eq!((passed(old).await, passed(new).await, passed(other).await), (None, Some(true), Some(false)));
        assert_eq!(store.confirm_session(KOROSTEN, old, SecretHash([8; 32]), Millis(5)).await.unwrap(), None);
    }

    async fn a_reset_takes_all_of_it_and_the_sessions_and_is_somebody_elses_act(db: TestDatabase) {
        let store = db.store().await;
        let person = somebody(&store).await;
        let other = settle(&store, KOROSTEN, 1).await[0];
        let token = session(&store, person, 1).await;
        let own = store.reset_second_factor(KOROSTEN, person, hand(person, 2)).await;
        assert!(matches!(own, Err(StoreError::Conflict(Conflict::OwnRecord))), "{own:?}");
        store.reset_second_factor(KOROSTEN, person, hand(other, 3)).await.unwrap();
        assert_eq!(store.second_factor(KOROSTEN, person).await.unwrap(), None);
        assert_eq!(store.recovery_codes_left(KOROSTEN, person).await.unwrap(), 0);
        assert!(store.find_session(KOROSTEN, token, Millis(4)).await.unwrap().is_none());
        let none = store.reset_second_factor(KOROSTEN, person, hand(other, 5)).await;
        assert!(matches!(none, Err(StoreError::NotFound)), "{none:?}");
        assert_eq!(acts(&store).await, ["second_factor.reset", "second_factor.set"]);
        store.set_second_factor(KOROSTEN, &factor(), &[[1; 32]], hand(person, 6)).await.unwrap();
    }
}
