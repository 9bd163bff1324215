//! "Encaminhar": a copy of a message for other conversations, as far as their windows allow. Those of this device are offered at once;
//! who looks for somebody gets what the server finds below them.

use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::conversation_filter::ConversationFilter;
use crate::state::found_conversations::FoundConversations;
use crate::state::intent::Intent;
use crate::ui::dialog::{Dialog, DialogEnd};
use crate::ui::toast::Toasts;
use domain::customer_service_window::is_open;
use domain::entities::ConversationState;
use domain::ids::{ConversationId, MessageId};
use domain::text_folding::fold;
use leptos::prelude::*;

/// How many conversations are offered at once: who looks for another one types.
const OFFERED: usize = 30;

/// The picker.
#[component]
pub(in crate::pages::chat) fn ForwardDialog(
    /// Which message goes on.
    of: RwSignal<Option<MessageId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let toasts = expect_context::<Toasts>();
    let query = RwSignal::new(String::new());
    let chosen = RwSignal::new(Vec::<ConversationId>::new());
    let close = move || {
        // The thread may have gone with the dialog open.
        of.try_set(None);
        query.try_set(String::new());
        chat.emit(Intent::FindConversations(String::new()));
        chosen.try_set(Vec::new());
    };
    let offered = Memo::new(move |before: Option<&Option<Offer>>| {
        of.get()?;
        let query = query.get();
        let before = before
            .and_then(Option::as_ref)
            .filter(|offer| offer.query == query);
        let mut ids = before.map_or_else(|| matching(chat, &query), |offer| offer.ids.clone());
        let found = chat.with(|state| state.found_conversations.with(|found| found.of(&query).to_vec()));
        for id in found {
            // What was found may have gone out of sight again.
            let is_here = chat.with(|state| state.conversations.get(id).is_some());
            if is_here && !ids.contains(&id) {
                ids.push(id);
            }
        }
        Some(Offer { query, ids })
    });
    let ids = move || {
        offered.with(|offered| {
            offered
                .as_ref()
                .map(|offer| offer.ids.clone())
                .unwrap_or_default()
        })
    };
    let is_nobody = Memo::new(move |_| {
        let is_asked = chat.with(|state| state.found_conversations.with(FoundConversations::is_asked));
        !is_asked && offered.with(|offered| offered.as_ref().is_some_and(|offer| offer.ids.is_empty()))
    });
    let send = move |_| {
        let to = chosen.get_untracked();
        if let Some(message_id) = of.get_untracked() {
            chat.emit(Intent::Forward { message_id, to });
            toasts.say(i18n.text_untracked().thread.forwarded_on);
        }
        close();
    };
    let row = move |id: ConversationId| {
        let name = Memo::new(move |_| chat.name_in(id).unwrap_or_default());
        let is_closed = Memo::new(move |_| {
            let expires_at =
                chat.with(|state| state.conversations.find(id)?.with(|row| row.window_expires_at));
            !is_open(expires_at, chat.with(|state| state.now.get()))
        });
        view! {
            <li>
                <label class="forward-target" data-is-closed=move || is_closed.get().to_string()>
                    <input
                        type="checkbox"
                        class="forward-target__box"
                        prop:checked=move || chosen.with(|chosen| chosen.contains(&id))
                        disabled=move || is_closed.get()
                        on:change=move |_| {
                            chosen
                                .update(|chosen| {
                                    match chosen.iter().position(|known| *known == id) {
                                        Some(at) => drop(chosen.remove(at)),
                                        None => chosen.push(id),
                                    }
                                });
                        }
                    />
                    <span class="forward-target__name" dir="auto">
                        {move || name.get()}
                    </span>
                    <Show when=move || is_closed.get()>
                        <span class="forward-target__note">{move || i18n.text().thread.forward_closed}</span>
                    </Show>
                </label>
            </li>
        }
    };
    view! {
        <Dialog
            is_open=Signal::derive(move || of.get().is_some())
            title=Signal::derive(move || i18n.text().thread.forward_title.to_owned())
            on_close=Callback::new(move |()| close())
        >
            <input
                type="search"
                class="forward-search"
                autocomplete="off"
                aria-label=move || i18n.text().thread.forward_search
                placeholder=move || i18n.text().thread.forward_search
                prop:value=move || query.get()
                on:input=move |event| {
                    let text = event_target_value(&event);
                    chat.emit(Intent::FindConversations(text.clone()));
                    query.set(text);
                }
            />
            <ul class="forward-targets">
                <For each=ids key=|id| *id children=row />
            </ul>
            <Show when=move || is_nobody.get()>
                <p class="dialog__text">{move || i18n.text().thread.forward_none}</p>
            </Show>
            <p class="dialog__text">{move || i18n.text().thread.forward_note}</p>
            <DialogEnd
                on_leave=Callback::new(move |()| close())
                on_confirm=Callback::new(send)
                is_disabled=Signal::derive(move || chosen.with(Vec::is_empty))
            >
                {move || (i18n.text().thread.forward_send)(chosen.with(Vec::len).max(1))}
            </DialogEnd>
        </Dialog>
    }
    .into_any()
}

/// What is offered for a query.
#[derive(Clone, PartialEq)]
struct Offer {
    query: String,
    ids: Vec<ConversationId>,
}

/// The newest conversations whose customers' names or numbers have the query in them: the open ones, and for who looks for somebody those
/// that are concluded, too. Looks at the list as it is now: rows that move under one's pointer would be worse than an old order.
fn matching(chat: Chat, query: &str) -> Vec<ConversationId> {
    let query = fold(query.trim());
    let digits: String = query.chars().filter(char::is_ascii_digit).collect();
    untrack(|| {
        let in_state = |wanted| {
            let filter = ConversationFilter {
                state: wanted,
                ..ConversationFilter::default()
            };
            chat.with(|state| state.conversation_list.with_untracked(|list| list.ids(&filter)))
        };
        let mut ids = in_state(ConversationState::Open);
        if !query.is_empty() {
            ids.extend(in_state(ConversationState::Concluded));
        }
        let matches = |id: &ConversationId| {
            if query.is_empty() {
                return true;
            }
            chat.contact_in(*id).is_some_and(|contact| {
                let has_number = digits.len() > 2
                    && contact
                        .phone
                        .as_deref()
                        .is_some_and(|phone| phone.contains(&digits));
                has_number || fold(&chat.contact_name(&contact)).contains(&query)
            })
        };
        ids.into_iter().filter(matches).take(OFFERED).collect()
    })
}
