//! The heart of it: a customer writes, an agent answers.

use serde_json::json;
use simulator::{Behaviour, Direction};

use crate::chat::{MARINA, answer, customer, open_conversation, wait_for_tick, writes};
use crate::graph::{sent_to_meta, to_marina};
use crate::harness::{ANA, SCHOOL_NUMBER, Size, journey};

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_is_answered_and_the_ticks_climb() {
    journey(async |world| {
        // The customer's phone is off at first, and nobody reads by themselves.
        world.simulator.set_behaviour(Behaviour {
            delivered_after_ms: None,
            ..Behaviour::default()
        });
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        let marina = customer(world, MARINA);
        marina
            .send_text(SCHOOL_NUMBER, "Bom dia! Ainda há vagas no curso de sábado?")
            .await
            .expect("sent");

        open_conversation(&browser, MARINA).await;
        browser.shows("Ainda há vagas no curso de sábado?").await;
        answer(&browser, "Há sim! Quer que eu reserve?").await;
        wait_for_tick(&browser, "Enviada").await;

        marina.receive_all().await;
        wait_for_tick(&browser, "Entregue").await;
        let on_phone = world.simulator.messages_to(MARINA.0);
        assert_eq!(on_phone.len(), 1, "{on_phone:?}");
        assert_eq!(on_phone[0]["text"]["body"], "Há sim! Quer que eu reserve?");

        marina
            .read(on_phone[0]["id"].as_str().expect("a message has an id"))
            .await
            .expect("read");
        wait_for_tick(&browser, "Lida").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn until_meta_says_sent_the_clock_shows() {
    journey(async |world| {
        world.simulator.set_behaviour(Behaviour {
            sent_after_ms: None,
            ..Behaviour::default()
        });
        writes(world, MARINA, "Alguém aí?").await;
        let browser = world.browser(Size::Phone).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        browser.fill("Mensagem", "Estamos aqui").await;
        browser.click("button", "Enviar").await;
        let accepted = world.simulator.wait_for(|state| {
            let thread = state.thread(SCHOOL_NUMBER, MARINA.0);
            thread
                .iter()
                .any(|message| message.direction == Direction::FromBusiness)
                .then_some(())
        });
        accepted.await.expect("Meta has accepted it");
        wait_for_tick(&browser, "Aguardando envio").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn meta_gets_exactly_the_documented_request() {
    journey(async |world| {
        writes(world, MARINA, "Qual é o endereço?").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        answer(&browser, "Rua das Acácias, 120").await;
        wait_for_tick(&browser, "Entregue").await;

        assert_eq!(
            sent_to_meta(world),
            [to_marina(
                "text",
                &json!({ "body": "Rua das Acácias, 120", "preview_url": false })
            )]
        );
    })
    .await;
}
