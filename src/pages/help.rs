//! The help: its sections beside the one that is open, or one of them on a phone. The address says which.

mod articles;
mod feedback;
mod feedback_tally;
mod guide;
mod panes;
mod pictures;
mod section;
mod shortcuts;
mod split;

pub use self::section::HelpSection;

use crate::browser::element;
use crate::ui::part::{Part, when_wanted};
use leptos::ev;
use leptos::prelude::*;

/// Where one writes: there a question mark is a question mark.
const WRITABLE: &str =
    "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=range])";

/// The page. All of it is a part of the program that comes when it is opened.
#[component]
pub fn HelpPage(
    /// The section that is open; none: a phone shows the sections, a larger screen the first one beside them.
    section: Memo<Option<HelpSection>>,
) -> impl IntoView {
    when_wanted(Part::new(split::fetch), || true, move |help| (help.page)(section))
}

/// What `?` opens on every page: the keys that one can press. It is in the same part.
#[component]
pub fn ShortcutHelp() -> impl IntoView {
    let is_open = RwSignal::new(false);
    let listener = window_event_listener(ev::keydown, move |event| {
        // A sign that needs AltGr comes with Ctrl and Alt.
        let is_command = event.meta_key() || (event.ctrl_key() && !event.alt_key());
        let is_for_other = event.default_prevented() || event.is_composing() || is_command;
        if event.key() != "?" || is_for_other {
            return;
        }
        if !element::comes_from(&event, WRITABLE) && !element::is_anything_on_top() {
            event.prevent_default();
            is_open.set(true);
        }
    });
    on_cleanup(move || listener.remove());
    when_wanted(
        Part::new(split::fetch),
        move || is_open.get(),
        move |help| (help.shortcuts)(is_open),
    )
}
