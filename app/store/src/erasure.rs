//! Forgetting a person who asks for it. What keeps them from voting twice stays: that they took part, and the keyed hashes by which
//! they would be found again. Nobody can tell from either who they are.

use crate::{
    Actor, By, Conflict, Store, StoreError, audit, emails,
    entity::{
        ballot_link, consent, consultation, email_link, organisation_request, participation,
        passkey, person, person_email, person_key, recovery_code, residence_proposal,
        residence_request, residency, role_grant, second_factor, session, ticket,
    },
    identity_cases, invitations, paper, persons,
    representatives::{self, taken_away},
    roles,
};
use domain::{
    identity::Assurance,
    ids::{CommunityId, PersonId},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter,
    QuerySelect, RelationTrait, sea_query::Expr,
};
use serde_json::json;
use uuid::Uuid;

/// Why a record without a name, and the hashes of its documents, must outlive its person's wish to be forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stays {
    /// In how many polls they took part: without the record they could again.
    pub participations: u64,
    /// Their acts for the community, staff's question whose documents they are, a power that somebody else ended, or a record that became part
    /// of theirs refer to it.
    pub referred_to: bool,
    /// In how many open polls their answers are tied to the record by its id.
    pub open_answers: u64,
    /// In how many confidential polls by a sealed link.
    pub sealed_answers: u64,
}

impl Stays {
    /// Whether anything does.
    pub fn any(self) -> bool {
        self.participations > 0 || self.referred_to
    }
}

impl Store {
    /// What of a person would outlive their being forgotten now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn what_stays(
        &self,
        community: CommunityId,
        person: PersonId,
    ) -> Result<Stays, StoreError> {
        let db = self.reader();
        let records = persons::records_of(db, community, person).await?;
        what_stays(db, community, person, &records).await
    }

    /// Forgets what is known of a person, at their own wish, and of the records that became part of theirs; the record itself, too, if
    /// nothing makes it stay. Their sessions end. `assurance` is that of the sign-in in which they ask.
    ///
    /// # Errors
    /// `NotFound`, also for a record that such a sign-in does not open ([`Assurance::opens_record`]); [`Conflict::HoldsRole`] for whoever
    /// works for the community: their acts stand in the journal under their name.
    pub async fn erase_person(
        &self,
        community: CommunityId,
        person: PersonId,
        assurance: Assurance,
        now: Millis,
    ) -> Result<Stays, StoreError> {
        self.write(async |tx| erase(&*tx, community, person, assurance, now).await)
            .await
    }
}

async fn what_stays(
    db: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    records: &[Uuid],
) -> Result<Stays, StoreError> {
    // From the community's polls to the person's rows, whose keys begin with the poll.
    let participations = consultation::Entity::find()
        .join(
            JoinType::InnerJoin,
            participation::Relation::Consultation.def().rev(),
        )
        .filter(consultation::Column::CommunityId.eq(community.0))
        .filter(participation::Column::PersonId.eq(person.0))
        .count(db)
        .await?;
    let worked = role_grant::Entity::find()
        .filter(role_grant::Column::CommunityId.eq(community.0))
        .filter(role_grant::Column::PersonId.eq(person.0))
        .count(db)
        .await?;
    let cases = identity_cases::open_ids_of(db, community, person).await?;
    let taken_away = taken_away::how_many(db, community, person).await?;
    let tied = async |link: Condition| {
        consultation::Entity::find()
            .filter(consultation::Column::CommunityId.eq(community.0))
            .join(
                JoinType::InnerJoin,
                ballot_link::Relation::Consultation.def().rev(),
            )
            .filter(ballot_link::Column::PersonId.eq(person.0))
            .filter(link)
            .count(db)
            .await
    };
    let named = ballot_link::Column::BallotId.is_not_null();
    let sealed = ballot_link::Column::Sealed.is_not_null();
    Ok(Stays {
        open_answers: tied(Condition::all().add(named)).await?,
        sealed_answers: tied(Condition::all().add(sealed)).await?,
        participations,
        referred_to: worked > 0 || !cases.is_empty() || taken_away > 0 || records.len() > 1,
    })
}

async fn erase(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    person: PersonId,
    assurance: Assurance,
    now: Millis,
) -> Result<Stays, StoreError> {
    // From here on no ballot of theirs and no key is written by anybody else: the ballot box asks for their row and waits. If the row
    // goes, a ballot that comes afterwards is nobody's, and is refused.
    if persons::lock(tx, community, &[person]).await? != 1 {
        return Err(StoreError::NotFound);
    }
    let documents = person_key::Entity::find()
        .filter(person_key::Column::CommunityId.eq(community.0))
        .filter(person_key::Column::PersonId.eq(person.0))
        .count(tx)
        .await?;
    if !assurance.opens_record(documents > 0) {
        return Err(StoreError::NotFound);
    }
    let role = roles::standing(community, now)
        .filter(role_grant::Column::PersonId.eq(person.0))
        .one(tx)
        .await?;
    if role.is_some() {
        return Err(Conflict::HoldsRole.into());
    }
    let records = persons::records_of(tx, community, person).await?;
    let stays = what_stays(tx, community, person, &records).await?;

    emails::drop_links_of_sign_in(tx, community, person).await?;
    // Of the records that became part of theirs, too: something of them may lie there still.
    macro_rules! delete_theirs {
        ($($entity:ident),*) => {$(
            $entity::Entity::delete_many()
                .filter($entity::Column::CommunityId.eq(community.0))
                .filter($entity::Column::PersonId.is_in(records.iter().copied()))
                .exec(tx)
                .await?;
        )*};
    }
    delete_theirs!(
        session,
        ticket,
        email_link,
        passkey,
        residency,
        residence_request,
        residence_proposal,
        organisation_request,
        consent,
        second_factor,
        recovery_code
    );
    // The mailbox's hash is all by which somebody without documents would be found again; its address goes in any case.
    if stays.any() && documents == 0 {
        person_email::Entity::update_many()
            .col_expr(person_email::Column::Sealed, Expr::val(Vec::<u8>::new()))
            .filter(person_email::Column::CommunityId.eq(community.0))
            .filter(person_email::Column::PersonId.eq(person.0))
            .exec(tx)
            .await?;
    } else {
        delete_theirs!(person_email);
    }
    let by = By {
        actor: Actor::Person(person),
        at: now,
    };
    representatives::end_all(tx, community, person, by).await?;
    paper::forget_person(tx, community, &records).await?;
    if stays.any() {
        person::Entity::update_many()
            .col_expr(person::Column::Sealed, Expr::val(Vec::<u8>::new()))
            .filter(person::Column::CommunityId.eq(community.0))
            .filter(person::Column::Id.is_in(records))
            .exec(tx)
            .await?;
    } else {
        delete_theirs!(person_key);
        person::Entity::delete_by_id((community.0, person.0))
            .exec(tx)
            .await?;
    }
    // A second person might still agree to a role for nobody.
    invitations::withdraw_all_for(tx, community, person, by).await?;
    let subject = person.to_string();
    audit::record(tx, community, by, "person.erased", &subject, json!({})).await?;
    Ok(stays)
}
