//! Files on their way into the conversation: the tray in which they are looked at, and what is dropped or pasted.

mod tray_card;

use self::tray_card::TrayCard;
use super::combobox_field::ComboboxField;
use super::counter::Counter;
use super::offering::{self, Offers};
use super::outgoing::Outgoing;
use super::preview::Preview;
use super::send_question::{Agreed, Asking, SendQuestionDialog};
use super::suggestions::Suggestions;
use crate::browser::element;
use crate::browser::files::{self, LocalFile};
use crate::browser::page;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::state::tray::{Keeping, TrayItem, TrayPhase};
use crate::ui::enter_key::EnterKeyChoice;
use domain::ids::ConversationId;
use domain::media_limit::CAPTION_CHARACTERS;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// Where one writes below the files.
pub(super) const CAPTION: &str = ".tray__caption";
/// Where one writes otherwise.
const ENTRY: &str = ".composer__text";

/// What was chosen, with its words, until it is sent. Takes what is dropped on the page and what is pasted.
#[component]
pub(super) fn AttachmentTray(
    /// Of which conversation.
    id: ConversationId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let is_dragging = RwSignal::new(false);
    listen(chat, id, is_dragging);
    let items = Memo::new(move |_| chat.with(|state| state.trays.of(id)));
    let is_empty = Memo::new(move |_| items.with(Vec::is_empty));
    // Whoever sent or removed the last of them writes on.
    Effect::new(move |was_empty: Option<bool>| {
        let is_empty = is_empty.get();
        if is_empty && was_empty == Some(false) && !page::has_coarse_pointer() {
            element::after_next_paint(|| element::focus_if_lost(ENTRY));
        }
        is_empty
    });
    view! {
        <Show when=move || is_dragging.get()>
            <div class="file-drop" aria-hidden="true">
                <p class="file-drop__words">{move || i18n.text().media.drop_here}</p>
            </div>
        </Show>
        <Show when=move || !is_empty.get()>
            <Tray id items />
        </Show>
    }
    .into_any()
}

#[component]
fn Tray(id: ConversationId, items: Memo<Vec<TrayItem>>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let enter_key = expect_context::<EnterKeyChoice>();
    let caption = RwSignal::new(chat.with(|state| state.trays.caption_untracked(id)));
    // A canned response brings words of its own.
    Effect::new(move |_| {
        let kept = chat.with(|state| state.trays.caption(id));
        if caption.with_untracked(|caption| *caption != kept) {
            caption.set(kept);
        }
    });
    let write = move |written: String| {
        caption.set(written.clone());
        chat.emit(Intent::CaptionAttachments {
            conversation_id: id,
            caption: written,
        });
    };
    let outgoing = Outgoing::of(caption, id);
    let left = Memo::new(move |_| outgoing.room(CAPTION_CHARACTERS));
    let is_too_long = Memo::new(move |_| left.get() < 0);
    let field = NodeRef::<html::Textarea>::new();
    let combobox = offering::combobox(id, field, outgoing, Offers::Fields);
    let count = Memo::new(move |_| items.with(Vec::len));
    let is_ready =
        Memo::new(move |_| items.with(|items| items.iter().all(|item| item.phase == TrayPhase::Ready)));
    let is_refused = Memo::new(move |_| {
        let refused = |item: &TrayItem| matches!(item.phase, TrayPhase::Refused(_));
        items.with(|items| items.iter().any(refused))
    });
    // What an earlier page left takes the focus from nobody who writes already.
    let is_chosen_now =
        move || items.with_untracked(|items| items.iter().any(|item| item.keeping != Keeping::Restored));
    Effect::new(move |_| {
        if let Some(field) = field.get().filter(|_| is_chosen_now()) {
            element::focus(&field);
        }
    });
    // A card is drawn anew when something of it changes, and its buttons with it.
    Effect::new(move |was_drawn: Option<()>| {
        items.track();
        if was_drawn.is_some() || is_chosen_now() {
            element::after_next_paint(|| element::focus_if_lost(CAPTION));
        }
    });
    let can_send = Signal::derive(move || is_ready.get() && !is_too_long.get());
    let asking = Asking::new(
        outgoing,
        can_send,
        Callback::new(move |()| chat.with(|state| state.answers_since_caption_begun(id))),
        Callback::new(move |agreed: Agreed| {
            chat.emit(Intent::SendAttachments {
                conversation_id: id,
                caption: caption.get_untracked(),
                reply_to: chat.with(|state| state.thread(id).reply_to.get_untracked()),
                allows_gaps: agreed.to_gaps,
                despite_answers: agreed.to_answers,
            });
        }),
    );
    let on_key = Callback::new(move |event: ev::KeyboardEvent| {
        if enter_key.sends(&event) {
            event.prevent_default();
            if !event.repeat() {
                asking.send();
            }
        }
    });
    let name = Signal::derive(move || i18n.text().media.caption);
    view! {
        <section class="tray" aria-label=move || i18n.text().media.tray>
            <ul class="tray__files">
                {move || items.get().into_iter().map(|item| view! { <TrayCard id item /> }).collect_view()}
            </ul>
            <Show when=move || is_refused.get()>
                <p class="tray__hint" role="alert">
                    {move || i18n.text().media.leave_out}
                </p>
            </Show>
            <Preview outgoing />
            <div class="tray__foot">
                <Suggestions of=combobox />
                <div class="tray__words">
                    <ComboboxField
                        of=combobox
                        class="tray__caption"
                        rows="1"
                        name
                        placeholder=name
                        text=caption
                        is_invalid=is_too_long
                        on_input=Callback::new(write)
                        on_key
                    />
                    <Counter left />
                </div>
                <button
                    type="button"
                    class="button"
                    data-look="main"
                    disabled=move || !can_send.get()
                    on:click=move |_| asking.send()
                >
                    {move || (i18n.text().media.send)(count.get())}
                </button>
            </div>
            <SendQuestionDialog of=asking />
        </section>
    }
    .into_any()
}

/// Listens to the whole page: who drags a file to a conversation does not aim.
fn listen(chat: Chat, id: ConversationId, is_dragging: RwSignal<bool>) {
    let over = window_event_listener(ev::dragover, move |event| {
        if files::are_dragged(&event) {
            event.prevent_default();
            if !is_dragging.get_untracked() {
                is_dragging.set(true);
            }
        }
    });
    // No related element: the pointer left the page.
    let leave = window_event_listener(ev::dragleave, move |event| {
        if event.related_target().is_none() {
            is_dragging.set(false);
        }
    });
    let dropped = window_event_listener(ev::drop, move |event| {
        is_dragging.set(false);
        if files::are_dragged(&event) {
            event.prevent_default();
            attach(chat, id, files::transferred(&event));
        }
    });
    let paste = window_event_listener(ev::paste, move |event| {
        let pasted = files::pasted(&event);
        if !pasted.is_empty() && !element::is_anything_on_top() {
            event.prevent_default();
            attach(chat, id, pasted);
        }
    });
    on_cleanup(move || {
        over.remove();
        leave.remove();
        dropped.remove();
        paste.remove();
    });
}

/// Files come into the tray.
pub(super) fn attach(chat: Chat, conversation_id: ConversationId, files: Vec<LocalFile>) {
    if files.is_empty() {
        return;
    }
    let files = files
        .into_iter()
        .map(|file| TrayItem::new(file.key, file.name, file.mime_type, file.byte_size))
        .collect();
    chat.emit(Intent::AttachFiles {
        conversation_id,
        files,
    });
}
