//! Which editions of the notice on personal data somebody has consented to.

use crate::{Store, StoreError, entity::consent};
use domain::{
    ids::{CommunityId, PersonId},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    sea_query::Expr,
};

/// One consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consent {
    pub edition: i32,
    /// When it was given first; giving it again changes nothing.
    pub given_at: Millis,
}

impl Store {
    /// What somebody has consented to, the latest edition first.
    pub async fn consents_of(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Vec<Consent>, StoreError> {
        of(self.reader(), community, person).await
    }
}

/// Notes that somebody consents to an edition.
pub(crate) async fn give(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    consent: Consent,
) -> Result<(), StoreError> {
    put(tx, community, person, &[consent]).await
}

async fn of(
    db: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
) -> Result<Vec<Consent>, StoreError> {
    let rows = consent::Entity::find()
        .filter(consent::Column::CommunityId.eq(community.0))
        .filter(consent::Column::PersonId.eq(person.0))
        .order_by_desc(consent::Column::Edition)
        .all(db)
        .await?;
    let consents = rows.into_iter().map(|row| Consent {
        edition: row.edition,
        given_at: Millis(row.given_at),
    });
    Ok(consents.collect())
}

async fn put(
    db: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    consents: &[Consent],
) -> Result<(), StoreError> {
    if consents.is_empty() {
        return Ok(());
    }
    let rows = consents.iter().map(|given| {
        consent::Model {
            community_id: community.0,
            person_id: person.0,
            edition: given.edition,
            given_at: given.given_at.0,
        }
        .into_active_model()
    });
    consent::Entity::insert_many(rows)
        .on_conflict_do_nothing_on([
            consent::Column::CommunityId,
            consent::Column::PersonId,
            consent::Column::Edition,
        ])
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Gives `kept` the consents of `gone`, whose human is the same: the earlier of two counts.
pub(crate) async fn move_all(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    kept: PersonId,
    gone: PersonId,
) -> Result<(), StoreError> {
    let theirs = of(tx, community, gone).await?;
    put(tx, community, kept, &theirs).await?;
    for given in theirs {
        consent::Entity::update_many()
            .col_expr(consent::Column::GivenAt, Expr::val(given.given_at.0))
            .filter(consent::Column::CommunityId.eq(community.0))
            .filter(consent::Column::PersonId.eq(kept.0))
            .filter(consent::Column::Edition.eq(given.edition))
            .filter(consent::Column::GivenAt.gt(given.given_at.0))
            .exec(tx)
            .await?;
    }
    consent::Entity::delete_many()
        .filter(consent::Column::CommunityId.eq(community.0))
        .filter(consent::Column::PersonId.eq(gone.0))
        .exec(tx)
        .await?;
    Ok(())
}
