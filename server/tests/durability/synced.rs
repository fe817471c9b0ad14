//! Seen from outside by `strace`: a ballot is on the disk, synced, before anybody is told that it is recorded. The same look
//! at a program that does not wait for the disk must see it.

use crate::{
    casting::{Told, cast, residents},
    cluster::Cluster,
    databases::{on_sqlite, runtime},
    load::town::{TOWN, Town},
    program::{Viche, traced},
    trace::{Ballots, CALLS, Order, Verdict, calls, judge},
};
use std::{
    path::Path,
    time::{Duration, Instant},
};

/// Ballots cast one after the other, and then so many at once.
const ONE_BY_ONE: usize = 20;
const AT_ONCE: usize = 64;
const IN_FLIGHT: usize = 8;

/// What the strace of both looks says about ballots that came one by one, and about those that came at once.
type Verdicts = (Verdict, Verdict);

#[test]
fn a_ballot_is_synced_before_anybody_is_told_on_sqlite() {
    on_sqlite(async |town| assert_safe(&look_at_sqlite(town, false).await));
}

#[test]
fn without_durability_the_same_look_sees_every_ballot_told_too_early_on_sqlite() {
    on_sqlite(async |town| assert_all_too_early(&look_at_sqlite(town, true).await));
}

#[test]
fn a_ballot_is_synced_before_anybody_is_told_on_postgres() {
    runtime().block_on(async { assert_safe(&look_at_postgres(false).await) });
}

#[test]
fn without_durability_the_same_look_sees_ballots_told_too_early_on_postgres() {
    runtime().block_on(async {
        let (one_by_one, at_once) = look_at_postgres(true).await;
        assert_eq!(one_by_one.acknowledged, ONE_BY_ONE);
        assert_eq!(at_once.acknowledged, AT_ONCE);
        // PostgreSQL syncs by itself some time later, and now and then it happens to be in time.
        for verdict in [one_by_one, at_once] {
            assert!(
                verdict.too_early.len() > verdict.acknowledged / 2,
                "the look is blind: {verdict:?}"
            );
        }
    });
}

fn assert_safe((one_by_one, at_once): &Verdicts) {
    for (verdict, cast) in [(one_by_one, ONE_BY_ONE), (at_once, AT_ONCE)] {
        assert_eq!(verdict.acknowledged, cast, "{verdict:?}");
        assert!(verdict.too_early.is_empty(), "{verdict:#?}");
    }
}

fn assert_all_too_early((one_by_one, at_once): &Verdicts) {
    for (verdict, cast) in [(one_by_one, ONE_BY_ONE), (at_once, AT_ONCE)] {
        assert_eq!(verdict.acknowledged, cast, "{verdict:?}");
        assert_eq!(verdict.too_early.len(), cast, "the look is blind");
    }
}

async fn look_at_sqlite(mut town: Town, weak: bool) -> Verdicts {
    let folder = tempfile::tempdir().unwrap();
    let mut verdicts = Vec::new();
    for ballots in [Ballots::OneByOne, Ballots::AtOnce] {
        let log = folder.path().join(format!("{}.trace", verdicts.len()));
        let trace = vote_traced(&mut town, ballots, weak, &log).await;
        let calls = calls(&trace, Order::Lines);
        verdicts.push(judge(&calls, &calls, "viche.db-wal", ballots));
    }
    let at_once = verdicts.pop().unwrap();
    (verdicts.pop().unwrap(), at_once)
}

/// The program and the database are two processes here: both are traced, and the clock tells what came first.
async fn look_at_postgres(weak: bool) -> Verdicts {
    let folder = tempfile::tempdir().unwrap();
    let mut cluster = Cluster::create();
    let database_log = cluster.folder().join("trace");
    cluster.start_traced(CALLS, &database_log).await;
    let mut town = Town::found(&cluster.url(), folder.path()).await.unwrap();
    let mut traces = Vec::new();
    for ballots in [Ballots::OneByOne, Ballots::AtOnce] {
        let log = folder.path().join(format!("{}.trace", traces.len()));
        traces.push(vote_traced(&mut town, ballots, weak, &log).await);
    }
    town.store.close().await.unwrap();
    cluster.stop();
    let database = calls(&complete(&database_log).await, Order::Time);
    let verdict = |trace: &str| {
        judge(
            &calls(trace, Order::Time),
            &database,
            "/pg_wal/",
            Ballots::AtOnce,
        )
    };
    (verdict(&traces[0]), verdict(&traces[1]))
}

/// Lets residents cast their ballots at a program under `strace`; gives its lines.
async fn vote_traced(town: &mut Town, ballots: Ballots, weak: bool, log: &Path) -> String {
    let (how_many, in_flight) = match ballots {
        Ballots::OneByOne => (ONE_BY_ONE, 1),
        Ballots::AtOnce => (AT_ONCE, IN_FLIGHT),
    };
    let (poll, number) = town.poll(4).await.unwrap();
    let viche = Viche::start(town);
    town.port = viche.port;
    let residents = residents(town, number, how_many).await;
    viche.stop();
    let mut command = traced(town, CALLS, log);
    if weak {
        command.env("VICHE_DURABILITY_OFF_FOR_TESTS", "1");
    }
    let viche = Viche::spawn(command).ready();
    assert_eq!(viche.log().contains("DURABILITY IS OFF"), weak);
    let told = cast(viche.port, number, &residents, in_flight).await;
    viche.stop();
    assert!(told.iter().all(|told| *told == Told::Recorded), "{told:?}");
    let turnout = town.store.turnout(TOWN, poll).await.unwrap();
    assert_eq!(turnout, how_many as i64);
    complete(log).await
}

/// A trace to its end: strace outlives what it watches by a moment.
async fn complete(log: &Path) -> String {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(20) {
        let trace = std::fs::read_to_string(log).unwrap();
        // The first line is the first thread's, and that ends last.
        let first = trace.split(' ').next().unwrap_or_default();
        let ended = |line: &str| {
            line.starts_with(&format!("{first} ")) && line.contains(" +++ exited with ")
        };
        if trace.lines().next_back().is_some_and(ended) {
            return trace;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("strace does not end: {}", log.display());
}
