//! Confirmations of a residence that wait for a second person of the staff, and whether a community asks for one.

use crate::table::{drop_all, index, key, reference};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("community")
                    .add_column(boolean("two_confirm").default(false))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("residence_proposal")
                    .col(big_integer("community_id"))
                    .col(uuid("person_id"))
                    .col(text("settlement"))
                    .col(text("evidence"))
                    .col(text_null("expires"))
                    .col(uuid("proposed_by"))
                    .col(big_integer("proposed_at"))
                    .primary_key(&mut key(&["community_id", "person_id"]))
                    .foreign_key(&mut reference(
                        "residence_proposal",
                        &["community_id", "person_id"],
                        "person",
                        &["community_id", "id"],
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "residence_proposal_by_time",
                "residence_proposal",
                &["community_id", "proposed_at"],
            ))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["residence_proposal"]).await?;
        manager
            .alter_table(
                Table::alter()
                    .table("community")
                    .drop_column("two_confirm")
                    .to_owned(),
            )
            .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
