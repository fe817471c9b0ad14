//! Seven roles instead of two, with an end and a review; invitations to them.

use crate::table::{drop_all, index, key, of_community, unique};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 1] = ["invitation"];

fn rename(from: &str, to: &str) -> UpdateStatement {
    Query::update()
        .table("role_grant")
        .value("role", to)
        .and_where(Expr::col("role").eq(from))
        .to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What «staff» could do, a moderator can: nobody loses anything.
        manager.execute(rename("staff", "moderator")).await?;
        for column in [
            // The role ends by itself at this instant; never, where nothing stands here.
            big_integer_null("expires_at"),
            // When and by whom it was last confirmed that the role is still needed.
            big_integer_null("reviewed_at"),
            uuid_null("reviewed_by"),
        ] {
            manager
                .alter_table(
                    Table::alter()
                        .table("role_grant")
                        .add_column(column)
                        .to_owned(),
                )
                .await?;
        }

        manager
            .create_table(
                Table::create()
                    .table("invitation")
                    .col(big_integer("community_id"))
                    .col(uuid("id"))
                    // Of the token in the link; only whoever has the link can accept.
                    .col(blob("token_hash"))
                    .col(text("role"))
                    // For whom, sealed: personal data.
                    .col(blob("sealed"))
                    .col(text("state"))
                    // Nobody: whoever has access to the server.
                    .col(uuid_null("invited_by"))
                    .col(big_integer("invited_at"))
                    .col(big_integer("expires_at"))
                    // The end of the role that is offered.
                    .col(big_integer_null("role_until"))
                    .col(uuid_null("accepted_by"))
                    .col(big_integer_null("accepted_at"))
                    // Who agreed, refused or took it back.
                    .col(uuid_null("decided_by"))
                    .col(big_integer_null("decided_at"))
                    .primary_key(&mut key(&["community_id", "id"]))
                    .index(&mut unique(
                        "invitation_by_token",
                        &["community_id", "token_hash"],
                    ))
                    .foreign_key(&mut of_community("invitation"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index(
                "invitation_by_state",
                "invitation",
                &["community_id", "state"],
            ))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &TABLES).await?;
        for column in ["reviewed_by", "reviewed_at", "expires_at"] {
            manager
                .alter_table(
                    Table::alter()
                        .table("role_grant")
                        .drop_column(column)
                        .to_owned(),
                )
                .await?;
        }
        // The older schema knows nothing that the other roles may do.
        manager
            .execute(
                Query::delete()
                    .from_table("role_grant")
                    .and_where(Expr::col("role").is_not_in(["administrator", "moderator"]))
                    .to_owned(),
            )
            .await?;
        manager.execute(rename("moderator", "staff")).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
