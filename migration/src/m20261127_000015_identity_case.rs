//! Cases of sign-ins whose keys do not belong to one person, which staff decide; and whose record became part of whose.

use crate::table::{drop_all, index, key, of_community, reference};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 3] = ["identity_case", "identity_case_person", "identity_case_key"];

/// A reference to the case that a row belongs to.
fn to_case(table: &'static str) -> ForeignKeyCreateStatement {
    reference(
        table,
        &["community_id", "case_id"],
        "identity_case",
        &["community_id", "id"],
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("identity_case")
                    .col(big_integer("community_id"))
                    .col(uuid("id"))
                    .col(big_integer("opened_at"))
                    // The last time that somebody tried to sign in so, and how often.
                    .col(big_integer("tried_at"))
                    .col(integer("tries"))
                    .col(text_null("decision"))
                    // In how many polls the human had taken part under two records.
                    .col(integer_null("polls_twice"))
                    .col(uuid_null("decided_by"))
                    .col(big_integer_null("decided_at"))
                    .primary_key(&mut key(&["community_id", "id"]))
                    .foreign_key(&mut of_community("identity_case"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "identity_case_by_time",
                "identity_case",
                &["community_id", "decided_at", "tried_at"],
            ))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("identity_case_person")
                    .col(big_integer("community_id"))
                    .col(uuid("case_id"))
                    .col(uuid("person_id"))
                    .primary_key(&mut key(&["community_id", "case_id", "person_id"]))
                    .foreign_key(&mut to_case("identity_case_person"))
                    .foreign_key(&mut reference(
                        "identity_case_person",
                        &["community_id", "person_id"],
                        "person",
                        &["community_id", "id"],
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "identity_case_by_person",
                "identity_case_person",
                &["community_id", "person_id"],
            ))
            .await?;

        // What the sign-in brought; deleted when the case is decided.
        manager
            .create_table(
                Table::create()
                    .table("identity_case_key")
                    .col(big_integer("community_id"))
                    .col(uuid("case_id"))
                    .col(text("kind"))
                    .col(blob("hash"))
                    .col(big_integer("key_id"))
                    .primary_key(&mut key(&["community_id", "case_id", "kind", "hash"]))
                    .foreign_key(&mut to_case("identity_case_key"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "identity_case_by_key",
                "identity_case_key",
                &["community_id", "kind", "hash"],
            ))
            .await?;

        // The record that this one became part of. It takes no part in anything any more, and stays because the log names it.
        // No reference: SQLite adds none to a table that is there.
        manager
            .alter_table(
                Table::alter()
                    .table("person")
                    .add_column(uuid_null("merged_into"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("person")
                    .drop_column("merged_into")
                    .to_owned(),
            )
            .await?;
        drop_all(manager, &TABLES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
