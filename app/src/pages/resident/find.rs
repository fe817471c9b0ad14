//! Finding a poll: what somebody chose, as it stands in the address, and the form, the links and the words that show it.

use crate::{
    components::{Icon, Symbol, choice::ChoiceList, page::encoded},
    context::Visit,
    i18n::{Lang, common, find, polls},
};
use domain::{
    ids::OrganisationNo,
    katottg::Unit,
    lang::Bilingual,
    lifecycle::State,
    organisation::Organisation,
    poll::InitiatorKind,
    search::{MOST_CHARACTERS, Query},
};
use leptos::{either::Either, prelude::*};
use leptos_router::params::ParamsMap;
use store::polls::{PollFilter, PollOrder};

/// The states that residents see, in the order in which the list shows them.
pub const STATES: [State; 3] = [State::Open, State::Scheduled, State::Closed];

/// What somebody chose; whatever the address says that is no choice of ours is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    pub query: Query,
    /// Never a draft.
    pub state: Option<State>,
    pub settlement: Option<Unit>,
    pub initiator: Option<InitiatorKind>,
    /// Only what this organisation asks; with its name.
    pub organisation: Option<(OrganisationNo, Bilingual)>,
    /// Only polls in which the person who is asking may take part and has not yet; only for somebody with a session.
    pub mine: bool,
}

/// One thing that can be chosen, by its name in the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Query,
    State,
    Settlement,
    Initiator,
    Organisation,
    Mine,
}

impl Choice {
    const ALL: [Self; 6] = [
        Self::Query,
        Self::State,
        Self::Settlement,
        Self::Initiator,
        Self::Organisation,
        Self::Mine,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Query => "q",
            Self::State => "state",
            Self::Settlement => "settlement",
            Self::Initiator => "by",
            Self::Organisation => "organisation",
            Self::Mine => "mine",
        }
    }
}

impl Chosen {
    /// The organisation that the address names, if it names one.
    pub fn organisation_in(sent: &ParamsMap) -> Option<OrganisationNo> {
        sent.get_str(Choice::Organisation.name())?.parse().ok()
    }

    /// Reads the address; `settlements` are those of the community, `organisation` is the one that the address names and that the
    /// community knows, or knew.
    pub fn read(
        sent: &ParamsMap,
        settlements: &[Unit],
        organisation: Option<&Organisation>,
        signed_in: bool,
    ) -> Self {
        let get = |choice: Choice| sent.get_str(choice.name()).unwrap_or_default();
        let code = get(Choice::Settlement);
        Self {
            query: Query::new(get(Choice::Query)),
            state: get(Choice::State)
                .parse()
                .ok()
                .filter(|state| STATES.contains(state)),
            settlement: settlements
                .iter()
                .find(|unit| unit.code.as_str() == code)
                .cloned(),
            initiator: get(Choice::Initiator).parse().ok(),
            organisation: organisation.map(|one| (one.no, one.name.clone())),
            mine: signed_in && get(Choice::Mine) == MINE,
        }
    }

    /// Whether anything is chosen.
    pub fn is_any(&self) -> bool {
        *self != Self::default()
    }

    /// Whether anything but words is chosen.
    fn is_filtered(&self) -> bool {
        self.without(Choice::Query).is_any()
    }

    /// The states whose polls are wanted.
    pub fn states(&self) -> Vec<State> {
        STATES
            .into_iter()
            .filter(|state| self.state.is_none_or(|chosen| chosen == *state))
            // Nobody can take part in what has closed.
            .filter(|state| !self.mine || *state != State::Closed)
            .collect()
    }

    /// What the store is asked for, of one state. Who may take part is no matter of the store's.
    pub fn filter(&self, state: State) -> PollFilter {
        let order = match state {
            State::Draft => PollOrder::NewestFirst,
            State::Scheduled => PollOrder::OpeningFirst,
            State::Open => PollOrder::ClosingFirst,
            State::Closed => PollOrder::LatestClosedFirst,
        };
        PollFilter {
            query: self.query.clone(),
            settlement: self.settlement.as_ref().map(|unit| unit.code.clone()),
            initiator: self.initiator,
            organisation: self.organisation.as_ref().map(|(no, _)| *no),
            ..PollFilter::of([state], order)
        }
    }

    /// The polls of an organisation.
    pub fn of_organisation(one: &Organisation) -> Self {
        Self {
            organisation: Some((one.no, one.name.clone())),
            ..Self::default()
        }
    }

    /// The polls that somebody may take part in and has not yet.
    pub fn for_me() -> Self {
        Self {
            mine: true,
            ..Self::default()
        }
    }

    /// As the address says it, encoded; empty where nothing is chosen.
    pub fn address(&self) -> String {
        let said = Choice::ALL.into_iter().filter_map(|choice| {
            let value = self.value(choice)?;
            Some(format!("{}={}", choice.name(), encoded(&value)))
        });
        said.collect::<Vec<_>>().join("&")
    }

    fn value(&self, choice: Choice) -> Option<String> {
        match choice {
            Choice::Query => (!self.query.is_empty()).then(|| self.query.typed().to_owned()),
            Choice::State => self.state.map(|state| state.to_string()),
            Choice::Settlement => self.settlement.as_ref().map(|unit| unit.code.to_string()),
            Choice::Initiator => self.initiator.map(|kind| kind.to_string()),
            Choice::Organisation => self.organisation.as_ref().map(|(no, _)| no.to_string()),
            Choice::Mine => self.mine.then(|| MINE.to_owned()),
        }
    }

    fn without(&self, choice: Choice) -> Self {
        let mut rest = self.clone();
        match choice {
            Choice::Query => rest.query = Query::default(),
            Choice::State => rest.state = None,
            Choice::Settlement => rest.settlement = None,
            Choice::Initiator => rest.initiator = None,
            Choice::Organisation => rest.organisation = None,
            Choice::Mine => rest.mine = false,
        }
        rest
    }

    /// The choice in words; nothing where none was made.
    fn words(&self, lang: Lang, choice: Choice) -> Option<String> {
        match choice {
            Choice::Query => {
                (!self.query.is_empty()).then(|| find::quoted(lang, self.query.typed()))
            }
            Choice::State => self.state.map(|state| polls::state(lang, state).to_owned()),
            Choice::Settlement => self.settlement.as_ref().map(|unit| unit.name.clone()),
            Choice::Initiator => self
                .initiator
                .map(|kind| common::initiator_kind(lang, kind).to_owned()),
            Choice::Organisation => self
                .organisation
                .as_ref()
                .map(|(_, name)| name.get(lang).to_owned()),
            Choice::Mine => self.mine.then(|| find::mine(lang).to_owned()),
        }
    }
}

/// The value of a ticked box.
const MINE: &str = "1";

/// `/polls` with these choices, in the visitor's language.
fn href(visit: &Visit, chosen: &Chosen) -> String {
    let path = visit.href("/polls");
    match chosen.address().as_str() {
        "" => path,
        address => format!("{path}?{address}"),
    }
}

/// The field for words and its button; `children` stand below it in the same form.
#[component]
pub fn SearchForm(
    visit: Visit,
    #[prop(into, default = String::new())] typed: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let lang = visit.lang;
    view! {
        <form class="find" method="get" action=visit.href("/polls") role="search">
            <label class="label" for="q">
                {find::label(lang)}
            </label>
            <div class="find__words">
                <input
                    class="input"
                    type="search"
                    id="q"
                    name=Choice::Query.name()
                    value=typed
                    maxlength=MOST_CHARACTERS.to_string()
                    autocomplete="off"
                />
                <button class="btn btn--2">{find::button(lang)}</button>
            </div>
            {children.map(|children| children())}
        </form>
    }
}

/// The whole form of `/polls`, and what was chosen as links that take it back. `count` polls were found.
#[component]
pub fn Find(
    visit: Visit,
    chosen: Chosen,
    settlements: Vec<Unit>,
    /// Whether the address asked for the visitor's own polls.
    asked_for_mine: bool,
    count: u64,
) -> impl IntoView {
    let lang = visit.lang;
    let open = chosen.is_filtered() || asked_for_mine;
    let states = STATES.map(|state| (state.to_string(), polls::state(lang, state).to_owned()));
    let kinds = InitiatorKind::ALL.iter().map(|kind| {
        (
            kind.to_string(),
            common::initiator_kind(lang, *kind).to_owned(),
        )
    });
    let places = settlements
        .into_iter()
        .map(|unit| (unit.code.to_string(), unit.name))
        .collect::<Vec<_>>();
    let select = |choice: Choice, label, all, options, hint| {
        ChoiceList {
            name: choice.name(),
            label,
            all,
            options,
            chosen: chosen.value(choice),
            hint,
        }
        .view()
    };
    let by_state = select(
        Choice::State,
        find::state(lang),
        find::any_state(lang),
        states.to_vec(),
        None,
    );
    // Where there is one settlement there is nothing to choose.
    let by_place = (places.len() > 1).then(|| {
        select(
            Choice::Settlement,
            find::settlement(lang),
            find::any_settlement(lang),
            places,
            Some(find::settlement_hint(lang)),
        )
    });
    let by_initiator = select(
        Choice::Initiator,
        find::initiator(lang),
        find::any_initiator(lang),
        kinds.collect(),
        None,
    );
    // There are too many to choose from: it is chosen on its own page, and stays while something else is chosen.
    let organisation = chosen.value(Choice::Organisation).map(|no| {
        view! { <input type="hidden" name=Choice::Organisation.name() value=no /> }
    });
    let mine = mine(&visit, &chosen);
    // Above the filters, which fill a phone's screen when they are open.
    let found = chosen
        .is_any()
        .then(|| found(&visit, &chosen, count).into_any());
    view! {
        <SearchForm visit=visit.clone() typed=chosen.query.typed()>
            {organisation} {found} <details class="disclosure" open=open>
                <summary>{find::filters(lang)}</summary>
                <div class="find__filters">{by_state} {by_place} {by_initiator}</div>
                {mine}
                <button class="btn btn--2">{common::show(lang)}</button>
            </details>
        </SearchForm>
    }
}

/// The box «I can take part»; for a visitor, the way to it.
fn mine(visit: &Visit, chosen: &Chosen) -> impl IntoView + use<> {
    let lang = visit.lang;
    let name = Choice::Mine.name();
    if visit.visitor.is_some() {
        return Either::Left(view! {
            <div class="check">
                <input
                    type="checkbox"
                    id=name
                    name=name
                    value=MINE
                    checked=chosen.mine
                    aria-describedby="mine-hint"
                />
                <label for=name>{find::mine(lang)}</label>
                <p class="hint" id="mine-hint">
                    {find::mine_hint(lang)}
                </p>
            </div>
        });
    }
    let back = href(
        visit,
        &Chosen {
            mine: true,
            ..chosen.clone()
        },
    );
    let sign_in = visit.href(&format!("/sign-in?return={}", encoded(&back)));
    Either::Right(view! {
        <p class="small">
            <a href=sign_in>{find::mine_sign_in(lang)}</a>
        </p>
    })
}

/// How many polls were found, and by what; each of the choices is a link to the list without it.
fn found(visit: &Visit, chosen: &Chosen, count: u64) -> impl IntoView + use<> {
    let lang = visit.lang;
    let chips = Choice::ALL
        .into_iter()
        .filter_map(|choice| {
            let words = chosen.words(lang, choice)?;
            let href = href(visit, &chosen.without(choice));
            Some(view! {
                <li>
                    <a class="chip" href=href>
                        <span>{words}</span>
                        <Icon symbol=Symbol::Cross />
                        <span class="vh">{find::take_back(lang)}</span>
                    </a>
                </li>
            })
        })
        .collect_view();
    let words = match i64::try_from(count) {
        Ok(0) => find::found_none(lang).to_owned(),
        count => find::found(lang, count.unwrap_or(i64::MAX)),
    };
    view! {
        <div class="found">
            <p>
                <strong>{words}</strong>
            </p>
            <ul class="chips" aria-label=find::chosen(lang)>
                {chips}
            </ul>
            <p>
                <a class="small" href=visit.href("/polls")>
                    {find::clear(lang)}
                </a>
            </p>
        </div>
    }
}

/// The list of the polls of an organisation.
pub fn organisation_href(visit: &Visit, one: &Organisation) -> String {
    href(visit, &Chosen::of_organisation(one))
}

/// The list of the polls that are for the person of this visit.
pub fn mine_href(visit: &Visit) -> String {
    format!("{}?{}", visit.href("/polls"), Chosen::for_me().address())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::katottg::{Category, Katottg};

    fn unit(code: &str, name: &str) -> Unit {
        Unit {
            code: Katottg::parse(code).unwrap(),
            parent: None,
            category: Category::Village,
            name: name.to_owned(),
        }
    }

    fn read(sent: &[(&'static str, &str)], signed_in: bool) -> Chosen {
        let sent = sent.iter().map(|(name, value)| (*name, *value)).collect();
        let places = [unit("UA18060090010074365", "Бехи")];
        let known = fund();
        let named = Chosen::organisation_in(&sent).filter(|no| *no == known.no);
        Chosen::read(&sent, &places, named.map(|_| &known), signed_in)
    }

    fn fund() -> Organisation {
        Organisation {
            no: OrganisationNo(7),
            kind: InitiatorKind::Charity,
            name: Bilingual::new("Фонд", "Fund"),
            edrpou: None,
            about: Bilingual::default(),
        }
    }

    #[test]
    fn an_organisation_stands_in_the_address_by_its_number_and_is_taken_back_like_the_others() {
        for nonsense in ["", "x", "-1", "7'", "8"] {
            assert!(
                !read(&[("organisation", nonsense)], false).is_any(),
                "{nonsense}"
            );
        }
        let chosen = read(&[("organisation", "7")], false);
        assert_eq!(chosen, Chosen::of_organisation(&fund()));
        assert_eq!(chosen.address(), "organisation=7");
        assert_eq!(
            chosen.filter(State::Open).organisation,
            Some(OrganisationNo(7))
        );
        assert_eq!(
            chosen.words(Lang::En, Choice::Organisation).as_deref(),
            Some("Fund")
        );
        assert!(!chosen.without(Choice::Organisation).is_any());
    }

    #[test]
    fn what_is_no_choice_of_ours_is_left_out() {
        for nonsense in [
            ("state", "draft"),
            ("state", "OPEN"),
            ("state", ""),
            ("settlement", "UA00000000000000000"),
            ("settlement", "UA18060170010094921"),
            ("settlement", "'"),
            ("by", "king"),
            ("mine", "yes"),
            ("q", "%%%"),
            ("q", "   "),
            ("page", "2"),
            ("x", "open"),
        ] {
            assert!(!read(&[nonsense], true).is_any(), "{nonsense:?}");
        }
        assert!(!read(&[("mine", "1")], false).is_any(), "of a visitor");
    }

    #[test]
    fn the_address_says_what_was_chosen_and_is_read_back() {
        let sent = [
            ("q", "ґанок & «дах»"),
            ("state", "open"),
            ("settlement", "UA18060090010074365"),
            ("by", "resident"),
            ("organisation", "7"),
            ("mine", "1"),
        ];
        let chosen = read(&sent, true);
        let address = chosen.address();
        assert!(
            address.is_ascii() && !address.contains([' ', '"', '<']),
            "{address}"
        );
        let parts: Vec<&str> = address.split('&').collect();
        assert_eq!(parts.len(), 6, "{address}");
        assert_eq!(
            parts[1..],
            [
                "state=open",
                "settlement=UA18060090010074365",
                "by=resident",
                "organisation=7",
                "mine=1"
            ]
        );
        for choice in Choice::ALL {
            let rest = chosen.without(choice);
            assert_eq!(rest.address().split('&').count(), 5);
            assert!(rest.words(Lang::Uk, choice).is_none());
            assert!(chosen.words(Lang::Uk, choice).is_some());
        }
        assert_eq!(Chosen::default().address(), "");
    }

    #[test]
    fn nobody_can_take_part_in_what_has_closed() {
        assert_eq!(read(&[], true).states(), STATES);
        assert_eq!(
            read(&[("mine", "1")], true).states(),
            [State::Open, State::Scheduled]
        );
        assert!(
            read(&[("mine", "1"), ("state", "closed")], true)
                .states()
                .is_empty()
        );
        assert_eq!(read(&[("state", "closed")], true).states(), [State::Closed]);
    }

    #[test]
    fn drafts_are_never_asked_for() {
        for state in State::ALL {
            let chosen = read(&[("state", state.as_str())], true);
            assert!(!chosen.states().contains(&State::Draft));
        }
    }
}
