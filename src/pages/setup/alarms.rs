//! "Avisos": what administrators should know, what to do about it, and what was before.

use super::alarm_item::AlarmItem;
use crate::i18n::use_i18n;
use crate::shell::Desk;
use crate::state::alarms::NextAlarms;
use crate::state::intent::Intent;
use crate::state::phase::PageLoad;
use crate::ui::blank::Blank;
use crate::ui::icon::Icon;
use domain::alarm::Alarm;
use leptos::prelude::*;

/// The section.
#[component]
pub(super) fn AlarmsSection() -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let open = Memo::new(move |_| desk.with(|state| state.open_alarms()));
    let earlier = Memo::new(move |_| desk.with(|state| state.earlier_alarms()));
    let pages = Memo::new(move |_| desk.with(|state| state.alarm_pages.get()));
    // The first page comes by itself, and again after the state began anew.
    Effect::new(move |_| {
        let pages = pages.get();
        if pages.next == NextAlarms::First && pages.load == PageLoad::Idle {
            desk.emit(Intent::LoadMoreAlarms);
        }
    });
    view! {
        <div class="section__body">
            <p class="setup__lead">{move || i18n.text().setup.alarms_lead}</p>
            <Show
                when=move || open.with(|alarms| !alarms.is_empty())
                fallback=move || {
                    view! {
                        <Blank
                            icon=Icon::Check
                            title=Signal::derive(move || i18n.text().setup.no_alarms.to_owned())
                            text=Signal::derive(move || i18n.text().setup.no_alarms_text.to_owned())
                        />
                    }
                }
            >
                <section class="setup__part" aria-labelledby="new-alarms">
                    <h3 id="new-alarms" class="setup__heading">
                        {move || i18n.text().setup.new_alarms}
                    </h3>
                    <AlarmList alarms=open />
                </section>
            </Show>
            <Show when=move || earlier.with(|alarms| !alarms.is_empty()) || pages.get().load == PageLoad::Failed>
                <section class="setup__part" aria-labelledby="earlier-alarms">
                    <h3 id="earlier-alarms" class="setup__heading">
                        {move || i18n.text().setup.earlier_alarms}
                    </h3>
                    <AlarmList alarms=earlier />
                    {move || {
                        let text = i18n.text();
                        let pages = pages.get();
                        match (pages.load, pages.next) {
                            (PageLoad::Busy, _) => {
                                view! { <p class="setup__more">{text.loading}</p> }.into_any()
                            }
                            (PageLoad::Failed, _) => {
                                view! {
                                    <p class="setup__more" role="alert">
                                        {text.setup.earlier_failed}
                                        <MoreButton name=text.try_again />
                                    </p>
                                }
                                    .into_any()
                            }
                            (PageLoad::Idle, NextAlarms::After(_)) => {
                                view! {
                                    <p class="setup__more">
                                        <MoreButton name=text.setup.show_earlier />
                                    </p>
                                }
                                    .into_any()
                            }
                            (PageLoad::Idle, NextAlarms::First | NextAlarms::End) => ().into_any(),
                        }
                    }}
                </section>
            </Show>
        </div>
    }
    .into_any()
}

#[component]
fn MoreButton(name: &'static str) -> impl IntoView {
    let desk = Desk::here();
    view! {
        <button
            type="button"
            class="button"
            data-look="quiet"
            on:click=move |_| desk.emit(Intent::LoadMoreAlarms)
        >
            {name}
        </button>
    }
}

#[component]
fn AlarmList(alarms: Memo<Vec<Alarm>>) -> impl IntoView {
    view! {
        <ul class="alarms">
            <For
                each=move || alarms.get()
                key=|alarm| (alarm.id, alarm.version, alarm.state as u8)
                children=move |alarm| view! { <AlarmItem alarm /> }
            />
        </ul>
    }
}
