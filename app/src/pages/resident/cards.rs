//! Polls as cards: which of them, by a filter that the database knows and by a rule over the person that it does not; and what each
//! card says besides.

use super::{around::entitled, draft, find::Chosen};
use crate::{
    components::{
        card::{Card, Mine},
        phase::Phase,
    },
    context::{Services, Visit, Visitor},
    failure::Failure,
    i18n::{AskedPlaces, Lang, dates, results},
};
use domain::{
    eligibility::{Standing, reasons_against},
    ids::PollId,
    katottg::Katottg,
    lifecycle::State,
    poll::{Poll, Question},
    tally::Tally,
};
use std::collections::{BTreeSet, HashMap};
use store::{
    Page, Paged,
    polls::{PollFilter, PollSummary},
};

/// Most polls of one state among which those are sought that somebody may take part in. That is decided by a rule of
/// `domain` over a person's sealed facts, which no database can do; so the polls are read and judged here. Few communities
/// ever have a tenth of it open at once; of more, those that close last are not looked at.
const MOST_JUDGED: u64 = 500;

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
    chosen_cards(services, visit, &Chosen::default(), state, part).await
}

/// The same of what was chosen.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn chosen_cards(
    services: &Services,
    visit: &Visit,
    chosen: &Chosen,
    state: State,
    part: Page,
) -> Result<(Vec<Card>, u64), Failure> {
    let found = match &visit.visitor {
        Some(visitor) if chosen.mine => {
            let mine = open_to(services, visit, visitor, &chosen.filter(state)).await?;
            cut(mine, part)
        }
        _ => {
            let community = visit.community_id();
            let filter = chosen.filter(state);
            services.store.polls(community, &filter, part).await?
        }
    };
    let names = settlements_of(services, &found.items).await?;
    let mut mine = mine(services, visit, state, &found.items).await?;
    let mut cards = Vec::with_capacity(found.items.len());
    for poll in found.items {
        let mine = mine.remove(&poll.id).unwrap_or(Mine::NotBegun);
        cards.push(card(services, visit, poll, &names, mine).await?);
    }
    Ok((cards, found.total))
}

/// How far the person and the browser of this visit have come with these polls, all in one state: a query for what was
/// answered and one for what was begun, whatever their number. Only open polls can be answered.
async fn mine(
    services: &Services,
    visit: &Visit,
    state: State,
    polls: &[PollSummary],
) -> Result<HashMap<PollId, Mine>, Failure> {
    let mut mine = HashMap::new();
    if state != State::Open || polls.is_empty() || !visit.is_personal() {
        return Ok(mine);
    }
    let ids: Vec<PollId> = polls.iter().map(|poll| poll.id).collect();
    let begun = draft::begun(services, visit, &ids).await?;
    mine.extend(begun.into_iter().map(|poll| (poll, Mine::Begun)));
    if let Some(visitor) = &visit.visitor {
        let answered = services
            .store
            .taken_part(visit.community_id(), visitor.person, &ids)
            .await?;
        let today = dates::today(visit.now);
        for poll in polls {
            let taken = answered.contains(&poll.id);
            match Standing::of(Some(&visitor.facts), taken, &poll.audience, today) {
                Standing::TookPart => mine.insert(poll.id, Mine::Answered),
                Standing::Barred(reasons) => mine.insert(poll.id, Mine::Barred(reasons)),
                Standing::Unidentified | Standing::May => None,
            };
        }
    }
    Ok(mine)
}

/// The polls that the filter lets through, in which this person may take part today and has not yet.
async fn open_to(
    services: &Services,
    visit: &Visit,
    visitor: &Visitor,
    filter: &PollFilter,
) -> Result<Vec<PollSummary>, Failure> {
    let (store, community) = (&services.store, visit.community_id());
    let mut polls = store
        .polls(community, filter, Page::first(MOST_JUDGED))
        .await?
        .items;
    let today = dates::today(visit.now);
    polls.retain(|poll| {
        let phase = Phase::of(poll.state, poll.closes_at, visit.now);
        matches!(phase, Phase::Scheduled | Phase::Open)
            && reasons_against(&visitor.facts, &poll.audience, today).is_empty()
    });
    let ids: Vec<PollId> = polls.iter().map(|poll| poll.id).collect();
    let answered = store.taken_part(community, visitor.person, &ids).await?;
    polls.retain(|poll| !answered.contains(&poll.id));
    Ok(polls)
}

/// A part of a list that is in memory.
fn cut(all: Vec<PollSummary>, part: Page) -> Paged<PollSummary> {
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let total = all.len() as u64;
    let items = all
        .into_iter()
        .skip(number(part.offset))
        .take(number(part.limit))
        .collect();
    Paged { items, total }
}

/// One card. Whole polls come from memory where a copy is at hand.
async fn card(
    services: &Services,
    visit: &Visit,
    poll: PollSummary,
    names: &HashMap<Katottg, String>,
    mine: Mine,
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
    let (districts, settlements) = (&poll.audience.districts, &poll.audience.settlements);
    Ok(Card {
        questions: whole.content.questions.len(),
        places: AskedPlaces {
            districts: districts
                .iter()
                .map(|district| district.name.clone())
                .collect(),
            settlements: settlements
                .iter()
                .filter_map(|code| names.get(code).cloned())
                .collect(),
        },
        entitled: match &result {
            Some(result) => result.entitled,
            None => entitled(services, visit, &poll.audience).await?,
        },
        say: result.and_then(|result| outcome(visit.lang, &whole, &result.tally)),
        mine,
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
