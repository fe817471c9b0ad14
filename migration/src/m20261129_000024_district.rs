//! Starosta districts of communities and their settlements; and of an audience in what way people belong, instead of whether it must be
//! confirmed.

use crate::table::{drop_all, key, of_community, reference};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Before and after, in the column of JSON.
const CONFIRMED: [&str; 2] = [
    r#""confirmed_residency":true"#,
    r#""residency":"confirmed""#,
];
const DECLARED: [&str; 2] = [
    r#""confirmed_residency":false"#,
    r#""residency":"declared""#,
];
/// What the older form cannot say; the nearest that it can.
const REGISTERED: [&str; 2] = [CONFIRMED[0], r#""residency":"registered""#];
const DISPLACED: [&str; 2] = [CONFIRMED[0], r#""residency":"displaced""#];

async fn replace(manager: &SchemaManager<'_>, from: &str, to: &str) -> Result<(), DbErr> {
    let audience =
        Func::cust("replace").args([Expr::col("audience"), Expr::val(from), Expr::val(to)]);
    let update = Query::update()
        .table("consultation")
        .value("audience", audience)
        .to_owned();
    manager.execute(update).await
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for [before, after] in [CONFIRMED, DECLARED] {
            replace(manager, before, after).await?;
        }
        manager
            .create_table(
                Table::create()
                    .table("district")
                    .col(big_integer("community_id"))
                    .col(small_integer("no"))
                    .col(text("name_uk"))
                    .col(text("name_en"))
                    // A number is not given twice: a draft may still name it.
                    .col(big_integer_null("removed_at"))
                    .primary_key(&mut key(&["community_id", "no"]))
                    .foreign_key(&mut of_community("district"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("district_settlement")
                    .col(big_integer("community_id"))
                    .col(text("settlement"))
                    .col(small_integer("district_no"))
                    .primary_key(&mut key(&["community_id", "settlement"]))
                    .foreign_key(&mut reference(
                        "district_settlement",
                        &["community_id", "district_no"],
                        "district",
                        &["community_id", "no"],
                    ))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["district", "district_settlement"]).await?;
        for [before, after] in [CONFIRMED, DECLARED, REGISTERED, DISPLACED] {
            replace(manager, after, before).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
