//! The first page: what closes soon, what else is open, what is coming, what came out, how it works.

use super::{
    cards::{cards, chosen_cards},
    find::{self, Chosen, SearchForm},
    list::{Empty, Grid},
    unfinished::{self, Unfinished},
};
use crate::{
    components::{Frame, PageDescription, PageTitle, Section, card::Card, icon::HeroArt, page},
    context::{Visit, services, visit},
    i18n::{Lang, polls, results},
    pages::platform,
};
use domain::{lifecycle::State, time::DAY};
use leptos::{either::Either, prelude::*};
use store::{Page, polls::PollSummary};

/// What closes within so many milliseconds closes soon.
const SOON_MS: i64 = 7 * DAY;
/// Most cards of open polls.
const OPEN_CARDS: u64 = 7;
/// Most cards of polls that are coming or have closed: one row.
const OTHER_CARDS: u64 = 3;

/// `/`; on the platform's host the list of communities.
#[component]
pub fn Home() -> impl IntoView {
    page(async move {
        let (visit, services) = (visit()?, services()?);
        if visit.is_platform() {
            return Ok(Either::Left(view! { <platform::Communities /> }));
        }
        let part = Page::first;
        let (open, total) = cards(&services, &visit, State::Open, part(OPEN_CARDS)).await?;
        let (coming, _) = cards(&services, &visit, State::Scheduled, part(OTHER_CARDS)).await?;
        let (closed, _) = cards(&services, &visit, State::Closed, part(OTHER_CARDS)).await?;
        let drafts = unfinished::begun(&services, &visit).await?;
        let mine = match &visit.visitor {
            Some(_) => {
                let (_, mine) =
                    chosen_cards(&services, &visit, &Chosen::for_me(), State::Open, part(0))
                        .await?;
                Some(mine)
            }
            None => None,
        };
        Ok(Either::Right(
            view! { <HomeView visit drafts open total mine coming closed /> },
        ))
    })
}

/// The page. `total`: how many polls are open; `mine`: of how many of them the person may still answer, where somebody is signed in.
#[component]
pub(super) fn HomeView(
    visit: Visit,
    drafts: Vec<PollSummary>,
    open: Vec<Card>,
    total: u64,
    mine: Option<u64>,
    coming: Vec<Card>,
    closed: Vec<Card>,
) -> impl IntoView {
    let lang = visit.lang;
    let nothing = open.is_empty() && coming.is_empty() && closed.is_empty();
    let lead = match total {
        0 => polls::home_lead_none(lang).to_owned(),
        n => polls::home_lead(lang, i64::try_from(n).unwrap_or(i64::MAX)),
    };
    let mine = match mine {
        None => None,
        Some(_) if total == 0 => None,
        Some(0) => Some(polls::home_mine_none(lang).into_any()),
        Some(n) => {
            let text = polls::home_mine(lang, i64::try_from(n).unwrap_or(i64::MAX));
            Some(view! { <a href=find::mine_href(&visit)>{text}</a> }.into_any())
        }
    };
    let (soon, later): (Vec<_>, Vec<_>) = open.into_iter().partition(|card| {
        let closes = card.poll.closes_at;
        closes.is_some_and(|closes| closes.since(visit.now) <= SOON_MS)
    });
    // Where nothing is urgent, all that is open gets the large cards.
    let (soon_title, soon, later) = if soon.is_empty() {
        (polls::open_now(lang), later, soon)
    } else {
        (polls::closing_soon(lang), soon, later)
    };
    let all_polls = move || Some(("/polls", polls::all_polls(lang)));
    let soon_link = if later.is_empty() { all_polls() } else { None };
    let all_results = Some(("/results", polls::all_results(lang)));
    let community = visit.community.name.get(lang).to_owned();
    view! {
        <PageTitle text=polls::home_title(lang) />
        <PageDescription text=polls::home_description(lang, &community) />
        <Frame section=Section::Polls wide=true>
            <div class="wrap page">
                <Unfinished visit=visit.clone() drafts />
                <div class="hero">
                    <div class="prose">
                        <h1>{polls::home_title(lang)}</h1>
                        {(!nothing).then(|| view! { <p class="lead">{lead} " " {mine}</p> })}
                    </div>
                    <HeroArt />
                </div>
                {nothing.then(|| view! { <Empty lang /> })}
                <Cards visit=visit.clone() id="soon" title=soon_title link=soon_link cards=soon large=true />
                // After what ends soon: on a phone its button has to be near the first look.
                {(!nothing)
                    .then(|| {
                        view! {
                            <div class="section prose">
                                <SearchForm visit=visit.clone() />
                            </div>
                        }
                    })}
                <Cards visit=visit.clone() id="open" title=polls::still_time(lang) link=all_polls() cards=later />
                <Cards visit=visit.clone() id="coming" title=polls::scheduled(lang) link=None cards=coming />
                <Cards visit=visit.clone() id="done" title=results::index_title(lang) link=all_results cards=closed />
            </div>
            <HowItWorks lang />
        </Frame>
    }
}

/// A section of cards with a link to the whole list; nothing where there are none.
#[component]
fn Cards(
    visit: Visit,
    id: &'static str,
    title: &'static str,
    link: Option<(&'static str, &'static str)>,
    cards: Vec<Card>,
    #[prop(default = false)] large: bool,
) -> impl IntoView {
    (!cards.is_empty()).then(|| {
        let link = link.map(|(path, label)| view! { <a href=visit.href(path)>{label}</a> });
        view! {
            <section class="section" aria-labelledby=id>
                <div class="section__head">
                    <h2 id=id>{title}</h2>
                    " "
                    {link}
                </div>
                <Grid visit cards large />
            </section>
        }
    })
}

#[component]
fn HowItWorks(lang: Lang) -> impl IntoView {
    let steps = [
        (polls::how_answer_title(lang), polls::how_answer_text(lang)),
        (
            polls::how_identify_title(lang),
            polls::how_identify_text(lang),
        ),
        (polls::how_result_title(lang), polls::how_result_text(lang)),
    ];
    let steps = steps
        .map(|(title, text)| {
            view! {
                <li>
                    <h3>{title}</h3>
                    <p>{text}</p>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="band">
            <div class="wrap">
                <section aria-labelledby="how">
                    <h2 id="how">{polls::how_title(lang)}</h2>
                    <ol class="steps grid--3">{steps}</ol>
                </section>
            </div>
        </div>
    }
}
