//! Opening and closing by time, for the scheduler of every instance.

use crate::{
    Actor, By, Store, StoreError, change_log, clock, convert,
    entity::consultation,
    jobs::{self, Claimed, Kind},
    polls,
};
use domain::{
    ids::{CommunityId, PollId},
    lifecycle::{self, Command, State},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

/// How many jobs an instance claims at once.
pub(super) const MOST: u64 = 20;

impl Store {
    /// Opens the polls whose time has come; gives those that this call opened. `instance` names the caller among the
    /// instances, the same after a restart.
    ///
    /// Ballots do not wait for it: the ballot box goes by the term. It is what pages and lists say.
    pub async fn open_due_polls(
        &self,
        instance: &str,
    ) -> Result<Vec<(CommunityId, PollId)>, StoreError> {
        let mut opened = Vec::new();
        for job in self.claim_jobs(Kind::OpenPoll, instance, MOST).await? {
            match self.open_poll(&job).await {
                Ok(true) => opened.push((job.community, job.subject)),
                Ok(false) => {}
                Err(error) => {
                    tracing::error!(%error, poll = %job.subject, "a poll could not be opened; it is tried again")
                }
            }
        }
        Ok(opened)
    }

    /// Closes the polls whose time has come (see [`Store::close_poll`]); gives those that are now closed.
    pub async fn close_due_polls(
        &self,
        instance: &str,
    ) -> Result<Vec<(CommunityId, PollId)>, StoreError> {
        let mut closed = Vec::new();
        for job in self.claim_jobs(Kind::ClosePoll, instance, MOST).await? {
            match self.close_and_finish(&job).await {
                Ok(()) => closed.push((job.community, job.subject)),
                Err(error) => {
                    tracing::error!(%error, poll = %job.subject, "a poll could not be closed; it is tried again")
                }
            }
        }
        Ok(closed)
    }

    /// Opens a poll, if it still waits for that, and finishes the job in the same transaction.
    async fn open_poll(&self, job: &Claimed) -> Result<bool, StoreError> {
        use consultation::Column as C;
        let (community, poll) = (job.community, job.subject);
        self.write(async |tx| {
            let tx = &*tx;
            let now = clock::read(tx, self.clock_offset_ms()).await?;
            let row = polls::lock_consultation(tx, community, poll).await?;
            let state: State = convert::named(&row.state)?;
            let step = super::term(&row)
                .and_then(|term| lifecycle::apply(state, Command::OpenByTime(term), now).ok());
            let mut opened = false;
            if let Some(step) = step {
                let done = consultation::Entity::update_many()
                    .col_expr(C::State, Expr::val(step.state.as_str()))
                    .col_expr(C::Version, Expr::col(C::Version).add(1))
                    .filter(C::CommunityId.eq(community.0))
                    .filter(C::Id.eq(poll.0))
                    .filter(C::State.eq(state.as_str())) // another instance may have been quicker
                    .exec(tx)
                    .await?;
                opened = done.rows_affected == 1;
                if opened {
                    let by = By {
                        actor: Actor::System,
                        at: now,
                    };
                    change_log::append_events(tx, community, poll, &step.events, by).await?;
                }
            }
            jobs::finish(tx, job, now).await?;
            Ok(opened)
        })
        .await
    }

    /// The job is finished only when the old ballots are forgotten too.
    async fn close_and_finish(&self, job: &Claimed) -> Result<(), StoreError> {
        self.close_poll(job.community, job.subject).await?;
        self.write(async |tx| {
            let tx = &*tx;
            let now = clock::read(tx, self.clock_offset_ms()).await?;
            jobs::finish(tx, job, now).await?;
            Ok(())
        })
        .await
    }
}
