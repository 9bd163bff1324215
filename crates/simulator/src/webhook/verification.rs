//! The GET by which Meta checks that a callback address is ours.

use rand::Rng as _;

use crate::error::Error;
use crate::shared::Shared;

/// Asks the callback for the challenge; from then on webhooks go there.
pub(crate) async fn verify(shared: &Shared, callback_url: &str, verify_token: &str) -> Result<(), Error> {
    let challenge = rand::rng()
        .random_range(1_000_000_000_u64..9_999_999_999)
        .to_string();
    let answer = shared
        .client_for(callback_url)?
        .get(callback_url)
        .query(&[
            ("hub.mode", "subscribe"),
            ("hub.challenge", &challenge),
            ("hub.verify_token", verify_token),
        ])
        .send()
        .await?;
    let status = answer.status().as_u16();
    // Exactly the challenge and nothing else.
    if status != 200 || answer.text().await? != challenge {
        return Err(Error::Verification { status });
    }
    shared.update(|state| {
        state.callback = Some(callback_url.to_owned());
        state.deliveries.hurry();
    });
    shared.retry.notify_one();
    Ok(())
}
