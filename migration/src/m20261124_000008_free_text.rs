//! Answers in one's own words: options that ask for them, and the words themselves.

use crate::table::{drop_all, key, reference, without_rowid};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("poll_option")
                    .add_column(boolean("with_text").default(false))
                    .to_owned(),
            )
            .await?;

        // One row for each text, under a random id and apart from its ballot: how somebody writes may tell who they are, and
        // must not tell what else they chose (DESIGN §5.4). The answer on the ballot says that there is a text.
        let mut free_text = Table::create();
        free_text
            .table("free_text")
            .col(big_integer("community_id"))
            .col(uuid("poll_id"))
            .col(integer("question_no"))
            .col(integer("option_no"))
            .col(uuid("id"))
            .col(text("body"))
            .primary_key(&mut key(&[
                "community_id",
                "poll_id",
                "question_no",
                "option_no",
                "id",
            ]))
            .foreign_key(&mut reference(
                "free_text",
                &["community_id", "poll_id", "question_no", "option_no"],
                "poll_option",
                &["community_id", "poll_id", "question_no", "no"],
            ));
        manager
            .create_table(without_rowid(manager, &mut free_text))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["free_text"]).await?;
        manager
            .alter_table(
                Table::alter()
                    .table("poll_option")
                    .drop_column("with_text")
                    .to_owned(),
            )
            .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
