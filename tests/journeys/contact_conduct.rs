//! What is done with a contact as a whole: its picture, joining, blocking, erasing.

use crate::chat::{MARINA, OTAVIO, customer, open_conversation, writes};
use crate::contact_panel::{PANEL, note, open_panel};
use crate::harness::{ANA, BRUNO, EVENTS_NUMBER, Size, eventually, journey};
use crate::keys::press;
use reqwest::Method;
use serde_json::json;
use thirtyfour::Key;

/// Paints a picture, half red and half blue, 1200 × 800, and chooses it.
const PAINT: &str = "return (async () => {
    const canvas = new OffscreenCanvas(1200, 800);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.fillStyle = 'rgb(255, 0, 0)';
    context.fillRect(0, 0, 600, 800);
    context.fillStyle = 'rgb(0, 0, 255)';
    context.fillRect(600, 0, 600, 800);
    const blob = await canvas.convertToBlob({ type: 'image/png' });
    const files = new DataTransfer();
    files.items.add(new File([blob], 'foto.png', { type: 'image/png' }));
    const input = document.querySelector('.info input[type=file]');
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
})()";

/// The picture of the panel: its sides, and which of the colours its middle and its left and right edges have.
const LOOK: &str = "return (async () => {
    const image = document.querySelector('.info .avatar__picture');
    if (!image?.complete || !image.naturalWidth) return null;
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    const colour = (x) => {
        const [red, , blue] = context.getImageData(x, image.naturalHeight / 2, 1, 1).data;
        return red > blue ? 'red' : 'blue';
    };
    return [image.naturalWidth, image.naturalHeight, colour(4), colour(image.naturalWidth - 5)];
})()";

/// "Imagem de perfil: veja a imagem de perfil do WhatsApp do contato, se disponível." The Cloud API gives none: the team puts one up.
#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_cut_by_keys_put_up_and_seen_by_everybody() {
    journey(async |world| {
        writes(world, MARINA, "Oi!").await;
        let bruno = world.browser(Size::Desktop).await;
        bruno.sign_in(&BRUNO).await;
        open_panel(&bruno, MARINA).await;
        let ana = world.browser(Size::Desktop).await;
        ana.sign_in(&ANA).await;
        open_panel(&ana, MARINA).await;
        ana.find("button", "Escolher foto").await;
        ana.script(PAINT, Vec::new()).await;
        ana.find("dialog", "Ajustar foto").await;
        ana.until(
            "the picture",
            "document.querySelector('.crop__picture')?.naturalWidth === 1200",
        )
        .await;
        ana.check_screen("contact-crop").await;
        let frame = ana.find("group", "Recorte da foto").await;
        frame.focus().await.expect("it takes the focus");
        // Nearer and all the way to the left: only red is left.
        for _ in 0..4 {
            ana.type_keys("+").await;
        }
        for _ in 0..80 {
            press(&ana, Key::Right).await;
        }
        ana.click("button", "Usar esta foto").await;
        ana.find_gone("dialog", "Ajustar foto").await;
        for browser in [&ana, &bruno] {
            let seen = eventually("the picture", async || {
                let seen = browser.script(LOOK, Vec::new()).await;
                (!seen.is_null()).then_some(seen)
            })
            .await;
            let side = seen[0].as_u64().expect("a width");
            assert_eq!(seen[0], seen[1], "a square: {seen}");
            assert!((1..=512).contains(&side), "{seen}");
            assert_eq!([&seen[2], &seen[3]], ["red", "red"], "{seen}");
            browser
                .until(
                    "the picture in the list and above the chat",
                    "document.querySelector('.conversation-row .avatar__picture')
                        && document.querySelector('.chat-header .avatar__picture')",
                )
                .await;
        }
        bruno.find("button", "Trocar foto").await;
        ana.click("button", "Remover foto").await;
        bruno
            .until("the initials", "!document.querySelector('.avatar__picture')")
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn joining_says_what_happens_and_brings_everything_together() {
    journey(async |world| {
        writes(world, MARINA, "Do número velho").await;
        // The same person, with another number, writes to the other number of the company.
        customer(world, OTAVIO)
            .send_text(EVENTS_NUMBER, "Do número novo")
            .await
            .expect("sent");
        // And stands in the list of a fair, without a conversation: no device knows them by itself.
        let rest = world.rest(&ANA).await;
        let new =
            json!({ "id": uuid::Uuid::now_v7(), "name": "Mari da feira", "phone": "+55 11 91234-0000" });
        let added = rest.send(Method::POST, "/contacts", Some(new)).await;
        assert_eq!(added.status, 201, "{added:?}");
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_panel(&browser, OTAVIO).await;
        note(&browser, "Gosta de bolo").await;
        browser.click("button", "Fechar").await;
        open_panel(&browser, MARINA).await;
        browser.click("button", "Juntar com outro contato").await;
        browser.fill("Buscar o contato repetido", "otavio").await;
        browser.click_with("button", OTAVIO.1).await;
        browser
            .shows("As conversas, as notas e os grupos de Otávio Prado passam para Marina Duarte")
            .await;
        browser.check_screen("contact-merge").await;
        browser.click("button", "Juntar").await;
        browser.shows("Gosta de bolo").await;
        browser
            .until(
                "two conversations of one person",
                "[...document.querySelectorAll('.conversation-row__name')]
                    .filter((name) => name.innerText === 'Marina Duarte').length === 2",
            )
            .await;
        browser.no_longer_shows(OTAVIO.1).await;

        browser.click("button", "Juntar com outro contato").await;
        browser.fill("Buscar o contato repetido", "feira").await;
        browser.click_with("button", "Mari da feira").await;
        browser.click("button", "Juntar").await;
        // Two by that beginning were there; the name that somebody gave by hand stays.
        eventually("one person", async || {
            let left = rest.get("/contacts?q=mari").await.body;
            let left = left["contacts"].as_array()?;
            (left.len() == 1).then_some(())
        })
        .await;
        browser.shows("Mari da feira").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn blocking_is_asked_about_and_told_and_can_be_taken_back() {
    journey(async |world| {
        writes(world, MARINA, "Oi!").await;
        let browser = world.browser(Size::Phone).await;
        browser.sign_in(&ANA).await;
        open_panel(&browser, MARINA).await;
        browser.click("button", "Bloquear contato").await;
        browser.find("dialog", "Bloquear Marina Duarte?").await;
        browser.click("button", "Bloquear").await;
        browser.find("button", "Desbloquear contato").await;
        browser.shows("Bloqueado").await;
        browser.check_screen("contact-blocked").await;
        browser.click("button", "Desbloquear contato").await;
        browser.find("button", "Bloquear contato").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_wants_the_name_and_leaves_nothing_on_any_screen() {
    journey(async |world| {
        writes(world, MARINA, "Meu CPF é segredo").await;
        writes(world, OTAVIO, "Oi!").await;
        let bruno = world.browser(Size::Desktop).await;
        bruno.sign_in(&BRUNO).await;
        open_conversation(&bruno, MARINA).await;
        bruno.shows("Meu CPF é segredo").await;
        let ana = world.browser(Size::Desktop).await;
        ana.sign_in(&ANA).await;
        open_panel(&ana, MARINA).await;
        ana.click("button", "Apagar contato").await;
        ana.find("dialog", "Apagar Marina Duarte?").await;
        ana.until(
            "nothing goes without the name",
            "document.querySelector('dialog[open] button[type=submit]').disabled",
        )
        .await;
        ana.check_screen("contact-erase").await;
        ana.fill("Para confirmar, digite: Marina Duarte", "marina duarte")
            .await;
        ana.click("button", "Apagar para sempre").await;
        ana.find_gone("complementary", PANEL).await;
        for browser in [&ana, &bruno] {
            browser.no_longer_shows("Meu CPF é segredo").await;
            browser.no_longer_shows(MARINA.1).await;
            browser.find_with("link", OTAVIO.1).await;
        }
        // Nor on the devices.
        world.stop_server().await;
        for browser in [&ana, &bruno] {
            browser.reload().await;
            browser.find_with("link", OTAVIO.1).await;
            browser.no_longer_shows(MARINA.1).await;
        }
    })
    .await;
}
