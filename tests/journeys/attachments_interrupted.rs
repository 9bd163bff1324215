//! Files whose way is cut off: by a reload, by a server that is away, by a file that vanishes. Whatever was sent arrives once, whole.

use std::fs;
use std::time::{Duration, SystemTime};

use serde_json::json;

use crate::chat::{MARINA, OPEN_S, behind_a_closed_window, writes, wrote_with_left};
use crate::files::{
    PDF, all_received, choose, choose_from_disk, in_conversation, kept_by_meta, pattern, received,
    uploads_to_meta,
};
use crate::harness::{Browser, Size, World, journey};

/// Three slices, the last one short.
const SIZE: usize = 1_300_000;
const SLICE: u64 = 512 * 1024;

/// Holds slices back that begin at this place of the file or behind it, until the gate is opened.
const HOLD_SLICES: &str = "const from = arguments[0];
    const send = window.fetch;
    const gate = new Promise((open) => { window.openGate = open; });
    window.fetch = async (...request) => {
        const offset = new URL(request[0].url ?? request[0], location).searchParams.get('offset');
        if (offset !== null && Number(offset) >= from) {
            window.isHeld = true;
            await gate;
        }
        return send(...request);
    };";

async fn hold_slices(browser: &Browser, from: u64) {
    browser.script(HOLD_SLICES, vec![json!(from)]).await;
}

/// Sends a document that stops on its way to the server after its first slice.
async fn stopped_on_the_way(world: &World) -> Browser {
    let browser = in_conversation(world).await;
    hold_slices(&browser, SLICE).await;
    choose(&browser, &[("Contrato.pdf", "application/pdf", PDF, SIZE)]).await;
    browser.click("button", "Enviar 1 arquivo").await;
    browser.until("the second slice waits", "window.isHeld").await;
    browser
        .until(
            "how far it is",
            "document.querySelector('.upload-note__bar')?.value === 40",
        )
        .await;
    assert_eq!(uploads_to_meta(world), 0, "half a file goes nowhere");
    browser
}

async fn arrived_once_and_whole(world: &World) {
    let sent = received(world).await;
    assert_eq!(sent["document"]["filename"], "Contrato.pdf");
    let kept = kept_by_meta(world, &sent, "document").await;
    assert!(kept == pattern(PDF, SIZE), "{} bytes, others", kept.len());
    assert_eq!(uploads_to_meta(world), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_goes_on_where_it_was_after_a_reload() {
    journey(async |world| {
        let browser = stopped_on_the_way(world).await;
        browser.reload().await;
        arrived_once_and_whole(world).await;
        let offsets = "return performance.getEntriesByType('resource')
            .flatMap((entry) => new URL(entry.name).searchParams.get('offset') ?? []).map(Number)";
        let offsets = browser.script(offsets, Vec::new()).await;
        assert_eq!(
            offsets,
            json!([SLICE, 2 * SLICE]),
            "what the server had was not sent again"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_goes_on_where_it_was_after_the_server_was_away() {
    journey(async |world| {
        let browser = stopped_on_the_way(world).await;
        world.stop_server().await;
        browser.script("window.openGate()", Vec::new()).await;
        browser.shows("Contrato.pdf").await;
        world.start_server().await;
        arrived_once_and_whole(world).await;
        browser
            .until("no progress is left", "!document.querySelector('.upload-note')")
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_is_given_up_is_never_sent() {
    journey(async |world| {
        let browser = stopped_on_the_way(world).await;
        browser.click("button", "Cancelar envio").await;
        browser.no_longer_shows("Contrato.pdf").await;
        // The slice that was under way comes to an upload that is gone.
        browser.may_log("status of 404");
        browser.script("window.openGate()", Vec::new()).await;
        choose(&browser, &[("Recibo.pdf", "application/pdf", PDF, 2_000)]).await;
        browser.click("button", "Enviar 1 arquivo").await;
        let sent = received(world).await;
        assert_eq!(sent["document"]["filename"], "Recibo.pdf");
        assert_eq!(uploads_to_meta(world), 1);
        assert!(
            browser.all_with("region", "Precisa de você").await.is_empty(),
            "nobody is asked about it again"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_may_vanish_once_it_was_sent() {
    journey(async |world| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("Contrato.pdf");
        fs::write(&path, pattern(PDF, SIZE)).expect("written");
        let browser = in_conversation(world).await;
        hold_slices(&browser, 0).await;
        choose_from_disk(&browser, &[&path]).await;
        browser.click("button", "Enviar 1 arquivo").await;
        browser.until("the first slice waits", "window.isHeld").await;
        fs::remove_file(&path).expect("removed");
        browser.script("window.openGate()", Vec::new()).await;
        arrived_once_and_whole(world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_vanishes_or_changes_before_it_is_sent_says_so_and_loses_no_words() {
    journey(async |world| {
        let folder = tempfile::tempdir().expect("a folder");
        let [gone, changed, same] = ["some.pdf", "muda.pdf", "fica.pdf"].map(|name| folder.path().join(name));
        for path in [&gone, &changed, &same] {
            fs::write(path, pattern(PDF, 3_000)).expect("written");
        }
        let browser = in_conversation(world).await;
        choose_from_disk(&browser, &[&gone, &changed, &same]).await;
        browser.fill("Legenda", "Seguem os três").await;
        browser.find("button", "Enviar 3 arquivos").await;
        browser
            .until(
                "they are ready",
                "!document.querySelector('.tray__foot .button').disabled",
            )
            .await;

        fs::remove_file(&gone).expect("removed");
        let file = fs::File::create(&changed).expect("opened");
        // Browsers tell a change by the time of the file, in whole seconds.
        file.set_modified(SystemTime::now() + Duration::from_secs(60))
            .expect("its time is set");
        browser.click("button", "Enviar 3 arquivos").await;

        browser.find("region", "Precisa de você").await;
        browser
            .shows("O arquivo não está mais neste aparelho, ou mudou desde que foi escolhido.")
            .await;
        browser.shows("Seguem os três").await;
        browser.shows("muda.pdf").await;
        browser.assert_accessible().await;
        let sent = all_received(world, 1).await;
        assert_eq!(sent[0]["document"]["filename"], "fica.pdf");
        assert!(kept_by_meta(world, &sent[0], "document").await == pattern(PDF, 3_000));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_missed_its_window_is_kept_and_goes_when_it_is_open_again() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        // What the server refuses Chromium tells.
        browser.may_log("status of 409");
        behind_a_closed_window(world, &browser).await;

        // It opens for seconds, and the server goes before it has what is chosen.
        wrote_with_left(world, MARINA, "E o contrato?", OPEN_S).await;
        browser.find("button", "Anexar").await;
        world.stop_server().await;
        choose(&browser, &[("Contrato.pdf", "application/pdf", PDF, 2_000)]).await;
        browser.fill("Legenda", "Segue o contrato").await;
        browser.click("button", "Enviar 1 arquivo").await;
        browser.shows("A janela de 24 horas fechou.").await;
        world.start_server().await;
        browser.find("region", "Precisa de você").await;
        browser.shows("A janela de 24 horas fechou antes do envio.").await;
        assert!(world.simulator.messages_to(MARINA.0).is_empty());

        writes(world, MARINA, "Voltei").await;
        // Back in the entry only the words would be: the file stays with them.
        browser.find("button", "Enviar mesmo assim").await;
        browser.find_gone("button", "Voltar ao campo").await;
        browser.click("button", "Enviar mesmo assim").await;
        browser.find_gone("region", "Precisa de você").await;
        let sent = received(world).await;
        assert_eq!(sent["document"]["filename"], "Contrato.pdf");
        assert_eq!(sent["document"]["caption"], "Segue o contrato");
        assert!(kept_by_meta(world, &sent, "document").await == pattern(PDF, 2_000));
    })
    .await;
}
