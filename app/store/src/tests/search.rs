//! Finding polls: by words however they are spelled, by settlement, by initiator; never another community's, never a draft.

use super::town::*;
use crate::{
    BallotBox, BallotBoxOptions, Page, Store,
    entity::consultation,
    polls::{NewPoll, PollFilter, PollOrder, search::contains},
};
use domain::{
    district::{District, DistrictNo},
    ids::{CommunityId, PollId},
    katottg::Katottg,
    lang::Bilingual,
    lifecycle::State,
    poll::{InitiatorKind, PollContent, Secrecy},
    search::Query,
    time::Millis,
};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};
use std::collections::HashSet;

/// What residents may find.
const PUBLISHED: [State; 3] = [State::Scheduled, State::Open, State::Closed];

fn titled(uk: &str, en: &str) -> PollContent {
    PollContent {
        title: Bilingual::new(uk, en),
        ..content(Secrecy::Secret)
    }
}

async fn publish_titled(store: &Store, community: CommunityId, uk: &str, en: &str) -> PollId {
    publish_content(store, community, titled(uk, en), HOUR, 2 * HOUR).await
}

/// Which polls the filter lets through; the count agrees with the list.
async fn found_by(store: &Store, community: CommunityId, filter: &PollFilter) -> HashSet<PollId> {
    let found = store
        .polls(community, filter, Page::first(100))
        .await
        .unwrap();
    assert_eq!(found.total, found.items.len() as u64);
    found.items.into_iter().map(|poll| poll.id).collect()
}

fn published(typed: &str) -> PollFilter {
    PollFilter {
        query: Query::new(typed),
        ..PollFilter::of(PUBLISHED, PollOrder::NewestFirst)
    }
}

on_both_databases! {
    async fn every_word_is_found_in_title_summary_or_initiator_however_it_is_spelled(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let library = publish_titled(&store, KOROSTEN, "Ґанок бібліотеки: який об’єкт, 5 місць?", "The library’s porch").await;
        let street = publish_titled(&store, KOROSTEN, "Ремонт вулиць", "Street repairs").await;
        for (typed, expected) in [
            ("ганок", vec![library]),
            ("ҐАНОК Библиотеки", vec![library]),
            ("бiблiотек", vec![library]),
            ("объект", vec![library]),
            ("об'єкт об’єкт обʼєкт обєкт", vec![library]),
            ("PORCH library", vec![library]),
            ("вулиц", vec![street]),
            ("вулиць ремонт", vec![street]),
            ("вулиць ганок", vec![]),
            ("виконавчий", vec![library, street]),
            ("committee renews", vec![library, street]),
            ("оновлює сквер ганок", vec![library]),
            ("автобус", vec![]),
            // A gap is not between two texts.
            ("вулицьstreet", vec![]),
            ("", vec![library, street]),
        ] {
            let expected: HashSet<PollId> = expected.into_iter().collect();
            assert_eq!(found_by(&store, KOROSTEN, &published(typed)).await, expected, "{typed:?}");
        }
        // The settings of lists hold for what is found, too.
        let page = store.polls(KOROSTEN, &published("сквер"), Page { offset: 1, limit: 1 }).await.unwrap();
        assert_eq!((page.total, page.items[0].id), (2, library));
    }

    async fn what_is_asked_and_what_can_be_chosen_is_found_in_both_languages(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let mut content = titled("Сквер", "Square");
        content.questions[0].text = Bilingual::new("Де поставити питний фонтанчик?", "Where should the fountain be?");
        content.questions[0].options[0].label = Bilingual::new("Біля ґанку бібліотеки", "By the library’s porch");
        let poll = publish_content(&store, KOROSTEN, content, HOUR, 2 * HOUR).await;
        publish_titled(&store, KOROSTEN, "Ремонт вулиць", "Street repairs").await;
        for typed in ["фонтанчик", "fountain", "бібліотеки ганку", "porch", "сквер фонтан porch"] {
            assert_eq!(found_by(&store, KOROSTEN, &published(typed)).await, HashSet::from([poll]), "{typed:?}");
        }
        // What is saved later is found instead.
        let id = poll_id();
        let new = NewPoll { id, content: &titled("Лавки", ""), policy_version: 1, author: None };
        store.create_poll(KOROSTEN, &new, by(Millis(1))).await.unwrap();
        let mut saved = titled("Лавки", "");
        saved.questions[0].text = Bilingual::new("Скільки ліхтарів?", "");
        store.save_poll(KOROSTEN, id, 1, &saved, by(Millis(2))).await.unwrap();
        let drafts = PollFilter { states: vec![State::Draft], ..published("ліхтарів") };
        assert_eq!(found_by(&store, KOROSTEN, &drafts).await, HashSet::from([id]));
    }

    async fn wildcards_and_endless_queries_are_no_way_around(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let percent = publish_titled(&store, KOROSTEN, "Знижка 100% для _усіх_ \\ 'DROP'", "").await;
        let other = publish_titled(&store, KOROSTEN, "Знижка 1000", "").await;
        let both = HashSet::from([percent, other]);
        for (typed, expected) in [
            ("100%", both.clone()),
            ("_усіх_", HashSet::from([percent])),
            ("1_9", HashSet::new()),
            ("%ф%", HashSet::new()),
            ("'; DROP TABLE consultation; --", HashSet::new()),
            ("drop\\", HashSet::from([percent])),
            // Without a word there is nothing to look for.
            ("%", both.clone()),
            ("_\\!", both.clone()),
            ("\0", both.clone()),
        ] {
            assert_eq!(found_by(&store, KOROSTEN, &published(typed)).await, expected, "{typed:?}");
        }
        let endless = "знижка ".repeat(10_000 / 7 + 1);
        assert_eq!(found_by(&store, KOROSTEN, &published(&endless)).await, both);
        let endless = "я".repeat(10_000);
        assert!(found_by(&store, KOROSTEN, &published(&endless)).await.is_empty());

        // Also below the folding, which has taken such signs away, a text is looked for as it is.
        consultation::Entity::update_many()
            .col_expr(consultation::Column::Search, Expr::val("a%b_c\\d!e'f"))
            .filter(consultation::Column::Id.eq(percent.0))
            .exec(store.writer())
            .await
            .unwrap();
        for (text, expected) in [
            ("a%b", 1), ("b_c", 1), ("c\\d", 1), ("d!e", 1), ("e'f", 1), ("%", 1), ("_", 1), ("\\", 1), ("!", 1),
            ("a_b", 0), ("%c", 0), ("\\%", 0), ("!%", 0), ("a%%", 0),
        ] {
            let found = consultation::Entity::find().filter(contains(text));
            assert_eq!(found.count(store.reader()).await.unwrap(), expected, "{text:?}");
        }
    }

    async fn neither_drafts_nor_another_communitys_polls_are_found(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        found(&store, ZVIAHEL).await;
        let ours = publish_titled(&store, KOROSTEN, "Лавки", "").await;
        let theirs = publish_titled(&store, ZVIAHEL, "Лавки", "").await;
        let draft = poll_id();
        let new = NewPoll { id: draft, content: &titled("Лавки", ""), policy_version: 1, author: None };
        store.create_poll(KOROSTEN, &new, by(Millis(1))).await.unwrap();
        assert_eq!(found_by(&store, KOROSTEN, &published("лавки")).await, HashSet::from([ours]));
        assert_eq!(found_by(&store, ZVIAHEL, &published("лавки")).await, HashSet::from([theirs]));
        let everything = PollFilter { states: State::ALL.to_vec(), ..published("лавки") };
        assert_eq!(found_by(&store, KOROSTEN, &everything).await, HashSet::from([ours, draft]));
        let forgotten = PollFilter { states: Vec::new(), ..published("лавки") };
        assert!(found_by(&store, KOROSTEN, &forgotten).await.is_empty());
    }

    async fn what_is_saved_is_found_and_what_it_replaced_is_not(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let id = poll_id();
        let new = NewPoll { id, content: &titled("Лавки", ""), policy_version: 1, author: None };
        store.create_poll(KOROSTEN, &new, by(Millis(1))).await.unwrap();
        store.save_poll(KOROSTEN, id, 1, &titled("Ліхтарі", ""), by(Millis(2))).await.unwrap();
        let drafts = |typed: &str| PollFilter { states: vec![State::Draft], ..published(typed) };
        assert!(found_by(&store, KOROSTEN, &drafts("лавки")).await.is_empty());
        assert_eq!(found_by(&store, KOROSTEN, &drafts("лихтарі")).await, HashSet::from([id]));
    }

    async fn a_settlement_finds_what_is_for_it_and_what_is_for_everybody(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let village = |code| Katottg::parse(code).unwrap();
        let (one, two) = (village("UA18060090010074365"), village("UA18060090020033857"));
        let of = async |settlements: Vec<Katottg>| {
            let mut content = content(Secrecy::Secret);
            content.audience.settlements = settlements;
            publish_content(&store, KOROSTEN, content, HOUR, 2 * HOUR).await
        };
        let everybody = of(vec![]).await;
        let first = of(vec![one.clone()]).await;
        let both = of(vec![one.clone(), two.clone()]).await;
        let mut content = content(Secrecy::Secret);
        let asked = District {
            no: DistrictNo(1),
            name: Bilingual::new("Бехівський", ""),
            settlements: vec![two.clone()],
        };
        store.add_district(KOROSTEN, 1, &asked, by(Millis(1))).await.unwrap();
        content.audience.districts = vec![asked];
        let district = publish_content(&store, KOROSTEN, content, HOUR, 2 * HOUR).await;
        let filter = |settlement| PollFilter { settlement: Some(settlement), ..published("") };
        assert_eq!(found_by(&store, KOROSTEN, &filter(one)).await, HashSet::from([everybody, first, both]));
        assert_eq!(found_by(&store, KOROSTEN, &filter(two)).await, HashSet::from([everybody, both, district]));
        let neither = filter(village("UA18060090030012345"));
        assert_eq!(found_by(&store, KOROSTEN, &neither).await, HashSet::from([everybody]));
    }

    async fn initiators_are_told_apart_by_kind(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        publish(&store, KOROSTEN, Secrecy::Secret, HOUR, 2 * HOUR).await;
        let mut content = content(Secrecy::Secret);
        content.initiator.kind = InitiatorKind::Charity;
        let charity = publish_content(&store, KOROSTEN, content, HOUR, 2 * HOUR).await;
        let filter = PollFilter { initiator: Some(InitiatorKind::Charity), ..published("") };
        assert_eq!(found_by(&store, KOROSTEN, &filter).await, HashSet::from([charity]));
        let filter = PollFilter { initiator: Some(InitiatorKind::TradeUnion), ..published("") };
        assert!(found_by(&store, KOROSTEN, &filter).await.is_empty());
    }

    async fn polls_older_than_the_column_are_folded_when_it_comes(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish_titled(&store, KOROSTEN, "Ґанок", "").await;
        // Up to the thirteenth nobody folded questions and options.
        let steps = u32::try_from(Migrator::migrations().len() - 13).unwrap();
        Migrator::down(store.writer(), Some(steps)).await.unwrap();
        store.migrate().await.unwrap();
        for typed in ["ганок сквер комитет", "ганок Питання", "ганок Варіант"] {
            assert_eq!(found_by(&store, KOROSTEN, &published(typed)).await, HashSet::from([poll]), "{typed:?}");
        }
        store.migrate().await.unwrap();
    }

    async fn in_which_polls_somebody_took_part_is_known_for_them_alone(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let answered = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let other = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        store.open_due_polls("a").await.unwrap();
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        let persons = settle(&store, KOROSTEN, 2).await;
        ballot_box.cast(usual(KOROSTEN, answered, persons[0])).await.unwrap();
        let of = async |person, polls: &[PollId]| store.taken_part(KOROSTEN, person, polls).await.unwrap();
        assert_eq!(of(persons[0], &[answered, other]).await, HashSet::from([answered]));
        assert!(of(persons[0], &[other]).await.is_empty() && of(persons[0], &[]).await.is_empty());
        assert!(of(persons[1], &[answered, other]).await.is_empty());
        assert!(store.taken_part(ZVIAHEL, persons[0], &[answered]).await.unwrap().is_empty());
    }
}
