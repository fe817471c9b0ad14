//! Forgetting a person: what goes, what stays, and that no ballot of theirs is counted twice or is nobody's.

use super::town::*;
use crate::{
    Actor, BallotBox, BallotBoxOptions, By, CastError, Conflict, Page, SecretHash, Store,
    StoreError,
    entity::{participation, person, person_key},
    erasure::Stays,
    identity_cases::Verdict,
    invitations::NewInvitation,
    participations::OwnAnswers,
    persons::{Found, PersonKey},
    sessions::Renewal,
};
use domain::{
    identifiers::KeyKind::{Passport, Rnokpp},
    identity::Assurance,
    ids::{InvitationId, PersonId},
    poll::Secrecy,
    role::Role,
    team::InvitationState,
    time::Millis,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

async fn known(store: &Store, keys: &[PersonKey]) -> PersonId {
    let found = store
        .person_by_keys(KOROSTEN, keys, person_id(), b"sealed", Millis(1))
        .await;
    found.unwrap().certain().unwrap()
}

async fn sealed(store: &Store, person: PersonId) -> Option<Vec<u8>> {
    let row = person::Entity::find_by_id((KOROSTEN.0, person.0))
        .one(store.reader())
        .await;
    row.unwrap().map(|row| row.sealed)
}

async fn keys_of(store: &Store, person: PersonId) -> u64 {
    person_key::Entity::find()
        .filter(person_key::Column::PersonId.eq(person.0))
        .count(store.reader())
        .await
        .unwrap()
}

on_both_databases! {
    /// Staff add a document to the record of somebody who asks, at that moment, to be forgotten: what the one read does not come back.
    async fn a_document_that_is_added_meanwhile_brings_nothing_of_a_forgotten_person_back(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        for round in 0..12 {
            let person = known(&store, &[key(Passport, round)]).await;
            let took_part = round % 2 == 0;
            if took_part {
                let ballots = BallotBox::start(store.clone(), BallotBoxOptions::default());
                store.clear_second_key(KOROSTEN, person, None, By { actor: Actor::System, at: Millis(2) }).await.unwrap();
                ballots.cast(usual(KOROSTEN, poll, person)).await.unwrap();
            }
            let at_once = db.at_once(|store, i| async move {
                if i % 4 == 0 {
                    let forgotten = store.erase_person(KOROSTEN, person, Assurance::BankId, Millis(4)).await;
                    assert!(matches!(forgotten, Ok(_) | Err(StoreError::NotFound)), "{forgotten:?}");
                } else {
                    let by = By { actor: Actor::System, at: Millis(3) };
                    let added = store.add_document(KOROSTEN, person, key(Rnokpp, round), by).await;
                    assert!(matches!(added, Ok(Found::Person { .. }) | Err(StoreError::NotFound)), "{added:?}");
                }
            });
            at_once.await;
            let left = sealed(&store, person).await;
            assert_eq!(left, took_part.then(Vec::new), "round {round}");
        }
    }

    async fn a_ballot_under_way_is_counted_for_its_person_or_refused(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let (mut refused, mut counted) = (0, 0);
        for round in 0..12 {
            let number = [key(Rnokpp, round)];
            let person = known(&store, &number).await;
            let ballots = BallotBox::start(store.clone(), BallotBoxOptions::default());
            let casting = ballots.cast(usual(KOROSTEN, poll, person));
            let forgetting = async {
                // Now and then the ballot is the quicker one.
                tokio::time::sleep(std::time::Duration::from_millis(u64::from(round % 4) * 3)).await;
                store.erase_person(KOROSTEN, person, Assurance::BankId, Millis(5)).await.unwrap()
            };
            let (cast, stays) = tokio::join!(casting, forgetting);
            let took_part = participation::Entity::find()
                .filter(participation::Column::PersonId.eq(person.0))
                .count(store.reader())
                .await
                .unwrap();
            match cast {
                Ok(_) => {
                    counted += 1;
                    assert_eq!(took_part, 1);
                    assert!(stays.any(), "a ballot of somebody of whom nothing is left");
                    assert_eq!(known(&store, &number).await, person, "they could answer twice");
                }
                Err(CastError::NoSuchPerson) => {
                    refused += 1;
                    assert_eq!((took_part, stays.any()), (0, false));
                    assert_ne!(known(&store, &number).await, person);
                }
                Err(other) => panic!("{other}"),
            }
            // Whoever they are now, they have one ballot in the end.
            let now = known(&store, &number).await;
            let again = ballots.cast(usual(KOROSTEN, poll, now)).await;
            assert_eq!(again.is_err(), took_part == 1, "{again:?}");
        }
        assert_eq!((refused + counted, store.turnout(KOROSTEN, poll).await.unwrap()), (12, 12));
        assert!(counted > 0, "every ballot came too late: the test shows nothing");
    }

    async fn the_records_that_became_part_of_theirs_are_forgotten_with_them(db: TestDatabase) {
        let store = db.store().await;
        for community in [KOROSTEN, ZVIAHEL] {
            found(&store, community).await;
        }
        let one = known(&store, &[key(Rnokpp, 1)]).await;
        let two = known(&store, &[key(Passport, 1)]).await;
        let both = [key(Rnokpp, 1), key(Passport, 1)];
        let doubt = store.person_by_keys(KOROSTEN, &both, person_id(), b"s", Millis(2)).await.unwrap();
        let Found::InDoubt(case) = doubt else { panic!("{doubt:?}") };
        for record in [one, two] {
            let residence = confirmed_home(Millis(2));
            store.set_residency(KOROSTEN, record, &residence, by(Millis(2))).await.unwrap();
        }

        // While staff decide whose the documents are, the records must be there.
        let stays = store.what_stays(KOROSTEN, two).await.unwrap();
        assert_eq!(stays, Stays { referred_to: true, ..Stays::default() });
        store.decide_case(KOROSTEN, case, Verdict::OneHuman { keep: one }, by(Millis(3))).await.unwrap();
        let there = store.person_by_keys(ZVIAHEL, &both, person_id(), b"there", Millis(4)).await.unwrap().certain().unwrap();
        let neighbour = known(&store, &[key(Rnokpp, 2)]).await;

        let stays = store.erase_person(KOROSTEN, one, Assurance::BankId, Millis(5)).await.unwrap();
        assert_eq!(stays, Stays { referred_to: true, ..Stays::default() });
        for record in [one, two] {
            assert_eq!(sealed(&store, record).await, Some(Vec::new()));
            assert_eq!(store.residency(KOROSTEN, record).await.unwrap(), None, "where they live is nobody's business any more");
        }
        assert_eq!(keys_of(&store, one).await, 2);
        assert_eq!(sealed(&store, neighbour).await.unwrap(), b"sealed");
        assert_eq!(keys_of(&store, neighbour).await, 1);
        assert_eq!(store.person(ZVIAHEL, there).await.unwrap().unwrap().sealed, b"there");
        // The record that became part of another has no person who could ask.
        let refused = store.erase_person(KOROSTEN, two, Assurance::BankId, Millis(6)).await.unwrap_err();
        assert!(matches!(refused, StoreError::NotFound), "{refused}");
        let refused = store.erase_person(ZVIAHEL, one, Assurance::BankId, Millis(6)).await.unwrap_err();
        assert!(matches!(refused, StoreError::NotFound), "{refused}");
        // Signing in again fills the record.
        assert_eq!(known(&store, &both).await, one);
        let log = store.audit_log(KOROSTEN, Page::first(9)).await.unwrap();
        assert_eq!(log.items[0].act, "person.erased");
        assert_eq!(log.items[0].by.actor, Actor::Person(one));
    }

    async fn what_ties_answers_to_somebody_outlives_them_and_is_counted(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let ballots = BallotBox::start(store.clone(), BallotBoxOptions::default());
        let (one, other) = (known(&store, &[key(Rnokpp, 1)]).await, known(&store, &[key(Rnokpp, 2)]).await);
        let mut polls = Vec::new();
        for secrecy in [Secrecy::Secret, Secrecy::Open, Secrecy::Open, Secrecy::Confidential] {
            let poll = publish(&store, KOROSTEN, secrecy, -HOUR, HOUR).await;
            ballots.cast(usual(KOROSTEN, poll, one)).await.unwrap();
            polls.push(poll);
        }
        let stays = store.what_stays(KOROSTEN, one).await.unwrap();
        assert_eq!(stays, Stays { participations: 4, open_answers: 2, sealed_answers: 1, ..Stays::default() });
        assert_eq!(store.what_stays(KOROSTEN, other).await.unwrap(), Stays::default());
        let answers = async |poll| {
            let poll = store.poll(KOROSTEN, poll).await.unwrap().unwrap();
            store.answers_of(one, &poll).await.unwrap()
        };
        assert_eq!(answers(polls[0]).await, None);
        assert!(matches!(answers(polls[1]).await, Some(OwnAnswers::Named(chosen)) if !chosen.is_empty()));
        assert_eq!(answers(polls[3]).await, Some(OwnAnswers::Sealed));
        assert_eq!(store.erase_person(KOROSTEN, one, Assurance::BankId, Millis(5)).await.unwrap(), stays);
        assert_eq!(store.what_stays(KOROSTEN, one).await.unwrap(), stays);
    }

    async fn a_mailbox_deletes_what_hangs_on_it_alone_and_answers_no_second_time(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let named = known(&store, &[key(Rnokpp, 1)]).await;
        let refused = store.erase_person(KOROSTEN, named, Assurance::Email, Millis(2)).await.unwrap_err();
        assert!(matches!(refused, StoreError::NotFound), "{refused}");
        assert_eq!(sealed(&store, named).await.unwrap(), b"sealed");

        let by_mail = async |token: u8, at| {
            let link = sign_in_link(7, token);
            assert!(store.begin_email_link(KOROSTEN, &link, Millis(at)).await.unwrap());
            enter_by_link(&store, &link, at).await.unwrap()
        };
        let person = by_mail(1, 3).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let ballots = BallotBox::start(store.clone(), BallotBoxOptions::default());
        ballots.cast(usual(KOROSTEN, poll, person)).await.unwrap();
        store.erase_person(KOROSTEN, person, Assurance::Email, Millis(4)).await.unwrap();
        assert_eq!(sealed(&store, person).await, Some(Vec::new()));
        assert_eq!(store.mailbox_of(KOROSTEN, person).await.unwrap(), None, "the address is gone");
        // Whoever comes back by the same mailbox is the same person to the ballot box, and has an address again.
        assert_eq!(by_mail(2, 5).await, person);
        assert_eq!(store.mailbox_of(KOROSTEN, person).await.unwrap().unwrap().sealed, b"address");
        assert!(ballots.cast(usual(KOROSTEN, poll, person)).await.is_err());
    }

    async fn nobody_gets_a_role_after_they_were_forgotten(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let persons = settle(&store, KOROSTEN, 3).await;
        let hand = |person, at| By { actor: Actor::Person(person), at: Millis(at) };
        let new = NewInvitation {
            id: InvitationId::from_random([1; 16]),
            token: SecretHash([1; 32]),
            role: Role::Administrator,
            sealed: vec![1],
            expires_at: Millis(1_000),
            role_until: None,
        };
        store.grant_role(KOROSTEN, persons[0], Role::Administrator, by(Millis(1))).await.unwrap();
        store.invite(KOROSTEN, &new, hand(persons[0], 1)).await.unwrap();
        let renewal = Renewal { old: SecretHash([8; 32]), new: SecretHash([9; 32]) };
        let accepted = store.accept_invitation(KOROSTEN, new.token, renewal, hand(persons[1], 2)).await.unwrap();
        assert_eq!(accepted.state, InvitationState::AwaitsSecond);
        store.erase_person(KOROSTEN, persons[1], Assurance::BankId, Millis(3)).await.unwrap();
        let late = store.second_invitation(KOROSTEN, new.id, true, hand(persons[2], 4)).await.unwrap_err();
        assert!(matches!(late, StoreError::Conflict(Conflict::ChangedMeanwhile)), "{late}");
        let team = store.team(KOROSTEN, Millis(5)).await.unwrap();
        assert_eq!(team.iter().map(|grant| grant.person).collect::<Vec<_>>(), [persons[0]]);

        store.grant_role(KOROSTEN, persons[2], Role::Moderator, by(Millis(6))).await.unwrap();
        let refused = store.erase_person(KOROSTEN, persons[2], Assurance::BankId, Millis(7)).await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict(Conflict::HoldsRole)), "{refused}");
        assert_eq!(sealed(&store, persons[2]).await, Some(vec![1, 2, 3]));
    }
}
