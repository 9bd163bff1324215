//! "… is typing" goes to colleagues who may see the conversation.

use crate::support::{ANA, BRUNO, CARLA, TestServer, TestSocket};
use domain::command::{Assign, ChangeSettings};
use domain::wire::{ClientFrame, ServerFrame};

#[tokio::test]
async fn colleagues_see_who_writes_and_others_do_not() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let bruno = server.sign_in(BRUNO).await;
    let carla = server.sign_in(CARLA).await;
    let customer = server.new_customer("Marina Alves").await;
    ana.patch(
        "/api/v1/settings",
        &ChangeSettings {
            is_support_agent_on: Some(true),
            ..ChangeSettings::default()
        },
    )
    .await;
    let bruno_id = server.agent_id(BRUNO).await;
    let path = format!("/api/v1/conversations/{}/assignees", customer.conversation);
    ana.put(
        &path,
        &Assign {
            agents: vec![bruno_id],
        },
    )
    .await;
    let mut anas = TestSocket::live(&ana).await;
    let mut brunos = TestSocket::live(&bruno).await;
    let mut carlas = TestSocket::live(&carla).await;

    let typing = ClientFrame::Typing {
        conversation_id: customer.conversation,
    };
    // Carla may not see it, so her typing there is nobody's news.
    carlas.send(&typing).await;
    assert_eq!(carlas.events_so_far(&server).await, []);
    brunos.send(&typing).await;
    let expected = ServerFrame::Typing {
        conversation_id: customer.conversation,
        agent_id: bruno_id,
    };
    assert_eq!(anas.next().await, expected);
    assert_eq!(
        carlas.events_so_far(&server).await,
        [],
        "no typing frame came before the heartbeat"
    );
    assert_eq!(
        brunos.events_so_far(&server).await,
        [],
        "one's own typing is no news"
    );
}
