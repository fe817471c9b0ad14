//! Organisations, who may act for them, and on what a session acts for one.

use crate::table::{drop_all, index, key, of_community, reference, unique};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 4] = [
    "organisation",
    "representative",
    "organisation_request",
    "power_handed_on",
];

/// A reference to a person of the same community.
fn to_person(table: &'static str, column: &'static str) -> ForeignKeyCreateStatement {
    reference(
        table,
        &["community_id", column],
        "person",
        &["community_id", "id"],
    )
}

fn to_organisation(table: &'static str) -> ForeignKeyCreateStatement {
    reference(
        table,
        &["community_id", "organisation_no"],
        "organisation",
        &["community_id", "no"],
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `edrpou` is empty of none: both databases take any number of NULLs in a unique index. One that was removed keeps its number, which
        // old consultations name, and gives its code up.
        manager
            .create_table(
                Table::create()
                    .table("organisation")
                    .col(big_integer("community_id"))
                    .col(big_integer("no"))
                    .col(text("kind"))
                    .col(text("name_uk"))
                    .col(text("name_en"))
                    .col(text("about_uk"))
                    .col(text("about_en"))
                    .col(text_null("edrpou"))
                    .col(big_integer("version"))
                    .col(big_integer_null("removed_at"))
                    .primary_key(&mut key(&["community_id", "no"]))
                    .index(&mut unique(
                        "organisation_edrpou",
                        &["community_id", "edrpou"],
                    ))
                    .foreign_key(&mut of_community("organisation"))
                    .to_owned(),
            )
            .await?;

        // `sealed` is the person's position, under the community's key.
        manager
            .create_table(
                Table::create()
                    .table("representative")
                    .col(big_integer("community_id"))
                    .col(big_integer("organisation_no"))
                    .col(uuid("person_id"))
                    .col(text("proof"))
                    .col(blob("sealed"))
                    .col(big_integer("since"))
                    .col(text("until"))
                    .primary_key(&mut key(&["community_id", "organisation_no", "person_id"]))
                    .foreign_key(&mut to_organisation("representative"))
                    .foreign_key(&mut to_person("representative", "person_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "representative_by_person",
                "representative",
                &["community_id", "person_id"],
            ))
            .await?;

        // What somebody claims and staff have not decided, or have refused. `sealed` is their position, `document` the file, `reason` why it
        // was refused, each under the community's key.
        manager
            .create_table(
                Table::create()
                    .table("organisation_request")
                    .col(big_integer("community_id"))
                    .col(uuid("person_id"))
                    .col(text("proof"))
                    .col(text("kind"))
                    .col(text("name_uk"))
                    .col(text("name_en"))
                    .col(text_null("edrpou"))
                    .col(blob("sealed"))
                    .col(text_null("document_kind"))
                    .col(blob_null("document"))
                    .col(big_integer("sent_at"))
                    .col(big_integer_null("refused_at"))
                    .col(blob_null("reason"))
                    .primary_key(&mut key(&["community_id", "person_id"]))
                    .foreign_key(&mut to_person("organisation_request", "person_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "organisation_request_by_time",
                "organisation_request",
                &["community_id", "sent_at"],
            ))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("power_handed_on")
                    .col(big_integer("community_id"))
                    .col(blob("token_hash"))
                    .col(big_integer("organisation_no"))
                    .col(uuid("given_by"))
                    .col(text("hand_over"))
                    .col(big_integer("expires_at"))
                    .primary_key(&mut key(&["community_id", "token_hash"]))
                    .foreign_key(&mut to_organisation("power_handed_on"))
                    .foreign_key(&mut to_person("power_handed_on", "given_by"))
                    .to_owned(),
            )
            .await?;

        // `signed_for`: the organisation that the sign-in's signature named, sealed and bound to the person.
        for (table, column) in [("ticket", "signed_for"), ("session", "signed_for")] {
            let mut alter = Table::alter();
            alter.table(table).add_column(blob_null(column));
            manager.alter_table(alter.to_owned()).await?;
        }
        for (table, column) in [("session", "acts_for"), ("consultation", "organisation_no")] {
            let mut alter = Table::alter();
            alter.table(table).add_column(big_integer_null(column));
            manager.alter_table(alter.to_owned()).await?;
        }
        manager
            .create_index(index(
                "consultation_by_organisation",
                "consultation",
                &["community_id", "organisation_no"],
            ))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(
                Index::drop()
                    .name("consultation_by_organisation")
                    .table("consultation")
                    .to_owned(),
            )
            .await?;
        for (table, column) in [
            ("consultation", "organisation_no"),
            ("session", "acts_for"),
            ("session", "signed_for"),
            ("ticket", "signed_for"),
        ] {
            let mut alter = Table::alter();
            alter.table(table).drop_column(column);
            manager.alter_table(alter.to_owned()).await?;
        }
        drop_all(manager, &TABLES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
