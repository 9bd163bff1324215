//! What can be done with the contact as a whole: joining, blocking, taking its data along, erasing.

use super::Subject;
use super::erase_dialog::{EraseDialog, may_erase};
use super::facts::fact;
use super::merge_dialog::MergeDialog;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::dialog::{Dialog, DialogEnd};
use crate::ui::icon::{Icon, IconView};
use domain::contact::EDITING;
use leptos::prelude::*;

/// The actions; nothing for who may do none of them.
#[component]
pub(super) fn Conduct(
    /// What is on screen.
    subject: Subject,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let Subject {
        conversation_id,
        contact_id: id,
    } = subject;
    let can_edit = Memo::new(move |_| chat.can(EDITING));
    let can_erase = Memo::new(move |_| may_erase(chat));
    let is_blocked = Memo::new(move |_| fact(chat, id, |contact| contact.is_blocked).unwrap_or_default());
    // Meta blocks numbers: who is known by a username alone cannot be blocked.
    let can_block = Memo::new(move |_| {
        is_blocked.get() || fact(chat, id, |contact| contact.phone.is_some()).unwrap_or_default()
    });
    let name = Memo::new(move |_| chat.name_in(conversation_id).unwrap_or_default());
    let is_merging = RwSignal::new(false);
    let is_blocking = RwSignal::new(false);
    let is_erasing = RwSignal::new(false);
    let block = move |is_blocked: bool| chat.emit(Intent::BlockContact { id, is_blocked });
    view! {
        <Show when=move || can_edit.get()>
            <section class="info__part info__actions" aria-label=move || i18n.text().contact.manage>
                <button type="button" class="info__action" on:click=move |_| is_merging.set(true)>
                    <IconView icon=Icon::Merge />
                    {move || i18n.text().contact.merge}
                </button>
                <a class="info__action" href=export_url(id) download="">
                    <IconView icon=Icon::Download />
                    {move || i18n.text().contact.export}
                </a>
                <Show when=move || can_block.get()>
                    <button
                        type="button"
                        class="info__action"
                        on:click=move |_| {
                            if is_blocked.get_untracked() {
                                block(false);
                            } else {
                                is_blocking.set(true);
                            }
                        }
                    >
                        <IconView icon=Icon::Block />
                        {move || {
                            let text = &i18n.text().contact;
                            if is_blocked.get() { text.unblock } else { text.block }
                        }}
                    </button>
                </Show>
                <Show when=move || can_erase.get()>
                    <button
                        type="button"
                        class="info__action"
                        data-look="danger"
                        on:click=move |_| is_erasing.set(true)
                    >
                        <IconView icon=Icon::Delete />
                        {move || i18n.text().contact.erase}
                    </button>
                </Show>
            </section>
        </Show>
        <MergeDialog id name is_open=is_merging />
        <Dialog
            is_open=Signal::derive(move || is_blocking.get() && can_edit.get())
            title=Signal::derive(move || (i18n.text().contact.block_title)(&name.get()))
            on_close=Callback::new(move |()| {
                is_blocking.try_set(false);
            })
        >
            <p class="dialog__text">{move || i18n.text().contact.block_text}</p>
            <DialogEnd
                on_leave=Callback::new(move |()| is_blocking.set(false))
                on_confirm=Callback::new(move |()| {
                    is_blocking.set(false);
                    block(true);
                })
                look="danger"
            >
                {move || i18n.text().contact.block_now}
            </DialogEnd>
        </Dialog>
        <EraseDialog id name is_open=is_erasing />
    }
    .into_any()
}

/// Where all that is kept of a contact can be had as a file.
fn export_url(id: domain::ids::ContactId) -> String {
    format!("/api/v1/contacts/{id}/export")
}
