//! Importing the codifier: by difference, in short transactions, without losing anything.

use super::town::*;
use crate::{
    ImportProgress,
    territory::{ChangedUnit, Coverage, ImportSummary},
};
use domain::katottg::{Category, Katottg, Unit};

fn unit(code: &str, category: Category, name: &str) -> Unit {
    Unit {
        code: Katottg::parse(code).unwrap(),
        parent: None,
        category,
        name: name.into(),
    }
}

/// A country of `hromadas`, each with thirty settlements.
fn country(hromadas: u32) -> Vec<Unit> {
    let mut units = Vec::new();
    for h in 0..hromadas {
        let prefix = format!("UA{:07}", 1_800_000 + h);
        let hromada = unit(&format!("{prefix}0000000001"), Category::Hromada, "Громада");
        for s in 1..=30 {
            let mut settlement = unit(
                &format!("{prefix}{s:03}0000002"),
                Category::Village,
                &format!("Село {s}"),
            );
            settlement.parent = Some(hromada.code.clone());
            units.push(settlement);
        }
        units.push(hromada);
    }
    units
}

on_both_databases! {
    async fn the_codifier_is_imported_by_difference(db: TestDatabase) {
        let store = db.store().await;
        let units = country(40);
        let mut told: Vec<ImportProgress> = Vec::new();
        let first = store.import_territory(&units, Coverage::Whole, |progress| told.push(progress)).await.unwrap();
        assert_eq!(first.summary(), ImportSummary { added: 1240, ..ImportSummary::default() });
        assert_eq!(told.last(), Some(&ImportProgress { written: 1240, total: 1240 }));
        assert!(told.windows(2).all(|pair| pair[0].written < pair[1].written));

        let again = store.import_territory(&units, Coverage::Whole, |_| panic!("nothing to write")).await.unwrap();
        assert_eq!(again.summary(), ImportSummary { unchanged: 1240, ..ImportSummary::default() });

        let mut changed = units.clone();
        changed[0].name = "Нова назва".into();
        changed[1].category = Category::Settlement;
        let gone = changed.pop().unwrap();
        changed.push(unit("UA99000000000000001", Category::Oblast, "Нова область"));
        let third = store.import_territory(&changed, Coverage::Whole, |_| {}).await.unwrap();
        assert_eq!(third.summary(), ImportSummary { added: 1, changed: 2, withdrawn: 1, unchanged: 1237 });
        // In the order of the codes, each with what it was.
        let expected = [0, 1].map(|at| ChangedUnit { before: units[at].clone(), after: changed[at].clone() });
        assert_eq!(third.changed, expected);
        assert_eq!((third.added, third.withdrawn), (vec![changed[changed.len() - 1].clone()], vec![gone.clone()]));
        assert_eq!(store.unit(&changed[0].code).await.unwrap(), Some(changed[0].clone()));
        assert_eq!(store.unit(&gone.code).await.unwrap(), Some(gone.clone()), "polls may still name it");

        // What was withdrawn is told once, and comes back as changed.
        let fourth = store.import_territory(&changed, Coverage::Whole, |_| {}).await.unwrap();
        assert_eq!(fourth.summary(), ImportSummary { unchanged: 1240, ..ImportSummary::default() });
        changed.push(gone.clone());
        let fifth = store.import_territory(&changed, Coverage::Whole, |_| {}).await.unwrap();
        assert_eq!(fifth.summary(), ImportSummary { changed: 1, unchanged: 1240, ..ImportSummary::default() });
        assert_eq!(fifth.changed, [ChangedUnit { before: gone.clone(), after: gone }]);
    }

    async fn a_part_of_the_file_withdraws_nothing(db: TestDatabase) {
        let store = db.store().await;
        let units = country(3);
        store.import_territory(&units, Coverage::Whole, |_| {}).await.unwrap();
        let part = store.import_territory(&units[..31], Coverage::Part, |_| {}).await.unwrap();
        assert_eq!(part.summary(), ImportSummary { unchanged: 31, ..ImportSummary::default() });
        assert_eq!(store.settlements(&units[61].code).await.unwrap().len(), 30);
    }

    async fn the_settlements_of_a_hromada_are_its_own(db: TestDatabase) {
        let store = db.store().await;
        let mut units = country(3);
        units.push(unit("UA18000010310000003", Category::CityDistrict, "Район у місті"));
        units.push(unit("UA18000010320000003", Category::City, "Місто"));
        store.import_territory(&units, Coverage::Whole, |_| {}).await.unwrap();
        let hromada = Katottg::parse("UA18000010000000001").unwrap();
        let settlements = store.settlements(&hromada).await.unwrap();
        assert_eq!(settlements.len(), 31, "thirty villages and the city; neither the hromada nor the district");
        assert!(settlements.iter().all(|unit| unit.code.hromada_prefix() == hromada.hromada_prefix()));
        assert!(store.settlements(&Katottg::parse("UA77000010000000001").unwrap()).await.unwrap().is_empty());
        let two = store.units(&[units[0].code.clone(), units[1].code.clone()]).await.unwrap();
        assert_eq!(two.len(), 2);
        assert!(store.units(&[]).await.unwrap().is_empty());
    }
}

on_both_databases! {
    async fn an_import_lets_others_write_in_between(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let units = country(60);
        let importer = db.store().await;
        let importing =
            tokio::spawn(async move { importer.import_territory(&units, Coverage::Whole, |_| {}).await.unwrap() });
        for _ in 0..5 {
            settle(&store, KOROSTEN, 1).await;
        }
        assert_eq!(importing.await.unwrap().added.len(), 1860);
    }
}
