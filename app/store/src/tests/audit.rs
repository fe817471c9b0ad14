//! Reading the audit log by act and by what was acted on.

use super::town::*;
use crate::{
    Actor, By, Page,
    audit::AuditFilter,
    identity_cases::Verdict,
    persons::{Found, PersonKey},
    polls::NewPoll,
};
use domain::{
    identifiers::KeyKind::{Passport, Rnokpp},
    poll::Secrecy,
    role::Role,
    time::Millis,
};
use serde_json::json;

on_both_databases! {
    async fn acts_of_one_moment_are_told_in_the_order_in_which_they_were_done(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        // More than a byte of the counter holds.
        for n in 0..300 {
            store.record_act(KOROSTEN, by(Millis(1)), "poll.saved", &n.to_string(), json!({})).await.unwrap();
        }
        let saved = AuditFilter { act: Some("poll.saved"), ..AuditFilter::default() };
        let log = store.audit_log_of(KOROSTEN, saved, Page::first(300)).await.unwrap();
        let told: Vec<i32> = log.items.iter().map(|entry| entry.subject.parse().unwrap()).collect();
        assert_eq!(told, (0..300).rev().collect::<Vec<_>>());
    }

    async fn the_log_is_read_by_act_and_by_subject(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let content = content(Secrecy::Secret);
        let (one, two) = (poll_id(), poll_id());
        for (community, id) in [(KOROSTEN, one), (KOROSTEN, two), (ZVIAHEL, one)] {
            let new = NewPoll { id, content: &content, policy_version: 1, author: None };
            store.create_poll(community, &new, by(Millis(1))).await.unwrap();
        }
        store.save_poll(KOROSTEN, one, 1, &content, by(Millis(2))).await.unwrap();
        store.grant_role(KOROSTEN, person, Role::Moderator, by(Millis(3))).await.unwrap();

        let subject = one.to_string();
        let acts = async |filter: AuditFilter<'_>, page| {
            let found = store.audit_log_of(KOROSTEN, filter, page).await.unwrap();
            let acts: Vec<String> = found.items.into_iter().map(|entry| entry.act).collect();
            (acts.join(" "), found.total)
        };
        let all = Page::first(100);
        let of_one = AuditFilter { subject: Some(&subject), ..AuditFilter::default() };
        assert_eq!(acts(of_one, all).await, ("poll.saved poll.created".to_owned(), 2));
        let created = AuditFilter { act: Some("poll.created"), ..AuditFilter::default() };
        assert_eq!(acts(created, all).await, ("poll.created poll.created".to_owned(), 2));
        assert_eq!(acts(AuditFilter { act: Some("poll.saved"), ..of_one }, all).await, ("poll.saved".to_owned(), 1));
        let polls = AuditFilter { about: Some("poll"), ..AuditFilter::default() };
        assert_eq!(acts(polls, Page { offset: 1, limit: 1 }).await, ("poll.created".to_owned(), 3));
    }

    async fn what_others_did_with_ones_record_takes_in_the_records_that_became_part_of_it(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let staff = settle(&store, KOROSTEN, 1).await[0];
        let hand = |person, at| By { actor: Actor::Person(person), at: Millis(at) };
        let person = async |keys: &[PersonKey]| {
            store.person_by_keys(KOROSTEN, keys, person_id(), b"s", Millis(1)).await.unwrap()
        };
        let (one, two) = ([key(Rnokpp, 1)], [key(Passport, 1)]);
        let kept = person(&one).await.certain().unwrap();
        let gone = person(&two).await.certain().unwrap();
        let neighbour = person(&[key(Rnokpp, 2)]).await.certain().unwrap();
        let Found::InDoubt(case) = person(&[one[0], two[0]]).await else { panic!() };
        let looks = async |who, whom: String, act: &str, at| {
            store.record_act(KOROSTEN, hand(who, at), act, &whom, json!({})).await.unwrap();
        };
        looks(staff, gone.to_string(), "person.viewed", 2).await;
        looks(staff, case.to_string(), "identity.case_viewed", 3).await;
        looks(staff, neighbour.to_string(), "person.viewed", 4).await;
        // What they did themselves, under the one record or the other, nobody else did.
        looks(gone, gone.to_string(), "person.viewed", 5).await;
        let seen = async |person| {
            let found = store.acts_of_others(KOROSTEN, person, Page::first(20)).await.unwrap();
            let acts: Vec<String> = found.items.into_iter().map(|entry| entry.act).collect();
            (acts.join(" "), found.total)
        };
        assert_eq!(seen(kept).await, ("identity.case_viewed".to_owned(), 1), "the other record is not theirs yet");
        store.decide_case(KOROSTEN, case, Verdict::OneHuman { keep: kept }, hand(staff, 6)).await.unwrap();
        looks(gone, kept.to_string(), "person.viewed", 7).await;
        looks(staff, kept.to_string(), "person.found", 8).await;
        let all = "person.found identity.case_decided person.merged identity.case_viewed person.viewed";
        assert_eq!(seen(kept).await, (all.to_owned(), 5));
        assert_eq!(seen(neighbour).await, ("person.viewed".to_owned(), 1));
    }
}
