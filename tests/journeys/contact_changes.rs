//! Changes of contacts without a connection, and of two agents at once: of one field the later one wins, and both see it.

use serde_json::Value;

use crate::chat::{MARINA, open_conversation, writes};
use crate::contact_panel::{has_stage, is_called, note, open_panel, rename};
use crate::harness::{ANA, BRUNO, Browser, Rest, Size, eventually, journey};

/// Waits until the device has the whole app, so that it opens without the server.
async fn is_kept(browser: &Browser) {
    browser
        .until("the app is kept", "navigator.serviceWorker.controller !== null")
        .await;
}

/// The only contact, as the server has it.
async fn contact(ana: &Rest) -> Value {
    let list = ana.get("/conversations").await.body;
    list["rows"][0]["contact"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_without_a_connection_shows_at_once_and_leaves_once() {
    journey(async |world| {
        writes(world, MARINA, "Oi!").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_panel(&browser, MARINA).await;
        is_called(&browser, MARINA.1).await;
        let rest = world.rest(&ANA).await;
        let before = contact(&rest).await["version"].as_u64().expect("a version");
        is_kept(&browser).await;

        world.stop_server().await;
        browser.shows("Reconectando…").await;
        rename(&browser, "Marina D. (aluna)").await;
        browser.click("button", "Contatado").await;
        browser.click("button", "Adicionar nota").await;
        browser.click("button", "Salvar nota").await;
        browser.shows("Escreva a nota antes de salvar.").await;
        browser.click("button", "Cancelar").await;
        note(&browser, "Escrita sem conexão").await;
        // In the list and above the chat too.
        browser.find_with("link", "Marina D. (aluna)").await;
        browser.find("heading", "Marina D. (aluna)").await;
        browser.find("img", "Aguardando envio").await;

        browser.reload().await;
        is_called(&browser, "Marina D. (aluna)").await;
        has_stage(&browser, "Contatado").await;
        browser.shows("Escrita sem conexão").await;
        browser.find("img", "Aguardando envio").await;

        world.start_server().await;
        browser.find_gone("img", "Aguardando envio").await;
        let rest = world.rest(&ANA).await;
        let after = eventually("both changes at the server", async || {
            let contact = contact(&rest).await;
            (contact["name"] == "Marina D. (aluna)" && contact["stage"] == "contacted").then_some(contact)
        })
        .await;
        assert_eq!(
            after["version"],
            before + 2,
            "the name once and the stage once: {after}"
        );
        let id = after["id"].as_str().expect("an id");
        let notes = rest.get(&format!("/contacts/{id}/notes")).await.body;
        assert_eq!(notes["notes"].as_array().map(Vec::len), Some(1), "{notes}");
        assert_eq!(notes["notes"][0]["text"], "Escrita sem conexão");

        // A device that never saw them before has them without a connection too.
        let other = world.browser(Size::Phone).await;
        other.sign_in(&BRUNO).await;
        open_panel(&other, ("", "Marina D. (aluna)")).await;
        other.shows("Escrita sem conexão").await;
        is_kept(&other).await;
        world.stop_server().await;
        other.reload().await;
        other.shows("Escrita sem conexão").await;
        has_stage(&other, "Contatado").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_changes_of_one_field_the_later_wins_and_others_stand_side_by_side() {
    journey(async |world| {
        writes(world, MARINA, "Oi!").await;
        let ana = world.browser(Size::Desktop).await;
        ana.sign_in(&ANA).await;
        open_panel(&ana, MARINA).await;
        let bruno = world.browser(Size::Desktop).await;
        bruno.sign_in(&BRUNO).await;
        open_panel(&bruno, MARINA).await;

        world.stop_server().await;
        ana.shows("Reconectando…").await;
        bruno.shows("Reconectando…").await;
        rename(&ana, "Marina pela Ana").await;
        is_called(&ana, "Marina pela Ana").await;
        ana.click("button", "Qualificado").await;
        rename(&bruno, "Marina pelo Bruno").await;
        is_called(&bruno, "Marina pelo Bruno").await;

        world.start_server().await;
        for browser in [&ana, &bruno] {
            is_called(browser, "Marina pelo Bruno").await;
            has_stage(browser, "Qualificado").await;
            open_conversation(browser, ("", "Marina pelo Bruno")).await;
        }
        let rest = world.rest(&ANA).await;
        eventually("both at the server", async || {
            let contact = contact(&rest).await;
            (contact["name"] == "Marina pelo Bruno" && contact["stage"] == "qualified").then_some(())
        })
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_show_the_same_and_send_it_once() {
    journey(async |world| {
        writes(world, MARINA, "Oi!").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_panel(&browser, MARINA).await;
        let rest = world.rest(&ANA).await;
        let before = contact(&rest).await["version"].as_u64().expect("a version");
        let first = browser.tab().await;
        let second = browser.open_tab("/").await;
        open_panel(&browser, MARINA).await;

        world.stop_server().await;
        browser.shows("Reconectando…").await;
        browser.click("button", "Em Progresso").await;
        note(&browser, "Duas abas").await;
        browser.go_to_tab(&first).await;
        has_stage(&browser, "Em Progresso").await;
        browser.shows("Duas abas").await;

        world.start_server().await;
        browser.find_gone("img", "Aguardando envio").await;
        browser.go_to_tab(&second).await;
        browser.find_gone("img", "Aguardando envio").await;
        let rest = world.rest(&ANA).await;
        let after = contact(&rest).await;
        assert_eq!(after["version"], before + 1, "{after}");
    })
    .await;
}
