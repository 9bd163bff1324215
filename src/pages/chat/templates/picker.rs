//! The dialog in which a template is chosen, filled in and sent.

use super::choice::Choice;
use super::filling::Filling;
use super::recent;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::dialog::{Dialog, DialogEnd};
use domain::ids::ConversationId;
use domain::template::{Template, TemplateValue};
use leptos::prelude::*;

/// The dialog; open while [`Chat::template_for`] names a conversation.
#[component]
pub(in crate::pages::chat) fn TemplatePicker() -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let target = chat.template_for();
    let title = Signal::derive(move || {
        let name = target.get().and_then(|id| chat.name_in(id));
        (i18n.text().templates.choose_title)(&name.unwrap_or_default())
    });
    view! {
        <Dialog
            is_open=Signal::derive(move || target.get().is_some())
            title
            size="wide"
            on_close=Callback::new(move |()| target.set(None))
        >
            {move || target.get().map(|id| view! { <Steps id target /> })}
        </Dialog>
    }
    .into_any()
}

/// First the list, then the form.
#[component]
fn Steps(id: ConversationId, target: RwSignal<Option<ConversationId>>) -> impl IntoView {
    let chat = Chat::here();
    let chosen = RwSignal::new(None::<Template>);
    let templates = Memo::new(move |_| chat.with(|state| state.sendable_templates(id)));
    let send = move |(template, values): (Template, Vec<TemplateValue>)| {
        recent::note(&template);
        chat.emit(Intent::SendTemplate {
            conversation_id: id,
            template: template.id,
            values,
        });
        target.set(None);
    };
    move || match chosen.get() {
        None => view! {
            <Choice templates on_choose=Callback::new(move |template| chosen.set(Some(template))) />
            <DialogEnd on_leave=Callback::new(move |()| target.set(None)) />
        }
        .into_any(),
        Some(template) => view! {
            <Filling
                template
                known=Callback::new(move |field| chat.merge_value(id, field))
                on_back=Callback::new(move |()| chosen.set(None))
                on_cancel=Callback::new(move |()| target.set(None))
                on_send=Callback::new(send)
            />
        }
        .into_any(),
    }
}
