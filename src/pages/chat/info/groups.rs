//! "Grupos": those that the contact is in, joining and leaving them.

use super::facts::fact;
use crate::browser::element;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::icon::{Icon, IconView};
use crate::ui::menu::{MenuItem, Popover, PopoverPlace};
use domain::command::ChangeContact;
use domain::contact::EDITING;
use domain::entities::Group;
use domain::ids::{ContactId, GroupId};
use leptos::prelude::*;

/// The groups.
#[component]
pub(super) fn Groups(
    /// Whose.
    id: ContactId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let can_edit = Memo::new(move |_| chat.can(EDITING));
    let all = Memo::new(move |_| chat.with(crate::state::AppState::groups));
    let ids = Memo::new(move |_| fact(chat, id, |contact| contact.group_ids.clone()).unwrap_or_default());
    let parted = move |is_in: bool| {
        let (all, ids) = (all.get(), ids.get());
        let of = all.into_iter();
        of.filter(|group| ids.contains(&group.id) == is_in)
            .collect::<Vec<_>>()
    };
    let joined = Memo::new(move |_| parted(true));
    let others = Memo::new(move |_| parted(false));
    let join = move |group: GroupId| {
        let change = ChangeContact {
            add_groups: vec![group],
            ..ChangeContact::default()
        };
        chat.emit(Intent::ChangeContact { id, change });
        // The menu goes with its last group.
        element::after_next_paint(|| element::focus_if_lost(STOP));
    };
    let leave = Callback::new(move |group: GroupId| {
        let change = ChangeContact {
            remove_groups: vec![group],
            ..ChangeContact::default()
        };
        chat.emit(Intent::ChangeContact { id, change });
        // The button goes with its group.
        element::after_next_paint(|| element::focus_if_lost(STOP));
    });
    view! {
        <section class="info__part info-groups">
            <h3 class="info__label">{move || i18n.text().contact.groups}</h3>
            <div class="info__chips">
                <ul class="info__chips" aria-label=move || i18n.text().contact.groups>
                    <For
                        each=move || joined.get()
                        key=|group| (group.id, group.name.clone())
                        children=move |group| view! { <Joined group can_edit leave /> }
                    />
                </ul>
                <Show when=move || joined.with(Vec::is_empty)>
                    <p class="info__none">{move || i18n.text().contact.no_groups}</p>
                </Show>
                <Show when=move || can_edit.get() && others.with(|others| !others.is_empty())>
                    <Popover
                        id="contact-groups"
                        place=PopoverPlace::Beside
                        role="menu"
                        button_class="icon-button info-groups__add"
                        name=Signal::derive(move || i18n.text().contact.add_group.to_owned())
                        button=|| view! { <IconView icon=Icon::Plus size="small" /> }
                    >
                        <For
                            each=move || others.get()
                            key=|group| (group.id, group.name.clone())
                            children=move |group| {
                                let group_id = group.id;
                                view! {
                                    <MenuItem
                                        icon=Icon::Plus
                                        role="menuitem"
                                        name=Signal::stored(group.name)
                                        on_choose=Callback::new(move |()| join(group_id))
                                    />
                                }
                            }
                        />
                    </Popover>
                </Show>
            </div>
        </section>
    }
    .into_any()
}

const STOP: &str = ".info-groups button";

#[component]
fn Joined(group: Group, can_edit: Memo<bool>, leave: Callback<GroupId>) -> impl IntoView {
    let i18n = use_i18n();
    let id = group.id;
    let name = StoredValue::new(group.name.clone());
    view! {
        <li class="info-chip" data-look="label">
            <span dir="auto">{group.name}</span>
            <Show when=move || can_edit.get()>
                <button
                    type="button"
                    class="info-chip__remove"
                    aria-label=move || name.with_value(|name| (i18n.text().contact.leave_group)(name))
                    on:click=move |_| leave.run(id)
                >
                    <IconView icon=Icon::Close size="small" />
                </button>
            </Show>
        </li>
    }
    .into_any()
}
