//! "Menu suspenso de contatos: selecione entre vários números do WhatsApp (se configurado). Use isso ao gerenciar vários números
//! comerciais." And the list's other choices: they stand in the address, and the clock alone keeps the order by closing window.

use reqwest::Method;
use serde_json::{Value, json};

use crate::chat::{MARINA, OPEN_S, OTAVIO, customer, open_conversation, writes, wrote_with_left};
use crate::harness::{ANA, Browser, EVENTS_NUMBER, SCHOOL_NUMBER, Size, journey, journey_with};
use crate::list::lists;

const HOUR_S: i64 = 60 * 60;

/// Chooses in a box by its name; the words are those of an option, or a part of them.
pub async fn choose(browser: &Browser, name: &str, words: &str) {
    let script = "
        const [name, words] = arguments;
        const box = document.querySelector(`select[aria-label='${name}']`);
        box.value = [...box.options].find((option) => option.textContent.includes(words)).value;
        box.dispatchEvent(new Event('change', { bubbles: true }));";
    browser
        .until(
            format!("“{words}” in the box “{name}”"),
            &format!(
                "[...(document.querySelector(\"select[aria-label='{name}']\")?.options ?? [])]\
                 .some((option) => option.textContent.includes({}))",
                json!(words)
            ),
        )
        .await;
    browser.script(script, vec![json!(name), json!(words)]).await;
}

async fn address_says(browser: &Browser, query: &str) {
    browser
        .until(
            format!("“{query}” in the address"),
            &format!("location.search === {}", json!(query)),
        )
        .await;
}

/// "Selecione entre vários números do WhatsApp (se configurado)."
#[tokio::test(flavor = "multi_thread")]
async fn one_selects_among_several_numbers_and_the_choice_stays() {
    journey(async |world| {
        writes(world, MARINA, "Ainda há vagas?").await;
        customer(world, OTAVIO)
            .send_text(EVENTS_NUMBER, "Vocês fazem festas?")
            .await
            .expect("sent");
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        lists(&browser, &[OTAVIO.1, MARINA.1]).await;
        browser.shows("Todos os números").await;
        choose(&browser, "Número comercial", "Doce Arte Eventos").await;
        lists(&browser, &[OTAVIO.1]).await;
        browser
            .until(
                "the number in the address",
                "/^[?]n=[0-9a-f-]{36}$/.test(location.search)",
            )
            .await;
        // What comes for another number does not show, and what comes for this one does.
        writes(world, MARINA, "Alô?").await;
        customer(world, OTAVIO)
            .send_text(EVENTS_NUMBER, "Para vinte pessoas")
            .await
            .expect("sent");
        browser.shows("Para vinte pessoas").await;
        lists(&browser, &[OTAVIO.1]).await;
        open_conversation(&browser, OTAVIO).await;
        browser.reload().await;
        lists(&browser, &[OTAVIO.1]).await;
        browser.find_with("heading", OTAVIO.1).await;
        // Who opens the app without saying what they want gets what they had.
        browser.open("/").await;
        lists(&browser, &[OTAVIO.1]).await;
        choose(&browser, "Número comercial", "Todos os números").await;
        lists(&browser, &[OTAVIO.1, MARINA.1]).await;
        address_says(&browser, "").await;
    })
    .await;
}

/// "(se configurado)"
#[tokio::test(flavor = "multi_thread")]
async fn with_one_number_there_is_nothing_to_select() {
    journey_with(&[SCHOOL_NUMBER], async |world| {
        writes(world, MARINA, "Ainda há vagas?").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        lists(&browser, &[MARINA.1]).await;
        browser
            .shows("Número comercial Escola Doce Arte · +55 11 4002-8922")
            .await;
        assert!(browser.all_with("field", "Número comercial").await.is_empty());
        assert!(browser.all_with("option", "Todos os números").await.is_empty());
        browser.assert_accessible().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_stand_in_the_address_and_going_back_takes_them_back() {
    journey(async |world| {
        writes(world, MARINA, "Ainda há vagas?").await;
        writes(world, OTAVIO, "Preciso de um recibo").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        lists(&browser, &[OTAVIO.1, MARINA.1]).await;
        browser.click_with("button", "Não lidas").await;
        address_says(&browser, "?f=unread").await;
        choose(&browser, "Ordem", "Fecham primeiro").await;
        address_says(&browser, "?f=unread&sort=closing").await;
        lists(&browser, &[MARINA.1, OTAVIO.1]).await;

        // From conversation to conversation they stay.
        open_conversation(&browser, MARINA).await;
        address_says(&browser, "?f=unread&sort=closing").await;
        lists(&browser, &[OTAVIO.1]).await;
        browser.reload().await;
        lists(&browser, &[OTAVIO.1]).await;
        browser.find_with("heading", MARINA.1).await;
        for (query, names) in [
            ("?f=unread&sort=closing", vec![OTAVIO.1]),
            ("?f=unread", vec![OTAVIO.1]),
            ("", vec![OTAVIO.1, MARINA.1]),
        ] {
            browser.driver().back().await.expect("the browser goes back");
            address_says(&browser, query).await;
            lists(&browser, &names).await;
        }

        // What leaves nothing offers the way out.
        browser.click("button", "Minhas").await;
        choose(&browser, "Status", "Qualificado").await;
        address_says(&browser, "?f=mine&stage=qualified").await;
        browser.shows("Nada neste filtro").await;
        browser.check_screen("list-nothing-matches").await;
        browser.click("button", "Limpar filtros").await;
        lists(&browser, &[OTAVIO.1, MARINA.1]).await;
        address_says(&browser, "").await;
        choose(&browser, "Status", "Novo").await;
        address_says(&browser, "?stage=new").await;
        lists(&browser, &[OTAVIO.1, MARINA.1]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_of_one_stage_or_group_come_and_go_live() {
    /// "Indicação", which every installation has.
    const GROUP: &str = "01900000-0000-7000-8000-000000000013";
    journey(async |world| {
        writes(world, MARINA, "Ainda há vagas?").await;
        writes(world, OTAVIO, "Preciso de um recibo").await;
        let ana = world.rest(&ANA).await;
        let rows = ana.get("/conversations").await.body;
        let marina = rows["rows"]
            .as_array()
            .and_then(|rows| rows.iter().find(|row| row["contact"]["name"] == MARINA.1))
            .and_then(|row| row["contact"]["id"].as_str())
            .expect("Marina is there");
        let change = async |mut change: Value| {
            change["edited_at"] = json!(world.now_ms());
            let answer = ana
                .send(Method::PATCH, &format!("/contacts/{marina}"), Some(change))
                .await;
            assert_eq!(answer.status, 200, "{answer:?}");
        };
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        choose(&browser, "Status", "Qualificado").await;
        browser.shows("Nada neste filtro").await;
        change(json!({ "stage": "qualified", "add_groups": [GROUP] })).await;
        lists(&browser, &[MARINA.1]).await;
        choose(&browser, "Status", "Status").await;
        lists(&browser, &[OTAVIO.1, MARINA.1]).await;
        choose(&browser, "Grupo", "Indicação").await;
        address_says(&browser, &format!("?group={GROUP}")).await;
        lists(&browser, &[MARINA.1]).await;
        browser.reload().await;
        lists(&browser, &[MARINA.1]).await;
        change(json!({ "remove_groups": [GROUP] })).await;
        browser.shows("Nada neste filtro").await;
        browser.click("button", "Limpar filtros").await;
        lists(&browser, &[OTAVIO.1, MARINA.1]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_not_narrowed_to_what_one_cannot_see_and_take_back() {
    const GROUP: &str = "01900000-0000-7000-8000-000000000013";
    const NOBODY_S: &str = "01900000-0000-7000-8000-0000000000ff";
    journey(async |world| {
        writes(world, MARINA, "Ainda há vagas?").await;
        writes(world, OTAVIO, "Preciso de um recibo").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        // An address that somebody kept, of a number and a group that there are not.
        browser.open(&format!("/?n={NOBODY_S}&group={NOBODY_S}")).await;
        lists(&browser, &[OTAVIO.1, MARINA.1]).await;
        browser.shows("Todos os números").await;

        // The group goes while the list is narrowed to it.
        choose(&browser, "Grupo", "Indicação").await;
        browser.shows("Nada neste filtro").await;
        let removed = world
            .rest(&ANA)
            .await
            .send(Method::DELETE, &format!("/groups/{GROUP}"), None)
            .await;
        assert!(removed.status < 300, "{removed:?}");
        lists(&browser, &[OTAVIO.1, MARINA.1]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_keeps_the_order_by_closing_window_without_a_request() {
    journey(async |world| {
        wrote_with_left(world, OTAVIO, "Preciso de um recibo", HOUR_S).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        choose(&browser, "Ordem", "Fecham primeiro").await;
        lists(&browser, &[OTAVIO.1]).await;
        // Its window closes before Otávio's, and for seconds only it is open.
        wrote_with_left(world, MARINA, "Até amanhã", OPEN_S).await;
        lists(&browser, &[MARINA.1, OTAVIO.1]).await;
        browser
            .script(
                "window.asked = [];
                 const fetch = window.fetch;
                 window.fetch = (request, ...rest) => {
                   window.asked.push(String(request.url ?? request));
                   return fetch(request, ...rest);
                 };",
                Vec::new(),
            )
            .await;
        lists(&browser, &[OTAVIO.1, MARINA.1]).await;
        let asked = browser
            .script(
                "return window.asked.filter((address) => address.includes('/conversations?'))",
                Vec::new(),
            )
            .await;
        assert_eq!(asked, json!([]), "nobody was asked");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_is_true_for_all_conversations_not_only_for_those_at_hand() {
    /// More than the first screen brings.
    const CUSTOMERS: i64 = 105;
    journey(async |world| {
        let now_s = world.now_ms() / 1_000;
        let name = |n: i64| format!("Cliente {n:03}");
        for n in 0..CUSTOMERS {
            let customer = world.customer(&format!("55119766{n:05}"), &name(n));
            let number = if n == 0 { EVENTS_NUMBER } else { SCHOOL_NUMBER };
            let written_s = now_s - 20 * HOUR_S + n * 60;
            customer
                .send_text_at(number, "Bom dia!", written_s)
                .await
                .expect("sent");
        }
        world
            .simulator
            .delivered_all()
            .await
            .expect("everything comes to rest");
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser
            .until(
                "the newest on top",
                &format!(
                    "document.querySelector('.conversation-row__name')?.textContent === '{}'",
                    name(CUSTOMERS - 1)
                ),
            )
            .await;
        browser
            .until(
                "the number of all that are unread",
                &format!("document.querySelector('.chip__count')?.textContent === '{CUSTOMERS}'"),
            )
            .await;
        // The oldest are not at hand: their windows close first.
        choose(&browser, "Ordem", "Fecham primeiro").await;
        browser
            .until(
                "the oldest on top",
                &format!(
                    "document.querySelector('.conversation-row__name')?.textContent === '{}'",
                    name(0)
                ),
            )
            .await;
        choose(&browser, "Ordem", "Recentes").await;
        choose(&browser, "Número comercial", "Doce Arte Eventos").await;
        lists(&browser, &[&name(0)]).await;
        choose(&browser, "Número comercial", "Todos os números").await;
        // As one scrolls on, the rest comes.
        browser
            .script(
                "window.scrolling = setInterval(() => {
                   const list = document.querySelector('.list');
                   list.scrollTop = list.scrollHeight;
                 }, 100);",
                Vec::new(),
            )
            .await;
        browser
            .until(
                "the last of all",
                &format!(
                    "[...document.querySelectorAll('.virtual-list > li')].at(-1)?.getAttribute('aria-posinset') === '{CUSTOMERS}'"
                ),
            )
            .await;
    })
    .await;
}
