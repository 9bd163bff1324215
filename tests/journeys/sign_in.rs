//! The first page.

use crate::harness::{ANA, Size, journey};

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_signs_in_and_stays_signed_in_after_a_reload() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.shows("Nenhuma conversa ainda").await;
        browser.reload().await;
        browser.shows("Nenhuma conversa ainda").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_told_and_may_be_corrected() {
    journey(async |world| {
        let browser = world.browser(Size::Phone).await;
        // Chromium writes every refused request on the console.
        browser.may_log("the server responded with a status of 401");
        browser.open("/").await;
        browser.fill("E-mail", ANA.email).await;
        browser.fill("Senha", "outra frase longa").await;
        browser.click("button", "Entrar").await;
        browser.shows("E-mail ou senha incorretos.").await;
        browser.sign_in(&ANA).await;
        browser.shows("Nenhuma conversa ainda").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_everywhere_reaches_the_other_browser() {
    journey(async |world| {
        let (desk, phone) = (
            world.browser(Size::Desktop).await,
            world.browser(Size::Phone).await,
        );
        desk.sign_in(&ANA).await;
        phone.sign_in(&ANA).await;
        phone.shows("Nenhuma conversa ainda").await;
        desk.click("button", "Perfil de Ana Ribeiro").await;
        desk.click("button", "Sair de todos os aparelhos").await;
        desk.find("button", "Entrar").await;
        phone.find("button", "Entrar").await;
    })
    .await;
}
