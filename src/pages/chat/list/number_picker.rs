//! Of which of our numbers the list shows conversations. With one number it is plain text.

use super::choices::Choices;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::shell::number_words;
use crate::ui::icon::{Icon, IconView};
use domain::ids::PhoneNumberId;
use domain::phone;
use leptos::prelude::*;

/// The number, or the choice among them.
#[component]
pub(super) fn NumberPicker(choices: Choices) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let numbers = Memo::new(move |_| {
        let mut numbers = chat.with(|state| state.phone_numbers.values());
        numbers.sort_by(|a, b| (&a.display_name, &a.phone).cmp(&(&b.display_name, &b.phone)));
        numbers
    });
    let chosen_id = Memo::new(move |_| choices.get().filter.phone_number_id);
    let chosen = Memo::new(move |_| {
        let id = chosen_id.get();
        numbers.with(|numbers| {
            let number = match numbers.as_slice() {
                [only] => Some(only),
                _ => numbers.iter().find(|number| Some(number.id) == id),
            };
            number.map(|number| (number.display_name.clone(), phone::readable(&number.phone)))
        })
    });
    let is_choice = Memo::new(move |_| numbers.with(Vec::len) > 1);
    let choose = move |event| {
        let id = event_target_value(&event).parse::<PhoneNumberId>().ok();
        choices.change(|choices| choices.filter.phone_number_id = id);
    };
    view! {
        <div class="number-picker" data-kind=move || if is_choice.get() { "choice" } else { "text" }>
            <span class="number-picker__label" aria-hidden=move || is_choice.get().to_string()>
                {move || i18n.text().business_number}
            </span>
            <span class="number-picker__value" aria-hidden=move || is_choice.get().to_string()>
                {move || match chosen.get() {
                    None => view! { <span class="number-picker__name">{i18n.text().all_numbers}</span> }.into_any(),
                    Some((name, digits)) => {
                        view! {
                            <span class="number-picker__name">{name}</span>
                            <span class="number-picker__between">{BETWEEN}</span>
                            <span class="number-picker__digits">{digits}</span>
                        }
                            .into_any()
                    }
                }}
            </span>
            <Show when=move || is_choice.get()>
                <IconView icon=Icon::ChevronDown class="number-picker__icon" />
                <select
                    class="number-picker__select"
                    aria-label=move || i18n.text().business_number
                    on:change=choose
                >
                    <option
                        class="number-picker__option"
                        value=""
                        prop:selected=move || chosen_id.get().is_none()
                    >
                        {move || i18n.text().all_numbers}
                    </option>
                    <For each=move || numbers.get() key=|number| (number.id, number.version) let:number>
                        <option
                            class="number-picker__option"
                            value=number.id.to_string()
                            prop:selected=move || chosen_id.get() == Some(number.id)
                        >
                            {number_words(&number)}
                        </option>
                    </For>
                </select>
            </Show>
        </div>
    }
    .into_any()
}

const BETWEEN: &str = " · ";
