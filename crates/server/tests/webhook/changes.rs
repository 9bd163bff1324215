//! What customers do to messages that are there, and news of the customers themselves. None of it is a message.

use crate::meta::{CUSTOMER, Meta, NUMBER, inbound_text, messages_change, only_conversation};
use crate::support::{ANA, Browser, TestServer};
use domain::content::{MessageContent, SystemLine};
use domain::customer_service_window::WINDOW;
use domain::entities::Direction;
use domain::time::{Span, Timestamp};
use serde_json::{Value, json};

const WAMID: &str = "wamid.first";

struct Stage {
    server: TestServer,
    ana: Browser,
    wrote_at: Timestamp,
}

/// A customer who wrote "Oi" an hour ago.
async fn stage() -> Stage {
    let server = TestServer::start().await;
    let wrote_at = server.clock.now();
    Meta::of(&server)
        .deliver(&[inbound_text(NUMBER, CUSTOMER, WAMID, "Oi", wrote_at)])
        .await;
    server.pass(Span::from_hours(1));
    let ana = server.sign_in(ANA).await;
    Stage {
        server,
        ana,
        wrote_at,
    }
}

impl Stage {
    /// Delivers something of the customer, and again, because Meta does so.
    async fn comes(&self, wamid: &str, parts: &Value) {
        self.comes_at(wamid, parts, self.server.clock.now()).await;
    }

    /// The same, at a time of Meta's.
    async fn comes_at(&self, wamid: &str, parts: &Value, at: Timestamp) {
        let mut message = json!({
            "from": CUSTOMER,
            "id": wamid,
            "timestamp": (at.as_millis() / 1_000).to_string(),
        });
        for (key, part) in parts.as_object().unwrap() {
            message[key] = part.clone();
        }
        let change = messages_change(NUMBER, &json!({ "messages": [message] }));
        let meta = Meta::of(&self.server);
        meta.deliver(std::slice::from_ref(&change)).await;
        meta.deliver(&[change]).await;
    }

    /// Nothing was written: neither unread nor the window moved.
    async fn assert_no_message_came(&self) {
        let (row, _) = only_conversation(&self.ana).await;
        assert_eq!(row.conversation.unread_count, 1);
        assert_eq!(row.conversation.window_expires_at, Some(self.wrote_at + WINDOW));
    }
}

#[tokio::test]
async fn a_reaction_comes_changes_and_goes() {
    let stage = stage().await;
    let reaction =
        |emoji: &str| json!({ "type": "reaction", "reaction": { "message_id": WAMID, "emoji": emoji } });
    stage.comes("wamid.r1", &reaction("\u{1f44d}")).await;
    stage.comes("wamid.r2", &reaction("\u{2764}\u{fe0f}")).await;
    let (_, messages) = only_conversation(&stage.ana).await;
    let reactions: Vec<_> = messages[0]
        .reactions
        .iter()
        .map(|one| (one.direction, one.emoji.as_str()))
        .collect();
    assert_eq!(reactions, [(Direction::Inbound, "\u{2764}\u{fe0f}")]);

    let gone = json!({ "type": "reaction", "reaction": { "message_id": WAMID } });
    stage.comes("wamid.r3", &gone).await;
    let (_, messages) = only_conversation(&stage.ana).await;
    assert!(messages[0].reactions.is_empty());
    assert_eq!(messages.len(), 1);
    stage.assert_no_message_came().await;
}

#[tokio::test]
async fn the_newest_reaction_and_the_newest_edit_count_when_the_servers_clock_is_behind() {
    let stage = stage().await;
    let metas_now = stage.server.clock.now();
    let reaction =
        |emoji: &str| json!({ "type": "reaction", "reaction": { "message_id": WAMID, "emoji": emoji } });
    let edit = |text: &str| {
        json!({ "type": "edit", "edit": {
            "original_message_id": WAMID,
            "message": { "type": "text", "text": { "body": text } },
        } })
    };
    stage
        .comes_at("wamid.r1", &reaction("\u{1f44d}"), metas_now)
        .await;
    stage.comes_at("wamid.e1", &edit("Oi!"), metas_now).await;
    stage.server.clock.set(metas_now - Span::from_hours(1));
    let later = metas_now + Span::from_minutes(1);
    stage
        .comes_at("wamid.r2", &reaction("\u{2764}\u{fe0f}"), later)
        .await;
    stage.comes_at("wamid.e2", &edit("Oi, tudo bem?"), later).await;
    let (_, messages) = only_conversation(&stage.ana).await;
    assert_eq!(messages[0].reactions[0].emoji, "\u{2764}\u{fe0f}");
    assert_eq!(messages[0].content.text(), "Oi, tudo bem?");
}

#[tokio::test]
async fn an_edit_changes_the_text_and_says_so() {
    let stage = stage().await;
    let edit = json!({ "type": "edit", "edit": {
        "original_message_id": WAMID,
        "message": { "type": "text", "text": { "body": "Oi, tudo bem?" } },
    } });
    stage.comes("wamid.e1", &edit).await;
    let (_, messages) = only_conversation(&stage.ana).await;
    let expected = MessageContent::Text {
        body: "Oi, tudo bem?".to_owned(),
    };
    assert_eq!((messages.len(), &messages[0].content), (1, &expected));
    assert!(messages[0].is_edited);
    stage.assert_no_message_came().await;
}

#[tokio::test]
async fn an_edit_that_cannot_be_read_leaves_the_message_as_it_was() {
    let stage = stage().await;
    let edit = json!({ "type": "edit", "edit": {
        "original_message_id": WAMID,
        "message": { "type": "hologram", "hologram": {} },
    } });
    stage.comes("wamid.e1", &edit).await;
    let (_, messages) = only_conversation(&stage.ana).await;
    let expected = MessageContent::Text {
        body: "Oi".to_owned(),
    };
    assert_eq!((messages.len(), &messages[0].content), (1, &expected));
    assert!(!messages[0].is_edited);
    assert_eq!(stage.server.store().set_aside_count().await.unwrap(), 1);
}

#[tokio::test]
async fn a_revocation_marks_the_message_and_keeps_what_was_known() {
    let stage = stage().await;
    let revoke = json!({ "type": "revoke", "revoke": { "original_message_id": WAMID } });
    stage.comes("wamid.x1", &revoke).await;
    let (_, messages) = only_conversation(&stage.ana).await;
    assert!(messages[0].is_revoked);
    assert!(matches!(&messages[0].content, MessageContent::Text { body } if body == "Oi"));
    stage.assert_no_message_came().await;
}

#[tokio::test]
async fn a_reaction_edit_or_revocation_of_nothing_is_set_aside_and_is_no_message() {
    let stage = stage().await;
    for (n, kind) in ["reaction", "edit", "revoke"].into_iter().enumerate() {
        stage.comes(&format!("wamid.{n}"), &json!({ "type": kind })).await;
    }
    let (_, messages) = only_conversation(&stage.ana).await;
    assert_eq!(messages.len(), 1);
    assert_eq!(stage.server.store().set_aside_count().await.unwrap(), 3);
    stage.assert_no_message_came().await;
}

#[tokio::test]
async fn a_customer_with_a_new_number_stays_the_same_customer() {
    let stage = stage().await;
    let changed = json!({ "type": "system", "system": {
        "type": "user_changed_number", "body": "Joana Prado changed", "wa_id": "5521991234567",
    } });
    stage.comes("wamid.s1", &changed).await;
    stage.assert_no_message_came().await;
    let later = stage.server.clock.now();
    Meta::of(&stage.server)
        .deliver(&[inbound_text(
            NUMBER,
            "5521991234567",
            "wamid.2",
            "Número novo",
            later,
        )])
        .await;
    let (row, messages) = only_conversation(&stage.ana).await;
    assert_eq!(row.contact.phone.as_deref(), Some("+5521991234567"));
    let line = MessageContent::System(SystemLine::NumberChanged {
        to: "5521991234567".to_owned(),
    });
    assert_eq!(messages.len(), 3);
    assert_eq!(messages.iter().filter(|one| one.content == line).count(), 1);
}

#[tokio::test]
async fn a_changed_user_id_is_told_once_and_known_from_then_on() {
    let stage = stage().await;
    let changed = json!({ "type": "system", "from_user_id": "BR.1", "system": {
        "type": "user_changed_user_id", "previous_user_id": "BR.1", "user_id": "BR.2",
    } });
    // The user id becomes known with a message.
    let mut known = inbound_text(NUMBER, CUSTOMER, "wamid.2", "Oi de novo", stage.wrote_at);
    known["value"]["messages"][0]["from_user_id"] = json!("BR.1");
    Meta::of(&stage.server).deliver(&[known]).await;
    stage.comes("wamid.s1", &changed).await;
    let now = (stage.server.clock.now().as_millis() / 1_000).to_string();
    let by_new_id = json!({
        "from_user_id": "BR.2", "id": "wamid.3", "timestamp": now,
        "type": "text", "text": { "body": "Sem número" },
    });
    Meta::of(&stage.server)
        .deliver(&[messages_change(NUMBER, &json!({ "messages": [by_new_id] }))])
        .await;
    let (_, messages) = only_conversation(&stage.ana).await;
    assert_eq!(messages.len(), 3);
}

#[tokio::test]
async fn a_number_change_of_nobody_is_kept_and_changes_nothing() {
    let stage = stage().await;
    let message = json!({
        "id": "wamid.s1", "type": "system",
        "system": { "type": "user_changed_number", "wa_id": "5521991234567" },
    });
    Meta::of(&stage.server)
        .deliver(&[messages_change(NUMBER, &json!({ "messages": [message] }))])
        .await;
    let (row, messages) = only_conversation(&stage.ana).await;
    assert_eq!(messages.len(), 1);
    assert_eq!(row.contact.phone.as_deref(), Some("+5511986372111"));
}

#[tokio::test]
async fn what_the_business_wrote_on_its_phone_stands_in_the_thread_and_opens_no_window() {
    let stage = stage().await;
    let echo = json!({ "field": "smb_message_echoes", "value": {
        "metadata": { "display_phone_number": "551140028922", "phone_number_id": NUMBER },
        "message_echoes": [{
            "from": "551140028922", "to": CUSTOMER, "id": "wamid.echo",
            "timestamp": (stage.server.clock.now().as_millis() / 1_000).to_string(),
            "type": "text", "text": { "body": "Pelo celular" },
        }],
    } });
    let meta = Meta::of(&stage.server);
    meta.deliver(std::slice::from_ref(&echo)).await;
    meta.deliver(&[echo]).await;
    let (_, messages) = only_conversation(&stage.ana).await;
    let last = messages.last().unwrap();
    assert_eq!(
        (messages.len(), last.direction, last.author),
        (2, Direction::Outbound, None)
    );
    stage.assert_no_message_came().await;
}
