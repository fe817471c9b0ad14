//! On which websites a community allows its polls.

use super::town::*;
use crate::Page;
use domain::{
    ids::CommunityId,
    time::Millis,
    widget::{Origin, WidgetOrigins},
};
use serde_json::json;

fn allowed(anywhere: bool, origins: &[&str]) -> WidgetOrigins {
    WidgetOrigins {
        anywhere,
        named: origins.iter().map(|o| Origin::parse(o).unwrap()).collect(),
    }
}

on_both_databases! {
    async fn a_community_allows_no_site_until_it_names_one_and_a_new_list_replaces_the_old(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        assert_eq!(store.widget_origins(KOROSTEN).await.unwrap(), WidgetOrigins::default());
        for list in [
            allowed(false, &["https://misto.ua", "https://a.misto.ua:8443"]),
            allowed(true, &["https://misto.ua"]),
            allowed(true, &[]),
            allowed(false, &["http://misto.localhost:3311"]),
            allowed(false, &[]),
        ] {
            store.set_widget_origins(KOROSTEN, &list, by(Millis(7))).await.unwrap();
            assert_eq!(store.widget_origins(KOROSTEN).await.unwrap(), list);
        }
    }

    async fn the_sites_are_each_communitys_own_and_every_change_is_logged(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let (ours, theirs) = (allowed(false, &["https://misto.ua"]), allowed(true, &["https://misto.ua"]));
        store.set_widget_origins(KOROSTEN, &ours, by(Millis(7))).await.unwrap();
        store.set_widget_origins(ZVIAHEL, &theirs, by(Millis(8))).await.unwrap();
        store.set_widget_origins(ZVIAHEL, &WidgetOrigins::default(), by(Millis(9))).await.unwrap();
        assert_eq!(store.widget_origins(KOROSTEN).await.unwrap(), ours);
        assert_eq!(store.widget_origins(ZVIAHEL).await.unwrap(), WidgetOrigins::default());

        let log = store.audit_log(ZVIAHEL, Page::first(2)).await.unwrap().items;
        let told: Vec<_> = log.iter().map(|e| (e.act.as_str(), e.by, e.detail.clone())).collect();
        assert_eq!(told, [
            ("community.widget_origins_set", by(Millis(9)), json!({"origins": []})),
            ("community.widget_origins_set", by(Millis(8)), json!({"origins": ["*", "https://misto.ua"]})),
        ]);
        let nobody = store.set_widget_origins(CommunityId(99), &ours, by(Millis(7))).await;
        assert!(nobody.is_err(), "a community that is not there");
    }
}
