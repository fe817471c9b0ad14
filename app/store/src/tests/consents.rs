//! Consents: given once each, their human's whichever record they were given by, and gone with whoever is forgotten.

use super::town::*;
use crate::{
    SecretHash, Store, StoreError,
    consents::Consent,
    identity_cases::Verdict,
    persons::{Found, PersonKey},
};
use domain::{
    identifiers::KeyKind::{Rnokpp, Unzr},
    identity::Assurance,
    ids::{CommunityId, PersonId},
    time::Millis,
};

async fn known(store: &Store, community: CommunityId, keys: &[PersonKey]) -> Found {
    store
        .person_by_keys(community, keys, person_id(), b"sealed", Millis(1))
        .await
        .unwrap()
}

fn consent(edition: i32, at: i64) -> Consent {
    Consent {
        edition,
        given_at: Millis(at),
    }
}

/// A session of theirs, and the consent that it is.
async fn sign_in(
    store: &Store,
    community: CommunityId,
    person: PersonId,
    token: usize,
    consent: Option<Consent>,
) -> Result<(), StoreError> {
    let at = consent.map_or(Millis(1), |consent| consent.given_at);
    let new = TestSession {
        token: SecretHash([u8::try_from(token).unwrap(); 32]),
        person,
        assurance: Assurance::BankId,
        provider: "test".to_owned(),
        created_at: at,
        expires_at: at.plus(1_000),
        consent: consent.map(|consent| consent.edition),
        signed_for: None,
    };
    store.create_session(community, &new).await
}

async fn consents(store: &Store, person: PersonId) -> Vec<Consent> {
    store.consents_of(KOROSTEN, person).await.unwrap()
}

on_both_databases! {
    async fn a_consent_keeps_the_day_on_which_it_was_given_first(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let person = known(&store, KOROSTEN, &[key(Rnokpp, 1)]).await.certain().unwrap();
        for (token, given) in [consent(1, 10), consent(1, 20), consent(2, 30)].into_iter().enumerate() {
            sign_in(&store, KOROSTEN, person, token, Some(given)).await.unwrap();
        }
        sign_in(&store, KOROSTEN, person, 9, None).await.unwrap();
        assert_eq!(consents(&store, person).await, [consent(2, 30), consent(1, 10)]);
        assert!(store.consents_of(ZVIAHEL, person).await.unwrap().is_empty());
        assert!(sign_in(&store, ZVIAHEL, person, 8, Some(consent(1, 5))).await.is_err(), "nobody of that community");
    }

    async fn two_records_of_one_human_have_their_consents_together_and_forgetting_takes_them(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let kept = known(&store, KOROSTEN, &[key(Rnokpp, 1)]).await.certain().unwrap();
        let gone = known(&store, KOROSTEN, &[key(Unzr, 2)]).await.certain().unwrap();
        for (token, (person, given)) in [(kept, consent(1, 10)), (gone, consent(1, 5)), (gone, consent(2, 20))].into_iter().enumerate() {
            sign_in(&store, KOROSTEN, person, token, Some(given)).await.unwrap();
        }
        let Found::InDoubt(case) = known(&store, KOROSTEN, &[key(Rnokpp, 1), key(Unzr, 2)]).await else { panic!() };
        store.decide_case(KOROSTEN, case, Verdict::OneHuman { keep: kept }, by(Millis(30))).await.unwrap();
        assert_eq!(consents(&store, kept).await, [consent(2, 20), consent(1, 5)]);
        assert!(consents(&store, gone).await.is_empty());
        store.erase_person(KOROSTEN, kept, Assurance::BankId, Millis(40)).await.unwrap();
        assert!(consents(&store, kept).await.is_empty());
    }
}
