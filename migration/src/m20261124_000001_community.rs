//! Communities (tenants), their hosts, keys and regulation; and the national codifier that they all share.

use crate::table::{append_only, drop_all, drop_append_only, key, of_community};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 5] = [
    "community",
    "community_host",
    "community_key",
    "policy",
    "territory",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("community")
                    .col(big_integer("id"))
                    .col(text_uniq("slug"))
                    .col(text("name_uk"))
                    .col(text("name_en"))
                    .col(text("council_uk"))
                    .col(text("council_en"))
                    .col(text("address_uk"))
                    .col(text("address_en"))
                    .col(text_null("territory"))
                    .col(big_integer_null("population"))
                    .col(big_integer("created_at"))
                    .primary_key(&mut key(&["id"]))
                    .to_owned(),
            )
            .await?;

        // The platform itself is a community, so that its operators are persons there (DESIGN §5.9).
        manager
            .execute(
                Query::insert()
                    .into_table("community")
                    .columns([
                        "id",
                        "slug",
                        "name_uk",
                        "name_en",
                        "council_uk",
                        "council_en",
                        "address_uk",
                        "address_en",
                        "created_at",
                    ])
                    .values_panic([
                        0i64.into(),
                        "platform".into(),
                        "Віче".into(),
                        "Viche".into(),
                        "".into(),
                        "".into(),
                        "".into(),
                        "".into(),
                        0i64.into(),
                    ])
                    .to_owned(),
            )
            .await?;

        // A host name belongs to one community in the whole installation, so it is the key by itself.
        manager
            .create_table(
                Table::create()
                    .table("community_host")
                    .col(text("host"))
                    .col(big_integer("community_id"))
                    .primary_key(&mut key(&["host"]))
                    .foreign_key(&mut of_community("community_host"))
                    .to_owned(),
            )
            .await?;

        // Keys wrapped by the master key, which is outside the database. Identity keys form a chain by their ids.
        manager
            .create_table(
                Table::create()
                    .table("community_key")
                    .col(big_integer("community_id"))
                    .col(big_integer("id"))
                    .col(text("purpose"))
                    .col(blob("wrapped"))
                    .col(big_integer("created_at"))
                    .primary_key(&mut key(&["community_id", "id"]))
                    .foreign_key(&mut of_community("community_key"))
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("policy")
                    .col(big_integer("community_id"))
                    .col(big_integer("version"))
                    .col(text("document"))
                    .col(big_integer("in_force_from"))
                    .col(big_integer("created_at"))
                    .col(uuid_null("author"))
                    .primary_key(&mut key(&["community_id", "version"]))
                    .foreign_key(&mut of_community("policy"))
                    .to_owned(),
            )
            .await?;

        // The codifier: public, shared by all tenants. The parent is no reference: a part of the file (one hromada's
        // rows) may be all that is there, and a unit that left the codifier stays, marked, because polls name it.
        manager
            .create_table(
                Table::create()
                    .table("territory")
                    .col(text("code"))
                    .col(text_null("parent"))
                    .col(text("category"))
                    .col(text("name"))
                    .col(boolean("withdrawn"))
                    .primary_key(&mut key(&["code"]))
                    .to_owned(),
            )
            .await?;

        // A regulation is not changed, it gets a next version.
        append_only(manager, &[("policy", &["community_id", "version"])]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &TABLES).await?;
        // The guard of all append-only tables; the last of them is gone.
        drop_append_only(manager).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
