//! The register of residents: by difference, interrupted, run again, and what follows for the persons that it lists.

use super::town::*;
use crate::{
    Page, Store,
    persons::Found,
    register::{EVIDENCE, RegisterError, RegisterSummary, TakeOut},
    residencies::Residence,
};
use domain::{
    audience::{AskedResidency, Audience},
    entitled::{CountedBy, Entitled},
    identifiers::KeyKind::{self, Passport, Rnokpp, Unzr},
    identity::{Assurance, Residency},
    ids::{CommunityId, PersonId},
    katottg::Katottg,
    register::{BirthMonth, Extract, Listed, MonthCount},
    time::{Date, Millis},
};
use std::collections::HashMap;

const KEY: i64 = 1;

fn village(no: u8) -> Katottg {
    Katottg::parse(&format!("UA1806009{no:03}0074365")).unwrap()
}

fn day(day: u8) -> Date {
    Date::new(2026, 11, day).unwrap()
}

/// A hash of its own for each number.
fn hash(no: u32) -> [u8; 32] {
    let mut hash = [0; 32];
    hash[..4].copy_from_slice(&no.to_be_bytes());
    hash
}

fn listed(settlement: u8, keys: &[(KeyKind, u32)]) -> Listed {
    Listed {
        settlement: village(settlement),
        keys: keys.iter().map(|(kind, no)| (*kind, hash(*no))).collect(),
    }
}

fn extract(taken_on: Date, people: Vec<Listed>) -> Extract {
    Extract {
        community: "korosten".to_owned(),
        key_id: KEY,
        taken_on,
        people,
        months: Vec::new(),
    }
}

/// People 0 to `of`, each with a РНОКПП, in settlement 1.
fn town_of(taken_on: Date, of: u32) -> Extract {
    extract(
        taken_on,
        (0..of).map(|no| listed(1, &[(Rnokpp, no)])).collect(),
    )
}

async fn import(store: &Store, extract: &Extract) -> Result<RegisterSummary, RegisterError> {
    let by = by(Millis(1_795_000_000_000));
    store
        .import_register(KOROSTEN, extract, TakeOut::AFew, by, |_| {})
        .await
}

async fn sign_in(store: &Store, community: CommunityId, keys: &[(KeyKind, u32)]) -> PersonId {
    let keys: Vec<_> = keys
        .iter()
        .map(|(kind, no)| crate::persons::PersonKey {
            kind: *kind,
            hash: hash(*no),
            key_id: KEY,
        })
        .collect();
    let found = store
        .person_by_keys(community, &keys, person_id(), b"sealed", Millis(5))
        .await
        .unwrap();
    let Found::Person { id, .. } = found else {
        panic!("{found:?}")
    };
    id
}

async fn residence(
    store: &Store,
    person: PersonId,
) -> Option<(Residency, Option<Katottg>, Option<String>)> {
    let residence = store.residency(KOROSTEN, person).await.unwrap()?;
    Some((residence.class, residence.settlement, residence.evidence))
}

fn audience(settlements: &[Katottg], age_from: i16, age_to: Option<i16>) -> Audience {
    Audience {
        age_from,
        age_to,
        settlements: settlements.to_vec(),
        least_assurance: Assurance::BankId,
        districts: Vec::new(),
        residency: AskedResidency::Confirmed,
    }
}

fn confirmed(settlement: u8) -> Option<(Residency, Option<Katottg>, Option<String>)> {
    Some((
        Residency::ConfirmedByRegister,
        Some(village(settlement)),
        Some(EVIDENCE.to_owned()),
    ))
}

on_both_databases! {
    async fn whoever_is_listed_is_confirmed_whether_they_came_before_or_come_after(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let before = sign_in(&store, KOROSTEN, &[(Rnokpp, 1)]).await;
        let stranger = sign_in(&store, KOROSTEN, &[(Rnokpp, 9)]).await;
        let list = extract(day(1), vec![listed(1, &[(Rnokpp, 1), (Unzr, 1)]), listed(2, &[(Unzr, 2)])]);
        let summary = import(&store, &list).await.unwrap();
        assert_eq!(summary, RegisterSummary { added: 3, confirmed: 1, ..RegisterSummary::default() });
        assert_eq!(residence(&store, before).await, confirmed(1));
        assert_eq!(residence(&store, stranger).await, None);
        // Who comes after; by any of the numbers.
        let after = sign_in(&store, KOROSTEN, &[(Rnokpp, 2), (Unzr, 2)]).await;
        assert_eq!(residence(&store, after).await, confirmed(2));
        // A number that comes later confirms, too.
        let by_passport = sign_in(&store, KOROSTEN, &[(Rnokpp, 3)]).await;
        assert_eq!(residence(&store, by_passport).await, None);
        let more = extract(day(2), vec![
            listed(1, &[(Rnokpp, 1), (Unzr, 1)]), listed(2, &[(Unzr, 2)]), listed(1, &[(Passport, 3)]),
        ]);
        import(&store, &more).await.unwrap();
        assert_eq!(residence(&store, by_passport).await, None);
        sign_in(&store, KOROSTEN, &[(Rnokpp, 3), (Passport, 3)]).await;
        assert_eq!(residence(&store, by_passport).await, confirmed(1));
    }

    async fn an_import_writes_what_differs_and_twice_is_once(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let first = town_of(day(1), 5_000);
        let mut reports = Vec::new();
        let summary = store
            .import_register(KOROSTEN, &first, TakeOut::AFew, by(Millis(1)), |progress| reports.push(progress))
            .await
            .unwrap();
        assert_eq!(summary, RegisterSummary { added: 5_000, ..RegisterSummary::default() });
        assert!(reports.len() > 2 && reports.windows(2).all(|two| two[0].written < two[1].written));
        assert!(reports.last().is_some_and(|last| last.written == 5_000 && last.total == 5_000));
        assert_eq!(import(&store, &first).await.unwrap(), RegisterSummary { unchanged: 5_000, ..RegisterSummary::default() });

        // One moves, one comes, two go.
        let (moves, goes, stays) = (
            sign_in(&store, KOROSTEN, &[(Rnokpp, 7)]).await,
            sign_in(&store, KOROSTEN, &[(Rnokpp, 4_999)]).await,
            sign_in(&store, KOROSTEN, &[(Rnokpp, 8)]).await,
        );
        assert_eq!(residence(&store, goes).await, confirmed(1));
        let mut second = town_of(day(2), 4_998);
        second.people[7] = listed(2, &[(Rnokpp, 7)]);
        second.people.push(listed(3, &[(Rnokpp, 6_000)]));
        let summary = import(&store, &second).await.unwrap();
        let expected = RegisterSummary { added: 1, moved: 1, gone: 2, unchanged: 4_997, confirmed: 1, lapsed: 1 };
        assert_eq!(summary, expected);
        assert_eq!(residence(&store, moves).await, confirmed(2));
        assert_eq!(residence(&store, stays).await, confirmed(1));
        assert_eq!(residence(&store, goes).await, Some((Residency::Declared, Some(village(1)), None)));
        let last = store.last_extract(KOROSTEN).await.unwrap().unwrap();
        assert_eq!((last.taken_on, last.people), (day(2), 4_999));
        let log = store.audit_log(KOROSTEN, Page::first(1)).await.unwrap();
        assert_eq!(log.items[0].act, "register.imported");
        assert_eq!(log.items[0].detail["lapsed"], 1);
    }

    async fn half_a_file_takes_nobody_out_unless_somebody_says_so(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        import(&store, &town_of(day(1), 100)).await.unwrap();
        let person = sign_in(&store, KOROSTEN, &[(Rnokpp, 99)]).await;
        let half = town_of(day(2), 50);
        let refused = import(&store, &half).await;
        assert!(matches!(refused, Err(RegisterError::TakesOutMany { gone: 50, of: 100 })), "{refused:?}");
        assert_eq!(residence(&store, person).await, confirmed(1));
        assert_eq!(store.last_extract(KOROSTEN).await.unwrap().unwrap().taken_on, day(1));
        let summary = store.import_register(KOROSTEN, &half, TakeOut::Anything, by(Millis(2)), |_| {}).await.unwrap();
        assert_eq!((summary.gone, summary.lapsed), (50, 1));
        let older = import(&store, &town_of(day(1), 50)).await;
        assert!(matches!(older, Err(RegisterError::OlderExtract)), "{older:?}");
    }

    async fn what_staff_confirmed_stays_when_the_register_says_otherwise(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let person = sign_in(&store, KOROSTEN, &[(Rnokpp, 1)]).await;
        let by_staff = Residence {
            class: Residency::ConfirmedByStaff,
            settlement: Some(village(3)),
            evidence: Some("certificate".to_owned()),
            expires: Some(Date::new(2027, 1, 31).unwrap()),
            decided_by: None,
            decided_at: Millis(1),
        };
        store.set_residency(KOROSTEN, person, &by_staff, by(Millis(1))).await.unwrap();
        import(&store, &town_of(day(1), 5)).await.unwrap();
        assert_eq!(store.residency(KOROSTEN, person).await.unwrap(), Some(by_staff.clone()));
        sign_in(&store, KOROSTEN, &[(Rnokpp, 1)]).await;
        assert_eq!(store.residency(KOROSTEN, person).await.unwrap(), Some(by_staff));
    }

    async fn a_register_is_one_communitys_alone(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let there = sign_in(&store, ZVIAHEL, &[(Rnokpp, 1)]).await;
        import(&store, &town_of(day(1), 5)).await.unwrap();
        assert_eq!(store.residency(ZVIAHEL, there).await.unwrap(), None);
        let later = sign_in(&store, ZVIAHEL, &[(Rnokpp, 2)]).await;
        assert_eq!(store.residency(ZVIAHEL, later).await.unwrap(), None);
        assert_eq!(store.last_extract(ZVIAHEL).await.unwrap(), None);
    }

    async fn the_entitled_are_counted_by_settlement_and_age_in_full_years(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let by = CountedBy::Community;
        let whole = store.entitled(KOROSTEN, &audience(&[], 14, None), 14, day(28)).await.unwrap();
        assert_eq!(whole, Some(Entitled { people: 58_000, by }), "without a register the community's figure");
        for (from, least_age, counts) in [(18, 18, true), (14, 18, true), (18, 14, false), (60, 14, false), (60, 18, false)] {
            let asked = store.entitled(KOROSTEN, &audience(&[], from, None), least_age, day(28)).await.unwrap();
            assert_eq!(asked.is_some(), counts, "from {from}, where the least age is {least_age}");
        }
        let month = |settlement: u8, year: i16, month: u8, people: u32| MonthCount {
            settlement: village(settlement),
            born: Some(BirthMonth::of(Date::new(year, month, 1).unwrap())),
            people,
        };
        let mut list = town_of(day(1), 3);
        list.months = vec![
            month(1, 2008, 11, 10), month(1, 2008, 12, 20), month(1, 1966, 11, 40), month(1, 1966, 10, 80), month(2, 1990, 1, 160),
        ];
        import(&store, &list).await.unwrap();
        let entitled = async |settlements: &[Katottg], from: i16, to: Option<i16>| {
            let asked = store.entitled(KOROSTEN, &audience(settlements, from, to), 14, day(28)).await.unwrap();
            asked.filter(|all| all.by == CountedBy::Register).map(|all| all.people)
        };
        // Born in November 2008: eighteen in the course of this month; in December: not yet.
        assert_eq!(entitled(&[], 18, None).await, Some(290));
        assert_eq!(entitled(&[], 17, None).await, Some(310));
        assert_eq!(entitled(&[], 0, None).await, Some(310));
        // Sixty since this month, or since the last.
        assert_eq!(entitled(&[], 18, Some(59)).await, Some(170));
        assert_eq!(entitled(&[], 60, Some(60)).await, Some(120));
        assert_eq!(entitled(&[village(1)], 18, None).await, Some(130));
        assert_eq!(entitled(&[village(2), village(1)], 18, None).await, Some(290));
        // Each settlement by itself, and only those that are asked; displaced persons are counted elsewhere.
        let places = async |audience: Audience| {
            let (all, places) = store.entitled_by_settlement(KOROSTEN, &audience, 14, day(28)).await.unwrap();
            assert_eq!(all, store.entitled(KOROSTEN, &audience, 14, day(28)).await.unwrap());
            places
        };
        assert_eq!(places(audience(&[], 18, None)).await, HashMap::from([(village(1), 130), (village(2), 160)]));
        assert_eq!(places(audience(&[village(2)], 18, Some(59))).await, HashMap::from([(village(2), 160)]));
        let displaced = Audience { residency: AskedResidency::Displaced, ..audience(&[], 18, None) };
        assert_eq!(places(displaced).await, HashMap::new());
        // Whoever's age nobody knows is in every whole of theirs, and in no other settlement's.
        let ageless = MonthCount { settlement: village(2), born: None, people: 1_000 };
        list.months.push(ageless);
        import(&store, &list).await.unwrap();
        for (settlements, from, to, people) in [
            (&[][..], 18, None, 1_290), (&[], 18, Some(59), 1_170), (&[], 60, Some(60), 1_120), (&[village(2)], 100, Some(101), 1_000),
            (&[village(1)], 18, None, 130),
        ] {
            assert_eq!(entitled(settlements, from, to).await, Some(people), "{settlements:?} from {from} to {to:?}");
        }
        list.months.pop();
        import(&store, &list).await.unwrap();
        // Nobody: no share of anything.
        assert_eq!(entitled(&[village(7)], 18, None).await, None);
        assert_eq!(entitled(&[], 100, Some(101)).await, None);
        // A later extract replaces the counts; one without birth dates tells no ages.
        list.months = vec![month(1, 1990, 5, 7)];
        list.taken_on = day(2);
        import(&store, &list).await.unwrap();
        assert_eq!(entitled(&[], 18, None).await, Some(7));
        list.months.clear();
        list.taken_on = day(3);
        import(&store, &list).await.unwrap();
        assert_eq!(entitled(&[], 18, None).await, None);
        let (all, places) = store.entitled_by_settlement(KOROSTEN, &audience(&[], 14, None), 14, day(28)).await.unwrap();
        assert_eq!((all.map(|all| all.by), places.len()), (Some(CountedBy::Community), 0));
    }

    /// A sign-in gives somebody the number by which they are listed at the very moment at which the entry comes or goes.
    async fn whoever_gets_their_number_while_its_entry_comes_or_goes_is_what_the_register_says(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        const PEOPLE: u32 = 160;
        for no in 0..PEOPLE {
            sign_in(&store, KOROSTEN, &[(Rnokpp, no)]).await;
        }
        // The even ones are listed by their УНЗР before, the odd ones afterwards.
        let half = |of: u32, taken_on| {
            let listed = (0..PEOPLE).filter(|no| no % 2 == of).map(|no| listed(1, &[(Unzr, no)]));
            extract(taken_on, listed.collect())
        };
        import(&store, &half(0, day(1))).await.unwrap();
        let outcomes = db.at_once(|store, i| {
            let after = half(1, day(2));
            async move {
                if i == 0 {
                    let by = by(Millis(1_795_000_000_000));
                    store.import_register(KOROSTEN, &after, TakeOut::Anything, by, |_| {}).await.unwrap();
                } else {
                    for no in (0..PEOPLE).filter(|no| *no as usize % 15 == i - 1) {
                        sign_in(&store, KOROSTEN, &[(Rnokpp, no), (Unzr, no)]).await;
                    }
                }
            }
        });
        outcomes.await;
        for no in 0..PEOPLE {
            let person = sign_in(&store, KOROSTEN, &[(Rnokpp, no)]).await;
            let class = residence(&store, person).await.map(|(class, ..)| class);
            let is_listed = no % 2 == 1;
            assert_eq!(class == Some(Residency::ConfirmedByRegister), is_listed, "{no}: {class:?}");
        }
    }

    async fn an_import_and_sign_ins_at_once_hold_each_other_up_in_no_knot(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        for no in 0..200 {
            sign_in(&store, KOROSTEN, &[(Rnokpp, no)]).await;
        }
        let outcomes = db.at_once(|store, i| async move {
            if i % 8 == 0 {
                let list = town_of(day(1), 400);
                import(&store, &list).await.map(|_| ())
            } else {
                for no in 0..25 {
                    sign_in(&store, KOROSTEN, &[(Rnokpp, (i as u32 * 25 + no) % 400)]).await;
                }
                Ok(())
            }
        });
        for outcome in outcomes.await {
            outcome.unwrap();
        }
        for no in 0..400 {
            let person = sign_in(&store, KOROSTEN, &[(Rnokpp, no)]).await;
            assert_eq!(residence(&store, person).await, confirmed(1), "{no}");
        }
    }
}
