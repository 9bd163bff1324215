//! The order of the list, and the stage that it is narrowed to.

use super::choices::Choices;
use crate::i18n::use_i18n;
use crate::state::conversation_filter::ConversationSort;
use crate::state::list_choices::{ALL_STAGES, stage_of, stage_word};
use domain::outgoing_text::stage_name;
use leptos::prelude::*;

const RECENT: &str = "recent";
const CLOSING: &str = "closing";

/// Two choices beside each other.
#[component]
pub(super) fn ListTools(choices: Choices) -> impl IntoView {
    let i18n = use_i18n();
    let sort = Memo::new(move |_| choices.get().sort);
    let stage = Memo::new(move |_| choices.get().filter.stage);
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
        </div>
    }
    .into_any()
}
