//! How often the two entries of a paper form have come out different since it was begun.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Writes a value into the forms of this state.
fn of_state(state: &str, column: &'static str, value: impl Into<Value>) -> UpdateStatement {
    Query::update()
        .table("paper_form")
        .value(column, value.into())
        .and_where(Expr::col("state").eq(state))
        .to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("paper_form")
                    .add_column(small_integer("differed").default(0))
                    .to_owned(),
            )
            .await?;
        // Once at least; whoever differs again begins anew.
        manager.execute(of_state("differs", "differed", 1i16)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Before, a form without entries was none: this one waits for the entries of whoever began it and of somebody else.
        manager
            .execute(of_state("anew", "state", "entered"))
            .await?;
        manager
            .alter_table(
                Table::alter()
                    .table("paper_form")
                    .drop_column("differed")
                    .to_owned(),
            )
            .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
