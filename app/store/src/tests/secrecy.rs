//! Choice and person stay apart: looked for in the schema and in the rows themselves, as somebody would who holds the
//! database.

use super::{database::TestDatabase, town::*};
use crate::{
    BallotBox, BallotBoxOptions, CastError, Conflict, Store, StoreError, StoreOptions,
    entity::{ballot, ballot_link},
    polls::NewPoll,
};
use domain::{
    ids::{BallotId, PollId},
    poll::{DraftRules, Secrecy, check_publishable},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Statement};
use std::collections::{BTreeSet, HashMap};

/// A table's columns, as the database knows them.
async fn columns(db: &TestDatabase, store: &Store, table: &str) -> Vec<String> {
    let sql = if db.is_sqlite() {
        format!("SELECT name FROM pragma_table_info('{table}')")
    } else {
        format!(
            "SELECT column_name::text AS name FROM information_schema.columns WHERE table_name = '{table}'"
        )
    };
    let rows = store
        .reader()
        .query_all_raw(Statement::from_string(store.backend(), sql))
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get("", "name").unwrap())
        .collect()
}

/// All values of a column as text.
async fn values(db: &TestDatabase, store: &Store, table: &str, column: &str) -> BTreeSet<String> {
    let text = if db.is_sqlite() {
        format!("quote({column})")
    } else {
        format!("{column}::text")
    };
    let sql = format!("SELECT DISTINCT {text} AS value FROM {table} WHERE {column} IS NOT NULL");
    let rows = store
        .reader()
        .query_all_raw(Statement::from_string(store.backend(), sql))
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get("", "value").unwrap())
        .collect()
}

/// The tables that a table refers to.
async fn references(db: &TestDatabase, store: &Store, table: &str) -> BTreeSet<String> {
    let sql = if db.is_sqlite() {
        format!("SELECT \"table\" AS name FROM pragma_foreign_key_list('{table}')")
    } else {
        format!(
            "SELECT confrelid::regclass::text AS name FROM pg_constraint WHERE contype = 'f' AND conrelid = '{table}'::regclass"
        )
    };
    let rows = store
        .reader()
        .query_all_raw(Statement::from_string(store.backend(), sql))
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get("", "name").unwrap())
        .collect()
}

async fn cast(store: &Store, poll: PollId, how_many: usize) -> Vec<crate::Submission> {
    let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
    let mut submissions = Vec::new();
    let mut casts = Vec::new();
    for (i, person) in settle(store, KOROSTEN, how_many)
        .await
        .into_iter()
        .enumerate()
    {
        let one = [i as i16 % 3 + 1];
        let submission = submit(
            KOROSTEN,
            poll,
            person,
            &[(1, &one), (2, &[1, 4]), (3, &[2]), (4, &[1])],
        );
        submissions.push(submission.clone());
        let ballot_box = ballot_box.clone();
        casts.push(tokio::spawn(
            async move { ballot_box.cast(submission).await },
        ));
    }
    for cast in casts {
        cast.await.unwrap().unwrap();
    }
    submissions
}

on_both_databases! {
    async fn in_a_secret_poll_no_column_joins_person_and_choice(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        cast(&store, poll, 40).await;

        let shared = ["community_id", "poll_id"];
        for theirs in ["participation", "person"] {
            for choice in ["ballot", "answer", "free_text"] {
                for a in columns(&db, &store, theirs).await {
                    for b in columns(&db, &store, choice).await {
                        if shared.contains(&a.as_str()) || shared.contains(&b.as_str()) {
                            continue;
                        }
                        let (left, right) = (values(&db, &store, theirs, &a).await, values(&db, &store, choice, &b).await);
                        // Small numbers of questions and options meet nothing here either.
                        let common: Vec<_> = left.intersection(&right).collect();
                        assert!(common.is_empty(), "{theirs}.{a} and {choice}.{b} share {common:?}");
                    }
                }
            }
        }
        // Neither instants nor addresses are on either side.
        for table in ["participation", "ballot", "answer", "free_text", "ballot_link"] {
            for column in columns(&db, &store, table).await {
                let tells = column.ends_with("_at") || column == "at" || column.contains("address") || column == "seq";
                assert!(!tells, "{table}.{column} tells when or from where");
            }
        }
        // And nothing refers across.
        for choice in ["ballot", "answer", "free_text"] {
            let to = references(&db, &store, choice).await;
            assert!(!to.contains("participation") && !to.contains("person"), "{choice} refers to {to:?}");
        }
        assert!(!references(&db, &store, "participation").await.contains("ballot"));
        let links = ballot_link::Entity::find().count(store.reader()).await.unwrap();
        assert_eq!(links, 0, "a secret poll has no links");
    }

    async fn a_text_is_joined_to_no_ballot_and_its_place_tells_nothing_either(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let submissions = cast(&store, poll, 60).await;
        // What else somebody chose must not follow from what they wrote: the option numbers alone are on both sides.
        for a in columns(&db, &store, "free_text").await {
            for b in ["id", "ballot_id"] {
                let table = if b == "id" { "ballot" } else { "answer" };
                let (left, right) = (values(&db, &store, "free_text", &a).await, values(&db, &store, table, b).await);
                assert_eq!(left.intersection(&right).count(), 0, "free_text.{a} and {table}.{b}");
            }
        }
        let whose: HashMap<String, uuid::Uuid> = submissions
            .iter()
            .map(|one| (one.answers.as_slice()[3].written.clone().unwrap().text, one.ballot.0))
            .collect();
        let read = async |sql: &str| store.reader().query_all_raw(Statement::from_string(store.backend(), sql)).await.unwrap();
        let matching = async || {
            // In the order in which the database holds them; on SQLite that is the key's, which is random.
            let order = if db.is_sqlite() { "" } else { "ORDER BY ctid" };
            let texts = read(&format!("SELECT body FROM free_text WHERE question_no = 4 {order}")).await;
            let ballots = read(&format!("SELECT id FROM ballot {order}")).await;
            let pairs = texts.iter().zip(&ballots);
            pairs.filter(|(text, ballot)| {
                whose[&text.try_get::<String>("", "body").unwrap()] == ballot.try_get::<uuid::Uuid>("", "id").unwrap()
            }).count()
        };
        let within_batches = matching().await;
        assert!(within_batches < 20, "{within_batches} of 60 texts lie where their ballots do");
        store.with_clock_offset(2 * HOUR).close_poll(KOROSTEN, poll).await.unwrap();
        let after_the_close = matching().await;
        assert!(after_the_close < 10, "{after_the_close} of 60 texts lie where their ballots do");
        let left = read("SELECT body FROM free_text").await;
        assert_eq!(left.len(), 120, "no text is lost by writing them anew");
    }

    async fn the_tables_of_participation_and_choice_have_no_hidden_row_numbers(db: TestDatabase) {
        let store = db.store().await;
        if !db.is_sqlite() {
            return; // PostgreSQL has had none since version 12
        }
        for table in ["participation", "ballot", "answer", "free_text", "ballot_link", "counter"] {
            let rowid = store.reader().execute_unprepared(&format!("SELECT rowid FROM {table}")).await;
            assert!(rowid.unwrap_err().to_string().contains("no such column"), "{table}");
        }
    }

    async fn the_order_of_ballots_does_not_repeat_the_order_of_participations(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let submissions = cast(&store, poll, 120).await;
        let whose: HashMap<_, _> = submissions.iter().map(|one| (one.ballot.0, one.person.0)).collect();
        // In the order in which the database holds them; on SQLite that is the key's, which is random.
        let order = if db.is_sqlite() { "" } else { "ORDER BY ctid" };
        let read = async |table: &str, column: &str| -> Vec<uuid::Uuid> {
            let sql = format!("SELECT {column} FROM {table} {order}");
            let rows = store.reader().query_all_raw(Statement::from_string(store.backend(), sql)).await.unwrap();
            rows.iter().map(|row| row.try_get("", column).unwrap()).collect()
        };
        let matching = async || {
            let (ballots, persons) = (read("ballot", "id").await, read("participation", "person_id").await);
            ballots.iter().zip(&persons).filter(|(ballot, person)| whose[*ballot] == **person).count()
        };
        let within_batches = matching().await;
        assert!(within_batches < 30, "{within_batches} of 120 ballots lie where their persons do");

        store.with_clock_offset(2 * HOUR).close_poll(KOROSTEN, poll).await.unwrap();
        let after_the_close = matching().await;
        assert!(after_the_close < 12, "{after_the_close} of 120 ballots lie where their persons do");
        if !db.is_sqlite() {
            for table in ["ballot", "answer", "free_text"] {
                let sql = format!("SELECT count(DISTINCT xmin::text) AS n FROM {table}");
                let row = store.reader().query_one_raw(Statement::from_string(store.backend(), sql)).await.unwrap();
                let transactions: i64 = row.unwrap().try_get("", "n").unwrap();
                assert_eq!(transactions, 1, "all of {table} was written by one transaction");
            }
            // What was deleted is gone from the tables' files, too; the database tells so a moment later.
            let vacuumed = async || -> i64 {
                let sql = "SELECT count(*) AS n FROM pg_stat_user_tables WHERE last_vacuum IS NOT NULL
                           AND relname IN ('ballot', 'answer', 'free_text', 'paper_form')";
                let row = store.reader().query_one_raw(Statement::from_string(store.backend(), sql)).await.unwrap();
                row.unwrap().try_get("", "n").unwrap()
            };
            let mut tries = 0;
            while vacuumed().await < 4 {
                tries += 1;
                assert!(tries < 100, "{} of 4 tables were vacuumed", vacuumed().await);
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        }
    }

    async fn a_confidential_link_opens_only_with_the_polls_key(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Confidential, -HOUR, HOUR).await;
        let submissions = cast(&store, poll, 3).await;
        let links = ballot_link::Entity::find().all(store.reader()).await.unwrap();
        assert_eq!(links.len(), 3);
        let keys = store.link_keys().unwrap();
        for link in links {
            assert_eq!(link.ballot_id, None, "the plain id is not there");
            let submission = submissions.iter().find(|one| one.person.0 == link.person_id).unwrap();
            let sealed = link.sealed.unwrap();
            assert!(!sealed.windows(16).any(|bytes| bytes == submission.ballot.0.as_bytes()));
            let opened = keys.open(KOROSTEN, poll, submission.person, &sealed).unwrap();
            assert_eq!(opened, submission.ballot);
            let there = ballot::Entity::find().filter(ballot::Column::Id.eq(opened.0)).count(store.reader()).await.unwrap();
            assert_eq!(there, 1);
            // Moved to another's row, cut, or under another poll's key it does not open.
            assert!(keys.open(KOROSTEN, poll, person_id(), &sealed).is_err());
            assert!(keys.open(KOROSTEN, poll, submission.person, &sealed[1..]).is_err());
            assert!(keys.open(KOROSTEN, poll, submission.person, &[]).is_err());
        }
        let other = publish(&store, KOROSTEN, Secrecy::Confidential, -HOUR, HOUR).await;
        let link = keys.read(KOROSTEN, other).unwrap().seal(submissions[0].person, BallotId(poll.0)).unwrap();
        assert!(keys.open(KOROSTEN, poll, submissions[0].person, &link).is_err());
    }

    async fn a_link_key_is_a_file_of_its_own_for_its_owner_alone(db: TestDatabase) {
        use std::os::unix::fs::PermissionsExt;
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let folder = db.folder.path().join("link-keys");
        publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "a secret poll has no key");
        publish(&store, KOROSTEN, Secrecy::Confidential, -HOUR, HOUR).await;
        let keys: Vec<_> = std::fs::read_dir(&folder).unwrap().map(Result::unwrap).collect();
        assert_eq!(keys.len(), 1);
        let metadata = keys[0].metadata().unwrap();
        assert_eq!((metadata.len(), metadata.permissions().mode() & 0o777), (32, 0o600));
        assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    }

    async fn without_link_keys_a_confidential_poll_is_neither_published_nor_voted_in(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Confidential, -HOUR, HOUR).await;
        let person = settle(&store, KOROSTEN, 1).await[0];
        let keyless = Store::connect(&db.url, StoreOptions::default()).await.unwrap();

        let mut content = content(Secrecy::Confidential);
        content.closes_at = Some(store.now_in_database().await.unwrap().plus(HOUR));
        let new = NewPoll { id: poll_id(), content: &content, policy_version: 1, author: None };
        let now = store.now_in_database().await.unwrap();
        keyless.create_poll(KOROSTEN, &new, by(now)).await.unwrap();
        let policy = policy();
        let rules = DraftRules { policy: &policy, territory_prefix: None, known_settlements: None, known_districts: None, known_organisations: None };
        let checked = check_publishable(&content, rules, now).unwrap();
        let refused = keyless.publish_poll(KOROSTEN, new.id, 1, &checked, 1, by(now)).await;
        assert!(matches!(refused, Err(StoreError::Conflict(Conflict::NoLinkKeys))), "{refused:?}");

        let ballot_box = BallotBox::start(keyless, BallotBoxOptions::default());
        assert_eq!(ballot_box.cast(usual(KOROSTEN, poll, person)).await, Err(CastError::Unavailable));
        assert!(store.participation(KOROSTEN, poll, person).await.unwrap().is_none());
    }

    async fn an_open_poll_links_names_and_choices_plainly(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Open, -HOUR, HOUR).await;
        let submission = cast(&store, poll, 1).await.remove(0);
        let link = ballot_link::Entity::find().one(store.reader()).await.unwrap().unwrap();
        assert_eq!((link.person_id, link.ballot_id), (submission.person.0, Some(submission.ballot.0)));
        assert_eq!(link.sealed, None);
    }
}
