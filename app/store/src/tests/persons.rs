//! One human is one person, however they arrive.

use super::town::*;
use crate::{
    Actor, By, Conflict, Page, StoreError,
    persons::{DeskRecord, Found, Rewritten},
    residencies::Residence,
};
use domain::{
    identifiers::KeyKind::{Passport, Rnokpp, Unzr},
    identity::Residency,
    katottg::Katottg,
    role::Role,
    time::{Date, Millis},
};
use std::collections::HashSet;

on_both_databases! {
    async fn a_person_is_created_once_and_found_again(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let keys = [key(Rnokpp, 1)];
        let first = store.person_by_keys(KOROSTEN, &keys, person_id(), b"one", Millis(10)).await.unwrap();
        let Found::Person { id, created: true } = first else { panic!("{first:?}") };
        let known = Found::Person { id, created: false };
        let again = store.person_by_keys(KOROSTEN, &keys, person_id(), b"two", Millis(20)).await.unwrap();
        assert_eq!(again, known);
        let stored = async || store.person(KOROSTEN, id).await.unwrap().unwrap();
        assert_eq!(stored().await.sealed, b"one", "what was sealed for another id took the row's place");
        // Nor does what was sealed for this one without a look at what stands there.
        let again = store.person_by_keys(KOROSTEN, &keys, id, b"blind", Millis(30)).await.unwrap();
        assert_eq!((again, stored().await.sealed.as_slice()), (known, b"one".as_slice()));
        for (before, done) in [(b"two", false), (b"one", true), (b"one", false)] {
            let rewritten = Rewritten { before, after: b"three" };
            assert_eq!(store.redescribe(KOROSTEN, id, rewritten).await.unwrap(), done);
        }
        let stored = stored().await;
        assert_eq!((stored.sealed.as_slice(), stored.created_at), (b"three".as_slice(), Millis(10)));
        assert!(!stored.second_key_open);
        assert_eq!(store.person_by_key(KOROSTEN, &keys[0]).await.unwrap(), Some(id));
        assert_eq!(store.person_by_key(KOROSTEN, &key(Unzr, 1)).await.unwrap(), None, "kinds are apart");
    }

    async fn first_sign_ins_of_one_human_at_once_meet_in_one_person(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        for round in 0..5 {
            // By BankID with the РНОКПП, by signature with both numbers in another order, at two instances.
            let by_bank = vec![key(Rnokpp, round)];
            let by_signature = vec![key(Unzr, round), key(Rnokpp, round)];
            let sign_ins = db.at_once(|store, i| {
                let keys = if i % 3 == 0 { by_bank.clone() } else { by_signature.clone() };
                async move { store.person_by_keys(KOROSTEN, &keys, person_id(), b"sealed", Millis(1)).await.unwrap() }
            });
            let mut persons = HashSet::new();
            let mut created = 0;
            for found in sign_ins.await {
                created += usize::from(matches!(found, Found::Person { created: true, .. }));
                persons.insert(found.certain().unwrap());
            }
            assert_eq!((persons.len(), created), (1, 1));
        }
    }

    async fn staff_at_several_desks_record_one_human_once(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let recorded = db.at_once(|store, i| async move {
            let new = DeskRecord { key: key(Rnokpp, 1), id: person_id(), sealed: b"sealed", consent: 4 };
            store.record_person(KOROSTEN, new, by(Millis(i64::try_from(i).unwrap()))).await.unwrap()
        });
        let recorded = recorded.await;
        let created = recorded.iter().filter(|found| matches!(found, Found::Person { created: true, .. })).count();
        let persons: HashSet<_> = recorded.into_iter().map(|found| found.certain().unwrap()).collect();
        assert_eq!((created, persons.len()), (1, 1));
        let id = persons.into_iter().next().unwrap();
        assert_eq!(store.consents_of(KOROSTEN, id).await.unwrap().len(), 1);
        // One of them made it; the others found it, which is a look.
        let log = store.audit_log(KOROSTEN, Page::first(100)).await.unwrap();
        let told = log.items.iter().filter(|entry| entry.act.starts_with("person."));
        let (made, found): (Vec<_>, Vec<_>) = told.partition(|entry| entry.act == "person.recorded");
        assert!(found.iter().all(|entry| entry.act == "person.found") && !found.is_empty(), "{found:?}");
        assert!(made.iter().chain(&found).all(|entry| entry.subject == id.to_string()));
        assert_eq!(made.len(), 1);
        // Somebody who came by themselves is left as they are.
        let theirs = store.person_by_keys(KOROSTEN, &[key(Rnokpp, 2)], person_id(), b"own", Millis(1)).await.unwrap().certain().unwrap();
        let new = DeskRecord { key: key(Rnokpp, 2), id: person_id(), sealed: b"typed", consent: 4 };
        // Later than any of those desks: the journal begins with its last entry.
        let again = store.record_person(KOROSTEN, new, by(Millis(1000))).await.unwrap();
        assert_eq!(again, Found::Person { id: theirs, created: false });
        let last = store.audit_log(KOROSTEN, Page::first(1)).await.unwrap().items.remove(0);
        assert_eq!((last.act, last.subject), ("person.found".to_owned(), theirs.to_string()));
        assert_eq!(store.person(KOROSTEN, theirs).await.unwrap().unwrap().sealed, b"own");
        assert_eq!(store.consents_of(KOROSTEN, theirs).await.unwrap(), []);
    }

    async fn a_new_key_is_added_to_the_person_known_by_another(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let known = store.person_by_keys(KOROSTEN, &[key(Rnokpp, 1)], person_id(), b"s", Millis(1)).await.unwrap();
        let both = [key(Rnokpp, 1), key(Unzr, 1)];
        store.person_by_keys(KOROSTEN, &both, person_id(), b"s", Millis(2)).await.unwrap();
        let by_the_new = store.person_by_keys(KOROSTEN, &[key(Unzr, 1)], person_id(), b"s", Millis(3)).await.unwrap();
        assert_eq!(by_the_new.certain().unwrap(), known.certain().unwrap());
    }

    async fn who_arrives_without_rnokpp_waits_for_staff(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let id = store.person_by_keys(KOROSTEN, &[key(Passport, 1)], person_id(), b"s", Millis(1)).await.unwrap().certain().unwrap();
        assert!(store.person(KOROSTEN, id).await.unwrap().unwrap().second_key_open);
        store.clear_second_key(KOROSTEN, id, None, by(Millis(2))).await.unwrap();
        assert!(!store.person(KOROSTEN, id).await.unwrap().unwrap().second_key_open);
        let log = store.audit_log(KOROSTEN, Page::first(1)).await.unwrap();
        assert_eq!(log.items[0].act, "person.second_key_cleared");
    }

    async fn what_staff_read_in_a_passport_is_written_with_the_clearing_or_neither_is(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let id = store.person_by_keys(KOROSTEN, &[key(Passport, 1)], person_id(), b"nameless", Millis(1)).await.unwrap().certain().unwrap();
        let stored = async || {
            let person = store.person(KOROSTEN, id).await.unwrap().unwrap();
            (person.sealed, person.second_key_open)
        };
        let clear = async |before: &[u8], after: &[u8]| {
            store.clear_second_key(KOROSTEN, id, Some(Rewritten { before, after }), by(Millis(2))).await
        };
        // A sign-in wrote the row since the look at it.
        let refused = clear(b"older", b"with a date").await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict(Conflict::ChangedMeanwhile)), "{refused}");
        assert_eq!(stored().await, (b"nameless".to_vec(), true));
        let log = store.audit_log(KOROSTEN, Page::first(9)).await.unwrap();
        assert!(log.items.iter().all(|entry| entry.act != "person.second_key_cleared"));
        clear(b"nameless", b"with a date").await.unwrap();
        assert_eq!(stored().await, (b"with a date".to_vec(), false));
    }

    /// Each adds a mark of its own to what it read, as a sign-in adds what its provider says; whoever comes too late looks again.
    async fn of_sign_ins_at_once_none_undoes_what_another_wrote(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let keys = [key(Rnokpp, 1)];
        let id = store.person_by_keys(KOROSTEN, &keys, person_id(), b"", Millis(1)).await.unwrap().certain().unwrap();
        let sign_ins = db.at_once(|store, i| async move {
            let mark = u8::try_from(i).unwrap();
            loop {
                let found = store.person_by_keys(KOROSTEN, &keys, person_id(), &[mark], Millis(2)).await.unwrap();
                assert_eq!(found, Found::Person { id, created: false });
                let before = store.person(KOROSTEN, id).await.unwrap().unwrap().sealed;
                let mut after = before.clone();
                after.push(mark);
                let rewritten = Rewritten { before: &before, after: &after };
                if store.redescribe(KOROSTEN, id, rewritten).await.unwrap() {
                    break;
                }
            }
        });
        sign_ins.await;
        let mut marks = store.person(KOROSTEN, id).await.unwrap().unwrap().sealed;
        marks.sort_unstable();
        assert_eq!(marks, (0..16).collect::<Vec<u8>>());
    }

    async fn ones_own_word_never_takes_the_place_of_what_came_meanwhile(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let persons = settle(&store, KOROSTEN, 1).await;
        let person = persons[0];
        let declared = |at| Residence {
            class: Residency::Declared,
            settlement: Katottg::parse("UA18060090010074365"),
            evidence: None,
            expires: None,
            decided_by: None,
            decided_at: Millis(at),
        };
        store.declare_residency(KOROSTEN, person, None, &declared(1)).await.unwrap();
        let confirmed = Residence {
            class: Residency::ConfirmedByRegister,
            ..declared(2)
        };
        store.set_residency(KOROSTEN, person, &confirmed, by(Millis(2))).await.unwrap();
        // From a page that was open before, and for nobody.
        for (who, before) in [(person, Some(declared(1))), (person, None), (person_id(), None)] {
            let late = store.declare_residency(KOROSTEN, who, before.as_ref(), &declared(3)).await.unwrap_err();
            assert!(matches!(late, StoreError::Conflict(Conflict::ChangedMeanwhile)), "{late}");
        }
        assert_eq!(store.residency(KOROSTEN, person).await.unwrap(), Some(confirmed));
        // Many at once: one.
        let other = settle(&store, KOROSTEN, 1).await[0];
        let outcomes = db.at_once(move |store, i| {
            let new = declared(i as i64);
            async move { store.declare_residency(KOROSTEN, other, None, &new).await.is_ok() }
        });
        assert_eq!(outcomes.await.into_iter().filter(|done| *done).count(), 1);
    }

    async fn a_person_without_keys_is_refused(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        assert!(store.person_by_keys(KOROSTEN, &[], person_id(), b"s", Millis(1)).await.is_err());
    }

    async fn residencies_of_a_register_replace_those_before_and_are_one_line_in_the_log(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        // More than go into one statement.
        let persons = settle(&store, KOROSTEN, 2_500).await;
        let of = |class| Residence {
            class,
            settlement: Katottg::parse("UA18060090010074365"),
            evidence: None,
            expires: None,
            decided_by: None,
            decided_at: Millis(1),
        };
        let oneself = By { actor: Actor::Person(persons[7]), at: Millis(1) };
        store.set_residency(KOROSTEN, persons[7], &of(Residency::Declared), oneself).await.unwrap();
        let register: Vec<_> = persons.iter().map(|&person| (person, of(Residency::ConfirmedByRegister))).collect();
        store.set_residencies(KOROSTEN, &register, by(Millis(2))).await.unwrap();
        for person in [0, 7, 999, 1_000, 2_499].map(|n: usize| persons[n]) {
            let residence = store.residency(KOROSTEN, person).await.unwrap();
            assert_eq!(residence, Some(of(Residency::ConfirmedByRegister)));
        }
        let log = store.audit_log(KOROSTEN, Page::first(100)).await.unwrap();
        let of_residency: Vec<_> = log.items.iter().filter(|entry| entry.act.starts_with("residency.")).collect();
        assert_eq!(of_residency.len(), 1);
        assert_eq!(of_residency[0].detail["persons"], 2_500);

        // All or none: somebody who is not there spoils it for everybody.
        let mut wrong: Vec<_> = persons.iter().map(|&person| (person, of(Residency::Declared))).collect();
        wrong.push((person_id(), of(Residency::Declared)));
        assert!(store.set_residencies(KOROSTEN, &wrong, by(Millis(3))).await.is_err());
        let first = store.residency(KOROSTEN, persons[0]).await.unwrap();
        assert_eq!(first, Some(of(Residency::ConfirmedByRegister)));
    }

    async fn residency_is_kept_whole_and_replaced(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let persons = settle(&store, KOROSTEN, 2).await;
        assert!(store.residency(KOROSTEN, persons[0]).await.unwrap().is_none());
        let declared = Residence {
            class: Residency::Declared,
            settlement: Katottg::parse("UA18060090010074365"),
            evidence: None,
            expires: None,
            decided_by: None,
            decided_at: Millis(1),
        };
        let oneself = By { actor: Actor::Person(persons[0]), at: Millis(1) };
        store.set_residency(KOROSTEN, persons[0], &declared, oneself).await.unwrap();
        assert_eq!(store.residency(KOROSTEN, persons[0]).await.unwrap(), Some(declared.clone()));
        let confirmed = Residence {
            class: Residency::ConfirmedByStaff,
            evidence: Some("certificate".into()),
            expires: Date::new(2027, 2, 28),
            decided_by: Some(persons[1]),
            decided_at: Millis(2),
            ..declared
        };
        let staff = By { actor: Actor::Person(persons[1]), at: Millis(2) };
        store.set_residency(KOROSTEN, persons[0], &confirmed, staff).await.unwrap();
        assert_eq!(store.residency(KOROSTEN, persons[0]).await.unwrap(), Some(confirmed));
        let log = store.audit_log(KOROSTEN, Page::first(100)).await.unwrap();
        let decisions: Vec<_> = log.items.iter().filter(|entry| entry.act == "residency.decided").collect();
        assert_eq!(decisions.len(), 1, "declaring one's own is no staff act");
        assert_eq!(decisions[0].by, staff);
    }

    async fn roles_are_granted_revoked_and_granted_again(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        assert!(store.roles_of(KOROSTEN, person, Millis(9)).await.unwrap().is_empty());
        for role in [Role::Moderator, Role::Administrator] {
            store.grant_role(KOROSTEN, person, role, by(Millis(1))).await.unwrap();
        }
        assert_eq!(store.roles_of(KOROSTEN, person, Millis(9)).await.unwrap(), [Role::Administrator, Role::Moderator]);
        store.revoke_role(KOROSTEN, person, Role::Moderator, by(Millis(2))).await.unwrap();
        assert!(!store.roles_of(KOROSTEN, person, Millis(9)).await.unwrap().contains(&Role::Moderator));
        assert!(store.revoke_role(KOROSTEN, person, Role::Moderator, by(Millis(3))).await.is_err());
        store.grant_role(KOROSTEN, person, Role::Moderator, by(Millis(4))).await.unwrap();
        assert!(store.roles_of(KOROSTEN, person, Millis(9)).await.unwrap().contains(&Role::Moderator));
        let log = store.audit_log(KOROSTEN, Page::first(4)).await.unwrap();
        let acts: Vec<_> = log.items.iter().map(|entry| entry.act.as_str()).collect();
        assert_eq!(acts[..2], ["role.granted", "role.revoked"], "the latest first");
    }
}
