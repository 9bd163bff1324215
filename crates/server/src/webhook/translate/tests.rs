//! Meta's shapes and what becomes of them: each test translates an example by the same helper.

mod customers;
mod statuses;

use super::*;
use crate::clock::Clock;
use crate::store::PhoneNumberSecrets;
use cloud_api::webhook::parse;
use domain::content::{MessageContent, MessageKind, OrderItem};

const NOW: Timestamp = Timestamp::from_seconds(1_780_000_000);

struct Translation {
    ids: IdSource,
    numbers: OurNumbers,
}

impl Translation {
    fn new() -> Self {
        let ids = IdSource::new(Clock::manual(NOW));
        let number = |meta_id: &str, app_secret: &str| PhoneNumberSecrets {
            id: ids.phone_number_id(),
            meta_id: meta_id.to_owned(),
            waba_id: "1".to_owned(),
            phone: format!("+55{meta_id}"),
            access_token: String::new(),
            app_secret: app_secret.to_owned(),
            verify_token: String::new(),
        };
        let numbers = OurNumbers::of(&[number("4400001111", "one"), number("4400002222", "two")]);
        Self { ids, numbers }
    }

    fn of(&self, raw: &str, signed_by: Option<&str>) -> Vec<InboundChange> {
        let translator = Translator {
            numbers: &self.numbers,
            signed_by,
            ids: &self.ids,
            now: NOW,
        };
        translator.translate(&parse(raw.as_bytes()).unwrap())
    }
}

/// What a `messages` value of the first number becomes.
fn translate(parts: &str) -> Vec<InboundChange> {
    let raw = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"messages","value":{{
            "messaging_product":"whatsapp",
            "metadata":{{"display_phone_number":"551140028922","phone_number_id":"4400001111"}},{parts}}}}}]}}]}}"#
    );
    Translation::new().of(&raw, None)
}

/// What one message becomes; `parts` are its type and content.
fn message(parts: &str) -> InboundChange {
    let parts =
        format!(r#""messages":[{{"id":"wamid.1","from":"5511986372111","timestamp":"1779999000",{parts}}}]"#);
    let mut changes = translate(&parts);
    assert_eq!(changes.len(), 1, "{changes:?}");
    changes.remove(0)
}

fn inbound(change: InboundChange) -> InboundMessage {
    match change {
        InboundChange::Message(message) => *message,
        other => panic!("no message but {other:?}"),
    }
}

fn why_set_aside(change: InboundChange) -> String {
    match change {
        InboundChange::SetAside { reason, .. } => reason,
        other => panic!("not set aside but {other:?}"),
    }
}

#[test]
fn each_type_becomes_its_kind() {
    use MessageKind as Kind;
    for (parts, kind) in [
        (r#""type":"text","text":{"body":"Ol\u00e1"}"#, Kind::Text),
        (
            r#""type":"image","image":{"id":"1","mime_type":"image/jpeg"}"#,
            Kind::Image,
        ),
        (r#""type":"video","video":{"id":"1"}"#, Kind::Video),
        (
            r#""type":"audio","audio":{"id":"1","voice":true}"#,
            Kind::VoiceNote,
        ),
        (r#""type":"audio","audio":{"id":"1","voice":false}"#, Kind::Audio),
        (r#""type":"document","document":{"id":1}"#, Kind::Document),
        (r#""type":"sticker","sticker":{"id":"1"}"#, Kind::Sticker),
        (
            r#""type":"location","location":{"latitude":-23.5,"longitude":"-46.6"}"#,
            Kind::Location,
        ),
        (
            r#""type":"contacts","contacts":[{"name":{"formatted_name":"Rui"}}]"#,
            Kind::ContactCards,
        ),
        (
            r#""type":"button","button":{"text":"Sim","payload":"yes"}"#,
            Kind::ButtonReply,
        ),
        (
            r#""type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"a","title":"Rosas"}}"#,
            Kind::ButtonReply,
        ),
        (
            r#""type":"order","order":{"catalog_id":"1","product_items":[{},{}]}"#,
            Kind::Order,
        ),
        (r#""type":"request_welcome""#, Kind::System),
        (
            r#""type":"unsupported","errors":[{"code":131051}]"#,
            Kind::Unsupported,
        ),
        (r#""type":"view_twice","view_twice":{}"#, Kind::Unsupported),
    ] {
        let message = inbound(message(parts));
        assert_eq!(message.content.kind(), kind, "{parts}");
        let opens = kind != Kind::System;
        assert_eq!(message.opens_window, opens, "{parts}");
        assert_eq!(message.at, Timestamp::from_seconds(1_779_999_000));
    }
}

#[test]
fn an_order_tells_what_was_ordered() {
    let order = r#""type":"order","order":{"catalog_id":"1","text":"Sem cebola","product_items":[
        {"product_retailer_id":"bolo","quantity":1,"item_price":90.5,"currency":"BRL"},
        {"product_retailer_id":"vela","quantity":2},{"product_retailer_id":"fita"},
        {"product_retailer_id":"laço","quantity":-1},{"quantity":3}]}"#;
    let told = inbound(message(order)).content;
    let item = |product: &str, quantity, price, currency: Option<&str>| OrderItem {
        product: product.to_owned(),
        quantity,
        price,
        currency: currency.map(str::to_owned),
    };
    // What is not named is counted all the same, and how many of something is not guessed.
    let expected = MessageContent::Order {
        item_count: 5,
        items: vec![
            item("bolo", Some(1), Some(90.5), Some("BRL")),
            item("vela", Some(2), None, None),
            item("fita", None, None, None),
            item("laço", None, None, None),
        ],
        text: Some("Sem cebola".to_owned()),
    };
    assert_eq!(told, expected);
}

#[test]
fn a_type_without_what_makes_it_useful_is_unsupported_by_its_name() {
    for (parts, expected, code) in [
        (
            r#""type":"video","errors":[{"code":131052,"title":"Media download error"}]"#,
            "video",
            Some(131_052),
        ),
        (
            r#""type":"image","image":{"mime_type":"image/jpeg"},"errors":[{"code":131052}]"#,
            "image",
            Some(131_052),
        ),
        (
            r#""type":"unsupported","unsupported":{"type":"poll"},"errors":[{"code":131051}]"#,
            "poll",
            Some(131_051),
        ),
        (
            r#""type":"unsupported","errors":[{"code":131060}]"#,
            "unknown",
            Some(131_060),
        ),
        (
            r#""type":"interactive","interactive":{"type":"new_reply"}"#,
            "interactive/new_reply",
            None,
        ),
        (r#""text":{"body":"sem tipo"}"#, "unknown", None),
    ] {
        let message = inbound(message(parts));
        let expected = MessageContent::Unsupported {
            type_name: expected.to_owned(),
            code,
        };
        assert_eq!(message.content, expected, "{parts}");
        assert_eq!(message.meta_media_id, None);
        assert!(message.opens_window, "the customer wrote something: {parts}");
    }
}

#[test]
fn an_edit_that_comes_as_unsupported_opens_no_window() {
    let edit = inbound(message(
        r#""type":"unsupported","unsupported":{"type":"edit"},"errors":[{"code":131051}]"#,
    ));
    assert!(!edit.opens_window);
}

#[test]
fn a_file_keeps_metas_id_type_name_and_caption() {
    let message = inbound(message(
        r#""type":"document","document":{"id":"777","mime_type":"application/pdf","filename":"or\u00e7amento.pdf","caption":"Segue"}"#,
    ));
    assert_eq!(message.meta_media_id.as_deref(), Some("777"));
    let MessageContent::Document(file) = message.content else {
        panic!("{:?}", message.content);
    };
    assert_eq!(file.mime_type, "application/pdf");
    assert_eq!(file.file_name.as_deref(), Some("orçamento.pdf"));
    assert_eq!(file.caption.as_deref(), Some("Segue"));
}

#[test]
fn the_context_quotes_or_tells_of_forwarding() {
    let quoting = inbound(message(
        r#""type":"text","text":{"body":"Sim"},"context":{"from":"551140028922","id":"wamid.q"}"#,
    ));
    assert_eq!(quoting.quoted_wamid.as_deref(), Some("wamid.q"));
    assert!(!quoting.is_forwarded);
    for flag in ["forwarded", "frequently_forwarded"] {
        let parts = format!(r#""type":"text","text":{{"body":"Olha"}},"context":{{"{flag}":true}}"#);
        let forwarded = inbound(message(&parts));
        assert!(forwarded.is_forwarded && forwarded.quoted_wamid.is_none());
    }
    let plain = inbound(message(
        r#""type":"text","text":{"body":"Oi"},"context":{"forwarded":false}"#,
    ));
    assert!(!plain.is_forwarded);
}

#[test]
fn the_sender_is_found_among_the_contacts_by_either_id() {
    let contacts = r#""contacts":[
        {"profile":{"name":"Rui"},"wa_id":"5521991234567"},
        {"profile":{"name":"Joana","username":"@joana"},"wa_id":"5511986372111","user_id":"BR.1"}],"#;
    let text = r#""timestamp":"1779999000","type":"text","text":{"body":"Oi"}"#;
    for sender in [
        r#""from":"5511986372111","#,
        r#""from_user_id":"BR.1","#,
        r#""from":"5511986372111","from_user_id":"BR.1","#,
    ] {
        let parts = format!(r#"{contacts}"messages":[{{"id":"wamid.1",{sender}{text}}}]"#);
        let customer = inbound(translate(&parts).remove(0)).customer;
        let expected = CustomerIdentity {
            wa_id: Some("5511986372111".to_owned()),
            user_id: Some("BR.1".to_owned()),
            profile_name: Some("Joana".to_owned()),
            username: Some("joana".to_owned()),
            ..CustomerIdentity::default()
        };
        assert_eq!(customer, expected, "{sender}");
    }
}

#[test]
fn without_a_usable_time_it_is_now() {
    for timestamp in ["", r#""timestamp":"soon","#, r#""timestamp":"99999999999","#] {
        let parts = format!(
            r#""messages":[{{"id":"wamid.1","from":"5511986372111",{timestamp}"type":"text","text":{{"body":"Oi"}}}}]"#
        );
        assert_eq!(inbound(translate(&parts).remove(0)).at, NOW, "{timestamp}");
    }
}

#[test]
fn reactions_edits_and_revocations_name_their_message() {
    let reaction = |emoji: &str| {
        let parts = format!(r#""type":"reaction","reaction":{{"message_id":"wamid.t"{emoji}}}"#);
        match message(&parts) {
            InboundChange::Annotation(annotation) => match annotation.kind {
                AnnotationKind::Reaction { emoji } => (annotation.target_wamid, emoji),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    };
    let target = "wamid.t".to_owned();
    assert_eq!(
        reaction(r#","emoji":"\ud83d\udc4d""#),
        (target.clone(), Some("\u{1f44d}".to_owned()))
    );
    assert_eq!(reaction(""), (target.clone(), None));
    assert_eq!(reaction(r#","emoji":"""#), (target, None));

    let edit = message(
        r#""type":"edit","edit":{"original_message_id":"wamid.t","message":{"type":"text","text":{"body":"Certo"}}}"#,
    );
    let InboundChange::Annotation(edit) = edit else {
        panic!("{edit:?}");
    };
    assert_eq!(
        (edit.target_wamid.as_str(), edit.by),
        ("wamid.t", Direction::Inbound)
    );
    assert!(matches!(
        edit.kind,
        AnnotationKind::Edit { content: MessageContent::Text { body }, .. } if body == "Certo"
    ));

    let revoke = message(r#""type":"revoke","revoke":{"original_message_id":"wamid.t"}"#);
    assert!(matches!(
        revoke,
        InboundChange::Annotation(revoke) if revoke.target_wamid == "wamid.t" && revoke.kind == AnnotationKind::Revoke
    ));
}

#[test]
fn what_cannot_be_applied_is_set_aside_and_never_a_message() {
    for (parts, reason) in [
        (
            r#""type":"reaction","reaction":{}"#,
            "a change of a message that cannot be read",
        ),
        (r#""type":"revoke""#, "a change of a message that cannot be read"),
        (
            r#""type":"edit","edit":{"original_message_id":"w"}"#,
            "a change of a message that cannot be read",
        ),
        (
            r#""type":"edit","edit":{"original_message_id":"w","message":{"type":"unsupported"}}"#,
            "an edit that cannot be read",
        ),
        (
            r#""type":"text","text":{"body":"Oi"},"group_id":"G""#,
            "a message in a group",
        ),
    ] {
        assert_eq!(why_set_aside(message(parts)), reason, "{parts}");
    }
    let nobody = translate(r#""messages":[{"id":"wamid.1","type":"text","text":{"body":"Oi"}}]"#).remove(0);
    assert_eq!(why_set_aside(nobody), "a message from nobody");
    let nameless = translate(r#""messages":[{"type":"text","text":{"body":"Oi"}}]"#).remove(0);
    assert_eq!(why_set_aside(nameless), "an item of messages without id");
}

#[test]
fn each_change_is_judged_by_its_own_number_and_the_app_that_signed() {
    let translation = Translation::new();
    let change = |number: &str, wamid: &str| {
        format!(
            r#"{{"field":"messages","value":{{"metadata":{{"phone_number_id":"{number}"}},
            "messages":[{{"id":"{wamid}","from":"5511986372111","type":"text","text":{{"body":"Oi"}}}}]}}}}"#
        )
    };
    let raw = format!(
        r#"{{"entry":[{{"id":"1","changes":[{},{},{}]}}]}}"#,
        change("4400001111", "wamid.1"),
        change("4400002222", "wamid.2"),
        change("999", "wamid.3"),
    );
    let ours = |signed_by: Option<&str>| -> Vec<bool> {
        translation
            .of(&raw, signed_by)
            .iter()
            .map(|change| matches!(change, InboundChange::Message(_)))
            .collect()
    };
    let (one, two) = (crate::webhook::app_key("one"), crate::webhook::app_key("two"));
    assert_eq!(ours(Some(&one)), [true, false, false]);
    assert_eq!(ours(Some(&two)), [false, true, false]);
    let renewed = crate::webhook::app_key("the secret before");
    assert_eq!(ours(Some(&renewed)), [true, true, false]);
    assert_eq!(ours(None), [true, true, false]);
}

#[test]
fn the_same_delivery_gives_the_same_keys() {
    let key = |change: &InboundChange| match change {
        InboundChange::Account { key, .. }
        | InboundChange::SetAside { key, .. }
        | InboundChange::IdentityChanged { key, .. } => key.clone(),
        other => panic!("{other:?}"),
    };
    for parts in [
        r#""errors":[{"code":1}]"#,
        r#""messages":[{"type":"text"},{"type":"image"}]"#,
        r#""messages":[{"id":"wamid.1","from":"5511986372111","type":"system","system":{"type":"user_changed_number","wa_id":"5521991234567"}}]"#,
    ] {
        let keys = |changes: Vec<InboundChange>| changes.iter().map(key).collect::<Vec<_>>();
        let first = keys(translate(parts));
        assert_eq!(first, keys(translate(parts)));
        let mut different = first.clone();
        different.dedup();
        assert_eq!(different, first, "each change of a delivery has its own key");
    }
}
