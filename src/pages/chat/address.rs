//! The addresses of conversations, and what they say beside the conversation: a message, what is looked for, flags of what is on screen. What
//! the rest of the address says (the choices of the list) stays when another one opens.

use domain::ids::{ConversationId, MessageId};
use leptos_router::location::Url;
use leptos_router::params::ParamsMap;

/// The message that one goes to.
pub(super) const MESSAGE: &str = "m";
/// What is looked for in the conversation.
pub(super) const FIND: &str = "q";
/// The flag of the panel with information.
pub(super) const INFO: &str = "info";

/// The address of a conversation, of one of its messages, with what is looked for in it.
pub(super) fn of_conversation(
    now: &ParamsMap,
    id: ConversationId,
    message: Option<MessageId>,
    find: Option<&str>,
) -> String {
    let mut kept = now.clone();
    kept.remove(MESSAGE);
    kept.remove(FIND);
    let mut query = kept.to_query_string();
    let mut add = |name: &str, value: &str| {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(name);
        query.push('=');
        query.push_str(value);
    };
    if let Some(message) = message {
        add(MESSAGE, &message.to_string());
    }
    if let Some(find) = find {
        add(FIND, &Url::escape(find));
    }
    format!("/c/{id}{query}")
}

/// The query (without `?`) with a flag, or without it; the rest stays as it is.
pub(super) fn with_flag(query: &str, flag: &str, is_set: bool) -> String {
    let parts = query.trim_start_matches('?').split('&');
    let others = parts.filter(|part| !part.is_empty() && part.split('=').next() != Some(flag));
    let own = is_set.then_some(flag);
    others.chain(own).collect::<Vec<_>>().join("&")
}

/// Whether the query has a flag.
pub(super) fn has_flag(query: &str, flag: &str) -> bool {
    let mut parts = query.trim_start_matches('?').split('&');
    parts.any(|part| part.split('=').next() == Some(flag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_comes_and_goes_and_leaves_the_rest_alone() {
        for (query, with, without) in [
            ("", "info", ""),
            ("info", "info", ""),
            ("?n=2&f=mine", "n=2&f=mine&info", "n=2&f=mine"),
            ("m=1&info&q=bolo", "m=1&q=bolo&info", "m=1&q=bolo"),
            ("info=&q=info", "q=info&info", "q=info"),
        ] {
            assert_eq!(with_flag(query, INFO, true), with, "{query}");
            assert_eq!(with_flag(query, INFO, false), without, "{query}");
            assert!(has_flag(with, INFO), "{query}");
            assert!(!has_flag(without, INFO), "{query}");
        }
    }
}
