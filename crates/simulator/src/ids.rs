//! Identifiers in the shape Meta gives them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand::Rng as _;
use sha2::{Digest as _, Sha256};

use crate::state::Direction;

/// The business-scoped user id of the customer with this number: country, dot, digits. It depends on the number
/// alone, so a changed number makes a new one, as with Meta.
pub fn user_id_of(wa_id: &str) -> String {
    let hash = Sha256::digest(wa_id.as_bytes());
    let number = hash
        .iter()
        .take(8)
        .fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    format!(
        "{}.{}",
        country_of(wa_id),
        1_000_000_000_000_000 + number % 9_000_000_000_000_000
    )
}

/// The user id that follows this one, in the same country.
pub(crate) fn next_user_id(user_id: &str) -> String {
    let (country, _) = user_id.split_once('.').unwrap_or(("BR", ""));
    let next = user_id_of(user_id);
    let digits = next.split_once('.').map_or("", |(_, digits)| digits);
    format!("{country}.{digits}")
}

/// A fresh message id: opaque to everyone, unsafe in URLs, in Meta's bytes (direction, number, random part).
pub(crate) fn wamid(direction: Direction, wa_id: &str) -> String {
    let random: [u8; 10] = rand::rng().random();
    let token = random
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect::<String>();
    let side = match direction {
        Direction::FromBusiness => 0x11,
        Direction::FromCustomer => 0x12,
    };
    let mut bytes = vec![0x1c, 0x18];
    bytes.push(u8::try_from(wa_id.len()).unwrap_or(u8::MAX));
    bytes.extend_from_slice(wa_id.as_bytes());
    bytes.extend_from_slice(&[0x15, 0x02, 0x00, side, 0x18]);
    bytes.push(u8::try_from(token.len()).unwrap_or(u8::MAX));
    bytes.extend_from_slice(token.as_bytes());
    bytes.push(0);
    format!("wamid.{}", STANDARD.encode(bytes))
}

/// A fresh media id.
pub(crate) fn media_id() -> String {
    rand::rng()
        .random_range(1_000_000_000_000_000_u64..9_999_999_999_999_999)
        .to_string()
}

/// A fresh trace id for errors and headers.
pub(crate) fn trace_id() -> String {
    let random: [u8; 16] = rand::rng().random();
    format!(
        "A{}",
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(random)
    )
}

/// The digits of a written phone number.
pub(crate) fn digits(written: &str) -> String {
    written.chars().filter(char::is_ascii_digit).collect()
}

/// The same Brazilian mobile number with or without its ninth digit: Meta may add or drop it.
pub(crate) fn brazilian_twin(wa_id: &str) -> Option<String> {
    let national = wa_id.strip_prefix("55")?;
    let (area, number) = (national.get(..2)?, national.get(2..)?);
    match number.len() {
        9 => number.strip_prefix('9').map(|short| format!("55{area}{short}")),
        8 => Some(format!("55{area}9{number}")),
        _ => None,
    }
}

fn country_of(wa_id: &str) -> &'static str {
    const COUNTRIES: [(&str, &str); 12] = [
        ("351", "PT"),
        ("595", "PY"),
        ("598", "UY"),
        ("55", "BR"),
        ("54", "AR"),
        ("52", "MX"),
        ("56", "CL"),
        ("57", "CO"),
        ("34", "ES"),
        ("44", "GB"),
        ("49", "DE"),
        ("1", "US"),
    ];
    COUNTRIES
        .iter()
        .find(|(prefix, _)| wa_id.starts_with(prefix))
        .map_or("BR", |(_, country)| country)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_id_names_the_country_and_depends_on_the_number_alone() {
        let id = user_id_of("5511986372111");
        assert!(id.starts_with("BR."));
        assert_eq!(id, user_id_of("5511986372111"));
        assert_ne!(id, user_id_of("5511986372112"));
    }

    #[test]
    fn a_wamid_carries_number_and_direction_and_never_repeats() {
        let ours = wamid(Direction::FromBusiness, "16503879439");
        assert!(ours.starts_with("wamid.HBgLMTY1MDM4Nzk0MzkVAgARGB"), "{ours}");
        assert!(wamid(Direction::FromCustomer, "16503879439").contains("VAgASGB"));
        assert_ne!(ours, wamid(Direction::FromBusiness, "16503879439"));
    }

    #[test]
    fn the_ninth_digit_comes_and_goes() {
        assert_eq!(brazilian_twin("5511986372111").as_deref(), Some("551186372111"));
        assert_eq!(brazilian_twin("551186372111").as_deref(), Some("5511986372111"));
        assert_eq!(brazilian_twin("16503879439"), None);
    }
}
