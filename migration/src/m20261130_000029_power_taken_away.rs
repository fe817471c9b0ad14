//! Powers that somebody else ended: the organisation's key alone does not prove them again.

use crate::table::{drop_all, index, key, reference};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `taken_by` refers to nothing: a colleague who ended a power may be forgotten.
        manager
            .create_table(
                Table::create()
                    .table("power_taken_away")
                    .col(big_integer("community_id"))
                    .col(big_integer("organisation_no"))
                    .col(uuid("person_id"))
                    .col(big_integer("taken_at"))
                    .col(uuid_null("taken_by"))
                    .primary_key(&mut key(&["community_id", "organisation_no", "person_id"]))
                    .foreign_key(&mut reference(
                        "power_taken_away",
                        &["community_id", "organisation_no"],
                        "organisation",
                        &["community_id", "no"],
                    ))
                    .foreign_key(&mut reference(
                        "power_taken_away",
                        &["community_id", "person_id"],
                        "person",
                        &["community_id", "id"],
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "power_taken_away_by_person",
                "power_taken_away",
                &["community_id", "person_id"],
            ))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["power_taken_away"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
