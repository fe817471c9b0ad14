//! Passkeys, and questions to an authenticator that wait for their answer.

use crate::table::{drop_all, index, key, of_community, reference};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 2] = ["passkey", "passkey_question"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("passkey")
                    .col(big_integer("community_id"))
                    .col(uuid("id"))
                    .col(uuid("person_id"))
                    // The host that the key is bound to (WebAuthn: the relying party's id).
                    .col(text("host"))
                    // Credential and label, sealed under the community's key and bound to row and person: a row that was written into
                    // the database by hand opens nothing.
                    .col(blob("sealed"))
                    // How surely the sign-in identified the person that added it.
                    .col(text("assurance"))
                    .col(big_integer("added_at"))
                    .col(big_integer_null("used_at"))
                    .primary_key(&mut key(&["community_id", "id"]))
                    .foreign_key(&mut reference(
                        "passkey",
                        &["community_id", "person_id"],
                        "person",
                        &["community_id", "id"],
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "passkey_by_person",
                "passkey",
                &["community_id", "person_id"],
            ))
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("passkey_question")
                    .col(big_integer("community_id"))
                    .col(blob("token_hash"))
                    // What the answer is checked against, sealed.
                    .col(blob("sealed"))
                    .col(big_integer("expires_at"))
                    .primary_key(&mut key(&["community_id", "token_hash"]))
                    .foreign_key(&mut of_community("passkey_question"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "passkey_question_by_expiry",
                "passkey_question",
                &["expires_at"],
            ))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &TABLES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
