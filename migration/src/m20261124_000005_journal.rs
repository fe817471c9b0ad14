//! The audit log of staff acts and the jobs that wait for their time.

use crate::table::{append_only, drop_all, index, key, of_community, unique};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 2] = ["audit", "job"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("audit")
                    .col(big_integer("community_id"))
                    .col(uuid("id"))
                    .col(big_integer("at"))
                    .col(uuid_null("person_id"))
                    .col(text("actor"))
                    .col(text("act"))
                    .col(text("subject"))
                    .col(text("detail"))
                    .primary_key(&mut key(&["community_id", "id"]))
                    .foreign_key(&mut of_community("audit"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("audit_by_time", "audit", &["community_id", "at"]))
            .await?;
        append_only(manager, &[("audit", &["community_id", "id"])]).await?;

        // One job of a kind for one subject; whoever claims it first does it (FOR UPDATE SKIP LOCKED on PostgreSQL).
        manager
            .create_table(
                Table::create()
                    .table("job")
                    .col(big_integer("community_id"))
                    .col(uuid("id"))
                    .col(text("kind"))
                    .col(uuid("subject"))
                    .col(big_integer("due_at"))
                    .col(text_null("claimed_by"))
                    .col(big_integer_null("claimed_until"))
                    .col(big_integer_null("done_at"))
                    .col(integer("tries"))
                    .primary_key(&mut key(&["community_id", "id"]))
                    .index(&mut unique(
                        "job_subject",
                        &["community_id", "kind", "subject"],
                    ))
                    .foreign_key(&mut of_community("job"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("job_by_time", "job", &["done_at", "due_at"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &TABLES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
