//! Every kind of message as documented is taken; every departure from it is refused with the code that says so.

#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)]

use serde_json::{Value, json};

use super::{Object, message};

/// A message to a customer with this content.
fn request(kind: &str, content: Value) -> Value {
    json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+5511986372111",
        "type": kind, kind: content,
    })
}

fn code_of(request: &Value) -> Option<u32> {
    let object = Object::root(request).unwrap();
    message(&object).err().map(|error| error.code())
}

fn long(length: usize) -> String {
    "é".repeat(length)
}

fn button(id: &str, title: &str) -> Value {
    json!({ "type": "reply", "reply": { "id": id, "title": title } })
}

fn buttons(buttons: &[Value]) -> Value {
    json!({ "type": "button", "body": { "text": "Sábado ou domingo?" }, "action": { "buttons": buttons } })
}

fn list(sections: Value) -> Value {
    json!({ "type": "list", "body": { "text": "Escolha" },
            "action": { "button": "Ver cursos", "sections": sections } })
}

fn card(contact: Value) -> Value {
    json!([contact])
}

#[test]
fn every_kind_is_taken_as_documented() {
    let name = json!({ "formatted_name": "Ana Lima", "first_name": "Ana" });
    let accepted = [
        ("text", json!({ "body": "Olá" })),
        ("text", json!({ "body": long(4_096), "preview_url": true })),
        ("image", json!({ "id": "1037", "caption": long(1_024) })),
        ("image", json!({ "link": "https://docearte.example/bolo.jpg" })),
        ("video", json!({ "id": "1037", "caption": "Aula" })),
        ("audio", json!({ "id": "1037", "voice": true })),
        ("audio", json!({ "link": "https://docearte.example/a.ogg" })),
        (
            "document",
            json!({ "id": "1037", "caption": "Contrato", "filename": "contrato.pdf" }),
        ),
        ("sticker", json!({ "id": "1037" })),
        (
            "location",
            json!({ "latitude": -23.56, "longitude": "-46.65", "name": "Escola", "address": "Rua A, 1" }),
        ),
        ("reaction", json!({ "message_id": "wamid.X", "emoji": "👍🏽" })),
        ("reaction", json!({ "message_id": "wamid.X", "emoji": "" })),
        ("contacts", card(json!({ "name": name }))),
        (
            "contacts",
            card(json!({
                "name": name, "birthday": "1990-04-30",
                "phones": [{ "phone": "+55 11 98637-2111", "type": "CELL", "wa_id": "5511986372111" }],
                "emails": [{ "email": "ana@exemplo.com.br", "type": "WORK" }],
                "addresses": [{ "street": "Rua A, 1", "city": "São Paulo", "state": "SP", "zip": "01310-100",
                                "country": "Brasil", "country_code": "br", "type": "HOME" }],
                "org": { "company": "Doce Arte", "department": "Cozinha", "title": "Confeiteira" },
                "urls": [{ "url": "https://docearte.example", "type": "WORK" }],
            })),
        ),
        (
            "interactive",
            buttons(&[
                button("a", "Sábado"),
                button("b", "Domingo"),
                button("c", "Nenhum"),
            ]),
        ),
        (
            "interactive",
            json!({
                "type": "button", "header": { "type": "image", "image": { "id": "1037" } },
                "body": { "text": "Gostou?" }, "footer": { "text": "Doce Arte" },
                "action": { "buttons": [button("a", "Sim")] },
            }),
        ),
        (
            "interactive",
            list(json!([{ "rows": [{ "id": "1", "title": "Bolos", "description": "Aos sábados" }] }])),
        ),
        (
            "interactive",
            json!({
                "type": "cta_url", "body": { "text": "Veja" },
                "action": { "name": "cta_url", "parameters": { "display_text": "Abrir", "url": "https://docearte.example" } },
            }),
        ),
        (
            "interactive",
            json!({
                "type": "location_request_message", "body": { "text": "Onde?" }, "action": { "name": "send_location" },
            }),
        ),
        (
            "interactive",
            json!({
                "type": "request_contact_info", "body": { "text": "Seu número?" },
                "action": { "name": "request_contact_info" },
            }),
        ),
        (
            "template",
            json!({ "name": "hello_world", "language": { "code": "en_US" } }),
        ),
        (
            "template",
            json!({
                "name": "boleto", "language": { "code": "pt_BR", "policy": "deterministic" },
                "components": [
                    { "type": "header", "parameters": [{ "type": "document", "document": { "id": "1", "filename": "b.pdf" } }] },
                    { "type": "body", "parameters": [
                        { "type": "text", "parameter_name": "first_name", "text": "Ana" },
                        { "type": "currency", "currency": { "fallback_value": "R$ 1,00", "code": "BRL", "amount_1000": 1000 } },
                    ] },
                    { "type": "button", "sub_type": "quick_reply", "index": "0",
                      "parameters": [{ "type": "payload", "payload": "SIM" }] },
                    { "type": "button", "sub_type": "url", "index": 1, "parameters": [{ "type": "text", "text": "77" }] },
                ],
            }),
        ),
    ];
    for (kind, content) in accepted {
        assert_eq!(code_of(&request(kind, content.clone())), None, "{kind} {content}");
    }
}

#[test]
fn what_may_stand_beside_the_content_is_taken() {
    let mut full = request("text", json!({ "body": "Olá" }));
    full["context"] = json!({ "message_id": "wamid.X" });
    full["biz_opaque_callback_data"] = json!(long(512));
    full["recipient_identity_key_hash"] = json!("DF2lS5v2W6x=");
    full["messaging_account_id"] = json!("102290129340398");
    assert_eq!(code_of(&full), None);
}

#[test]
fn every_departure_in_the_content_is_refused() {
    let refused = [
        (131_008, "text", json!({})),
        (131_009, "text", json!({ "body": "" })),
        (100, "text", json!({ "body": long(4_097) })),
        (100, "text", json!({ "body": 5 })),
        (100, "text", json!({ "body": "Olá", "preview_url": "true" })),
        (100, "text", json!({ "body": "Olá", "text": "Olá" })),
        (100, "text", json!("Olá")),
        (131_008, "image", json!({ "caption": "Bolo" })),
        (
            100,
            "image",
            json!({ "id": "1037", "link": "https://docearte.example/bolo.jpg" }),
        ),
        (100, "image", json!({ "id": 1037 })),
        (100, "image", json!({ "id": "1037", "caption": long(1_025) })),
        (131_009, "image", json!({ "link": "bolo.jpg" })),
        (100, "audio", json!({ "id": "1037", "caption": "Oi" })),
        (100, "audio", json!({ "id": "1037", "voice": "true" })),
        (100, "sticker", json!({ "id": "1037", "caption": "Oi" })),
        (100, "video", json!({ "id": "1037", "filename": "a.mp4" })),
        (131_008, "location", json!({ "latitude": 1.0 })),
        (131_009, "location", json!({ "latitude": 91.0, "longitude": 0.0 })),
        (
            131_009,
            "location",
            json!({ "latitude": "norte", "longitude": 0.0 }),
        ),
        (131_008, "reaction", json!({ "message_id": "wamid.X" })),
        (131_008, "reaction", json!({ "emoji": "👍" })),
        (
            131_009,
            "reaction",
            json!({ "message_id": "wamid.X", "emoji": "ok" }),
        ),
        (131_009, "contacts", json!([])),
        (100, "contacts", json!({ "name": {} })),
        (131_008, "contacts", card(json!({ "phones": [] }))),
        (
            131_008,
            "contacts",
            card(json!({ "name": { "formatted_name": "Ana" } })),
        ),
        (
            131_008,
            "contacts",
            card(json!({ "name": { "first_name": "Ana" } })),
        ),
        (
            100,
            "contacts",
            card(json!({ "name": { "formatted_name": "Ana", "first_name": "Ana" }, "vcard": "" })),
        ),
        (
            131_009,
            "contacts",
            card(json!({
                "name": { "formatted_name": "Ana", "first_name": "Ana" }, "birthday": "30/04/1990",
            })),
        ),
        (
            131_009,
            "contacts",
            json!(vec![
                json!({ "name": { "formatted_name": "A", "first_name": "A" } });
                258
            ]),
        ),
        (131_009, "interactive", buttons(&[])),
        (
            131_009,
            "interactive",
            buttons(&[
                button("a", "1"),
                button("b", "2"),
                button("c", "3"),
                button("d", "4"),
            ]),
        ),
        (
            131_009,
            "interactive",
            buttons(&[button("a", "Sim"), button("b", "Sim")]),
        ),
        (
            131_009,
            "interactive",
            buttons(&[button("a", "Sim"), button("a", "Não")]),
        ),
        (100, "interactive", buttons(&[button("a", &long(21))])),
        (100, "interactive", buttons(&[button(&long(257), "Sim")])),
        (
            131_008,
            "interactive",
            json!({ "type": "button", "action": { "buttons": [button("a", "Sim")] } }),
        ),
        (
            100,
            "interactive",
            json!({
                "type": "button", "body": { "text": long(1_025) }, "action": { "buttons": [button("a", "Sim")] },
            }),
        ),
        (
            131_009,
            "interactive",
            json!({
                "type": "list", "header": { "type": "image", "image": { "id": "1" } }, "body": { "text": "x" },
                "action": { "button": "Ver", "sections": [{ "rows": [{ "id": "1", "title": "A" }] }] },
            }),
        ),
        (
            131_008,
            "interactive",
            list(json!([
                { "rows": [{ "id": "1", "title": "A" }] }, { "rows": [{ "id": "2", "title": "B" }] },
            ])),
        ),
        (
            131_009,
            "interactive",
            list(json!([{
                "rows": (0..11).map(|at| json!({ "id": at.to_string(), "title": "A" })).collect::<Vec<_>>(),
            }])),
        ),
        (
            100,
            "interactive",
            list(json!([{ "rows": [{ "id": "1", "title": long(25) }] }])),
        ),
        (
            131_009,
            "interactive",
            json!({ "type": "carousel", "body": { "text": "x" }, "action": {} }),
        ),
        (
            131_009,
            "interactive",
            json!({
                "type": "location_request_message", "body": { "text": "Onde?" }, "action": { "name": "onde" },
            }),
        ),
        (131_008, "template", json!({ "language": { "code": "pt_BR" } })),
        (131_008, "template", json!({ "name": "hello_world" })),
        (
            100,
            "template",
            json!({ "name": "hello_world", "language": "pt_BR" }),
        ),
        (
            131_009,
            "template",
            json!({
                "name": "a", "language": { "code": "pt_BR" }, "components": [{ "type": "footer" }],
            }),
        ),
        (
            131_008,
            "template",
            json!({
                "name": "a", "language": { "code": "pt_BR" }, "components": [{ "type": "button", "sub_type": "url" }],
            }),
        ),
        (
            131_009,
            "template",
            json!({
                "name": "a", "language": { "code": "pt_BR" },
                "components": [{ "type": "body", "parameters": [{ "type": "emoji" }] }],
            }),
        ),
    ];
    for (code, kind, content) in refused {
        assert_eq!(
            code_of(&request(kind, content.clone())),
            Some(code),
            "{kind} {content}"
        );
    }
}

#[test]
fn every_departure_beside_the_content_is_refused() {
    let with = |name: &str, value: Value| {
        let mut changed = request("text", json!({ "body": "Olá" }));
        changed[name] = value;
        changed
    };
    let without = |name: &str| {
        let mut changed = request("text", json!({ "body": "Olá" }));
        changed.as_object_mut().unwrap().remove(name);
        changed
    };
    for (code, request) in [
        (131_008, without("messaging_product")),
        (131_008, without("type")),
        (131_008, without("text")),
        (131_009, with("messaging_product", json!("sms"))),
        (131_009, with("recipient_type", json!("group"))),
        (100, with("type", json!("fax"))),
        (100, with("image", json!({ "id": "1" }))),
        (100, with("priority", json!(1))),
        (100, with("category", json!("utility"))),
        (100, with("context", json!("wamid.X"))),
        (131_008, with("context", json!({}))),
        (100, with("context", json!({ "id": "wamid.X" }))),
        (100, with("biz_opaque_callback_data", json!(long(513)))),
        (100, with("biz_opaque_callback_data", json!(7))),
    ] {
        assert_eq!(code_of(&request), Some(code), "{request}");
    }
    let mut reaction = request("reaction", json!({ "message_id": "wamid.X", "emoji": "👍" }));
    reaction["context"] = json!({ "message_id": "wamid.Y" });
    assert_eq!(code_of(&reaction), Some(100));
}
