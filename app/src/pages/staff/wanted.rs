//! Which polls the staff's table shows and in which order, as it stands in the address.

use crate::{
    components::{
        lines::{Column, Sorting, Way},
        page::encoded,
    },
    context::Visit,
    i18n::Lang,
};
use domain::{
    katottg::Unit,
    lifecycle::State,
    poll::{InitiatorKind, Secrecy},
    search::Query,
};
use leptos_router::params::ParamsMap;
use store::polls::{Direction, PollColumn, PollFilter, PollOrder};

/// The table's place.
pub const PATH: &str = "/staff/polls";

/// What somebody chose; whatever the address says that is no choice of ours is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub query: Query,
    pub state: Option<State>,
    pub settlement: Option<Unit>,
    pub initiator: Option<InitiatorKind>,
    pub secrecy: Option<Secrecy>,
    /// `None` is the newest first.
    pub sort: Option<Sort>,
}

/// A column that sorts, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    pub by: SortBy,
    pub down: bool,
}

/// The columns that sort, by their names in the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortBy {
    Title,
    State,
    Opens,
    Closes,
    Turnout,
}

impl SortBy {
    /// In the order of the table.
    pub const ALL: [Self; 5] = [
        Self::Title,
        Self::State,
        Self::Opens,
        Self::Closes,
        Self::Turnout,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::State => "state",
            Self::Opens => "opens",
            Self::Closes => "closes",
            Self::Turnout => "turnout",
        }
    }

    fn column(self, lang: Lang) -> PollColumn {
        match self {
            Self::Title => PollColumn::Title(lang),
            Self::State => PollColumn::State,
            Self::Opens => PollColumn::Opens,
            Self::Closes => PollColumn::Closes,
            Self::Turnout => PollColumn::Turnout,
        }
    }
}

impl Sort {
    /// As the address says it: `title`, or `-title` for the other way round.
    pub fn name(self) -> String {
        let sign = if self.down { "-" } else { "" };
        format!("{sign}{}", self.by.name())
    }

    fn read(sent: &str) -> Option<Self> {
        let (down, name) = match sent.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, sent),
        };
        let by = SortBy::ALL.into_iter().find(|by| by.name() == name)?;
        Some(Self { by, down })
    }
}

impl Wanted {
    /// Reads the address; `settlements` are those of the community.
    pub fn read(sent: &ParamsMap, settlements: &[Unit]) -> Self {
        let get = |name: &str| sent.get_str(name).unwrap_or_default();
        let code = get("settlement");
        Self {
            query: Query::new(get("q")),
            state: get("state").parse().ok(),
            settlement: settlements
                .iter()
                .find(|unit| unit.code.as_str() == code)
                .cloned(),
            initiator: get("by").parse().ok(),
            secrecy: get("secrecy").parse().ok(),
            sort: Sort::read(get("sort")),
        }
    }

    /// Whether every poll is wanted, in whatever order.
    pub fn is_everything(&self) -> bool {
        let unsorted = Self {
            sort: None,
            ..self.clone()
        };
        unsorted == Self::default()
    }

    /// Whether more than words and the state is chosen, which have their own places on the page.
    pub fn is_filtered(&self) -> bool {
        self.settlement.is_some()
            || self.initiator.is_some()
            || self.secrecy.is_some()
            || self.sort.is_some()
    }

    /// The same, of this state.
    pub fn with_state(&self, state: Option<State>) -> Self {
        Self {
            state,
            ..self.clone()
        }
    }

    /// What the store is asked for.
    pub fn filter(&self, lang: Lang) -> PollFilter {
        let states = self
            .state
            .map_or_else(|| State::ALL.to_vec(), |state| vec![state]);
        let order = self.sort.map_or(PollOrder::NewestFirst, |sort| {
            let direction = match sort.down {
                true => Direction::Descending,
                false => Direction::Ascending,
            };
            PollOrder::By(sort.by.column(lang), direction)
        });
        PollFilter {
            query: self.query.clone(),
            settlement: self.settlement.as_ref().map(|unit| unit.code.clone()),
            initiator: self.initiator,
            secrecy: self.secrecy,
            ..PollFilter::of(states, order)
        }
    }

    /// As the address says it, encoded; empty where nothing is chosen.
    pub fn address(&self) -> String {
        let query = (!self.query.is_empty()).then(|| self.query.typed().to_owned());
        let settlement = self.settlement.as_ref().map(|unit| unit.code.to_string());
        let said = [
            ("q", query),
            ("state", self.state.map(|state| state.to_string())),
            ("settlement", settlement),
            ("by", self.initiator.map(|kind| kind.to_string())),
            ("secrecy", self.secrecy.map(|secrecy| secrecy.to_string())),
            ("sort", self.sort.map(Sort::name)),
        ];
        said.into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", encoded(&value?))))
            .collect::<Vec<_>>()
            .join("&")
    }

    /// The table with these choices, in the visitor's language.
    pub fn href(&self, visit: &Visit) -> String {
        let path = visit.href(PATH);
        match self.address().as_str() {
            "" => path,
            address => format!("{path}?{address}"),
        }
    }

    /// `column` as the heading that sorts by it: first up, pressed again the other way round.
    pub fn sorting(&self, visit: &Visit, column: Column, by: SortBy) -> Column {
        let now = self.sort.filter(|sort| sort.by == by);
        let turned = Sort {
            by,
            down: now.is_some_and(|sort| !sort.down),
        };
        let href = Self {
            sort: Some(turned),
            ..self.clone()
        }
        .href(visit);
        let now = now.map(|sort| if sort.down { Way::Down } else { Way::Up });
        column.sorted(Sorting { href, now })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::katottg::{Category, Katottg};

    fn read(sent: &[(&'static str, &str)]) -> Wanted {
        let unit = Unit {
            code: Katottg::parse("UA18060090010074365").unwrap(),
            parent: None,
            category: Category::Village,
            name: "Бехи".to_owned(),
        };
        Wanted::read(&sent.iter().copied().collect(), &[unit])
    }

    #[test]
    fn what_is_no_choice_of_ours_is_left_out() {
        for nonsense in [
            ("state", "OPEN"),
            ("settlement", "UA18060170010094921"),
            ("by", "king"),
            ("secrecy", "hidden"),
            ("sort", "secrecy"),
            ("sort", "--title"),
            ("sort", "-"),
            ("sort", "title;drop"),
            ("page", "2"),
        ] {
            assert_eq!(read(&[nonsense]), Wanted::default(), "{nonsense:?}");
        }
    }

    #[test]
    fn the_address_says_what_was_chosen_and_is_read_back() {
        let sent = [
            ("q", "ґанок & «дах»"),
            ("state", "draft"),
            ("settlement", "UA18060090010074365"),
            ("by", "resident"),
            ("secrecy", "open"),
            ("sort", "-turnout"),
        ];
        let wanted = read(&sent);
        let address = wanted.address();
        assert!(address.ends_with(
            "&state=draft&settlement=UA18060090010074365&by=resident&secrecy=open&sort=-turnout"
        ));
        assert!(address.is_ascii(), "{address}");
        assert!(!wanted.is_everything() && wanted.is_filtered());
        for at in 0..sent.len() {
            let mut fewer = sent.to_vec();
            fewer.remove(at);
            assert_eq!(read(&fewer).address().split('&').count(), 5);
        }
        assert!(read(&[("sort", "title")]).is_everything());
    }
}
