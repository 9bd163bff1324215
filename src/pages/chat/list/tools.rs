//! The order of the list, and the stage and group that it is narrowed to.

use super::choices::Choices;
use crate::browser::folding::fold;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::conversation_filter::ConversationSort;
use crate::state::list_choices::{ALL_STAGES, stage_of, stage_word};
use domain::ids::GroupId;
use domain::outgoing_text::stage_name;
use leptos::prelude::*;

const RECENT: &str = "recent";
const CLOSING: &str = "closing";

/// As high as they are, until they are here.
pub(super) fn room_for_tools() -> AnyView {
    view! {
        <div class="list-tools">
            <span class="list-tools__choice"></span>
        </div>
    }
    .into_any()
}

/// Choices beside each other, a part of the program. That of a group is there when there are groups.
#[component]
pub(in crate::pages::chat) fn ListTools(choices: Choices) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let sort = Memo::new(move |_| choices.get().sort);
    let stage = Memo::new(move |_| choices.get().filter.stage);
    let group = Memo::new(move |_| choices.get().filter.group);
    // By the browser's tables: the list is in the first download, and our own are large.
    let groups = Memo::new(move |_| {
        let mut groups = chat.with(|state| state.groups.values());
        groups.sort_by_cached_key(|group| fold(&group.name));
        groups
    });
    let choose_sort = move |event| {
        let is_closing = event_target_value(&event) == CLOSING;
        choices.change(|choices| {
            choices.sort = if is_closing {
                ConversationSort::Closing
            } else {
                ConversationSort::Recent
            };
        });
    };
    let choose_stage = move |event| {
        let stage = stage_of(&event_target_value(&event));
        choices.change(|choices| choices.filter.stage = stage);
    };
    let choose_group = move |event| {
        let group = event_target_value(&event).parse::<GroupId>().ok();
        choices.change(|choices| choices.filter.group = group);
    };
    view! {
        <div class="list-tools">
            <select
                class="list-tools__choice"
                aria-label=move || i18n.text().list.sort
                data-chosen=move || (sort.get() != ConversationSort::Recent).to_string()
                on:change=choose_sort
            >
                <option
                    class="list-tools__option"
                    value=RECENT
                    prop:selected=move || sort.get() == ConversationSort::Recent
                >
                    {move || i18n.text().list.sort_recent}
                </option>
                <option
                    class="list-tools__option"
                    value=CLOSING
                    prop:selected=move || sort.get() == ConversationSort::Closing
                >
                    {move || i18n.text().list.sort_closing}
                </option>
            </select>
            <select
                class="list-tools__choice"
                aria-label=move || i18n.text().list.stage
                data-chosen=move || stage.get().is_some().to_string()
                on:change=choose_stage
            >
                <option class="list-tools__option" value="" prop:selected=move || stage.get().is_none()>
                    {move || i18n.text().list.all_stages}
                </option>
                {ALL_STAGES
                    .map(|one| {
                        view! {
                            <option
                                class="list-tools__option"
                                value=stage_word(one)
                                prop:selected=move || stage.get() == Some(one)
                            >
                                {move || stage_name(one, i18n.language())}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <Show when=move || groups.with(|groups| !groups.is_empty())>
                <select
                    class="list-tools__choice"
                    aria-label=move || i18n.text().list.group
                    data-chosen=move || group.get().is_some().to_string()
                    on:change=choose_group
                >
                    <option class="list-tools__option" value="" prop:selected=move || group.get().is_none()>
                        {move || i18n.text().list.all_groups}
                    </option>
                    <For each=move || groups.get() key=|one| (one.id, one.version) let:one>
                        <option
                            class="list-tools__option"
                            value=one.id.to_string()
                            prop:selected=move || group.get() == Some(one.id)
                        >
                            {one.name.clone()}
                        </option>
                    </For>
                </select>
            </Show>
        </div>
    }
    .into_any()
}
