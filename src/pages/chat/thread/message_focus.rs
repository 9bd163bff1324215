//! How one gets from message to message by keys, and to a message's menu by keys, press and click.

use super::message_menu::{BUBBLE, BUTTON, MessageMenu, open};
use crate::browser::element;
use crate::ui::long_press::LongPress;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// What a finger presses for its own sake. A picture and its like open with a tap, and the menu with a long press.
const PRESSED_OTHERWISE: &str = "a, input, audio, video, summary, button:not([data-opens])";

/// A finger goes down: if it rests on a message, the menu opens.
pub(super) fn on_pointer_down(menu: MessageMenu, press: LongPress, event: &ev::PointerEvent) {
    if element::comes_from(event, PRESSED_OTHERWISE) {
        return;
    }
    if let Some(bubble) = element::target_in(event, BUBBLE) {
        press.begin(event, move || open(menu, &bubble));
    }
}

/// A click on the dots opens the menu.
pub(super) fn on_click(menu: MessageMenu, event: &ev::MouseEvent) {
    if let Some(button) = element::target_in(event, BUTTON) {
        open(menu, &button);
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
        open(menu, &bubble);
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
        ("Enter" | " ", Some(bubble)) => open(menu, &bubble),
        _ => return,
    }
    event.prevent_default();
}
