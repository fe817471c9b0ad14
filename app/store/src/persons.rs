//! Persons: found by the keyed hashes of their identifiers, created at the first sign-in. One human is one person of a
//! community, also when two of their sign-ins arrive at once: the hashes' primary key decides (DESIGN §5.1).

use crate::{
    By, Conflict, Page, Paged, Store, StoreError, audit,
    consents::{self, Consent},
    convert,
    entity::{person, person_key},
    identity_cases, keys as identity_keys, register,
};
use domain::{
    identifiers::KeyKind,
    identity_case::contradicts,
    ids::{CaseId, CommunityId, PersonId},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, TryInsertResult,
    sea_query::{Expr, ExprTrait, IntoColumnRef, LockType, Query},
};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

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
    /// Name and birth date, sealed under the community’s key; empty of somebody who was forgotten.
    pub sealed: Vec<u8>,
    /// Known by no РНОКПП, and staff have not ruled out a second key: such a person does not vote (DESIGN §5.1).
    pub second_key_open: bool,
    /// The record that this one became part of: it takes no part in anything any more.
    pub merged_into: Option<PersonId>,
    pub created_at: Millis,
}

/// Whom a sign-in belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Person {
        id: PersonId,
        /// Nobody was known by any of these keys.
        created: bool,
    },
    /// The keys belong to several persons, or contradict the one they belong to: staff say who it is (DESIGN §5.1). Nothing but
    /// their case was written, and the sign-in must take no part in anything.
    InDoubt(CaseId),
}

impl Found {
    /// The person, where nothing else can be dealt with.
    ///
    /// # Errors
    /// `Internal` in doubt.
    pub fn certain(self) -> Result<PersonId, StoreError> {
        match self {
            Self::Person { id, .. } => Ok(id),
            Self::InDoubt(case) => Err(StoreError::internal(format_args!(
                "these keys do not belong to one person: case {case}"
            ))),
        }
    }
}

/// What is sealed of somebody's name and birth date: as it was read, and as it shall be. It is written only where the first is still
/// there, because what was sealed from an older look would undo what came meanwhile.
#[derive(Clone, Copy, Debug)]
pub struct Rewritten<'a> {
    pub before: &'a [u8],
    pub after: &'a [u8],
}

/// A record that staff make of somebody who stands before them.
#[derive(Clone, Copy, Debug)]
pub struct DeskRecord<'a> {
    /// The document that they were shown.
    pub key: PersonKey,
    /// The new person's id, if nobody has the document.
    pub id: PersonId,
    /// Name and birth date, sealed for `id`.
    pub sealed: &'a [u8],
    /// The edition of the notice on personal data to which the person has consented in writing.
    pub consent: i32,
}

impl Store {
    /// Makes the record of somebody who has none and stands before staff with a document, notes their consent, and logs it. Where
    /// somebody has the document already, nothing is written, and that person is given.
    ///
    /// # Errors
    /// [`Conflict::KeyRotation`].
    pub async fn record_person(
        &self,
        community: CommunityId,
        new: DeskRecord<'_>,
        by: By,
    ) -> Result<Found, StoreError> {
        again_when_overtaken(|| {
            self.write(async |tx| record_at_desk(&*tx, community, new, by).await)
        })
        .await
    }

    /// The person whom these keys belong to, the first key counting most; created with `new` as its id and `sealed` as
    /// its data when nobody is known by any of them. Keys not seen before are added to the person found; where the keys do
    /// not belong to one person, a case is opened for staff and nothing is added to anybody. The data of
    /// somebody known stays: the caller has not read it, and renews it by [`Store::redescribe`].
    ///
    /// # Errors
    /// `Internal` without any key; [`Conflict::KeyRotation`].
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
        again_when_overtaken(|| {
            self.write(async |tx| find_or_create(&*tx, community, keys, new, sealed, now).await)
        })
        .await
    }

    /// Adds a document that staff were shown to a person's record; where it is another person's, or contradicts the record, a case
    /// is opened instead.
    ///
    /// # Errors
    /// `NotFound`; [`Conflict::OwnRecord`] for one's own; [`Conflict::KeyRotation`].
    pub async fn add_document(
        &self,
        community: CommunityId,
        person: PersonId,
        key: PersonKey,
        by: By,
    ) -> Result<Found, StoreError> {
        not_ones_own(person, by)?;
        again_when_overtaken(|| {
            self.write(async |tx| add_shown(&*tx, community, person, key, by).await)
        })
        .await
    }

    /// Replaces what is sealed of a person's name and birth date, if it is as it was read and the record part of no other; whether it was.
    pub async fn redescribe(
        &self,
        community: CommunityId,
        person: PersonId,
        described: Rewritten<'_>,
    ) -> Result<bool, StoreError> {
        self.write(async |tx| rewrite(&*tx, community, person, described).await)
            .await
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

    /// By what kinds of documents a person is known, each as often as there are of it.
    pub async fn key_kinds(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Vec<KeyKind>, StoreError> {
        let rows = person_key::Entity::find()
            .filter(person_key::Column::CommunityId.eq(community.0))
            .filter(person_key::Column::PersonId.eq(person.0))
            .all(self.reader())
            .await?;
        let mut kinds = rows
            .iter()
            .map(|row| convert::named(&row.kind))
            .collect::<Result<Vec<KeyKind>, _>>()?;
        kinds.sort();
        Ok(kinds)
    }

    /// Those who are known by no РНОКПП and whose second key staff have not ruled out, the longest waiting first.
    pub async fn second_keys_open(
        &self,
        community: CommunityId,
        page: Page,
    ) -> Result<Paged<Person>, StoreError> {
        let all = person::Entity::find()
            .filter(person::Column::CommunityId.eq(community.0))
            .filter(person::Column::SecondKeyClearedAt.is_null())
            .filter(person::Column::MergedInto.is_null())
            // Who is known by a mailbox alone has shown no document yet.
            .filter(has_key(
                (person::Entity, person::Column::CommunityId),
                (person::Entity, person::Column::Id),
                None,
            ))
            .filter(
                has_rnokpp(
                    (person::Entity, person::Column::CommunityId),
                    (person::Entity, person::Column::Id),
                )
                .not(),
            );
        let total = all.clone().count(self.reader()).await?;
        let rows = all
            .order_by_asc(person::Column::CreatedAt)
            .order_by_asc(person::Column::Id)
            .offset(page.offset)
            .limit(page.limit)
            .all(self.reader())
            .await?;
        let items = rows.into_iter().map(|row| read(row, false)).collect();
        Ok(Paged { items, total })
    }

    /// The person whom a key belongs to.
    ///
    /// # Errors
    /// [`Conflict::KeyRotation`].
    pub async fn person_by_key(
        &self,
        community: CommunityId,
        key: &PersonKey,
    ) -> Result<Option<PersonId>, StoreError> {
        let row = person_key::Entity::find_by_id(row_id(community, key))
            .one(self.reader())
            .await?;
        // Afterwards: a key that is the current one still was so at the look.
        identity_keys::check(self.reader(), community, key.key_id).await?;
        Ok(row.map(|row| PersonId(row.person_id)))
    }

    /// Notes that staff ruled out a second key of a person without РНОКПП, and writes what they read in the passport besides (`learned`),
    /// where the record did not know it.
    ///
    /// # Errors
    /// `NotFound`; [`Conflict::OwnRecord`] for one's own; [`Conflict::ChangedMeanwhile`] when the record is not as it was read: nothing
    /// is written then.
    pub async fn clear_second_key(
        &self,
        community: CommunityId,
        id: PersonId,
        learned: Option<Rewritten<'_>>,
        by: By,
    ) -> Result<(), StoreError> {
        not_ones_own(id, by)?;
        self.write(async |tx| {
            let tx = &*tx;
            rule_out_second_key(tx, community, id, by).await?;
            match learned {
                Some(learned) if !rewrite(tx, community, id, learned).await? => {
                    Err(Conflict::ChangedMeanwhile.into())
                }
                _ => Ok(()),
            }
        })
        .await
    }
}

/// The act of [`Store::redescribe`] in the caller's transaction.
async fn rewrite(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    described: Rewritten<'_>,
) -> Result<bool, StoreError> {
    let done = person::Entity::update_many()
        .col_expr(person::Column::Sealed, Expr::val(described.after.to_vec()))
        .filter(person::Column::CommunityId.eq(community.0))
        .filter(person::Column::Id.eq(person.0))
        .filter(person::Column::MergedInto.is_null())
        .filter(person::Column::Sealed.eq(described.before.to_vec()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected > 0)
}

/// Notes in the caller's transaction that staff ruled out a second key.
pub(crate) async fn rule_out_second_key(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    id: PersonId,
    by: By,
) -> Result<(), StoreError> {
    let done = person::Entity::update_many()
        .col_expr(person::Column::SecondKeyClearedAt, Expr::val(by.at.0))
        .filter(person::Column::CommunityId.eq(community.0))
        .filter(person::Column::Id.eq(id.0))
        .filter(person::Column::MergedInto.is_null())
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
}

pub(crate) fn read(row: person::Model, has_rnokpp: bool) -> Person {
    Person {
        id: PersonId(row.id),
        sealed: row.sealed,
        second_key_open: !has_rnokpp && row.second_key_cleared_at.is_none(),
        merged_into: row.merged_into.map(PersonId),
        created_at: Millis(row.created_at),
    }
}

/// Whether the person whom these columns of an outer query name is known by a РНОКПП.
pub(crate) fn has_rnokpp(community: impl IntoColumnRef, person: impl IntoColumnRef) -> Expr {
    has_key(community, person, Some(KeyKind::Rnokpp))
}

/// The same for a document of this kind, or of any.
fn has_key(
    community: impl IntoColumnRef,
    person: impl IntoColumnRef,
    kind: Option<KeyKind>,
) -> Expr {
    use person_key::Column as K;
    let k = |column| Expr::col((person_key::Entity, column));
    Expr::exists(
        Query::select()
            .expr(Expr::val(1))
            .from(person_key::Entity)
            .and_where(k(K::CommunityId).equals(community))
            .and_where(k(K::PersonId).equals(person))
            .and_where_option(kind.map(|kind| k(K::Kind).eq(kind.as_str())))
            .take(),
    )
}

fn row_id(community: CommunityId, key: &PersonKey) -> (i64, String, Vec<u8>) {
    (community.0, key.kind.as_str().to_owned(), key.hash.to_vec())
}

/// Deletes the rows of these people from a table, whose columns of the community and of the person are named; how many there were.
pub(crate) async fn delete_theirs<E: EntityTrait>(
    db: &impl ConnectionTrait,
    (of_community, of_person): (E::Column, E::Column),
    community: CommunityId,
    people: &[PersonId],
) -> Result<u64, StoreError> {
    if people.is_empty() {
        return Ok(0);
    }
    let done = E::delete_many()
        .filter(of_community.eq(community.0))
        .filter(of_person.is_in(people.iter().map(|person| person.0)))
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// Nobody decides about their own record.
pub(crate) fn not_ones_own(person: PersonId, by: By) -> Result<(), StoreError> {
    match by.actor.person() {
        Some(actor) if actor == person => Err(Conflict::OwnRecord.into()),
        _ => Ok(()),
    }
}

/// Runs `act` again while somebody else adds the same rows between its look and its insert; then it finds them.
pub(crate) async fn again_when_overtaken<T, F>(act: impl Fn() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let mut attempt = 0;
    loop {
        match act().await {
            Err(StoreError::Conflict(Conflict::AlreadyThere)) if attempt < 16 => {
                attempt += 1;
                crate::transact::pause(attempt).await;
            }
            outcome => return outcome,
        }
    }
}

/// A person's record, and those that became part of it, one by way of another too.
pub(crate) async fn records_of(
    db: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
) -> Result<Vec<Uuid>, StoreError> {
    use person::Column as C;
    let mut all = vec![person.0];
    let mut latest = all.clone();
    while !latest.is_empty() {
        latest = person::Entity::find()
            .select_only()
            .column(C::Id)
            .filter(C::CommunityId.eq(community.0))
            .filter(C::MergedInto.is_in(latest))
            .into_tuple()
            .all(db)
            .await?;
        all.extend(&latest);
    }
    Ok(all)
}

/// The act of [`Store::record_person`] in its transaction.
async fn record_at_desk(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    new: DeskRecord<'_>,
    by: By,
) -> Result<Found, StoreError> {
    let found = find_or_create(tx, community, &[new.key], new.id, new.sealed, by.at).await?;
    if let Found::Person { id, created } = found {
        if created {
            let consent = Consent {
                edition: new.consent,
                given_at: by.at,
            };
            consents::give(tx, community, id, consent).await?;
        }
        // That the document has a record already is a look at it.
        let act = match created {
            true => "person.recorded",
            false => "person.found",
        };
        let detail = json!({ "kind": new.key.kind.as_str() });
        audit::record(tx, community, by, act, &id.to_string(), detail).await?;
    }
    Ok(found)
}

/// The act of [`Store::add_document`] in its transaction.
async fn add_shown(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    key: PersonKey,
    by: By,
) -> Result<Found, StoreError> {
    identity_keys::hold(tx, community, key.key_id).await?;
    // Whoever asks to be forgotten meanwhile is gone before the look, or waits for its end: nothing that was read of them comes back.
    let mut whose: Vec<PersonId> = owners(tx, community, &[key]).await?.into_values().collect();
    whose.push(person);
    lock(tx, community, &whose).await?;
    person::Entity::find_by_id((community.0, person.0))
        .filter(person::Column::MergedInto.is_null())
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    let theirs = person_key::Entity::find()
        .filter(person_key::Column::CommunityId.eq(community.0))
        .filter(person_key::Column::PersonId.eq(person.0))
        .order_by_asc(person_key::Column::Kind)
        .order_by_asc(person_key::Column::Hash)
        .all(tx)
        .await?;
    // As if they had signed in with everything they are known by, and this document.
    let mut keys = theirs.iter().map(key_of).collect::<Result<Vec<_>, _>>()?;
    if !keys.contains(&key) {
        keys.push(key);
    }
    let found = find_or_create(tx, community, &keys, person, &[], by.at).await?;
    let act = match found {
        Found::Person { .. } => "person.document_added",
        Found::InDoubt(_) => "person.document_in_doubt",
    };
    let detail = json!({ "kind": key.kind.as_str() });
    audit::record(tx, community, by, act, &person.to_string(), detail).await?;
    Ok(found)
}

/// Locks these persons to the end of the transaction, in one order for everybody, against ballots of theirs, against new keys, and
/// against each other; gives how many of them are there and part of no other (SQLite: the write transaction is alone).
pub(crate) async fn lock(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    persons: &[PersonId],
) -> Result<usize, StoreError> {
    let locked: Vec<Uuid> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::CommunityId.eq(community.0))
        .filter(person::Column::Id.is_in(persons.iter().map(|person| person.0)))
        .filter(person::Column::MergedInto.is_null())
        .order_by_asc(person::Column::Id)
        .lock(LockType::Update)
        .into_tuple()
        .all(tx)
        .await?;
    Ok(locked.len())
}

/// Holds these persons' records to the end of the transaction against [`lock`], and against nothing that a ballot needs.
pub(crate) async fn hold(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    persons: &[PersonId],
) -> Result<(), StoreError> {
    let _: Vec<Uuid> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::CommunityId.eq(community.0))
        .filter(person::Column::Id.is_in(persons.iter().map(|person| person.0)))
        .order_by_asc(person::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .into_tuple()
        .all(tx)
        .await?;
    Ok(())
}

/// When these persons' records were made.
pub(crate) async fn created(
    db: &impl ConnectionTrait,
    community: CommunityId,
    persons: impl Iterator<Item = PersonId>,
) -> Result<HashMap<PersonId, i64>, StoreError> {
    let rows: Vec<(Uuid, i64)> = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::CreatedAt])
        .filter(person::Column::CommunityId.eq(community.0))
        .filter(person::Column::Id.is_in(persons.map(|person| person.0)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, at)| (PersonId(id), at))
        .collect())
}

/// A stored key.
pub(crate) fn key_of(row: &person_key::Model) -> Result<PersonKey, StoreError> {
    Ok(PersonKey {
        kind: convert::named(&row.kind)?,
        hash: convert::hash32(&row.hash)?,
        key_id: row.key_id,
    })
}

/// Whose each of these keys is; a key that nobody has is left out.
pub(crate) async fn owners(
    db: &impl ConnectionTrait,
    community: CommunityId,
    keys: &[PersonKey],
) -> Result<HashMap<(KeyKind, [u8; 32]), PersonId>, StoreError> {
    let any_key = keys.iter().fold(Condition::any(), |any, key| {
        any.add(
            Condition::all()
                .add(person_key::Column::Kind.eq(key.kind.as_str()))
                .add(person_key::Column::Hash.eq(key.hash.to_vec())),
        )
    });
    let rows = person_key::Entity::find()
        .filter(person_key::Column::CommunityId.eq(community.0))
        .filter(any_key)
        .all(db)
        .await?;
    rows.iter()
        .map(|row| {
            let key = key_of(row)?;
            Ok(((key.kind, key.hash), PersonId(row.person_id)))
        })
        .collect()
}

/// Whether each of these keys is this person's.
pub(crate) async fn has_all(
    db: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    keys: &[PersonKey],
) -> Result<bool, StoreError> {
    if keys.is_empty() {
        return Ok(true);
    }
    let owners = owners(db, community, keys).await?;
    Ok(keys
        .iter()
        .all(|key| owners.get(&(key.kind, key.hash)) == Some(&person)))
}

/// Adds a key to a person.
///
/// # Errors
/// `Conflict::AlreadyThere` when somebody has it.
pub(crate) async fn add_key(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    key: &PersonKey,
    person: PersonId,
    now: Millis,
) -> Result<(), StoreError> {
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
    Ok(())
}

/// `Conflict::AlreadyThere` when somebody changed whose the keys are meanwhile: nothing was written then.
async fn find_or_create(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    keys: &[PersonKey],
    new: PersonId,
    sealed: &[u8],
    now: Millis,
) -> Result<Found, StoreError> {
    let made_by: BTreeSet<i64> = keys.iter().map(|key| key.key_id).collect();
    for key in made_by {
        identity_keys::hold(tx, community, key).await?;
    }
    let owners = owners(tx, community, keys).await?;
    let owner = |key: &PersonKey| owners.get(&(key.kind, key.hash)).copied();
    let mut persons: Vec<PersonId> = keys.iter().filter_map(owner).collect();
    let first = persons.first().copied();
    persons.sort();
    persons.dedup();
    if persons.len() > 1 {
        // A key added now would be a guess about whose it is.
        let case = identity_cases::open(tx, community, keys, &persons, now).await?;
        return Ok(Found::InDoubt(case));
    }
    // In one order for everybody, so that two sign-ins cannot wait for each other.
    let mut unknown: Vec<&PersonKey> = keys.iter().filter(|key| owner(key).is_none()).collect();
    unknown.sort();
    unknown.dedup();

    if let Some(known) = first
        && !unknown.is_empty()
    {
        // Nobody else may give them another number between our look at what they have and our adding to it.
        if lock(tx, community, &[known]).await? != 1 {
            return Err(Conflict::AlreadyThere.into());
        }
        let theirs = person_key::Entity::find()
            .filter(person_key::Column::CommunityId.eq(community.0))
            .filter(person_key::Column::PersonId.eq(known.0))
            .all(tx)
            .await?;
        let theirs = theirs.iter().map(key_of).collect::<Result<Vec<_>, _>>()?;
        if !keys
            .iter()
            .filter(|key| owner(key).is_some())
            .all(|key| theirs.contains(key))
        {
            return Err(Conflict::AlreadyThere.into());
        }
        let pairs = |keys: &[PersonKey]| -> Vec<(KeyKind, [u8; 32])> {
            keys.iter().map(|key| (key.kind, key.hash)).collect()
        };
        if contradicts(&pairs(keys), &pairs(&theirs)) {
            let case = identity_cases::open(tx, community, keys, &persons, now).await?;
            return Ok(Found::InDoubt(case));
        }
    }

    let person = first.unwrap_or(new);
    if first.is_none() {
        let row = person::Model {
            community_id: community.0,
            id: person.0,
            sealed: sealed.to_vec(),
            second_key_cleared_at: None,
            merged_into: None,
            created_at: now.0,
        };
        person::Entity::insert(row.into_active_model())
            .exec_without_returning(tx)
            .await?;
    }
    for key in unknown {
        add_key(tx, community, key, person, now).await?;
    }
    register::confirm_listed(tx, community, person, now).await?;
    Ok(Found::Person {
        id: person,
        created: first.is_none(),
    })
}
