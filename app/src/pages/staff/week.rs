//! The coming seven days with what opens and closes by itself on each, by Kyiv's calendar.

use super::{attention::desk_poll, desk::poll_link};
use crate::{
    context::Visit,
    i18n::{dates, staff, staff_desk, staff_lists},
};
use domain::{
    desk::{DeskDay, DeskEvent, DeskPoll, week},
    kyiv,
};
use leptos::prelude::*;
use store::polls::PollSummary;

/// The panel.
#[component]
pub fn Week(visit: Visit, polls: Vec<PollSummary>) -> impl IntoView {
    let facts: Vec<DeskPoll> = polls.iter().map(desk_poll).collect();
    let days = week(&facts, visit.now)
        .into_iter()
        .map(|day| day_view(&visit, &polls, day))
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="week">
            <h2 id="week">{staff::week_title(visit.lang)}</h2>
            <ol class="week">{days}</ol>
        </section>
    }
}

fn day_view(visit: &Visit, polls: &[PollSummary], day: DeskDay) -> impl IntoView + use<> {
    let lang = visit.lang;
    let is_today = day.date == kyiv::date_at(visit.now);
    let start = kyiv::start_of_day(day.date).unwrap_or(visit.now);
    let name = dates::weekday_and_date(lang, start);
    let name = if is_today {
        format!("{}. {name}", staff_desk::today(lang))
    } else {
        name
    };
    let events = if day.events.is_empty() {
        view! { <p class="muted">{staff_desk::no_events(lang)}</p> }.into_any()
    } else {
        let events = day
            .events
            .iter()
            .filter_map(|event| Some(event_view(visit, polls.get(event.poll)?, *event)))
            .collect_view();
        view! { <ul>{events}</ul> }.into_any()
    };
    view! {
        <li aria-current=is_today.then_some("date")>
            <h3>
                <time datetime=day.date.to_string()>{name}</time>
            </h3>
            {events}
        </li>
    }
}

fn event_view(visit: &Visit, poll: &PollSummary, event: DeskEvent) -> impl IntoView + use<> {
    let lang = visit.lang;
    let what = if event.opens {
        staff_lists::column_opens(lang)
    } else {
        staff_lists::column_closes(lang)
    };
    view! {
        <li>
            <time datetime=dates::iso(event.at)>{dates::time(lang, event.at)}</time>
            " "
            {what}
            ": "
            {poll_link(visit, poll)}
        </li>
    }
}
