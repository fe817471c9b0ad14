//! One record becomes part of another. The ballot box never writes for a record that is gone: it asks for the person's row
//! under a lock that excludes the one held here (`ballot_box::rows::lock_persons`).

use crate::{
    By, Conflict, Store, StoreError, audit, consents, emails,
    entity::{ballot_link, consultation, participation, person, person_key, residency, role_grant},
    organisation_requests, paper,
    representatives::{self, taken_away},
    residence_proposals, residence_requests,
    residencies::{self, Residence},
    roles, sessions,
};
use domain::{
    ids::{CommunityId, PersonId, PollId},
    kyiv,
    residency::is_better_home,
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use serde_json::json;
use std::collections::HashSet;
use uuid::Uuid;

/// Polls that one query is asked about.
const POLLS: usize = 500;

/// Makes `gone` part of `kept`; both are locked by the caller. Gives in how many polls both have taken part: there the
/// participation of `gone` stays where it is, as the record that two ballots were cast.
pub(crate) async fn merge(
    tx: &impl ConnectionTrait,
    store: &Store,
    community: CommunityId,
    kept: PersonId,
    gone: PersonId,
    by: By,
) -> Result<u32, StoreError> {
    let role = roles::standing(community, by.at)
        .filter(role_grant::Column::PersonId.eq(gone.0))
        .one(tx)
        .await?;
    if role.is_some() {
        // A role is granted to somebody, never inherited.
        return Err(Conflict::HoldsRole.into());
    }
    person_key::Entity::update_many()
        .col_expr(person_key::Column::PersonId, Expr::val(kept.0))
        .filter(person_key::Column::CommunityId.eq(community.0))
        .filter(person_key::Column::PersonId.eq(gone.0))
        .exec(tx)
        .await?;
    let twice = move_participations(tx, store, community, kept, gone).await?;
    keep_the_better_residency(tx, community, kept, gone, by.at).await?;
    emails::move_mailbox(tx, community, kept, gone).await?;
    consents::move_all(tx, community, kept, gone).await?;
    // What is sealed for the record that goes nobody could open; and what is confirmed needs no document any more.
    residence_requests::end(tx, community, &[gone]).await?;
    organisation_requests::end(tx, community, &[gone]).await?;
    representatives::end_all(tx, community, gone, by).await?;
    taken_away::move_all(tx, community, kept, gone).await?;
    residence_proposals::drop_of_merged(tx, community, (gone, kept), by).await?;
    residence_proposals::move_authorship(tx, community, kept, gone).await?;
    residence_requests::end_if_confirmed(tx, community, kept, kyiv::date_at(by.at)).await?;
    paper::move_all(tx, community, kept, gone, by).await?;
    // Passkeys, too, are bound to the record that goes: they open nothing for another.
    sessions::end_for_good(tx, community, gone).await?;
    person::Entity::update_many()
        .col_expr(person::Column::MergedInto, Expr::val(kept.0))
        .filter(person::Column::CommunityId.eq(community.0))
        .filter(person::Column::Id.eq(gone.0))
        .exec(tx)
        .await?;
    let detail = json!({ "record": gone.to_string(), "polls_twice": twice });
    audit::record(
        tx,
        community,
        by,
        "person.merged",
        &kept.to_string(),
        detail,
    )
    .await?;
    Ok(twice)
}

/// Whoever took part as `gone` has taken part as `kept`, so that they cannot again.
async fn move_participations(
    tx: &impl ConnectionTrait,
    store: &Store,
    community: CommunityId,
    kept: PersonId,
    gone: PersonId,
) -> Result<u32, StoreError> {
    use participation::Column as C;
    // By poll: the key of `participation` begins with it.
    let polls: Vec<Uuid> = consultation::Entity::find()
        .select_only()
        .column(consultation::Column::Id)
        .filter(consultation::Column::CommunityId.eq(community.0))
        .into_tuple()
        .all(tx)
        .await?;
    let mut twice = 0;
    for polls in polls.chunks(POLLS) {
        let rows = participation::Entity::find()
            .filter(C::CommunityId.eq(community.0))
            .filter(C::PollId.is_in(polls.iter().copied()))
            .filter(C::PersonId.is_in([kept.0, gone.0]))
            .all(tx)
            .await?;
        let has: HashSet<Uuid> = rows
            .iter()
            .filter(|row| row.person_id == kept.0)
            .map(|row| row.poll_id)
            .collect();
        for row in rows.into_iter().filter(|row| row.person_id == gone.0) {
            if has.contains(&row.poll_id) {
                twice += 1;
            } else {
                move_participation(tx, store, community, kept, row).await?;
            }
        }
    }
    Ok(twice)
}

async fn move_participation(
    tx: &impl ConnectionTrait,
    store: &Store,
    community: CommunityId,
    kept: PersonId,
    row: participation::Model,
) -> Result<(), StoreError> {
    let (poll, gone) = (PollId(row.poll_id), PersonId(row.person_id));
    let old = (community.0, poll.0, gone.0);
    let moved = participation::Model {
        person_id: kept.0,
        ..row
    };
    participation::Entity::insert(moved.into_active_model())
        .exec_without_returning(tx)
        .await?;
    if let Some(link) = ballot_link::Entity::find_by_id(old).one(tx).await? {
        let sealed = match &link.sealed {
            Some(sealed) => resealed(store, community, poll, gone, kept, sealed)?,
            None => None,
        };
        // A link whose key is destroyed opens nothing any more.
        if sealed.is_some() || link.ballot_id.is_some() {
            let moved = ballot_link::Model {
                person_id: kept.0,
                sealed,
                ..link
            };
            ballot_link::Entity::insert(moved.into_active_model())
                .exec_without_returning(tx)
                .await?;
        }
        ballot_link::Entity::delete_by_id(old).exec(tx).await?;
    }
    participation::Entity::delete_by_id(old).exec(tx).await?;
    Ok(())
}

/// A sealed link for its new person, to whom it is bound; `None` when the poll's key is destroyed.
fn resealed(
    store: &Store,
    community: CommunityId,
    poll: PollId,
    gone: PersonId,
    kept: PersonId,
    sealed: &[u8],
) -> Result<Option<Vec<u8>>, StoreError> {
    let keys = store.link_keys().ok_or(Conflict::NoLinkKeys)?;
    if !keys.has(community, poll) {
        return Ok(None);
    }
    let key = keys.read(community, poll)?;
    let ballot = key.open(gone, sealed)?;
    key.seal(kept, ballot).map(Some)
}

/// The better of both homes counts for the record that stays ([`is_better_home`]).
async fn keep_the_better_residency(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    kept: PersonId,
    gone: PersonId,
    now: Millis,
) -> Result<(), StoreError> {
    let of = async |person: PersonId| -> Result<Option<Residence>, StoreError> {
        let row = residency::Entity::find_by_id((community.0, person.0))
            .one(tx)
            .await?;
        row.map(residencies::read).transpose()
    };
    let Some(theirs) = of(gone).await? else {
        return Ok(());
    };
    let ours = of(kept).await?.map(|ours| ours.known());
    if is_better_home(&theirs.known(), ours.as_ref(), kyiv::date_at(now)) {
        residencies::put(tx, community, &[(kept, theirs)]).await?;
    }
    Ok(())
}
