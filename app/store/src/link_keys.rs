//! The keys of confidential polls: one file for each poll, in a directory outside the database and its backups, so that
//! destroying the file cuts the link between persons and ballots for good (DESIGN §5.4).
//!
//! A key is made when its poll is published and destroyed on the day that the community's regulation names; after that
//! it is never made again. All instances need the same directory. A link is the ballot's id sealed with AES-256-GCM-SIV
//! under the poll's key, bound to the community, the poll and the person, so that it cannot be moved to another row.

use crate::{StoreError, random};
use aes_gcm_siv::{
    Aes256GcmSiv, Nonce,
    aead::{Aead, KeyInit, Payload},
};
use domain::ids::{BallotId, CommunityId, PersonId, PollId};
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};
use uuid::Uuid;
use zeroize::Zeroizing;

const NONCE: usize = 12;

/// The directory of link keys; clones share it.
#[derive(Clone, Debug)]
pub struct LinkKeys {
    directory: Arc<Path>,
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
        })
    }

    fn file(&self, community: CommunityId, poll: PollId) -> PathBuf {
        self.directory
            .join(format!("{}.key", stem(community, poll)))
    }

    /// Makes a poll's key, if it has none yet. Durable when it returns: a ballot sealed under a key that a power cut
    /// took away could never be opened.
    pub(crate) fn create(&self, community: CommunityId, poll: PollId) -> Result<(), StoreError> {
        let key = Zeroizing::new(random::bytes::<32>()?);
        write_new(&self.file(community, poll), &self.directory, key.as_slice())
            .map_err(|error| StoreError::internal(format_args!("cannot write a link key: {error}")))
    }

    /// Destroys a poll's key: whoever asks for it from now on, at any instance, finds none. Durable when it returns. Says
    /// whether there was anything to destroy; a key that is gone already is no error, as this can be done twice.
    ///
    /// The file is removed, not overwritten first: journals, copy-on-write file systems and flash write an overwrite
    /// elsewhere, so that it would promise what nobody can keep. Who fears for the disk itself encrypts it.
    pub(crate) fn destroy(&self, community: CommunityId, poll: PollId) -> Result<bool, StoreError> {
        // Also what a crash in `write_new` may have left beside it: the same bytes under another name.
        remove_all(&self.directory, &format!("{}.", stem(community, poll))).map_err(|error| {
            StoreError::internal(format_args!(
                "cannot destroy the link key of poll {poll}: {error}"
            ))
        })
    }

    /// Reads a poll's key for one piece of work, such as a batch of ballots.
    ///
    /// No key is kept between two of them, which costs the ballot box one small file a batch: a kept key would outlive
    /// its file in the memory of every other instance.
    pub(crate) fn read(&self, community: CommunityId, poll: PollId) -> Result<LinkKey, StoreError> {
        let bytes = Zeroizing::new(std::fs::read(self.file(community, poll)).map_err(|error| {
            StoreError::internal(format_args!(
                "cannot read the link key of poll {poll}: {error}"
            ))
        })?);
        Ok(LinkKey {
            community,
            poll,
            cipher: Aes256GcmSiv::new_from_slice(&bytes).map_err(StoreError::internal)?,
        })
    }

    /// Whether the poll has a key still.
    pub(crate) fn has(&self, community: CommunityId, poll: PollId) -> bool {
        self.file(community, poll).exists()
    }

    /// Opens a sealed link; an error when it was sealed for another row or under another key, or when the key is
    /// destroyed.
    pub fn open(
        &self,
        community: CommunityId,
        poll: PollId,
        person: PersonId,
        sealed: &[u8],
    ) -> Result<BallotId, StoreError> {
        self.read(community, poll)?.open(person, sealed)
    }
}

/// A poll's key as long as one piece of work needs it.
pub(crate) struct LinkKey {
    community: CommunityId,
    poll: PollId,
    cipher: Aes256GcmSiv,
}

impl LinkKey {
    /// Seals the link from a person to a ballot: nonce, then ciphertext with its tag.
    pub(crate) fn seal(&self, person: PersonId, ballot: BallotId) -> Result<Vec<u8>, StoreError> {
        let nonce = random::bytes::<NONCE>()?;
        let sealed = self
            .cipher
            .encrypt(
                &Nonce::from(nonce),
                Payload {
                    msg: ballot.0.as_bytes(),
                    aad: &context(self.community, self.poll, person),
                },
            )
            .map_err(StoreError::internal)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    pub(crate) fn open(&self, person: PersonId, sealed: &[u8]) -> Result<BallotId, StoreError> {
        let (nonce, sealed) = sealed
            .split_first_chunk::<NONCE>()
            .ok_or_else(|| StoreError::internal("a link is too short"))?;
        let id = self
            .cipher
            .decrypt(
                &Nonce::from(*nonce),
                Payload {
                    msg: sealed,
                    aad: &context(self.community, self.poll, person),
                },
            )
            .map_err(StoreError::internal)?;
        Uuid::from_slice(&id)
            .map(BallotId)
            .map_err(StoreError::internal)
    }
}

/// What the names of a poll's files begin with; the dot that follows keeps them from another's.
fn stem(community: CommunityId, poll: PollId) -> String {
    format!("{}-{poll}", community.0)
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

/// Removes every file whose name begins so, durably; says whether there was one. Another instance may be at it, too.
fn remove_all(directory: &Path, beginning: &str) -> io::Result<bool> {
    let mut found = false;
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        if !entry
            .file_name()
            .as_encoded_bytes()
            .starts_with(beginning.as_bytes())
        {
            continue;
        }
        match std::fs::remove_file(entry.path()) {
            Ok(()) => found = true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    // Also when nothing was found: whoever removed it may have been killed before this line.
    std::fs::File::open(directory)?.sync_all()?;
    Ok(found)
}
