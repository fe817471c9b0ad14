//! The organisations that a community knows. One that was removed keeps its number, because consultations name it; its code may come back
//! with another.

use crate::{
    By, Conflict, Store, StoreError, audit, convert,
    entity::{consultation, organisation, power_handed_on, representative, session},
    representatives::{self, taken_away},
};
use domain::{
    ids::{CommunityId, OrganisationNo},
    lang::Bilingual,
    lifecycle::State,
    national_id::Edrpou,
    organisation::Organisation,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, TryInsertResult,
    sea_query::{Expr, LockType},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How often the next number is tried when others add at the same moment.
const TRIES: u32 = 100;

/// An organisation as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOrganisation {
    pub organisation: Organisation,
    /// Grows with each change.
    pub version: i64,
    /// Nobody acts for it any more.
    pub removed: bool,
}

impl Store {
    /// The organisations that a community has now, by number: they are few, hundreds at most.
    ///
    /// # Errors
    /// When the database does not answer, or holds what is no organisation.
    pub async fn organisations(
        &self,
        community: CommunityId,
    ) -> Result<Vec<Organisation>, StoreError> {
        use organisation::Column as C;
        let rows = organisation::Entity::find()
            .filter(C::CommunityId.eq(community.0))
            .filter(C::RemovedAt.is_null())
            .order_by_asc(C::No)
            .all(self.reader())
            .await?;
        rows.into_iter()
            .map(|row| Ok(read(row)?.organisation))
            .collect()
    }

    /// An organisation, also one that was removed.
    ///
    /// # Errors
    /// As [`Self::organisations`].
    pub async fn organisation(
        &self,
        community: CommunityId,
        no: OrganisationNo,
    ) -> Result<Option<StoredOrganisation>, StoreError> {
        let row = organisation::Entity::find_by_id((community.0, no.0))
            .one(self.reader())
            .await?;
        row.map(read).transpose()
    }

    /// The organisation of a code that a community has now.
    ///
    /// # Errors
    /// As [`Self::organisations`].
    pub async fn organisation_by_code(
        &self,
        community: CommunityId,
        code: &Edrpou,
    ) -> Result<Option<Organisation>, StoreError> {
        by_code(self.reader(), community, code).await
    }

    /// In how many published consultations each organisation is the initiator.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn consultations_of_organisations(
        &self,
        community: CommunityId,
    ) -> Result<BTreeMap<OrganisationNo, i64>, StoreError> {
        use consultation::Column as C;
        let rows: Vec<(i64, i64)> = consultation::Entity::find()
            .select_only()
            .column(C::OrganisationNo)
            .column_as(C::Id.count(), "n")
            .filter(C::CommunityId.eq(community.0))
            .filter(C::OrganisationNo.is_not_null())
            .filter(C::State.ne(State::Draft.as_str()))
            .group_by(C::OrganisationNo)
            .into_tuple()
            .all(self.reader())
            .await?;
        let counted = rows.into_iter().map(|(no, n)| (OrganisationNo(no), n));
        Ok(counted.collect())
    }

    /// Adds a checked organisation under the community's next number, whatever number it carries, and logs it.
    ///
    /// # Errors
    /// [`Conflict::AlreadyThere`] where another has its code.
    pub async fn add_organisation(
        &self,
        community: CommunityId,
        new: &Organisation,
        by: By,
    ) -> Result<OrganisationNo, StoreError> {
        self.write(async |tx| add(&*tx, community, new, by).await)
            .await
    }

    /// Stores a checked organisation in place of the one of its number, if that still has the version that was looked at, and logs it. With
    /// another code the powers end that the key of the old one proved, and those that were handed on.
    ///
    /// # Errors
    /// `NotFound` for one that is not there (any more); [`Conflict::ChangedMeanwhile`]; [`Conflict::AlreadyThere`] where another has
    /// its code.
    pub async fn change_organisation(
        &self,
        community: CommunityId,
        version: i64,
        changed: &Organisation,
        by: By,
    ) -> Result<(), StoreError> {
        use organisation::Column as C;
        self.write(async |tx| {
            let (tx, no) = (&*tx, changed.no);
            let row = standing(tx, community, no).await?;
            if row.version != version {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            free_code(tx, community, changed).await?;
            organisation::Entity::update_many()
                .col_expr(C::Kind, Expr::val(changed.kind.as_str()))
                .col_expr(C::NameUk, Expr::val(&changed.name.uk))
                .col_expr(C::NameEn, Expr::val(&changed.name.en))
                .col_expr(C::AboutUk, Expr::val(&changed.about.uk))
                .col_expr(C::AboutEn, Expr::val(&changed.about.en))
                .col_expr(C::Edrpou, Expr::val(code(changed)))
                .col_expr(C::Version, Expr::val(version + 1))
                .filter(C::CommunityId.eq(community.0))
                .filter(C::No.eq(no.0))
                .exec(tx)
                .await?;
            log(tx, community, no, by, "organisation.changed", told(changed)).await?;
            if row.edrpou != code(changed) {
                representatives::end_by_key(tx, community, no, by).await?;
            }
            Ok(())
        })
        .await
    }

    /// Removes an organisation with all powers to act for it, and logs it. Consultations keep naming it.
    ///
    /// # Errors
    /// `NotFound` for one that is not there (any more).
    pub async fn remove_organisation(
        &self,
        community: CommunityId,
        no: OrganisationNo,
        by: By,
    ) -> Result<(), StoreError> {
        use organisation::Column as C;
        self.write(async |tx| {
            let tx = &*tx;
            let row = standing(tx, community, no).await?;
            let ended = representative::Entity::delete_many()
                .filter(representative::Column::CommunityId.eq(community.0))
                .filter(representative::Column::OrganisationNo.eq(no.0))
                .exec(tx)
                .await?;
            power_handed_on::Entity::delete_many()
                .filter(power_handed_on::Column::CommunityId.eq(community.0))
                .filter(power_handed_on::Column::OrganisationNo.eq(no.0))
                .exec(tx)
                .await?;
            taken_away::forget_all_of(tx, community, no).await?;
            session::Entity::update_many()
                .col_expr(session::Column::ActsFor, Expr::val(None::<i64>))
                .filter(session::Column::CommunityId.eq(community.0))
                .filter(session::Column::ActsFor.eq(no.0))
                .exec(tx)
                .await?;
            organisation::Entity::update_many()
                .col_expr(C::RemovedAt, Expr::val(by.at.0))
                .col_expr(C::Edrpou, Expr::val(None::<String>))
                .col_expr(C::Version, Expr::val(row.version + 1))
                .filter(C::CommunityId.eq(community.0))
                .filter(C::No.eq(no.0))
                .exec(tx)
                .await?;
            let told =
                json!({ "name": row.name_uk, "code": row.edrpou, "powers": ended.rows_affected });
            log(tx, community, no, by, "organisation.removed", told).await
        })
        .await
    }
}

/// Adds an organisation; see [`Store::add_organisation`].
pub(crate) async fn add(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    new: &Organisation,
    by: By,
) -> Result<OrganisationNo, StoreError> {
    use organisation::Column as C;
    free_code(tx, community, new).await?;
    for _ in 0..TRIES {
        let last = organisation::Entity::find()
            .select_only()
            .column_as(C::No.max(), "last")
            .filter(C::CommunityId.eq(community.0))
            .into_tuple::<Option<i64>>()
            .one(tx)
            .await?
            .flatten();
        let no = OrganisationNo(last.unwrap_or(0) + 1);
        let row = organisation::Model {
            community_id: community.0,
            no: no.0,
            kind: new.kind.as_str().to_owned(),
            name_uk: new.name.uk.clone(),
            name_en: new.name.en.clone(),
            about_uk: new.about.uk.clone(),
            about_en: new.about.en.clone(),
            edrpou: code(new),
            version: 1,
            removed_at: None,
        };
        // Two who add at once choose the same number: the slower chooses again.
        let done = organisation::Entity::insert(row.into_active_model())
            .on_conflict_do_nothing_on([C::CommunityId, C::No])
            .exec_without_returning(tx)
            .await?;
        if matches!(done, TryInsertResult::Inserted(1..)) {
            log(tx, community, no, by, "organisation.added", told(new)).await?;
            return Ok(no);
        }
    }
    Err(StoreError::internal("no free number for an organisation"))
}

/// The row of an organisation that is there now, locked to the end of the transaction: nobody removes it meanwhile.
///
/// # Errors
/// `NotFound`.
pub(crate) async fn standing(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    no: OrganisationNo,
) -> Result<organisation::Model, StoreError> {
    let row = organisation::Entity::find_by_id((community.0, no.0))
        .lock(LockType::Update)
        .one(tx)
        .await?;
    row.filter(|row| row.removed_at.is_none())
        .ok_or(StoreError::NotFound)
}

/// The organisation of a code that a community has now.
pub(crate) async fn by_code(
    db: &impl ConnectionTrait,
    community: CommunityId,
    code: &Edrpou,
) -> Result<Option<Organisation>, StoreError> {
    use organisation::Column as C;
    let row = organisation::Entity::find()
        .filter(C::CommunityId.eq(community.0))
        .filter(C::Edrpou.eq(code.as_str()))
        .one(db)
        .await?;
    row.map(|row| Ok(read(row)?.organisation)).transpose()
}

/// That no other organisation has this one's code. The unique index says the same; this says it before a transaction is lost.
async fn free_code(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    one: &Organisation,
) -> Result<(), StoreError> {
    let Some(code) = &one.edrpou else {
        return Ok(());
    };
    match by_code(tx, community, code).await? {
        Some(other) if other.no != one.no => Err(Conflict::AlreadyThere.into()),
        _ => Ok(()),
    }
}

fn code(organisation: &Organisation) -> Option<String> {
    let code = organisation.edrpou.as_ref();
    code.map(|code| code.as_str().to_owned())
}

/// What the journal tells of an organisation: all of it is public.
fn told(organisation: &Organisation) -> Value {
    json!({
        "name": organisation.name.uk,
        "kind": organisation.kind.as_str(),
        "code": code(organisation),
    })
}

pub(crate) async fn log(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    no: OrganisationNo,
    by: By,
    act: &str,
    detail: Value,
) -> Result<(), StoreError> {
    audit::record(tx, community, by, act, &no.to_string(), detail).await
}

pub(crate) fn read(row: organisation::Model) -> Result<StoredOrganisation, StoreError> {
    let code = row.edrpou.as_deref().map(|code| {
        Edrpou::parse(code).ok_or_else(|| StoreError::internal("a stored code is no code"))
    });
    Ok(StoredOrganisation {
        organisation: Organisation {
            no: OrganisationNo(row.no),
            kind: convert::named(&row.kind)?,
            name: Bilingual::new(row.name_uk, row.name_en),
            edrpou: code.transpose()?,
            about: Bilingual::new(row.about_uk, row.about_en),
        },
        version: row.version,
        removed: row.removed_at.is_some(),
    })
}
