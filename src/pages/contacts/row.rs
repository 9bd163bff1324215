//! One contact of the list. It leads to their newest conversation with the panel open, or begins one.

use super::names::{address_of, name_of, picture_of};
use crate::i18n::use_i18n;
use crate::shell::Desk;
use crate::ui::avatar::{Avatar, AvatarSize};
use domain::date_wording::list_time;
use domain::entities::Contact;
use domain::ids::{ContactId, ConversationId};
use domain::outgoing_text::stage_name;
use domain::permission::Permission;
use leptos::prelude::*;

/// Where a row leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// To a conversation.
    To(ConversationId),
    /// There is none, and one can be begun.
    Begin,
    /// There is none.
    Nowhere,
}

/// The row.
#[component]
pub(super) fn ContactRow(
    /// Who.
    id: ContactId,
    /// Whether Tab stops here.
    is_tab_stop: Signal<bool>,
    /// With whom a conversation is to be begun.
    starting: RwSignal<Option<ContactId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let listed = Memo::new(move |_| desk.with(|state| state.contact_book.with(|book| book.row(id).cloned())));
    let way = Memo::new(move |_| {
        let conversation = listed.with(|listed| listed.as_ref().and_then(|listed| listed.conversation_id));
        match conversation {
            Some(conversation) => Way::To(conversation),
            None if desk.can(Permission::ChatSend) => Way::Begin,
            None => Way::Nowhere,
        }
    });
    let name = Memo::new(move |_| {
        let text = i18n.text();
        listed.with(|listed| {
            listed
                .as_ref()
                .map(|listed| name_of(&listed.contact, text))
                .unwrap_or_default()
        })
    });
    let tabindex = move || if is_tab_stop.get() { "0" } else { "-1" };
    let row = id.to_string();
    move || match way.get() {
        Way::To(conversation) => view! {
            <a
                class="contact-row"
                href=format!("/c/{conversation}?info")
                data-row=row.clone()
                tabindex=tabindex
            >
                <Cells id name />
            </a>
        }
        .into_any(),
        Way::Begin => view! {
            <button
                type="button"
                class="contact-row"
                data-row=row.clone()
                tabindex=tabindex
                on:click=move |_| starting.set(Some(id))
            >
                <Cells id name />
                <span class="visually-hidden">
                    {move || (i18n.contact_page().start_with)(&name.get())}
                </span>
            </button>
        }
        .into_any(),
        Way::Nowhere => view! {
            <div class="contact-row" data-row=row.clone() tabindex=tabindex>
                <Cells id name />
            </div>
        }
        .into_any(),
    }
}

/// What is said of them.
#[component]
fn Cells(id: ContactId, name: Memo<String>) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let of_contact = move |say: fn(&Contact) -> Option<String>| {
        Memo::new(move |_| {
            desk.with(|state| {
                state
                    .contact_book
                    .with(|book| book.row(id).and_then(|listed| say(&listed.contact)))
            })
        })
    };
    let picture = of_contact(picture_of);
    let address = of_contact(address_of);
    let stage = Memo::new(move |_| {
        let language = i18n.language();
        desk.with(|state| {
            state.contact_book.with(|book| {
                book.row(id)
                    .map(|listed| stage_name(listed.contact.stage, language))
            })
        })
    });
    let source = Memo::new(move |_| {
        desk.with(|state| {
            let source = state
                .contact_book
                .with(|book| book.row(id).and_then(|listed| listed.contact.source_id))?;
            Some(state.sources.find(source)?.with(|source| source.name.clone()))
        })
    });
    let groups = Memo::new(move |_| {
        desk.with(|state| {
            let ids = state
                .contact_book
                .with(|book| book.row(id).map(|listed| listed.contact.group_ids.clone()));
            let names: Vec<_> = ids
                .unwrap_or_default()
                .into_iter()
                .filter_map(|group| Some(state.groups.find(group)?.with(|group| group.name.clone())))
                .collect();
            names.join(", ")
        })
    });
    let activity = Memo::new(move |_| {
        let at = desk.with(|state| {
            state
                .contact_book
                .with(|book| book.row(id).and_then(|listed| listed.last_activity_at))
        });
        at.map(|at| list_time(desk.civil(at), desk.civil_now(), i18n.language()))
    });
    view! {
        <Avatar name key=Signal::stored(id.to_string()) picture size=AvatarSize::Bar />
        <span class="contact-row__who">
            <span class="contact-row__name" dir="auto">
                {move || name.get()}
            </span>
            <span class="contact-row__phone">
                {move || address.get().filter(|address| name.with(|name| name != address))}
            </span>
        </span>
        <span class="contact-row__stage">
            <span class="visually-hidden">{move || i18n.text().contact.stage} ": "</span>
            {move || stage.get()}
        </span>
        <span class="contact-row__source" dir="auto">
            <span class="visually-hidden">{move || i18n.text().contact.source} ": "</span>
            {move || source.get().unwrap_or_else(|| "–".to_owned())}
        </span>
        <span class="contact-row__groups" dir="auto">
            <span class="visually-hidden">{move || i18n.text().contact.groups} ": "</span>
            {move || Some(groups.get()).filter(|names| !names.is_empty()).unwrap_or_else(|| "–".to_owned())}
        </span>
        <span class="contact-row__activity">
            <span class="visually-hidden">{move || i18n.contact_page().last_activity} ": "</span>
            {move || activity.get().unwrap_or_else(|| i18n.contact_page().no_conversation.to_owned())}
        </span>
    }
    .into_any()
}
