//! Where one writes. The text is the draft of the state: it empties when the message is safe in the outbox, never before.

use super::answer_buttons::AnswerButtonsView;
use super::attach_menu::AttachMenu;
use super::emoji_picker::EmojiPicker;
use super::preview::Preview;
use super::recorder_bar::MicrophoneButton;
use super::reply_preview::ReplyPreview;
use super::send_question::{SendQuestion, SendQuestionDialog};
use super::suggesting::{Asked, Suggestion, canned_responses, fields, stepped};
use super::suggestions::{LIST_ID, Suggestions, option_id};
use super::undo_clear::{Cleared, UndoClear};
use crate::browser::{element, page, text_field};
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::button::IconButton;
use crate::ui::enter_key::{EnterKey, EnterKeyChoice};
use crate::ui::icon::Icon;
use domain::canned_response::TEXT_WITH_BUTTONS_CHARACTERS;
use domain::ids::ConversationId;
use domain::media_limit::TEXT_CHARACTERS;
use domain::merge_field::Resolution;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// Who goes to a message stays on it.
const MESSAGE: &str = "[role=article]";
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
    let sources = Memo::new(move |_| chat.with(|state| state.text_sources(id)));
    // What the customer gets, where that is not what is typed.
    let outgoing = Memo::new(move |_| {
        sources.with(|sources| {
            let sources = sources.as_ref()?;
            let resolution = text.with(|text| {
                let text = text.trim();
                // The clock is looked at only where it may matter.
                let now = || chat.civil_now();
                (text.contains('@') || sources.signs()).then(|| sources.outgoing(text, now()))
            })?;
            let is_other = text.with(|text| resolution.text != text.trim());
            (is_other || !resolution.gaps().is_empty()).then_some(resolution)
        })
    });
    let is_other = Memo::new(move |_| outgoing.with(Option::is_some));
    let buttons = Memo::new(move |_| chat.with(|state| state.answer_buttons.of(id)));
    let left = Memo::new(move |_| {
        let length = outgoing.with(|outgoing| match outgoing {
            Some(outgoing) => outgoing.text.trim().chars().count(),
            None => text.with(|text| text.trim().chars().count()),
        });
        longest(buttons.with(|buttons| !buttons.is_empty())) - i64::try_from(length).unwrap_or(i64::MAX)
    });
    let has_text = Memo::new(move |_| text.with(|text| !text.trim().is_empty()));
    let is_counted = Memo::new(move |_| left.get() < COUNTED);
    let is_over = Memo::new(move |_| left.get() < 0);

    let reply_to = chat.with(|state| state.thread(id).reply_to);
    let answered = Memo::new(move |_| reply_to.get());
    // Who chose what to answer writes the answer next.
    Effect::new(move |_| {
        if answered.get().is_some() {
            focus(field);
        }
    });
    let question = RwSignal::new(None);
    let send = move |agreed: Agreed| {
        if !has_text.get_untracked() || is_over.get_untracked() {
            return;
        }
        let gaps = outgoing.with_untracked(|outgoing| outgoing.as_ref().map(Resolution::gaps));
        if let Some(gaps) = gaps.filter(|gaps| !agreed.to_gaps && !gaps.is_empty()) {
            question.set(Some(SendQuestion::Gaps(gaps)));
            return;
        }
        let answers = chat.with(|state| state.answers_since_begun(id));
        if !agreed.to_answers && !answers.is_empty() {
            question.set(Some(SendQuestion::Answered(answers)));
            return;
        }
        chat.emit(Intent::SendText {
            conversation_id: id,
            body: text.get_untracked(),
            reply_to: answered.get_untracked(),
            allows_gaps: agreed.to_gaps,
            despite_answers: agreed.to_answers,
        });
        focus(field);
    };
    // What is agreed to stays agreed to while the other question is asked.
    let agreed_before = StoredValue::new(Agreed::default());
    let send_agreed = Callback::new(move |asked: SendQuestion| {
        agreed_before.update_value(|agreed| match asked {
            SendQuestion::Gaps(_) => agreed.to_gaps = true,
            SendQuestion::Answered(_) => agreed.to_answers = true,
        });
        send(agreed_before.get_value());
    });
    let send_now = move || {
        agreed_before.set_value(Agreed::default());
        send(Agreed::default());
    };

    let cleared = Cleared::new();
    let write = move |written: String| {
        if text.with_untracked(|text| *text == written) {
            return;
        }
        cleared.note(&text.get_untracked(), &written);
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

    let asked = RwSignal::new(None::<Asked>);
    let chosen = RwSignal::new(0);
    let look_at_caret = move || {
        let now = field
            .get_untracked()
            .and_then(|field| Asked::at_end_of(&text_field::before_caret(&field)?));
        if asked.with_untracked(|asked| *asked != now) {
            asked.set(now);
            chosen.set(0);
        }
    };
    let offered = Memo::new(move |_| match asked.get() {
        None => Vec::new(),
        Some(Asked::Field(typed)) => sources.with(|sources| {
            let now = chat.civil_now();
            let value = |field| sources.as_ref().and_then(|sources| sources.at(now).value(field));
            fields(&typed, i18n.text().composer.field_name, value)
        }),
        Some(Asked::CannedResponse(typed)) => {
            chat.with(|state| canned_responses(&typed, &state.canned_responses()))
        }
    });
    let is_offering = Memo::new(move |_| offered.with(|offered| !offered.is_empty()));
    let choose = move |place: usize| {
        let suggestion = offered.with_untracked(|offered| offered.get(place).cloned());
        let length = asked.with_untracked(|asked| asked.as_ref().map(Asked::length));
        asked.set(None);
        if let (Some(Suggestion { text, canned, .. }), Some(length), Some(field)) =
            (suggestion, length, field.get_untracked())
        {
            text_field::insert(&field, length, &text);
            if let Some(canned) = canned {
                chat.emit(Intent::AnswerWithCanned {
                    conversation_id: id,
                    id: canned,
                });
            }
        }
    };
    let insert = Callback::new(move |words: String| {
        if let Some(field) = field.get_untracked() {
            text_field::insert(&field, 0, &words);
        }
    });

    // Whether a key was for the list.
    let goes_to_list = move |event: &ev::KeyboardEvent| {
        if !is_offering.get_untracked() {
            return false;
        }
        let count = offered.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => chosen.update(|place| *place = stepped(*place, 1, count)),
            "ArrowUp" => chosen.update(|place| *place = stepped(*place, -1, count)),
            "Enter" | "Tab" => choose(chosen.get_untracked()),
            "Escape" => asked.set(None),
            _ => return false,
        }
        true
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        let is_composing = event.is_composing() || event.key_code() == TAKEN_BY_INPUT_METHOD;
        if is_composing || event.alt_key() {
            return;
        }
        let with_command = event.ctrl_key() || event.meta_key();
        if !event.shift_key() && !with_command && goes_to_list(&event) {
            event.prevent_default();
            return;
        }
        if event.key() == "Escape" && answered.get_untracked().is_some() {
            event.prevent_default();
            chat.emit(Intent::ReplyTo(None));
            return;
        }
        let sends_alone = enter_key.key_untracked() == EnterKey::Sends && !page::has_coarse_pointer();
        if event.key() == "Enter" && !event.shift_key() && (with_command || sends_alone) {
            event.prevent_default();
            if !event.repeat() {
                send_now();
            }
        }
    };
    let on_keyup = move |event: ev::KeyboardEvent| {
        if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight" | "Home" | "End") {
            look_at_caret();
        }
    };
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
                <UndoClear cleared restore=insert />
                <ReplyPreview id answered />
                <Preview text sources is_needed=is_other />
                <AnswerButtonsView id buttons />
                <Suggestions
                    items=offered
                    chosen
                    title=Signal::derive(move || {
                        let text = i18n.text();
                        match asked.get() {
                            Some(Asked::CannedResponse(_)) => text.composer.canned_responses,
                            Some(Asked::Field(_)) | None => text.composer.fields,
                        }
                    })
                    on_choose=Callback::new(choose)
                />
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
                    <EmojiPicker on_pick=insert />
                </div>
            </div>
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
                    // A combobox only while it has a list: else it is an ordinary text box.
                    role=move || is_offering.get().then_some("combobox")
                    aria-autocomplete="list"
                    aria-haspopup=move || is_offering.get().then_some("listbox")
                    aria-expanded=move || is_offering.get().then_some("true")
                    aria-controls=move || is_offering.get().then_some(LIST_ID)
                    aria-activedescendant=move || is_offering.get().then(|| option_id(chosen.get()))
                    aria-label=move || i18n.text().message_entry
                    placeholder=move || i18n.text().message_placeholder
                    aria-invalid=move || is_over.get().to_string()
                    prop:value=move || text.get()
                    on:input=move |event| {
                        write(event_target_value(&event));
                        look_at_caret();
                    }
                    on:keydown=on_keydown
                    on:keyup=on_keyup
                    on:click=move |_| look_at_caret()
                    on:focus=move |_| tell_focus(true)
                    on:blur=move |_| {
                        tell_focus(false);
                        asked.set(None);
                    }
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
                <Show when=move || has_text.get() fallback=move || view! { <MicrophoneButton id /> }>
                    <IconButton
                        icon=Icon::Send
                        look="main"
                        tip="above"
                        name=Signal::derive(move || i18n.text().send.to_owned())
                        is_disabled=is_over
                        on_click=Callback::new(move |()| send_now())
                    />
                </Show>
            </div>
            <SendQuestionDialog question on_send=send_agreed />
        </div>
    }
    .into_any()
}

/// What the agent was asked about and wants sent all the same.
#[derive(Clone, Copy, Debug, Default)]
struct Agreed {
    to_gaps: bool,
    to_answers: bool,
}

/// What Meta takes, in characters.
fn longest(has_buttons: bool) -> i64 {
    let longest = if has_buttons {
        TEXT_WITH_BUTTONS_CHARACTERS
    } else {
        TEXT_CHARACTERS
    };
    i64::try_from(longest).unwrap_or(i64::MAX)
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
