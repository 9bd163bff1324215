//! What an agent may not see does not exist for them: not in lists, by address, in answers to commands or on the socket.

use crate::support::{ANA, BRUNO, Browser, CARLA, Customer, TestServer, TestSocket, assert_refused};
use domain::command::{
    Assign, ChangeConversationState, ChangeSettings, MarkRead, MarkUnread, PinConversation, RetryMessage,
    SendMessage,
};
use domain::content::MessageContent;
use domain::entities::{Conversation, ConversationState};
use domain::error::ErrorCode;
use domain::event::Change;
use domain::permission::Permission;
use domain::wire::{Bootstrap, ConversationPage, VisibleConversations};

/// From now on each conversation is its assignees' alone.
pub async fn turn_support_agent_on(ana: &Browser) {
    let on = ChangeSettings {
        is_support_agent_on: Some(true),
        ..ChangeSettings::default()
    };
    assert_eq!(ana.patch("/api/v1/settings", &on).await.status, 200);
}

async fn assign(by: &Browser, customer: &Customer, agents: &[domain::ids::AgentId]) {
    let command = Assign {
        agents: agents.to_vec(),
    };
    let answer = by
        .put(
            &format!("/api/v1/conversations/{}/assignees", customer.conversation),
            &command,
        )
        .await;
    assert_eq!(answer.read::<Conversation>().assignees, agents);
}

#[tokio::test]
async fn a_colleagues_conversation_does_not_exist_by_list_address_or_command() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let carla = server.sign_in(CARLA).await;
    let hidden = server.new_customer("Marina Alves").await;
    let open = server.new_customer("Rafael Costa").await;
    turn_support_agent_on(&ana).await;
    assign(&ana, &hidden, &[server.agent_id(BRUNO).await]).await;
    let before = server.store().log_bounds().await.unwrap();

    let ids = |page: &ConversationPage| {
        page.rows
            .iter()
            .map(|row| row.conversation.id)
            .collect::<Vec<_>>()
    };
    let bootstrap: Bootstrap = carla.get("/api/v1/bootstrap").await.read();
    assert_eq!(ids(&bootstrap.conversations), [open.conversation]);
    let page: ConversationPage = carla.get("/api/v1/conversations").await.read();
    assert_eq!(ids(&page), [open.conversation]);
    let visible: VisibleConversations = carla.get("/api/v1/conversations/visible").await.read();
    assert_eq!(visible.ids, [open.conversation]);

    let id = hidden.conversation;
    let message = server
        .store()
        .conversation_detail(&viewer(&server, ANA).await, id, 1)
        .await
        .unwrap()
        .unwrap();
    let message = message.messages.messages[0].id;
    let text = SendMessage::new(
        server.services.ids.message_id(),
        id,
        MessageContent::Text {
            body: "Oi".to_owned(),
        },
    );
    let carla_id = server.agent_id(CARLA).await;
    let concluded = ChangeConversationState {
        state: ConversationState::Concluded,
    };
    let at = |path: &str| format!("/api/v1/conversations/{id}{path}");
    let answers = [
        carla.get(&at("")).await,
        carla.get(&at("/messages")).await,
        carla.get(&at("/search?q=oi")).await,
        carla.post(&at("/messages"), &text).await,
        carla.post(&at("/read"), &MarkRead { up_to: message }).await,
        carla
            .put(
                &at("/assignees"),
                &Assign {
                    agents: vec![carla_id],
                },
            )
            .await,
        carla.put(&at("/state"), &concluded).await,
        carla
            .put(
                &at("/unread-mark"),
                &MarkUnread {
                    is_marked_unread: true,
                },
            )
            .await,
        carla
            .put(
                &at("/pin"),
                &PinConversation {
                    is_pinned: true,
                    revision: 1,
                },
            )
            .await,
        carla
            .post(
                &format!("/api/v1/messages/{message}/retry"),
                &RetryMessage { after_attempt: 1 },
            )
            .await,
        carla.get(&format!("/api/v1/messages/{message}/details")).await,
    ];
    for answer in &answers {
        let problem = assert_refused(answer, ErrorCode::NotFound);
        assert_eq!(
            problem.field, None,
            "the refusal of what is hidden is the refusal of what is not there"
        );
    }
    assert_eq!(server.store().log_bounds().await.unwrap(), before);
}

#[tokio::test]
async fn a_colleagues_conversation_is_silent_on_the_socket() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let carla = server.sign_in(CARLA).await;
    let hidden = server.new_customer("Marina Alves").await;
    turn_support_agent_on(&ana).await;
    assign(&ana, &hidden, &[server.agent_id(BRUNO).await]).await;
    let mut anas_socket = TestSocket::live(&ana).await;
    let mut carlas_socket = TestSocket::live(&carla).await;

    server.customer_writes(&hidden, "Segredo").await;

    let seen = anas_socket
        .events_until(|change| matches!(change, Change::MessageChanged { .. }))
        .await;
    assert!(!seen.is_empty());
    assert_eq!(carlas_socket.events_so_far(&server).await, []);
}

#[tokio::test]
async fn sight_is_lost_and_gained_while_the_socket_is_open() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let carla = server.sign_in(CARLA).await;
    let customer = server.new_customer("Marina Alves").await;
    turn_support_agent_on(&ana).await;
    let mut socket = TestSocket::live(&carla).await;

    assign(&ana, &customer, &[server.agent_id(BRUNO).await]).await;
    let lost = Change::SightLost {
        conversation_id: customer.conversation,
    };
    let seen = socket.events_until(|change| *change == lost).await;
    assert!(
        !seen
            .iter()
            .any(|event| matches!(event.change, Change::ConversationChanged { .. })),
        "{seen:?}"
    );
    server.customer_writes(&customer, "Segredo").await;
    assert_eq!(socket.events_so_far(&server).await, []);

    assign(&ana, &customer, &[server.agent_id(CARLA).await]).await;
    let gained = Change::SightGained {
        conversation_id: customer.conversation,
    };
    socket.events_until(|change| *change == gained).await;
    let detail = carla
        .get(&format!("/api/v1/conversations/{}", customer.conversation))
        .await;
    assert_eq!(detail.status, 200);
}

#[tokio::test]
async fn a_lost_permission_reaches_an_open_session_before_the_next_message() {
    let server = TestServer::start().await;
    let agent = server
        .add_agent("davi@example.org", &[Permission::ChatView, Permission::ChatSend])
        .await;
    let davi = server.sign_in("davi@example.org").await;
    let customer = server.new_customer("Marina Alves").await;
    let mut socket = TestSocket::live(&davi).await;

    server
        .store()
        .put_role(agent.role_id, "Sem chat", &[].into_iter().collect())
        .await
        .unwrap();
    server.customer_writes(&customer, "Segredo").await;

    let seen = socket
        .events_until(|change| *change == Change::ScopeChanged)
        .await;
    let after = socket.events_so_far(&server).await;
    let shows_customer = |change: &Change| {
        matches!(
            change,
            Change::MessageChanged { .. }
                | Change::ConversationChanged { .. }
                | Change::ContactChanged { .. }
        )
    };
    assert!(
        !seen
            .iter()
            .chain(&after)
            .any(|event| shows_customer(&event.change)),
        "{seen:?} {after:?}"
    );
    let page: ConversationPage = davi.get("/api/v1/conversations").await.read();
    assert!(page.rows.is_empty());
    let read = format!("/api/v1/conversations/{}/read", customer.conversation);
    let answer = davi
        .post(
            &read,
            &MarkRead {
                up_to: server.services.ids.message_id(),
            },
        )
        .await;
    assert_refused(&answer, ErrorCode::PermissionDenied);
}

#[tokio::test]
async fn a_gained_role_reaches_an_open_session() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let davi_agent = server.add_agent("davi@example.org", &[]).await;
    let davi = server.sign_in("davi@example.org").await;
    let mut socket = TestSocket::live(&davi).await;
    let administrator = ana
        .get("/api/v1/session")
        .await
        .read::<domain::wire::Session>()
        .agent
        .role_id;

    server
        .store()
        .set_agent_role(davi_agent.id, administrator)
        .await
        .unwrap();
    socket
        .events_until(|change| *change == Change::ScopeChanged)
        .await;
    server.new_customer("Marina Alves").await;
    socket
        .events_until(|change| matches!(change, Change::ConversationChanged { .. }))
        .await;
}

#[tokio::test]
async fn each_command_needs_its_permission() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    server
        .add_agent("davi@example.org", &[Permission::ChatView])
        .await;
    let davi = server.sign_in("davi@example.org").await;
    let bruno = server.sign_in(BRUNO).await;
    let at = |path: &str| format!("/api/v1/conversations/{}{path}", customer.conversation);
    let message = server.services.ids.message_id();
    let text = SendMessage::new(
        message,
        customer.conversation,
        MessageContent::Text {
            body: "Oi".to_owned(),
        },
    );
    let davi_id = server.agent_id("davi@example.org").await;
    let concluded = ChangeConversationState {
        state: ConversationState::Concluded,
    };
    let answers = [
        davi.post(&at("/messages"), &text).await,
        davi.post(&at("/read"), &MarkRead { up_to: message }).await,
        davi.put(
            &at("/assignees"),
            &Assign {
                agents: vec![davi_id],
            },
        )
        .await,
        davi.put(&at("/state"), &concluded).await,
        davi.post(
            &format!("/api/v1/messages/{message}/retry"),
            &RetryMessage { after_attempt: 1 },
        )
        .await,
        davi.patch(
            "/api/v1/settings",
            &ChangeSettings {
                is_support_agent_on: Some(true),
                ..ChangeSettings::default()
            },
        )
        .await,
        bruno
            .put(
                &at("/assignees"),
                &Assign {
                    agents: vec![davi_id],
                },
            )
            .await,
        bruno
            .patch(
                "/api/v1/settings",
                &ChangeSettings {
                    is_support_agent_on: Some(true),
                    ..ChangeSettings::default()
                },
            )
            .await,
    ];
    for answer in &answers {
        assert_refused(answer, ErrorCode::PermissionDenied);
    }
    let bruno_id = server.agent_id(BRUNO).await;
    let taken: Conversation = bruno
        .put(
            &at("/assignees"),
            &Assign {
                agents: vec![bruno_id],
            },
        )
        .await
        .read();
    assert_eq!(taken.assignees, [bruno_id], "\"Assumir\" needs chat.send only");
    let ended: Conversation = bruno.put(&at("/state"), &concluded).await.read();
    assert_eq!(
        (ended.state, ended.assignees.len()),
        (ConversationState::Concluded, 0)
    );
}

async fn viewer(server: &TestServer, email: &str) -> domain::visibility::Viewer {
    let session = server
        .store()
        .session_of_agent(server.agent_id(email).await)
        .await
        .unwrap()
        .unwrap();
    server::auth::current_session::viewer_of(&session)
}
