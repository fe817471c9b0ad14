//! Sign-ins under way at a provider: from our redirect to its callback. Each is good once.

use crate::{SecretHash, Store, StoreError, convert, entity::sign_in};
use domain::{ids::CommunityId, time::Millis};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

/// A sign-in under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Where it was asked for; the callback arrives on the platform's host.
    pub community: CommunityId,
    /// The `state` of the protocol.
    pub state: SecretHash,
    /// The cookie of the browser that asked.
    pub browser: SecretHash,
    pub provider: String,
    /// A path on the community's host.
    pub return_path: String,
    /// Which of the community's hosts that is, without the port; empty where that is not known.
    pub host: String,
    pub expires_at: Millis,
}

/// What a state that came back belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Returned {
    /// To a sign-in under way, which this answer ends.
    Good(SignIn),
    /// To one that expired or was taken before: it signs nobody in any more, and still tells where its person wants to go back to.
    Stale(SignIn),
}

impl Store {
    /// Notes that a sign-in began.
    pub async fn begin_sign_in(&self, new: &SignIn) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let row = sign_in::Model {
                state_hash: new.state.to_column(),
                community_id: new.community.0,
                browser_hash: new.browser.to_column(),
                provider: new.provider.clone(),
                return_path: new.return_path.clone(),
                host: new.host.clone(),
                expires_at: new.expires_at.0,
                used_at: None,
            };
            sign_in::Entity::insert(row.into_active_model())
                .exec_without_returning(tx)
                .await?;
            Ok(())
        })
        .await
    }

    /// The sign-in of a state, good once; `None` when there is none.
    ///
    /// The only question that names no community: the provider's callback brings nothing but the state.
    pub async fn take_sign_in(
        &self,
        state: SecretHash,
        now: Millis,
    ) -> Result<Option<Returned>, StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            // Whoever changes the row has it; a check before would be a race.
            let done = sign_in::Entity::update_many()
                .col_expr(sign_in::Column::UsedAt, Expr::val(now.0))
                .filter(sign_in::Column::StateHash.eq(state.to_column()))
                .filter(sign_in::Column::UsedAt.is_null())
                .filter(sign_in::Column::ExpiresAt.gt(now.0))
                .exec(tx)
                .await?;
            let row = sign_in::Entity::find_by_id(state.to_column())
                .one(tx)
                .await?;
            let begun = row.map(read).transpose()?;
            Ok(begun.map(match done.rows_affected {
                0 => Returned::Stale,
                _ => Returned::Good,
            }))
        })
        .await
    }

    /// Deletes what expired by `now`; how many.
    pub async fn purge_sign_ins(&self, now: Millis) -> Result<u64, StoreError> {
        let done = sign_in::Entity::delete_many()
            .filter(sign_in::Column::ExpiresAt.lte(now.0))
            .exec(self.writer())
            .await?;
        Ok(done.rows_affected)
    }
}

fn read(row: sign_in::Model) -> Result<SignIn, StoreError> {
    Ok(SignIn {
        community: CommunityId(row.community_id),
        state: SecretHash(convert::hash32(&row.state_hash)?),
        browser: SecretHash(convert::hash32(&row.browser_hash)?),
        provider: row.provider,
        return_path: row.return_path,
        host: row.host,
        expires_at: Millis(row.expires_at),
    })
}
