//! The lists: everything that was, is and will be asked, and what came out.

use crate::{
    components::{
        Frame, Mark, PageDescription, PageTitle, Section,
        card::{Card, PollCard},
        page,
        pager::{Pager, page_number},
        turnout::entitled,
    },
    context::{Services, Visit, services, visit},
    failure::Failure,
    i18n::{Lang, dates, polls, results},
};
use domain::{
    katottg::Katottg,
    lifecycle::State,
    poll::{Poll, Question},
    tally::Tally,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::collections::{BTreeSet, HashMap};
use store::{
    Page,
    polls::{PollFilter, PollOrder, PollSummary},
};

/// Cards on one page of a list.
const PER_PAGE: u64 = 12;

/// Polls in one state as cards, in the order of that state: what closes, opens or closed first stands first. And how many
/// there are in all.
///
/// # Errors
/// When the database does not answer.
pub async fn cards(
    services: &Services,
    visit: &Visit,
    state: State,
    part: Page,
) -> Result<(Vec<Card>, u64), Failure> {
    let order = match state {
        State::Draft => PollOrder::NewestFirst,
        State::Scheduled => PollOrder::OpeningFirst,
        State::Open => PollOrder::ClosingFirst,
        State::Closed => PollOrder::LatestClosedFirst,
    };
    let filter = PollFilter {
        states: vec![state],
        order,
    };
    let community = visit.community_id();
    let found = services.store.polls(community, &filter, part).await?;
    let names = settlements_of(services, &found.items).await?;
    let mut cards = Vec::with_capacity(found.items.len());
    for poll in found.items {
        cards.push(card(services, visit, poll, &names).await?);
    }
    Ok((cards, found.total))
}

/// One card. Whole polls come from memory where a copy is at hand.
async fn card(
    services: &Services,
    visit: &Visit,
    poll: PollSummary,
    names: &HashMap<Katottg, String>,
) -> Result<Card, Failure> {
    let (community, store) = (visit.community_id(), &services.store);
    let whole = services
        .published
        .get(store, community, poll.number, visit.now)
        .await?;
    let result = match poll.state {
        State::Closed => store.result(community, poll.id).await?,
        _ => None,
    };
    let settlements = &poll.audience.settlements;
    Ok(Card {
        questions: whole.content.questions.len(),
        settlements: settlements
            .iter()
            .filter_map(|code| names.get(code).cloned())
            .collect(),
        entitled: match &result {
            Some(result) => result.entitled,
            None => entitled(&visit.community, &poll.audience),
        },
        say: result.and_then(|result| outcome(visit.lang, &whole, &result.tally)),
        poll,
    })
}

/// What came out, in one sentence: the first question's result, named as such where there are more.
pub fn outcome(lang: Lang, poll: &Poll, tally: &Tally) -> Option<String> {
    if tally.ballots == 0 {
        return Some(format!("{}.", results::nobody_title(lang)));
    }
    let sentence = |q: &Question| results::sentence(lang, q, &tally.question(q.no));
    match poll.content.questions.as_slice() {
        [] => None,
        [only] => Some(sentence(only)),
        [first, ..] => Some(results::say_first(lang, &sentence(first))),
    }
}

/// The names of all settlements that these polls are for, in one query.
async fn settlements_of(
    services: &Services,
    polls: &[PollSummary],
) -> Result<HashMap<Katottg, String>, Failure> {
    let codes: BTreeSet<&Katottg> = polls
        .iter()
        .flat_map(|poll| &poll.audience.settlements)
        .collect();
    if codes.is_empty() {
        return Ok(HashMap::new());
    }
    let codes: Vec<Katottg> = codes.into_iter().cloned().collect();
    let units = services.store.units(&codes).await?;
    Ok(units
        .into_iter()
        .map(|unit| (unit.code, unit.name))
        .collect())
}

/// The cards of page `number` of a list made of several states one after another, by state; and how many pages there are.
async fn page_of(
    services: &Services,
    visit: &Visit,
    states: &[State],
    number: u64,
) -> Result<(Vec<(State, Vec<Card>)>, u64), Failure> {
    let mut rest = Page {
        offset: (number - 1).saturating_mul(PER_PAGE),
        limit: PER_PAGE,
    };
    let (mut groups, mut total) = (Vec::new(), 0);
    for &state in states {
        let (cards, in_state) = cards(services, visit, state, rest).await?;
        rest = rest_after(rest, cards.len() as u64, in_state);
        total += in_state;
        groups.push((state, cards));
    }
    let pages = total.div_ceil(PER_PAGE).max(1);
    if number > pages {
        return Err(Failure::NotFound);
    }
    Ok((groups, pages))
}

/// What is still wanted of the next list, when `given` were taken of one that holds `total`.
fn rest_after(wanted: Page, given: u64, total: u64) -> Page {
    Page {
        offset: wanted.offset.saturating_sub(total),
        limit: wanted.limit.saturating_sub(given),
    }
}

/// `/polls`: what is open, what is coming, what has closed; `?page=`.
#[component]
pub fn PollList() -> impl IntoView {
    let sent = use_query_map().get_untracked().get("page");
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let lang = visit.lang;
        let number = page_number(sent.as_deref());
        let states = [State::Open, State::Scheduled, State::Closed];
        let (groups, pages) = page_of(&services, &visit, &states, number).await?;
        let nothing_open = number == 1
            && groups
                .iter()
                .all(|(state, cards)| *state != State::Open || cards.is_empty());
        let sections = groups
            .into_iter()
            .filter(|(_, cards)| !cards.is_empty())
            .map(|(state, cards)| {
                let (id, title) = match state {
                    State::Open => ("open", polls::open_now(lang)),
                    State::Scheduled => ("scheduled", polls::scheduled(lang)),
                    State::Closed | State::Draft => ("closed", polls::closed(lang)),
                };
                view! {
                    <section class="section" aria-labelledby=id>
                        <h2 id=id>{title}</h2>
                        <Grid visit=visit.clone() cards large=state == State::Open />
                    </section>
                }
            })
            .collect_view();
        let address = visit.community.name.get(lang).to_owned();
        Ok(view! {
            <PageTitle text=polls::list_title(lang) />
            <PageDescription text=polls::home_description(lang, &address) />
            <Frame section=Section::Polls>
                <div class="prose">
                    <h1>{polls::list_title(lang)}</h1>
                    <p class="lead">{polls::list_lead(lang)}</p>
                </div>
                {nothing_open.then(|| view! { <Empty lang /> })}
                {sections}
                <Pager visit=visit.clone() path="/polls" number pages />
            </Frame>
        })
    })
}

/// `/results`: closed polls by month, the latest first, each with the sentence of its result; `?page=`.
#[component]
pub fn ResultList() -> impl IntoView {
    let sent = use_query_map().get_untracked().get("page");
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let lang = visit.lang;
        let number = page_number(sent.as_deref());
        let (groups, pages) = page_of(&services, &visit, &[State::Closed], number).await?;
        let cards = groups.into_iter().flat_map(|(_, cards)| cards);
        let months = by_month(lang, cards);
        let nothing = months.is_empty();
        let sections = months
            .into_iter()
            .zip(1..)
            .map(|((month, cards), n)| {
                let id = format!("month-{n}");
                view! {
                    <section class="section" aria-labelledby=id>
                        <h2 id=id.clone()>{month}</h2>
                        <Grid visit=visit.clone() cards />
                    </section>
                }
            })
            .collect_view();
        Ok(view! {
            <PageTitle text=results::index_title(lang) />
            <Frame section=Section::Results>
                <div class="prose">
                    <h1>{results::index_title(lang)}</h1>
                    <p class="lead">{results::index_lead(lang)}</p>
                </div>
                {nothing
                    .then(|| {
                        view! {
                            <div class="empty section">
                                <Mark size=48 core=false />
                                <p>
                                    <strong>{polls::empty_closed(lang)}</strong>
                                </p>
                                <p>
                                    <a class="btn btn--2" href=visit.href("/polls")>
                                        {polls::all_polls(lang)}
                                    </a>
                                </p>
                            </div>
                        }
                    })}
                {sections}
                <Pager visit=visit.clone() path="/results" number pages />
            </Frame>
        })
    })
}

/// Closed polls under the months in which they closed, in the order given.
fn by_month(lang: Lang, cards: impl Iterator<Item = Card>) -> Vec<(String, Vec<Card>)> {
    let mut months: Vec<(String, Vec<Card>)> = Vec::new();
    for card in cards {
        let closed = card.poll.closed_at.or(card.poll.closes_at);
        let month = closed.map_or(String::new(), |at| {
            capitalised(&dates::month_heading(lang, at))
        });
        match months.last_mut() {
            Some((last, cards)) if *last == month => cards.push(card),
            _ => months.push((month, vec![card])),
        }
    }
    months
}

/// «Листопад 2026 р.»: a heading begins with a capital, also in Ukrainian.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// Cards beside each other: two large ones to a row, or three.
#[component]
pub fn Grid(visit: Visit, cards: Vec<Card>, #[prop(default = false)] large: bool) -> impl IntoView {
    let cards = cards
        .into_iter()
        .map(|card| view! { <PollCard visit=visit.clone() card large /> })
        .collect_view();
    let class = if large {
        "grid grid--2"
    } else {
        "grid grid--3"
    };
    view! { <div class=class>{cards}</div> }
}

/// Nothing is asked at present.
#[component]
pub fn Empty(lang: Lang) -> impl IntoView {
    view! {
        <div class="empty section">
            <Mark size=48 core=false />
            <p>
                <strong>{polls::empty_title(lang)}</strong>
            </p>
            <p class="small">{polls::empty_text(lang)}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_runs_on_from_one_list_into_the_next() {
        let wanted = Page {
            offset: 12,
            limit: 12,
        };
        // The first list holds 15: three of them are on the second page, nine places are left for the next list's first.
        assert_eq!(
            rest_after(wanted, 3, 15),
            Page {
                offset: 0,
                limit: 9
            }
        );
        // A list of five lies wholly before the second page.
        assert_eq!(
            rest_after(wanted, 0, 5),
            Page {
                offset: 7,
                limit: 12
            }
        );
        assert_eq!(
            rest_after(Page::first(12), 12, 40),
            Page {
                offset: 0,
                limit: 0
            }
        );
    }
}
