//! Several conversations at once: which are selected, and the bar that says how many and does something with all of them.
//!
//! It begins by the menu of a row, by the space bar, or by a click with Shift, which reaches from the row before to this one. As long
//! as something is selected, a click selects instead of opening.

use super::row_menu::{ROW, conversation_in};
use crate::browser::element;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::button::IconButton;
use crate::ui::icon::{Icon, IconView};
use crate::ui::menu::{MenuItem, Popover, PopoverPlace};
use crate::ui::part::when_wanted;
use domain::entities::{Agent, ConversationState};
use domain::ids::{AgentId, ConversationId};
use domain::permission::Permission;
use leptos::ev;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What is selected.
#[derive(Clone, Copy)]
pub(in crate::pages::chat) struct Selection {
    chosen: RwSignal<BTreeSet<ConversationId>>,
    /// From where a click with Shift reaches.
    last: RwSignal<Option<ConversationId>>,
    /// What the list shows: what has left it is not selected any more.
    shown: Memo<Vec<ConversationId>>,
    can: Memo<bool>,
}

impl Selection {
    /// Nothing yet, of what the list shows.
    pub fn new(chat: Chat, shown: Memo<Vec<ConversationId>>) -> Self {
        let chosen = RwSignal::new(BTreeSet::<ConversationId>::new());
        // What comes back later was not selected by who sees it then.
        Effect::new(move |_| {
            if chosen.with(BTreeSet::is_empty) {
                return;
            }
            let gone: Vec<ConversationId> = shown.with(|shown| {
                let is_gone = |id: &&ConversationId| !shown.contains(*id);
                chosen.with_untracked(|chosen| chosen.iter().filter(is_gone).copied().collect())
            });
            if !gone.is_empty() {
                chosen.update(|chosen| chosen.retain(|id| !gone.contains(id)));
            }
        });
        Self {
            chosen,
            last: RwSignal::new(None),
            shown,
            can: Memo::new(move |_| chat.can(Permission::ChatSend) || chat.can(Permission::ChatAssign)),
        }
    }

    /// Whether there is something that the agent could do with several; tracked.
    pub fn is_offered(self) -> bool {
        self.can.get()
    }

    /// Whether a conversation is selected; tracked.
    pub fn has(self, id: ConversationId) -> bool {
        self.chosen.with(|chosen| chosen.contains(&id))
    }

    /// Those that are selected and shown, in the list's order; tracked.
    fn all(self) -> Vec<ConversationId> {
        self.chosen.with(|chosen| {
            if chosen.is_empty() {
                return Vec::new();
            }
            self.shown
                .with(|shown| shown.iter().filter(|id| chosen.contains(id)).copied().collect())
        })
    }

    fn is_on_untracked(self) -> bool {
        untrack(|| !self.all().is_empty())
    }

    /// Selects a conversation, or does not any more.
    pub fn toggle(self, id: ConversationId) {
        self.last.set(Some(id));
        self.chosen.update(|chosen| {
            if !chosen.remove(&id) {
                chosen.insert(id);
            }
        });
    }

    fn reach(self, id: ConversationId) {
        let range = self
            .shown
            .with_untracked(|shown| between(shown, self.last.get_untracked(), id));
        self.last.set(Some(id));
        self.chosen.update(|chosen| chosen.extend(range));
    }

    /// Selects nothing.
    pub fn clear(self) {
        self.chosen.try_update(BTreeSet::clear);
        self.last.try_set(None);
        element::after_next_paint(|| element::focus_if_lost("[data-row]"));
    }

    /// A click on a row.
    pub fn click(self, event: &ev::MouseEvent) {
        let id = element::target_in(event, ROW).as_ref().and_then(conversation_in);
        let Some(id) = id.filter(|_| untrack(|| self.is_offered())) else {
            return;
        };
        if event.shift_key() {
            self.reach(id);
        } else if self.is_on_untracked() {
            self.toggle(id);
        } else {
            return;
        }
        event.prevent_default();
    }

    /// A key on a row.
    pub fn key(self, event: &ev::KeyboardEvent) {
        let has_modifier = event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key();
        match event.key().as_str() {
            "Escape" if self.is_on_untracked() => self.clear(),
            " " if !has_modifier && untrack(|| self.is_offered()) => {
                let id = element::target_in(event, ROW).as_ref().and_then(conversation_in);
                let Some(id) = id else { return };
                self.toggle(id);
            }
            _ => return,
        }
        event.prevent_default();
    }
}

/// From one row of the list to another, whichever stands first; without the one, the other alone.
fn between(
    shown: &[ConversationId],
    from: Option<ConversationId>,
    to: ConversationId,
) -> Vec<ConversationId> {
    let place = |wanted: ConversationId| shown.iter().position(|id| *id == wanted);
    match (from.and_then(place), place(to)) {
        (Some(from), Some(to)) => shown[from.min(to)..=from.max(to)].to_vec(),
        _ => vec![to],
    }
}

/// The bar, in place of what stands there else.
#[component]
pub(super) fn SelectionBar(
    /// What is selected.
    selection: Selection,
    /// Whether the list shows open or ended ones.
    #[prop(into)]
    state: Signal<ConversationState>,
    /// What stands there while nothing is selected.
    children: ChildrenFn,
) -> impl IntoView {
    let chat = Chat::here();
    let is_on = Memo::new(move |_| !selection.all().is_empty());
    view! {
        <Show when=move || is_on.get() fallback=move || children()>
            {when_wanted(chat.tools(), || true, move |tools| (tools.selection)(selection, state))}
        </Show>
    }
    .into_any()
}

/// What is done with all that is selected: a part of the program.
#[component]
pub(in crate::pages::chat) fn SelectionItems(
    /// What is selected.
    selection: Selection,
    /// Whether the list shows open or ended ones.
    state: Signal<ConversationState>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let all = Memo::new(move |_| selection.all());
    let count = Memo::new(move |_| all.with(Vec::len));
    let assign = Callback::new(move |agent: Option<AgentId>| {
        chat.emit(Intent::AssignMany {
            conversation_ids: all.get_untracked(),
            agents: agent.into_iter().collect(),
        });
        // The menu has to close before it goes.
        element::after_next_paint(move || selection.clear());
    });
    let is_open = Memo::new(move |_| state.get() == ConversationState::Open);
    let change_state = move || {
        chat.emit(Intent::ChangeStates {
            conversation_ids: all.get_untracked(),
            state: if is_open.get_untracked() {
                ConversationState::Concluded
            } else {
                ConversationState::Open
            },
        });
        selection.clear();
    };
    let change_button = move || {
        let is_open = is_open.get();
        let icon = if is_open { Icon::Check } else { Icon::Reopen };
        let name = Signal::derive(move || {
            let text = i18n.text();
            (if is_open { text.conclude } else { text.reopen }).to_owned()
        });
        view! { <IconButton icon name tip="end" on_click=Callback::new(move |()| change_state()) /> }
    };
    view! {
        <div
            class="selection"
            role="group"
            aria-label=move || i18n.text().list.selection
            on:keydown=move |event| selection.key(&event)
        >
            <span class="selection__count" role="status">
                {move || (i18n.text().list.selected_count)(count.get())}
            </span>
            <Show when=move || chat.can(Permission::ChatAssign)>
                <AssignButton assign />
            </Show>
            <Show when=move || chat.can(Permission::ChatSend)>{change_button}</Show>
            <IconButton
                icon=Icon::Close
                tip="end"
                name=Signal::derive(move || i18n.text().list.end_selection.to_owned())
                on_click=Callback::new(move |()| selection.clear())
            />
        </div>
    }
    .into_any()
}

/// Whom all of them are for from now on.
#[component]
fn AssignButton(assign: Callback<Option<AgentId>>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let agents = Memo::new(move |_| {
        let mut agents = chat.with(|state| state.agents.values());
        agents.sort_by_cached_key(Agent::full_name);
        agents
    });
    view! {
        <Popover
            id="assign-selected"
            place=PopoverPlace::Beside
            role="menu"
            tip="end"
            button_class="icon-button"
            name=Signal::derive(move || i18n.text().list.assign.to_owned())
            button=|| view! { <IconView icon=Icon::Person /> }
        >
            <For each=move || agents.get() key=|agent| (agent.id, agent.version) let:agent>
                <MenuItem
                    icon=Icon::Person
                    role="menuitem"
                    name=agent.full_name()
                    on_choose=Callback::new(move |()| assign.run(Some(agent.id)))
                />
            </For>
            <MenuItem
                icon=Icon::Close
                role="menuitem"
                name=Signal::derive(move || i18n.text().list.nobody.to_owned())
                on_choose=Callback::new(move |()| assign.run(None))
            />
        </Popover>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> ConversationId {
        ConversationId::from_parts(1, &[number; 10])
    }

    #[test]
    fn a_range_reaches_both_ways_and_holds_its_ends() {
        let shown = [5, 3, 9, 1].map(id);
        let table = [
            (Some(3), 1, vec![3, 9, 1]),
            (Some(1), 5, vec![5, 3, 9, 1]),
            (Some(9), 9, vec![9]),
            // Nothing before it, or something that has left the list.
            (None, 9, vec![9]),
            (Some(7), 3, vec![3]),
        ];
        for (from, to, expected) in table {
            let expected: Vec<_> = expected.into_iter().map(id).collect();
            assert_eq!(between(&shown, from.map(id), id(to)), expected);
        }
    }
}
