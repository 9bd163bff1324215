//! Each wish of the agent finds who fulfils it, but for what reading needs ([`super::reading`]). Nothing here waits: what takes time
//! runs beside.

use super::attachments::Words;
use super::core::Core;
use super::outbox::Writing;
use super::threads::Attention;
use super::{
    alarms, attachments, canned_responses, contact_book, contact_edits, contacts, feedback, labels, list,
    list_wishes, mentions, message_details, messages, outbox, picked_file, requests, session, set_aside,
    shelves, templates, threads, uploads, voice,
};
use crate::state::alarms::PageBegins;
use crate::state::intent::Intent;
use crate::state::phase::SignOutProgress;
use crate::state::templates::StartProgress;
use leptos::prelude::Set;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Does what the agent wants.
pub(super) fn fulfil(core: &Rc<Core>, intent: Intent) {
    match intent {
        Intent::SendText {
            conversation_id,
            body,
            reply_to,
            allows_gaps,
            despite_answers,
        } => {
            let writing = Writing {
                conversation_id,
                body,
                reply_to,
                allows_gaps,
                despite_answers,
            };
            outbox::write(core, writing);
        }
        Intent::AttachFiles {
            conversation_id,
            files,
        } => attachments::attach(core, conversation_id, files),
        Intent::RemoveAttachment { conversation_id, key } => attachments::remove(core, conversation_id, key),
        Intent::AttachAsDocument { conversation_id, key } => {
            attachments::as_document(core, conversation_id, key);
        }
        Intent::SendAttachments {
            conversation_id,
            caption,
            reply_to,
            allows_gaps,
            despite_answers,
        } => {
            let words = Words {
                text: &caption,
                allows_gaps,
                despite_answers,
            };
            attachments::send(core, conversation_id, words, reply_to);
        }
        Intent::Voice(wish) => voice::fulfil(core, wish),
        Intent::Shelf(wish) => shelves::fulfil(core, wish),
        Intent::PinConversation {
            conversation_id,
            is_pinned,
        } => list_wishes::pin(core, conversation_id, is_pinned),
        Intent::MarkConversation {
            conversation_id,
            is_unread,
        } => list_wishes::mark(core, conversation_id, is_unread),
        Intent::SendContent {
            conversation_id,
            content,
            reply_to,
        } => outbox::write_content(core, conversation_id, content, reply_to),
        Intent::SendTemplate {
            conversation_id,
            template,
            values,
        } => templates::send(core, conversation_id, template, &values),
        Intent::ForgetStart => core.state.start.set(StartProgress::default()),
        Intent::EditCannedResponse(id) => canned_responses::edit(core, id),
        Intent::CloseCannedEdit => canned_responses::close(core),
        Intent::AnswerWithCanned { conversation_id, id } => {
            canned_responses::answer_with(core, conversation_id, id);
        }
        Intent::DropAnswerButtons(id) => core.state.answer_buttons.set(id, Vec::new()),
        Intent::PutAnswerButtons {
            conversation_id,
            buttons,
        } => core.state.answer_buttons.set(conversation_id, buttons),
        Intent::CaptionAttachments {
            conversation_id,
            caption,
        } => attachments::caption(core, conversation_id, caption),
        Intent::DropPickedFile => picked_file::drop_it(core),
        Intent::CloseMessageDetails => core.state.details.set(None),
        Intent::StaySignedIn => core.state.sign_out.set(SignOutProgress::Idle),
        Intent::ChangeContact { id, change } => contact_edits::change(core, id, change),
        Intent::PutNote { contact_id, id, text } => contact_edits::put_note(core, contact_id, id, text),
        Intent::RemoveNote { contact_id, id } => contact_edits::remove_note(core, contact_id, id),
        Intent::DraftNote { contact_id, text } => contact_edits::draft_note(core, contact_id, text),
        Intent::JumpToNewest(id) => threads::jump_to_newest(core, id),
        Intent::SeeMention(id) => mentions::see(core, id),
        Intent::WriteFeedback(entry) => feedback::write(core, entry),
        Intent::EditLabel { kind, id } => labels::edit(core, kind, id),
        Intent::CloseLabelEdit => core.state.label_edit.set(None),
        slow => {
            let core = Rc::clone(core);
            spawn_local(async move { fulfil_slowly(&core, slow).await });
        }
    }
}

async fn fulfil_slowly(core: &Rc<Core>, intent: Intent) {
    match intent {
        Intent::SignIn {
            email,
            password,
            discard_unsent,
        } => {
            session::sign_in(core, email, password, discard_unsent).await;
        }
        Intent::SignOut(unsent) => session::sign_out(core, unsent, false).await,
        Intent::SignOutEverywhere => {
            session::sign_out(core, crate::state::intent::UnsentMessages::Ask, true).await;
        }
        Intent::React { message_id, emoji } => messages::react(core, message_id, emoji).await,
        Intent::EraseMessage(id) => messages::erase(core, id).await,
        Intent::Forward { message_id, to } => messages::forward(core, message_id, to).await,
        Intent::RetryMessage(id) => requests::retry_message(core, id).await,
        Intent::ShrinkAttachment { conversation_id, key } => {
            attachments::shrink(core, conversation_id, key).await;
        }
        Intent::PickFile { file, wanted } => picked_file::pick(core, file, wanted).await,
        Intent::CancelUpload(id) => uploads::cancel(core, id).await,
        Intent::FetchMedia(id) => requests::fetch_media(core, id).await,
        Intent::DiscardSetAside(id) => set_aside::discard(core, id).await,
        Intent::SaveSetAside(id) => uploads::save(core, id).await,
        Intent::EditSetAside(id) => set_aside::edit(core, id).await,
        Intent::SendSetAside(id) => set_aside::send_anyway(core, id).await,
        Intent::ChangePhoneNumber { id, change } => requests::change_phone_number(core, id, change).await,
        Intent::ChangeSettings(change) => requests::change_settings(core, &change).await,
        Intent::Assign {
            conversation_id,
            agents,
        } => requests::assign(core, conversation_id, agents).await,
        Intent::ChangeConversationState {
            conversation_id,
            state,
        } => {
            requests::change_state(core, conversation_id, state).await;
        }
        Intent::AssignMany {
            conversation_ids,
            agents,
        } => requests::assign_many(core, conversation_ids, &agents).await,
        Intent::ChangeStates {
            conversation_ids,
            state,
        } => requests::change_states(core, conversation_ids, state).await,
        Intent::LoadNewer(id) => threads::load_newer(core, id).await,
        Intent::ShowMessage {
            conversation_id,
            place,
        } => threads::show_message(core, conversation_id, place, Attention::Focus).await,
        Intent::LoadMoreConversations(choices) => list::load_more(core, choices).await,
        Intent::LoadEmoji => requests::load_emoji(core).await,
        Intent::LoadMoreAlarms => alarms::load_more(core).await,
        Intent::AcknowledgeAlarm(id) => alarms::acknowledge(core, id).await,
        Intent::LoadSetAsideValues => alarms::load_set_aside(core, PageBegins::AtTheTop).await,
        Intent::LoadMoreSetAsideValues => alarms::load_set_aside(core, PageBegins::Below).await,
        Intent::ShowMessageDetails(id) => message_details::load(core, id).await,
        Intent::StartConversation {
            phone_number_id,
            with,
        } => templates::start(core, phone_number_id, with).await,
        Intent::LoadTemplateSyncs => templates::load_syncs(core).await,
        Intent::SyncTemplates(number) => templates::sync(core, number).await,
        Intent::SaveCannedResponse(put) => canned_responses::save(core, put).await,
        Intent::RemoveCannedResponse(id) => canned_responses::remove(core, id).await,
        Intent::LoadFeedback => feedback::load(core).await,
        Intent::GiveFeedback(put) => feedback::give(core, put).await,
        Intent::LoadFeedbackTally => feedback::load_tally(core).await,
        Intent::Book(wish) => contact_book::fulfil(core, wish).await,
        Intent::PutPicture {
            contact_id,
            key,
            byte_size,
        } => contacts::put_picture(core, contact_id, key, byte_size).await,
        Intent::LoadOlderNotes(id) => contacts::load_older_notes(core, id).await,
        Intent::DiscardNote(key) => contact_edits::discard(core, &key).await,
        Intent::BlockContact { id, is_blocked } => contacts::block(core, id, is_blocked).await,
        Intent::FindContacts(wanted) => contacts::find(core, wanted).await,
        Intent::FindConversations(wanted) => messages::find_targets(core, wanted).await,
        Intent::MergeContacts { id, other } => contacts::merge(core, id, other).await,
        Intent::EraseContact(id) => contacts::erase(core, id).await,
        Intent::SaveLabel(name) => labels::save(core, name).await,
        Intent::RemoveLabel(id) => labels::remove(core, id).await,
        // Fulfilled by `reading`.
        Intent::OpenSoon(_)
        | Intent::OpenConversation(_)
        | Intent::CloseConversation(_)
        | Intent::NewestInView { .. }
        | Intent::LoadOlder(_)
        | Intent::Search(_)
        | Intent::MarkRead { .. }
        | Intent::ReplyTo(_)
        | Intent::SaveDraft { .. }
        | Intent::ComposerFocus { .. }
        | Intent::Typing(_)
        | Intent::Reconnect
        | Intent::DismissNotice
        // Fulfilled at once, above.
        | Intent::SendText { .. }
        | Intent::AttachFiles { .. }
        | Intent::RemoveAttachment { .. }
        | Intent::AttachAsDocument { .. }
        | Intent::SendAttachments { .. }
        | Intent::Voice(_)
        | Intent::Shelf(_)
        | Intent::PinConversation { .. }
        | Intent::MarkConversation { .. }
        | Intent::CloseMessageDetails
        | Intent::SendContent { .. }
        | Intent::SendTemplate { .. }
        | Intent::ForgetStart
        | Intent::EditCannedResponse(_)
        | Intent::CloseCannedEdit
        | Intent::AnswerWithCanned { .. }
        | Intent::DropAnswerButtons(_)
        | Intent::PutAnswerButtons { .. }
        | Intent::CaptionAttachments { .. }
        | Intent::DropPickedFile
        | Intent::StaySignedIn
        | Intent::ChangeContact { .. }
        | Intent::PutNote { .. }
        | Intent::RemoveNote { .. }
        | Intent::DraftNote { .. }
        | Intent::JumpToNewest(_)
        | Intent::SeeMention(_)
        | Intent::WriteFeedback(_)
        | Intent::EditLabel { .. }
        | Intent::CloseLabelEdit => {}
    }
}
