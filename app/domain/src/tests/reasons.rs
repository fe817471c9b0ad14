//! Who may take part, and every reason against.

use super::strategies::{audiences, dates, people};
use crate::{
    audience::{AskedResidency, Audience},
    district::{District, DistrictNo},
    eligibility::{Ineligible, PersonFacts, Standing, reasons_against, to_tell},
    identity::{Assurance, Residency},
    katottg::Katottg,
    lang::Bilingual,
    residency::{DECLARE_AGAIN_MS, Evidence, KnownHome, may_declare},
    time::{Date, Millis},
};
use proptest::prelude::*;

const CITY: &str = "UA18060090010074365";
const VILLAGE: &str = "UA18060090020012345";

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn resident() -> PersonFacts {
    PersonFacts {
        birth_date: Some(date("1988-06-01")),
        residency: Residency::ConfirmedByRegister,
        residency_expires: None,
        displaced: false,
        settlement: Katottg::parse(CITY),
        assurance: Assurance::BankId,
        second_key_open: false,
    }
}

fn everybody() -> Audience {
    Audience {
        age_from: 14,
        age_to: None,
        settlements: Vec::new(),
        districts: Vec::new(),
        least_assurance: Assurance::BankId,
        residency: AskedResidency::Confirmed,
    }
}

fn today() -> Date {
    date("2026-11-24")
}

#[test]
fn a_confirmed_resident_of_age_may_take_part() {
    assert_eq!(reasons_against(&resident(), &everybody(), today()), []);
}

#[test]
fn every_reason_is_told_in_the_fixed_order() {
    let nobody = PersonFacts {
        birth_date: None,
        residency: Residency::None,
        residency_expires: None,
        displaced: false,
        settlement: None,
        assurance: Assurance::Visitor,
        second_key_open: true,
    };
    let audience = Audience {
        settlements: vec![Katottg::parse(CITY).unwrap()],
        ..everybody()
    };
    assert_eq!(
        reasons_against(&nobody, &audience, today()),
        [
            Ineligible::AssuranceTooLow {
                needed: Assurance::BankId
            },
            Ineligible::SecondKeyOpen,
            Ineligible::AgeUnknown,
            Ineligible::NotResident,
            Ineligible::SettlementUnknown,
        ]
    );
}

#[test]
fn both_ends_of_the_age_count() {
    let audience = Audience {
        age_to: Some(18),
        ..everybody()
    };
    let reasons = |birth: &str| {
        let person = PersonFacts {
            birth_date: Some(date(birth)),
            ..resident()
        };
        reasons_against(&person, &audience, today())
    };
    assert_eq!(reasons("2012-11-24"), [], "14 today");
    assert_eq!(
        reasons("2012-11-25"),
        [Ineligible::TooYoung { from: 14 }],
        "14 tomorrow"
    );
    assert_eq!(reasons("2007-11-25"), [], "still 18");
    assert_eq!(
        reasons("2007-11-24"),
        [Ineligible::TooOld { to: 18 }],
        "19 today"
    );
}

#[test]
fn born_on_29_february_one_may_from_1_march() {
    let person = PersonFacts {
        birth_date: Some(date("2012-02-29")),
        ..resident()
    };
    assert_eq!(
        reasons_against(&person, &everybody(), date("2026-02-28")),
        [Ineligible::TooYoung { from: 14 }]
    );
    assert_eq!(
        reasons_against(&person, &everybody(), date("2026-03-01")),
        []
    );
}

#[test]
fn a_confirmation_counts_on_its_last_day_and_is_a_declaration_after() {
    let person = PersonFacts {
        residency: Residency::ConfirmedByStaff,
        residency_expires: Some(date("2026-11-24")),
        ..resident()
    };
    assert_eq!(reasons_against(&person, &everybody(), today()), []);
    let tomorrow = date("2026-11-25");
    assert_eq!(
        reasons_against(&person, &everybody(), tomorrow),
        [Ineligible::ResidencyExpired]
    );
    let declared_is_enough = Audience {
        residency: AskedResidency::Declared,
        ..everybody()
    };
    assert_eq!(reasons_against(&person, &declared_is_enough, tomorrow), []);
}

#[test]
fn a_declaration_is_enough_only_where_the_poll_says_so() {
    let person = PersonFacts {
        residency: Residency::Declared,
        ..resident()
    };
    assert_eq!(
        reasons_against(&person, &everybody(), today()),
        [Ineligible::ResidencyUnconfirmed]
    );
    let declared_is_enough = Audience {
        residency: AskedResidency::Declared,
        ..everybody()
    };
    assert_eq!(reasons_against(&person, &declared_is_enough, today()), []);
}

#[test]
fn a_poll_for_some_settlements_asks_where_one_lives() {
    let audience = Audience {
        settlements: vec![Katottg::parse(VILLAGE).unwrap()],
        ..everybody()
    };
    assert_eq!(
        reasons_against(&resident(), &audience, today()),
        [Ineligible::OtherSettlement]
    );
    let unknown = PersonFacts {
        settlement: None,
        ..resident()
    };
    assert_eq!(
        reasons_against(&unknown, &audience, today()),
        [Ineligible::SettlementUnknown]
    );
    assert_eq!(reasons_against(&unknown, &everybody(), today()), []);
}

#[test]
fn a_poll_for_some_districts_asks_where_one_lives() {
    let district = |no: i16, codes: &[&str]| District {
        no: DistrictNo(no),
        name: Bilingual::new("Ушомирський", ""),
        settlements: codes
            .iter()
            .filter_map(|code| Katottg::parse(code))
            .collect(),
    };
    let against = |districts: Vec<District>, settlements: Vec<Katottg>| {
        let audience = Audience {
            districts,
            settlements,
            ..everybody()
        };
        reasons_against(&resident(), &audience, today())
    };
    let (elsewhere, here) = (district(1, &[VILLAGE]), district(2, &[VILLAGE, CITY]));
    assert_eq!(
        against(vec![elsewhere.clone()], vec![]),
        [Ineligible::OtherDistrict]
    );
    assert_eq!(against(vec![elsewhere.clone(), here], vec![]), []);
    // A settlement beside the districts, and a district whose settlements are all gone from the codifier.
    let city = Katottg::parse(CITY).unwrap();
    assert_eq!(against(vec![elsewhere.clone()], vec![city]), []);
    let village = Katottg::parse(VILLAGE).unwrap();
    assert_eq!(
        against(vec![elsewhere], vec![village]),
        [Ineligible::OtherSettlement]
    );
    assert_eq!(
        against(vec![district(3, &[])], vec![]),
        [Ineligible::OtherDistrict]
    );
}

#[test]
fn a_poll_may_ask_those_who_are_registered_here_or_those_who_were_displaced() {
    use AskedResidency::*;
    let person = |residency: Residency, displaced: bool, expires: Option<&str>| PersonFacts {
        residency,
        displaced,
        residency_expires: expires.map(date),
        ..resident()
    };
    let listed = person(Residency::ConfirmedByRegister, false, None);
    let stamped = person(Residency::ConfirmedByStaff, false, Some("2027-01-01"));
    let displaced = person(Residency::ConfirmedByStaff, true, Some("2027-01-01"));
    let lapsed = person(Residency::ConfirmedByStaff, true, Some("2026-11-23"));
    let declared = person(Residency::Declared, false, None);
    let stranger = person(Residency::None, false, None);
    let against = |person: &PersonFacts, residency: AskedResidency| {
        let audience = Audience {
            residency,
            ..everybody()
        };
        reasons_against(person, &audience, today())
    };
    for (person, expected) in [
        (&listed, [None, None, None, Some(Ineligible::NotDisplaced)]),
        (&stamped, [None, None, None, Some(Ineligible::NotDisplaced)]),
        (
            &displaced,
            [None, None, Some(Ineligible::NotRegistered), None],
        ),
        // What would have to be renewed is told where renewing it helps.
        (
            &lapsed,
            [
                None,
                Some(Ineligible::ResidencyExpired),
                Some(Ineligible::NotRegistered),
                Some(Ineligible::ResidencyExpired),
            ],
        ),
        (
            &declared,
            [
                None,
                Some(Ineligible::ResidencyUnconfirmed),
                Some(Ineligible::ResidencyUnconfirmed),
                Some(Ineligible::ResidencyUnconfirmed),
            ],
        ),
        (
            &stranger,
            [
                Some(Ineligible::NothingDeclared),
                Some(Ineligible::NotResident),
                Some(Ineligible::NotResident),
                Some(Ineligible::NotResident),
            ],
        ),
    ] {
        for (asked, expected) in [Declared, Confirmed, Registered, Displaced]
            .into_iter()
            .zip(expected)
        {
            let found = against(person, asked);
            assert_eq!(found, Vec::from_iter(expected), "{person:?} {asked:?}");
        }
    }
}

#[test]
fn the_document_that_proves_how_somebody_belongs_is_the_one_that_helps() {
    for asked in AskedResidency::ALL {
        let audience = Audience {
            residency: *asked,
            ..everybody()
        };
        for evidence in Evidence::ALL {
            // As staff confirm it by this document.
            let person = PersonFacts {
                residency: Residency::ConfirmedByStaff,
                displaced: *evidence == Evidence::IdpCertificate,
                ..resident()
            };
            let asks = reasons_against(&person, &audience, today()).is_empty();
            assert_eq!(
                asked.is_proven_by(*evidence),
                asks,
                "{asked:?} {evidence:?}"
            );
        }
    }
}

#[test]
fn a_district_belongs_to_its_city() {
    let person = PersonFacts {
        settlement: Katottg::parse("UA12020010010114149"),
        ..resident()
    };
    let audience = Audience {
        settlements: vec![Katottg::parse("UA12020010010037010").unwrap()],
        ..everybody()
    };
    assert_eq!(reasons_against(&person, &audience, today()), []);
}

#[test]
fn one_stands_towards_a_poll_by_who_one_is_and_what_one_has_done() {
    let standing = |person: Option<&PersonFacts>, took_part| {
        Standing::of(person, took_part, &everybody(), today())
    };
    let child = PersonFacts {
        birth_date: Some(date("2020-01-01")),
        ..resident()
    };
    assert_eq!(standing(None, false), Standing::Unidentified);
    assert_eq!(standing(Some(&resident()), false), Standing::May);
    assert_eq!(
        standing(Some(&child), false),
        Standing::Barred(vec![Ineligible::TooYoung { from: 14 }])
    );
    assert_eq!(standing(Some(&resident()), true), Standing::TookPart);
    // Whoever has answered and could not any more hears that they have answered.
    assert_eq!(standing(Some(&child), true), Standing::TookPart);
}

#[test]
fn who_is_not_identified_is_told_that_first_and_what_is_known_against_them() {
    let low = Ineligible::AssuranceTooLow {
        needed: Assurance::BankId,
    };
    let unknown = [
        Ineligible::SecondKeyOpen,
        Ineligible::AgeUnknown,
        Ineligible::NotResident,
        Ineligible::NothingDeclared,
        Ineligible::SettlementUnknown,
    ];
    let all: Vec<Ineligible> = [low].into_iter().chain(unknown).collect();
    assert_eq!(to_tell(all), [low]);
    assert_eq!(to_tell(unknown.to_vec()), unknown);
    let known = vec![
        low,
        Ineligible::TooYoung { from: 14 },
        Ineligible::OtherSettlement,
    ];
    assert_eq!(to_tell(known.clone()), known);
}

/// The five rules, each with a change that makes it fail whatever was before.
fn spoil(rule: usize, person: &mut PersonFacts, audience: &mut Audience) {
    match rule {
        0 => {
            person.assurance = Assurance::Visitor;
            audience.least_assurance = Assurance::Qualified;
        }
        1 => person.second_key_open = true,
        2 => {
            person.birth_date = None;
            audience.age_from = 14;
        }
        3 => {
            person.residency = Residency::None;
            audience.residency = AskedResidency::Confirmed;
        }
        _ => {
            person.settlement = None;
            audience.settlements = vec![Katottg::parse(VILLAGE).unwrap()];
        }
    }
}

/// Which of the five rules a reason belongs to.
fn rule(reason: &Ineligible) -> usize {
    match reason {
        Ineligible::AssuranceTooLow { .. } => 0,
        Ineligible::SecondKeyOpen => 1,
        Ineligible::AgeUnknown | Ineligible::TooYoung { .. } | Ineligible::TooOld { .. } => 2,
        Ineligible::NotResident
        | Ineligible::NothingDeclared
        | Ineligible::ResidencyUnconfirmed
        | Ineligible::ResidencyExpired
        | Ineligible::NotRegistered
        | Ineligible::NotDisplaced => 3,
        Ineligible::SettlementUnknown | Ineligible::OtherSettlement | Ineligible::OtherDistrict => {
            4
        }
    }
}

proptest! {
    #[test]
    fn reasons_are_ordered_and_at_most_one_for_each_rule(p in people(), a in audiences(), today in dates()) {
        let rules: Vec<usize> = reasons_against(&p, &a, today).iter().map(rule).collect();
        prop_assert!(rules.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", rules);
    }

    #[test]
    fn a_further_reason_removes_no_other(p in people(), a in audiences(), today in dates(), spoilt in 0..5usize) {
        let before = reasons_against(&p, &a, today);
        let (mut worse, mut stricter) = (p, a);
        spoil(spoilt, &mut worse, &mut stricter);
        let after = reasons_against(&worse, &stricter, today);
        prop_assert!(after.iter().any(|reason| rule(reason) == spoilt));
        for reason in before.iter().filter(|reason| rule(reason) != spoilt) {
            prop_assert!(after.contains(reason));
        }
        prop_assert!(after.len() >= before.len());
    }

    /// Whoever is told that their word mends it may give it, and then the reason is gone; and nobody else is told so.
    #[test]
    fn what_ones_word_mends_is_gone_with_it(p in people(), a in audiences(), today in dates()) {
        // In districts without a settlement nobody lives.
        prop_assume!(a.is_everywhere() || a.places().next().is_some());
        for reason in reasons_against(&p, &a, today) {
            let told = reason.is_mended_by_ones_word(a.residency, &p, today);
            let home = KnownHome {
                class: p.residency,
                expires: p.residency_expires,
                settlement: p.settlement.clone(),
                decided_at: Millis(0),
            };
            let may = may_declare(Some(&home), today, Millis(DECLARE_AGAIN_MS)).is_ok();
            let said = PersonFacts {
                residency: Residency::Declared,
                residency_expires: None,
                settlement: a.places().next().cloned().or(p.settlement.clone()),
                ..p.clone()
            };
            let left = reasons_against(&said, &a, today);
            if told {
                prop_assert!(may && !left.contains(&reason), "{:?} {:?}", reason, left);
            } else if may && p.residency != Residency::None && rule(&reason) == 4 {
                prop_assert!(a.residency.must_be_confirmed(), "{:?} is mended by one's word", reason);
            }
        }
    }

    #[test]
    fn whom_a_narrower_way_of_belonging_asks_a_wider_one_asks_too(p in people(), a in audiences(), today in dates()) {
        for residency in AskedResidency::ALL.iter().filter(|wider| a.residency.is_within(**wider)) {
            let wider = Audience { residency: *residency, ..a.clone() };
            prop_assert!(reasons_against(&p, &wider, today).len() <= reasons_against(&p, &a, today).len());
        }
    }

    #[test]
    fn more_assurance_never_hurts(p in people(), a in audiences(), today in dates()) {
        let surer = PersonFacts { assurance: Assurance::Qualified, ..p.clone() };
        prop_assert!(reasons_against(&surer, &a, today).len() <= reasons_against(&p, &a, today).len());
    }

    #[test]
    fn whoever_may_take_part_meets_every_condition(p in people(), a in audiences(), today in dates()) {
        if reasons_against(&p, &a, today).is_empty() {
            prop_assert!(p.assurance >= a.least_assurance && !p.second_key_open);
            prop_assert!(p.residency != Residency::None);
            prop_assert!(!a.residency.must_be_confirmed() || p.residency.is_confirmed());
            prop_assert!(a.residency != AskedResidency::Displaced || p.displaced);
            prop_assert!(a.residency != AskedResidency::Registered || !p.displaced);
            prop_assert!(a.is_everywhere() || p.settlement.is_some_and(|home| a.asks_at(&home)));
            prop_assert!(a.age_from <= 0 || p.birth_date.is_some_and(|birth| birth.age_on(today) >= a.age_from));
        }
    }
}
