//! Notes that mention agents: who hears of it, and until when.

use crate::support::{ANA, BRUNO, Browser, CARLA, TestServer, TestSocket, assert_refused};
use domain::command::PutNote;
use domain::entities::Note;
use domain::error::ErrorCode;
use domain::event::Change;
use domain::ids::NoteId;
use domain::wire::{Bootstrap, ConversationDetail};

async fn waiting(browser: &Browser) -> Vec<NoteId> {
    let screen: Bootstrap = browser.get("/api/v1/bootstrap").await.read();
    screen.mentions.iter().map(|mention| mention.note_id).collect()
}

#[tokio::test]
async fn a_mention_waits_for_its_agent_until_it_was_seen() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let (ana, bruno, carla) = (
        server.sign_in(ANA).await,
        server.sign_in(BRUNO).await,
        server.sign_in(CARLA).await,
    );
    let screen: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
    let id_of_bruno = server.agent_id(BRUNO).await;
    let name = screen
        .agents
        .iter()
        .find(|agent| agent.id == id_of_bruno)
        .unwrap()
        .full_name();
    let detail: ConversationDetail = ana
        .get(&format!("/api/v1/conversations/{}", customer.conversation))
        .await
        .read();
    let note_id: NoteId = server.services.ids.uuid().into();
    let note_path = format!("/api/v1/contacts/{}/notes/{note_id}", detail.row.contact.id);
    let put = |text: String| PutNote {
        edited_at: server.clock.now(),
        text,
    };
    let mut socket = TestSocket::live(&bruno).await;
    let created = ana.put(&note_path, &put(format!("@{name}, veja isto"))).await;
    assert_eq!(created.status, 201, "{}", created.json);
    let written: Note = created.read();
    assert_eq!(written.mentions.len(), 1);
    assert_eq!(written.mentions[0].agent_id, id_of_bruno);
    let again = ana.put(&note_path, &put(format!("@{name}, veja isto"))).await;
    assert_eq!(again.status, 200);
    let heard = socket
        .events_until(
            |change| matches!(change, Change::MentionChanged { mention } if mention.note_id == note_id),
        )
        .await;
    let told = heard
        .iter()
        .filter(|event| matches!(event.change, Change::MentionChanged { .. }));
    assert_eq!(told.count(), 1, "{heard:?}");
    assert_eq!(waiting(&bruno).await, [note_id]);
    assert_eq!(waiting(&carla).await, []);

    let path = format!("/api/v1/mentions/{note_id}");
    for _ in 0..2 {
        // It looks the same to whom it is not for, and changes nothing.
        assert_eq!(carla.delete(&path).await.status, 204);
    }
    assert_eq!(waiting(&bruno).await, [note_id]);
    for _ in 0..2 {
        assert_eq!(bruno.delete(&path).await.status, 204);
    }
    socket
        .events_until(|change| *change == Change::MentionRemoved { note_id })
        .await;
    assert_eq!(waiting(&bruno).await, []);
    // The note says so still.
    let detail: ConversationDetail = bruno
        .get(&format!("/api/v1/conversations/{}", customer.conversation))
        .await
        .read();
    assert_eq!(detail.notes, [written]);
    assert_refused(&bruno.delete("/api/v1/mentions/x").await, ErrorCode::NotFound);
}
