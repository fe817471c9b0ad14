//! Destroying a confidential poll's link key on the day that the community's regulation names, so that from then on nobody
//! can join answers to names, whatever copies of the database there are (DESIGN §5.4).
//!
//! What happens can happen twice, at two instances, or be cut short anywhere: first the key's file goes, durably; then one
//! transaction deletes the links, which nothing can open any more, tells the public log, and finishes the job. So the log
//! never says what has not happened yet, and says it once.
//!
//! Deleting the links is tidiness, not the protection: a restored backup has them again, and only the key's absence keeps
//! them shut.

use super::schedule::MOST;
use crate::{
    Actor, By, LinkKeys, Store, StoreError, audit, change_log, clock, convert,
    entity::{ballot_link, consultation, policy},
    jobs::{self, Claimed, Kind},
    polls,
};
use domain::{
    ids::{CommunityId, PollId},
    lang::Bilingual,
    lifecycle::State,
    policy::Policy,
    time::Millis,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::json;

/// Adds the job, in the transaction that publishes the result of a confidential poll; due by the version of the
/// regulation that the poll was published under.
pub(super) async fn add_job(
    tx: &impl ConnectionTrait,
    row: &consultation::Model,
    closed_at: Millis,
) -> Result<(), StoreError> {
    let version = policy::Entity::find_by_id((row.community_id, row.policy_version))
        .one(tx)
        .await?
        .ok_or_else(|| StoreError::internal("a poll lacks its regulation"))?;
    let policy: Policy = convert::from_json(&version.document)?;
    let due = policy.link_key_destroyed_at(closed_at);
    let (community, poll) = (CommunityId(row.community_id), PollId(row.id));
    jobs::add(tx, community, Kind::DestroyLinkKey, poll, due).await
}

impl Store {
    /// Destroys the link keys whose day has come; gives the polls whose links this call made unreadable. An instance
    /// without a directory of link keys leaves them to the others.
    pub async fn destroy_due_link_keys(
        &self,
        instance: &str,
    ) -> Result<Vec<(CommunityId, PollId)>, StoreError> {
        let Some(keys) = self.link_keys() else {
            return Ok(Vec::new());
        };
        let mut destroyed = Vec::new();
        for job in self
            .claim_jobs(Kind::DestroyLinkKey, instance, MOST)
            .await?
        {
            match self.destroy_link_key(keys, &job).await {
                Ok(true) => destroyed.push((job.community, job.subject)),
                Ok(false) => {}
                Err(error) => {
                    tracing::error!(%error, poll = %job.subject, "a link key could not be destroyed; it is tried again")
                }
            }
        }
        Ok(destroyed)
    }

    /// Says whether this call finished the job, and nobody before it.
    pub(crate) async fn destroy_link_key(
        &self,
        keys: &LinkKeys,
        job: &Claimed,
    ) -> Result<bool, StoreError> {
        let (community, poll) = (job.community, job.subject);
        let row = consultation::Entity::find_by_id((community.0, poll.0))
            .one(self.reader())
            .await?
            .ok_or(StoreError::NotFound)?;
        if convert::named::<State>(&row.state)? != State::Closed {
            // What cannot be undone does not rest on the job alone. Nothing opens a closed poll again.
            return Err(StoreError::internal("the poll is not closed"));
        }
        let found = keys.destroy(community, poll)?;
        self.write(async |tx| {
            let tx = &*tx;
            let now = clock::read(tx, self.clock_offset_ms()).await?;
            if !jobs::finish(tx, job, now).await? {
                return Ok(false);
            }
            if !found {
                tracing::warn!(
                    %poll,
                    "the link key was gone already: a crash came in between, or this instance looks into another directory"
                );
            }
            ballot_link::Entity::delete_many()
                .filter(ballot_link::Column::CommunityId.eq(community.0))
                .filter(ballot_link::Column::PollId.eq(poll.0))
                .exec(tx)
                .await?;
            let by = By {
                actor: Actor::System,
                at: now,
            };
            polls::touch_published(tx, community, poll).await?;
            let (kind, note) = (change_log::LINK_KEY_DESTROYED, Bilingual::default());
            change_log::append(tx, community, poll, kind, &note, by).await?;
            audit::record(
                tx,
                community,
                by,
                "poll.link_key_destroyed",
                &poll.to_string(),
                json!({ "found": found }),
            )
            .await?;
            Ok(true)
        })
        .await
    }
}
