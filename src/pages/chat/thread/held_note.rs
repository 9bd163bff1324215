//! How long a message can still be taken back. It ticks by itself: nothing else of the thread hears of it.

use crate::browser;
use crate::browser::ticker::Ticker;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use domain::delivery_status::DeliveryState;
use domain::entities::Message;
use domain::time::Timestamp;
use leptos::prelude::*;

/// Often enough that no second is skipped.
const TICK_MS: u32 = 200;

/// Until when a message can surely be taken back; `None`: it has left, or nothing holds it.
pub(super) fn held_until(message: &Message) -> Option<Timestamp> {
    let delivery = message.delivery.as_ref()?;
    delivery
        .held_until
        .filter(|_| delivery.state == DeliveryState::Held)
}

/// The seconds that are left.
#[component]
pub(super) fn HeldNote(until: Timestamp) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let left = move || chat.with(|state| seconds_until(until, state.server_clock.at(browser::now())));
    let seconds = RwSignal::new(left());
    let ticker = Ticker::start(TICK_MS, move || {
        let now = left();
        // The message may have left the page since the ticker was stopped.
        if seconds.try_get_untracked().is_some_and(|shown| shown != now) {
            seconds.try_set(now);
        }
    });
    let ticker = StoredValue::new(ticker);
    on_cleanup(move || ticker.dispose());
    let words = move || match seconds.get() {
        0 => i18n.text().voice.hold_over.to_owned(),
        seconds => (i18n.text().voice.held)(seconds),
    };
    view! {
        <div class="held-note" role="timer">
            {words}
        </div>
    }
}

/// Whole seconds that have begun.
fn seconds_until(until: Timestamp, now: Timestamp) -> u64 {
    let left = (until - now).as_millis();
    u64::try_from(left).unwrap_or(0).div_ceil(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_that_has_begun_counts() {
        let at = Timestamp::from_millis;
        for (now, expected) in [(0, 5), (1, 5), (4_000, 1), (4_999, 1), (5_000, 0), (9_000, 0)] {
            assert_eq!(seconds_until(at(5_000), at(now)), expected, "{now}");
        }
    }
}
