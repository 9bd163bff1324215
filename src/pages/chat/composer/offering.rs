//! What is offered while one types `@` or `/` to a customer.

use super::combobox::Combobox;
use super::outgoing::Outgoing;
use super::suggesting::{Asked, Suggestion, canned_responses, fields};
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use domain::ids::ConversationId;
use leptos::html;
use leptos::prelude::*;

/// What is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offers {
    /// Merge fields, and canned responses in place of what is written.
    All,
    /// Merge fields only: below files that are there.
    Fields,
}

/// A field of a conversation with its list.
pub(super) fn combobox(
    id: ConversationId,
    field: NodeRef<html::Textarea>,
    outgoing: Outgoing,
    offers: Offers,
) -> Combobox {
    let i18n = use_i18n();
    let chat = Chat::here();
    let sources = outgoing.sources();
    let asks: fn(&str) -> Option<Asked> = match offers {
        Offers::All => Asked::at_end_of,
        Offers::Fields => Asked::field_at_end_of,
    };
    let suggest = move |asked: &Asked| match asked {
        Asked::Field(typed) => sources.with(|sources| {
            let now = chat.civil_now();
            let value = |field| sources.as_ref().and_then(|sources| sources.at(now).value(field));
            fields(typed, i18n.text().composer.field_name, value)
        }),
        Asked::CannedResponse(typed) => chat.with(|state| canned_responses(typed, &state.canned_responses())),
        // In notes only.
        Asked::Colleague(_) => Vec::new(),
    };
    let on_choice = Callback::new(move |suggestion: Suggestion| {
        if let Some(canned) = suggestion.canned {
            chat.emit(Intent::AnswerWithCanned {
                conversation_id: id,
                id: canned,
            });
        }
    });
    Combobox::new(field, asks, suggest, on_choice)
}
