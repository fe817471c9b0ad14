//! Persons: found by the keyed hashes of their identifiers, created at the first sign-in. One human is one person of a
//! community, also when two of their sign-ins arrive at once: the hashes' primary key decides (DESIGN §5.1).

use crate::{
    By, Conflict, Store, StoreError, audit,
    entity::{person, person_key},
};
use domain::{
    identifiers::KeyKind,
    ids::{CommunityId, PersonId},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    TryInsertResult,
    sea_query::{Expr, ExprTrait, IntoColumnRef, Query},
};
use serde_json::json;

/// A keyed hash of an identifier, and the key (the last of the chain) that made it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonKey {
    pub kind: KeyKind,
    pub hash: [u8; 32],
    pub key_id: i64,
}

/// Hashes of identifiers are personal data.
impl std::fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PersonKey({}, …)", self.kind.as_str())
    }
}

/// A person as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    /// Name and birth date, sealed under the community's key.
    pub sealed: Vec<u8>,
    /// Known by no РНОКПП, and staff have not ruled out a second key: such a person does not vote (DESIGN §5.1).
    pub second_key_open: bool,
    pub created_at: Millis,
}

/// Whom a sign-in belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub person: PersonId,
    /// Nobody was known by any of these keys.
    pub created: bool,
    /// Other persons of this community whom some of these keys belong to: one human was taken for several. Nothing was written
    /// then. The caller must let the sign-in take no part in anything until staff have looked at it.
    pub others: Vec<PersonId>,
}

impl Store {
    /// The person whom these keys belong to, the first key counting most; created with `new` as its id and `sealed` as
    /// its data when nobody is known by any of them. Keys not seen before are added to the person found. The data of
    /// somebody known is renewed only when `new` is their id: it is sealed for that id, and under another's it would open no
    /// more. The caller seals again for whom it found, and calls again.
    ///
    /// # Errors
    /// `Internal` without any key.
    pub async fn person_by_keys(
        &self,
        community: CommunityId,
        keys: &[PersonKey],
        new: PersonId,
        sealed: &[u8],
        now: Millis,
    ) -> Result<Found, StoreError> {
        if keys.is_empty() {
            return Err(StoreError::internal("a person needs a key"));
        }
        // Somebody else may add the same keys between our look and our insert; then we look again and find them.
        let mut attempt = 0;
        loop {
            match self
                .write(async |tx| find_or_create(&*tx, community, keys, new, sealed, now).await)
                .await
            {
                Err(StoreError::Conflict(Conflict::AlreadyThere)) if attempt < 16 => {
                    attempt += 1;
                    crate::transact::pause(attempt).await;
                }
                outcome => return outcome,
            }
        }
    }

    /// A person by id.
    pub async fn person(
        &self,
        community: CommunityId,
        id: PersonId,
    ) -> Result<Option<Person>, StoreError> {
        let Some(row) = person::Entity::find_by_id((community.0, id.0))
            .one(self.reader())
            .await?
        else {
            return Ok(None);
        };
        let rnokpp = person_key::Entity::find()
            .filter(person_key::Column::CommunityId.eq(community.0))
            .filter(person_key::Column::PersonId.eq(id.0))
            .filter(person_key::Column::Kind.eq(KeyKind::Rnokpp.as_str()))
            .one(self.reader())
            .await?;
        Ok(Some(read(row, rnokpp.is_some())))
    }

    /// The person whom a key belongs to; for the command line, which grants the first role.
    pub async fn person_by_key(
        &self,
        community: CommunityId,
        key: &PersonKey,
    ) -> Result<Option<PersonId>, StoreError> {
        let row = person_key::Entity::find_by_id(row_id(community, key))
            .one(self.reader())
            .await?;
        Ok(row.map(|row| PersonId(row.person_id)))
    }

    /// Notes that staff ruled out a second key of a person without РНОКПП, who may vote from now on.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn clear_second_key(
        &self,
        community: CommunityId,
        id: PersonId,
        by: By,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let done = person::Entity::update_many()
                .col_expr(person::Column::SecondKeyClearedAt, Expr::val(by.at.0))
                .filter(person::Column::CommunityId.eq(community.0))
                .filter(person::Column::Id.eq(id.0))
                .exec(tx)
                .await?;
            if done.rows_affected == 0 {
                return Err(StoreError::NotFound);
            }
            audit::record(
                tx,
                community,
                by,
                "person.second_key_cleared",
                &id.to_string(),
                json!({}),
            )
            .await
        })
        .await
    }
}

pub(crate) fn read(row: person::Model, has_rnokpp: bool) -> Person {
    Person {
        id: PersonId(row.id),
        sealed: row.sealed,
        second_key_open: !has_rnokpp && row.second_key_cleared_at.is_none(),
        created_at: Millis(row.created_at),
    }
}

/// Whether the person whom these columns of an outer query name is known by a РНОКПП.
pub(crate) fn has_rnokpp(community: impl IntoColumnRef, person: impl IntoColumnRef) -> Expr {
    use person_key::Column as K;
    let k = |column| Expr::col((person_key::Entity, column));
    Expr::exists(
        Query::select()
            .expr(Expr::val(1))
            .from(person_key::Entity)
            .and_where(k(K::CommunityId).equals(community))
            .and_where(k(K::PersonId).equals(person))
            .and_where(k(K::Kind).eq(KeyKind::Rnokpp.as_str()))
            .take(),
    )
}

fn row_id(community: CommunityId, key: &PersonKey) -> (i64, String, Vec<u8>) {
    (community.0, key.kind.as_str().to_owned(), key.hash.to_vec())
}

/// `Conflict::AlreadyThere` when somebody added one of the keys meanwhile: nothing was written then.
async fn find_or_create(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    keys: &[PersonKey],
    new: PersonId,
    sealed: &[u8],
    now: Millis,
) -> Result<Found, StoreError> {
    let any_key = keys.iter().fold(Condition::any(), |any, key| {
        any.add(
            Condition::all()
                .add(person_key::Column::Kind.eq(key.kind.as_str()))
                .add(person_key::Column::Hash.eq(key.hash.to_vec())),
        )
    });
    let known = person_key::Entity::find()
        .filter(person_key::Column::CommunityId.eq(community.0))
        .filter(any_key)
        .all(tx)
        .await?;
    let owner = |key: &PersonKey| {
        let row = known
            .iter()
            .find(|row| row.kind == key.kind.as_str() && row.hash == key.hash);
        row.map(|row| PersonId(row.person_id))
    };

    let first = keys.iter().find_map(owner);
    let person = first.unwrap_or(new);
    let mut others: Vec<PersonId> = keys
        .iter()
        .filter_map(owner)
        .filter(|&other| other != person)
        .collect();
    others.sort();
    others.dedup();
    if !others.is_empty() {
        // A key added now would be a guess about whose it is.
        return Ok(Found {
            person,
            created: false,
            others,
        });
    }
    if first == Some(new) {
        person::Entity::update_many()
            .col_expr(person::Column::Sealed, Expr::val(sealed.to_vec()))
            .filter(person::Column::CommunityId.eq(community.0))
            .filter(person::Column::Id.eq(person.0))
            .exec(tx)
            .await?;
    } else if first.is_none() {
        let row = person::Model {
            community_id: community.0,
            id: person.0,
            sealed: sealed.to_vec(),
            second_key_cleared_at: None,
            created_at: now.0,
        };
        person::Entity::insert(row.into_active_model())
            .exec_without_returning(tx)
            .await?;
    }

    // In one order for everybody, so that two sign-ins cannot wait for each other.
    let mut unknown: Vec<&PersonKey> = keys.iter().filter(|key| owner(key).is_none()).collect();
    unknown.sort();
    unknown.dedup();
    for key in unknown {
        let row = person_key::Model {
            community_id: community.0,
            kind: key.kind.as_str().to_owned(),
            hash: key.hash.to_vec(),
            key_id: key.key_id,
            person_id: person.0,
            created_at: now.0,
        };
        let done = person_key::Entity::insert(row.into_active_model())
            .on_conflict_do_nothing_on([
                person_key::Column::CommunityId,
                person_key::Column::Kind,
                person_key::Column::Hash,
            ])
            .exec_without_returning(tx)
            .await?;
        if !matches!(done, TryInsertResult::Inserted(1..)) {
            return Err(Conflict::AlreadyThere.into());
        }
    }

    Ok(Found {
        person,
        created: first.is_none(),
        others: Vec::new(),
    })
}
