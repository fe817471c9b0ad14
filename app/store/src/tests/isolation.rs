//! A community never sees another's data: every repository, asked with another community's ids, gives nothing.

use super::town::*;
use crate::{
    BallotBox, BallotBoxOptions, CastError, Page, SecretHash, StoreError,
    drafts::{Draft, DraftId},
    persons::{Found, PersonKey},
    polls::{NewPoll, PollFilter, PollOrder},
    residencies::Residence,
    tickets::Ticket,
};
use domain::{
    correction::check_correction,
    identifiers::KeyKind,
    identity::{Assurance, Residency},
    ids::PollNumber,
    lang::Bilingual,
    lifecycle::State,
    poll::Secrecy,
    role::Role,
    time::Millis,
};
use serde_json::json;

const SOON: Millis = Millis(i64::MAX);

on_both_databases! {
    async fn polls_belong_to_one_community(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -2 * HOUR, -HOUR).await;
        store.close_poll(KOROSTEN, poll).await.unwrap();
        let all = PollFilter::of(State::ALL, PollOrder::NewestFirst);

        assert!(store.poll(ZVIAHEL, poll).await.unwrap().is_none());
        assert!(store.poll_by_number(ZVIAHEL, PollNumber(1)).await.unwrap().is_none());
        assert_eq!(store.polls(ZVIAHEL, &all, Page::first(9)).await.unwrap().total, 0);
        assert!(store.pulse(ZVIAHEL).await.unwrap().is_empty());
        assert!(store.change_log(ZVIAHEL, poll).await.unwrap().is_empty());
        assert!(store.result(ZVIAHEL, poll).await.unwrap().is_none());
        assert_eq!(store.recount(ZVIAHEL, poll, |_| {}).await.unwrap().ballots.ballots, 0);
        assert_eq!(store.recount_quick(ZVIAHEL, poll).await.unwrap().ballots.ballots, 0);
        assert!(matches!(store.close_poll(ZVIAHEL, poll).await, Err(StoreError::NotFound)));
        let text = Bilingual::new("зміна", "");
        let correction = check_correction(&Bilingual::default(), &text, &text).unwrap();
        assert!(matches!(store.correct_description(ZVIAHEL, poll, 1, &correction, by(SOON)).await, Err(StoreError::NotFound)));
        assert!(store.audit_log(ZVIAHEL, Page::first(100)).await.unwrap().items.iter().all(|entry| entry.subject != poll.to_string()));

        // A draft of one community cannot be saved or published by another.
        let content = content(Secrecy::Secret);
        let new = NewPoll { id: poll_id(), content: &content, policy_version: 1, author: None };
        store.create_poll(KOROSTEN, &new, by(Millis(1))).await.unwrap();
        assert!(matches!(store.save_poll(ZVIAHEL, new.id, 1, &content, by(Millis(2))).await, Err(StoreError::NotFound)));
        // Numbers are each community's own.
        let theirs = NewPoll { id: poll_id(), ..new };
        assert_eq!(store.create_poll(ZVIAHEL, &theirs, by(Millis(1))).await.unwrap(), PollNumber(1));
    }

    async fn ballots_belong_to_one_community(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let (ours, theirs) = (settle(&store, KOROSTEN, 1).await[0], settle(&store, ZVIAHEL, 1).await[0]);
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        // Another community's poll is no poll; another community's person is nobody.
        assert_eq!(ballot_box.cast(usual(ZVIAHEL, poll, theirs)).await, Err(CastError::NoSuchPoll));
        assert_eq!(ballot_box.cast(usual(KOROSTEN, poll, theirs)).await, Err(CastError::NoSuchPerson));
        let submission = usual(KOROSTEN, poll, ours);
        ballot_box.cast(submission.clone()).await.unwrap();

        assert!(store.participation(ZVIAHEL, poll, ours).await.unwrap().is_none());
        assert_eq!(store.turnout(ZVIAHEL, poll).await.unwrap(), 0);
        assert_eq!(store.counters(ZVIAHEL, poll).await.unwrap(), Default::default());
        // The same ids in another community's name give no receipt.
        let stolen = crate::Submission { community: ZVIAHEL, ..submission };
        assert_eq!(ballot_box.cast(stolen).await, Err(CastError::NoSuchPoll));
    }

    async fn a_ballot_box_deletes_no_drafts_of_another_community(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let id = DraftId([1; 32]);
        let draft = Draft { id, scope: "poll".into(), ciphertext: vec![1], updated_at: Millis(1), expires_at: SOON };
        store.put_draft(ZVIAHEL, &draft).await.unwrap();
        let mut submission = usual(KOROSTEN, poll, person);
        submission.drafts = vec![id];
        BallotBox::start(store.clone(), BallotBoxOptions::default()).cast(submission).await.unwrap();
        assert!(store.draft(ZVIAHEL, id, Millis(2)).await.unwrap().is_some());
    }

    async fn drafts_belong_to_one_community(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let id = DraftId([1; 32]);
        let draft = Draft { id, scope: "poll".into(), ciphertext: vec![1], updated_at: Millis(1), expires_at: SOON };
        store.put_draft(KOROSTEN, &draft).await.unwrap();
        assert!(store.draft(ZVIAHEL, id, Millis(2)).await.unwrap().is_none());
        store.delete_drafts(ZVIAHEL, &[id]).await.unwrap();
        // Written under the same id by another community it is another draft.
        store.put_draft(ZVIAHEL, &Draft { ciphertext: vec![2], ..draft.clone() }).await.unwrap();
        assert_eq!(store.draft(KOROSTEN, id, Millis(2)).await.unwrap(), Some(draft));
    }

    async fn persons_roles_and_residencies_belong_to_one_community(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let key = PersonKey { kind: KeyKind::Rnokpp, hash: [5; 32], key_id: 1 };
        let person = store.person_by_keys(KOROSTEN, &[key], person_id(), b"s", Millis(1)).await.unwrap().certain().unwrap();
        store.grant_role(KOROSTEN, person, Role::Moderator, by(Millis(1))).await.unwrap();
        let residence = Residence {
            class: Residency::ConfirmedByStaff,
            settlement: None,
            evidence: None,
            expires: None,
            decided_by: None,
            decided_at: Millis(1),
        };
        store.set_residency(KOROSTEN, person, &residence, by(Millis(1))).await.unwrap();

        assert!(store.person(ZVIAHEL, person).await.unwrap().is_none());
        assert!(store.person_by_key(ZVIAHEL, &key).await.unwrap().is_none());
        assert!(store.residency(ZVIAHEL, person).await.unwrap().is_none());
        assert!(store.roles_of(ZVIAHEL, person, Millis(9)).await.unwrap().is_empty());
        assert!(matches!(store.revoke_role(ZVIAHEL, person, Role::Moderator, by(Millis(2))).await, Err(StoreError::NotFound)));
        assert!(matches!(store.clear_second_key(ZVIAHEL, person, None, by(Millis(2))).await, Err(StoreError::NotFound)));
        // A role or a residency cannot be given to somebody of another community.
        assert!(store.grant_role(ZVIAHEL, person, Role::Moderator, by(Millis(2))).await.is_err());
        assert!(store.set_residency(ZVIAHEL, person, &residence, by(Millis(2))).await.is_err());
        // The same human in another community is another person.
        let there = store.person_by_keys(ZVIAHEL, &[key], person_id(), b"s", Millis(1)).await.unwrap();
        assert!(matches!(there, Found::Person { id, created: true } if id != person));
        assert!(store.roles_of(KOROSTEN, person, Millis(9)).await.unwrap().contains(&Role::Moderator));
    }

    async fn sessions_and_tickets_belong_to_one_community(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let token = SecretHash([3; 32]);
        let session = TestSession {
            token,
            person,
            assurance: Assurance::BankId,
            provider: "sandbox".into(),
            created_at: Millis(1),
            expires_at: SOON,
            consent: None,
            signed_for: None,
        };
        store.create_session(KOROSTEN, &session).await.unwrap();
        assert!(store.find_session(ZVIAHEL, token, Millis(2)).await.unwrap().is_none());
        store.delete_session(ZVIAHEL, token).await.unwrap();
        let ended = store.end_sessions_of(ZVIAHEL, person, by(Millis(2))).await;
        assert!(matches!(ended, Err(StoreError::NotFound)), "{ended:?}");
        assert!(store.find_session(KOROSTEN, token, Millis(2)).await.unwrap().is_some());
        assert!(store.create_session(ZVIAHEL, &session).await.is_err(), "nobody there is called so");

        let ticket = Ticket {
            ticket: SecretHash([4; 32]),
            browser: SecretHash([5; 32]),
            person,
            assurance: Assurance::BankId,
            provider: "sandbox".into(),
            return_path: "/".into(),
            expires_at: SOON,
            signed_for: None,
        };
        store.issue_ticket(KOROSTEN, &ticket, &[]).await.unwrap();
        let secrets = (ticket.ticket, ticket.browser);
        assert!(store.enter_by_ticket(ZVIAHEL, secrets, &beginning(2)).await.unwrap().is_none());
        assert!(store.enter_by_ticket(KOROSTEN, secrets, &beginning(2)).await.unwrap().is_some());
    }

    async fn keys_policies_and_the_audit_belong_to_one_community(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        assert!(store.add_key(&identity_key(KOROSTEN, 2)).await.unwrap());
        assert_eq!(store.keys(ZVIAHEL).await.unwrap(), [identity_key(ZVIAHEL, 1)]);
        assert_eq!(store.append_policy(KOROSTEN, &policy(), Millis(5), by(Millis(2))).await.unwrap(), 2);
        assert!(store.policy_version(ZVIAHEL, 2).await.unwrap().is_none());
        assert_eq!(store.policy_in_force(ZVIAHEL, SOON).await.unwrap().unwrap().version, 1);
        store.record_act(KOROSTEN, by(Millis(3)), "only.ours", "x", json!({})).await.unwrap();
        let theirs = store.audit_log(ZVIAHEL, Page::first(100)).await.unwrap();
        assert!(theirs.items.iter().all(|entry| entry.act != "only.ours"));
        assert!(store.hosts(ZVIAHEL).await.unwrap().is_empty());
    }
}
