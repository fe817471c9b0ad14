//! `viche community create`: a new community with its keys and the default policy, ready at its own host.

use crate::{clock::SystemClock, config::Config, instance};
use app::keys::{CommunityKeys, OsRandom};
use clap::Args;
use domain::{
    brand::Brand,
    community::{Community, slug_is_valid},
    ids::CommunityId,
    katottg::Katottg,
    lang::Bilingual,
    policy::Policy,
    time::Clock,
};
use std::error::Error;
use store::{Actor, By, keys::WrappedKey};

/// What the first page needs to know of a community.
#[derive(Args)]
pub struct Create {
    /// Short name: Latin letters, digits, hyphens. The community's host is `SLUG.` before the public address's host.
    slug: String,
    /// «Коростенська громада».
    #[arg(long)]
    name: String,
    /// The same in English.
    #[arg(long, default_value = "")]
    name_en: String,
    /// «Коростенська міська рада», the body that owes the answers.
    #[arg(long)]
    council: String,
    #[arg(long, default_value = "")]
    council_en: String,
    /// Postal address, for the foot of the pages.
    #[arg(long, default_value = "")]
    address: String,
    #[arg(long, default_value = "")]
    address_en: String,
    /// The hromada's code in the national codifier (`UA…`, category H). Import the codifier first.
    #[arg(long)]
    katottg: Option<String>,
    /// How many people may take part, as the community counts them.
    #[arg(long)]
    population: Option<i64>,
}

impl Create {
    /// Creates it.
    ///
    /// # Errors
    /// In words for the operator: a bad short name or code, a short name that is taken, no master key.
    pub async fn run(self, config: &Config) -> Result<(), Box<dyn Error>> {
        if !slug_is_valid(&self.slug) || self.slug == "platform" {
            return Err(format!(
                "{} is no short name: lower-case Latin letters, digits and hyphens, not «platform»",
                self.slug
            )
            .into());
        }
        let territory =
            match &self.katottg {
                Some(code) => Some(Katottg::parse(code).ok_or_else(|| {
                    format!("{code} is no code of the codifier (UA and 17 digits)")
                })?),
                None => None,
            };
        let store = instance::connect(config).await?;
        let master = instance::master_key(config)?;
        let id = store
            .communities()
            .await?
            .iter()
            .map(|c| c.id.0)
            .max()
            .unwrap_or(0)
            + 1;
        let community = Community {
            id: CommunityId(id),
            slug: self.slug,
            name: Bilingual::new(self.name, self.name_en),
            council: Bilingual::new(self.council, self.council_en),
            address: Bilingual::new(self.address, self.address_en),
            territory,
            population: self.population.filter(|n| *n > 0),
            brand: Brand::default(),
            version: 1,
        };
        let now = SystemClock::default().now();
        let by = By {
            actor: Actor::CommandLine,
            at: now,
        };
        store.create_community(&community, by).await?;
        store
            .append_policy(community.id, &Policy::default(), now, by)
            .await?;
        ensure_keys(&store, &master, community.id, now).await?;
        ensure_keys(&store, &master, CommunityId::PLATFORM, now).await?;
        let public = config.checked_public_url()?;
        let host = crate::communities::host_of(&public, &config.default_community, &community.slug);
        tracing::info!(address = public.origin_of(&host), "the community is there");
        Ok(())
    }
}

/// Gives a community its first keys, unless it has some.
///
/// # Errors
/// When the database does not answer.
pub async fn ensure_keys(
    store: &store::Store,
    master: &app::keys::MasterKey,
    community: CommunityId,
    now: domain::time::Millis,
) -> Result<(), Box<dyn Error>> {
    if !store.keys(community).await?.is_empty() {
        return Ok(());
    }
    for key in CommunityKeys::generate(master, community, &OsRandom)? {
        store
            .add_key(&WrappedKey {
                community,
                id: key.id,
                purpose: key.purpose,
                wrapped: key.wrapped,
                created_at: now,
            })
            .await?;
    }
    Ok(())
}
