//! Keys that do not belong to one person: a case for staff, never a guess, and no second ballot (DESIGN §5.1).

use super::{link_keys::links, town::*};
use crate::{
    Actor, BallotBox, BallotBoxOptions, By, Cast, CastError, Conflict, Page, SecretHash, Store,
    StoreError,
    emails::EmailLink,
    identity_cases::{Decided, IdentityCase, Verdict},
    persons::{Found, PersonKey},
    register::TakeOut,
    residencies::Residence,
    sessions::Renewal,
};
use domain::{
    identifiers::KeyKind::{self, Passport, Rnokpp, Unzr},
    identity::{Assurance, Residency},
    identity_case::{CaseKey, Decision, Impossible, WrongNumber},
    ids::{CaseId, OrganisationNo, PersonId},
    katottg::Katottg,
    lang::Bilingual,
    national_id::Edrpou,
    organisation::Organisation,
    poll::{InitiatorKind, Secrecy},
    register::{Extract, Listed},
    role::Role,
    time::{Date, Millis},
};

/// Whoever these keys belong to, made if there is nobody.
async fn known(store: &Store, keys: &[PersonKey]) -> PersonId {
    let found = store
        .person_by_keys(KOROSTEN, keys, person_id(), b"s", Millis(1))
        .await;
    found.unwrap().certain().unwrap()
}

/// The case that a sign-in with these keys opens.
async fn doubtful(store: &Store, keys: &[PersonKey], at: i64) -> CaseId {
    let found = store
        .person_by_keys(KOROSTEN, keys, person_id(), b"other", Millis(at))
        .await;
    match found.unwrap() {
        Found::InDoubt(case) => case,
        person => panic!("{person:?}"),
    }
}

/// Two records, one by РНОКПП and one by passport, and the case of a sign-in that brings both.
async fn two_records(store: &Store) -> (PersonId, PersonId, CaseId) {
    let one = known(store, &[key(Rnokpp, 1)]).await;
    let two = known(store, &[key(Passport, 1)]).await;
    let case = doubtful(store, &[key(Rnokpp, 1), key(Passport, 1), key(Unzr, 1)], 2).await;
    (one, two, case)
}

async fn decide(store: &Store, case: CaseId, verdict: Verdict) -> Result<u32, StoreError> {
    store
        .decide_case(KOROSTEN, case, verdict, by(Millis(9)))
        .await
}

async fn open_cases(store: &Store) -> Vec<IdentityCase> {
    store
        .open_cases(KOROSTEN, Page::first(99))
        .await
        .unwrap()
        .items
}

/// Makes the register list one person, by these keys.
async fn import(store: &Store, keys: Vec<(KeyKind, [u8; 32])>) {
    let extract = Extract {
        community: "korosten".into(),
        key_id: 1,
        taken_on: Date::new(2026, 11, 1).unwrap(),
        people: vec![Listed {
            settlement: Katottg::parse("UA18060090010074365").unwrap(),
            keys,
        }],
        months: Vec::new(),
    };
    store
        .import_register(KOROSTEN, &extract, TakeOut::AFew, by(Millis(3)), |_| {})
        .await
        .unwrap();
}

/// A session that lasts to the 100th millisecond.
fn session(token: u8, person: PersonId) -> TestSession {
    TestSession {
        token: SecretHash([token; 32]),
        person,
        assurance: Assurance::BankId,
        provider: "sandbox".into(),
        created_at: Millis(1),
        expires_at: Millis(100),
        consent: None,
        signed_for: None,
    }
}

fn ballot_box(store: &Store) -> BallotBox {
    BallotBox::start(store.clone(), BallotBoxOptions::default())
}

on_both_databases! {
    async fn one_human_known_as_two_persons_is_a_case_and_nothing_is_guessed(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (one, two, case) = two_records(&store).await;
        // The same sign-in again, in another order and by another instance, is the same case.
        let again = doubtful(&db.store().await, &[key(Unzr, 1), key(Passport, 1), key(Rnokpp, 1)], 5).await;
        assert_eq!(again, case);
        let cases = open_cases(&store).await;
        let expected = IdentityCase {
            id: case,
            opened_at: Millis(2),
            tried_at: Millis(5),
            tries: 2,
            persons: cases[0].persons.clone(),
            decided: None,
        };
        assert_eq!(cases, [expected]);
        let mut persons = cases[0].persons.clone();
        persons.sort();
        let mut both = vec![one, two];
        both.sort();
        assert_eq!(persons, both);
        let brought = |kind, owner| CaseKey { kind, owner, brought: true };
        assert_eq!(
            store.case_keys(KOROSTEN, case).await.unwrap(),
            [brought(Rnokpp, Some(one)), brought(Unzr, None), brought(Passport, Some(two))]
        );
        // Other keys are another case.
        assert_ne!(doubtful(&store, &[key(Rnokpp, 1), key(Passport, 1)], 6).await, case);
        // Nobody got a key, and nothing of theirs was written anew.
        assert_eq!(store.person_by_key(KOROSTEN, &key(Unzr, 1)).await.unwrap(), None);
        for person in [one, two] {
            assert_eq!(store.person(KOROSTEN, person).await.unwrap().unwrap().sealed, b"s");
        }
    }

    async fn a_second_number_of_one_kind_is_a_case_too(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let person = known(&store, &[key(Rnokpp, 1), key(Passport, 1)]).await;
        let case = doubtful(&store, &[key(Rnokpp, 2), key(Passport, 1)], 2).await;
        assert_eq!(open_cases(&store).await[0].persons, [person]);
        assert_eq!(store.person_by_key(KOROSTEN, &key(Rnokpp, 2)).await.unwrap(), None);
        // A human has one РНОКПП, so that this record cannot have both.
        let one_human = decide(&store, case, Verdict::OneHuman { keep: person }).await;
        let two_numbers = Impossible::TwoNumbers(Rnokpp);
        assert!(matches!(one_human, Err(StoreError::Conflict(Conflict::Impossible(why))) if why == two_numbers), "{one_human:?}");
        // The passport stood in the wrong record: its holder is in it no longer, and comes back as somebody of their own.
        store.create_session(KOROSTEN, &session(1, person)).await.unwrap();
        assert_eq!(decide(&store, case, Verdict::WrongPassport).await.unwrap(), 0);
        assert!(store.find_session(KOROSTEN, SecretHash([1; 32]), Millis(10)).await.unwrap().is_none());
        let other = known(&store, &[key(Rnokpp, 2), key(Passport, 1)]).await;
        assert_ne!(other, person);
        assert_eq!(store.person_by_key(KOROSTEN, &key(Rnokpp, 1)).await.unwrap(), Some(person));
        // Another passport is no contradiction: people renew them.
        assert_eq!(known(&store, &[key(Rnokpp, 1), key(Passport, 7)]).await, person);
    }

    /// Whoever came in by a passport that was not theirs leaves nothing by which they would come in again, or act, or be a resident.
    async fn with_a_passport_goes_all_by_which_its_owner_got_into_the_record(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let council = Organisation {
            no: OrganisationNo(0),
            kind: InitiatorKind::LocalGovernment,
            name: Bilingual::new("Виконавчий комітет", ""),
            edrpou: Some(Edrpou::parse("44053617").unwrap()),
            about: Bilingual::default(),
        };
        let no = store.add_organisation(KOROSTEN, &council, by(Millis(1))).await.unwrap();
        let record = known(&store, &[key(Rnokpp, 1), key(Passport, 1)]).await;
        let neighbour = known(&store, &[key(Rnokpp, 5)]).await;
        // The register lists the passport's owner, and so the record was confirmed.
        import(&store, vec![(Passport, [1; 32])]).await;
        let class = async |person| store.residency(KOROSTEN, person).await.unwrap().map(|known| known.class);
        assert_eq!(class(record).await, Some(Residency::ConfirmedByRegister));
        for (person, byte) in [(record, 7), (neighbour, 8)] {
            let link = EmailLink { person: Some(person), ..sign_in_link(byte, byte) };
            assert!(store.begin_email_link(KOROSTEN, &link, Millis(2)).await.unwrap());
            store.claim_mailbox(KOROSTEN, link.token, link.browser, person, Millis(2)).await.unwrap();
            assert!(store.mailbox_of(KOROSTEN, person).await.unwrap().is_some());
            let nowhere = Renewal { old: SecretHash([250; 32]), new: SecretHash([251; 32]) };
            store.prove_power_by_key(KOROSTEN, (person, nowhere), &Edrpou::parse("44053617").unwrap(), b"p", Millis(2)).await.unwrap();
        }

        let case = doubtful(&store, &[key(Rnokpp, 2), key(Passport, 1)], 3).await;
        decide(&store, case, Verdict::WrongPassport).await.unwrap();
        assert_eq!(store.mailbox_of(KOROSTEN, record).await.unwrap(), None);
        assert_eq!(class(record).await, Some(Residency::Declared), "the register has the passport's owner, not them");
        let powers = store.representatives(KOROSTEN, no).await.unwrap();
        assert_eq!(powers.iter().map(|one| one.power.person).collect::<Vec<_>>(), [neighbour]);
        assert!(store.mailbox_of(KOROSTEN, neighbour).await.unwrap().is_some());
        let owner = known(&store, &[key(Rnokpp, 2), key(Passport, 1)]).await;
        assert_eq!(class(owner).await, Some(Residency::ConfirmedByRegister));
    }

    async fn two_numbers_that_come_at_once_by_one_passport_never_meet_in_one_person(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        for round in 0..5 {
            let passport = key(Passport, round);
            known(&store, &[passport]).await;
            let sign_ins = db.at_once(|store, i| {
                let keys = [key(Rnokpp, 10 * round + i as u8 % 2 + 1), passport];
                async move { store.person_by_keys(KOROSTEN, &keys, person_id(), b"s", Millis(1)).await.unwrap() }
            });
            let found = sign_ins.await;
            let in_doubt = found.iter().filter(|found| matches!(found, Found::InDoubt(_))).count();
            assert_eq!(in_doubt, 8, "{found:?}");
            let owner = store.person_by_key(KOROSTEN, &passport).await.unwrap().unwrap();
            assert_eq!(store.key_kinds(KOROSTEN, owner).await.unwrap(), [Rnokpp, Passport]);
            assert_eq!(open_cases(&store).await.len(), usize::from(round) + 1, "one case for the same keys");
        }
    }

    async fn two_records_of_one_human_become_one(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (kept, gone, case) = two_records(&store).await;
        let residence = confirmed_home(Millis(3));
        store.set_residency(KOROSTEN, gone, &residence, by(Millis(3))).await.unwrap();
        store.create_session(KOROSTEN, &session(1, kept)).await.unwrap();
        store.create_session(KOROSTEN, &session(2, gone)).await.unwrap();
        let ticket = ticket(gone, 7);
        store.issue_ticket(KOROSTEN, &ticket, &[key(Passport, 1)]).await.unwrap();

        assert_eq!(decide(&store, case, Verdict::OneHuman { keep: kept }).await.unwrap(), 0);

        // Whatever they bring from now on, they are one.
        for brought in [&[key(Rnokpp, 1)][..], &[key(Passport, 1)], &[key(Unzr, 1)], &[key(Unzr, 1), key(Passport, 1), key(Rnokpp, 1)]] {
            assert_eq!(known(&store, brought).await, kept);
        }
        assert_eq!(store.residency(KOROSTEN, kept).await.unwrap(), Some(residence), "what was confirmed of either counts");
        let stored = store.person(KOROSTEN, gone).await.unwrap().unwrap();
        assert_eq!(stored.merged_into, Some(kept));
        // Whoever was signed in as the one that is gone is signed out, also when their sign-in was under way.
        let signed_in = async |token| store.find_session(KOROSTEN, SecretHash([token; 32]), Millis(10)).await.unwrap();
        assert!(signed_in(1).await.is_some() && signed_in(2).await.is_none());
        let secrets = (ticket.ticket, ticket.browser);
        assert!(store.enter_by_ticket(KOROSTEN, secrets, &beginning(10)).await.unwrap().is_none());
        assert!(store.create_session(KOROSTEN, &session(3, gone)).await.is_err());
        assert!(signed_in(3).await.is_none());
        // The record that is gone waits for nobody.
        assert_eq!(store.second_keys_open(KOROSTEN, Page::first(9)).await.unwrap().total, 0);
        assert!(matches!(store.clear_second_key(KOROSTEN, gone, None, by(Millis(11))).await, Err(StoreError::NotFound)));

        let ended = store.case(KOROSTEN, case).await.unwrap().unwrap();
        assert_eq!(ended.decided, Some(Decided { decision: Decision::OneHuman, polls_twice: 0, by: None, at: Millis(9) }));
        assert!(open_cases(&store).await.is_empty());
        assert!(store.case_keys(KOROSTEN, case).await.unwrap().is_empty(), "the keys are forgotten");
        let log = store.audit_log(KOROSTEN, Page::first(9)).await.unwrap();
        let acts: Vec<_> = log.items.iter().map(|entry| (entry.act.as_str(), entry.subject.clone())).collect();
        assert_eq!(acts[..2], [("identity.case_decided", case.to_string()), ("person.merged", kept.to_string())]);
    }

    /// Whichever of the records stays, it has the confirmation that counts.
    async fn of_two_homes_the_one_that_counts_stays(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        // 00:00 on 2 December 2026 in Kyiv.
        let now = Millis(1_796_162_400_000);
        let day = |day| Date::new(2026, 12, day);
        let mut no = 0;
        for keeps_the_first in [true, false] {
            for (first, second, stays) in [
                ((Residency::ConfirmedByStaff, day(1)), (Residency::ConfirmedByRegister, None), 1),
                ((Residency::ConfirmedByStaff, day(2)), (Residency::ConfirmedByStaff, day(1)), 0),
                ((Residency::ConfirmedByStaff, day(1)), (Residency::Declared, None), if keeps_the_first { 0 } else { 1 }),
                ((Residency::Declared, None), (Residency::ConfirmedByStaff, day(2)), 1),
            ] {
                no += 1;
                let people = [known(&store, &[key(Rnokpp, no)]).await, known(&store, &[key(Passport, no)]).await];
                let mut homes = Vec::new();
                for (person, (class, expires)) in people.iter().zip([first, second]) {
                    let home = Residence {
                        class,
                        settlement: Katottg::parse("UA18060090010074365"),
                        evidence: None,
                        expires,
                        decided_by: None,
                        decided_at: Millis(3 + homes.len() as i64),
                    };
                    store.set_residency(KOROSTEN, *person, &home, by(Millis(3))).await.unwrap();
                    homes.push(home);
                }
                let case = doubtful(&store, &[key(Rnokpp, no), key(Passport, no)], 5).await;
                let keep = people[usize::from(!keeps_the_first)];
                store.decide_case(KOROSTEN, case, Verdict::OneHuman { keep }, by(now)).await.unwrap();
                let found = store.residency(KOROSTEN, keep).await.unwrap();
                assert_eq!(found.as_ref(), Some(&homes[stays]), "{first:?} {second:?}");
            }
        }
    }

    async fn a_case_is_decided_once(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (kept, _, case) = two_records(&store).await;
        let outcomes = db.at_once(|store, i| async move {
            let verdict = if i % 2 == 0 { Verdict::OneHuman { keep: kept } } else { Verdict::LeftAsItIs };
            decide(&store, case, verdict).await
        });
        let outcomes = outcomes.await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        let late = outcomes.iter().filter(|outcome| matches!(outcome, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))));
        assert_eq!(late.count(), 15);
    }

    async fn what_is_left_as_it_is_comes_back_with_the_next_try(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (one, two, case) = two_records(&store).await;
        assert_eq!(decide(&store, case, Verdict::LeftAsItIs).await.unwrap(), 0);
        assert_eq!((known(&store, &[key(Rnokpp, 1)]).await, known(&store, &[key(Passport, 1)]).await), (one, two));
        let next = doubtful(&store, &[key(Rnokpp, 1), key(Passport, 1), key(Unzr, 1)], 20).await;
        assert_ne!(next, case);
    }

    async fn whoever_voted_under_either_record_votes_no_more(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (kept, gone, case) = two_records(&store).await;
        let ballots = ballot_box(&store);
        let levels = [Secrecy::Secret, Secrecy::Confidential, Secrecy::Open];
        let mut polls = Vec::new();
        for secrecy in levels {
            polls.push(publish(&store, KOROSTEN, secrecy, -HOUR, HOUR).await);
        }
        let both = publish(&store, KOROSTEN, Secrecy::Confidential, -HOUR, HOUR).await;
        let mut receipts = Vec::new();
        for &poll in &polls {
            let submission = usual(KOROSTEN, poll, gone);
            ballots.cast(submission.clone()).await.unwrap();
            receipts.push(submission);
        }
        for person in [kept, gone] {
            ballots.cast(usual(KOROSTEN, both, person)).await.unwrap();
        }

        let twice = decide(&store, case, Verdict::OneHuman { keep: kept }).await.unwrap();
        assert_eq!(twice, 1, "in one poll they had voted under both");
        let ended = store.case(KOROSTEN, case).await.unwrap().unwrap();
        assert_eq!(ended.decided.unwrap().polls_twice, 1);

        for (submission, poll) in receipts.into_iter().zip(&polls) {
            let again = ballots.cast(usual(KOROSTEN, *poll, kept)).await;
            assert_eq!(again, Err(CastError::AlreadyTookPart));
            // A retry of what was submitted before gives its receipt, to whom they are now.
            let receipt = submission.receipt.clone();
            let retry = crate::Submission { person: kept, ..submission };
            assert_eq!(ballots.cast(retry).await, Ok(Cast::AlreadyRecorded(receipt)));
            assert_eq!(ballots.cast(usual(KOROSTEN, *poll, gone)).await, Err(CastError::NoSuchPerson));
        }
        assert_eq!(ballots.cast(usual(KOROSTEN, both, kept)).await, Err(CastError::AlreadyTookPart));
        for &poll in polls.iter().chain([&both]) {
            let recount = store.recount(KOROSTEN, poll, |_| {}).await.unwrap();
            assert!(recount.agrees());
            assert_eq!(recount.ballots.ballots, store.turnout(KOROSTEN, poll).await.unwrap());
        }
        // The link of the confidential poll went along, sealed for its new person.
        let links = links(&store, polls[1]).await;
        assert_eq!(links.iter().map(|link| link.person_id).collect::<Vec<_>>(), [kept.0]);
        let sealed = links[0].sealed.as_deref().unwrap();
        store.link_keys().unwrap().open(KOROSTEN, polls[1], kept, sealed).unwrap();
    }

    /// The ballot of a record that is becoming part of another, at the same moment at four instances.
    async fn no_ballot_slips_in_while_two_records_become_one(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        for round in 0..6 {
            let kept = known(&store, &[key(Rnokpp, 10 + round)]).await;
            let gone = known(&store, &[key(Passport, 10 + round)]).await;
            let case = doubtful(&store, &[key(Rnokpp, 10 + round), key(Passport, 10 + round)], 2).await;
            let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
            let boxes = std::sync::Arc::new([ballot_box(&db.store().await), ballot_box(&db.store().await)]);
            let acts = db.at_once(|store, i| {
                let boxes = boxes.clone();
                async move {
                    if i == 5 {
                        decide(&store, case, Verdict::OneHuman { keep: kept }).await.unwrap();
                        return None;
                    }
                    Some(boxes[i % 2].cast(usual(KOROSTEN, poll, gone)).await)
                }
            });
            let recorded = acts.await.into_iter().flatten().filter(|cast| matches!(cast, Ok(Cast::Recorded(_)))).count();
            assert!(recorded <= 1);
            let then = boxes[0].cast(usual(KOROSTEN, poll, kept)).await;
            if recorded == 1 {
                assert_eq!(then, Err(CastError::AlreadyTookPart), "a second ballot in round {round}");
            } else {
                assert!(matches!(then, Ok(Cast::Recorded(_))), "{then:?}");
            }
            assert_eq!(store.turnout(KOROSTEN, poll).await.unwrap(), 1);
            assert!(store.participation(KOROSTEN, poll, gone).await.unwrap().is_none());
        }
    }

    async fn nobody_decides_about_their_own_record(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (one, two, case) = two_records(&store).await;
        for person in [one, two] {
            let by = By { actor: Actor::Person(person), at: Millis(9) };
            let refused = store.decide_case(KOROSTEN, case, Verdict::OneHuman { keep: one }, by).await;
            assert!(matches!(refused, Err(StoreError::Conflict(Conflict::OwnRecord))), "{refused:?}");
            let refused = store.clear_second_key(KOROSTEN, person, None, by).await;
            assert!(matches!(refused, Err(StoreError::Conflict(Conflict::OwnRecord))), "{refused:?}");
            let refused = store.add_document(KOROSTEN, person, key(Rnokpp, 5), by).await;
            assert!(matches!(refused, Err(StoreError::Conflict(Conflict::OwnRecord))), "{refused:?}");
        }
    }

    async fn a_document_shown_to_staff_is_added_or_opens_a_case(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (one, two) = (known(&store, &[key(Rnokpp, 1)]).await, known(&store, &[key(Passport, 1)]).await);
        let add = async |person, key| store.add_document(KOROSTEN, person, key, by(Millis(5))).await;
        // A number that nobody has: whoever it is may vote with it.
        let three = known(&store, &[key(Passport, 3)]).await;
        assert_eq!(add(three, key(Rnokpp, 3)).await.unwrap(), Found::Person { id: three, created: false });
        assert!(!store.person(KOROSTEN, three).await.unwrap().unwrap().second_key_open);
        assert_eq!(store.person(KOROSTEN, three).await.unwrap().unwrap().sealed, b"s");
        assert_eq!(known(&store, &[key(Rnokpp, 3)]).await, three);
        // Another person's: a case with both, also when it is shown again.
        let in_doubt = add(two, key(Rnokpp, 1)).await.unwrap();
        assert_eq!(add(two, key(Rnokpp, 1)).await.unwrap(), in_doubt);
        let Found::InDoubt(case) = in_doubt else { panic!("{in_doubt:?}") };
        assert_eq!(store.case(KOROSTEN, case).await.unwrap().unwrap().persons.len(), 2);
        assert_eq!(store.key_kinds(KOROSTEN, two).await.unwrap(), [Passport]);
        // Their own once more: nothing happens.
        assert_eq!(add(one, key(Rnokpp, 1)).await.unwrap(), Found::Person { id: one, created: false });
        assert!(matches!(add(person_id(), key(Rnokpp, 9)).await, Err(StoreError::NotFound)));
        let log = store.audit_log(KOROSTEN, Page::first(9)).await.unwrap();
        let acts: Vec<_> = log.items.iter().map(|entry| entry.act.as_str()).filter(|act| act.starts_with("person.")).collect();
        assert_eq!(acts, ["person.document_added", "person.document_in_doubt", "person.document_in_doubt", "person.document_added"]);
    }

    async fn a_role_is_never_inherited(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (plain, staff, case) = two_records(&store).await;
        store.grant_role(KOROSTEN, staff, Role::Moderator, by(Millis(3))).await.unwrap();
        let refused = decide(&store, case, Verdict::OneHuman { keep: plain }).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::HoldsRole))), "{refused:?}");
        assert_eq!(store.person(KOROSTEN, staff).await.unwrap().unwrap().merged_into, None);
        decide(&store, case, Verdict::OneHuman { keep: staff }).await.unwrap();
        assert!(store.roles_of(KOROSTEN, staff, Millis(9)).await.unwrap().contains(&Role::Moderator));
    }

    async fn a_passport_does_not_leave_a_record_that_has_nothing_else(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (_, two, case) = two_records(&store).await;
        let refused = decide(&store, case, Verdict::WrongPassport).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::Impossible(Impossible::OnlyPassport)))), "{refused:?}");
        // Meanwhile they signed in with a number, too.
        assert_eq!(known(&store, &[key(Passport, 1), key(Unzr, 9)]).await, two);
        decide(&store, case, Verdict::WrongPassport).await.unwrap();
        assert_eq!(store.person_by_key(KOROSTEN, &key(Passport, 1)).await.unwrap(), None);
    }

    /// Staff wrote somebody else's РНОКПП into a record: its owner is refused, and comes back as themselves when it is taken out.
    async fn a_number_leaves_the_record_in_which_it_stands_wrongly(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let record = known(&store, &[key(Unzr, 1), key(Passport, 1)]).await;
        store.add_document(KOROSTEN, record, key(Rnokpp, 2), by(Millis(2))).await.unwrap().certain().unwrap();
        // The register lists the number's owner, and so the record was confirmed.
        import(&store, vec![(Rnokpp, [2; 32])]).await;
        let class = async |person| store.residency(KOROSTEN, person).await.unwrap().map(|known| known.class);
        assert_eq!(class(record).await, Some(Residency::ConfirmedByRegister));
        let ballots = ballot_box(&store);
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        ballots.cast(usual(KOROSTEN, poll, record)).await.unwrap();
        store.create_session(KOROSTEN, &session(1, record)).await.unwrap();

        let theirs = [key(Rnokpp, 2), key(Unzr, 2)];
        // By a bank and by a signature, which names the passport too.
        let by_signature = doubtful(&store, &[key(Rnokpp, 2), key(Unzr, 2), key(Passport, 2)], 4).await;
        let case = doubtful(&store, &theirs, 4).await;
        let refused = decide(&store, case, Verdict::OneHuman { keep: record }).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::Impossible(Impossible::TwoNumbers(Unzr))))), "{refused:?}");
        let wrong = WrongNumber { record, kind: Rnokpp, no_rnokpp: false };
        for other in [WrongNumber { kind: Passport, ..wrong }, WrongNumber { record: person_id(), ..wrong }] {
            let refused = decide(&store, case, Verdict::WrongNumber(other)).await;
            assert!(matches!(refused, Err(StoreError::Conflict(Conflict::Impossible(Impossible::NoNumber)))), "{refused:?}");
        }
        decide(&store, case, Verdict::WrongNumber(wrong)).await.unwrap();

        assert_eq!(store.case(KOROSTEN, case).await.unwrap().unwrap().decided.unwrap().decision, Decision::WrongNumber);
        assert_eq!(store.key_kinds(KOROSTEN, record).await.unwrap(), [Unzr, Passport]);
        // A sign-in by the number, whose answer came before the decision and whose ticket comes after it.
        let by_number = [key(Rnokpp, 2)];
        let overtaken = store.issue_ticket(KOROSTEN, &ticket(record, 8), &by_number).await;
        assert!(matches!(overtaken, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{overtaken:?}");
        store.issue_ticket(KOROSTEN, &ticket(record, 9), &[key(Unzr, 1), key(Passport, 1)]).await.unwrap();
        assert!(store.person(KOROSTEN, record).await.unwrap().unwrap().second_key_open, "no РНОКПП, and nobody has ruled one out");
        assert_eq!(class(record).await, Some(Residency::Declared), "the register has the number's owner, not them");
        assert!(store.find_session(KOROSTEN, SecretHash([1; 32]), Millis(10)).await.unwrap().is_none());
        let log = store.audit_log(KOROSTEN, Page::first(99)).await.unwrap();
        let of_people = log.items.iter().filter(|entry| !entry.act.starts_with("poll."));
        let acts: Vec<_> = of_people.map(|entry| (entry.act.as_str(), entry.subject.clone())).collect();
        assert_eq!(acts[..3], [
            ("identity.case_decided", case.to_string()),
            ("identity.case_decided", by_signature.to_string()),
            ("person.number_taken_out", record.to_string()),
        ]);
        assert!(open_cases(&store).await.is_empty(), "the other sign-in has no question left");

        let owner = known(&store, &theirs).await;
        assert_ne!(owner, record);
        assert_eq!(class(owner).await, Some(Residency::ConfirmedByRegister));
        assert_eq!(known(&store, &[key(Unzr, 1)]).await, record);
        // What was cast stays counted, with the record; the owner has a ballot of their own.
        assert_eq!(ballots.cast(usual(KOROSTEN, poll, record)).await, Err(CastError::AlreadyTookPart));
        assert!(matches!(ballots.cast(usual(KOROSTEN, poll, owner)).await, Ok(Cast::Recorded(_))));
        assert_eq!(store.turnout(KOROSTEN, poll).await.unwrap(), 2);
    }

    async fn whoever_has_anothers_number_in_their_record_gets_their_own_at_once(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        // By a sign-in, and by the number that they show at the desk.
        for (no, at_the_desk) in [(10, false), (20, true)] {
            let record = known(&store, &[key(Passport, no)]).await;
            store.add_document(KOROSTEN, record, key(Rnokpp, no + 1), by(Millis(2))).await.unwrap();
            let case = match at_the_desk {
                false => doubtful(&store, &[key(Rnokpp, no), key(Passport, no)], 4).await,
                true => match store.add_document(KOROSTEN, record, key(Rnokpp, no), by(Millis(4))).await.unwrap() {
                    Found::InDoubt(case) => case,
                    person => panic!("{person:?}"),
                },
            };
            let wrong = WrongNumber { record, kind: Rnokpp, no_rnokpp: false };
            decide(&store, case, Verdict::WrongNumber(wrong)).await.unwrap();
            assert_eq!(store.person_by_key(KOROSTEN, &key(Rnokpp, no)).await.unwrap(), Some(record));
            assert_eq!(store.person_by_key(KOROSTEN, &key(Rnokpp, no + 1)).await.unwrap(), None);
            assert_eq!(known(&store, &[key(Rnokpp, no), key(Passport, no)]).await, record);
            assert_ne!(known(&store, &[key(Rnokpp, no + 1)]).await, record);
        }
    }

    async fn a_record_that_keeps_a_passport_alone_needs_the_mark_that_there_is_no_number(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let record = known(&store, &[key(Passport, 1)]).await;
        store.add_document(KOROSTEN, record, key(Rnokpp, 2), by(Millis(2))).await.unwrap();
        let owner = known(&store, &[key(Unzr, 2)]).await;
        let theirs = [key(Rnokpp, 2), key(Unzr, 2)];
        let case = doubtful(&store, &theirs, 4).await;
        let wrong = WrongNumber { record, kind: Rnokpp, no_rnokpp: false };
        let refused = decide(&store, case, Verdict::WrongNumber(wrong)).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::Impossible(Impossible::SecondKey)))), "{refused:?}");
        decide(&store, case, Verdict::WrongNumber(WrongNumber { no_rnokpp: true, ..wrong })).await.unwrap();
        assert!(!store.person(KOROSTEN, record).await.unwrap().unwrap().second_key_open);
        assert_eq!(known(&store, &theirs).await, owner);
        assert_eq!(known(&store, &[key(Passport, 1)]).await, record);
        // The record that a desk made by this number alone keeps it: its person would come back as somebody new.
        let by_number = known(&store, &[key(Rnokpp, 3)]).await;
        known(&store, &[key(Unzr, 3)]).await;
        let case = doubtful(&store, &[key(Rnokpp, 3), key(Unzr, 3)], 5).await;
        let wrong = WrongNumber { record: by_number, kind: Rnokpp, no_rnokpp: true };
        let refused = decide(&store, case, Verdict::WrongNumber(wrong)).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::Impossible(Impossible::OnlyNumber)))), "{refused:?}");
    }

    async fn what_is_no_question_any_more_is_closed_and_what_is_one_names_the_record_that_stays(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (one, two, case) = two_records(&store).await;
        let settled = doubtful(&store, &[key(Rnokpp, 1), key(Passport, 1)], 3).await;
        let third = known(&store, &[key(Passport, 3)]).await;
        let open = doubtful(&store, &[key(Passport, 1), key(Passport, 3)], 3).await;
        let second_number = doubtful(&store, &[key(Rnokpp, 2), key(Passport, 1), key(Passport, 3)], 4).await;
        let stranger = settle(&store, KOROSTEN, 1).await[0];
        let refused = decide(&store, case, Verdict::OneHuman { keep: stranger }).await;
        assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");

        decide(&store, case, Verdict::OneHuman { keep: one }).await.unwrap();
        let decision = async |case| store.case(KOROSTEN, case).await.unwrap().unwrap().decided.map(|d| d.decision);
        assert_eq!(decision(settled).await, Some(Decision::OneHuman));
        for case in [open, second_number] {
            let case = store.case(KOROSTEN, case).await.unwrap().unwrap();
            assert_eq!(case.decided, None);
            assert!(case.persons.contains(&one) && case.persons.contains(&third) && case.persons.len() == 2);
        }
        let refused = decide(&store, open, Verdict::OneHuman { keep: two }).await;
        assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
        decide(&store, open, Verdict::OneHuman { keep: third }).await.unwrap();
        for brought in [key(Rnokpp, 1), key(Passport, 1), key(Unzr, 1), key(Passport, 3)] {
            assert_eq!(known(&store, &[brought]).await, third);
        }
        // They would have two РНОКПП by it, so that the third question stays.
        assert_eq!(decision(second_number).await, None);
        assert_eq!(store.case(KOROSTEN, second_number).await.unwrap().unwrap().persons, [third]);
    }

    async fn cases_belong_to_one_community(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let (one, _, case) = two_records(&store).await;
        assert_eq!(store.open_cases(ZVIAHEL, Page::first(9)).await.unwrap().total, 0);
        assert!(store.case(ZVIAHEL, case).await.unwrap().is_none());
        assert!(store.case_keys(ZVIAHEL, case).await.unwrap().is_empty());
        assert!(store.open_cases_of(ZVIAHEL, one).await.unwrap().is_empty());
        assert_eq!(store.open_cases_of(KOROSTEN, one).await.unwrap().len(), 1);
        let by = By { actor: Actor::System, at: Millis(3) };
        let refused = store.decide_case(ZVIAHEL, case, Verdict::OneHuman { keep: one }, by).await;
        assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
        assert_eq!(open_cases(&store).await.len(), 1);
    }

    async fn whoever_waits_for_the_second_key_is_listed_the_longest_first(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let mut waiting = Vec::new();
        for (at, byte) in [(30, 1), (10, 2), (20, 3)] {
            let found = store.person_by_keys(KOROSTEN, &[key(Passport, byte)], person_id(), b"s", Millis(at)).await.unwrap();
            waiting.push(found.certain().unwrap());
        }
        known(&store, &[key(Rnokpp, 1), key(Passport, 9)]).await;
        let list = async || -> Vec<PersonId> {
            let found = store.second_keys_open(KOROSTEN, Page::first(9)).await.unwrap();
            assert_eq!(found.total, found.items.len() as u64);
            found.items.iter().map(|person| person.id).collect()
        };
        assert_eq!(list().await, [waiting[1], waiting[2], waiting[0]]);
        store.clear_second_key(KOROSTEN, waiting[1], None, by(Millis(40))).await.unwrap();
        assert_eq!(list().await, [waiting[2], waiting[0]]);
        // A РНОКПП settles it, too.
        known(&store, &[key(Passport, 3), key(Rnokpp, 3)]).await;
        assert_eq!(list().await, [waiting[0]]);
    }
}
