//! Where two of the staff confirm a residence: nothing counts by one alone, nobody agrees with themselves, also when they try at once.

use super::town::*;
use crate::{
    Conflict, Page, Store, StoreError, identity_cases::Verdict, persons::Found,
    residence_proposals::Confirmed,
};
use domain::{
    identifiers::KeyKind::{Rnokpp, Unzr},
    identity::{Assurance, Residency},
    ids::{CommunityId, PersonId},
    katottg::Katottg,
    residency::{Confirmation, Evidence},
    settings::Settings,
    time::{Date, Millis},
};
use serde_json::json;

fn seen(evidence: Evidence) -> Confirmation {
    Confirmation {
        evidence,
        settlement: Katottg::parse("UA18060090010074365").unwrap(),
        expires: Date::new(2029, 11, 28).unwrap(),
    }
}

async fn ask_for_two(store: &Store, community: CommunityId, two_confirm: bool) {
    two_operators(store, community).await;
    let (settings, version, _) = store.settings(community).await.unwrap();
    let wanted = Settings {
        two_confirm,
        ..settings
    };
    store
        .save_settings(community, version, &wanted, by(Millis(2)))
        .await
        .unwrap();
}

async fn known(store: &Store, number: (domain::identifiers::KeyKind, u8)) -> PersonId {
    let keys = [key(number.0, number.1)];
    let found = store
        .person_by_keys(KOROSTEN, &keys, person_id(), b"s", Millis(1))
        .await;
    found.unwrap().certain().unwrap()
}

async fn class(store: &Store, person: PersonId) -> Option<Residency> {
    let home = store.residency(KOROSTEN, person).await.unwrap();
    home.map(|home| home.class)
}

on_both_databases! {
    async fn a_residence_counts_when_somebody_else_agrees(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let (person, first, second) = (known(&store, (Rnokpp, 1)).await, known(&store, (Rnokpp, 2)).await, known(&store, (Rnokpp, 3)).await);
        // One is enough where the community does not ask for two.
        let stamp = seen(Evidence::PassportStamp);
        assert_eq!(store.confirm_residence(KOROSTEN, second, &stamp, (first, Millis(3))).await.unwrap(), Confirmed::Counts);
        assert_eq!(class(&store, second).await, Some(Residency::ConfirmedByStaff));

        ask_for_two(&store, KOROSTEN, true).await;
        let done = store.confirm_residence(KOROSTEN, person, &stamp, (first, Millis(5))).await.unwrap();
        assert_eq!((done, class(&store, person).await), (Confirmed::WaitsForSecond, None));
        let waits = store.residence_proposals(KOROSTEN, Page::first(9)).await.unwrap();
        assert_eq!((waits.total, waits.items[0].0, waits.items[0].1.by), (1, person, first));
        assert_eq!(store.residence_proposals(ZVIAHEL, Page::first(9)).await.unwrap().total, 0);

        let agreed = async |at, by| store.agree_to_residence(KOROSTEN, (person, Millis(at)), by).await;
        for (outcome, conflict) in [
            (agreed(5, (first, Millis(6))).await, Conflict::SecondPersonNeeded),
            (agreed(5, (person, Millis(6))).await, Conflict::OwnRecord),
            (agreed(4, (second, Millis(6))).await, Conflict::ChangedMeanwhile),
            (store.confirm_residence(KOROSTEN, person, &stamp, (person, Millis(6))).await.map(drop), Conflict::OwnRecord),
        ] {
            assert!(matches!(&outcome, Err(StoreError::Conflict(found)) if *found == conflict), "{outcome:?} {conflict:?}");
        }
        assert!(store.agree_to_residence(ZVIAHEL, (person, Millis(5)), (second, Millis(6))).await.is_err());
        assert_eq!(class(&store, person).await, None);

        agreed(5, (second, Millis(7))).await.unwrap();
        let home = store.residency(KOROSTEN, person).await.unwrap().unwrap();
        assert_eq!((home.class, home.decided_by, home.decided_at), (Residency::ConfirmedByStaff, Some(second), Millis(7)));
        assert!(matches!(agreed(5, (second, Millis(8))).await, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "agreed twice");
        let log = store.audit_log(KOROSTEN, Page::first(2)).await.unwrap().items;
        assert_eq!([log[0].act.as_str(), log[1].act.as_str()], ["residency.decided", "residency.proposed"]);
        assert_eq!(log[0].detail["proposed_by"], first.to_string());
    }

    async fn a_newer_proposal_takes_the_place_of_the_one_before_and_may_be_dropped(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        ask_for_two(&store, KOROSTEN, true).await;
        let (person, first, second) = (known(&store, (Rnokpp, 1)).await, known(&store, (Rnokpp, 2)).await, known(&store, (Rnokpp, 3)).await);
        store.confirm_residence(KOROSTEN, person, &seen(Evidence::PassportStamp), (first, Millis(5))).await.unwrap();
        store.confirm_residence(KOROSTEN, person, &seen(Evidence::RegisterExtract), (second, Millis(6))).await.unwrap();
        let outcome = store.agree_to_residence(KOROSTEN, (person, Millis(5)), (second, Millis(7))).await;
        assert!(matches!(outcome, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "what was looked at is another one: {outcome:?}");
        let hand = |person| crate::By { actor: crate::Actor::Person(person), at: Millis(8) };
        let older = store.drop_residence_proposal(KOROSTEN, (person, Millis(5)), hand(first)).await;
        assert!(matches!(older, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{older:?}");
        assert!(store.residence_proposal(KOROSTEN, person).await.unwrap().is_some());
        assert!(store.drop_residence_proposal(KOROSTEN, (person, Millis(6)), hand(person)).await.is_err());
        store.drop_residence_proposal(KOROSTEN, (person, Millis(6)), hand(first)).await.unwrap();
        assert_eq!(store.residence_proposal(KOROSTEN, person).await.unwrap(), None);
        let log = store.audit_log(KOROSTEN, Page::first(1)).await.unwrap().items;
        assert_eq!(log[0].act, "residency.proposal_dropped");
        assert_eq!(class(&store, person).await, None);
    }

    async fn whatever_decides_otherwise_ends_a_proposal(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        ask_for_two(&store, KOROSTEN, true).await;
        let (one, other, staff) = (known(&store, (Rnokpp, 1)).await, known(&store, (Unzr, 2)).await, known(&store, (Rnokpp, 3)).await);
        let propose = async |person| store.confirm_residence(KOROSTEN, person, &seen(Evidence::PassportStamp), (staff, Millis(5))).await.unwrap();
        let waits = async || store.residence_proposals(KOROSTEN, Page::first(9)).await.unwrap().total;
        propose(one).await;
        // The register lists them; or one is enough again.
        ask_for_two(&store, KOROSTEN, false).await;
        assert_eq!(store.confirm_residence(KOROSTEN, one, &seen(Evidence::PassportStamp), (staff, Millis(6))).await.unwrap(), Confirmed::Counts);
        assert_eq!(waits().await, 0);
        ask_for_two(&store, KOROSTEN, true).await;
        // A record that became part of another, and one that was forgotten.
        propose(other).await;
        let found = store.person_by_keys(KOROSTEN, &[key(Rnokpp, 1), key(Unzr, 2)], person_id(), b"s", Millis(8)).await;
        let Found::InDoubt(case) = found.unwrap() else { panic!() };
        store.decide_case(KOROSTEN, case, Verdict::OneHuman { keep: one }, by(Millis(9))).await.unwrap();
        assert_eq!(waits().await, 0);
        // The journal says what became of it.
        let log = store.audit_log(KOROSTEN, Page::first(9)).await.unwrap().items;
        let dropped = log.iter().find(|entry| entry.act == "residency.proposal_dropped").unwrap();
        assert_eq!((dropped.subject.clone(), dropped.by), (other.to_string(), by(Millis(9))));
        assert_eq!(dropped.detail, json!({ "because": "merged", "record": one.to_string() }));
        let gone = store.confirm_residence(KOROSTEN, other, &seen(Evidence::PassportStamp), (staff, Millis(9))).await;
        assert!(matches!(gone, Err(StoreError::NotFound)), "{gone:?}");
        propose(one).await;
        store.erase_person(KOROSTEN, one, Assurance::BankId, Millis(12)).await.unwrap();
        assert_eq!(waits().await, 0);
    }

    async fn what_nobody_agrees_to_ends_by_itself_and_is_logged(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        ask_for_two(&store, KOROSTEN, true).await;
        let (older, newer, staff) = (known(&store, (Rnokpp, 1)).await, known(&store, (Rnokpp, 2)).await, known(&store, (Rnokpp, 3)).await);
        for (person, at) in [(older, 5), (newer, 6)] {
            store.confirm_residence(KOROSTEN, person, &seen(Evidence::PassportStamp), (staff, Millis(at))).await.unwrap();
        }
        assert_eq!(store.purge_residence_proposals(Millis(5), by(Millis(9))).await.unwrap(), 0);
        let purged = db.at_once(|store, _| async move { store.purge_residence_proposals(Millis(6), by(Millis(9))).await.unwrap() });
        assert_eq!(purged.await.into_iter().sum::<u64>(), 1);
        let left = store.residence_proposals(KOROSTEN, Page::first(9)).await.unwrap();
        assert_eq!((left.total, left.items[0].0), (1, newer));
        let log = store.audit_log(KOROSTEN, Page::first(9)).await.unwrap().items;
        let dropped: Vec<_> = log.into_iter().filter(|entry| entry.act == "residency.proposal_dropped").collect();
        assert_eq!(dropped.len(), 1, "{dropped:?}");
        assert_eq!((dropped[0].subject.clone(), dropped[0].by), (older.to_string(), by(Millis(9))));
        assert_eq!(class(&store, older).await, None);
    }

    async fn nobody_agrees_to_what_is_over(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        ask_for_two(&store, KOROSTEN, true).await;
        let (person, first, second) = (known(&store, (Rnokpp, 1)).await, known(&store, (Rnokpp, 2)).await, known(&store, (Rnokpp, 3)).await);
        let certificate = Confirmation { expires: Date::new(2026, 12, 1).unwrap(), ..seen(Evidence::IdpCertificate) };
        store.confirm_residence(KOROSTEN, person, &certificate, (first, Millis(5))).await.unwrap();
        // 00:00 on 2 December in Kyiv.
        let over = Millis(1_796_162_400_000);
        let late = store.agree_to_residence(KOROSTEN, (person, Millis(5)), (second, over)).await;
        assert!(matches!(late, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{late:?}");
        store.agree_to_residence(KOROSTEN, (person, Millis(5)), (second, over.plus(-1))).await.unwrap();
    }

    async fn what_was_confirmed_anew_is_not_taken_back_by_whoever_saw_the_older(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let staff = known(&store, (Rnokpp, 99)).await;
        for round in 0..6 {
            let person = known(&store, (Rnokpp, round)).await;
            store.confirm_residence(KOROSTEN, person, &seen(Evidence::PassportStamp), (staff, Millis(5))).await.unwrap();
            // One sees another document at the moment when the others press what they saw before.
            let done = db.at_once(|store, i| async move {
                if i == 3 {
                    let anew = store.confirm_residence(KOROSTEN, person, &seen(Evidence::RegisterExtract), (staff, Millis(6))).await;
                    return anew.map(drop);
                }
                store.take_back_residency(KOROSTEN, (person, Millis(5)), by(Millis(7))).await
            });
            let mut done = done.await;
            done.remove(3).unwrap();
            let taken = done.iter().filter(|outcome| outcome.is_ok()).count();
            assert!(taken <= 1, "{done:?}");
            let late = |outcome: &Result<(), StoreError>| matches!(outcome, Err(StoreError::Conflict(Conflict::ChangedMeanwhile)));
            assert_eq!(done.iter().filter(|outcome| late(outcome)).count(), done.len() - taken, "{done:?}");
            let home = store.residency(KOROSTEN, person).await.unwrap().unwrap();
            assert_eq!((home.class, home.decided_at), (Residency::ConfirmedByStaff, Millis(6)), "the newer confirmation is gone");
        }
    }

    async fn only_what_staff_confirmed_is_taken_back_and_it_is_worth_a_declaration(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let (person, staff) = (known(&store, (Rnokpp, 1)).await, known(&store, (Rnokpp, 2)).await);
        let hand = |actor| crate::By { actor: crate::Actor::Person(actor), at: Millis(9) };
        let take_back = async |at, by| store.take_back_residency(KOROSTEN, (person, Millis(at)), by).await;
        assert!(matches!(take_back(5, hand(staff)).await, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))));
        store.confirm_residence(KOROSTEN, person, &seen(Evidence::PassportStamp), (staff, Millis(5))).await.unwrap();
        assert!(matches!(take_back(4, hand(staff)).await, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))));
        assert!(matches!(take_back(5, hand(person)).await, Err(StoreError::Conflict(Conflict::OwnRecord))));
        let elsewhere = store.take_back_residency(ZVIAHEL, (person, Millis(5)), hand(staff)).await;
        assert!(matches!(elsewhere, Err(StoreError::NotFound)), "{elsewhere:?}");
        take_back(5, hand(staff)).await.unwrap();
        let home = store.residency(KOROSTEN, person).await.unwrap().unwrap();
        assert_eq!((home.class, home.evidence.clone(), home.expires), (Residency::Declared, None, None));
        assert_eq!((home.settlement, home.decided_by), (Some(seen(Evidence::PassportStamp).settlement), Some(staff)));
        assert_eq!(store.audit_log(KOROSTEN, Page::first(1)).await.unwrap().items[0].act, "residency.decided");
        // The register's word is not staff's to take back.
        let listed = crate::residencies::Residence { class: Residency::ConfirmedByRegister, decided_at: Millis(20), ..store.residency(KOROSTEN, person).await.unwrap().unwrap() };
        store.set_residency(KOROSTEN, person, &listed, by(Millis(20))).await.unwrap();
        assert!(matches!(take_back(20, hand(staff)).await, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))));
    }

    async fn who_agrees_and_who_rejects_at_once_are_not_both_told_yes(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        ask_for_two(&store, KOROSTEN, true).await;
        let (person, first, second) = (known(&store, (Rnokpp, 1)).await, known(&store, (Rnokpp, 2)).await, known(&store, (Rnokpp, 3)).await);
        store.confirm_residence(KOROSTEN, person, &seen(Evidence::PassportStamp), (first, Millis(5))).await.unwrap();
        let done = db.at_once(|store, i| async move {
            if i % 2 == 0 {
                return store.agree_to_residence(KOROSTEN, (person, Millis(5)), (second, Millis(6))).await.is_ok();
            }
            let hand = crate::By { actor: crate::Actor::Person(first), at: Millis(6) };
            store.drop_residence_proposal(KOROSTEN, (person, Millis(5)), hand).await.is_ok()
        });
        let done = done.await;
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
        let agreed = done.iter().step_by(2).any(|done| *done);
        assert_eq!(class(&store, person).await.is_some(), agreed);
    }

    async fn of_many_who_agree_at_once_one_does(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        ask_for_two(&store, KOROSTEN, true).await;
        let (person, first, second) = (known(&store, (Rnokpp, 1)).await, known(&store, (Rnokpp, 2)).await, known(&store, (Rnokpp, 3)).await);
        store.confirm_residence(KOROSTEN, person, &seen(Evidence::PassportStamp), (first, Millis(5))).await.unwrap();
        let agreed = db.at_once(|store, i| async move {
            let by = if i % 2 == 0 { first } else { second };
            store.agree_to_residence(KOROSTEN, (person, Millis(5)), (by, Millis(6))).await.is_ok()
        });
        assert_eq!(agreed.await.into_iter().filter(|agreed| *agreed).count(), 1);
        assert_eq!(store.residency(KOROSTEN, person).await.unwrap().unwrap().decided_by, Some(second));
    }
}
