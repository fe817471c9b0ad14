//! The second factor of those who work for a community: the app's secret, recovery codes, and which session has passed it.

use crate::table::{drop_all, key, reference};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 2] = ["second_factor", "recovery_code"];

fn to_person(table: &'static str) -> ForeignKeyCreateStatement {
    reference(
        table,
        &["community_id", "person_id"],
        "person",
        &["community_id", "id"],
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("second_factor")
                    .col(big_integer("community_id"))
                    .col(uuid("person_id"))
                    // The secret that the app shares, sealed under the community's key.
                    .col(blob("sealed"))
                    // Of the code that was accepted last (RFC 6238: each is good once).
                    .col(big_integer("last_step"))
                    .col(integer("tries"))
                    .col(big_integer("tries_since"))
                    .col(big_integer("set_at"))
                    .primary_key(&mut key(&["community_id", "person_id"]))
                    .foreign_key(&mut to_person("second_factor"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("recovery_code")
                    .col(big_integer("community_id"))
                    .col(uuid("person_id"))
                    .col(blob("hash"))
                    .col(big_integer("made_at"))
                    .col(big_integer_null("used_at"))
                    .primary_key(&mut key(&["community_id", "person_id", "hash"]))
                    .foreign_key(&mut to_person("recovery_code"))
                    .to_owned(),
            )
            .await?;
        manager
            .alter_table(
                Table::alter()
                    .table("session")
                    .add_column(big_integer_null("second_factor_at"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("session")
                    .drop_column("second_factor_at")
                    .to_owned(),
            )
            .await?;
        drop_all(manager, &TABLES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
