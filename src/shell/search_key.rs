//! Ctrl or ⌘ and K: to the box for search and commands, from every page.

use super::{Desk, Place};
use crate::browser::element;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Listens for the keys while the shell is there. The box is the chat's: going there is a step of the history, so that going back
/// returns. Alt and `AltGr` write letters.
pub(super) fn lead_to_search(desk: Desk, place: Memo<Place>) {
    let navigate = use_navigate();
    let listener = window_event_listener(ev::keydown, move |event| {
        let is_it = (event.ctrl_key() != event.meta_key())
            && !event.alt_key()
            && !event.shift_key()
            && event.key().eq_ignore_ascii_case("k");
        if !is_it || event.is_composing() || element::is_anything_on_top() {
            return;
        }
        event.prevent_default();
        if place.get_untracked() != Place::Chat {
            navigate(Place::Chat.path(), NavigateOptions::default());
        }
        desk.search_wish().set(true);
    });
    on_cleanup(move || listener.remove());
}
