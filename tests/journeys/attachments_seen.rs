//! Whatever a customer sends is seen, in the thread and in the list.

use serde_json::{Value, json};
use simulator::Customer;

use crate::chat::{MARINA, answer, customer, open_conversation, wait_for_tick};
use crate::harness::{ANA, Browser, SCHOOL_NUMBER, Size, World, journey};

/// A message of a kind, and what must be read of it.
struct Kind {
    content: Value,
    in_thread: &'static [&'static str],
    in_list: &'static str,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_file_is_seen() {
    journey(async |world| {
        let file = |mime_type: &str| {
            world
                .simulator
                .add_media(SCHOOL_NUMBER, mime_type, vec![0x5a; 64])
        };
        let kinds = [
            Kind {
                content: json!({ "type": "image", "image": { "id": file("image/jpeg") } }),
                in_thread: &["Foto"],
                in_list: "Foto",
            },
            Kind {
                content: json!({ "type": "image",
                    "image": { "id": file("image/jpeg"), "caption": "O bolo de ontem" } }),
                in_thread: &["Foto", "O bolo de ontem"],
                in_list: "O bolo de ontem",
            },
            Kind {
                content: json!({ "type": "video", "video": { "id": file("video/mp4") } }),
                in_thread: &["Vídeo"],
                in_list: "Vídeo",
            },
            Kind {
                content: json!({ "type": "audio", "audio": { "id": file("audio/mpeg") } }),
                in_thread: &["Áudio"],
                in_list: "Áudio",
            },
            Kind {
                content: json!({ "type": "audio",
                    "audio": { "id": file("audio/ogg; codecs=opus"), "voice": true } }),
                in_thread: &["Mensagem de voz"],
                in_list: "Mensagem de voz",
            },
            Kind {
                content: json!({ "type": "document",
                    "document": { "id": file("application/pdf"), "filename": "Orçamento.pdf" } }),
                in_thread: &["Orçamento.pdf", "64 B"],
                in_list: "Orçamento.pdf",
            },
            Kind {
                content: json!({ "type": "sticker", "sticker": { "id": file("image/webp") } }),
                in_thread: &["Figurinha"],
                in_list: "Figurinha",
            },
        ];
        see_all(world, &kinds).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_other_kind_is_seen() {
    journey(async |world| {
        let kinds = [
            Kind {
                content: json!({ "type": "location", "location":
                    { "latitude": -23.561_414, "longitude": -46.655_882 } }),
                in_thread: &["Localização", "-23.56141, -46.65588"],
                in_list: "Localização",
            },
            Kind {
                content: json!({ "type": "location", "location":
                    { "latitude": -23.56, "longitude": -46.65, "name": "Salão Azul", "address": "Rua das Acácias, 120" } }),
                in_thread: &["Salão Azul", "Rua das Acácias, 120"],
                in_list: "Salão Azul",
            },
            Kind {
                content: json!({ "type": "contacts", "contacts": [
                    { "name": { "formatted_name": "Célia Ramos" }, "phones": [{ "phone": "+55 31 98765-0003" }] } ] }),
                in_thread: &["Célia Ramos", "98765-0003"],
                in_list: "Célia Ramos",
            },
            Kind {
                content: json!({ "type": "interactive", "interactive":
                    { "type": "button_reply", "button_reply": { "id": "sim", "title": "Sim, quero" } } }),
                in_thread: &["Sim, quero"],
                in_list: "Sim, quero",
            },
            Kind {
                content: json!({ "type": "interactive", "interactive": { "type": "list_reply",
                    "list_reply": { "id": "sab", "title": "Sábado", "description": "Das 9h às 12h" } } }),
                in_thread: &["Sábado", "Das 9h às 12h"],
                in_list: "Sábado",
            },
            Kind {
                content: json!({ "type": "button", "button": { "text": "Falar com alguém", "payload": "falar" } }),
                in_thread: &["Falar com alguém"],
                in_list: "Falar com alguém",
            },
            Kind {
                content: json!({ "type": "order", "order": { "catalog_id": "770001", "product_items": [
                    { "product_retailer_id": "bolo", "quantity": 1, "item_price": 90.0, "currency": "BRL" },
                    { "product_retailer_id": "vela", "quantity": 2, "item_price": 5.0, "currency": "BRL" } ] } }),
                in_thread: &["Pedido", "2 produtos · BRL\u{a0}100,00", "1 × bolo", "2 × vela", "BRL\u{a0}5,00"],
                in_list: "Pedido",
            },
            // Thousands are grouped, and yen have no hundredths.
            Kind {
                content: json!({ "type": "order", "order": { "catalog_id": "770001", "product_items": [
                    { "product_retailer_id": "quimono", "quantity": 2, "item_price": 6000.0, "currency": "JPY" } ] } }),
                in_thread: &["1 produto · JPY\u{a0}12.000", "2 × quimono", "JPY\u{a0}6.000"],
                in_list: "Pedido",
            },
            Kind {
                content: json!({ "type": "unsupported", "unsupported": { "type": "poll" },
                    "errors": [{ "code": 131_051, "title": "Message type unknown" }] }),
                in_thread: &["Tipo de mensagem ainda não suportado (poll)"],
                in_list: "Mensagem não suportada",
            },
        ];
        see_all(world, &kinds).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_customers_do_with_messages_is_seen() {
    journey(async |world| {
        let marina = customer(world, MARINA);
        let question = marina
            .send_text(SCHOOL_NUMBER, "Abrem as oito?")
            .await
            .expect("sent");
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        answer(&browser, "Abrimos às nove").await;
        wait_for_tick(&browser, "Entregue").await;
        let ours = world.simulator.messages_to(MARINA.0)[0]["id"].clone();
        let ours = ours.as_str().expect("a message has an id");

        marina
            .reply_text(SCHOOL_NUMBER, ours, "Então chego às nove")
            .await
            .expect("sent");
        thread_shows(&browser, "Então chego às nove").await;
        let quotes = "[...document.querySelectorAll('[role=log] .quote')]
            .some((quote) => quote.innerText.includes('Abrimos às nove'))";
        browser.until("the quoted answer", quotes).await;

        marina.react(SCHOOL_NUMBER, ours, "👍").await.expect("sent");
        browser.find("button", "Reação: 👍 de Marina Duarte").await;
        marina.react(SCHOOL_NUMBER, ours, "").await.expect("sent");
        browser.find_gone("button", "Reação: 👍 de Marina Duarte").await;

        change(
            &marina,
            json!({ "type": "edit", "edit": { "original_message_id": question,
            "message": { "type": "text", "text": { "body": "Abrem às oito?" } } } }),
        )
        .await;
        thread_shows(&browser, "Abrem às oito?").await;
        thread_shows(&browser, "editada").await;
        browser.no_longer_shows("Abrem as oito?").await;

        change(
            &marina,
            json!({ "type": "revoke", "revoke": { "original_message_id": question } }),
        )
        .await;
        thread_shows(&browser, "O cliente apagou esta mensagem").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_last_message_changes_in_the_list() {
    journey(async |world| {
        let marina = customer(world, MARINA);
        let question = marina
            .send_text(SCHOOL_NUMBER, "Abrem as oito?")
            .await
            .expect("sent");
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.find_with("link", "Abrem as oito?").await;
        change(
            &marina,
            json!({ "type": "edit", "edit": { "original_message_id": question,
            "message": { "type": "text", "text": { "body": "Abrem às oito?" } } } }),
        )
        .await;
        browser.find_with("link", "Abrem às oito?").await;
    })
    .await;
}

/// Each comes while an agent looks, and shows in the open thread and in the list; after a reload all are still there.
async fn see_all(world: &World, kinds: &[Kind]) {
    let marina = customer(world, MARINA);
    marina.send_text(SCHOOL_NUMBER, "Bom dia").await.expect("sent");
    let browser = world.browser(Size::Desktop).await;
    browser.sign_in(&ANA).await;
    open_conversation(&browser, MARINA).await;
    for kind in kinds {
        change(&marina, kind.content.clone()).await;
        for words in kind.in_thread {
            thread_shows(&browser, words).await;
        }
        browser.find_with("link", kind.in_list).await;
    }
    browser.reload().await;
    for words in kinds.iter().flat_map(|kind| kind.in_thread) {
        thread_shows(&browser, words).await;
    }
}

async fn change(customer: &Customer, content: Value) {
    customer.send(SCHOOL_NUMBER, content).await.expect("sent");
}

async fn thread_shows(browser: &Browser, words: &str) {
    let expression = format!("document.querySelector('[role=log]')?.innerText.includes('{words}')");
    browser
        .until(format!("“{words}” in the thread"), &expression)
        .await;
}
