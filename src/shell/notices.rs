//! What the app says by itself: the connection, and requests of the agent that failed.

use super::{Desk, failure_words};
use crate::i18n::use_i18n;
use crate::state::intent::Intent;
use crate::state::phase::{Connection, RequestFailure, SignOutProgress};
use crate::state::{FailedRequest, Notice};
use domain::error::ErrorCode;
use domain::pin::MOST as MOST_PINS;
use leptos::prelude::*;

/// "Sem conexão", "Reconectando…": quiet, and never in the way.
#[component]
pub(super) fn ConnectionPill() -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let connection = Memo::new(move |_| desk.with(|state| state.connection.get()));
    let is_signing_out = Memo::new(move |_| desk.with(|state| state.sign_out.get()) == SignOutProgress::Busy);
    let words = move || {
        let text = i18n.text();
        match connection.get() {
            _ if is_signing_out.get() => Some(text.signing_out),
            Connection::Online => None,
            Connection::Offline => Some(text.offline),
            Connection::Reconnecting => Some(text.reconnecting),
        }
    };
    view! {
        <div role="status">
            {move || {
                words()
                    .map(|words| {
                        view! {
                            <div class="connection-pill">
                                {words}
                                <Show when=move || connection.get() == Connection::Reconnecting>
                                    <button
                                        type="button"
                                        class="connection-pill__action"
                                        on:click=move |_| desk.emit(Intent::Reconnect)
                                    >
                                        {move || i18n.text().reconnect_now}
                                    </button>
                                </Show>
                            </div>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// A request that failed: what, why, and closing the note.
#[component]
pub(super) fn FailedRequestView() -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let words = move |notice: &Notice| {
        let text = i18n.text();
        let what = match notice.request {
            FailedRequest::Assign => text.failed_assign,
            FailedRequest::ChangeConversationState => text.failed_change_state,
            FailedRequest::RetryMessage => text.failed_retry,
            FailedRequest::FetchMedia => text.media.fetch_failed,
            FailedRequest::SignOut => text.failed_sign_out,
            FailedRequest::AcknowledgeAlarm => text.failed_acknowledge,
            FailedRequest::SendText => text.failed_send,
            FailedRequest::SyncTemplates => text.templates.failed_sync,
            FailedRequest::ChangePhoneNumber => text.composer.failed_change_number,
            FailedRequest::ChangeSettings => text.setup.failed_change_settings,
            FailedRequest::RemoveCannedResponse => text.canned.failed_remove,
            FailedRequest::React => text.thread.failed_react,
            FailedRequest::CancelMessage => text.voice.failed_cancel,
            FailedRequest::EraseMessage => text.thread.failed_erase,
            FailedRequest::ShowMessage => text.thread.failed_show,
            FailedRequest::ChangeContact => text.contact.failed_change,
            FailedRequest::ContactPicture => text.contact.failed_picture,
            FailedRequest::BlockContact => text.contact.failed_block,
            FailedRequest::MergeContacts => text.contact.failed_merge,
            FailedRequest::EraseContact => text.contact.failed_erase,
            FailedRequest::RemoveLabel => text.labels.failed_remove,
            // Says what to do, too.
            FailedRequest::PinConversation if are_pins_full(&notice.failure) => {
                return (text.list.pins_full)(MOST_PINS);
            }
            FailedRequest::PinConversation => text.list.failed_pin,
            FailedRequest::MarkUnread => text.list.failed_mark,
            // Why it is so nobody knows.
            FailedRequest::FindMessage => return text.thread.message_gone.to_owned(),
            FailedRequest::SaveSetAside => return text.media.not_here.to_owned(),
            // Says what to do, too.
            FailedRequest::LoadPart => return text.part_missing.to_owned(),
        };
        format!("{what} {}", failure_words(text, &notice.failure))
    };
    view! {
        <div class="toast" role="alert">
            {move || {
                desk.with(|state| state.notice.get())
                    .map(|notice| {
                        view! {
                            <div class="toast__box">
                                <p>{words(&notice)}</p>
                                <button
                                    type="button"
                                    class="toast__action"
                                    on:click=move |_| desk.emit(Intent::DismissNotice)
                                >
                                    {move || i18n.text().close}
                                </button>
                            </div>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// Whether a pin was refused because as many conversations are pinned as can be.
fn are_pins_full(failure: &RequestFailure) -> bool {
    matches!(failure, RequestFailure::Refused(problem) if problem.code == ErrorCode::PinsFull)
}
