//! Who writes, to which number, who answers, and what can be done.

use crate::browser::clipboard;
use crate::i18n::use_i18n;
use crate::pages::chat::context::{Chat, phone_of};
use crate::state::intent::Intent;
use crate::ui::avatar::{Avatar, AvatarSize};
use crate::ui::button::IconButton;
use crate::ui::icon::{Icon, IconView};
use crate::ui::menu::{MenuItem, Popover, PopoverPlace};
use crate::ui::toast::Toasts;
use domain::entities::{Contact, ConversationState};
use domain::ids::{AgentId, ConversationId};
use domain::permission::Permission;
use domain::phone;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The bar above the thread.
#[component]
pub(super) fn ThreadHeader(
    /// Of which conversation.
    id: ConversationId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let contact = Memo::new(move |_| chat.contact_in(id));
    let name = Memo::new(move |_| chat.name_in(id).unwrap_or_default());
    let key = Memo::new(move |_| {
        contact.with(|contact| {
            contact
                .as_ref()
                .map(|contact| contact.id.to_string())
                .unwrap_or_default()
        })
    });
    let picture = Memo::new(move |_| chat.picture_in(id));
    let number = Memo::new(move |_| {
        chat.with(|state| {
            let number_id = state
                .conversations
                .find(id)?
                .with(|conversation| conversation.phone_number_id);
            state.phone_numbers.find(number_id).map(|number| {
                number.with(|number| (number.display_name.clone(), phone::readable(&number.phone)))
            })
        })
    });
    view! {
        <header class="chat-header">
            <a
                class="icon-button chat-header__back"
                href=move || chat.path(None)
                aria-label=move || i18n.text().back_to_list
            >
                <IconView icon=Icon::Back />
            </a>
            <Avatar name key size=AvatarSize::Bar picture />
            <div class="chat-header__words">
                <h2 class="chat-header__name" dir="auto">
                    {move || name.get()}
                </h2>
                <div class="chat-header__details">
                    <Address contact />
                    {move || {
                        number
                            .get()
                            .map(|(name, digits)| {
                                view! {
                                    <span class="chat-header__number">
                                        <span class="chat-header__from">{move || (i18n.text().answered_from)(&name)}</span>
                                        <span class="chat-header__between">{BETWEEN}</span>
                                        <span class="chat-header__digits">{digits}</span>
                                    </span>
                                }
                            })
                    }}
                </div>
            </div>
            <Assignees id />
            <IconButton
                icon=Icon::Search
                tip="end"
                name=Signal::derive(move || i18n.text().search.in_conversation.to_owned())
                on_click=Callback::new(move |()| chat.finder_for().set(Some(id)))
            />
            <InfoButton />
            <Actions id />
        </header>
    }
    .into_any()
}

/// The phone, or the username of one who has none: a click copies it.
#[component]
fn Address(contact: Memo<Option<Contact>>) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = expect_context::<Toasts>();
    let shown = Memo::new(move |_| {
        contact.with(|contact| {
            let contact = contact.as_ref()?;
            let username = || contact.username.as_ref().map(|name| format!("@{name}"));
            let phone = phone_of(contact).map(|shown| (shown, contact.phone.clone()));
            phone.or_else(|| username().map(|name| (name, None)))
        })
    });
    move || {
        shown.get().map(|(shown, phone)| {
            let is_phone = phone.is_some();
            let copied = phone.unwrap_or_else(|| shown.clone());
            let copy = move |_| {
                let copied = copied.clone();
                spawn_local(async move {
                    if clipboard::copy(&copied).await {
                        let text = i18n.text_untracked();
                        toasts.say(if is_phone {
                            text.phone_copied
                        } else {
                            text.contact.username_copied
                        });
                    }
                });
            };
            let name = shown.clone();
            let name = move || {
                let text = i18n.text();
                if is_phone {
                    (text.copy_phone)(&name)
                } else {
                    (text.contact.copy_username)(&name)
                }
            };
            view! {
                <button type="button" class="chat-header__phone" aria-label=name on:click=copy>
                    {shown}
                </button>
                <span class="chat-header__separator" aria-hidden="true">
                    {SEPARATOR}
                </span>
            }
        })
    }
}

const SEPARATOR: &str = "·";
const BETWEEN: &str = " · ";

/// ℹ️: opens and closes the panel with information.
#[component]
fn InfoButton() -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    view! {
        <button
            type="button"
            class="icon-button chat-header__info"
            data-tip="end"
            aria-label=move || i18n.text().contact.open
            aria-expanded=move || chat.has_info().to_string()
            on:click=move |_| chat.show_info(!untrack(|| chat.has_info()))
        >
            <IconView icon=Icon::Info />
            <span class="icon-button__tip" aria-hidden="true">
                {move || i18n.text().contact.open}
            </span>
        </button>
    }
    .into_any()
}

#[component]
fn Assignees(id: ConversationId) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let assignees = Memo::new(move |_| assignees_of(chat, id));
    let names = Memo::new(move |_| assignees.with(|assignees| chat.agent_names(assignees)));
    let full_name = move |agent: AgentId| {
        Signal::derive(move || {
            chat.with(|state| {
                state
                    .agents
                    .find(agent)
                    .map(|row| row.with(domain::entities::Agent::full_name))
            })
            .unwrap_or_default()
        })
    };
    view! {
        <Show when=move || assignees.with(|assignees| !assignees.is_empty())>
            <div class="assignees">
                <For each=move || assignees.get() key=|agent| *agent let:agent>
                    <Avatar name=full_name(agent) key=agent.to_string() size=AvatarSize::Small />
                </For>
                <span class="visually-hidden">{move || (i18n.text().answered_by)(&names.get())}</span>
                <span class="assignees__names" aria-hidden="true">
                    {move || names.get()}
                </span>
            </div>
        </Show>
    }
    .into_any()
}

#[component]
fn Actions(id: ConversationId) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let can_send = Memo::new(move |_| chat.can(Permission::ChatSend));
    let state = Memo::new(move |_| {
        chat.with(|state| state.conversations.find(id).map(|row| row.with(|row| row.state)))
    });
    let me = move || chat.with(crate::state::AppState::me);
    let can_take = Memo::new(move |_| assignees_of(chat, id) != me().into_iter().collect::<Vec<_>>());
    let take = move || {
        chat.emit(Intent::Assign {
            conversation_id: id,
            agents: me().into_iter().collect(),
        });
    };
    let change_state = move |state| {
        chat.emit(Intent::ChangeConversationState {
            conversation_id: id,
            state,
        });
    };
    view! {
        <Show when=move || can_send.get()>
            <Popover
                id="conversation-menu"
                place=PopoverPlace::HeaderEnd
                role="menu"
                tip="end"
                button_class="icon-button"
                name=Signal::derive(move || i18n.text().more_options.to_owned())
                button=|| view! { <IconView icon=Icon::More /> }
            >
                <Show when=move || can_take.get()>
                    <MenuItem
                        icon=Icon::Hand
                        role="menuitem"
                        name=Signal::derive(move || i18n.text().take.to_owned())
                        on_choose=Callback::new(move |()| take())
                    />
                </Show>
                {move || match state.get() {
                    Some(ConversationState::Open) => {
                        view! {
                            <MenuItem
                                icon=Icon::Check
                                role="menuitem"
                                name=Signal::derive(move || i18n.text().conclude.to_owned())
                                on_choose=Callback::new(move |()| change_state(ConversationState::Concluded))
                            />
                        }
                            .into_any()
                    }
                    Some(ConversationState::Concluded) => {
                        view! {
                            <MenuItem
                                icon=Icon::Reopen
                                role="menuitem"
                                name=Signal::derive(move || i18n.text().reopen.to_owned())
                                on_choose=Callback::new(move |()| change_state(ConversationState::Open))
                            />
                        }
                            .into_any()
                    }
                    None => ().into_any(),
                }}
            </Popover>
        </Show>
    }
    .into_any()
}

fn assignees_of(chat: Chat, id: ConversationId) -> Vec<AgentId> {
    chat.with(|state| {
        state
            .conversations
            .find(id)
            .map(|row| row.with(|row| row.assignees.clone()))
    })
    .unwrap_or_default()
}
