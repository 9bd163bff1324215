//! What agents want done.

use super::{agent_id, contact, conversation, conversation_id, message_id, pin};
use domain::canned_response::PutCannedResponse;
use domain::command::{
    Assign, ChangeSettings, MarkRead, NewContact, PutWaveform, RetryMessage, SendMessage, StartConversation,
};
use domain::content::MessageContent;
use domain::waveform::{BARS, Waveform};

#[test]
fn commands_keep_their_form() {
    pin(
        "send_message",
        &SendMessage::new(
            message_id(),
            conversation_id(),
            MessageContent::Text { body: "Olá".into() },
        ),
    );
    pin(
        "put_waveform",
        &PutWaveform {
            waveform: Waveform::from_heights(&[0; BARS]).unwrap(),
        },
    );
    pin("mark_read", &MarkRead { up_to: message_id() });
    pin("retry_message", &RetryMessage { after_attempt: 1 });
    pin(
        "assign",
        &Assign {
            agents: vec![agent_id()],
        },
    );
    pin(
        "start_conversation",
        &[
            NewContact::Known {
                contact_id: contact().id,
            },
            NewContact::Phone {
                contact_id: contact().id,
                phone: "11 98637-2111".into(),
                name: "Mariana".into(),
            },
        ]
        .map(|with| StartConversation {
            id: conversation_id(),
            phone_number_id: conversation().phone_number_id,
            with,
        })
        .to_vec(),
    );
    pin(
        "put_canned_response",
        &PutCannedResponse {
            after_version: 1,
            shortcut: "preços".into(),
            title: "Tabela de preços".into(),
            body: "Oi @contact_firstname".into(),
            buttons: vec!["Quero".into()],
            attachment: None,
        },
    );
    pin(
        "change_settings",
        &ChangeSettings {
            is_support_agent_on: Some(true),
            hold_voice_seconds: Some(8),
            hold_text_seconds: None,
        },
    );
}
