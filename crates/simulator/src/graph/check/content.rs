//! Texts, locations, reactions.

use serde_json::Value;

use super::{GraphError, Object};

const TEXT_MAX: usize = 4_096;

pub(super) fn text(message: &Object<'_>) -> Result<(), GraphError> {
    let text = message.object("text")?;
    text.only(&["body", "preview_url"])?;
    text.text("body", TEXT_MAX)?;
    text.maybe_bool("preview_url")?;
    Ok(())
}

pub(super) fn location(message: &Object<'_>) -> Result<(), GraphError> {
    let location = message.object("location")?;
    location.only(&["latitude", "longitude", "name", "address"])?;
    for (name, most) in [("latitude", 90.0), ("longitude", 180.0)] {
        let value = location.get(name).ok_or_else(|| location.missing(name))?;
        // Numbers, or numbers written as strings.
        let degrees = value
            .as_f64()
            .or_else(|| value.as_str().and_then(|text| text.parse().ok()));
        if !degrees.is_some_and(|degrees| (-most..=most).contains(&degrees)) {
            return Err(location.invalid(name, "must be a number of degrees"));
        }
    }
    location.maybe_string("name")?;
    location.maybe_string("address")?;
    Ok(())
}

pub(super) fn reaction(message: &Object<'_>) -> Result<(), GraphError> {
    let reaction = message.object("reaction")?;
    reaction.only(&["message_id", "emoji"])?;
    reaction.string("message_id")?;
    // The empty string removes the reaction, so it must be there.
    let emoji = reaction
        .maybe_string("emoji")?
        .ok_or_else(|| reaction.missing("emoji"))?;
    let is_emoji = emoji.chars().count() <= 12 && !emoji.chars().any(|letter| letter.is_ascii_alphabetic());
    if !is_emoji || emoji.contains(char::is_whitespace) {
        return Err(reaction.invalid("emoji", "must be one emoji or an empty string"));
    }
    Ok(())
}

/// Whether a value is an address that Meta may fetch.
pub(super) fn is_web_address(value: &Value) -> bool {
    value.as_str().is_some_and(|address| {
        let host = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"));
        host.is_some_and(|host| !host.is_empty() && !host.contains(char::is_whitespace))
    })
}
