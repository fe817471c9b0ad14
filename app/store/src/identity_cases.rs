//! Cases of sign-ins whose keys do not belong to one person: opened by the sign-in that was refused, decided by staff
//! (DESIGN §5.1). Two records of one human become one here, and nowhere else.

mod decide;
pub(crate) mod merge;

use crate::{
    Conflict, Page, Paged, Store, StoreError, convert,
    entity::{identity_case, identity_case_key, identity_case_person, person_key},
    keys,
    persons::{self, PersonKey},
    random,
};
use domain::{
    identity_case::{CaseKey, Decision},
    ids::{CaseId, CommunityId, PersonId},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Order},
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

pub use decide::Verdict;

/// A case as staff see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityCase {
    pub id: CaseId,
    pub opened_at: Millis,
    /// The last time that somebody tried to sign in so, and how often they did.
    pub tried_at: Millis,
    pub tries: i32,
    /// To whom the keys belong, the record that is older first.
    pub persons: Vec<PersonId>,
    pub decided: Option<Decided>,
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    pub decision: Decision,
    /// In how many polls the human had taken part under two records.
    pub polls_twice: i32,
    pub by: Option<PersonId>,
    pub at: Millis,
}

impl Store {
    /// The cases that nobody has decided, the latest try first.
    pub async fn open_cases(
        &self,
        community: CommunityId,
        page: Page,
    ) -> Result<Paged<IdentityCase>, StoreError> {
        let all = identity_case::Entity::find()
            .filter(identity_case::Column::CommunityId.eq(community.0))
            .filter(identity_case::Column::DecidedAt.is_null());
        let total = all.clone().count(self.reader()).await?;
        let rows = all
            .order_by(identity_case::Column::TriedAt, Order::Desc)
            .order_by(identity_case::Column::Id, Order::Asc)
            .offset(page.offset)
            .limit(page.limit)
            .all(self.reader())
            .await?;
        let items = with_persons(self.reader(), community, rows).await?;
        Ok(Paged { items, total })
    }

    /// A case, open or decided; `None` when the community has none of this id.
    pub async fn case(
        &self,
        community: CommunityId,
        id: CaseId,
    ) -> Result<Option<IdentityCase>, StoreError> {
        let row = identity_case::Entity::find_by_id((community.0, id.0))
            .one(self.reader())
            .await?;
        let cases = with_persons(self.reader(), community, row.into_iter().collect()).await?;
        Ok(cases.into_iter().next())
    }

    /// The open cases that a person is part of, the latest try first.
    pub async fn open_cases_of(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Vec<IdentityCase>, StoreError> {
        let ids = open_ids_of(self.reader(), community, person).await?;
        let rows = identity_case::Entity::find()
            .filter(identity_case::Column::CommunityId.eq(community.0))
            .filter(identity_case::Column::Id.is_in(ids.into_iter().map(|id| id.0)))
            .order_by(identity_case::Column::TriedAt, Order::Desc)
            .all(self.reader())
            .await?;
        with_persons(self.reader(), community, rows).await
    }

    /// All cases that a person, or a record that became part of theirs, was part of, the latest try first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn cases_of(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Vec<IdentityCase>, StoreError> {
        let db = self.reader();
        let records = persons::records_of(db, community, person).await?;
        let ids = ids_of(db, community, &records).await?;
        let rows = identity_case::Entity::find()
            .filter(identity_case::Column::CommunityId.eq(community.0))
            .filter(identity_case::Column::Id.is_in(ids.into_iter().map(|id| id.0)))
            .order_by(identity_case::Column::TriedAt, Order::Desc)
            .all(db)
            .await?;
        with_persons(db, community, rows).await
    }

    /// The keys of an open case as they stand now: what the sign-in brought, and what its persons are known by besides. Empty
    /// for a decided case, whose keys are forgotten.
    ///
    /// # Errors
    /// [`crate::Conflict::KeyRotation`] while the hashes by which they are compared are being carried on.
    pub async fn case_keys(
        &self,
        community: CommunityId,
        id: CaseId,
    ) -> Result<Vec<CaseKey<PersonId>>, StoreError> {
        let found = keys_of(self.reader(), community, id).await?;
        keys::check_any(self.reader(), community).await?;
        Ok(found.into_iter().map(|found| found.fact()).collect())
    }
}

/// A key of an open case, with what finds it.
struct FoundKey {
    key: PersonKey,
    owner: Option<PersonId>,
    brought: bool,
}

impl FoundKey {
    /// As far as the rules need it.
    fn fact(&self) -> CaseKey<PersonId> {
        CaseKey {
            kind: self.key.kind,
            owner: self.owner,
            brought: self.brought,
        }
    }
}

/// Notes, in the caller's transaction, a sign-in whose keys belong to several persons or contradict the one they belong to. The same
/// sign-in again is the same case as long as nobody has decided it.
///
/// `Conflict::AlreadyThere` when whose the keys are has changed meanwhile.
pub(crate) async fn open(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    keys: &[PersonKey],
    persons: &[PersonId],
    now: Millis,
) -> Result<CaseId, StoreError> {
    // Two of the same sign-in at once wait for each other, so that there is one case.
    if persons::lock(tx, community, persons).await? != persons.len() {
        // One of them became part of another since: whose the keys are must be asked again.
        return Err(Conflict::AlreadyThere.into());
    }
    if let Some(id) = same(tx, community, keys).await? {
        identity_case::Entity::update_many()
            .col_expr(identity_case::Column::TriedAt, Expr::val(now.0))
            .col_expr(
                identity_case::Column::Tries,
                Expr::col(identity_case::Column::Tries).add(1),
            )
            .filter(identity_case::Column::CommunityId.eq(community.0))
            .filter(identity_case::Column::Id.eq(id.0))
            .exec(tx)
            .await?;
        // Whom the keys belong to may have changed since.
        add_persons(tx, community, id, persons).await?;
        return Ok(id);
    }
    let id = CaseId(random::uuid()?);
    let row = identity_case::Model {
        community_id: community.0,
        id: id.0,
        opened_at: now.0,
        tried_at: now.0,
        tries: 1,
        decision: None,
        polls_twice: None,
        decided_by: None,
        decided_at: None,
    };
    identity_case::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await?;
    add_persons(tx, community, id, persons).await?;
    let rows = keys.iter().map(|key| {
        identity_case_key::Model {
            community_id: community.0,
            case_id: id.0,
            kind: key.kind.as_str().to_owned(),
            hash: key.hash.to_vec(),
            key_id: key.key_id,
        }
        .into_active_model()
    });
    identity_case_key::Entity::insert_many(rows)
        .on_conflict_do_nothing()
        .exec_without_returning(tx)
        .await?;
    Ok(id)
}

async fn add_persons(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    case: CaseId,
    persons: &[PersonId],
) -> Result<(), StoreError> {
    let rows = persons.iter().map(|person| {
        identity_case_person::Model {
            community_id: community.0,
            case_id: case.0,
            person_id: person.0,
        }
        .into_active_model()
    });
    identity_case_person::Entity::insert_many(rows)
        .on_conflict_do_nothing()
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The cases that one of these records is part of, open and decided.
pub(crate) async fn ids_of(
    db: &impl ConnectionTrait,
    community: CommunityId,
    records: &[Uuid],
) -> Result<BTreeSet<CaseId>, StoreError> {
    use identity_case_person::Column as C;
    let ids: Vec<Uuid> = identity_case_person::Entity::find()
        .select_only()
        .column(C::CaseId)
        .filter(C::CommunityId.eq(community.0))
        .filter(C::PersonId.is_in(records.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}

/// The open cases that a person is part of.
pub(crate) async fn open_ids_of(
    db: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
) -> Result<Vec<CaseId>, StoreError> {
    let ids = ids_of(db, community, &[person.0]).await?;
    let open: Vec<Uuid> = identity_case::Entity::find()
        .select_only()
        .column(identity_case::Column::Id)
        .filter(identity_case::Column::CommunityId.eq(community.0))
        .filter(identity_case::Column::Id.is_in(ids.into_iter().map(|id| id.0)))
        .filter(identity_case::Column::DecidedAt.is_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(open.into_iter().map(CaseId).collect())
}

/// The open case of exactly these keys.
async fn same(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    keys: &[PersonKey],
) -> Result<Option<CaseId>, StoreError> {
    use identity_case_key::Column as K;
    let Some(first) = keys.first() else {
        return Ok(None);
    };
    // The keys of decided cases are gone, so that every row here is of an open one.
    let with_the_first: Vec<Uuid> = identity_case_key::Entity::find()
        .select_only()
        .column(K::CaseId)
        .filter(K::CommunityId.eq(community.0))
        .filter(K::Kind.eq(first.kind.as_str()))
        .filter(K::Hash.eq(first.hash.to_vec()))
        .into_tuple()
        .all(tx)
        .await?;
    let rows = identity_case_key::Entity::find()
        .filter(K::CommunityId.eq(community.0))
        .filter(K::CaseId.is_in(with_the_first))
        .all(tx)
        .await?;
    let wanted: BTreeSet<(&str, &[u8])> = keys
        .iter()
        .map(|key| (key.kind.as_str(), key.hash.as_slice()))
        .collect();
    let mut of_case: HashMap<Uuid, BTreeSet<(&str, &[u8])>> = HashMap::new();
    for row in &rows {
        let keys = of_case.entry(row.case_id).or_default();
        keys.insert((&row.kind, &row.hash));
    }
    let found = of_case.into_iter().find(|(_, keys)| *keys == wanted);
    Ok(found.map(|(id, _)| CaseId(id)))
}

/// The keys of an open case: those brought first, in the order of their kinds.
async fn keys_of(
    db: &impl ConnectionTrait,
    community: CommunityId,
    case: CaseId,
) -> Result<Vec<FoundKey>, StoreError> {
    let brought = identity_case_key::Entity::find()
        .filter(identity_case_key::Column::CommunityId.eq(community.0))
        .filter(identity_case_key::Column::CaseId.eq(case.0))
        .all(db)
        .await?;
    if brought.is_empty() {
        return Ok(Vec::new());
    }
    let brought = brought
        .into_iter()
        .map(|row| {
            Ok(PersonKey {
                kind: convert::named(&row.kind)?,
                hash: convert::hash32(&row.hash)?,
                key_id: row.key_id,
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    let owners = persons::owners(db, community, &brought).await?;
    let mut found: Vec<FoundKey> = brought
        .iter()
        .map(|key| FoundKey {
            key: *key,
            owner: owners.get(&(key.kind, key.hash)).copied(),
            brought: true,
        })
        .collect();
    found.sort_by_key(|found| found.key);
    let persons = persons_of(db, community, &[case.0]).await?;
    let theirs = person_key::Entity::find()
        .filter(person_key::Column::CommunityId.eq(community.0))
        .filter(person_key::Column::PersonId.is_in(persons.iter().map(|(_, person)| person.0)))
        .order_by(person_key::Column::Kind, Order::Asc)
        .order_by(person_key::Column::Hash, Order::Asc)
        .all(db)
        .await?;
    for row in theirs {
        let key = persons::key_of(&row)?;
        if !found.iter().any(|known| known.key == key) {
            found.push(FoundKey {
                key,
                owner: Some(PersonId(row.person_id)),
                brought: false,
            });
        }
    }
    Ok(found)
}

/// The persons of these cases, the record that is older first.
async fn persons_of(
    db: &impl ConnectionTrait,
    community: CommunityId,
    cases: &[Uuid],
) -> Result<Vec<(Uuid, PersonId)>, StoreError> {
    use identity_case_person::Column as C;
    let rows = identity_case_person::Entity::find()
        .filter(C::CommunityId.eq(community.0))
        .filter(C::CaseId.is_in(cases.iter().copied()))
        .all(db)
        .await?;
    let ages = persons::created(
        db,
        community,
        rows.iter().map(|row| PersonId(row.person_id)),
    )
    .await?;
    let mut pairs: Vec<(Uuid, PersonId)> = rows
        .into_iter()
        .map(|row| (row.case_id, PersonId(row.person_id)))
        .collect();
    pairs.sort_by_key(|(_, person)| (ages.get(person).copied(), *person));
    Ok(pairs)
}

async fn with_persons(
    db: &impl ConnectionTrait,
    community: CommunityId,
    rows: Vec<identity_case::Model>,
) -> Result<Vec<IdentityCase>, StoreError> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let persons = persons_of(db, community, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let decided = match (row.decision.as_deref(), row.decided_at) {
                (Some(decision), Some(at)) => Some(Decided {
                    decision: convert::named(decision)?,
                    polls_twice: row.polls_twice.unwrap_or(0),
                    by: row.decided_by.map(PersonId),
                    at: Millis(at),
                }),
                _ => None,
            };
            Ok(IdentityCase {
                id: CaseId(row.id),
                opened_at: Millis(row.opened_at),
                tried_at: Millis(row.tried_at),
                tries: row.tries,
                persons: persons
                    .iter()
                    .filter(|(case, _)| *case == row.id)
                    .map(|(_, person)| *person)
                    .collect(),
                decided,
            })
        })
        .collect()
}
