//! Roles granted to persons, within one community.

use crate::{By, Store, StoreError, audit, convert, entity::role_grant};
use domain::{
    ids::{CommunityId, PersonId},
    role::Role,
};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Select,
    sea_query::{Expr, OnConflict},
};
use serde_json::json;

/// The grants that count: not revoked.
pub(crate) fn standing(community: CommunityId) -> Select<role_grant::Entity> {
    role_grant::Entity::find()
        .filter(role_grant::Column::CommunityId.eq(community.0))
        .filter(role_grant::Column::RevokedAt.is_null())
        .order_by_asc(role_grant::Column::Role)
}

impl Store {
    /// Grants a role, also again after a revocation.
    pub async fn grant_role(
        &self,
        community: CommunityId,
        person: PersonId,
        role: Role,
        by: By,
    ) -> Result<(), StoreError> {
        use role_grant::Column as C;
        self.write(async |tx| {
            let tx = &*tx;
            let row = role_grant::Model {
                community_id: community.0,
                person_id: person.0,
                role: role.as_str().to_owned(),
                granted_by: by.actor.person().map(|person| person.0),
                granted_at: by.at.0,
                revoked_at: None,
            };
            role_grant::Entity::insert(row.into_active_model())
                .on_conflict(
                    OnConflict::columns([C::CommunityId, C::PersonId, C::Role])
                        .update_columns([C::GrantedBy, C::GrantedAt, C::RevokedAt])
                        .to_owned(),
                )
                .exec_without_returning(tx)
                .await?;
            let detail = json!({ "role": role.as_str() });
            audit::record(
                tx,
                community,
                by,
                "role.granted",
                &person.to_string(),
                detail,
            )
            .await
        })
        .await
    }

    /// Takes a role away.
    ///
    /// # Errors
    /// `NotFound` when the person does not have it.
    pub async fn revoke_role(
        &self,
        community: CommunityId,
        person: PersonId,
        role: Role,
        by: By,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let done = role_grant::Entity::update_many()
                .col_expr(role_grant::Column::RevokedAt, Expr::val(by.at.0))
                .filter(role_grant::Column::CommunityId.eq(community.0))
                .filter(role_grant::Column::PersonId.eq(person.0))
                .filter(role_grant::Column::Role.eq(role.as_str()))
                .filter(role_grant::Column::RevokedAt.is_null())
                .exec(tx)
                .await?;
            if done.rows_affected == 0 {
                return Err(StoreError::NotFound);
            }
            let detail = json!({ "role": role.as_str() });
            audit::record(
                tx,
                community,
                by,
                "role.revoked",
                &person.to_string(),
                detail,
            )
            .await
        })
        .await
    }

    /// A person's roles in this community.
    pub async fn roles_of(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Vec<Role>, StoreError> {
        let rows = standing(community)
            .filter(role_grant::Column::PersonId.eq(person.0))
            .all(self.reader())
            .await?;
        rows.iter().map(|row| convert::named(&row.role)).collect()
    }

    /// Whether a person has a role in this community.
    pub async fn has_role(
        &self,
        community: CommunityId,
        person: PersonId,
        role: Role,
    ) -> Result<bool, StoreError> {
        Ok(self.roles_of(community, person).await?.contains(&role))
    }
}
