//! The page "Contatos": everybody whom one sees, one more by hand, many from a file.

use reqwest::Method;
use serde_json::json;
use thirtyfour::Key;

use crate::chat::{MARINA, OTAVIO, writes};
use crate::contact_panel::PANEL;
use crate::files::choose_in;
use crate::harness::{ANA, BRUNO, Browser, Size, journey};
use crate::keys::press;
use crate::visibility::switch_support_agent;

const SEARCH: &str = "Buscar por nome ou telefone";
const FILE: &str = "dialog[open] input[type=file]";

async fn choose_file(browser: &Browser, bytes: &[u8]) {
    choose_in(browser, FILE, &[("lista.csv", "text/csv", bytes, bytes.len())]).await;
}

/// Waits until these stand in the list, in this order.
async fn lists(browser: &Browser, names: &[&str]) {
    let expression = format!(
        "JSON.stringify([...document.querySelectorAll('.contact-row__name')].map((name) => name.innerText)) === {}",
        json!(json!(names).to_string())
    );
    browser.until(format!("{names:?} in the list"), &expression).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_listed_found_and_added_and_leads_to_their_conversation() {
    journey(async |world| {
        writes(world, OTAVIO, "Bom dia").await;
        writes(world, MARINA, "Oi!").await;
        let ana = world.browser(Size::Desktop).await;
        ana.sign_in(&ANA).await;
        ana.click("link", "Contatos").await;
        ana.find("heading", "Contatos").await;
        ana.shows("2 contatos").await;
        lists(&ana, &["Marina Duarte", "Otávio Prado"]).await;
        assert_eq!(ana.path().await, "/contacts");

        // By a name without accents, by a part of the number; the address keeps it.
        ana.fill(SEARCH, "otavio").await;
        lists(&ana, &["Otávio Prado"]).await;
        ana.shows("1 contato").await;
        ana.until("the words in the address", "location.search === '?q=otavio'")
            .await;
        ana.reload().await;
        lists(&ana, &["Otávio Prado"]).await;
        ana.fill(SEARCH, "(11) 98765-0001").await;
        lists(&ana, &["Marina Duarte"]).await;
        ana.fill(SEARCH, "ninguém").await;
        ana.shows("Nenhum contato encontrado").await;
        ana.click("button", "Limpar filtros").await;
        lists(&ana, &["Marina Duarte", "Otávio Prado"]).await;

        // A colleague adds somebody: the list has them without being asked.
        let bruno = world.browser(Size::Phone).await;
        bruno.sign_in(&BRUNO).await;
        bruno.click_with("button", "Perfil de Bruno").await;
        bruno.click("link", "Contatos").await;
        bruno.find("heading", "Contatos").await;
        lists(&bruno, &["Marina Duarte", "Otávio Prado"]).await;
        bruno.click("button", "Novo contato").await;
        bruno.find("dialog", "Novo contato").await;
        bruno.fill("Nome (opcional)", "Lia Prado").await;
        bruno.fill("Telefone", "190").await;
        bruno.click("button", "Adicionar").await;
        bruno.shows("Digite um número de telefone completo.").await;
        // WhatsApp may know Marina without the ninth digit: she is the same.
        bruno.fill("Telefone", "11 8765-0001").await;
        bruno.click("button", "Adicionar").await;
        bruno
            .shows("Este número já é de Marina Duarte. Nada foi alterado.")
            .await;
        bruno.fill("Telefone", "31 98888-7777").await;
        bruno.click("button", "Adicionar").await;
        bruno.find_gone("dialog", "Novo contato").await;
        lists(&bruno, &["Lia Prado", "Marina Duarte", "Otávio Prado"]).await;
        bruno.check_screen("contacts").await;
        lists(&ana, &["Lia Prado", "Marina Duarte", "Otávio Prado"]).await;
        ana.shows("3 contatos").await;
        ana.check_screen("contacts").await;

        // Rows are one stop for Tab; arrows go from one to the next.
        let row = ana.find_with("link", "Marina Duarte").await;
        row.focus().await.expect("a row takes the focus");
        press(&ana, Key::Enter).await;
        ana.find("complementary", PANEL).await;
        ana.find_with("heading", "Marina Duarte").await;
        ana.driver().back().await.expect("the browser goes back");
        lists(&ana, &["Lia Prado", "Marina Duarte", "Otávio Prado"]).await;

        // Who has no conversation gets one when somebody says so.
        ana.click_with("button", "Lia Prado").await;
        let dialog = ana.find("dialog", "Iniciar conversa com Lia Prado").await;
        let start = ana.find_in(&dialog, "button", "Iniciar conversa").await;
        start.click().await.expect("clicked");
        ana.find("complementary", PANEL).await;
        ana.find_with("heading", "Lia Prado").await;
        assert!(ana.path().await.starts_with("/c/"));
        bruno
            .until(
                "Lia's row is a link now",
                "document.querySelector('.contact-row').matches('a')",
            )
            .await;

        // Who goes out of sight leaves the list at once, before the server says what is in it.
        let rest = world.rest(&ANA).await;
        let deaf = "window.fetchBefore = window.fetch;
            window.fetch = (request, ...more) => /[/]contacts([?]|$)/.test(request.url ?? request)
              ? Promise.reject(new TypeError('no way through'))
              : window.fetchBefore(request, ...more);";
        bruno.script(deaf, Vec::new()).await;
        switch_support_agent(&rest, true).await;
        let rows = rest.get("/conversations").await.body;
        let otavio_s = rows["rows"]
            .as_array()
            .and_then(|rows| rows.iter().find(|row| row["contact"]["name"] == OTAVIO.1))
            .and_then(|row| row["conversation"]["id"].as_str())
            .expect("Otávio has a conversation");
        let me = rest.get("/session").await.body["agent"]["id"].clone();
        let path = format!("/conversations/{otavio_s}/assignees");
        let assigned = rest
            .send(Method::PUT, &path, Some(json!({ "agents": [me] })))
            .await;
        assert_eq!(assigned.status, 200, "{assigned:?}");
        lists(&bruno, &["Lia Prado", "Marina Duarte"]).await;
        // Whoever is seen again is back when the server has been asked.
        bruno
            .script("window.fetch = window.fetchBefore", Vec::new())
            .await;
        switch_support_agent(&rest, false).await;
        lists(&bruno, &["Lia Prado", "Marina Duarte", "Otávio Prado"]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_contacts_is_checked_taken_in_and_goes_out_again() {
    journey(async |world| {
        writes(world, MARINA, "Oi!").await;
        let ana = world.browser(Size::Desktop).await;
        ana.sign_in(&ANA).await;
        ana.find_with("link", "Marina Duarte").await;
        let bruno = world.browser(Size::Desktop).await;
        bruno.sign_in(&BRUNO).await;
        bruno.open("/contacts").await;
        lists(&bruno, &["Marina Duarte"]).await;
        bruno.click("button", "Importar").await;
        bruno.find("dialog", "Importar").await;
        bruno.check_screen("contacts-import").await;

        // Chromium tells the console of every refusal.
        bruno.may_log("422");
        choose_file(&bruno, b"Nome;Telefone\r\nJo\xe3o;11 98637-2111\r\n").await;
        bruno.shows("O arquivo não está em UTF-8.").await;

        let file = "Nome;Fone comercial;Status;Obs\r\n\
                    Marina D.;11 98765-0001;Qualificado;x\r\n\
                    Rafael Costa;21 99123-4567;;\r\n\
                    Errado;190;;\r\n";
        choose_file(&bruno, file.as_bytes()).await;
        bruno.shows("Indique qual coluna contém o telefone.").await;
        let says_phone = "const select = document.querySelectorAll('.contact-import__kind')[1];
            select.value = 'phone';
            select.dispatchEvent(new Event('change', { bubbles: true }));";
        bruno.script(says_phone, Vec::new()).await;
        bruno.shows("1 contato novo").await;
        bruno.shows("1 contato será atualizado").await;
        bruno.shows("1 linha fica de fora").await;
        bruno.shows("Linha 4: telefone inválido").await;
        bruno.check_screen("contacts-import-check").await;
        // Nothing has changed so far.
        ana.find_with("link", "Marina Duarte").await;
        bruno.click("button", "Importar 2 contatos").await;
        bruno.shows("Importação concluída").await;
        bruno.shows("1 contato adicionado").await;
        bruno.shows("1 contato atualizado").await;
        bruno.click("button", "Fechar").await;
        bruno.find_gone("dialog", "Importar").await;
        lists(&bruno, &["Marina D.", "Rafael Costa"]).await;
        ana.find_with("link", "Marina D.").await;

        // What the list shows goes out.
        bruno.fill(SEARCH, "rafael").await;
        lists(&bruno, &["Rafael Costa"]).await;
        let out = "return (async () => (await fetch(document.querySelector('a[download]').href)).text())()";
        let out = bruno.script(out, Vec::new()).await;
        let lines: Vec<_> = out.as_str().unwrap_or_default().lines().collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(
            lines[1].starts_with("Rafael Costa,+55 21 99123-4567,,Novo,"),
            "{lines:?}"
        );
    })
    .await;
}
