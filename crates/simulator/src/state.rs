//! All the simulator knows: numbers, customers, threads, messages, media, what it was asked and what it has to tell.

mod deliveries;
mod limits;
mod message;
mod number;
mod record;
mod snapshot;
mod thread;
mod view;

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use deliveries::{Deliveries, Delivery, Hold, Lane};
pub(crate) use limits::Limits;
pub use message::{DeliveryStatus, Direction, Message};
pub(crate) use number::Number;
pub(crate) use record::Records;
pub use record::{RecordedRequest, Webhook};
pub(crate) use thread::{Thread, ThreadKey};

use crate::behaviour::Behaviour;
use crate::config::Config;
use crate::ids;
use crate::knobs::{Dice, Knobs};
use crate::media::Media;

/// The simulator's own name of a customer: numbers, user ids and user names may change, this does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct CustomerKey(pub(crate) u64);

/// Someone with WhatsApp.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Person {
    pub(crate) wa_id: String,
    pub(crate) user_id: String,
    pub(crate) profile_name: String,
    pub(crate) username: Option<String>,
    /// Whether webhooks leave the number out, as for customers with a user name whom the business does not know.
    pub(crate) hides_number: bool,
    /// Whether the number has WhatsApp at all.
    pub(crate) has_whatsapp: bool,
}

/// Everything the simulator knows, as [`crate::Simulator::wait_for`] shows it.
pub struct State {
    pub(crate) numbers: Vec<Number>,
    pub(crate) customers: BTreeMap<CustomerKey, Person>,
    pub(crate) threads: BTreeMap<ThreadKey, Thread>,
    pub(crate) messages: HashMap<String, Message>,
    pub(crate) media: HashMap<String, Media>,
    pub(crate) templates: Vec<Value>,
    pub(crate) records: Records,
    pub(crate) deliveries: Deliveries,
    pub(crate) callback: Option<String>,
    pub(crate) subscribed: bool,
    pub(crate) behaviour: Behaviour,
    pub(crate) knobs: Knobs,
    pub(crate) dice: Dice,
    pub(crate) limits: Limits,
    /// How many messages are under way to `sent`, `delivered` or `read` by a timer.
    pub(crate) timers: usize,
    customer_by_number: HashMap<String, CustomerKey>,
}

impl State {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            numbers: config.phone_numbers.iter().map(Number::new).collect(),
            customers: BTreeMap::new(),
            threads: BTreeMap::new(),
            messages: HashMap::new(),
            media: HashMap::new(),
            templates: crate::graph::sample_templates(),
            records: Records::default(),
            deliveries: Deliveries::default(),
            callback: None,
            subscribed: true,
            behaviour: Behaviour::default(),
            knobs: Knobs::default(),
            dice: Dice::default(),
            limits: Limits::default(),
            timers: 0,
            customer_by_number: HashMap::new(),
        }
    }

    /// The requests to the Graph API, oldest first, exactly as they came.
    pub fn requests(&self) -> impl DoubleEndedIterator<Item = &RecordedRequest> {
        self.records.requests.iter()
    }

    /// The webhooks that were acknowledged, in the order of the acknowledgements.
    pub fn acknowledged_webhooks(&self) -> impl DoubleEndedIterator<Item = &Webhook> {
        self.records.webhooks.iter()
    }

    /// How many webhooks are not acknowledged yet.
    pub fn outstanding_webhooks(&self) -> usize {
        self.deliveries.outstanding()
    }

    /// The message with this id, from either side.
    pub fn message(&self, wamid: &str) -> Option<&Message> {
        self.messages.get(wamid)
    }

    /// All messages between one of our numbers and a customer, in the order they were accepted.
    pub fn thread(&self, phone_number_id: &str, wa_id: &str) -> Vec<&Message> {
        let Some(customer) = self.customer_with_number(wa_id) else {
            return Vec::new();
        };
        self.threads
            .get(&ThreadKey::new(phone_number_id, customer))
            .into_iter()
            .flat_map(|thread| {
                thread
                    .messages
                    .iter()
                    .filter_map(|wamid| self.messages.get(wamid))
            })
            .collect()
    }

    /// What the phone of the customer shows of the messages of the business: those that were delivered, oldest first.
    /// Each is an object with `id`, `phone_number_id`, `type`, the content under the name of the type, `context` if
    /// it is a reply, `timestamp` (Unix seconds), `status`, `words` (what can be read in it) and `reactions`.
    pub fn messages_to(&self, wa_id: &str) -> Vec<Value> {
        view::messages_to(self, wa_id)
    }

    /// Whether the phone of the customer shows that the business is typing, at this time (Unix milliseconds).
    pub fn is_typing(&self, phone_number_id: &str, wa_id: &str, now_ms: i64) -> bool {
        self.customer_with_number(wa_id)
            .and_then(|customer| self.threads.get(&ThreadKey::new(phone_number_id, customer)))
            .is_some_and(|thread| thread.typing_until_ms.is_some_and(|until| now_ms < until))
    }

    pub(crate) fn number(&self, phone_number_id: &str) -> Option<&Number> {
        self.numbers.iter().find(|number| number.id == phone_number_id)
    }

    pub(crate) fn number_mut(&mut self, phone_number_id: &str) -> Option<&mut Number> {
        self.numbers
            .iter_mut()
            .find(|number| number.id == phone_number_id)
    }

    pub(crate) fn person(&self, customer: CustomerKey) -> Option<&Person> {
        self.customers.get(&customer)
    }

    /// The customer with this number, with or without the Brazilian ninth digit.
    pub(crate) fn customer_with_number(&self, wa_id: &str) -> Option<CustomerKey> {
        let exact = self.customer_by_number.get(wa_id);
        let key = exact.or_else(|| self.customer_by_number.get(&ids::brazilian_twin(wa_id)?));
        key.copied()
    }

    pub(crate) fn customer_with_user_id(&self, user_id: &str) -> Option<CustomerKey> {
        self.customers
            .iter()
            .find(|(_, person)| person.user_id == user_id)
            .map(|(key, _)| *key)
    }

    /// Introduces a customer, or finds them by their number.
    pub(crate) fn introduce(&mut self, wa_id: &str, profile_name: &str) -> CustomerKey {
        if let Some(known) = self.customer_with_number(wa_id) {
            return known;
        }
        let key = CustomerKey(self.customers.keys().next_back().map_or(1, |last| last.0 + 1));
        let person = Person {
            wa_id: wa_id.to_owned(),
            user_id: ids::user_id_of(wa_id),
            profile_name: profile_name.to_owned(),
            username: None,
            hides_number: false,
            has_whatsapp: true,
        };
        self.customers.insert(key, person);
        self.customer_by_number.insert(wa_id.to_owned(), key);
        key
    }

    /// Gives a customer another number, and with it another user id.
    pub(crate) fn renumber(&mut self, customer: CustomerKey, wa_id: &str) {
        if let Some(person) = self.customers.get_mut(&customer) {
            self.customer_by_number.remove(&person.wa_id);
            wa_id.clone_into(&mut person.wa_id);
            person.user_id = ids::user_id_of(wa_id);
            self.customer_by_number.insert(wa_id.to_owned(), customer);
        }
    }

    pub(crate) fn thread_mut(&mut self, key: &ThreadKey) -> &mut Thread {
        self.threads.entry(key.clone()).or_default()
    }

    /// Keeps a message and puts it at the end of its thread.
    pub(crate) fn keep_message(&mut self, message: Message) {
        self.thread_mut(&message.thread)
            .messages
            .push(message.wamid.clone());
        self.messages.insert(message.wamid.clone(), message);
    }

    pub(crate) fn set_knobs(&mut self, knobs: Knobs) {
        self.dice = Dice::new(knobs.seed);
        self.limits = Limits::default();
        self.knobs = knobs;
    }
}
