//! What is searched of a consultation, folded into one column.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Null until somebody folds it: the rule of folding is no business of the schema's. Whoever migrates fills it in the
        // same transaction (`Store::migrate`); a later migration that sets it to null has it folded anew.
        manager
            .alter_table(
                Table::alter()
                    .table("consultation")
                    .add_column(text_null("search"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("consultation")
                    .drop_column("search")
                    .to_owned(),
            )
            .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
