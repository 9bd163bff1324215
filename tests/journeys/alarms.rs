//! What administrators should know reaches them, and nobody else.

use serde_json::json;
use simulator::{Direction, Knobs};

use crate::chat::{MARINA, answer, open_conversation, wait_for_tick, writes};
use crate::harness::{ANA, BRUNO, Browser, SCHOOL_NUMBER, Size, World, journey};

const TOKEN_REFUSED: &str = "Número desconectado: nada está saindo";

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_token_alarms_the_administrator_and_the_queue_leaves_once_the_number_is_back() {
    journey(async |world| {
        writes(world, MARINA, "Vocês abrem hoje?").await;
        let ana = world.browser(Size::Desktop).await;
        let bruno = world.browser(Size::Desktop).await;
        ana.sign_in(&ANA).await;
        bruno.sign_in(&BRUNO).await;
        open_conversation(&bruno, MARINA).await;

        world.simulator.set_knobs(Knobs {
            token_is_revoked: true,
            ..Knobs::default()
        });
        answer(&bruno, "Abrimos às 9h").await;
        wait_for_tick(&bruno, "Aguardando envio").await;
        bruno.shows("O número Escola Doce Arte está desconectado.").await;

        ana.click("link", "Setup, 1 aviso novo").await;
        ana.shows(TOKEN_REFUSED).await;
        ana.shows("Escola Doce Arte").await;
        ana.shows("O que fazer").await;
        assert_nothing_for_agents(world, &bruno).await;

        world.simulator.set_knobs(Knobs::default());
        world.connect_numbers_again().await;
        wait_for_tick_of_the_answer(world).await;
        ana.find("link", "Setup").await;
        ana.shows("Nenhum aviso novo").await;
        ana.shows("Resolvido").await;
        bruno.open("/").await;
        open_conversation(&bruno, MARINA).await;
        wait_for_tick(&bruno, "Entregue").await;
        bruno
            .no_longer_shows("O número Escola Doce Arte está desconectado.")
            .await;
    })
    .await;
}

async fn assert_nothing_for_agents(world: &World, bruno: &Browser) {
    let rest = world.rest(&BRUNO).await;
    for path in ["/alarms", "/set-aside"] {
        assert_eq!(rest.get(path).await.status, 403, "{path}");
    }
    assert!(rest.get("/bootstrap").await.body["alarms"].is_null());
    bruno.open("/").await;
    bruno.click("button", "Perfil de Bruno Teixeira").await;
    bruno.find("button", "Sair").await;
    assert!(bruno.all_with("link", "Setup").await.is_empty());
    for path in ["/setup", "/setup/alarms", "/setup/set-aside"] {
        bruno.open(path).await;
        bruno.shows("Página não encontrada").await;
        bruno.no_longer_shows(TOKEN_REFUSED).await;
    }
}

async fn wait_for_tick_of_the_answer(world: &World) {
    let sent = world.simulator.wait_for(|state| {
        let thread = state.thread(SCHOOL_NUMBER, MARINA.0);
        let ours: Vec<_> = thread
            .iter()
            .filter(|message| message.direction == Direction::FromBusiness)
            .collect();
        (ours.len() == 1).then_some(())
    });
    sent.await.expect("the queue goes out, once");
}

#[tokio::test(flavor = "multi_thread")]
async fn news_of_the_account_and_of_a_template_are_told_in_words() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.open("/setup/alarms").await;
        browser.shows("Nenhum aviso novo").await;

        restrict_the_account(world).await;
        browser.shows("A conta do WhatsApp foi restringida").await;
        browser
            .shows("A Meta informa: a empresa não pode iniciar conversas. Vale até")
            .await;
        browser.shows("Toda a conta").await;

        pause_a_template(world, "FIRST_PAUSE").await;
        browser.shows("Modelo pausado").await;
        browser.shows("O modelo “boas_vindas” (pt_BR): pausado.").await;
        browser.find("link", "Setup, 2 avisos novos").await;
        pause_a_template(world, "SECOND_PAUSE").await;
        browser.shows("2 vezes").await;

        browser.click("button", "Perfil de Ana Ribeiro").await;
        browser.click("radio", "English").await;
        browser.shows("The WhatsApp account was restricted").await;
        browser.shows("The template “boas_vindas” (pt_BR): paused.").await;
        browser.click("radio", "Español").await;
        browser.shows("La cuenta de WhatsApp fue restringida").await;
        browser.shows("Plantilla en pausa").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_tab_marks_as_seen_is_seen_in_the_other() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        restrict_the_account(world).await;
        pause_a_template(world, "FIRST_PAUSE").await;
        browser.click("link", "Setup, 2 avisos novos").await;
        let first = browser.tab().await;
        let second = browser.open_tab("/").await;
        browser.find("link", "Setup, 2 avisos novos").await;

        browser.go_to_tab(&first).await;
        browser
            .click("button", "Marcar como visto: A conta do WhatsApp foi restringida")
            .await;
        browser.find("link", "Setup, 1 aviso novo").await;
        browser.shows("Anteriores").await;
        browser.shows("Visto").await;
        browser
            .until(
                "the focus on the next alarm",
                "document.activeElement.classList.contains('alarm__acknowledge')",
            )
            .await;

        browser.go_to_tab(&second).await;
        browser.find("link", "Setup, 1 aviso novo").await;
        browser.click("link", "Setup, 1 aviso novo").await;
        browser.click("button", "Marcar como visto: Modelo pausado").await;
        browser.shows("Nenhum aviso novo").await;
        browser.go_to_tab(&first).await;
        browser.shows("Nenhum aviso novo").await;

        // Kept: the next start shows it before the server answers, and after.
        browser.reload().await;
        browser.shows("Nenhum aviso novo").await;
        browser.find("link", "Setup").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_marked_as_seen_stays_open_and_says_why() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        restrict_the_account(world).await;
        browser.click("link", "Setup, 1 aviso novo").await;
        browser.find_with("button", "Marcar como visto").await;

        world.stop_server().await;
        browser.click_with("button", "Marcar como visto").await;
        browser
            .shows("O aviso não foi marcado como visto. Sem conexão com o servidor.")
            .await;
        browser.find("link", "Setup, 1 aviso novo").await;
        browser.click("button", "Fechar").await;

        world.start_server().await;
        browser.no_longer_shows("Reconectando…").await;
        browser.click_with("button", "Marcar como visto").await;
        browser.find("link", "Setup").await;
    })
    .await;
}

/// Meta tells that the account may not begin conversations.
pub async fn restrict_the_account(world: &World) {
    let value = json!({
        "event": "ACCOUNT_RESTRICTION",
        "restriction_info": [
            { "restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": 1_990_000_000 }
        ],
    });
    world.simulator.send_account_event("account_update", value).await;
}

/// Meta tells that a template is paused; `pause` is `FIRST_PAUSE` or `SECOND_PAUSE`. The same one twice in a second is one event.
pub async fn pause_a_template(world: &World, pause: &str) {
    let value = json!({
        "event": "PAUSED",
        "message_template_id": 594_425_479_261_596_i64,
        "message_template_name": "boas_vindas",
        "message_template_language": "pt_BR",
        "reason": "NONE",
        "other_info": { "title": pause },
    });
    world
        .simulator
        .send_account_event("message_template_status_update", value)
        .await;
}
