//! Polls open and close by themselves, on time and once: while several programs run, and after a downtime in which a term
//! began or ended.

use crate::{
    casting::{Casting, Told, cast, residents, stored_receipt},
    databases::{number, on_postgres},
    dice::Dice,
    load::town::{TOWN, Town, poll_content},
    program::{Viche, command},
};
use app::keys::{OsRandom, RandomBytes};
use domain::{
    ids::{PollId, PollNumber},
    lifecycle::State,
    policy::Policy,
    poll::{DraftRules, Secrecy, check_publishable},
    time::{DAY, Millis},
};
use sea_orm::{ConnectionTrait, Database, TransactionTrait};
use std::time::{Duration, Instant};
use store::{
    Actor, By, LinkKeys, Store, StoreOptions, change_log::LINK_KEY_DESTROYED, polls::NewPoll,
};

/// How late something may be that happens by itself, on a machine that does other things too.
const LATE: Duration = Duration::from_secs(20);

/// A published poll with this very term, in milliseconds from now by the database's clock.
pub async fn poll_with_term(town: &Town, opens_in: i64, closes_in: i64) -> (PollId, PollNumber) {
    publish_with_term(&town.store, Secrecy::Secret, 1, opens_in, closes_in).await
}

/// The same, of this secrecy and under this version of the regulation.
async fn publish_with_term(
    store: &Store,
    secrecy: Secrecy,
    policy_version: i64,
    opens_in: i64,
    closes_in: i64,
) -> (PollId, PollNumber) {
    let now = store.now_in_database().await.unwrap();
    let by = By {
        actor: Actor::System,
        at: now,
    };
    let mut content = poll_content(now, 4);
    content.secrecy = secrecy;
    content.opens_at = Some(now.plus(opens_in));
    content.closes_at = Some(now.plus(closes_in));
    let policy = Policy {
        shortest_term_ms: 1,
        longest_term_ms: 365 * DAY,
        ..Policy::default()
    };
    let rules = DraftRules {
        policy: &policy,
        territory_prefix: None,
        known_settlements: None,
        known_districts: None,
        known_organisations: None,
    };
    let checked = check_publishable(&content, rules, now).unwrap();
    let id = PollId::from_random(OsRandom.bytes());
    let new = NewPoll {
        id,
        content: &content,
        policy_version,
        author: None,
    };
    let number = store.create_poll(TOWN, &new, by).await.unwrap();
    store
        .publish_poll(TOWN, id, 1, &checked, policy_version, by)
        .await
        .unwrap();
    (id, number)
}

/// Waits until all of these are closed and their jobs are done, the forgetting of the old ballots included.
pub async fn all_closed(town: &Town, polls: &[PollId], viches: &[&Viche]) {
    let began = Instant::now();
    loop {
        let jobs = "SELECT count(*) FROM job WHERE done_at IS NULL";
        let mut waiting = number(&town.config.database_url, jobs).await;
        for &poll in polls {
            waiting += i64::from(state(town, poll).await != State::Closed);
        }
        if waiting == 0 {
            return;
        }
        assert!(
            began.elapsed() < LATE,
            "{waiting} polls or jobs wait:\n{}",
            viches.iter().map(|viche| viche.log()).collect::<String>()
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

pub async fn state(town: &Town, poll: PollId) -> State {
    town.store.poll(TOWN, poll).await.unwrap().unwrap().state
}

/// What the public log says, and since when by the database's clock.
async fn log(town: &Town, poll: PollId) -> Vec<(String, Millis)> {
    let log = town.store.change_log(TOWN, poll).await.unwrap();
    log.into_iter()
        .map(|change| (change.kind, change.at))
        .collect()
}

/// Published, opened, closed: each once, in this order, with one result that a recount confirms.
pub async fn assert_opened_and_closed_once(town: &Town, poll: PollId, ballots: i64) {
    let log = log(town, poll).await;
    let kinds: Vec<&str> = log.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["published", "opened", "closed"], "{log:?}");
    assert!(log.is_sorted_by_key(|(_, at)| *at), "{log:?}");
    let result = town.store.result(TOWN, poll).await.unwrap().unwrap();
    assert_eq!(result.tally.ballots, ballots);
    let recount = town.store.recount(TOWN, poll, |_| {}).await.unwrap();
    assert!(recount.agrees(), "{recount:?}");
    assert_eq!(recount.ballots, result.tally);
    assert_eq!(recount.ballot_hash, Some(result.ballot_hash));
}

/// How many link keys wait for their destruction.
const UNDONE: &str = "SELECT count(*) FROM job WHERE kind = 'destroy_link_key' AND done_at IS NULL";

/// How many polls there are in a test, so that programs meet at some of them.
const MANY: usize = 30;

on_both_databases! {
    async fn terms_that_passed_during_a_downtime_are_opened_and_closed_in_order_once_by_three_programs(town: Town) {
        for round in 0..3 {
            let mut polls = Vec::new();
            for _ in 0..MANY {
                polls.push(poll_with_term(&town, 1, 2).await.0);
            }
            // An instance is known by its address, which in containers is often the same for all.
            let names = match round {
                0 => ["127.0.0.1:0", "127.0.0.2:0", "127.0.0.3:0"],
                1 => ["127.0.0.1:0"; 3],
                _ => ["127.0.0.1:0", "127.0.0.1:0", "127.0.0.2:0"],
            };
            let viches = names.map(|name| {
                let mut command = command(&town);
                command.env("VICHE_ADDR", name);
                Viche::spawn(command)
            });
            let viches = viches.map(Viche::ready);
            all_closed(&town, &polls, &viches.each_ref()).await;
            for poll in polls {
                assert_opened_and_closed_once(&town, poll, 0).await;
            }
            viches.into_iter().for_each(Viche::stop);
        }
    }

    async fn while_three_programs_run_polls_open_and_close_on_time_and_once(town: Town) {
        let viches = [(); 3].map(|()| Viche::spawn(command(&town))).map(Viche::ready);
        let mut polls = Vec::new();
        for _ in 0..MANY {
            polls.push(poll_with_term(&town, 1_000, 2_500).await.0);
        }
        all_closed(&town, &polls, &viches.each_ref()).await;
        for poll in polls {
            assert_opened_and_closed_once(&town, poll, 0).await;
            let published = town.store.poll(TOWN, poll).await.unwrap().unwrap();
            let log = log(&town, poll).await;
            for ((what, at), due) in log[1..].iter().zip([published.content.opens_at, published.content.closes_at]) {
                let late = at.since(due.unwrap());
                assert!((0..10_000).contains(&late), "{what} {late} ms after it was due");
            }
        }
        viches.into_iter().for_each(Viche::stop);
    }

    async fn programs_destroy_the_keys_of_confidential_polls_by_themselves_and_once(town: Town) {
        let folder = &town.config.link_keys_dir;
        let options = StoreOptions {
            link_keys: Some(LinkKeys::in_directory(folder).unwrap()),
            ..StoreOptions::default()
        };
        let store = Store::connect(&town.config.database_url, options).await.unwrap();
        let now = store.now_in_database().await.unwrap();
        let by = By { actor: Actor::System, at: now };
        // A regulation that has the keys destroyed at the close.
        let at_once = Policy { link_key_days: 0, ..Policy::default() };
        let version = store.append_policy(TOWN, &at_once, now, by).await.unwrap();
        let keys = || std::fs::read_dir(folder).unwrap().count();
        let mut polls = Vec::new();
        for _ in 0..10 {
            polls.push(publish_with_term(&store, Secrecy::Confidential, version, 1, 2).await.0);
        }
        let kept = publish_with_term(&store, Secrecy::Confidential, version, 1, DAY).await.0;
        assert_eq!(keys(), 11);

        let viches = [(); 3].map(|()| Viche::spawn(command(&town))).map(Viche::ready);
        let began = Instant::now();
        while keys() > 1 || number(&town.config.database_url, UNDONE).await > 0 {
            assert!(began.elapsed() < LATE, "{} keys are left", keys());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        for poll in polls {
            let log = log(&town, poll).await;
            let kinds: Vec<&str> = log.iter().map(|(kind, _)| kind.as_str()).collect();
            assert_eq!(kinds, ["published", "opened", "closed", LINK_KEY_DESTROYED], "{log:?}");
        }
        let left: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert!(left[0].to_string_lossy().contains(&kept.to_string()), "{left:?}");
        viches.into_iter().for_each(Viche::stop);
    }

    async fn a_poll_whose_end_passes_while_the_program_is_down_closes_at_the_next_start_with_every_ballot(town: Town) {
        let mut viche = Viche::start(&town);
        town.port = viche.port;
        // Long enough that all can prepare, on a slow machine too.
        let (poll, poll_number) = poll_with_term(&town, 0, 8_000).await;
        let all = residents(&town, poll_number, 80).await;
        let (early, late) = all.split_at(60);
        let mut dice = Dice::new();
        let casting = Casting::begin(viche.port, poll_number, early.to_vec(), 8);
        assert!(casting.until_recorded(20 + dice.below(20) as usize).await);
        viche.kill();
        let told = casting.told().await;
        let mut stored = Vec::new();
        for resident in &all {
            stored.push(stored_receipt(&town, poll, resident).await);
        }
        let ballots = stored.iter().flatten().count() as i64;
        assert_eq!(state(&town, poll).await, State::Open);

        let closes_at = town.store.poll(TOWN, poll).await.unwrap().unwrap().content.closes_at.unwrap();
        let left = closes_at.since(town.store.now_in_database().await.unwrap());
        assert!(left > 0, "this machine is too slow for the test: {left} ms");
        tokio::time::sleep(Duration::from_millis(left.unsigned_abs() + 50)).await;
        assert_eq!(state(&town, poll).await, State::Open, "nobody was there to close it");

        let viches = [(); 2].map(|()| Viche::spawn(command(&town))).map(Viche::ready);
        // Also before the scheduler has come to it no ballot is taken.
        let told_late = cast(viches[0].port, poll_number, late, 8).await;
        let to_late = Told::Other(303, format!("/polls/{poll_number}?late"));
        assert!(told_late.iter().all(|told| *told == to_late), "{told_late:?}");
        all_closed(&town, &[poll], &viches.each_ref()).await;
        assert_opened_and_closed_once(&town, poll, ballots).await;
        // Who was cut off learns the truth: recorded with the receipt that is there, or too late and not counted.
        let told_again = cast(viches[1].port, poll_number, early, 8).await;
        for (place, resident) in early.iter().enumerate() {
            let is_there = stored[place].is_some();
            assert!(told[place] != Told::Recorded || is_there, "an acknowledged ballot is gone");
            let expected = if is_there { &Told::Recorded } else { &to_late };
            assert_eq!(&told_again[place], expected);
            assert_eq!(stored_receipt(&town, poll, resident).await, stored[place]);
        }
        assert_opened_and_closed_once(&town, poll, ballots).await;
        viches.into_iter().for_each(Viche::stop);
    }
}

/// One program is in the midst of opening a poll whose whole term has passed; another one comes to its closing. Whoever is
/// slower must see what the other has done.
#[test]
fn an_opening_under_way_in_one_program_is_not_repeated_by_the_closing_in_another() {
    on_postgres(async |town| {
        let url = town.config.database_url.clone();
        let poll = poll_with_term(&town, 1, 2).await.0;
        // The opening stops before its line in the log is written, with the poll's state changed and nothing committed.
        let db = Database::connect(&url).await.unwrap();
        let lock = db.begin().await.unwrap();
        lock.execute_unprepared("LOCK TABLE change_log IN SHARE MODE")
            .await
            .unwrap();
        let claimed = |kind: &str| {
            format!("SELECT count(*) FROM job WHERE kind = '{kind}' AND claimed_by IS NOT NULL")
        };
        let opener = Viche::start(&town);
        until(&url, &claimed("open_poll")).await;
        let mut other = command(&town);
        other.env("VICHE_ADDR", "127.0.0.2:0");
        let closer = Viche::spawn(other).ready();
        until(&url, &claimed("close_poll")).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        lock.rollback().await.unwrap();
        all_closed(&town, &[poll], &[&opener, &closer]).await;
        assert_opened_and_closed_once(&town, poll, 0).await;
        opener.stop();
        closer.stop();
    });
}

/// Waits until a count is not 0.
async fn until(url: &str, count: &str) {
    let began = Instant::now();
    while number(url, count).await == 0 {
        assert!(began.elapsed() < LATE, "{count} stays 0");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
