//! The turnout of the open polls, in all and by settlement: read once for everybody, worded for each language. Never how
//! people answer, and no small cell that could be computed back (DESIGN §5.6, §5.10).

use super::title_of;
use crate::{
    components::turnout::turnout_line,
    context::{Services, localized},
    failure::Failure,
    i18n::{Lang, OutOf, alphabetical, common, dates, format, polls, staff_desk},
    islands::staff::{Board, PollTurnout, TurnoutRow},
};
use domain::{
    community::Community,
    entitled::Entitled,
    katottg::{Katottg, Unit},
    lifecycle::State,
    policy::Policy,
    suppression::{Cell, SMALLEST_SHOWN, suppressed},
    time::Millis,
};
use std::collections::HashMap;
use store::{
    Page,
    polls::{PollFilter, PollOrder, PollSummary},
    turnout::BySettlement,
};

/// Most open polls on the board.
const MOST_POLLS: u64 = 20;

/// The turnout at one moment, in no language.
#[derive(Clone, Debug, Default)]
pub struct TurnoutNow(Vec<Turnout>);

#[derive(Clone, Debug)]
struct Turnout {
    poll: PollSummary,
    entitled: Option<Entitled>,
    sum: i64,
    /// Settlements by name as they may be shown, each with how many may take part there where the register knows it; `None` is for
    /// whoever lives in none of them.
    cells: Vec<(Option<Place>, Cell)>,
}

#[derive(Clone, Debug)]
struct Place {
    name: String,
    entitled: Option<i64>,
}

/// Reads it. What was read `before` is given back where no poll has changed since: only then is nobody counted by settlement.
///
/// # Errors
/// When the database does not answer.
pub async fn turnout_now(
    services: &Services,
    community: &Community,
    before: TurnoutNow,
    now: Millis,
) -> Result<TurnoutNow, Failure> {
    let store = &services.store;
    let open = PollFilter::of([State::Open], PollOrder::ClosingFirst);
    let polls = store
        .polls(community.id, &open, Page::first(MOST_POLLS))
        .await?
        .items;
    if before.0.iter().map(|turnout| &turnout.poll).eq(&polls) {
        return Ok(before);
    }
    let mut places = match &community.territory {
        Some(hromada) => store.settlements(hromada).await?,
        None => Vec::new(),
    };
    places.sort_by_cached_key(|unit| alphabetical(&unit.name));
    let ids: Vec<_> = polls.iter().map(|poll| poll.id).collect();
    let mut counted = store.turnout_by_settlement(community.id, &ids).await?;
    let today = dates::today(now);
    let policy = store.policy_in_force(community.id, now).await?;
    let least_age = policy
        .map_or_else(Policy::default, |known| known.policy)
        .least_age;
    let mut turnouts = Vec::new();
    for poll in polls {
        let counts = counted.remove(&poll.id).unwrap_or_default();
        let entitled = store
            .entitled_by_settlement(community.id, &poll.audience, least_age, today)
            .await?;
        turnouts.push(Turnout::of(poll, entitled, &places, &counts));
    }
    Ok(TurnoutNow(turnouts))
}

impl Turnout {
    /// The cells are the settlements that are asked, whether anybody there answered or not: a row that comes with its first
    /// voter would tell of that voter.
    fn of(
        poll: PollSummary,
        (entitled, entitled_there): (Option<Entitled>, HashMap<Katottg, i64>),
        places: &[Unit],
        counts: &BySettlement,
    ) -> Self {
        let asked = |unit: &&Unit| {
            poll.audience.is_everywhere() || poll.audience.places().any(|place| *place == unit.code)
        };
        let asked: Vec<&Unit> = places.iter().filter(asked).collect();
        let of = |code: &Katottg| counts.get(&Some(code.clone())).copied().unwrap_or(0);
        let mut numbers: Vec<i64> = asked.iter().map(|unit| of(&unit.code)).collect();
        // One figure for all of the page, from one reading.
        let sum: i64 = counts.values().sum();
        numbers.push(sum - numbers.iter().sum::<i64>());
        let places = asked.into_iter().map(|unit| {
            Some(Place {
                name: unit.name.clone(),
                entitled: entitled_there.get(&unit.code).copied(),
            })
        });
        let cells = places
            .chain([None])
            .zip(suppressed(&numbers, SMALLEST_SHOWN))
            .collect();
        Self {
            entitled,
            poll,
            sum,
            cells,
        }
    }

    fn worded(&self, lang: Lang, now: Millis) -> PollTurnout {
        let title = title_of(lang, &self.poll.title);
        let (words, written_in) = title.in_lang(lang);
        let left = self.poll.closes_at.map_or(0, |closes| closes.since(now));
        PollTurnout {
            href: localized(lang, &format!("/staff/polls/{}", self.poll.number)),
            number: common::poll_number(lang, self.poll.number),
            title_lang: (written_in != lang).then(|| written_in.tag().to_owned()),
            title: words.to_owned(),
            line: turnout_line(lang, self.sum, self.entitled),
            counted_by: self
                .entitled
                .map_or("", |entitled| polls::counted_by(lang, entitled.by))
                .to_owned(),
            left: format::left(lang, left.max(0)),
            rows: self.rows(lang),
            sum: format::number(lang, self.sum),
        }
    }

    /// A row for each figure that is shown, and one for all that are held back alike.
    fn rows(&self, lang: Lang) -> Vec<TurnoutRow> {
        if self.sum == 0 {
            return Vec::new();
        }
        let shown = self.cells.iter().filter_map(|(place, cell)| match cell {
            Cell::Shown(0) if place.is_none() => None,
            Cell::Shown(n) => Some(TurnoutRow {
                place: place.as_ref().map_or_else(
                    || staff_desk::elsewhere(lang).to_owned(),
                    |place| place.name.clone(),
                ),
                figure: of_entitled(lang, *n, place.as_ref().and_then(|place| place.entitled)),
                is_held: false,
            }),
            Cell::Small | Cell::Hidden => None,
        });
        let less = staff_desk::less_than(lang, SMALLEST_SHOWN);
        let held = [
            (Cell::Small, less),
            (Cell::Hidden, staff_desk::held(lang).to_owned()),
        ]
        .into_iter()
        .flat_map(|(class, figure)| self.held_back(lang, class, figure));
        shown.chain(held).collect()
    }

    /// The rows of what is held back as `class`: how many settlements, and whoever lives in none.
    fn held_back(&self, lang: Lang, class: Cell, figure: String) -> Vec<TurnoutRow> {
        let of_class = |named: bool| {
            let alike =
                |(place, cell): &&(Option<Place>, Cell)| *cell == class && place.is_some() == named;
            self.cells.iter().filter(alike).count()
        };
        let settlements = i64::try_from(of_class(true)).unwrap_or(i64::MAX);
        let row = |place: String| TurnoutRow {
            place,
            figure: figure.clone(),
            is_held: true,
        };
        let several = (settlements > 0).then(|| row(staff_desk::more_places(lang, settlements)));
        let elsewhere = (of_class(false) > 0).then(|| row(staff_desk::elsewhere(lang).to_owned()));
        several.into_iter().chain(elsewhere).collect()
    }
}

/// «37 з 1 024 (3,6 %)», or the bare figure where nobody knows of how many.
fn of_entitled(lang: Lang, n: i64, entitled: Option<i64>) -> String {
    let figure = format::number(lang, n);
    let shared = entitled.and_then(|all| Some((all, format::share(lang, n, all)?)));
    match shared {
        Some((all, share)) => staff_desk::of_entitled(lang, &figure, OutOf(all), &share),
        None => figure,
    }
}

impl TurnoutNow {
    /// In words, as the desk shows it at `now`.
    pub fn board(&self, lang: Lang, now: Millis) -> Board {
        Board {
            at: dates::time(lang, now),
            polls: self.0.iter().map(|poll| poll.worded(lang, now)).collect(),
        }
    }
}
