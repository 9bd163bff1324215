//! The key that encrypts the numbers' secrets: given, or made once and kept in the data folder.

use crate::config::Config;
use crate::secret_box::{NotAKey, key_from_hex, key_to_hex};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const FILE_NAME: &str = "secret.key";

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum SecretKeyError {
    /// The one given is none.
    #[error("PERFECTCHAT_SECRET_KEY: {0}")]
    Given(NotAKey),
    /// The one kept is none.
    #[error("{file}: {error}")]
    Kept {
        /// Where it is kept.
        file: PathBuf,
        /// What is wrong.
        error: NotAKey,
    },
    /// It cannot be read or kept.
    #[error("{file}: {error}")]
    Io {
        /// Where it is kept.
        file: PathBuf,
        /// What is wrong.
        error: io::Error,
    },
}

/// The key of an installation.
///
/// # Errors
/// It is not 64 hexadecimal digits, or the data folder cannot be used.
pub fn load(config: &Config) -> Result<[u8; 32], SecretKeyError> {
    if let Some(given) = &config.secret_key {
        return key_from_hex(given).map_err(SecretKeyError::Given);
    }
    let file = config.data_dir.join(FILE_NAME);
    let io_error = |error| SecretKeyError::Io {
        file: file.clone(),
        error,
    };
    std::fs::create_dir_all(&config.data_dir).map_err(io_error)?;
    match keep_new(&file) {
        Ok(key) => Ok(key),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let kept = std::fs::read_to_string(&file).map_err(io_error)?;
            key_from_hex(&kept).map_err(|error| SecretKeyError::Kept { file, error })
        }
        Err(error) => Err(io_error(error)),
    }
}

/// Where the key of an installation is kept, in words.
#[must_use]
pub fn place(config: &Config) -> String {
    match config.secret_key {
        Some(_) => "PERFECTCHAT_SECRET_KEY".to_owned(),
        None => config.data_dir.join(FILE_NAME).display().to_string(),
    }
}

/// Writes the key of an installation into a file for the owner's eyes only.
///
/// # Errors
/// There is no key, or the file exists or cannot be written.
pub fn copy(config: &Config, to: &Path) -> Result<(), SecretKeyError> {
    let kept = config.data_dir.join(FILE_NAME);
    if config.secret_key.is_none() && !kept.exists() {
        let error = io::ErrorKind::NotFound.into();
        return Err(SecretKeyError::Io { file: kept, error });
    }
    let key = load(config)?;
    keep(to, &key).map_err(|error| SecretKeyError::Io {
        file: to.to_owned(),
        error,
    })
}

/// Makes a key and keeps it for the owner's eyes only, unless there is one already.
fn keep_new(file: &Path) -> io::Result<[u8; 32]> {
    let key: [u8; 32] = rand::random();
    keep(file, &key)?;
    Ok(key)
}

fn keep(file: &Path, key: &[u8; 32]) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut kept = options.open(file)?;
    kept.write_all(key_to_hex(key).as_bytes())?;
    kept.sync_all()
}
