//! Drafts: what somebody has typed, as ciphertext whose key is only in the browser's cookie (DESIGN §4). The draft of a
//! ballot goes in the transaction that records it.

use crate::{Store, StoreError, convert, entity::draft};
use domain::{ids::CommunityId, time::Millis};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::OnConflict};

/// A draft's id, derived from the browser's secret; nobody without the cookie can name it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DraftId(pub [u8; 32]);

/// Not for logs: it leads to the draft.
impl std::fmt::Debug for DraftId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DraftId(…)")
    }
}

/// A sealed draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub id: DraftId,
    /// Which form it is of.
    pub scope: String,
    pub ciphertext: Vec<u8>,
    pub updated_at: Millis,
    pub expires_at: Millis,
}

impl Store {
    /// Keeps drafts in place of those with the same ids, all or none.
    pub async fn put_drafts(
        &self,
        community: CommunityId,
        new: &[Draft],
    ) -> Result<(), StoreError> {
        use draft::Column as C;
        if new.is_empty() {
            return Ok(());
        }
        let rows = new.iter().map(|new| {
            draft::Model {
                community_id: community.0,
                id: new.id.0.to_vec(),
                scope: new.scope.clone(),
                ciphertext: new.ciphertext.clone(),
                updated_at: new.updated_at.0,
                expires_at: new.expires_at.0,
            }
            .into_active_model()
        });
        draft::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([C::CommunityId, C::Id])
                    .update_columns([C::Scope, C::Ciphertext, C::UpdatedAt, C::ExpiresAt])
                    .to_owned(),
            )
            .exec_without_returning(self.writer())
            .await?;
        Ok(())
    }

    /// Keeps a draft in place of the one with the same id.
    pub async fn put_draft(&self, community: CommunityId, new: &Draft) -> Result<(), StoreError> {
        self.put_drafts(community, std::slice::from_ref(new)).await
    }

    /// A draft that has not expired.
    pub async fn draft(
        &self,
        community: CommunityId,
        id: DraftId,
        now: Millis,
    ) -> Result<Option<Draft>, StoreError> {
        let row = draft::Entity::find_by_id((community.0, id.0.to_vec()))
            .filter(draft::Column::ExpiresAt.gt(now.0))
            .one(self.reader())
            .await?;
        row.map(read).transpose()
    }

    /// Of these drafts those that are there and have not expired, in no order.
    pub async fn drafts(
        &self,
        community: CommunityId,
        ids: &[DraftId],
        now: Millis,
    ) -> Result<Vec<Draft>, StoreError> {
        let rows = draft::Entity::find()
            .filter(draft::Column::CommunityId.eq(community.0))
            .filter(draft::Column::Id.is_in(ids.iter().map(|id| id.0.to_vec())))
            .filter(draft::Column::ExpiresAt.gt(now.0))
            .all(self.reader())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Deletes drafts. Nothing happens when one is not there.
    pub async fn delete_drafts(
        &self,
        community: CommunityId,
        ids: &[DraftId],
    ) -> Result<(), StoreError> {
        draft::Entity::delete_many()
            .filter(draft::Column::CommunityId.eq(community.0))
            .filter(draft::Column::Id.is_in(ids.iter().map(|id| id.0.to_vec())))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// Deletes what expired; how many.
    pub async fn purge_drafts(&self, now: Millis) -> Result<u64, StoreError> {
        let done = draft::Entity::delete_many()
            .filter(draft::Column::ExpiresAt.lte(now.0))
            .exec(self.writer())
            .await?;
        Ok(done.rows_affected)
    }
}

fn read(row: draft::Model) -> Result<Draft, StoreError> {
    Ok(Draft {
        id: DraftId(convert::hash32(&row.id)?),
        scope: row.scope,
        ciphertext: row.ciphertext,
        updated_at: Millis(row.updated_at),
        expires_at: Millis(row.expires_at),
    })
}
