//! From Meta's list of templates to a message made of one, outside of the customer service window.

use crate::stage::Stage;
use crate::support::{BRUNO, TestSocket, assert_refused};
use domain::command::{NewContact, SendMessage, StartConversation};
use domain::content::MessageContent;
use domain::customer_service_window::WINDOW;
use domain::delivery_status::DeliveryState;
use domain::entities::Message;
use domain::error::ErrorCode;
use domain::event::Change;
use domain::ids::{ContactId, ConversationId};
use domain::template::{Template, TemplatePart, TemplateParts, TemplateSync, TemplateValue};
use domain::wire::{Bootstrap, ConversationRow};
use serde_json::{Value, json};

fn listed(name: &str, status: &str, body: &str) -> Value {
    json!({
        "id": "1", "name": name, "language": "pt_BR", "status": status, "category": "UTILITY",
        "components": [{ "type": "BODY", "text": body }], "quality_score": { "score": "GREEN" },
    })
}

fn content(name: &str, values: &[(&str, &str)]) -> MessageContent {
    let values = values.iter().map(|(name, text)| TemplateValue {
        part: TemplatePart::Body,
        button: 0,
        name: (*name).to_owned(),
        text: (*text).to_owned(),
    });
    MessageContent::Template {
        name: name.to_owned(),
        language: "pt_BR".to_owned(),
        // What the client claims does not count.
        body: "Algo bem diferente".to_owned(),
        parts: Box::new(TemplateParts {
            values: values.collect(),
            footer: Some("Outro rodapé".to_owned()),
            ..TemplateParts::default()
        }),
    }
}

impl Stage {
    async fn sync_templates(&self) -> TemplateSync {
        let path = format!(
            "/api/v1/phone-numbers/{}/templates/sync",
            self.server.phone_number
        );
        self.ana.post(&path, &json!({})).await.read()
    }

    async fn templates(&self) -> Vec<Template> {
        let bootstrap: Bootstrap = self.ana.get("/api/v1/bootstrap").await.read();
        bootstrap.templates
    }

    async fn try_template(&self, to: ConversationId, content: MessageContent) -> crate::support::Answer {
        let command = SendMessage::new(self.server.services.ids.message_id(), to, content);
        let path = format!("/api/v1/conversations/{to}/messages");
        self.ana.post(&path, &command).await
    }
}

#[tokio::test]
async fn templates_are_kept_as_meta_lists_them_and_changes_are_told() {
    let stage = Stage::new().await;
    stage.graph.list_templates(Some(json!([
        listed("a", "APPROVED", "Oi, {{1}}"),
        listed("b", "PAUSED", "Promoção"),
    ])));
    let first = stage.sync_templates().await;
    assert_eq!(
        (first.synced_at, first.failed_at),
        (Some(stage.server.clock.now()), None)
    );
    let before = stage.templates().await;
    assert_eq!(
        before
            .iter()
            .map(|template| (template.name.as_str(), template.status.as_str(), template.version))
            .collect::<Vec<_>>(),
        [("a", "APPROVED", 1), ("b", "PAUSED", 1)]
    );

    let bruno = stage.server.sign_in(BRUNO).await;
    let mut socket = TestSocket::live(&bruno).await;
    stage
        .graph
        .list_templates(Some(json!([listed("a", "REJECTED", "Oi, {{1}}")])));
    stage.sync_templates().await;
    let gone = before[1].id;
    let heard = socket
        .events_until(|change| *change == Change::TemplateRemoved { id: gone })
        .await;
    let changed = heard.iter().find_map(|event| match &event.change {
        Change::TemplateChanged { template } => Some(template.clone()),
        _ => None,
    });
    let changed = changed.unwrap();
    assert_eq!(
        (changed.id, changed.version, changed.status.as_str()),
        (before[0].id, 2, "REJECTED")
    );
    assert_eq!(stage.templates().await, [changed]);

    stage.graph.list_templates(None);
    let failed = stage.sync_templates().await;
    assert_eq!(failed.failure_code, Some(190));
    assert_eq!(failed.synced_at, first.synced_at);
    assert_eq!(stage.templates().await.len(), 1, "what is known stays");
    let path = format!(
        "/api/v1/phone-numbers/{}/templates/sync",
        stage.server.phone_number
    );
    assert_refused(&bruno.post(&path, &json!({})).await, ErrorCode::PermissionDenied);
    assert_refused(
        &bruno.get("/api/v1/template-syncs").await,
        ErrorCode::PermissionDenied,
    );
}

#[tokio::test]
async fn a_template_goes_out_when_the_window_is_closed_made_of_the_servers_own_copy() {
    let stage = Stage::new().await;
    stage
        .graph
        .list_templates(Some(json!([listed("a", "APPROVED", "Oi, {{1}}! Até {{2}}.")])));
    stage.sync_templates().await;
    stage.server.pass(WINDOW);
    let to = stage.joana.conversation;
    let answer = stage
        .try_template(to, content("a", &[("2", "sábado"), ("1", "Joana")]))
        .await;
    assert_eq!(answer.status, 201, "{}", answer.json);
    let message: Message = answer.read();
    let MessageContent::Template { body, parts, .. } = &message.content else {
        panic!("{message:?}");
    };
    assert_eq!((body.as_str(), &parts.footer), ("Oi, Joana! Até sábado.", &None));
    let sent = stage.graph.next_message().await;
    assert_eq!(sent.body["type"], "template");
    assert_eq!(
        sent.body["template"],
        json!({
            "name": "a", "language": { "code": "pt_BR" },
            "components": [{ "type": "body", "parameters": [
                { "type": "text", "text": "Joana" }, { "type": "text", "text": "sábado" } ] }],
        })
    );
    stage.status("wamid.x", "sent", sent.callback()).await;
    stage.until_state(message.id, DeliveryState::Sent).await;
}

#[tokio::test]
async fn what_does_not_fit_a_template_is_refused_with_a_code_and_the_variable() {
    let stage = Stage::new().await;
    stage.graph.list_templates(Some(json!([
        listed("a", "APPROVED", "Oi, {{1}}"),
        listed("b", "PAUSED", "Promoção"),
    ])));
    stage.sync_templates().await;
    let to = stage.joana.conversation;
    for (content, code, field) in [
        (content("x", &[]), ErrorCode::TemplateUnknown, None),
        (content("b", &[]), ErrorCode::TemplateNotSendable, None),
        (content("a", &[]), ErrorCode::TemplateValues, Some("1")),
        (
            content("a", &[("1", "Ana"), ("2", "a mais")]),
            ErrorCode::TemplateValues,
            Some("2"),
        ),
        (
            content("a", &[("1", "duas\nlinhas")]),
            ErrorCode::TemplateValues,
            Some("1"),
        ),
    ] {
        let problem = assert_refused(&stage.try_template(to, content).await, code);
        assert_eq!(problem.field.as_deref(), field);
    }
    let nowhere = stage.server.services.ids.conversation_id();
    assert_refused(
        &stage.try_template(nowhere, content("a", &[("1", "Ana")])).await,
        ErrorCode::NotFound,
    );
    assert!(stage.graph.is_silent().await);
}

#[tokio::test]
async fn news_of_a_template_make_the_list_be_asked_for_again() {
    let stage = Stage::new().await;
    stage
        .graph
        .list_templates(Some(json!([listed("a", "PAUSED", "Oi")])));
    let bruno = stage.server.sign_in(BRUNO).await;
    let mut socket = TestSocket::live(&bruno).await;
    let value = json!({ "event": "PAUSED", "message_template_id": 1, "message_template_name": "a",
                        "message_template_language": "pt_BR", "reason": "NONE" });
    let change = json!({ "field": "message_template_status_update", "value": value });
    crate::meta::Meta::of(&stage.server).deliver(&[change]).await;
    socket
        .events_until(
            |change| matches!(change, Change::TemplateChanged { template } if template.status == "PAUSED"),
        )
        .await;
}

#[tokio::test]
async fn a_conversation_is_begun_once_with_a_number_that_people_write_in_their_way() {
    let stage = Stage::new().await;
    let ids = &stage.server.services.ids;
    let command = |phone: &str| StartConversation {
        id: ids.conversation_id(),
        phone_number_id: stage.server.phone_number,
        with: NewContact::Phone {
            contact_id: ids.contact_id(),
            phone: phone.to_owned(),
            name: " Rita ".to_owned(),
        },
    };
    let first = command("(11) 98765-4321");
    let answer = stage.ana.post("/api/v1/conversations", &first).await;
    assert_eq!(answer.status, 201, "{}", answer.json);
    let row: ConversationRow = answer.read();
    assert_eq!(row.conversation.id, first.id);
    assert_eq!(row.contact.phone.as_deref(), Some("+5511987654321"));
    assert_eq!(
        (row.contact.name.as_str(), row.conversation.window_expires_at),
        ("Rita", None)
    );
    for again in [first.clone(), command("+55 11 8765-4321")] {
        let answer = stage.ana.post("/api/v1/conversations", &again).await;
        assert_eq!(answer.status, 200);
        assert_eq!(
            answer.read::<ConversationRow>(),
            row,
            "the ninth digit makes nobody else"
        );
    }
    let known = StartConversation {
        id: ids.conversation_id(),
        phone_number_id: stage.server.phone_number,
        with: NewContact::Known {
            contact_id: row.contact.id,
        },
    };
    let answer = stage.ana.post("/api/v1/conversations", &known).await;
    assert_eq!(answer.read::<ConversationRow>().conversation.id, first.id);

    let nobody: ContactId = ids.contact_id();
    let unknown = StartConversation {
        with: NewContact::Known { contact_id: nobody },
        ..known
    };
    assert_refused(
        &stage.ana.post("/api/v1/conversations", &unknown).await,
        ErrorCode::NotFound,
    );
    let problem = assert_refused(
        &stage.ana.post("/api/v1/conversations", &command("oi")).await,
        ErrorCode::InvalidRequest,
    );
    assert_eq!(problem.field.as_deref(), Some("phone"));
    let nowhere = StartConversation {
        phone_number_id: ids.phone_number_id(),
        ..command("(11) 98765-0000")
    };
    assert_refused(
        &stage.ana.post("/api/v1/conversations", &nowhere).await,
        ErrorCode::NotFound,
    );
}
