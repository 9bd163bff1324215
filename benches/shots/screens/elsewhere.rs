//! Everything but the chat.

use super::open;
use crate::album::Album;
use crate::house::House;
use crate::journeys::harness::Browser;
use simulator::Preset;

pub async fn sign_in(house: &House, browser: &Browser, album: &mut Album) {
    browser.open("/").await;
    browser.find("button", "Entrar").await;
    album.take(browser, "sign-in", "entrar").await;
    browser.fill("E-mail", "ana@docearte.example").await;
    browser.fill("Senha", "não é esta").await;
    browser.click("button", "Entrar").await;
    browser.shows("E-mail ou senha incorretos.").await;
    album.take(browser, "sign-in-refused", "senha errada").await;
    browser.fill("Senha", &house.password).await;
    browser.click("button", "Entrar").await;
    browser.find_gone("field", "Senha").await;
}

pub async fn contacts(browser: &Browser, album: &mut Album) {
    browser.open("/contacts").await;
    browser.find_with("link", "Aline Barreto").await;
    album.take(browser, "contacts", "todos os contatos").await;
    browser
        .fill("Buscar por nome ou telefone", "ninguém com este nome")
        .await;
    browser.shows("Nenhum contato encontrado").await;
    album
        .take(browser, "contacts-none", "nenhum contato encontrado")
        .await;
    browser.open("/contacts").await;
    browser.click("button", "Novo contato").await;
    browser.fill("Telefone", "190").await;
    browser.click("button", "Adicionar").await;
    browser.shows("Digite um número de telefone completo.").await;
    album.take(browser, "contacts-new", "um novo contato").await;
    browser.open("/contacts").await;
    browser.click("button", "Importar").await;
    browser.shows("Escolha um arquivo CSV").await;
    album.take(browser, "contacts-import", "importar contatos").await;
    browser.script(CHOOSE_LIST, Vec::new()).await;
    browser.shows("contatos novos").await;
    album
        .take(browser, "contacts-import-check", "o que um arquivo mudaria")
        .await;
}

/// Chooses a file as the browser's dialog does.
const CHOOSE_LIST: &str = "const input = document.querySelector('dialog[open] input[type=file]');
    const lines = ['Nome;Telefone;Status;Cidade', 'Lia Prado;31 98888-7777;Qualificado;Belo Horizonte',
        'Rafael Nunes;+351 912 345 678;;Lisboa', 'Sem número;;;Recife', 'Errado;190;perdido;'];
    const files = new DataTransfer();
    files.items.add(new File([lines.join('\\r\\n')], 'clientes.csv', { type: 'text/csv' }));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));";

pub async fn setup(house: &House, browser: &Browser, album: &mut Album) {
    for name in [
        "account_restriction",
        "number_flagged",
        "template_paused",
        "broken_value",
    ] {
        let events = house.simulator.account_events();
        let event = events
            .into_iter()
            .find(|event| event.name == name)
            .expect("there is such an event");
        house.simulator.send_account_event(event.field, event.value).await;
    }
    browser.open("/setup").await;
    browser.shows("Setup").await;
    album.take(browser, "setup", "as seções do setup").await;
    for (section, words) in [
        ("alarms", "avisos para administradores"),
        ("set-aside", "o que não foi entendido"),
        ("app", "o que vale para toda a equipe"),
        ("sources", "de onde vêm os contatos"),
        ("groups", "os grupos de contatos"),
    ] {
        browser.open(&format!("/setup/{section}")).await;
        browser.shows("Setup").await;
        album.take(browser, &format!("setup-{section}"), words).await;
    }
}

pub async fn help(browser: &Browser, album: &mut Album) {
    browser.open("/help").await;
    browser.shows("Ajuda").await;
    album.take(browser, "help", "as seções da ajuda").await;
    for (section, words) in [
        ("guide", "o guia"),
        ("window", "a janela de 24 horas"),
        ("support-agent", "o que é Support Agent"),
        ("shortcuts", "atalhos de teclado"),
        ("feedback", "me conte o que achou, e o que a equipe achou"),
    ] {
        browser.open(&format!("/help/{section}")).await;
        browser.shows("Ajuda").await;
        album.take(browser, &format!("help-{section}"), words).await;
    }
}

pub async fn not_found(browser: &Browser, album: &mut Album) {
    browser.open("/nada/aqui").await;
    browser.shows("Página não encontrada").await;
    album
        .take(browser, "not-found", "um endereço que não existe")
        .await;
}

pub async fn server_away(house: &House, browser: &Browser, album: &mut Album) {
    open(browser, "Rafael Teixeira", "Combinado").await;
    browser.expect_server_away();
    house.stop_server().await;
    browser.shows("Reconectando…").await;
    album
        .take(browser, "offline", "sem conexão, uma conversa aberta")
        .await;
    browser.open("/").await;
    browser.find_with("link", "Mariana Albuquerque").await;
    album.take(browser, "offline-list", "sem conexão, a lista").await;
    house.start_server().await;
    browser.open("/").await;
    browser.find_with("link", "Mariana Albuquerque").await;
}

pub async fn customers_phones(house: &House, browser: &Browser, album: &mut Album) {
    let page = house.simulator.phones_url();
    browser.driver().goto(&page).await.expect("the page opens");
    browser.shows("Mariana Albuquerque").await;
    album.take(browser, "phones", "simulador: os clientes").await;
    let mariana = "[...document.querySelectorAll('.customer__name')].find((one) => one.textContent.startsWith('Mariana')).click()";
    browser.script(mariana, Vec::new()).await;
    browser.shows("Consegue me mandar o boleto").await;
    album
        .take(browser, "phones-thread", "simulador: o celular de uma cliente")
        .await;
    house.simulator.set_knobs(Preset::BadNetwork.knobs(7));
    browser
        .script("document.querySelector('#open-faults').click()", Vec::new())
        .await;
    browser.shows("Falhas de propósito").await;
    album.take(browser, "phones-faults", "simulador: falhas").await;
    browser
        .script(
            "document.querySelector('#faults').close(); document.querySelector('#open-events').click()",
            Vec::new(),
        )
        .await;
    browser.shows("Valor (JSON)").await;
    album
        .take(browser, "phones-events", "simulador: eventos da conta")
        .await;
    house.simulator.set_knobs(simulator::Knobs::default());
}
