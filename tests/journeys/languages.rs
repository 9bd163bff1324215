//! Portuguese, English, Spanish.

use crate::chat::{MARINA, open_conversation, writes};
use crate::harness::{ANA, Browser, Size, journey};

#[tokio::test(flavor = "multi_thread")]
async fn portuguese_is_spoken_unless_another_language_is_chosen() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.open("/").await;
        browser.shows("Entrar no PerfectChat").await;
        page_speaks(&browser, "pt-BR").await;

        browser.click("button", "English").await;
        browser.shows("Sign in to PerfectChat").await;
        page_speaks(&browser, "en").await;
        browser.reload().await;
        browser.find("button", "Sign in").await;

        browser.click("button", "Español").await;
        browser.shows("Entrar en PerfectChat").await;
        page_speaks(&browser, "es").await;
        browser.reload().await;
        browser.shows("Entrar en PerfectChat").await;

        browser.click("button", "Português").await;
        browser.sign_in(&ANA).await;
        browser.shows("Nenhuma conversa ainda").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_chosen_in_the_profile_changes_every_text_at_once() {
    journey(async |world| {
        writes(world, MARINA, "Bom dia").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        browser.find("field", "Mensagem").await;
        browser.shows("Não lidas").await;
        browser.shows("Hoje").await;
        page_speaks(&browser, "pt-BR").await;

        browser.click("button", "Perfil de Ana Ribeiro").await;
        browser.click("radio", "English").await;
        in_english(&browser).await;
        browser.reload().await;
        in_english(&browser).await;

        browser.click("button", "Profile of Ana Ribeiro").await;
        browser.click("radio", "Español").await;
        in_spanish(&browser).await;
        browser.reload().await;
        in_spanish(&browser).await;
    })
    .await;
}

async fn in_english(browser: &Browser) {
    browser.find("field", "Message").await;
    browser.shows("Unread").await;
    browser.shows("Today").await;
    browser.shows("Learn more").await;
    browser.no_longer_shows("Não lidas").await;
    page_speaks(browser, "en").await;
}

async fn in_spanish(browser: &Browser) {
    browser.find("field", "Mensaje").await;
    browser.shows("No leídas").await;
    browser.shows("Hoy").await;
    browser.no_longer_shows("Unread").await;
    page_speaks(browser, "es").await;
}

/// Screen readers are told which language it is.
async fn page_speaks(browser: &Browser, tag: &str) {
    browser
        .until(
            format!("a page in {tag}"),
            &format!("document.documentElement.lang === '{tag}'"),
        )
        .await;
}
