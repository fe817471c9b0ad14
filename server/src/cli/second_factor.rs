//! `viche admin reset-second-factor`: for the administrator who has lost phone and recovery codes and has no colleague to ask.

use super::grant::{key_of, rnokpp_from_standard_input};
use crate::{cli::community_named, clock::SystemClock, config::Config, instance};
use clap::Args;
use domain::time::Clock;
use std::error::Error;
use store::{Actor, By, StoreError};

/// Whose.
#[derive(Args)]
pub struct Reset {
    /// The community's short name.
    #[arg(long)]
    community: String,
}

impl Reset {
    /// Reads the person's РНОКПП from standard input and takes their second factor away, with their sessions: at their next sign-in
    /// they set up a new one.
    ///
    /// # Errors
    /// In words for the operator: an unknown community, a number whose check digit is wrong, nobody with a second factor.
    pub async fn run(self, config: &Config) -> Result<(), Box<dyn Error>> {
        let store = instance::connect(config).await?;
        let keys = instance::key_ring(config, &store).await?;
        let community = community_named(&store, &self.community).await?;
        let key = key_of(&rnokpp_from_standard_input()?, &*keys.of(community.id)?);
        const NOBODY: &str = "nobody with this number has a second factor here";
        let person = store
            .person_by_key(community.id, &key)
            .await?
            .ok_or(NOBODY)?;
        let by = By {
            actor: Actor::CommandLine,
            at: SystemClock::default().now(),
        };
        match store.reset_second_factor(community.id, person, by).await {
            Err(StoreError::NotFound) => return Err(NOBODY.into()),
            outcome => outcome?,
        }
        tracing::info!(community = community.slug, "the second factor is reset");
        Ok(())
    }
}
