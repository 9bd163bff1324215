//! How one gets to the menu of a row: by the dots, the right mouse button, a long press, the menu key.

use super::row_menu::{BUTTON, ROW, RowMenu, open};
use crate::browser::element;
use crate::ui::long_press::LongPress;
use leptos::ev;
use leptos::prelude::*;

/// A finger that rests on a row.
#[derive(Clone, Copy)]
pub(super) struct RowPress {
    menu: RowMenu,
    press: LongPress,
    /// The press opened the menu: lifting the finger is no click on the row.
    has_opened: StoredValue<bool>,
}

impl RowPress {
    pub fn new(menu: RowMenu) -> Self {
        Self {
            menu,
            press: LongPress::new(),
            has_opened: StoredValue::new(false),
        }
    }

    /// A finger goes down.
    pub fn begin(self, event: &ev::PointerEvent) {
        self.has_opened.set_value(false);
        if let Some(row) = element::target_in(event, ROW) {
            self.press.begin(event, move || {
                if !self.menu.is_open() {
                    self.has_opened.try_set_value(true);
                    open(self.menu, &row);
                }
            });
        }
    }

    /// It moves.
    pub fn go_on(self, event: &ev::PointerEvent) {
        self.press.go_on(event);
    }

    /// It is lifted, or scrolls.
    pub fn end(self) {
        self.press.end();
    }

    /// A click on the dots opens the menu; one that ends a long press does nothing. Says whether it was one of these.
    pub fn click(self, event: &ev::MouseEvent) -> bool {
        if self.has_opened.get_value() {
            self.has_opened.set_value(false);
            event.prevent_default();
            return true;
        }
        let button = element::target_in(event, BUTTON);
        if let Some(button) = &button {
            open(self.menu, button);
        }
        button.is_some()
    }

    /// The right button, the menu key, and what a browser makes of a long press.
    pub fn context_menu(self, event: &ev::MouseEvent) {
        let Some(row) = element::target_in(event, ROW) else {
            return;
        };
        event.prevent_default();
        if self.press.is_down() {
            self.has_opened.set_value(true);
        }
        if !self.menu.is_open() {
            open(self.menu, &row);
        }
    }
}
