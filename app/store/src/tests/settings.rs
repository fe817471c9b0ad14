//! What a community says of itself: read whole, changed by whoever saw what there is.

use super::town::*;
use crate::{Conflict, Page, Store, StoreError, pictures::Picture};
use domain::{
    brand::Colour,
    host::HostName,
    ids::CommunityId,
    lang::Bilingual,
    poll::{PictureFile, PictureHash, PictureKind},
    role::Role,
    settings::Settings,
    time::Millis,
    widget::{Origin, WidgetOrigins},
};
use serde_json::json;

fn hosts(names: &[&str]) -> std::collections::BTreeSet<HostName> {
    names
        .iter()
        .map(|name| HostName::parse(name).unwrap())
        .collect()
}

fn wanted() -> Settings {
    Settings {
        name: Bilingual::new("Коростенська міська громада", "Korosten"),
        council: Bilingual::new("Коростенська міська рада", ""),
        address: Bilingual::default(),
        population: None,
        action: Some(Colour([0, 0x57, 0xb7])),
        now: Some(Colour([0x7b, 0x47, 0])),
        two_confirm: true,
        hosts: hosts(&["golos.korosten.ua", "vote.korosten.ua"]),
        widget: WidgetOrigins {
            anywhere: true,
            named: [Origin::parse("https://korosten.ua").unwrap()].into(),
        },
    }
}

async fn acts(store: &Store, community: CommunityId) -> Vec<(String, String)> {
    let log = store
        .audit_log(community, Page::first(50))
        .await
        .unwrap()
        .items;
    let told = log.into_iter().filter(|entry| entry.by.at > Millis(1));
    told.map(|entry| (entry.act, entry.subject)).collect()
}

on_both_databases! {
    async fn settings_are_stored_whole_and_every_part_that_changed_is_logged(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let (before, version, logo) = store.settings(KOROSTEN).await.unwrap();
        assert_eq!((before.population, before.action, version, logo), (Some(58_000), None, 1, None));
        let theirs = store.settings(ZVIAHEL).await.unwrap();

        two_operators(&store, KOROSTEN).await;
        assert_eq!(store.save_settings(KOROSTEN, 1, &wanted(), by(Millis(5))).await.unwrap(), 2);
        assert_eq!(store.settings(KOROSTEN).await.unwrap(), (wanted(), 2, None));
        let community = store.community(KOROSTEN).await.unwrap().unwrap();
        assert_eq!((community.brand.action, community.version), (wanted().action, 2));
        assert_eq!(store.community_by_host("vote.korosten.ua").await.unwrap(), Some(community));
        assert_eq!(store.settings(ZVIAHEL).await.unwrap(), theirs);
        let log = store.audit_log(KOROSTEN, Page::first(50)).await.unwrap().items;
        let changed = log.iter().find(|entry| entry.act == "community.changed").unwrap();
        assert_eq!(changed.detail, json!({"fields": ["name", "council", "address", "population", "colours"]}));
        let mut told = acts(&store, KOROSTEN).await;
        told.sort();
        let entry = |act: &str, subject: &str| (act.to_owned(), subject.to_owned());
        assert_eq!(told, [
            entry("community.changed", "1"),
            entry("community.host_added", "golos.korosten.ua"),
            entry("community.host_added", "vote.korosten.ua"),
            entry("community.two_confirm_on", "1"),
            entry("community.widget_origins_set", "1"),
        ]);

        let fewer = Settings { hosts: hosts(&["vote.korosten.ua"]), ..wanted() };
        assert_eq!(store.save_settings(KOROSTEN, 2, &fewer, by(Millis(6))).await.unwrap(), 3);
        assert!(store.community_by_host("golos.korosten.ua").await.unwrap().is_none());
        assert_eq!(acts(&store, KOROSTEN).await[0], entry("community.host_removed", "golos.korosten.ua"));
        assert_eq!(acts(&store, KOROSTEN).await.len(), 6);
    }

    async fn two_are_not_asked_for_where_fewer_could_confirm_and_one_may_stop_asking(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let save = async |community, two_confirm, at| {
            let (settings, version, _) = store.settings(community).await.unwrap();
            let wanted = Settings { two_confirm, ..settings };
            store.save_settings(community, version, &wanted, by(Millis(at))).await
        };
        let refused = async |community, at| {
            let saved = save(community, true, at).await;
            assert!(matches!(saved, Err(StoreError::Conflict(Conflict::SecondPersonNeeded))), "{saved:?}");
            assert_eq!(acts(&store, community).await.iter().filter(|(act, _)| act.starts_with("community.")).count(), 0);
        };
        let staff = settle(&store, KOROSTEN, 3).await;
        let grant = async |person, role, until| store.grant_role_until(KOROSTEN, person, role, until, by(Millis(2))).await.unwrap();
        // Two roles of one person, a role without the right, one that has ended, and those of another community make no second.
        grant(staff[0], Role::Administrator, None).await;
        grant(staff[0], Role::Operator, None).await;
        grant(staff[1], Role::Moderator, None).await;
        grant(staff[2], Role::Operator, Some(Millis(5))).await;
        refused(KOROSTEN, 5).await;
        two_operators(&store, KOROSTEN).await;
        refused(ZVIAHEL, 5).await;
        save(KOROSTEN, true, 6).await.unwrap();
        // Whatever became of the two.
        for grant in store.team(KOROSTEN, Millis(6)).await.unwrap() {
            if grant.role == Role::Operator {
                store.revoke_role(KOROSTEN, grant.person, Role::Operator, by(Millis(7))).await.unwrap();
            }
        }
        let other = Settings { population: Some(7), ..store.settings(KOROSTEN).await.unwrap().0 };
        let version = store.settings(KOROSTEN).await.unwrap().1;
        store.save_settings(KOROSTEN, version, &other, by(Millis(8))).await.unwrap();
        save(KOROSTEN, false, 9).await.unwrap();
        assert_eq!(acts(&store, KOROSTEN).await[0].0, "community.two_confirm_off");
    }

    async fn who_saw_older_settings_overwrites_nothing_and_a_second_press_changes_nothing(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        two_operators(&store, KOROSTEN).await;
        store.save_settings(KOROSTEN, 1, &wanted(), by(Millis(5))).await.unwrap();
        let logged = acts(&store, KOROSTEN).await;
        assert_eq!(store.save_settings(KOROSTEN, 1, &wanted(), by(Millis(6))).await.unwrap(), 2, "pressed twice");
        let other = Settings { population: Some(7), ..wanted() };
        let late = store.save_settings(KOROSTEN, 1, &other, by(Millis(7))).await;
        assert!(matches!(late, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{late:?}");
        assert_eq!(store.settings(KOROSTEN).await.unwrap(), (wanted(), 2, None));
        assert_eq!(acts(&store, KOROSTEN).await, logged);
        // The command line changes the sites meanwhile.
        store.set_widget_origins(KOROSTEN, &WidgetOrigins::default(), by(Millis(8))).await.unwrap();
        let late = store.save_settings(KOROSTEN, 2, &other, by(Millis(9))).await;
        assert!(matches!(late, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{late:?}");
        let nobody = store.save_settings(CommunityId(99), 1, &other, by(Millis(9))).await;
        assert!(matches!(nobody, Err(StoreError::NotFound)), "{nobody:?}");
    }

    async fn of_sixteen_who_save_at_once_one_is_taken(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        two_operators(&store, KOROSTEN).await;
        let saved = db.at_once(|store, at| async move {
            let mine = Settings { population: Some(100 + at as i64), ..wanted() };
            match store.save_settings(KOROSTEN, 1, &mine, by(Millis(5))).await {
                Ok(version) => Some((version, mine)),
                Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => None,
                Err(error) => panic!("{error}"),
            }
        });
        let taken: Vec<_> = saved.await.into_iter().flatten().collect();
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0].0, 2);
        assert_eq!(store.settings(KOROSTEN).await.unwrap().0, taken[0].1);
    }

    async fn a_host_that_leads_elsewhere_is_not_taken_and_nothing_else_is_changed(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        two_operators(&store, KOROSTEN).await;
        store.add_host(ZVIAHEL, "vote.korosten.ua", by(Millis(2))).await.unwrap();
        let before = store.settings(KOROSTEN).await.unwrap();
        let taken = store.save_settings(KOROSTEN, 1, &wanted(), by(Millis(5))).await;
        assert!(matches!(taken, Err(StoreError::Conflict(Conflict::AlreadyThere))), "{taken:?}");
        assert_eq!(store.settings(KOROSTEN).await.unwrap(), before);
        assert!(acts(&store, KOROSTEN).await.is_empty());
        assert_eq!(store.hosts(ZVIAHEL).await.unwrap(), ["vote.korosten.ua"]);
    }

    async fn a_logo_is_a_picture_of_the_community_itself(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let file = PictureFile { hash: PictureHash([7; 32]), width: 120, height: 80 };
        let picture = Picture { file, kind: PictureKind::Png, bytes: vec![1, 2, 3] };
        store.put_picture(ZVIAHEL, &picture, by(Millis(2))).await.unwrap();
        let theirs = store.set_logo(KOROSTEN, 1, Some(file), by(Millis(3))).await;
        assert!(matches!(theirs, Err(StoreError::Conflict(Conflict::UnknownPicture))), "{theirs:?}");

        store.put_picture(KOROSTEN, &picture, by(Millis(4))).await.unwrap();
        let larger = PictureFile { width: 121, ..file };
        assert!(store.set_logo(KOROSTEN, 1, Some(larger), by(Millis(5))).await.is_err(), "not in this size");
        assert_eq!(store.set_logo(KOROSTEN, 1, Some(file), by(Millis(6))).await.unwrap(), 2);
        assert_eq!(store.set_logo(KOROSTEN, 1, Some(file), by(Millis(7))).await.unwrap(), 2, "pressed twice");
        assert_eq!(store.community(KOROSTEN).await.unwrap().unwrap().brand.logo, Some(file));
        let late = store.set_logo(KOROSTEN, 1, None, by(Millis(8))).await;
        assert!(matches!(late, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{late:?}");
        assert_eq!(store.set_logo(KOROSTEN, 2, None, by(Millis(9))).await.unwrap(), 3);
        assert_eq!(store.settings(KOROSTEN).await.unwrap().2, None);
        let told: Vec<_> = acts(&store, KOROSTEN).await.into_iter().map(|(act, _)| act).collect();
        assert_eq!(told, ["community.logo_removed", "community.logo_set", "picture.added"]);
    }
}
