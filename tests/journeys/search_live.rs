//! "Barra de pesquisa" while the world goes on: what one may see changes, answers come late, keys come early.

use reqwest::Method;
use serde_json::json;
use thirtyfour::Key;

use crate::chat::{MARINA, OTAVIO, customer, open_conversation, writes};
use crate::harness::{ANA, BRUNO, Browser, CARLA, SCHOOL_NUMBER, Size, eventually, journey};
use crate::keys::{press, step_until};
use crate::search::BOX;
use crate::thread_view::in_view;
use crate::visibility::{bruno_s_conversation, switch_support_agent};

const FOUND: &str = "Ainda há vagas?";

/// "A permission is checked on the server for every path that reveals or changes something […] search […]. A change takes effect at once
/// in open sessions."
#[tokio::test(flavor = "multi_thread")]
async fn what_only_the_server_had_found_goes_from_the_screen_with_the_right_to_see_it() {
    journey(async |world| {
        let (ana, bruno) = (world.rest(&ANA).await, world.rest(&BRUNO).await);
        let conversation = bruno_s_conversation(world, &ana, &bruno).await;
        // Ended, it is not in the list that comes with the first screen. Ending it took it from Bruno.
        let path = format!("/conversations/{conversation}");
        let assigned = ana.get(&path).await.body["row"]["conversation"]["assignees"].clone();
        for (path, wish) in [
            (format!("{path}/state"), json!({ "state": "concluded" })),
            (format!("{path}/assignees"), json!({ "agents": assigned })),
        ] {
            let answer = ana.send(Method::PUT, &path, Some(wish)).await;
            assert_eq!(answer.status, 200, "{answer:?}");
        }
        let carla = world.browser(Size::Desktop).await;
        carla.sign_in(&CARLA).await;
        carla.fill(BOX, "vagas").await;
        carla.find_with("option", FOUND).await;
        carla.shows("Do servidor").await;

        switch_support_agent(&ana, true).await;
        carla.no_longer_shows(FOUND).await;
        carla.fill(BOX, "vaga").await;
        carla.shows("Nada encontrado para “vaga”").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_late_brings_nothing_back_that_one_may_not_see_any_more() {
    journey(async |world| {
        let (ana, bruno) = (world.rest(&ANA).await, world.rest(&BRUNO).await);
        bruno_s_conversation(world, &ana, &bruno).await;
        let carla = world.browser(Size::Desktop).await;
        carla.sign_in(&CARLA).await;
        on_this_device(&carla).await;
        hold_answers(&carla).await;
        carla.fill(BOX, "vagas").await;
        carla.find_with("option", FOUND).await;
        carla.until("the server's answer held back", "window.holds").await;

        switch_support_agent(&ana, true).await;
        carla.no_longer_shows(FOUND).await;
        carla.script("window.letGo();", Vec::new()).await;
        carla.shows("Nada encontrado para “vagas”").await;
    })
    .await;
}

/// "Prefix of words", "first hits at once from the device's cache": each key has its own, and Enter takes the first of what was typed.
#[tokio::test(flavor = "multi_thread")]
async fn enter_takes_the_first_of_what_was_typed_never_of_what_still_stands_there() {
    journey(async |world| {
        writes(world, MARINA, "Ainda há vagas?").await;
        writes(world, OTAVIO, "Preciso de um recibo").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.find_with("link", OTAVIO.1).await;
        browser.fill(BOX, "marina").await;
        browser.find_with("option", MARINA.1).await;
        // As fast as nobody types: nothing can have been looked for in between.
        let type_and_enter = "
            const field = document.querySelector('.search-box input');
            field.value = 'otavio';
            field.dispatchEvent(new Event('input', { bubbles: true }));
            field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));";
        browser.script(type_and_enter, Vec::new()).await;
        browser.find_with("heading", OTAVIO.1).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_has_chosen_stays_chosen_when_something_above_it_goes() {
    journey(async |world| {
        let (ana, bruno) = (world.rest(&ANA).await, world.rest(&BRUNO).await);
        let marina_s = bruno_s_conversation(world, &ana, &bruno).await;
        // Older than hers.
        let now_s = world.now_ms() / 1_000;
        for (text, ago_s) in [("Vagas na quinta?", 120), ("Vagas na sexta?", 60)] {
            customer(world, OTAVIO)
                .send_text_at(SCHOOL_NUMBER, text, now_s - ago_s)
                .await
                .expect("sent");
        }
        eventually("what Otávio wrote", async || {
            let list = ana.get("/conversations").await.body.to_string();
            list.contains("sexta").then_some(())
        })
        .await;
        let carla = world.browser(Size::Desktop).await;
        carla.sign_in(&CARLA).await;
        carla.fill(BOX, "vagas").await;
        for text in [FOUND, "Vagas na sexta?", "Vagas na quinta?"] {
            carla.find_with("option", text).await;
        }
        let is_chosen = "document.querySelector('[role=option][aria-selected=true]')?.textContent.includes('sexta') === true";
        step_until(&carla, Key::Down, "the one in between", is_chosen).await;

        switch_support_agent(&ana, true).await;
        carla.no_longer_shows(FOUND).await;
        carla.until("the same one chosen", is_chosen).await;
        press(&carla, Key::Enter).await;
        carla.find_with("heading", OTAVIO.1).await;
        assert!(!carla.path().await.contains(&marina_s));
    })
    .await;
}

/// "Never a refresh request": what the server could not be asked it is asked when it is back.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_could_not_be_asked_it_is_asked_when_it_is_back() {
    journey(async |world| {
        writes(world, MARINA, FOUND).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        on_this_device(&browser).await;
        world.stop_server().await;
        browser.fill(BOX, "vaga").await;
        browser
            .shows("Sem conexão: só foi pesquisado o que está neste aparelho.")
            .await;
        world.start_server().await;
        browser.shows("O servidor não encontrou mais nada.").await;
        browser.find_with("option", FOUND).await;
    })
    .await;
}

/// What Marina wrote is on this device, and so is the program that finds it there.
async fn on_this_device(browser: &Browser) {
    open_conversation(browser, MARINA).await;
    in_view(browser, FOUND).await;
    browser.fill(BOX, "vag").await;
    browser.find_with("option", FOUND).await;
    browser.shows("Neste aparelho: 1 mensagem, de").await;
}

/// The answers to searches come when `window.letGo()` is called.
async fn hold_answers(browser: &Browser) {
    let script = "
        const real = window.fetch;
        const free = new Promise((go) => { window.letGo = go; });
        window.fetch = async (asked, ...rest) => {
            const answer = await real.call(window, asked, ...rest);
            if (/[/]search[?]/.test(asked.url ?? asked)) {
                window.holds = true;
                await free;
            }
            return answer;
        };";
    browser.script(script, Vec::new()).await;
}
