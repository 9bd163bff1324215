//! The sections of the setup and the one that is open.

use super::alarms::AlarmsSection;
use super::app_settings::AppSettingsSection;
use super::canned_responses::CannedResponsesSection;
use super::labels::LabelsSection;
use super::numbers::NumbersSection;
use super::section::SetupSection;
use super::set_aside::SetAsideSection;
use super::templates::TemplatesSection;
use crate::browser::{element, page};
use crate::i18n::use_i18n;
use crate::shell::{Desk, Place, ProfileCorner};
use crate::state::labels::LabelKind;
use crate::ui::icon::{Icon, IconView};
use leptos::prelude::*;

/// The panes.
#[component]
pub(super) fn SetupPanes(
    /// The section that is open; none: a phone shows the sections, a larger screen the first one beside them.
    section: Memo<Option<SetupSection>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let allowed = Memo::new(move |_| {
        let all = SetupSection::ALL.into_iter();
        all.filter(|section| desk.can(section.needs()))
            .collect::<Vec<_>>()
    });
    let shown = Memo::new(move |_| {
        let first = allowed.with(|allowed| allowed.first().copied());
        section.get().or(first).unwrap_or(SetupSection::ALL[0])
    });
    Effect::new(move |_| {
        let text = i18n.text();
        let section = section.get().map(|section| format!("{} · ", section.title(text)));
        page::set_title(&format!(
            "{}{} · PerfectChat",
            section.unwrap_or_default(),
            text.setup.setup
        ));
    });
    // On a phone the link that was chosen goes with its pane: the focus goes on to what it opened, and back again.
    Effect::new(move |before: Option<Option<SetupSection>>| {
        let now = section.get();
        if before.is_some_and(|before| before != now) {
            let wanted = match (before.flatten(), now) {
                (Some(left), None) => format!("[data-section=\"{}\"]", left.name()),
                _ => HEADING.to_owned(),
            };
            element::before_paint(move || element::focus_if_lost(&wanted));
        }
        now
    });
    view! {
        <header class="visually-hidden">
            <h1>{move || i18n.text().setup.setup}</h1>
        </header>
        <div
            class="shell__page"
            data-page="setup"
            data-pane=move || if section.get().is_some() { "thread" } else { "list" }
        >
            <Sections allowed section shown />
            <main class="shell__thread setup">
                <div class="setup__bar">
                    <a
                        class="icon-button setup__back"
                        href=Place::Setup.path()
                        aria-label=move || i18n.text().setup.back_to_setup
                    >
                        <IconView icon=Icon::Back />
                    </a>
                    <h2 class="setup__title" tabindex="-1">
                        {move || shown.get().title(i18n.text())}
                    </h2>
                </div>
                {move || match shown.get() {
                    SetupSection::Alarms => view! { <AlarmsSection /> }.into_any(),
                    SetupSection::CannedResponses => view! { <CannedResponsesSection /> }.into_any(),
                    SetupSection::Templates => view! { <TemplatesSection /> }.into_any(),
                    SetupSection::Sources => view! { <LabelsSection kind=LabelKind::Source /> }.into_any(),
                    SetupSection::Groups => view! { <LabelsSection kind=LabelKind::Group /> }.into_any(),
                    SetupSection::SetAside => view! { <SetAsideSection /> }.into_any(),
                    SetupSection::Numbers => view! { <NumbersSection /> }.into_any(),
                    SetupSection::App => view! { <AppSettingsSection /> }.into_any(),
                }}
            </main>
        </div>
    }
    .into_any()
}

/// The setup's own navigation.
#[component]
fn Sections(
    allowed: Memo<Vec<SetupSection>>,
    section: Memo<Option<SetupSection>>,
    shown: Memo<SetupSection>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let alarms = Memo::new(move |_| desk.open_alarms());
    // A phone that shows the sections has none of them open.
    let current = move |of: SetupSection| match section.get() {
        Some(section) => section == of,
        None => shown.get() == of && !page::has_narrow_window(),
    };
    view! {
        <nav class="shell__list setup-sections" aria-label=move || i18n.text().setup.sections>
            <div class="list-bar">
                <ProfileCorner />
                <span class="setup-sections__title" aria-hidden="true">
                    {move || i18n.text().setup.setup}
                </span>
            </div>
            <ul class="setup-sections__list">
                {move || {
                    allowed.get().into_iter().map(|section| {
                        view! {
                            <li>
                                <a
                                    class="setup-sections__link"
                                    href=section.path()
                                    data-section=section.name()
                                    aria-current=move || current(section).then_some("page")
                                >
                                    <IconView icon=section.icon() class="setup-sections__icon" />
                                    <span class="setup-sections__name">
                                        {move || section.title(i18n.text())}
                                    </span>
                                    <Show when=move || section == SetupSection::Alarms && alarms.get() != 0>
                                        <span class="alarm-count">{move || alarms.get()}</span>
                                    </Show>
                                </a>
                            </li>
                        }
                    })
                    .collect_view()
                }}
            </ul>
            <a class="setup-sections__leave" href=Place::Chat.path()>
                <IconView icon=Icon::Back size="small" />
                {move || i18n.text().back_to_list}
            </a>
        </nav>
    }
    .into_any()
}

const HEADING: &str = ".setup__title";
