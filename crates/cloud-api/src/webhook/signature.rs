//! The signature of a delivery: `X-Hub-Signature-256: sha256=<hex HMAC-SHA256 of the raw body, key: app secret>`.
//!
//! Meta escapes non-ASCII characters as `\uXXXX`, so only the bytes as received give the right hash.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The position of the first app secret with which the raw body was signed; nothing if there is none, or no
/// well-formed header. Compares in constant time. An empty secret signs nothing.
pub fn verify_signature<S: AsRef<[u8]>>(
    raw: &[u8],
    header: Option<&str>,
    app_secrets: impl Iterator<Item = S>,
) -> Option<usize> {
    let signature = hex(header?.trim().strip_prefix("sha256=")?)?;
    app_secrets.enumerate().find_map(|(index, secret)| {
        let mac = mac(raw, secret.as_ref())?;
        mac.verify_slice(&signature).is_ok().then_some(index)
    })
}

/// The header's value for a body, as Meta would send it.
pub fn sign(raw: &[u8], app_secret: &[u8]) -> Option<String> {
    use std::fmt::Write;

    let mut header = String::from("sha256=");
    for byte in mac(raw, app_secret)?.finalize().into_bytes() {
        // Writing to a string cannot fail.
        let _ = write!(header, "{byte:02x}");
    }
    Some(header)
}

fn mac(raw: &[u8], secret: &[u8]) -> Option<Hmac<Sha256>> {
    if secret.is_empty() {
        return None;
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    mac.update(raw);
    Some(mac)
}

/// Exactly 32 bytes of hex.
fn hex(text: &str) -> Option<[u8; 32]> {
    let text = text.as_bytes();
    if text.len() != 64 {
        return None;
    }
    let digit = |byte: u8| (byte as char).to_digit(16).map(|digit| digit as u8);
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"object":"whatsapp_business_account","name":"Jo\u00e3o \/ \u0040"}"#;

    fn verify(body: &[u8], header: Option<&str>, secrets: &[&str]) -> Option<usize> {
        verify_signature(body, header, secrets.iter())
    }

    #[test]
    fn known_value() {
        // RFC 4231, test case 2.
        let expected = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(
            sign(b"what do ya want for nothing?", b"Jefe").as_deref(),
            Some(expected)
        );
    }

    #[test]
    fn the_secret_that_signed_is_named() {
        let header = sign(BODY, b"second").unwrap();
        assert_eq!(
            verify(BODY, Some(&header), &["first", "second", "third"]),
            Some(1)
        );
        assert_eq!(
            verify(
                BODY,
                Some(&header.to_uppercase().replace("SHA", "sha")),
                &["second"]
            ),
            Some(0)
        );
        assert_eq!(verify(BODY, Some(&header), &["first"]), None);
        assert_eq!(verify(BODY, Some(&header), &[]), None);
    }

    #[test]
    fn a_changed_body_or_header_is_refused() {
        let header = sign(BODY, b"secret").unwrap();
        let unescaped = br#"{"object":"whatsapp_business_account","name":"Jo\u00e3o / @"}"#;
        assert_eq!(verify(unescaped, Some(&header), &["secret"]), None);
        let hex = header.strip_prefix("sha256=").unwrap();
        for bad in [
            "",
            "sha256=",
            hex,
            &header[..70],
            &format!("{header}0"),
            &format!("sha1={hex}"),
            &format!("sha256={}zz", &hex[..62]),
            &format!("sha256={}é", &hex[..62]),
        ] {
            assert_eq!(verify(BODY, Some(bad), &["secret"]), None, "{bad}");
        }
        assert_eq!(verify(BODY, None, &["secret"]), None);
    }

    #[test]
    fn an_empty_secret_accepts_nothing() {
        let mut mac = Hmac::<Sha256>::new_from_slice(b"").unwrap();
        mac.update(BODY);
        let bytes = mac.finalize().into_bytes();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(verify(BODY, Some(&format!("sha256={hex}")), &[""]), None);
        assert_eq!(sign(BODY, b""), None);
    }
}
