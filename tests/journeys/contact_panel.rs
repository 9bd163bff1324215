//! "Painel de informações do chat", sentence by sentence. What two agents do at once: `contact_changes`; what is done with a contact as
//! a whole: `contact_conduct`; the lists of sources and groups: `contact_labels`; without a mouse: `by_keys_alone`; who may what:
//! `contact_rights`.

use serde_json::json;
use thirtyfour::Key;

use crate::chat::{MARINA, OTAVIO, customer, listen_for_copies, open_conversation, was_copied, writes};
use crate::harness::{ANA, BRUNO, Browser, SCHOOL_NUMBER, Size, World, journey};
use crate::keys::{focus_is_on, press, press_with};

pub const PANEL: &str = "Painel de informações do chat";
/// What opens it.
pub const BUTTON: &str = "Informações do chat";

/// The customer of the guide's examples.
const FULANO: (&str, &str) = ("919586372111", "Fulano de Tal");
/// 8 September 2025, 15:03 in São Paulo.
const FIRST_S: i64 = 1_757_354_580;
/// 9 September 2025, 11:12 there.
const LAST_S: i64 = 1_757_427_120;
/// 12:00 of that day there.
const NOON_S: i64 = 1_757_430_000;

/// Opens the conversation with a customer, and the panel beside it.
pub async fn open_panel(browser: &Browser, who: (&str, &str)) {
    open_conversation(browser, who).await;
    browser.click("button", BUTTON).await;
    browser.find("complementary", PANEL).await;
}

/// Calls the contact otherwise, as one does in the field.
pub async fn rename(browser: &Browser, name: &str) {
    let field = browser.find("field", "Nome").await;
    field.click().await.expect("clicked");
    press_with(browser, Key::Control, "a").await;
    browser.type_keys(name).await;
    press(browser, Key::Enter).await;
}

/// Waits until the field has a name in it.
pub async fn is_called(browser: &Browser, name: &str) {
    let wanted = json!(name);
    browser
        .until(
            format!("the name “{name}”"),
            &format!("document.querySelector('.info .field__input')?.value === {wanted}"),
        )
        .await;
}

/// Waits until the contact is so far.
pub async fn has_stage(browser: &Browser, stage: &str) {
    let wanted = json!(stage);
    browser
        .until(
            format!("the stage “{stage}”"),
            &format!("document.querySelector('.info-chip[aria-pressed=true]')?.innerText === {wanted}"),
        )
        .await;
}

/// Waits until the contact comes from there.
pub async fn has_source(browser: &Browser, source: &str) {
    let wanted = json!(source);
    browser
        .until(
            format!("the source “{source}”"),
            &format!("document.querySelector('.info select')?.selectedOptions[0]?.text === {wanted}"),
        )
        .await;
}

/// Writes a note by the mouse.
pub async fn note(browser: &Browser, text: &str) {
    browser.click("button", "Adicionar nota").await;
    browser.fill("Nota", text).await;
    browser.click("button", "Salvar nota").await;
    browser.find_gone("button", "Salvar nota").await;
}

async fn fulano_wrote(world: &World) {
    let fulano = customer(world, FULANO);
    for (text, at) in [("Olá", FIRST_S), ("Ainda estão aí?", LAST_S)] {
        fulano.send_text_at(SCHOOL_NUMBER, text, at).await.expect("sent");
    }
}

/// "Clique no ícone ℹ️ no chat para abrir o Painel de Informações do Usuário." "Detalhes do contato" "Nome: por exemplo, Fulano de Tal"
/// "Telefone: por exemplo, +919586372111" "Timestamps" "Criado: por exemplo, 08 de setembro de 2025, 15h03" "Última atividade: por
/// exemplo, 09 de setembro de 2025, 11h12"
#[tokio::test(flavor = "multi_thread")]
async fn the_panel_says_who_it_is_and_since_when() {
    journey(async |world| {
        fulano_wrote(world).await;
        let mut open = Vec::new();
        for size in [Size::Desktop, Size::Tablet, Size::Phone] {
            let browser = world.browser(size).await;
            browser.sign_in(&ANA).await;
            open_panel(&browser, FULANO).await;
            is_called(&browser, "Fulano de Tal").await;
            let phone = browser.find("button", "Copiar telefone +919586372111").await;
            assert_eq!(phone.text().await.expect("words"), "+919586372111");
            listen_for_copies(&browser).await;
            phone.click().await.expect("clicked");
            browser.shows("Telefone copiado").await;
            was_copied(&browser, "+919586372111").await;
            has_stage(&browser, "Novo").await;
            has_source(&browser, "whatsapp").await;
            browser.shows("Criado 08 de setembro de 2025, 15h03").await;
            browser
                .shows("Última atividade 09 de setembro de 2025, 11h12")
                .await;
            browser.check_screen("contact-panel").await;

            // What is on screen is in the address.
            browser.reload().await;
            browser.find("complementary", PANEL).await;
            is_called(&browser, "Fulano de Tal").await;
            browser.click("button", "Fechar").await;
            browser.find_gone("complementary", PANEL).await;
            focus_is_on(&browser, BUTTON).await;
            browser
                .until("the address without it", "!location.search.includes('info')")
                .await;
            browser.click("button", BUTTON).await;
            browser.find("complementary", PANEL).await;
            open.push(browser);
        }
        // What comes is the latest activity, on every screen.
        customer(world, FULANO)
            .send_text_at(SCHOOL_NUMBER, "Alô?", NOON_S)
            .await
            .expect("sent");
        for browser in &open {
            browser
                .shows("Criado 08 de setembro de 2025, 15h03 Última atividade 09 de setembro de 2025, 12h00")
                .await;
        }
    })
    .await;
}

/// "Fonte" "Indica a proveniência do contato." "whatsapp" "facebook": Meta tells of the advertisement or post that somebody came by. And
/// somebody without a phone is shown with the name that they have in its place.
#[tokio::test(flavor = "multi_thread")]
async fn who_came_by_an_advertisement_and_who_hides_their_number() {
    journey(async |world| {
        let by_advertisement = json!({
            "type": "text",
            "text": { "body": "Vi o anúncio do curso" },
            "referral": {
                "source_url": "https://example.com/curso",
                "source_type": "ad",
                "source_id": "120000000000000001",
                "headline": "Curso de confeitaria",
                "body": "Últimas vagas",
                "media_type": "image",
                "ctwa_clid": "clique-1",
            },
        });
        customer(world, MARINA)
            .send(SCHOOL_NUMBER, by_advertisement)
            .await
            .expect("sent");
        let otavio = customer(world, OTAVIO);
        otavio.hide_number_behind("@otavio.prado");
        otavio
            .send_text(SCHOOL_NUMBER, "Preciso de um recibo")
            .await
            .expect("sent");
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_panel(&browser, MARINA).await;
        is_called(&browser, MARINA.1).await;
        has_source(&browser, "facebook").await;
        let offered = browser
            .script(
                "return [...document.querySelector('.info select').options].map((one) => one.text)",
                Vec::new(),
            )
            .await;
        assert_eq!(offered, json!(["Sem fonte", "facebook", "whatsapp"]));

        open_conversation(&browser, OTAVIO).await;
        is_called(&browser, OTAVIO.1).await;
        has_source(&browser, "whatsapp").await;
        browser.shows("Nome de usuário @otavio.prado").await;
        assert!(browser.all_with("button", "Copiar telefone").await.is_empty());
        browser
            .until(
                "no phone in the panel",
                "!document.querySelector('.info').innerText.includes('Telefone')",
            )
            .await;
        listen_for_copies(&browser).await;
        browser
            .click("button", "Copiar nome de usuário @otavio.prado")
            .await;
        browser.shows("Nome de usuário copiado").await;
        was_copied(&browser, "@otavio.prado").await;
        browser.check_screen("contact-without-phone").await;
    })
    .await;
}

/// "Status" "Acompanhe o progresso do contato usando etapas: Novo, Em Progresso, Contatado, Qualificado, Fechado" "Grupos" "Você pode
/// atribuir o contato a um ou mais de um grupo: whatsapp-group, facebook-group, Indicação" "Notas" "Adicione notas internas (por exemplo,
/// fonte do lead, resumo de acompanhamento) usando o ícone ➕." Everybody sees it at once.
#[tokio::test(flavor = "multi_thread")]
async fn stage_source_groups_and_notes_are_changed_and_colleagues_see_it_live() {
    journey(async |world| {
        writes(world, MARINA, "Oi!").await;
        let ana = world.browser(Size::Desktop).await;
        ana.sign_in(&ANA).await;
        open_panel(&ana, MARINA).await;
        let bruno = world.browser(Size::Phone).await;
        bruno.sign_in(&BRUNO).await;
        open_panel(&bruno, MARINA).await;

        for stage in ["Em Progresso", "Contatado", "Qualificado", "Fechado", "Novo"] {
            ana.click("button", stage).await;
            has_stage(&ana, stage).await;
            has_stage(&bruno, stage).await;
        }

        let source = ana.find_with("field", "Fonte").await;
        source.send_keys("facebook").await.expect("a list takes keys");
        has_source(&bruno, "facebook").await;

        for group in ["Indicação", "whatsapp-group", "facebook-group"] {
            ana.click("button", "Adicionar a um grupo").await;
            ana.click("menuitem", group).await;
            bruno.find("button", &format!("Tirar do grupo {group}")).await;
        }
        bruno.click("button", "Tirar do grupo Indicação").await;
        ana.find_gone("button", "Tirar do grupo Indicação").await;
        for group in ["whatsapp-group", "facebook-group"] {
            ana.find("button", &format!("Tirar do grupo {group}")).await;
        }

        note(&ana, "Veio do anúncio. Prefere sábado.").await;
        bruno.shows("Veio do anúncio. Prefere sábado.").await;
        // One's own can be changed; a colleague's cannot.
        assert!(bruno.all_with("button", "Editar nota").await.is_empty());
        assert!(bruno.all_with("button", "Excluir nota").await.is_empty());
        ana.click("button", "Editar nota").await;
        ana.fill("Nota", "Prefere domingo.").await;
        ana.click("button", "Salvar nota").await;
        bruno.shows("Prefere domingo.").await;
        bruno.shows("editada").await;
        note(&bruno, "Pediu desconto.").await;
        ana.shows("Pediu desconto.").await;
        ana.check_screen("contact-notes").await;
        ana.click("button", "Excluir nota").await;
        ana.find("dialog", "Excluir esta nota?").await;
        ana.click("button", "Excluir").await;
        bruno.no_longer_shows("Prefere domingo.").await;
        bruno.shows("Pediu desconto.").await;

        // Whoever may not erase a contact finds no button for it.
        ana.find("button", "Apagar contato").await;
        bruno.find("button", "Bloquear contato").await;
        assert!(bruno.all_with("button", "Apagar contato").await.is_empty());

        // The customer can never get a note.
        world.simulator.delivered_all().await.expect("all comes to rest");
        assert!(world.simulator.messages_to(MARINA.0).is_empty());
    })
    .await;
}

/// From one conversation to the next the panel stays, and closing it leaves the conversation open.
#[tokio::test(flavor = "multi_thread")]
async fn the_panel_goes_along_to_the_next_conversation() {
    journey(async |world| {
        writes(world, MARINA, "Oi!").await;
        writes(world, OTAVIO, "Bom dia!").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_panel(&browser, MARINA).await;
        is_called(&browser, MARINA.1).await;
        open_conversation(&browser, OTAVIO).await;
        is_called(&browser, OTAVIO.1).await;
        browser.click("button", "Fechar").await;
        browser.find_gone("complementary", PANEL).await;
        browser.find("field", "Mensagem").await;
    })
    .await;
}
