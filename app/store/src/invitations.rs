//! Invitations to a role: a link that one person can accept once, and the second person whom a role takes that gives roles.

use crate::{
    By, Conflict, SecretHash, Store, StoreError, audit, convert,
    entity::invitation,
    persons,
    roles::{self, Given},
    sessions::{self, Renewal},
};
use domain::{
    ids::{CommunityId, InvitationId, PersonId},
    role::Role,
    team::{InvitationState, SECOND_LIFE_MS, accepted, is_second},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, IntoCondition, LockType, Order},
};
use serde_json::json;

/// An invitation to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvitation {
    pub id: InvitationId,
    /// Of the token in the link.
    pub token: SecretHash,
    pub role: Role,
    /// For whom, sealed under the community's key.
    pub sealed: Vec<u8>,
    pub expires_at: Millis,
    /// When the role that is offered ends by itself.
    pub role_until: Option<Millis>,
}

/// An invitation as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub id: InvitationId,
    pub role: Role,
    /// Empty once nobody has to decide any more.
    pub sealed: Vec<u8>,
    /// Withdrawn also where its inviter gives no roles any more, while the row still waits.
    pub state: InvitationState,
    /// `None`: somebody with access to the server.
    pub invited_by: Option<PersonId>,
    pub invited_at: Millis,
    /// Until when somebody can accept it, and once it is accepted, until when a second person can agree.
    pub expires_at: Millis,
    pub role_until: Option<Millis>,
    pub accepted_by: Option<PersonId>,
}

/// What came of accepting one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub state: InvitationState,
    /// When the session ends that now has the new token; `None` where it keeps the old one.
    pub session_ends: Option<Millis>,
}

impl Invitation {
    /// Whether it can be accepted.
    pub fn is_open(&self, now: Millis) -> bool {
        self.state == InvitationState::Open && now < self.expires_at
    }

    /// Whether a second person can agree to it.
    pub fn awaits_second(&self, now: Millis) -> bool {
        self.state == InvitationState::AwaitsSecond && now < self.expires_at
    }
}

impl Store {
    /// Keeps an invitation.
    ///
    /// # Errors
    /// [`Conflict::RoleElsewhere`] for a role that this community does not have.
    pub async fn invite(
        &self,
        community: CommunityId,
        new: &NewInvitation,
        by: By,
    ) -> Result<(), StoreError> {
        if !new.role.exists_in(community) {
            return Err(Conflict::RoleElsewhere.into());
        }
        self.write(async |tx| {
            let tx = &*tx;
            let row = invitation::Model {
                community_id: community.0,
                id: new.id.0,
                token_hash: new.token.to_column(),
                role: new.role.as_str().to_owned(),
                sealed: new.sealed.clone(),
                state: InvitationState::Open.as_str().to_owned(),
                invited_by: by.actor.person().map(|person| person.0),
                invited_at: by.at.0,
                expires_at: new.expires_at.0,
                role_until: new.role_until.map(|until| until.0),
                accepted_by: None,
                accepted_at: None,
                decided_by: None,
                decided_at: None,
            };
            invitation::Entity::insert(row.into_active_model())
                .exec_without_returning(tx)
                .await?;
            record(tx, community, by, "invitation.sent", new.id, new.role).await
        })
        .await
    }

    /// The invitation of a link as it stands at `now`; `None` when the community has none such.
    pub async fn invitation_by_token(
        &self,
        community: CommunityId,
        token: SecretHash,
        now: Millis,
    ) -> Result<Option<Invitation>, StoreError> {
        let row = by_token(community, token).one(self.reader()).await?;
        match row {
            Some(row) => Ok(Some(
                as_it_stands(self.reader(), community, read(&row)?, now).await?,
            )),
            None => Ok(None),
        }
    }

    /// The invitations that wait for somebody, the latest first: those that can be accepted, and those that a second person has to
    /// agree to. One whose inviter gives no roles any more waits for nobody.
    pub async fn waiting_invitations(
        &self,
        community: CommunityId,
        now: Millis,
    ) -> Result<Vec<Invitation>, StoreError> {
        use invitation::Column as C;
        let rows = invitation::Entity::find()
            .filter(C::CommunityId.eq(community.0))
            .filter(C::State.is_in(pending()))
            .filter(C::ExpiresAt.gt(now.0))
            .order_by(C::InvitedAt, Order::Desc)
            .order_by(C::Id, Order::Asc)
            .all(self.reader())
            .await?;
        let givers = roles::givers(self.reader(), community, now).await?;
        let waits = |row: &&invitation::Model| {
            row.invited_by
                .is_none_or(|inviter| givers.contains(&PersonId(inviter)))
        };
        rows.iter().filter(waits).map(read).collect()
    }

    /// Accepts the invitation of a link for whoever presses the button; of several at once one succeeds. Where it gives the role, the
    /// session that asks goes on under its new token, and the person's others end.
    ///
    /// # Errors
    /// `NotFound` for no link of this community; [`Conflict::ChangedMeanwhile`] when it cannot be accepted any more, its inviter gives no
    /// roles any more, or the person's record became part of another.
    pub async fn accept_invitation(
        &self,
        community: CommunityId,
        token: SecretHash,
        renewal: Renewal,
        by: By,
    ) -> Result<Accepted, StoreError> {
        use invitation::Column as C;
        let Some(person) = by.actor.person() else {
            return Err(StoreError::internal(
                "an invitation is accepted by somebody",
            ));
        };
        self.write(async |tx| {
            let tx = &*tx;
            let row = by_token(community, token)
                .lock(LockType::Update)
                .one(tx)
                .await?
                .ok_or(StoreError::NotFound)?;
            let invitation = as_it_stands(tx, community, read(&row)?, by.at).await?;
            if !invitation.is_open(by.at) || persons::lock(tx, community, &[person]).await? != 1 {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            let state = accepted(invitation.role, invitation.invited_by);
            let expires_at = match state {
                // From now on it waits for somebody else.
                InvitationState::AwaitsSecond => by.at.plus(SECOND_LIFE_MS),
                _ => invitation.expires_at,
            };
            invitation::Entity::update_many()
                .col_expr(C::State, Expr::val(state.as_str()))
                .col_expr(C::AcceptedBy, Expr::val(person.0))
                .col_expr(C::AcceptedAt, Expr::val(by.at.0))
                .col_expr(C::Sealed, Expr::val(kept_label(state, &invitation)))
                .col_expr(C::ExpiresAt, Expr::val(expires_at.0))
                .filter(the(community, invitation.id))
                .exec(tx)
                .await?;
            let Invitation {
                id,
                role,
                role_until,
                invited_by,
                ..
            } = invitation;
            record(tx, community, by, "invitation.accepted", id, role).await?;
            let mut session_ends = None;
            if state == InvitationState::Granted {
                session_ends = sessions::renew(tx, community, person, renewal).await?;
                let given = Given {
                    person,
                    role,
                    until: role_until,
                    granted_by: invited_by,
                    kept: Some(renewal.new),
                };
                roles::grant(tx, community, given, by).await?;
            }
            Ok(Accepted {
                state,
                session_ends,
            })
        })
        .await
    }

    /// Agrees, as the second person, to what somebody accepted, or refuses it. Whoever has the role by it signs in anew: nobody is
    /// there to hand their browsers another token.
    ///
    /// # Errors
    /// `NotFound`; [`Conflict::ChangedMeanwhile`] when it waits for nobody's consent (any more), its inviter gives no roles any more, or whoever
    /// accepted it became part of another record; [`Conflict::OwnRecord`] for whoever invited or accepted.
    pub async fn second_invitation(
        &self,
        community: CommunityId,
        id: InvitationId,
        agrees: bool,
        by: By,
    ) -> Result<(), StoreError> {
        let Some(second) = by.actor.person() else {
            return Err(StoreError::internal("the second person is somebody"));
        };
        self.write(async |tx| {
            let tx = &*tx;
            let invitation = locked(tx, community, id).await?;
            let invitation = as_it_stands(tx, community, invitation, by.at).await?;
            let waits = invitation.awaits_second(by.at);
            let Some(person) = invitation.accepted_by.filter(|_| waits) else {
                return Err(Conflict::ChangedMeanwhile.into());
            };
            if !is_second(second, invitation.invited_by, invitation.accepted_by) {
                return Err(Conflict::OwnRecord.into());
            }
            if !agrees {
                decide(tx, community, id, InvitationState::Refused, by).await?;
                let role = invitation.role;
                return record(tx, community, by, "invitation.refused", id, role).await;
            }
            if persons::lock(tx, community, &[person]).await? != 1 {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            decide(tx, community, id, InvitationState::Granted, by).await?;
            let given = Given {
                person,
                role: invitation.role,
                until: invitation.role_until,
                granted_by: Some(second),
                kept: None,
            };
            roles::grant(tx, community, given, by).await
        })
        .await
    }

    /// Deletes the invitations that nobody accepted, or to which nobody agreed, in time; how many.
    pub async fn purge_invitations(&self, now: Millis) -> Result<u64, StoreError> {
        let done = invitation::Entity::delete_many()
            .filter(invitation::Column::State.is_in(pending()))
            .filter(invitation::Column::ExpiresAt.lte(now.0))
            .exec(self.writer())
            .await?;
        Ok(done.rows_affected)
    }

    /// Takes an invitation back of which no role has come yet, accepted or not.
    ///
    /// # Errors
    /// `NotFound`; [`Conflict::ChangedMeanwhile`] when it is decided.
    pub async fn withdraw_invitation(
        &self,
        community: CommunityId,
        id: InvitationId,
        by: By,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let invitation = locked(tx, community, id).await?;
            if !invitation.state.is_pending() {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            decide(tx, community, id, InvitationState::Withdrawn, by).await?;
            let role = invitation.role;
            record(tx, community, by, "invitation.withdrawn", id, role).await
        })
        .await
    }
}

/// The states in which somebody still has to do something.
fn pending() -> impl Iterator<Item = &'static str> {
    let all = InvitationState::ALL.iter();
    all.filter(|state| state.is_pending())
        .map(|state| state.as_str())
}

/// An invitation as it counts at `now`: one of which no role has come yet is worth what its inviter may give now, also where their role has
/// ended by itself and nobody was there to take it back.
async fn as_it_stands(
    db: &impl ConnectionTrait,
    community: CommunityId,
    mut invitation: Invitation,
    now: Millis,
) -> Result<Invitation, StoreError> {
    if let Some(inviter) = invitation.invited_by
        && invitation.state.is_pending()
        && !roles::givers(db, community, now).await?.contains(&inviter)
    {
        invitation.state = InvitationState::Withdrawn;
        invitation.sealed.clear();
    }
    Ok(invitation)
}

/// For whom an invitation is matters while somebody has to decide about it, and is forgotten then.
fn kept_label(state: InvitationState, invitation: &Invitation) -> Vec<u8> {
    match state {
        InvitationState::AwaitsSecond => invitation.sealed.clone(),
        _ => Vec::new(),
    }
}

fn by_token(community: CommunityId, token: SecretHash) -> sea_orm::Select<invitation::Entity> {
    invitation::Entity::find()
        .filter(invitation::Column::CommunityId.eq(community.0))
        .filter(invitation::Column::TokenHash.eq(token.to_column()))
}

fn the(community: CommunityId, id: InvitationId) -> Condition {
    Condition::all()
        .add(invitation::Column::CommunityId.eq(community.0))
        .add(invitation::Column::Id.eq(id.0))
}

async fn locked(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    id: InvitationId,
) -> Result<Invitation, StoreError> {
    let row = invitation::Entity::find_by_id((community.0, id.0))
        .lock(LockType::Update)
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    read(&row)
}

async fn decide(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    id: InvitationId,
    state: InvitationState,
    by: By,
) -> Result<(), StoreError> {
    use invitation::Column as C;
    invitation::Entity::update_many()
        .col_expr(C::State, Expr::val(state.as_str()))
        .col_expr(
            C::DecidedBy,
            Expr::val(by.actor.person().map(|person| person.0)),
        )
        .col_expr(C::DecidedAt, Expr::val(by.at.0))
        .col_expr(C::Sealed, Expr::val(Vec::<u8>::new()))
        .filter(the(community, id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes back what somebody offered who gives no roles any more, accepted or not.
pub(crate) async fn withdraw_all_of(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    inviter: PersonId,
    by: By,
) -> Result<(), StoreError> {
    let theirs = invitation::Column::InvitedBy.eq(inviter.0);
    withdraw_pending(tx, community, theirs, by).await
}

/// Takes back what somebody has accepted and nobody has decided yet.
pub(crate) async fn withdraw_all_for(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    accepted_by: PersonId,
    by: By,
) -> Result<(), StoreError> {
    let theirs = invitation::Column::AcceptedBy.eq(accepted_by.0);
    withdraw_pending(tx, community, theirs, by).await
}

async fn withdraw_pending(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    which: impl IntoCondition,
    by: By,
) -> Result<(), StoreError> {
    use invitation::Column as C;
    let rows = invitation::Entity::find()
        .filter(C::CommunityId.eq(community.0))
        .filter(which.into_condition())
        .filter(C::State.is_in(pending()))
        .lock(LockType::Update)
        .all(tx)
        .await?;
    for row in &rows {
        let invitation = read(row)?;
        let (id, role) = (invitation.id, invitation.role);
        decide(tx, community, id, InvitationState::Withdrawn, by).await?;
        record(tx, community, by, "invitation.withdrawn", id, role).await?;
    }
    Ok(())
}

async fn record(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    by: By,
    act: &str,
    id: InvitationId,
    role: Role,
) -> Result<(), StoreError> {
    let detail = json!({ "role": role.as_str() });
    audit::record(tx, community, by, act, &id.to_string(), detail).await
}

fn read(row: &invitation::Model) -> Result<Invitation, StoreError> {
    Ok(Invitation {
        id: InvitationId(row.id),
        role: convert::named(&row.role)?,
        sealed: row.sealed.clone(),
        state: convert::named(&row.state)?,
        invited_by: row.invited_by.map(PersonId),
        invited_at: Millis(row.invited_at),
        expires_at: Millis(row.expires_at),
        role_until: row.role_until.map(Millis),
        accepted_by: row.accepted_by.map(PersonId),
    })
}
