//! Read receipts and typing indicators: told to Meta once, never repeated, never waited for.

use crate::state::{AppState, MetaSignal, Services};
use crate::store::ReadReceipt;
use cloud_api::{Client, Credentials};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// How many may be told at once, so that one without an answer holds back no other.
const MOST_AT_ONCE: usize = 8;
/// After this nobody needs to know any more: a typing indicator is shown for 25 seconds.
const LONGEST: Duration = Duration::from_secs(10);

/// Tells Meta what agents see and write, until the server goes down.
pub async fn run(services: AppState, client: Arc<Client>, signals: mpsc::Receiver<MetaSignal>) {
    run_with_patience(services, client, signals, LONGEST).await;
}

/// The same with another time after which a signal without an answer is forgotten.
pub async fn run_with_patience(
    services: AppState,
    client: Arc<Client>,
    mut signals: mpsc::Receiver<MetaSignal>,
    patience: Duration,
) {
    let mut telling = JoinSet::new();
    loop {
        tokio::select! {
            () = services.shutdown.wait() => return,
            Some(_) = telling.join_next() => {}
            signal = signals.recv(), if telling.len() < MOST_AT_ONCE => {
                let Some(signal) = signal else { return };
                let (services, client) = (Arc::clone(&services), Arc::clone(&client));
                telling.spawn(async move {
                    let _ = tokio::time::timeout(patience, tell(&services, &client, &signal)).await;
                });
            }
        }
    }
}

async fn tell(services: &Services, client: &Client, signal: &MetaSignal) {
    let (MetaSignal::Read(receipt) | MetaSignal::Typing(receipt)) = signal;
    let Ok(numbers) = services.store.phone_number_secrets().await else {
        return;
    };
    let ReadReceipt {
        phone_number_id,
        wamid,
    } = receipt;
    let Some(number) = numbers.into_iter().find(|number| number.id == *phone_number_id) else {
        return;
    };
    let credentials = Credentials::new(number.access_token);
    let told = match signal {
        MetaSignal::Read(_) => client.mark_read(&credentials, &number.meta_id, wamid).await,
        MetaSignal::Typing(_) => client.typing(&credentials, &number.meta_id, wamid).await,
    };
    if let Err(error) = told {
        tracing::debug!(%error, "Meta did not take a read receipt or typing indicator");
    }
}
