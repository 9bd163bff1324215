//! The sections of the setup and the one that is open.

use super::alarms::AlarmsSection;
use super::app_settings::AppSettingsSection;
use super::canned_responses::CannedResponsesSection;
use super::labels::LabelsSection;
use super::numbers::NumbersSection;
use super::section::SetupSection;
use super::set_aside::SetAsideSection;
use super::templates::TemplatesSection;
use crate::i18n::use_i18n;
use crate::shell::{Desk, Place, SectionPanes};
use crate::state::labels::LabelKind;
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
    view! {
        <SectionPanes
            place=Place::Setup
            sections=Signal::derive(move || allowed.get().into_iter().map(SetupSection::entry).collect())
            open=Signal::derive(move || section.get().map(SetupSection::entry))
            shown=Signal::derive(move || shown.get().entry())
            sections_name=Signal::derive(move || i18n.text().setup.sections)
            back_name=Signal::derive(move || i18n.text().setup.back_to_setup)
        >
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
        </SectionPanes>
    }
    .into_any()
}
