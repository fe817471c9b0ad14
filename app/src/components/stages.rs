//! What happens when: the stages of a consultation with their dates.

use super::phase::Phase;
use crate::{
    context::Visit,
    i18n::{Lang, dates, polls, vote},
};
use domain::{
    policy::Policy,
    poll::Poll,
    time::{Date, Millis},
};
use leptos::prelude::*;
use std::sync::Arc;

/// How far a stage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Done,
    Now,
    ToCome,
}

/// The stages of `poll`; with `answered`, as the person sees them who has just answered. When exactly they answered is nowhere
/// recorded, so no stage says so. `policy` is the version under which the poll was submitted.
#[component]
pub fn Stages(
    visit: Visit,
    #[prop(into)] poll: Arc<Poll>,
    policy: Policy,
    #[prop(default = false)] answered: bool,
) -> impl IntoView {
    let (lang, now) = (visit.lang, visit.now);
    let phase = Phase::of_poll(&poll, now);
    let (opens, closes) = (poll.content.opens_at, poll.content.closes_at);
    let first = if answered {
        Some((vote::stage_you_answered(lang), None))
    } else {
        let published = poll.published_at;
        published.map(|at| {
            let date = dates::short_date(lang, at, now);
            (polls::stage_published(lang), Some(date))
        })
    };
    let (voting, voting_progress) = match phase {
        Phase::Draft | Phase::Scheduled => (polls::stage_voting_over(lang), Progress::ToCome),
        Phase::Open => (polls::stage_voting(lang), Progress::Now),
        Phase::Counting | Phase::Closed => (polls::stage_voting_over(lang), Progress::Done),
    };
    let (results, results_progress) = match phase {
        Phase::Counting => (polls::stage_counting(lang), Progress::Now),
        Phase::Closed => (polls::stage_results_public(lang), Progress::Done),
        _ => (polls::stage_results_at_close(lang), Progress::ToCome),
    };
    // This version keeps no answers of the council: it can say that the day is over, and not that nobody answered.
    let due = closes
        .and_then(|closes| response_due(&policy, closes))
        .and_then(|due| {
            let date = dates::date(lang, dates::start_of_day(due)?);
            Some(if dates::today(now) <= due {
                polls::no_later_than(lang, &date)
            } else {
                polls::stage_response_was_due(lang, &date)
            })
        });
    view! {
        <ol class="stages">
            {first.map(|(name, date)| stage(lang, name, date, Progress::Done))}
            {stage(lang, voting, voting_term(&visit, opens, closes), voting_progress)}
            {stage(lang, polls::stage_results(lang), Some(results.to_owned()), results_progress)}
            {stage(lang, polls::stage_response(lang), due, Progress::ToCome)}
        </ol>
    }
}

fn stage(
    lang: Lang,
    name: &'static str,
    detail: Option<String>,
    progress: Progress,
) -> impl IntoView + use<> {
    let now = progress == Progress::Now;
    view! {
        <li class=(progress == Progress::Done).then_some("done") aria-current=now.then_some("step")>
            <b>
                {name}
                {now.then(|| view! { " " <span class="tag tag--now">{polls::stage_now(lang)}</span> })}
            </b>
            {detail.map(|detail| view! { <p>{detail}</p> })}
        </li>
    }
}

/// «13–27 листопада 2026 р., до 18:00»; nothing for a draft without a term.
fn voting_term(visit: &Visit, opens: Option<Millis>, closes: Option<Millis>) -> Option<String> {
    let (opens, closes) = (opens?, closes?);
    let range = dates::range(visit.lang, opens, closes);
    Some(polls::stage_term(
        visit.lang,
        &range,
        &dates::time(visit.lang, closes),
    ))
}

/// The last day for the council's answer to a poll that closes at `closes`, in the community's calendar.
pub fn response_due(policy: &Policy, closes: Millis) -> Option<Date> {
    policy.response_due(dates::today(closes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_due_by_calendar_days_also_when_the_clocks_change() {
        // 30 September 2026, 23:30 in Kyiv; the clocks go back on 25 October.
        let closes = dates::parse_local_input("2026-09-30T23:30").unwrap();
        let due = response_due(&Policy::default(), closes).unwrap();
        assert_eq!(due.to_string(), "2026-10-30");
    }
}
