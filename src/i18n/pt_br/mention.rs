//! Words of mentions, in Portuguese.

use crate::i18n::messages::mention::MentionMessages;

pub(super) const MENTION: MentionMessages = MentionMessages {
    mentions: "Menções",
    mentioned_you: |author, contact| format!("{author} mencionou você em uma nota sobre {contact}"),
    dismiss: "Dispensar menção",
    colleagues: "Colegas",
    hint: "Digite @ para mencionar um colega.",
};
