//! Questions and options are searched, too: whatever was folded without them is folded anew.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Who migrates folds what is null in the same transaction (`Store::migrate`).
        manager.execute(unfold()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.execute(unfold()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn unfold() -> UpdateStatement {
    Query::update()
        .table("consultation")
        .value("search", Expr::cust("NULL"))
        .to_owned()
}
