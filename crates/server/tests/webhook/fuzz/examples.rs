//! One change of every field, and in it one message of every kind, in Meta's shapes (Meta: webhook references); the values are
//! invented.

use crate::meta::{CUSTOMER, NUMBER, messages_change};
use serde_json::{Value, json};

/// How many there are.
pub const COUNT: usize = MESSAGES + 27;
const MESSAGES: usize = 27;

/// The example of this number; its wamids begin with `wamid`.
pub fn example(index: usize, wamid: &str) -> Value {
    if index < MESSAGES {
        return message(index, wamid);
    }
    let metadata = json!({ "display_phone_number": "551140028922", "phone_number_id": NUMBER });
    let account = |field: &str, value: Value| json!({ "field": field, "value": value });
    let statuses = |statuses: Value| messages_change(NUMBER, &json!({ "statuses": statuses }));
    match index - MESSAGES {
        0 => statuses(json!([
            { "id": format!("{wamid}.s"), "status": "sent", "timestamp": "1772452700", "recipient_id": CUSTOMER,
              "biz_opaque_callback_data": "0190a1b2-0000-7000-8000-000000000000.1",
              "conversation": { "id": "c", "expiration_timestamp": "1772539100", "origin": { "type": "service" } },
              "pricing": { "billable": false, "pricing_model": "PMP", "type": "free_customer_service", "category": "service" } },
            { "id": format!("{wamid}.s"), "status": "delivered", "timestamp": "1772452701", "recipient_id": CUSTOMER },
            { "id": format!("{wamid}.s"), "status": "read", "timestamp": "1772452702", "recipient_user_id": "BR.77" },
        ])),
        1 => statuses(
            json!([{ "id": format!("{wamid}.s"), "status": "failed", "timestamp": "1772452700",
            "recipient_id": CUSTOMER, "errors": [{ "code": 131_047, "title": "Re-engagement message",
            "message": "Re-engagement message", "error_data": { "details": "More than 24 hours" }, "href": "https://example.com" }] }]),
        ),
        2 => messages_change(
            NUMBER,
            &json!({ "errors": [{ "code": 131_031, "title": "Account locked" }] }),
        ),
        3 => {
            json!({ "field": "smb_message_echoes", "value": { "messaging_product": "whatsapp", "metadata": metadata,
            "contacts": [{ "profile": { "name": "Rui" }, "wa_id": CUSTOMER }],
            "message_echoes": [
                { "from": "551140028922", "to": CUSTOMER, "to_user_id": "BR.77", "id": wamid, "timestamp": "1772452700",
                  "type": "text", "text": { "body": "Pelo celular" } },
                { "from": "551140028922", "to": CUSTOMER, "id": format!("{wamid}.e"), "timestamp": "1772452701",
                  "type": "edit", "edit": { "original_message_id": wamid, "message": { "type": "text", "text": { "body": "Certo" } } } },
                { "from": "551140028922", "to": CUSTOMER, "id": format!("{wamid}.x"), "timestamp": "1772452702",
                  "type": "revoke", "revoke": { "original_message_id": wamid } },
            ] } })
        }
        4 => json!({ "field": "calls", "value": { "messaging_product": "whatsapp", "metadata": metadata,
            "contacts": [{ "profile": { "name": "Rui" }, "wa_id": CUSTOMER }],
            "calls": [
                { "id": wamid, "from": CUSTOMER, "to": "551140028922", "event": "connect", "direction": "USER_INITIATED",
                  "timestamp": "1772452700", "session": { "sdp_type": "offer", "sdp": "v=0" } },
                { "id": wamid, "from": CUSTOMER, "to": "551140028922", "event": "terminate", "direction": "USER_INITIATED",
                  "timestamp": "1772452760", "status": ["COMPLETED"], "duration": 55 },
            ] } }),
        5 => {
            json!({ "field": "history", "value": { "messaging_product": "whatsapp", "metadata": metadata, "history": [{
            "metadata": { "phase": 0, "chunk_order": 1, "progress": 55 },
            "threads": [{ "id": CUSTOMER, "messages": [
                { "from": CUSTOMER, "id": wamid, "timestamp": "1762452700", "type": "text", "text": { "body": "Antes" },
                  "history_context": { "status": "READ" } },
                { "from": "551140028922", "to": CUSTOMER, "id": format!("{wamid}.b"), "timestamp": "1762452800",
                  "type": "image", "image": { "id": "1", "mime_type": "image/jpeg" }, "history_context": { "status": "DELIVERED" } },
            ] }] }] } })
        }
        6 => account(
            "smb_app_state_sync",
            json!({ "messaging_product": "whatsapp", "metadata": metadata, "state_sync": [
            { "type": "contact", "contact": { "full_name": "Rui Sá", "phone_number": CUSTOMER }, "action": "add",
              "metadata": { "timestamp": "1772452700" } }] }),
        ),
        7 => account(
            "user_id_update",
            json!({ "messaging_product": "whatsapp", "metadata": metadata, "wa_id": CUSTOMER,
            "user_id": { "previous": "BR.77", "current": "BR.78" }, "timestamp": "1772452700" }),
        ),
        8 => account(
            "user_id_update",
            json!({ "user_id_update": [{ "user_id": { "previous": "BR.78", "current": "BR.79" } }] }),
        ),
        9 => account(
            "user_preferences",
            json!({ "metadata": metadata, "user_preferences": [
            { "wa_id": CUSTOMER, "category": "marketing_messages", "value": "stop", "timestamp": 1_772_452_700 }] }),
        ),
        10 => account(
            "account_update",
            json!({ "event": "ACCOUNT_RESTRICTION", "restriction_info": [
            { "restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": 1_773_000_000 }] }),
        ),
        11 => account(
            "account_update",
            json!({ "event": "DISABLED_UPDATE", "ban_info": {
            "waba_ban_state": "DISABLE", "waba_ban_date": "March 3, 2026" } }),
        ),
        12 => account(
            "account_update",
            json!({ "event": "PARTNER_ADDED", "waba_info": { "waba_id": "1", "owner_business_id": "2" } }),
        ),
        13 => account("account_review_update", json!({ "decision": "REJECTED" })),
        14 => account(
            "account_alerts",
            json!({ "entity_type": "PHONE_NUMBER", "entity_id": NUMBER, "alert_info": {
            "alert_severity": "CRITICAL", "alert_status": "ACTIVE", "alert_type": "OBA_REJECTED", "alert_description": "No" } }),
        ),
        15 => account(
            "business_capability_update",
            json!({ "max_daily_conversation_per_phone": 1_000, "max_phone_numbers_per_business": 2 }),
        ),
        16 => account(
            "phone_number_quality_update",
            json!({ "display_phone_number": "551140028922", "event": "DOWNGRADE", "current_limit": "TIER_2K", "old_limit": "TIER_10K" }),
        ),
        17 => account(
            "phone_number_name_update",
            json!({ "display_phone_number": "551140028922", "decision": "APPROVED", "requested_verified_name": "Loja" }),
        ),
        18 => account(
            "security",
            json!({ "display_phone_number": "551140028922", "event": "PIN_RESET_REQUEST", "requester": "5" }),
        ),
        19 => account(
            "message_template_status_update",
            json!({ "event": "PAUSED", "message_template_id": 12_345, "message_template_name": "oi",
            "message_template_language": "pt_BR", "reason": "NONE", "other_info": { "title": "FIRST_PAUSE", "description": "Paused for 3 hours" } }),
        ),
        20 => account(
            "message_template_quality_update",
            json!({ "previous_quality_score": "GREEN", "new_quality_score": "RED", "message_template_name": "oi", "message_template_language": "pt_BR" }),
        ),
        21 => account(
            "message_template_components_update",
            json!({ "message_template_name": "oi", "message_template_element": "Oi {{1}}" }),
        ),
        22 => account(
            "template_category_update",
            json!({ "message_template_name": "oi", "message_template_language": "pt_BR", "previous_category": "UTILITY", "new_category": "MARKETING" }),
        ),
        23 => account(
            "business_username_update",
            json!({ "display_phone_number": "551140028922", "username": "loja", "status": "approved" }),
        ),
        24 => account(
            "group_participant_update",
            json!({ "metadata": metadata, "groups": [{ "timestamp": 1_772_452_700, "group_id": "G", "type": "group_add_participants", "request_id": "r", "added_participants": [{ "wa_id": CUSTOMER }] }] }),
        ),
        25 => account("flows", json!({ "event": "FLOW_STATUS_CHANGE", "flow_id": "1" })),
        _ => account(
            "a_field_of_the_future",
            json!({ "event": "BANG", "list": [1, 2, 3] }),
        ),
    }
}

/// A change with one message of each kind, alone or, for the last, many.
fn message(index: usize, wamid: &str) -> Value {
    let file = |mime_type: &str| json!({ "id": "1037543291543636", "mime_type": mime_type, "sha256": "c2hh", "url": "https://example.com/m" });
    let (kind, content) = match index {
        0 => ("text", json!({ "body": "Olá! \u{1f382} https://example.com" })),
        1 => ("image", file("image/jpeg")),
        2 => ("video", file("video/mp4")),
        3 => (
            "audio",
            json!({ "id": "2", "mime_type": "audio/ogg; codecs=opus", "voice": true }),
        ),
        4 => (
            "audio",
            json!({ "id": "3", "mime_type": "audio/mpeg", "voice": false }),
        ),
        5 => (
            "document",
            json!({ "id": "4", "mime_type": "application/pdf", "filename": "orçamento.pdf", "caption": "Segue" }),
        ),
        6 => (
            "sticker",
            json!({ "id": "5", "mime_type": "image/webp", "animated": true }),
        ),
        7 => (
            "location",
            json!({ "latitude": -23.55, "longitude": -46.63, "name": "Sé", "address": "Praça da Sé" }),
        ),
        8 => (
            "contacts",
            json!([{ "name": { "formatted_name": "Ana Lima", "first_name": "Ana" }, "phones": [{ "phone": "+55 11 98637-2111", "wa_id": CUSTOMER, "type": "CELL" }], "org": { "company": "Loja" } }]),
        ),
        9 => (
            "interactive",
            json!({ "type": "button_reply", "button_reply": { "id": "yes", "title": "Sim" } }),
        ),
        10 => (
            "interactive",
            json!({ "type": "list_reply", "list_reply": { "id": "a", "title": "Rosas", "description": "12" } }),
        ),
        11 => (
            "interactive",
            json!({ "type": "nfm_reply", "nfm_reply": { "name": "flow", "body": "Sent", "response_json": "{\"a\":1}" } }),
        ),
        12 => (
            "interactive",
            json!({ "type": "call_permission_reply", "call_permission_reply": { "response": "accept" } }),
        ),
        13 => ("button", json!({ "text": "Confirmar", "payload": "ok" })),
        14 => (
            "order",
            json!({ "catalog_id": "c", "text": "Quero", "product_items": [{ "product_retailer_id": "p", "quantity": 2, "item_price": 9.9, "currency": "BRL" }] }),
        ),
        15 => ("request_welcome", json!({})),
        16 => ("unsupported", json!({ "type": "poll" })),
        17 => ("hologram", json!({ "id": "5" })),
        18 => (
            "system",
            json!({ "type": "user_changed_number", "body": "changed", "wa_id": "5521991234567" }),
        ),
        19 => (
            "system",
            json!({ "type": "user_changed_user_id", "user_id": "BR.2", "previous_user_id": "BR.1" }),
        ),
        20 => ("system", json!({ "type": "customer_identity_changed" })),
        21 => (
            "reaction",
            json!({ "message_id": format!("{wamid}.later"), "emoji": "\u{2764}\u{fe0f}" }),
        ),
        22 => (
            "edit",
            json!({ "original_message_id": format!("{wamid}.later"), "message": { "type": "text", "text": { "body": "Oi, tudo bem?" } } }),
        ),
        23 => (
            "revoke",
            json!({ "original_message_id": format!("{wamid}.later") }),
        ),
        24 => return many(wamid),
        25 => return done_to_itself(wamid),
        _ => return in_a_group(wamid),
    };
    let mut message = one(wamid, kind, &content);
    if kind == "unsupported" {
        message["errors"] = json!([{ "code": 131_051, "title": "Message type unknown" }]);
    }
    wrapped(&json!([message]))
}

fn one(wamid: &str, kind: &str, content: &Value) -> Value {
    let mut message = json!({
        "from": CUSTOMER, "from_user_id": "BR.9911223344", "id": wamid, "timestamp": "1772452700", "type": kind,
        "context": { "from": "551140028922", "id": "wamid.quoted" },
        "referral": { "source_url": "https://example.com", "source_type": "ad", "ctwa_clid": "x" },
    });
    message[kind] = content.clone();
    message
}

fn wrapped(messages: &Value) -> Value {
    let contacts = json!([{ "profile": { "name": "Joana Prado", "username": "@joana" }, "wa_id": CUSTOMER,
        "user_id": "BR.9911223344", "parent_user_id": "BR.ENT.1", "identity_key_hash": "h" }]);
    messages_change(NUMBER, &json!({ "contacts": contacts, "messages": messages }))
}

fn many(wamid: &str) -> Value {
    let messages: Vec<_> = (0..12)
        .map(|n| {
            one(
                &format!("{wamid}.{n}"),
                "text",
                &json!({ "body": format!("{n}") }),
            )
        })
        .collect();
    wrapped(&Value::from(messages))
}

/// A message after what was done to it.
fn done_to_itself(wamid: &str) -> Value {
    wrapped(&json!([
        one(
            &format!("{wamid}.r"),
            "reaction",
            &json!({ "message_id": wamid, "emoji": "\u{1f44d}" })
        ),
        one(
            &format!("{wamid}.e"),
            "edit",
            &json!({ "original_message_id": wamid,
            "message": { "type": "text", "text": { "body": "Depois" } } })
        ),
        one(wamid, "text", &json!({ "body": "Antes" })),
    ]))
}

fn in_a_group(wamid: &str) -> Value {
    let mut message = one(wamid, "text", &json!({ "body": "Oi" }));
    message["group_id"] = json!("G1");
    wrapped(&json!([message]))
}
