//! The countdown below the header. It wakes each second and changes its words only when they differ.

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
        WindowState::NeverOpened | WindowState::Closed => "closed",
        WindowState::Open { urgency, .. } => match urgency {
            Urgency::Quiet => "quiet",
            Urgency::Neutral => "neutral",
            Urgency::Soon => "soon",
            Urgency::Last => "last",
        },
    });
    view! {
        <div class="window-strip" data-urgency=move || urgency.get()>
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
