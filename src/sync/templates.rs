//! Sending templates, beginning conversations with them, and asking Meta for them anew.

use super::core::Core;
use super::requests::tell;
use super::{attachments, events, outbox, picked_file, session, uploads};
use crate::api;
use crate::cache::Batch;
use crate::state::FailedRequest;
use crate::state::intent::StartWith;
use crate::state::phase::PageLoad;
use crate::state::templates::StartProgress;
use domain::command::{NewContact, StartConversation};
use domain::ids::{ContactId, ConversationId, PhoneNumberId, TemplateId};
use domain::template::TemplateValue;
use leptos::prelude::*;
use std::rc::Rc;

/// Sends a template, filled in as the server will fill its own copy.
pub(super) fn send(
    core: &Rc<Core>,
    conversation_id: ConversationId,
    template: TemplateId,
    values: &[TemplateValue],
) {
    // The form has checked it; a template that went meanwhile is not sent.
    let Some(template) = core.state.templates.value_untracked(template) else {
        return;
    };
    let Some(header) = template
        .content
        .header
        .as_ref()
        .filter(|_| template.content.needs_file())
    else {
        if let Ok(content) = template.fill(values, None) {
            outbox::write_content(core, conversation_id, content, None);
        }
        return;
    };
    let Some(item) = picked_file::ready(core) else {
        return;
    };
    let media_id = attachments::new_media_id(core);
    let file = header.with_file(item.attachment(Some(media_id)));
    if let Ok(content) = template.fill(values, file.as_ref()) {
        picked_file::take(core);
        let file = attachments::to_upload(core, conversation_id, &item, media_id, content);
        uploads::send(core, conversation_id, file.into_iter().collect(), None);
    }
}

/// Begins a conversation, or finds the one that is there.
pub(super) async fn start(core: &Rc<Core>, phone_number_id: PhoneNumberId, with: StartWith) {
    let progress = &core.state.start;
    if progress.with_untracked(|progress| matches!(progress, StartProgress::Busy(_))) {
        return;
    }
    let (unix_ms, random) = core.new_id_parts();
    let asked = ConversationId::from_parts(unix_ms, &random);
    progress.set(StartProgress::Busy(asked));
    let with = match with {
        StartWith::Contact(contact_id) => NewContact::Known { contact_id },
        StartWith::Phone { phone, name } => {
            let (unix_ms, random) = core.new_id_parts();
            NewContact::Phone {
                contact_id: ContactId::from_parts(unix_ms, &random),
                phone,
                name,
            }
        }
    };
    let command = StartConversation {
        id: asked,
        phone_number_id,
        with,
    };
    let era = core.era.get();
    let answer = api::start_conversation(&command).await;
    if core.era.get() != era {
        return;
    }
    match answer {
        Ok(row) => {
            let id = row.conversation.id;
            core.state.apply_cached_rows(std::slice::from_ref(&row));
            if let Some(row) = events::row(core, id) {
                core.writer.put(Batch {
                    conversations: vec![row],
                    ..Batch::default()
                });
            }
            core.state.end_start(asked, StartProgress::Started(id));
        }
        Err(error) if error.is_session_required() => session::expired(core).await,
        Err(error) => core
            .state
            .end_start(asked, StartProgress::Failed(session::failure(error))),
    }
}

/// When the templates were asked for.
pub(super) async fn load_syncs(core: &Rc<Core>) {
    let era = core.era.get();
    let answer = api::template_syncs().await;
    if core.era.get() != era {
        return;
    }
    core.state.template_syncs.update(|syncs| match answer {
        Ok(known) => {
            syncs.known = Some(known);
            syncs.load = PageLoad::Idle;
        }
        Err(_) => syncs.load = PageLoad::Failed,
    });
}

/// Lets the server ask Meta.
pub(super) async fn sync(core: &Rc<Core>, number: PhoneNumberId) {
    let syncs = &core.state.template_syncs;
    if syncs.with_untracked(|syncs| syncs.busy.is_some()) {
        return;
    }
    syncs.update(|syncs| syncs.busy = Some(number));
    let era = core.era.get();
    let answer = api::sync_templates(number).await;
    if core.era.get() != era {
        return;
    }
    syncs.update(|syncs| {
        syncs.busy = None;
        if let Ok(done) = &answer {
            syncs.note(done.clone());
        }
    });
    if let Err(error) = answer {
        tell(core, FailedRequest::SyncTemplates, error).await;
    }
}
