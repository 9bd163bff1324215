//! A finger that rests on something.

use crate::browser::sleep;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How long it rests before that means something.
const LONG_PRESS_MS: u32 = 500;
/// How far it may move meanwhile, in pixels.
const STILL: i32 = 10;

/// A handle that copies.
#[derive(Clone, Copy)]
pub struct LongPress {
    /// Where it went down; each press has another number.
    down: StoredValue<Option<(u32, i32, i32)>>,
    count: StoredValue<u32>,
}

impl LongPress {
    /// No finger is down.
    pub fn new() -> Self {
        Self {
            down: StoredValue::new(None),
            count: StoredValue::new(0),
        }
    }

    /// A finger goes down: `on_rest` is called if it still rests there in a moment. A mouse does not count.
    pub fn begin(self, event: &ev::PointerEvent, on_rest: impl FnOnce() + 'static) {
        if event.pointer_type() != "touch" {
            return;
        }
        self.count.update_value(|count| *count = count.wrapping_add(1));
        let number = self.count.get_value();
        self.down
            .set_value(Some((number, event.client_x(), event.client_y())));
        spawn_local(async move {
            sleep(LONG_PRESS_MS).await;
            let still = self.down.try_get_value().flatten();
            if still.is_some_and(|(still, ..)| still == number) {
                on_rest();
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

    /// Whether a finger is down.
    pub fn is_down(self) -> bool {
        self.down.get_value().is_some()
    }
}
