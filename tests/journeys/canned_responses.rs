//! Answers that the team keeps ready: written once, on every screen at once.

use crate::harness::{ANA, BRUNO, Browser, Size, journey};
use thirtyfour::Key;

async fn write_one(browser: &Browser) {
    browser.click("button", "Nova resposta").await;
    browser.find("dialog", "Nova resposta pronta").await;
    browser.fill("Título", "Tabela de preços").await;
    browser
        .fill("Texto", "Oi, @contact_firstname! Segue a tabela.")
        .await;
    browser.shows("Oi, Mariana! Segue a tabela.").await;
    browser.click("button", "Salvar").await;
    browser.shows("O atalho precisa ter").await;
    browser.fill("Atalho", "preços").await;
    browser.fill("Botão 1", "Quero me inscrever").await;
    browser.click("button", "Salvar").await;
    browser.find_gone("dialog", "Nova resposta pronta").await;
    browser.shows("/preços").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_writes_changes_and_deletes_them() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.open("/setup/canned-responses").await;
        browser.shows("Nenhuma resposta pronta ainda").await;
        write_one(&browser).await;

        browser.click("button", "Nova resposta").await;
        browser.fill("Atalho", "precos").await;
        browser.fill("Título", "Outra").await;
        browser.fill("Texto", "Olá, @contact_nmae").await;
        browser.shows("Não existe este campo: @contact_nmae.").await;
        // Chromium tells the console of every refusal.
        browser.may_log("409");
        browser.click("button", "Salvar").await;
        browser.shows("Outra resposta pronta já usa este atalho.").await;
        // A slip on Esc loses nothing.
        browser.type_keys(Key::Escape + "").await;
        browser.shows("Descartar as alterações?").await;
        browser.click("button", "Continuar editando").await;
        browser.shows("Não existe este campo: @contact_nmae.").await;
        browser.type_keys(Key::Escape + "").await;
        browser.click("button", "Descartar").await;
        browser.find_gone("dialog", "Nova resposta pronta").await;

        browser.click("button", "Editar /preços").await;
        browser.fill("Texto", "Segue a tabela nova.").await;
        browser.click("button", "Salvar").await;
        browser.shows("Segue a tabela nova.").await;
        browser.fill("Buscar respostas prontas", "bolo").await;
        browser.shows("Nada encontrado").await;
        browser.fill("Buscar respostas prontas", "precos").await;
        browser.click("button", "Excluir /preços").await;
        browser.click("button", "Excluir").await;
        browser.shows("Nenhuma resposta pronta ainda").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_edit_them_finds_no_page() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&BRUNO).await;
        browser.open("/setup/canned-responses").await;
        browser.shows("Página não encontrada").await;
        browser.find_gone("link", "Setup").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_canned_responses_is_accessible_on_every_screen() {
    journey(async |world| {
        for size in [Size::Desktop, Size::Tablet, Size::Phone] {
            let browser = world.browser(size).await;
            browser.sign_in(&ANA).await;
            browser.open("/setup/canned-responses").await;
            if matches!(size, Size::Desktop) {
                write_one(&browser).await;
            }
            browser.click("button", "Editar /preços").await;
            browser.find("dialog", "Editar /preços").await;
            browser.find("button", "Salvar").await;
            browser.check_screen("canned-form").await;
            browser.type_keys(Key::Escape + "").await;
            browser.find_gone("dialog", "Editar /preços").await;
            browser.check_screen("canned").await;
        }
    })
    .await;
}
