//! One value that could not be understood: of which field, why, when, and the value itself.

use crate::i18n::use_i18n;
use crate::shell::Desk;
use crate::ui::icon::{Icon, IconView};
use crate::ui::toast::Toasts;
use domain::alarm::SetAsideItem;
use leptos::prelude::*;

/// The value as an item of a list.
#[component]
pub(super) fn KeptValue(
    /// Which.
    item: SetAsideItem,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let toasts = expect_context::<Toasts>();
    let SetAsideItem {
        field,
        reason,
        value,
        at,
        ..
    } = item;
    let is_cut = value.chars().count() >= SetAsideItem::VALUE_LENGTH;
    let copied = value.clone();
    let copy = move |_| toasts.copy(copied.clone(), i18n.text_untracked().copied);
    let name = move || {
        if field.is_empty() {
            i18n.text().setup.whole_body.to_owned()
        } else {
            field.clone()
        }
    };
    view! {
        <li class="kept-value">
            <div class="kept-value__head">
                <h3 class="kept-value__field">{name}</h3>
                <span class="kept-value__time">{move || desk.day_and_second(at)}</span>
            </div>
            <p class="kept-value__reason" lang="en">
                {reason}
            </p>
            <details class="kept-value__details">
                <summary class="kept-value__summary">
                    <IconView icon=Icon::ChevronDown size="small" class="kept-value__arrow" />
                    {move || i18n.text().setup.show_value}
                </summary>
                <pre
                    class="kept-value__value"
                    tabindex="0"
                    role="region"
                    aria-label=move || i18n.text().setup.show_value
                    dir="ltr"
                >
                    {value}
                </pre>
                {is_cut
                    .then(|| {
                        view! {
                            <p class="kept-value__note">
                                {move || (i18n.text().setup.set_aside_first)(SetAsideItem::VALUE_LENGTH)}
                            </p>
                        }
                    })}
                <button type="button" class="button" data-look="quiet" on:click=copy>
                    <IconView icon=Icon::Copy size="small" />
                    {move || i18n.text().setup.copy_value}
                </button>
            </details>
        </li>
    }
    .into_any()
}
