//! The messages: a bounded window that slides over the thread while one scrolls, without the view jumping.

use super::bubble::CustomerName;
use super::image_viewer::Gallery;
use super::message_focus::{on_click, on_context_menu, on_key, on_pointer_down};
use super::message_menu::{MessageMenuView, closed_menu};
use super::message_row::MessageRow;
use super::message_words::spoken;
use super::options_button;
use super::panels::{Panels, on_open};
use super::place::ThreadScroll;
use crate::browser::{self, element, page};
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::split::{MakeOfMessage, OfMessage, Overlays};
use crate::state::drawn_rows::{next_drawn, seen_first};
use crate::state::intent::Intent;
use crate::state::phase::PageLoad;
use crate::state::thread::Thread;
use crate::state::voice::{VoiceIntent, VoiceNews};
use crate::ui::icon::{Icon, IconView};
use crate::ui::long_press::LongPress;
use crate::ui::part::when_wanted;
use crate::ui::steady_rows::SteadyRows;
use domain::entities::Direction;
use domain::ids::{ConversationId, MessageId};
use domain::permission::Permission;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use std::ops::Range;

/// The least that a row takes of the height, and what stands above and below the thread, in CSS pixels at a text size of 16.
const LEAST_ROW: f64 = 34.0;
const LEAST_AROUND: f64 = 112.0;
/// A message that comes so soon after another, in ms, does not slide in: in a burst nobody sees it, and the page would paint each frame.
const APART_MS: f64 = 300.0;

/// The thread's rows, what loads above and below, and the way to the newest.
#[component]
pub(super) fn Messages(
    /// Of which conversation.
    id: ConversationId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let thread = StoredValue::new(chat.with(|state| state.thread(id)));
    let ids = Memo::new(move |_| thread.with_value(|thread| thread.ids.get()));
    let has_newer = Memo::new(move |_| thread.with_value(|thread| thread.has_newer.get()));
    let has_older = Memo::new(move |_| thread.with_value(|thread| thread.has_older.get()));
    let older = Memo::new(move |_| thread.with_value(|thread| thread.older.get()));
    let newer = Memo::new(move |_| thread.with_value(|thread| thread.newer.get()));
    let unseen = Memo::new(move |_| thread.with_value(|thread| thread.unseen_below.get()));
    let known_name = Memo::new(move |_| chat.name_in(id).unwrap_or_default());
    // A signal of its own: all bubbles would look at the memo whenever anything of the conversation changes.
    let customer = RwSignal::new(known_name.get_untracked());
    Effect::new(move |_| {
        let name = known_name.get();
        if customer.with_untracked(|old| *old != name) {
            customer.set(name);
        }
    });
    provide_context(CustomerName(customer));
    let name = Memo::new(move |_| customer.with(|customer| (i18n.text().messages_with)(customer)));
    let drawn_frames = RwSignal::new(0_u32);
    let drawn = Memo::new(move |before: Option<&Vec<MessageId>>| {
        drawn_frames.track();
        let target = thread.with_value(|thread| thread.target.get_untracked());
        ids.with(|ids| {
            let before = before.map_or(&[][..], Vec::as_slice);
            next_drawn(
                before,
                ids,
                || rows_first(ids, thread),
                target.map(|target| target.id),
            )
        })
    });
    let draws_all = Memo::new(move |_| drawn.with(Vec::len) == ids.with(Vec::len));
    Effect::new(move |_| {
        drawn.track();
        if !draws_all.get() {
            element::after_next_paint(move || {
                // The thread may have gone meanwhile.
                drawn_frames.try_update(|frames| *frames = frames.wrapping_add(1));
            });
        }
    });

    let scroller = NodeRef::<html::Div>::new();
    let rows = NodeRef::<html::Div>::new();
    // Rows that are still to be drawn or loaded below make the end of what is there no end.
    let ends_here = Memo::new(move |_| {
        let newest = ids.with(|ids| ids.last().copied());
        !has_newer.get() && drawn.with(|drawn| drawn.last().copied()) == newest
    });
    let scroll = ThreadScroll::new(scroller, ends_here);
    let load_near = move || {
        if !draws_all.get_untracked() {
            return;
        }
        if scroll.is_near_start() && has_older.get_untracked() && older.get_untracked() == PageLoad::Idle {
            chat.emit(Intent::LoadOlder(id));
        }
        if scroll.is_near_end() && has_newer.get_untracked() && newer.get_untracked() == PageLoad::Idle {
            chat.emit(Intent::LoadNewer(id));
        }
    };
    // What came moved things: go back to where one was, and go on loading while there is room.
    Effect::new(move |_| {
        drawn.track();
        older.track();
        newer.track();
        // Not before one is back there: until then the page stands at the start of the rows, which would ask for older ones.
        scroll.keep_then(load_near);
    });
    Effect::new(move |_| {
        if ends_here.get() {
            scroll.keep_then(|| {});
        }
    });
    Effect::new(move |before: Option<u32>| {
        let jumps = thread.with_value(|thread| thread.jumps.get());
        if before.is_some_and(|before| before != jumps) {
            scroll.go_to_end();
        }
        jumps
    });
    Effect::new(move |before: Option<u32>| {
        let target = thread.with_value(|thread| thread.target.get());
        let count = target.map_or(0, |target| target.count);
        // One that is there at first was looked for while the thread was being opened.
        if let Some(target) = target.filter(|_| before != Some(count)) {
            drawn_frames.update(|frames| *frames = frames.wrapping_add(1));
            scroll.go_to_row(target.id, target.takes_focus);
        }
        count
    });
    scroll.follow_sizes(rows);
    read_what_is_in_view(chat, id, scroll, ends_here, ids);

    let menu = closed_menu();
    let press = LongPress::new();
    let panels = Panels::default();
    // Whoever came too late to take it back is asked what to do now.
    Effect::new(move |_| {
        if let Some(VoiceNews::AlreadySent(sent)) = chat.with(|state| state.voice.news.get()) {
            panels.delete.set(Some(sent));
            chat.emit(Intent::Voice(VoiceIntent::NewsSaid));
        }
    });
    let open = move |event: &ev::MouseEvent| on_open(chat, id, panels, menu, event);

    let last_arrival = StoredValue::new(f64::NEG_INFINITY);
    let row = move |message_id: MessageId| {
        let has_come =
            scroll.is_at_end_untracked() && ids.with_untracked(|ids| ids.last() == Some(&message_id));
        let now = browser::now();
        let arrives = has_come && now - last_arrival.get_value() > APART_MS;
        if has_come {
            last_arrival.set_value(now);
        }
        view! { <MessageRow id=message_id thread arrives /> }.into_any()
    };
    let jump = move |_| chat.emit(Intent::JumpToNewest(id));
    let jump_name = move || match unseen.get() {
        0 => i18n.text().to_newest.to_owned(),
        count => (i18n.text().to_newest_with)(count),
    };
    view! {
        <div class="thread">
            <div
                node_ref=scroller
                class="thread__scroller"
                role="log"
                aria-live="off"
                aria-label=move || name.get()
                aria-describedby="thread-hint"
                tabindex="0"
                on:keydown=move |event| on_key(menu, scroller, &event)
                on:click=move |event| {
                    if !open(&event) {
                        on_click(menu, &event);
                    }
                }
                on:contextmenu=move |event| on_context_menu(menu, press, &event)
                on:pointerdown=move |event| on_pointer_down(menu, press, &event)
                on:pointermove=move |event| press.go_on(&event)
                on:pointerup=move |_| press.end()
                on:pointercancel=move |_| press.end()
                on:scroll=move |_| {
                    if !scroll.is_gone() {
                        scroll.note();
                        load_near();
                    }
                }
            >
                <div node_ref=rows class="thread__rows">
                    <Edge load=older retry=Callback::new(move |()| chat.emit(Intent::LoadOlder(id))) />
                    <Show when=move || ids.with(Vec::is_empty)>
                        <p class="system-line">{move || i18n.text().empty_thread}</p>
                    </Show>
                    <SteadyRows ids=drawn row />
                    <Edge load=newer retry=Callback::new(move |()| chat.emit(Intent::LoadNewer(id))) />
                </div>
            </div>
            <Show when=move || scroll.is_away_from_end() || has_newer.get()>
                <button type="button" class="thread__to-newest" aria-label=jump_name on:click=jump>
                    <Show when=move || unseen.get() != 0>
                        <span class="count-badge">{move || unseen.get()}</span>
                    </Show>
                    <IconView icon=Icon::Down />
                </button>
            </Show>
            <span id="thread-hint" class="visually-hidden">
                {move || i18n.text().details.rows_hint}
            </span>
            <span id=options_button::NAME_ID hidden=true>
                {move || i18n.text().details.options}
            </span>
            <Announcer ids has_newer id />
            <MessageMenuView menu panels />
            {over(chat, panels.details, |overlays| overlays.details)}
            {over(chat, panels.reactions, |overlays| overlays.reactions)}
            {over(chat, panels.delete, |overlays| overlays.delete)}
            {over(chat, panels.forward, |overlays| overlays.forward)}
            {when_wanted(
                chat.overlays(),
                move || panels.picture.get().is_some(),
                move |overlays| (overlays.picture)(panels.picture, Gallery::of_thread(thread)),
            )}
        </div>
    }
    .into_any()
}

/// The rows that find room when a thread opens.
fn rows_first(ids: &[MessageId], thread: StoredValue<Thread>) -> Range<usize> {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few dozen rows"
    )]
    let most = ((page::height() - LEAST_AROUND) / LEAST_ROW)
        .clamp(1.0, 500.0)
        .ceil() as usize;
    let unread_from = thread.with_value(|thread| thread.unread_from.get_untracked());
    seen_first(ids, unread_from, most)
}

/// What opens over the thread for one message.
fn over(chat: Chat, of: OfMessage, which: fn(Overlays) -> MakeOfMessage) -> AnyView {
    when_wanted(
        chat.overlays(),
        move || of.get().is_some(),
        move |overlays| which(overlays)(of),
    )
}

/// Loading at one end of the window, or what to do when it failed.
#[component]
fn Edge(load: Memo<PageLoad>, retry: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    move || match load.get() {
        PageLoad::Idle => ().into_any(),
        PageLoad::Busy => view! { <p class="thread__edge">{move || i18n.text().loading}</p> }.into_any(),
        PageLoad::Failed => view! {
            <p class="thread__edge">
                {move || i18n.text().history_failed}
                <button type="button" class="text-button" on:click=move |_| retry.run(())>
                    {move || i18n.text().try_again}
                </button>
            </p>
        }
        .into_any(),
    }
}

/// Reads the customer's newest message out when it comes while the thread is open. A page that one scrolls to is no news.
#[component]
fn Announcer(ids: Memo<Vec<MessageId>>, has_newer: Memo<bool>, id: ConversationId) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let words = RwSignal::new(String::new());
    let newest = Memo::new(move |_| ids.with(|ids| ids.last().copied()));
    Effect::new(move |before: Option<(Option<MessageId>, bool)>| {
        let newest = newest.get();
        let ends_with_newest = !has_newer.get_untracked();
        let before = before.and_then(|(newest, ended_with_newest)| newest.filter(|_| ended_with_newest));
        let message = newest.and_then(|newest| chat.with(|state| state.messages.value_untracked(newest)));
        let came_after = |before| chat.with(|state| state.messages.value_untracked(before));
        if let (Some(message), Some(before)) = (message, before.and_then(came_after))
            && ends_with_newest
            && message.direction == Direction::Inbound
            && message.position() > before.position()
        {
            let name = untrack(|| chat.name_in(id)).unwrap_or_default();
            let text = i18n.text_untracked();
            let said = (text.new_message_from)(&name, &spoken(text, &message.content));
            // After the bubble has been painted: it need not wait for what is only heard.
            element::after_next_paint(move || {
                // The thread may have gone meanwhile.
                let _ = words.try_set(said);
            });
        }
        (newest, ends_with_newest)
    });
    view! {
        <div class="visually-hidden" aria-live="polite">
            {move || words.get()}
        </div>
    }
}

/// Says when the newest message is in view in a focused window, and then marks what is unread as read.
fn read_what_is_in_view(
    chat: Chat,
    id: ConversationId,
    scroll: ThreadScroll,
    ends_here: Memo<bool>,
    ids: Memo<Vec<MessageId>>,
) {
    let is_focused = RwSignal::new(page::has_focus());
    let look = move || is_focused.set(page::has_focus());
    let listeners = [
        window_event_listener(ev::focus, move |_| look()),
        window_event_listener(ev::blur, move |_| look()),
    ];
    let visibility = window_event_listener(ev::visibilitychange, move |_| look());
    on_cleanup(move || {
        listeners.into_iter().for_each(WindowListenerHandle::remove);
        visibility.remove();
    });
    let is_in_view = Memo::new(move |_| is_focused.get() && scroll.is_at_end() && ends_here.get());
    Effect::new(move |_| {
        chat.emit(Intent::NewestInView {
            conversation_id: id,
            is_in_view: is_in_view.get(),
        });
    });
    let unread = Memo::new(move |_| {
        chat.with(|state| {
            state
                .conversations
                .find(id)
                .map_or(0, |row| row.with(|row| row.unread_count))
        })
    });
    // The customer's newest: one of ours may not have reached the server yet, which could not tell how far that is.
    let newest = Memo::new(move |_| {
        let is_inbound = |id: &MessageId| {
            chat.with(|state| {
                state
                    .messages
                    .with_untracked(*id, |message| message.direction == Direction::Inbound)
            })
            .unwrap_or(false)
        };
        ids.with(|ids| ids.iter().rev().copied().find(is_inbound))
    });
    let can_send = Memo::new(move |_| chat.can(Permission::ChatSend));
    Effect::new(move |_| {
        let is_due = is_in_view.get() && unread.get() > 0 && can_send.get();
        if let Some(up_to) = newest.get().filter(|_| is_due) {
            chat.emit(Intent::MarkRead {
                conversation_id: id,
                up_to,
            });
        }
    });
}
