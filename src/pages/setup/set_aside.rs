//! "Recebidos e não entendidos": what Meta sent and nobody could read, to look into.

use super::kept_value::KeptValue;
use crate::i18n::use_i18n;
use crate::shell::Desk;
use crate::state::intent::Intent;
use crate::state::phase::PageLoad;
use crate::ui::blank::Blank;
use crate::ui::icon::Icon;
use domain::alarm::AlarmCode;
use leptos::prelude::*;

/// The section.
#[component]
pub(super) fn SetAsideSection() -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let items =
        Memo::new(move |_| desk.with(|state| state.set_aside_values.with(|values| values.items.clone())));
    let count = Memo::new(move |_| desk.with(|state| state.set_aside_values.with(|values| values.count)));
    let load = Memo::new(move |_| desk.with(|state| state.set_aside_values.with(|values| values.load)));
    let has_more =
        Memo::new(move |_| desk.with(|state| state.set_aside_values.with(|values| values.next.is_some())));
    // The alarm about these values counts on whenever another one comes: then the list is asked for anew.
    let news = Memo::new(move |_| {
        desk.with(|state| {
            let rows = state.alarms.rows();
            rows.iter()
                .filter(|alarm| alarm.with(|alarm| alarm.code == AlarmCode::SetAside))
                .map(|alarm| alarm.with(|alarm| alarm.count))
                .sum::<u64>()
        })
    });
    let asked_at = StoredValue::new(None);
    Effect::new(move |_| {
        let (news, load) = (news.get(), load.get());
        let is_missing = items.with(Option::is_none) && load == PageLoad::Idle;
        if load != PageLoad::Busy && (is_missing || asked_at.get_value() != Some(news)) {
            asked_at.set_value(Some(news));
            desk.emit(Intent::LoadSetAsideValues);
        }
    });
    let retry = move |_| desk.emit(Intent::LoadSetAsideValues);
    let body = move || match (items.with(|items| items.as_ref().map(Vec::is_empty)), load.get()) {
        (Some(true), _) => view! {
            <Blank
                icon=Icon::Check
                title=Signal::derive(move || i18n.text().setup.nothing_set_aside.to_owned())
                text=Signal::derive(move || i18n.text().setup.nothing_set_aside_text.to_owned())
            />
        }
        .into_any(),
        (Some(false), _) => view! {
            <p class="setup__count">{move || (i18n.text().setup.set_aside_count)(count.get())}</p>
            <ul class="kept-values">
                <For
                    each=move || items.get().unwrap_or_default()
                    key=|item| item.key.clone()
                    children=move |item| view! { <KeptValue item /> }
                />
            </ul>
            <More load has_more />
        }
        .into_any(),
        (None, PageLoad::Failed) => view! {
            <Blank
                icon=Icon::Offline
                title=Signal::derive(move || i18n.text().setup.set_aside_failed.to_owned())
                text=Signal::derive(move || i18n.text().setup.set_aside_failed_text.to_owned())
            >
                <button type="button" class="button" data-look="quiet" on:click=retry>
                    {move || i18n.text().try_again}
                </button>
            </Blank>
        }
        .into_any(),
        (None, PageLoad::Busy | PageLoad::Idle) => {
            view! { <p class="setup__more" role="status">{move || i18n.text().loading}</p> }.into_any()
        }
    };
    view! {
        <div class="section__body">
            <p class="setup__lead">{move || i18n.text().setup.set_aside_lead}</p>
            {body}
        </div>
    }
    .into_any()
}

#[component]
fn More(load: Memo<PageLoad>, has_more: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    view! {
        <Show when=move || has_more.get()>
            <p class="setup__more">
                <button
                    type="button"
                    class="button"
                    data-look="quiet"
                    disabled=move || load.get() == PageLoad::Busy
                    on:click=move |_| desk.emit(Intent::LoadMoreSetAsideValues)
                >
                    {move || match load.get() {
                        PageLoad::Busy => i18n.text().loading,
                        PageLoad::Failed => i18n.text().try_again,
                        PageLoad::Idle => i18n.text().setup.show_more,
                    }}
                </button>
            </p>
        </Show>
    }
    .into_any()
}
