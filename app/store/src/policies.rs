//! The communities' regulations: versions are appended, never changed (the database refuses).

use crate::{By, Store, StoreError, audit, convert, entity::policy};
use domain::{
    ids::{CommunityId, PersonId},
    policy::Policy,
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, TryInsertResult,
};
use serde_json::json;

/// One version of a community's regulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyVersion {
    pub version: i64,
    pub policy: Policy,
    pub in_force_from: Millis,
    pub created_at: Millis,
    pub author: Option<PersonId>,
}

/// How often the next version is tried when others append at the same moment.
const TRIES: u32 = 100;

impl Store {
    /// Appends a version that is in force from an instant on; gives its number.
    pub async fn append_policy(
        &self,
        community: CommunityId,
        document: &Policy,
        in_force_from: Millis,
        by: By,
    ) -> Result<i64, StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            for _ in 0..TRIES {
                let last: Option<i64> = policy::Entity::find()
                    .select_only()
                    .column_as(policy::Column::Version.max(), "last")
                    .filter(policy::Column::CommunityId.eq(community.0))
                    .into_tuple::<Option<i64>>()
                    .one(tx)
                    .await?
                    .flatten();
                let row = policy::Model {
                    community_id: community.0,
                    version: last.unwrap_or(0) + 1,
                    document: convert::to_json(document)?,
                    in_force_from: in_force_from.0,
                    created_at: by.at.0,
                    author: by.actor.person().map(|person| person.0),
                };
                let version = row.version;
                let done = policy::Entity::insert(row.into_active_model())
                    .on_conflict_do_nothing_on([
                        policy::Column::CommunityId,
                        policy::Column::Version,
                    ])
                    .exec_without_returning(tx)
                    .await?;
                if matches!(done, TryInsertResult::Inserted(1..)) {
                    audit::record(
                        tx,
                        community,
                        by,
                        "policy.appended",
                        &version.to_string(),
                        json!({}),
                    )
                    .await?;
                    return Ok(version);
                }
            }
            Err(StoreError::internal("no free policy version"))
        })
        .await
    }

    /// The version in force at an instant; `None` before the first.
    pub async fn policy_in_force(
        &self,
        community: CommunityId,
        at: Millis,
    ) -> Result<Option<PolicyVersion>, StoreError> {
        in_force(self.reader(), community, at).await
    }

    /// One version, whether or not it is in force.
    pub async fn policy_version(
        &self,
        community: CommunityId,
        version: i64,
    ) -> Result<Option<PolicyVersion>, StoreError> {
        policy::Entity::find_by_id((community.0, version))
            .one(self.reader())
            .await?
            .map(read)
            .transpose()
    }
}

/// [`Store::policy_in_force`] on the caller's connection.
pub(crate) async fn in_force(
    db: &impl ConnectionTrait,
    community: CommunityId,
    at: Millis,
) -> Result<Option<PolicyVersion>, StoreError> {
    let row = policy::Entity::find()
        .filter(policy::Column::CommunityId.eq(community.0))
        .filter(policy::Column::InForceFrom.lte(at.0))
        .order_by_desc(policy::Column::InForceFrom)
        .order_by_desc(policy::Column::Version)
        .one(db)
        .await?;
    row.map(read).transpose()
}

fn read(row: policy::Model) -> Result<PolicyVersion, StoreError> {
    Ok(PolicyVersion {
        version: row.version,
        policy: convert::from_json(&row.document)?,
        in_force_from: Millis(row.in_force_from),
        created_at: Millis(row.created_at),
        author: row.author.map(PersonId),
    })
}
