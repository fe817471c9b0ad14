//! E-mail: whose a mailbox is, and the links on their way to one.

use crate::table::{drop_all, index, key, of_community, reference, unique};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 2] = ["person_email", "email_link"];

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
        // A mailbox is one person's; a person has at most one.
        manager
            .create_table(
                Table::create()
                    .table("person_email")
                    .col(big_integer("community_id"))
                    // Keyed, as the hashes of documents are.
                    .col(blob("hash"))
                    .col(big_integer("key_id"))
                    .col(uuid("person_id"))
                    // The address, sealed under the community's key and bound to its hash.
                    .col(blob("sealed"))
                    .col(big_integer("confirmed_at"))
                    .primary_key(&mut key(&["community_id", "hash"]))
                    .index(&mut unique(
                        "person_email_by_person",
                        &["community_id", "person_id"],
                    ))
                    .foreign_key(&mut to_person("person_email"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("email_link")
                    .col(big_integer("community_id"))
                    .col(blob("token_hash"))
                    // Derived from the secret of the browser that asked and from the token: two links of one browser share nothing.
                    .col(blob("browser_hash"))
                    .col(blob("hash"))
                    .col(big_integer("key_id"))
                    .col(blob("sealed"))
                    // Whose mailbox it is to become; nobody's for a sign-in.
                    .col(uuid_null("person_id"))
                    .col(text("return_path"))
                    .col(big_integer("expires_at"))
                    .col(big_integer_null("used_at"))
                    .primary_key(&mut key(&["community_id", "token_hash"]))
                    .foreign_key(&mut of_community("email_link"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "email_link_by_mailbox",
                "email_link",
                &["community_id", "hash", "expires_at"],
            ))
            .await?;
        manager
            .create_index(index("email_link_by_expiry", "email_link", &["expires_at"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &TABLES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
