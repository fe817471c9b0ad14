//! The keys of confidential polls: one file for each poll, in a directory outside the database and its backups, so that
//! destroying the file cuts the link between persons and ballots for good (DESIGN §5.4).
//!
//! All instances need the same directory. A link is the ballot's id sealed with AES-256-GCM-SIV under the poll's key,
//! bound to the community, the poll and the person, so that it cannot be moved to another row.

use crate::{StoreError, random};
use aes_gcm_siv::{
    Aes256GcmSiv, Nonce,
    aead::{Aead, KeyInit, Payload},
};
use domain::ids::{BallotId, CommunityId, PersonId, PollId};
use std::{
    collections::HashMap,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use uuid::Uuid;
use zeroize::Zeroizing;

const NONCE: usize = 12;

/// The directory of link keys; clones share it.
#[derive(Clone)]
pub struct LinkKeys {
    directory: Arc<Path>,
    read: Arc<Mutex<HashMap<(CommunityId, PollId), Aes256GcmSiv>>>,
}

impl std::fmt::Debug for LinkKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LinkKeys")
            .field("directory", &self.directory)
            .finish_non_exhaustive()
    }
}

impl LinkKeys {
    /// Uses a directory, which is created (for its owner only) if it is not there.
    pub fn in_directory(directory: impl Into<PathBuf>) -> io::Result<Self> {
        let directory = directory.into();
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&directory)?;
        Ok(Self {
            directory: directory.into(),
            read: Arc::default(),
        })
    }

    fn file(&self, community: CommunityId, poll: PollId) -> PathBuf {
        self.directory.join(format!("{}-{poll}.key", community.0))
    }

    /// Makes a poll's key, if it has none yet. Durable when it returns: a ballot sealed under a key that a power cut
    /// took away could never be opened.
    pub(crate) fn create(&self, community: CommunityId, poll: PollId) -> Result<(), StoreError> {
        let key = Zeroizing::new(random::bytes::<32>()?);
        write_new(&self.file(community, poll), &self.directory, key.as_slice())
            .map_err(|error| StoreError::internal(format_args!("cannot write a link key: {error}")))
    }

    /// Works with a poll's key, which is read once.
    fn with_key<T>(
        &self,
        community: CommunityId,
        poll: PollId,
        work: impl FnOnce(&Aes256GcmSiv) -> T,
    ) -> Result<T, StoreError> {
        let mut keys = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = keys.get(&(community, poll)) {
            return Ok(work(key));
        }
        let bytes = Zeroizing::new(std::fs::read(self.file(community, poll)).map_err(|error| {
            StoreError::internal(format_args!(
                "cannot read the link key of poll {poll}: {error}"
            ))
        })?);
        let key = Aes256GcmSiv::new_from_slice(&bytes).map_err(StoreError::internal)?;
        let done = work(&key);
        keys.insert((community, poll), key);
        Ok(done)
    }

    /// Seals the link from a person to a ballot: nonce, then ciphertext with its tag.
    pub(crate) fn seal(
        &self,
        community: CommunityId,
        poll: PollId,
        person: PersonId,
        ballot: BallotId,
    ) -> Result<Vec<u8>, StoreError> {
        let nonce = random::bytes::<NONCE>()?;
        let context = context(community, poll, person);
        let sealed = self
            .with_key(community, poll, |key| {
                key.encrypt(
                    &Nonce::from(nonce),
                    Payload {
                        msg: ballot.0.as_bytes(),
                        aad: &context,
                    },
                )
            })?
            .map_err(StoreError::internal)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens a sealed link; an error when it was sealed for another row or under another key.
    pub fn open(
        &self,
        community: CommunityId,
        poll: PollId,
        person: PersonId,
        sealed: &[u8],
    ) -> Result<BallotId, StoreError> {
        let (nonce, sealed) = sealed
            .split_first_chunk::<NONCE>()
            .ok_or_else(|| StoreError::internal("a link is too short"))?;
        let context = context(community, poll, person);
        let id = self
            .with_key(community, poll, |key| {
                key.decrypt(
                    &Nonce::from(*nonce),
                    Payload {
                        msg: sealed,
                        aad: &context,
                    },
                )
            })?
            .map_err(StoreError::internal)?;
        Uuid::from_slice(&id)
            .map(BallotId)
            .map_err(StoreError::internal)
    }
}

/// What a link is bound to.
fn context(community: CommunityId, poll: PollId, person: PersonId) -> [u8; 40] {
    let mut context = [0; 40];
    context[..8].copy_from_slice(&community.0.to_be_bytes());
    context[8..24].copy_from_slice(poll.0.as_bytes());
    context[24..].copy_from_slice(person.0.as_bytes());
    context
}

/// Writes a new file whole or not at all: under another name first, then linked to its own, which fails if it is taken.
fn write_new(path: &Path, directory: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension(format!("{}.new", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    let linked = std::fs::hard_link(&unfinished, path);
    std::fs::remove_file(&unfinished)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => std::fs::File::open(directory)?.sync_all(),
    }
}
