//! What a community may say of itself.

use crate::{
    brand::Colour,
    host::{HostName, HostProblem, MOST_HOSTS},
    lang::{Bilingual, Lang},
    settings::{
        LONGEST_LIST, LONGEST_NAME, Settings, SettingsField as Field, SettingsProblem as Problem,
        TypedSettings, check_settings,
    },
    widget::{MOST_ORIGINS, OriginProblem},
};
use proptest::prelude::*;

const OURS: &str = "viche.example";

fn typed() -> TypedSettings {
    TypedSettings {
        name: Bilingual::new(" Коростенська громада ", "Korosten community"),
        council: Bilingual::new("Коростенська міська рада", ""),
        address: Bilingual::new("вулиця Грушевського, 22", ""),
        population: "58 240".to_owned(),
        action: "#0057B7".to_owned(),
        now: String::new(),
        two_confirm: true,
        hosts: "golos.korosten.gov.ua\n\n Vote.Korosten.ua \n".to_owned(),
        sites: "https://korosten-rada.gov.ua/".to_owned(),
        anywhere: false,
    }
}

fn problems(typed: &TypedSettings) -> Vec<(Field, Problem)> {
    check_settings(typed, OURS).unwrap_err()
}

#[test]
fn what_is_typed_is_kept_tidy() {
    let settings = check_settings(&typed(), OURS).unwrap();
    assert_eq!(
        settings.name,
        Bilingual::new("Коростенська громада", "Korosten community")
    );
    assert_eq!(settings.population, Some(58_240));
    assert_eq!(settings.action, Some(Colour([0, 0x57, 0xb7])));
    assert_eq!(settings.now, None);
    let hosts: Vec<_> = settings.hosts.iter().map(HostName::as_str).collect();
    assert_eq!(hosts, ["golos.korosten.gov.ua", "vote.korosten.ua"]);
    let sites: Vec<_> = settings.widget.sources().collect();
    assert_eq!(sites, ["https://korosten-rada.gov.ua"]);
}

#[test]
fn what_is_stored_and_shown_is_taken_again() {
    let stored = check_settings(&typed(), OURS).unwrap();
    assert_eq!(
        check_settings(&TypedSettings::from(&stored), OURS),
        Ok(stored)
    );
    let bare = Settings {
        name: Bilingual::new("Овруцька громада", ""),
        council: Bilingual::new("Овруцька міська рада", ""),
        ..check_settings(&typed(), OURS).unwrap()
    };
    assert_eq!(check_settings(&TypedSettings::from(&bare), OURS), Ok(bare));
}

#[test]
fn everything_that_is_wrong_is_told_at_once_in_the_order_of_the_form() {
    let wrong = TypedSettings {
        name: Bilingual::new(" ", "x".repeat(LONGEST_NAME + 1)),
        council: Bilingual::new("\u{202e}", ""),
        population: "багато".to_owned(),
        action: "#ffd700".to_owned(),
        now: "cherry".to_owned(),
        hosts: "golos.ua\nhttps://x.ua".to_owned(),
        sites: "\nhttps://*.ua".to_owned(),
        ..typed()
    };
    let nearest = Colour([0xff, 0xd7, 0]).readable();
    assert_eq!(
        problems(&wrong),
        [
            (Field::Name(Lang::Uk), Problem::Missing),
            (Field::Name(Lang::En), Problem::TooLong(LONGEST_NAME)),
            (Field::Council(Lang::Uk), Problem::BadCharacters),
            (Field::Population, Problem::NoPopulation),
            (
                Field::Action,
                Problem::Pale {
                    contrast: 12,
                    nearest
                }
            ),
            (Field::Now, Problem::NoColour),
            (Field::Hosts, Problem::Host(2, HostProblem::MoreThanHost)),
            (Field::Sites, Problem::Site(2, OriginProblem::Wildcard)),
        ]
    );
    let nameless = TypedSettings {
        name: Bilingual::new("\u{200b}", ""),
        ..typed()
    };
    assert_eq!(
        problems(&nameless),
        [(Field::Name(Lang::Uk), Problem::Missing)]
    );
}

#[test]
fn a_population_is_a_whole_number_or_unknown() {
    let of = |text: &str| {
        let typed = TypedSettings {
            population: text.to_owned(),
            ..typed()
        };
        check_settings(&typed, OURS).map(|s| s.population)
    };
    assert_eq!(of(" "), Ok(None));
    assert_eq!(of("1"), Ok(Some(1)));
    assert_eq!(of("10\u{a0}000\u{202f}000"), Ok(Some(10_000_000)));
    for wrong in ["0", "-5", "58,5", "10000001", "99999999999999999999", "٣"] {
        assert_eq!(
            of(wrong),
            Err(vec![(Field::Population, Problem::NoPopulation)]),
            "{wrong}"
        );
    }
}

#[test]
fn no_community_takes_a_name_that_the_installation_gives_out() {
    for name in [
        "viche.example",
        "ovruch.viche.example",
        "PLATFORM.Viche.Example",
    ] {
        let typed = TypedSettings {
            hosts: format!("a.ua\n{name}"),
            ..typed()
        };
        assert_eq!(
            problems(&typed),
            [(Field::Hosts, Problem::HostOfInstallation(2))],
            "{name}"
        );
    }
    let other = TypedSettings {
        hosts: "notviche.example\nviche.example.ua".to_owned(),
        ..typed()
    };
    assert!(check_settings(&other, OURS).is_ok());
}

#[test]
fn a_host_is_a_name_and_nothing_else() {
    for (wrong, problem) in [
        ("", HostProblem::Malformed),
        ("golos", HostProblem::Malformed),
        ("127.0.0.1", HostProblem::Malformed),
        ("-a.ua", HostProblem::Malformed),
        ("a..ua", HostProblem::Malformed),
        ("a b.ua", HostProblem::Malformed),
        ("голос.укр", HostProblem::NotAscii),
        ("https://a.ua", HostProblem::MoreThanHost),
        ("a.ua/", HostProblem::MoreThanHost),
        ("a.ua:8080", HostProblem::MoreThanHost),
        ("me@a.ua", HostProblem::MoreThanHost),
    ] {
        assert_eq!(HostName::parse(wrong), Err(problem), "{wrong}");
    }
    assert!(HostName::parse(&format!("{}.ua", "a".repeat(64))).is_err());
}

#[test]
fn the_lists_have_an_end() {
    let many = |n: usize, of: fn(usize) -> String| (0..n).map(of).collect::<Vec<_>>().join("\n");
    let hosts = |n| TypedSettings {
        hosts: many(n, |i| format!("h{i}.ua")),
        ..typed()
    };
    assert!(check_settings(&hosts(MOST_HOSTS), OURS).is_ok());
    assert_eq!(
        problems(&hosts(MOST_HOSTS + 1)),
        [(Field::Hosts, Problem::TooManyHosts)]
    );
    let sites = |n| TypedSettings {
        sites: many(n, |i| format!("https://s{i}.ua")),
        ..typed()
    };
    assert!(check_settings(&sites(MOST_ORIGINS), OURS).is_ok());
    assert_eq!(
        problems(&sites(MOST_ORIGINS + 1)),
        [(Field::Sites, Problem::TooManySites)]
    );
    let long = TypedSettings {
        sites: "\n".repeat(LONGEST_LIST + 1),
        ..typed()
    };
    assert_eq!(
        problems(&long),
        [(Field::Sites, Problem::TooLong(LONGEST_LIST))]
    );
}

proptest! {
    #[test]
    fn nothing_that_is_typed_makes_the_check_fall_over(name in ".*", colour in ".*", hosts in "(.|\n)*", number in ".*") {
        let typed = TypedSettings {
            name: Bilingual::new(name, ""),
            population: number,
            action: colour,
            hosts: hosts.clone(),
            sites: hosts,
            ..typed()
        };
        if let Ok(settings) = check_settings(&typed, OURS) {
            prop_assert_eq!(check_settings(&TypedSettings::from(&settings), OURS), Ok(settings));
        }
    }
}
