//! The setup on every screen: what was not understood, the way there and back, without a mouse, for everyone.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::alarms::{pause_a_template, restrict_the_account};
use crate::harness::{ANA, Browser, Size, World, journey};

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_kept_and_shown_to_administrators() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.open("/setup/set-aside").await;
        browser.shows("Tudo foi entendido").await;

        send_nonsense(world, "primeiro absurdo").await;
        browser.shows("1 item guardado").await;
        browser.find("link", "Setup, 1 aviso novo").await;
        send_nonsense(world, "segundo absurdo").await;
        browser.shows("2 itens guardados").await;

        browser.click("button", "Mostrar conteúdo").await;
        browser.shows("segundo absurdo").await;
        browser.no_longer_shows("primeiro absurdo").await;
        browser.find("button", "Copiar conteúdo").await;
        browser.check_screen("set-aside-open").await;

        browser.click("link", "Setup, 1 aviso novo").await;
        browser.shows("Algo recebido não foi entendido").await;
        browser.click("link", "Ver o que não foi entendido").await;
        assert_eq!(browser.path().await, "/setup/set-aside");
        browser.shows("2 itens guardados").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn long_lists_come_page_by_page() {
    journey(async |world| {
        for number in 0..60 {
            send_nonsense(world, &format!("absurdo {number}")).await;
        }
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.open("/setup/set-aside").await;
        browser.shows("60 itens guardados").await;
        shows_values(&browser, 50).await;
        browser.click("button", "Mostrar mais").await;
        shows_values(&browser, 60).await;
        browser.find_gone("button", "Mostrar mais").await;
    })
    .await;
}

async fn shows_values(browser: &Browser, count: usize) {
    let expression = format!("document.querySelectorAll('.kept-value').length === {count}");
    browser.until(format!("{count} values"), &expression).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_phone_the_setup_is_reached_from_the_avatar_and_back_goes_back() {
    journey(async |world| {
        restrict_the_account(world).await;
        let browser = world.browser(Size::Phone).await;
        browser.sign_in(&ANA).await;
        browser
            .click_with("button", "Perfil de Ana Ribeiro · Setup, 1 aviso novo")
            .await;
        browser.click("link", "Setup, 1 aviso novo").await;
        browser.find_with("link", "Avisos").await;
        assert_eq!(browser.path().await, "/setup");
        browser
            .no_longer_shows("A conta do WhatsApp foi restringida")
            .await;
        browser.check_screen("setup-sections").await;

        browser.click_with("link", "Avisos").await;
        browser.shows("A conta do WhatsApp foi restringida").await;
        browser
            .until("the focus on the heading", "document.activeElement.matches('h2')")
            .await;
        assert_no_sideways(&browser).await;
        browser.driver().back().await.expect("the browser goes back");
        browser.find_with("link", "Recebidos e não entendidos").await;
        browser
            .until(
                "the focus back on the section",
                "document.activeElement.matches('[data-section=alarms]')",
            )
            .await;
        browser.click("link", "Recebidos e não entendidos").await;
        browser.shows("Tudo foi entendido").await;
        browser.click("link", "Voltar para o Setup").await;
        browser.click("link", "Voltar para as conversas").await;
        browser.shows("Nenhuma conversa ainda").await;
        assert_eq!(browser.path().await, "/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_setup_goes_by_keys_alone() {
    journey(async |world| {
        restrict_the_account(world).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.find("link", "Setup, 1 aviso novo").await;
        tab_to(&browser, "Setup, 1 aviso novo").await;
        press(&browser, Key::Enter).await;
        browser.shows("A conta do WhatsApp foi restringida").await;
        tab_to(&browser, "Recebidos e não entendidos").await;
        press(&browser, Key::Enter).await;
        browser.shows("Tudo foi entendido").await;
        send_nonsense(world, "um absurdo").await;
        browser.shows("1 item guardado").await;
        tab_to(&browser, "Mostrar conteúdo").await;
        press(&browser, Key::Enter).await;
        browser.shows("um absurdo").await;
        tab_to(&browser, "Copiar conteúdo").await;

        browser.open("/setup/alarms").await;
        browser.shows("A conta do WhatsApp foi restringida").await;
        tab_to(&browser, "Marcar como visto: A conta do WhatsApp foi restringida").await;
        press(&browser, Key::Enter).await;
        browser.shows("Anteriores").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_setup_is_accessible_on_a_desktop() {
    walk_through_the_setup(Size::Desktop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_setup_is_accessible_on_a_tablet() {
    walk_through_the_setup(Size::Tablet).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_setup_is_accessible_on_a_phone() {
    walk_through_the_setup(Size::Phone).await;
}

async fn walk_through_the_setup(size: Size) {
    journey(async |world| {
        restrict_the_account(world).await;
        pause_a_template(world, "FIRST_PAUSE").await;
        let browser = world.browser(size).await;
        browser.sign_in(&ANA).await;
        browser.open("/setup/alarms").await;
        browser.shows("Modelo pausado").await;
        browser.click("button", "Marcar como visto: Modelo pausado").await;
        browser.shows("Anteriores").await;
        browser.check_screen("alarms").await;
        browser.open("/setup/set-aside").await;
        browser.shows("Tudo foi entendido").await;
        browser.check_screen("set-aside-empty").await;
        send_nonsense(world, "um absurdo").await;
        browser.shows("1 item guardado").await;
        browser.click("button", "Mostrar conteúdo").await;
        browser.shows("um absurdo").await;
        browser.check_screen("set-aside").await;
        assert_no_sideways(&browser).await;
    })
    .await;
}

/// Meta sends a value of messages that is no such thing.
async fn send_nonsense(world: &World, words: &str) {
    world
        .simulator
        .send_account_event("messages", json!({ "messages": words, "metadata": 7 }))
        .await;
}

async fn assert_no_sideways(browser: &Browser) {
    let over = browser
        .script(
            "return document.scrollingElement.scrollWidth - innerWidth",
            Vec::new(),
        )
        .await;
    assert!(over.as_i64().is_some_and(|over| over <= 0), "{over} px too wide");
    let wide = "
        return [...document.querySelectorAll('body *')].filter((element) =>
          ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) &&
          element.scrollWidth > element.clientWidth + 1).map((element) => element.className)";
    assert_eq!(browser.script(wide, Vec::new()).await, json!([]));
}

/// Goes on by Tab until the focus is on what is called so.
async fn tab_to(browser: &Browser, name: &str) {
    const MOST_STOPS: usize = 30;
    let focused = "
        const focused = document.activeElement;
        return [focused.getAttribute('aria-label') ?? focused.innerText.trim(),
          getComputedStyle(focused).outlineStyle]";
    for _ in 0..MOST_STOPS {
        press(browser, Key::Tab).await;
        let at = browser.script(focused, Vec::new()).await;
        if at[0] == name {
            assert_ne!(at[1], Value::from("none"), "the focus does not show on “{name}”");
            return;
        }
    }
    panic!("Tab does not come to “{name}”");
}

async fn press(browser: &Browser, key: Key) {
    browser.type_keys(key + "").await;
}
