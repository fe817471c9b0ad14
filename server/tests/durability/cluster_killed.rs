//! The database killed under the program, under load: PostgreSQL ends at once, comes back and recovers, while `viche` goes on;
//! or both are killed, as when the power goes.

use crate::{
    casting::{Casting, Told, assert_everybody_once, residents, stored_receipt},
    cluster::Cluster,
    databases::runtime,
    dice::Dice,
    load::town::{Resident, Town},
    program::Viche,
};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};
use store::{Store, StoreOptions};

const ROUNDS: usize = 6;
const IN_FLIGHT: usize = 16;
/// How many residents come in each round, and before which acknowledgement at the latest the database ends.
const FOR_EACH_ROUND: usize = 80;
const MOST_RECORDED: u64 = 32;
/// How long it may take until everybody got through who had been turned away.
const RECOVERY: Duration = Duration::from_secs(60);

#[test]
fn a_database_server_that_is_killed_under_load_loses_nothing_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    runtime().block_on(async {
        let mut cluster = Cluster::create();
        cluster.start().await;
        let mut town = Town::found(&cluster.url(), folder.path()).await.unwrap();
        let (poll, number) = town.poll(4).await.unwrap();
        let mut viche = Viche::start(&town);
        town.port = viche.port;
        let all = residents(&town, number, ROUNDS * FOR_EACH_ROUND).await;
        town.store.close().await.unwrap();

        let mut dice = Dice::new();
        let (mut answers, mut told_otherwise) = (BTreeMap::new(), 0);
        let mut receipts: Vec<(&Resident, String)> = Vec::new();
        for (round, waiting) in all.chunks(FOR_EACH_ROUND).enumerate() {
            let casting = Casting::begin(viche.port, number, waiting.to_vec(), IN_FLIGHT);
            let recorded = dice.below(MOST_RECORDED) as usize;
            assert!(casting.until_recorded(recorded).await);
            tokio::time::sleep(dice.moment(4)).await;
            match round % 2 {
                0 => cluster.kill(),
                _ => cluster.stop_at_once(),
            }
            // Everything at once, every third time.
            let both = round % 3 == 2;
            if both {
                viche.kill();
            }
            tokio::time::sleep(dice.moment(1_500)).await;
            cluster.start().await;
            let told = casting.told().await;
            if both {
                viche = Viche::start(&town);
            }

            town.store = connect(&town).await;
            let mut acknowledged = Vec::new();
            let mut again = Vec::new();
            for (resident, told) in waiting.iter().zip(told) {
                let stored = stored_receipt(&town, poll, resident).await;
                match &told {
                    Told::Recorded => {
                        let receipt = stored.expect("an acknowledged ballot is gone");
                        acknowledged.push((resident, receipt));
                    }
                    told => {
                        assert!(both || is_an_answer(told), "{told:?}:\n{}", viche.log());
                        again.push((resident.clone(), stored));
                        told_otherwise += 1;
                    }
                }
                *answers.entry(format!("{told:?}")).or_insert(0) += 1;
            }
            receipts.extend(acknowledged);
            // With the same form, until they get through.
            get_through(
                &viche,
                number,
                again.iter().map(|(resident, _)| resident.clone()),
            )
            .await;
            for (resident, before) in &again {
                let after = stored_receipt(&town, poll, resident).await;
                assert!(after.is_some(), "an acknowledged ballot is gone");
                assert!(
                    before.is_none() || *before == after,
                    "a retry changed the receipt"
                );
            }
            town.store.close().await.unwrap();
        }
        eprintln!("{answers:#?}");
        assert!(
            told_otherwise > ROUNDS,
            "the database went unnoticed: this proves nothing"
        );

        viche.stop();
        town.store = connect(&town).await;
        for (resident, receipt) in receipts {
            assert_eq!(stored_receipt(&town, poll, resident).await, Some(receipt));
        }
        assert_everybody_once(&town, poll, &all).await;
        town.store.close().await.unwrap();
        cluster.stop();
    });
}

async fn connect(town: &Town) -> Store {
    Store::connect(&town.config.database_url, StoreOptions::default())
        .await
        .unwrap()
}

/// What may be said while the database is away: try again. Never an internal error, never a broken connection.
fn is_an_answer(told: &Told) -> bool {
    match told {
        Told::Other(303, to) => to.contains("/vote/check?outcome="),
        Told::Other(status, _) => *status == 503,
        Told::Recorded => true,
        Told::Nothing | Told::NotPressed => false,
    }
}

/// Presses the buttons of these residents again and again, until each of them is told «recorded».
async fn get_through(
    viche: &Viche,
    poll: domain::ids::PollNumber,
    residents: impl Iterator<Item = Resident>,
) {
    let mut waiting: Vec<Resident> = residents.collect();
    let began = Instant::now();
    while !waiting.is_empty() {
        assert!(
            began.elapsed() < RECOVERY,
            "{} do not get through:\n{}",
            waiting.len(),
            viche.log()
        );
        let told = Casting::begin(viche.port, poll, waiting.clone(), IN_FLIGHT)
            .told()
            .await;
        let mut told = told.into_iter();
        waiting.retain(|_| told.next() != Some(Told::Recorded));
    }
}
