//! "Nothing typed, recorded or received is ever lost": files that were chosen and not sent yet outlive the page, with the words below
//! them.

use serde_json::{Value, json};

use crate::chat::{MARINA, open_conversation};
use crate::files::{PDF, all_received, choose, in_conversation, kept_by_meta, pattern, received};
use crate::harness::{ANA, BRUNO, Browser, CARLA, Size, eventually, journey};
use crate::visibility::{bruno_s_conversation, switch_support_agent};

/// What the browser's database has of trays: of each the words, then the names of the files that are whole. Bytes that belong to none
/// of them are told too.
const KEPT: &str = "return new Promise((tell) => {
    const opened = indexedDB.open('perfectchat');
    opened.onsuccess = () => {
        const store = opened.result.transaction('trays').objectStore('trays');
        const keys = store.getAllKeys();
        const values = store.getAll();
        values.onsuccess = () => {
            opened.result.close();
            const slices = keys.result.filter((key) => key.includes('/')).map((key) => key.split('/')[0]);
            const trays = values.result.filter((value) => typeof value === 'string').map((json) => JSON.parse(json));
            const files = trays.flatMap((tray) => tray.files);
            const isWhole = (file) =>
                slices.filter((id) => id === file.id).length === Math.ceil(file.byte_size / 524288);
            const kept = trays.map((tray) => [tray.caption, ...tray.files.filter(isWhole).map((file) => file.name)]);
            const left = slices.filter((id) => files.every((file) => file.id !== id));
            tell(left.length === 0 ? kept : [...kept, left.length]);
        };
    };
})";
const SIGHT_LOST: &str = "Você não vê mais esta conversa, e isto não foi enviado.";

/// Waits until the browser's database has this of trays, and nothing else.
async fn keeps(browser: &Browser, trays: Value) {
    let look = async || (browser.script(KEPT, Vec::new()).await == trays).then_some(());
    eventually(format!("{trays} in the browser's database"), look).await;
}

async fn caption_holds(browser: &Browser, text: &str) {
    let wanted = json!(text);
    let holds = format!("document.querySelector('.tray__caption')?.value === {wanted}");
    browser.until(format!("{wanted} below the files"), &holds).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_chosen_and_typed_below_it_outlives_a_reload_and_goes_once() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        let size = 1_300_000;
        choose(
            &browser,
            &[
                ("Contrato.pdf", "application/pdf", PDF, size),
                ("Recibo.pdf", "application/pdf", PDF, 2_000),
            ],
        )
        .await;
        browser.fill("Legenda", "Segue o contrato").await;
        keeps(
            &browser,
            json!([["Segue o contrato", "Contrato.pdf", "Recibo.pdf"]]),
        )
        .await;

        browser.reload().await;
        browser.shows("Contrato.pdf").await;
        browser.shows("Recibo.pdf").await;
        caption_holds(&browser, "Segue o contrato").await;
        browser.assert_accessible().await;
        browser.click("button", "Remover Recibo.pdf").await;
        keeps(&browser, json!([["Segue o contrato", "Contrato.pdf"]])).await;

        // A second time, as whole as before.
        browser.reload().await;
        caption_holds(&browser, "Segue o contrato").await;
        browser.click("button", "Enviar 1 arquivo").await;
        let sent = received(world).await;
        assert_eq!(sent["document"]["filename"], "Contrato.pdf");
        assert_eq!(sent["document"]["caption"], "Segue o contrato");
        let arrived = kept_by_meta(world, &sent, "document").await;
        assert!(arrived == pattern(PDF, size), "{} bytes, others", arrived.len());
        keeps(&browser, json!([])).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_writes_after_a_reload_is_not_moved_below_the_files() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        choose(&browser, &[("Contrato.pdf", "application/pdf", PDF, 2_000)]).await;
        keeps(&browser, json!([["", "Contrato.pdf"]])).await;
        browser.reload().await;
        browser.shows("Contrato.pdf").await;
        browser
            .until(
                "the focus where one writes",
                "document.activeElement?.matches('.composer__text')",
            )
            .await;
        browser.type_keys("Um momento").await;
        caption_holds(&browser, "").await;
        // The last file takes its copy along.
        browser.click("button", "Remover Contrato.pdf").await;
        keeps(&browser, json!([])).await;
        assert!(world.simulator.messages_to(MARINA.0).is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_the_device_has_no_room_for_says_so_and_is_asked_for_again() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        choose(
            &browser,
            &[
                ("Planta.pdf", "application/pdf", PDF, 65 << 20),
                ("Recibo.pdf", "application/pdf", PDF, 2_000),
            ],
        )
        .await;
        browser.shows("Não cabe neste aparelho até ser enviado").await;
        browser.assert_accessible().await;
        keeps(&browser, json!([["", "Recibo.pdf"]])).await;
        browser.reload().await;
        browser.shows("O arquivo não está mais neste aparelho").await;
        browser.click("button", "Remover Planta.pdf").await;
        browser.click("button", "Enviar 1 arquivo").await;
        let sent = received(world).await;
        assert_eq!(sent["document"]["filename"], "Recibo.pdf");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tray_is_one_tab_s_until_that_one_ends() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        choose(&browser, &[("Contrato.pdf", "application/pdf", PDF, 2_000)]).await;
        browser.fill("Legenda", "Segue").await;
        keeps(&browser, json!([["Segue", "Contrato.pdf"]])).await;
        let first = browser.tab().await;
        let path = browser.path().await;
        let second = browser.open_tab(&path).await;
        browser.shows("Pode me mandar o contrato?").await;
        browser.find("button", "Anexar").await;
        assert!(
            browser
                .all_with("button", "Remover Contrato.pdf")
                .await
                .is_empty(),
            "another tab has it"
        );
        browser.go_to_tab(&first).await;
        browser.driver().close_window().await.expect("the tab closes");
        browser.go_to_tab(&second).await;
        caption_holds(&browser, "Segue").await;
        browser.click("button", "Enviar 1 arquivo").await;
        let sent = received(world).await;
        assert_eq!(sent["document"]["caption"], "Segue");
        keeps(&browser, json!([])).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_chosen_outlives_the_sight_of_its_conversation() {
    journey(async |world| {
        let (ana, bruno) = (world.rest(&ANA).await, world.rest(&BRUNO).await);
        bruno_s_conversation(world, &ana, &bruno).await;
        let carla = world.browser(Size::Desktop).await;
        carla.sign_in(&CARLA).await;
        open_conversation(&carla, MARINA).await;
        choose(&carla, &[("Contrato.pdf", "application/pdf", PDF, 2_000)]).await;
        carla.fill("Legenda", "Segue o contrato").await;
        keeps(&carla, json!([["Segue o contrato", "Contrato.pdf"]])).await;

        switch_support_agent(&ana, true).await;
        carla.find("region", "Precisa de você").await;
        carla.shows("Segue o contrato").await;
        carla.shows(SIGHT_LOST).await;
        keeps(&carla, json!([])).await;
        // The address names a conversation that she does not see any more: the browser tells of the answer by itself.
        carla.may_log("status of 404");
        carla.reload().await;
        carla.shows("Segue o contrato").await;
        carla.shows(SIGHT_LOST).await;
        carla.find("button", "Baixar").await;
        all_received(world, 0).await;
        carla.click("button", "Descartar").await;
        carla.find_gone("region", "Precisa de você").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_takes_what_was_chosen_from_the_device() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        choose(&browser, &[("Contrato.pdf", "application/pdf", PDF, 2_000)]).await;
        keeps(&browser, json!([["", "Contrato.pdf"]])).await;
        browser.click_with("button", "Perfil de Ana").await;
        browser.click("button", "Sair").await;
        browser.find("field", "Senha").await;
        keeps(&browser, json!([])).await;
    })
    .await;
}
