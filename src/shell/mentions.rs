//! "Ana mencionou você…": said shortly on every page when it comes. It stands above the list until it was seen.

use super::Desk;
use crate::i18n::use_i18n;
use crate::ui::toast::Toasts;
use domain::ids::NoteId;
use domain::mention::Mention;
use domain::phone;
use leptos::prelude::*;

/// Says what comes while the app is open.
pub(super) fn tell_of_mentions(desk: Desk) {
    let toasts = expect_context::<Toasts>();
    let newest = Memo::new(move |_| {
        desk.with(|state| {
            state
                .mentions
                .with(|mentions| mentions.newest().map(|mention| mention.note_id))
        })
    });
    Effect::new(move |before: Option<Option<NoteId>>| {
        let now = newest.get();
        // What came before this page was said on the one before.
        if before.is_some_and(|before| before != now) && now.is_some() {
            let mention = desk.with(|state| {
                state
                    .mentions
                    .with_untracked(|mentions| mentions.newest().cloned())
            });
            if let Some(mention) = mention {
                toasts.say(untrack(|| mention_words(desk, &mention)));
            }
        }
        now
    });
}

/// Who mentioned the agent in a note about whom; tracked.
#[must_use]
pub fn mention_words(desk: Desk, mention: &Mention) -> String {
    let text = use_i18n().text();
    let author = desk.with(|state| {
        let author = state.agents.find(mention.author)?;
        Some(author.with(|author| author.first_name.clone()))
    });
    let author = author.unwrap_or_else(|| text.somebody.to_owned());
    // What came with the mention may be older than what is here.
    let contact = desk.with(|state| state.contacts.value(mention.contact.id));
    let contact = contact.as_ref().unwrap_or(&mention.contact);
    let name = Some(contact.name.trim())
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .or_else(|| contact.phone.as_deref().map(phone::readable))
        .or_else(|| contact.username.as_ref().map(|name| format!("@{name}")))
        .unwrap_or_else(|| text.unnamed_contact.to_owned());
    (text.mention.mentioned_you)(&author, &name)
}
