//! What a community says of itself on its settings page: names, population, colours, hosts, and the sites that may show its widget.

use crate::{
    brand::Colour,
    host::{HostName, HostProblem, MOST_HOSTS},
    lang::{Bilingual, Lang},
    text::{self, TextProblem},
    widget::{MOST_ORIGINS, Origin, OriginProblem, WidgetOrigins},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Longest name of a community or council, in characters.
pub const LONGEST_NAME: usize = 120;
/// Longest postal address, in characters.
pub const LONGEST_ADDRESS: usize = 200;
/// The most people that a community can have: Ukraine has no larger.
pub const MOST_PEOPLE: i64 = 10_000_000;
/// Longest list of hosts or sites that is read, in characters.
pub const LONGEST_LIST: usize = 6_000;

/// The settings as they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub name: Bilingual,
    pub council: Bilingual,
    pub address: Bilingual,
    pub population: Option<i64>,
    /// Buttons, links, charts; `None` for the standard.
    pub action: Option<Colour>,
    /// What is happening now; `None` for the standard.
    pub now: Option<Colour>,
    /// Whether a residence that staff confirm counts only when a second of them agrees.
    pub two_confirm: bool,
    /// Beside the host that the community has from the start.
    pub hosts: BTreeSet<HostName>,
    pub widget: WidgetOrigins,
}

/// The settings as somebody typed them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedSettings {
    pub name: Bilingual,
    pub council: Bilingual,
    pub address: Bilingual,
    pub population: String,
    pub action: String,
    pub now: String,
    pub two_confirm: bool,
    /// One in a line.
    pub hosts: String,
    /// One in a line.
    pub sites: String,
    pub anywhere: bool,
}

impl From<&Settings> for TypedSettings {
    fn from(stored: &Settings) -> Self {
        let colour = |colour: Option<Colour>| colour.map(|c| c.to_string()).unwrap_or_default();
        let lines = |all: Vec<&str>| all.join("\n");
        Self {
            name: stored.name.clone(),
            council: stored.council.clone(),
            address: stored.address.clone(),
            population: stored.population.map(|n| n.to_string()).unwrap_or_default(),
            action: colour(stored.action),
            now: colour(stored.now),
            two_confirm: stored.two_confirm,
            hosts: lines(stored.hosts.iter().map(HostName::as_str).collect()),
            sites: lines(stored.widget.named.iter().map(Origin::as_str).collect()),
            anywhere: stored.widget.anywhere,
        }
    }
}

/// A field of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsField {
    Name(Lang),
    Council(Lang),
    Address(Lang),
    Population,
    Action,
    Now,
    Hosts,
    Sites,
}

/// What is wrong with a field. Lines count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsProblem {
    Missing,
    TooLong(usize),
    BadCharacters,
    /// No whole number from 1 to [`MOST_PEOPLE`].
    NoPopulation,
    NoColour,
    /// Nobody could read letters of this colour. With its contrast in tenths, rounded down, and the nearest colour that will do.
    Pale {
        contrast: u16,
        nearest: Colour,
    },
    Host(usize, HostProblem),
    /// The installation itself gives such names out.
    HostOfInstallation(usize),
    TooManyHosts,
    Site(usize, OriginProblem),
    TooManySites,
}

/// The settings that somebody typed. `own_domain` is the installation's own host: names within it are not the community's to take.
///
/// # Errors
/// Everything that is wrong, in the order of the fields.
pub fn check_settings(
    typed: &TypedSettings,
    own_domain: &str,
) -> Result<Settings, Vec<(SettingsField, SettingsProblem)>> {
    use SettingsField as F;
    let mut wrong = Vec::new();
    let name = bilingual(&typed.name, LONGEST_NAME, F::Name, &mut wrong);
    let council = bilingual(&typed.council, LONGEST_NAME, F::Council, &mut wrong);
    let address = line_pair(&typed.address, LONGEST_ADDRESS, F::Address, &mut wrong);
    let population = population(&typed.population).unwrap_or_else(|problem| {
        wrong.push((F::Population, problem));
        None
    });
    let mut colour = |typed: &str, field| {
        colour(typed).unwrap_or_else(|problem| {
            wrong.push((field, problem));
            None
        })
    };
    let (action, now) = (colour(&typed.action, F::Action), colour(&typed.now, F::Now));
    let hosts = hosts(&typed.hosts, own_domain).unwrap_or_else(|problem| {
        wrong.push((F::Hosts, problem));
        BTreeSet::new()
    });
    let named = sites(&typed.sites).unwrap_or_else(|problem| {
        wrong.push((F::Sites, problem));
        BTreeSet::new()
    });
    let settings = Settings {
        name,
        council,
        address,
        population,
        action,
        now,
        two_confirm: typed.two_confirm,
        hosts,
        widget: WidgetOrigins {
            anywhere: typed.anywhere,
            named,
        },
    };
    if wrong.is_empty() {
        Ok(settings)
    } else {
        Err(wrong)
    }
}

type Wrong = Vec<(SettingsField, SettingsProblem)>;

/// A text of one line in both languages, of which the Ukrainian one must be there.
fn bilingual(
    typed: &Bilingual,
    most: usize,
    field: fn(Lang) -> SettingsField,
    wrong: &mut Wrong,
) -> Bilingual {
    let before = wrong.len();
    let text = line_pair(typed, most, field, wrong);
    let uk_is_wrong = wrong[before..].iter().any(|(f, _)| *f == field(Lang::Uk));
    if text.uk.is_empty() && !uk_is_wrong {
        wrong.insert(before, (field(Lang::Uk), SettingsProblem::Missing));
    }
    text
}

fn line_pair(
    typed: &Bilingual,
    most: usize,
    field: fn(Lang) -> SettingsField,
    wrong: &mut Wrong,
) -> Bilingual {
    let mut one = |text: &str, lang| {
        text::line(text, most).unwrap_or_else(|problem| {
            let problem = match problem {
                TextProblem::TooLong(most) => SettingsProblem::TooLong(most),
                TextProblem::BadCharacters => SettingsProblem::BadCharacters,
            };
            wrong.push((field(lang), problem));
            String::new()
        })
    };
    Bilingual::new(one(&typed.uk, Lang::Uk), one(&typed.en, Lang::En))
}

/// A whole number of people; spaces between its digits do not count. Nothing typed: not known.
fn population(typed: &str) -> Result<Option<i64>, SettingsProblem> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.is_empty() {
        return Ok(None);
    }
    let plain = digits.len() <= 9 && digits.bytes().all(|b| b.is_ascii_digit());
    let number = plain.then(|| digits.parse().ok()).flatten();
    match number {
        Some(number @ 1..=MOST_PEOPLE) => Ok(Some(number)),
        _ => Err(SettingsProblem::NoPopulation),
    }
}

fn colour(typed: &str) -> Result<Option<Colour>, SettingsProblem> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let colour: Colour = typed.parse().map_err(|_| SettingsProblem::NoColour)?;
    if colour.is_readable() {
        return Ok(Some(colour));
    }
    Err(SettingsProblem::Pale {
        contrast: (colour.least_contrast() * 10.0) as u16,
        nearest: colour.readable(),
    })
}

/// The lines that are not empty, with their numbers.
fn lines(typed: &str) -> Result<impl Iterator<Item = (usize, &str)>, SettingsProblem> {
    if typed.chars().count() > LONGEST_LIST {
        return Err(SettingsProblem::TooLong(LONGEST_LIST));
    }
    let lines = typed.lines().enumerate();
    let lines = lines.map(|(at, line)| (at + 1, line.trim()));
    Ok(lines.filter(|(_, line)| !line.is_empty()))
}

fn hosts(typed: &str, own_domain: &str) -> Result<BTreeSet<HostName>, SettingsProblem> {
    let mut hosts = BTreeSet::new();
    for (at, line) in lines(typed)? {
        let host = HostName::parse(line).map_err(|problem| SettingsProblem::Host(at, problem))?;
        if host.is_within(own_domain) {
            return Err(SettingsProblem::HostOfInstallation(at));
        }
        hosts.insert(host);
    }
    match hosts.len() {
        0..=MOST_HOSTS => Ok(hosts),
        _ => Err(SettingsProblem::TooManyHosts),
    }
}

fn sites(typed: &str) -> Result<BTreeSet<Origin>, SettingsProblem> {
    let mut sites = BTreeSet::new();
    for (at, line) in lines(typed)? {
        let site = Origin::parse(line).map_err(|problem| SettingsProblem::Site(at, problem))?;
        sites.insert(site);
    }
    match sites.len() {
        0..=MOST_ORIGINS => Ok(sites),
        _ => Err(SettingsProblem::TooManySites),
    }
}
