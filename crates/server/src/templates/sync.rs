//! Asking Meta for the templates of our accounts.

use super::listed::listed;
use crate::state::{AppState, Services};
use crate::store::{PhoneNumberSecrets, StoreResult};
use cloud_api::{Credentials, SendError};
use domain::time::Span;
use std::collections::BTreeMap;
use std::time::Duration;

/// How often all of them are asked for.
const EVERY: Span = Span::from_hours(24);
/// How often the clock is looked at: it may be set, and computers sleep.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// After a failure they are asked for again so soon, in looks.
const AGAIN_AFTER_LOOKS: u32 = 10;

/// Asks until the server goes down.
pub async fn run(services: AppState) {
    let mut due_at = services.clock.now();
    let mut looks_to_wait = 0;
    loop {
        let now = services.clock.now();
        // A clock that was set back must not keep it from happening for years.
        if (now >= due_at || due_at - now > EVERY) && looks_to_wait == 0 {
            if sync_accounts(&services, Which::All).await {
                due_at = now + EVERY;
            } else {
                looks_to_wait = AGAIN_AFTER_LOOKS;
            }
        }
        if looks_to_wait == 0 {
            // A number that was connected since then, by a command beside this process.
            sync_accounts(&services, Which::New).await;
        }
        looks_to_wait = looks_to_wait.saturating_sub(1);
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = services.templates_wake.notified() => {
                due_at = now;
                looks_to_wait = 0;
            }
            () = services.shutdown.wait() => return,
        }
    }
}

/// Which accounts are asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    All,
    /// Those that were never asked about.
    New,
}

/// Asks for the templates of accounts. Says whether all went well.
async fn sync_accounts(services: &Services, which: Which) -> bool {
    let accounts = match accounts(services, which).await {
        Ok(accounts) => accounts,
        Err(error) => {
            error.tell("templates were not asked for");
            return false;
        }
    };
    let mut is_well = true;
    for number in accounts.values() {
        let asked = tokio::select! {
            asked = sync(services, number) => asked,
            () = services.shutdown.wait() => return true,
        };
        match asked {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::warn!(account = number.waba_id, %error, "Meta did not list the templates");
                is_well = false;
            }
            Err(error) => {
                error.tell("templates were not kept");
                is_well = false;
            }
        }
    }
    is_well
}

/// One number of each account is enough: their tokens open the same list.
async fn accounts(services: &Services, which: Which) -> StoreResult<BTreeMap<String, PhoneNumberSecrets>> {
    let secrets = services.store.phone_number_secrets().await?;
    let mut accounts: BTreeMap<_, _> = secrets
        .into_iter()
        .map(|number| (number.waba_id.clone(), number))
        .collect();
    if which == Which::New {
        for sync in services.store.template_syncs().await? {
            accounts.remove(&sync.waba_id);
        }
    }
    Ok(accounts)
}

/// Asks for the templates of a number's account and keeps them. What Meta does not answer is kept as that.
///
/// # Errors
/// The store does not answer; inside, why Meta did not.
pub async fn sync(services: &Services, number: &PhoneNumberSecrets) -> StoreResult<Result<(), SendError>> {
    let credentials = Credentials::new(&number.access_token);
    let answer = services
        .graph
        .message_templates(&credentials, &number.waba_id)
        .await;
    let now = services.clock.now();
    let store = &services.store;
    match answer {
        Ok(templates) => {
            let templates = templates
                .iter()
                .map(|template| listed(template, services.ids.template_id()))
                .collect();
            store.put_templates(&number.waba_id, templates, now).await?;
            Ok(Ok(()))
        }
        Err(error) => {
            let code = match &error {
                SendError::Api(error) => error.code,
                _ => 0,
            };
            store.note_template_failure(&number.waba_id, code, now).await?;
            Ok(Err(error))
        }
    }
}
