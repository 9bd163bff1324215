//! What agents do on the chat page, in their own words.

use crate::harness::{ANA, Browser, SCHOOL_NUMBER, World};
use serde_json::json;
use simulator::Customer;

/// A customer of these journeys: the number (digits with country code) and the name in the profile.
pub const MARINA: (&str, &str) = ("5511987650001", "Marina Duarte");
/// Another.
pub const OTAVIO: (&str, &str) = ("5521976540002", "Otávio Prado");
/// How long a window stays open in journeys that see it close, in seconds.
pub const OPEN_S: i64 = 12;

/// The customer with a phone.
pub fn customer(world: &World, (wa_id, name): (&str, &str)) -> Customer {
    world.customer(wa_id, name)
}

/// The customer writes to the school.
pub async fn writes(world: &World, who: (&str, &str), text: &str) {
    customer(world, who)
        .send_text(SCHOOL_NUMBER, text)
        .await
        .expect("sent");
}

/// The customer wrote to the school so long ago that their window stays open for so many seconds; below zero: it has closed.
pub async fn wrote_with_left(world: &World, who: (&str, &str), text: &str, left_s: i64) {
    const WINDOW_S: i64 = 24 * 60 * 60;
    customer(world, who)
        .send_text_at(SCHOOL_NUMBER, text, world.now_ms() / 1_000 - WINDOW_S + left_s)
        .await
        .expect("sent");
}

/// Ana has Marina's conversation open, whose window has closed.
pub async fn behind_a_closed_window(world: &World, browser: &Browser) {
    wrote_with_left(world, MARINA, "Até amanhã", -60).await;
    browser.sign_in(&ANA).await;
    open_conversation(browser, MARINA).await;
    browser.shows("A janela de 24 horas fechou.").await;
}

/// Opens the conversation with a customer from the list.
pub async fn open_conversation(browser: &Browser, (_, name): (&str, &str)) {
    browser.click_with("link", name).await;
    browser.find_with("heading", name).await;
}

/// Writes a text and sends it by the keyboard.
pub async fn answer(browser: &Browser, text: &str) {
    browser.fill("Mensagem", text).await;
    browser.type_keys(thirtyfour::Key::Enter + "").await;
    browser.shows(text).await;
}

/// Waits until this stands where one writes.
pub async fn entry_holds(browser: &Browser, text: &str) {
    let wanted = json!(text);
    browser
        .until(
            format!("the entry with “{text}”"),
            &format!("document.querySelector('.composer__text')?.value === {wanted}"),
        )
        .await;
}

/// From now on the page tells what it copies: a browser that nobody looks at has no clipboard to paste from.
pub async fn listen_for_copies(browser: &Browser) {
    let listen = "navigator.clipboard.writeText = async (text) => { window.copied = text; };";
    browser.script(listen, Vec::new()).await;
}

/// Waits until this was copied, after [`listen_for_copies`].
pub async fn was_copied(browser: &Browser, text: &str) {
    let wanted = json!(text);
    browser
        .until(
            format!("the copy {wanted}"),
            &format!("window.copied === {wanted}"),
        )
        .await;
}

/// Waits until the last message of ours has come this far, as its tick is called: "Aguardando envio", "Enviada", "Entregue",
/// "Lida".
pub async fn wait_for_tick(browser: &Browser, name: &str) {
    browser.find("img", name).await;
}
