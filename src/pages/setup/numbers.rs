//! "Números": how one answers from each of the company's numbers.

use crate::browser::element;
use crate::i18n::use_i18n;
use crate::shell::Desk;
use crate::state::intent::Intent;
use domain::command::ChangePhoneNumber;
use domain::entities::Agent;
use domain::ids::PhoneNumberId;
use domain::phone::Phone;
use leptos::prelude::*;

/// The section.
#[component]
pub(super) fn NumbersSection() -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let ids = Memo::new(move |_| {
        desk.with(|state| {
            let rows = state.phone_numbers.rows();
            let mut ids: Vec<_> = rows.iter().map(|row| row.with(|number| number.id)).collect();
            ids.sort_unstable();
            ids
        })
    });
    view! {
        <div class="section__body">
            <p class="setup__lead">{move || i18n.text().composer.numbers_lead}</p>
            <ul class="setup-numbers">
                <For each=move || ids.get() key=|id| *id children=move |id| view! { <Number id /> } />
            </ul>
        </div>
    }
    .into_any()
}

#[component]
fn Number(id: PhoneNumberId) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let number = Memo::new(move |_| desk.with(|state| state.phone_numbers.value(id)));
    let of_number = move |part: fn(&domain::entities::PhoneNumber) -> String| {
        move || number.with(|number| number.as_ref().map(part).unwrap_or_default())
    };
    let signs =
        Memo::new(move |_| number.with(|number| number.as_ref().is_some_and(|number| number.adds_signature)));
    let own_name = Memo::new(move |_| {
        desk.with(|state| {
            state.session.with(|session| {
                session
                    .as_ref()
                    .map(|session| Agent::full_name(&session.agent))
                    .unwrap_or_default()
            })
        })
    });
    view! {
        <li class="setup-numbers__item">
            <h3 class="setup-numbers__name">{of_number(|number| number.display_name.clone())}</h3>
            <p class="setup-numbers__phone">
                {of_number(|number| {
                    Phone::parse(&number.phone).map_or_else(|_| number.phone.clone(), |phone| phone.display())
                })}
            </p>
            <label class="setup-numbers__choice">
                <input
                    type="checkbox"
                    prop:checked=move || signs.get()
                    on:change=move |event| {
                        let adds_signature = Some(event_target_checked(&event));
                        // It shows what the server has, from its answer on.
                        element::set_checked(&event, signs.get_untracked());
                        desk.emit(Intent::ChangePhoneNumber {
                            id,
                            change: ChangePhoneNumber { adds_signature },
                        });
                    }
                />
                {move || i18n.text().composer.adds_signature}
            </label>
            <p class="setup-numbers__text">
                {move || (i18n.text().composer.adds_signature_text)(&own_name.get())}
            </p>
        </li>
    }
    .into_any()
}
