//! Words of mentions, in English.

use crate::i18n::messages::mention::MentionMessages;

pub(super) const MENTION: MentionMessages = MentionMessages {
    mentions: "Mentions",
    mentioned_you: |author, contact| format!("{author} mentioned you in a note about {contact}"),
    dismiss: "Dismiss mention",
    colleagues: "Colleagues",
    hint: "Type @ to mention a colleague.",
};
