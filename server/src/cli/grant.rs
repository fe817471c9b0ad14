//! `viche role grant`: the first staff of a community, named by somebody with access to the server.

use crate::{cli::community_named, config::Config, instance};
use app::keys::{CommunityKeys, OsRandom, RandomBytes};
use clap::Args;
use domain::{
    identifiers::KeyKind, identity::Rnokpp, ids::PersonId, person_name::PersonName, role::Role,
    time::Clock,
};
use std::{error::Error, io::Read};
use store::{Actor, By, persons::PersonKey};

/// Whom to give what.
#[derive(Args)]
pub struct Grant {
    /// The community's short name.
    #[arg(long)]
    community: String,
    /// `administrator`, `moderator`, `editor`, `respondent`, `operator` or `auditor`; `platform_operator` of the platform.
    #[arg(long)]
    role: String,
}

impl Grant {
    /// Reads the person's РНОКПП from standard input and gives them the role. Somebody who never signed in is noted by the
    /// keyed hash alone; their name comes with their first sign-in.
    ///
    /// # Errors
    /// In words for the operator: an unknown community or role, a number whose check digit is wrong.
    pub async fn run(self, config: &Config) -> Result<(), Box<dyn Error>> {
        let role: Role = self
            .role
            .parse()
            .map_err(|_| format!("no such role: {}", self.role))?;
        let store = instance::connect(config).await?;
        let keys = instance::key_ring(config, &store).await?;
        let community = community_named(&store, &self.community).await?;
        let number = rnokpp_from_standard_input()?;
        let keys = keys.of(community.id)?;
        let key = key_of(&number, &keys);
        let now = crate::clock::SystemClock::default().now();
        let person = match store.person_by_key(community.id, &key).await? {
            Some(person) => person,
            None => {
                let id = PersonId::from_random(OsRandom.bytes());
                let unknown = app::context::people::SealedPerson {
                    name: PersonName::default(),
                    birth_date: number.birth_date(),
                };
                let sealed = unknown.seal_with(&keys, id, &OsRandom)?;
                store
                    .person_by_keys(community.id, &[key], id, &sealed, now)
                    .await?
                    .certain()?
            }
        };
        store
            .grant_role(
                community.id,
                person,
                role,
                By {
                    actor: Actor::CommandLine,
                    at: now,
                },
            )
            .await?;
        tracing::info!(role = role.as_str(), community = community.slug, "granted");
        Ok(())
    }
}

/// The number that standard input holds, so that it stays out of the shell's history.
///
/// # Errors
/// In words for the operator.
pub(super) fn rnokpp_from_standard_input() -> Result<Rnokpp, Box<dyn Error>> {
    let mut typed = zeroize::Zeroizing::new(String::new());
    std::io::stdin().take(64).read_to_string(&mut typed)?;
    Ok(Rnokpp::parse(typed.trim()).ok_or("standard input holds no valid РНОКПП")?)
}

/// What finds the person of this number.
pub(super) fn key_of(number: &Rnokpp, keys: &CommunityKeys) -> PersonKey {
    PersonKey {
        kind: KeyKind::Rnokpp,
        hash: keys.keyed_hash(KeyKind::Rnokpp, number.digits()),
        key_id: keys.identity_key_id(),
    }
}
