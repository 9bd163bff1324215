//! Where one writes. The text is the draft of the state: it empties when the message is safe in the outbox, never before.

use super::answer_buttons::AnswerButtonsView;
use super::attach_menu::AttachMenu;
use super::attachments::CAPTION;
use super::combobox_field::ComboboxField;
use super::counter::Counter;
use super::emoji_picker::EmojiPicker;
use super::offering::{self, Offers};
use super::outgoing::Outgoing;
use super::preview::Preview;
use super::recorder_bar::MicrophoneButton;
use super::reply_preview::ReplyPreview;
use super::send_question::{Agreed, Asking, SendQuestionDialog};
use super::suggestions::Suggestions;
use super::undo_clear::{Cleared, Lost, UndoClear};
use crate::browser::{element, page, text_field};
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::button::IconButton;
use crate::ui::enter_key::EnterKeyChoice;
use crate::ui::icon::Icon;
use domain::canned_response::TEXT_WITH_BUTTONS_CHARACTERS;
use domain::ids::ConversationId;
use domain::media_limit::TEXT_CHARACTERS;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// Who goes to a message stays on it.
const MESSAGE: &str = "[role=article]";

/// The entry and the send button.
#[component]
pub(super) fn Entry(
    /// Of which conversation.
    id: ConversationId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let enter_key = expect_context::<EnterKeyChoice>();
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
    let outgoing = Outgoing::of(text, id);
    let buttons = Memo::new(move |_| chat.with(|state| state.answer_buttons.of(id)));
    let left = Memo::new(move |_| outgoing.room(longest(buttons.with(|buttons| !buttons.is_empty()))));
    let has_text = Memo::new(move |_| text.with(|text| !text.trim().is_empty()));
    let is_over = Memo::new(move |_| left.get() < 0);

    let reply_to = chat.with(|state| state.thread(id).reply_to);
    let answered = Memo::new(move |_| reply_to.get());
    // Who chose what to answer writes the answer next.
    Effect::new(move |_| {
        if answered.get().is_some() {
            focus(field);
        }
    });
    let asking = Asking::new(
        outgoing,
        Signal::derive(move || has_text.get() && !is_over.get()),
        Callback::new(move |()| chat.with(|state| state.answers_since_begun(id))),
        Callback::new(move |agreed: Agreed| {
            chat.emit(Intent::SendText {
                conversation_id: id,
                body: text.get_untracked(),
                reply_to: answered.get_untracked(),
                allows_gaps: agreed.to_gaps,
                despite_answers: agreed.to_answers,
            });
            focus(field);
        }),
    );

    let cleared = Cleared::new();
    let write = move |written: String| {
        if text.with_untracked(|text| *text == written) {
            return;
        }
        cleared.note(&text.get_untracked(), &written, || buttons.get_untracked());
        text.set(written.clone());
        if written.is_empty() {
            // Buttons stand below a text.
            chat.emit(Intent::DropAnswerButtons(id));
        } else {
            chat.emit(Intent::Typing(id));
        }
        chat.emit(Intent::SaveDraft {
            conversation_id: id,
            text: written,
        });
    };

    let combobox = offering::combobox(id, field, outgoing, Offers::All);
    let insert = Callback::new(move |words: String| {
        if let Some(field) = field.get_untracked() {
            text_field::insert(&field, 0, &words);
        }
    });

    // While files wait, what is picked goes to the words below them.
    let pick = Callback::new(move |emoji: String| match text_field::find(CAPTION) {
        Some(caption) => text_field::insert(&caption, 0, &emoji),
        None => insert.run(emoji),
    });
    let restore = Callback::new(move |lost: Lost| {
        insert.run(lost.text);
        if !lost.buttons.is_empty() {
            chat.emit(Intent::PutAnswerButtons {
                conversation_id: id,
                buttons: lost.buttons,
            });
        }
    });

    let on_key = Callback::new(move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && answered.get_untracked().is_some() {
            event.prevent_default();
            chat.emit(Intent::ReplyTo(None));
            return;
        }
        if enter_key.sends(&event) {
            event.prevent_default();
            if !event.repeat() {
                asking.send();
            }
        }
    });
    let tell_focus = move |has_focus| {
        chat.emit(Intent::ComposerFocus {
            conversation_id: id,
            has_focus,
        });
    };
    on_cleanup(move || tell_focus(false));
    // A keyboard is at hand: one may write at once. Taking the focus makes the browser lay everything out, which it does for the paint
    // anyway.
    Effect::new(move |_| {
        if let Some(field) = field.get().filter(|_| !page::has_coarse_pointer()) {
            element::focus_after_paint(field.into(), MESSAGE);
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
            <div class="composer__above">
                <UndoClear cleared restore />
                <ReplyPreview id answered />
                <Preview outgoing />
                <AnswerButtonsView id buttons />
                <Suggestions of=combobox />
            </div>
            <div class="composer__tools">
                <AttachMenu id />
                <div class="composer__template">
                    <IconButton
                        icon=Icon::Template
                        tip="above"
                        name=Signal::derive(move || i18n.text().templates.choose.to_owned())
                        on_click=Callback::new(move |()| chat.template_for().set(Some(id)))
                    />
                </div>
                <div class="composer__emoji">
                    <EmojiPicker on_pick=pick />
                </div>
            </div>
            <div class="composer__entry">
                <div class="composer__copy" aria-hidden="true">
                    {copy}
                </div>
                <ComboboxField
                    of=combobox
                    class="composer__text"
                    rows="1"
                    name=Signal::derive(move || i18n.text().message_entry)
                    placeholder=Signal::derive(move || i18n.text().message_placeholder)
                    text
                    is_invalid=is_over
                    on_input=Callback::new(write)
                    on_key
                    on_focus=Callback::new(tell_focus)
                />
            </div>
            <div class="composer__side">
                <Counter left />
                <Show when=move || has_text.get() fallback=move || view! { <MicrophoneButton id /> }>
                    <IconButton
                        icon=Icon::Send
                        look="main"
                        tip="above"
                        name=Signal::derive(move || i18n.text().send.to_owned())
                        is_disabled=is_over
                        on_click=Callback::new(move |()| asking.send())
                    />
                </Show>
            </div>
            <SendQuestionDialog of=asking />
        </div>
    }
    .into_any()
}

/// What Meta takes, in characters.
const fn longest(has_buttons: bool) -> usize {
    if has_buttons {
        TEXT_WITH_BUTTONS_CHARACTERS
    } else {
        TEXT_CHARACTERS
    }
}

fn focus(field: NodeRef<html::Textarea>) {
    if let Some(field) = field.get_untracked() {
        // Only an element that is gone could not take the focus.
        let _ = field.focus();
    }
}
