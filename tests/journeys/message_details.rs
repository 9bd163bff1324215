//! What became of a message: its menu, its details, and why it was not delivered.

use serde_json::json;
use simulator::{Fault, Injection, Knobs};
use thirtyfour::Key;

use crate::chat::{MARINA, answer, customer, open_conversation, wait_for_tick, writes};
use crate::harness::{ANA, Browser, SCHOOL_NUMBER, Size, World, journey};

#[tokio::test(flavor = "multi_thread")]
async fn details_tell_of_every_attempt_after_a_back_off() {
    journey(async |world| {
        let browser = at_the_thread(world, Size::Desktop).await;
        world.simulator.set_knobs(Knobs {
            injections: vec![Injection::next(1, Fault::refuse(131_000))],
            ..Knobs::default()
        });
        answer(&browser, "Sim, às 9h").await;
        wait_for_tick(&browser, "Entregue").await;
        open_details(&browser, "Sim, às 9h").await;
        for words in [
            "Escrita",
            "Enviada",
            "Entregue",
            "1ª tentativa",
            "Não saiu agora, por um motivo que passa. O PerfectChat tenta de novo sozinho. O WhatsApp teve um erro interno.",
            "Código 131000",
            "2ª tentativa",
            "A Meta aceitou a mensagem.",
        ] {
            browser.shows(words).await;
        }
        browser.check_screen("message-details").await;

        // What comes while one looks shows at once.
        let on_phone = world.simulator.messages_to(MARINA.0);
        customer(world, MARINA)
            .read(on_phone[0]["id"].as_str().expect("a message has an id"))
            .await
            .expect("read");
        browser.shows("Lida").await;
        press(&browser, Key::Escape).await;
        browser.find_gone("dialog", "Detalhes da mensagem").await;
        focus_is_on_the_bubble(&browser, "Sim, às 9h").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_told_in_words_with_the_next_step_and_goes_again_from_the_menu() {
    journey(async |world| {
        let browser = at_the_thread(world, Size::Desktop).await;
        world.simulator.set_knobs(Knobs {
            injections: vec![Injection::next(1, Fault::FailLater { code: 131_026 })],
            ..Knobs::default()
        });
        answer(&browser, "Sim, às 9h").await;
        wait_for_tick(&browser, "Não enviada").await;
        browser
            .shows("Confira o telefone e procure o cliente por outro meio.")
            .await;
        open_details(&browser, "Sim, às 9h").await;
        browser.shows("O WhatsApp não conseguiu entregar").await;
        browser.shows("Código 131026").await;
        browser.check_screen("message-failed").await;
        browser.click("button", "Fechar").await;

        open_menu(&browser, "Sim, às 9h").await;
        browser.click("menuitem", "Tentar de novo").await;
        wait_for_tick(&browser, "Entregue").await;
        open_details(&browser, "Sim, às 9h").await;
        browser.shows("2ª tentativa").await;
        browser.shows("Não enviada · 1ª tentativa").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_customer_wrote_before_an_edit_stands_in_the_details() {
    journey(async |world| {
        let browser = at_the_thread(world, Size::Desktop).await;
        let marina = customer(world, MARINA);
        let wamid = marina
            .send_text(SCHOOL_NUMBER, "Quero 10 caixas")
            .await
            .expect("sent");
        browser.shows("Quero 10 caixas").await;
        marina
            .edit_text(SCHOOL_NUMBER, &wamid, "Quero 12 caixas")
            .await
            .expect("edited");
        browser.shows("Quero 12 caixas").await;
        open_details(&browser, "Quero 12 caixas").await;
        let earlier = browser.find("region", "Antes das edições").await;
        let words = earlier.text().await.expect("a region has words");
        assert!(words.contains("Quero 10 caixas"), "{words}");
        browser.assert_accessible().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_go_from_message_to_message_and_open_the_menu() {
    journey(async |world| {
        let browser = at_the_thread(world, Size::Desktop).await;
        answer(&browser, "Sim, às 9h").await;
        wait_for_tick(&browser, "Entregue").await;
        browser
            .script("document.querySelector('[role=log]').focus()", Vec::new())
            .await;
        press(&browser, Key::Up).await;
        focus_is_on_the_bubble(&browser, "Sim, às 9h").await;
        press(&browser, Key::Up).await;
        focus_is_on_the_bubble(&browser, "Vocês abrem hoje?").await;
        press(&browser, Key::Down).await;
        focus_is_on_the_bubble(&browser, "Sim, às 9h").await;

        press(&browser, Key::Enter).await;
        for name in ["Responder", "Copiar", "Encaminhar", "Detalhes"] {
            focus_is_on_the_item(&browser, name).await;
            press(&browser, Key::Down).await;
        }
        focus_is_on_the_item(&browser, "Apagar").await;
        browser.assert_accessible().await;
        press(&browser, Key::Escape).await;
        browser.find_gone("menuitem", "Copiar").await;
        focus_is_on_the_bubble(&browser, "Sim, às 9h").await;
        assert_ne!(browser.path().await, "/", "Escape closes the menu only");

        press(&browser, Key::Enter).await;
        focus_is_on_the_item(&browser, "Responder").await;
        for _ in 0..3 {
            press(&browser, Key::Down).await;
        }
        focus_is_on_the_item(&browser, "Detalhes").await;
        press(&browser, Key::Enter).await;
        browser.find("dialog", "Detalhes da mensagem").await;
        press(&browser, Key::Escape).await;
        browser.find_gone("dialog", "Detalhes da mensagem").await;
        focus_is_on_the_bubble(&browser, "Sim, às 9h").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dots_stand_at_the_start_of_ours_and_at_the_end_of_the_customer_s() {
    journey(async |world| {
        let browser = at_the_thread(world, Size::Desktop).await;
        answer(&browser, "Sim, às 9h").await;
        let places = "
            return ['Vocês abrem hoje?', 'Sim, às 9h'].map((words) => {
              const line = [...document.querySelectorAll('.message-line')].find((line) => line.innerText.includes(words));
              const edge = (selector) => line.querySelector(selector).getBoundingClientRect().x;
              return edge('button') < edge('[role=article]') ? 'before' : 'after';
            })";
        assert_eq!(
            browser.script(places, Vec::new()).await,
            json!(["after", "before"])
        );
        open_menu(&browser, "Vocês abrem hoje?").await;
        browser.click("menuitem", "Detalhes").await;
        browser.shows("Recebida").await;
        browser.click("button", "Fechar").await;
        // A press elsewhere closes it.
        open_menu(&browser, "Sim, às 9h").await;
        browser.click("field", "Mensagem").await;
        browser.find_gone("menuitem", "Copiar").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_phone_a_long_press_opens_the_menu() {
    journey(async |world| {
        let browser = at_the_thread(world, Size::Phone).await;
        let place = browser
            .script(
                "const { x, y, width, height } = document.querySelector('.message-bubble').getBoundingClientRect();
                 return [x + width / 2, y + height / 2]",
                Vec::new(),
            )
            .await;
        let point = json!({ "x": place[0], "y": place[1] });
        touch(&browser, "touchStart", json!([point])).await;
        browser.find("menuitem", "Detalhes").await;
        touch(&browser, "touchEnd", json!([])).await;
        browser.find("menuitem", "Copiar").await;
        browser.check_screen("message-menu").await;
        browser.click("menuitem", "Detalhes").await;
        browser.shows("Recebida").await;
        browser.check_screen("message-received").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_not_supported_says_what_to_ask() {
    journey(async |world| {
        let browser = at_the_thread(world, Size::Desktop).await;
        customer(world, MARINA)
            .send_unsupported(SCHOOL_NUMBER, "poll")
            .await
            .expect("sent");
        browser.shows("Tipo de mensagem ainda não suportado (poll)").await;
        browser.shows("O cliente enviou uma enquete.").await;
    })
    .await;
}

async fn at_the_thread(world: &World, size: Size) -> Browser {
    writes(world, MARINA, "Vocês abrem hoje?").await;
    let browser = world.browser(size).await;
    browser.sign_in(&ANA).await;
    open_conversation(&browser, MARINA).await;
    browser.shows("Vocês abrem hoje?").await;
    browser
}

/// Opens a message's menu by its dots, which show beside the message that was clicked.
async fn open_menu(browser: &Browser, words: &str) {
    let bubble = browser.find_with("article", words).await;
    bubble.click().await.expect("the message can be clicked");
    let dots = "
        const bubble = [...document.querySelectorAll('[role=article]')].find((one) => one.innerText.includes(arguments[0]));
        return bubble.parentElement.querySelector('.message-line__button')";
    let found = browser
        .driver()
        .execute(dots, vec![json!(words)])
        .await
        .expect("the script runs");
    let button = found.element().expect("the message has dots");
    button.click().await.expect("the dots can be clicked");
    browser.find("menu", "Opções da mensagem").await;
}

async fn open_details(browser: &Browser, words: &str) {
    open_menu(browser, words).await;
    browser.click("menuitem", "Detalhes").await;
    browser.find("dialog", "Detalhes da mensagem").await;
}

async fn focus_is_on_the_bubble(browser: &Browser, words: &str) {
    let expression = format!(
        "document.activeElement.matches('[role=article]') && document.activeElement.innerText.includes('{words}')"
    );
    browser
        .until(format!("the focus on “{words}”"), &expression)
        .await;
}

async fn focus_is_on_the_item(browser: &Browser, name: &str) {
    let expression = format!(
        "document.activeElement.matches('[role=menuitem]') && document.activeElement.innerText.trim() === '{name}'"
    );
    browser.until(format!("the focus on “{name}”"), &expression).await;
}

async fn touch(browser: &Browser, kind: &str, points: serde_json::Value) {
    browser
        .driver()
        .cdp()
        .send_raw(
            "Input.dispatchTouchEvent",
            json!({ "type": kind, "touchPoints": points }),
        )
        .await
        .expect("Chromium takes the touch");
}

async fn press(browser: &Browser, key: Key) {
    browser.type_keys(key + "").await;
}
