//! "Barra de pesquisa: encontre rapidamente contatos ou mensagens específicas."

use serde_json::{Value, json};
use simulator::Customer;
use thirtyfour::Key;

use crate::chat::{MARINA, OTAVIO, customer, open_conversation, writes};
use crate::harness::{ANA, BRUNO, Browser, CARLA, SCHOOL_NUMBER, Size, World, eventually, journey};
use crate::keys::{focus_is_on, press, press_with};
use crate::thread_view::{in_view, scroll_to_the_first, scroll_to_the_last};
use crate::visibility::{bruno_s_conversation, switch_support_agent};

/// What the box is called.
pub const BOX: &str = "Buscar contatos e mensagens";
const DAY_S: i64 = 24 * 60 * 60;

#[tokio::test(flavor = "multi_thread")]
async fn one_box_finds_contacts_and_messages_and_opens_the_chat_at_the_message() {
    journey(async |world| {
        writes(world, OTAVIO, "Preciso de um recibo").await;
        let text = |line| match line {
            80 => "Linha 080: a massa folhada é sem glúten?".to_owned(),
            _ => format!("Linha {line:03}"),
        };
        write_history(world, &customer(world, MARINA), 160, text).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.find_with("link", MARINA.1).await;

        // Contacts: without accents, in small letters, the beginnings of words; numbers in any writing.
        for wanted in [
            "otavio",
            "pra OTÁ",
            "+55 (21) 97654-0002",
            "021 97654",
            "5521976540002",
        ] {
            browser.fill(BOX, wanted).await;
            browser.find_with("option", OTAVIO.1).await;
            assert!(browser.all_with("option", MARINA.1).await.is_empty(), "{wanted}");
        }
        browser.shows("Neste aparelho").await;

        // A message that only the server has, with what was found of it marked.
        browser.fill(BOX, "gluten FOLH").await;
        browser.find_with("option", "a massa folhada é sem glúten?").await;
        browser.shows("Do servidor").await;
        let marks =
            "[...document.querySelectorAll('[role=option] mark')].map((mark) => mark.innerText).join()";
        browser
            .until("the words marked", &format!("{marks} === 'folhada,glúten'"))
            .await;
        browser.check_screen("search").await;

        // It opens in the middle of its history, which goes on to both sides.
        browser.click_with("option", "a massa folhada").await;
        browser.find_with("heading", MARINA.1).await;
        in_view(&browser, "a massa folhada é sem glúten?").await;
        in_view(&browser, "Linha 079").await;
        in_view(&browser, "Linha 081").await;
        let has_focus = focused_article("massa folhada");
        let is_drawn = "document.querySelectorAll('[role=log] [data-message]').length >= 100";
        browser
            .until(
                "the message with the focus when all around it is drawn",
                &format!("{is_drawn} && {has_focus}"),
            )
            .await;
        scroll_to_the_first(&browser, "Linha 001").await;
        browser
            .until("the focus still there when pages have come above", &has_focus)
            .await;
        scroll_to_the_last(&browser, "Linha 160").await;
        // The address says where: a reload comes back there, and so does another tab, whose thread is asked for anew.
        browser.reload().await;
        in_view(&browser, "a massa folhada é sem glúten?").await;
        let first = browser.tab().await;
        let address = browser
            .script("return location.pathname + location.search;", Vec::new())
            .await;
        browser.open_tab(address.as_str().expect("an address")).await;
        browser
            .until(
                "the thread from the server",
                "performance.getEntriesByType('resource').some((one) => /conversations\\/[0-9a-f-]{36}\\?limit/.test(one.name))",
            )
            .await;
        in_view(&browser, "a massa folhada é sem glúten?").await;
        browser.go_to_tab(&first).await;

        // Signs have no meaning here, and a text may be as long as it likes.
        let odd = [
            "%",
            "_",
            "\"",
            "*",
            "' OR 1=1 --",
            "recibo OR linha",
            "recibo NOT linha",
            "🦄",
            "שלום",
        ];
        for wanted in odd {
            paste(&browser, wanted).await;
            browser.shows(&format!("Nada encontrado para “{wanted}”")).await;
        }
        paste(&browser, &"x".repeat(10_000)).await;
        browser.shows("O texto é longo demais: só o começo conta.").await;
        browser.click("button", "Limpar busca").await;
        browser.find_with("link", OTAVIO.1).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_server_what_is_on_this_device_is_searched() {
    journey(async |world| {
        let browser = world.browser(Size::Phone).await;
        browser.sign_in(&ANA).await;
        writes(world, MARINA, "Ainda há vagas na turma de sábado?").await;
        writes(world, OTAVIO, "Preciso de um recibo").await;
        browser.find_with("link", MARINA.1).await;
        browser.find_with("link", OTAVIO.1).await;
        // What brings the program for it here.
        browser.fill(BOX, "vagas").await;
        browser.find_with("option", "Ainda há vagas").await;

        world.stop_server().await;
        browser.fill(BOX, "SABADO vag").await;
        browser
            .find_with("option", "Ainda há vagas na turma de sábado?")
            .await;
        browser
            .shows("Sem conexão: só foi pesquisado o que está neste aparelho.")
            .await;
        browser.shows("Neste aparelho: 2 mensagens, desde").await;
        browser.click_with("option", "Ainda há vagas").await;
        in_view(&browser, "Ainda há vagas na turma de sábado?").await;

        world.start_server().await;
        browser.click("link", "Voltar para as conversas").await;
        browser.fill(BOX, "recibo").await;
        browser.find_with("option", "Preciso de um recibo").await;
        browser.shows("O servidor não encontrou mais nada.").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_see_a_conversation_finds_nothing_of_it() {
    journey(async |world| {
        let (ana, bruno) = (world.rest(&ANA).await, world.rest(&BRUNO).await);
        let carla = world.browser(Size::Desktop).await;
        carla.sign_in(&CARLA).await;
        bruno_s_conversation(world, &ana, &bruno).await;
        carla.fill(BOX, "vagas").await;
        carla.find_with("option", "Ainda há vagas?").await;

        // She loses sight of it while it is in her search.
        switch_support_agent(&ana, true).await;
        carla.shows("Nada encontrado para “vagas”").await;
        for wanted in ["marina", "98765-0001", "vagas"] {
            carla.fill(BOX, wanted).await;
            carla.shows(&format!("Nada encontrado para “{wanted}”")).await;
        }
    })
    .await;
}

/// What one can do stands behind `>`.
#[tokio::test(flavor = "multi_thread")]
async fn what_one_can_do_is_found_by_its_name() {
    journey(async |world| {
        writes(world, OTAVIO, "Preciso de um recibo").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, OTAVIO).await;
        press_ctrl_k(&browser).await;
        browser.type_keys("> concl").await;
        browser.find("option", "Concluir").await;
        press(&browser, Key::Enter).await;
        browser.shows("Ana concluiu").await;
        press_ctrl_k(&browser).await;
        browser.type_keys(">").await;
        browser.find("option", "Ir para Setup").await;
        press(&browser, Key::Escape).await;
        browser.find_gone("option", "Ir para Setup").await;
    })
    .await;
}

/// Texts of lines 1, 2 and so on, all from this time yesterday; the server has them when this is over.
pub async fn write_history(world: &World, customer: &Customer, count: i64, text: impl Fn(i64) -> String) {
    let last_s = world.now_ms() / 1_000 - DAY_S;
    for line in 1..=count {
        customer
            .send_text_at(SCHOOL_NUMBER, &text(line), last_s - (count - line))
            .await
            .expect("sent");
    }
    let rest = world.rest(&ANA).await;
    eventually("the whole history at the server", async || {
        let rows = rest.get("/conversations").await.body;
        rows.to_string().contains(&text(count)).then_some(())
    })
    .await;
    // Read, so that the thread opens at its end.
    let rows = rest.get("/conversations").await.body["rows"].clone();
    for row in rows.as_array().expect("rows") {
        let id = row["conversation"]["id"].as_str().expect("an id");
        let last: Value = row["conversation"]["last_message"]["message_id"].clone();
        let path = format!("/conversations/{id}/read");
        let answer = rest
            .send(reqwest::Method::POST, &path, Some(json!({ "up_to": last })))
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

/// The focus is on the message with these words, as an expression.
pub fn focused_article(words: &str) -> String {
    format!(
        "document.activeElement.matches('[role=article]') && document.activeElement.innerText.includes('{words}')"
    )
}

/// Goes to the box by its key.
pub async fn press_ctrl_k(browser: &Browser) {
    press_with(browser, Key::Control, "k").await;
    focus_is_on(browser, BOX).await;
}

/// Puts a text into the box as a whole.
async fn paste(browser: &Browser, text: &str) {
    let script = "
        const field = document.querySelector('.search-box input');
        field.value = arguments[0];
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    browser.script(script, vec![json!(text)]).await;
}
