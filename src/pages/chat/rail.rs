//! The rail at the start of a wide window.

use super::profile::ProfileMenu;
use crate::i18n::use_i18n;
use crate::ui::icon::{Icon, IconView};
use crate::ui::menu::PopoverPlace;
use leptos::prelude::*;

/// Where one can go, and who one is.
#[component]
pub(super) fn Rail() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <nav class="shell__rail rail" aria-label=move || i18n.text().main_navigation>
            <span class="rail__logo" aria-hidden="true">
                <IconView icon=Icon::Mark />
            </span>
            <a class="rail__entry" href="/" aria-current="page" aria-label=move || i18n.text().chat>
                <IconView icon=Icon::Chat />
            </a>
            <div class="rail__end">
                <ProfileMenu id="profile-rail" place=PopoverPlace::RailEnd tip="beside" />
            </div>
        </nav>
    }
    .into_any()
}
