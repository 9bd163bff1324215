//! Read receipts and typing indicators: told to Meta once, never repeated, never waited for.

use crate::state::{AppState, MetaSignal, Services};
use crate::store::ReadReceipt;
use cloud_api::{Client, Credentials};
use std::sync::Arc;
use tokio::sync::mpsc;

/// Tells Meta what agents see and write, until the server goes down.
pub async fn run(services: AppState, client: Arc<Client>, mut signals: mpsc::Receiver<MetaSignal>) {
    loop {
        let signal = tokio::select! {
            () = services.shutdown.wait() => return,
            signal = signals.recv() => signal,
        };
        let Some(signal) = signal else { return };
        tell(&services, &client, &signal).await;
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
