//! `viche key rotate`: for a community whose identity key may have been seen by somebody, or is old.

use crate::{cli::community_named, clock::SystemClock, config::Config, instance};
use app::{
    context::{mailboxes, wrapped_keys},
    keys::{CommunityKeys, MasterKey, OsRandom},
};
use clap::Args;
use domain::{community::Community, identifiers::KeyPurpose, time::Clock};
use std::{error::Error, time::Instant};
use store::{
    Actor, By, Store,
    emails::Mailbox,
    keys::{Carried, HashTable, StoredHash, WrappedKey},
};

/// Whose.
#[derive(Args)]
pub struct Rotate {
    /// The community's short name.
    #[arg(long)]
    community: String,
}

impl Rotate {
    /// Rotates, or ends a rotation that was interrupted. The register's key that a council has stays good: what is hashed with it is
    /// carried on when it is imported.
    ///
    /// # Errors
    /// In words for the operator.
    pub async fn run(self, config: &Config) -> Result<(), Box<dyn Error>> {
        let store = instance::connect(config).await?;
        let master = instance::master_key(config)?;
        let community = community_named(&store, &self.community).await?;
        let began = Instant::now();
        if store.rotation(community.id).await?.is_some() {
            tracing::info!("going on with the rotation that was interrupted");
        } else {
            begin(&store, &master, &community).await?;
        }
        let keys = unwrapped(&store, &master, &community).await?;
        let newest = keys.identity_key_id();
        let (mut hashes, mut unreadable) = (0, 0);
        for table in HashTable::ALL {
            let stored = store.hashes_before(community.id, table, newest).await?;
            hashes += stored.len();
            let carried = stored
                .into_iter()
                .map(|from| carried_on(&keys, from, &mut unreadable))
                .collect::<Result<Vec<_>, _>>()?;
            store
                .carry_on(community.id, table, newest, &carried, |progress| {
                    let (written, of) = (progress.written, progress.total);
                    tracing::info!(table = table.as_str(), written, of, "carried on");
                })
                .await?;
        }
        let by = By {
            actor: Actor::CommandLine,
            at: SystemClock::default().now(),
        };
        store.end_rotation(community.id, newest, by).await?;
        if unreadable > 0 {
            tracing::warn!(
                unreadable,
                "addresses that do not open, and did not before, stay as they are"
            );
        }
        tracing::info!(
            community = community.slug,
            key = newest,
            hashes,
            seconds = began.elapsed().as_secs(),
            "the identity key is rotated"
        );
        Ok(())
    }
}

async fn unwrapped(
    store: &Store,
    master: &MasterKey,
    community: &Community,
) -> Result<CommunityKeys, Box<dyn Error>> {
    let rows = wrapped_keys(store, community.id).await?;
    Ok(CommunityKeys::unwrap(master, community.id, rows)?)
}

async fn begin(
    store: &Store,
    master: &MasterKey,
    community: &Community,
) -> Result<(), Box<dyn Error>> {
    let keys = unwrapped(store, master, community).await?;
    let next = keys.next(KeyPurpose::Identity, master, &OsRandom)?;
    let next = WrappedKey {
        community: community.id,
        id: next.id,
        purpose: next.purpose,
        wrapped: next.wrapped,
        created_at: SystemClock::default().now(),
    };
    Ok(store.begin_rotation(&next).await?)
}

/// A hash by the newest key. An address that does not open is counted and stays as it is: it must not keep a whole community from
/// signing in.
fn carried_on(
    keys: &CommunityKeys,
    from: StoredHash,
    unreadable: &mut usize,
) -> Result<Carried, Box<dyn Error>> {
    const UNKNOWN: &str = "a stored hash is by a key that this installation does not have";
    let hash = keys.advance(from.hash, from.key_id).ok_or(UNKNOWN)?;
    let sealed = from.sealed.as_ref().map(|sealed| {
        let mailbox = Mailbox {
            hash: from.hash,
            key_id: from.key_id,
        };
        match mailboxes::carried_on(keys, &mailbox, sealed, &OsRandom) {
            Ok((_, sealed)) => sealed,
            Err(_) => {
                *unreadable += 1;
                sealed.clone()
            }
        }
    });
    Ok(Carried { from, hash, sealed })
}
