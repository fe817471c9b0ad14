//! The day on which a confidential poll's link key is destroyed: on time, once, for good, whatever copies there are.

use super::{database::TestDatabase, town::*};
use crate::{
    BallotBox, BallotBoxOptions, CastError, Conflict, LinkKeys, Page, Store, StoreError,
    audit::AuditFilter,
    change_log::LINK_KEY_DESTROYED,
    entity::{ballot_link, job},
    jobs::Kind,
    polls::NewPoll,
};
use domain::{
    ids::{BallotId, CommunityId, PersonId, PollId},
    lifecycle::State,
    policy::Policy,
    poll::{CheckedContent, DraftRules, Secrecy, check_publishable},
    time::Millis,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::path::{Path, PathBuf};

/// Casts the usual answers of so many people; gives who they are and the ids of their ballots.
async fn cast(store: &Store, poll: PollId, how_many: usize) -> Vec<(PersonId, BallotId)> {
    let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
    let mut ballots = Vec::new();
    for person in settle(store, KOROSTEN, how_many).await {
        let submission = usual(KOROSTEN, poll, person);
        ballots.push((person, submission.ballot));
        ballot_box.cast(submission).await.unwrap();
    }
    ballot_box.shutdown().await;
    ballots
}

/// A closed confidential poll with the ballots of `how_many`.
async fn closed(store: &Store, how_many: usize) -> (PollId, Vec<(PersonId, BallotId)>) {
    let poll = publish(store, KOROSTEN, Secrecy::Confidential, -HOUR, HOUR).await;
    let ballots = cast(store, poll, how_many).await;
    close(store, poll).await;
    (poll, ballots)
}

async fn close(store: &Store, poll: PollId) {
    let late = store.with_clock_offset(2 * HOUR);
    late.close_poll(KOROSTEN, poll).await.unwrap();
}

/// When the poll's link key is due to be destroyed; `None` without such a job.
async fn due(store: &Store, poll: PollId) -> Option<Millis> {
    let jobs = job::Entity::find()
        .filter(job::Column::Kind.eq("destroy_link_key"))
        .filter(job::Column::Subject.eq(poll.0))
        .all(store.writer())
        .await
        .unwrap();
    assert!(jobs.len() <= 1);
    jobs.first().map(|job| Millis(job.due_at))
}

/// The store as it is `ms` after the poll's key is due (before, when negative).
async fn after_due(store: &Store, poll: PollId, ms: i64) -> Store {
    let now = store.now_in_database().await.unwrap();
    let due = due(store, poll).await.unwrap();
    store.with_clock_offset(due.since(now) + ms)
}

/// A poll's links, as they are in a database.
pub async fn links(store: &Store, poll: PollId) -> Vec<ballot_link::Model> {
    ballot_link::Entity::find()
        .filter(ballot_link::Column::PollId.eq(poll.0))
        .all(store.writer())
        .await
        .unwrap()
}

/// What can be read of these links with the keys of an instance: how many persons' ballots.
fn opened(store: &Store, poll: PollId, links: &[ballot_link::Model]) -> Vec<(PersonId, BallotId)> {
    let keys = store.link_keys().unwrap();
    links
        .iter()
        .filter_map(|link| {
            let (person, sealed) = (PersonId(link.person_id), link.sealed.as_deref().unwrap());
            let ballot = keys.open(KOROSTEN, poll, person, sealed).ok()?;
            Some((person, ballot))
        })
        .collect()
}

fn sorted(mut ballots: Vec<(PersonId, BallotId)>) -> Vec<(PersonId, BallotId)> {
    ballots.sort_by_key(|(person, _)| person.0);
    ballots
}

fn key_file(db: &TestDatabase, poll: PollId) -> PathBuf {
    db.folder
        .path()
        .join("link-keys")
        .join(format!("{}-{poll}.key", KOROSTEN.0))
}

fn files(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("link-keys")).unwrap().count()
}

async fn kinds(store: &Store, poll: PollId) -> Vec<String> {
    let changes = store.change_log(KOROSTEN, poll).await.unwrap();
    changes.into_iter().map(|change| change.kind).collect()
}

async fn audited(store: &Store, poll: PollId) -> u64 {
    let subject = poll.to_string();
    let filter = AuditFilter {
        act: Some("poll.link_key_destroyed"),
        subject: Some(&subject),
        ..AuditFilter::default()
    };
    let page = Page {
        offset: 0,
        limit: 9,
    };
    store
        .audit_log_of(KOROSTEN, filter, page)
        .await
        .unwrap()
        .total
}

/// A draft's content, checked as for publication.
async fn checked(store: &Store, closes_in: i64) -> CheckedContent {
    let now = store.now_in_database().await.unwrap();
    let mut content = content(Secrecy::Confidential);
    content.opens_at = Some(now.plus(-HOUR));
    content.closes_at = Some(now.plus(closes_in));
    let policy = policy();
    let rules = DraftRules {
        policy: &policy,
        territory_prefix: None,
        known_settlements: None,
        known_districts: None,
        known_organisations: None,
    };
    check_publishable(&content, rules, now).unwrap()
}

on_both_databases! {
    async fn a_link_key_is_destroyed_on_the_day_of_the_regulation_and_not_before(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (poll, ballots) = closed(&store, 3).await;
        let before = store.recount(KOROSTEN, poll, |_| {}).await.unwrap();
        let version = store.poll(KOROSTEN, poll).await.unwrap().unwrap().version;
        let closes = store.result(KOROSTEN, poll).await.unwrap().unwrap().closed_at;
        assert_eq!(due(&store, poll).await, Some(policy().link_key_destroyed_at(closes)));

        let early = after_due(&store, poll, -10_000).await;
        assert!(early.destroy_due_link_keys("a").await.unwrap().is_empty());
        let copies = links(&store, poll).await;
        assert_eq!(sorted(opened(&store, poll, &copies)), sorted(ballots));
        assert!(key_file(&db, poll).exists());

        let late = after_due(&store, poll, 1).await;
        assert_eq!(late.destroy_due_link_keys("a").await.unwrap(), [(KOROSTEN, poll)]);
        assert_eq!(opened(&store, poll, &copies), [], "the links that were there cannot be opened");
        assert!(!key_file(&db, poll).exists());
        assert_eq!(files(db.folder.path()), 0);
        assert_eq!(links(&store, poll).await, []);
        assert_eq!(kinds(&store, poll).await, ["published", "opened", "closed", LINK_KEY_DESTROYED]);
        assert_eq!(audited(&store, poll).await, 1);
        let after = store.poll(KOROSTEN, poll).await.unwrap().unwrap();
        assert!(after.version > version, "pages show something new");

        // The ballots, the result and who took part stay.
        assert_eq!(store.recount(KOROSTEN, poll, |_| {}).await.unwrap(), before);
        assert_eq!(store.turnout(KOROSTEN, poll).await.unwrap(), 3);

        // And once is enough.
        assert!(late.destroy_due_link_keys("a").await.unwrap().is_empty());
        assert!(late.with_clock_offset(99 * 24 * HOUR).destroy_due_link_keys("b").await.unwrap().is_empty());
        assert_eq!(kinds(&store, poll).await.len(), 4);
    }

    async fn the_day_is_that_of_the_regulation_under_which_the_poll_was_published(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let one = publish(&store, KOROSTEN, Secrecy::Confidential, -HOUR, HOUR).await;
        let shorter = Policy { link_key_days: 3, ..policy() };
        assert_eq!(store.append_policy(KOROSTEN, &shorter, Millis(1), by(Millis(2))).await.unwrap(), 2);
        let checked = checked(&store, HOUR).await;
        let now = store.now_in_database().await.unwrap();
        let new = NewPoll { id: poll_id(), content: checked.content(), policy_version: 1, author: None };
        store.create_poll(KOROSTEN, &new, by(now)).await.unwrap();
        store.publish_poll(KOROSTEN, new.id, 1, &checked, 2, by(now)).await.unwrap();
        for (poll, policy) in [(one, policy()), (new.id, shorter)] {
            close(&store, poll).await;
            let closes = store.result(KOROSTEN, poll).await.unwrap().unwrap().closed_at;
            assert_eq!(due(&store, poll).await, Some(policy.link_key_destroyed_at(closes)));
        }
        let late = after_due(&store, new.id, 1).await;
        assert_eq!(late.destroy_due_link_keys("a").await.unwrap(), [(KOROSTEN, new.id)]);
        assert!(key_file(&db, one).exists());
    }

    async fn only_confidential_polls_have_a_key_to_destroy_and_others_keep_theirs(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (poll, _) = closed(&store, 2).await;
        let (other, others) = closed(&store, 2).await;
        let running = publish(&store, KOROSTEN, Secrecy::Confidential, -HOUR, HOUR).await;
        let open = publish(&store, KOROSTEN, Secrecy::Open, -HOUR, HOUR).await;
        let secret = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        cast(&store, open, 2).await;
        close(&store, open).await;
        close(&store, secret).await;
        for without in [running, open, secret] {
            assert_eq!(due(&store, without).await, None);
        }
        // Of two that fall on the same day one is done alone.
        let late = after_due(&store, poll, 1).await;
        let job = late.claim_jobs(Kind::DestroyLinkKey, "a", 9).await.unwrap().into_iter().find(|job| job.subject == poll);
        assert!(late.destroy_link_key(late.link_keys().unwrap(), &job.unwrap()).await.unwrap());
        assert!(!key_file(&db, poll).exists());
        assert!(key_file(&db, other).exists() && key_file(&db, running).exists());
        let copies = links(&store, other).await;
        assert_eq!(sorted(opened(&store, other, &copies)), sorted(others));
        assert_eq!(links(&store, open).await.len(), 2);
        cast(&store, running, 1).await;
    }

    async fn sixteen_at_once_destroy_a_link_key_once(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (poll, _) = closed(&store, 2).await;
        let late = after_due(&store, poll, 1).await;
        // Each believes that the job is its own, as after a claim that ran out.
        let job = late.claim_jobs(Kind::DestroyLinkKey, "a", 9).await.unwrap()[0];
        let done = db
            .at_once(|store, _| async move { store.destroy_link_key(store.link_keys().unwrap(), &job).await.unwrap() })
            .await;
        assert_eq!(done.into_iter().filter(|first| *first).count(), 1);
        assert_eq!(kinds(&store, poll).await, ["published", "opened", "closed", LINK_KEY_DESTROYED]);
        assert_eq!(audited(&store, poll).await, 1);
        assert!(!key_file(&db, poll).exists());
    }

    async fn two_schedulers_destroy_a_link_key_once(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (poll, _) = closed(&store, 2).await;
        let one = after_due(&store, poll, 1).await;
        let two = after_due(&db.store().await, poll, 1).await;
        let (one, two) = tokio::join!(one.destroy_due_link_keys("a"), two.destroy_due_link_keys("b"));
        assert_eq!([one.unwrap(), two.unwrap()].concat(), [(KOROSTEN, poll)]);
        assert_eq!(kinds(&store, poll).await.len(), 4);
    }

    async fn what_a_crash_after_the_unlinking_left_undone_is_finished_once(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (poll, _) = closed(&store, 2).await;
        let late = after_due(&store, poll, 1).await;
        assert_eq!(late.claim_jobs(Kind::DestroyLinkKey, "a", 9).await.unwrap().len(), 1);
        assert!(late.link_keys().unwrap().destroy(KOROSTEN, poll).unwrap(), "and here it was killed");
        assert_eq!(kinds(&store, poll).await.len(), 3, "the log does not say more than is done");

        assert!(late.destroy_due_link_keys("b").await.unwrap().is_empty(), "the claim still holds");
        let later = after_due(&store, poll, 60_000).await;
        assert_eq!(later.destroy_due_link_keys("b").await.unwrap(), [(KOROSTEN, poll)]);
        assert_eq!(kinds(&store, poll).await, ["published", "opened", "closed", LINK_KEY_DESTROYED]);
        assert_eq!(links(&store, poll).await, []);
        // The first comes back and goes on.
        assert!(later.destroy_due_link_keys("a").await.unwrap().is_empty());
        assert_eq!((kinds(&store, poll).await.len(), audited(&store, poll).await), (4, 1));
    }

    async fn what_a_crash_left_while_the_key_was_written_is_destroyed_with_it(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (poll, _) = closed(&store, 1).await;
        let (other, _) = closed(&store, 1).await;
        let unfinished = key_file(&db, poll).with_extension("4711.new");
        std::fs::hard_link(key_file(&db, poll), &unfinished).unwrap();
        assert!(store.link_keys().unwrap().destroy(KOROSTEN, poll).unwrap());
        assert!(!unfinished.exists() && !key_file(&db, poll).exists());
        assert!(key_file(&db, other).exists());
        assert!(!store.link_keys().unwrap().destroy(KOROSTEN, poll).unwrap(), "nothing was left");
        assert!(!store.link_keys().unwrap().destroy(CommunityId(11), other).unwrap(), "another community's");
        assert!(key_file(&db, other).exists());
    }

    async fn a_key_that_cannot_be_removed_is_tried_again_and_nothing_says_that_it_is_gone(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (poll, _) = closed(&store, 2).await;
        // A folder of that name is no file that could be unlinked.
        let key = std::fs::read(key_file(&db, poll)).unwrap();
        std::fs::remove_file(key_file(&db, poll)).unwrap();
        std::fs::create_dir(key_file(&db, poll)).unwrap();
        let late = after_due(&store, poll, 1).await;
        assert!(late.destroy_due_link_keys("a").await.unwrap().is_empty());
        assert_eq!((kinds(&store, poll).await.len(), links(&store, poll).await.len()), (3, 2));

        std::fs::remove_dir(key_file(&db, poll)).unwrap();
        std::fs::write(key_file(&db, poll), key).unwrap();
        assert_eq!(late.destroy_due_link_keys("a").await.unwrap(), [(KOROSTEN, poll)]);
        assert!(!key_file(&db, poll).exists());
    }

    async fn an_instance_that_worked_with_the_key_opens_nothing_after_another_destroyed_it(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let other = db.store().await;
        let poll = publish(&store, KOROSTEN, Secrecy::Confidential, -HOUR, HOUR).await;
        // This one has sealed links, opened them, and still takes ballots of another poll.
        let ballots = cast(&other, poll, 3).await;
        let copies = links(&other, poll).await;
        assert_eq!(sorted(opened(&other, poll, &copies)), sorted(ballots));
        close(&store, poll).await;
        assert_eq!(opened(&other, poll, &copies).len(), 3);

        let late = after_due(&store, poll, 1).await;
        assert_eq!(late.destroy_due_link_keys("a").await.unwrap(), [(KOROSTEN, poll)]);
        assert_eq!(opened(&other, poll, &copies), []);
        assert_eq!(opened(&store, poll, &copies), []);
        assert!(other.link_keys().unwrap().read(KOROSTEN, poll).is_err());
    }

    async fn a_destroyed_key_is_never_made_again(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (poll, _) = closed(&store, 1).await;
        let late = after_due(&store, poll, 1).await;
        late.destroy_due_link_keys("a").await.unwrap();
        // A page that was left open since the draft, sent again now.
        let checked = checked(&store, 2 * HOUR).await;
        let now = store.now_in_database().await.unwrap();
        for version in [1, store.poll(KOROSTEN, poll).await.unwrap().unwrap().version] {
            let refused = store.publish_poll(KOROSTEN, poll, version, &checked, 1, by(now)).await;
            assert!(matches!(refused, Err(StoreError::Conflict(Conflict::Refused(_)))), "{refused:?}");
        }
        assert_eq!(files(db.folder.path()), 0);
        // Closing again does not bring the job back either.
        late.close_poll(KOROSTEN, poll).await.unwrap();
        assert!(late.destroy_due_link_keys("a").await.unwrap().is_empty());
    }

    async fn the_key_of_a_poll_that_is_not_closed_stays_whatever_the_jobs_say(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Confidential, -HOUR, HOUR).await;
        store.open_due_polls("a").await.unwrap();
        crate::jobs::add(store.writer(), KOROSTEN, Kind::DestroyLinkKey, poll, Millis(1)).await.unwrap();
        assert!(store.destroy_due_link_keys("a").await.unwrap().is_empty());
        assert!(key_file(&db, poll).exists());
        assert_eq!(store.poll(KOROSTEN, poll).await.unwrap().unwrap().state, State::Open);
        cast(&store, poll, 1).await;
    }

    async fn an_instance_without_link_keys_leaves_the_job_to_others(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (poll, _) = closed(&store, 1).await;
        let keyless = Store::connect(&db.url, crate::StoreOptions::default()).await.unwrap();
        let keyless = after_due(&keyless, poll, 1).await;
        assert!(keyless.destroy_due_link_keys("a").await.unwrap().is_empty());
        let late = after_due(&store, poll, 1).await;
        assert_eq!(late.destroy_due_link_keys("b").await.unwrap(), [(KOROSTEN, poll)]);
    }

    /// What DESIGN §5.4 asks for.
    async fn a_backup_from_before_the_destruction_cannot_be_opened_after_it(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let (poll, ballots) = closed(&store, 5).await;
        let (other, others) = closed(&store, 2).await;
        store.close().await.unwrap();
        let backup = db.backup().await;

        // Whoever restores it before that day, beside the keys, can read it: the promise ends here, and the page says so.
        let restored = db.restored(&backup).await;
        let copies = links(&restored, poll).await;
        assert_eq!(sorted(opened(&restored, poll, &copies)), sorted(ballots.clone()));

        let store = db.store().await;
        let late = after_due(&store, poll, 1).await;
        let job = late.claim_jobs(Kind::DestroyLinkKey, "a", 9).await.unwrap().into_iter().find(|job| job.subject == poll);
        late.destroy_link_key(late.link_keys().unwrap(), &job.unwrap()).await.unwrap();
        restored.close().await.unwrap();

        // After it the same backup holds the same links, and nobody reads them.
        let restored = db.restored(&backup).await;
        assert_eq!(links(&restored, poll).await, copies, "the backup itself is whole");
        assert_eq!(opened(&restored, poll, &copies), []);
        // Not even with a key that is made anew for the same poll in another place.
        let elsewhere = LinkKeys::in_directory(db.folder.path().join("elsewhere")).unwrap();
        elsewhere.create(KOROSTEN, poll).unwrap();
        for link in &copies {
            let (person, sealed) = (PersonId(link.person_id), link.sealed.as_deref().unwrap());
            assert!(elsewhere.open(KOROSTEN, poll, person, sealed).is_err());
        }
        // The backup is no broken file: the other poll's links open, and the ballots are all there.
        assert_eq!(sorted(opened(&restored, other, &links(&restored, other).await)), sorted(others));
        assert_eq!(restored.recount(KOROSTEN, poll, |_| {}).await.unwrap().ballots.ballots, 5);

        // The restored database does the job once more, tidies its links away, and says so in its own log.
        let restored = after_due(&restored, poll, 60_000).await;
        let done = restored.destroy_due_link_keys("c").await.unwrap();
        assert!(done.contains(&(KOROSTEN, poll)), "{done:?}");
        assert_eq!(links(&restored, poll).await, []);
        assert_eq!(kinds(&restored, poll).await, ["published", "opened", "closed", LINK_KEY_DESTROYED]);
        restored.close().await.unwrap();
    }

    /// A backup of the days of voting brings the poll back open, without its key.
    async fn a_poll_that_is_restored_as_open_after_its_key_is_gone_takes_no_ballots_and_closes(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Confidential, -HOUR, HOUR).await;
        cast(&store, poll, 2).await;
        store.close().await.unwrap();
        let backup = db.backup().await;
        let store = db.store().await;
        close(&store, poll).await;
        let late = after_due(&store, poll, 1).await;
        late.destroy_due_link_keys("a").await.unwrap();
        assert!(!key_file(&db, poll).exists());

        let restored = db.restored(&backup).await;
        let copies = links(&restored, poll).await;
        assert_eq!((copies.len(), opened(&restored, poll, &copies).len()), (2, 0));
        let person = settle(&restored, KOROSTEN, 1).await[0];
        let ballot_box = BallotBox::start(restored.clone(), BallotBoxOptions::default());
        assert_eq!(ballot_box.cast(usual(KOROSTEN, poll, person)).await, Err(CastError::Unavailable));
        ballot_box.shutdown().await;
        close(&restored, poll).await;
        assert_eq!(restored.result(KOROSTEN, poll).await.unwrap().unwrap().tally.ballots, 2);
        let late = after_due(&restored, poll, 1).await;
        assert_eq!(late.destroy_due_link_keys("a").await.unwrap(), [(KOROSTEN, poll)]);
        assert_eq!(files(db.folder.path()), 0);
        restored.close().await.unwrap();
    }

    async fn the_links_of_a_batch_are_sealed_each_under_its_own_polls_key(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let mut polls = Vec::new();
        for _ in 0..3 {
            polls.push(publish(&store, KOROSTEN, Secrecy::Confidential, -HOUR, HOUR).await);
        }
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        let mut casts = Vec::new();
        for person in settle(&store, KOROSTEN, 20).await {
            for &poll in &polls {
                let (ballot_box, submission) = (ballot_box.clone(), usual(KOROSTEN, poll, person));
                casts.push(tokio::spawn(async move { ballot_box.cast(submission).await }));
            }
        }
        for cast in casts {
            cast.await.unwrap().unwrap();
        }
        for &poll in &polls {
            let copies = links(&store, poll).await;
            assert_eq!((copies.len(), opened(&store, poll, &copies).len()), (20, 20));
            let other = polls.iter().find(|other| **other != poll).unwrap();
            assert_eq!(opened(&store, *other, &copies), []);
        }
        assert_eq!(ballot_link::Entity::find().count(store.reader()).await.unwrap(), 60);
    }
}

/// A file that another instance removed between the look into the directory and the removal is no error.
#[test]
fn instances_that_remove_the_same_files_at_once_do_not_stumble_over_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let keys = LinkKeys::in_directory(folder.path().join("link-keys")).unwrap();
    for _ in 0..30 {
        let poll = poll_id();
        keys.create(KOROSTEN, poll).unwrap();
        for left_over in 0..20 {
            let name = format!("link-keys/{}-{poll}.{left_over}.new", KOROSTEN.0);
            std::fs::write(folder.path().join(name), [0; 32]).unwrap();
        }
        let barrier = std::sync::Barrier::new(8);
        let found = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        barrier.wait();
                        keys.destroy(KOROSTEN, poll).unwrap()
                    })
                })
                .collect();
            threads.into_iter().any(|thread| thread.join().unwrap())
        });
        assert!(found);
        assert_eq!(files(folder.path()), 0);
    }
}
