//! Sign-ins, tickets, sessions and drafts: each good once, for one browser, until its time.

use super::town::*;
use crate::{
    Actor, By, Conflict, Page, SecretHash, Store, StoreError,
    drafts::{Draft, DraftId},
    entity::session,
    residencies::Residence,
    sessions::{NewSession, SessionHandle},
    sign_ins::{Returned, SignIn},
    tickets::Ticket,
};
use domain::{
    identifiers::KeyKind,
    identity::{Assurance, Residency},
    ids::PersonId,
    katottg::Katottg,
    role::Role,
    session::{RESIDENT, STAFF},
    time::{Date, Millis},
};
use sea_orm::EntityTrait;

/// How many sessions somebody has.
async fn sessions_of(store: &Store, person: PersonId) -> u64 {
    let all = store.sessions_of(KOROSTEN, person, RESIDENT, Millis(3), Page::first(1));
    all.await.unwrap().total
}

/// The ways in which all sessions of somebody end; `true`: but their own browser's.
async fn end_sessions(store: &Store, person: PersonId, way: usize, own: SecretHash) -> bool {
    let by = by(Millis(2));
    let ended = match way {
        0 => store.end_own_sessions(KOROSTEN, person).await.map(drop),
        1 => store.end_sessions_of(KOROSTEN, person, by).await.map(drop),
        2 => store.sign_out_everywhere(KOROSTEN, person, by).await,
        3 => {
            let others = store.end_other_sessions(KOROSTEN, person, own);
            others.await.map(drop)
        }
        _ => {
            let role = Role::Moderator;
            store.grant_role(KOROSTEN, person, role, by).await
        }
    };
    ended.unwrap();
    way == 3
}

on_both_databases! {
    async fn whoever_was_signed_out_everywhere_is_not_signed_in_by_what_was_issued_before(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        for way in 0..5 {
            let byte = u8::try_from(way).unwrap();
            let link = |of: u8| sign_in_link(byte, byte * 10 + of);
            let send = async |of| assert!(store.begin_email_link(KOROSTEN, &link(of), Millis(1)).await.unwrap());
            send(0).await;
            let person = enter_by_link(&store, &link(0), 1).await.unwrap();
            let own = beginning(1);
            let here = ticket(person, byte * 10);
            store.issue_ticket(KOROSTEN, &here, &[]).await.unwrap();
            store.enter_by_ticket(KOROSTEN, (here.ticket, here.browser), &own).await.unwrap().unwrap();
            let under_way = ticket(person, byte * 10 + 1);
            store.issue_ticket(KOROSTEN, &under_way, &[]).await.unwrap();
            send(1).await;
            let neighbour = sign_in_link(90 + byte, byte * 10 + 2);
            assert!(store.begin_email_link(KOROSTEN, &neighbour, Millis(1)).await.unwrap());
            assert_eq!(sessions_of(&store, person).await, 2);

            let kept = end_sessions(&store, person, way, own.token).await;

            let secrets = (under_way.ticket, under_way.browser);
            assert_eq!(store.enter_by_ticket(KOROSTEN, secrets, &beginning(2)).await.unwrap(), None, "{way}");
            assert_eq!(enter_by_link(&store, &link(1), 2).await, None, "{way}");
            assert_eq!(sessions_of(&store, person).await, u64::from(kept), "{way}");
            assert!(enter_by_link(&store, &neighbour, 2).await.is_some(), "another's link is good still");
            // What comes afterwards signs in.
            send(3).await;
            assert_eq!(enter_by_link(&store, &link(3), 2).await, Some(person), "{way}");
        }
    }

    async fn no_sign_in_outruns_the_end_of_all_sessions(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        for round in 0..10u8 {
            let by_mail = |i: u8| sign_in_link(round, round * 16 + i);
            assert!(store.begin_email_link(KOROSTEN, &by_mail(0), Millis(1)).await.unwrap());
            let person = enter_by_link(&store, &by_mail(0), 1).await.unwrap();
            // Two of them come by mail, one ends all sessions, the others come back from a provider.
            for i in 1..3 {
                assert!(store.begin_email_link(KOROSTEN, &by_mail(i), Millis(1)).await.unwrap());
            }
            for i in 3..16 {
                store.issue_ticket(KOROSTEN, &ticket(person, round * 16 + i), &[]).await.unwrap();
            }
            let sign_ins = db.at_once(|store, i| async move {
                let byte = round * 16 + u8::try_from(i).unwrap();
                match i {
                    0 => {
                        let nobodys = SecretHash([0; 32]);
                        end_sessions(&store, person, usize::from(round) % 3, nobodys).await;
                    }
                    1 | 2 => {
                        enter_by_link(&store, &sign_in_link(round, byte), 2).await;
                    }
                    _ => {
                        let ticket = ticket(person, byte);
                        let secrets = (ticket.ticket, ticket.browser);
                        store.enter_by_ticket(KOROSTEN, secrets, &beginning(2)).await.unwrap();
                    }
                }
            });
            sign_ins.await;
            assert_eq!(sessions_of(&store, person).await, 0, "round {round}");
        }
    }

    async fn a_session_takes_the_place_of_the_one_that_the_browser_had(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let persons = settle(&store, KOROSTEN, 2).await;
        let (first, mut second) = (beginning(1), beginning(2));
        second.in_place_of = Some(first.token);
        for (byte, (person, new)) in (1..).zip([(persons[0], &first), (persons[1], &second)]) {
            let ticket = ticket(person, byte);
            store.issue_ticket(KOROSTEN, &ticket, &[]).await.unwrap();
            store.enter_by_ticket(KOROSTEN, (ticket.ticket, ticket.browser), new).await.unwrap().unwrap();
        }
        assert_eq!((sessions_of(&store, persons[0]).await, sessions_of(&store, persons[1]).await), (0, 1));
        // A ticket that is not good ends nothing.
        let third = NewSession { in_place_of: Some(second.token), ..beginning(3) };
        let none = (SecretHash([9; 32]), SecretHash([9; 32]));
        assert_eq!(store.enter_by_ticket(KOROSTEN, none, &third).await.unwrap(), None);
        assert_eq!(sessions_of(&store, persons[1]).await, 1);
    }

    async fn a_sign_in_is_taken_once(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let sign_in = SignIn {
            community: KOROSTEN,
            state: SecretHash([1; 32]),
            browser: SecretHash([2; 32]),
            provider: "sandbox".into(),
            return_path: "/polls/1/vote/check".into(),
            host: "golos.korosten.ua".into(),
            expires_at: Millis(1000),
        };
        store.begin_sign_in(&sign_in).await.unwrap();
        assert!(store.take_sign_in(SecretHash([9; 32]), Millis(1)).await.unwrap().is_none());
        let stale = Some(Returned::Stale(sign_in.clone()));
        assert_eq!(store.take_sign_in(sign_in.state, Millis(1000)).await.unwrap(), stale, "expired");
        let taken = db.at_once(|store, _| async move {
            store.take_sign_in(SecretHash([1; 32]), Millis(999)).await.unwrap()
        });
        let (good, others): (Vec<_>, Vec<_>) =
            taken.await.into_iter().partition(|taken| matches!(taken, Some(Returned::Good(_))));
        assert_eq!(good, [Some(Returned::Good(sign_in))], "sixteen at once, one got it");
        assert!(others.iter().all(|other| *other == stale), "{others:?}");
        assert_eq!(store.purge_sign_ins(Millis(1000)).await.unwrap(), 1);
    }

    async fn a_ticket_is_taken_once_and_only_by_its_browser(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let ticket = Ticket {
            ticket: SecretHash([1; 32]),
            browser: SecretHash([2; 32]),
            person,
            assurance: Assurance::Qualified,
            provider: "sandbox".into(),
            return_path: "/".into(),
            expires_at: Millis(60_000),
            signed_for: None,
        };
        store.issue_ticket(KOROSTEN, &ticket, &[]).await.unwrap();
        let enter = async |browser, at| {
            let secrets = (ticket.ticket, browser);
            store.enter_by_ticket(KOROSTEN, secrets, &beginning(at)).await.unwrap()
        };
        assert!(enter(SecretHash([3; 32]), 1).await.is_none());
        assert!(enter(ticket.browser, 60_000).await.is_none());
        let taken = db.at_once(|store, _| async move {
            let secrets = (SecretHash([1; 32]), SecretHash([2; 32]));
            store.enter_by_ticket(KOROSTEN, secrets, &beginning(2)).await.unwrap()
        });
        let taken: Vec<_> = taken.await.into_iter().flatten().collect();
        assert_eq!(taken, [ticket], "sixteen at once, one got it");
        assert_eq!(sessions_of(&store, person).await, 1, "and one session");
        assert_eq!(store.purge_tickets(Millis(60_000)).await.unwrap(), 1);
    }

    async fn a_session_is_found_until_it_expires_or_ends(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let new = |byte: u8, expires: i64| TestSession {
            token: SecretHash([byte; 32]),
            person,
            assurance: Assurance::BankId,
            provider: "sandbox".into(),
            created_at: Millis(0),
            expires_at: Millis(expires),
            consent: None,
            signed_for: None,
        };
        for role in [Role::Moderator, Role::Editor] {
            store.grant_role(KOROSTEN, person, role, by(Millis(1))).await.unwrap();
        }
        for (byte, expires) in [(1, 1000), (2, 2000), (3, 3000)] {
            store.create_session(KOROSTEN, &new(byte, expires)).await.unwrap();
        }
        store.revoke_role(KOROSTEN, person, Role::Editor, by(Millis(2))).await.unwrap();
        let session = store.find_session(KOROSTEN, SecretHash([1; 32]), Millis(999)).await.unwrap().unwrap();
        assert_eq!((session.person.id, session.assurance), (person, Assurance::BankId));
        assert_eq!(session.roles, [Role::Moderator], "roles of now, not of the sign-in");
        assert!(store.find_session(KOROSTEN, SecretHash([1; 32]), Millis(1000)).await.unwrap().is_none());
        store.delete_session(KOROSTEN, SecretHash([2; 32])).await.unwrap();
        assert!(store.find_session(KOROSTEN, SecretHash([2; 32]), Millis(1)).await.unwrap().is_none());
        assert_eq!(store.purge_sessions(Millis(1000)).await.unwrap(), 1);
        let own = By { actor: Actor::Person(person), at: Millis(5) };
        let refused = store.end_sessions_of(KOROSTEN, person, own).await.unwrap_err();
        assert!(matches!(refused, StoreError::Conflict(Conflict::OwnRecord)), "{refused}");
        assert_eq!(store.end_sessions_of(KOROSTEN, person, by(Millis(5))).await.unwrap(), 1);
    }

    async fn a_session_says_what_is_known_of_its_person_now(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let mut persons = Vec::new();
        for keys in [[key(KeyKind::Passport, 1), key(KeyKind::Rnokpp, 1)].as_slice(), &[key(KeyKind::Passport, 2)]] {
            let found = store.person_by_keys(KOROSTEN, keys, person_id(), b"sealed", Millis(1)).await.unwrap();
            persons.push(found.certain().unwrap());
        }
        let confirmed = || Residence {
            class: Residency::ConfirmedByStaff,
            settlement: Katottg::parse("UA18060090010074365"),
            evidence: Some("certificate".into()),
            expires: Date::new(2027, 2, 28),
            decided_by: Some(persons[1]),
            decided_at: Millis(2),
        };
        let token = |byte: u8| SecretHash([byte; 32]);
        let enter = async |byte, person| {
            let new = TestSession {
                token: token(byte),
                person,
                assurance: Assurance::Qualified,
                provider: "sandbox".into(),
                created_at: Millis(0),
                expires_at: Millis(1000),
                consent: None,
                signed_for: None,
            };
            store.create_session(KOROSTEN, &new).await.unwrap();
        };
        for (byte, &person) in (1..).zip(&persons) {
            enter(byte, person).await;
        }
        let of = async |byte| store.find_session(KOROSTEN, token(byte), Millis(1)).await.unwrap().unwrap();
        // The same as each of the questions alone would be answered.
        let alone = async |person| {
            let known = store.person(KOROSTEN, person).await.unwrap().unwrap();
            let residence = store.residency(KOROSTEN, person).await.unwrap();
            (known, residence, store.roles_of(KOROSTEN, person, Millis(9)).await.unwrap())
        };
        let first = of(1).await;
        assert_eq!((first.person.clone(), first.residence.clone(), first.roles.clone()), alone(persons[0]).await);
        assert_eq!((first.residence, first.roles.as_slice(), first.person.second_key_open), (None, [].as_slice(), false));

        store.set_residency(KOROSTEN, persons[0], &confirmed(), by(Millis(1))).await.unwrap();
        for role in [Role::Moderator, Role::Administrator] {
            store.grant_role(KOROSTEN, persons[0], role, by(Millis(1))).await.unwrap();
        }
        // Whoever is given a role signs in anew.
        enter(1, persons[0]).await;
        assert_eq!(of(1).await.roles, [Role::Administrator, Role::Moderator]);
        store.revoke_role(KOROSTEN, persons[0], Role::Administrator, by(Millis(2))).await.unwrap();
        let first = of(1).await;
        assert_eq!((first.person.clone(), first.residence.clone(), first.roles.clone()), alone(persons[0]).await);
        assert_eq!(first.residence, Some(confirmed()));
        assert_eq!(first.roles, [Role::Moderator]);
        // Nothing of all this goes over to a neighbour, who has no РНОКПП.
        let second = of(2).await;
        assert!(second.person.second_key_open);
        assert_eq!((second.person.id, second.residence, second.roles), (persons[1], None, Vec::new()));
    }

    async fn a_person_sees_and_ends_their_own_sessions_and_nobody_elses(db: TestDatabase) {
        let store = db.store().await;
        for community in [KOROSTEN, ZVIAHEL] {
            found(&store, community).await;
        }
        let persons = settle(&store, KOROSTEN, 2).await;
        let abroad = settle(&store, ZVIAHEL, 1).await[0];
        let token = |byte: u8| SecretHash([byte; 32]);
        let new = |byte: u8, person, expires| TestSession {
            token: token(byte),
            person,
            assurance: Assurance::BankId,
            provider: "sandbox".into(),
            created_at: Millis(i64::from(byte)),
            expires_at: Millis(expires),
            consent: None,
            signed_for: None,
        };
        for (byte, expires) in [(1, 5_000), (2, 5_000), (3, 100), (4, 5_000)] {
            store.create_session(KOROSTEN, &new(byte, persons[0], expires)).await.unwrap();
        }
        store.create_session(KOROSTEN, &new(9, persons[1], 5_000)).await.unwrap();
        store.create_session(ZVIAHEL, &new(8, abroad, 5_000)).await.unwrap();

        let handle = |byte| SessionHandle::of(KOROSTEN, token(byte));
        let listed = async |page| store.sessions_of(KOROSTEN, persons[0], RESIDENT, Millis(1_000), page).await.unwrap();
        let seen = listed(Page::first(2)).await;
        let handles: Vec<_> = seen.items.iter().map(|session| session.handle).collect();
        assert_eq!((handles, seen.total), (vec![handle(4), handle(2)], 3), "the latest first, without the expired one");

        let end = async |community, person, handle| store.end_session_of(community, person, handle, Millis(1_000)).await.unwrap();
        assert!(!end(KOROSTEN, persons[0], handle(9)).await, "a neighbour's");
        assert!(!end(KOROSTEN, persons[0], SessionHandle::of(ZVIAHEL, token(8))).await, "another community's");
        assert!(!end(ZVIAHEL, persons[0], handle(2)).await, "from another community");
        assert!(end(KOROSTEN, persons[0], handle(2)).await);
        assert!(!end(KOROSTEN, persons[0], handle(2)).await, "ended once");
        assert!(store.find_session(KOROSTEN, token(2), Millis(1_000)).await.unwrap().is_none());
        assert_eq!(listed(Page::first(10)).await.total, 2);

        assert_eq!(store.end_other_sessions(KOROSTEN, persons[0], token(4)).await.unwrap(), 2, "the expired one, too");
        let left: Vec<_> = listed(Page::first(10)).await.items.iter().map(|session| session.handle).collect();
        assert_eq!(left, [handle(4)]);
        for (community, byte) in [(KOROSTEN, 9), (ZVIAHEL, 8)] {
            assert!(store.find_session(community, token(byte), Millis(1_000)).await.unwrap().is_some());
        }
    }

    /// Whoever works for the community has less time, from the moment that they hold a role.
    async fn a_session_ends_when_it_is_idle_and_sooner_for_staff(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let token = SecretHash([5; 32]);
        let session = TestSession {
            token,
            person,
            assurance: Assurance::BankId,
            provider: "sandbox".into(),
            created_at: Millis(0),
            expires_at: Millis(RESIDENT.absolute),
            consent: None,
            signed_for: None,
        };
        store.create_session(KOROSTEN, &session).await.unwrap();
        let holds = async |at| store.find_session(KOROSTEN, token, Millis(at)).await.unwrap().is_some();
        assert!(!holds(RESIDENT.idle).await, "it was idle");
        assert!(holds(RESIDENT.idle - 1).await, "and is not brought to an end by having been asked for");
        let seen = RESIDENT.idle - 1;
        assert!(holds(seen + RESIDENT.idle - 1).await, "seen again");
        let seen = seen + RESIDENT.idle - 1;
        store.grant_role(KOROSTEN, person, Role::Editor, by(Millis(seen))).await.unwrap();
        assert!(!holds(seen + 1).await, "whoever is given a role signs in anew");
        let (token, began) = (SecretHash([6; 32]), seen);
        let anew = TestSession { token, created_at: Millis(began), expires_at: Millis(began + RESIDENT.absolute), ..session };
        store.create_session(KOROSTEN, &anew).await.unwrap();
        let holds = async |at| store.find_session(KOROSTEN, token, Millis(at)).await.unwrap().is_some();
        assert!(holds(began + STAFF.idle - 1).await);
        let seen = began + STAFF.idle - 1;
        assert!(!holds(seen + STAFF.idle).await);
        // However busy they are.
        let (mut at, end) = (seen, began + STAFF.absolute);
        while at + STAFF.idle / 2 < end {
            at += STAFF.idle / 2;
            assert!(holds(at).await, "{at}");
        }
        assert!(!holds(end).await);
        let of = async |limits, at| store.sessions_of(KOROSTEN, person, limits, Millis(at), crate::Page::first(9)).await.unwrap();
        assert_eq!(of(STAFF, end).await.total, 0);
        assert_eq!(of(STAFF, at).await.items[0].expires_at, Millis(end.min(at + STAFF.idle)));
    }

    async fn a_session_is_touched_at_most_once_a_minute(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let token = SecretHash([1; 32]);
        let session = TestSession {
            token,
            person,
            assurance: Assurance::BankId,
            provider: "sandbox".into(),
            created_at: Millis(0),
            expires_at: Millis(10_000_000),
            consent: None,
            signed_for: None,
        };
        store.create_session(KOROSTEN, &session).await.unwrap();
        for (now, seen) in [(59_999, 0), (60_000, 60_000), (100_000, 60_000), (130_000, 130_000)] {
            store.find_session(KOROSTEN, token, Millis(now)).await.unwrap().unwrap();
            let row = session::Entity::find().one(store.reader()).await.unwrap().unwrap();
            assert_eq!(row.seen_at, seen, "at {now}");
        }
    }

    async fn a_draft_is_replaced_expires_and_goes(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let id = DraftId([1; 32]);
        let draft = |ciphertext: Vec<u8>| Draft {
            id,
            scope: "poll".into(),
            ciphertext,
            updated_at: Millis(1),
            expires_at: Millis(1000),
        };
        store.put_draft(KOROSTEN, &draft(vec![1; 50_000])).await.unwrap();
        store.put_draft(KOROSTEN, &draft(vec![0, 255])).await.unwrap();
        assert_eq!(store.draft(KOROSTEN, id, Millis(999)).await.unwrap(), Some(draft(vec![0, 255])));
        assert!(store.draft(KOROSTEN, id, Millis(1000)).await.unwrap().is_none());
        assert_eq!(store.purge_drafts(Millis(999)).await.unwrap(), 0);
        assert_eq!(store.purge_drafts(Millis(1000)).await.unwrap(), 1);
        store.put_draft(KOROSTEN, &draft(vec![1])).await.unwrap();
        store.delete_drafts(KOROSTEN, &[id]).await.unwrap();
        assert!(store.draft(KOROSTEN, id, Millis(2)).await.unwrap().is_none());
    }
}
