//! How many decisions on who may take part one core makes, against as many HMAC-SHA-256 of a number, which is what a sign-in costs
//! at the least.

use crate::{Row, load::town::Town, scaled};
use domain::{
    audience::{AskedResidency, Audience},
    eligibility::{PersonFacts, reasons_against},
    identifiers::KeyKind,
    identity::{Assurance, Residency},
    katottg::Katottg,
    time::Date,
};
use std::{hint::black_box, time::Instant};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const DECISIONS: usize = 2_000_000;
const HASHES: usize = 500_000;

pub async fn all() -> Outcome<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}/viche.db", folder.path().display());
    let town = Town::found(&url, folder.path()).await?;
    let (people, audiences) = (people(), audiences());
    let today = Date::new(2026, 11, 29).ok_or("no date")?;
    let (mut decisions, mut hashes, mut barred) = (0f64, 0f64, 0usize);
    for _ in 0..2 {
        let began = Instant::now();
        for at in 0..scaled(DECISIONS) {
            let person = &people[at % people.len()];
            let audience = &audiences[at % audiences.len()];
            barred += usize::from(!black_box(reasons_against(person, audience, today)).is_empty());
        }
        decisions = decisions.max(scaled(DECISIONS) as f64 / began.elapsed().as_secs_f64());
        let began = Instant::now();
        for at in 0..scaled(HASHES) {
            black_box(town.keys.keyed_hash(KeyKind::Rnokpp, &format!("{at:010}")));
        }
        hashes = hashes.max(scaled(HASHES) as f64 / began.elapsed().as_secs_f64());
    }
    assert!(
        barred > 0 && barred < 2 * scaled(DECISIONS),
        "some may, and some may not"
    );
    Ok(vec![Row {
        what: "eligibility decisions, one core ÷ HMAC-SHA-256 of a number".to_owned(),
        ours: format!("{decisions:.0}/s"),
        theirs: format!("{hashes:.0}/s"),
        ratio: decisions / hashes,
        aim: "",
    }])
}

fn settlement(no: usize) -> Option<Katottg> {
    Katottg::parse(&format!("UA1806009{no:03}0074365"))
}

/// Of every kind that there is: ages, residencies, settlements, ways to sign in.
fn people() -> Vec<PersonFacts> {
    let residencies = [
        Residency::None,
        Residency::Declared,
        Residency::ConfirmedByRegister,
        Residency::ConfirmedByStaff,
    ];
    (0..1_009)
        .map(|no| PersonFacts {
            birth_date: i16::try_from(1940 + no % 80)
                .ok()
                .and_then(|year| Date::new(year, 5, 17)),
            residency: residencies[no % residencies.len()],
            displaced: no % 11 == 0,
            residency_expires: (no % 7 == 0).then(|| Date::new(2026, 6, 1)).flatten(),
            settlement: settlement(no % 45),
            assurance: if no % 11 == 0 {
                Assurance::Email
            } else {
                Assurance::BankId
            },
            second_key_open: no % 13 == 0,
        })
        .collect()
}

fn audiences() -> Vec<Audience> {
    let everybody = crate::load::town::poll_content(domain::time::Millis(0), 2).audience;
    let of_some = Audience {
        settlements: (0..20).filter_map(settlement).collect(),
        ..everybody.clone()
    };
    let young = Audience {
        age_from: 14,
        age_to: Some(35),
        districts: Vec::new(),
        residency: AskedResidency::Declared,
        ..everybody.clone()
    };
    vec![everybody, of_some, young]
}
