//! Residents who press the button at the same time, and what each of them is told.

use crate::load::{
    client::{Answer, Client, in_time},
    town::{Resident, TOWN, Town},
};
use domain::ids::{PollId, PollNumber};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// The host under which the town is served.
pub const HOST: &str = "localhost:3000";

/// What somebody was told who pressed the button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// «Recorded»: 303 to the confirmation.
    Recorded,
    /// Something else: the status and where it leads.
    Other(u16, String),
    /// The connection ended before an answer came.
    Nothing,
    /// The button was never pressed: nobody listened any more.
    NotPressed,
}

/// Ballots under way. `recorded` counts the acknowledgements so far.
pub struct Casting {
    pub recorded: Arc<AtomicUsize>,
    all: tokio::task::JoinHandle<Vec<Told>>,
}

impl Casting {
    /// Begins: `in_flight` connections, each with one resident at a time, until everybody has had their turn.
    pub fn begin(port: u16, poll: PollNumber, residents: Vec<Resident>, in_flight: usize) -> Self {
        let recorded = Arc::new(AtomicUsize::new(0));
        let all = tokio::spawn(everybody(
            port,
            poll,
            residents,
            in_flight,
            recorded.clone(),
        ));
        Self { recorded, all }
    }

    /// Waits until so many are acknowledged; false when the casting ended before.
    pub async fn until_recorded(&self, many: usize) -> bool {
        while self.recorded.load(Ordering::Relaxed) < many {
            if self.all.is_finished() {
                return false;
            }
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        true
    }

    /// What each was told, in the order of the residents.
    pub async fn told(self) -> Vec<Told> {
        self.all.await.unwrap()
    }
}

/// Casts the ballots of these residents, and waits.
pub async fn cast(
    port: u16,
    poll: PollNumber,
    residents: &[Resident],
    in_flight: usize,
) -> Vec<Told> {
    Casting::begin(port, poll, residents.to_vec(), in_flight)
        .told()
        .await
}

async fn everybody(
    port: u16,
    poll: PollNumber,
    residents: Vec<Resident>,
    in_flight: usize,
    recorded: Arc<AtomicUsize>,
) -> Vec<Told> {
    let residents = Arc::new(residents);
    let next = Arc::new(AtomicUsize::new(0));
    let mut connections = tokio::task::JoinSet::new();
    for _ in 0..in_flight {
        let (residents, next, recorded) = (residents.clone(), next.clone(), recorded.clone());
        connections.spawn(async move {
            let mut told = Vec::new();
            // A connection that breaks is made anew, as browsers do; when nobody listens there is no more to do.
            while let Ok(mut client) = Client::connect(port).await {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(resident) = residents.get(at) else {
                        return told;
                    };
                    let what = press(&mut client, poll, resident).await;
                    let broken = what == Told::Nothing;
                    if what == Told::Recorded {
                        recorded.fetch_add(1, Ordering::Relaxed);
                    }
                    told.push((at, what));
                    if broken {
                        break;
                    }
                }
            }
            told
        });
    }
    let mut all = vec![Told::NotPressed; residents.len()];
    for (at, what) in connections.join_all().await.into_iter().flatten() {
        all[at] = what;
    }
    all
}

/// One press of the button.
pub async fn press(client: &mut Client, poll: PollNumber, resident: &Resident) -> Told {
    let form = format!("poll={poll}&submission={}", resident.submission);
    let answer = client.post(HOST, "/do/submit", &resident.cookies, &form);
    match in_time("a ballot", answer).await {
        Err(error) => panic!("{error}"),
        Ok(Err(_)) => Told::Nothing,
        Ok(Ok(answer)) => told(&answer, poll),
    }
}

fn told(answer: &Answer, poll: PollNumber) -> Told {
    let to = answer.header("location").unwrap_or_default();
    if answer.status == 303 && to == format!("/polls/{poll}/done") {
        Told::Recorded
    } else {
        Told::Other(answer.status, to.to_owned())
    }
}

/// The receipt that the confirmation page shows to this resident; `None` where it says that they have not taken part.
pub async fn shown_receipt(port: u16, poll: PollNumber, resident: &Resident) -> Option<String> {
    let mut client = Client::connect(port).await.unwrap();
    let path = format!("/polls/{poll}/done");
    let page = client.get(HOST, &path, &resident.cookies);
    let page = in_time("a confirmation", page).await.unwrap().unwrap();
    if page.status == 303 {
        assert_eq!(
            page.header("location"),
            Some(format!("/polls/{poll}").as_str()),
            "{}",
            page.head
        );
        return None;
    }
    assert_eq!(page.status, 200, "{}", page.head);
    let mut html = Vec::new();
    std::io::Read::read_to_end(
        &mut brotli::Decompressor::new(page.body.as_slice(), 4096),
        &mut html,
    )
    .unwrap();
    let html = String::from_utf8(html).unwrap();
    let (_, rest) = html.split_once("class=\"code\">").expect("no code");
    Some(rest.split('<').next().unwrap().to_owned())
}

/// The receipt in the database of everybody who took part with this very submission; `None` for whoever did not take part.
pub async fn stored_receipt(town: &Town, poll: PollId, resident: &Resident) -> Option<String> {
    let taken = town
        .store
        .participation(TOWN, poll, resident.person)
        .await
        .unwrap()?;
    assert_eq!(
        taken.submission.to_string(),
        resident.submission,
        "another submission was recorded"
    );
    Some(taken.receipt.to_string())
}

/// Residents at the check page, prepared four at a time: all that is left is to press the button.
pub async fn residents(town: &Town, poll: PollNumber, how_many: usize) -> Vec<Resident> {
    let part = |index: usize| town.residents_at_the_check(poll, (how_many + 3 - index) / 4);
    let (a, b, c, d) = tokio::join!(part(0), part(1), part(2), part(3));
    [a, b, c, d]
        .into_iter()
        .flat_map(|part| part.unwrap())
        .collect()
}

/// How many of `how_many` residents prepared by [`residents`] choose each of the four options: everybody takes the one
/// after their neighbour's.
pub fn choices(how_many: usize) -> [i64; 4] {
    let mut choices = [0; 4];
    for part in 0..4 {
        for place in 0..(how_many + 3 - part) / 4 {
            choices[place % 4] += 1;
        }
    }
    choices
}

/// Asserts what must hold at the end, when all of these residents have taken part: everybody once with their own submission,
/// no receipt twice, a recount in both ways that agrees with the counters and with what was chosen.
pub async fn assert_everybody_once(town: &Town, poll: PollId, residents: &[Resident]) {
    let mut receipts = std::collections::HashSet::new();
    for resident in residents {
        let receipt = stored_receipt(town, poll, resident).await;
        let receipt = receipt.expect("an acknowledged ballot is gone");
        assert!(receipts.insert(receipt), "two have one receipt");
    }
    let turnout = town.store.turnout(TOWN, poll).await.unwrap();
    assert_eq!(turnout, residents.len() as i64, "everybody once");
    let recount = town.store.recount(TOWN, poll, |_| {}).await.unwrap();
    assert!(recount.agrees(), "{recount:?}");
    let quick = town.store.recount_quick(TOWN, poll).await.unwrap();
    assert!(quick.agrees() && quick.ballots == recount.ballots);
    let participations = crate::databases::number(
        &town.config.database_url,
        "SELECT count(*) FROM participation",
    )
    .await;
    assert_eq!(participations, turnout, "as many participations as ballots");
    let mut counted = [0; 4];
    for (question, option, n) in recount.ballots.counters() {
        match (question.0, option.0) {
            (0, 0) | (1, 0) => assert_eq!(n, turnout, "question {question:?}"),
            (1, option @ 1..=4) => counted[option as usize - 1] = n,
            _ => panic!("{question:?} {option:?}"),
        }
    }
    assert_eq!(
        counted,
        choices(residents.len()),
        "what was chosen is not what was counted"
    );
}
