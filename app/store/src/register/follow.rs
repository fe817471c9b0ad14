//! How the residencies of persons follow the register that lists them.

use crate::{
    StoreError, convert,
    entity::{person_key, register_entry, residency},
    persons::PersonKey,
    residencies::{self, Residence},
};
use domain::{
    identifiers::KeyKind,
    identity::Residency,
    ids::{CommunityId, PersonId},
    katottg::Katottg,
    kyiv,
    register::{Follows, follows},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter,
    QuerySelect,
    sea_query::{Expr, ExprTrait, LockType, Query},
};
use std::collections::HashMap;
use uuid::Uuid;

/// What confirmed a residency that the register did, as [`Residence::evidence`] names it.
pub const EVIDENCE: &str = "register";

/// How many residencies followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Followed {
    pub(super) confirmed: usize,
    pub(super) lapsed: usize,
}

/// Confirms somebody's residency where the register lists them: at their sign-in, in its transaction. The caller holds the identity key
/// ([`crate::keys::hold`]), so that an import writes before the look or after the transaction.
pub(crate) async fn confirm_listed(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    now: Millis,
) -> Result<(), StoreError> {
    let listed = listed(tx, community, &[person]).await?;
    if !listed.is_empty() {
        follow_to(tx, community, &[person], &listed, now).await?;
    }
    Ok(())
}

/// Whether the register lists somebody by any of these keys.
pub(crate) async fn lists_any(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    keys: impl Iterator<Item = &PersonKey>,
) -> Result<bool, StoreError> {
    use register_entry::Column as E;
    let any_key = keys.fold(Condition::any(), |any, key| {
        any.add(
            Condition::all()
                .add(E::Kind.eq(key.kind.as_str()))
                .add(E::Hash.eq(key.hash.to_vec())),
        )
    });
    if any_key.is_empty() {
        return Ok(false);
    }
    let entry = register_entry::Entity::find()
        .filter(E::CommunityId.eq(community.0))
        .filter(any_key)
        .one(tx)
        .await?;
    Ok(entry.is_some())
}

/// Lets the residencies of these persons follow the register.
pub(crate) async fn follow(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    persons: &[PersonId],
    now: Millis,
) -> Result<Followed, StoreError> {
    if persons.is_empty() {
        return Ok(Followed::default());
    }
    let listed = listed(tx, community, persons).await?;
    follow_to(tx, community, persons, &listed, now).await
}

/// The same where it is known which of them are `listed`, and where.
async fn follow_to(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    persons: &[PersonId],
    listed: &HashMap<PersonId, Katottg>,
    now: Millis,
) -> Result<Followed, StoreError> {
    let mut followed = Followed::default();
    let today = kyiv::date_at(now);
    // What staff decide about somebody meanwhile waits, and wins.
    let rows = residency::Entity::find()
        .filter(residency::Column::CommunityId.eq(community.0))
        .filter(residency::Column::PersonId.is_in(persons.iter().map(|person| person.0)))
        .lock(LockType::Update)
        .all(tx)
        .await?;
    let known = rows
        .into_iter()
        .map(|row| Ok((PersonId(row.person_id), residencies::read(row)?)))
        .collect::<Result<HashMap<PersonId, Residence>, StoreError>>()?;
    let mut changed = Vec::new();
    for person in persons {
        let before = known.get(person);
        let class = before.map_or(Residency::None, |known| known.class);
        let displaced = before.is_some_and(Residence::is_of_displaced);
        let settlement = before.and_then(|known| known.settlement.clone());
        let expires = before.and_then(|known| known.expires);
        let (class, settlement, evidence) = match follows(
            class,
            displaced,
            settlement.as_ref(),
            expires,
            listed.get(person),
            today,
        ) {
            Follows::Nothing => continue,
            Follows::Confirmed(there) => {
                followed.confirmed += 1;
                let evidence = Some(EVIDENCE.to_owned());
                (Residency::ConfirmedByRegister, Some(there), evidence)
            }
            Follows::Lapses => {
                followed.lapsed += 1;
                (class.without_confirmation(), settlement, None)
            }
        };
        let residence = Residence {
            class,
            settlement,
            evidence,
            expires: None,
            decided_by: None,
            decided_at: now,
        };
        changed.push((*person, residence));
    }
    residencies::put(tx, community, &changed).await?;
    Ok(followed)
}

/// Where the register lists these persons: by their РНОКПП, else by their УНЗР, else by a passport.
async fn listed(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    persons: &[PersonId],
) -> Result<HashMap<PersonId, Katottg>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        person_id: Uuid,
        kind: String,
        settlement: String,
    }
    use person_key::Column as K;
    use register_entry::Column as E;
    let query = Query::select()
        .column((person_key::Entity, K::PersonId))
        .column((person_key::Entity, K::Kind))
        .column((register_entry::Entity, E::Settlement))
        .from(person_key::Entity)
        .inner_join(
            register_entry::Entity,
            Condition::all()
                .add(
                    Expr::col((register_entry::Entity, E::CommunityId))
                        .equals((person_key::Entity, K::CommunityId)),
                )
                .add(
                    Expr::col((register_entry::Entity, E::Kind))
                        .equals((person_key::Entity, K::Kind)),
                )
                .add(
                    Expr::col((register_entry::Entity, E::Hash))
                        .equals((person_key::Entity, K::Hash)),
                ),
        )
        .and_where(Expr::col((person_key::Entity, K::CommunityId)).eq(community.0))
        .and_where(
            Expr::col((person_key::Entity, K::PersonId))
                .is_in(persons.iter().map(|person| person.0)),
        )
        .to_owned();
    let rows = Row::find_by_statement(tx.get_database_backend().build(&query))
        .all(tx)
        .await?;
    let mut found: HashMap<PersonId, (KeyKind, Katottg)> = HashMap::new();
    for row in rows {
        let entry = (
            convert::named(&row.kind)?,
            convert::katottg(&row.settlement)?,
        );
        let known = found
            .entry(PersonId(row.person_id))
            .or_insert_with(|| entry.clone());
        if entry < *known {
            *known = entry;
        }
    }
    Ok(found
        .into_iter()
        .map(|(person, (_, settlement))| (person, settlement))
        .collect())
}
