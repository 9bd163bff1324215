//! What the composer asks of the server: merge fields, the colleague who was faster, who is here, the signature.

use crate::permissions::turn_support_agent_on;
use crate::support::{ANA, BRUNO, Browser, CARLA, Customer, TestServer, TestSocket, assert_refused};
use domain::command::{Assign, ChangePhoneNumber, React, SendMessage};
use domain::content::MessageContent;
use domain::entities::{Message, PhoneNumber};
use domain::error::ErrorCode;
use domain::event::Change;
use domain::permission::Permission;
use domain::wire::{Bootstrap, ClientFrame, ServerFrame};

/// What is typed, what the customer gets, and what is unknown or empty. The app's rule is held to the same table (crates/domain).
const TABLE: &str = include_str!("../../../../tests/fixtures/merge_fields.json");

pub async fn marina(server: &TestServer) -> Customer {
    let customer = Customer {
        name: "Marina Alves".to_owned(),
        wa_id: "5511987654321".to_owned(),
        conversation: server.services.ids.conversation_id(),
    };
    server.customer_writes(&customer, "Oi").await;
    customer
}

pub fn text(server: &TestServer, customer: &Customer, body: &str) -> SendMessage {
    let content = MessageContent::Text {
        body: body.to_owned(),
    };
    SendMessage::new(server.services.ids.message_id(), customer.conversation, content)
}

pub fn messages(customer: &Customer) -> String {
    format!("/api/v1/conversations/{}/messages", customer.conversation)
}

async fn newest(browser: &Browser) -> u64 {
    browser
        .get("/api/v1/bootstrap")
        .await
        .read::<Bootstrap>()
        .cursor
        .n
}

#[tokio::test]
async fn merge_fields_read_as_the_app_shows_them() {
    let server = TestServer::start().await;
    let customer = marina(&server).await;
    let bruno = server.sign_in(BRUNO).await;
    let table: Vec<(String, String, Vec<String>)> = serde_json::from_str(TABLE).unwrap();
    for (typed, sent, gaps) in table {
        let mut command = text(&server, &customer, &typed);
        if !gaps.is_empty() {
            let refused = bruno.post(&messages(&customer), &command).await;
            let problem = assert_refused(&refused, ErrorCode::MergeFieldUnresolved);
            assert_eq!(problem.fields, gaps, "{typed}");
            command.allows_gaps = true;
        }
        let message: Message = bruno.post(&messages(&customer), &command).await.read();
        assert_eq!(message.content.text(), sent, "{typed}");
        let again: Message = bruno.post(&messages(&customer), &command).await.read();
        assert_eq!((again.id, &again.content), (message.id, &message.content));
    }
}

#[tokio::test]
async fn the_words_of_a_copy_stay_as_they_are() {
    let server = TestServer::start().await;
    let customer = marina(&server).await;
    let joana = server.new_customer("Joana").await;
    let words = "Diga @contact_name ou @contact_nmae, e pronto";
    let original = server.customer_writes(&customer, words).await;
    let ana = server.sign_in(ANA).await;
    let number = format!("/api/v1/phone-numbers/{}", server.phone_number);
    let signs = ChangePhoneNumber {
        adds_signature: Some(true),
    };
    ana.patch(&number, &signs).await;
    let copy = SendMessage {
        copy_of: Some(original),
        ..text(&server, &joana, words)
    };
    let answer = ana.post(&messages(&joana), &copy).await;
    assert_eq!(answer.status, 201, "{}", answer.json);
    assert_eq!(answer.read::<Message>().content.text(), words);

    // Other words are typed, whatever the command says.
    let forged = SendMessage {
        copy_of: Some(original),
        ..text(&server, &joana, "Oi, @contact_name")
    };
    let message: Message = ana.post(&messages(&joana), &forged).await.read();
    assert_eq!(message.content.text(), "*Ana:*\nOi, Joana");
    // And so are words of a message that the writer may not see.
    let hidden = server
        .add_agent("davi@example.org", &[Permission::ChatView, Permission::ChatSend])
        .await;
    let assign = Assign {
        agents: vec![hidden.id],
    };
    let assignees = format!("/api/v1/conversations/{}/assignees", joana.conversation);
    ana.put(&assignees, &assign).await;
    let mine = Assign {
        agents: vec![server.agent_id(ANA).await],
    };
    let assignees = format!("/api/v1/conversations/{}/assignees", customer.conversation);
    ana.put(&assignees, &mine).await;
    turn_support_agent_on(&ana).await;
    let davi = server.sign_in("davi@example.org").await;
    let unseen = SendMessage {
        copy_of: Some(original),
        ..text(&server, &joana, words)
    };
    let refused = davi.post(&messages(&joana), &unseen).await;
    assert_refused(&refused, ErrorCode::MergeFieldUnresolved);
}

#[tokio::test]
async fn reacting_and_removing_do_not_wait_for_what_is_sent() {
    let server = TestServer::start().await;
    let customer = marina(&server).await;
    let bruno = server.sign_in(BRUNO).await;
    let incoming = server.customer_writes(&customer, "Bom dia").await;
    let mut last = None;
    let refused = loop {
        let answer = bruno
            .post(&messages(&customer), &text(&server, &customer, "Oi"))
            .await;
        if answer.status != 201 {
            break answer;
        }
        last = Some(answer.read::<Message>().id);
    };
    assert_refused(&refused, ErrorCode::TooManyRequests);
    let reaction = format!("/api/v1/messages/{incoming}/reaction");
    let heart = React {
        emoji: Some("❤️".to_owned()),
    };
    assert_eq!(bruno.put(&reaction, &heart).await.status, 200);
    let own = format!("/api/v1/messages/{}", last.unwrap());
    assert_eq!(bruno.delete(&own).await.status, 200);
}

#[tokio::test]
async fn what_was_accepted_stays_when_fields_read_otherwise_later() {
    let server = TestServer::start().await;
    let customer = marina(&server).await;
    let bruno = server.sign_in(BRUNO).await;
    let command = text(&server, &customer, "São @now");
    let message: Message = bruno.post(&messages(&customer), &command).await.read();
    assert_eq!(message.content.text(), "São 09:00");
    server.pass(domain::time::Span::from_minutes(5));
    let again: Message = bruno.post(&messages(&customer), &command).await.read();
    assert_eq!(again.content.text(), "São 09:00");
}

#[tokio::test]
async fn nothing_but_empty_fields_is_no_message() {
    let server = TestServer::start().await;
    let customer = marina(&server).await;
    let bruno = server.sign_in(BRUNO).await;
    let command = SendMessage {
        allows_gaps: true,
        ..text(&server, &customer, "@staff_lastname")
    };
    let answer = bruno.post(&messages(&customer), &command).await;
    assert_refused(&answer, ErrorCode::MergeFieldUnresolved);
}

#[tokio::test]
async fn the_limit_is_that_of_what_the_customer_gets() {
    let server = TestServer::start().await;
    let customer = marina(&server).await;
    let bruno = server.sign_in(BRUNO).await;
    // "@contact_name" has one letter more than "Marina Alves".
    let fits = format!("{} @contact_name", "a".repeat(4_096 - 13));
    let message: Message = bruno
        .post(&messages(&customer), &text(&server, &customer, &fits))
        .await
        .read();
    assert_eq!(message.content.text().chars().count(), 4_096);
    let grows = format!("{} @staff_email", "a".repeat(4_096 - 13));
    let refused = bruno
        .post(&messages(&customer), &text(&server, &customer, &grows))
        .await;
    let problem = assert_refused(&refused, ErrorCode::TextTooLong);
    assert_eq!(problem.max_characters, Some(4_096));
    // So it is above buttons.
    let with_button = |body: String| SendMessage {
        content: MessageContent::Interactive {
            body,
            buttons: vec!["Sim".to_owned()],
        },
        ..text(&server, &customer, "")
    };
    let fits = with_button(format!("{} @contact_name", "a".repeat(1_024 - 13)));
    assert_eq!(bruno.post(&messages(&customer), &fits).await.status, 201);
    let grows = with_button(format!("{} @staff_email", "a".repeat(1_024 - 13)));
    let refused = bruno.post(&messages(&customer), &grows).await;
    let problem = assert_refused(&refused, ErrorCode::TextTooLong);
    assert_eq!(problem.max_characters, Some(1_024));
}

#[tokio::test]
async fn a_number_signs_for_its_agents_when_the_team_wants_it() {
    let server = TestServer::start().await;
    let customer = marina(&server).await;
    let ana = server.sign_in(ANA).await;
    let bruno = server.sign_in(BRUNO).await;
    let mut socket = TestSocket::live(&bruno).await;
    let path = format!("/api/v1/phone-numbers/{}", server.phone_number);
    let on = ChangePhoneNumber {
        adds_signature: Some(true),
    };
    assert_refused(&bruno.patch(&path, &on).await, ErrorCode::PermissionDenied);
    let nowhere = format!("/api/v1/phone-numbers/{}", server.services.ids.phone_number_id());
    assert_refused(&ana.patch(&nowhere, &on).await, ErrorCode::NotFound);
    let number: PhoneNumber = ana.patch(&path, &on).await.read();
    assert!(number.adds_signature);
    socket
        .events_until(
            |change| matches!(change, Change::PhoneNumberChanged { phone_number } if phone_number.adds_signature),
        )
        .await;
    let before = server.store().log_bounds().await.unwrap();
    let same: PhoneNumber = ana.patch(&path, &on).await.read();
    assert_eq!(same, number);
    assert_eq!(server.store().log_bounds().await.unwrap(), before, "no news");

    let message: Message = bruno
        .post(&messages(&customer), &text(&server, &customer, "Bom dia!"))
        .await
        .read();
    assert_eq!(message.content.text(), "*Bruno:*\nBom dia!");
}

#[tokio::test]
async fn a_colleagues_answer_that_was_not_seen_stops_a_text() {
    let server = TestServer::start().await;
    let customer = marina(&server).await;
    let ana = server.sign_in(ANA).await;
    let bruno = server.sign_in(BRUNO).await;
    let seen = newest(&bruno).await;
    let from_ana = text(&server, &customer, "Já respondi");
    assert_eq!(ana.post(&messages(&customer), &from_ana).await.status, 201);

    let command = SendMessage {
        seen: Some(seen),
        ..text(&server, &customer, "Vou ver")
    };
    let refused = bruno.post(&messages(&customer), &command).await;
    assert_refused(&refused, ErrorCode::ColleagueAnswered);
    // A text that asks for nothing goes, and so does one whose writer knows.
    let seen = newest(&bruno).await;
    let command = SendMessage {
        seen: Some(seen),
        ..command
    };
    assert_eq!(bruno.post(&messages(&customer), &command).await.status, 201);
    let again = bruno.post(&messages(&customer), &command).await;
    assert_eq!(
        again.status, 200,
        "the same command again is known, whoever answered since"
    );
    // One's own messages and the customer's are nobody's answers.
    server.customer_writes(&customer, "E aí?").await;
    let own = SendMessage {
        seen: Some(seen),
        ..text(&server, &customer, "Pronto")
    };
    assert_eq!(bruno.post(&messages(&customer), &own).await.status, 201);
}

#[tokio::test]
async fn a_colleagues_answer_elsewhere_stops_nothing() {
    let server = TestServer::start().await;
    let customer = marina(&server).await;
    let other = server.new_customer("Rafael Costa").await;
    let ana = server.sign_in(ANA).await;
    let bruno = server.sign_in(BRUNO).await;
    let seen = newest(&bruno).await;
    let elsewhere = text(&server, &other, "Olá");
    assert_eq!(ana.post(&messages(&other), &elsewhere).await.status, 201);
    let command = SendMessage {
        seen: Some(seen),
        ..text(&server, &customer, "Vou ver")
    };
    assert_eq!(bruno.post(&messages(&customer), &command).await.status, 201);
}

#[tokio::test]
async fn those_who_have_the_same_conversation_in_view_know_of_each_other() {
    let server = TestServer::start().await;
    let customer = marina(&server).await;
    let other = server.new_customer("Rafael Costa").await;
    let (ana, bruno, carla) = (
        server.sign_in(ANA).await,
        server.sign_in(BRUNO).await,
        server.sign_in(CARLA).await,
    );
    let mut anas = TestSocket::live(&ana).await;
    let mut brunos = TestSocket::live(&bruno).await;
    let mut carlas = TestSocket::live(&carla).await;
    let views = |id| ClientFrame::Viewing { conversation_id: id };
    let (ana_id, bruno_id) = (server.agent_id(ANA).await, server.agent_id(BRUNO).await);
    let told = |agent_id, is_here| ServerFrame::Viewing {
        conversation_id: customer.conversation,
        agent_id,
        is_here,
    };
    carlas.send(&views(Some(other.conversation))).await;
    anas.send(&views(Some(customer.conversation))).await;
    assert_eq!(anas.events_so_far(&server).await, [], "nobody else is there");
    brunos.send(&views(Some(customer.conversation))).await;
    assert_eq!(anas.next().await, told(bruno_id, true));
    assert_eq!(brunos.next().await, told(ana_id, true), "who is there answers");
    assert_eq!(
        carlas.events_so_far(&server).await,
        [],
        "she looks at another one"
    );

    // Bruno looks at it on his phone too: he is there until both have left.
    let mut on_phone = TestSocket::live(&bruno).await;
    on_phone.send(&views(Some(customer.conversation))).await;
    assert_eq!(anas.next().await, told(bruno_id, true));
    assert_eq!(on_phone.next().await, told(ana_id, true));
    assert_eq!(brunos.next().await, told(ana_id, true));
    on_phone.send(&views(None)).await;
    assert_eq!(anas.next().await, told(bruno_id, false));
    assert_eq!(anas.next().await, told(bruno_id, true));
    // A socket that ends is gone.
    drop(brunos);
    assert_eq!(anas.next().await, told(bruno_id, false));
}

#[tokio::test]
async fn who_may_not_see_a_conversation_is_not_told_who_does() {
    let server = TestServer::start().await;
    let customer = marina(&server).await;
    let (ana, carla) = (server.sign_in(ANA).await, server.sign_in(CARLA).await);
    let mut anas = TestSocket::live(&ana).await;
    let mut carlas = TestSocket::live(&carla).await;
    turn_support_agent_on(&ana).await;
    let to_bruno = Assign {
        agents: vec![server.agent_id(BRUNO).await],
    };
    ana.put(
        &format!("/api/v1/conversations/{}/assignees", customer.conversation),
        &to_bruno,
    )
    .await;
    carlas.events_so_far(&server).await;
    anas.events_so_far(&server).await;
    let view = ClientFrame::Viewing {
        conversation_id: Some(customer.conversation),
    };
    carlas.send(&view).await;
    assert_eq!(carlas.events_so_far(&server).await, []);
    anas.send(&view).await;
    assert_eq!(
        anas.events_so_far(&server).await,
        [],
        "she is not there for anyone"
    );
    assert_eq!(carlas.events_so_far(&server).await, []);
}
