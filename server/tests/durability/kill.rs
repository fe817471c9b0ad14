//! `kill -9` in a loop, under load.

use crate::{
    load::{
        client::Client,
        town::{Resident, TOWN, Town},
    },
    program::{Viche, command, postgres},
};
use domain::ids::PollNumber;
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// How often the program is killed: 100 times, or what VICHE_KILL_CYCLES says (for a quick try).
fn cycles() -> usize {
    std::env::var("VICHE_KILL_CYCLES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(100)
}

/// Ballots for each cycle, and connections that cast them.
const EACH: usize = 12;
const CONNECTIONS: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_kills_lose_nothing_acknowledged_and_count_nothing_twice_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/viche.db", folder.path().display());
    kill_in_a_loop(Town::found(&url, folder.path()).await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_kills_lose_nothing_acknowledged_and_count_nothing_twice_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    let url = postgres().await;
    kill_in_a_loop(Town::found(&url, folder.path()).await.unwrap()).await;
}

async fn kill_in_a_loop(mut town: Town) {
    let cycles = cycles();
    let (poll, number) = town.poll(4).await.unwrap();
    let viche = Viche::start(&town, &[], &[]);
    town.port = viche.port;
    let residents = town
        .residents_at_the_check(number, cycles * EACH)
        .await
        .unwrap();
    viche.kill();
    let mut waiting: Vec<Resident> = residents.clone();
    let mut acknowledged: Vec<Resident> = Vec::new();
    let mut cut_off = 0;
    for cycle in 0..cycles {
        let viche = Viche::start(&town, &[], &[]);
        let part: Vec<Resident> = waiting.drain(..waiting.len().min(EACH)).collect();
        // From before the first commit to after the last one: each moment is met some time.
        let moment = Duration::from_millis((cycle as u64 * 7) % 40);
        let casting = tokio::spawn(cast_all(viche.port, number, part));
        tokio::time::sleep(moment).await;
        viche.kill();
        let (done, unknown) = casting.await.unwrap();
        cut_off += unknown.len();
        acknowledged.extend(done);
        // Whoever got no answer tries again some time later, with the same form.
        waiting.extend(unknown);
    }
    assert!(
        cut_off > cycles / 4,
        "the kills met hardly anybody ({cut_off}): this proves nothing"
    );
    assert!(
        acknowledged.len() > cycles / 4,
        "hardly anybody was acknowledged ({}): this proves nothing",
        acknowledged.len()
    );
    for resident in &acknowledged {
        let taken = town
            .store
            .participation(TOWN, poll, resident.person)
            .await
            .unwrap();
        assert!(taken.is_some(), "an acknowledged ballot is gone");
    }
    // In the end everybody gets through, also those whose ballot was recorded without their knowing.
    let viche = Viche::start(&town, &[], &[]);
    let (done, unknown) = cast_all(viche.port, number, waiting).await;
    assert!(
        unknown.is_empty(),
        "{} were not answered by a healthy program",
        unknown.len()
    );
    assert_eq!(acknowledged.len() + done.len(), residents.len());
    assert_eq!(viche.stop(), Some(0));
    assert_eq!(
        town.store.turnout(TOWN, poll).await.unwrap(),
        residents.len() as i64,
        "everybody once"
    );
    let recount = town.store.recount(TOWN, poll, |_| {}).await.unwrap();
    assert!(recount.agrees(), "{recount:?}");
    assert_eq!(recount.ballots.ballots, residents.len() as i64);
    let told = command(&town, &[], &[]).arg("recount").status().unwrap();
    assert!(told.success(), "viche recount finds a difference");
}

/// Casts the ballots of these residents; gives those who were told «recorded», and those who were told nothing.
async fn cast_all(
    port: u16,
    poll: PollNumber,
    residents: Vec<Resident>,
) -> (Vec<Resident>, Vec<Resident>) {
    let residents = Arc::new(residents);
    let next = Arc::new(AtomicUsize::new(0));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (residents, next) = (residents.clone(), next.clone());
        tasks.spawn(async move {
            let mut done = Vec::new();
            let Ok(mut client) = Client::connect(port).await else {
                return done;
            };
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(resident) = residents.get(at) else {
                    return done;
                };
                let form = format!("poll={poll}&submission={}", resident.submission);
                match client
                    .post("localhost:3000", "/do/submit", &resident.cookies, &form)
                    .await
                {
                    Ok(answer) => {
                        assert_eq!(answer.status, 303, "{}", answer.head);
                        assert_eq!(
                            answer.header("location"),
                            Some(format!("/polls/{poll}/done").as_str()),
                            "{}",
                            answer.head
                        );
                        done.push(at);
                    }
                    Err(_) => return done,
                }
            }
        });
    }
    let mut done = Vec::new();
    while let Some(some) = tasks.join_next().await {
        done.extend(some.unwrap());
    }
    let (mut acknowledged, mut unknown) = (Vec::new(), Vec::new());
    for (at, resident) in residents.iter().enumerate() {
        if done.contains(&at) {
            acknowledged.push(resident.clone())
        } else {
            unknown.push(resident.clone())
        }
    }
    (acknowledged, unknown)
}
