//! The schema itself: up, down and up again; what the database refuses by itself.

use super::{database::TestDatabase, town::*};
use crate::{Actor, By, Page, polls::NewPoll};
use domain::{
    audience::AskedResidency, ids::CommunityId, lang::Bilingual, poll::Secrecy, time::Millis,
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
