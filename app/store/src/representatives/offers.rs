//! Links by which powers are handed on and that nobody has taken yet: seen by whoever gave them and by staff, taken back by either.

use super::{find, log};
use crate::{
    Actor, By, Conflict, SecretHash, Store, StoreError, convert, entity::power_handed_on,
    organisations::standing, persons,
};
use domain::{
    ids::{CommunityId, OrganisationNo, PersonId},
    kyiv,
    organisation::{HandOver, may_offer},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder,
};
use serde_json::json;

/// A link that waits. Nothing of it opens anything: of its token there is a hash, which stays in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    pub organisation: OrganisationNo,
    pub given_by: PersonId,
    pub hand_over: HandOver,
    pub expires_at: Millis,
}

impl Store {
    /// Keeps the link by which `given_by` hands their power on, and logs it.
    ///
    /// # Errors
    /// `NotFound` where they have no power that counts today; [`Conflict::TooManyOffers`] where as many wait as may.
    pub async fn hand_power_on(
        &self,
        community: CommunityId,
        (no, given_by): (OrganisationNo, PersonId),
        (token, hand_over): (SecretHash, HandOver),
        expires_at: Millis,
        at: Millis,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            standing(tx, community, no).await?;
            // Of several at once the last sees those before it.
            if persons::lock(tx, community, &[given_by]).await? != 1 {
                return Err(StoreError::NotFound);
            }
            let own = find(tx, community, no, given_by).await?;
            let today = kyiv::date_at(at);
            if !own.is_some_and(|found| found.power.counts(today)) {
                return Err(StoreError::NotFound);
            }
            let waiting = power_handed_on::Entity::find()
                .filter(waiting(community, at))
                .filter(theirs(no, given_by))
                .count(tx)
                .await?;
            may_offer(waiting).map_err(|_| Conflict::TooManyOffers)?;
            let row = power_handed_on::Model {
                community_id: community.0,
                token_hash: token.to_column(),
                organisation_no: no.0,
                given_by: given_by.0,
                hand_over: hand_over.as_str().to_owned(),
                expires_at: expires_at.0,
            };
            power_handed_on::Entity::insert(row.into_active_model())
                .exec_without_returning(tx)
                .await?;
            let by = By {
                actor: Actor::Person(given_by),
                at,
            };
            let told = json!({ "hand_over": hand_over.as_str() });
            log(tx, community, no, by, "power.offered", told).await
        })
        .await
    }

    /// The links that somebody gave and that wait, the one that ends first first.
    ///
    /// # Errors
    /// When the database does not answer, or holds what is no link.
    pub async fn offers_by(
        &self,
        community: CommunityId,
        given_by: PersonId,
        now: Millis,
    ) -> Result<Vec<Offer>, StoreError> {
        let whose = power_handed_on::Column::GivenBy.eq(given_by.0);
        offers(self.reader(), waiting(community, now).add(whose)).await
    }

    /// The links of an organisation that wait, the one that ends first first.
    ///
    /// # Errors
    /// As [`Self::offers_by`].
    pub async fn offers_of(
        &self,
        community: CommunityId,
        no: OrganisationNo,
        now: Millis,
    ) -> Result<Vec<Offer>, StoreError> {
        let of = power_handed_on::Column::OrganisationNo.eq(no.0);
        offers(self.reader(), waiting(community, now).add(of)).await
    }

    /// Takes the link of `given_by` that ends at `expires_at` back, and logs it. Nothing happens where there is none (any more).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_offer_back(
        &self,
        community: CommunityId,
        (no, given_by): (OrganisationNo, PersonId),
        expires_at: Millis,
        by: By,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let done = power_handed_on::Entity::delete_many()
                .filter(power_handed_on::Column::CommunityId.eq(community.0))
                .filter(theirs(no, given_by))
                .filter(power_handed_on::Column::ExpiresAt.eq(expires_at.0))
                .exec(tx)
                .await?;
            match done.rows_affected {
                0 => Ok(()),
                _ => log(tx, community, no, by, "power.offer_taken_back", json!({})).await,
            }
        })
        .await
    }

    /// Deletes the links that expired; how many.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn purge_handed_on(&self, now: Millis) -> Result<u64, StoreError> {
        let done = power_handed_on::Entity::delete_many()
            .filter(power_handed_on::Column::ExpiresAt.lte(now.0))
            .exec(self.writer())
            .await?;
        Ok(done.rows_affected)
    }
}

fn waiting(community: CommunityId, now: Millis) -> Condition {
    use power_handed_on::Column as C;
    Condition::all()
        .add(C::CommunityId.eq(community.0))
        .add(C::ExpiresAt.gt(now.0))
}

fn theirs(no: OrganisationNo, given_by: PersonId) -> Condition {
    use power_handed_on::Column as C;
    Condition::all()
        .add(C::OrganisationNo.eq(no.0))
        .add(C::GivenBy.eq(given_by.0))
}

async fn offers(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<Offer>, StoreError> {
    let rows = power_handed_on::Entity::find()
        .filter(which)
        .order_by_asc(power_handed_on::Column::ExpiresAt)
        .order_by_asc(power_handed_on::Column::GivenBy)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Offer {
                organisation: OrganisationNo(row.organisation_no),
                given_by: PersonId(row.given_by),
                hand_over: convert::named(&row.hand_over)?,
                expires_at: Millis(row.expires_at),
            })
        })
        .collect()
}
