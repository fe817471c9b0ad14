//! Which edition of the notice on personal data somebody has consented to, and when first.

use crate::table::{drop_all, key, reference};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("consent")
                    .col(big_integer("community_id"))
                    .col(uuid("person_id"))
                    .col(integer("edition"))
                    .col(big_integer("given_at"))
                    .primary_key(&mut key(&["community_id", "person_id", "edition"]))
                    .foreign_key(&mut reference(
                        "consent",
                        &["community_id", "person_id"],
                        "person",
                        &["community_id", "id"],
                    ))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["consent"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
