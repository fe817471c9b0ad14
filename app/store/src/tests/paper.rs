//! Paper forms: two enter each, nobody takes part on paper and on the site, and nothing that was typed outlives its casting.

use super::town::*;
use crate::{
    BallotBox, BallotBoxOptions, Cast, CastError, Channel, Conflict, Page, Store, StoreError,
    Submission,
    entity::{paper_form, paper_scan, participation},
    identity_cases::Verdict,
    paper::{EnteredAgain, Entries, NewForm},
    persons::Found,
};
use domain::{
    document::DocumentKind,
    identifiers::KeyKind::{Rnokpp, Unzr},
    identity::Assurance,
    ids::{PersonId, PollId},
    paper::{BatchNo, BatchState, FormNo, FormProgress, FormState, NoEntry, Refused},
    poll::Secrecy,
    time::{DAY, Millis},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set,
    sea_query::ExprTrait,
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

const TYPED: &[u8] = b"typed and sealed";

/// A town with an open poll, a batch of it, two operators, and residents.
struct Desk {
    store: Store,
    poll: PollId,
    batch: BatchNo,
    first: PersonId,
    second: PersonId,
    residents: Vec<PersonId>,
}

impl Desk {
    async fn of(db: &super::database::TestDatabase, residents: usize) -> Self {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let staff = settle(&store, KOROSTEN, 2).await;
        let batch = store
            .open_paper_batch(KOROSTEN, poll, (staff[0], Millis(5)))
            .await;
        Self {
            residents: settle(&store, KOROSTEN, residents).await,
            store,
            poll,
            batch: batch.unwrap(),
            first: staff[0],
            second: staff[1],
        }
    }

    async fn enter(&self, person: PersonId, operator: PersonId) -> Result<FormNo, StoreError> {
        let new = NewForm {
            person,
            submission: submission_id(),
            sealed: TYPED,
        };
        self.store
            .enter_paper_form(KOROSTEN, self.batch, new, (operator, Millis(6)))
            .await
    }

    async fn again(
        &self,
        no: FormNo,
        operator: PersonId,
        agrees: bool,
    ) -> Result<FormState, StoreError> {
        let version = self.form(no).await.version;
        let again = EnteredAgain {
            batch: self.batch,
            no,
            version,
            agrees,
            sealed: TYPED,
        };
        self.store
            .enter_paper_form_again(KOROSTEN, again, (operator, Millis(7)))
            .await
    }

    /// A form that two have entered alike, with its scan.
    async fn agreed(&self, person: PersonId) -> FormNo {
        let no = self.enter(person, self.first).await.unwrap();
        self.scan(no).await;
        assert_eq!(
            self.again(no, self.second, true).await.unwrap(),
            FormState::Agreed
        );
        no
    }

    async fn form(&self, no: FormNo) -> crate::paper::PaperForm {
        let forms = self.store.paper_forms(KOROSTEN, self.batch).await.unwrap();
        forms.into_iter().find(|form| form.no == no).unwrap()
    }

    async fn state(&self, no: FormNo) -> (FormState, Option<Refused>) {
        let form = self.form(no).await;
        (form.form.state, form.refused)
    }

    async fn entries(&self, no: FormNo) -> Entries {
        self.store
            .paper_entries(KOROSTEN, self.batch, no)
            .await
            .unwrap()
    }

    /// The submission of a form, as the desk makes it of what was typed.
    async fn submission(&self, no: FormNo) -> Submission {
        let form = self.form(no).await;
        Submission {
            submission: form.submission,
            channel: Channel::Paper,
            ..usual(KOROSTEN, self.poll, form.form.person)
        }
    }

    async fn begin(&self) -> usize {
        let begun = self
            .store
            .begin_casting_paper(KOROSTEN, self.batch, (self.second, Millis(8)))
            .await;
        let (poll, forms) = begun.unwrap();
        assert_eq!(poll, self.poll);
        assert!(
            forms
                .iter()
                .all(|(_, typed)| typed.first.is_some() && typed.second.is_some())
        );
        forms.len()
    }

    async fn refuse(&self, no: FormNo, why: Refused) {
        self.store
            .refuse_paper_form(KOROSTEN, (self.batch, no), why, (self.second, Millis(9)))
            .await
            .unwrap();
    }

    /// How many answers are kept of all forms.
    async fn kept(&self) -> u64 {
        use paper_form::Column as C;
        let any = C::First.is_not_null().or(C::Second.is_not_null());
        paper_form::Entity::find()
            .filter(any)
            .count(self.store.reader())
            .await
            .unwrap()
    }

    async fn scans(&self) -> u64 {
        paper_scan::Entity::find()
            .count(self.store.reader())
            .await
            .unwrap()
    }

    async fn scan(&self, no: FormNo) {
        self.attach(no, b"a sealed scan").await.unwrap();
    }

    async fn attach(&self, no: FormNo, scan: &[u8]) -> Result<(), StoreError> {
        let scan = (DocumentKind::Pdf, scan);
        self.store
            .attach_paper_scan(KOROSTEN, (self.batch, no), scan, (self.first, Millis(7)))
            .await
    }

    async fn acts(&self, act: &str) -> u64 {
        let filter = crate::audit::AuditFilter {
            act: Some(act),
            ..Default::default()
        };
        self.store
            .audit_log_of(KOROSTEN, filter, Page::first(1))
            .await
            .unwrap()
            .total
    }
}

fn conflict<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> Conflict {
    match outcome {
        Err(StoreError::Conflict(conflict)) => conflict,
        other => panic!("{other:?}"),
    }
}

fn open(store: &Store) -> BallotBox {
    BallotBox::start(store.clone(), BallotBoxOptions::default())
}

on_both_databases! {
    async fn two_enter_a_form_and_the_same_one_cannot_twice(db: TestDatabase) {
        let desk = Desk::of(&db, 2).await;
        let no = desk.enter(desk.residents[0], desk.first).await.unwrap();
        assert_eq!(no, FormNo(1));
        // The same operator again: their own entry, in place of the one before.
        assert_eq!(desk.again(no, desk.first, true).await.unwrap(), FormState::Entered);
        let form = desk.form(no).await;
        assert_eq!((form.form.second_by, form.version), (None, 2));
        assert_eq!(desk.entries(no).await.second, None);
        assert_eq!(conflict(desk.store.begin_casting_paper(KOROSTEN, desk.batch, (desk.second, Millis(8))).await), Conflict::ChangedMeanwhile);

        assert_eq!(desk.again(no, desk.second, false).await.unwrap(), FormState::Differs);
        let third = desk.residents[1];
        assert_eq!(conflict(desk.again(no, third, true).await), Conflict::NoEntry(NoEntry::OfOthers));
        assert_eq!(desk.again(no, desk.first, true).await.unwrap(), FormState::Agreed);
        assert_eq!(conflict(desk.again(no, desk.second, false).await), Conflict::NoEntry(NoEntry::Settled));
        // One form a person and poll, also in another batch, and nobody's own.
        assert_eq!(conflict(desk.enter(desk.residents[0], desk.second).await), Conflict::AlreadyThere);
        let other = desk.store.open_paper_batch(KOROSTEN, desk.poll, (desk.first, Millis(9))).await.unwrap();
        assert_eq!(other, BatchNo(2));
        let desk = Desk { batch: other, ..desk };
        assert_eq!(conflict(desk.enter(desk.residents[0], desk.second).await), Conflict::AlreadyThere);
        assert_eq!(conflict(desk.enter(desk.second, desk.second).await), Conflict::NoEntry(NoEntry::Own));
        assert_eq!(conflict(desk.again_of_own().await), Conflict::NoEntry(NoEntry::Own));

        let acts = [("paper_batch.opened", 2), ("paper.entered", 3), ("paper.differs", 1), ("paper.agreed", 1)];
        for (act, times) in acts {
            assert_eq!(desk.acts(act).await, times, "{act}");
        }
        let log = desk.store.audit_log(KOROSTEN, Page::first(100)).await.unwrap();
        let entered = log.items.iter().find(|entry| entry.act == "paper.agreed").unwrap();
        assert_eq!(entered.subject, desk.residents[0].to_string());
        assert_eq!(entered.detail, serde_json::json!({ "batch": 1, "form": 1 }));
    }

    async fn two_entries_that_differ_twice_are_deleted_and_any_two_begin_anew(db: TestDatabase) {
        let desk = Desk::of(&db, 1).await;
        let no = desk.enter(desk.residents[0], desk.first).await.unwrap();
        let third = settle(&desk.store, KOROSTEN, 1).await[0];
        desk.scan(no).await;
        for (round, by) in [(1, desk.first), (2, desk.second)] {
            assert_eq!(desk.again(no, desk.second, false).await.unwrap(), FormState::Differs);
            assert_eq!((desk.form(no).await.form.differed, desk.kept().await), (1, 1));
            let version = desk.form(no).await.version;
            assert_eq!(desk.again(no, by, false).await.unwrap(), FormState::Anew);
            let form = desk.form(no).await;
            assert_eq!((form.form.state, form.form.second_by, form.form.differed), (FormState::Anew, None, 0));
            assert_eq!((desk.entries(no).await, desk.kept().await), (Entries::default(), 0));
            // What was compared with the entry that is gone is not taken, nor what the form's person types.
            let late = EnteredAgain { batch: desk.batch, no, version, agrees: true, sealed: TYPED };
            let late = desk.store.enter_paper_form_again(KOROSTEN, late, (desk.second, Millis(9))).await;
            assert_eq!(conflict(late), Conflict::ChangedMeanwhile);
            assert_eq!(conflict(desk.again(no, desk.residents[0], true).await), Conflict::NoEntry(NoEntry::Own));
            assert_eq!((desk.acts("paper.differs").await, desk.acts("paper.begun_anew").await), (round, round));
            // There is nothing with which the next entry could agree.
            assert_eq!(desk.again(no, third, true).await.unwrap(), FormState::Entered);
            let form = desk.form(no).await.form;
            assert_eq!((form.first_by, form.second_by), (third, None));
            assert_eq!(desk.entries(no).await, Entries { first: Some(TYPED.to_vec()), second: None });
        }
        assert_eq!(desk.again(no, desk.second, true).await.unwrap(), FormState::Agreed);
        assert_eq!(desk.begin().await, 1);
        let log = desk.store.audit_log(KOROSTEN, Page::first(100)).await.unwrap();
        let anew = log.items.iter().find(|entry| entry.act == "paper.begun_anew").unwrap();
        assert_eq!((&anew.subject, anew.by.actor.person()), (&desk.residents[0].to_string(), Some(desk.second)));
    }

    async fn a_form_that_begins_anew_is_refused_when_its_poll_closes(db: TestDatabase) {
        let desk = Desk::of(&db, 2).await;
        for person in &desk.residents {
            let no = desk.enter(*person, desk.first).await.unwrap();
            desk.again(no, desk.second, false).await.unwrap();
            assert_eq!(desk.again(no, desk.second, false).await.unwrap(), FormState::Anew);
        }
        desk.store.take_out_paper_form(KOROSTEN, desk.batch, FormNo(1), (desk.first, Millis(9))).await.unwrap();
        desk.store.with_clock_offset(2 * HOUR).close_poll(KOROSTEN, desk.poll).await.unwrap();
        assert_eq!(desk.state(FormNo(2)).await, (FormState::Refused, Some(Refused::Closed)));
    }

    async fn an_entry_that_was_compared_with_an_older_one_is_not_taken(db: TestDatabase) {
        let desk = Desk::of(&db, 1).await;
        let no = desk.enter(desk.residents[0], desk.first).await.unwrap();
        let seen = desk.form(no).await.version;
        desk.again(no, desk.first, false).await.unwrap();
        let late = EnteredAgain { batch: desk.batch, no, version: seen, agrees: true, sealed: TYPED };
        let outcome = desk.store.enter_paper_form_again(KOROSTEN, late, (desk.second, Millis(9))).await;
        assert_eq!(conflict(outcome), Conflict::ChangedMeanwhile);
        assert_eq!(desk.state(no).await.0, FormState::Entered);
    }

    async fn a_batch_is_of_one_community_and_of_an_open_poll(db: TestDatabase) {
        let desk = Desk::of(&db, 1).await;
        let store = &desk.store;
        found(store, ZVIAHEL).await;
        let no = desk.enter(desk.residents[0], desk.first).await.unwrap();
        desk.scan(no).await;
        let there = (desk.first, Millis(9));
        assert!(store.paper_batch(ZVIAHEL, desk.batch).await.unwrap().is_none());
        assert_eq!(store.paper_batches(ZVIAHEL, Page::first(9)).await.unwrap().total, 0);
        assert!(store.paper_forms(ZVIAHEL, desk.batch).await.unwrap().is_empty());
        for outcome in [
            store.paper_entries(ZVIAHEL, desk.batch, no).await.map(drop),
            store.begin_casting_paper(ZVIAHEL, desk.batch, there).await.map(drop),
            store.take_out_paper_form(ZVIAHEL, desk.batch, no, there).await,
            store.paper_scan(ZVIAHEL, (desk.batch, no), there).await.map(drop),
            store.refuse_paper_form(ZVIAHEL, (desk.batch, no), Refused::MayNot, there).await,
            store.enter_paper_form(ZVIAHEL, desk.batch, NewForm { person: desk.residents[0], submission: submission_id(), sealed: TYPED }, there).await.map(drop),
        ] {
            assert!(matches!(outcome, Err(StoreError::NotFound)), "{outcome:?}");
        }
        let early = publish(store, KOROSTEN, Secrecy::Secret, HOUR, 2 * HOUR).await;
        let over = publish(store, KOROSTEN, Secrecy::Secret, -2 * HOUR, -HOUR).await;
        for poll in [early, over, poll_id()] {
            assert_eq!(conflict(store.open_paper_batch(KOROSTEN, poll, there).await), Conflict::NotOpen);
        }
        // What is entered after the close would never be cast.
        let late = Desk { store: store.with_clock_offset(2 * HOUR), residents: Vec::new(), ..desk };
        assert_eq!(conflict(late.again(no, late.second, true).await), Conflict::NotOpen);
        assert_eq!(late.store.paper_batches(KOROSTEN, Page::first(9)).await.unwrap().items[0].1, [FormProgress { state: FormState::Entered, scanned: true }]);
    }

    async fn a_batch_waits_for_the_scan_of_each_form(db: TestDatabase) {
        let desk = Desk::of(&db, 2).await;
        desk.agreed(desk.residents[0]).await;
        let no = desk.enter(desk.residents[1], desk.first).await.unwrap();
        desk.again(no, desk.second, true).await.unwrap();
        let state = async || {
            let (batch, forms) = desk.store.paper_batches(KOROSTEN, Page::first(1)).await.unwrap().items.remove(0);
            batch.state(forms)
        };
        assert_eq!(state().await, BatchState::Unscanned);
        let begun = desk.store.begin_casting_paper(KOROSTEN, desk.batch, (desk.second, Millis(8))).await;
        assert_eq!(conflict(begun), Conflict::ChangedMeanwhile);
        desk.scan(no).await;
        assert_eq!(state().await, BatchState::Ready);
        assert_eq!(desk.begin().await, 2);
    }

    async fn what_was_typed_goes_in_the_transaction_that_records_the_ballot(db: TestDatabase) {
        let desk = Desk::of(&db, 3).await;
        for person in &desk.residents {
            desk.agreed(*person).await;
        }
        assert_eq!((desk.kept().await, desk.begin().await), (3, 3));
        // From now on nobody changes anything.
        assert_eq!(conflict(desk.again(FormNo(1), desk.first, false).await), Conflict::ChangedMeanwhile);
        assert_eq!(conflict(desk.store.take_out_paper_form(KOROSTEN, desk.batch, FormNo(1), (desk.first, Millis(9))).await), Conflict::ChangedMeanwhile);
        let ballot_box = open(&desk.store);
        for no in 1..=3 {
            let submission = desk.submission(FormNo(no)).await;
            assert_eq!(ballot_box.cast(submission.clone()).await, Ok(Cast::Recorded(submission.receipt)));
            assert_eq!(desk.kept().await, 3 - no as u64);
            assert_eq!(desk.state(FormNo(no)).await, (FormState::Cast, None));
        }
        let batch = desk.store.paper_batches(KOROSTEN, Page::first(1)).await.unwrap().items.remove(0);
        assert_eq!(batch.0.state(batch.1), BatchState::Done);
        assert_eq!(conflict(desk.store.begin_casting_paper(KOROSTEN, desk.batch, (desk.second, Millis(8))).await), Conflict::ChangedMeanwhile);
        for person in &desk.residents {
            let took_part = desk.store.participation(KOROSTEN, desk.poll, *person).await.unwrap().unwrap();
            assert_eq!(took_part.channel, Channel::Paper);
        }
        // A ballot of the site counts with them, and the protocol tells them apart.
        let neighbour = settle(&desk.store, KOROSTEN, 1).await[0];
        ballot_box.cast(usual(KOROSTEN, desk.poll, neighbour)).await.unwrap();
        let recount = desk.store.recount(KOROSTEN, desk.poll, |_| {}).await.unwrap();
        assert!(recount.agrees());
        let result = desk.store.with_clock_offset(2 * HOUR).close_poll(KOROSTEN, desk.poll).await.unwrap();
        assert_eq!((result.tally.ballots, result.on_paper), (4, 3));
        assert_eq!(desk.store.result(KOROSTEN, desk.poll).await.unwrap().unwrap().on_paper, 3);
    }

    async fn paper_after_the_site_and_the_site_after_paper_are_refused(db: TestDatabase) {
        let desk = Desk::of(&db, 2).await;
        let (one, other) = (desk.agreed(desk.residents[0]).await, desk.agreed(desk.residents[1]).await);
        let ballot_box = open(&desk.store);
        ballot_box.cast(usual(KOROSTEN, desk.poll, desk.residents[0])).await.unwrap();
        desk.begin().await;
        assert_eq!(ballot_box.cast(desk.submission(one).await).await, Err(CastError::AlreadyTookPart));
        // The desk says so, and the answers are gone all the same.
        desk.refuse(one, Refused::TookPart).await;
        assert_eq!((desk.state(one).await, desk.entries(one).await), ((FormState::Refused, Some(Refused::TookPart)), Entries::default()));
        ballot_box.cast(desk.submission(other).await).await.unwrap();
        assert_eq!(ballot_box.cast(usual(KOROSTEN, desk.poll, desk.residents[1])).await, Err(CastError::AlreadyTookPart));
        // Said twice, or of one that is cast, it changes nothing.
        desk.refuse(one, Refused::Closed).await;
        desk.refuse(other, Refused::TookPart).await;
        assert_eq!(desk.state(one).await.1, Some(Refused::TookPart));
        assert_eq!(desk.state(other).await, (FormState::Cast, None));
        assert_eq!((desk.acts("paper.refused").await, desk.kept().await), (1, 0));
        let log = desk.store.audit_log(KOROSTEN, Page::first(100)).await.unwrap();
        let refused = log.items.iter().find(|entry| entry.act == "paper.refused").unwrap();
        assert_eq!(refused.detail, serde_json::json!({ "batch": 1, "form": 1, "why": "took_part" }));
    }

    async fn of_sixteen_at_once_on_paper_and_on_the_site_one_is_recorded(db: TestDatabase) {
        let desk = Desk::of(&db, 6).await;
        // Two instances, and a person for each try.
        let boxes = [open(&desk.store), open(&db.store().await)];
        for person in desk.residents.clone() {
            let no = desk.agreed(person).await;
            let paper = desk.submission(no).await;
            let tries = (0..16).map(|at| {
                let submission = match at % 2 {
                    0 => paper.clone(),
                    _ => usual(KOROSTEN, desk.poll, person),
                };
                let ballot_box = boxes[at / 2 % 2].clone();
                tokio::spawn(async move { (submission.channel, ballot_box.cast(submission).await) })
            });
            let tries: Vec<_> = tries.collect();
            let mut recorded = Vec::new();
            for one in tries {
                match one.await.unwrap() {
                    (channel, Ok(Cast::Recorded(_))) => recorded.push(channel),
                    // The same act by another instance.
                    (Channel::Paper, Ok(Cast::AlreadyRecorded(_))) | (_, Err(CastError::AlreadyTookPart)) => {}
                    other => panic!("{other:?}"),
                }
            }
            assert_eq!(recorded.len(), 1, "{recorded:?}");
            let on_paper = recorded == [Channel::Paper];
            let stored = desk.store.participation(KOROSTEN, desk.poll, person).await.unwrap().unwrap();
            assert_eq!(stored.channel == Channel::Paper, on_paper);
            assert_eq!(desk.state(no).await.0 == FormState::Cast, on_paper);
        }
        assert_eq!(desk.store.turnout(KOROSTEN, desk.poll).await.unwrap(), 6);
        assert!(desk.store.recount(KOROSTEN, desk.poll, |_| {}).await.unwrap().agrees());
    }

    async fn a_crash_between_recording_and_knowing_is_mended_by_a_retry(db: TestDatabase) {
        let desk = Desk::of(&db, 2).await;
        let (one, other) = (desk.agreed(desk.residents[0]).await, desk.agreed(desk.residents[1]).await);
        desk.begin().await;
        // The commit happens, and its answer is lost.
        let lost = Arc::new(AtomicBool::new(false));
        let options = BallotBoxOptions {
            after_commit: Some(Arc::new(move || {
                let first = !lost.swap(true, Ordering::SeqCst);
                first.then(|| sea_orm::DbErr::Conn(sea_orm::RuntimeErr::Internal("gone".into())))
            })),
            ..BallotBoxOptions::default()
        };
        let submission = desk.submission(one).await;
        let cast = BallotBox::start(desk.store.clone(), options).cast(submission.clone()).await;
        assert_eq!(cast, Ok(Cast::AlreadyRecorded(submission.receipt)));
        assert_eq!(desk.state(one).await.0, FormState::Cast);
        // Whoever presses again goes on with what is left.
        assert_eq!(desk.begin().await, 1);
        // A form that does not know that it is cast, as from a backup of its table: the same act, and it knows.
        let ballot_box = open(&desk.store);
        ballot_box.cast(desk.submission(other).await).await.unwrap();
        let row = paper_form::Entity::find_by_id((KOROSTEN.0, desk.batch.0, other.0)).one(desk.store.reader()).await.unwrap().unwrap();
        let mut row: paper_form::ActiveModel = row.into();
        row.state = Set("agreed".into());
        (row.first, row.second) = (Set(Some(TYPED.to_vec())), Set(Some(TYPED.to_vec())));
        row.update(desk.store.writer()).await.unwrap();
        assert_eq!(desk.begin().await, 1);
        let again = desk.submission(other).await;
        assert!(matches!(ballot_box.cast(again.clone()).await, Ok(Cast::AlreadyRecorded(_))));
        desk.store.settle_paper_form(KOROSTEN, again.submission).await.unwrap();
        assert_eq!((desk.state(other).await.0, desk.kept().await), (FormState::Cast, 0));
        assert_eq!(desk.store.turnout(KOROSTEN, desk.poll).await.unwrap(), 2);
    }

    async fn nothing_that_was_typed_outlives_the_close(db: TestDatabase) {
        let desk = Desk::of(&db, 3).await;
        desk.enter(desk.residents[0], desk.first).await.unwrap();
        desk.agreed(desk.residents[1]).await;
        let cast = desk.agreed(desk.residents[2]).await;
        open(&desk.store).cast(desk.submission(cast).await).await.unwrap();
        // A batch of another poll stays as it is.
        let elsewhere = publish(&desk.store, KOROSTEN, Secrecy::Secret, -HOUR, 9 * HOUR).await;
        let batch = desk.store.open_paper_batch(KOROSTEN, elsewhere, (desk.first, Millis(5))).await.unwrap();
        let new = NewForm { person: desk.residents[0], submission: submission_id(), sealed: TYPED };
        desk.store.enter_paper_form(KOROSTEN, batch, new, (desk.first, Millis(6))).await.unwrap();
        let result = desk.store.with_clock_offset(2 * HOUR).close_poll(KOROSTEN, desk.poll).await.unwrap();
        assert_eq!((result.tally.ballots, result.on_paper), (1, 1));
        for (no, state) in [(1, (FormState::Refused, Some(Refused::Closed))), (2, (FormState::Refused, Some(Refused::Closed))), (3, (FormState::Cast, None))] {
            assert_eq!(desk.state(FormNo(no)).await, state, "{no}");
        }
        assert_eq!((desk.kept().await, desk.acts("paper.refused").await), (1, 2));
    }

    async fn a_scan_is_kept_for_a_time_after_the_close(db: TestDatabase) {
        let desk = Desk::of(&db, 2).await;
        let (one, other) = (desk.agreed(desk.residents[0]).await, desk.agreed(desk.residents[1]).await);
        // In place of the one before.
        desk.scan(one).await;
        assert_eq!((desk.scans().await, desk.form(one).await.scan), (2, Some(DocumentKind::Pdf)));
        let (kind, scan) = desk.store.paper_scan(KOROSTEN, (desk.batch, one), (desk.second, Millis(8))).await.unwrap();
        assert_eq!((kind, scan.as_slice()), (DocumentKind::Pdf, b"a sealed scan".as_slice()));
        assert_eq!((desk.acts("paper.scan_attached").await, desk.acts("paper.scan_viewed").await), (3, 1));
        // Taken out with its form.
        desk.store.take_out_paper_form(KOROSTEN, desk.batch, other, (desk.first, Millis(9))).await.unwrap();
        assert_eq!((desk.scans().await, desk.acts("paper.taken_out").await), (1, 1));
        let late = desk.store.with_clock_offset(2 * HOUR);
        let closed = late.close_poll(KOROSTEN, desk.poll).await.unwrap().closed_at;
        assert_eq!(desk.store.purge_paper_scans(closed).await.unwrap(), 0);
        assert_eq!(desk.store.purge_paper_scans(closed.plus(1)).await.unwrap(), 1);
        assert_eq!((desk.scans().await, desk.form(one).await.scan), (0, None));
        assert_eq!(desk.store.purge_paper_scans(closed.plus(DAY)).await.unwrap(), 0);
    }

    async fn the_scan_of_a_settled_form_is_neither_replaced_nor_put_back(db: TestDatabase) {
        let desk = Desk::of(&db, 3).await;
        let (cast, refused, closed) = (desk.agreed(desk.residents[0]).await, desk.agreed(desk.residents[1]).await, desk.agreed(desk.residents[2]).await);
        open(&desk.store).cast(desk.submission(cast).await).await.unwrap();
        desk.refuse(refused, Refused::MayNot).await;
        for no in [cast, refused] {
            assert_eq!(conflict(desk.attach(no, b"another").await), Conflict::ChangedMeanwhile);
        }
        // Nor while the batch is being cast: it was begun with the scans that were there.
        desk.attach(closed, b"in its place").await.unwrap();
        desk.begin().await;
        assert_eq!(conflict(desk.attach(closed, b"another").await), Conflict::ChangedMeanwhile);
        desk.store.with_clock_offset(2 * HOUR).close_poll(KOROSTEN, desk.poll).await.unwrap();
        assert_eq!(conflict(desk.attach(closed, b"another").await), Conflict::ChangedMeanwhile);
        for (no, there) in [(cast, &b"a sealed scan"[..]), (refused, b"a sealed scan"), (closed, b"in its place")] {
            let (_, scan) = desk.store.paper_scan(KOROSTEN, (desk.batch, no), (desk.second, Millis(8))).await.unwrap();
            assert_eq!(scan, there, "{no}");
        }
        // Of whoever was forgotten nothing comes back.
        desk.store.erase_person(KOROSTEN, desk.residents[0], Assurance::BankId, Millis(9)).await.unwrap();
        assert_eq!(conflict(desk.attach(cast, b"put back").await), Conflict::ChangedMeanwhile);
        assert_eq!((desk.scans().await, desk.form(cast).await.scan), (2, None));
        assert_eq!(desk.acts("paper.scan_attached").await, 4);
    }

    async fn whoever_is_forgotten_leaves_no_paper_but_that_they_took_part(db: TestDatabase) {
        let desk = Desk::of(&db, 2).await;
        let (gone, stays) = (desk.residents[0], desk.residents[1]);
        desk.agreed(gone).await;
        let cast = desk.agreed(stays).await;
        open(&desk.store).cast(desk.submission(cast).await).await.unwrap();
        for person in [gone, stays] {
            desk.store.erase_person(KOROSTEN, person, Assurance::BankId, Millis(9)).await.unwrap();
        }
        assert_eq!((desk.scans().await, desk.kept().await), (0, 0));
        let left = desk.store.paper_forms(KOROSTEN, desk.batch).await.unwrap();
        assert_eq!(left.iter().map(|form| form.no).collect::<Vec<_>>(), [cast]);
        assert!(desk.store.person(KOROSTEN, gone).await.unwrap().is_none());
        assert!(matches!(desk.enter(stays, desk.first).await, Err(StoreError::NotFound)), "who was forgotten");
    }

    async fn forms_go_with_the_records_that_become_one(db: TestDatabase) {
        let desk = Desk::of(&db, 0).await;
        let store = &desk.store;
        let known = async |keys: &[crate::persons::PersonKey]| {
            let found = store.person_by_keys(KOROSTEN, keys, person_id(), b"s", Millis(1)).await;
            found.unwrap()
        };
        let join = async |a: u8, b: u8| {
            let keys = [key(Rnokpp, a), key(Unzr, b)];
            let (keep, gone) = (known(&keys[..1]).await.certain().unwrap(), known(&keys[1..]).await.certain().unwrap());
            (keep, gone, keys)
        };
        let merge = async |keep: PersonId, keys: [crate::persons::PersonKey; 2]| {
            let Found::InDoubt(case) = known(&keys).await else { panic!("no doubt") };
            store.decide_case(KOROSTEN, case, Verdict::OneHuman { keep }, by(Millis(9))).await.unwrap();
        };
        // A form of the record that goes is the kept one's.
        let (keep, gone, keys) = join(1, 2).await;
        let moved = desk.agreed(gone).await;
        merge(keep, keys).await;
        assert_eq!(desk.form(moved).await.form.person, keep);
        open(store).cast(desk.submission(moved).await).await.unwrap();
        // Both have one: that of the kept record counts.
        let (keep, gone, keys) = join(3, 4).await;
        let (ours, theirs) = (desk.agreed(keep).await, desk.agreed(gone).await);
        merge(keep, keys).await;
        assert_eq!(desk.state(theirs).await, (FormState::Refused, Some(Refused::Twice)));
        assert_eq!(desk.state(ours).await.0, FormState::Agreed);
        // Both operators turn out to be one: somebody else enters the form.
        let (keep, gone, keys) = join(5, 6).await;
        let person = settle(store, KOROSTEN, 1).await[0];
        let no = desk.enter(person, keep).await.unwrap();
        desk.again(no, gone, true).await.unwrap();
        let own = desk.enter(gone, keep).await.unwrap();
        merge(keep, keys).await;
        let form = desk.form(no).await.form;
        assert_eq!((form.state, form.first_by, form.second_by), (FormState::Entered, keep, None));
        assert_eq!(desk.again(no, desk.second, true).await.unwrap(), FormState::Agreed);
        // And what was their own all the time is out.
        assert!(store.paper_forms(KOROSTEN, desk.batch).await.unwrap().iter().all(|form| form.no != own));
        // Of one that begins anew they have typed nothing any more: it waits for two others.
        let (keep, gone, keys) = join(7, 8).await;
        let no = desk.enter(gone, keep).await.unwrap();
        for _ in 0..2 {
            desk.again(no, desk.second, false).await.unwrap();
        }
        merge(keep, keys).await;
        let form = desk.form(no).await.form;
        assert_eq!((form.state, form.person), (FormState::Anew, keep));
        let twice = participation::Entity::find().count(store.reader()).await.unwrap();
        assert_eq!(twice, 1);
    }
}

impl Desk {
    /// An operator's own form, entered by a colleague, a second time by themselves.
    async fn again_of_own(&self) -> Result<FormState, StoreError> {
        let no = self.enter(self.second, self.first).await.unwrap();
        self.again(no, self.second, true).await
    }
}
