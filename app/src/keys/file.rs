//! Files that hold keys: private, durable, never overwritten.

use std::path::Path;
use zeroize::Zeroizing;

/// Why a key file was not read.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    #[error("others can read or write the file: chmod 600 it")]
    TooOpen,
    #[error(transparent)]
    Unreadable(#[from] std::io::Error),
}

/// The text of a key file, of which no more than `longest` bytes are read.
///
/// # Errors
/// [`KeyFileError`].
pub fn read_key_file(path: &Path, longest: u64) -> Result<Zeroizing<String>, KeyFileError> {
    use std::io::Read;
    let file = std::fs::File::open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = file.metadata()?.permissions().mode();
        // The group may read (a service's group in systemd or Kubernetes), nobody but the owner may write.
        if mode & 0o027 != 0 {
            return Err(KeyFileError::TooOpen);
        }
    }
    let mut text = Zeroizing::new(String::new());
    file.take(longest).read_to_string(&mut text)?;
    Ok(text)
}

/// Writes a new file that only its owner can read (mode 0600); its folder is made when missing.
///
/// # Errors
/// `AlreadyExists` when there is such a file, which is left as it is; others of the file system.
pub fn write_key_file(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder)?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    // The new name must survive a power cut too: without this key nothing in the database opens.
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}
