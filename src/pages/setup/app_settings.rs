//! "Configuração do aplicativo": what counts for the whole team. So far: how long messages can still be taken back.

use crate::i18n::use_i18n;
use crate::shell::Desk;
use crate::state::intent::Intent;
use crate::ui::toast::Toasts;
use domain::command::ChangeSettings;
use domain::entities::Settings;
use domain::hold::MOST_SECONDS;
use leptos::ev;
use leptos::prelude::*;

/// The section.
#[component]
pub(super) fn AppSettingsSection() -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let toasts = expect_context::<Toasts>();
    let voice_notes = Choice::of(desk, |settings| settings.hold_voice_seconds);
    let others = Choice::of(desk, |settings| settings.hold_text_seconds);
    let is_saved = Memo::new(move |_| voice_notes.is_saved() && others.is_saved());
    let is_saving = RwSignal::new(false);
    Effect::new(move |_| {
        if is_saving.get() && is_saved.get() {
            is_saving.set(false);
            toasts.say(i18n.text_untracked().setup.settings_saved);
        }
    });
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if !is_saved.get_untracked() {
            desk.emit(Intent::ChangeSettings(ChangeSettings {
                hold_voice_seconds: voice_notes.chosen.get_untracked(),
                hold_text_seconds: others.chosen.get_untracked(),
                ..ChangeSettings::default()
            }));
        }
        is_saving.set(true);
    };
    view! {
        <div class="section__body">
            <p class="setup__lead">{move || i18n.text().setup.app_settings_lead}</p>
            <form class="setup__part setup-holds" on:submit=save>
                <h3 class="setup__heading">{move || i18n.text().setup.holds}</h3>
                <p class="setup-holds__text">{move || i18n.text().setup.holds_text}</p>
                <Hold name=Signal::derive(move || i18n.text().setup.hold_voice_notes) choice=voice_notes />
                <Hold name=Signal::derive(move || i18n.text().setup.hold_others) choice=others />
                <button type="submit" class="button setup-holds__save" data-look="main">
                    {move || i18n.text().canned.save}
                </button>
            </form>
        </div>
    }
    .into_any()
}

/// How long messages of one sort are held.
#[component]
fn Hold(name: Signal<&'static str>, choice: Choice) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <label class="field">
            <span class="field__label">{move || name.get()}</span>
            <select
                class="field__input"
                on:change=move |event| choice.chosen.set(event_target_value(&event).parse().ok())
            >
                {(0..=MOST_SECONDS)
                    .map(|seconds| {
                        view! {
                            <option
                                value=seconds.to_string()
                                prop:selected=move || choice.shown() == Some(seconds)
                            >
                                {move || (i18n.text().setup.hold_length)(seconds)}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// A length in seconds that may be chosen and not saved yet.
#[derive(Clone, Copy)]
struct Choice {
    /// What the server has.
    kept: Memo<Option<u32>>,
    /// What is to take its place.
    chosen: RwSignal<Option<u32>>,
}

impl Choice {
    fn of(desk: Desk, seconds: fn(&Settings) -> u32) -> Self {
        let kept = Memo::new(move |_| {
            desk.with(|state| state.settings.with(|settings| settings.as_ref().map(seconds)))
        });
        let chosen = RwSignal::new(None::<u32>);
        // Once the server has it, what others change shows again.
        Effect::new(move |_| {
            let kept = kept.get();
            if kept.is_some() && chosen.get() == kept {
                chosen.set(None);
            }
        });
        Self { kept, chosen }
    }

    /// Tracked.
    fn shown(self) -> Option<u32> {
        self.chosen.get().or_else(|| self.kept.get())
    }

    /// Tracked.
    fn is_saved(self) -> bool {
        self.shown() == self.kept.get()
    }
}
