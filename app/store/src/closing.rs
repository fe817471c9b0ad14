//! Closing a poll: seal the box, count, publish the protocol, write the ballots anew.
//!
//! Each step is a transaction of its own and can be done twice, by two instances at once, or after a crash:
//!
//! 1. *Seal*, under an exclusive lock on the poll and by the database's clock: from here on no ballot gets in, and every
//!    ballot that got in is committed.
//! 2. *Count* the ballots, which nobody changes any more, in a snapshot: nobody waits however many there are.
//! 3. *Publish* the protocol: the result's row (once), the state, the public log; in a confidential poll also the job that
//!    will destroy its link key. Paper forms that nobody has cast are refused, and what was typed of them is gone.
//! 4. *Rewrite* ballots and answers in random order in one transaction, so that neither their order nor the ids of
//!    transactions say when each was cast; then let the database forget the old rows (DESIGN §5.4).

mod early;
mod link_key;
mod rewrite;
mod schedule;

use crate::{
    Actor, By, Store, StoreError, change_log, clock, convert,
    entity::{consultation, poll, result},
    paper, participations, policies, polls,
    recount::{self, Counted},
    register,
    results::{self, PollResult},
    turnout,
};
use domain::{
    channel::Channel,
    ids::{CommunityId, PollId},
    kyiv,
    lifecycle::{self, Refusal, State},
    policy::Policy,
    poll::{Secrecy, Term},
    time::Millis,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

impl Store {
    /// Closes a poll whose term is over and gives its protocol. Closing a closed poll finishes what a crash may have left
    /// undone and gives the same protocol.
    ///
    /// # Errors
    /// `NotFound`; `Conflict::Refused` when it is not due by the database's clock, or not published.
    pub async fn close_poll(
        &self,
        community: CommunityId,
        poll: PollId,
    ) -> Result<PollResult, StoreError> {
        let result = match self.seal(community, poll).await? {
            Some(result) => result,
            None => {
                let snapshot = self.begin_snapshot().await?;
                let counted = recount::count(&snapshot, community, poll, |_| {}).await?;
                let counters = turnout::counters(&snapshot, community, poll).await?;
                snapshot.rollback().await?;
                if counters != counted.tally {
                    tracing::error!(%poll, "the counters differ from the ballots; the ballots are published");
                }
                self.publish_result(community, poll, &counted).await?
            }
        };
        self.rewrite_ballots(community, poll).await?;
        self.forget_old_ballots().await?;
        Ok(result)
    }

    /// Step 1. Gives the protocol when the poll is closed already.
    pub(crate) async fn seal(
        &self,
        community: CommunityId,
        poll: PollId,
    ) -> Result<Option<PollResult>, StoreError> {
        self.write(async |tx| {
            let tx = &*tx;
            lock_poll(tx, community, poll).await?;
            let row = polls::lock_consultation(tx, community, poll).await?;
            let state: State = convert::named(&row.state)?;
            if state == State::Closed {
                return results::read(tx, community, poll)
                    .await?
                    .map(Some)
                    .ok_or_else(no_result);
            }
            let term = term(&row).ok_or(Refusal::WrongState(state))?;
            let now = clock::read(tx, self.clock_offset_ms()).await?;
            match lifecycle::catch_up(state, term, now).state {
                State::Closed => {}
                State::Draft => return Err(Refusal::WrongState(state).into()),
                _ => {
                    return Err(Refusal::NotDue {
                        due: term.closes_at,
                    }
                    .into());
                }
            }
            poll::Entity::update_many()
                .col_expr(poll::Column::SealedAt, Expr::val(now.0))
                .filter(poll::Column::CommunityId.eq(community.0))
                .filter(poll::Column::Id.eq(poll.0))
                .filter(poll::Column::SealedAt.is_null())
                .exec(tx)
                .await?;
            Ok(None)
        })
        .await
    }

    /// Step 3. Of two instances the slower gives what the quicker published.
    pub(crate) async fn publish_result(
        &self,
        community: CommunityId,
        poll: PollId,
        counted: &Counted,
    ) -> Result<PollResult, StoreError> {
        use consultation::Column as C;
        self.write(async |tx| {
            let tx = &*tx;
            let secrecy: Secrecy = convert::named(&lock_poll(tx, community, poll).await?.secrecy)?;
            if let Some(result) = results::read(tx, community, poll).await? {
                return Ok(result);
            }
            let row = polls::lock_consultation(tx, community, poll).await?;
            let state: State = convert::named(&row.state)?;
            let term = term(&row).ok_or(Refusal::WrongState(state))?;
            let now = clock::read(tx, self.clock_offset_ms()).await?;
            let audience = convert::from_json(&row.audience)?;
            let last_day = kyiv::date_at(term.closes_at);
            let policy = policies::in_force(tx, community, term.closes_at).await?;
            let least_age = policy
                .map_or_else(Policy::default, |known| known.policy)
                .least_age;
            let entitled =
                register::entitled(tx, community, &audience, least_age, last_day).await?;
            let on_paper = participations::by_channel(tx, community, poll, Channel::Paper).await?;
            let protocol = result::Model {
                community_id: community.0,
                poll_id: poll.0,
                tally: convert::to_json(&counted.tally)?,
                on_paper: Some(on_paper),
                ballot_hash: counted.ballot_hash.to_vec(),
                entitled: entitled.map(|all| all.people),
                entitled_by: entitled.map(|all| all.by.as_str().to_owned()),
                closed_at: term.closes_at.0,
                created_at: now.0,
            };
            result::Entity::insert(protocol.into_active_model())
                .exec_without_returning(tx)
                .await?;
            let step = lifecycle::catch_up(state, term, now);
            consultation::Entity::update_many()
                .col_expr(C::State, Expr::val(State::Closed.as_str()))
                .col_expr(C::ClosedAt, Expr::val(term.closes_at.0))
                .col_expr(C::Version, Expr::col(C::Version).add(1))
                .filter(C::CommunityId.eq(community.0))
                .filter(C::Id.eq(poll.0))
                .exec(tx)
                .await?;
            let by = By {
                actor: Actor::System,
                at: now,
            };
            change_log::append_events(tx, community, poll, &step.events, by).await?;
            paper::close_poll(tx, community, poll, by).await?;
            if secrecy == Secrecy::Confidential {
                link_key::add_job(tx, &row, term.closes_at).await?;
            }
            results::read(tx, community, poll)
                .await?
                .ok_or_else(no_result)
        })
        .await
    }
}

fn no_result() -> StoreError {
    StoreError::internal("a closed poll lacks its result")
}

/// Locks a poll's row exclusively to the end of the transaction: ballots wait, or were quicker (SQLite: the write
/// transaction is alone).
async fn lock_poll(
    tx: &impl ConnectionTrait,
    community: CommunityId,
    poll: PollId,
) -> Result<poll::Model, StoreError> {
    poll::Entity::find_by_id((community.0, poll.0))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)
}

/// A published consultation's term.
fn term(row: &consultation::Model) -> Option<Term> {
    Some(Term {
        opens_at: Millis(row.opens_at?),
        closes_at: Millis(row.closes_at?),
    })
}
