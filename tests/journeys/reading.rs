//! Reading: long histories, what is new in them, and where one is in them.

use reqwest::Method;
use serde_json::{Value, json};
use simulator::Customer;
use thirtyfour::Key;

use crate::chat::{MARINA, OTAVIO, customer, open_conversation, writes};
use crate::harness::{ANA, SCHOOL_NUMBER, Size, World, eventually, journey};
use crate::keys::press;
use crate::thread_view::{
    assert_few_rows, assert_no_jump, in_view, scroll_near, scroll_to_the_first, scroll_to_the_last,
    watch_the_view,
};

const DAY_S: i64 = 24 * 60 * 60;

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_opens_at_the_newest_and_says_which_day_it_was() {
    journey(async |world| {
        let marina = customer(world, MARINA);
        write_history(world, &marina, 120).await;
        marina
            .send_text(SCHOOL_NUMBER, "Já estamos em hoje")
            .await
            .expect("sent");
        read_everything(world).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        in_view(&browser, "Já estamos em hoje").await;
        in_view(&browser, "Linha 120").await;
        in_view(&browser, "Hoje").await;
        browser.find_gone("button", "Ir para a mais recente").await;

        scroll_to_the_first(&browser, "Linha 001").await;
        in_view(&browser, "Linha 001").await;
        in_view(&browser, "Ontem").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn older_pages_come_without_the_view_jumping_and_rows_stay_few() {
    journey(async |world| {
        write_history(world, &customer(world, MARINA), 260).await;
        read_everything(world).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        in_view(&browser, "Linha 260").await;

        scroll_to_the_first(&browser, "Linha 001").await;
        // And down again, through what was let go of meanwhile.
        scroll_to_the_last(&browser, "Linha 260").await;
        browser.click("button", "Ir para a mais recente").await;
        in_view(&browser, "Linha 260").await;
        assert_few_rows(&browser).await;
        // Old messages are not read out as if they had just come.
        browser.no_longer_shows("Mensagem nova de").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unread_is_counted_and_begins_below_a_line() {
    journey(async |world| {
        let marina = customer(world, MARINA);
        write_history(world, &marina, 60).await;
        read_everything(world).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        for text in ["Voltei!", "Ainda há vagas?", "É para sábado"] {
            marina.send_text(SCHOOL_NUMBER, text).await.expect("sent");
        }
        browser.find_with("link", "3 mensagens não lidas").await;
        open_conversation(&browser, MARINA).await;
        browser.shows("3 mensagens novas").await;
        in_view(&browser, "3 mensagens novas").await;
        in_view(&browser, "É para sábado").await;
        let stands_above = "(() => {
            const row = document.querySelector('[role=log] [role=separator]').closest('[data-message]');
            return row.textContent.includes('Voltei!');
        })()";
        browser
            .until("the line above the first unread message", stands_above)
            .await;
        browser.no_longer_shows("3 mensagens não lidas").await;
        browser.shows("3 mensagens novas").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_unread_than_a_page_opens_at_the_first_and_counts_as_read_only_at_the_end() {
    journey(async |world| {
        let marina = customer(world, MARINA);
        write_history(world, &marina, 20).await;
        read_everything(world).await;
        let last_s = world.now_ms() / 1_000;
        for number in 1..=80 {
            let text = format!("Novidade {number:02}");
            marina
                .send_text_at(SCHOOL_NUMBER, &text, last_s - (80 - number))
                .await
                .expect("sent");
        }
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.find_with("link", "80 mensagens não lidas").await;
        open_conversation(&browser, MARINA).await;
        in_view(&browser, "80 mensagens novas").await;
        in_view(&browser, "Novidade 01").await;
        in_view(&browser, "Linha 020").await;
        browser.find_with("link", "80 mensagens não lidas").await;

        browser.click("button", "Ir para a mais recente").await;
        in_view(&browser, "Novidade 80").await;
        browser.no_longer_shows("80 mensagens não lidas").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_further_up_is_told_of_news_and_jumps_to_them() {
    journey(async |world| {
        let marina = customer(world, MARINA);
        write_history(world, &marina, 120).await;
        read_everything(world).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        in_view(&browser, "Linha 120").await;
        scroll_near(&browser, "scroller.scrollTop - 900").await;
        browser.find("button", "Ir para a mais recente").await;

        watch_the_view(&browser).await;
        for text in ["Alguém aí?", "Posso ligar?"] {
            marina.send_text(SCHOOL_NUMBER, text).await.expect("sent");
        }
        browser
            .find("button", "Ir para a mais recente, 2 mensagens novas")
            .await;
        assert_no_jump(&browser).await;
        browser
            .shows("Mensagem nova de Marina Duarte: Posso ligar?")
            .await;
        browser.find_with("link", "2 mensagens não lidas").await;

        browser
            .click("button", "Ir para a mais recente, 2 mensagens novas")
            .await;
        in_view(&browser, "Posso ligar?").await;
        browser.find_gone("button", "Ir para a mais recente").await;
        browser.no_longer_shows("2 mensagens não lidas").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_conversation_opens_at_its_own_place() {
    journey(async |world| {
        write_history(world, &customer(world, MARINA), 120).await;
        read_everything(world).await;
        writes(world, OTAVIO, "Preciso de um recibo").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        in_view(&browser, "Linha 120").await;
        scroll_near(&browser, "scroller.scrollTop - 900").await;
        open_conversation(&browser, OTAVIO).await;
        in_view(&browser, "Preciso de um recibo").await;
        open_conversation(&browser, MARINA).await;
        in_view(&browser, "Linha 120").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_scrolls_far_from_the_message_in_focus_goes_on_by_keys_where_they_are() {
    journey(async |world| {
        write_history(world, &customer(world, MARINA), 260).await;
        read_everything(world).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        in_view(&browser, "Linha 260").await;
        browser
            .script("document.querySelector('[role=log]').focus()", Vec::new())
            .await;
        press(&browser, Key::Up).await;
        browser
            .until(
                "the focus on a message",
                "document.activeElement.matches('[role=article]')",
            )
            .await;

        scroll_to_the_first(&browser, "Linha 001").await;
        browser
            .until(
                "the focus on the thread",
                "document.activeElement.matches('[role=log]')",
            )
            .await;
        press(&browser, Key::Up).await;
        browser
            .until(
                "the focus on a message in view",
                "document.activeElement.matches('[role=article]') && document.activeElement.getBoundingClientRect().top > 0",
            )
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_is_told_again_when_the_server_had_no_time_for_it() {
    journey(async |world| {
        writes(world, MARINA, "Vocês abrem amanhã?").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.find_with("link", "1 mensagem não lida").await;
        let busy = "window.refused = 0;
            const fetch = window.fetch;
            window.fetch = (request, ...more) => {
                if (!(request.url ?? request).endsWith('/read') || window.refused > 0) return fetch(request, ...more);
                window.refused += 1;
                const problem = { status: 503, code: 'unavailable' };
                return Promise.resolve(new Response(JSON.stringify(problem), { status: 503 }));
            };";
        browser.script(busy, Vec::new()).await;
        open_conversation(&browser, MARINA).await;
        in_view(&browser, "Vocês abrem amanhã?").await;
        browser.until("the refusal", "window.refused > 0").await;
        // Nobody scrolls, and nothing comes.
        let rest = world.rest(&ANA).await;
        eventually("what was read at the server", async || {
            let row = rest.get("/conversations").await.body["rows"][0].clone();
            (row["conversation"]["unread_count"] == json!(0)).then_some(())
        })
        .await;
        browser.no_longer_shows("1 mensagem não lida").await;
    })
    .await;
}

/// Texts "Linha 001" and so on, all from this time yesterday.
async fn write_history(world: &World, customer: &Customer, count: i64) {
    let last_s = world.now_ms() / 1_000 - DAY_S;
    for line in 1..=count {
        let text = format!("Linha {line:03}");
        customer
            .send_text_at(SCHOOL_NUMBER, &text, last_s - (count - line))
            .await
            .expect("sent");
    }
    let rest = world.rest(&ANA).await;
    let last = format!("Linha {count:03}");
    eventually("the whole history at the server", async || {
        let rows = rest.get("/conversations").await.body;
        rows.to_string().contains(&last).then_some(())
    })
    .await;
}

/// Ana has read all there is.
async fn read_everything(world: &World) {
    let rest = world.rest(&ANA).await;
    let rows = rest.get("/conversations").await.body["rows"].clone();
    for row in rows.as_array().expect("rows") {
        let conversation = row["conversation"]["id"].as_str().expect("an id");
        let path = format!("/conversations/{conversation}");
        let messages = rest.get(&format!("{path}/messages")).await.body;
        let newest = newest_of(&messages);
        let answer = rest
            .send(
                Method::POST,
                &format!("{path}/read"),
                Some(json!({ "up_to": newest })),
            )
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

fn newest_of(page: &Value) -> Value {
    let messages = page["messages"].as_array().expect("messages");
    let newest = messages
        .iter()
        .max_by_key(|message| (message["at"].as_i64(), message["id"].as_str()))
        .expect("a message");
    newest["id"].clone()
}
