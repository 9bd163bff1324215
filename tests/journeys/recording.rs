//! Recording voice notes in journeys.

use reqwest::Method;
use serde_json::json;

use crate::chat::{MARINA, open_conversation, writes};
use crate::harness::{ANA, Browser, Size, Speech, World};

/// Ana has Marina's conversation open, in a browser whose microphone hears the speech.
pub async fn at_the_thread(world: &World, speech: &Speech) -> Browser {
    in_browser(world, &speech.switches()).await
}

/// The same in a browser with switches of its own.
pub async fn in_browser(world: &World, switches: &[String]) -> Browser {
    in_browser_of(world, Size::Desktop, switches).await
}

/// The same on a screen of this size.
pub async fn in_browser_of(world: &World, size: Size, switches: &[String]) -> Browser {
    writes(world, MARINA, "Pode me explicar por áudio?").await;
    let browser = world.browser_with(size, switches).await;
    browser.sign_in(&ANA).await;
    open_conversation(&browser, MARINA).await;
    browser.shows("Pode me explicar por áudio?").await;
    browser
}

/// How long voice notes wait before they leave.
pub async fn hold_seconds(world: &World, seconds: u32) {
    let rest = world.rest(&ANA).await;
    let change = json!({ "hold_voice_seconds": seconds });
    let answer = rest.send(Method::PATCH, "/settings", Some(change)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

/// Records a second and sends it.
pub async fn record_a_second(browser: &Browser) {
    browser.click("button", "Gravar mensagem de voz").await;
    speaks_until(browser, "0:01").await;
    browser.click("button", "Parar e enviar").await;
}

/// Waits until the recorder shows a length.
pub async fn speaks_until(browser: &Browser, length: &str) {
    let shown = format!("document.querySelector('.recorder__time')?.innerText.trim() >= '{length}'");
    browser.until(format!("a recording of {length}"), &shown).await;
}
