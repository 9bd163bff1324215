//! What counts for the whole team, chosen in the setup.

use crate::chat::{MARINA, answer, open_conversation, writes};
use crate::harness::{ANA, Browser, Size, World, journey};

const OTHERS: &str = "Todas as outras mensagens";
const VOICE_NOTES: &str = "Mensagens de voz";

#[tokio::test(flavor = "multi_thread")]
async fn how_long_messages_wait_is_chosen_in_the_setup_and_counts_at_once() {
    journey(async |world| {
        writes(world, MARINA, "Oi!").await;
        let browser = at_the_settings(world, Size::Desktop).await;
        show(&browser, "5,0").await;
        browser.check_screen("app-settings").await;
        choose(&browser, OTHERS, "30").await;
        browser.click("button", "Salvar").await;
        browser.shows("Configuração salva.").await;
        browser.reload().await;
        show(&browser, "5,30").await;

        browser.open("/").await;
        open_conversation(&browser, MARINA).await;
        answer(&browser, "Sem pressa").await;
        browser.shows("Sai em").await;
        assert!(world.simulator.messages_to(MARINA.0).is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_saved_stays_chosen_and_what_others_save_shows() {
    journey(async |world| {
        let browser = at_the_settings(world, Size::Phone).await;
        show(&browser, "5,0").await;
        browser.check_screen("app-settings").await;
        world.stop_server().await;
        choose(&browser, VOICE_NOTES, "12").await;
        browser.click("button", "Salvar").await;
        browser.shows("A configuração não foi alterada.").await;
        show(&browser, "12,0").await;
        world.start_server().await;
        browser.click("button", "Salvar").await;
        browser.shows("Configuração salva.").await;

        let colleague = at_the_settings(world, Size::Desktop).await;
        show(&colleague, "12,0").await;
        choose(&colleague, VOICE_NOTES, "7").await;
        colleague.click("button", "Salvar").await;
        show(&browser, "7,0").await;
    })
    .await;
}

async fn at_the_settings(world: &World, size: Size) -> Browser {
    let browser = world.browser(size).await;
    browser.sign_in(&ANA).await;
    browser.open("/setup").await;
    browser.click("link", "Configuração do aplicativo").await;
    browser.find("heading", "Configuração do aplicativo").await;
    browser
}

/// Chooses so many seconds by typing them.
async fn choose(browser: &Browser, what: &str, seconds: &str) {
    let field = browser.find_with("field", what).await;
    field.send_keys(seconds).await.expect("a list takes keys");
}

/// Waits until the fields show so many seconds, for voice messages and for all others.
async fn show(browser: &Browser, seconds: &str) {
    let shown = format!(
        "[...document.querySelectorAll('.setup-holds select')].map((one) => one.value).join() === '{seconds}'"
    );
    browser.until(format!("{seconds} seconds"), &shown).await;
}
