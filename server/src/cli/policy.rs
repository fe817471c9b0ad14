//! `viche community policy`: the settings of a community's regulation, as a JSON document that is printed, changed and given back.

use crate::{cli::community_named, clock::SystemClock, config::Config, instance};
use clap::Args;
use domain::{
    kyiv,
    policy::Policy,
    time::{Clock, Date, Millis},
};
use serde_json::Value;
use std::{error::Error, fs, io::Write, path::PathBuf};
use store::{Actor, By};

/// Without a file the version in force is only printed.
#[derive(Args)]
pub struct Regulation {
    /// The community's short name.
    slug: String,
    /// Appends a version with the settings of this JSON file, as this command prints them; a setting that is left out has its usual
    /// value. A poll keeps the version under which it was published.
    #[arg(long, value_name = "FILE")]
    set: Option<PathBuf>,
    /// The first day on which the new version is in force, in Kyiv; without it, from this moment on.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "set")]
    in_force_from: Option<Date>,
}

impl Regulation {
    /// Appends a version where there is a file, and prints the settings in force.
    ///
    /// # Errors
    /// In words for the operator: an unknown community, a file that is no such document, settings that no regulation can have, a day
    /// that is over.
    pub async fn run(self, config: &Config) -> Result<(), Box<dyn Error>> {
        let store = instance::connect(config).await?;
        let community = community_named(&store, &self.slug).await?;
        let now = SystemClock::default().now();
        if let Some(file) = &self.set {
            let text = fs::read_to_string(file)
                .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
            let policy = read(&text)?;
            let from = self.in_force_from(now)?;
            let by = By {
                actor: Actor::CommandLine,
                at: now,
            };
            let version = store.append_policy(community.id, &policy, from, by).await?;
            tracing::info!(version, community = community.slug, "the version is there");
        }
        let in_force = store
            .policy_in_force(community.id, now)
            .await?
            .ok_or("this community has no regulation")?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "{}", serde_json::to_string_pretty(&in_force.policy)?)?;
        Ok(())
    }

    /// From when a new version is in force. What is over stays as it was.
    fn in_force_from(&self, now: Millis) -> Result<Millis, String> {
        let Some(day) = self.in_force_from else {
            return Ok(now);
        };
        kyiv::start_of_day(day)
            .filter(|from| *from >= now)
            .ok_or_else(|| format!("{day} is not a day to come"))
    }
}

/// The settings of a document.
fn read(text: &str) -> Result<Policy, Box<dyn Error>> {
    let document: Value = serde_json::from_str(text)?;
    let known = serde_json::to_value(Policy::default())?;
    let fields = document
        .as_object()
        .ok_or("the document must be an object of settings")?;
    // A stored version may hold settings that this program does not know; one that is written today may not: it is a slip of the pen.
    if let Some(name) = fields.keys().find(|name| known.get(name).is_none()) {
        return Err(format!("there is no setting {name}").into());
    }
    let policy: Policy = serde_json::from_value(document)?;
    let bad: Vec<String> = policy
        .bad_settings()
        .iter()
        .map(|bad| format!("{}: {}", bad.name, bad.must))
        .collect();
    if bad.is_empty() {
        Ok(policy)
    } else {
        Err(bad.join("; ").into())
    }
}
