//! "Lista de contatos: exibe os contatos recentes e as mensagens mais recentes para acesso rápido." What the list holds, live, and
//! what one does with a conversation from it. Filters and order: `list_choices`. Drafts in it: `composer`.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::chat::{MARINA, OTAVIO, answer, open_conversation, wait_for_tick, writes, wrote_with_left};
use crate::harness::{ANA, BRUNO, Browser, Size, journey};

const MINUTE_S: i64 = 60;

/// Waits until the list shows these, from its top.
pub async fn lists(browser: &Browser, names: &[&str]) {
    let expected = json!(names);
    browser
        .until(
            format!("the list {names:?}"),
            &format!(
                "JSON.stringify([...document.querySelectorAll('.conversation-row__name')].map((one) => \
                 one.textContent)) === JSON.stringify({expected})"
            ),
        )
        .await;
}

/// Waits until the row of somebody shows, or says, some words.
async fn row_says(browser: &Browser, name: &str, words: &str) {
    browser
        .until(format!("“{words}” in the row of {name}"), &says(name, words))
        .await;
}

async fn row_no_longer_says(browser: &Browser, name: &str, words: &str) {
    browser
        .until(
            format!("no “{words}” in the row of {name}"),
            &format!("!({})", says(name, words)),
        )
        .await;
}

fn says(name: &str, words: &str) -> String {
    format!(
        "[...document.querySelectorAll('.conversation-row')].some((row) => row.textContent.includes({}) && \
         row.textContent.includes({}))",
        json!(name),
        json!(words)
    )
}

/// Opens the menu of a row by the right mouse button.
pub async fn open_menu(browser: &Browser, name: &str) {
    let row = browser.find_with("link", name).await;
    browser
        .driver()
        .action_chain()
        .context_click_element(&row)
        .perform()
        .await
        .expect("clicked");
    browser.find("menu", "Opções da conversa").await;
}

/// From now on pinning and marking are refused, without asking the server.
async fn refuse_wishes(browser: &Browser, problem: Value) {
    let script = "const problem = arguments[0];
        window.fetchBefore ??= window.fetch;
        window.fetch = (request, ...more) => /[/](pin|unread-mark)$/.test(request.url ?? request)
          ? Promise.resolve(new Response(JSON.stringify(problem), { status: problem.status }))
          : window.fetchBefore(request, ...more);";
    browser.script(script, vec![problem]).await;
}

async fn refuse_no_more(browser: &Browser) {
    browser
        .script("window.fetch = window.fetchBefore", Vec::new())
        .await;
}

/// What a server says that was asked too often.
fn too_many() -> Value {
    json!({ "status": 429, "code": "too_many_requests", "retry_after_s": 5 })
}

/// "Exibe os contatos recentes e as mensagens mais recentes para acesso rápido."
#[tokio::test(flavor = "multi_thread")]
async fn the_list_shows_recent_contacts_and_their_newest_messages() {
    journey(async |world| {
        for (who, text, left_s) in [
            (MARINA, "Até quando vai a matrícula?", 50 * MINUTE_S),
            (OTAVIO, "Preciso de um recibo", 10 * MINUTE_S),
        ] {
            wrote_with_left(world, who, text, left_s).await;
        }
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        lists(&browser, &[MARINA.1, OTAVIO.1]).await;
        row_says(&browser, MARINA.1, "Até quando vai a matrícula?").await;
        // How long one may answer freely, in colours that say how soon.
        for (who, urgency) in [(MARINA, "soon"), (OTAVIO, "last")] {
            browser
                .until(
                    format!("the badge of {}", who.1),
                    &format!(
                        "[...document.querySelectorAll('.conversation-row')].find((row) => \
                         row.textContent.includes('{}')).querySelector('.window-badge').dataset.urgency === '{urgency}'",
                        who.1
                    ),
                )
                .await;
        }
        // Initials on a colour of their own.
        browser
            .until(
                "initials",
                "document.querySelector('.conversation-row .avatar').dataset.initials === 'MD'",
            )
            .await;

        // What comes is on top at once; what goes out shows how far it got.
        writes(world, OTAVIO, "É para hoje").await;
        lists(&browser, &[OTAVIO.1, MARINA.1]).await;
        row_says(&browser, OTAVIO.1, "É para hoje").await;
        row_says(&browser, OTAVIO.1, "2 mensagens não lidas").await;
        open_conversation(&browser, OTAVIO).await;
        answer(&browser, "Já vai").await;
        wait_for_tick(&browser, "Entregue").await;
        row_says(&browser, OTAVIO.1, "Já vai").await;
        row_no_longer_says(&browser, OTAVIO.1, "2 mensagens não lidas").await;

        // Who answers.
        open_menu(&browser, MARINA.1).await;
        browser.assert_accessible().await;
        browser.click("menuitem", "Assumir").await;
        row_says(&browser, MARINA.1, "Ana").await;
        open_menu(&browser, MARINA.1).await;
        browser.find("menuitem", "Concluir").await;
        browser.find_gone("menuitem", "Assumir").await;
        browser.click("menuitem", "Concluir").await;
        lists(&browser, &[OTAVIO.1]).await;
        // The focus was on the row that has gone.
        browser
            .until(
                "the focus on the row that is left",
                "document.activeElement.dataset.row !== undefined && document.activeElement.textContent.includes('Otávio')",
            )
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_is_everyones_until_somebody_looks() {
    journey(async |world| {
        writes(world, MARINA, "Bom dia!").await;
        writes(world, OTAVIO, "Preciso de um recibo").await;
        let ana = world.browser(Size::Desktop).await;
        ana.sign_in(&ANA).await;
        open_conversation(&ana, OTAVIO).await;
        row_no_longer_says(&ana, OTAVIO.1, "1 mensagem não lida").await;
        let bruno = world.browser(Size::Desktop).await;
        bruno.sign_in(&BRUNO).await;

        open_menu(&ana, OTAVIO.1).await;
        ana.click("menuitem", "Marcar como não lida").await;
        row_says(&ana, OTAVIO.1, "Marcada como não lida").await;
        row_says(&bruno, OTAVIO.1, "Marcada como não lida").await;
        // It stays although she has it open, and goes when he opens it.
        open_conversation(&bruno, OTAVIO).await;
        row_no_longer_says(&bruno, OTAVIO.1, "Marcada como não lida").await;
        row_no_longer_says(&ana, OTAVIO.1, "Marcada como não lida").await;

        // What is new is read without opening it.
        row_says(&ana, MARINA.1, "1 mensagem não lida").await;
        open_menu(&ana, MARINA.1).await;
        ana.click("menuitem", "Marcar como lida").await;
        row_no_longer_says(&ana, MARINA.1, "1 mensagem não lida").await;
        row_no_longer_says(&bruno, MARINA.1, "1 mensagem não lida").await;

        // One that the server refuses, by its limit too, is told at once and goes.
        refuse_wishes(&ana, too_many()).await;
        open_menu(&ana, MARINA.1).await;
        ana.click("menuitem", "Marcar como não lida").await;
        ana.shows("Não foi possível marcar a conversa. Tentativas demais.")
            .await;
        row_no_longer_says(&ana, MARINA.1, "Marcada como não lida").await;
        ana.click("button", "Fechar").await;
        refuse_no_more(&ana).await;

        // Without the server, and told when it is back.
        world.stop_server().await;
        ana.shows("Reconectando…").await;
        open_menu(&ana, MARINA.1).await;
        ana.click("menuitem", "Marcar como não lida").await;
        row_says(&ana, MARINA.1, "Marcada como não lida").await;
        ana.reload().await;
        row_says(&ana, MARINA.1, "Marcada como não lida").await;
        world.start_server().await;
        row_says(&bruno, MARINA.1, "Marcada como não lida").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_agent_pins_is_on_top_in_their_own_lists() {
    journey(async |world| {
        writes(world, MARINA, "Bom dia!").await;
        writes(world, OTAVIO, "Preciso de um recibo").await;
        let ana = world.browser(Size::Desktop).await;
        ana.sign_in(&ANA).await;
        lists(&ana, &[OTAVIO.1, MARINA.1]).await;
        let first = ana.tab().await;
        let second = ana.open_tab("/").await;
        lists(&ana, &[OTAVIO.1, MARINA.1]).await;
        ana.go_to_tab(&first).await;
        let bruno = world.browser(Size::Desktop).await;
        bruno.sign_in(&BRUNO).await;

        open_menu(&ana, MARINA.1).await;
        ana.click("menuitem", "Fixar no topo").await;
        lists(&ana, &[MARINA.1, OTAVIO.1]).await;
        row_says(&ana, MARINA.1, "Fixada no topo").await;
        ana.go_to_tab(&second).await;
        lists(&ana, &[MARINA.1, OTAVIO.1]).await;
        // News of others do not push it down, and a colleague has a list of his own.
        writes(world, OTAVIO, "Alguém?").await;
        row_says(&ana, OTAVIO.1, "Alguém?").await;
        lists(&ana, &[MARINA.1, OTAVIO.1]).await;
        row_says(&bruno, OTAVIO.1, "Alguém?").await;
        lists(&bruno, &[OTAVIO.1, MARINA.1]).await;

        // What the server refuses is told at once, and the list is as it was.
        let full = json!({ "status": 409, "code": "pins_full" });
        refuse_wishes(&ana, full).await;
        open_menu(&ana, OTAVIO.1).await;
        ana.click("menuitem", "Fixar no topo").await;
        ana.shows("Já há 50 conversas fixadas. Desafixe uma para fixar outra.")
            .await;
        lists(&ana, &[MARINA.1, OTAVIO.1]).await;
        refuse_wishes(&ana, too_many()).await;
        open_menu(&ana, MARINA.1).await;
        ana.click("menuitem", "Desafixar").await;
        ana.shows("Não foi possível fixar nem desafixar a conversa. Tentativas demais.")
            .await;
        row_says(&ana, MARINA.1, "Fixada no topo").await;
        lists(&ana, &[MARINA.1, OTAVIO.1]).await;
        ana.click("button", "Fechar").await;
        refuse_no_more(&ana).await;

        // Without the server: it is done at once, outlives a reload, and is told when it is back.
        world.stop_server().await;
        ana.shows("Reconectando…").await;
        open_menu(&ana, MARINA.1).await;
        ana.click("menuitem", "Desafixar").await;
        lists(&ana, &[OTAVIO.1, MARINA.1]).await;
        ana.reload().await;
        lists(&ana, &[OTAVIO.1, MARINA.1]).await;
        world.start_server().await;
        ana.go_to_tab(&first).await;
        lists(&ana, &[OTAVIO.1, MARINA.1]).await;
        let pins = crate::harness::eventually("the server to know", async || {
            let body = world.rest(&ANA).await.get("/bootstrap").await.body;
            body["pins"].is_null().then_some(body)
        })
        .await;
        assert_eq!(pins["pins"], Value::Null, "nothing is pinned");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_conversations_are_assigned_and_concluded_at_once() {
    const CLARA: (&str, &str) = ("5531955550003", "Clara Nogueira");
    journey(async |world| {
        for who in [MARINA, OTAVIO, CLARA] {
            writes(world, who, "Bom dia!").await;
        }
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        lists(&browser, &[CLARA.1, OTAVIO.1, MARINA.1]).await;
        // By the menu, and then by clicks, which open nothing.
        open_menu(&browser, CLARA.1).await;
        browser.click("menuitem", "Selecionar").await;
        browser.shows("1 selecionada").await;
        browser.click_with("link", MARINA.1).await;
        browser.shows("2 selecionadas").await;
        row_says(&browser, MARINA.1, "Selecionada").await;
        assert_eq!(browser.path().await, "/");
        browser.assert_accessible().await;
        browser.click("button", "Atribuir").await;
        browser.click("menuitem", "Bruno Teixeira").await;
        for name in [CLARA.1, MARINA.1] {
            row_says(&browser, name, "Bruno").await;
        }
        row_no_longer_says(&browser, OTAVIO.1, "Bruno").await;
        browser.no_longer_shows("2 selecionadas").await;

        // By keys.
        browser
            .script(
                "document.querySelector('.conversation-row__link').focus()",
                Vec::new(),
            )
            .await;
        browser.type_keys(Key::Space + "").await;
        browser.shows("1 selecionada").await;
        browser.type_keys(Key::Down + "").await;
        browser.type_keys(Key::Space + "").await;
        browser.shows("2 selecionadas").await;
        browser.type_keys(Key::Escape + "").await;
        browser.no_longer_shows("selecionadas").await;
        browser.type_keys(Key::Space + "").await;
        browser.type_keys(Key::Up + "").await;
        browser.type_keys(Key::Space + "").await;
        browser.shows("2 selecionadas").await;
        browser.click("button", "Concluir").await;
        lists(&browser, &[MARINA.1]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_row_to_row_and_into_a_menu_by_keys() {
    journey(async |world| {
        writes(world, MARINA, "Bom dia!").await;
        writes(world, OTAVIO, "Preciso de um recibo").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        lists(&browser, &[OTAVIO.1, MARINA.1]).await;
        let is_on = |name: &str| {
            let focused = "document.activeElement";
            format!("{focused} !== document.body && {focused}.textContent.includes({})", json!(name))
        };
        browser
            .script(
                "document.querySelector('.conversation-row__link').focus()",
                Vec::new(),
            )
            .await;
        for (key, name) in [
            (Key::Down, MARINA.1),
            (Key::Up, OTAVIO.1),
            (Key::End, MARINA.1),
            (Key::Home, OTAVIO.1),
        ] {
            browser.type_keys(key + "").await;
            browser.until(format!("the focus on {name}"), &is_on(name)).await;
        }
        // It stays when another row comes above, and goes along when its own goes up.
        for (who, order) in [
            (MARINA, [MARINA.1, OTAVIO.1]),
            (OTAVIO, [OTAVIO.1, MARINA.1]),
        ] {
            writes(world, who, "Alguém?").await;
            lists(&browser, &order).await;
            browser.until("the focus on the same row", &is_on(OTAVIO.1)).await;
        }
        // As the menu key does.
        browser
            .script(
                "document.activeElement.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))",
                Vec::new(),
            )
            .await;
        browser
            .until("the focus on the first entry", &is_on("Marcar como lida"))
            .await;
        browser.type_keys(Key::Down + "").await;
        browser
            .until("the focus on the second entry", &is_on("Fixar no topo"))
            .await;
        browser.type_keys(Key::Escape + "").await;
        browser.find_gone("menuitem", "Fixar no topo").await;
        browser
            .until("the focus back on the row", &is_on(OTAVIO.1))
            .await;
        browser.type_keys(Key::Enter + "").await;
        browser.find_with("heading", OTAVIO.1).await;
    })
    .await;
}
