//! `viche register import`: the installation takes a hashed extract in.

use crate::{cli::community_named, clock::SystemClock, config::Config, instance};
use app::keys::HashingKeys;
use clap::Args;
use domain::{register::Extract, time::Clock as _};
use std::{error::Error, path::PathBuf};
use store::{
    Actor, By,
    register::{RegisterError, TakeOut},
};

/// What to take in.
#[derive(Args)]
pub struct Import {
    /// The community's short name.
    #[arg(long)]
    community: String,
    /// Takes out whatever the extract does not hold, also more than one in twenty of what is there.
    #[arg(long)]
    take_out_anything: bool,
    /// What `viche register hash` wrote.
    extract: PathBuf,
}

impl Import {
    pub(super) async fn run(self, config: &Config) -> Result<(), Box<dyn Error>> {
        let path = self.extract.display();
        let text =
            std::fs::read_to_string(&self.extract).map_err(|error| format!("{path}: {error}"))?;
        let extract = Extract::parse(&text).map_err(|error| format!("{path}: {error}"))?;
        if extract.community != self.community {
            return Err(format!(
                "{path} is of the community {}, not of {}",
                extract.community, self.community
            )
            .into());
        }
        let store = instance::connect(config).await?;
        let ring = instance::key_ring(config, &store).await?;
        let community = community_named(&store, &self.community).await?;
        let extract = carried_on(extract, ring.of(community.id)?.hashing()).ok_or_else(|| {
            format!("{path} was hashed with a key that this installation does not have")
        })?;
        let by = By {
            actor: Actor::CommandLine,
            at: SystemClock::default().now(),
        };
        let take_out = match self.take_out_anything {
            true => TakeOut::Anything,
            false => TakeOut::AFew,
        };
        let summary = store
            .import_register(community.id, &extract, take_out, by, |progress| {
                tracing::info!(written = progress.written, of = progress.total, "stored");
            })
            .await
            .map_err(|error| match error {
                RegisterError::TakesOutMany { .. } => {
                    format!("{error}: is the list whole? --take-out-anything does it all the same")
                }
                error => error.to_string(),
            })?;
        tracing::info!(
            added = summary.added,
            moved = summary.moved,
            gone = summary.gone,
            unchanged = summary.unchanged,
            confirmed = summary.confirmed,
            lapsed = summary.lapsed,
            "the register is up to date"
        );
        Ok(())
    }
}

/// The extract with its hashes carried on to the newest key; `None` when its own is not in the chain.
fn carried_on(mut extract: Extract, keys: &HashingKeys) -> Option<Extract> {
    for person in &mut extract.people {
        for (_, hash) in &mut person.keys {
            *hash = keys.advance(*hash, extract.key_id)?;
        }
    }
    extract.key_id = keys.newest();
    Some(extract)
}
