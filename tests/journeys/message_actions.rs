//! What one does with a message: reacting, removing, forwarding, looking at a picture closely, going to what a message answers.

use reqwest::Method;
use serde_json::json;
use thirtyfour::Key;

use crate::chat::{MARINA, OTAVIO, answer, customer, open_conversation, wait_for_tick, writes};
use crate::files::send_picture;
use crate::graph::{sent_to_meta, to_marina};
use crate::harness::{ANA, BRUNO, Browser, SCHOOL_NUMBER, Size, World, eventually, journey};

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_reaches_the_phone_and_is_taken_away_again() {
    journey(async |world| {
        let browser = at_the_thread(world).await;
        open_menu(&browser, "Chegou o bolo!").await;
        browser.assert_accessible().await;
        browser.click("menuitemradio", "Reagir com ❤️").await;
        browser.find("button", "Reação: ❤️ de Você").await;
        eventually("the reaction on the phone", async || {
            is_on_phone(world, Some("❤️")).then_some(())
        })
        .await;

        browser.click("button", "Reação: ❤️ de Você").await;
        browser.find("dialog", "Reações").await;
        browser.assert_accessible().await;
        browser.click("button", "Tirar a reação").await;
        browser.find_gone("button", "Reação: ❤️ de Você").await;
        eventually("no reaction on the phone", async || {
            is_on_phone(world, None).then_some(())
        })
        .await;
        let its_message = |state: &simulator::State| state.thread(SCHOOL_NUMBER, MARINA.0)[0].wamid.clone();
        let wamid = world.simulator.look(its_message);
        assert_eq!(
            sent_to_meta(world),
            ["❤️", ""].map(|emoji| to_marina("reaction", &json!({ "message_id": wamid, "emoji": emoji })))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn removing_says_the_truth_and_everyone_sees_who_did_it() {
    journey(async |world| {
        let browser = at_the_thread(world).await;
        answer(&browser, "A senha é girassol").await;
        wait_for_tick(&browser, "Entregue").await;
        let colleague = world.browser(Size::Desktop).await;
        colleague.sign_in(&BRUNO).await;
        open_conversation(&colleague, MARINA).await;
        colleague.shows("A senha é girassol").await;

        open_menu(&browser, "A senha é girassol").await;
        browser.click("menuitem", "Apagar").await;
        browser.find("dialog", "Remover deste histórico?").await;
        browser.shows("O cliente ainda pode ver esta mensagem").await;
        browser.assert_accessible().await;
        browser.click("button", "Apagar").await;
        for one in [&browser, &colleague] {
            one.shows("Apagado por Ana: Mensagem").await;
            one.no_longer_shows("A senha é girassol").await;
        }
        colleague.reload().await;
        colleague.shows("Apagado por Ana: Mensagem").await;
        colleague.no_longer_shows("A senha é girassol").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forwarded_message_is_a_copy_for_another_customer() {
    journey(async |world| {
        writes(world, OTAVIO, "Boa tarde").await;
        let browser = at_the_thread(world).await;
        open_menu(&browser, "Chegou o bolo!").await;
        browser.click("menuitem", "Encaminhar").await;
        browser.find("dialog", "Encaminhar para…").await;
        browser.assert_accessible().await;
        browser.click("checkbox", "Otávio Prado").await;
        browser.click("button", "Encaminhar para 1 conversa").await;
        eventually("the copy on the other phone", async || {
            let sent = world.simulator.messages_to(OTAVIO.0);
            let has_it = sent
                .iter()
                .any(|message| message["text"]["body"] == "Chegou o bolo!");
            has_it.then_some(())
        })
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_forwarded_to_whom_only_the_server_knows() {
    journey(async |world| {
        writes(world, OTAVIO, "Boa tarde").await;
        conclude_all(world).await;
        // A device that was never here has no concluded conversation.
        let browser = at_the_thread(world).await;
        open_menu(&browser, "Chegou o bolo!").await;
        browser.click("menuitem", "Encaminhar").await;
        browser.find("checkbox", MARINA.1).await;
        browser.find_gone("checkbox", OTAVIO.1).await;
        browser.fill("Buscar conversas", "otavio").await;
        browser.click("checkbox", OTAVIO.1).await;
        browser.find_gone("checkbox", MARINA.1).await;
        browser.click("button", "Encaminhar para 1 conversa").await;
        eventually("the copy on the other phone", async || {
            let sent = world.simulator.messages_to(OTAVIO.0);
            let has_it = sent
                .iter()
                .any(|message| message["text"]["body"] == "Chegou o bolo!");
            has_it.then_some(())
        })
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forwarded_words_that_look_like_fields_stay_as_they_are() {
    journey(async |world| {
        writes(world, OTAVIO, "Boa tarde").await;
        let browser = at_the_thread(world).await;
        let words = "No site, escreva @contact_name e @contact_nmae";
        writes(world, MARINA, words).await;
        browser.shows(words).await;
        open_menu(&browser, words).await;
        browser.click("menuitem", "Encaminhar").await;
        browser.click("checkbox", "Otávio Prado").await;
        browser.click("button", "Encaminhar para 1 conversa").await;
        let sent = eventually("the copy on the other phone", async || {
            world.simulator.messages_to(OTAVIO.0).first().cloned()
        })
        .await;
        assert_eq!(sent["text"]["body"], words);
        open_conversation(&browser, OTAVIO).await;
        browser.shows(words).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_opens_over_everything_and_gives_the_focus_back() {
    journey(async |world| {
        let browser = at_the_thread(world).await;
        for caption in ["Primeira", "Segunda"] {
            send_picture(world, caption).await;
            browser.shows(caption).await;
        }
        let pictures = "document.querySelectorAll('.picture img').length === 2";
        browser.until("both pictures", pictures).await;
        browser
            .script("document.querySelectorAll('.picture')[0].click()", Vec::new())
            .await;
        browser.find("dialog", "Foto").await;
        browser.shows("1 de 2").await;
        browser.assert_accessible().await;
        press(&browser, Key::Right).await;
        browser.shows("2 de 2").await;
        press(&browser, Key::Left).await;
        browser.shows("1 de 2").await;
        press(&browser, Key::Escape).await;
        browser.find_gone("dialog", "Foto").await;
        browser
            .until(
                "the focus on the picture",
                "document.activeElement === document.querySelectorAll('.picture')[0]",
            )
            .await;
        // By keys, it was on the message.
        open_menu(&browser, "Segunda").await;
        browser.click("menuitem", "Abrir foto").await;
        browser.shows("2 de 2").await;
        press(&browser, Key::Escape).await;
        browser.find_gone("dialog", "Foto").await;
        let is_there = "document.activeElement.matches('[role=article]') \
            && document.activeElement.innerText.includes('Segunda')";
        browser.until("the focus on the message", is_there).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quote_leads_to_its_message_however_far_above() {
    journey(async |world| {
        let marina = customer(world, MARINA);
        let first = marina
            .send_text(SCHOOL_NUMBER, "A primeira de todas")
            .await
            .expect("sent");
        for number in 1..=120 {
            marina
                .send_text(SCHOOL_NUMBER, &format!("Mensagem {number}."))
                .await
                .expect("sent");
        }
        marina
            .reply_text(SCHOOL_NUMBER, &first, "Lembra disso?")
            .await
            .expect("sent");
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        browser.click("button", "Ir para a mais recente").await;
        browser.shows("Lembra disso?").await;
        browser
            .click("button", "Ir para a mensagem original: A primeira de todas")
            .await;
        let is_there = "document.activeElement.matches('[role=article]') \
            && document.activeElement.innerText.includes('A primeira de todas')";
        browser.until("the original with the focus", is_there).await;
    })
    .await;
}

async fn at_the_thread(world: &World) -> Browser {
    writes(world, MARINA, "Chegou o bolo!").await;
    let browser = world.browser(Size::Desktop).await;
    browser.sign_in(&ANA).await;
    open_conversation(&browser, MARINA).await;
    browser.shows("Chegou o bolo!").await;
    browser
}

/// Ana ends every conversation that there is.
async fn conclude_all(world: &World) {
    let ana = world.rest(&ANA).await;
    let rows = eventually("a conversation", async || {
        let rows = ana.get("/conversations").await.body["rows"].clone();
        (!rows.as_array()?.is_empty()).then_some(rows)
    })
    .await;
    for row in rows.as_array().expect("rows") {
        let id = row["conversation"]["id"].as_str().expect("an id");
        let wish = json!({ "state": "concluded" });
        let answer = ana
            .send(Method::PUT, &format!("/conversations/{id}/state"), Some(wish))
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

/// Opens a message's menu by the keyboard.
async fn open_menu(browser: &Browser, words: &str) {
    let focus = "[...document.querySelectorAll('[role=article]')]
        .find((one) => one.innerText.includes(arguments[0])).focus()";
    browser.script(focus, vec![json!(words)]).await;
    press(browser, Key::Enter).await;
    browser.find("menu", "Opções da mensagem").await;
}

/// Whether the phone shows our reaction on the customer's message.
fn is_on_phone(world: &World, emoji: Option<&str>) -> bool {
    world.simulator.look(|state| {
        let thread = state.thread(SCHOOL_NUMBER, MARINA.0);
        thread
            .first()
            .is_some_and(|message| message.reaction_of_business.as_deref() == emoji)
    })
}

async fn press(browser: &Browser, key: Key) {
    browser.type_keys(key + "").await;
}
