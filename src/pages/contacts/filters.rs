//! Narrowing the list down: by words, stage, source and group.

use crate::i18n::use_i18n;
use crate::shell::Desk;
use crate::state::list_choices::{ALL_STAGES, stage_of, stage_word};
use crate::ui::search_field::SearchField;
use domain::contact_list::ContactFilter;
use domain::ids::{GroupId, SourceId};
use domain::outgoing_text::stage_name;
use leptos::prelude::*;

/// The box and the choices.
#[component]
pub(super) fn ContactFilters(
    /// What is chosen.
    filter: RwSignal<ContactFilter>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let sources = Memo::new(move |_| desk.with(|state| state.sources()));
    let groups = Memo::new(move |_| desk.with(|state| state.groups()));
    let text = Memo::new(move |_| filter.with(|filter| filter.q.clone()));
    let stage = Memo::new(move |_| filter.with(|filter| filter.stage));
    let source = Memo::new(move |_| filter.with(|filter| filter.source));
    let group = Memo::new(move |_| filter.with(|filter| filter.group));
    view! {
        <div class="contacts__filters" role="search" aria-label=move || i18n.contact_page().filters>
            <SearchField
                name=Signal::derive(move || i18n.contact_page().search)
                text
                on_input=Callback::new(move |typed| filter.update(|filter| filter.q = typed))
                most=200
                class="contacts__search"
            />
            <select
                class="contacts__choice"
                aria-label=move || i18n.text().list.stage
                data-chosen=move || stage.get().is_some().to_string()
                on:change=move |event| {
                    let chosen = stage_of(&event_target_value(&event));
                    filter.update(|filter| filter.stage = chosen);
                }
            >
                <option value="" prop:selected=move || stage.get().is_none()>
                    {move || i18n.text().list.all_stages}
                </option>
                {ALL_STAGES
                    .map(|one| {
                        view! {
                            <option value=stage_word(one) prop:selected=move || stage.get() == Some(one)>
                                {move || stage_name(one, i18n.language())}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <select
                class="contacts__choice"
                aria-label=move || i18n.contact_page().source
                data-chosen=move || source.get().is_some().to_string()
                on:change=move |event| {
                    let chosen = event_target_value(&event).parse::<SourceId>().ok();
                    filter.update(|filter| filter.source = chosen);
                }
            >
                <option value="" prop:selected=move || source.get().is_none()>
                    {move || i18n.contact_page().all_sources}
                </option>
                <For each=move || sources.get() key=|one| (one.id, one.version) let:one>
                    <option value=one.id.to_string() prop:selected=move || source.get() == Some(one.id)>
                        {one.name.clone()}
                    </option>
                </For>
            </select>
            <select
                class="contacts__choice"
                aria-label=move || i18n.text().list.group
                data-chosen=move || group.get().is_some().to_string()
                on:change=move |event| {
                    let chosen = event_target_value(&event).parse::<GroupId>().ok();
                    filter.update(|filter| filter.group = chosen);
                }
            >
                <option value="" prop:selected=move || group.get().is_none()>
                    {move || i18n.text().list.all_groups}
                </option>
                <For each=move || groups.get() key=|one| (one.id, one.version) let:one>
                    <option value=one.id.to_string() prop:selected=move || group.get() == Some(one.id)>
                        {one.name.clone()}
                    </option>
                </For>
            </select>
        </div>
    }
    .into_any()
}
