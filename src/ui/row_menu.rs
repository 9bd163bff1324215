//! One menu for many rows: it opens beside the row that it is asked for.
//!
//! It closes itself: the platform's light dismissal would take the end of a long press for a press beside it.

use super::menu::go_by_key;
use crate::browser::element::{self, Element, SizeWatch};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// A handle that copies. `T` names a row.
pub struct RowMenu<T: 'static> {
    of: RwSignal<Option<T>>,
    panel: NodeRef<html::Div>,
    /// What it stands beside.
    anchor: StoredValue<Option<Element>, LocalStorage>,
    /// Selects what has the focus when the menu of a row has closed.
    way_back: fn(T) -> String,
}

impl<T> Clone for RowMenu<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RowMenu<T> {}

impl<T: Copy + Send + Sync + 'static> RowMenu<T> {
    /// Closed. `way_back` selects what gets the focus when the menu of a row closes.
    pub fn new(way_back: fn(T) -> String) -> Self {
        Self {
            of: RwSignal::new(None),
            panel: NodeRef::new(),
            anchor: StoredValue::new_local(None),
            way_back,
        }
    }

    /// The row that it is open for; tracked.
    pub fn of(self) -> Option<T> {
        self.of.get()
    }

    /// The same, untracked; nothing when it is gone.
    pub fn of_untracked(self) -> Option<T> {
        self.of.try_get_untracked().flatten()
    }

    /// Whether it is open, untracked.
    pub fn is_open(self) -> bool {
        self.of_untracked().is_some()
    }

    /// Opens for a row, beside what stands for it.
    pub fn open(self, of: T, anchor: Element) {
        let Some(panel) = self.panel.get_untracked() else {
            return;
        };
        self.of.set(Some(of));
        self.anchor.set_value(Some(anchor));
        element::show_popover(&panel);
        // Its items come with the next frame, or later.
        element::before_paint(move || self.settle());
    }

    /// Beside its anchor, with the focus on an entry.
    fn settle(self) {
        let panel = self.panel.try_get_untracked().flatten();
        let anchor = self.anchor.try_get_value().flatten();
        if let (Some(panel), Some(anchor), true) = (panel, anchor, self.is_open()) {
            element::place_beside(&panel, &anchor);
            if !element::has_focus_inside(&panel) {
                element::focus_inside(&panel, ENTRY);
            }
        }
    }

    /// Places it anew when its entries come or change: they may be a part of the program that is not here yet.
    fn follow_size(self) {
        let watch = StoredValue::new(None::<SizeWatch>);
        Effect::new(move |_| {
            if let Some(panel) = self.panel.get() {
                watch.set_value(Some(SizeWatch::start(&[&panel], move || self.settle())));
            }
        });
        on_cleanup(move || watch.dispose());
    }

    /// Closes; the focus goes back to the row.
    pub fn close(self) {
        let of = self.of_untracked();
        self.dismiss();
        if let Some(of) = of {
            element::focus_first(&(self.way_back)(of));
        }
    }

    /// The panel. `items` selects what arrow keys go round, `on_key` does what other keys do here and says whether there was anything.
    pub fn panel(
        self,
        name: Signal<&'static str>,
        items: &'static str,
        on_key: fn(&Element, &str) -> bool,
        content: AnyView,
    ) -> AnyView {
        self.close_when_elsewhere();
        self.follow_size();
        let on_keydown = move |event: ev::KeyboardEvent| {
            event.stop_propagation();
            let Some(panel) = self.panel.get_untracked() else {
                return;
            };
            let key = event.key();
            if matches!(key.as_str(), "Escape" | "Tab") {
                self.close();
            } else if !on_key(&panel, &key) && !go_by_key(&panel, items, &event) {
                return;
            }
            event.prevent_default();
        };
        view! {
            <div
                node_ref=self.panel
                class="popover row-menu"
                popover="manual"
                role="menu"
                aria-label=move || name.get()
                on:keydown=on_keydown
            >
                {content}
            </div>
        }
        .into_any()
    }

    /// Closes; the focus stays where it is.
    fn dismiss(self) {
        if let Some(panel) = self.panel.try_get_untracked().flatten() {
            element::hide_popover(&panel);
        }
        self.of.try_set(None);
    }

    /// A press elsewhere closes it, as does a window of another size.
    fn close_when_elsewhere(self) {
        let on_press = window_event_listener(ev::pointerdown, move |event| {
            if self.is_open() && !element::comes_from(&event, PANEL) {
                self.dismiss();
            }
        });
        let on_resize = window_event_listener(ev::resize, move |_| {
            if self.is_open() {
                self.dismiss();
            }
        });
        on_cleanup(move || {
            on_press.remove();
            on_resize.remove();
        });
    }
}

const PANEL: &str = ".row-menu";
const ENTRY: &str = ".menu-item";
