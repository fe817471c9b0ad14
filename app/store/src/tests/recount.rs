//! The recount can fail: it finds what does not agree.

use super::town::*;
use crate::{
    BallotBox, BallotBoxOptions,
    entity::{answer, ballot, counter},
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
