//! What happens by itself: polls open and close on time, also after downtime; link keys are destroyed on their day; what
//! has expired is removed.

use domain::{
    paper::SCAN_KEPT_MS,
    residence_request::LONGEST_WAIT_MS,
    time::{Clock, DAY, Millis},
};
use std::{sync::Arc, time::Duration};
use store::{Actor, By, Store, StoreError};
use tokio::sync::watch;

/// How often the due times are looked at.
const TICK: Duration = Duration::from_millis(500);
/// How long the way back of a sign-in outlives it, in milliseconds: as long as the draft to which it leads.
const WAY_BACK_MS: i64 = DAY;
/// How often expired rows are removed, in ticks.
const PURGE_EVERY: u64 = 600;

/// Runs until `stop` turns true. Every instance runs it; the database decides which of them does a job.
///
/// `instance` names this one among them, the same after a restart.
pub async fn run(
    store: Store,
    clock: Arc<dyn Clock>,
    instance: String,
    stop: watch::Receiver<bool>,
) {
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for turn in 0u64.. {
        tick.tick().await;
        if *stop.borrow() {
            return;
        }
        // In this order: a poll whose whole term fell into a downtime opens first and closes then.
        match store.open_due_polls(&instance).await {
            Ok(opened) if opened.is_empty() => {}
            Ok(opened) => tracing::info!(opened = opened.len(), "polls opened"),
            Err(error) => tracing::error!(%error, "due polls could not be opened"),
        }
        match store.close_due_polls(&instance).await {
            Ok(closed) if closed.is_empty() => {}
            Ok(closed) => tracing::info!(closed = closed.len(), "polls closed and counted"),
            Err(error) => tracing::error!(%error, "due polls could not be closed"),
        }
        match store.destroy_due_link_keys(&instance).await {
            Ok(destroyed) if destroyed.is_empty() => {}
            Ok(destroyed) => tracing::info!(destroyed = destroyed.len(), "link keys destroyed"),
            Err(error) => tracing::error!(%error, "due link keys could not be destroyed"),
        }
        if turn % PURGE_EVERY == 0
            && let Err(error) = purge(&store, clock.now()).await
        {
            tracing::error!(%error, "expired rows could not be removed");
        }
    }
}

/// Removes what has expired: drafts, sessions, sign-ins under way, tickets, e-mail links, invitations, scans of paper forms, and what waited
/// too long for a decision.
async fn purge(store: &Store, now: Millis) -> Result<(), StoreError> {
    store.purge_drafts(now).await?;
    store.purge_sessions(now).await?;
    store.purge_sign_ins(now.plus(-WAY_BACK_MS)).await?;
    store.purge_tickets(now).await?;
    store.purge_email_links(now).await?;
    let waited_too_long = now.plus(-LONGEST_WAIT_MS);
    store.purge_residence_requests(waited_too_long).await?;
    store.purge_organisation_requests(waited_too_long).await?;
    store.purge_handed_on(now).await?;
    let by = By {
        actor: Actor::System,
        at: now,
    };
    store.purge_residence_proposals(waited_too_long, by).await?;
    store.purge_paper_scans(now.plus(-SCAN_KEPT_MS)).await?;
    store.purge_passkey_questions(now).await?;
    store.purge_invitations(now).await?;
    Ok(())
}
