//! How one gets from message to message by keys, and to a message's menu by keys, press and click.

use super::message_menu::{BUBBLE, BUTTON, MessageMenu};
use crate::browser::element;
use crate::browser::sleep;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How long a finger rests before the menu opens.
const LONG_PRESS_MS: u32 = 500;
/// How far it may move meanwhile, in pixels.
const STILL: i32 = 10;

/// What a finger presses for its own sake. A picture and its like open with a tap, and the menu with a long press.
const PRESSED_OTHERWISE: &str = "a, input, audio, video, summary, button:not([data-opens])";

/// A finger that rests on a message.
#[derive(Clone, Copy)]
pub(super) struct LongPress {
    menu: MessageMenu,
    /// Where it went down; each press has another number.
    down: StoredValue<Option<(u32, i32, i32)>>,
    count: StoredValue<u32>,
}

impl LongPress {
    pub fn new(menu: MessageMenu) -> Self {
        Self {
            menu,
            down: StoredValue::new(None),
            count: StoredValue::new(0),
        }
    }

    /// A finger goes down on a message.
    pub fn begin(self, event: &ev::PointerEvent) {
        if event.pointer_type() != "touch" || element::comes_from(event, PRESSED_OTHERWISE) {
            return;
        }
        let Some(bubble) = element::target_in(event, BUBBLE) else {
            return;
        };
        self.count.update_value(|count| *count = count.wrapping_add(1));
        let number = self.count.get_value();
        self.down
            .set_value(Some((number, event.client_x(), event.client_y())));
        spawn_local(async move {
            sleep(LONG_PRESS_MS).await;
            let still = self.down.try_get_value().flatten();
            if still.is_some_and(|(still, ..)| still == number) {
                self.menu.open(&bubble);
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

    fn is_down(self) -> bool {
        self.down.get_value().is_some()
    }
}

/// A click on the dots opens the menu.
pub(super) fn on_click(menu: MessageMenu, event: &ev::MouseEvent) {
    if let Some(button) = element::target_in(event, BUTTON) {
        menu.open(&button);
    }
}

/// The menu key, and what a browser makes of a long press. A mouse keeps the browser's own menu.
pub(super) fn on_context_menu(menu: MessageMenu, press: LongPress, event: &ev::MouseEvent) {
    const SECOND_BUTTON: i16 = 2;
    if press.is_down() || menu.is_open() {
        event.prevent_default();
    } else if event.button() != SECOND_BUTTON
        && let Some(bubble) = element::target_in(event, BUBBLE)
    {
        event.prevent_default();
        menu.open(&bubble);
    }
}

/// Arrow keys go from message to message, Enter opens the menu.
pub(super) fn on_key(menu: MessageMenu, scroller: NodeRef<html::Div>, event: &ev::KeyboardEvent) {
    let Some(scroller) = scroller.get_untracked() else {
        return;
    };
    let has_modifier = event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key();
    let bubble = element::target_in(event, BUBBLE);
    let is_on_bubble = bubble.as_ref().is_some_and(element::has_focus);
    if has_modifier || !(is_on_bubble || element::has_focus(&scroller)) {
        return;
    }
    match (event.key().as_str(), bubble) {
        ("ArrowUp" | "ArrowDown", None) => element::focus_last_visible(&scroller, BUBBLE),
        ("ArrowUp", Some(_)) => element::step_focus(&scroller, BUBBLE, -1),
        ("ArrowDown", Some(_)) => element::step_focus(&scroller, BUBBLE, 1),
        ("Enter" | " ", Some(bubble)) => menu.open(&bubble),
        _ => return,
    }
    event.prevent_default();
}
