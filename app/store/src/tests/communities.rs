//! Communities, hosts, keys and policies.

use super::town::*;
use crate::{Conflict, StoreError, keys::WrappedKey};
use domain::{identifiers::KeyPurpose, ids::CommunityId, policy::Policy, time::Millis};
use std::collections::BTreeSet;

on_both_databases! {
    async fn a_community_is_found_by_slug_and_host(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        store.add_host(KOROSTEN, "rada.korosten.ua", by(Millis(2))).await.unwrap();
        let community = store.community(KOROSTEN).await.unwrap().unwrap();
        assert_eq!(store.community_by_slug("town-1").await.unwrap(), Some(community.clone()));
        assert_eq!(store.community_by_host("rada.korosten.ua").await.unwrap(), Some(community.clone()));
        assert_eq!(store.hosts(KOROSTEN).await.unwrap(), ["rada.korosten.ua"]);
        assert!(store.community_by_slug("town").await.unwrap().is_none());
        assert!(store.community_by_host("korosten.ua").await.unwrap().is_none());
        let taken = store.add_host(CommunityId::PLATFORM, "rada.korosten.ua", by(Millis(3))).await;
        assert!(matches!(taken, Err(StoreError::Conflict(Conflict::AlreadyThere))), "{taken:?}");
        let taken = store.create_community(&community, by(Millis(3))).await;
        assert!(matches!(taken, Err(StoreError::Conflict(Conflict::AlreadyThere))), "{taken:?}");
    }

    async fn a_key_is_added_once(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let key = |byte: u8| WrappedKey {
            community: KOROSTEN,
            id: 2,
            purpose: KeyPurpose::Seal,
            wrapped: vec![byte; 60],
            created_at: Millis(1),
        };
        assert!(store.add_key(&key(1)).await.unwrap());
        assert!(!store.add_key(&key(2)).await.unwrap(), "another instance was quicker");
        let both = [identity_key(KOROSTEN, 1), key(1)];
        assert_eq!(store.keys(KOROSTEN).await.unwrap(), both);
        assert_eq!(store.all_keys().await.unwrap(), both);
    }

    async fn the_policy_in_force_is_the_latest_that_has_begun(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await; // version 1, from the beginning
        let stricter = Policy { least_age: 18, ..policy() };
        assert_eq!(store.append_policy(KOROSTEN, &stricter, Millis(1000), by(Millis(5))).await.unwrap(), 2);
        assert_eq!(store.policy_in_force(KOROSTEN, Millis(999)).await.unwrap().unwrap().version, 1);
        let later = store.policy_in_force(KOROSTEN, Millis(1000)).await.unwrap().unwrap();
        assert_eq!((later.version, later.policy), (2, stricter));
        assert!(store.policy_in_force(KOROSTEN, Millis(-1)).await.unwrap().is_none());
        assert!(store.policy_version(KOROSTEN, 3).await.unwrap().is_none());
    }

    async fn policies_appended_at_once_get_versions_of_their_own(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let versions = db.at_once(|store, _| async move {
            store.append_policy(KOROSTEN, &policy(), Millis(1), by(Millis(1))).await.unwrap()
        });
        assert_eq!(versions.await.into_iter().collect::<BTreeSet<_>>(), (2..=17).collect());
    }
}
