//! A place: what it is called and a way to a map. Nothing is asked of others to draw it.

use crate::i18n::use_i18n;
use crate::ui::icon::{Icon, IconView};
use leptos::prelude::*;

/// The place.
#[component]
pub(super) fn LocationView(
    latitude: f64,
    longitude: f64,
    name: Option<String>,
    address: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let place = format!("{latitude:.5}, {longitude:.5}");
    let details = address.unwrap_or(place);
    let map = format!("https://www.google.com/maps/search/?api=1&query={latitude:.6}%2C{longitude:.6}");
    view! {
        <a class="attachment attachment-link" href=map target="_blank" rel="noopener noreferrer">
            <IconView icon=Icon::Location class="attachment__icon" />
            <span class="attachment__words">
                <span class="attachment__title" dir="auto">
                    {move || name.clone().unwrap_or_else(|| i18n.text().location.to_owned())}
                </span>
                <span class="attachment__details">{details}</span>
                <span class="attachment__action">{move || i18n.text().thread.open_map}</span>
            </span>
        </a>
    }
    .into_any()
}
