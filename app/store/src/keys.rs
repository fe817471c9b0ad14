//! The communities' keys, wrapped by the master key that is outside the database (DESIGN §8). Wrapped in, wrapped out.
//!
//! Whoever looks for somebody by a keyed hash, or stores one, says by which key it was made, and is refused with
//! [`Conflict::KeyRotation`] unless that is the current one: a hash by another key would find nobody, and a human would become a
//! second person. The check is part of the same transaction and holds the key until its end, so that a rotation begins before all of
//! it or after all of it.

mod rotation;

use crate::{Conflict, Store, StoreError, convert, entity::community_key};
use domain::{identifiers::KeyPurpose, ids::CommunityId, time::Millis};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, TryInsertResult, sea_query::LockType,
};

pub use rotation::{Carried, HashTable, StoredHash};

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
                is_current: true,
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

/// The identity key by which hashes are made now; no row while it is being rotated.
fn current(community: CommunityId) -> Condition {
    use community_key::Column as C;
    Condition::all()
        .add(C::CommunityId.eq(community.0))
        .add(C::Purpose.eq(KeyPurpose::Identity.as_str()))
        .add(C::IsCurrent.eq(true))
}

/// Lets no rotation of the identity key begin before the end of the transaction.
///
/// # Errors
/// [`Conflict::KeyRotation`] unless `key` is the current one.
pub(crate) async fn hold(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    key: i64,
) -> Result<(), StoreError> {
    let made_by = current(community).add(community_key::Column::Id.eq(key));
    hold_what(tx, made_by, LockType::Share).await
}

/// The same, and lets nobody else hold the key meanwhile: whoever has a person or their hashes before them, as a sign-in has, is done before the
/// transaction, or begins after it.
///
/// # Errors
/// As [`hold`].
pub(crate) async fn hold_alone(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    key: i64,
) -> Result<(), StoreError> {
    let made_by = current(community).add(community_key::Column::Id.eq(key));
    hold_what(tx, made_by, LockType::NoKeyUpdate).await
}

/// The same whichever key is the current one, for what only compares stored hashes.
///
/// # Errors
/// [`Conflict::KeyRotation`] while it is being rotated: some hashes are by the old key then, and some by the new one.
pub(crate) async fn hold_any(
    tx: &impl ConnectionTrait,
    community: CommunityId,
) -> Result<(), StoreError> {
    hold_what(tx, current(community), LockType::Share).await
}

async fn hold_what(
    tx: &impl ConnectionTrait,
    which: Condition,
    how: LockType,
) -> Result<(), StoreError> {
    // A rotation changes the row that this locks (SQLite: the write transaction is alone).
    let held: Option<i64> = community_key::Entity::find()
        .select_only()
        .column(community_key::Column::Id)
        .filter(which)
        .lock(how)
        .into_tuple()
        .one(tx)
        .await?;
    match held {
        Some(_) => Ok(()),
        None => Err(Conflict::KeyRotation.into()),
    }
}

/// The check of [`hold`] for somebody who has only read, and holds nothing: what they read before it was by this key, as a key that
/// is no longer the current one never becomes it again.
///
/// # Errors
/// As [`hold`].
pub(crate) async fn check(
    db: &impl ConnectionTrait,
    community: CommunityId,
    key: i64,
) -> Result<(), StoreError> {
    check_what(
        db,
        current(community).add(community_key::Column::Id.eq(key)),
    )
    .await
}

/// The check of [`hold_any`] for somebody who has only read.
///
/// # Errors
/// As [`hold_any`].
pub(crate) async fn check_any(
    db: &impl ConnectionTrait,
    community: CommunityId,
) -> Result<(), StoreError> {
    check_what(db, current(community)).await
}

async fn check_what(db: &impl ConnectionTrait, which: Condition) -> Result<(), StoreError> {
    let found = community_key::Entity::find()
        .filter(which)
        .count(db)
        .await?;
    match found {
        0 => Err(Conflict::KeyRotation.into()),
        _ => Ok(()),
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
