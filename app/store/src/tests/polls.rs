//! Polls: numbered, saved optimistically, published once, listed.

use super::town::*;
use crate::{
    BallotBox, BallotBoxOptions, Conflict, Page, StoreError,
    polls::{NewPoll, PollFilter, PollOrder},
};
use domain::{
    audience::Audience,
    ids::PollNumber,
    katottg::Katottg,
    lang::Bilingual,
    lifecycle::{Refusal, State},
    poll::{DraftRules, Poll, Secrecy, check_publishable},
    time::Millis,
};
use std::collections::BTreeSet;

on_both_databases! {
    async fn a_poll_reads_back_as_it_was_written(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let author = settle(&store, KOROSTEN, 1).await[0];
        let mut written = content(Secrecy::Confidential);
        written.description = Bilingual::new("Перший абзац.\n\nДругий — з «лапками» і апострофом: пам’ять.", "");
        written.audience = Audience {
            age_to: Some(35),
            settlements: vec![Katottg::parse("UA18060090010074365").unwrap()],
            ..written.audience
        };
        written.opens_at = Some(Millis(5));
        written.questions[0].options[1].hint = Bilingual::new("пояснення", "a hint");
        written.questions[1].options[3].exclusive = true;
        let id = poll_id();
        let new = NewPoll { id, content: &written, policy_version: 1, author: Some(author) };
        let number = store.create_poll(KOROSTEN, &new, by(Millis(77))).await.unwrap();
        let expected = Poll {
            community: KOROSTEN,
            id,
            number,
            content: written.clone(),
            state: State::Draft,
            author: Some(author),
            policy_version: 1,
            version: 1,
            created_at: Millis(77),
            published_at: None,
            closed_at: None,
        };
        assert_eq!(store.poll(KOROSTEN, id).await.unwrap(), Some(expected.clone()));
        assert_eq!(store.poll_by_number(KOROSTEN, number).await.unwrap(), Some(expected));
        assert!(store.poll_by_number(KOROSTEN, PollNumber(999)).await.unwrap().is_none());

        let again = store.create_poll(KOROSTEN, &new, by(Millis(78))).await;
        assert!(matches!(again, Err(StoreError::Conflict(Conflict::AlreadyThere))), "{again:?}");
    }

    async fn creators_at_once_get_numbers_of_their_own(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let created = db.at_once(|store, _| async move {
            let content = content(Secrecy::Secret);
            let new = NewPoll { id: poll_id(), content: &content, policy_version: 1, author: None };
            store.create_poll(KOROSTEN, &new, by(Millis(1))).await.unwrap().0
        });
        assert_eq!(created.await.into_iter().collect::<BTreeSet<_>>(), (1..=16).collect());
    }

    async fn saving_what_somebody_else_has_changed_is_refused(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let mut draft = content(Secrecy::Secret);
        let id = poll_id();
        let new = NewPoll { id, content: &draft.clone(), policy_version: 1, author: None };
        store.create_poll(KOROSTEN, &new, by(Millis(1))).await.unwrap();
        draft.questions.truncate(1);
        draft.secrecy = Secrecy::Open;
        assert_eq!(store.save_poll(KOROSTEN, id, 1, &draft, by(Millis(2))).await.unwrap(), 2);
        let read = store.poll(KOROSTEN, id).await.unwrap().unwrap();
        assert_eq!((read.version, &read.content), (2, &draft));

        let stale = store.save_poll(KOROSTEN, id, 1, &content(Secrecy::Secret), by(Millis(3))).await;
        assert!(matches!(stale, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{stale:?}");
        assert_eq!(store.poll(KOROSTEN, id).await.unwrap().unwrap().content, draft);

        // Of several at once who read the same version one wins.
        let saved = db.at_once(|store, _| {
            let draft = draft.clone();
            async move { store.save_poll(KOROSTEN, id, 2, &draft, by(Millis(4))).await }
        });
        assert_eq!(saved.await.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    }

    async fn what_is_published_cannot_be_saved_or_published_again(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, HOUR, 2 * HOUR).await;
        let read = store.poll(KOROSTEN, poll).await.unwrap().unwrap();
        assert_eq!((read.state, read.version), (State::Scheduled, 2));
        assert!(read.published_at.is_some());

        let saved = store.save_poll(KOROSTEN, poll, 2, &read.content, by(Millis(1))).await;
        let wrong_state = |refused: &StoreError| {
            matches!(refused, StoreError::Conflict(Conflict::Refused(Refusal::WrongState(State::Scheduled))))
        };
        assert!(wrong_state(&saved.unwrap_err()));
        let policy = policy();
        let rules = DraftRules { policy: &policy, territory_prefix: None, known_settlements: None, known_districts: None, known_organisations: None };
        let now = store.now_in_database().await.unwrap();
        let checked = check_publishable(&read.content, rules, now).unwrap();
        let published = store.publish_poll(KOROSTEN, poll, 2, &checked, 1, by(now)).await;
        assert!(wrong_state(&published.unwrap_err()));
        assert_eq!(store.poll(KOROSTEN, poll).await.unwrap().unwrap(), read);
    }

    async fn publishing_within_the_term_opens_at_once(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let mut draft = content(Secrecy::Secret);
        let now = store.now_in_database().await.unwrap();
        draft.closes_at = Some(now.plus(HOUR));
        let id = poll_id();
        let new = NewPoll { id, content: &draft, policy_version: 1, author: None };
        store.create_poll(KOROSTEN, &new, by(now)).await.unwrap();
        let policy = policy();
        let rules = DraftRules { policy: &policy, territory_prefix: None, known_settlements: None, known_districts: None, known_organisations: None };
        let checked = check_publishable(&draft, rules, now).unwrap();
        let stale = store.publish_poll(KOROSTEN, id, 7, &checked, 1, by(now)).await;
        assert!(matches!(stale, Err(StoreError::Conflict(Conflict::ChangedMeanwhile))), "{stale:?}");
        assert_eq!(store.publish_poll(KOROSTEN, id, 1, &checked, 1, by(now)).await.unwrap(), State::Open);
        assert_eq!(store.next_job_due().await.unwrap(), Some(now.plus(HOUR)), "it closes by itself");
        let nobody = store.publish_poll(KOROSTEN, poll_id(), 1, &checked, 1, by(now)).await;
        assert!(matches!(nobody, Err(StoreError::NotFound)), "{nobody:?}");
    }

    async fn lists_are_filtered_ordered_paged_and_know_the_turnout(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let mut titled = content(Secrecy::Secret);
        titled.title = Bilingual::new("Друга", "The second");
        let closing_last = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, 3 * HOUR).await;
        let closing_first = publish_content(&store, KOROSTEN, titled, -HOUR, HOUR).await;
        let scheduled = publish(&store, KOROSTEN, Secrecy::Secret, HOUR, 2 * HOUR).await;
        store.open_due_polls("a").await.unwrap();
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        for person in settle(&store, KOROSTEN, 3).await {
            ballot_box.cast(usual(KOROSTEN, closing_first, person)).await.unwrap();
        }

        let open = PollFilter::of(vec![State::Open], PollOrder::ClosingFirst);
        let list = store.polls(KOROSTEN, &open, Page::first(10)).await.unwrap();
        assert_eq!(list.total, 2);
        let ids: Vec<_> = list.items.iter().map(|item| item.id).collect();
        assert_eq!(ids, [closing_first, closing_last]);
        assert_eq!(list.items[0].title, Bilingual::new("Друга", "The second"));
        assert_eq!((list.items[0].turnout, list.items[1].turnout), (3, 0));

        let second = store.polls(KOROSTEN, &open, Page { offset: 1, limit: 1 }).await.unwrap();
        assert_eq!((second.total, second.items.len(), second.items[0].id), (2, 1, closing_last));
        let newest = PollFilter::of(State::ALL, PollOrder::NewestFirst);
        let newest = store.polls(KOROSTEN, &newest, Page::first(1)).await.unwrap();
        assert_eq!((newest.total, newest.items[0].id), (3, scheduled));
        let none = PollFilter::of(Vec::new(), PollOrder::OpeningFirst);
        assert_eq!(store.polls(KOROSTEN, &none, Page::first(9)).await.unwrap().total, 0);

        let pulse = store.pulse(KOROSTEN).await.unwrap();
        let pulse = pulse.iter().find(|pulse| pulse.id == closing_first).unwrap();
        assert_eq!((pulse.turnout, pulse.state), (3, State::Open));
        let version = store.poll(KOROSTEN, closing_first).await.unwrap().unwrap().version;
        assert_eq!(pulse.version, version);
    }
}
