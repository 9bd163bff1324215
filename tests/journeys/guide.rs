//! The guide's first section, what it says of the upper edge of the chat, and its "Lembrete de tempo de resposta", sentence by
//! sentence. What other journeys already walk through:
//!
//! - "Digite sua mensagem neste local", "Suporta campos de mesclagem usando @": `composer`, `merge_fields`.
//! - "Use Shift + Enter para uma nova linha": `keyboard`.
//! - "Após esse período, serão permitidos tipos limitados de mensagens. Saiba mais": `templates`, `window`.

use reqwest::Method;
use serde_json::json;

use crate::chat::{
    MARINA, OTAVIO, answer, customer, listen_for_copies, open_conversation, wait_for_tick, was_copied, writes,
};
use crate::files::{PDF, all_received, choose};
use crate::harness::{ANA, Browser, EVENTS_NUMBER, SCHOOL_NUMBER, Size, World, journey};

const DAY_S: i64 = 24 * 60 * 60;
const HOUR_S: i64 = 60 * 60;
const MINUTE_S: i64 = 60;

/// Marina wrote so long ago, and Ana has her conversation open.
async fn wrote_ago(world: &World, seconds: i64) -> Browser {
    customer(world, MARINA)
        .send_text_at(SCHOOL_NUMBER, "Ainda há vagas?", world.now_ms() / 1_000 - seconds)
        .await
        .expect("sent");
    let browser = world.browser(Size::Desktop).await;
    browser.sign_in(&ANA).await;
    open_conversation(&browser, MARINA).await;
    browser
}

/// "Para enviar sua primeira mensagem de texto use a caixa de entrada de mensagens."
#[tokio::test(flavor = "multi_thread")]
async fn the_first_text_goes_out_by_the_entry() {
    journey(async |world| {
        let browser = wrote_ago(world, 0).await;
        let entry = browser.find("field", "Mensagem").await;
        let says = entry.prop("placeholder").await.expect("a property");
        assert_eq!(says.as_deref(), Some("Digite sua mensagem neste local"));
        entry.click().await.expect("clicked");
        browser.type_keys("Há sim! Quantas?").await;
        browser.click("button", "Enviar").await;
        wait_for_tick(&browser, "Entregue").await;
        let sent = all_received(world, 1).await;
        assert_eq!(
            sent[0]["text"],
            json!({ "body": "Há sim! Quantas?", "preview_url": false })
        );
    })
    .await;
}

/// "Número de telefone do remetente: mostra o número de telefone usado na sessão de bate-papo atual."
#[tokio::test(flavor = "multi_thread")]
async fn the_chat_shows_the_number_that_answers() {
    journey(async |world| {
        writes(world, MARINA, "Ainda há vagas?").await;
        customer(world, OTAVIO)
            .send_text(EVENTS_NUMBER, "Vocês fazem festas?")
            .await
            .expect("sent");
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        browser.shows("por Escola Doce Arte · +55 11 4002-8922").await;
        open_conversation(&browser, OTAVIO).await;
        browser.shows("por Doce Arte Eventos · +55 21 3003-4455").await;
        browser
            .no_longer_shows("por Escola Doce Arte · +55 11 4002-8922")
            .await;
        // It is said and done: the answer leaves from there.
        answer(&browser, "Fazemos sim!").await;
        wait_for_tick(&browser, "Entregue").await;
        let sent = world.simulator.messages_to(OTAVIO.0);
        assert_eq!(sent[0]["phone_number_id"], EVENTS_NUMBER);
    })
    .await;
}

/// "Detalhes de contato: veja o nome e o número de telefone do contato na parte superior do chat." A click copies the phone.
#[tokio::test(flavor = "multi_thread")]
async fn name_and_phone_of_the_contact_stand_above_the_chat() {
    journey(async |world| {
        writes(world, MARINA, "Ainda há vagas?").await;
        for size in [Size::Desktop, Size::Phone] {
            let browser = world.browser(size).await;
            browser.sign_in(&ANA).await;
            open_conversation(&browser, MARINA).await;
            browser.find("heading", MARINA.1).await;
            let phone = browser.find("button", "Copiar telefone +55 11 98765-0001").await;
            assert_eq!(phone.text().await.expect("words"), "+55 11 98765-0001");
            browser
                .until(
                    "both above the messages",
                    "['h2', 'button'].every((kind) =>
                        document.querySelector(`.shell__thread header ${kind}`).getBoundingClientRect().bottom
                            <= document.querySelector('[role=log]').getBoundingClientRect().top)",
                )
                .await;
            listen_for_copies(&browser).await;
            phone.click().await.expect("clicked");
            browser.shows("Telefone copiado").await;
            // As one dials it.
            was_copied(&browser, &format!("+{}", MARINA.0)).await;
        }
    })
    .await;
}

/// "Exibe quanto tempo você tem para responder de acordo com a política de mensagens de 24 horas do Facebook."
#[tokio::test(flavor = "multi_thread")]
async fn the_reminder_counts_down_from_the_customers_last_message() {
    journey(async |world| {
        let browser = wrote_ago(world, DAY_S - 50 * MINUTE_S).await;
        browser.shows("para responder livremente").await;
        browser
            .until(
                "some 49 minutes",
                "/^(49|50) min/.test(document.querySelector('.window-strip__time').textContent)",
            )
            .await;
        // The next message counts from its own time, as Meta tells it.
        customer(world, MARINA)
            .send_text_at(
                SCHOOL_NUMBER,
                "E no domingo?",
                world.now_ms() / 1_000 - 3 * HOUR_S - 10,
            )
            .await
            .expect("sent");
        browser
            .shows("Você tem 20 h 59 min para responder livremente")
            .await;
    })
    .await;
}

/// "Em até 24 horas, você poderá responder às mensagens livremente."
#[tokio::test(flavor = "multi_thread")]
async fn within_24_hours_one_answers_freely() {
    journey(async |world| {
        let browser = wrote_ago(world, DAY_S - 5 * MINUTE_S).await;
        browser.fill("Mensagem", "Respondo em cima da hora").await;
        browser.click("button", "Enviar").await;
        wait_for_tick(&browser, "Entregue").await;
        choose(&browser, &[("Contrato.pdf", "application/pdf", PDF, 700)]).await;
        browser.click("button", "Enviar 1 arquivo").await;
        let sent = all_received(world, 2).await;
        assert_eq!(sent[0]["text"]["body"], "Respondo em cima da hora");
        assert_eq!(sent[1]["document"]["filename"], "Contrato.pdf");
    })
    .await;
}

/// "Após esse período, serão permitidos tipos limitados de mensagens."
#[tokio::test(flavor = "multi_thread")]
async fn after_24_hours_nothing_but_templates_goes() {
    journey(async |world| {
        let browser = wrote_ago(world, DAY_S + MINUTE_S).await;
        browser.shows("A janela de 24 horas fechou.").await;
        browser.find("button", "Escolher modelo").await;
        browser.find_gone("field", "Mensagem").await;
        browser.find_gone("button", "Anexar").await;
        // Nor by another way than the screen.
        let rest = world.rest(&ANA).await;
        let list = rest.get("/conversations").await.body;
        let conversation = list["rows"][0]["conversation"]["id"].as_str().expect("an id");
        let path = format!("/conversations/{conversation}/messages");
        let contents = [
            json!({ "kind": "text", "body": "oi" }),
            json!({ "kind": "location", "latitude": 1.5, "longitude": 2.5 }),
            json!({ "kind": "contact_cards", "cards": [{ "name": "Bia", "phones": ["+5511912345678"] }] }),
            json!({ "kind": "interactive", "body": "Qual?", "buttons": ["Um"] }),
        ];
        for content in contents {
            let message =
                json!({ "id": uuid::Uuid::now_v7(), "conversation_id": conversation, "content": content });
            let refused = rest.send(Method::POST, &path, Some(message)).await;
            assert_eq!(refused.body["code"], "window_closed", "{refused:?}");
        }
        assert!(world.simulator.messages_to(MARINA.0).is_empty());
    })
    .await;
}
