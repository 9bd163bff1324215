//! What the server does for itself: keeps the log bounded, looks whether an outage has passed, notices when the clock jumps, takes
//! older messages into the search index.

mod clock_watch;
mod search_index;

pub use search_index::complete_search_index;

use crate::state::{AppState, Services};
use crate::store::StoreResult;
use clock_watch::ClockWatch;
use domain::time::Span;
use std::time::Duration;

/// How often outages and the clock are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often the database is tried while it cannot be written, in looks.
const TRY_EVERY: u32 = 5;
/// How often the log is trimmed and old sessions are forgotten, by the server's clock.
const TIDY_EVERY: Span = Span::from_minutes(10);
/// The same by looks: a clock that was set back must not keep it from happening.
const TIDY_EVERY_LOOKS: u32 = 600;
/// Rows that are trimmed in one transaction: others wait meanwhile.
const TRIMMED_AT_ONCE: u32 = 1_000;
/// How long expired sessions are kept: a clock that runs far ahead for a while must not sign everyone out for good.
const KEEP_SESSIONS: Span = Span::from_hours(30 * 24);

/// How many rows the log keeps. A client that has missed more loads everything anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogRows(u64);

impl LogRows {
    /// The fewest: more than a batch of events has, so that whoever is nearly up to date never meets a hole.
    pub const FEWEST: u64 = 1_000;

    /// So many, but not too few.
    #[must_use]
    pub const fn new(rows: u64) -> Self {
        Self(if rows < Self::FEWEST { Self::FEWEST } else { rows })
    }
}

impl Default for LogRows {
    /// More than a week of 300 conversations a day; about 40 MB.
    fn default() -> Self {
        Self(500_000)
    }
}

/// Keeps the house until the server goes down.
pub async fn run(services: AppState, log_rows: LogRows) {
    let mut clock = ClockWatch::new(&services.clock);
    let mut looks = 0_u32;
    let mut tidied_at_look = 0_u32;
    let mut tidy_at = services.clock.now();
    loop {
        if looks.wrapping_sub(tidied_at_look) >= TIDY_EVERY_LOOKS || services.clock.now() >= tidy_at {
            tidy_at = services.clock.now() + TIDY_EVERY;
            tidied_at_look = looks;
            if let Err(error) = tidy(&services, log_rows).await {
                error.tell("the log was not trimmed");
            }
        }
        tokio::select! {
            () = services.shutdown.wait() => return,
            () = services.clock.sleep_until(tidy_at) => {}
            () = tokio::time::sleep(LOOK_EVERY) => {
                looks = looks.wrapping_add(1);
                look(&services, &mut clock, looks).await;
            }
        }
    }
}

async fn look(services: &Services, clock: &mut ClockWatch, looks: u32) {
    services.troubles.look_again();
    if services.store.outage().is_some() && looks.is_multiple_of(TRY_EVERY) {
        // The store tells of the end of an outage by itself.
        let _ = services.store.check_writable().await;
    }
    let Some(jump) = clock.look(&services.clock) else {
        return;
    };
    tracing::warn!(jump_s = jump.as_millis() / 1_000, "the clock was set");
    if jump < Span::ZERO {
        let by = Span::from_millis(-jump.as_millis());
        if let Err(error) = services.store.clock_was_set_back(services.clock.now(), by).await {
            error.tell("what waits for a time may wait too long");
        }
    }
    // Whoever waits for a time of the clock as it was looks again.
    services.outbound_wake.notify_one();
    services.media_wake.notify_one();
    services.delivery_wake.notify_one();
}

async fn tidy(services: &Services, log_rows: LogRows) -> StoreResult<()> {
    let mut trimmed = 0;
    while !services.shutdown.has_started() {
        let part = services.store.trim_log(log_rows.0, TRIMMED_AT_ONCE).await?;
        trimmed += part;
        if part < u64::from(TRIMMED_AT_ONCE) {
            break;
        }
    }
    if trimmed > 0 {
        tracing::info!(trimmed, "trimmed the log");
    }
    let expired = services.clock.now() - KEEP_SESSIONS;
    services.store.forget_sessions(expired).await?;
    Ok(())
}
