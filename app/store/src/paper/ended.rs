//! What becomes of paper forms when their poll closes, their person is forgotten, or a record becomes part of another.

use super::{cast::refused, log, scan, unsettled};
use crate::{
    By, StoreError,
    entity::{paper_batch, paper_form},
};
use domain::{
    ids::{CommunityId, PersonId, PollId},
    paper::{BatchNo, FormNo, FormState, Refused},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

/// Refuses the forms of a poll that nobody has cast before it closed, in the transaction that closes it, and logs it: no answer outlives
/// the poll.
pub(crate) async fn close_poll(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    poll: PollId,
    by: By,
) -> Result<(), StoreError> {
    let of_poll = unsettled().add(paper_form::Column::PollId.eq(poll.0));
    for (which, _) in found(tx, community, of_poll).await? {
        refuse(tx, community, which, Refused::Closed, by).await?;
    }
    Ok(())
}

async fn refuse(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    which: (BatchNo, FormNo, PersonId),
    why: Refused,
    by: By,
) -> Result<(), StoreError> {
    let (batch, no, _) = which;
    refused(why)
        .filter(super::of_form(community, batch, no))
        .exec(tx)
        .await?;
    log(tx, community, which, Some(why), by, "refused").await
}

/// Forgets the forms and scans of these records, which are one person's. A form that was cast stays without its scan: it names a record
/// that has no name any more.
pub(crate) async fn forget_person(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    records: &[Uuid],
) -> Result<(), StoreError> {
    let theirs = paper_form::Column::PersonId.is_in(records.iter().copied());
    for ((batch, no, _), _) in found(tx, community, Condition::all().add(theirs.clone())).await? {
        scan::remove(tx, community, batch, &[no]).await?;
    }
    paper_form::Entity::delete_many()
        .filter(paper_form::Column::CommunityId.eq(community.0))
        .filter(theirs)
        .filter(paper_form::Column::State.ne(FormState::Cast.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

/// The forms of a record that goes are those of the one that is kept. Of two forms in one poll that of the kept record counts: the other
/// is refused, unless it is cast; it stays where it is. What the record that goes has typed was typed by the kept one: nobody agrees
/// with themselves under another name, nor enters their own form.
pub(crate) async fn move_all(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    kept: PersonId,
    gone: PersonId,
    by: By,
) -> Result<(), StoreError> {
    use paper_form::Column as C;
    let of = |person: PersonId| Condition::all().add(C::PersonId.eq(person.0));
    let theirs: Vec<Uuid> = found(tx, community, of(kept))
        .await?
        .into_iter()
        .map(|(_, poll)| poll)
        .collect();
    let second = of(gone)
        .add(C::PollId.is_in(theirs.iter().copied()))
        .add(unsettled());
    for (which, _) in found(tx, community, second).await? {
        refuse(tx, community, which, Refused::Twice, by).await?;
    }
    paper_form::Entity::update_many()
        .col_expr(C::PersonId, Expr::val(kept.0))
        .filter(C::CommunityId.eq(community.0))
        .filter(C::PersonId.eq(gone.0))
        .filter(C::PollId.is_not_in(theirs))
        .exec(tx)
        .await?;
    paper_batch::Entity::update_many()
        .col_expr(paper_batch::Column::OpenedBy, Expr::val(kept.0))
        .filter(paper_batch::Column::CommunityId.eq(community.0))
        .filter(paper_batch::Column::OpenedBy.eq(gone.0))
        .exec(tx)
        .await?;
    for column in [C::FirstBy, C::SecondBy] {
        paper_form::Entity::update_many()
            .col_expr(column, Expr::val(kept.0))
            .filter(C::CommunityId.eq(community.0))
            .filter(column.eq(gone.0))
            .exec(tx)
            .await?;
    }
    // One hand typed both: somebody else enters it the second time.
    paper_form::Entity::update_many()
        .col_expr(C::SecondBy, Expr::val(None::<Uuid>))
        .col_expr(C::Second, Expr::val(None::<Vec<u8>>))
        .col_expr(C::State, Expr::val(FormState::Entered.as_str()))
        .col_expr(C::Differed, Expr::val(0i16))
        .col_expr(C::Version, Expr::col(C::Version).add(1))
        .filter(C::CommunityId.eq(community.0))
        .filter(C::FirstBy.eq(kept.0))
        .filter(C::SecondBy.eq(kept.0))
        .filter(unsettled())
        .exec(tx)
        .await?;
    let own = of(kept)
        .add(
            Condition::any()
                .add(C::FirstBy.eq(kept.0))
                .add(C::SecondBy.eq(kept.0)),
        )
        // Of one that begins anew nothing is theirs.
        .add(C::State.ne(FormState::Anew.as_str()))
        .add(unsettled());
    for (which, _) in found(tx, community, own).await? {
        let (batch, no, _) = which;
        scan::remove(tx, community, batch, &[no]).await?;
        paper_form::Entity::delete_many()
            .filter(super::of_form(community, batch, no))
            .exec(tx)
            .await?;
        log(tx, community, which, None, by, "taken_out").await?;
    }
    Ok(())
}

/// The forms of a community that are so: their numbers and persons, and their polls.
pub(super) async fn found(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    so: Condition,
) -> Result<Vec<((BatchNo, FormNo, PersonId), Uuid)>, StoreError> {
    use paper_form::Column as C;
    let rows: Vec<(i64, i16, Uuid, Uuid)> = paper_form::Entity::find()
        .select_only()
        .columns([C::BatchNo, C::No, C::PersonId, C::PollId])
        .filter(C::CommunityId.eq(community.0))
        .filter(so)
        .into_tuple()
        .all(tx)
        .await?;
    let named = |(batch, no, person, poll)| ((BatchNo(batch), FormNo(no), PersonId(person)), poll);
    Ok(rows.into_iter().map(named).collect())
}
