//! Waiting for what another process does in its own time.

use std::fmt::Display;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval, timeout};

/// How long a journey waits for anything: far longer than it takes, so that a slow machine does not fail it.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it looks.
const LOOK: Duration = Duration::from_millis(50);

/// Looks again and again until there is something; fails saying `what` it waited for.
pub async fn eventually<T>(what: impl Display, look: impl AsyncFnMut() -> Option<T>) -> T {
    match within_patience(look).await {
        Some(found) => found,
        None => panic!("waited {PATIENCE:?} for {what}"),
    }
}

/// As [`eventually`], for callers that say more about a failure.
pub async fn within_patience<T>(mut look: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let found = async {
        loop {
            looks.tick().await;
            if let Some(found) = look().await {
                return found;
            }
        }
    };
    timeout(PATIENCE, found).await.ok()
}
