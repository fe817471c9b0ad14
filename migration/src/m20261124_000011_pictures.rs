//! Pictures of options, each stored once in its community under the hash of its bytes.

use crate::table::{drop_all, key, of_community};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Added one by one: SQLite takes a single change for each statement. The picture is no foreign key, because SQLite adds
/// none over two columns to a table that is there; the store looks the picture up before it writes the option.
fn added() -> [ColumnDef; 3] {
    [
        blob_null("picture_hash"),
        text("picture_alt_uk").default("").to_owned(),
        text("picture_alt_en").default("").to_owned(),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("picture")
                    .col(big_integer("community_id"))
                    .col(blob("hash"))
                    .col(text("kind"))
                    .col(integer("width"))
                    .col(integer("height"))
                    .col(blob("bytes"))
                    .col(big_integer("created_at"))
                    .primary_key(&mut key(&["community_id", "hash"]))
                    .foreign_key(&mut of_community("picture"))
                    .to_owned(),
            )
            .await?;
        for column in added() {
            manager
                .alter_table(
                    Table::alter()
                        .table("poll_option")
                        .add_column(column)
                        .to_owned(),
                )
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["picture_alt_en", "picture_alt_uk", "picture_hash"] {
            manager
                .alter_table(
                    Table::alter()
                        .table("poll_option")
                        .drop_column(column)
                        .to_owned(),
                )
                .await?;
        }
        drop_all(manager, &["picture"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
