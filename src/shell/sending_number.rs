//! From which of our numbers a conversation begins. Where there is one only, there is nothing to choose.

use super::Desk;
use crate::i18n::use_i18n;
use domain::entities::PhoneNumber;
use domain::ids::PhoneNumberId;
use domain::phone::readable;
use leptos::prelude::*;

/// The numbers and the choice among them: a handle that copies. It lives as long as who made it.
#[derive(Clone, Copy)]
pub struct SendingNumber {
    numbers: Memo<Vec<PhoneNumber>>,
    chosen: RwSignal<Option<PhoneNumberId>>,
}

impl SendingNumber {
    /// Nobody has chosen yet.
    #[must_use]
    pub fn new(desk: Desk) -> Self {
        let numbers = Memo::new(move |_| {
            desk.with(|state| {
                let mut numbers = state.phone_numbers.values();
                numbers.sort_by_key(|number| number.id);
                numbers
            })
        });
        Self {
            numbers,
            chosen: RwSignal::new(None),
        }
    }

    /// The one that was chosen, until then the first; untracked.
    #[must_use]
    pub fn id_untracked(self) -> Option<PhoneNumberId> {
        let first = || {
            self.numbers
                .with_untracked(|numbers| numbers.first().map(|number| number.id))
        };
        self.chosen.get_untracked().or_else(first)
    }
}

/// The field of a form.
#[component]
pub fn SendingNumberField(
    /// What it chooses.
    number: SendingNumber,
) -> impl IntoView {
    let i18n = use_i18n();
    let SendingNumber { numbers, chosen } = number;
    view! {
        <Show when=move || numbers.with(|numbers| numbers.len() > 1)>
            <label class="field">
                <span class="field__label">{move || i18n.text().templates.from_number}</span>
                <select
                    class="field__input"
                    on:change=move |event| chosen.set(event_target_value(&event).parse().ok())
                >
                    {move || {
                        numbers
                            .get()
                            .into_iter()
                            .map(|number| {
                                view! { <option value=number.id.to_string()>{number_words(&number)}</option> }
                            })
                            .collect_view()
                    }}
                </select>
            </label>
        </Show>
    }
    .into_any()
}

/// One of our numbers: what it is called and itself as people read it.
#[must_use]
pub fn number_words(number: &PhoneNumber) -> String {
    format!("{} · {}", number.display_name, readable(&number.phone))
}
