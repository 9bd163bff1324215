//! Words of mentions, in Spanish.

use crate::i18n::messages::mention::MentionMessages;

pub(super) const MENTION: MentionMessages = MentionMessages {
    mentions: "Menciones",
    mentioned_you: |author, contact| format!("{author} te mencionó en una nota sobre {contact}"),
    dismiss: "Descartar mención",
    colleagues: "Colegas",
    hint: "Escribe @ para mencionar a un colega.",
};
