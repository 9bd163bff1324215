//! The first page.

use crate::harness::{ANA, Size, journey};

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_signs_in_and_stays_signed_in_after_a_reload() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.reload().await;
        browser.find_gone("button", "Entrar").await;
        browser.assert_accessible().await;
    })
    .await;
}
