//! The schema itself: up, down and up again; what the database refuses by itself.

use super::{database::TestDatabase, town::*};
use crate::{Actor, By, Page, polls::NewPoll};
use domain::{
    audience::AskedResidency,
    district::{District, DistrictNo},
    ids::CommunityId,
    katottg::Katottg,
    lang::Bilingual,
    poll::{PollContent, Secrecy},
    time::Millis,
};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

pub async fn tables(db: &TestDatabase, connection: &impl ConnectionTrait) -> Vec<String> {
    let sql = if db.is_sqlite() {
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    } else {
        "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
    };
    let rows = connection
        .query_all_raw(Statement::from_string(
            connection.get_database_backend(),
            sql,
        ))
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get("", "name").unwrap())
        .collect()
}

on_both_databases! {
    async fn migrations_go_up_down_and_up(db: TestDatabase) {
        let store = db.store().await;
        let full = tables(&db, store.reader()).await;
        assert!(full.len() > 25, "{full:?}");
        Migrator::down(store.writer(), None).await.unwrap();
        assert_eq!(tables(&db, store.reader()).await, ["seaql_migrations"]);
        assert!(!store.is_migrated().await.unwrap());
        store.migrate().await.unwrap();
        assert_eq!(tables(&db, store.reader()).await, full);
        assert!(store.is_migrated().await.unwrap());
        found(&store, KOROSTEN).await;
        publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
    }

    async fn an_audience_written_before_reads_as_what_it_meant(db: TestDatabase) {
        // Up to the residences' requests an audience said whether residence must be confirmed, and nothing more.
        let steps = u32::try_from(Migrator::migrations().len() - 23).unwrap();
        for (asked, after) in [
            (AskedResidency::Confirmed, AskedResidency::Confirmed),
            (AskedResidency::Declared, AskedResidency::Declared),
            // What the older form cannot say becomes the nearest that it can.
            (AskedResidency::Registered, AskedResidency::Confirmed),
            (AskedResidency::Displaced, AskedResidency::Confirmed),
        ] {
            let store = db.store().await;
            found(&store, KOROSTEN).await;
            let mut content = content(Secrecy::Secret);
            content.audience.residency = asked;
            let new = NewPoll { id: poll_id(), content: &content, policy_version: 1, author: None };
            store.create_poll(KOROSTEN, &new, by(Millis(1))).await.unwrap();
            Migrator::down(store.writer(), Some(steps)).await.unwrap();
            let backend = store.writer().get_database_backend();
            let sql = Statement::from_string(backend, "SELECT audience FROM consultation");
            let row = store.reader().query_one_raw(sql).await.unwrap().unwrap();
            let written: String = row.try_get("", "audience").unwrap();
            let confirmed = after == AskedResidency::Confirmed;
            assert!(written.contains(&format!("\"confirmed_residency\":{confirmed}")), "{written}");
            store.migrate().await.unwrap();
            let poll = store.poll(KOROSTEN, new.id).await.unwrap().unwrap();
            assert_eq!(poll.content.audience.residency, after);
            Migrator::down(store.writer(), None).await.unwrap();
            store.migrate().await.unwrap();
        }
    }

    async fn a_poll_for_districts_is_never_for_more_people_where_there_are_none(db: TestDatabase) {
        let steps = u32::try_from(Migrator::migrations().len() - 23).unwrap();
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let code = |village: u32| Katottg::parse(&format!("UA18060170{village:09}")).unwrap();
        let district = |no: i16, villages: &[u32]| District {
            no: DistrictNo(no),
            name: Bilingual::new(format!("Округ {no}"), ""),
            settlements: villages.iter().map(|village| code(*village)).collect(),
        };
        let asked = |districts: &[District], villages: &[u32]| {
            let mut content = content(Secrecy::Secret);
            content.audience.districts = districts.to_vec();
            content.audience.settlements = villages.iter().map(|village| code(*village)).collect();
            content
        };
        let (one, two) = (district(1, &[1, 2]), district(2, &[3]));
        for (version, district) in [(1, &one), (2, &two)] {
            store.add_district(KOROSTEN, version, district, by(Millis(1))).await.unwrap();
        }
        // Another community's district of the same number has nothing to do with it.
        store.add_district(ZVIAHEL, 1, &district(1, &[8]), by(Millis(1))).await.unwrap();
        let published = publish_content(&store, KOROSTEN, asked(&[one.clone(), two.clone()], &[9]), HOUR, 2 * HOUR).await;
        let draft = async |content: &PollContent| {
            let new = NewPoll { id: poll_id(), content, policy_version: 1, author: None };
            store.create_poll(KOROSTEN, &new, by(Millis(1))).await.unwrap();
            new.id
        };
        let redrawn = draft(&asked(std::slice::from_ref(&one), &[])).await;
        let removed = draft(&asked(std::slice::from_ref(&two), &[])).await;
        let nobody = draft(&asked(&[district(7, &[])], &[])).await;
        let everybody = draft(&asked(&[], &[])).await;
        store.change_district(KOROSTEN, 3, &district(1, &[2, 4]), by(Millis(2))).await.unwrap();
        store.remove_district(KOROSTEN, 4, DistrictNo(2), by(Millis(3))).await.unwrap();

        Migrator::down(store.writer(), Some(steps)).await.unwrap();
        store.migrate().await.unwrap();
        for (poll, villages) in [(published, &[1, 2, 3, 9][..]), (redrawn, &[2, 4]), (removed, &[3]), (everybody, &[])] {
            let audience = store.poll(KOROSTEN, poll).await.unwrap().unwrap().content.audience;
            assert_eq!((audience.districts.len(), audience.settlements), (0, asked(&[], villages).audience.settlements));
        }
        let audience = store.poll(KOROSTEN, nobody).await.unwrap().unwrap().content.audience;
        assert!(!audience.is_everywhere() && !audience.asks_at(&code(1)), "{audience:?}");
    }

    async fn several_instances_may_migrate_at_once(db: TestDatabase) {
        let store = db.store().await;
        Migrator::down(store.writer(), None).await.unwrap();
        let mut migrating = Vec::new();
        for _ in 0..4 {
            let store = db.store().await;
            migrating.push(tokio::spawn(async move { store.migrate().await }));
        }
        for migration in migrating {
            migration.await.unwrap().unwrap();
        }
        assert!(store.is_migrated().await.unwrap());
    }

    async fn the_platform_is_a_community(db: TestDatabase) {
        let store = db.store().await;
        let platform = store.community(CommunityId::PLATFORM).await.unwrap().unwrap();
        assert_eq!(platform.slug, "platform");
        assert_eq!(platform.name, Bilingual::new("Віче", "Viche"));
        assert_eq!(store.communities().await.unwrap(), [platform]);
    }

    async fn what_is_append_only_cannot_be_changed_or_deleted(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -2 * HOUR, -HOUR).await;
        store.close_poll(KOROSTEN, poll).await.unwrap();
        let who = By { actor: Actor::CommandLine, at: Millis(5) };
        store.record_act(KOROSTEN, who, "poll.suspended", "x", json!({"why": "test"})).await.unwrap();
        let before = store.audit_log(KOROSTEN, Page::first(100)).await.unwrap();
        assert_eq!(before.items.iter().filter(|entry| entry.by == who).count(), 1);

        for table in ["audit", "change_log", "policy", "result"] {
            let mut attempts = vec![
                format!("UPDATE {table} SET community_id = community_id"),
                format!("DELETE FROM {table}"),
            ];
            if db.is_sqlite() {
                attempts.push(format!("REPLACE INTO {table} SELECT * FROM {table}"));
                attempts.push(format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}"));
                attempts.push(format!("UPDATE OR REPLACE {table} SET community_id = 0"));
            } else {
                attempts.push(format!("TRUNCATE {table} CASCADE"));
                attempts.push(format!(
                    "INSERT INTO {table} SELECT * FROM {table} LIMIT 1 \
                     ON CONFLICT ON CONSTRAINT {table}_pkey DO UPDATE SET community_id = 0"
                ));
            }
            for attempt in attempts {
                let error = store.writer().execute_unprepared(&attempt).await.expect_err(&attempt);
                assert!(error.to_string().contains("append-only"), "{attempt}: {error}");
            }
        }
        assert_eq!(store.audit_log(KOROSTEN, Page::first(100)).await.unwrap(), before);
    }
}
