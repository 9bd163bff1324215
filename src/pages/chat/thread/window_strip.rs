//! The countdown below the header. It wakes each second and changes its words only when they differ. An hour and a quarter of an
//! hour before the end it says so once, also to who does not see its colours.

use crate::i18n::use_i18n;
use crate::ui::icon::{Icon, IconView};
use domain::customer_service_window::{Urgency, WindowState};
use domain::date_wording::duration;
use leptos::prelude::*;

/// How long one may still answer freely.
#[component]
pub(super) fn WindowStrip(
    /// The window, live.
    window: Memo<WindowState>,
    /// "Saiba mais".
    explain: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let time = Memo::new(move |_| match window.get() {
        WindowState::Open { remaining, .. } => Some(duration(remaining)),
        WindowState::NeverOpened | WindowState::Closed => None,
    });
    let is_open = Memo::new(move |_| time.with(Option::is_some));
    let has_written = Memo::new(move |_| window.get() != WindowState::NeverOpened);
    let urgency = Memo::new(move |_| match window.get() {
        WindowState::NeverOpened | WindowState::Closed => None,
        WindowState::Open { urgency, .. } => Some(urgency),
    });
    let look = move || match urgency.get() {
        None => "closed",
        Some(Urgency::Quiet) => "quiet",
        Some(Urgency::Neutral) => "neutral",
        Some(Urgency::Soon) => "soon",
        Some(Urgency::Last) => "last",
    };
    // Only what comes while one looks is worth a warning: whoever opens the conversation reads the time.
    let warning = Memo::new(move |before: Option<&Option<Urgency>>| {
        let now = urgency.get();
        let first = before.is_none();
        if first {
            None
        } else {
            now.filter(|now| matches!(now, Urgency::Soon | Urgency::Last))
        }
    });
    view! {
        <div class="window-strip" data-urgency=look>
            <span role="status" class="visually-hidden">
                {move || match warning.get() {
                    Some(Urgency::Soon) => i18n.text().window_warning_soon,
                    Some(Urgency::Last) => i18n.text().window_warning_last,
                    _ => "",
                }}
            </span>
            <IconView icon=Icon::Clock size="small" class="window-strip__icon" />
            {move || {
                if is_open.get() {
                    view! {
                        <span role="timer">
                            {move || i18n.text().window_before_time}
                            <span class="window-strip__time">{move || time.get()}</span>
                            {move || i18n.text().window_after_time}
                        </span>
                    }
                        .into_any()
                } else if has_written.get() {
                    view! { <span>{move || i18n.text().window_closed_strip}</span> }.into_any()
                } else {
                    view! { <span>{move || i18n.text().window_never_strip}</span> }.into_any()
                }
            }}
            <button type="button" class="text-button window-strip__more" on:click=move |_| explain.run(())>
                {move || i18n.text().learn_more}
            </button>
        </div>
    }
    .into_any()
}
