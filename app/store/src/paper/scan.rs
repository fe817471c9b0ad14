//! The scans of identity parts: attached to a form, looked at, and gone some time after the poll.

use super::{by, form, lock_batch, log_form, of_form};
use crate::{
    Conflict, Store, StoreError, convert,
    entity::{consultation, paper_form, paper_scan},
};
use domain::{
    document::DocumentKind,
    ids::{CommunityId, PersonId},
    paper::{BatchNo, FormNo},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::{LockType, OnConflict},
};
use std::collections::BTreeMap;

impl Store {
    /// Attaches a scan to a form, sealed under the community's key and bound to the form, in place of the one before, and logs it.
    ///
    /// # Errors
    /// `NotFound`; [`Conflict::ChangedMeanwhile`] for a form that takes none any more ([`Form::takes_scan`](domain::paper::Form::takes_scan)).
    pub async fn attach_paper_scan(
        &self,
        community: CommunityId,
        (batch, no): (BatchNo, FormNo),
        (kind, document): (DocumentKind, &[u8]),
        (operator, at): (PersonId, Millis),
    ) -> Result<(), StoreError> {
        use paper_scan::Column as C;
        self.write(async |tx| {
            let tx = &*tx;
            // The form is not taken out meanwhile, and by the second lock neither cast nor refused: the ballot box and the close take
            // the form alone.
            let begun = lock_batch(tx, community, batch).await?.begun_at.is_some();
            lock_form(tx, community, batch, no).await?;
            let form = form(tx, community, batch, no).await?;
            if !form.form.takes_scan(begun) {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            let row = paper_scan::Model {
                community_id: community.0,
                batch_no: batch.0,
                form_no: no.0,
                kind: kind.as_str().to_owned(),
                document: document.to_vec(),
            };
            paper_scan::Entity::insert(row.into_active_model())
                .on_conflict(
                    OnConflict::columns([C::CommunityId, C::BatchNo, C::FormNo])
                        .update_columns([C::Kind, C::Document])
                        .to_owned(),
                )
                .exec_without_returning(tx)
                .await?;
            let by = by(operator, at);
            log_form(tx, community, (batch, &form), by, "scan_attached").await
        })
        .await
    }

    /// The sealed scan of a form, for `operator` to look at, which is logged.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn paper_scan(
        &self,
        community: CommunityId,
        (batch, no): (BatchNo, FormNo),
        (operator, at): (PersonId, Millis),
    ) -> Result<(DocumentKind, Vec<u8>), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            let row = paper_scan::Entity::find_by_id((community.0, batch.0, no.0))
                .one(tx)
                .await?
                .ok_or(StoreError::NotFound)?;
            let form = form(tx, community, batch, no).await?;
            let by = by(operator, at);
            log_form(tx, community, (batch, &form), by, "scan_viewed").await?;
            Ok((convert::named(&row.kind)?, row.document))
        })
        .await
    }

    /// Deletes the scans of polls that closed before `then`; how many.
    pub async fn purge_paper_scans(&self, then: Millis) -> Result<u64, StoreError> {
        use paper_form::Column as F;
        let closed: Vec<(i64, uuid::Uuid)> = consultation::Entity::find()
            .select_only()
            .columns([consultation::Column::CommunityId, consultation::Column::Id])
            .filter(consultation::Column::ClosedAt.lt(then.0))
            .filter(consultation::Column::Id.in_subquery(with_scan()))
            .into_tuple()
            .all(self.reader())
            .await?;
        let mut purged = 0;
        for (community, poll) in closed {
            let community = CommunityId(community);
            purged += self
                .write(async |tx| {
                    let tx = &*tx;
                    let forms: Vec<(i64, i16)> = paper_form::Entity::find()
                        .select_only()
                        .columns([F::BatchNo, F::No])
                        .filter(F::CommunityId.eq(community.0))
                        .filter(F::PollId.eq(poll))
                        .into_tuple()
                        .all(tx)
                        .await?;
                    let mut of_batch: BTreeMap<i64, Vec<FormNo>> = BTreeMap::new();
                    for (batch, no) in forms {
                        of_batch.entry(batch).or_default().push(FormNo(no));
                    }
                    let mut removed = 0;
                    for (batch, forms) in of_batch {
                        removed += remove(tx, community, BatchNo(batch), &forms).await?;
                    }
                    Ok(removed)
                })
                .await?;
        }
        Ok(purged)
    }
}

/// Holds a form's row to the end of the transaction.
///
/// # Errors
/// `NotFound`.
async fn lock_form(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    batch: BatchNo,
    no: FormNo,
) -> Result<(), StoreError> {
    let held: Option<i16> = paper_form::Entity::find()
        .select_only()
        .column(paper_form::Column::No)
        .filter(of_form(community, batch, no))
        .lock(LockType::Update)
        .into_tuple()
        .one(tx)
        .await?;
    held.map(drop).ok_or(StoreError::NotFound)
}

/// The polls of forms that have a scan.
fn with_scan() -> sea_orm::sea_query::SelectStatement {
    use sea_orm::sea_query::{Expr, ExprTrait, Query};
    let of = |form, scan| Expr::col((paper_form::Entity, form)).equals((paper_scan::Entity, scan));
    Query::select()
        .column((paper_form::Entity, paper_form::Column::PollId))
        .from(paper_form::Entity)
        .inner_join(
            paper_scan::Entity,
            sea_orm::Condition::all()
                .add(of(
                    paper_form::Column::CommunityId,
                    paper_scan::Column::CommunityId,
                ))
                .add(of(paper_form::Column::BatchNo, paper_scan::Column::BatchNo))
                .add(of(paper_form::Column::No, paper_scan::Column::FormNo)),
        )
        .take()
}

/// Removes the scans of these forms of a batch; how many there were.
pub(super) async fn remove(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    batch: BatchNo,
    forms: &[FormNo],
) -> Result<u64, StoreError> {
    use paper_scan::Column as C;
    let done = paper_scan::Entity::delete_many()
        .filter(C::CommunityId.eq(community.0))
        .filter(C::BatchNo.eq(batch.0))
        .filter(C::FormNo.is_in(forms.iter().map(|no| no.0)))
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}
