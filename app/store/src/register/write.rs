//! The rows of the register, in the caller's short transactions.

use super::{
    RegisterSummary,
    follow::{Followed, follow},
};
use crate::{
    By, StoreError, audit, convert,
    entity::{person_key, register_entry, register_extract, register_month},
};
use domain::{
    identifiers::KeyKind,
    ids::{CommunityId, PersonId},
    register::Extract,
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// An entry to be written, or taken out.
pub(super) enum Change {
    Put(register_entry::Model),
    TakeOut(KeyKind, [u8; 32]),
}

impl Change {
    /// Kind and hash.
    pub(super) fn key(&self) -> (&str, &[u8]) {
        match self {
            Self::Put(row) => (&row.kind, &row.hash),
            Self::TakeOut(kind, hash) => (kind.as_str(), hash),
        }
    }
}

/// Writes entries, and lets the residencies of whom they are about follow.
pub(super) async fn entries(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    chunk: &[Change],
    now: Millis,
) -> Result<Followed, StoreError> {
    use register_entry::Column as C;
    let put: Vec<_> = chunk
        .iter()
        .filter_map(|change| match change {
            Change::Put(row) => Some(row.clone().into_active_model()),
            Change::TakeOut(..) => None,
        })
        .collect();
    if !put.is_empty() {
        register_entry::Entity::insert_many(put)
            .on_conflict(
                OnConflict::columns([C::CommunityId, C::Kind, C::Hash])
                    .update_columns([C::KeyId, C::Settlement])
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
    }
    for kind in KeyKind::ALL {
        let gone: Vec<Vec<u8>> = chunk
            .iter()
            .filter_map(|change| match change {
                Change::TakeOut(of, hash) if of == kind => Some(hash.to_vec()),
                _ => None,
            })
            .collect();
        if !gone.is_empty() {
            register_entry::Entity::delete_many()
                .filter(C::CommunityId.eq(community.0))
                .filter(C::Kind.eq(kind.as_str()))
                .filter(C::Hash.is_in(gone))
                .exec(tx)
                .await?;
        }
    }
    let mut persons = BTreeSet::new();
    for kind in KeyKind::ALL {
        let hashes: Vec<Vec<u8>> = chunk
            .iter()
            .map(Change::key)
            .filter(|(of, _)| *of == kind.as_str())
            .map(|(_, hash)| hash.to_vec())
            .collect();
        if hashes.is_empty() {
            continue;
        }
        let found: Vec<Uuid> = person_key::Entity::find()
            .select_only()
            .column(person_key::Column::PersonId)
            .filter(person_key::Column::CommunityId.eq(community.0))
            .filter(person_key::Column::Kind.eq(kind.as_str()))
            .filter(person_key::Column::Hash.is_in(hashes))
            .into_tuple()
            .all(tx)
            .await?;
        persons.extend(found.into_iter().map(PersonId));
    }
    let persons: Vec<PersonId> = persons.into_iter().collect();
    follow(tx, community, &persons, now).await
}

/// Writes counts; those of nobody go.
pub(super) async fn months(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    chunk: &[register_month::Model],
) -> Result<(), StoreError> {
    use register_month::Column as C;
    let rows = chunk
        .iter()
        .cloned()
        .map(IntoActiveModel::into_active_model);
    register_month::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([C::CommunityId, C::Settlement, C::Born])
                .update_column(C::People)
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    register_month::Entity::delete_many()
        .filter(C::CommunityId.eq(community.0))
        .filter(C::People.eq(0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Notes which extract the register holds now, and tells the log.
pub(super) async fn note(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    extract: &Extract,
    summary: RegisterSummary,
    by: By,
) -> Result<(), StoreError> {
    use register_extract::Column as C;
    let people = i64::try_from(extract.people.len()).unwrap_or(i64::MAX);
    let row = register_extract::Model {
        community_id: community.0,
        taken_on: convert::date_to_text(extract.taken_on),
        imported_at: by.at.0,
        people,
    };
    register_extract::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::column(C::CommunityId)
                .update_columns([C::TakenOn, C::ImportedAt, C::People])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    let detail = json!({
        "taken_on": convert::date_to_text(extract.taken_on),
        "people": people,
        "confirmed": summary.confirmed,
        "lapsed": summary.lapsed,
    });
    audit::record(tx, community, by, "register.imported", "", detail).await
}
