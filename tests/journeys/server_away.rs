//! The server goes away while an agent works, and comes back.

use simulator::Direction;

use crate::chat::{MARINA, OTAVIO, answer, customer, open_conversation, wait_for_tick, writes};
use crate::harness::{ANA, SCHOOL_NUMBER, Size, journey};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_meanwhile_goes_out_once() {
    journey(async |world| {
        writes(world, MARINA, "Vocês abrem amanhã?").await;
        writes(world, OTAVIO, "Preciso de um recibo").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        browser.shows("Vocês abrem amanhã?").await;

        world.stop_server().await;
        browser.shows("Reconectando…").await;
        answer(&browser, "Abrimos às 9h").await;
        wait_for_tick(&browser, "Aguardando envio").await;

        browser.reload().await;
        browser.shows("Vocês abrem amanhã?").await;
        browser.shows("Abrimos às 9h").await;
        browser.shows("Preciso de um recibo").await;
        browser.shows("Reconectando…").await;

        world.start_server().await;
        wait_for_tick(&browser, "Entregue").await;
        browser.no_longer_shows("Reconectando…").await;
        world
            .simulator
            .delivered_all()
            .await
            .expect("everything comes to rest");
        let sent = world.simulator.look(|state| {
            let thread = state.thread(SCHOOL_NUMBER, MARINA.0);
            thread
                .iter()
                .filter(|message| message.direction == Direction::FromBusiness)
                .count()
        });
        assert_eq!(sent, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn open_tabs_catch_up_by_themselves() {
    journey(async |world| {
        let marina = customer(world, MARINA);
        marina.send_text(SCHOOL_NUMBER, "Oi!").await.expect("sent");
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        browser.shows("Oi!").await;

        world.stop_server().await;
        // Meta keeps what it cannot deliver.
        marina
            .send_text(SCHOOL_NUMBER, "Escrevi enquanto vocês dormiam")
            .await
            .expect("kept by Meta");
        world.start_server().await;
        world.simulator.retry_now();
        browser.shows("Escrevi enquanto vocês dormiam").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_opened_before_opens_without_the_server() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.find("link", "Setup").await;
        browser
            .until("the app is kept", "navigator.serviceWorker.controller !== null")
            .await;

        world.stop_server().await;
        browser.shows("Reconectando…").await;
        browser.click("link", "Setup").await;
        browser.find("link", "Respostas prontas").await;
    })
    .await;
}
