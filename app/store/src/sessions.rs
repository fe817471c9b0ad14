//! Sessions of signed-in browsers. The database holds only hashes of their tokens.

use crate::{SecretHash, Store, StoreError, convert, entity::session};
use domain::{
    identity::Assurance,
    ids::{CommunityId, PersonId},
    role::Role,
    time::Millis,
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

/// How often "last seen" is written at most, in milliseconds: reading a page should not cost a write.
const TOUCH_EVERY_MS: i64 = 60_000;

/// A session to be created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    pub token: SecretHash,
    pub person: PersonId,
    /// How surely this sign-in identified the person.
    pub assurance: Assurance,
    /// The identity provider's name.
    pub provider: String,
    pub created_at: Millis,
    pub expires_at: Millis,
}

/// A session that is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub person: PersonId,
    pub assurance: Assurance,
    pub provider: String,
    pub created_at: Millis,
    pub seen_at: Millis,
    pub expires_at: Millis,
    /// The person's roles now, not at sign-in.
    pub roles: Vec<Role>,
}

impl Store {
    /// Creates a session.
    pub async fn create_session(
        &self,
        community: CommunityId,
        new: &NewSession,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let row = session::Model {
                community_id: community.0,
                token_hash: new.token.to_column(),
                person_id: new.person.0,
                assurance: new.assurance.as_str().to_owned(),
                provider: new.provider.clone(),
                created_at: new.created_at.0,
                seen_at: new.created_at.0,
                expires_at: new.expires_at.0,
            };
            session::Entity::insert(row.into_active_model())
                .exec_without_returning(tx)
                .await?;
            Ok(())
        })
        .await
    }

    /// The session of a token in this community, if it has not expired. Notes at most once a minute that it was seen.
    pub async fn find_session(
        &self,
        community: CommunityId,
        token: SecretHash,
        now: Millis,
    ) -> Result<Option<Session>, StoreError> {
        let found = session::Entity::find_by_id((community.0, token.to_column()))
            .filter(session::Column::ExpiresAt.gt(now.0))
            .one(self.reader())
            .await?;
        let Some(row) = found else {
            return Ok(None);
        };
        if now.since(Millis(row.seen_at)) >= TOUCH_EVERY_MS {
            self.touch(community, token, now).await;
        }
        let person = PersonId(row.person_id);
        Ok(Some(Session {
            person,
            assurance: convert::named(&row.assurance)?,
            provider: row.provider,
            created_at: Millis(row.created_at),
            seen_at: Millis(row.seen_at),
            expires_at: Millis(row.expires_at),
            roles: self.roles_of(community, person).await?,
        }))
    }

    /// Notes that a session was seen. Not worth failing a page: an error is only logged.
    async fn touch(&self, community: CommunityId, token: SecretHash, now: Millis) {
        let touched = session::Entity::update_many()
            .col_expr(session::Column::SeenAt, Expr::val(now.0))
            .filter(session::Column::CommunityId.eq(community.0))
            .filter(session::Column::TokenHash.eq(token.to_column()))
            // Of several requests at once only the first writes.
            .filter(session::Column::SeenAt.lte(now.0 - TOUCH_EVERY_MS))
            .exec(self.writer())
            .await;
        if let Err(error) = touched {
            tracing::warn!(%error, "could not note that a session was seen");
        }
    }

    /// Ends a session (signing out). Nothing happens when it is not there.
    pub async fn delete_session(
        &self,
        community: CommunityId,
        token: SecretHash,
    ) -> Result<(), StoreError> {
        session::Entity::delete_by_id((community.0, token.to_column()))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// Ends all sessions of a person in this community; how many there were.
    pub async fn delete_sessions_of(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<u64, StoreError> {
        let done = session::Entity::delete_many()
            .filter(session::Column::CommunityId.eq(community.0))
            .filter(session::Column::PersonId.eq(person.0))
            .exec(self.writer())
            .await?;
        Ok(done.rows_affected)
    }

    /// Deletes the sessions that have expired; how many.
    pub async fn purge_sessions(&self, now: Millis) -> Result<u64, StoreError> {
        let done = session::Entity::delete_many()
            .filter(session::Column::ExpiresAt.lte(now.0))
            .exec(self.writer())
            .await?;
        Ok(done.rows_affected)
    }
}
