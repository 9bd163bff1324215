//! Pictures and films that were sent one after the other, as one grid. The first of them draws it; each tile is a bubble of its own,
//! with its time, its ticks and its menu.

mod tile;

use self::tile::Tile;
use super::bubble::{direction_name, speaker};
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::thread::Thread;
use crate::state::thread_layout::{AlbumPlace, RowLayout};
use domain::entities::Message;
use domain::ids::MessageId;
use leptos::prelude::*;

/// How many tiles show before one asks for the others.
const SHOWN: usize = 4;

/// The grid.
#[component]
pub(super) fn Album(
    /// The message that leads it.
    message: Signal<Message>,
    /// The thread it stands in.
    thread: StoredValue<Thread>,
    /// What its row shows besides.
    layout: Signal<RowLayout>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let (lead, direction) = message.with_untracked(|message| (message.id, direction_name(message.direction)));
    let ids = Memo::new(move |_| {
        let AlbumPlace::Leads { count } = layout.with(|layout| layout.album) else {
            return Vec::new();
        };
        thread.with_value(|thread| {
            thread.ids.with(|ids| {
                let from_lead = ids.iter().skip_while(|id| **id != lead);
                from_lead.take(count).copied().collect::<Vec<_>>()
            })
        })
    });
    let is_open = RwSignal::new(false);
    // Whoever goes to one that is hidden sees it.
    Effect::new(move |_| {
        let target = thread.with_value(|thread| thread.target.get());
        let is_hidden = |id| ids.with_untracked(|ids| ids.iter().skip(SHOWN).any(|hidden| *hidden == id));
        if target.is_some_and(|target| is_hidden(target.id)) {
            is_open.set(true);
        }
    });
    let shown = Memo::new(move |_| {
        let most = if is_open.get() { usize::MAX } else { SHOWN };
        ids.with(|ids| ids.iter().take(most).copied().collect::<Vec<_>>())
    });
    let more = Memo::new(move |_| ids.with(Vec::len) - shown.with(Vec::len).min(ids.with(Vec::len)));
    let starts_group = Memo::new(move |_| layout.with(|layout| layout.starts_group));
    view! {
        <div class="album-line" data-direction=direction>
            <div
                class="album"
                role="group"
                aria-label=move || (i18n.text().thread.album)(ids.with(Vec::len))
                data-direction=direction
                data-starts-group=move || starts_group.get().to_string()
            >
                <div class="album__author" aria-hidden="true">
                    {move || message.with(|message| speaker(chat, message, starts_group.get()))}
                </div>
                <div class="album__grid">
                    <For each=move || shown.get() key=|id| *id let:id>
                        <Tile id />
                    </For>
                    <Show when=move || more.get() != 0>
                        <button
                            type="button"
                            class="album__more"
                            aria-label=move || (i18n.text().thread.album_more)(more.get())
                            on:click=move |_| is_open.set(true)
                        >
                            {move || format!("+{}", more.get())}
                        </button>
                    </Show>
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// The message of a tile; `None`: it has left memory.
fn message_of(chat: Chat, id: MessageId) -> Option<Signal<Message>> {
    let signal = chat.with(|state| state.messages.get(id))?;
    Some(RwSignal::from(signal).into())
}
