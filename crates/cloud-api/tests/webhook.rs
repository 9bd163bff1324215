//! Deliveries as they come, from invented samples in Meta's shapes.
#![allow(clippy::unwrap_used, missing_docs)]

use cloud_api::webhook::{
    ChangeContent, Delivery, InboundContent, InboundMessage, MessagesChange, ParseError, StatusKind,
    UnparsedReason, WebhookContact, parse,
};
use serde_json::{Value, json};

const TEXT: &str = include_str!("fixtures/text.json");
const MEDIA: &str = include_str!("fixtures/media.json");
const KINDS: &str = include_str!("fixtures/kinds.json");
const STATUSES: &str = include_str!("fixtures/statuses.json");
const BATCH: &str = include_str!("fixtures/batch.json");
const ECHOES: &str = include_str!("fixtures/echoes.json");

fn delivery(raw: &str) -> Delivery {
    parse(raw.as_bytes()).unwrap()
}

fn first(raw: &str) -> MessagesChange {
    match delivery(raw).changes.remove(0).content {
        ChangeContent::Messages(change) => change,
        other => panic!("not messages: {other:?}"),
    }
}

/// Whom the contacts beside a message name as its sender.
fn sender<'a>(change: &'a MessagesChange, message: &InboundMessage) -> Option<&'a WebhookContact> {
    let (user_id, wa_id) = (message.from_user_id.as_deref(), message.from.as_deref());
    change.contacts.iter().find(|contact| contact.is(user_id, wa_id))
}

fn contents(messages: &[InboundMessage]) -> Vec<(&str, &InboundContent)> {
    messages
        .iter()
        .map(|message| (message.wamid.as_str(), &message.content))
        .collect()
}

#[test]
fn a_text_with_everything_around_it() {
    let change = first(TEXT);
    let message = &change.messages[0];
    assert_eq!(change.phone_number_id, "4400001111");
    assert_eq!(message.phone_number_id, "4400001111");
    assert_eq!(message.from.as_deref(), Some("5511987650001"));
    assert_eq!(message.from_user_id.as_deref(), Some("BR.9911223344"));
    assert_eq!(message.timestamp, Some(1_770_000_000));
    let body = "Olá! Vocês abrem sábado? https://exemplo.com.br".to_owned();
    assert_eq!(message.content, InboundContent::Text { body });
    let quoted = message.context.as_ref().unwrap().wamid.as_deref();
    assert_eq!(quoted, Some("wamid.HBgNNTUxMTk4NzY1MDAwMRUCABEYEkE1"));
    let referral = message.referral.as_ref().unwrap();
    assert_eq!(referral.source_type.as_deref(), Some("ad"));
    assert_eq!(referral.welcome_message.as_deref(), Some("Oi!"));
    let sender = sender(&change, message).unwrap();
    assert_eq!(sender.name.as_deref(), Some("João Cláudio 🙂"));
    assert_eq!(sender.username.as_deref(), Some("@joao.claudio"));
    assert_eq!(
        message.raw["text"]["body"],
        "Olá! Vocês abrem sábado? https://exemplo.com.br"
    );
}

#[test]
fn media_of_every_type() {
    let change = first(MEDIA);
    assert_eq!(
        change.phone_number_id, "4400001111",
        "a number where a string is usual"
    );
    insta::assert_debug_snapshot!(contents(&change.messages));
    assert!(change.messages[0].context.as_ref().unwrap().is_forwarded);
    assert!(
        change.messages[1]
            .context
            .as_ref()
            .unwrap()
            .is_frequently_forwarded
    );
    assert_eq!(change.messages[3].context, None, "false flags say nothing");
    assert_eq!(change.messages[6].errors[0].code, Some(131_052));
}

#[test]
fn every_other_type() {
    let change = first(KINDS);
    assert!(change.unparsed.is_empty());
    insta::assert_debug_snapshot!(contents(&change.messages));
    let writer = sender(&change, &change.messages[0]).unwrap();
    assert_eq!(
        writer.name.as_deref(),
        Some("Bruno"),
        "found by user id, without any number"
    );
    assert_eq!(
        sender(&change, &change.messages[11]),
        None,
        "a system message names no contact"
    );
}

/// The content of one change of a field of the first number.
fn content_of(field: &str, list: &str, items: &Value) -> ChangeContent {
    let value = json!({
        "metadata": { "display_phone_number": "551140028922", "phone_number_id": "4400001111" },
        (list): items,
    });
    let body = json!({ "entry": [{ "id": "1", "changes": [{ "field": field, "value": value }] }] });
    delivery(&body.to_string()).changes.remove(0).content
}

#[test]
fn calls_say_who_called() {
    let calls = json!([
        { "id": "c1", "from": "5511987650001", "direction": "USER_INITIATED", "timestamp": 1_770_000_000 },
        { "id": "c2", "from": "551140028922", "to": "5511987650001" },
        { "id": "c3", "from": "5511987650001" },
        { "from": "5511987650001" },
    ]);
    let ChangeContent::Calls(change) = content_of("calls", "calls", &calls) else {
        panic!("no calls");
    };
    let from_customer: Vec<_> = change.calls.iter().map(|call| call.is_from_customer).collect();
    assert_eq!(from_customer, [true, false, true]);
    assert_eq!(change.calls[0].timestamp, Some(1_770_000_000));
    assert_eq!(change.unparsed.len(), 1);
}

#[test]
fn history_says_whose_chat_and_who_wrote() {
    let history = json!([
        { "threads": [{ "id": "5511987650001", "messages": [
            { "id": "w1", "from": "5511987650001", "type": "text", "text": { "body": "Oi" } },
            { "id": "w2", "from": "551140028922", "type": "text", "text": { "body": "Ol\u{e1}" },
              "history_context": { "status": "READ" } },
            { "from": "5511987650001" },
        ] }] },
        { "errors": [{ "code": 2_593_109 }] },
        { "threads": 5 },
    ]);
    let ChangeContent::History(change) = content_of("history", "history", &history) else {
        panic!("no history");
    };
    let read: Vec<_> = change
        .messages
        .iter()
        .map(|past| {
            (
                past.message.wamid.as_str(),
                past.is_from_business,
                past.status.as_deref(),
            )
        })
        .collect();
    assert_eq!(read, [("w1", false, None), ("w2", true, Some("READ"))]);
    assert!(
        change
            .messages
            .iter()
            .all(|past| past.customer.as_deref() == Some("5511987650001"))
    );
    assert_eq!(change.unparsed.len(), 2);
}

#[test]
fn statuses_known_and_unknown() {
    let change = first(STATUSES);
    let kinds: Vec<&StatusKind> = change.statuses.iter().map(|status| &status.status).collect();
    let unknown = StatusKind::Unknown("deleted".into());
    let expected = [
        &StatusKind::Sent,
        &StatusKind::Delivered,
        &StatusKind::Read,
        &StatusKind::Played,
        &StatusKind::Failed,
        &unknown,
        &StatusKind::Read,
    ];
    assert_eq!(kinds, expected);
    let sent = &change.statuses[0];
    assert_eq!(sent.callback_data.as_deref(), Some("0190-1.1"));
    assert_eq!(
        sent.pricing.as_ref().unwrap().kind.as_deref(),
        Some("free_customer_service")
    );
    assert_eq!(
        sent.conversation.as_ref().unwrap().expires_at,
        Some(1_770_086_523)
    );
    assert_eq!(change.statuses[1].timestamp, Some(1_770_000_101));
    assert_eq!(change.statuses[1].recipient_id.as_deref(), Some("5521998760002"));
    let (user_id, wa_id) = (sent.recipient_user_id.as_deref(), sent.recipient_id.as_deref());
    let recipient = change.contacts.iter().find(|contact| contact.is(user_id, wa_id));
    assert_eq!(recipient.unwrap().name.as_deref(), Some("Ana Lima"));
    let error = &change.statuses[4].errors[0];
    assert_eq!(error.class(), cloud_api::ErrorClass::Template);
    assert_eq!(error.details.as_deref(), Some("More than 24 hours have passed"));
    assert_eq!(change.statuses[6].participant.as_deref(), Some("5521998760002"));
}

#[test]
fn a_batch_keeps_every_change_apart() {
    let delivery = delivery(BATCH);
    let summary: Vec<String> = delivery
        .changes
        .iter()
        .map(|change| {
            let what = match &change.content {
                ChangeContent::Messages(messages) => format!(
                    "messages of {}: {} messages, {} statuses, {} errors, unparsed {:?}",
                    messages.phone_number_id,
                    messages.messages.len(),
                    messages.statuses.len(),
                    messages.errors.len(),
                    messages
                        .unparsed
                        .iter()
                        .map(|item| (item.list, item.reason))
                        .collect::<Vec<_>>(),
                ),
                other => format!("{other:?}"),
            };
            format!(
                "{} {:?} {:?} {what}",
                change.waba_id.as_deref().unwrap_or("-"),
                change.time,
                change.field
            )
        })
        .collect();
    insta::assert_debug_snapshot!(summary);
}

#[test]
fn echoes_are_outgoing() {
    let delivery = delivery(ECHOES);
    let ChangeContent::Echoes(change) = &delivery.changes[0].content else {
        panic!("not echoes")
    };
    assert_eq!(change.echoes.len(), 2);
    assert_eq!(change.echoes[0].to.as_deref(), Some("5521998760002"));
    assert_eq!(change.echoes[0].to_user_id.as_deref(), Some("BR.77"));
    assert_eq!(
        change.echoes[0].content,
        InboundContent::Text {
            body: "Respondi pelo celular".into()
        }
    );
    assert_eq!(
        change.echoes[0].context.as_ref().unwrap().wamid.as_deref(),
        Some("wamid.IMG1")
    );
    assert_eq!(change.unparsed[0].reason, UnparsedReason::NoId);
}

#[test]
fn the_same_thing_has_the_same_key_and_another_has_another() {
    let twice = [first(STATUSES), first(STATUSES)].map(|change| change.statuses[0].dedup_key());
    assert_eq!(twice[0], twice[1]);
    let mut keys: Vec<String> = Vec::new();
    for raw in [TEXT, MEDIA, KINDS, STATUSES, BATCH, ECHOES] {
        for change in delivery(raw).changes {
            keys.push(change.dedup_key());
            match change.content {
                ChangeContent::Messages(change) => {
                    keys.extend(change.messages.iter().map(InboundMessage::dedup_key));
                    keys.extend(change.statuses.iter().map(cloud_api::webhook::Status::dedup_key));
                }
                ChangeContent::Echoes(change) => {
                    keys.extend(
                        change
                            .echoes
                            .iter()
                            .map(cloud_api::webhook::MessageEcho::dedup_key),
                    );
                }
                _ => {}
            }
        }
    }
    let count = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(
        keys.len(),
        count,
        "the same wamid at another number, or another status, is another thing"
    );
}

#[test]
fn an_account_event_that_happens_again_is_another_event() {
    let event = |time: i64| {
        let change = json!({"field": "phone_number_quality_update", "value": {"event": "FLAGGED"}});
        let body = json!({"entry": [{"id": "1", "time": time, "changes": [change]}]});
        delivery(&body.to_string()).changes[0].dedup_key()
    };
    assert_eq!(event(1), event(1));
    assert_ne!(event(1), event(2));
}

#[test]
fn what_is_no_delivery_is_an_error() {
    for raw in ["", "{", "nonsense", &"[".repeat(100_000)] {
        assert_eq!(parse(raw.as_bytes()), Err(ParseError::NotJson));
    }
    for raw in ["[]", "null", "7", "{}", r#"{"entry":{}}"#] {
        assert_eq!(parse(raw.as_bytes()), Err(ParseError::NoEntries));
    }
    assert_eq!(parse(br#"{"entry":[]}"#).unwrap().changes, []);
}

#[test]
fn half_a_surrogate_pair_does_not_cost_the_delivery() {
    let cut = TEXT.replace(r"\ud83d\ude42", r"\ud83d");
    let change = first(&cut);
    assert_eq!(change.contacts[0].name.as_deref(), Some("João Cláudio \u{fffd}"));
}

#[test]
fn a_thousand_updates_are_read() {
    let message =
        |n: i32| json!({"id": format!("wamid.{n}"), "from": "5511", "type": "text", "text": {"body": "x"}});
    let messages: Vec<Value> = (0..1_000).map(message).collect();
    let value = json!({"metadata": {"phone_number_id": "1"}, "messages": messages});
    let body = json!({"entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]});
    assert_eq!(first(&body.to_string()).messages.len(), 1_000);
}

mod anything {
    //! Whatever is changed in a delivery: reading it never panics, and every element is accounted for.

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,8}".prop_map(Value::from),
            prop_oneof!["id", "type", "text", "edit", "messages", "statuses", "metadata"]
                .prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            let key = prop_oneof![
                "[a-z]{1,4}",
                "id",
                "type",
                "text",
                "message",
                "messages",
                "errors",
                "field"
            ];
            prop_oneof![
                vec(inner.clone(), 0..4).prop_map(Value::from),
                vec((key, inner), 0..4).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    /// A way down into a value: at each level the position modulo the number of members.
    fn replace(value: &mut Value, path: &[usize], new: Value) {
        let size = match &*value {
            Value::Array(elements) => elements.len(),
            Value::Object(members) => members.len(),
            _ => 0,
        };
        let Some((step, rest)) = path.split_first().filter(|_| size > 0) else {
            *value = new;
            return;
        };
        match value {
            Value::Array(elements) => replace(&mut elements[step % size], rest, new),
            Value::Object(members) => replace(members.values_mut().nth(step % size).unwrap(), rest, new),
            _ => {}
        }
    }

    /// Elements of the lists in all `messages` changes that have a number; counted independently of the parser.
    fn expected(body: &Value) -> usize {
        let empty = Vec::new();
        let changes = body["entry"].as_array().unwrap_or(&empty).iter();
        let changes = changes
            .filter_map(|entry| entry.get("changes")?.as_array())
            .flatten();
        let number = |value: &Value| match &value["metadata"]["phone_number_id"] {
            Value::String(id) => !id.is_empty(),
            other => other.is_number(),
        };
        let values = changes
            .filter(|change| change["field"] == "messages")
            .filter_map(|change| change.get("value"));
        let size = |list: &Value| match list {
            Value::Null => 0,
            Value::Array(elements) => elements.len(),
            _ => 1,
        };
        values
            .filter(|value| number(value))
            .map(|value| size(&value["messages"]) + size(&value["statuses"]))
            .sum()
    }

    fn found(delivery: &Delivery) -> usize {
        let messages = delivery
            .changes
            .iter()
            .filter_map(|change| match &change.content {
                ChangeContent::Messages(messages) => Some(messages),
                _ => None,
            });
        messages
            .map(|change| change.messages.len() + change.statuses.len() + change.unparsed.len())
            .sum()
    }

    fn sample() -> impl Strategy<Value = &'static str> {
        proptest::sample::select(vec![TEXT, MEDIA, KINDS, STATUSES, BATCH, ECHOES])
    }

    proptest! {
        #[test]
        fn in_a_sample_is_tolerated(
            raw in sample(),
            changes in vec((vec(any::<usize>(), 1..10), any_json()), 1..6),
        ) {
            let mut body: Value = serde_json::from_str(raw).unwrap();
            for (path, new) in changes {
                replace(&mut body, &path, new);
            }
            match parse(body.to_string().as_bytes()) {
                Ok(delivery) => {
                    prop_assert_eq!(found(&delivery), expected(&body));
                    for change in &delivery.changes {
                        change.dedup_key();
                    }
                }
                Err(error) => {
                    prop_assert_eq!(error, ParseError::NoEntries);
                    prop_assert!(!body["entry"].is_array());
                }
            }
        }

        #[test]
        fn in_the_bytes_is_tolerated(
            raw in sample(),
            edits in vec((any::<proptest::sample::Index>(), any::<u8>()), 1..8),
        ) {
            let mut bytes = raw.as_bytes().to_vec();
            for (at, byte) in edits {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let _ = parse(&bytes);
        }
    }
}
