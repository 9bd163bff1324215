//! Everything goes without a mouse.

use thirtyfour::Key;

use crate::chat::{MARINA, OTAVIO, open_conversation, wait_for_tick, writes};
use crate::harness::{ANA, Browser, PASSWORD, Size, World, journey};
use crate::keys::{assert_focus_visible, press, press_with};

/// Longer than any way by Tab through the first screen.
const MOST_STOPS: usize = 30;

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_choosing_and_answering_go_by_keys_alone() {
    journey(async |world| {
        for (who, text) in [(OTAVIO, "Preciso de um recibo"), (MARINA, "Bom dia!")] {
            writes(world, who, text).await;
        }
        let browser = world.browser(Size::Desktop).await;
        browser.open("/").await;
        browser.find("field", "E-mail").await;
        focus_is_on(&browser, "E-mail", "focused.type === 'email'").await;
        browser.type_keys(ANA.email).await;
        press(&browser, Key::Tab).await;
        focus_is_on(&browser, "Senha", "focused.type === 'password'").await;
        browser.type_keys(PASSWORD).await;
        press(&browser, Key::Enter).await;
        browser.find_with("link", MARINA.1).await;

        tab_to(&browser, MARINA.1).await;
        press(&browser, Key::Down).await;
        focus_is_on(&browser, OTAVIO.1, &focused_text(OTAVIO.1)).await;
        press(&browser, Key::Up).await;
        focus_is_on(&browser, MARINA.1, &focused_text(MARINA.1)).await;
        press(&browser, Key::Down).await;
        focus_is_on(&browser, OTAVIO.1, &focused_text(OTAVIO.1)).await;
        press(&browser, Key::Enter).await;
        browser.find_with("heading", OTAVIO.1).await;

        focus_is_on(&browser, "the entry", "focused.tagName === 'TEXTAREA'").await;
        browser.type_keys("Claro!").await;
        press_with(&browser, Key::Shift, Key::Enter).await;
        browser.type_keys("Para qual e-mail?").await;
        press(&browser, Key::Enter).await;
        wait_for_tick(&browser, "Entregue").await;
        let sent = world.simulator.messages_to(OTAVIO.0);
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert_eq!(sent[0]["text"]["body"], "Claro!\nPara qual e-mail?");
        focus_is_on(
            &browser,
            "the entry",
            "focused.tagName === 'TEXTAREA' && focused.value === ''",
        )
        .await;

        press(&browser, Key::Escape).await;
        browser.shows("Escolha uma conversa").await;
        assert_eq!(browser.path().await, "/");
    })
    .await;
}

/// "Use Shift + Enter para uma nova linha."
#[tokio::test(flavor = "multi_thread")]
async fn shift_and_enter_make_a_new_line_and_send_nothing() {
    journey(async |world| {
        let browser = at_the_entry(world).await;
        browser.type_keys("Primeira linha").await;
        press_with(&browser, Key::Shift, Key::Enter).await;
        browser.type_keys("segunda linha").await;
        focus_is_on(
            &browser,
            "two lines",
            "focused.value === 'Primeira linha\\nsegunda linha'",
        )
        .await;
        assert!(world.simulator.messages_to(MARINA.0).is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn enter_that_ends_a_composition_sends_nothing() {
    journey(async |world| {
        let browser = at_the_entry(world).await;
        browser.type_keys("Olá").await;
        // As Chromium tells of a key that an input method takes, and as WebKit does right after it.
        let composed = "
            for (const taken of [{ isComposing: true }, { keyCode: 229 }]) {
              const enter = { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true, ...taken };
              document.activeElement.dispatchEvent(new KeyboardEvent('keydown', enter));
            }
            return document.activeElement.value";
        assert_eq!(browser.script(composed, Vec::new()).await, "Olá");
        browser.type_keys("!").await;
        press(&browser, Key::Enter).await;
        wait_for_tick(&browser, "Entregue").await;
        let sent = world.simulator.messages_to(MARINA.0);
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert_eq!(sent[0]["text"]["body"], "Olá!");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_closes_what_is_on_top_before_it_leaves() {
    journey(async |world| {
        let browser = at_the_entry(world).await;
        browser.click("button", "Saiba mais").await;
        browser.find("dialog", "A janela de 24 horas do WhatsApp").await;
        press(&browser, Key::Escape).await;
        browser
            .find_gone("dialog", "A janela de 24 horas do WhatsApp")
            .await;
        browser.find_with("heading", MARINA.1).await;
        browser.click("button", "Mais opções").await;
        browser.find("menuitem", "Concluir").await;
        press(&browser, Key::Escape).await;
        browser.find_gone("menuitem", "Concluir").await;
        focus_is_on(
            &browser,
            "the menu's button",
            "focused.getAttribute('aria-label') === 'Mais opções'",
        )
        .await;
        browser.find_with("heading", MARINA.1).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tab_stops_at_visible_places_in_the_order_of_the_screen() {
    journey(async |world| {
        let browser = at_the_entry(world).await;
        // Backwards from the entry, which has the focus: through the thread, the list and the rail.
        let mut panes = Vec::new();
        for _ in 0..MOST_STOPS {
            let pane = "
                const focused = document.activeElement;
                return ['.shell__rail', '.shell__list', '.shell__thread'].find((pane) => focused.closest(pane)) ?? null";
            let Some(pane) = browser
                .script(pane, Vec::new())
                .await
                .as_str()
                .map(str::to_owned)
            else {
                break;
            };
            assert_focus_visible(&browser).await;
            panes.push(pane);
            press_with(&browser, Key::Shift, Key::Tab).await;
        }
        panes.dedup();
        assert_eq!(panes, [".shell__thread", ".shell__list", ".shell__rail"]);
    })
    .await;
}

async fn at_the_entry(world: &World) -> Browser {
    writes(world, MARINA, "Bom dia!").await;
    let browser = world.browser(Size::Desktop).await;
    browser.sign_in(&ANA).await;
    open_conversation(&browser, MARINA).await;
    focus_is_on(&browser, "the entry", "focused.tagName === 'TEXTAREA'").await;
    browser
}

/// Goes on by Tab until the focus is on a link with these words.
async fn tab_to(browser: &Browser, words: &str) {
    for _ in 0..MOST_STOPS {
        press(browser, Key::Tab).await;
        assert_focus_visible(browser).await;
        let script = format!(
            "const focused = document.activeElement; return {}",
            focused_text(words)
        );
        if browser.script(&script, Vec::new()).await == true {
            return;
        }
    }
    panic!("Tab does not come to “{words}”");
}

fn focused_text(words: &str) -> String {
    format!("focused.matches('a') && focused.innerText.includes('{words}')")
}

/// Waits until the focus is there, an expression with `focused`; it must show.
async fn focus_is_on(browser: &Browser, what: &str, expression: &str) {
    let expression = format!("((focused) => {expression})(document.activeElement)");
    browser.until(format!("the focus on {what}"), &expression).await;
    assert_focus_visible(browser).await;
}
