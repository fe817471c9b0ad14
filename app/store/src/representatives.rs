//! Who may act for an organisation. A power is a row while it stands; what became of others is in the journal. Those whose last day is over
//! stay as they are and count nowhere.

mod offers;
pub(crate) mod taken_away;

use crate::{
    Actor, By, Conflict, SecretHash, Store, StoreError, audit, convert,
    entity::{organisation, power_handed_on, representative, session},
    organisations::{self, log, standing},
    persons,
    sessions::{self, Renewal},
};
use domain::{
    ids::{CommunityId, OrganisationNo, PersonId},
    kyiv,
    national_id::Edrpou,
    organisation::{HandOver, Organisation, Power, Proof, gives_back, last_day_by_key},
    time::{Date, Millis},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    sea_query::{Expr, OnConflict},
};
use serde_json::{Value, json};

pub use offers::Offer;
pub use taken_away::TakenAway;

/// A power with what staff and colleagues see of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Representative {
    pub power: Power,
    /// Their position in the organisation, sealed under the community's key and bound to the person.
    pub position: Vec<u8>,
    pub since: Millis,
}

/// A power that waits in a link for somebody to take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedOn {
    pub organisation: Organisation,
    pub given_by: PersonId,
    pub hand_over: HandOver,
    pub expires_at: Millis,
}

/// What came of proving or taking a power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gained {
    pub organisation: OrganisationNo,
    /// When the session ends that now has the new token; `None` where it is not there any more.
    pub session_ends: Option<Millis>,
}

impl Store {
    /// Who may act for an organisation, those whose last day is over included, the oldest first.
    ///
    /// # Errors
    /// When the database does not answer, or holds what is no power.
    pub async fn representatives(
        &self,
        community: CommunityId,
        no: OrganisationNo,
    ) -> Result<Vec<Representative>, StoreError> {
        use representative::Column as C;
        let rows = representative::Entity::find()
            .filter(C::CommunityId.eq(community.0))
            .filter(C::OrganisationNo.eq(no.0))
            .order_by_asc(C::Since)
            .order_by_asc(C::PersonId)
            .all(self.reader())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// The powers of a person, those whose last day is over included, with the organisations.
    ///
    /// # Errors
    /// As [`Self::representatives`].
    pub async fn powers_of(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Vec<(Organisation, Representative)>, StoreError> {
        use representative::Column as C;
        let rows = representative::Entity::find()
            .filter(C::CommunityId.eq(community.0))
            .filter(C::PersonId.eq(person.0))
            .order_by_asc(C::OrganisationNo)
            .all(self.reader())
            .await?;
        let mut powers = Vec::new();
        for row in rows {
            let no = OrganisationNo(row.organisation_no);
            if let Some(found) = self.organisation(community, no).await? {
                powers.push((found.organisation, read(row)?));
            }
        }
        Ok(powers)
    }

    /// The organisation for which a person may act today; `None` where they may not.
    ///
    /// # Errors
    /// As [`Self::representatives`].
    pub async fn power(
        &self,
        community: CommunityId,
        person: PersonId,
        no: OrganisationNo,
        today: Date,
    ) -> Result<Option<Organisation>, StoreError> {
        let power = find(self.reader(), community, no, person).await?;
        if !power.is_some_and(|found| found.power.counts(today)) {
            return Ok(None);
        }
        let found = self.organisation(community, no).await?;
        Ok(found
            .filter(|found| !found.removed)
            .map(|found| found.organisation))
    }

    /// Lets the session of `person` act for an organisation, and go on under its new token, or for them alone again. Gives when the session
    /// ends that now has the new token; `None` where it keeps the old one, or is not there any more.
    ///
    /// # Errors
    /// `NotFound` where they have no power that counts today.
    pub async fn act_for(
        &self,
        community: CommunityId,
        (person, renewal): (PersonId, Renewal),
        no: Option<OrganisationNo>,
        today: Date,
    ) -> Result<Option<Millis>, StoreError> {
        if let Some(no) = no {
            let organisation = self.power(community, person, no, today).await?;
            organisation.ok_or(StoreError::NotFound)?;
        }
        self.write(async |tx| {
            let tx = &*tx;
            session::Entity::update_many()
                .col_expr(session::Column::ActsFor, Expr::val(no.map(|no| no.0)))
                .filter(session::Column::CommunityId.eq(community.0))
                .filter(session::Column::TokenHash.eq(renewal.old.to_column()))
                .filter(session::Column::PersonId.eq(person.0))
                .exec(tx)
                .await?;
            match no {
                Some(_) => sessions::renew(tx, community, person, renewal).await,
                // For oneself one may do no more than before.
                None => Ok(None),
            }
        })
        .await
    }

    /// Gives a person the power that the organisation's key proves, or begins its days anew, and logs it; their session goes on under its new
    /// token. `code` is what the signature said; `position` is sealed and bound to the person.
    ///
    /// # Errors
    /// `NotFound` where the community has no organisation of this code, or the person is part of another record;
    /// [`Conflict::TakenAway`] where somebody else ended their power, and staff have to decide.
    pub async fn prove_power_by_key(
        &self,
        community: CommunityId,
        (person, renewal): (PersonId, Renewal),
        code: &Edrpou,
        position: &[u8],
        at: Millis,
    ) -> Result<Gained, StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let found = organisations::by_code(tx, community, code).await?;
            let no = found.ok_or(StoreError::NotFound)?.no;
            // From here on nobody gives it another code, or takes the power away.
            let row = standing(tx, community, no).await?;
            if row.edrpou.as_deref() != Some(code.as_str()) {
                return Err(StoreError::NotFound);
            }
            if taken_away::find(tx, community, no, person).await?.is_some() {
                return Err(Conflict::TakenAway.into());
            }
            let until = last_day_by_key(kyiv::date_at(at));
            let power = Power {
                organisation: no,
                person,
                proof: Proof::Key,
                until,
            };
            let by = By {
                actor: Actor::Person(person),
                at,
            };
            give(tx, community, &power, position, by).await?;
            Ok(Gained {
                organisation: no,
                session_ends: sessions::renew(tx, community, person, renewal).await?,
            })
        })
        .await
    }

    /// Ends the power of somebody, as staff, and logs it: the key alone does not prove it again. Nothing happens where there is none.
    ///
    /// # Errors
    /// [`Conflict::OwnRecord`] for one's own, which `/me` ends.
    pub async fn revoke_power(
        &self,
        community: CommunityId,
        no: OrganisationNo,
        person: PersonId,
        by: By,
    ) -> Result<(), StoreError> {
        persons::not_ones_own(person, by)?;
        self.write(async |tx| {
            taken_away::take_away(&*tx, community, no, person, "power.revoked", by).await
        })
        .await
    }

    /// Ends the power of `person`, as `who`, who has one for the same organisation that lets them ([`Power::may_end`]), and logs it. Their
    /// own the key proves anew; a colleague's it does not.
    ///
    /// # Errors
    /// `NotFound` where `who` has no power that counts, or theirs does not let them; nothing happens where `person` has none.
    pub async fn lay_down_power(
        &self,
        community: CommunityId,
        no: OrganisationNo,
        person: PersonId,
        (who, at): (PersonId, Millis),
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let own = find(tx, community, no, who).await?;
            let today = kyiv::date_at(at);
            let own = own
                .map(|found| found.power)
                .filter(|power| power.counts(today) || who == person)
                .ok_or(StoreError::NotFound)?;
            let theirs = find(tx, community, no, person).await?;
            let Some(theirs) = theirs else {
                return Ok(());
            };
            if !own.may_end(&theirs.power) {
                return Err(StoreError::NotFound);
            }
            let by = By {
                actor: Actor::Person(who),
                at,
            };
            match who == person {
                true => {
                    end(tx, community, no, person, "power.laid_down", by).await?;
                    Ok(())
                }
                false => {
                    let act = "power.ended_by_colleague";
                    taken_away::take_away(tx, community, no, person, act, by).await
                }
            }
        })
        .await
    }

    /// The power that waits in a link; `None` where it was taken, has expired, or whoever gave it has it no more.
    ///
    /// # Errors
    /// As [`Self::representatives`].
    pub async fn handed_on(
        &self,
        community: CommunityId,
        token: SecretHash,
        now: Millis,
    ) -> Result<Option<HandedOn>, StoreError> {
        let found = offered(self.reader(), community, token, now).await?;
        Ok(found.map(|(handed_on, _)| handed_on))
    }

    /// Gives `person` the power that waits in a link, to the last day of whoever gave it; where it was given away, theirs ends. Of several at
    /// once one succeeds. Their session goes on under its new token. `position` is sealed and bound to the person.
    ///
    /// # Errors
    /// [`Conflict::ChangedMeanwhile`] where nothing waits any more; [`Conflict::AlreadyThere`] for whoever has a power as long or
    /// stronger already, and so for whoever gave it; [`Conflict::TakenAway`] where somebody ended theirs who is not the giver ([`gives_back`]), and
    /// staff have to decide; `NotFound` for a person who is part of another record.
    pub async fn take_power(
        &self,
        community: CommunityId,
        token: SecretHash,
        (person, renewal): (PersonId, Renewal),
        position: &[u8],
        at: Millis,
    ) -> Result<Gained, StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let found = offered(tx, community, token, at).await?;
            let (handed_on, until) = found.ok_or(Conflict::ChangedMeanwhile)?;
            let no = handed_on.organisation.no;
            // From here on nobody takes a power for it away.
            standing(tx, community, no).await?;
            let taken_away = taken_away::find(tx, community, no, person).await?;
            if taken_away.is_some_and(|by| !gives_back(by, handed_on.given_by)) {
                return Err(Conflict::TakenAway.into());
            }
            let own = find(tx, community, no, person).await?;
            let power = Power {
                organisation: no,
                person,
                proof: Proof::HandedOn,
                until,
            };
            // As long again is nothing new, and the link serves somebody else.
            let today = kyiv::date_at(at);
            let gains = |own: Representative| {
                own.power.until < until && own.power.gives_way_to(&power, today)
            };
            if !own.is_none_or(gains) {
                return Err(Conflict::AlreadyThere.into());
            }
            let done = power_handed_on::Entity::delete_by_id((community.0, token.to_column()))
                .exec(tx)
                .await?;
            if done.rows_affected == 0 {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            let by = By {
                actor: Actor::Person(person),
                at,
            };
            give(tx, community, &power, position, by).await?;
            taken_away::forgive(tx, community, no, person).await?;
            if handed_on.hand_over == HandOver::Gives {
                let giver = handed_on.given_by;
                end(tx, community, no, giver, "power.given_away", by).await?;
            }
            Ok(Gained {
                organisation: no,
                session_ends: sessions::renew(tx, community, person, renewal).await?,
            })
        })
        .await
    }
}

/// Gives a power and logs it, unless what the person has does not give way to it ([`Power::gives_way_to`]): then that stays.
///
/// # Errors
/// `NotFound` for a person who is part of another record or was forgotten, and for an organisation that is not there any more.
pub(crate) async fn give(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    power: &Power,
    position: &[u8],
    by: By,
) -> Result<(), StoreError> {
    use representative::Column as C;
    let (no, person) = (power.organisation, power.person);
    standing(tx, community, no).await?;
    // Nobody makes the record part of another meanwhile, or forgets it.
    if persons::lock(tx, community, &[person]).await? != 1 {
        return Err(StoreError::NotFound);
    }
    let own = find(tx, community, no, person).await?;
    let today = kyiv::date_at(by.at);
    if own.is_some_and(|own| !own.power.gives_way_to(power, today)) {
        return Ok(());
    }
    let row = representative::Model {
        community_id: community.0,
        organisation_no: no.0,
        person_id: person.0,
        proof: power.proof.as_str().to_owned(),
        sealed: position.to_vec(),
        since: by.at.0,
        until: convert::date_to_text(power.until),
    };
    representative::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([C::CommunityId, C::OrganisationNo, C::PersonId])
                .update_columns([C::Proof, C::Sealed, C::Until])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    let told = told(no, power.proof, power.until);
    let subject = person.to_string();
    audit::record(tx, community, by, "power.given", &subject, told).await
}

/// Ends all powers of a person whose record goes, and logs it: a power is proved by somebody, never inherited. What they offered to others
/// is offered no more.
pub(crate) async fn end_all(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    by: By,
) -> Result<(), StoreError> {
    use representative::Column as C;
    let rows = representative::Entity::find()
        .filter(C::CommunityId.eq(community.0))
        .filter(C::PersonId.eq(person.0))
        .all(tx)
        .await?;
    for row in rows {
        let no = OrganisationNo(row.organisation_no);
        end(tx, community, no, person, "power.ended_with_record", by).await?;
    }
    power_handed_on::Entity::delete_many()
        .filter(power_handed_on::Column::CommunityId.eq(community.0))
        .filter(power_handed_on::Column::GivenBy.eq(person.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends the powers that were proved by the key of an organisation that has another code now, and logs it: that key was another's. Those that
/// were handed on end, too: nobody knows any more whether the first of the row had theirs by it. Documents stay good.
pub(crate) async fn end_by_key(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    no: OrganisationNo,
    by: By,
) -> Result<(), StoreError> {
    use representative::Column as C;
    let rows = representative::Entity::find()
        .filter(C::CommunityId.eq(community.0))
        .filter(C::OrganisationNo.eq(no.0))
        .filter(C::Proof.is_in([Proof::Key, Proof::HandedOn].map(Proof::as_str)))
        .order_by_asc(C::PersonId)
        .all(tx)
        .await?;
    for row in rows {
        let person = PersonId(row.person_id);
        end(tx, community, no, person, "power.ended_with_code", by).await?;
    }
    Ok(())
}

/// Ends a power with what was offered by it, and logs it; whether there was one.
async fn end(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    no: OrganisationNo,
    person: PersonId,
    act: &str,
    by: By,
) -> Result<bool, StoreError> {
    let found = find(tx, community, no, person).await?;
    let Some(found) = found else {
        return Ok(false);
    };
    representative::Entity::delete_by_id((community.0, no.0, person.0))
        .exec(tx)
        .await?;
    power_handed_on::Entity::delete_many()
        .filter(power_handed_on::Column::CommunityId.eq(community.0))
        .filter(power_handed_on::Column::OrganisationNo.eq(no.0))
        .filter(power_handed_on::Column::GivenBy.eq(person.0))
        .exec(tx)
        .await?;
    // A new proof is no choice: for whom one acts is chosen anew.
    session::Entity::update_many()
        .col_expr(session::Column::ActsFor, Expr::val(None::<i64>))
        .filter(session::Column::CommunityId.eq(community.0))
        .filter(session::Column::PersonId.eq(person.0))
        .filter(session::Column::ActsFor.eq(no.0))
        .exec(tx)
        .await?;
    let told = told(no, found.power.proof, found.power.until);
    audit::record(tx, community, by, act, &person.to_string(), told).await?;
    Ok(true)
}

/// What a link offers, and to which last day.
async fn offered(
    db: &impl ConnectionTrait,
    community: CommunityId,
    token: SecretHash,
    now: Millis,
) -> Result<Option<(HandedOn, Date)>, StoreError> {
    let row = power_handed_on::Entity::find_by_id((community.0, token.to_column()))
        .one(db)
        .await?;
    let Some(row) = row.filter(|row| now.0 < row.expires_at) else {
        return Ok(None);
    };
    let (no, given_by) = (OrganisationNo(row.organisation_no), PersonId(row.given_by));
    let giver = find(db, community, no, given_by).await?;
    let Some(giver) = giver.filter(|giver| giver.power.counts(kyiv::date_at(now))) else {
        return Ok(None);
    };
    let organisation = organisation::Entity::find_by_id((community.0, no.0))
        .one(db)
        .await?;
    let Some(organisation) = organisation.filter(|row| row.removed_at.is_none()) else {
        return Ok(None);
    };
    let handed_on = HandedOn {
        organisation: organisations::read(organisation)?.organisation,
        given_by,
        hand_over: convert::named(&row.hand_over)?,
        expires_at: Millis(row.expires_at),
    };
    Ok(Some((handed_on, giver.power.until)))
}

async fn find(
    db: &impl ConnectionTrait,
    community: CommunityId,
    no: OrganisationNo,
    person: PersonId,
) -> Result<Option<Representative>, StoreError> {
    let row = representative::Entity::find_by_id((community.0, no.0, person.0))
        .one(db)
        .await?;
    row.map(read).transpose()
}

/// What the journal tells of a power; whose it is, is its subject.
fn told(no: OrganisationNo, proof: Proof, until: Date) -> Value {
    json!({
        "organisation": no.0,
        "proof": proof.as_str(),
        "until": convert::date_to_text(until),
    })
}

fn read(row: representative::Model) -> Result<Representative, StoreError> {
    Ok(Representative {
        power: Power {
            organisation: OrganisationNo(row.organisation_no),
            person: PersonId(row.person_id),
            proof: convert::named(&row.proof)?,
            until: convert::date_from_text(&row.until)?,
        },
        position: row.sealed,
        since: Millis(row.since),
    })
}
