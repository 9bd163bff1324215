//! The addresses of conversations: what the rest of the address says (the choices of the list) stays when another one opens.

use domain::ids::{ConversationId, MessageId};
use leptos_router::location::Url;
use leptos_router::params::ParamsMap;

/// The message that one goes to.
pub(super) const MESSAGE: &str = "m";
/// What is looked for in the conversation.
pub(super) const FIND: &str = "q";

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
