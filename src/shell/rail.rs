//! The rail at the start of a wide window, and the same entries in the agent's menu on a small one.

use super::profile::ProfileMenu;
use super::{Desk, Place};
use crate::i18n::use_i18n;
use crate::ui::icon::{Icon, IconView};
use crate::ui::menu::{PopoverHandle, PopoverPlace};
use leptos::prelude::*;

/// Where one can go, and who one is.
#[component]
pub(super) fn Rail() -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let places = Memo::new(move |_| desk.places());
    view! {
        <nav class="shell__rail rail" aria-label=move || i18n.text().main_navigation>
            <span class="rail__logo" aria-hidden="true">
                <IconView icon=Icon::Mark />
            </span>
            <For each=move || places.get() key=|place| *place as u8 let:place>
                <Entry place />
            </For>
            <div class="rail__end">
                <ProfileMenu id="profile-rail" place=PopoverPlace::RailEnd tip="beside" />
            </div>
        </nav>
    }
    .into_any()
}

#[component]
fn Entry(place: Place) -> impl IntoView {
    let desk = Desk::here();
    let name = name_of(place);
    let count = count_of(place);
    view! {
        <a
            class="rail__entry icon-button"
            href=place.path()
            data-tip="beside"
            aria-current=move || (desk.place() == place).then_some("page")
            aria-label=move || name.get()
        >
            <IconView icon=place.icon() />
            <Show when=move || count.get() != 0>
                <span class="rail__count" aria-hidden="true">
                    {move || count.get()}
                </span>
            </Show>
            <span class="icon-button__tip" aria-hidden="true">
                {move || name.get()}
            </span>
        </a>
    }
    .into_any()
}

/// The entries as a menu shows them; nothing when there is but one.
#[component]
pub(super) fn PlaceLinks() -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let popover = use_context::<PopoverHandle>();
    let places = Memo::new(move |_| desk.places());
    view! {
        <Show when=move || places.with(|places| places.len() > 1)>
            <nav class="profile__places" aria-label=move || i18n.text().main_navigation>
                <For
                    each=move || places.get()
                    key=|place| *place as u8
                    children=move |place| {
                        let name = name_of(place);
                        let count = count_of(place);
                        view! {
                            <a
                                class="menu-item"
                                href=place.path()
                                aria-current=move || (desk.place() == place).then_some("page")
                                aria-label=move || name.get()
                                on:click=move |_| {
                                    if let Some(popover) = popover {
                                        popover.close();
                                    }
                                }
                            >
                                <IconView icon=place.icon() class="menu-item__icon" />
                                {move || place.name(i18n.text())}
                                <Show when=move || count.get() != 0>
                                    <span class="alarm-count">{move || count.get()}</span>
                                </Show>
                            </a>
                        }
                    }
                />
            </nav>
        </Show>
    }
    .into_any()
}

fn name_of(place: Place) -> Signal<String> {
    let i18n = use_i18n();
    let count = count_of(place);
    Signal::derive(move || match count.get() {
        0 => place.name(i18n.text()).to_owned(),
        count => (i18n.text().setup.setup_with_alarms)(count),
    })
}

/// What waits to be seen at a place.
fn count_of(place: Place) -> Memo<usize> {
    let desk = Desk::here();
    Memo::new(move |_| match place {
        Place::Chat | Place::Contacts | Place::Help => 0,
        Place::Setup => desk.open_alarms(),
    })
}
