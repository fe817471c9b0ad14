//! Participation and ballots, apart from each other (DESIGN §5.4); the counters that cache the tally; the result.

use crate::table::{append_only, drop_all, key, reference, without_rowid};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 6] = [
    "participation",
    "ballot",
    "answer",
    "ballot_link",
    "counter",
    "result",
];

/// A reference to a poll of the same community.
fn to_poll(table: &'static str) -> ForeignKeyCreateStatement {
    reference(
        table,
        &["community_id", "poll_id"],
        "poll",
        &["community_id", "id"],
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Who took part, never what they chose. The primary key is the rule «one person, one ballot» (DESIGN §5.1).
        // No instant is kept: it would join the row to a ballot. The submission id makes a retry the same act; it is
        // unique only together with the person, so that it opens nothing to anybody else.
        let mut participation = Table::create();
        participation
            .table("participation")
            .col(big_integer("community_id"))
            .col(uuid("poll_id"))
            .col(uuid("person_id"))
            .col(uuid("submission_id"))
            .col(text("receipt"))
            .col(text("channel"))
            .col(text("assurance"))
            .primary_key(&mut key(&["community_id", "poll_id", "person_id"]))
            .foreign_key(&mut to_poll("participation"))
            .foreign_key(&mut reference(
                "participation",
                &["community_id", "person_id"],
                "person",
                &["community_id", "id"],
            ));
        manager
            .create_table(without_rowid(manager, &mut participation))
            .await?;

        // What was chosen, never by whom: a random id and, only if declared before opening, coarse strata.
        let mut ballot = Table::create();
        ballot
            .table("ballot")
            .col(big_integer("community_id"))
            .col(uuid("poll_id"))
            .col(uuid("id"))
            .col(text_null("strata"))
            .primary_key(&mut key(&["community_id", "poll_id", "id"]))
            .foreign_key(&mut to_poll("ballot"));
        manager
            .create_table(without_rowid(manager, &mut ballot))
            .await?;

        // The key's order makes GROUP BY question, option one scan of a covering index, and the
        // ballots of one option one range in the order of ballot ids. A skipped question has no row.
        //
        // There is no reference to `ballot`: both are written by one transaction of the ballot box
        // and by nothing else. On PostgreSQL it would write every ballot's row a second time to lock
        // it, and make rewriting a closed poll's ballots quadratic (each deleted ballot would look
        // through all deleted answers). The recount reports an answer that belongs to no ballot.
        let mut answer = Table::create();
        answer
            .table("answer")
            .col(big_integer("community_id"))
            .col(uuid("poll_id"))
            .col(integer("question_no"))
            .col(integer("option_no"))
            .col(uuid("ballot_id"))
            .primary_key(&mut key(&[
                "community_id",
                "poll_id",
                "question_no",
                "option_no",
                "ballot_id",
            ]))
            .foreign_key(&mut reference(
                "answer",
                &["community_id", "poll_id", "question_no", "option_no"],
                "poll_option",
                &["community_id", "poll_id", "question_no", "no"],
            ));
        manager
            .create_table(without_rowid(manager, &mut answer))
            .await?;

        // Confidential polls: a sealed link. Open polls: a plain one. Secret polls: never a row. It names no ballot by
        // reference, so that the ballots can be written anew.
        let mut ballot_link = Table::create();
        ballot_link
            .table("ballot_link")
            .col(big_integer("community_id"))
            .col(uuid("poll_id"))
            .col(uuid("person_id"))
            .col(blob_null("sealed"))
            .col(uuid_null("ballot_id"))
            .primary_key(&mut key(&["community_id", "poll_id", "person_id"]))
            .foreign_key(&mut reference(
                "ballot_link",
                &["community_id", "poll_id", "person_id"],
                "participation",
                &["community_id", "poll_id", "person_id"],
            ))
            .check(
                Expr::col("sealed")
                    .is_null()
                    .ne(Expr::col("ballot_id").is_null()),
            );
        manager
            .create_table(without_rowid(manager, &mut ballot_link))
            .await?;

        // (0, 0) counts ballots, (q, 0) the ballots that answered q, (q, o) the selections of o. One row per writer's
        // slot: a single hot row per poll loses 85 % on PostgreSQL (DESIGN §6).
        let mut counter = Table::create();
        counter
            .table("counter")
            .col(big_integer("community_id"))
            .col(uuid("poll_id"))
            .col(integer("slot"))
            .col(integer("question_no"))
            .col(integer("option_no"))
            .col(big_integer("n"))
            .primary_key(&mut key(&[
                "community_id",
                "poll_id",
                "slot",
                "question_no",
                "option_no",
            ]))
            .foreign_key(&mut to_poll("counter"))
            .check(Expr::col("slot").between(0, 15));
        manager
            .create_table(without_rowid(manager, &mut counter))
            .await?;

        // The machine's protocol of a closed poll.
        manager
            .create_table(
                Table::create()
                    .table("result")
                    .col(big_integer("community_id"))
                    .col(uuid("poll_id"))
                    .col(text("tally"))
                    .col(blob("ballot_hash"))
                    .col(big_integer_null("entitled"))
                    .col(big_integer("closed_at"))
                    .col(big_integer("created_at"))
                    .primary_key(&mut key(&["community_id", "poll_id"]))
                    .foreign_key(&mut to_poll("result"))
                    .to_owned(),
            )
            .await?;
        append_only(manager, &[("result", &["community_id", "poll_id"])]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &TABLES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
