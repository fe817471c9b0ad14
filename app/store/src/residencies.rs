//! Where persons live, how that is known and until when it counts.

use crate::{
    Actor, By, Conflict, Store, StoreError, audit, convert, entity::residency, persons,
    residence_proposals, residence_requests,
};
use domain::{
    eligibility::PersonFacts,
    identity::{Assurance, Residency},
    ids::{CommunityId, PersonId},
    katottg::Katottg,
    residency::{Evidence, KnownHome, taken_back},
    time::{Date, Millis},
};
use sea_orm::{
    ConnectionTrait, EntityTrait, IntoActiveModel, QuerySelect,
    sea_query::{LockType, OnConflict},
};
use serde_json::{Value, json};

/// A person's residency in one community.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residence {
    pub class: Residency,
    pub settlement: Option<Katottg>,
    /// What confirmed it: a kind of document or register, never its number.
    pub evidence: Option<String>,
    /// The day after which it no longer counts.
    pub expires: Option<Date>,
    /// The staff member who confirmed it; `None` for the person's own declaration and for the system.
    pub decided_by: Option<PersonId>,
    pub decided_at: Millis,
}

impl Residence {
    /// Whether it was confirmed by the certificate of an internally displaced person.
    pub fn is_of_displaced(&self) -> bool {
        self.evidence.as_deref() == Some(Evidence::IdpCertificate.as_str())
    }

    /// As far as the rules need it.
    pub fn known(&self) -> KnownHome {
        KnownHome {
            class: self.class,
            expires: self.expires,
            settlement: self.settlement.clone(),
            decided_at: self.decided_at,
        }
    }
}

/// What decides in which polls somebody may take part: where they live as far as that is known, whether their second key is open, and
/// what the database cannot read or their sign-in says.
pub fn facts(
    residence: Option<Residence>,
    second_key_open: bool,
    birth_date: Option<Date>,
    assurance: Assurance,
) -> PersonFacts {
    PersonFacts {
        birth_date,
        residency: residence.as_ref().map_or(Residency::None, |r| r.class),
        residency_expires: residence.as_ref().and_then(|r| r.expires),
        displaced: residence.as_ref().is_some_and(Residence::is_of_displaced),
        settlement: residence.and_then(|r| r.settlement),
        assurance,
        second_key_open,
    }
}

/// Rows in one statement: PostgreSQL takes 65,535 values, a row has eight.
const ROWS: usize = 1_000;

impl Store {
    /// Sets a person's residency in place of the one before. When somebody decides on another person's, it is a staff
    /// act and logged; one's own declaration is not.
    pub async fn set_residency(
        &self,
        community: CommunityId,
        person: PersonId,
        residence: &Residence,
        by: By,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            put(tx, community, &[(person, residence.clone())]).await?;
            if by.actor != Actor::Person(person) {
                log_decision(tx, community, person, residence, by, json!({})).await?;
            }
            Ok(())
        })
        .await
    }

    /// Notes where somebody says that they live, if what is known of it is still what it was when they were asked.
    ///
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`] when staff or the register were quicker, or the person's record is gone.
    pub async fn declare_residency(
        &self,
        community: CommunityId,
        person: PersonId,
        before: Option<&Residence>,
        new: &Residence,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let there = persons::lock(tx, community, &[person]).await? == 1;
            let row = residency::Entity::find_by_id((community.0, person.0))
                .one(tx)
                .await?;
            if !there || row.map(read).transpose()?.as_ref() != before {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            put(tx, community, &[(person, new.clone())]).await
        })
        .await
    }

    /// Takes back what staff confirmed of a person's home at `seen_at`, if that is what is known of it still; it is worth a declaration
    /// from then on. Logged.
    ///
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`] where something else is known by now; `NotFound` for somebody who is part of another record;
    /// [`Conflict::OwnRecord`] for one's own.
    pub async fn take_back_residency(
        &self,
        community: CommunityId,
        (person, seen_at): (PersonId, Millis),
        by: By,
    ) -> Result<(), StoreError> {
        persons::not_ones_own(person, by)?;
        self.write(async |tx| {
            let tx = &*tx;
            // Whoever confirms anew at this moment comes before or after.
            if persons::lock(tx, community, &[person]).await? != 1 {
                return Err(StoreError::NotFound);
            }
            // An import of the register holds the row alone.
            let row = residency::Entity::find_by_id((community.0, person.0))
                .lock(LockType::Update)
                .one(tx)
                .await?;
            let known = row.map(read).transpose()?;
            let home = known.as_ref().map(Residence::known);
            let class = taken_back(home.as_ref(), seen_at).ok_or(Conflict::ChangedMeanwhile)?;
            let residence = Residence {
                class,
                settlement: known.and_then(|known| known.settlement),
                evidence: None,
                expires: None,
                decided_by: by.actor.person(),
                decided_at: by.at,
            };
            decide(tx, community, person, &residence, by, json!({})).await
        })
        .await
    }

    /// Sets the residencies of many, all or none, as a register has them: one line in the log that says how many.
    pub async fn set_residencies(
        &self,
        community: CommunityId,
        residences: &[(PersonId, Residence)],
        by: By,
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            for rows in residences.chunks(ROWS) {
                put(tx, community, rows).await?;
            }
            let detail = json!({ "persons": residences.len() });
            audit::record(tx, community, by, "residency.register", "", detail).await
        })
        .await
    }

    /// A person's residency; `None` when nothing is known.
    pub async fn residency(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Option<Residence>, StoreError> {
        let row = residency::Entity::find_by_id((community.0, person.0))
            .one(self.reader())
            .await?;
        row.map(read).transpose()
    }
}

/// Sets a person's residency as staff decided, and logs it with what else there is to tell (`also`, an object), in the caller's transaction.
pub(crate) async fn decide(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    residence: &Residence,
    by: By,
    also: Value,
) -> Result<(), StoreError> {
    put(tx, community, &[(person, residence.clone())]).await?;
    log_decision(tx, community, person, residence, by, also).await
}

async fn log_decision(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    residence: &Residence,
    by: By,
    also: Value,
) -> Result<(), StoreError> {
    let mut detail = json!({
        "class": residence.class.as_str(),
        "evidence": residence.evidence,
    });
    if let (Value::Object(detail), Value::Object(also)) = (&mut detail, also) {
        detail.extend(also);
    }
    let subject = person.to_string();
    audit::record(tx, community, by, "residency.decided", &subject, detail).await
}

/// Writes residencies in place of those before, in the caller's transaction.
pub(crate) async fn put(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    residences: &[(PersonId, Residence)],
) -> Result<(), StoreError> {
    use residency::Column as C;
    if residences.is_empty() {
        return Ok(());
    }
    let rows = residences.iter().map(|(person, residence)| {
        residency::Model {
            community_id: community.0,
            person_id: person.0,
            class: residence.class.as_str().to_owned(),
            settlement: residence
                .settlement
                .as_ref()
                .map(|code| code.as_str().to_owned()),
            evidence: residence.evidence.clone(),
            expires: residence.expires.map(convert::date_to_text),
            decided_by: residence.decided_by.map(|person| person.0),
            decided_at: residence.decided_at.0,
        }
        .into_active_model()
    });
    residency::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([C::CommunityId, C::PersonId])
                .update_columns([
                    C::Class,
                    C::Settlement,
                    C::Evidence,
                    C::Expires,
                    C::DecidedBy,
                    C::DecidedAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    // What is confirmed needs no document and no second person any more.
    let confirmed: Vec<PersonId> = residences
        .iter()
        .filter(|(_, residence)| residence.class.is_confirmed())
        .map(|(person, _)| *person)
        .collect();
    if !confirmed.is_empty() {
        // A request that is on its way comes before this, and ends with it, or after, and is refused.
        persons::hold(tx, community, &confirmed).await?;
    }
    residence_proposals::end(tx, community, &confirmed).await?;
    residence_requests::end(tx, community, &confirmed).await
}

pub(crate) fn read(row: residency::Model) -> Result<Residence, StoreError> {
    Ok(Residence {
        class: convert::named(&row.class)?,
        settlement: row
            .settlement
            .as_deref()
            .map(convert::katottg)
            .transpose()?,
        evidence: row.evidence,
        expires: row
            .expires
            .as_deref()
            .map(convert::date_from_text)
            .transpose()?,
        decided_by: row.decided_by.map(PersonId),
        decided_at: Millis(row.decided_at),
    })
}
