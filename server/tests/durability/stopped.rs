//! SIGTERM: what is under way is finished and answered, nothing is lost, and the program ends well.

use crate::{
    casting::{Casting, HOST, Told, assert_everybody_once, cast, press, residents, stored_receipt},
    databases::{on_postgres, on_sqlite},
    dice::Dice,
    load::{
        client::Client,
        town::{Resident, TOWN, Town},
    },
    program::Viche,
};
use sea_orm::{
    Database, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use std::time::Duration;
use tokio::{io::AsyncWriteExt, net::TcpStream};

/// How often the program is stopped under load.
const STOPS: usize = 10;
const IN_FLIGHT: usize = 16;
const MOST_RECORDED: u64 = 16;
/// How many residents come for each stop.
const FOR_EACH_STOP: usize = 40;
/// How long a program with nothing slow in it may take to end.
const END: Duration = Duration::from_secs(10);

on_both_databases! {
    async fn ballots_under_way_are_answered_before_the_program_ends(town: Town) {
        stopped_while_ballots_wait(town, Duration::from_millis(500)).await;
    }

    async fn stopped_at_any_moment_it_answers_whom_it_has_heard_and_loses_nothing(town: Town) {
        let (poll, number) = town.poll(4).await.unwrap();
        let viche = Viche::start(&town);
        town.port = viche.port;
        let all = residents(&town, number, STOPS * FOR_EACH_STOP).await;
        viche.stop();
        let mut dice = Dice::new();
        let (mut recorded, mut unheard) = (0, 0);
        let mut waiting: Vec<Resident> = Vec::new();
        // New residents for each stop: a fast machine would have nobody left for the last ones.
        for new in all.chunks(FOR_EACH_STOP) {
            waiting.extend_from_slice(new);
            let mut viche = Viche::start(&town);
            let casting = Casting::begin(viche.port, number, waiting.clone(), IN_FLIGHT);
            assert!(casting.until_recorded(dice.below(MOST_RECORDED) as usize).await);
            tokio::time::sleep(dice.moment(10)).await;
            viche.terminate();
            let status = viche.ended_within(END);
            assert!(status.success(), "{status}:\n{}", viche.log());
            let mut left = Vec::new();
            for (resident, told) in waiting.into_iter().zip(casting.told().await) {
                let stored = stored_receipt(&town, poll, &resident).await;
                match told {
                    Told::Recorded => {
                        assert!(stored.is_some(), "an acknowledged ballot is gone");
                        recorded += 1;
                        continue;
                    }
                    // A button pressed just when the connection was being closed: never heard, so not recorded.
                    Told::Nothing => {
                        assert_eq!(stored, None, "a ballot was recorded and its resident not told");
                        unheard += 1;
                    }
                    Told::NotPressed => assert_eq!(stored, None),
                    Told::Other(..) => panic!("{told:?}:\n{}", viche.log()),
                }
                left.push(resident);
            }
            waiting = left;
        }
        eprintln!("{recorded} recorded, {unheard} pressed in vain, {} never pressed", waiting.len());
        let viche = Viche::start(&town);
        let told = cast(viche.port, number, &waiting, IN_FLIGHT).await;
        assert!(told.iter().all(|told| *told == Told::Recorded), "{told:?}");
        viche.stop();
        assert_everybody_once(&town, poll, &all).await;
    }
}

/// The program stops waiting for connections some time after it was told to stop; for ballots it waits, and tells.
#[test]
fn ballots_that_the_database_keeps_waiting_for_long_are_answered_all_the_same() {
    on_postgres(async |town| stopped_while_ballots_wait(town, Duration::from_secs(11)).await);
}

/// Stops the program while all ballots wait for the database, which comes back after `held`.
async fn stopped_while_ballots_wait(mut town: Town, held: Duration) {
    let (poll, number) = town.poll(4).await.unwrap();
    let mut viche = Viche::start(&town);
    town.port = viche.port;
    let all = residents(&town, number, IN_FLIGHT).await;
    let lock = lock_ballots(&town).await;
    let casting = Casting::begin(viche.port, number, all.clone(), IN_FLIGHT);
    tokio::time::sleep(Duration::from_secs(2)).await;
    viche.terminate();
    tokio::time::sleep(held).await;
    assert!(
        !viche.has_ended(),
        "it did not wait for the ballots under way"
    );
    assert!(
        Client::connect(viche.port).await.is_err(),
        "it still takes new connections"
    );
    assert_eq!(town.store.turnout(TOWN, poll).await.unwrap(), 0);
    lock.rollback().await.unwrap();
    let told = casting.told().await;
    assert!(told.iter().all(|told| *told == Told::Recorded), "{told:?}");
    let status = viche.ended_within(END);
    assert!(status.success(), "{status}:\n{}", viche.log());
    assert_everybody_once(&town, poll, &all).await;
}

/// A second connection of the test that keeps every ballot waiting until it is rolled back.
async fn lock_ballots(town: &Town) -> DatabaseTransaction {
    let url = &town.config.database_url;
    let db = Database::connect(url).await.unwrap();
    if url.starts_with("sqlite:") {
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        db.begin_with_options(immediate).await.unwrap()
    } else {
        use sea_orm::ConnectionTrait;
        let lock = db.begin().await.unwrap();
        lock.execute_unprepared("LOCK TABLE participation IN EXCLUSIVE MODE")
            .await
            .unwrap();
        lock
    }
}

/// Browsers keep connections open that carry nothing, and some clients begin a request and never finish it.
#[test]
fn connections_on_which_nothing_comes_do_not_keep_it_from_ending() {
    on_sqlite(async |mut town| {
        let (poll, number) = town.poll(4).await.unwrap();
        let viches = [(); 3].map(|()| Viche::start(&town));
        town.port = viches[0].port;
        let all = residents(&town, number, 3).await;
        let began = [
            "",
            "POST /do/submit HTTP/1.1\r\nHost: localh",
            "POST /do/submit HTTP/1.1\r\nHost: localhost:3000\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\npoll=1",
        ];
        let mut connections = Vec::new();
        for ((viche, resident), begun) in viches.iter().zip(&all).zip(began) {
            let mut idle = Client::connect(viche.port).await.unwrap();
            idle.get(HOST, "/healthz", "").await.unwrap();
            let mut slow = TcpStream::connect(("127.0.0.1", viche.port)).await.unwrap();
            slow.write_all(begun.as_bytes()).await.unwrap();
            connections.push((idle, slow));
            let mut client = Client::connect(viche.port).await.unwrap();
            assert_eq!(press(&mut client, number, resident).await, Told::Recorded);
        }
        viches.iter().for_each(Viche::terminate);
        for mut viche in viches {
            let status = viche.ended_within(Duration::from_secs(25));
            assert!(status.success(), "{status}:\n{}", viche.log());
        }
        drop(connections);
        assert_everybody_once(&town, poll, &all).await;
    });
}
