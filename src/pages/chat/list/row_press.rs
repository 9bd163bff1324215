//! How one gets to the menu of a row: by the dots, the right mouse button, a long press, the menu key.

use super::row_menu::{BUTTON, ROW, RowMenu};
use crate::browser::{element, sleep};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How long a finger rests before the menu opens.
const LONG_PRESS_MS: u32 = 500;
/// How far it may move meanwhile, in pixels.
const STILL: i32 = 10;

/// A finger that rests on a row.
#[derive(Clone, Copy)]
pub(super) struct RowPress {
    menu: RowMenu,
    /// Where it went down; each press has another number.
    down: StoredValue<Option<(u32, i32, i32)>>,
    count: StoredValue<u32>,
    /// The press opened the menu: lifting the finger is no click on the row.
    has_opened: StoredValue<bool>,
}

impl RowPress {
    pub fn new(menu: RowMenu) -> Self {
        Self {
            menu,
            down: StoredValue::new(None),
            count: StoredValue::new(0),
            has_opened: StoredValue::new(false),
        }
    }

    /// A finger goes down.
    pub fn begin(self, event: &ev::PointerEvent) {
        self.has_opened.set_value(false);
        if event.pointer_type() != "touch" {
            return;
        }
        let Some(row) = element::target_in(event, ROW) else {
            return;
        };
        self.count.update_value(|count| *count = count.wrapping_add(1));
        let number = self.count.get_value();
        self.down
            .set_value(Some((number, event.client_x(), event.client_y())));
        spawn_local(async move {
            sleep(LONG_PRESS_MS).await;
            let still = self.down.try_get_value().flatten();
            if still.is_some_and(|(still, ..)| still == number) && !self.menu.is_open() {
                self.has_opened.try_set_value(true);
                self.menu.open(&row);
            }
        });
    }

    /// It moves: a little is nothing.
    pub fn go_on(self, event: &ev::PointerEvent) {
        let is_far = self.down.get_value().is_some_and(|(_, x, y)| {
            (event.client_x() - x).abs() > STILL || (event.client_y() - y).abs() > STILL
        });
        if is_far {
            self.end();
        }
    }

    /// It is lifted, or scrolls.
    pub fn end(self) {
        self.down.try_set_value(None);
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
            self.menu.open(button);
        }
        button.is_some()
    }

    /// The right button, the menu key, and what a browser makes of a long press.
    pub fn context_menu(self, event: &ev::MouseEvent) {
        let Some(row) = element::target_in(event, ROW) else {
            return;
        };
        event.prevent_default();
        if self.down.get_value().is_some() {
            self.has_opened.set_value(true);
        }
        if !self.menu.is_open() {
            self.menu.open(&row);
        }
    }
}
