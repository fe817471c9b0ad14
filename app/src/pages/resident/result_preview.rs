//! The page of results as the staff's preview shows it before anything was counted: the same protocol, with figures that are
//! invented and say nothing. Each option has as many votes as every other, so that no picture of it passes for a result.

use super::results::Protocol;
use crate::{
    context::Visit,
    i18n::{AskedPlaces, Lang, staff},
};
use domain::{
    policy::Policy,
    poll::{Poll, Question},
    tally::{QuestionTally, Tally},
};
use leptos::prelude::*;
use store::results::PollResult;

/// Votes for each option.
const VOTES: i64 = 10;

/// The page, with words before it that say what it is.
#[component]
pub fn ResultPreview(
    visit: Visit,
    poll: Poll,
    places: AskedPlaces,
    policy: Policy,
) -> impl IntoView {
    let lang: Lang = visit.lang;
    let closed_at = poll.content.closes_at.unwrap_or(visit.now);
    let tally = even(&poll.content.questions);
    // There are no ballots that a checksum could be of.
    let policy = Policy {
        least_cell: tally.ballots.saturating_add(1),
        ..policy
    };
    let result = PollResult {
        tally,
        on_paper: 0,
        ballot_hash: [0; 32],
        entitled: None,
        closed_at,
        created_at: closed_at,
    };
    view! {
        <div class="callout callout--warn">
            <p>{staff::preview_result_note(lang)}</p>
        </div>
        <div class="section">
            <Protocol visit poll result places policy early=None />
        </div>
    }
}

/// A count in which all options of a question are equal.
fn even(questions: &[Question]) -> Tally {
    let counts = questions.iter().map(|question| {
        let options = question.option_numbers();
        let votes = options.iter().map(|&option| (option, VOTES));
        let answered = i64::try_from(options.len().max(1)).unwrap_or(i64::MAX);
        let count = QuestionTally {
            answered: answered.saturating_mul(VOTES),
            options: votes.collect(),
        };
        (question.no, count)
    });
    let questions: std::collections::BTreeMap<_, _> = counts.collect();
    Tally {
        ballots: questions
            .values()
            .map(|count| count.answered)
            .max()
            .unwrap_or(VOTES),
        questions,
    }
}
