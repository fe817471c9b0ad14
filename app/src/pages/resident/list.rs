//! The lists: everything that was, is and will be asked, and what came out.

use super::{
    cards::{cards, chosen_cards},
    find::{Chosen, Find},
};
use crate::{
    components::{
        Frame, Mark, PageDescription, PageTitle, Section,
        card::{Card, PollCard},
        page,
        pager::{Pager, page_number},
    },
    context::{Services, Visit, services, settlements, visit},
    failure::Failure,
    i18n::{Lang, dates, find as words, format, polls, results},
};
use domain::lifecycle::State;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use store::Page;

/// Cards on one page of a list.
const PER_PAGE: u64 = 12;

/// One page of a list made of several states one after another.
struct ListPage {
    /// The cards by state.
    groups: Vec<(State, Vec<Card>)>,
    /// How many polls there are on all pages.
    total: u64,
    pages: u64,
}

/// Page `number` of what was chosen, in the order of `states`.
async fn page_of(
    services: &Services,
    visit: &Visit,
    chosen: &Chosen,
    states: &[State],
    number: u64,
) -> Result<ListPage, Failure> {
    let mut rest = Page {
        offset: (number - 1).saturating_mul(PER_PAGE),
        limit: PER_PAGE,
    };
    let (mut groups, mut total) = (Vec::new(), 0);
    for &state in states {
        let (cards, in_state) = chosen_cards(services, visit, chosen, state, rest).await?;
        rest = rest_after(rest, cards.len() as u64, in_state);
        total += in_state;
        groups.push((state, cards));
    }
    let pages = total.div_ceil(PER_PAGE).max(1);
    if number > pages {
        return Err(Failure::NotFound);
    }
    Ok(ListPage {
        groups,
        total,
        pages,
    })
}

/// What is still wanted of the next list, when `given` were taken of one that holds `total`.
fn rest_after(wanted: Page, given: u64, total: u64) -> Page {
    Page {
        offset: wanted.offset.saturating_sub(total),
        limit: wanted.limit.saturating_sub(given),
    }
}

/// `/polls`: what is open, what is coming, what has closed, or what of it was sought; `?page=` and the names of [`Chosen`].
#[component]
pub fn PollList() -> impl IntoView {
    let sent = use_query_map().get_untracked();
    page(async move {
        let (visit, services) = (visit()?, services()?);
        let lang = visit.lang;
        let number = page_number(sent.get_str("page"));
        let settlements = settlements(&services, &visit).await?;
        let organisation = match Chosen::organisation_in(&sent) {
            Some(no) => {
                services
                    .store
                    .organisation(visit.community_id(), no)
                    .await?
            }
            None => None,
        };
        let organisation = organisation.map(|found| found.organisation);
        let signed_in = visit.visitor.is_some();
        let chosen = Chosen::read(&sent, &settlements, organisation.as_ref(), signed_in);
        let list = page_of(&services, &visit, &chosen, &chosen.states(), number).await?;
        let (total, pages) = (list.total, list.pages);
        let nothing_open = number == 1
            && list
                .groups
                .iter()
                .all(|(state, cards)| *state != State::Open || cards.is_empty());
        let empty = match chosen.is_any() {
            true if total > 0 => None,
            true => {
                // What is open all the same, so that nobody stands before an empty page; not where it is not for them.
                let open = match chosen.mine {
                    true => Vec::new(),
                    false => {
                        let part = Page::first(PER_PAGE);
                        cards(&services, &visit, State::Open, part).await?.0
                    }
                };
                Some(view! { <NotFound visit=visit.clone() open /> }.into_any())
            }
            false => nothing_open.then(|| view! { <Empty lang /> }.into_any()),
        };
        let sections = list
            .groups
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
        let title = match chosen.query.typed() {
            "" => polls::list_title(lang).to_owned(),
            typed => words::title(lang, typed),
        };
        let address = visit.community.name.get(lang).to_owned();
        let filter = chosen.address();
        let asked_for_mine = sent.get_str("mine").is_some();
        Ok(view! {
            <PageTitle text=title />
            <PageDescription text=polls::home_description(lang, &address) />
            <Frame section=Section::Polls>
                <div class="prose">
                    <h1>{polls::list_title(lang)}</h1>
                    <p class="lead">{polls::list_lead(lang)}</p>
                </div>
                <Find visit=visit.clone() chosen settlements asked_for_mine count=total />
                {empty}
                {sections}
                <Pager visit=visit.clone() path="/polls" number pages filter />
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
        let everything = Chosen::default();
        let list = page_of(&services, &visit, &everything, &[State::Closed], number).await?;
        let pages = list.pages;
        let cards = list.groups.into_iter().flat_map(|(_, cards)| cards);
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
            format::capitalised(&dates::month_heading(lang, at))
        });
        match months.last_mut() {
            Some((last, cards)) if *last == month => cards.push(card),
            _ => months.push((month, vec![card])),
        }
    }
    months
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

/// Nothing is like what was sought: what to do now, and what is open.
#[component]
fn NotFound(visit: Visit, open: Vec<Card>) -> impl IntoView {
    let lang = visit.lang;
    let open = (!open.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="instead">
                <h2 id="instead">{polls::open_now(lang)}</h2>
                <Grid visit=visit.clone() cards=open large=true />
            </section>
        }
    });
    view! {
        <div class="empty section">
            <Mark size=48 core=false />
            <p>{words::none_text(lang)}</p>
            <p>
                <a class="btn btn--2" href=visit.href("/polls")>
                    {polls::all_polls(lang)}
                </a>
            </p>
        </div>
        {open}
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
