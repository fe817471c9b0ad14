//! Correcting the description of a published poll: it is public and logged, and nothing else changes.

use super::town::*;
use crate::{
    Actor, BallotBox, BallotBoxOptions, By, Conflict, Page, StoreError,
    audit::AuditFilter,
    change_log::{Corrected, DESCRIPTION_CORRECTED},
    polls::NewPoll,
};
use domain::{
    correction::{Correction, check_correction},
    lang::Bilingual,
    lifecycle::{Refusal, State},
    poll::Secrecy,
    time::Millis,
};

fn correction(uk: &str) -> Correction {
    let reason = Bilingual::new("Уточнено довжину.", "The length was wrong.");
    check_correction(&Bilingual::default(), &Bilingual::new(uk, "Text"), &reason).unwrap()
}

on_both_databases! {
    async fn a_correction_changes_the_description_and_nothing_else(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let people = settle(&store, KOROSTEN, 2).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let other = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        store.open_due_polls("a").await.unwrap();
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        ballot_box.cast(usual(KOROSTEN, poll, people[0])).await.unwrap();
        let before = store.poll(KOROSTEN, poll).await.unwrap().unwrap();
        let untouched = store.poll(KOROSTEN, other).await.unwrap();
        let counters = store.counters(KOROSTEN, poll).await.unwrap();
        let log = store.change_log(KOROSTEN, poll).await.unwrap();

        let now = store.now_in_database().await.unwrap();
        let staff = By { actor: Actor::Person(people[1]), at: now };
        let first = correction("Вулиця довжиною 300 м.");
        let version = store.correct_description(KOROSTEN, poll, before.version, &first, staff).await.unwrap();
        assert_eq!(version, before.version + 1);

        let after = store.poll(KOROSTEN, poll).await.unwrap().unwrap();
        let mut expected = before.clone();
        expected.content.description = Bilingual::new("Вулиця довжиною 300 м.", "Text");
        expected.version = version;
        assert_eq!(after, expected);
        assert_eq!(store.poll(KOROSTEN, other).await.unwrap(), untouched);
        assert_eq!(store.counters(KOROSTEN, poll).await.unwrap(), counters);
        assert!(store.recount(KOROSTEN, poll, |_| {}).await.unwrap().agrees());

        let second = correction("Вулиця довжиною 310 м.");
        store.correct_description(KOROSTEN, poll, version, &second, staff).await.unwrap();
        let told = store.change_log(KOROSTEN, poll).await.unwrap();
        assert_eq!(told[..log.len()], log);
        let [one, two] = &told[log.len()..] else { panic!("{told:?}") };
        assert_eq!((one.kind.as_str(), one.person, one.at), (DESCRIPTION_CORRECTED, Some(people[1]), now));
        assert_eq!(one.note, Bilingual::new("Уточнено довжину.", "The length was wrong."));
        let texts = |before: Bilingual, after: &str| Some(Corrected { before, after: Bilingual::new(after, "Text") });
        assert_eq!(one.corrected, texts(Bilingual::default(), "Вулиця довжиною 300 м."));
        assert_eq!(two.corrected, texts(Bilingual::new("Вулиця довжиною 300 м.", "Text"), "Вулиця довжиною 310 м."));

        let acts = AuditFilter { act: Some("poll.description_corrected"), ..AuditFilter::default() };
        let acts = store.audit_log_of(KOROSTEN, acts, Page::first(9)).await.unwrap().items;
        assert_eq!(acts.len(), 2);
        assert!(acts.iter().all(|act| act.by == staff && act.subject == poll.to_string()));
    }

    async fn nothing_is_corrected_in_a_draft_after_the_term_or_on_a_stale_version(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let content = content(Secrecy::Secret);
        let draft = NewPoll { id: poll_id(), content: &content, policy_version: 1, author: None };
        store.create_poll(KOROSTEN, &draft, by(Millis(1))).await.unwrap();
        let open = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let over = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, -1).await;
        let closed = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, -2).await;
        store.open_due_polls("a").await.unwrap();
        store.close_poll(KOROSTEN, closed).await.unwrap();

        let now = by(store.now_in_database().await.unwrap());
        let text = correction("Інший опис.");
        let refused = |state| Err::<i64, _>(Conflict::Refused(Refusal::WrongState(state)));
        for (id, expected) in [
            (draft.id, refused(State::Draft)),
            (over, Err(Conflict::Refused(Refusal::TermIsOver))),
            (closed, refused(State::Closed)),
        ] {
            let before = store.poll(KOROSTEN, id).await.unwrap().unwrap();
            let log = store.change_log(KOROSTEN, id).await.unwrap();
            let done = store.correct_description(KOROSTEN, id, before.version, &text, now).await;
            let done = done.map_err(|error| match error {
                StoreError::Conflict(conflict) => conflict,
                error => panic!("{error}"),
            });
            assert_eq!(done, expected);
            assert_eq!(store.poll(KOROSTEN, id).await.unwrap().unwrap(), before);
            assert_eq!(store.change_log(KOROSTEN, id).await.unwrap(), log);
        }
        let before = store.poll(KOROSTEN, open).await.unwrap().unwrap();
        for version in [0, before.version - 1, before.version + 1, i64::MAX] {
            let done = store.correct_description(KOROSTEN, open, version, &text, now).await;
            assert!(matches!(done, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{version}: {done:?}");
        }
        let missing = store.correct_description(KOROSTEN, poll_id(), 1, &text, now).await;
        assert!(matches!(missing, Err(StoreError::NotFound)));
        assert_eq!(store.poll(KOROSTEN, open).await.unwrap().unwrap(), before);
        let acts = AuditFilter { act: Some("poll.description_corrected"), ..AuditFilter::default() };
        assert_eq!(store.audit_log_of(KOROSTEN, acts, Page::first(9)).await.unwrap().total, 0);
    }
}
