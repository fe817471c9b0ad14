//! Persons: who they are (sealed), by which keyed hashes they are found again, where they live, what they may do; their
//! sessions and the steps of signing in; and the sealed drafts of forms.

use crate::table::{drop_all, index, key, of_community, reference, without_rowid};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 8] = [
    "person",
    "person_key",
    "residency",
    "role_grant",
    "session",
    "sign_in",
    "ticket",
    "draft",
];

/// A reference to a person of the same community.
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
        // `sealed` is the name and birth date under the community's key; the identifiers themselves are nowhere.
        // `second_key_cleared_at`: somebody without a РНОКПП may be known by a second key already; staff ruled it out
        // (DESIGN §5.1).
        manager
            .create_table(
                Table::create()
                    .table("person")
                    .col(big_integer("community_id"))
                    .col(uuid("id"))
                    .col(blob("sealed"))
                    .col(big_integer_null("second_key_cleared_at"))
                    .col(big_integer("created_at"))
                    .primary_key(&mut key(&["community_id", "id"]))
                    .foreign_key(&mut of_community("person"))
                    .to_owned(),
            )
            .await?;

        // One human, one person: the primary key decides it (DESIGN §5.1).
        manager
            .create_table(
                Table::create()
                    .table("person_key")
                    .col(big_integer("community_id"))
                    .col(text("kind"))
                    .col(blob("hash"))
                    .col(big_integer("key_id"))
                    .col(uuid("person_id"))
                    .col(big_integer("created_at"))
                    .primary_key(&mut key(&["community_id", "kind", "hash"]))
                    .foreign_key(&mut to_person("person_key"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "person_key_by_person",
                "person_key",
                &["community_id", "person_id"],
            ))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("residency")
                    .col(big_integer("community_id"))
                    .col(uuid("person_id"))
                    .col(text("class"))
                    .col(text_null("settlement"))
                    .col(text_null("evidence"))
                    .col(text_null("expires"))
                    .col(uuid_null("decided_by"))
                    .col(big_integer("decided_at"))
                    .primary_key(&mut key(&["community_id", "person_id"]))
                    .foreign_key(&mut to_person("residency"))
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("role_grant")
                    .col(big_integer("community_id"))
                    .col(uuid("person_id"))
                    .col(text("role"))
                    .col(uuid_null("granted_by"))
                    .col(big_integer("granted_at"))
                    .col(big_integer_null("revoked_at"))
                    .primary_key(&mut key(&["community_id", "person_id", "role"]))
                    .foreign_key(&mut to_person("role_grant"))
                    .to_owned(),
            )
            .await?;

        // Only hashes of tokens are kept. A session belongs to the host of one community, so its key begins with it.
        manager
            .create_table(
                Table::create()
                    .table("session")
                    .col(big_integer("community_id"))
                    .col(blob("token_hash"))
                    .col(uuid("person_id"))
                    .col(text("assurance"))
                    .col(text("provider"))
                    .col(big_integer("created_at"))
                    .col(big_integer("seen_at"))
                    .col(big_integer("expires_at"))
                    .primary_key(&mut key(&["community_id", "token_hash"]))
                    .foreign_key(to_person("session").on_delete(ForeignKeyAction::Cascade))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "session_by_person",
                "session",
                &["community_id", "person_id"],
            ))
            .await?;
        manager
            .create_index(index("session_by_expiry", "session", &["expires_at"]))
            .await?;

        // The provider calls back on the platform's host and brings nothing but the state: it alone is the key (256
        // random bits), and the row says which community asked.
        manager
            .create_table(
                Table::create()
                    .table("sign_in")
                    .col(blob("state_hash"))
                    .col(big_integer("community_id"))
                    .col(blob("browser_hash"))
                    .col(text("provider"))
                    .col(text("return_path"))
                    .col(big_integer("expires_at"))
                    .col(big_integer_null("used_at"))
                    .primary_key(&mut key(&["state_hash"]))
                    .foreign_key(&mut of_community("sign_in"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("sign_in_by_expiry", "sign_in", &["expires_at"]))
            .await?;

        // From the platform's host to the community's: used once, within a minute, by the browser that asked.
        manager
            .create_table(
                Table::create()
                    .table("ticket")
                    .col(big_integer("community_id"))
                    .col(blob("ticket_hash"))
                    .col(blob("browser_hash"))
                    .col(uuid("person_id"))
                    .col(text("assurance"))
                    .col(text("provider"))
                    .col(text("return_path"))
                    .col(big_integer("expires_at"))
                    .col(big_integer_null("used_at"))
                    .primary_key(&mut key(&["community_id", "ticket_hash"]))
                    .foreign_key(to_person("ticket").on_delete(ForeignKeyAction::Cascade))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("ticket_by_expiry", "ticket", &["expires_at"]))
            .await?;

        // Ciphertext only; neither its id nor its key can be had without the browser's cookie (DESIGN §4).
        let mut draft = Table::create();
        draft
            .table("draft")
            .col(big_integer("community_id"))
            .col(blob("id"))
            .col(text("scope"))
            .col(blob("ciphertext"))
            .col(big_integer("updated_at"))
            .col(big_integer("expires_at"))
            .primary_key(&mut key(&["community_id", "id"]))
            .foreign_key(&mut of_community("draft"));
        manager
            .create_table(without_rowid(manager, &mut draft))
            .await?;
        manager
            .create_index(index("draft_by_expiry", "draft", &["expires_at"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &TABLES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
