//! Confirmations of a residence that wait for a second person of the staff. There is one for a person at most: a new one takes its place. Nothing
//! counts until somebody else agrees; whatever confirms the residence otherwise ends it, and so does time.

use crate::{
    Actor, By, Conflict, Page, Paged, Store, StoreError, audit, convert,
    entity::residence_proposal::{self, Column as C},
    persons,
    residencies::{self, Residence},
    settings,
};
use domain::{
    identity::Residency,
    ids::{CommunityId, PersonId},
    kyiv,
    policy::Policy,
    residency::{Confirmation, Proposal},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use serde_json::{Value, json};

/// What became of a confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// It counts from now on.
    Counts,
    /// Somebody else has to agree first.
    WaitsForSecond,
}

fn by(staff: PersonId, at: Millis) -> By {
    By {
        actor: Actor::Person(staff),
        at,
    }
}

/// The residence that follows from what staff saw.
fn residence(seen: &Confirmation, staff: PersonId, at: Millis) -> Residence {
    Residence {
        class: Residency::ConfirmedByStaff,
        settlement: Some(seen.settlement.clone()),
        evidence: Some(seen.evidence.as_str().to_owned()),
        expires: Some(seen.expires),
        decided_by: Some(staff),
        decided_at: at,
    }
}

impl Store {
    /// Confirms a person's residence as one of the staff saw it; where the community asks for two, it waits for somebody else to agree, in
    /// place of what waited before. Either is logged.
    ///
    /// # Errors
    /// `NotFound` for somebody who is part of another record; [`Conflict::OwnRecord`] for one's own.
    pub async fn confirm_residence(
        &self,
        community: CommunityId,
        person: PersonId,
        seen: &Confirmation,
        (staff, at): (PersonId, Millis),
    ) -> Result<Confirmed, StoreError> {
        let by = by(staff, at);
        persons::not_ones_own(person, by)?;
        self.write(async |tx| {
            let tx = &*tx;
            // Nobody makes the record part of another meanwhile, or forgets it.
            if persons::lock(tx, community, &[person]).await? != 1 {
                return Err(StoreError::NotFound);
            }
            if !settings::takes_two_to_confirm(tx, community).await? {
                let residence = residence(seen, staff, at);
                residencies::decide(tx, community, person, &residence, by, json!({})).await?;
                return Ok(Confirmed::Counts);
            }
            let row = residence_proposal::Model {
                community_id: community.0,
                person_id: person.0,
                settlement: seen.settlement.to_string(),
                evidence: seen.evidence.as_str().to_owned(),
                expires: Some(convert::date_to_text(seen.expires)),
                proposed_by: staff.0,
                proposed_at: at.0,
            };
            residence_proposal::Entity::insert(row.into_active_model())
                .on_conflict(
                    OnConflict::columns([C::CommunityId, C::PersonId])
                        .update_columns([
                            C::Settlement,
                            C::Evidence,
                            C::Expires,
                            C::ProposedBy,
                            C::ProposedAt,
                        ])
                        .to_owned(),
                )
                .exec_without_returning(tx)
                .await?;
            let (subject, detail) = (person.to_string(), json!({ "evidence": seen.evidence }));
            audit::record(tx, community, by, "residency.proposed", &subject, detail).await?;
            Ok(Confirmed::WaitsForSecond)
        })
        .await
    }

    /// What is proposed for a person.
    pub async fn residence_proposal(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Option<Proposal>, StoreError> {
        find(self.reader(), community, person).await
    }

    /// What waits for a second person, the longest waiting first.
    pub async fn residence_proposals(
        &self,
        community: CommunityId,
        page: Page,
    ) -> Result<Paged<(PersonId, Proposal)>, StoreError> {
        let waiting = residence_proposal::Entity::find().filter(C::CommunityId.eq(community.0));
        let total = waiting.clone().count(self.reader()).await?;
        let rows = waiting
            .order_by_asc(C::ProposedAt)
            .order_by_asc(C::PersonId)
            .offset(page.offset)
            .limit(page.limit)
            .all(self.reader())
            .await?;
        let items = rows
            .into_iter()
            .map(|row| Ok((PersonId(row.person_id), read(row)?)))
            .collect::<Result<_, StoreError>>()?;
        Ok(Paged { items, total })
    }

    /// Confirms a person's residence as it was proposed at `proposed_at`: from now on it counts. Both who proposed it and who agrees are
    /// in the log.
    ///
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`] where it waits no more, or another does, or its last day is over; [`Conflict::SecondPersonNeeded`] for whoever proposed it;
    /// [`Conflict::OwnRecord`] for one's own.
    pub async fn agree_to_residence(
        &self,
        community: CommunityId,
        (person, proposed_at): (PersonId, Millis),
        (second, at): (PersonId, Millis),
    ) -> Result<(), StoreError> {
        let by = by(second, at);
        persons::not_ones_own(person, by)?;
        self.write(async |tx| {
            let tx = &*tx;
            if persons::lock(tx, community, &[person]).await? != 1 {
                return Err(StoreError::NotFound);
            }
            let proposal = find(tx, community, person)
                .await?
                .filter(|proposal| proposal.at == proposed_at)
                .filter(|proposal| !proposal.has_lapsed(kyiv::date_at(at)))
                .ok_or(Conflict::ChangedMeanwhile)?;
            if !proposal.may_be_agreed_to_by(second) {
                return Err(Conflict::SecondPersonNeeded.into());
            }
            let residence = residence(&proposal.confirmation, second, at);
            let also = json!({ "proposed_by": proposal.by.to_string() });
            residencies::decide(tx, community, person, &residence, by, also).await
        })
        .await
    }

    /// Drops what was proposed at `proposed_at`, and logs it.
    ///
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`] where it waits no more: somebody agreed to it, or dropped it; [`Conflict::OwnRecord`] for one's own
    /// record.
    pub async fn drop_residence_proposal(
        &self,
        community: CommunityId,
        (person, proposed_at): (PersonId, Millis),
        by: By,
    ) -> Result<(), StoreError> {
        persons::not_ones_own(person, by)?;
        self.write(async |tx| {
            let tx = &*tx;
            // Whoever agrees at this moment comes before or after, and is told.
            if persons::lock(tx, community, &[person]).await? != 1 {
                return Err(StoreError::NotFound);
            }
            let those = of(community, person).add(C::ProposedAt.eq(proposed_at.0));
            match drop_and_log(tx, community, person, those, by, json!({})).await? {
                true => Ok(()),
                false => Err(Conflict::ChangedMeanwhile.into()),
            }
        })
        .await
    }

    /// Drops what was proposed before `then` and nobody has agreed to, and logs each; how many.
    pub async fn purge_residence_proposals(&self, then: Millis, by: By) -> Result<u64, StoreError> {
        let too_old = residence_proposal::Entity::find()
            .filter(C::ProposedAt.lt(then.0))
            .all(self.reader())
            .await?;
        let mut dropped = 0;
        for row in too_old {
            let (community, person) = (CommunityId(row.community_id), PersonId(row.person_id));
            let gone = self.write(async |tx| {
                // Another instance, or somebody at the desk, may have been quicker.
                let those = of(community, person).add(C::ProposedAt.lt(then.0));
                let why = json!({ "because": "waited_too_long" });
                drop_and_log(&*tx, community, person, those, by, why).await
            });
            dropped += u64::from(gone.await?);
        }
        Ok(dropped)
    }
}

/// Drops what is proposed for a record that becomes part of another, and logs it.
pub(crate) async fn drop_of_merged(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    (gone, kept): (PersonId, PersonId),
    by: By,
) -> Result<(), StoreError> {
    let why = json!({ "because": "merged", "record": kept.to_string() });
    drop_and_log(tx, community, gone, of(community, gone), by, why).await?;
    Ok(())
}

/// Drops a person's proposal, if it is one of `those`, and logs it with what there is to tell; whether there was one.
async fn drop_and_log(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    those: Condition,
    by: By,
    detail: Value,
) -> Result<bool, StoreError> {
    let done = residence_proposal::Entity::delete_many()
        .filter(those)
        .exec(tx)
        .await?;
    if done.rows_affected == 0 {
        return Ok(false);
    }
    let (act, subject) = ("residency.proposal_dropped", person.to_string());
    audit::record(tx, community, by, act, &subject, detail).await?;
    Ok(true)
}

/// Ends what is proposed for these people, who are confirmed.
pub(crate) async fn end(
    db: &impl ConnectionTrait,
    community: CommunityId,
    people: &[PersonId],
) -> Result<(), StoreError> {
    let columns = (C::CommunityId, C::PersonId);
    persons::delete_theirs::<residence_proposal::Entity>(db, columns, community, people).await?;
    Ok(())
}

/// What the record that goes has proposed is the kept record's word: nobody agrees to their own under another name.
pub(crate) async fn move_authorship(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    kept: PersonId,
    gone: PersonId,
) -> Result<(), StoreError> {
    residence_proposal::Entity::update_many()
        .col_expr(C::ProposedBy, Expr::val(kept.0))
        .filter(C::CommunityId.eq(community.0))
        .filter(C::ProposedBy.eq(gone.0))
        .exec(tx)
        .await?;
    Ok(())
}

async fn find(
    db: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
) -> Result<Option<Proposal>, StoreError> {
    let row = residence_proposal::Entity::find()
        .filter(of(community, person))
        .one(db)
        .await?;
    row.map(read).transpose()
}

fn of(community: CommunityId, person: PersonId) -> Condition {
    Condition::all()
        .add(C::CommunityId.eq(community.0))
        .add(C::PersonId.eq(person.0))
}

fn read(row: residence_proposal::Model) -> Result<Proposal, StoreError> {
    Ok(Proposal {
        confirmation: Confirmation {
            evidence: convert::named(&row.evidence)?,
            settlement: convert::katottg(&row.settlement)?,
            // What was proposed without a last day is from before there had to be one.
            expires: match row.expires.as_deref() {
                Some(day) => convert::date_from_text(day)?,
                None => Policy::default().confirmed_until(kyiv::date_at(Millis(row.proposed_at))),
            },
        },
        by: PersonId(row.proposed_by),
        at: Millis(row.proposed_at),
    })
}
