//! Paper forms that staff enter, each typed by two of them, in batches; the scans of their identity parts; and how many of a result's
//! ballots came on paper.

use crate::table::{drop_all, index, key, of_community, reference, unique};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// A reference to a person of the same community.
fn to_person(table: &'static str, column: &'static str) -> ForeignKeyCreateStatement {
    reference(
        table,
        &["community_id", column],
        "person",
        &["community_id", "id"],
    )
}

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
        manager
            .create_table(
                Table::create()
                    .table("paper_batch")
                    .col(big_integer("community_id"))
                    .col(big_integer("no"))
                    .col(uuid("poll_id"))
                    .col(uuid("opened_by"))
                    .col(big_integer("opened_at"))
                    // When somebody said that it be cast: from then on no form is entered.
                    .col(big_integer_null("begun_at"))
                    .primary_key(&mut key(&["community_id", "no"]))
                    .foreign_key(&mut of_community("paper_batch"))
                    .foreign_key(&mut to_poll("paper_batch"))
                    .foreign_key(&mut to_person("paper_batch", "opened_by"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("paper_form")
                    .col(big_integer("community_id"))
                    .col(big_integer("batch_no"))
                    .col(small_integer("no"))
                    .col(uuid("poll_id"))
                    .col(uuid("person_id"))
                    // Makes casting it twice the same act. There is no ballot's id here, and none is ever known here.
                    .col(uuid("submission_id"))
                    .col(uuid("first_by"))
                    .col(uuid_null("second_by"))
                    .col(text("state"))
                    .col(text_null("refused"))
                    .col(big_integer("version"))
                    // Both entries of the answers, sealed under the community's key and bound to the form, until it is cast or refused.
                    .col(blob_null("first"))
                    .col(blob_null("second"))
                    .primary_key(&mut key(&["community_id", "batch_no", "no"]))
                    .index(&mut unique(
                        "paper_form_of_person",
                        &["community_id", "poll_id", "person_id"],
                    ))
                    .index(&mut unique(
                        "paper_form_by_submission",
                        &["community_id", "submission_id"],
                    ))
                    .foreign_key(&mut reference(
                        "paper_form",
                        &["community_id", "batch_no"],
                        "paper_batch",
                        &["community_id", "no"],
                    ))
                    .foreign_key(&mut to_poll("paper_form"))
                    .foreign_key(&mut to_person("paper_form", "person_id"))
                    .foreign_key(&mut to_person("paper_form", "first_by"))
                    .foreign_key(&mut to_person("paper_form", "second_by"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "paper_form_by_person",
                "paper_form",
                &["community_id", "person_id"],
            ))
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("paper_scan")
                    .col(big_integer("community_id"))
                    .col(big_integer("batch_no"))
                    .col(small_integer("form_no"))
                    .col(text("kind"))
                    // The identity part of the paper, sealed as well.
                    .col(blob("document"))
                    .primary_key(&mut key(&["community_id", "batch_no", "form_no"]))
                    .foreign_key(&mut reference(
                        "paper_scan",
                        &["community_id", "batch_no", "form_no"],
                        "paper_form",
                        &["community_id", "batch_no", "no"],
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .alter_table(
                Table::alter()
                    .table("result")
                    // Nothing where the poll was counted before there was paper: none came on it.
                    .add_column(big_integer_null("on_paper"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("result")
                    .drop_column("on_paper")
                    .to_owned(),
            )
            .await?;
        drop_all(manager, &["paper_batch", "paper_form", "paper_scan"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
