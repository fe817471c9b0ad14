//! What the desk's lists ask of the store: sorting by column, the journal by hand and day, turnout by settlement.

use super::town::*;
use crate::{
    Actor, BallotBox, BallotBoxOptions, By, Page, Store,
    audit::AuditFilter,
    polls::{Direction, NewPoll, PollColumn, PollFilter, PollOrder},
    residencies::Residence,
};
use domain::{
    identity::Residency,
    ids::{CommunityId, PersonId, PollId},
    katottg::Katottg,
    lang::{Bilingual, Lang},
    lifecycle::State,
    poll::Secrecy,
    time::Millis,
};
use serde_json::json;
use std::collections::HashMap;

/// A draft with this title and term, in milliseconds from 1970.
async fn draft(store: &Store, uk: &str, en: &str, opens: Option<i64>, secrecy: Secrecy) -> PollId {
    let mut content = content(secrecy);
    content.title = Bilingual::new(uk, en);
    content.opens_at = opens.map(Millis);
    let id = poll_id();
    let new = NewPoll {
        id,
        content: &content,
        policy_version: 1,
        author: None,
    };
    store
        .create_poll(KOROSTEN, &new, by(Millis(1)))
        .await
        .unwrap();
    id
}

async fn sorted(store: &Store, by: PollColumn, direction: Direction) -> Vec<PollId> {
    let filter = PollFilter::of(State::ALL, PollOrder::By(by, direction));
    // In pages of two: an order that is not the same for each would lose or repeat polls.
    let mut ids = Vec::new();
    loop {
        let page = Page {
            offset: ids.len() as u64,
            limit: 2,
        };
        let found = store.polls(KOROSTEN, &filter, page).await.unwrap();
        ids.extend(found.items.iter().map(|poll| poll.id));
        if ids.len() as u64 >= found.total {
            return ids;
        }
    }
}

async fn live(store: &Store, community: CommunityId, person: PersonId, settlement: &str) {
    let residence = Residence {
        class: Residency::Declared,
        settlement: Katottg::parse(settlement),
        evidence: None,
        expires: None,
        decided_by: None,
        decided_at: Millis(1),
    };
    let own = By {
        actor: Actor::Person(person),
        at: Millis(1),
    };
    store
        .set_residency(community, person, &residence, own)
        .await
        .unwrap();
}

on_both_databases! {
    async fn polls_are_sorted_by_title_and_by_term_with_gaps_last(db: TestDatabase) {
        use Direction::{Ascending, Descending};
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let hut = draft(&store, "Хата", "Attic", Some(300), Secrecy::Secret).await;
        let porch = draft(&store, "Ґанок", "", None, Secrecy::Open).await;
        let town = draft(&store, "місто", "town hall", Some(100), Secrecy::Secret).await;
        let gazebo = draft(&store, "альтанка", "Zoo", Some(200), Secrecy::Secret).await;

        // The letter ґ stands beside г, and capitals make no difference.
        assert_eq!(sorted(&store, PollColumn::Title(Lang::Uk), Ascending).await, [gazebo, porch, town, hut]);
        assert_eq!(sorted(&store, PollColumn::Title(Lang::Uk), Descending).await, [hut, town, porch, gazebo]);
        assert_eq!(sorted(&store, PollColumn::Title(Lang::En), Ascending).await, [hut, town, gazebo, porch]);
        assert_eq!(sorted(&store, PollColumn::Opens, Ascending).await, [town, gazebo, hut, porch]);
        assert_eq!(sorted(&store, PollColumn::Opens, Descending).await, [hut, gazebo, town, porch]);
        // All the same: the latest first, so that the order is one.
        assert_eq!(sorted(&store, PollColumn::Closes, Descending).await, [gazebo, town, porch, hut]);

        let open = PollFilter { secrecy: Some(Secrecy::Open), ..PollFilter::of(State::ALL, PollOrder::NewestFirst) };
        let found = store.polls(KOROSTEN, &open, Page::first(9)).await.unwrap();
        assert_eq!((found.total, found.items[0].id), (1, porch));
        let elsewhere = store.polls(ZVIAHEL, &open, Page::first(9)).await.unwrap();
        assert_eq!(elsewhere.total, 0);
    }

    async fn polls_are_sorted_by_their_life_and_by_turnout(db: TestDatabase) {
        use Direction::{Ascending, Descending};
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let quiet = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let lively = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let coming = publish(&store, KOROSTEN, Secrecy::Secret, HOUR, 2 * HOUR).await;
        let written = draft(&store, "Чернетка", "", None, Secrecy::Secret).await;
        store.open_due_polls("a").await.unwrap();
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        let people = settle(&store, KOROSTEN, 11).await;
        for person in &people {
            ballot_box.cast(usual(KOROSTEN, lively, *person)).await.unwrap();
        }
        ballot_box.cast(usual(KOROSTEN, quiet, people[0])).await.unwrap();

        assert_eq!(sorted(&store, PollColumn::State, Ascending).await, [written, coming, lively, quiet]);
        assert_eq!(sorted(&store, PollColumn::State, Descending).await, [lively, quiet, coming, written]);
        // Eleven is more than two, also where numbers could be taken for texts.
        assert_eq!(sorted(&store, PollColumn::Turnout, Descending).await, [lively, quiet, written, coming]);
        assert_eq!(sorted(&store, PollColumn::Turnout, Ascending).await, [written, coming, quiet, lively]);
    }

    async fn the_log_is_read_by_hand_and_by_day(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let people = settle(&store, KOROSTEN, 2).await;
        let stranger = settle(&store, ZVIAHEL, 1).await[0];
        let log = async |community, actor, at, what: &str| {
            let by = By { actor, at: Millis(at) };
            store.record_act(community, by, "poll.saved", what, json!({})).await.unwrap();
        };
        log(KOROSTEN, Actor::Person(people[0]), 100, "a").await;
        log(KOROSTEN, Actor::Person(people[1]), 200, "b").await;
        log(KOROSTEN, Actor::CommandLine, 300, "c").await;
        log(ZVIAHEL, Actor::Person(stranger), 200, "d").await;

        let told = async |filter: AuditFilter<'_>| -> String {
            let saved = AuditFilter { act: Some("poll.saved"), ..filter };
            let found = store.audit_log_of(KOROSTEN, saved, Page::first(9)).await.unwrap();
            assert_eq!(found.total, found.items.len() as u64);
            found.items.into_iter().map(|entry| entry.subject).collect()
        };
        let all = AuditFilter::default();
        assert_eq!(told(all).await, "cba");
        assert_eq!(told(AuditFilter { actor: Some(Actor::Person(people[0])), ..all }).await, "a");
        assert_eq!(told(AuditFilter { actor: Some(Actor::Person(stranger)), ..all }).await, "");
        assert_eq!(told(AuditFilter { actor: Some(Actor::CommandLine), ..all }).await, "c");
        assert_eq!(told(AuditFilter { since: Some(Millis(200)), ..all }).await, "cb");
        assert_eq!(told(AuditFilter { before: Some(Millis(200)), ..all }).await, "a");
        let one_day = AuditFilter { since: Some(Millis(101)), before: Some(Millis(300)), ..all };
        assert_eq!(told(one_day).await, "b");

        let mut actors = store.audit_actors(KOROSTEN).await.unwrap();
        actors.sort_by_key(|person| people.iter().position(|known| known == person));
        assert_eq!(actors, people);
    }

    async fn turnout_is_counted_by_settlement_within_one_community(db: TestDatabase) {
        let store = db.store().await;
        let (town, village) = ("UA18060090010074365", "UA18060090020099999");
        for community in [KOROSTEN, ZVIAHEL] {
            found(&store, community).await;
        }
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let other = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let abroad = publish(&store, ZVIAHEL, Secrecy::Secret, -HOUR, HOUR).await;
        store.open_due_polls("a").await.unwrap();
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        let people = settle(&store, KOROSTEN, 4).await;
        for (person, place) in people.iter().zip([town, town, village]) {
            live(&store, KOROSTEN, *person, place).await;
        }
        let foreigner = settle(&store, ZVIAHEL, 1).await[0];
        live(&store, ZVIAHEL, foreigner, town).await;
        for person in &people {
            ballot_box.cast(usual(KOROSTEN, poll, *person)).await.unwrap();
        }
        ballot_box.cast(usual(KOROSTEN, other, people[2])).await.unwrap();
        ballot_box.cast(usual(ZVIAHEL, abroad, foreigner)).await.unwrap();

        let turnout = store.turnout_by_settlement(KOROSTEN, &[poll, other, abroad]).await.unwrap();
        let (town, village) = (Katottg::parse(town), Katottg::parse(village));
        assert_eq!(turnout[&poll], HashMap::from([(town, 2), (village.clone(), 1), (None, 1)]));
        assert_eq!(turnout[&other], HashMap::from([(village, 1)]));
        assert!(!turnout.contains_key(&abroad));
        assert!(store.turnout_by_settlement(KOROSTEN, &[]).await.unwrap().is_empty());
    }
}
