//! Requests from home that one's residence be confirmed, each with a sealed document until staff have decided.

use crate::table::{drop_all, index, key, reference};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("residence_request")
                    .col(big_integer("community_id"))
                    .col(uuid("person_id"))
                    .col(text("settlement"))
                    .col(text("kind"))
                    .col(big_integer("sent_at"))
                    .col(big_integer_null("refused_at"))
                    // Why, in staff's words, sealed as well.
                    .col(blob_null("reason"))
                    // The file, sealed under the community's key and bound to the person; nothing once it is refused. The last column:
                    // SQLite reads through it to whatever stands behind.
                    .col(blob_null("document"))
                    .primary_key(&mut key(&["community_id", "person_id"]))
                    .foreign_key(&mut reference(
                        "residence_request",
                        &["community_id", "person_id"],
                        "person",
                        &["community_id", "id"],
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "residence_request_by_time",
                "residence_request",
                &["community_id", "refused_at", "sent_at"],
            ))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["residence_request"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
