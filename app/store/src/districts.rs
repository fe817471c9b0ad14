//! A community's starosta districts. They are part of its settings: changed only by whoever saw what the settings are now.

use crate::{
    By, Conflict, Store, StoreError, audit, convert,
    entity::{community, district, district_settlement},
    settings::next_version,
};
use domain::{
    district::{District, DistrictNo, redrawn},
    ids::CommunityId,
    katottg::Katottg,
    lang::Bilingual,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, LockType},
};
use serde_json::json;
use std::collections::BTreeMap;

impl Store {
    /// The districts that a community has now, by number; their settlements by code.
    ///
    /// # Errors
    /// When the database does not answer, or holds what is no code.
    pub async fn districts(&self, community: CommunityId) -> Result<Vec<District>, StoreError> {
        read(self.reader(), community).await
    }

    /// The last names of the districts that a community has no more, by number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn removed_districts(
        &self,
        community: CommunityId,
    ) -> Result<BTreeMap<DistrictNo, Bilingual>, StoreError> {
        let rows = district::Entity::find()
            .filter(district::Column::CommunityId.eq(community.0))
            .filter(district::Column::RemovedAt.is_not_null())
            .all(self.reader())
            .await?;
        let named = rows.into_iter();
        Ok(named
            .map(|row| (DistrictNo(row.no), Bilingual::new(row.name_uk, row.name_en)))
            .collect())
    }

    /// Adds a checked district under the next number, whatever number it carries, if the community's settings are still those of
    /// `version`, and logs it. Gives its number.
    ///
    /// # Errors
    /// `Conflict::ChangedMeanwhile`.
    pub async fn add_district(
        &self,
        community: CommunityId,
        version: i64,
        district: &District,
        by: By,
    ) -> Result<DistrictNo, StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            seen(tx, community, version).await?;
            let no = next_no(tx, community).await?;
            let row = district::Model {
                community_id: community.0,
                no: no.0,
                name_uk: district.name.uk.clone(),
                name_en: district.name.en.clone(),
                removed_at: None,
            };
            district::Entity::insert(row.into_active_model())
                .exec_without_returning(tx)
                .await?;
            fill(tx, community, no, &district.settlements).await?;
            log(tx, community, no, by, "district.added", told(district)).await?;
            Ok(no)
        })
        .await
    }

    /// Stores a checked district in place of the one of its number, if the community's settings are still those of `version`, and logs it.
    ///
    /// # Errors
    /// `NotFound` for one that is not there (any more); `Conflict::ChangedMeanwhile`.
    pub async fn change_district(
        &self,
        community: CommunityId,
        version: i64,
        district: &District,
        by: By,
    ) -> Result<(), StoreError> {
        use district::Column as C;
        self.write(async |tx| {
            let (tx, no) = (&*tx, district.no);
            seen(tx, community, version).await?;
            there(tx, community, no).await?;
            district::Entity::update_many()
                .col_expr(C::NameUk, Expr::val(&district.name.uk))
                .col_expr(C::NameEn, Expr::val(&district.name.en))
                .filter(C::CommunityId.eq(community.0))
                .filter(C::No.eq(no.0))
                .exec(tx)
                .await?;
            empty(tx, community, no).await?;
            fill(tx, community, no, &district.settlements).await?;
            log(tx, community, no, by, "district.changed", told(district)).await
        })
        .await
    }

    /// Removes a district if the community's settings are still those of `version`, and logs it. Polls that were published keep it as it
    /// was; its number is given to no other.
    ///
    /// # Errors
    /// `NotFound` for one that is not there (any more); `Conflict::ChangedMeanwhile`.
    pub async fn remove_district(
        &self,
        community: CommunityId,
        version: i64,
        no: DistrictNo,
        by: By,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            seen(tx, community, version).await?;
            let name = there(tx, community, no).await?.name_uk;
            empty(tx, community, no).await?;
            district::Entity::update_many()
                .col_expr(district::Column::RemovedAt, Expr::val(by.at.0))
                .filter(district::Column::CommunityId.eq(community.0))
                .filter(district::Column::No.eq(no.0))
                .exec(tx)
                .await?;
            let told = json!({ "name": name });
            log(tx, community, no, by, "district.removed", told).await
        })
        .await
    }
}

/// Whether the community has these districts, each as it is here; it changes none of them before the caller's transaction ends.
pub(crate) async fn are_as_now(
    tx: &impl ConnectionTrait,
    id: CommunityId,
    asked: &[District],
) -> Result<bool, StoreError> {
    if asked.is_empty() {
        return Ok(true);
    }
    // Whoever changes one writes the community's row first (`seen`).
    community::Entity::find_by_id(id.0)
        .lock(LockType::Share)
        .one(tx)
        .await?;
    Ok(redrawn(asked, &read(tx, id).await?).is_empty())
}

/// Counts a change of the settings, of which `version` was seen.
async fn seen(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    version: i64,
) -> Result<(), StoreError> {
    if next_version(tx, community).await? != version + 1 {
        return Err(Conflict::ChangedMeanwhile.into());
    }
    Ok(())
}

/// The row of a district that is there now.
async fn there(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    no: DistrictNo,
) -> Result<district::Model, StoreError> {
    let row = district::Entity::find_by_id((community.0, no.0))
        .one(tx)
        .await?;
    row.filter(|row| row.removed_at.is_none())
        .ok_or(StoreError::NotFound)
}

/// A number that no district of the community has, nor ever had.
async fn next_no(
    tx: &impl ConnectionTrait,
    community: CommunityId,
) -> Result<DistrictNo, StoreError> {
    let last: Option<i16> = district::Entity::find()
        .select_only()
        .column(district::Column::No)
        .filter(district::Column::CommunityId.eq(community.0))
        .order_by_desc(district::Column::No)
        .limit(1)
        .into_tuple()
        .one(tx)
        .await?;
    let next = last.unwrap_or(0).checked_add(1);
    next.map(DistrictNo)
        .ok_or_else(|| StoreError::internal("the numbers of districts are used up"))
}

/// Takes all settlements out of a district.
async fn empty(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    no: DistrictNo,
) -> Result<(), StoreError> {
    district_settlement::Entity::delete_many()
        .filter(district_settlement::Column::CommunityId.eq(community.0))
        .filter(district_settlement::Column::DistrictNo.eq(no.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Puts settlements into a district, of which there is at least one.
async fn fill(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    no: DistrictNo,
    settlements: &[Katottg],
) -> Result<(), StoreError> {
    let rows = settlements.iter().map(|code| {
        district_settlement::Model {
            community_id: community.0,
            settlement: code.as_str().to_owned(),
            district_no: no.0,
        }
        .into_active_model()
    });
    district_settlement::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// What the journal tells of a district.
fn told(district: &District) -> serde_json::Value {
    json!({ "name": district.name.uk, "settlements": district.settlements })
}

async fn log(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    no: DistrictNo,
    by: By,
    act: &str,
    detail: serde_json::Value,
) -> Result<(), StoreError> {
    audit::record(tx, community, by, act, &no.to_string(), detail).await
}

async fn read(
    db: &impl ConnectionTrait,
    community: CommunityId,
) -> Result<Vec<District>, StoreError> {
    let rows = district::Entity::find()
        .filter(district::Column::CommunityId.eq(community.0))
        .filter(district::Column::RemovedAt.is_null())
        .all(db)
        .await?;
    let mut districts: BTreeMap<i16, District> = rows
        .into_iter()
        .map(|row| {
            let district = District {
                no: DistrictNo(row.no),
                name: Bilingual::new(row.name_uk, row.name_en),
                settlements: Vec::new(),
            };
            (row.no, district)
        })
        .collect();
    let members = district_settlement::Entity::find()
        .filter(district_settlement::Column::CommunityId.eq(community.0))
        .order_by_asc(district_settlement::Column::Settlement)
        .all(db)
        .await?;
    for member in members {
        if let Some(district) = districts.get_mut(&member.district_no) {
            district
                .settlements
                .push(convert::katottg(&member.settlement)?);
        }
    }
    Ok(districts.into_values().collect())
}
