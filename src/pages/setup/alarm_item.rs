//! One alarm: what happened, where, when, how often, what to do.

use super::section::SetupSection;
use crate::browser::element;
use crate::i18n::alarm_words::{Severity, alarm_words, severity};
use crate::i18n::use_i18n;
use crate::shell::{Desk, SECTION_HEADING};
use crate::state::intent::Intent;
use crate::ui::icon::{Icon, IconView};
use domain::alarm::{Alarm, AlarmCode, AlarmState};
use domain::date_wording::date_and_time;
use domain::phone::Phone;
use domain::time::Timestamp;
use leptos::prelude::*;

/// The alarm as an item of a list.
#[component]
pub(super) fn AlarmItem(
    /// Which.
    alarm: Alarm,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let (id, code, state, count) = (alarm.id, alarm.code, alarm.state, alarm.count);
    let is_open = state == AlarmState::Open;
    let severity = severity(&alarm);
    let details = alarm
        .parameters
        .get(DETAILS)
        .filter(|details| !details.is_empty())
        .cloned();
    let alarm = StoredValue::new(alarm);
    let words = Memo::new(move |_| {
        let language = i18n.language();
        let date = move |unix_s| date_and_time(desk.civil(Timestamp::from_seconds(unix_s)), language);
        alarm.with_value(|alarm| alarm_words(i18n.text().alarm(), alarm, &date))
    });
    let about = move || {
        let number = alarm.with_value(|alarm| alarm.phone_number_id);
        number.map_or_else(
            || Some(i18n.text().setup.whole_account.to_owned()),
            |id| {
                let number = desk.with(|state| state.phone_numbers.value(id))?;
                let phone = Phone::parse(&number.phone).map_or(number.phone, |phone| phone.display());
                Some(format!("{} · {phone}", number.display_name))
            },
        )
    };
    let has_place = code != AlarmCode::SetAside;
    let acknowledge = move |_| {
        desk.emit(Intent::AcknowledgeAlarm(id));
        // The button goes with the alarm: on to the next one, or to the heading.
        element::after_next_paint(|| {
            element::focus_if_lost(ACKNOWLEDGE);
            element::focus_if_lost(SECTION_HEADING);
        });
    };
    view! {
        <li class="alarm" data-severity=severity_name(severity) data-state=state_name(state)>
            <IconView icon=icon_of(code, severity) class="alarm__icon" />
            <div class="alarm__words">
                <h4 class="alarm__title">{move || words.with(|words| words.title.clone())}</h4>
                <p class="alarm__about">
                    {move || {
                        has_place
                            .then(about)
                            .flatten()
                            .map(|about| view! { <span class="alarm__fact">{about}</span> })
                    }}
                    <span class="alarm__fact">
                        {move || desk.day_and_time(alarm.with_value(|alarm| alarm.raised_at))}
                    </span>
                    {(count > 1)
                        .then(|| {
                            view! { <span class="alarm__fact">{move || (i18n.text().setup.times)(count)}</span> }
                        })}
                    {move || {
                        let text = &i18n.text().setup;
                        match state {
                            AlarmState::Open => None,
                            AlarmState::Acknowledged => Some(text.seen),
                            AlarmState::Ended => Some(text.over),
                        }
                            .map(|name| view! { <span class="alarm__state">{name}</span> })
                    }}
                </p>
                <p class="alarm__text">{move || words.with(|words| words.happened.clone())}</p>
                {details
                    .map(|details| {
                        view! {
                            <p class="raw-failure">
                                <span>{move || i18n.text().details.meta_says}</span>
                                <q class="raw-failure__details" lang="en">
                                    {details}
                                </q>
                            </p>
                        }
                    })}
                {move || {
                    words
                        .with(|words| (is_open && !words.to_do.is_empty()).then(|| words.to_do.clone()))
                        .map(|to_do| {
                            view! {
                                <p class="alarm__to-do">
                                    <strong class="alarm__label">{i18n.text().setup.what_to_do}</strong>
                                    {to_do}
                                </p>
                            }
                        })
                }}
                <div class="alarm__actions">
                    {is_open
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    class="button alarm__acknowledge"
                                    data-look="quiet"
                                    aria-label=move || {
                                        words
                                            .with(|words| (i18n.text().setup.acknowledge_what)(&words.title))
                                    }
                                    on:click=acknowledge
                                >
                                    <IconView icon=Icon::Check size="small" />
                                    {move || i18n.text().setup.acknowledge}
                                </button>
                            }
                        })}
                    {(code == AlarmCode::SetAside)
                        .then(|| {
                            view! {
                                <a class="button" data-look="quiet" href=SetupSection::SetAside.path()>
                                    {move || i18n.text().setup.see_set_aside}
                                </a>
                            }
                        })}
                </div>
            </div>
        </li>
    }
    .into_any()
}

/// The parameter with Meta's own description.
const DETAILS: &str = "details";
const ACKNOWLEDGE: &str = ".alarm__acknowledge";

const fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Serious => "serious",
        Severity::Attention => "attention",
        Severity::News => "news",
    }
}

const fn icon_of(code: AlarmCode, severity: Severity) -> Icon {
    match (code, severity) {
        (AlarmCode::TokenRefused, _) => Icon::Offline,
        (_, Severity::News) => Icon::Info,
        (_, Severity::Serious | Severity::Attention) => Icon::Alarm,
    }
}

const fn state_name(state: AlarmState) -> &'static str {
    match state {
        AlarmState::Open => "open",
        AlarmState::Acknowledged => "acknowledged",
        AlarmState::Ended => "ended",
    }
}
