//! "Exibe quanto tempo você tem para responder de acordo com a política de mensagens de 24 horas do Facebook."

use reqwest::Method;
use serde_json::{Value, json};
use simulator::{Fault, Injection, Knobs};
use thirtyfour::By;

use crate::chat::{
    MARINA, OPEN_S, OTAVIO, answer, behind_a_closed_window, customer, open_conversation, wait_for_tick,
    writes, wrote_with_left,
};
use crate::harness::{ANA, Browser, SCHOOL_NUMBER, Size, World, eventually, journey};

const DAY_S: i64 = 24 * 60 * 60;
const MINUTE_S: i64 = 60;
const DRAFT: &str = "Claro, vou verificar";

#[tokio::test(flavor = "multi_thread")]
async fn when_the_time_comes_every_tab_closes_the_window_and_keeps_the_draft() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        behind_a_closed_window(world, &browser).await;
        let first = browser.tab().await;
        let second = browser.open_tab(&browser.path().await).await;
        browser.shows("A janela de 24 horas fechou.").await;

        // It opens for seconds.
        wrote_with_left(world, MARINA, "Uma pergunta", OPEN_S).await;
        browser.find("field", "Mensagem").await;
        browser.shows("para responder livremente").await;
        browser.go_to_tab(&first).await;
        browser.fill("Mensagem", DRAFT).await;

        browser.shows("A janela de 24 horas fechou.").await;
        browser.find_gone("field", "Mensagem").await;
        browser.shows("Seu rascunho continua guardado.").await;
        browser
            .until(
                "who was writing is led to what can be sent",
                "document.activeElement.innerText.trim() === 'Escolher modelo'",
            )
            .await;
        browser.shows("Janela fechada · só modelos").await;
        browser.go_to_tab(&second).await;
        browser.shows("A janela de 24 horas fechou.").await;
        browser.find_gone("field", "Mensagem").await;
        assert_refused(world).await;

        writes(world, MARINA, "Voltei").await;
        browser.find("field", "Mensagem").await;
        browser.go_to_tab(&first).await;
        assert_draft(&browser).await;
        browser.no_longer_shows("A janela de 24 horas fechou.").await;
        browser.click("button", "Enviar").await;
        world
            .simulator
            .wait_for(|state| {
                let sent = state.messages_to(MARINA.0);
                sent.iter()
                    .any(|message| message["text"]["body"] == DRAFT)
                    .then_some(())
            })
            .await
            .expect("the draft goes out");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_behind_a_closed_window_outlives_a_reload() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        behind_a_closed_window(world, &browser).await;
        wrote_with_left(world, MARINA, "Uma pergunta", OPEN_S).await;
        browser.fill("Mensagem", DRAFT).await;
        browser.shows("Seu rascunho continua guardado.").await;
        browser.reload().await;
        browser.shows("Seu rascunho continua guardado.").await;
        writes(world, MARINA, "Voltei").await;
        assert_draft(&browser).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_and_a_quarter_before_the_end_one_is_warned_once() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        for (who, left_s, look, warning) in [
            (
                MARINA,
                60 * MINUTE_S,
                "soon",
                "Falta menos de 1 hora para a janela fechar.",
            ),
            (
                OTAVIO,
                15 * MINUTE_S,
                "last",
                "Faltam menos de 15 minutos para a janela fechar.",
            ),
        ] {
            wrote_with_left(world, who, "Bom dia", left_s + OPEN_S).await;
            open_conversation(&browser, who).await;
            let says = |text: &str| {
                format!("document.querySelector('.window-strip [role=status]')?.textContent === '{text}'")
            };
            browser.until("no warning at first", &says("")).await;
            browser.until("the warning", &says(warning)).await;
            let strip = format!("document.querySelector('.window-strip').dataset.urgency === '{look}'");
            browser.until("its look", &strip).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_delivered_three_hours_late_opens_only_what_is_left() {
    journey(async |world| {
        let written_s = world.now_ms() / 1_000 - 3 * 60 * MINUTE_S;
        customer(world, MARINA)
            .send_text_at(SCHOOL_NUMBER, "Escrevi há três horas", written_s)
            .await
            .expect("sent");
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        browser
            .shows("Você tem 20 h 59 min para responder livremente")
            .await;
    })
    .await;
}

/// Meta has the last word: it may take a message and say afterwards that the window was closed.
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_comes_late_leads_to_a_template() {
    journey(async |world| {
        writes(world, MARINA, "Vocês abrem hoje?").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        world.simulator.set_knobs(Knobs {
            injections: vec![Injection::next(1, Fault::FailLater { code: 131_047 })],
            ..Knobs::default()
        });
        answer(&browser, "Sim, às 9h").await;
        wait_for_tick(&browser, "Não enviada").await;
        browser.shows("A janela de 24 horas já estava fechada.").await;
        browser.find_gone("button", "Tentar de novo").await;
        let note = browser
            .driver()
            .find(By::Css(".delivery-note"))
            .await
            .expect("the note is in the page");
        let choose = browser.find_in(&note, "button", "Escolher modelo").await;
        choose.click().await.expect("clicked");
        browser.find("dialog", "Modelo para Marina Duarte").await;
        browser.click_with("button", "retomar_conversa").await;
        browser.click("button", "Enviar modelo").await;
        let look = |state: &simulator::State| {
            let received = state.messages_to(MARINA.0);
            let is_it = |message: &Value| message["template"]["name"] == "retomar_conversa";
            received.iter().any(is_it).then_some(())
        };
        world
            .simulator
            .wait_for(look)
            .await
            .expect("the template arrives");
    })
    .await;
}

/// "Em até 24 horas, você poderá responder às mensagens livremente. Após esse período, serão permitidos tipos limitados de
/// mensagens. Saiba mais"
#[tokio::test(flavor = "multi_thread")]
async fn saiba_mais_explains_the_window() {
    journey(async |world| {
        writes(world, MARINA, "Bom dia").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        browser.click("button", "Saiba mais").await;
        browser.find("dialog", "A janela de 24 horas do WhatsApp").await;
        browser.shows("só aceita modelos aprovados pela Meta").await;
        browser.click("button", "Fechar").await;
        browser
            .find_gone("dialog", "A janela de 24 horas do WhatsApp")
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_says_how_long_each_window_stays_open() {
    journey(async |world| {
        let written = [
            (MARINA, -20 * MINUTE_S),
            (OTAVIO, 30 * MINUTE_S),
            (
                ("5531987650003", "Célia Ramos"),
                3 * 60 * MINUTE_S + 30 * MINUTE_S,
            ),
            (("5541987650004", "Davi Nunes"), DAY_S),
        ];
        for (who, left_s) in written {
            wrote_with_left(world, who, "Bom dia", left_s).await;
        }
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        let row = async |name: &str| {
            let link = browser.find_with("link", name).await;
            link.text().await.expect("a row has words")
        };
        row(written[0].0.1).await;
        browser.find_with("link", "Janela fechada · só modelos").await;
        assert!(row("Marina Duarte").await.contains("modelo"));
        browser
            .find_with("link", "Restam 29 min para responder livremente")
            .await;
        assert!(row("Otávio Prado").await.contains("29 min"));
        browser
            .find_with("link", "Restam 3 h para responder livremente")
            .await;
        assert!(row("Célia Ramos").await.contains("3 h"));
        let whole_day = row("Davi Nunes").await;
        assert!(
            !whole_day.contains("modelo") && !whole_day.contains(" h"),
            "{whole_day}"
        );
    })
    .await;
}

/// Counts changes of the countdown in a row, between which nothing else in the page changed.
const WATCH: &str = "window.ticks = 0;
    new MutationObserver((changes) => {
        for (const { target } of changes) {
            const element = target instanceof Element ? target : target.parentElement;
            if (element?.closest('.window-strip')) window.ticks += 1;
            else if (!element?.closest('.window-badge')) window.ticks = 0;
        }
    }).observe(document.body, { attributes: true, characterData: true, childList: true, subtree: true });";

#[tokio::test(flavor = "multi_thread")]
async fn the_last_minute_is_counted_in_seconds_and_nothing_else_is_drawn_anew() {
    journey(async |world| {
        wrote_with_left(world, MARINA, "Bom dia", MINUTE_S).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        browser
            .until(
                "seconds",
                r"/^\d+ s$/.test(document.querySelector('.window-strip__time').innerText)",
            )
            .await;
        browser.script(WATCH, Vec::new()).await;
        browser
            .until("ten seconds in which nothing else changed", "window.ticks >= 10")
            .await;
    })
    .await;
}

/// Whoever asks the server directly is told the same.
async fn assert_refused(world: &World) {
    let rest = world.rest(&ANA).await;
    let list = rest.get("/conversations").await.body;
    let conversation = list["rows"][0]["conversation"]["id"].as_str().expect("an id");
    let message = json!({ "id": uuid::Uuid::now_v7(), "conversation_id": conversation,
        "content": { "kind": "text", "body": "oi" } });
    let path = format!("/conversations/{conversation}/messages");
    let refused = rest.send(Method::POST, &path, Some(message)).await;
    assert_eq!(refused.body["code"], "window_closed", "{refused:?}");
    assert!(world.simulator.messages_to(MARINA.0).is_empty());
}

async fn assert_draft(browser: &Browser) {
    let field = browser.find("field", "Mensagem").await;
    eventually("the draft in the entry", async || {
        let text = field.prop("value").await.ok()??;
        (text == DRAFT).then_some(())
    })
    .await;
}
