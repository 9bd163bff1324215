//! Webhooks: written as Meta writes them, signed, delivered, and tried again until they are acknowledged.

mod delivery;
mod envelope;
mod escape;
mod verification;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

pub(crate) use delivery::{Change, post, run_retries, send_what_is_ready};
pub(crate) use envelope::{contact_of, echoes_value, messages_value, statuses_value};
pub use escape::escape_as_meta;
pub(crate) use verification::verify;

/// What `X-Hub-Signature-256` says for a body: `sha256=` and the HMAC-SHA256 over the raw bytes with the app secret,
/// in lower-case hex.
pub fn signature_of(app_secret: &str, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(app_secret.as_bytes()) else {
        unreachable!("HMAC takes keys of any length")
    };
    mac.update(body);
    let hex = mac
        .finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>();
    format!("sha256={hex}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_hmac_sha256_in_hex() {
        // Test case 2 of RFC 4231.
        assert_eq!(
            signature_of("Jefe", b"what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
