//! While a community's identity key is being rotated, nobody is found by a hash, and so nobody is made a second time.

use super::town::*;
use crate::{
    Conflict, Store, StoreError,
    emails::{EmailLink, Mailbox, NewRecord},
    keys::{Carried, HashTable, StoredHash},
    persons::{Found, PersonKey},
    register::TakeOut,
};
use domain::{
    identifiers::{KeyKind::Rnokpp, KeyPurpose},
    ids::CommunityId,
    katottg::Katottg,
    register::{Extract, Listed},
    time::{Date, Millis},
};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeSet;

/// What the new key makes of a hash.
fn next(hash: [u8; 32]) -> [u8; 32] {
    hash.map(|byte| byte.wrapping_add(100))
}

fn by_new_key(byte: u8) -> PersonKey {
    PersonKey {
        kind: Rnokpp,
        hash: next([byte; 32]),
        key_id: 2,
    }
}

fn is_refused<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> bool {
    match outcome {
        Err(StoreError::Conflict(Conflict::KeyRotation)) => true,
        other => panic!("{other:?}"),
    }
}

async fn sign_in(store: &Store, key: PersonKey) -> Result<Found, StoreError> {
    store
        .person_by_keys(KOROSTEN, &[key], person_id(), b"sealed", Millis(5))
        .await
}

fn mailbox(byte: u8, key_id: i64) -> Mailbox {
    Mailbox {
        hash: [byte; 32],
        key_id,
    }
}

fn link(no: u8, mailbox: Mailbox) -> EmailLink {
    EmailLink {
        token: crate::SecretHash([no; 32]),
        browser: crate::SecretHash([9; 32]),
        mailbox,
        sealed: vec![no, 1],
        person: None,
        return_path: "/".to_owned(),
        expires_at: Millis(1_000),
    }
}

async fn enter(store: &Store, no: u8) -> Result<Option<crate::emails::Entered>, StoreError> {
    let (token, browser) = (crate::SecretHash([no; 32]), crate::SecretHash([9; 32]));
    let new = NewRecord {
        person: person_id(),
        sealed: b"sealed".to_vec(),
    };
    store
        .enter_by_email(KOROSTEN, (token, browser), &new, "email", &beginning(10))
        .await
}

fn extract(people: impl Iterator<Item = [u8; 32]>, key_id: i64) -> Extract {
    let settlement = Katottg::parse("UA18060090010074365").unwrap();
    let listed = people.map(|hash| Listed {
        settlement: settlement.clone(),
        keys: vec![(Rnokpp, hash)],
    });
    Extract {
        community: "korosten".to_owned(),
        key_id,
        taken_on: Date::new(2026, 11, 1).unwrap(),
        people: listed.collect(),
        months: Vec::new(),
    }
}

async fn import(store: &Store, extract: &Extract) -> Result<(), crate::register::RegisterError> {
    store
        .import_register(KOROSTEN, extract, TakeOut::AFew, by(Millis(5)), |_| {})
        .await
        .map(drop)
}

/// Carries at most so many hashes of each table on; how many were left.
async fn carry(store: &Store, community: CommunityId, most: usize) -> usize {
    let mut left = 0;
    for table in HashTable::ALL {
        let stored = store.hashes_before(community, table, 2).await.unwrap();
        left += stored.len();
        let carried: Vec<Carried> = stored.into_iter().take(most).map(carried).collect();
        store
            .carry_on(community, table, 2, &carried, |_| {})
            .await
            .unwrap();
    }
    left
}

fn carried(from: StoredHash) -> Carried {
    let sealed = from
        .sealed
        .clone()
        .map(|sealed| [&sealed[..], b"!"].concat());
    Carried {
        hash: next(from.hash),
        from,
        sealed,
    }
}

on_both_databases! {
    async fn while_a_key_is_rotated_nobody_is_found_and_afterwards_everybody_is(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let Found::Person { id, .. } = sign_in(&store, key(Rnokpp, 1)).await.unwrap() else { panic!() };
        let theirs = store.person_by_keys(ZVIAHEL, &[key(Rnokpp, 1)], person_id(), b"s", Millis(5)).await.unwrap();
        for no in 1..=3 {
            assert!(store.begin_email_link(KOROSTEN, &link(no, mailbox(7, 1)), Millis(1)).await.unwrap());
        }
        let entered = enter(&store, 1).await.unwrap().unwrap();
        let list = extract((1..=50).map(|no| [no; 32]), 1);
        import(&store, &list).await.unwrap();

        assert_eq!(store.rotation(KOROSTEN).await.unwrap(), None);
        store.begin_rotation(&identity_key(KOROSTEN, 2)).await.unwrap();
        assert_eq!(store.rotation(KOROSTEN).await.unwrap(), Some(2));
        for (carries, made_by) in [(0, 1), (1, 1), (1, 2)] {
            carry(&store, KOROSTEN, carries).await;
            let key = if made_by == 1 { key(Rnokpp, 1) } else { by_new_key(1) };
            assert!(is_refused(sign_in(&store, key).await));
            assert!(is_refused(store.person_by_key(KOROSTEN, &key).await));
            assert!(is_refused(store.add_document(KOROSTEN, id, key, by(Millis(6))).await));
            assert!(is_refused(store.begin_email_link(KOROSTEN, &link(9, mailbox(7, made_by)), Millis(1)).await));
            assert!(is_refused(enter(&store, 2).await));
            let refused = import(&store, &extract((1..=50).map(|no| [no; 32]), made_by)).await;
            assert!(matches!(refused, Err(crate::register::RegisterError::Store(StoreError::Conflict(Conflict::KeyRotation)))));
        }
        // Another community goes on, and an end before the end is none.
        assert_eq!(store.person_by_key(ZVIAHEL, &key(Rnokpp, 1)).await.unwrap(), Some(theirs.certain().unwrap()));
        let early = store.end_rotation(KOROSTEN, 2, by(Millis(7))).await;
        assert!(matches!(early, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{early:?}");

        assert!(carry(&store, KOROSTEN, usize::MAX).await > 0);
        assert_eq!(carry(&store, KOROSTEN, usize::MAX).await, 0);
        store.end_rotation(KOROSTEN, 2, by(Millis(7))).await.unwrap();
        assert_eq!(store.rotation(KOROSTEN).await.unwrap(), None);
        let again = sign_in(&store, by_new_key(1)).await.unwrap();
        assert_eq!(again, Found::Person { id, created: false });
        assert!(is_refused(sign_in(&store, key(Rnokpp, 1)).await));
        assert_eq!(enter(&store, 2).await.unwrap().unwrap().person, entered.person, "the link sent before is good, for the same record");
        let own = store.mailbox_of(KOROSTEN, entered.person).await.unwrap().unwrap();
        assert_eq!((own.mailbox, own.sealed), (Mailbox { hash: next([7; 32]), key_id: 2 }, vec![1, 1, b'!']));
        let third = store.email_link(KOROSTEN, crate::SecretHash([3; 32]), Millis(10)).await.unwrap().unwrap();
        assert_eq!(third.sealed, vec![3, 1, b'!'], "each link has its own text");
        let same = extract((1..=50).map(|no| next([no; 32])), 2);
        let summary = store.import_register(KOROSTEN, &same, TakeOut::AFew, by(Millis(8)), |_| {}).await.unwrap();
        assert_eq!((summary.unchanged, summary.added, summary.gone), (50, 0, 0));
        assert!(store.hashes_before(ZVIAHEL, HashTable::PersonKeys, 1).await.unwrap().is_empty(), "hashes of another community were changed");
    }

    async fn a_rotation_begins_once_and_only_with_the_key_that_follows(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let refused = async |key| {
            let outcome = store.begin_rotation(&key).await;
            assert!(matches!(outcome, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{outcome:?}");
        };
        refused(identity_key(KOROSTEN, 1)).await;
        refused(crate::keys::WrappedKey { purpose: KeyPurpose::Seal, ..identity_key(KOROSTEN, 2) }).await;
        refused(identity_key(ZVIAHEL, 2)).await;
        sign_in(&store, key(Rnokpp, 1)).await.unwrap();
        let begun = db.at_once(|store, _| async move { store.begin_rotation(&identity_key(KOROSTEN, 2)).await.is_ok() });
        assert_eq!(begun.await.into_iter().filter(|begun| *begun).count(), 1);
        refused(identity_key(KOROSTEN, 3)).await;
        carry(&store, KOROSTEN, usize::MAX).await;
        store.end_rotation(KOROSTEN, 2, by(Millis(7))).await.unwrap();
        let twice = store.end_rotation(KOROSTEN, 2, by(Millis(7))).await;
        assert!(matches!(twice, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{twice:?}");
        store.begin_rotation(&identity_key(KOROSTEN, 3)).await.unwrap();
    }

    async fn a_sign_in_is_before_a_rotation_or_after_its_beginning_and_never_both(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        for newest in 1..=10 {
            // Everybody signs in for the first time while one of them begins the next rotation.
            let outcomes = db.at_once(|store, i| async move {
                if i == 7 {
                    store.begin_rotation(&identity_key(KOROSTEN, newest + 1)).await.unwrap();
                    let hashes = store.hashes_before(KOROSTEN, HashTable::PersonKeys, newest + 1).await.unwrap();
                    return Some(hashes.len());
                }
                let mut hash = [77; 32];
                hash[0] = u8::try_from(i).unwrap();
                hash[1] = u8::try_from(newest).unwrap();
                if let Err(error) = sign_in(&store, PersonKey { kind: Rnokpp, hash, key_id: newest }).await {
                    is_refused(Err::<(), _>(error));
                }
                None
            });
            let at_the_beginning = outcomes.await.into_iter().flatten().next().unwrap();
            let hashes = store.hashes_before(KOROSTEN, HashTable::PersonKeys, newest + 1).await.unwrap();
            assert_eq!(hashes.len(), at_the_beginning, "a hash was stored behind the rotation's back");
            let carried: Vec<Carried> = hashes.into_iter().map(carried).collect();
            store.carry_on(KOROSTEN, HashTable::PersonKeys, newest + 1, &carried, |_| {}).await.unwrap();
            store.end_rotation(KOROSTEN, newest + 1, by(Millis(7))).await.unwrap();
        }
    }

    async fn however_many_end_a_rotation_it_ends_once_and_never_in_the_next(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        for newest in 2..=7 {
            if store.rotation(KOROSTEN).await.unwrap().is_none() {
                store.begin_rotation(&identity_key(KOROSTEN, newest)).await.unwrap();
            }
            let ended = db.at_once(|store, i| async move {
                let ended = store.end_rotation(KOROSTEN, newest, by(Millis(7))).await.is_ok();
                if i % 4 == 3 {
                    // Whoever is quick begins the next already.
                    _ = store.begin_rotation(&identity_key(KOROSTEN, newest + 1)).await;
                }
                ended
            });
            assert_eq!(ended.await.into_iter().filter(|ended| *ended).count(), 1);
            if store.rotation(KOROSTEN).await.unwrap() == Some(newest + 1) {
                let old = PersonKey { kind: Rnokpp, hash: [1; 32], key_id: newest };
                assert!(is_refused(sign_in(&store, old).await), "an old key is the current one in the next rotation");
            }
        }
    }

    async fn every_table_with_a_keyed_hash_is_rotated(db: TestDatabase) {
        let store = db.store().await;
        let sql = if db.is_sqlite() {
            "SELECT m.name AS name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE c.name = 'key_id'"
        } else {
            "SELECT CAST(table_name AS text) AS name FROM information_schema.columns WHERE column_name = 'key_id' AND table_schema = current_schema()"
        };
        let rows = store.reader().query_all_raw(Statement::from_string(store.backend(), sql)).await.unwrap();
        let names: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
        let rotated: BTreeSet<String> = HashTable::ALL.iter().map(|table| table.as_str().to_owned()).collect();
        assert_eq!(names, rotated);
    }

    async fn many_hashes_are_carried_on_in_many_chunks(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let hash = |no: u32| {
            let mut hash = [0; 32];
            hash[..4].copy_from_slice(&no.to_be_bytes());
            hash
        };
        import(&store, &extract((0..5_000).map(hash), 1)).await.unwrap();
        store.begin_rotation(&identity_key(KOROSTEN, 2)).await.unwrap();
        let stored = store.hashes_before(KOROSTEN, HashTable::Register, 2).await.unwrap();
        assert_eq!(stored.len(), 5_000);
        let carried: Vec<Carried> = stored.into_iter().map(carried).collect();
        let mut told = Vec::new();
        store.carry_on(KOROSTEN, HashTable::Register, 2, &carried, |progress| told.push(progress.written)).await.unwrap();
        assert!(told.len() > 5 && told.is_sorted() && told.last() == Some(&5_000), "{told:?}");
        store.end_rotation(KOROSTEN, 2, by(Millis(7))).await.unwrap();
        let same = extract((0..5_000).map(|no| next(hash(no))), 2);
        let summary = store.import_register(KOROSTEN, &same, TakeOut::AFew, by(Millis(8)), |_| {}).await.unwrap();
        assert_eq!(summary.unchanged, 5_000);
    }
}
