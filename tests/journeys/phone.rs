//! On a phone: one pane at a time, targets for fingers, nothing that scrolls sideways.

use serde_json::json;
use thirtyfour::Key;

use crate::chat::{MARINA, OTAVIO, open_conversation, writes};
use crate::harness::{ANA, Browser, Size, World, journey};

/// The least that a finger hits well, in CSS pixels.
const TARGET: u32 = 44;

#[tokio::test(flavor = "multi_thread")]
async fn one_pane_shows_at_a_time_and_back_goes_back() {
    journey(async |world| {
        write(world).await;
        let browser = world.browser(Size::Phone).await;
        browser.sign_in(&ANA).await;
        browser.find_with("link", OTAVIO.1).await;
        open_conversation(&browser, MARINA).await;
        browser.find("field", "Mensagem").await;
        assert!(
            browser.all_with("link", OTAVIO.1).await.is_empty(),
            "the list is gone"
        );

        browser.driver().back().await.expect("the browser goes back");
        browser.find_with("link", OTAVIO.1).await;
        browser.find_gone("field", "Mensagem").await;
        assert_eq!(browser.path().await, "/");

        open_conversation(&browser, OTAVIO).await;
        browser.click("link", "Voltar para as conversas").await;
        browser.find_with("link", MARINA.1).await;
        browser.find_gone("field", "Mensagem").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_finger_touches_is_large_enough() {
    journey(async |world| {
        write(world).await;
        let browser = world.browser(Size::Phone).await;
        browser.open("/").await;
        browser.find("button", "Entrar").await;
        browser
            .until("a coarse pointer", "matchMedia('(pointer: coarse)').matches")
            .await;
        assert_targets(&browser, "sign-in").await;
        browser.sign_in(&ANA).await;
        browser.find_with("link", MARINA.1).await;
        assert_targets(&browser, "list").await;

        browser.click("button", "Perfil de Ana Ribeiro").await;
        browser.find("button", "Sair").await;
        assert_targets(&browser, "profile").await;
        browser.reload().await;

        open_conversation(&browser, MARINA).await;
        browser.fill("Mensagem", "Olá").await;
        browser.find("button", "Enviar").await;
        assert_targets(&browser, "thread").await;
        browser.click("button", "Mais opções").await;
        browser.find("menuitem", "Concluir").await;
        assert_targets(&browser, "menu").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_scrolls_sideways_however_narrow() {
    journey(async |world| {
        write(world).await;
        let browser = world.browser(Size::Phone).await;
        // A phone, the narrowest window that must do (WCAG 2.2, 1.4.10), and 640 pixels at twice the size.
        for width in [360, 320] {
            resize(&browser, width, 1).await;
            walk(&browser, &format!("{width} px")).await;
        }
        resize(&browser, 320, 2).await;
        walk(&browser, "640 px at 200 %").await;
    })
    .await;
}

/// What stands beside the entry elsewhere is found among what can be attached.
#[tokio::test(flavor = "multi_thread")]
async fn words_have_the_room_and_the_template_is_among_what_can_be_attached() {
    journey(async |world| {
        write(world).await;
        let browser = world.browser(Size::Phone).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        browser.find("field", "Mensagem").await;
        let room = "
            const entry = document.querySelector('.composer__text');
            const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(entry);
            return (entry.clientWidth - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd)) / innerWidth";
        let room = browser.script(room, Vec::new()).await;
        assert!(
            room.as_f64().is_some_and(|room| room >= 0.55),
            "{room} of the width are for words"
        );
        for name in ["Escolher modelo", "Emoji"] {
            browser.find_gone("button", name).await;
        }
        browser.click("button", "Anexar").await;
        browser.find("menuitem", "Modelo").await;
        browser.assert_accessible().await;
        // It is an item as the others are: by keys, and the focus comes back to the button.
        browser.type_keys(Key::Up + "").await;
        browser.type_keys(Key::Enter + "").await;
        browser.find("dialog", "Modelo para Marina Duarte").await;
        browser.type_keys(Key::Escape + "").await;
        browser.find_gone("dialog", "Modelo para Marina Duarte").await;
        browser
            .until(
                "the focus on the menu's button",
                "document.activeElement.getAttribute('aria-label') === 'Anexar'",
            )
            .await;

        browser.click("button", "Anexar").await;
        browser.click("menuitem", "Modelo").await;
        browser.click_with("button", "retomar_conversa").await;
        browser.click("button", "Enviar modelo").await;
        let look = |state: &simulator::State| state.messages_to(MARINA.0).first().cloned();
        let sent = world.simulator.wait_for(look).await.expect("it arrives");
        assert_eq!(sent["template"]["name"], "retomar_conversa");
    })
    .await;
}

async fn write(world: &World) {
    for (who, text) in [
        (OTAVIO, "Preciso de um recibo"),
        (
            MARINA,
            "https://docearte.example/um/endereco/tao/longo/que/nao/cabe/em/nenhuma/linha/de/um/telefone/sem/quebrar",
        ),
    ] {
        writes(world, who, text).await;
    }
}

async fn walk(browser: &Browser, at: &str) {
    browser.open("/").await;
    if browser.all_with("field", "Senha").await.is_empty() {
        browser
            .until("a first screen", "document.querySelector('.login, .shell')")
            .await;
    }
    if !browser.all_with("field", "Senha").await.is_empty() {
        assert_no_sideways(browser, &format!("sign-in, {at}")).await;
        browser.sign_in(&ANA).await;
    }
    browser.find_with("link", MARINA.1).await;
    assert_no_sideways(browser, &format!("list, {at}")).await;
    open_conversation(browser, MARINA).await;
    browser.shows("endereco/tao/longo").await;
    assert_no_sideways(browser, &format!("thread, {at}")).await;
    let digits_are_whole = "(() => {
        const digits = document.querySelector('.chat-header__digits');
        const { left, right, top, bottom } = digits.getBoundingClientRect();
        const isSeen = (x) => document.elementFromPoint(x, (top + bottom) / 2) === digits;
        return digits.textContent === '+55 11 4002-8922' && isSeen(left + 1) && isSeen(right - 1);
    })()";
    let what = format!("the number that answers, each digit of it, {at}");
    browser.until(what, digits_are_whole).await;
}

async fn assert_no_sideways(browser: &Browser, screen: &str) {
    let script = "
        const page = document.scrollingElement;
        const wide = [...document.querySelectorAll('body *')].filter((element) =>
          ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) &&
          element.scrollWidth > element.clientWidth + 1 && !element.matches('.filters'));
        return [page.scrollWidth - innerWidth, wide.map((element) => element.className)]";
    let found = browser.script(script, Vec::new()).await;
    let over = found[0].as_i64().unwrap_or(i64::MAX);
    assert!(over <= 0, "{screen}: the page is {over} px too wide");
    assert_eq!(found[1], json!([]), "{screen}: scrolls sideways");
}

/// Whatever a finger can touch on the screen is large enough.
pub async fn assert_targets(browser: &Browser, screen: &str) {
    let script = "
        const least = arguments[0];
        const hit = (element) => (element.labels?.[0] ?? element).getBoundingClientRect();
        // Links within running text may be as high as the line (WCAG 2.2, 2.5.8).
        return [...document.querySelectorAll('button, a[href], input, select, [role=menuitem]')]
          .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
          .filter((element) => !element.closest('[inert], .message-bubble__text'))
          .filter((element) => getComputedStyle(element).pointerEvents !== 'none')
          .filter((element) => { const { width, height } = hit(element); return width > 1 && height > 1; })
          .flatMap((element) => {
            const { width, height } = hit(element);
            // A larger invisible field around it counts.
            const around = getComputedStyle(element, '::after');
            const isReached = around.content !== 'none' && around.position === 'absolute';
            const high = Math.max(height, isReached ? parseFloat(around.height) || 0 : 0);
            const broad = Math.max(width, isReached ? parseFloat(around.width) || 0 : 0);
            return high < least - 0.5 || broad < least - 0.5
              ? [`${element.getAttribute('aria-label') ?? element.innerText} (${element.className}): ${broad}×${high}`]
              : [];
          })";
    let small = browser.script(script, vec![json!(TARGET)]).await;
    assert_eq!(small, json!([]), "{screen}");
}

async fn resize(browser: &Browser, width: u32, scale: u32) {
    browser
        .driver()
        .cdp()
        .send_raw(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": 740, "deviceScaleFactor": scale, "mobile": true }),
        )
        .await
        .expect("Chromium takes the size");
}
