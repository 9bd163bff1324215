//! Parts of the app that come after its first screen: reading needs none of them, and one that does not come says so.

use crate::chat::{MARINA, answer, open_conversation, wait_for_tick, writes};
use crate::contact_panel::{note, open_panel};
use crate::harness::{ANA, BRUNO, Browser, PASSWORD, Size, journey};
use serde_json::json;

/// What the page asks for by these names does not come, until it is told otherwise.
async fn hold_back(browser: &Browser) {
    let script = "
        window.heldBack = ['split_deeds', 'split_tools'];
        const real = window.fetch;
        window.fetch = (asked, ...rest) => {
            const url = String(asked.url ?? asked);
            return window.heldBack.some((name) => url.includes(name))
                ? Promise.reject(new TypeError('held back by the journey'))
                : real.call(window, asked, ...rest);
        };";
    browser.cdp("Page.enable", json!({})).await;
    browser
        .cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .await;
    browser.may_log("held back by the journey");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_does_not_come_says_so_and_is_asked_for_again() {
    journey(async |world| {
        writes(world, MARINA, "Ainda há vagas?").await;
        let browser = world.browser(Size::Desktop).await;
        hold_back(&browser).await;
        browser.open("/").await;
        browser.fill("E-mail", ANA.email).await;
        browser.fill("Senha", PASSWORD).await;
        browser.click("button", "Entrar").await;
        browser.shows("Sem conexão com o servidor.").await;
        browser
            .script("window.heldBack = ['split_tools']", Vec::new())
            .await;
        browser.click("button", "Entrar").await;
        browser.find_gone("field", "Senha").await;

        // One can read, and is told why one cannot write.
        open_conversation(&browser, MARINA).await;
        browser.shows("Ainda há vagas?").await;
        browser.shows("Esta parte do PerfectChat não carregou.").await;
        browser.assert_accessible().await;
        browser.script("window.heldBack = []", Vec::new()).await;
        browser.click("button", "Tentar de novo").await;
        answer(&browser, "Há sim!").await;
        wait_for_tick(&browser, "Entregue").await;
        browser
            .no_longer_shows("Esta parte do PerfectChat não carregou.")
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_device_kept_shows_without_the_part_that_talks_with_the_server() {
    journey(async |world| {
        writes(world, MARINA, "Ainda há vagas?").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        browser.shows("Ainda há vagas?").await;
        browser
            .until("the app is kept", "navigator.serviceWorker.controller !== null")
            .await;

        hold_back(&browser).await;
        browser.reload().await;
        browser.find_with("link", MARINA.1).await;
        browser
            .until(
                "the thread is there",
                "document.querySelector('.message-bubble') !== null",
            )
            .await;
        writes(world, MARINA, "Alô?").await;
        browser.shows("Reconectando…").await;

        // It is asked for again by itself.
        browser
            .script("window.heldBack = ['split_tools']", Vec::new())
            .await;
        browser.shows("Alô?").await;
        browser.no_longer_shows("Reconectando…").await;
        browser.script("window.heldBack = []", Vec::new()).await;
        browser.click("button", "Tentar de novo").await;
        answer(&browser, "Bom dia!").await;
        wait_for_tick(&browser, "Entregue").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_is_written_before_the_part_has_come_is_kept() {
    journey(async |world| {
        writes(world, MARINA, "Ainda há vagas?").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.find_with("link", MARINA.1).await;
        browser
            .until("the app is kept", "navigator.serviceWorker.controller !== null")
            .await;
        hold_back(&browser).await;
        browser.reload().await;
        open_panel(&browser, MARINA).await;
        note(&browser, "Prefere ligação à tarde").await;
        browser.script("window.heldBack = []", Vec::new()).await;
        browser.shows("Prefere ligação à tarde").await;
    })
    .await;
}

/// A tab that follows late must not take from the device what is the next person's by then.
#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_next_keeps_what_is_theirs_when_another_tab_follows_late() {
    journey(async |world| {
        writes(world, MARINA, "Ainda há vagas?").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.find_with("link", MARINA.1).await;
        let first = browser.tab().await;
        let second = browser.open_tab("/").await;
        browser.find_with("link", MARINA.1).await;
        hold_back(&browser).await;
        browser.reload().await;
        browser.find_with("link", MARINA.1).await;

        browser.go_to_tab(&first).await;
        browser.click_with("button", "Perfil de Ana").await;
        browser.click("button", "Sair").await;
        browser.find("field", "Senha").await;
        // What was hers is out of everybody's sight at once.
        browser.go_to_tab(&second).await;
        browser.find("field", "Senha").await;
        browser.no_longer_shows(MARINA.1).await;

        browser.go_to_tab(&first).await;
        browser.sign_in(&BRUNO).await;
        browser.find_with("link", MARINA.1).await;

        browser.go_to_tab(&second).await;
        browser.script("window.heldBack = []", Vec::new()).await;
        browser.find_with("button", "Perfil de Bruno").await;
        browser.find_with("link", MARINA.1).await;
    })
    .await;
}
