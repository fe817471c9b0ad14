//! What becomes of paper forms when their poll closes, their person is forgotten, or a record becomes part of another.

use super::{cast::refused, scan, unsettled};
use crate::{
    StoreError,
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
use std::collections::HashSet;
use uuid::Uuid;

/// Refuses the forms of a poll that nobody has cast before it closed, in the transaction that closes it: no answer outlives the poll.
pub(crate) async fn close_poll(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    poll: PollId,
) -> Result<(), StoreError> {
    refused(Refused::Closed)
        .filter(paper_form::Column::CommunityId.eq(community.0))
        .filter(paper_form::Column::PollId.eq(poll.0))
        .filter(unsettled())
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets the forms and scans of these records, which are one person's. A form that was cast stays without its scan: it names a record
/// that has no name any more.
pub(crate) async fn forget_person(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    records: &[Uuid],
) -> Result<(), StoreError> {
    let theirs = paper_form::Column::PersonId.is_in(records.iter().copied());
    for (batch, no, _) in numbers(tx, community, Condition::all().add(theirs.clone())).await? {
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
) -> Result<(), StoreError> {
    use paper_form::Column as C;
    let of = |person: PersonId| Condition::all().add(C::PersonId.eq(person.0));
    let theirs: HashSet<Uuid> = numbers(tx, community, of(kept))
        .await?
        .into_iter()
        .map(|(.., poll)| poll)
        .collect();
    for (batch, no, poll) in numbers(tx, community, of(gone)).await? {
        let form = super::of_form(community, batch, no);
        if theirs.contains(&poll) {
            refused(Refused::Twice)
                .filter(form)
                .filter(unsettled())
                .exec(tx)
                .await?;
        } else {
            paper_form::Entity::update_many()
                .col_expr(C::PersonId, Expr::val(kept.0))
                .filter(form)
                .exec(tx)
                .await?;
        }
    }
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
        .add(unsettled());
    for (batch, no, _) in numbers(tx, community, own).await? {
        scan::remove(tx, community, batch, &[no]).await?;
        paper_form::Entity::delete_many()
            .filter(super::of_form(community, batch, no))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// The forms of a community that are so, with their polls.
async fn numbers(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    so: Condition,
) -> Result<Vec<(BatchNo, FormNo, Uuid)>, StoreError> {
    use paper_form::Column as C;
    let rows: Vec<(i64, i16, Uuid)> = paper_form::Entity::find()
        .select_only()
        .columns([C::BatchNo, C::No, C::PollId])
        .filter(C::CommunityId.eq(community.0))
        .filter(so)
        .into_tuple()
        .all(tx)
        .await?;
    let named = |(batch, no, poll)| (BatchNo(batch), FormNo(no), poll);
    Ok(rows.into_iter().map(named).collect())
}
