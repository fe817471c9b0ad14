//! The websites on which a community allows its polls to be shown; `*` stands for any.

use crate::table::{drop_all, key, of_community};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("widget_origin")
                    .col(big_integer("community_id"))
                    .col(text("origin"))
                    .primary_key(&mut key(&["community_id", "origin"]))
                    .foreign_key(&mut of_community("widget_origin"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["widget_origin"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
