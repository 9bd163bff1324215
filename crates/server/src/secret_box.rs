//! Encrypts what must not be read from a copied database: the secrets of our phone numbers.
//!
//! XChaCha20-Poly1305 with a random nonce of 24 bytes per value. The sealed form is nonce, then ciphertext with its tag. Each value
//! is bound to a place (row and column), so that sealed values cannot be exchanged for one another.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

const NONCE_BYTES: usize = 24;

/// Seals and opens small secrets with one key. Its `Debug` shows nothing.
#[derive(Clone)]
pub struct SecretBox {
    cipher: XChaCha20Poly1305,
}

/// The sealed value was made with another key, for another place, or is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a secret cannot be decrypted: the secret key is not the one it was encrypted with, or it is damaged"
)]
pub struct CannotOpen;

/// The text is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the secret key must be 64 hexadecimal digits")]
pub struct NotAKey;

impl SecretBox {
    /// A box with this key.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        Self {
            cipher: XChaCha20Poly1305::new(key.into()),
        }
    }

    /// Encrypts `secret` for `place`.
    #[must_use]
    pub fn seal(&self, place: &str, secret: &str) -> Vec<u8> {
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let payload = Payload {
            msg: secret.as_bytes(),
            aad: place.as_bytes(),
        };
        let mut sealed = nonce.to_vec();
        // Encrypting fails only for values of more than 256 GiB.
        sealed.extend(
            self.cipher
                .encrypt(&XNonce::from(nonce), payload)
                .unwrap_or_default(),
        );
        sealed
    }

    /// Decrypts what was sealed for `place`.
    ///
    /// # Errors
    /// [`CannotOpen`] for another key or place, or a damaged value.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<String, CannotOpen> {
        let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(CannotOpen)?;
        let payload = Payload {
            msg: ciphertext,
            aad: place.as_bytes(),
        };
        let secret = self
            .cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| CannotOpen)?;
        String::from_utf8(secret).map_err(|_| CannotOpen)
    }
}

impl std::fmt::Debug for SecretBox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretBox").finish_non_exhaustive()
    }
}

/// Reads a key written as 64 hexadecimal digits; white space around it is ignored.
///
/// # Errors
/// [`NotAKey`] for anything else.
pub fn key_from_hex(text: &str) -> Result<[u8; 32], NotAKey> {
    let text = text.trim();
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(NotAKey);
    }
    let mut key = [0; 32];
    for (byte, digits) in key.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let digits = std::str::from_utf8(digits).map_err(|_| NotAKey)?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| NotAKey)?;
    }
    Ok(key)
}

/// Writes a key as 64 hexadecimal digits.
#[must_use]
pub fn key_to_hex(key: &[u8; 32]) -> String {
    use std::fmt::Write as _;
    key.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_only_with_its_key_and_at_its_place() {
        let secrets = SecretBox::new(&[7; 32]);
        let sealed = secrets.seal("phone_numbers.access_token.1", "EAAG…token");
        assert_eq!(
            secrets.open("phone_numbers.access_token.1", &sealed),
            Ok("EAAG…token".to_owned())
        );
        assert_eq!(
            secrets.open("phone_numbers.app_secret.1", &sealed),
            Err(CannotOpen)
        );
        assert_eq!(
            SecretBox::new(&[8; 32]).open("phone_numbers.access_token.1", &sealed),
            Err(CannotOpen)
        );
    }

    #[test]
    fn a_damaged_or_short_value_does_not_open() {
        let secrets = SecretBox::new(&[7; 32]);
        let mut sealed = secrets.seal("place", "secret");
        assert_eq!(secrets.open("place", &sealed[..10]), Err(CannotOpen));
        if let Some(last) = sealed.last_mut() {
            *last ^= 1;
        }
        assert_eq!(secrets.open("place", &sealed), Err(CannotOpen));
    }

    #[test]
    fn the_same_secret_is_never_sealed_to_the_same_bytes() {
        let secrets = SecretBox::new(&[7; 32]);
        assert_ne!(secrets.seal("place", "secret"), secrets.seal("place", "secret"));
        assert!(
            !secrets
                .seal("place", "secret")
                .windows(6)
                .any(|part| part == b"secret")
        );
    }

    #[test]
    fn keys_are_64_hexadecimal_digits() {
        let key = std::array::from_fn(|n| n as u8 * 8);
        assert_eq!(key_from_hex(&key_to_hex(&key)), Ok(key));
        assert_eq!(key_from_hex(&format!(" {}\n", "aB".repeat(32))), Ok([0xab; 32]));
        for wrong in ["", "12", &"g".repeat(64), &"a".repeat(63), &"é".repeat(32)] {
            assert_eq!(key_from_hex(wrong), Err(NotAKey), "{wrong}");
        }
    }
}
