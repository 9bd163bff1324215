//! Passwords: argon2id, off the async threads, a few at a time.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Makes and checks the hashes of passwords. Each takes about 20 MB and tens of milliseconds of one core, so only a few run
/// at a time.
#[derive(Clone, Debug)]
pub struct Passwords {
    turns: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

/// Why a password could not be hashed or checked.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The kept hash cannot be read, or memory ran out.
    #[error("argon2: {0}")]
    Hash(argon2::password_hash::Error),
    /// The thread went away.
    #[error("the hashing thread stopped")]
    Stopped,
}

/// Why nobody may have such a password: it is too easy to guess, or endless.
#[derive(Debug, thiserror::Error)]
#[error(
    "the password must have at least {} characters and at most {} bytes",
    Passwords::MIN_CHARACTERS,
    Passwords::MAX_BYTES
)]
pub struct PasswordLength;

impl Passwords {
    /// The shortest password accepted, in characters.
    pub const MIN_CHARACTERS: usize = 8;
    /// The longest password accepted, in bytes.
    pub const MAX_BYTES: usize = 1_024;

    /// With one turn for each core.
    #[must_use]
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            turns: Arc::new(Semaphore::new(cores)),
        }
    }

    /// Whether somebody may have such a password.
    ///
    /// # Errors
    /// It is too short or too long.
    pub fn check_length(password: &str) -> Result<(), PasswordLength> {
        let is_long_enough = password.chars().count() >= Self::MIN_CHARACTERS;
        if is_long_enough && password.len() <= Self::MAX_BYTES {
            Ok(())
        } else {
            Err(PasswordLength)
        }
    }

    /// The PHC string to keep for a password.
    ///
    /// # Errors
    /// Memory or random bytes ran out.
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        self.in_turn(move || hash(password.as_bytes())).await
    }

    /// Whether a password is the one behind a hash; without a hash it never is, and that takes as long to find out.
    ///
    /// # Errors
    /// The kept hash cannot be read.
    pub async fn is_right(&self, password: String, kept_hash: Option<String>) -> Result<bool, PasswordError> {
        self.in_turn(move || {
            let Some(kept_hash) = kept_hash else {
                // Making a hash is what checking one does as well.
                return hash(password.as_bytes()).map(|_| false);
            };
            match Argon2::default().verify_password(password.as_bytes(), &PasswordHash::new(&kept_hash)?) {
                Ok(()) => Ok(true),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(error),
            }
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, argon2::password_hash::Error> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _turn = self.turns.acquire().await.map_err(|_| PasswordError::Stopped)?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| PasswordError::Stopped)?
            .map_err(PasswordError::Hash)
    }
}

fn hash(password: &[u8]) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default().hash_password(password)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_neither_short_nor_endless() {
        let longest = "é".repeat(Passwords::MAX_BYTES / 2);
        for (password, is_one) in [
            ("girasso", false),
            ("girassol", true),
            ("çãõéíóú", false),
            (longest.as_str(), true),
            (format!("{longest}.").as_str(), false),
        ] {
            assert_eq!(Passwords::check_length(password).is_ok(), is_one, "{password}");
        }
    }

    #[tokio::test]
    async fn the_right_password_and_no_other() {
        let passwords = Passwords::new();
        let kept = passwords.hash("girassol amarelo".to_owned()).await.unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(
            passwords
                .is_right("girassol amarelo".to_owned(), Some(kept.clone()))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .is_right("girassol azul".to_owned(), Some(kept))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .is_right("girassol amarelo".to_owned(), None)
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn a_hash_that_cannot_be_read_is_a_fault_not_a_wrong_password() {
        let passwords = Passwords::new();
        assert!(
            passwords
                .is_right("x".to_owned(), Some("plain".to_owned()))
                .await
                .is_err()
        );
    }
}
