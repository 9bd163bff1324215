//! What customers do: write, react, read, listen, change their number.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::error::Error;
use crate::events;
use crate::graph::media_url;
use crate::ids;
use crate::media::{Kind, Media};
use crate::shared::Shared;
use crate::state::{CustomerKey, DeliveryStatus, Direction, Lane, Message, State, ThreadKey};
use crate::statuses::{self, FirstAttempt};
use crate::webhook::{self, Change};

/// Kinds that do not open the customer service window.
const OUTSIDE_THE_WINDOW: [&str; 5] = ["reaction", "edit", "revoke", "system", "request_welcome"];

/// A customer sends something: `type`, the content under the name of the type, and what else the webhook shall have
/// (`context`, `referral`, `errors`). Returns when the first attempt to tell the business is over.
pub(crate) async fn send(
    shared: &Arc<Shared>,
    customer: CustomerKey,
    phone_number_id: &str,
    content: Value,
    timestamp_s: Option<i64>,
) -> Result<String, Error> {
    let timestamp_s = timestamp_s.unwrap_or_else(|| shared.now_s());
    let now_ms = shared.now_ms();
    let (wamid, told) = shared.update(|state| {
        let content = completed(shared, state, customer, phone_number_id, content, now_ms)?;
        let thread = ThreadKey::new(phone_number_id, customer);
        let person = state
            .person(customer)
            .cloned()
            .ok_or_else(|| Error::Content("unknown customer".to_owned()))?;
        let names = ["inbound", phone_number_id, &person.wa_id];
        let occasion = state.dice.occasion(&names, &content);
        let message = Message {
            wamid: ids::wamid(Direction::FromCustomer, &person.wa_id),
            direction: Direction::FromCustomer,
            content,
            timestamp_s,
            status: DeliveryStatus::Accepted,
            biz_opaque_callback_data: None,
            reaction_of_customer: None,
            reaction_of_business: None,
            is_revoked: false,
            thread: thread.clone(),
            is_priced: true,
            occasion,
        };
        let wamid = message.wamid.clone();
        take_effect(state, &message);
        let change = message_change(state, &message);
        state.keep_message(message);
        let is_blocked = state
            .number(phone_number_id)
            .is_some_and(|number| number.blocked.contains(&customer));
        let told = change
            .filter(|_| !is_blocked)
            .map(|change| webhook::post(state, &shared.config.waba_id, change, None));
        Ok::<_, Error>((wamid, told))
    })?;
    webhook::send_what_is_ready(shared);
    wait_for_all(told.into_iter().collect()).await;
    Ok(wamid)
}

/// The customer reads everything of a thread up to a message.
pub(crate) async fn read(shared: &Arc<Shared>, customer: CustomerKey, wamid: &str) -> Result<(), Error> {
    let unread = shared.read(|state| {
        let message = state
            .message(wamid)
            .filter(|message| message.thread.customer == customer)?;
        let thread = state.threads.get(&message.thread)?;
        let upto = thread.messages.iter().position(|each| each == wamid)?;
        Some(unread_in(state, &thread.messages[..=upto], wamid))
    });
    let unread = unread.ok_or_else(|| Error::UnknownMessage(wamid.to_owned()))?;
    let told = unread
        .iter()
        .filter_map(|wamid| statuses::advance(shared, wamid, DeliveryStatus::Read))
        .collect();
    wait_for_all(told).await;
    Ok(())
}

/// The customer opens a thread on the phone and so reads what has arrived.
pub(crate) fn open(shared: &Arc<Shared>, key: &ThreadKey) {
    let arrived = shared.read(|state| {
        let Some(thread) = state.threads.get(key) else {
            return Vec::new();
        };
        unread_in(state, &thread.messages, "")
            .into_iter()
            .filter(|wamid| state.message(wamid).is_some_and(Message::is_on_phone))
            .collect()
    });
    for wamid in arrived {
        statuses::advance(shared, &wamid, DeliveryStatus::Read);
    }
}

/// The customer listens to a voice message.
pub(crate) async fn play(shared: &Arc<Shared>, customer: CustomerKey, wamid: &str) -> Result<(), Error> {
    let is_theirs = shared.read(|state| {
        state
            .message(wamid)
            .is_some_and(|message| message.thread.customer == customer && message.is_voice())
    });
    if !is_theirs {
        return Err(Error::UnknownMessage(wamid.to_owned()));
    }
    wait_for_all(
        statuses::advance(shared, wamid, DeliveryStatus::Played)
            .into_iter()
            .collect(),
    )
    .await;
    Ok(())
}

/// The phone is switched on: what has left Meta arrives.
pub(crate) async fn receive_all(shared: &Arc<Shared>, customer: CustomerKey) {
    let waiting = shared.read(|state| {
        let mut waiting = state
            .messages
            .values()
            .filter(|message| message.thread.customer == customer && message.status == DeliveryStatus::Sent)
            .filter(|message| message.direction == Direction::FromBusiness && !message.is_reaction())
            .map(|message| (message.timestamp_s, message.wamid.clone()))
            .collect::<Vec<_>>();
        waiting.sort();
        waiting
    });
    let told = waiting
        .iter()
        .filter_map(|(_, wamid)| statuses::advance(shared, wamid, DeliveryStatus::Delivered))
        .collect();
    wait_for_all(told).await;
}

/// The customer moves to another number; each business number they write with is told by a system message.
pub(crate) async fn change_number(
    shared: &Arc<Shared>,
    customer: CustomerKey,
    wa_id: &str,
) -> Result<(), Error> {
    let (old, _, numbers) = known_of(shared, customer);
    for phone_number_id in numbers {
        let content = json!({
            "type": "system",
            "system": {
                "type": "user_changed_number",
                "body": format!("User changed from {old} to {wa_id}"),
                "wa_id": wa_id,
            },
        });
        send(shared, customer, &phone_number_id, content, None).await?;
    }
    shared.update(|state| state.renumber(customer, wa_id));
    Ok(())
}

/// The customer gets another user id; each business number is told by a system message, then the account.
pub(crate) async fn change_user_id(shared: &Arc<Shared>, customer: CustomerKey) -> Result<String, Error> {
    let (wa_id, old, numbers) = known_of(shared, customer);
    let new = ids::next_user_id(&old);
    for phone_number_id in numbers {
        let content = json!({
            "type": "system",
            "system": {
                "type": "user_changed_user_id",
                "body": format!("User {old} changed to {new}"),
                "user_id": new,
                "previous_user_id": old,
            },
        });
        send(shared, customer, &phone_number_id, content, None).await?;
    }
    let hides_number = shared.update(|state| {
        let person = state.customers.get_mut(&customer)?;
        new.clone_into(&mut person.user_id);
        Some(person.hides_number)
    });
    let mut update = json!({
        "user_id": { "previous": old, "current": new },
        "timestamp": shared.now_s().to_string(),
    });
    if hides_number == Some(false) {
        update["wa_id"] = json!(wa_id);
    }
    let value = json!({ "messaging_product": "whatsapp", "user_id_update": [update] });
    events::tell(shared, "user_id_update".into(), value).await;
    Ok(new)
}

/// Number, user id and the business numbers a customer writes with.
fn known_of(shared: &Shared, customer: CustomerKey) -> (String, String, Vec<String>) {
    shared.read(|state| {
        let person = state.person(customer);
        let threads = state.threads.keys().filter(|key| key.customer == customer);
        (
            person.map(|person| person.wa_id.clone()).unwrap_or_default(),
            person.map(|person| person.user_id.clone()).unwrap_or_default(),
            threads.map(|key| key.phone_number_id.clone()).collect(),
        )
    })
}

/// Keeps a file that a customer will send and returns its id.
pub(crate) fn keep_media(
    shared: &Shared,
    phone_number_id: &str,
    mime_type: &str,
    filename: Option<&str>,
    bytes: axum::body::Bytes,
) -> String {
    let media = Media {
        id: ids::media_id(),
        phone_number_id: phone_number_id.to_owned(),
        mime_type: mime_type.to_owned(),
        filename: filename.map(str::to_owned),
        is_incoming: true,
        created_ms: shared.now_ms(),
        bytes,
    };
    let id = media.id.clone();
    shared.update(|state| state.media.insert(id.clone(), media));
    id
}

async fn wait_for_all(told: Vec<FirstAttempt>) {
    for first_attempt in told {
        // An error means that the webhook was lost on purpose: nothing to wait for.
        let _lost = first_attempt.await;
    }
}

/// The messages of the business among these that are not read yet and could be: on the phone, or the one named.
fn unread_in(state: &State, wamids: &[String], named: &str) -> Vec<String> {
    wamids
        .iter()
        .filter_map(|wamid| state.messages.get(wamid))
        .filter(|message| message.direction == Direction::FromBusiness && !message.is_reaction())
        .filter(|message| message.status < DeliveryStatus::Read)
        .filter(|message| message.status >= DeliveryStatus::Sent || message.wamid == named)
        .map(|message| message.wamid.clone())
        .collect()
}

/// Fills in what Meta knows better than the customer: details of media, and who wrote what is quoted.
fn completed(
    shared: &Shared,
    state: &State,
    customer: CustomerKey,
    phone_number_id: &str,
    mut content: Value,
    now_ms: i64,
) -> Result<Value, Error> {
    let number = state
        .number(phone_number_id)
        .ok_or_else(|| Error::UnknownPhoneNumber(phone_number_id.to_owned()))?;
    let Some(kind) = content["type"].as_str().map(str::to_owned) else {
        return Err(Error::Content("no type".to_owned()));
    };
    let id = content[&kind]["id"]
        .as_str()
        .filter(|_| Kind::named(&kind).is_some());
    if let Some(media) = id.and_then(|id| state.media.get(id)) {
        let (mime_type, sha256) = (json!(media.mime_type), json!(media.sha256_base64()));
        let url = json!(media_url(shared, &media.id, now_ms));
        let filename = media.filename.clone();
        let inner = &mut content[&kind];
        inner["mime_type"] = mime_type;
        inner["sha256"] = sha256;
        inner["url"] = url;
        if kind == "document" && inner["filename"].is_null() && filename.is_some() {
            inner["filename"] = json!(filename);
        }
        if kind == "audio" && inner["voice"].is_null() {
            inner["voice"] = json!(false);
        }
        if kind == "sticker" && inner["animated"].is_null() {
            inner["animated"] = json!(false);
        }
    }
    let quoted = content["context"]["id"]
        .as_str()
        .and_then(|wamid| state.message(wamid));
    if content["context"]["from"].is_null()
        && let Some(quoted) = quoted
    {
        let author = match quoted.direction {
            Direction::FromBusiness => number.digits(),
            Direction::FromCustomer => state
                .person(customer)
                .map(|person| person.wa_id.clone())
                .unwrap_or_default(),
        };
        content["context"]["from"] = json!(author);
    }
    Ok(content)
}

/// What a message does to those before it, and to the window.
fn take_effect(state: &mut State, message: &Message) {
    let content = &message.content;
    match message.kind() {
        "reaction" => {
            let emoji = content["reaction"]["emoji"]
                .as_str()
                .filter(|emoji| !emoji.is_empty());
            let target = content["reaction"]["message_id"].as_str().unwrap_or_default();
            if let Some(target) = state.messages.get_mut(target) {
                target.reaction_of_customer = emoji.map(str::to_owned);
            }
        }
        "edit" => {
            let target = content["edit"]["original_message_id"]
                .as_str()
                .unwrap_or_default();
            if let Some(target) = state.messages.get_mut(target) {
                target.content = content["edit"]["message"].clone();
            }
        }
        "revoke" => {
            let target = content["revoke"]["original_message_id"]
                .as_str()
                .unwrap_or_default();
            if let Some(target) = state.messages.get_mut(target) {
                target.is_revoked = true;
            }
        }
        _ => {}
    }
    let is_edit = content["unsupported"]["type"] == "edit";
    if !OUTSIDE_THE_WINDOW.contains(&message.kind()) && !is_edit {
        state.thread_mut(&message.thread).open_window(message.timestamp_s);
    }
}

/// The webhook of a customer's message.
fn message_change(state: &State, message: &Message) -> Option<Change> {
    let person = state.person(message.thread.customer)?;
    let number = state.number(&message.thread.phone_number_id)?;
    let mut told = message.content.clone();
    told["id"] = json!(message.wamid);
    told["timestamp"] = json!(message.timestamp_s.to_string());
    told["from_user_id"] = json!(person.user_id);
    if !person.hides_number {
        told["from"] = json!(person.wa_id);
    }
    let contact = (message.kind() != "system").then(|| webhook::contact_of(person));
    Some(Change {
        lane: Lane::Thread(message.thread.clone()),
        field: "messages".into(),
        value: webhook::messages_value(number, contact, &told),
        wamid: Some(message.wamid.clone()),
        occasion: message.occasion,
    })
}
