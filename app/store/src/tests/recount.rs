//! The recount can fail: it finds what does not agree.

use super::town::*;
use crate::{
    BallotBox, BallotBoxOptions,
    entity::{answer, ballot, counter, free_text},
};
use domain::poll::Secrecy;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

on_both_databases! {
    async fn a_counter_that_was_tampered_with_is_found(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        for person in settle(&store, KOROSTEN, 4).await {
            ballot_box.cast(usual(KOROSTEN, poll, person)).await.unwrap();
        }
        assert!(store.recount(KOROSTEN, poll, |_| {}).await.unwrap().agrees());
        counter::Entity::update_many()
            .col_expr(counter::Column::N, Expr::col(counter::Column::N).add(1))
            .filter(counter::Column::OptionNo.eq(2))
            .exec(store.writer())
            .await
            .unwrap();
        assert!(!store.recount(KOROSTEN, poll, |_| {}).await.unwrap().agrees());
        assert!(!store.recount_quick(KOROSTEN, poll).await.unwrap().agrees());
    }

    async fn a_ballot_that_was_stuffed_is_found_and_changes_the_hash(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        for person in settle(&store, KOROSTEN, 4).await {
            ballot_box.cast(usual(KOROSTEN, poll, person)).await.unwrap();
        }
        let before = store.recount(KOROSTEN, poll, |_| {}).await.unwrap();
        let stuffed = ballot::Model { community_id: KOROSTEN.0, poll_id: poll.0, id: Uuid::nil(), strata: None };
        ballot::Entity::insert(stuffed.into_active_model()).exec_without_returning(store.writer()).await.unwrap();
        let after = store.recount(KOROSTEN, poll, |_| {}).await.unwrap();
        assert!(!after.agrees());
        assert_ne!(before.ballot_hash, after.ballot_hash);
    }

    async fn a_text_that_was_taken_away_or_added_is_found(db: TestDatabase) {
        use free_text::Column as T;
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        for person in settle(&store, KOROSTEN, 3).await {
            ballot_box.cast(usual(KOROSTEN, poll, person)).await.unwrap();
        }
        let agrees = async || {
            let slow = store.recount(KOROSTEN, poll, |_| {}).await.unwrap().agrees();
            assert_eq!(store.recount_quick(KOROSTEN, poll).await.unwrap().agrees(), slow);
            slow
        };
        assert!(agrees().await);
        let all = free_text::Entity::find().all(store.reader()).await.unwrap();
        assert_eq!(all.len(), 6, "two on each ballot");
        for other in [false, true] {
            // To the option of a choice, and to a question that asks for words alone.
            let one = all.iter().find(|text| (text.question_no == 2) == other).unwrap();
            let this = free_text::Entity::delete_many().filter(T::Id.eq(one.id));
            this.exec(store.writer()).await.unwrap();
            assert!(!agrees().await);
            let again = async |id| {
                let row = free_text::Model { id, ..one.clone() };
                free_text::Entity::insert(row.into_active_model()).exec_without_returning(store.writer()).await.unwrap();
            };
            again(one.id).await;
            assert!(agrees().await);
            again(Uuid::nil()).await;
            assert!(!agrees().await);
            free_text::Entity::delete_many().filter(T::Id.eq(Uuid::nil())).exec(store.writer()).await.unwrap();
        }
    }

    async fn an_answer_without_a_ballot_is_an_error(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let stray = answer::Model {
            community_id: KOROSTEN.0,
            poll_id: poll.0,
            question_no: 1,
            option_no: 1,
            ballot_id: Uuid::nil(),
        };
        answer::Entity::insert(stray.into_active_model()).exec_without_returning(store.writer()).await.unwrap();
        assert!(store.recount(KOROSTEN, poll, |_| {}).await.is_err());
    }

    async fn equal_ballots_in_another_order_have_the_same_hash(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let polls = [
            publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await,
            publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await,
        ];
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        let persons = settle(&store, KOROSTEN, 9).await;
        let mut hashes = Vec::new();
        for (turn, poll) in polls.into_iter().enumerate() {
            for (i, &person) in persons.iter().enumerate() {
                let one = [((i + turn) % 3) as i16 + 1];
                ballot_box.cast(submit(KOROSTEN, poll, person, &[(1, &one), (3, &one)])).await.unwrap();
            }
            hashes.push(store.recount(KOROSTEN, poll, |_| {}).await.unwrap().ballot_hash);
        }
        assert_eq!(hashes[0], hashes[1]);
    }

    async fn progress_is_told(db: TestDatabase) {
        let store = db.store().await;
        found(&store, KOROSTEN).await;
        let poll = publish(&store, KOROSTEN, Secrecy::Secret, -HOUR, HOUR).await;
        let ballot_box = BallotBox::start(store.clone(), BallotBoxOptions::default());
        for person in settle(&store, KOROSTEN, 2).await {
            ballot_box.cast(usual(KOROSTEN, poll, person)).await.unwrap();
        }
        let mut told = Vec::new();
        store.recount(KOROSTEN, poll, |done| told.push(done)).await.unwrap();
        assert_eq!(told, [2]);
    }
}
