//! `kill -9` in the midst of opening and closing: each step can be cut off anywhere, and is finished later, once.

use crate::{
    databases::number,
    dice::Dice,
    load::town::{TOWN, Town},
    program::{Viche, command},
    terms::{all_closed, assert_opened_and_closed_once, poll_with_term, state},
};
use app::keys::{OsRandom, RandomBytes};
use domain::{
    answer::{Given, check_answers},
    identity::Assurance,
    ids::{BallotId, OptionNo, PollId, QuestionNo, SubmissionId},
    lifecycle::State,
    receipt::Receipt,
};
use std::time::Duration;
use store::{BallotBox, BallotBoxOptions, Channel, Submission};

/// How many polls are closed under fire, with so many ballots each, and how often the program is killed at most.
const POLLS: usize = 24;
const BALLOTS: usize = 60;
const KILLS: usize = 40;

on_both_databases! {
    async fn killed_while_it_opens_and_closes_it_finishes_later_and_does_nothing_twice(town: Town) {
        let mut polls = Vec::new();
        for index in 0..POLLS {
            // Half of them are open and have ballots; the whole term of the others passes meanwhile.
            let opens_in = if index % 2 == 0 { 0 } else { 5_900 };
            polls.push(poll_with_term(&town, opens_in, 6_000).await.0);
        }
        let ballots = ballots(&town, &polls).await;
        for (place, &poll) in polls.iter().enumerate() {
            assert_eq!(town.store.turnout(TOWN, poll).await.unwrap(), ballots[place]);
        }
        let url = town.config.database_url.clone();
        tokio::time::sleep(Duration::from_millis(6_100)).await;

        let mut dice = Dice::new();
        let (mut kills, mut in_the_midst) = (0, 0);
        let undone = "SELECT count(*) FROM job WHERE done_at IS NULL";
        let mut left = number(&url, undone).await;
        let mut most_ms = 60;
        while kills < KILLS && left > 0 {
            let mut viche = Viche::spawn(command(&town));
            viche.serving();
            tokio::time::sleep(dice.moment(most_ms)).await;
            viche.kill();
            kills += 1;
            let before = std::mem::replace(&mut left, number(&url, undone).await);
            // Where nothing was done the kill came too early, where all was done too late.
            if left == before { most_ms += 20 } else { in_the_midst += usize::from(left > 0) }
        }
        let mut closed = 0;
        for &poll in &polls {
            closed += usize::from(state(&town, poll).await == State::Closed);
        }
        eprintln!("{kills} kills, after {in_the_midst} of them some was done and some was not; {closed} closed, {left} jobs left");
        assert!(in_the_midst > 0, "the kills met nothing: this proves nothing");

        // Another instance finishes what the dead one had claimed, once its claim has lapsed.
        let mut other = command(&town);
        other.env("VICHE_ADDR", "127.0.0.2:0").env("VICHE_CLOCK_OFFSET_MS", "40000");
        let viche = Viche::spawn(other).ready();
        all_closed(&town, &polls, &[&viche]).await;
        viche.stop();
        for (poll, ballots) in polls.into_iter().zip(ballots) {
            assert_opened_and_closed_once(&town, poll, ballots).await;
        }
        let not_rewritten = "SELECT count(*) FROM poll WHERE ballots_rewritten_at IS NULL";
        assert_eq!(number(&url, not_rewritten).await, 0);
    }
}

/// Fills the polls that are open; gives how many ballots each of them got.
async fn ballots(town: &Town, polls: &[PollId]) -> Vec<i64> {
    let mut persons = Vec::new();
    for _ in 0..BALLOTS {
        persons.push(town.resident().await.unwrap().0);
    }
    let ballot_box = BallotBox::start(town.store.clone(), BallotBoxOptions::default());
    let mut given = Vec::new();
    for (place, &poll) in polls.iter().enumerate() {
        if place % 2 == 1 {
            given.push(0);
            continue;
        }
        let stored = town.store.poll(TOWN, poll).await.unwrap().unwrap();
        let questions = stored.content.questions;
        let mut casts = tokio::task::JoinSet::new();
        for (index, &person) in persons.iter().enumerate() {
            let answer = (
                QuestionNo(1),
                Given::of_options(vec![OptionNo(index as i16 % 4 + 1)]),
            );
            let answers = check_answers(&questions, &[answer]).unwrap();
            let submission = Submission {
                community: TOWN,
                poll,
                person,
                submission: SubmissionId::from_random(OsRandom.bytes()),
                receipt: Receipt::from_random(OsRandom.bytes()),
                ballot: BallotId::from_random(OsRandom.bytes()),
                answers,
                assurance: Assurance::BankId,
                channel: Channel::Web,
                judged: None,
                drafts: Vec::new(),
            };
            let ballot_box = ballot_box.clone();
            casts.spawn(async move { ballot_box.cast(submission).await });
        }
        for cast in casts.join_all().await {
            cast.unwrap();
        }
        given.push(BALLOTS as i64);
    }
    ballot_box.shutdown().await;
    given
}
