//! The master key: 32 bytes from a file or the environment, the same for all instances. It only wraps the communities' keys.

use super::{
    KeyError,
    file::{KeyFileError, read_key_file, write_key_file},
    random::{Random, RandomBytes},
    secret::SecretKey,
};
use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use domain::{identifiers::KeyPurpose, ids::CommunityId};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Standard base64; padding may be missing.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A key file is never longer than this many bytes.
const LONGEST_FILE: u64 = 1024;

/// The first byte of a wrapped key: the form of what follows.
const FORM: u8 = 1;

/// Why there is no master key. The messages say what to do and hold nothing of the key.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    #[error(
        "no master key: set VICHE_MASTER_KEY_FILE to a key file (make one with `viche generate-key`), or VICHE_MASTER_KEY to 32 bytes in base64"
    )]
    NotSet,
    #[error("VICHE_MASTER_KEY and VICHE_MASTER_KEY_FILE are both set: leave one")]
    SetTwice,
    #[error("the master key is not 32 bytes in base64")]
    NotAKey,
    #[error("the master key is one byte repeated: make a random one with `viche generate-key`")]
    NotRandom,
    #[error("the master key's file {} can be read by everybody or written by the group: chmod 600 it", .0.display())]
    TooOpen(PathBuf),
    #[error("the master key's file {} cannot be read: {}", .0.display(), .1)]
    Unreadable(PathBuf, #[source] std::io::Error),
    #[error("the file {} exists already and is never overwritten", .0.display())]
    Exists(PathBuf),
    #[error("the master key's file {} cannot be written: {}", .0.display(), .1)]
    Unwritable(PathBuf, #[source] std::io::Error),
}

/// The key that wraps all other keys.
#[derive(Clone, Debug)]
pub struct MasterKey {
    wrapping: SecretKey,
}

impl MasterKey {
    /// The key of the settings.
    ///
    /// - `value`: what VICHE_MASTER_KEY holds, base64 of 32 bytes; empty counts as not set.
    /// - `file`: the path in VICHE_MASTER_KEY_FILE, a file that holds the same text.
    ///
    /// # Errors
    /// None or both of them are set, the file cannot be read or is too open, or it is no key.
    pub fn load(value: Option<&str>, file: Option<&Path>) -> Result<Self, MasterKeyError> {
        let value = value.filter(|text| !text.trim().is_empty());
        let file = file.filter(|path| !path.as_os_str().is_empty());
        match (value, file) {
            (None, None) => Err(MasterKeyError::NotSet),
            (Some(_), Some(_)) => Err(MasterKeyError::SetTwice),
            (Some(text), None) => Self::from_base64(text),
            (None, Some(path)) => Self::from_base64(&read(path)?),
        }
    }

    /// Writes a new random key into the new file `path` (mode 0600, durable; its folder is made when missing) and returns it.
    ///
    /// # Errors
    /// [`MasterKeyError::Exists`] when there is such a file: it is left as it is. [`MasterKeyError::Unwritable`] otherwise.
    pub fn generate_file(path: &Path, random: &dyn Random) -> Result<Self, MasterKeyError> {
        let bytes = Zeroizing::new(random.bytes::<32>());
        let text = Zeroizing::new(format!("{}\n", BASE64.encode(&bytes[..])));
        write_key_file(path, &text).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => MasterKeyError::Exists(path.to_owned()),
            _ => MasterKeyError::Unwritable(path.to_owned(), error),
        })?;
        Ok(Self::new(*bytes))
    }

    /// A key that is kept nowhere, for tests.
    pub fn random(random: &dyn Random) -> Self {
        Self::new(random.bytes())
    }

    fn new(bytes: [u8; 32]) -> Self {
        // The configured bytes themselves encrypt nothing: later uses can derive keys of their own beside this one.
        Self {
            wrapping: SecretKey::new(bytes).derive("viche key wrapping v1", &[]),
        }
    }

    fn from_base64(text: &str) -> Result<Self, MasterKeyError> {
        let mut bytes = Zeroizing::new([0; 33]);
        let length = BASE64
            .decode_slice(text.trim(), &mut bytes[..])
            .map_err(|_| MasterKeyError::NotAKey)?;
        if length != 32 {
            return Err(MasterKeyError::NotAKey);
        }
        let key: [u8; 32] = bytes[..32]
            .try_into()
            .map_err(|_| MasterKeyError::NotAKey)?;
        if key.iter().all(|byte| *byte == key[0]) {
            return Err(MasterKeyError::NotRandom);
        }
        Ok(Self::new(key))
    }

    /// `key` wrapped for its one place in the database.
    pub(super) fn wrap(
        &self,
        place: Place,
        key: &SecretKey,
        random: &dyn Random,
    ) -> Result<Vec<u8>, KeyError> {
        let mut wrapped = vec![FORM];
        wrapped.extend(self.wrapping.seal(&place.aad(), key.bytes(), random)?);
        Ok(wrapped)
    }

    /// The key that was wrapped for `place`.
    pub(super) fn unwrap(&self, place: Place, wrapped: &[u8]) -> Result<SecretKey, KeyError> {
        let (form, sealed) = wrapped.split_first().ok_or(KeyError::UnknownForm)?;
        if *form != FORM {
            return Err(KeyError::UnknownForm);
        }
        let wrong = KeyError::WrongMasterKey {
            community: place.community.0,
            key: place.id,
        };
        let key = self
            .wrapping
            .open(&place.aad(), sealed)
            .map_err(|error| match error {
                KeyError::DoesNotOpen => wrong,
                other => other,
            })?;
        SecretKey::from_slice(&key).ok_or(KeyError::UnknownForm)
    }
}

/// The one row that a wrapped key belongs to. In another row it does not open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub community: CommunityId,
    pub purpose: KeyPurpose,
    pub id: i64,
}

impl Place {
    /// Fixed-length numbers first, the name last: no two places give the same bytes.
    fn aad(self) -> Vec<u8> {
        let mut aad = b"viche community key v1\0".to_vec();
        aad.extend_from_slice(&self.community.0.to_be_bytes());
        aad.extend_from_slice(&self.id.to_be_bytes());
        aad.extend_from_slice(self.purpose.as_str().as_bytes());
        aad
    }
}

fn read(path: &Path) -> Result<Zeroizing<String>, MasterKeyError> {
    read_key_file(path, LONGEST_FILE).map_err(|error| match error {
        KeyFileError::TooOpen => MasterKeyError::TooOpen(path.to_owned()),
        KeyFileError::Unreadable(error) => MasterKeyError::Unreadable(path.to_owned(), error),
    })
}

#[cfg(test)]
mod tests {
    use super::super::SeededRandom;
    use super::*;
    use proptest::prelude::*;

    const HERE: Place = Place {
        community: CommunityId(1),
        purpose: KeyPurpose::Identity,
        id: 1,
    };

    fn base64_of(bytes: &[u8]) -> String {
        BASE64.encode(bytes)
    }

    fn wrapping_of(key: &MasterKey) -> [u8; 32] {
        *key.wrapping.bytes()
    }

    #[test]
    fn a_generated_file_is_private_loads_again_and_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/master.key");
        let made = MasterKey::generate_file(&path, &SeededRandom::new(1)).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        let loaded = MasterKey::load(None, Some(&path)).unwrap();
        assert_eq!(wrapping_of(&made), wrapping_of(&loaded));

        let again = MasterKey::generate_file(&path, &SeededRandom::new(2));
        assert!(matches!(again, Err(MasterKeyError::Exists(_))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        MasterKey::generate_file(&path, &SeededRandom::new(1)).unwrap();
        for (mode, fine) in [
            (0o604, false),
            (0o620, false),
            (0o666, false),
            (0o640, true),
            (0o400, true),
        ] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(MasterKey::load(None, Some(&path)).is_ok(), fine, "{mode:o}");
        }
    }

    #[test]
    fn settings_that_give_no_key_say_why() {
        let good = base64_of(&SeededRandom::new(1).bytes::<32>());
        let file = Path::new("/nowhere/master.key");
        fn why(value: Option<&str>, file: Option<&Path>) -> MasterKeyError {
            MasterKey::load(value, file).unwrap_err()
        }
        assert!(matches!(why(None, None), MasterKeyError::NotSet));
        assert!(matches!(
            why(Some("  "), Some(Path::new(""))),
            MasterKeyError::NotSet
        ));
        assert!(matches!(
            why(Some(&good), Some(file)),
            MasterKeyError::SetTwice
        ));
        assert!(matches!(
            why(None, Some(file)),
            MasterKeyError::Unreadable(..)
        ));
        assert!(matches!(why(Some("secret"), None), MasterKeyError::NotAKey));
        assert!(matches!(
            why(Some(&base64_of(&[1; 31])), None),
            MasterKeyError::NotAKey
        ));
        assert!(matches!(
            why(Some(&base64_of(&[1; 33])), None),
            MasterKeyError::NotAKey
        ));
        assert!(matches!(
            why(Some(&base64_of(&[0; 32])), None),
            MasterKeyError::NotRandom
        ));
        assert!(!why(Some("secret"), None).to_string().contains("secret"));
    }

    #[test]
    fn white_space_and_missing_padding_do_not_matter() {
        let text = base64_of(&SeededRandom::new(1).bytes::<32>());
        let a = MasterKey::load(Some(&text), None).unwrap();
        let b =
            MasterKey::load(Some(&format!("\n {} \n", text.trim_end_matches('='))), None).unwrap();
        assert_eq!(wrapping_of(&a), wrapping_of(&b));
    }

    #[test]
    fn a_wrapped_key_opens_only_in_its_own_row_under_its_own_master_key() {
        let random = SeededRandom::new(3);
        let (master, other) = (MasterKey::random(&random), MasterKey::random(&random));
        let key = SecretKey::random(&random);
        let wrapped = master.wrap(HERE, &key, &random).unwrap();
        assert_eq!(master.unwrap(HERE, &wrapped).unwrap().bytes(), key.bytes());

        let wrong = KeyError::WrongMasterKey {
            community: 1,
            key: 1,
        };
        assert_eq!(other.unwrap(HERE, &wrapped).unwrap_err(), wrong);
        for place in [
            Place {
                community: CommunityId(2),
                ..HERE
            },
            Place {
                purpose: KeyPurpose::Seal,
                ..HERE
            },
            Place { id: 2, ..HERE },
        ] {
            assert!(master.unwrap(place, &wrapped).is_err(), "{place:?}");
        }
    }

    proptest! {
        #[test]
        fn a_changed_or_shortened_wrapped_key_never_opens(at in any::<prop::sample::Index>(), bit in 0u8..8) {
            let random = SeededRandom::new(3);
            let master = MasterKey::random(&random);
            let wrapped = master.wrap(HERE, &SecretKey::random(&random), &random).unwrap();
            let at = at.index(wrapped.len());
            let mut changed = wrapped.clone();
            changed[at] ^= 1 << bit;
            prop_assert!(master.unwrap(HERE, &changed).is_err());
            prop_assert!(master.unwrap(HERE, &wrapped[..at]).is_err());
        }
    }
}
