//! "Após esse período, serão permitidos tipos limitados de mensagens": templates, in a closed window and to begin a conversation.

use crate::albums::picture;
use crate::chat::{MARINA, OTAVIO, customer, open_conversation, writes};
use crate::files::{PDF, choose_in, kept_with_id, pattern};
use crate::graph::{sent_to_meta, to_marina};
use crate::harness::{ANA, BRUNO, Browser, EVENTS_NUMBER, SCHOOL_NUMBER, Size, World, journey};
use serde_json::{Value, json};
use thirtyfour::Key;

const DAY_S: i64 = 24 * 60 * 60;

async fn wrote_two_days_ago(world: &World) {
    let now_s = world.now_ms() / 1_000;
    customer(world, MARINA)
        .send_text_at(SCHOOL_NUMBER, "Tem vaga no sábado?", now_s - 2 * DAY_S)
        .await
        .expect("sent");
}

/// What the customer's phone shows of the only message.
async fn received(world: &World, wa_id: &str) -> Value {
    let look = |state: &simulator::State| state.messages_to(wa_id).first().cloned();
    world.simulator.wait_for(look).await.expect("a message arrives")
}

/// The dialog that is open ends in these buttons, and there are no others like them.
async fn buttons_stand_in_one_row(browser: &Browser, names: &[&str]) {
    let rows = json!([names]);
    let expression = format!(
        "JSON.stringify([...document.querySelectorAll('dialog[open] .dialog__actions')].map(
            (row) => [...row.querySelectorAll('button')].map((button) => button.innerText.trim()))) === '{rows}'"
    );
    browser
        .until(format!("one row of buttons: {names:?}"), &expression)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_window_takes_a_template_and_the_answer_opens_it_again() {
    journey(async |world| {
        wrote_two_days_ago(world).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&BRUNO).await;
        open_conversation(&browser, MARINA).await;
        browser.shows("A janela de 24 horas fechou.").await;
        browser.click("button", "Escolher modelo").await;
        browser.find("dialog", "Modelo para Marina Duarte").await;
        browser.shows("retomar_conversa").await;
        browser.no_longer_shows("promocao_de_inverno").await;
        buttons_stand_in_one_row(&browser, &["Cancelar"]).await;

        browser.click_with("button", "lembrete_de_aula").await;
        buttons_stand_in_one_row(&browser, &["Cancelar", "Enviar modelo"]).await;
        // What follows a greeting is the customer's name; the rest is to be filled in.
        browser.shows("Olá, Marina! Sua próxima aula é {{2}}.").await;
        browser.click("button", "Enviar modelo").await;
        browser.shows("Preencha todos os campos.").await;
        browser.fill("Texto: {{2}}", "sábado, às 9h").await;
        browser
            .shows("Olá, Marina! Sua próxima aula é sábado, às 9h.")
            .await;
        browser.click("button", "Enviar modelo").await;
        browser.find_gone("dialog", "Modelo para Marina Duarte").await;

        let shown = received(world, MARINA.0).await;
        let documented = json!({
            "name": "lembrete_de_aula", "language": { "code": "pt_BR" },
            "components": [{ "type": "body", "parameters": [
                { "type": "text", "text": "Marina" }, { "type": "text", "text": "sábado, às 9h" } ] }],
        });
        assert_eq!(sent_to_meta(world), [to_marina("template", &documented)]);
        assert_eq!(
            shown["words"],
            "Olá, Marina! Sua próxima aula é sábado, às 9h. Responda por aqui se não puder vir."
        );
        browser.shows("Escola Doce Arte").await;
        browser.shows("Confirmo").await;

        let marina = customer(world, MARINA);
        marina.send_text(SCHOOL_NUMBER, "Confirmo").await.expect("sent");
        browser.find("field", "Mensagem").await;
        browser.no_longer_shows("A janela de 24 horas fechou.").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_is_chosen_and_sent_by_keys_alone_and_comes_first_the_next_time() {
    journey(async |world| {
        wrote_two_days_ago(world).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        browser.click("button", "Escolher modelo").await;
        browser.find("field", "Buscar modelos").await;
        browser.type_keys("retomar").await;
        browser.no_longer_shows("lembrete_de_aula").await;
        browser.type_keys(Key::Down + "").await;
        browser.type_keys(Key::Enter + "").await;
        browser.shows("Este modelo não tem nada a preencher.").await;
        browser
            .until(
                "the focus on the button",
                "document.activeElement.innerText.trim() === 'Enviar modelo'",
            )
            .await;
        browser.type_keys(Key::Enter + "").await;
        let shown = received(world, MARINA.0).await;
        assert_eq!(shown["template"]["name"], "retomar_conversa");
        assert_eq!(shown["template"]["components"], Value::Null);

        browser.click("button", "Escolher modelo").await;
        browser
            .until(
                "the last one first",
                "document.querySelector('.template-option__name').innerText === 'retomar_conversa'",
            )
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn templates_are_found_by_category_and_language() {
    journey(async |world| {
        wrote_two_days_ago(world).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&BRUNO).await;
        open_conversation(&browser, MARINA).await;
        browser.click("button", "Escolher modelo").await;
        browser.shows("lembrete_de_aula").await;
        filter(&browser, "Categoria", "MARKETING").await;
        browser.no_longer_shows("lembrete_de_aula").await;
        browser.shows("retomar_conversa").await;
        browser.shows("bienvenida").await;
        filter(&browser, "Idioma", "es").await;
        browser.no_longer_shows("retomar_conversa").await;
        browser.shows("bienvenida").await;
        filter(&browser, "Categoria", "UTILITY").await;
        browser
            .shows("Nenhum modelo combina com a busca e os filtros.")
            .await;
        filter(&browser, "Idioma", "").await;
        browser.shows("lembrete_de_aula").await;
        browser.fill("Buscar modelos", "matrícula no curso").await;
        browser.no_longer_shows("lembrete_de_aula").await;
        browser.shows("matricula_confirmada").await;
    })
    .await;
}

/// Chooses a value of one of the filters.
async fn filter(browser: &Browser, name: &str, value: &str) {
    let choose = "const [name, value] = arguments;
        const label = [...document.querySelectorAll('.template-choice__filter')]
            .find((label) => label.firstElementChild.textContent === name);
        const select = label.querySelector('select');
        select.value = value;
        select.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.script(choose, vec![json!(name), json!(value)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_begins_with_a_typed_number_and_a_template() {
    journey(async |world| {
        let rita = customer(world, ("5511987654321", "Rita Campos"));
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&BRUNO).await;
        browser.click("button", "Nova conversa").await;
        browser.fill("Para quem", "(11) 98765-4321").await;
        browser.fill("Nome do contato (opcional)", "Rita").await;
        browser.click_with("button", "Escrever para").await;
        browser.find("dialog", "Modelo para Rita").await;
        browser.click_with("button", "matricula_confirmada").await;
        browser.shows("Rita, sua matrícula no curso {{course}}").await;
        browser.fill("Texto: {{course}}", "Bolos decorados").await;
        browser.click("button", "Enviar modelo").await;
        let shown = received(world, &rita.wa_id()).await;
        assert_eq!(
            shown["words"],
            "Rita, sua matrícula no curso Bolos decorados está confirmada. Até logo!"
        );
        browser.shows("A janela de 24 horas ainda não abriu.").await;
        rita.send_text(SCHOOL_NUMBER, "Que ótimo!").await.expect("sent");
        browser.find("field", "Mensagem").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_from_the_list_gets_a_template_from_the_first_and_from_a_second_number() {
    journey(async |world| {
        let now_s = world.now_ms() / 1_000;
        customer(world, OTAVIO)
            .send_text_at(SCHOOL_NUMBER, "Preciso de um recibo", now_s - 2 * DAY_S)
            .await
            .expect("sent");
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&BRUNO).await;
        browser.find_with("link", OTAVIO.1).await;

        browser.click("button", "Nova conversa").await;
        start_with_otavio(&browser).await;
        browser.shows("por Escola Doce Arte · +55 11 4002-8922").await;

        browser.click("button", "Nova conversa").await;
        browser
            .until(
                "a choice of numbers",
                "document.querySelector('.new-conversation select')",
            )
            .await;
        let choose = "const select = document.querySelector('.new-conversation select');
            select.value = [...select.options].find((option) => option.text.includes('Doce Arte Eventos')).value;
            select.dispatchEvent(new Event('change', { bubbles: true }));";
        browser.script(choose, Vec::new()).await;
        start_with_otavio(&browser).await;
        browser.shows("por Doce Arte Eventos · +55 21 3003-4455").await;

        let both = |state: &simulator::State| {
            Some(state.messages_to(OTAVIO.0)).filter(|messages| messages.len() == 2)
        };
        let sent = world.simulator.wait_for(both).await.expect("both arrive");
        for number in [SCHOOL_NUMBER, EVENTS_NUMBER] {
            let is_sent = |message: &Value| {
                message["phone_number_id"] == number && message["template"]["name"] == "retomar_conversa"
            };
            assert!(sent.iter().any(is_sent), "from {number}: {sent:?}");
        }
        // Each number has a conversation of its own with him.
        browser
            .until(
                "two rows of his",
                "[...document.querySelectorAll('[data-row]')].filter((row) => row.innerText.includes('Otávio Prado')).length === 2",
            )
            .await;
    })
    .await;
}

/// Picks him among the contacts and sends the template that has nothing to fill in.
async fn start_with_otavio(browser: &Browser) {
    browser.fill("Para quem", "otavio").await;
    browser.click_with("button", OTAVIO.1).await;
    browser.find("dialog", "Modelo para Otávio Prado").await;
    browser.click_with("button", "retomar_conversa").await;
    browser.click("button", "Enviar modelo").await;
    browser.find_gone("dialog", "Modelo para Otávio Prado").await;
}

/// The file input of the form.
const FILE: &str = ".template-filling input[type=file]";

#[tokio::test(flavor = "multi_thread")]
async fn a_template_with_a_document_takes_it_along() {
    journey(async |world| {
        wrote_two_days_ago(world).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&BRUNO).await;
        open_conversation(&browser, MARINA).await;
        browser.click("button", "Escolher modelo").await;
        browser.click_with("button", "boleto_disponivel").await;
        browser.find("button", "Escolher documento").await;
        browser.fill("Texto: {{1}}", "Marina").await;
        browser.fill("Texto: {{2}}", "R$ 189,00").await;
        browser.fill("Link do botão “Abrir boleto”", "77").await;
        browser.click("button", "Enviar modelo").await;
        browser.shows("Escolha o arquivo que vai acima do texto.").await;
        let size = 700_000;
        choose_in(&browser, FILE, &[("Boleto.pdf", "application/pdf", PDF, size)]).await;
        browser.find("button", "Remover Boleto.pdf").await;
        browser.check_screen("template-file").await;
        browser.click("button", "Enviar modelo").await;
        browser.find_gone("dialog", "Modelo para Marina Duarte").await;
        browser.find("link", "Baixar Boleto.pdf").await;
        browser.check_screen("template-sent").await;
        let shown = received(world, MARINA.0).await;
        let document = &shown["template"]["components"][0]["parameters"][0]["document"];
        assert_eq!(document["filename"], "Boleto.pdf");
        let kept = kept_with_id(world, &document["id"]).await;
        assert!(kept == pattern(PDF, size), "{} bytes, others", kept.len());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_is_also_sent_while_the_window_is_open_and_its_picture_opens() {
    journey(async |world| {
        writes(world, MARINA, "Hola").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&BRUNO).await;
        open_conversation(&browser, MARINA).await;
        browser.find("field", "Mensagem").await;
        browser.click("button", "Escolher modelo").await;
        browser.click_with("button", "bienvenida").await;
        browser.find("button", "Escolher foto").await;
        choose_in(&browser, FILE, &[("lista.pdf", "application/pdf", PDF, 2_000)]).await;
        browser.shows("Aqui é preciso uma foto (JPEG ou PNG).").await;
        browser.click("button", "Remover lista.pdf").await;
        browser.find("button", "Escolher foto").await;
        let picture = picture(120);
        choose_in(
            &browser,
            FILE,
            &[("escola.png", "image/png", &picture, picture.len())],
        )
        .await;
        browser.find("button", "Remover escola.png").await;
        browser.click("button", "Enviar modelo").await;
        let shown = received(world, MARINA.0).await;
        let header = &shown["template"]["components"][0];
        assert_eq!(header["parameters"][0]["type"], "image", "{shown:?}");
        let is_drawn = "document.querySelector('.message-bubble .picture__image')?.naturalWidth === 8";
        browser.until("the picture above the text", is_drawn).await;
        browser.shows("Bienvenida a la escuela").await;
        browser
            .script(
                "document.querySelector('.message-bubble .picture').click()",
                Vec::new(),
            )
            .await;
        browser.find("dialog", "Foto").await;
        browser.type_keys(Key::Escape + "").await;
        browser.find_gone("dialog", "Foto").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_templates_shows_their_state_and_asks_meta_anew() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.open("/setup/templates").await;
        browser.shows("lembrete_de_aula").await;
        browser.shows("Pausado").await;
        browser.shows("Motivo: categoria errada").await;
        browser.click("button", "Sincronizar").await;
        browser.shows("Sincronizado: Hoje").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn templates_are_accessible_on_every_screen() {
    journey(async |world| {
        wrote_two_days_ago(world).await;
        for size in [Size::Desktop, Size::Tablet, Size::Phone] {
            let browser = world.browser(size).await;
            browser.sign_in(&ANA).await;
            open_conversation(&browser, MARINA).await;
            browser.click("button", "Escolher modelo").await;
            browser.shows("lembrete_de_aula").await;
            browser.check_screen("template-list").await;
            browser.click_with("button", "cupom_de_boas_vindas").await;
            browser.shows("Copiar código").await;
            browser.check_screen("template-form").await;
            browser.open("/setup/templates").await;
            browser.shows("lembrete_de_aula").await;
            browser.check_screen("templates").await;
            browser.open("/").await;
            browser.click("button", "Nova conversa").await;
            browser.fill("Para quem", "Marina").await;
            browser.find_with("button", "Marina Duarte").await;
            browser.check_screen("new-conversation").await;
        }
    })
    .await;
}
