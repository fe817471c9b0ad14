//! Starosta districts: a settlement is in one, a number is given once, and polls that were published keep what they were.

use super::town::*;
use crate::{Conflict, Page, StoreError, polls::NewPoll};
use domain::{
    district::{District, DistrictNo},
    ids::CommunityId,
    katottg::Katottg,
    lang::Bilingual,
    lifecycle::State,
    poll::{DraftRules, Secrecy, check_publishable},
    time::Millis,
};
use serde_json::json;

const ONE: &str = "UA18060170010011111";
const TWO: &str = "UA18060170020022222";
const THREE: &str = "UA18060170030033333";

fn district(no: i16, name: &str, codes: &[&str]) -> District {
    District {
        no: DistrictNo(no),
        name: Bilingual::new(name, "A district"),
        settlements: codes
            .iter()
            .filter_map(|code| Katottg::parse(code))
            .collect(),
    }
}

fn changed_meanwhile<T: std::fmt::Debug>(outcome: Result<T, StoreError>) {
    assert!(
        matches!(
            outcome,
            Err(StoreError::Conflict(Conflict::ChangedMeanwhile))
        ),
        "{outcome:?}"
    );
}

on_both_databases! {
    async fn districts_read_back_and_every_change_is_logged(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        assert_eq!(store.districts(KOROSTEN).await.unwrap(), []);
        let first = district(7, "Бехівський", &[ONE, TWO]);
        assert_eq!(store.add_district(KOROSTEN, 1, &first, by(Millis(5))).await.unwrap(), DistrictNo(1));
        let second = district(0, "Ушомирський", &[THREE]);
        assert_eq!(store.add_district(KOROSTEN, 2, &second, by(Millis(6))).await.unwrap(), DistrictNo(2));
        // The same settlement may be another community's matter.
        assert_eq!(store.add_district(ZVIAHEL, 1, &second, by(Millis(6))).await.unwrap(), DistrictNo(1));
        let smaller = district(1, "Бехи", &[TWO]);
        store.change_district(KOROSTEN, 3, &smaller, by(Millis(7))).await.unwrap();
        let larger = district(2, "Ушомирський", &[ONE, THREE]);
        store.change_district(KOROSTEN, 4, &larger, by(Millis(8))).await.unwrap();
        assert_eq!(store.districts(KOROSTEN).await.unwrap(), [smaller, larger]);
        assert_eq!(store.districts(ZVIAHEL).await.unwrap(), [district(1, "Ушомирський", &[THREE])]);

        let log = store.audit_log(KOROSTEN, Page::first(4)).await.unwrap().items;
        let told: Vec<_> = log.into_iter().map(|e| (e.act, e.subject, e.by, e.detail)).collect();
        assert_eq!(told[3], ("district.added".into(), "1".into(), by(Millis(5)), json!({"name": "Бехівський", "settlements": [ONE, TWO]})));
        assert_eq!(told[0], ("district.changed".into(), "2".into(), by(Millis(8)), json!({"name": "Ушомирський", "settlements": [ONE, THREE]})));
    }

    async fn a_removed_district_leaves_its_settlements_free_and_its_number_taken(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        store.add_district(KOROSTEN, 1, &district(0, "Бехівський", &[ONE]), by(Millis(5))).await.unwrap();
        assert!(store.removed_districts(KOROSTEN).await.unwrap().is_empty());
        store.remove_district(KOROSTEN, 2, DistrictNo(1), by(Millis(6))).await.unwrap();
        assert_eq!(store.districts(KOROSTEN).await.unwrap(), []);
        let last = Bilingual::new("Бехівський", "A district");
        assert_eq!(store.removed_districts(KOROSTEN).await.unwrap(), [(DistrictNo(1), last)].into());
        assert!(store.removed_districts(ZVIAHEL).await.unwrap().is_empty());
        for no in [1, 9] {
            let gone = store.remove_district(KOROSTEN, 3, DistrictNo(no), by(Millis(7))).await;
            assert!(matches!(gone, Err(StoreError::NotFound)), "{gone:?}");
            let gone = store.change_district(KOROSTEN, 3, &district(no, "Знову", &[ONE]), by(Millis(7))).await;
            assert!(matches!(gone, Err(StoreError::NotFound)), "{gone:?}");
        }
        let again = district(0, "Бехівський", &[ONE]);
        assert_eq!(store.add_district(KOROSTEN, 3, &again, by(Millis(8))).await.unwrap(), DistrictNo(2));
    }

    async fn who_saw_older_settings_changes_no_district(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let first = district(1, "Бехівський", &[ONE]);
        store.add_district(KOROSTEN, 1, &first, by(Millis(5))).await.unwrap();
        changed_meanwhile(store.add_district(KOROSTEN, 1, &district(0, "Інший", &[TWO]), by(Millis(6))).await);
        changed_meanwhile(store.change_district(KOROSTEN, 1, &district(1, "Інший", &[TWO]), by(Millis(6))).await);
        changed_meanwhile(store.remove_district(KOROSTEN, 1, DistrictNo(1), by(Millis(6))).await);
        assert_eq!(store.districts(KOROSTEN).await.unwrap(), [first]);
        let nowhere = store.add_district(CommunityId(99), 1, &district(0, "Інший", &[TWO]), by(Millis(6))).await;
        assert!(matches!(nowhere, Err(StoreError::NotFound)), "{nowhere:?}");
    }

    async fn a_poll_is_published_for_districts_as_they_are_or_not_at_all(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let asked = district(1, "Бехівський", &[ONE]);
        store.add_district(KOROSTEN, 1, &asked, by(Millis(5))).await.unwrap();
        let now = store.now_in_database().await.unwrap();
        let mut content = content(Secrecy::Secret);
        content.audience.districts = vec![asked.clone()];
        content.closes_at = Some(now.plus(HOUR));
        let new = NewPoll { id: poll_id(), content: &content.clone(), policy_version: 1, author: None };
        store.create_poll(KOROSTEN, &new, by(now)).await.unwrap();
        let policy = policy();
        let rules = DraftRules { policy: &policy, territory_prefix: None, known_settlements: None, known_districts: None, known_organisations: None };
        let checked = check_publishable(&content, rules, now).unwrap();
        let published = async || store.publish_poll(KOROSTEN, new.id, 1, &checked, 1, by(now)).await;
        store.change_district(KOROSTEN, 2, &district(1, "Бехівський", &[ONE, TWO]), by(Millis(6))).await.unwrap();
        changed_meanwhile(published().await);
        store.remove_district(KOROSTEN, 3, DistrictNo(1), by(Millis(7))).await.unwrap();
        changed_meanwhile(published().await);
        assert_eq!(store.poll(KOROSTEN, new.id).await.unwrap().unwrap().state, State::Draft);
        // Another that happens to be the same is not the one that was asked.
        store.add_district(KOROSTEN, 4, &asked, by(Millis(8))).await.unwrap();
        changed_meanwhile(published().await);
        let again = District { no: DistrictNo(2), ..asked };
        content.audience.districts = vec![again];
        let checked = check_publishable(&content, rules, now).unwrap();
        assert_eq!(store.publish_poll(KOROSTEN, new.id, 1, &checked, 1, by(now)).await.unwrap(), State::Open);
    }

    async fn a_settlement_is_in_one_district_whatever_the_pages_let_through(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let first = district(1, "Бехівський", &[ONE]);
        store.add_district(KOROSTEN, 1, &first, by(Millis(5))).await.unwrap();
        let again = store.add_district(KOROSTEN, 2, &district(0, "Інший", &[ONE, TWO]), by(Millis(6))).await;
        assert!(again.is_err(), "{again:?}");
        assert_eq!(store.districts(KOROSTEN).await.unwrap(), [first]);
    }
}
