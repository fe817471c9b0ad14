//! The communities' keys, wrapped by the master key that is outside the database (DESIGN §8). Wrapped in, wrapped out.

use crate::{Store, StoreError, convert, entity::community_key};
use domain::{identifiers::KeyPurpose, ids::CommunityId, time::Millis};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, TryInsertResult,
};

/// A key as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey {
    pub community: CommunityId,
    /// From 1, within the community, over all purposes.
    pub id: i64,
    pub purpose: KeyPurpose,
    pub wrapped: Vec<u8>,
    pub created_at: Millis,
}

impl Store {
    /// Adds a key unless its id is taken; whether it was added. Of two instances that make a community's first keys at
    /// once, one is told `false` and must read what the other made.
    pub async fn add_key(&self, key: &WrappedKey) -> Result<bool, StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let row = community_key::Model {
                community_id: key.community.0,
                id: key.id,
                purpose: key.purpose.as_str().to_owned(),
                wrapped: key.wrapped.clone(),
                created_at: key.created_at.0,
            };
            let done = community_key::Entity::insert(row.into_active_model())
                .on_conflict_do_nothing_on([
                    community_key::Column::CommunityId,
                    community_key::Column::Id,
                ])
                .exec_without_returning(tx)
                .await?;
            Ok(matches!(done, TryInsertResult::Inserted(1..)))
        })
        .await
    }

    /// A community's keys by their ids.
    pub async fn keys(&self, community: CommunityId) -> Result<Vec<WrappedKey>, StoreError> {
        let rows = community_key::Entity::find()
            .filter(community_key::Column::CommunityId.eq(community.0))
            .order_by_asc(community_key::Column::Id)
            .all(self.reader())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Every community's keys: an instance whose master key does not unwrap them refuses to start.
    pub async fn all_keys(&self) -> Result<Vec<WrappedKey>, StoreError> {
        let rows = community_key::Entity::find()
            .order_by_asc(community_key::Column::CommunityId)
            .order_by_asc(community_key::Column::Id)
            .all(self.reader())
            .await?;
        rows.into_iter().map(read).collect()
    }
}

fn read(row: community_key::Model) -> Result<WrappedKey, StoreError> {
    Ok(WrappedKey {
        community: CommunityId(row.community_id),
        id: row.id,
        purpose: convert::named(&row.purpose)?,
        wrapped: row.wrapped,
        created_at: Millis(row.created_at),
    })
}
