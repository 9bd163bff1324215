//! A person's picture, else the initials on a colour that stays the person's own.

mod initials;

use self::initials::{hue, initials};
use super::icon::{Icon, IconView};
use leptos::prelude::*;

/// How large.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// 24 pixels, in a chip.
    Small,
    /// 36 pixels, in the rail.
    Medium,
    /// 40 pixels, in a bar.
    Bar,
    /// 48 pixels, in a row.
    #[default]
    Row,
    /// 96 pixels, where somebody is the matter.
    Large,
}

/// A person. Hidden from screen readers: the name stands beside it.
#[component]
pub fn Avatar(
    /// The name; without letters in it a figure is shown.
    #[prop(into)]
    name: Signal<String>,
    /// What the colour follows from and that never changes (an id).
    #[prop(into)]
    key: Signal<String>,
    /// How large.
    #[prop(optional)]
    size: AvatarSize,
    /// Where the picture is, if there is one.
    #[prop(optional, into)]
    picture: Signal<Option<String>>,
) -> impl IntoView {
    let size = match size {
        AvatarSize::Small => "small",
        AvatarSize::Medium => "medium",
        AvatarSize::Bar => "bar",
        AvatarSize::Row => "row",
        AvatarSize::Large => "large",
    };
    let letters = Memo::new(move |_| name.with(|name| initials(name)));
    // A picture that does not come (without a connection, say) leaves the initials.
    let missing = RwSignal::new(None::<String>);
    let shown = Memo::new(move |_| {
        let picture = picture.get();
        picture.filter(|picture| missing.with(|missing| missing.as_ref() != Some(picture)))
    });
    view! {
        // The letters are painted by the style sheet: as text they would count as the visible label of the button they stand in.
        <span
            class="avatar"
            aria-hidden="true"
            data-size=size
            data-hue=move || key.with(|key| hue(key))
            data-initials=move || letters.get().filter(|_| shown.with(Option::is_none))
        >
            <Show when=move || letters.with(Option::is_none) && shown.with(Option::is_none)>
                <IconView icon=Icon::Person />
            </Show>
            {move || {
                shown
                    .get()
                    .map(|address| {
                        let failed = address.clone();
                        view! {
                            <img
                                class="avatar__picture"
                                src=address
                                alt=""
                                draggable="false"
                                on:error=move |_| {
                                    missing.try_set(Some(failed.clone()));
                                }
                            />
                        }
                    })
            }}
        </span>
    }
}
