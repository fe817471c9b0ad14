//! Ending an open poll's term before its time.

use super::{lock_poll, term};
use crate::{
    By, Conflict, Store, StoreError, audit, change_log, clock, convert,
    entity::{consultation, poll},
    jobs, polls,
};
use domain::{
    correction::PublicReason,
    ids::{CommunityId, PollId},
    lifecycle::{self, Command, Refusal, State},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

impl Store {
    /// Ends the term of an open poll now, by the database's clock, and seals its box in the same transaction: what was acknowledged
    /// is counted, nothing comes after it. The public log gets the reason and the planned end, the audit log the act; the
    /// scheduler of any instance counts and publishes. Gives the poll's new version.
    ///
    /// # Errors
    /// `NotFound`; `Conflict::ChangedMeanwhile` when its version is no longer `version`; `Conflict::Refused` when it is not open.
    pub async fn close_poll_early(
        &self,
        community: CommunityId,
        id: PollId,
        version: i64,
        reason: &PublicReason,
        by: By,
    ) -> Result<i64, StoreError> {
        use consultation::Column as C;
        self.write(async |tx| {
            let tx = &*tx;
            // Ballots on their way are in before this, or find the box sealed.
            lock_poll(tx, community, id).await?;
            let row = polls::lock_consultation(tx, community, id).await?;
            let state: State = convert::named(&row.state)?;
            let planned = term(&row).ok_or(Refusal::WrongState(state))?;
            let now = clock::read(tx, self.clock_offset_ms()).await?;
            let step = lifecycle::apply(state, Command::CloseEarly(reason, planned), now)?;
            if row.version != version {
                return Err(Conflict::ChangedMeanwhile.into());
            }
            consultation::Entity::update_many()
                .col_expr(C::State, Expr::val(step.state.as_str()))
                .col_expr(C::ClosesAt, Expr::val(now.0))
                .col_expr(C::Version, Expr::val(version + 1))
                .filter(C::CommunityId.eq(community.0))
                .filter(C::Id.eq(id.0))
                .exec(tx)
                .await?;
            poll::Entity::update_many()
                .col_expr(poll::Column::SealedAt, Expr::val(now.0))
                .filter(poll::Column::CommunityId.eq(community.0))
                .filter(poll::Column::Id.eq(id.0))
                .exec(tx)
                .await?;
            jobs::add(tx, community, jobs::Kind::ClosePoll, id, now).await?;
            let by = By { at: now, ..by };
            change_log::append_events(tx, community, id, &step.events, by).await?;
            let told = change_log::Told {
                planned_end: Some(planned.closes_at),
                ..Default::default()
            };
            let entry = (change_log::CLOSED_EARLY, reason.text(), told);
            change_log::append_with(tx, community, id, entry, by).await?;
            let detail = json!({ "version": version + 1, "planned_end": planned.closes_at });
            let subject = id.to_string();
            audit::record(tx, community, by, "poll.closed_early", &subject, detail).await?;
            Ok(version + 1)
        })
        .await
    }
}
