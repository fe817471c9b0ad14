//! Powers that somebody else ended, staff or another representative. Whoever leaves an organisation often keeps its key: from then on the key
//! alone proves nothing for them, until staff have decided about a claim.

use super::end;
use crate::{
    By, Store, StoreError,
    entity::{
        organisation,
        power_taken_away::{self, Column as C},
    },
    persons,
};
use domain::{
    ids::{CommunityId, OrganisationNo, PersonId},
    organisation::Organisation,
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, LockType, OnConflict},
};

/// That somebody else ended a power.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenAway {
    pub organisation: Organisation,
    pub at: Millis,
    /// `None`: somebody with access to the server.
    pub by: Option<PersonId>,
}

impl Store {
    /// The powers of a person that somebody else ended and that staff have not confirmed anew, by organisation.
    ///
    /// # Errors
    /// When the database does not answer, or holds what is no organisation.
    pub async fn powers_taken_away(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Vec<TakenAway>, StoreError> {
        let rows = power_taken_away::Entity::find()
            .filter(C::CommunityId.eq(community.0))
            .filter(C::PersonId.eq(person.0))
            .order_by_asc(C::OrganisationNo)
            .all(self.reader())
            .await?;
        let mut taken = Vec::new();
        for row in rows {
            let no = OrganisationNo(row.organisation_no);
            if let Some(found) = self.organisation(community, no).await? {
                taken.push(TakenAway {
                    organisation: found.organisation,
                    at: Millis(row.taken_at),
                    by: row.taken_by.map(PersonId),
                });
            }
        }
        Ok(taken)
    }
}

/// Ends the power of somebody else, logs it, and notes that they have not given it up themselves. Nothing happens where there is none.
pub(super) async fn take_away(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    no: OrganisationNo,
    person: PersonId,
    act: &str,
    by: By,
) -> Result<(), StoreError> {
    // In the order of `give`: whoever proves a power at this moment does it before this, and has it no more, or after.
    organisation::Entity::find_by_id((community.0, no.0))
        .lock(LockType::Update)
        .one(tx)
        .await?;
    persons::lock(tx, community, &[person]).await?;
    if !end(tx, community, no, person, act, by).await? {
        return Ok(());
    }
    let row = power_taken_away::Model {
        community_id: community.0,
        organisation_no: no.0,
        person_id: person.0,
        taken_at: by.at.0,
        taken_by: by.actor.person().map(|person| person.0),
    };
    power_taken_away::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([C::CommunityId, C::OrganisationNo, C::PersonId])
                .update_columns([C::TakenAt, C::TakenBy])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Who ended the power of this person for this organisation: `Some(None)` for somebody with access to the server. `None` where nobody did.
pub(super) async fn find(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    no: OrganisationNo,
    person: PersonId,
) -> Result<Option<Option<PersonId>>, StoreError> {
    let row = power_taken_away::Entity::find_by_id((community.0, no.0, person.0))
        .one(tx)
        .await?;
    Ok(row.map(|row| row.taken_by.map(PersonId)))
}

/// This person may act for the organisation, as staff or whoever had ended it have decided: its key proves it again.
pub(crate) async fn forgive(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    no: OrganisationNo,
    person: PersonId,
) -> Result<(), StoreError> {
    power_taken_away::Entity::delete_by_id((community.0, no.0, person.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Nobody acts for the organisation any more, and nothing is to be proved.
pub(crate) async fn forget_all_of(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    no: OrganisationNo,
) -> Result<(), StoreError> {
    power_taken_away::Entity::delete_many()
        .filter(C::CommunityId.eq(community.0))
        .filter(C::OrganisationNo.eq(no.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// How many powers of this person somebody else ended: while there are any, their record is not forgotten whole, or a new one would have none.
pub(crate) async fn how_many(
    db: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
) -> Result<u64, StoreError> {
    let theirs = power_taken_away::Entity::find()
        .filter(C::CommunityId.eq(community.0))
        .filter(C::PersonId.eq(person.0));
    Ok(theirs.count(db).await?)
}

/// One record becomes part of another: what was taken from one is not to be had as the other.
pub(crate) async fn move_all(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    kept: PersonId,
    gone: PersonId,
) -> Result<(), StoreError> {
    let has = power_taken_away::Entity::find()
        .select_only()
        .column(C::OrganisationNo)
        .filter(C::CommunityId.eq(community.0))
        .filter(C::PersonId.eq(kept.0));
    let has: Vec<i64> = has.into_tuple().all(tx).await?;
    power_taken_away::Entity::delete_many()
        .filter(C::CommunityId.eq(community.0))
        .filter(C::PersonId.eq(gone.0))
        .filter(C::OrganisationNo.is_in(has))
        .exec(tx)
        .await?;
    power_taken_away::Entity::update_many()
        .col_expr(C::PersonId, Expr::val(kept.0))
        .filter(C::CommunityId.eq(community.0))
        .filter(C::PersonId.eq(gone.0))
        .exec(tx)
        .await?;
    Ok(())
}
