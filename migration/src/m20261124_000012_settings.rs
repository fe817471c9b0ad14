//! How a community looks, and the version of its settings, so that nobody overwrites what somebody else just changed.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Added one by one: SQLite takes a single change for each statement. The logo is the name of a picture of the community with its
/// size; no foreign key, because SQLite adds none over two columns to a table that is there.
fn added() -> [ColumnDef; 4] {
    [
        text_null("brand_action"),
        text_null("brand_now"),
        text_null("logo"),
        big_integer("version").default(1).to_owned(),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in added() {
            manager
                .alter_table(
                    Table::alter()
                        .table("community")
                        .add_column(column)
                        .to_owned(),
                )
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["version", "logo", "brand_now", "brand_action"] {
            manager
                .alter_table(
                    Table::alter()
                        .table("community")
                        .drop_column(column)
                        .to_owned(),
                )
                .await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
