//! Roles granted to persons, within one community.

use crate::{
    By, Conflict, SecretHash, Store, StoreError, audit, convert,
    entity::{audit as log, community, role_grant},
    invitations, persons, sessions,
};
use domain::{
    ids::{CommunityId, PersonId},
    role::{Right, Role},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Select,
    sea_query::{Condition, Expr, ExprTrait, IntoCondition, LockType, OnConflict},
};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A role that somebody holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    pub person: PersonId,
    pub role: Role,
    /// `None`: somebody with access to the server.
    pub granted_by: Option<PersonId>,
    pub granted_at: Millis,
    /// When it ends by itself.
    pub expires_at: Option<Millis>,
    /// When and by whom it was last confirmed that it is still needed.
    pub reviewed: Option<(Millis, PersonId)>,
}

impl Grant {
    /// Since when nobody has said anew that the role is needed.
    pub fn confirmed_at(&self) -> Millis {
        self.reviewed.map_or(self.granted_at, |(at, _)| at)
    }
}

/// What a grant has to be to count at `now`: neither revoked nor expired.
pub(crate) fn counts(now: Millis) -> Condition {
    let column = |column| Expr::col((role_grant::Entity, column));
    column(role_grant::Column::RevokedAt)
        .is_null()
        .into_condition()
        .add(
            column(role_grant::Column::ExpiresAt)
                .is_null()
                .or(column(role_grant::Column::ExpiresAt).gt(now.0)),
        )
}

/// The grants that count.
pub(crate) fn standing(community: CommunityId, now: Millis) -> Select<role_grant::Entity> {
    role_grant::Entity::find()
        .filter(role_grant::Column::CommunityId.eq(community.0))
        .filter(counts(now))
        .order_by_asc(role_grant::Column::Role)
}

impl Store {
    /// Grants a role for good, also again after a revocation. Whoever may do more by it signs in anew: their sessions end.
    ///
    /// # Errors
    /// As those of [`Self::grant_role_until`].
    pub async fn grant_role(
        &self,
        community: CommunityId,
        person: PersonId,
        role: Role,
        by: By,
    ) -> Result<(), StoreError> {
        self.grant_role_until(community, person, role, None, by)
            .await
    }

    /// Grants a role that ends by itself at `until`; for good where that is nothing. Sessions end as with [`Self::grant_role`].
    ///
    /// # Errors
    /// [`Conflict::RoleElsewhere`] for a role that this community does not have.
    pub async fn grant_role_until(
        &self,
        community: CommunityId,
        person: PersonId,
        role: Role,
        until: Option<Millis>,
        by: By,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let given = Given {
                person,
                role,
                until,
                granted_by: by.actor.person(),
                kept: None,
            };
            grant(&*tx, community, given, by).await
        })
        .await
    }

    /// Takes a role away; with one that gives roles also the invitations that its holder sent and that gave nothing yet.
    ///
    /// # Errors
    /// `NotFound` when the person does not have it; [`Conflict::LastOfRole`] when a person would leave the community without anybody
    /// who gives roles. The command line may.
    pub async fn revoke_role(
        &self,
        community: CommunityId,
        person: PersonId,
        role: Role,
        by: By,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            if role.gives_roles() && by.actor.person().is_some() {
                // Two who revoke each other's role at once take turns.
                community::Entity::find_by_id(community.0)
                    .lock(LockType::NoKeyUpdate)
                    .one(tx)
                    .await?;
                let others = standing(community, by.at)
                    .filter(role_grant::Column::Role.eq(role.as_str()))
                    .filter(role_grant::Column::PersonId.ne(person.0))
                    .one(tx)
                    .await?;
                if others.is_none() {
                    return Err(Conflict::LastOfRole.into());
                }
            }
            let done = role_grant::Entity::update_many()
                .col_expr(role_grant::Column::RevokedAt, Expr::val(by.at.0))
                .filter(the(community, person, role))
                .filter(counts(by.at))
                .exec(tx)
                .await?;
            if done.rows_affected == 0 {
                return Err(StoreError::NotFound);
            }
            if role.gives_roles() {
                invitations::withdraw_all_of(tx, community, person, by).await?;
            }
            let detail = json!({ "role": role.as_str() });
            let subject = person.to_string();
            audit::record(tx, community, by, "role.revoked", &subject, detail).await
        })
        .await
    }

    /// Notes that a role is still needed.
    ///
    /// # Errors
    /// `NotFound` when the person does not have it; [`Conflict::OwnRecord`] for one's own; `Internal` by anybody but a person.
    pub async fn review_role(
        &self,
        community: CommunityId,
        person: PersonId,
        role: Role,
        by: By,
    ) -> Result<(), StoreError> {
        let Some(reviewer) = by.actor.person() else {
            return Err(StoreError::internal("a review is somebody's"));
        };
        if reviewer == person {
            return Err(Conflict::OwnRecord.into());
        }
        self.write(async |tx| {
            let tx = &*tx;
            let done = role_grant::Entity::update_many()
                .col_expr(role_grant::Column::ReviewedAt, Expr::val(by.at.0))
                .col_expr(role_grant::Column::ReviewedBy, Expr::val(reviewer.0))
                .filter(the(community, person, role))
                .filter(counts(by.at))
                .exec(tx)
                .await?;
            if done.rows_affected == 0 {
                return Err(StoreError::NotFound);
            }
            let detail = json!({ "role": role.as_str() });
            let subject = person.to_string();
            audit::record(tx, community, by, "role.reviewed", &subject, detail).await
        })
        .await
    }

    /// Everybody who works for the community, by role.
    pub async fn team(
        &self,
        community: CommunityId,
        now: Millis,
    ) -> Result<Vec<Grant>, StoreError> {
        let rows = standing(community, now)
            .order_by_asc(role_grant::Column::GrantedAt)
            .order_by_asc(role_grant::Column::PersonId)
            .all(self.reader())
            .await?;
        rows.iter().map(read).collect()
    }

    /// Everybody who holds a role or has held one, also for a time that is over.
    pub async fn ever_of_the_team(
        &self,
        community: CommunityId,
    ) -> Result<HashSet<PersonId>, StoreError> {
        let found: Vec<Uuid> = role_grant::Entity::find()
            .select_only()
            .column(role_grant::Column::PersonId)
            .distinct()
            .filter(role_grant::Column::CommunityId.eq(community.0))
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(found.into_iter().map(PersonId).collect())
    }

    /// When each of these persons last did something that the log holds; who never did is not in it.
    pub async fn last_acts(
        &self,
        community: CommunityId,
        persons: &[PersonId],
    ) -> Result<HashMap<PersonId, Millis>, StoreError> {
        let found: Vec<(Uuid, i64)> = log::Entity::find()
            .select_only()
            .column(log::Column::PersonId)
            .column_as(log::Column::At.max(), "at")
            .filter(log::Column::CommunityId.eq(community.0))
            .filter(log::Column::PersonId.is_in(persons.iter().map(|person| person.0)))
            .group_by(log::Column::PersonId)
            .into_tuple()
            .all(self.reader())
            .await?;
        let found = found.into_iter().map(|(id, at)| (PersonId(id), Millis(at)));
        Ok(found.collect())
    }

    /// A person's roles in this community.
    pub async fn roles_of(
        &self,
        community: CommunityId,
        person: PersonId,
        now: Millis,
    ) -> Result<Vec<Role>, StoreError> {
        let rows = standing(community, now)
            .filter(role_grant::Column::PersonId.eq(person.0))
            .all(self.reader())
            .await?;
        rows.iter().map(|row| convert::named(&row.role)).collect()
    }
}

/// How many people hold a role at `now` that gives this right.
pub(crate) async fn how_many_may(
    db: &impl ConnectionTrait,
    community: CommunityId,
    right: Right,
    now: Millis,
) -> Result<usize, StoreError> {
    let roles = Role::ALL.iter().filter(|role| role.may(right));
    let holders: Vec<Uuid> = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::PersonId)
        .distinct()
        .filter(role_grant::Column::CommunityId.eq(community.0))
        .filter(counts(now))
        .filter(role_grant::Column::Role.is_in(roles.map(|role| role.as_str())))
        .into_tuple()
        .all(db)
        .await?;
    Ok(holders.len())
}

/// Who may give roles at `now`.
pub(crate) async fn givers(
    db: &impl ConnectionTrait,
    community: CommunityId,
    now: Millis,
) -> Result<HashSet<PersonId>, StoreError> {
    let giving = Role::ALL.iter().filter(|role| role.gives_roles());
    let rows = standing(community, now)
        .filter(role_grant::Column::Role.is_in(giving.map(|role| role.as_str())))
        .all(db)
        .await?;
    Ok(rows.iter().map(|row| PersonId(row.person_id)).collect())
}

/// The one row of a person's role.
fn the(community: CommunityId, person: PersonId, role: Role) -> Condition {
    Condition::all()
        .add(role_grant::Column::CommunityId.eq(community.0))
        .add(role_grant::Column::PersonId.eq(person.0))
        .add(role_grant::Column::Role.eq(role.as_str()))
}

/// A grant to be written.
pub(crate) struct Given {
    pub person: PersonId,
    pub role: Role,
    /// When it ends by itself.
    pub until: Option<Millis>,
    /// Whose decision it was.
    pub granted_by: Option<PersonId>,
    /// The session that goes on, because the caller has just given it another token.
    pub kept: Option<SecretHash>,
}

/// Writes a grant in the caller's transaction, `by` whose hand. Where it gives somebody more than they had, their sessions end: each began
/// with less at stake, and whoever has learnt its token in the meantime must not be raised with its person (ASVS 7.2.4).
pub(crate) async fn grant(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    given: Given,
    by: By,
) -> Result<(), StoreError> {
    use role_grant::Column as C;
    let Given {
        person,
        role,
        until,
        granted_by,
        kept,
    } = given;
    if !role.exists_in(community) {
        return Err(Conflict::RoleElsewhere.into());
    }
    // Before anything of theirs is written, as their sessions may end.
    persons::lock(tx, community, &[person]).await?;
    let had = standing(community, by.at)
        .filter(the(community, person, role))
        .one(tx)
        .await?;
    let row = role_grant::Model {
        community_id: community.0,
        person_id: person.0,
        role: role.as_str().to_owned(),
        granted_by: granted_by.map(|person| person.0),
        granted_at: by.at.0,
        revoked_at: None,
        expires_at: until.map(|until| until.0),
        reviewed_at: None,
        reviewed_by: None,
    };
    role_grant::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([C::CommunityId, C::PersonId, C::Role])
                .update_columns([
                    C::GrantedBy,
                    C::GrantedAt,
                    C::RevokedAt,
                    C::ExpiresAt,
                    C::ReviewedAt,
                    C::ReviewedBy,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    if had.is_none() {
        sessions::end_all_but(tx, community, person, kept).await?;
    }
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
}

fn read(row: &role_grant::Model) -> Result<Grant, StoreError> {
    Ok(Grant {
        person: PersonId(row.person_id),
        role: convert::named(&row.role)?,
        granted_by: row.granted_by.map(PersonId),
        granted_at: Millis(row.granted_at),
        expires_at: row.expires_at.map(Millis),
        reviewed: row
            .reviewed_at
            .map(Millis)
            .zip(row.reviewed_by.map(PersonId)),
    })
}
