//! The agent's own menu: who one is, language, theme, signing out.

use super::Desk;
use super::rail::PlaceLinks;
use crate::i18n::{own_name, use_i18n};
use crate::state::intent::{Intent, UnsentMessages};
use crate::ui::avatar::{Avatar, AvatarSize};
use crate::ui::enter_key::{EnterKey, EnterKeyChoice};
use crate::ui::icon::Icon;
use crate::ui::menu::{MenuItem, Popover, PopoverPlace};
use crate::ui::part::in_place;
use crate::ui::theme::{Theme, ThemeChoice};
use domain::entities::Agent;
use domain::language::Language;
use leptos::prelude::*;

/// The avatar and what it opens. It stands twice in the page, one of them is shown.
#[component]
pub(super) fn ProfileMenu(
    /// One of a kind in the page.
    id: &'static str,
    /// Where it opens.
    place: PopoverPlace,
    /// Where the button's name shows.
    #[prop(optional)]
    tip: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let me = Memo::new(move |_| {
        desk.with(|state| {
            state
                .session
                .with(|session| session.as_ref().map(|session| session.agent.clone()))
        })
    });
    let of_me = move |part: fn(&Agent) -> String| {
        Signal::derive(move || me.with(|me| me.as_ref().map(part).unwrap_or_default()))
    };
    let (full_name, email, key) = (
        of_me(Agent::full_name),
        of_me(|me| me.email.clone()),
        of_me(|me| me.id.to_string()),
    );
    // The rail has the places, and shows what waits, beside this menu.
    let has_places = place != PopoverPlace::RailEnd;
    let alarms = Memo::new(move |_| if has_places { desk.open_alarms() } else { 0 });
    view! {
        <Popover
            id=id
            place=place
            role="dialog"
            tip=tip
            class="profile"
            button_class="profile-button icon-button"
            name=Signal::derive(move || {
                let name = (i18n.text().profile)(&full_name.get());
                match alarms.get() {
                    0 => name,
                    count => format!("{name} · {}", (i18n.text().setup.setup_with_alarms)(count)),
                }
            })
            button=move || {
                view! {
                    <Avatar name=full_name key=key size=AvatarSize::Medium />
                    <Show when=move || alarms.get() != 0>
                        <span class="profile-button__dot" aria-hidden="true"></span>
                    </Show>
                }
            }
        >
            {in_place(
                desk.panels(),
                || ().into_any(),
                move |panels| (panels.profile)(id, full_name, email, has_places),
            )}
        </Popover>
    }
    .into_any()
}

/// What the menu holds: a part of the program.
#[component]
pub(super) fn ProfilePanel(
    /// The menu's; one of a kind in the page.
    id: &'static str,
    /// Who one is.
    full_name: Signal<String>,
    /// What one signs in with.
    email: Signal<String>,
    /// Whether it leads to the pages, too.
    has_places: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    view! {
        <Show when=move || has_places>
            <PlaceLinks />
        </Show>
        <div class="profile__who">
            <span class="profile__name">{move || full_name.get()}</span>
            <span class="profile__email">{move || email.get()}</span>
        </div>
        <LanguageChoice group=id />
        <ThemeOptions group=id />
        <EnterKeyOptions group=id />
        <div class="profile__actions">
            <MenuItem
                icon=Icon::SignOut
                name=Signal::derive(move || i18n.text().sign_out.to_owned())
                on_choose=Callback::new(move |()| desk.emit(Intent::SignOut(UnsentMessages::Ask)))
            />
            <MenuItem
                icon=Icon::SignOut
                name=Signal::derive(move || i18n.text().sign_out_everywhere.to_owned())
                on_choose=Callback::new(move |()| desk.emit(Intent::SignOutEverywhere))
            />
        </div>
    }
    .into_any()
}

/// The menu at the start of a page's bar, where there is no rail.
#[component]
pub fn ProfileCorner() -> impl IntoView {
    view! {
        <span class="list-bar__profile">
            <ProfileMenu id="profile-corner" place=PopoverPlace::HeaderStart />
        </span>
    }
}

#[component]
fn LanguageChoice(group: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="profile__choice" role="radiogroup" aria-label=move || i18n.text().language>
            <span class="profile__legend" aria-hidden="true">
                {move || i18n.text().language}
            </span>
            {Language::ALL
                .map(|language| {
                    view! {
                        <label class="profile__option" lang=language.tag()>
                            <input
                                type="radio"
                                name=format!("{group}-language")
                                prop:checked=move || i18n.language() == language
                                on:change=move |_| i18n.choose(language)
                            />
                            {own_name(language)}
                        </label>
                    }
                })
                .collect_view()}
        </div>
    }
}

#[component]
fn ThemeOptions(group: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let choice = expect_context::<ThemeChoice>();
    let name = move |theme| match theme {
        Theme::System => i18n.text().theme_system,
        Theme::Light => i18n.text().theme_light,
        Theme::Dark => i18n.text().theme_dark,
    };
    view! {
        <div class="profile__choice" role="radiogroup" aria-label=move || i18n.text().theme>
            <span class="profile__legend" aria-hidden="true">
                {move || i18n.text().theme}
            </span>
            {Theme::ALL
                .map(|theme| {
                    view! {
                        <label class="profile__option">
                            <input
                                type="radio"
                                name=format!("{group}-theme")
                                prop:checked=move || choice.theme() == theme
                                on:change=move |_| choice.choose(theme)
                            />
                            {move || name(theme)}
                        </label>
                    }
                })
                .collect_view()}
        </div>
    }
}

#[component]
fn EnterKeyOptions(group: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let choice = expect_context::<EnterKeyChoice>();
    let name = move |key| match key {
        EnterKey::Sends => i18n.text().composer.enter_sends,
        EnterKey::Breaks => i18n.text().composer.enter_breaks,
    };
    view! {
        <div class="profile__choice" role="radiogroup" aria-label=move || i18n.text().composer.enter_key>
            <span class="profile__legend" aria-hidden="true">
                {move || i18n.text().composer.enter_key}
            </span>
            {EnterKey::ALL
                .map(|key| {
                    view! {
                        <label class="profile__option">
                            <input
                                type="radio"
                                name=format!("{group}-enter-key")
                                prop:checked=move || choice.key() == key
                                on:change=move |_| choice.choose(key)
                            />
                            {move || name(key)}
                        </label>
                    }
                })
                .collect_view()}
        </div>
    }
}
