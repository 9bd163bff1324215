//! Whatever an agent's hands and browsers do, the customer gets a message once.

use simulator::{Direction, Knobs};

use crate::chat::{MARINA, answer, open_conversation, wait_for_tick, writes};
use crate::harness::{ANA, Browser, SCHOOL_NUMBER, Size, World, journey};

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_sends_once() {
    journey(async |world| {
        let browser = agent_at_the_thread(world).await;
        browser.fill("Mensagem", "Até sábado!").await;
        let send = browser.find("button", "Enviar").await;
        let twice = browser.driver().action_chain().double_click_element(&send);
        twice.perform().await.expect("a double click");
        wait_for_tick(&browser, "Entregue").await;
        assert_sent_once(world, "Até sábado!").await;
        // The microphone stands there now; the second click was not for it.
        browser.find("button", "Gravar mensagem de voz").await;
        browser.no_longer_shows("microfone").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_during_sending_sends_once() {
    journey(async |world| {
        let browser = agent_at_the_thread(world).await;
        world.simulator.set_knobs(Knobs {
            answer_delay_ms: 1_000,
            ..Knobs::default()
        });
        answer(&browser, "Até sábado!").await;
        browser.reload().await;
        browser.shows("Até sábado!").await;
        wait_for_tick(&browser, "Entregue").await;
        assert_sent_once(world, "Até sábado!").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_send_once_and_show_the_same() {
    journey(async |world| {
        let browser = agent_at_the_thread(world).await;
        let first = browser.tab().await;
        let path = browser.path().await;
        let second = browser.open_tab(&path).await;
        browser.shows("Oi, é da escola?").await;

        browser.go_to_tab(&first).await;
        answer(&browser, "É sim!").await;
        browser.go_to_tab(&second).await;
        browser.shows("É sim!").await;
        answer(&browser, "Em que posso ajudar?").await;
        browser.go_to_tab(&first).await;
        browser.shows("Em que posso ajudar?").await;
        assert_sent_once(world, "É sim!").await;
        assert_sent_once(world, "Em que posso ajudar?").await;
    })
    .await;
}

async fn agent_at_the_thread(world: &World) -> Browser {
    writes(world, MARINA, "Oi, é da escola?").await;
    let browser = world.browser(Size::Desktop).await;
    browser.sign_in(&ANA).await;
    open_conversation(&browser, MARINA).await;
    browser.shows("Oi, é da escola?").await;
    browser
}

/// The message is with Meta, and when everything has come to rest it is there once.
async fn assert_sent_once(world: &World, text: &str) {
    let copies = |state: &simulator::State| {
        let thread = state.thread(SCHOOL_NUMBER, MARINA.0);
        let ours = thread
            .iter()
            .filter(|message| message.direction == Direction::FromBusiness);
        ours.filter(|message| message.content["text"]["body"] == text)
            .count()
    };
    let sent = world
        .simulator
        .wait_for(|state| (copies(state) > 0).then_some(()));
    sent.await.expect("the message is with Meta");
    world
        .simulator
        .delivered_all()
        .await
        .expect("everything comes to rest");
    assert_eq!(world.simulator.look(copies), 1);
}
