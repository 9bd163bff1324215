//! Webhook deliveries as Meta sends them: one text message each, signed.

use crate::Outcome;
use crate::audience::marked;
use crate::http::Http;
use crate::installation::{APP_SECRET, META_ID};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;
use std::time::{SystemTime, UNIX_EPOCH};

/// How many customers write.
const CUSTOMERS: usize = 300;
/// Meta's door.
pub const PATH: &str = "/webhooks/whatsapp";

/// A body and the line of its signature.
pub struct Delivery {
    body: Vec<u8>,
    signature: String,
}

impl Delivery {
    /// The message with a number; a `run` keeps apart what several measures send to one installation.
    pub fn new(run: &str, number: usize) -> Outcome<Self> {
        let wa_id = format!("55119{:08}", 60_000_000 + number % CUSTOMERS);
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let body = json!({
            "object": "whatsapp_business_account",
            "entry": [{
                "id": "102290129340398",
                "changes": [{
                    "field": "messages",
                    "value": {
                        "messaging_product": "whatsapp",
                        "metadata": { "display_phone_number": "551140028922", "phone_number_id": META_ID },
                        "contacts": [{ "profile": { "name": format!("Cliente {}", number % CUSTOMERS) }, "wa_id": wa_id }],
                        "messages": [{
                            "from": wa_id,
                            "id": format!("wamid.bench.{run}.{number}"),
                            "timestamp": seconds.to_string(),
                            "type": "text",
                            "text": { "body": marked(number) },
                        }],
                    },
                }],
            }],
        });
        let body = body.to_string().into_bytes();
        let mut mac = Hmac::<Sha256>::new_from_slice(APP_SECRET.as_bytes())?;
        mac.update(&body);
        let digest: String = mac
            .finalize()
            .into_bytes()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Self {
            body,
            signature: format!("x-hub-signature-256: sha256={digest}\r\n"),
        })
    }

    /// Gives it to the server and waits for its 200.
    pub async fn send(&self, http: &mut Http) -> Outcome<()> {
        let answer = http.post(PATH, &self.signature, &self.body).await?;
        match answer.status {
            200 => Ok(()),
            status => Err(format!("a delivery was answered with {status}").into()),
        }
    }

    /// What is stored of it.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}
