//! The register of a community's residents: keyed hashes with a settlement, and how many of a settlement were born in a month.

use crate::table::{drop_all, key, of_community};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 3] = ["register_extract", "register_entry", "register_month"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Which list the other two hold.
        manager
            .create_table(
                Table::create()
                    .table("register_extract")
                    .col(big_integer("community_id"))
                    // The day on which it was taken from the register.
                    .col(text("taken_on"))
                    .col(big_integer("imported_at"))
                    .col(big_integer("people"))
                    .primary_key(&mut key(&["community_id"]))
                    .foreign_key(&mut of_community("register_extract"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("register_entry")
                    .col(big_integer("community_id"))
                    .col(text("kind"))
                    .col(blob("hash"))
                    .col(big_integer("key_id"))
                    .col(text("settlement"))
                    .primary_key(&mut key(&["community_id", "kind", "hash"]))
                    .foreign_key(&mut of_community("register_entry"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("register_month")
                    .col(big_integer("community_id"))
                    .col(text("settlement"))
                    // Months since the beginning of the year 0.
                    .col(integer("born"))
                    .col(big_integer("people"))
                    .primary_key(&mut key(&["community_id", "settlement", "born"]))
                    .foreign_key(&mut of_community("register_month"))
                    .to_owned(),
            )
            .await?;
        // Who counted the entitled of a protocol; nothing for those from before there were registers.
        manager
            .alter_table(
                Table::alter()
                    .table("result")
                    .add_column(text_null("entitled_by"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("result")
                    .drop_column("entitled_by")
                    .to_owned(),
            )
            .await?;
        drop_all(manager, &TABLES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
