//! `kill -9` of the program, in a loop, under load.

use crate::{
    casting::{
        Casting, Told, assert_everybody_once, cast, residents, shown_receipt, stored_receipt,
    },
    databases::{number, run},
    dice::Dice,
    load::{
        client::in_time,
        town::{Resident, Town},
    },
    program::{Viche, command},
};
use domain::ids::PollNumber;
use std::collections::{HashMap, VecDeque};
use store::{Store, StoreOptions};

/// How often the program is killed: 100 times, or what `VICHE_KILL_CYCLES` says (for a quick try).
fn cycles() -> usize {
    std::env::var("VICHE_KILL_CYCLES").map_or(100, |text| text.parse().unwrap())
}

/// How many press the button at the same time.
const IN_FLIGHT: usize = 16;
/// After how many acknowledgements of a cycle, at the latest, the moment of the kill is near.
const MOST_RECORDED: u64 = 16;
/// How many residents come for each cycle: a batch or two come through while the kill is on its way.
const FOR_EACH_CYCLE: usize = 24;
/// How many of those who were cut off, and of those who were not, look at their confirmation in the next cycle.
const WITNESSES: usize = 3;
/// In one of so many cycles the program is killed while it starts.
const KILLED_AT_START: u64 = 8;

on_both_databases! {
    async fn a_hundred_kills_lose_nothing_acknowledged_and_count_nothing_twice(town: Town) {
        let cycles = cycles();
        let (poll, number) = town.poll(4).await.unwrap();
        let mut viche = Viche::start(&town);
        town.port = viche.port;
        let all = residents(&town, number, cycles * FOR_EACH_CYCLE).await;
        viche.kill();
        // Nobody else holds the database open: each start finds what the kill has left.
        in_time("closing the database", town.store.close()).await.unwrap().unwrap();

        let story = kill_in_a_loop(&town, number, &all).await;
        eprintln!("{story}");

        town.store = Store::connect(&town.config.database_url, StoreOptions::default()).await.unwrap();
        for resident in &story.acknowledged {
            assert!(stored_receipt(&town, poll, resident).await.is_some(), "an acknowledged ballot is gone");
        }
        for (resident, receipt) in story.receipts.values() {
            assert_eq!(stored_receipt(&town, poll, resident).await.as_ref(), Some(receipt), "another receipt than was shown");
        }
        let mut before = Vec::new();
        for resident in &all {
            before.push(stored_receipt(&town, poll, resident).await);
        }

        // In the end everybody presses once more: whoever was not answered, whoever was, and whoever never came to it.
        let viche = Viche::start(&town);
        let told = cast(viche.port, number, &all, IN_FLIGHT).await;
        assert!(told.iter().all(|told| *told == Told::Recorded), "{told:?}");
        viche.stop();
        for (resident, before) in all.iter().zip(before) {
            if before.is_some() {
                assert_eq!(stored_receipt(&town, poll, resident).await, before, "a retry changed the receipt");
            }
        }
        assert_everybody_once(&town, poll, &all).await;
        assert_intact(&town).await;
        assert_recount_tells(&town).await;
        story.assert_it_proves_something(cycles);
    }
}

/// What happened in all cycles.
#[derive(Default)]
struct Story {
    acknowledged: Vec<Resident>,
    /// The receipts that residents saw on their confirmation page, by their submission.
    receipts: HashMap<String, (Resident, String)>,
    /// Who pressed the button and got no answer, how often.
    cut_off: usize,
    /// Of those whom we asked about it: how many were recorded all the same, and how many were not.
    recorded_untold: usize,
    not_recorded: usize,
    killed_at_start: usize,
}

impl std::fmt::Display for Story {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} acknowledged, {} cut off (of those asked {} were recorded, {} not), {} killed while starting",
            self.acknowledged.len(),
            self.cut_off,
            self.recorded_untold,
            self.not_recorded,
            self.killed_at_start
        )
    }
}

impl Story {
    /// A loop whose kills met nobody would be green whatever the program did.
    fn assert_it_proves_something(&self, cycles: usize) {
        assert!(self.acknowledged.len() > cycles, "{self}");
        assert!(self.cut_off > cycles, "{self}");
        if cycles >= 100 {
            assert!(
                self.recorded_untold > 0 && self.not_recorded > 0,
                "no kill came between the commit and the answer, or none before the commit: {self}"
            );
        }
    }

    /// Remembers what a resident sees; what they saw before must still be there.
    fn sees(&mut self, resident: &Resident, receipt: &str) {
        let (_, seen) = self
            .receipts
            .entry(resident.submission.clone())
            .or_insert_with(|| (resident.clone(), receipt.to_owned()));
        assert_eq!(seen, receipt, "another receipt than before");
    }
}

async fn kill_in_a_loop(town: &Town, poll: PollNumber, residents: &[Resident]) -> Story {
    let mut dice = Dice::new();
    let mut story = Story::default();
    let mut waiting: VecDeque<Resident> = VecDeque::new();
    let (mut cut_off, mut told): (Vec<Resident>, Vec<Resident>) = Default::default();
    // New residents for each cycle: a fast machine would have nobody left for the last ones.
    for new in residents.chunks(FOR_EACH_CYCLE) {
        waiting.extend(new.iter().cloned());
        if dice.below(KILLED_AT_START) == 0 {
            let mut starting = Viche::spawn(command(town));
            tokio::time::sleep(dice.moment(200)).await;
            starting.kill();
            story.killed_at_start += 1;
        }
        let mut viche = Viche::start(town);
        for resident in told.drain(..).take(WITNESSES) {
            let receipt = shown_receipt(viche.port, poll, &resident).await;
            let receipt = receipt.expect("an acknowledged ballot is gone");
            story.sees(&resident, &receipt);
        }
        for resident in cut_off.iter().take(WITNESSES) {
            match shown_receipt(viche.port, poll, resident).await {
                Some(receipt) => {
                    story.recorded_untold += 1;
                    story.sees(resident, &receipt);
                }
                None => story.not_recorded += 1,
            }
        }
        // Whoever was cut off comes again first, with the same form.
        for resident in cut_off.drain(..) {
            waiting.push_front(resident);
        }

        let now: Vec<Resident> = waiting.drain(..).collect();
        let casting = Casting::begin(viche.port, poll, now.clone(), IN_FLIGHT);
        let recorded = dice.below(MOST_RECORDED) as usize;
        assert!(
            casting.until_recorded(recorded).await,
            "nobody listens: {story}"
        );
        tokio::time::sleep(dice.moment(4)).await;
        viche.kill();
        for (resident, what) in now.into_iter().zip(casting.told().await) {
            match what {
                Told::Recorded => {
                    story.acknowledged.push(resident.clone());
                    told.push(resident);
                }
                Told::Nothing => cut_off.push(resident),
                Told::NotPressed => waiting.push_back(resident),
                other @ Told::Other(..) => panic!("{other:?}"),
            }
        }
        story.cut_off += cut_off.len();
    }
    story
}

/// The database's own opinion of itself.
async fn assert_intact(town: &Town) {
    let url = &town.config.database_url;
    if url.starts_with("sqlite:") {
        let faults = "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'";
        assert_eq!(number(url, faults).await, 0);
        let strays = "SELECT count(*) FROM pragma_foreign_key_check";
        assert_eq!(number(url, strays).await, 0);
    }
    let answers_without_a_ballot = "SELECT count(*) FROM answer WHERE NOT EXISTS \
        (SELECT 1 FROM ballot WHERE ballot.poll_id = answer.poll_id AND ballot.id = answer.ballot_id)";
    assert_eq!(number(url, answers_without_a_ballot).await, 0);
}

/// `viche recount` says that all is well; and when a counter is moved by one it says that it is not.
async fn assert_recount_tells(town: &Town) {
    for (quick, sql, agrees) in [
        (false, None, true),
        (true, None, true),
        (
            false,
            Some("UPDATE counter SET n = n + 1 WHERE question_no = 1 AND option_no = 2"),
            false,
        ),
        (
            true,
            Some("UPDATE counter SET n = n + 1 WHERE question_no = 0"),
            false,
        ),
    ] {
        if let Some(sql) = sql {
            run(&town.config.database_url, sql).await;
        }
        let mut recount = command(town);
        recount.arg("recount");
        if quick {
            recount.arg("--quick");
        }
        let status = recount.status().unwrap();
        assert_eq!(status.success(), agrees, "quick: {quick}, {sql:?}");
    }
}
