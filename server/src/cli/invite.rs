//! `viche admin invite`: the link by which the first administrator of a community comes in.

use crate::{cli::community_named, clock::SystemClock, config::Config, instance};
use app::{context::invitations, keys::OsRandom};
use clap::Args;
use domain::{
    ids::CommunityId,
    kyiv,
    role::Role,
    team::{INVITATION_LIFE_MS, check_offer},
    time::{Clock, DAY},
};
use std::{error::Error, io::Write};
use store::{Actor, By};

/// Whom to invite where.
#[derive(Args)]
pub struct Invite {
    /// The community's short name; `platform` for an operator of the platform.
    #[arg(long)]
    community: String,
    /// For whom, as the team's page will show it: a name or a post.
    #[arg(long = "for")]
    label: String,
}

impl Invite {
    /// Writes the link to standard output. Whoever has access to the server needs no second person.
    ///
    /// # Errors
    /// In words for the operator: an unknown community, no words for whom.
    pub async fn run(self, config: &Config) -> Result<(), Box<dyn Error>> {
        let public = config.checked_public_url()?;
        let store = instance::connect(config).await?;
        let keys = instance::key_ring(config, &store).await?;
        let community = community_named(&store, &self.community).await?;
        let role = match community.id {
            CommunityId::PLATFORM => Role::PlatformOperator,
            _ => Role::Administrator,
        };
        let now = SystemClock::default().now();
        let typed = (role.as_str(), self.label.as_str(), "");
        let offer = check_offer(typed, community.id, kyiv::date_at(now))
            .map_err(|_| "--for takes a line of at most 100 characters")?;
        let keys = keys.of(community.id)?;
        let (new, token) = invitations::make(&offer, &keys, &OsRandom, now)?;
        let by = By {
            actor: Actor::CommandLine,
            at: now,
        };
        store.invite(community.id, &new, by).await?;
        let host = crate::communities::host_of(&public, &config.default_community, &community.slug);
        let mut out = std::io::stdout().lock();
        writeln!(
            out,
            "{}{}",
            public.origin_of(&host),
            invitations::path(&token)
        )?;
        tracing::info!(
            community = community.slug,
            role = role.as_str(),
            days = INVITATION_LIFE_MS / DAY,
            "the link is good once; give it to that person alone"
        );
        Ok(())
    }
}
