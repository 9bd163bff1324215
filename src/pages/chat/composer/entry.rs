//! Where one writes. The text is the draft of the state: it empties when the message is safe in the outbox, never before.

use super::attachments::AttachButton;
use crate::browser::page;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::button::IconButton;
use crate::ui::icon::Icon;
use domain::ids::ConversationId;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// What Meta takes, in characters.
const LONGEST: i64 = 4_096;
/// From how many characters left the counter shows.
const COUNTED: i64 = 300;
/// The key code that browsers give to keys which an input method takes.
const TAKEN_BY_INPUT_METHOD: u32 = 229;

/// The entry and the send button.
#[component]
pub(super) fn Entry(
    /// Of which conversation.
    id: ConversationId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let field = NodeRef::<html::Textarea>::new();
    let draft = chat.with(|state| state.drafts.text(id));
    let text = RwSignal::new(draft.get_untracked());
    // What the state says counts: emptied after sending, filled from the device or from "Precisa de você".
    Effect::new(move |_| {
        let kept = draft.get();
        if text.with_untracked(|text| *text != kept) {
            text.set(kept);
        }
    });
    let left = Memo::new(move |_| {
        LONGEST - text.with(|text| i64::try_from(text.trim().chars().count()).unwrap_or(i64::MAX))
    });
    let has_text = Memo::new(move |_| left.get() < LONGEST);
    let is_counted = Memo::new(move |_| left.get() < COUNTED);
    let is_over = Memo::new(move |_| left.get() < 0);

    let send = move || {
        if has_text.get_untracked() && !is_over.get_untracked() {
            chat.emit(Intent::SendText {
                conversation_id: id,
                body: text.get_untracked(),
                reply_to: None,
            });
        }
        focus(field);
    };
    let on_input = move |event| {
        let written = event_target_value(&event);
        text.set(written.clone());
        if !written.is_empty() {
            chat.emit(Intent::Typing(id));
        }
        chat.emit(Intent::SaveDraft {
            conversation_id: id,
            text: written,
        });
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        let is_plain = !event.shift_key() && !event.ctrl_key() && !event.alt_key() && !event.meta_key();
        let is_composing = event.is_composing() || event.key_code() == TAKEN_BY_INPUT_METHOD;
        if event.key() == "Enter" && is_plain && !is_composing && !page::has_coarse_pointer() {
            event.prevent_default();
            if !event.repeat() {
                send();
            }
        }
    };
    // A keyboard is at hand: one may write at once.
    Effect::new(move |_| {
        if field.get().is_some() && !page::has_coarse_pointer() {
            focus(field);
        }
    });
    // What the entry is measured by. The space keeps an empty last line.
    let copy = move || {
        text.with(|text| {
            if text.is_empty() {
                i18n.text().message_placeholder.to_owned()
            } else {
                format!("{text} ")
            }
        })
    };
    view! {
        <div class="composer">
            <AttachButton id />
            <div class="composer__entry">
                <div class="composer__copy" aria-hidden="true">
                    {copy}
                </div>
                <textarea
                    node_ref=field
                    class="composer__text"
                    rows="1"
                    dir="auto"
                    enterkeyhint="enter"
                    aria-label=move || i18n.text().message_entry
                    placeholder=move || i18n.text().message_placeholder
                    aria-invalid=move || is_over.get().to_string()
                    prop:value=move || text.get()
                    on:input=on_input
                    on:keydown=on_keydown
                ></textarea>
            </div>
            <div class="composer__side">
                <div role="status">
                    <Show when=move || is_counted.get()>
                        <p class="composer__counter" data-is-over=move || is_over.get().to_string()>
                            <span aria-hidden="true">{move || left.get()}</span>
                            <span class="visually-hidden">{move || counted(i18n.text().characters_left, left.get())}</span>
                        </p>
                    </Show>
                </div>
                <Show when=move || has_text.get()>
                    <IconButton
                        icon=Icon::Send
                        look="main"
                        tip="above"
                        name=Signal::derive(move || i18n.text().send.to_owned())
                        is_disabled=is_over
                        on_click=Callback::new(move |()| send())
                    />
                </Show>
            </div>
        </div>
    }
    .into_any()
}

/// Read out in steps, not at every key.
fn counted(words: fn(i64) -> String, left: i64) -> String {
    const STEP: i64 = 50;
    if left < 0 {
        words(left)
    } else {
        words((left + STEP - 1) / STEP * STEP)
    }
}

fn focus(field: NodeRef<html::Textarea>) {
    if let Some(field) = field.get_untracked() {
        // Only an element that is gone could not take the focus.
        let _ = field.focus();
    }
}
