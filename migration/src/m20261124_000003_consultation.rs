//! Consultations and what hangs on them: the poll, its questions and options, the public log of changes.

use crate::table::{append_only, drop_all, index, key, of_community, reference, unique};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 5] = [
    "consultation",
    "poll",
    "question",
    "poll_option",
    "change_log",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The parent of polls now and of discussions later: initiator, audience, term, state.
        manager
            .create_table(
                Table::create()
                    .table("consultation")
                    .col(big_integer("community_id"))
                    .col(uuid("id"))
                    .col(text("kind"))
                    .col(big_integer("number"))
                    .col(text("title_uk"))
                    .col(text("title_en"))
                    .col(text("summary_uk"))
                    .col(text("summary_en"))
                    .col(text("description_uk"))
                    .col(text("description_en"))
                    .col(text("decision_uk"))
                    .col(text("decision_en"))
                    .col(text("initiator_kind"))
                    .col(text("initiator_uk"))
                    .col(text("initiator_en"))
                    .col(uuid_null("author"))
                    .col(text("audience"))
                    .col(big_integer_null("opens_at"))
                    .col(big_integer_null("closes_at"))
                    .col(text("state"))
                    .col(big_integer("policy_version"))
                    .col(big_integer("version"))
                    .col(big_integer("created_at"))
                    .col(big_integer_null("published_at"))
                    .col(big_integer_null("closed_at"))
                    .primary_key(&mut key(&["community_id", "id"]))
                    .index(&mut unique(
                        "consultation_number",
                        &["community_id", "number"],
                    ))
                    .foreign_key(&mut of_community("consultation"))
                    .foreign_key(&mut reference(
                        "consultation",
                        &["community_id", "policy_version"],
                        "policy",
                        &["community_id", "version"],
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "consultation_by_state",
                "consultation",
                &["community_id", "state", "closes_at"],
            ))
            .await?;

        // `sealed_at`: the box takes no more ballots; set under an exclusive lock before anything is counted, so that
        // counting itself needs no lock. `ballots_rewritten_at`: the ballots were written anew after the close.
        manager
            .create_table(
                Table::create()
                    .table("poll")
                    .col(big_integer("community_id"))
                    .col(uuid("id"))
                    .col(text("secrecy"))
                    .col(big_integer_null("sealed_at"))
                    .col(big_integer_null("ballots_rewritten_at"))
                    .primary_key(&mut key(&["community_id", "id"]))
                    .foreign_key(&mut reference(
                        "poll",
                        &["community_id", "id"],
                        "consultation",
                        &["community_id", "id"],
                    ))
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("question")
                    .col(big_integer("community_id"))
                    .col(uuid("poll_id"))
                    .col(integer("no"))
                    .col(text("kind"))
                    .col(integer_null("min"))
                    .col(integer_null("max"))
                    .col(text("text_uk"))
                    .col(text("text_en"))
                    .col(text("hint_uk"))
                    .col(text("hint_en"))
                    .col(boolean("required"))
                    .primary_key(&mut key(&["community_id", "poll_id", "no"]))
                    .foreign_key(&mut reference(
                        "question",
                        &["community_id", "poll_id"],
                        "poll",
                        &["community_id", "id"],
                    ))
                    .to_owned(),
            )
            .await?;

        // A question of yes, no and abstain has its three options here too, without words: answers refer to them.
        manager
            .create_table(
                Table::create()
                    .table("poll_option")
                    .col(big_integer("community_id"))
                    .col(uuid("poll_id"))
                    .col(integer("question_no"))
                    .col(integer("no"))
                    .col(text("label_uk"))
                    .col(text("label_en"))
                    .col(text("hint_uk"))
                    .col(text("hint_en"))
                    .primary_key(&mut key(&["community_id", "poll_id", "question_no", "no"]))
                    .foreign_key(&mut reference(
                        "poll_option",
                        &["community_id", "poll_id", "question_no"],
                        "question",
                        &["community_id", "poll_id", "no"],
                    ))
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("change_log")
                    .col(big_integer("community_id"))
                    .col(uuid("consultation_id"))
                    .col(big_integer("seq"))
                    .col(big_integer("at"))
                    .col(uuid_null("person_id"))
                    .col(text("kind"))
                    .col(text("note_uk"))
                    .col(text("note_en"))
                    .primary_key(&mut key(&["community_id", "consultation_id", "seq"]))
                    .foreign_key(&mut reference(
                        "change_log",
                        &["community_id", "consultation_id"],
                        "consultation",
                        &["community_id", "id"],
                    ))
                    .to_owned(),
            )
            .await?;

        // What was published is not edited; corrections are appended (DESIGN §5.7).
        append_only(
            manager,
            &[("change_log", &["community_id", "consultation_id", "seq"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &TABLES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
