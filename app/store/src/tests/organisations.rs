//! Organisations and who acts for them: a power is proved, counts to its last day, is handed on once, and ends for good.

use super::town::*;
use crate::{
    Actor, By, Conflict, Page, SecretHash, Store, StoreError,
    identity_cases::Verdict,
    organisation_requests::{About, NewClaim},
    persons::Found,
    polls::{NewPoll, PollFilter, PollOrder},
    sessions::Renewal,
};
use domain::{
    document::DocumentKind,
    identifiers::KeyKind::{Rnokpp, Unzr},
    identity::Assurance,
    ids::{CommunityId, OrganisationNo, PersonId},
    lang::Bilingual,
    lifecycle::State,
    national_id::Edrpou,
    organisation::{HandOver, Organisation, Proof},
    poll::{Initiator, InitiatorKind, Secrecy},
    time::{DAY, Date, Millis},
};

/// 29 November 2026, noon in Kyiv.
const NOON: Millis = Millis(1_795_946_400_000);

fn today() -> Date {
    Date::new(2026, 11, 29).unwrap()
}

fn code(text: &str) -> Edrpou {
    Edrpou::parse(text).unwrap()
}

fn council() -> Organisation {
    Organisation {
        no: OrganisationNo(0),
        kind: InitiatorKind::LocalGovernment,
        name: Bilingual::new("Виконавчий комітет", "Executive committee"),
        edrpou: Some(code("44053617")),
        about: Bilingual::default(),
    }
}

fn youth() -> Organisation {
    Organisation {
        kind: InitiatorKind::AdvisoryBody,
        name: Bilingual::new("Молодіжна рада", ""),
        edrpou: None,
        ..council()
    }
}

fn claim(edrpou: Option<Edrpou>) -> NewClaim {
    NewClaim {
        proof: Proof::Documents,
        kind: InitiatorKind::PublicAssociation,
        name: Bilingual::new("Місто для людей", ""),
        edrpou,
        position: b"sealed position".to_vec(),
        document: Some((DocumentKind::Pdf, b"sealed document".to_vec())),
    }
}

fn hand(person: PersonId) -> By {
    By {
        actor: Actor::Person(person),
        at: NOON,
    }
}

fn token(byte: u8) -> SecretHash {
    SecretHash([byte; 32])
}

/// A session of theirs that is not there.
fn nowhere(person: PersonId) -> (PersonId, Renewal) {
    let (old, new) = (token(250), token(251));
    (person, Renewal { old, new })
}

/// A session of `person`, signed by a key.
async fn sign_in(store: &Store, person: PersonId, byte: u8) {
    let session = TestSession {
        token: token(byte),
        person,
        assurance: Assurance::Qualified,
        provider: "id.gov.ua".to_owned(),
        created_at: NOON,
        expires_at: NOON.plus(DAY),
        consent: None,
        signed_for: Some(b"sealed".to_vec()),
    };
    store.create_session(KOROSTEN, &session).await.unwrap();
}

async fn acts(store: &Store, community: CommunityId) -> Vec<String> {
    let log = store.audit_log(community, Page::first(50)).await.unwrap();
    log.items.into_iter().map(|entry| entry.act).collect()
}

fn is<T: std::fmt::Debug>(outcome: &Result<T, StoreError>, conflict: Conflict) -> bool {
    matches!(outcome, Err(StoreError::Conflict(found)) if *found == conflict)
}

on_both_databases! {
    async fn an_organisation_has_a_number_and_a_code_of_its_own(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let first = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        let second = store.add_organisation(KOROSTEN, &youth(), by(NOON)).await.unwrap();
        assert_eq!((first, second), (OrganisationNo(1), OrganisationNo(2)));
        // Any number of them may have no code; of two with one code the second is refused, elsewhere it is another's matter.
        store.add_organisation(KOROSTEN, &youth(), by(NOON)).await.unwrap();
        let twice = store.add_organisation(KOROSTEN, &council(), by(NOON)).await;
        assert!(is(&twice, Conflict::AlreadyThere), "{twice:?}");
        assert_eq!(store.add_organisation(ZVIAHEL, &council(), by(NOON)).await.unwrap(), OrganisationNo(1));
        assert_eq!(store.organisation_by_code(KOROSTEN, &code("44053617")).await.unwrap().unwrap().no, first);

        let stored = store.organisation(KOROSTEN, second).await.unwrap().unwrap();
        let named = Organisation { about: Bilingual::new("Радить раді", ""), ..stored.organisation.clone() };
        store.change_organisation(KOROSTEN, stored.version, &named, by(NOON)).await.unwrap();
        let late = store.change_organisation(KOROSTEN, stored.version, &named, by(NOON)).await;
        assert!(is(&late, Conflict::ChangedMeanwhile), "{late:?}");
        let taken = Organisation { edrpou: Some(code("44053617")), ..named.clone() };
        let taken = store.change_organisation(KOROSTEN, stored.version + 1, &taken, by(NOON)).await;
        assert!(is(&taken, Conflict::AlreadyThere), "{taken:?}");
        assert_eq!(store.organisation(KOROSTEN, second).await.unwrap().unwrap().organisation, named);
        assert!(matches!(store.change_organisation(ZVIAHEL, 2, &named, by(NOON)).await, Err(StoreError::NotFound)));

        // One that was removed is known by its number, is in no list, and its code may come back.
        store.remove_organisation(KOROSTEN, first, by(NOON)).await.unwrap();
        assert!(store.organisation(KOROSTEN, first).await.unwrap().unwrap().removed);
        assert!(store.organisations(KOROSTEN).await.unwrap().iter().all(|there| there.no != first));
        assert!(matches!(store.remove_organisation(KOROSTEN, first, by(NOON)).await, Err(StoreError::NotFound)));
        assert_eq!(store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap(), OrganisationNo(4));
        assert_eq!(store.organisations(ZVIAHEL).await.unwrap().len(), 1);
    }

    async fn of_many_who_add_the_same_organisation_at_once_one_succeeds(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let tries = (0..8).map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.add_organisation(KOROSTEN, &council(), by(NOON)).await })
        });
        let mut added = 0;
        for task in tries.collect::<Vec<_>>() {
            match task.await.unwrap() {
                Ok(_) => added += 1,
                Err(StoreError::Conflict(Conflict::AlreadyThere)) => {}
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!((added, store.organisations(KOROSTEN).await.unwrap().len()), (1, 1));
    }

    async fn the_key_proves_a_power_that_counts_to_its_last_day(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [person, other] = settle(&store, KOROSTEN, 2).await[..] else { panic!() };
        let unknown = store.prove_power_by_key(KOROSTEN, nowhere(person), &code("44053617"), b"p", NOON).await;
        assert!(matches!(unknown, Err(StoreError::NotFound)), "an organisation that nobody knows has no powers");
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        assert_eq!(store.prove_power_by_key(KOROSTEN, nowhere(person), &code("44053617"), b"p", NOON).await.unwrap().organisation, no);

        let last = Date::new(2027, 11, 29).unwrap();
        let after = Date::new(2027, 11, 30).unwrap();
        assert_eq!(store.power(KOROSTEN, person, no, last).await.unwrap().unwrap().no, no);
        assert_eq!(store.power(KOROSTEN, person, no, after).await.unwrap(), None);
        assert_eq!(store.power(KOROSTEN, other, no, last).await.unwrap(), None);
        assert_eq!(store.power(ZVIAHEL, person, no, last).await.unwrap(), None);
        // Once more: the days begin anew.
        let later = NOON.plus(DAY);
        store.prove_power_by_key(KOROSTEN, nowhere(person), &code("44053617"), b"q", later).await.unwrap();
        let powers = store.powers_of(KOROSTEN, person).await.unwrap();
        assert_eq!((powers.len(), powers[0].1.power.until, powers[0].1.position.as_slice()), (1, after, &b"q"[..]));
        assert_eq!(powers[0].1.since, NOON);
        store.remove_organisation(KOROSTEN, no, by(later)).await.unwrap();
        assert_eq!(store.power(KOROSTEN, person, no, today()).await.unwrap(), None);
        assert!(store.powers_of(KOROSTEN, person).await.unwrap().is_empty());
    }

    async fn a_claim_is_decided_once_by_somebody_else_and_its_document_goes(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [person, staff] = settle(&store, KOROSTEN, 2).await[..] else { panic!() };
        store.send_organisation_request(KOROSTEN, person, &claim(None), NOON).await.unwrap();
        let again = store.send_organisation_request(KOROSTEN, person, &claim(None), NOON.plus(1)).await;
        assert!(is(&again, Conflict::AlreadyThere), "{again:?}");
        assert_eq!(store.waiting_organisation_requests(ZVIAHEL, Page::first(9)).await.unwrap().total, 0);
        let waits = store.waiting_organisation_requests(KOROSTEN, Page::first(9)).await.unwrap();
        assert_eq!((waits.total, waits.items[0].person, waits.items[0].document), (1, person, Some(DocumentKind::Pdf)));

        let own = store.organisation_document(KOROSTEN, person, hand(person)).await;
        assert!(is(&own, Conflict::OwnRecord), "{own:?}");
        let (kind, file) = store.organisation_document(KOROSTEN, person, hand(staff)).await.unwrap();
        assert_eq!((kind, file.as_slice()), (DocumentKind::Pdf, &b"sealed document"[..]));
        assert!(matches!(store.organisation_document(ZVIAHEL, person, hand(staff)).await, Err(StoreError::NotFound)));

        // Refused with words, and asked anew.
        store.refuse_organisation_request(KOROSTEN, (person, NOON), b"why", hand(staff)).await.unwrap();
        let refused = store.organisation_request(KOROSTEN, person).await.unwrap().unwrap();
        assert_eq!(refused.refused, Some((NOON, b"why".to_vec())));
        assert!(matches!(store.organisation_document(KOROSTEN, person, hand(staff)).await, Err(StoreError::NotFound)));
        let late = store.confirm_organisation_request(KOROSTEN, (person, NOON), &About::New, today(), hand(staff)).await;
        assert!(is(&late, Conflict::ChangedMeanwhile), "{late:?}");
        let sent = NOON.plus(5);
        store.send_organisation_request(KOROSTEN, person, &claim(None), sent).await.unwrap();

        let confirm = async |at, who| {
            store.confirm_organisation_request(KOROSTEN, (person, at), &About::New, today(), hand(who)).await
        };
        assert!(is(&confirm(sent, person).await, Conflict::OwnRecord));
        assert!(is(&confirm(NOON, staff).await, Conflict::ChangedMeanwhile), "another claim was looked at");
        let no = confirm(sent, staff).await.unwrap();
        assert!(is(&confirm(sent, staff).await, Conflict::ChangedMeanwhile), "confirmed twice");
        assert_eq!(store.organisation_request(KOROSTEN, person).await.unwrap(), None);
        let representatives = store.representatives(KOROSTEN, no).await.unwrap();
        assert_eq!(representatives.len(), 1);
        assert_eq!((representatives[0].power.proof, representatives[0].power.until), (Proof::Documents, today()));
        assert_eq!(representatives[0].position, b"sealed position");
        assert_eq!(acts(&store, KOROSTEN).await[..4], ["power.given", "organisation.added", "power.refused", "power.document_viewed"]);
    }

    async fn a_claim_about_a_known_organisation_adds_none(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [person, staff, second] = settle(&store, KOROSTEN, 3).await[..] else { panic!() };
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        store.send_organisation_request(KOROSTEN, person, &claim(Some(code("44053617"))), NOON).await.unwrap();
        let confirm = async |person, about: About| {
            store.confirm_organisation_request(KOROSTEN, (person, NOON), &about, today(), hand(staff)).await
        };
        assert!(is(&confirm(person, About::New).await, Conflict::AlreadyThere), "its code is another's");
        assert_eq!(confirm(person, About::Known(no)).await.unwrap(), no);
        store.send_organisation_request(KOROSTEN, second, &claim(None), NOON).await.unwrap();
        assert!(matches!(confirm(second, About::Known(OrganisationNo(9))).await, Err(StoreError::NotFound)));
        assert_eq!(store.organisations(KOROSTEN).await.unwrap().len(), 1);
        assert_eq!(store.representatives(KOROSTEN, no).await.unwrap().len(), 1);
        // Nobody decides for ever.
        assert_eq!(store.purge_organisation_requests(NOON).await.unwrap(), 0);
        assert_eq!(store.purge_organisation_requests(NOON.plus(1)).await.unwrap(), 1);
    }

    async fn a_power_is_handed_on_once_and_to_the_last_day_of_whoever_gave_it(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let people = settle(&store, KOROSTEN, 10).await;
        let (giver, heirs) = (people[0], &people[1..9]);
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        let ends = NOON.plus(DAY);
        let offer = async |who, byte, hand_over| store.hand_power_on(KOROSTEN, (no, who), (token(byte), hand_over), ends, NOON).await;
        assert!(matches!(offer(giver, 1, HandOver::Shares).await, Err(StoreError::NotFound)), "who has none gives none");
        store.prove_power_by_key(KOROSTEN, nowhere(giver), &code("44053617"), b"p", NOON).await.unwrap();
        offer(giver, 1, HandOver::Gives).await.unwrap();
        assert_eq!(store.handed_on(ZVIAHEL, token(1), NOON).await.unwrap(), None);
        assert_eq!(store.handed_on(KOROSTEN, token(1), ends).await.unwrap(), None, "it has expired");
        let waits = store.handed_on(KOROSTEN, token(1), NOON).await.unwrap().unwrap();
        assert_eq!((waits.given_by, waits.hand_over, waits.organisation.no), (giver, HandOver::Gives, no));
        let own = store.take_power(KOROSTEN, token(1), nowhere(giver), b"p", NOON).await;
        assert!(is(&own, Conflict::AlreadyThere), "{own:?}");

        // Eight at once: one has it, and whoever gave it has it no more.
        let tries: Vec<_> = heirs.iter().copied().map(|heir| {
            let store = store.clone();
            tokio::spawn(async move { store.take_power(KOROSTEN, token(1), nowhere(heir), b"h", NOON).await })
        }).collect();
        let mut taken = 0;
        for task in tries {
            match task.await.unwrap() {
                Ok(_) => taken += 1,
                Err(StoreError::Conflict(Conflict::ChangedMeanwhile)) => {}
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!(taken, 1);
        let left = store.representatives(KOROSTEN, no).await.unwrap();
        assert_eq!((left.len(), left[0].power.proof, left[0].power.until), (1, Proof::HandedOn, Date::new(2027, 11, 29).unwrap()));
        assert!(heirs.contains(&left[0].power.person));

        // What somebody offers ends with their power.
        let heir = left[0].power.person;
        offer(heir, 2, HandOver::Shares).await.unwrap();
        store.revoke_power(KOROSTEN, no, heir, hand(people[9])).await.unwrap();
        assert_eq!(store.handed_on(KOROSTEN, token(2), NOON).await.unwrap(), None);
        let late = store.take_power(KOROSTEN, token(2), nowhere(giver), b"p", NOON).await;
        assert!(is(&late, Conflict::ChangedMeanwhile), "{late:?}");
    }

    async fn a_power_is_laid_down_by_its_holder_and_ended_by_the_key_or_by_staff(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [by_key, colleague, staff] = settle(&store, KOROSTEN, 3).await[..] else { panic!() };
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        store.prove_power_by_key(KOROSTEN, nowhere(by_key), &code("44053617"), b"p", NOON).await.unwrap();
        let share = async |byte| {
            store.hand_power_on(KOROSTEN, (no, by_key), (token(byte), HandOver::Shares), NOON.plus(DAY), NOON).await.unwrap();
            store.take_power(KOROSTEN, token(byte), nowhere(colleague), b"c", NOON).await.unwrap();
        };
        share(1).await;
        assert_eq!(store.representatives(KOROSTEN, no).await.unwrap().len(), 2);
        let lay_down = async |whose, who| store.lay_down_power(KOROSTEN, no, whose, (who, NOON)).await;
        assert!(matches!(lay_down(by_key, colleague).await, Err(StoreError::NotFound)), "it takes the key");
        assert!(matches!(lay_down(colleague, staff).await, Err(StoreError::NotFound)), "and a power of one's own");
        lay_down(colleague, by_key).await.unwrap();
        share(2).await;
        lay_down(colleague, colleague).await.unwrap();
        share(3).await;
        let own = store.revoke_power(KOROSTEN, no, staff, hand(staff)).await;
        assert!(is(&own, Conflict::OwnRecord), "{own:?}");
        store.revoke_power(KOROSTEN, no, colleague, hand(staff)).await.unwrap();
        store.revoke_power(KOROSTEN, no, colleague, hand(staff)).await.unwrap();
        let acts = acts(&store, KOROSTEN).await;
        let ended: Vec<&str> = acts.iter().map(String::as_str).filter(|act| !matches!(*act, "power.given" | "power.offered")).collect();
        assert_eq!(ended[..4], ["power.revoked", "power.laid_down", "power.ended_by_colleague", "organisation.added"]);
    }

    async fn a_session_acts_for_an_organisation_only_while_its_person_may(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [person] = settle(&store, KOROSTEN, 1).await[..] else { panic!() };
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        sign_in(&store, person, 7).await;
        // The same token for the next one: here it is of no matter.
        let same = Renewal { old: token(7), new: token(7) };
        let act_for = async |no| store.act_for(KOROSTEN, (person, same), no, today()).await;
        assert!(matches!(act_for(Some(no)).await, Err(StoreError::NotFound)));
        store.prove_power_by_key(KOROSTEN, nowhere(person), &code("44053617"), b"p", NOON).await.unwrap();
        act_for(Some(no)).await.unwrap();
        let seen = async || store.find_session(KOROSTEN, token(7), NOON).await.unwrap().unwrap();
        assert_eq!((seen().await.acts_for, seen().await.signed_for), (Some(no), Some(b"sealed".to_vec())));
        act_for(None).await.unwrap();
        assert_eq!(seen().await.acts_for, None);
        act_for(Some(no)).await.unwrap();
        store.remove_organisation(KOROSTEN, no, by(NOON)).await.unwrap();
        assert_eq!(seen().await.acts_for, None);
    }

    async fn after_a_power_has_ended_a_new_one_is_chosen_anew(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [person, staff] = settle(&store, KOROSTEN, 2).await[..] else { panic!() };
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        let other = store.add_organisation(KOROSTEN, &youth(), by(NOON)).await.unwrap();
        for (byte, whose) in [(7, person), (8, staff)] {
            sign_in(&store, whose, byte).await;
            let same = Renewal { old: token(byte), new: token(byte) };
            store.prove_power_by_key(KOROSTEN, (whose, same), &code("44053617"), b"p", NOON).await.unwrap();
            store.act_for(KOROSTEN, (whose, same), Some(no), today()).await.unwrap();
        }
        let acts_for = async |byte| store.find_session(KOROSTEN, token(byte), NOON).await.unwrap().unwrap().acts_for;
        // Another organisation's power is nobody's business here.
        store.revoke_power(KOROSTEN, other, person, hand(staff)).await.unwrap();
        assert_eq!(acts_for(7).await, Some(no));
        store.lay_down_power(KOROSTEN, no, person, (person, NOON)).await.unwrap();
        store.prove_power_by_key(KOROSTEN, nowhere(person), &code("44053617"), b"p", NOON).await.unwrap();
        assert_eq!((acts_for(7).await, acts_for(8).await), (None, Some(no)));
    }

    async fn what_somebody_else_has_ended_the_key_alone_does_not_prove_again(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [person, colleague, staff] = settle(&store, KOROSTEN, 3).await[..] else { panic!() };
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        let prove = async |whose| {
            store.prove_power_by_key(KOROSTEN, nowhere(whose), &code("44053617"), b"p", NOON).await
        };
        let taken = async || store.powers_taken_away(KOROSTEN, person).await.unwrap();
        prove(person).await.unwrap();
        prove(colleague).await.unwrap();
        // One's own is one's own to give up.
        store.lay_down_power(KOROSTEN, no, person, (person, NOON)).await.unwrap();
        assert_eq!(taken().await, []);
        prove(person).await.unwrap();

        for by_staff in [true, false] {
            let who = match by_staff {
                true => {
                    store.revoke_power(KOROSTEN, no, person, hand(staff)).await.unwrap();
                    staff
                }
                false => {
                    store.lay_down_power(KOROSTEN, no, person, (colleague, NOON)).await.unwrap();
                    colleague
                }
            };
            let found = taken().await;
            assert_eq!((found.len(), found[0].organisation.no, found[0].at, found[0].by), (1, no, NOON, Some(who)));
            assert!(store.powers_taken_away(ZVIAHEL, person).await.unwrap().is_empty());
            let refused = prove(person).await;
            assert!(is(&refused, Conflict::TakenAway), "{refused:?}");
            assert_eq!(store.power(KOROSTEN, person, no, today()).await.unwrap(), None);
            prove(colleague).await.unwrap();

            // Staff look at a claim, also at one by the key.
            let claim = NewClaim { proof: Proof::Key, document: None, ..claim(Some(code("44053617"))) };
            store.send_organisation_request(KOROSTEN, person, &claim, NOON).await.unwrap();
            let about = About::Known(no);
            store.confirm_organisation_request(KOROSTEN, (person, NOON), &about, today(), hand(staff)).await.unwrap();
            assert_eq!(taken().await, []);
            assert_eq!(store.power(KOROSTEN, person, no, today()).await.unwrap().unwrap().no, no);
            prove(person).await.unwrap();
        }
        // Where there is no power nothing is taken away; and with the organisation all of it goes.
        store.revoke_power(KOROSTEN, no, staff, hand(person)).await.unwrap();
        assert!(store.powers_taken_away(KOROSTEN, staff).await.unwrap().is_empty());
        store.revoke_power(KOROSTEN, no, person, hand(staff)).await.unwrap();
        store.remove_organisation(KOROSTEN, no, by(NOON)).await.unwrap();
        assert_eq!(taken().await, []);
    }

    async fn a_power_that_is_taken_away_while_the_key_proves_it_is_gone(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [person, staff] = settle(&store, KOROSTEN, 2).await[..] else { panic!() };
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        store.prove_power_by_key(KOROSTEN, nowhere(person), &code("44053617"), b"p", NOON).await.unwrap();
        let outcomes = db.at_once(move |store, n| async move {
            match n {
                0 => store.revoke_power(KOROSTEN, no, person, hand(staff)).await,
                _ => store.prove_power_by_key(KOROSTEN, nowhere(person), &code("44053617"), b"q", NOON).await.map(|_| ()),
            }
        }).await;
        for outcome in outcomes {
            assert!(outcome.is_ok() || is(&outcome, Conflict::TakenAway), "{outcome:?}");
        }
        assert!(store.representatives(KOROSTEN, no).await.unwrap().is_empty());
        assert_eq!(store.powers_taken_away(KOROSTEN, person).await.unwrap().len(), 1);
    }

    async fn what_was_taken_away_stays_so_when_records_are_joined_or_forgotten(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        let staff = settle(&store, KOROSTEN, 1).await[0];
        let person = async |keys: &[crate::persons::PersonKey]| {
            store.person_by_keys(KOROSTEN, keys, person_id(), b"s", NOON).await.unwrap()
        };
        let prove = async |whose| {
            store.prove_power_by_key(KOROSTEN, nowhere(whose), &code("44053617"), b"p", NOON).await
        };
        let kept = person(&[key(Rnokpp, 1)]).await.certain().unwrap();
        let gone = person(&[key(Unzr, 2)]).await.certain().unwrap();
        prove(gone).await.unwrap();
        store.revoke_power(KOROSTEN, no, gone, hand(staff)).await.unwrap();
        let Found::InDoubt(case) = person(&[key(Rnokpp, 1), key(Unzr, 2)]).await else { panic!() };
        store.decide_case(KOROSTEN, case, Verdict::OneHuman { keep: kept }, by(NOON)).await.unwrap();
        assert!(is(&prove(kept).await, Conflict::TakenAway), "it is one human");

        // Whoever asks to be forgotten and comes back is the same to the organisation.
        let other = person(&[key(Rnokpp, 3)]).await.certain().unwrap();
        prove(other).await.unwrap();
        store.revoke_power(KOROSTEN, no, other, hand(staff)).await.unwrap();
        assert!(store.what_stays(KOROSTEN, other).await.unwrap().referred_to);
        store.erase_person(KOROSTEN, other, Assurance::BankId, NOON).await.unwrap();
        assert_eq!(person(&[key(Rnokpp, 3)]).await.certain().unwrap(), other);
        assert!(is(&prove(other).await, Conflict::TakenAway), "it was taken away");
    }

    async fn what_staff_ended_no_colleagues_link_gives_back_but_whoever_ended_it_may(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [by_key, colleague, other, staff] = settle(&store, KOROSTEN, 4).await[..] else { panic!() };
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        for whose in [by_key, other] {
            store.prove_power_by_key(KOROSTEN, nowhere(whose), &code("44053617"), b"p", NOON).await.unwrap();
        }
        let offer = async |who, byte| {
            store.hand_power_on(KOROSTEN, (no, who), (token(byte), HandOver::Shares), NOON.plus(DAY), NOON).await.unwrap();
        };
        let take = async |byte| store.take_power(KOROSTEN, token(byte), nowhere(colleague), b"c", NOON).await;
        offer(by_key, 1).await;
        take(1).await.unwrap();
        store.lay_down_power(KOROSTEN, no, colleague, (by_key, NOON)).await.unwrap();
        // Not by going round whoever ended it.
        offer(other, 2).await;
        let refused = take(2).await;
        assert!(is(&refused, Conflict::TakenAway), "{refused:?}");
        assert!(store.handed_on(KOROSTEN, token(2), NOON).await.unwrap().is_some(), "the link serves somebody else");
        // But by them: from then on it is as if nothing had been.
        offer(by_key, 3).await;
        take(3).await.unwrap();
        assert!(store.powers_taken_away(KOROSTEN, colleague).await.unwrap().is_empty());

        store.revoke_power(KOROSTEN, no, colleague, hand(staff)).await.unwrap();
        offer(by_key, 4).await;
        let refused = take(4).await;
        assert!(is(&refused, Conflict::TakenAway), "{refused:?}");
        assert_eq!(store.representatives(KOROSTEN, no).await.unwrap().len(), 2);
        // A decision of staff about a claim lets them in again, and by a link, too.
        store.send_organisation_request(KOROSTEN, colleague, &claim(Some(code("44053617"))), NOON).await.unwrap();
        store.confirm_organisation_request(KOROSTEN, (colleague, NOON), &About::Known(no), today(), hand(staff)).await.unwrap();
        store.lay_down_power(KOROSTEN, no, colleague, (colleague, NOON)).await.unwrap();
        take(4).await.unwrap();
    }

    async fn with_another_code_the_powers_end_that_the_old_codes_key_proved(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [by_key, by_paper, heir, staff] = settle(&store, KOROSTEN, 4).await[..] else { panic!() };
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        sign_in(&store, by_key, 7).await;
        let same = Renewal { old: token(7), new: token(7) };
        store.prove_power_by_key(KOROSTEN, (by_key, same), &code("44053617"), b"p", NOON).await.unwrap();
        store.act_for(KOROSTEN, (by_key, same), Some(no), today()).await.unwrap();
        store.hand_power_on(KOROSTEN, (no, by_key), (token(1), HandOver::Shares), NOON.plus(DAY), NOON).await.unwrap();
        store.take_power(KOROSTEN, token(1), nowhere(heir), b"h", NOON).await.unwrap();
        store.hand_power_on(KOROSTEN, (no, by_key), (token(2), HandOver::Shares), NOON.plus(DAY), NOON).await.unwrap();
        store.send_organisation_request(KOROSTEN, by_paper, &claim(None), NOON).await.unwrap();
        store.confirm_organisation_request(KOROSTEN, (by_paper, NOON), &About::Known(no), today(), hand(staff)).await.unwrap();
        let left = async || {
            let all = store.representatives(KOROSTEN, no).await.unwrap();
            all.into_iter().map(|one| one.power.person).collect::<Vec<_>>()
        };

        // Another name changes nothing about them.
        let stored = store.organisation(KOROSTEN, no).await.unwrap().unwrap();
        let named = Organisation { name: Bilingual::new("Виконком", ""), ..stored.organisation };
        store.change_organisation(KOROSTEN, 1, &named, hand(staff)).await.unwrap();
        assert_eq!(left().await.len(), 3);
        let other = Organisation { edrpou: Some(code("42187536")), ..named.clone() };
        store.change_organisation(KOROSTEN, 2, &other, hand(staff)).await.unwrap();
        assert_eq!(left().await, [by_paper], "what the key proved was handed on, too");
        assert_eq!(store.handed_on(KOROSTEN, token(2), NOON).await.unwrap(), None);
        assert_eq!(store.find_session(KOROSTEN, token(7), NOON).await.unwrap().unwrap().acts_for, None);
        assert_eq!(acts(&store, KOROSTEN).await[..3], ["power.ended_with_code", "power.ended_with_code", "organisation.changed"]);
        // Nobody took it away: the key of the new code proves it, the old one's nothing.
        let prove = async |by: &str| {
            store.prove_power_by_key(KOROSTEN, nowhere(by_key), &code(by), b"p", NOON).await
        };
        assert!(matches!(prove("44053617").await, Err(StoreError::NotFound)));
        prove("42187536").await.unwrap();
        let none = Organisation { edrpou: None, ..named };
        store.change_organisation(KOROSTEN, 3, &none, hand(staff)).await.unwrap();
        assert!(!left().await.contains(&by_key), "without a code no key proves anything");
    }

    async fn whoever_may_do_more_goes_on_under_a_new_token(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [person, heir] = settle(&store, KOROSTEN, 2).await[..] else { panic!() };
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        sign_in(&store, person, 10).await;
        sign_in(&store, heir, 20).await;
        let from = |old: u8| Renewal { old: token(old), new: token(old + 1) };
        let seen = async |byte: u8| {
            let found = store.find_session(KOROSTEN, token(byte), NOON).await.unwrap();
            found.map(|session| (session.person.id, session.acts_for))
        };
        let ends = Some(NOON.plus(DAY));
        let gained = store.prove_power_by_key(KOROSTEN, (person, from(10)), &code("44053617"), b"p", NOON).await.unwrap();
        assert_eq!((gained.organisation, gained.session_ends), (no, ends));
        assert_eq!((seen(10).await, seen(11).await), (None, Some((person, None))));
        assert_eq!(store.act_for(KOROSTEN, (person, from(11)), Some(no), today()).await.unwrap(), ends);
        assert_eq!((seen(11).await, seen(12).await), (None, Some((person, Some(no)))));
        // For oneself one may do no more than before.
        assert_eq!(store.act_for(KOROSTEN, (person, from(12)), None, today()).await.unwrap(), None);
        assert_eq!((seen(12).await, seen(13).await), (Some((person, None)), None));
        store.hand_power_on(KOROSTEN, (no, person), (token(1), HandOver::Shares), NOON.plus(DAY), NOON).await.unwrap();
        let gained = store.take_power(KOROSTEN, token(1), (heir, from(20)), b"h", NOON).await.unwrap();
        assert_eq!((gained.organisation, gained.session_ends), (no, ends));
        assert_eq!((seen(20).await, seen(21).await), (None, Some((heir, None))));
        // Who gains nothing keeps theirs; and somebody else's session is not theirs to renew.
        let again = store.take_power(KOROSTEN, token(1), (heir, from(21)), b"h", NOON).await;
        assert!(is(&again, Conflict::ChangedMeanwhile), "{again:?}");
        assert_eq!(seen(21).await, Some((heir, None)));
        let foreign = store.act_for(KOROSTEN, (heir, from(12)), Some(no), today()).await.unwrap();
        assert_eq!((foreign, seen(12).await), (None, Some((person, None))));
    }

    async fn a_key_is_confirmed_for_no_organisation_but_its_own(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [person, staff] = settle(&store, KOROSTEN, 2).await[..] else { panic!() };
        let council = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        let youth = store.add_organisation(KOROSTEN, &youth(), by(NOON)).await.unwrap();
        let by_key = NewClaim { proof: Proof::Key, document: None, ..claim(Some(code("42187536"))) };
        store.send_organisation_request(KOROSTEN, person, &by_key, NOON).await.unwrap();
        let confirm = async |about: About| {
            store.confirm_organisation_request(KOROSTEN, (person, NOON), &about, today(), hand(staff)).await
        };
        for other in [council, youth] {
            let refused = confirm(About::Known(other)).await;
            assert!(is(&refused, Conflict::OtherOrganisation), "{refused:?}");
            assert!(store.representatives(KOROSTEN, other).await.unwrap().is_empty());
        }
        assert!(store.organisation_request(KOROSTEN, person).await.unwrap().is_some(), "the claim still waits");
        let no = confirm(About::New).await.unwrap();
        assert_eq!(store.representatives(KOROSTEN, no).await.unwrap()[0].power.proof, Proof::Key);
    }

    async fn a_longer_or_stronger_power_gives_way_to_no_shorter_or_weaker_one(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [person, giver, staff] = settle(&store, KOROSTEN, 3).await[..] else { panic!() };
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        let power = async |whose: PersonId| {
            let all = store.representatives(KOROSTEN, no).await.unwrap();
            let found = all.into_iter().find(|one| one.power.person == whose).unwrap();
            (found.power.proof, found.power.until)
        };
        let documents = async |at: Millis, until| {
            store.send_organisation_request(KOROSTEN, person, &claim(Some(code("44053617"))), at).await.unwrap();
            let by = By { actor: Actor::Person(staff), at };
            store.confirm_organisation_request(KOROSTEN, (person, at), &About::Known(no), until, by).await.unwrap();
            assert_eq!(store.organisation_request(KOROSTEN, person).await.unwrap(), None, "it is decided");
        };
        let by_key = (Proof::Key, Date::new(2027, 11, 29).unwrap());
        store.prove_power_by_key(KOROSTEN, nowhere(person), &code("44053617"), b"p", NOON).await.unwrap();
        // Weaker, though longer; and shorter.
        documents(NOON.plus(1), Date::new(2029, 1, 1).unwrap()).await;
        assert_eq!(power(person).await, by_key);
        documents(NOON.plus(2), today()).await;
        assert_eq!(power(person).await, by_key);
        // What is handed on is the weakest: the link stays good for somebody else.
        let later = NOON.plus(DAY);
        store.prove_power_by_key(KOROSTEN, nowhere(giver), &code("44053617"), b"g", later).await.unwrap();
        store.hand_power_on(KOROSTEN, (no, giver), (token(1), HandOver::Gives), later.plus(DAY), later).await.unwrap();
        let have = store.take_power(KOROSTEN, token(1), nowhere(person), b"h", later).await;
        assert!(is(&have, Conflict::AlreadyThere), "{have:?}");
        assert_eq!((power(person).await, power(giver).await.0), (by_key, Proof::Key));
        assert!(store.handed_on(KOROSTEN, token(1), later).await.unwrap().is_some());
        // Once it is over, everything is more.
        let over = NOON.plus(370 * DAY);
        documents(over, Date::new(2028, 1, 1).unwrap()).await;
        assert_eq!(power(person).await, (Proof::Documents, Date::new(2028, 1, 1).unwrap()));
    }

    async fn links_that_wait_are_listed_taken_back_and_limited(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let [giver, other, staff] = settle(&store, KOROSTEN, 3).await[..] else { panic!() };
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        for whose in [giver, other] {
            store.prove_power_by_key(KOROSTEN, nowhere(whose), &code("44053617"), b"p", NOON).await.unwrap();
        }
        let offer = async |whose, byte: u8, at: Millis| {
            let ends = at.plus(i64::from(byte) * HOUR);
            store.hand_power_on(KOROSTEN, (no, whose), (token(byte), HandOver::Shares), ends, at).await
        };
        for byte in 1..=5 {
            offer(giver, byte, NOON).await.unwrap();
        }
        let full = offer(giver, 6, NOON).await;
        assert!(is(&full, Conflict::TooManyOffers), "{full:?}");
        offer(other, 7, NOON).await.unwrap();
        let mine = store.offers_by(KOROSTEN, giver, NOON).await.unwrap();
        assert_eq!(mine.len(), 5);
        assert_eq!((mine[0].expires_at, mine[0].hand_over, mine[0].organisation), (NOON.plus(HOUR), HandOver::Shares, no));
        assert_eq!(store.offers_of(KOROSTEN, no, NOON).await.unwrap().len(), 6);
        assert!(store.offers_of(ZVIAHEL, no, NOON).await.unwrap().is_empty());

        // Taken back by whoever gave it, and by staff; somebody else's stays.
        store.take_offer_back(KOROSTEN, (no, giver), NOON.plus(HOUR), hand(giver)).await.unwrap();
        assert_eq!(store.handed_on(KOROSTEN, token(1), NOON).await.unwrap(), None);
        store.take_offer_back(KOROSTEN, (no, giver), NOON.plus(2 * HOUR), hand(staff)).await.unwrap();
        store.take_offer_back(KOROSTEN, (no, giver), NOON.plus(7 * HOUR), hand(staff)).await.unwrap();
        store.take_offer_back(ZVIAHEL, (no, giver), NOON.plus(3 * HOUR), hand(staff)).await.unwrap();
        assert_eq!(store.offers_by(KOROSTEN, giver, NOON).await.unwrap().len(), 3);
        assert_eq!(store.offers_by(KOROSTEN, other, NOON).await.unwrap().len(), 1);
        let told = acts(&store, KOROSTEN).await;
        assert_eq!(told[..2], ["power.offer_taken_back", "power.offer_taken_back"]);
        assert_eq!(told.iter().filter(|act| *act == "power.offer_taken_back").count(), 2);
        offer(giver, 6, NOON).await.unwrap();

        // What has expired counts no more, and is deleted.
        let then = NOON.plus(4 * HOUR);
        assert_eq!(store.offers_by(KOROSTEN, giver, then).await.unwrap().len(), 2);
        assert_eq!(store.purge_handed_on(NOON).await.unwrap(), 0);
        assert_eq!(store.purge_handed_on(then).await.unwrap(), 2);
        assert_eq!(store.offers_of(KOROSTEN, no, NOON).await.unwrap().len(), 3);
    }

    async fn of_many_links_at_once_no_more_are_made_than_may_wait(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let giver = settle(&store, KOROSTEN, 1).await[0];
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        store.prove_power_by_key(KOROSTEN, nowhere(giver), &code("44053617"), b"p", NOON).await.unwrap();
        let tries: Vec<_> = (1..=12).map(|byte| {
            let store = store.clone();
            tokio::spawn(async move {
                store.hand_power_on(KOROSTEN, (no, giver), (token(byte), HandOver::Shares), NOON.plus(DAY), NOON).await
            })
        }).collect();
        for task in tries {
            let done = task.await.unwrap();
            assert!(done.is_ok() || is(&done, Conflict::TooManyOffers), "{done:?}");
        }
        assert_eq!(store.offers_by(KOROSTEN, giver, NOON).await.unwrap().len(), 5);
    }

    async fn the_consultations_of_an_organisation_are_found_by_it(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        let known = store.organisation(KOROSTEN, no).await.unwrap().unwrap().organisation;
        let mut theirs = content(Secrecy::Secret);
        theirs.initiator = Initiator::of(&known);
        let draft = NewPoll { id: poll_id(), content: &theirs, policy_version: 1, author: None };
        store.create_poll(KOROSTEN, &draft, by(NOON)).await.unwrap();
        publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let of = |states: &[State]| PollFilter { organisation: Some(no), ..PollFilter::of(states, PollOrder::NewestFirst) };
        let found = store.polls(KOROSTEN, &of(State::ALL), Page::first(9)).await.unwrap();
        assert_eq!((found.total, found.items[0].initiator.organisation), (1, Some(no)));
        assert_eq!(store.poll(KOROSTEN, draft.id).await.unwrap().unwrap().content.initiator, theirs.initiator);
        assert_eq!(store.polls(ZVIAHEL, &of(State::ALL), Page::first(9)).await.unwrap().total, 0);
        assert!(store.consultations_of_organisations(KOROSTEN).await.unwrap().is_empty(), "drafts are nobody's business");
    }

    async fn a_record_that_goes_takes_its_powers_with_it(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let no = store.add_organisation(KOROSTEN, &council(), by(NOON)).await.unwrap();
        let person = async |keys: &[crate::persons::PersonKey]| {
            store.person_by_keys(KOROSTEN, keys, person_id(), b"s", NOON).await.unwrap()
        };
        let kept = person(&[key(Rnokpp, 1)]).await.certain().unwrap();
        let gone = person(&[key(Unzr, 2)]).await.certain().unwrap();
        store.prove_power_by_key(KOROSTEN, nowhere(gone), &code("44053617"), b"p", NOON).await.unwrap();
        store.send_organisation_request(KOROSTEN, gone, &claim(None), NOON).await.unwrap();
        let Found::InDoubt(case) = person(&[key(Rnokpp, 1), key(Unzr, 2)]).await else { panic!() };
        store.decide_case(KOROSTEN, case, Verdict::OneHuman { keep: kept }, by(NOON)).await.unwrap();
        assert!(store.representatives(KOROSTEN, no).await.unwrap().is_empty(), "a power is proved, never inherited");
        assert_eq!(store.waiting_organisation_requests(KOROSTEN, Page::first(9)).await.unwrap().total, 0);
        assert!(acts(&store, KOROSTEN).await.iter().any(|act| act == "power.ended_with_record"));

        // Whoever is forgotten leaves no power behind either.
        store.prove_power_by_key(KOROSTEN, nowhere(kept), &code("44053617"), b"p", NOON).await.unwrap();
        store.send_organisation_request(KOROSTEN, kept, &claim(None), NOON).await.unwrap();
        store.erase_person(KOROSTEN, kept, Assurance::BankId, NOON).await.unwrap();
        assert!(store.representatives(KOROSTEN, no).await.unwrap().is_empty());
        assert_eq!(store.waiting_organisation_requests(KOROSTEN, Page::first(9)).await.unwrap().total, 0);
    }
}
