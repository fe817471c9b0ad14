//! Casting a batch: from the moment that somebody says so nothing is entered, the ballot box marks each form in the transaction that
//! records its ballot, and what it does not take is refused.

use super::{
    Entries, PaperForm, by, form, forms, lock_batch, log_batch, log_form, of_form, unsettled,
};
use crate::{Conflict, Store, StoreError, entity::paper_form};
use domain::{
    ids::{CommunityId, PersonId, PollId, SubmissionId},
    paper::{BatchNo, FormNo, FormState, Refused},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A form that is to be cast, with what two typed of it alike, sealed.
pub type ToCast = (PaperForm, Entries);

impl Store {
    /// Says that a batch be cast, or goes on with one that did not come to its end; which is logged. Gives its poll and what there is to
    /// cast: from now on nobody changes it.
    ///
    /// # Errors
    /// `NotFound`; [`Conflict::ChangedMeanwhile`] where a form has not been entered alike by two or has no scan, or nothing
    /// is left to cast.
    pub async fn begin_casting_paper(
        &self,
        community: CommunityId,
        batch: BatchNo,
        (operator, at): (PersonId, Millis),
    ) -> Result<(PollId, Vec<ToCast>), StoreError> {
        use crate::entity::paper_batch::{Column as B, Entity as Batch};
        self.write(async |tx| {
            let tx = &*tx;
            let known = lock_batch(tx, community, batch).await?;
            let forms = forms(tx, community, batch).await?;
            if !known
                .state(forms.iter().map(PaperForm::progress))
                .may_be_cast()
            {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            Batch::update_many()
                .col_expr(B::BegunAt, Expr::val(known.begun_at.unwrap_or(at).0))
                .filter(B::CommunityId.eq(community.0))
                .filter(B::No.eq(batch.0))
                .exec(tx)
                .await?;
            let mut sealed: BTreeMap<i16, Entries> = paper_form::Entity::find()
                .filter(paper_form::Column::CommunityId.eq(community.0))
                .filter(paper_form::Column::BatchNo.eq(batch.0))
                .filter(paper_form::Column::State.eq(FormState::Agreed.as_str()))
                .all(tx)
                .await?
                .into_iter()
                .map(|row| {
                    let (first, second) = (row.first, row.second);
                    (row.no, Entries { first, second })
                })
                .collect();
            let to_cast: Vec<ToCast> = forms
                .into_iter()
                .filter_map(|form| sealed.remove(&form.no.0).map(|entries| (form, entries)))
                .collect();
            let detail = json!({ "forms": to_cast.len() });
            log_batch(tx, community, batch, by(operator, at), "cast", detail).await?;
            Ok((known.poll, to_cast))
        })
        .await
    }

    /// Refuses a form that cannot be cast, deletes what was typed of it, and logs it. Nothing happens to one that is cast or refused.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn refuse_paper_form(
        &self,
        community: CommunityId,
        (batch, no): (BatchNo, FormNo),
        why: Refused,
        (operator, at): (PersonId, Millis),
    ) -> Result<(), StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            lock_batch(tx, community, batch).await?;
            let form = form(tx, community, batch, no).await?;
            let done = refused(why)
                .filter(of_form(community, batch, no))
                .filter(unsettled())
                .exec(tx)
                .await?;
            if done.rows_affected == 0 {
                return Ok(());
            }
            let form = PaperForm {
                refused: Some(why),
                ..form
            };
            log_form(tx, community, (batch, &form), by(operator, at), "refused").await
        })
        .await
    }

    /// Marks a form whose ballot was recorded by an earlier try, and deletes what was typed of it.
    pub async fn settle_paper_form(
        &self,
        community: CommunityId,
        submission: SubmissionId,
    ) -> Result<(), StoreError> {
        let submissions = [(community, submission.0)];
        self.write(async |tx| Ok(mark_cast(&*tx, submissions.into_iter()).await?))
            .await
    }
}

/// Marks the forms of these submissions as cast, and deletes what was typed of them, in the transaction that records their ballots. Which
/// ballots they are is not noted.
pub(crate) async fn mark_cast(
    tx: &impl ConnectionTrait,
    submissions: impl Iterator<Item = (CommunityId, Uuid)>,
) -> Result<(), DbErr> {
    use paper_form::Column as C;
    let mut of_community: BTreeMap<CommunityId, Vec<Uuid>> = BTreeMap::new();
    for (community, submission) in submissions {
        of_community.entry(community).or_default().push(submission);
    }
    for (community, submissions) in of_community {
        ended(FormState::Cast)
            .filter(C::CommunityId.eq(community.0))
            .filter(C::SubmissionId.is_in(submissions))
            .filter(unsettled())
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// The forms that the filters leave become refused.
pub(super) fn refused(why: Refused) -> sea_orm::UpdateMany<paper_form::Entity> {
    ended(FormState::Refused).col_expr(paper_form::Column::Refused, Expr::val(why.as_str()))
}

/// The forms that the filters leave are settled, and what was typed of them is gone.
fn ended(state: FormState) -> sea_orm::UpdateMany<paper_form::Entity> {
    use paper_form::Column as C;
    let nothing = || Expr::val(None::<Vec<u8>>);
    paper_form::Entity::update_many()
        .col_expr(C::State, Expr::val(state.as_str()))
        .col_expr(C::First, nothing())
        .col_expr(C::Second, nothing())
        .col_expr(C::Version, Expr::col(C::Version).add(1))
}
