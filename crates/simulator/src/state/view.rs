//! What the phones show, as JSON for tests and for the page.

use serde_json::{Value, json};

use super::{CustomerKey, Direction, Message, Person, State, Thread, ThreadKey};

/// How many of the newest messages of a thread the page gets.
const SHOWN_MESSAGES: usize = 200;

/// The delivered messages of the business to a customer, from all its numbers, oldest first.
pub(super) fn messages_to(state: &State, wa_id: &str) -> Vec<Value> {
    let Some(customer) = state.customer_with_number(wa_id) else {
        return Vec::new();
    };
    let mut messages = state
        .threads
        .iter()
        .filter(|(key, _)| key.customer == customer)
        .flat_map(|(_, thread)| {
            thread
                .messages
                .iter()
                .filter_map(|wamid| state.messages.get(wamid))
        })
        .filter(|message| message.direction == Direction::FromBusiness && is_shown(message))
        .collect::<Vec<_>>();
    messages.sort_by_key(|message| message.timestamp_s);
    messages.into_iter().map(message_on_phone).collect()
}

impl State {
    /// The customers for the page's list: the one who wrote or was written to last first.
    pub(crate) fn customer_list(&self) -> Vec<Value> {
        let mut rows = self
            .customers
            .iter()
            .map(|(key, person)| self.list_row(*key, person))
            .collect::<Vec<_>>();
        rows.sort_by_key(|row| std::cmp::Reverse(row["last"]["timestamp"].as_i64().unwrap_or(i64::MIN)));
        rows
    }

    /// A conversation as the customer's phone shows it: messages, and whether the business is typing.
    pub(crate) fn phone_screen(&self, key: &ThreadKey, now_ms: i64) -> Value {
        let Some(thread) = self.threads.get(key) else {
            return json!({ "messages": [], "typing_ms": 0 });
        };
        let typing_ms = thread.typing_until_ms.map_or(0, |until| (until - now_ms).max(0));
        let shown = self.shown_messages(thread).collect::<Vec<_>>();
        let skipped = shown.len().saturating_sub(SHOWN_MESSAGES);
        let messages = shown
            .into_iter()
            .skip(skipped)
            .map(message_on_phone)
            .collect::<Vec<_>>();
        json!({ "messages": messages, "typing_ms": typing_ms })
    }

    fn shown_messages<'a>(&'a self, thread: &'a Thread) -> impl DoubleEndedIterator<Item = &'a Message> {
        thread
            .messages
            .iter()
            .filter_map(|wamid| self.messages.get(wamid))
            .filter(|message| is_shown(message))
    }

    fn list_row(&self, customer: CustomerKey, person: &Person) -> Value {
        let mut last: Option<(&str, &Message)> = None;
        let mut unread = serde_json::Map::new();
        for number in &self.numbers {
            let Some(thread) = self.threads.get(&ThreadKey::new(&number.id, customer)) else {
                continue;
            };
            if let Some(newest) = self.shown_messages(thread).next_back()
                && last.is_none_or(|(_, message)| message.timestamp_s <= newest.timestamp_s)
            {
                last = Some((&number.id, newest));
            }
            // What is read is read up to somewhere, so it is enough to look back to there.
            let count = self
                .shown_messages(thread)
                .rev()
                .take_while(|message| {
                    message.direction == Direction::FromBusiness
                        && message.status == super::DeliveryStatus::Delivered
                })
                .count();
            unread.insert(number.id.clone(), json!(count));
        }
        json!({
            "key": customer,
            "name": person.profile_name,
            "wa_id": person.wa_id,
            "username": person.username,
            "last": last.map(|(phone_number_id, message)| json!({
                "phone_number_id": phone_number_id,
                "timestamp": message.timestamp_s,
                "type": message.kind(),
                "words": message.text(),
                "direction": message.direction,
            })),
            "unread": unread,
        })
    }
}

/// Reactions show on what they react to.
fn is_shown(message: &Message) -> bool {
    message.is_on_phone() && !message.is_reaction() && message.kind() != "revoke" && message.kind() != "edit"
}

fn message_on_phone(message: &Message) -> Value {
    let kind = message.kind();
    let mut shown = json!({
        "id": message.wamid,
        "phone_number_id": message.thread.phone_number_id,
        "direction": message.direction,
        "type": kind,
        "timestamp": message.timestamp_s,
        "status": message.status,
        "words": message.text(),
        "reactions": {
            "customer": message.reaction_of_customer,
            "business": message.reaction_of_business,
        },
        "is_revoked": message.is_revoked,
    });
    for name in [kind, "context", "errors", "referral"] {
        if let Some(value) = message.content.get(name)
            && name != "type"
        {
            shown[name] = value.clone();
        }
    }
    shown
}
