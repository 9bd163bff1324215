//! The text box, as the guide's first section tells of it: "Caixa de entrada de mensagens".

use reqwest::Method;
use thirtyfour::Key;

use crate::canned_responses::keep_ready;
use crate::chat::{MARINA, OTAVIO, answer, entry_holds, open_conversation, wait_for_tick, writes};
use crate::harness::{ANA, BRUNO, Browser, Size, World, journey};
use crate::keys::{press, press_with};

async fn at_the_entry(world: &World, size: Size) -> Browser {
    writes(world, MARINA, "Bom dia!").await;
    let browser = world.browser(size).await;
    browser.sign_in(&ANA).await;
    open_conversation(&browser, MARINA).await;
    browser.find("field", "Mensagem").await;
    browser
}

async fn sent_to(world: &World, (wa_id, _): (&str, &str)) -> Vec<String> {
    let messages = world.simulator.messages_to(wa_id);
    messages
        .iter()
        .filter_map(|message| message["text"]["body"].as_str().map(str::to_owned))
        .collect()
}

/// "Digite sua mensagem neste local"
#[tokio::test(flavor = "multi_thread")]
async fn the_text_box_says_what_it_is_for() {
    journey(async |world| {
        let browser = at_the_entry(world, Size::Desktop).await;
        browser
            .until(
                "the placeholder",
                "document.querySelector('.composer__text').placeholder === 'Digite sua mensagem neste local'",
            )
            .await;
        browser.assert_accessible().await;
    })
    .await;
}

/// "Suporta campos de mesclagem usando @ (por exemplo, @staff_firstname)", by keys alone.
#[tokio::test(flavor = "multi_thread")]
async fn merge_fields_are_offered_shown_and_replaced() {
    journey(async |world| {
        let browser = at_the_entry(world, Size::Desktop).await;
        browser.type_keys("Oi @contact_f").await;
        browser.find_with("option", "@contact_firstname").await;
        browser.assert_accessible().await;
        press(&browser, Key::Tab).await;
        entry_holds(&browser, "Oi @contact_firstname").await;
        browser.type_keys(", aqui é @staff_").await;
        browser.find_with("option", "@staff_firstname").await;
        press(&browser, Key::Down).await;
        press(&browser, Key::Up).await;
        press(&browser, Key::Enter).await;
        entry_holds(&browser, "Oi @contact_firstname, aqui é @staff_firstname").await;
        browser.find("group", "O cliente recebe").await;
        browser.shows("Oi Marina, aqui é Ana").await;
        browser.screenshot("composer-merge-fields").await;
        press(&browser, Key::Enter).await;
        wait_for_tick(&browser, "Entregue").await;
        assert_eq!(sent_to(world, MARINA).await, ["Oi Marina, aqui é Ana"]);
        entry_holds(&browser, "").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_email_address_offers_nothing_and_stays_as_typed() {
    journey(async |world| {
        let browser = at_the_entry(world, Size::Desktop).await;
        browser.type_keys("Escreva para escola@").await;
        entry_holds(&browser, "Escreva para escola@").await;
        assert!(browser.all_with("option", "@").await.is_empty());
        browser.type_keys("docearte.example").await;
        press(&browser, Key::Enter).await;
        wait_for_tick(&browser, "Entregue").await;
        assert_eq!(
            sent_to(world, MARINA).await,
            ["Escreva para escola@docearte.example"]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_closes_the_list_and_a_click_chooses_from_it() {
    journey(async |world| {
        let browser = at_the_entry(world, Size::Desktop).await;
        browser.type_keys("@busin").await;
        browser.find_with("option", "@business_name").await;
        press(&browser, Key::Escape).await;
        browser
            .until("no list", "!document.querySelector('[role=listbox]')")
            .await;
        browser.find_with("heading", MARINA.1).await;
        browser.type_keys("e").await;
        browser.click_with("option", "@business_phone").await;
        entry_holds(&browser, "@business_phone").await;
        browser
            .until(
                "the focus in the entry",
                "document.activeElement.matches('.composer__text')",
            )
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unknown_or_empty_is_marked_and_asked_about() {
    journey(async |world| {
        // Whoever comes through a source that the team does not keep comes from nowhere.
        let ana = world.rest(&ANA).await;
        let source = format!("/sources/{}", domain::contact::seeded::whatsapp());
        assert_eq!(ana.send(Method::DELETE, &source, None).await.status, 204);
        let browser = at_the_entry(world, Size::Desktop).await;
        browser
            .type_keys("Oi @contact_nmae, veio de @contact_source ")
            .await;
        browser
            .until(
                "two marks",
                "document.querySelectorAll('.composer-preview__gap').length === 2",
            )
            .await;
        press(&browser, Key::Enter).await;
        browser.find("dialog", "Enviar com campos em aberto?").await;
        browser.shows("@contact_nmae, @contact_source").await;
        browser.assert_accessible().await;
        browser.click("button", "Continuar editando").await;
        entry_holds(&browser, "Oi @contact_nmae, veio de @contact_source ").await;
        assert!(sent_to(world, MARINA).await.is_empty());
        browser.click("button", "Enviar").await;
        browser.find("dialog", "Enviar com campos em aberto?").await;
        browser.click("button", "Enviar mesmo assim").await;
        wait_for_tick(&browser, "Entregue").await;
        assert_eq!(sent_to(world, MARINA).await, ["Oi @contact_nmae, veio de "]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn enter_breaks_the_line_where_one_wants_it_so() {
    journey(async |world| {
        let browser = at_the_entry(world, Size::Desktop).await;
        browser.click_with("button", "Perfil de").await;
        browser
            .click("radio", "Enter quebra a linha, Ctrl + Enter envia")
            .await;
        press(&browser, Key::Escape).await;
        browser.click("field", "Mensagem").await;
        browser.type_keys("Primeira").await;
        press(&browser, Key::Enter).await;
        browser.type_keys("segunda").await;
        entry_holds(&browser, "Primeira\nsegunda").await;
        press_with(&browser, Key::Control, Key::Enter).await;
        wait_for_tick(&browser, "Entregue").await;
        assert_eq!(sent_to(world, MARINA).await, ["Primeira\nsegunda"]);
        browser.reload().await;
        browser.click("field", "Mensagem").await;
        browser.type_keys("a").await;
        press(&browser, Key::Enter).await;
        entry_holds(&browser, "a\n").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_was_cleared_by_mistake_comes_back() {
    journey(async |world| {
        let browser = at_the_entry(world, Size::Phone).await;
        browser.click("field", "Mensagem").await;
        browser.type_keys("Um texto que custou a escrever").await;
        browser
            .script(
                "const field = document.querySelector('.composer__text'); field.select();
                 document.execCommand('delete');",
                Vec::new(),
            )
            .await;
        entry_holds(&browser, "").await;
        browser.click("button", "Desfazer").await;
        entry_holds(&browser, "Um texto que custou a escrever").await;
        browser.find_gone("button", "Desfazer").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counter_comes_near_the_end_and_too_much_is_not_sent() {
    journey(async |world| {
        let browser = at_the_entry(world, Size::Desktop).await;
        let fill = async |length: usize| {
            browser
                .script(
                    "const field = document.querySelector('.composer__text'); field.focus(); field.select();
                     document.execCommand('insertText', false, 'a'.repeat(arguments[0]));",
                    vec![serde_json::json!(length)],
                )
                .await;
        };
        fill(3_700).await;
        browser.find("button", "Enviar").await;
        browser
            .until("no counter", "!document.querySelector('.composer__counter')")
            .await;
        fill(4_096).await;
        browser
            .until(
                "0 left",
                "document.querySelector('.composer__counter [aria-hidden]')?.textContent === '0'",
            )
            .await;
        fill(4_097).await;
        browser
            .until(
                "1 too many",
                "document.querySelector('.composer__counter [aria-hidden]')?.textContent === '-1'",
            )
            .await;
        press(&browser, Key::Enter).await;
        browser
            .until(
                "the text is still there",
                "document.querySelector('.composer__text').value.length === 4097",
            )
            .await;
        assert!(sent_to(world, MARINA).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn emoji_are_found_by_name_and_put_where_one_writes() {
    journey(async |world| {
        let browser = at_the_entry(world, Size::Desktop).await;
        browser.type_keys("Feito ").await;
        browser.click("button", "Emoji").await;
        browser.find("searchbox", "Buscar emoji").await;
        browser.type_keys("coracao verm").await;
        browser.find("button", "coração vermelho").await;
        browser.assert_accessible().await;
        browser.screenshot("composer-emoji").await;
        press(&browser, Key::Enter).await;
        entry_holds(&browser, "Feito ❤️").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_follows_its_author_to_another_device() {
    journey(async |world| {
        let desk = at_the_entry(world, Size::Desktop).await;
        let phone = world.browser(Size::Phone).await;
        phone.sign_in(&ANA).await;
        phone.find_with("link", MARINA.1).await;
        desk.type_keys("Sobre o curso de sábado").await;
        phone.shows("Rascunho: Sobre o curso de sábado").await;
        open_conversation(&phone, MARINA).await;
        entry_holds(&phone, "Sobre o curso de sábado").await;
        // What is sent on one device is gone on the other.
        phone.click("button", "Enviar").await;
        entry_holds(&phone, "").await;
        entry_holds(&desk, "").await;
        wait_for_tick(&desk, "Entregue").await;
        assert_eq!(sent_to(world, MARINA).await, ["Sobre o curso de sábado"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_message_to_be_answered_follows_to_another_device() {
    journey(async |world| {
        let browser = at_the_entry(world, Size::Desktop).await;
        let is_answering = "Boolean(document.querySelector('.composer-reply'))";
        browser
            .script("document.querySelector('[role=log]').focus()", Vec::new())
            .await;
        press(&browser, Key::Up).await;
        press(&browser, Key::Enter).await;
        browser.click("menuitem", "Responder").await;
        browser.find_with("group", "Respondendo a Marina").await;
        let phone = world.browser(Size::Phone).await;
        phone.sign_in(&ANA).await;
        open_conversation(&phone, MARINA).await;
        phone.find_with("group", "Respondendo a Marina").await;
        phone.click("button", "Não responder a esta mensagem").await;
        phone
            .until("nothing to answer", &format!("!{is_answering}"))
            .await;
        browser
            .until("nothing to answer", &format!("!{is_answering}"))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_box_of_a_number_shows_what_the_server_has() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.open("/setup/numbers").await;
        browser.shows("Escola Doce Arte").await;
        world.stop_server().await;
        let choices = browser.all_with("checkbox", "Assinar com o nome do agente").await;
        choices[0].click().await.expect("clicked");
        browser.shows("O número não foi alterado.").await;
        browser
            .until(
                "the box as it was",
                "!document.querySelector('.setup-numbers input').checked",
            )
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_in_the_same_conversation_see_each_other() {
    journey(async |world| {
        let ana = at_the_entry(world, Size::Desktop).await;
        writes(world, OTAVIO, "Olá").await;
        let bruno = world.browser(Size::Desktop).await;
        bruno.sign_in(&BRUNO).await;
        open_conversation(&bruno, MARINA).await;
        ana.shows("Bruno também está nesta conversa").await;
        bruno.shows("Ana também está nesta conversa").await;
        bruno.type_keys("Vou").await;
        ana.shows("Bruno está escrevendo…").await;
        open_conversation(&bruno, OTAVIO).await;
        ana.no_longer_shows("Bruno também está nesta conversa").await;
        bruno.no_longer_shows("Ana também está nesta conversa").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_asks_when_a_colleague_has_answered_meanwhile() {
    journey(async |world| {
        let ana = at_the_entry(world, Size::Desktop).await;
        ana.type_keys("Sim, ainda há vagas").await;
        let bruno = world.browser(Size::Desktop).await;
        bruno.sign_in(&BRUNO).await;
        open_conversation(&bruno, MARINA).await;
        answer(&bruno, "Não há mais vagas").await;
        ana.shows("Não há mais vagas").await;
        press(&ana, Key::Enter).await;
        ana.find("dialog", "Chegou resposta de Bruno enquanto você escrevia")
            .await;
        ana.assert_accessible().await;
        ana.screenshot("composer-answered").await;
        ana.click("button", "Continuar editando").await;
        entry_holds(&ana, "Sim, ainda há vagas").await;
        press(&ana, Key::Enter).await;
        ana.click("button", "Enviar mesmo assim").await;
        entry_holds(&ana, "").await;
        wait_for_tick(&ana, "Entregue").await;
        bruno.shows("Sim, ainda há vagas").await;
        let mut sent = sent_to(world, MARINA).await;
        sent.sort();
        assert_eq!(sent, ["Não há mais vagas", "Sim, ainda há vagas"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_signs_shows_the_name_before_and_after_sending() {
    journey(async |world| {
        let browser = at_the_entry(world, Size::Desktop).await;
        browser.open("/setup/numbers").await;
        browser.shows("Escola Doce Arte").await;
        browser.assert_accessible().await;
        browser.screenshot("setup-numbers").await;
        let choices = browser.all_with("checkbox", "Assinar com o nome do agente").await;
        choices[0].click().await.expect("clicked");
        browser
            .until(
                "the choice is kept",
                "document.querySelector('.setup-numbers input').checked",
            )
            .await;
        // Within the app, so that nothing that is under way breaks off.
        browser.click("link", "Bate-papo").await;
        open_conversation(&browser, MARINA).await;
        browser.click("field", "Mensagem").await;
        browser.type_keys("Bom dia").await;
        browser.find("group", "O cliente recebe").await;
        browser.shows("Ana Ribeiro:").await;
        press(&browser, Key::Enter).await;
        wait_for_tick(&browser, "Entregue").await;
        assert_eq!(sent_to(world, MARINA).await, ["*Ana Ribeiro:*\nBom dia"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_shows_what_it_answers_and_quotes_it() {
    journey(async |world| {
        let browser = at_the_entry(world, Size::Desktop).await;
        browser
            .script("document.querySelector('[role=log]').focus()", Vec::new())
            .await;
        press(&browser, Key::Up).await;
        press(&browser, Key::Enter).await;
        browser.click("menuitem", "Responder").await;
        browser.find_with("group", "Respondendo a Marina").await;
        browser.assert_accessible().await;
        browser.click("field", "Mensagem").await;
        press(&browser, Key::Escape).await;
        browser
            .until("nothing to answer", "!document.querySelector('.composer-reply')")
            .await;
        browser.find_with("heading", MARINA.1).await;

        browser
            .script("document.querySelector('[role=log]').focus()", Vec::new())
            .await;
        press(&browser, Key::Up).await;
        press(&browser, Key::Enter).await;
        browser.click("menuitem", "Responder").await;
        browser
            .until(
                "the focus in the entry",
                "document.activeElement.matches('.composer__text')",
            )
            .await;
        browser.type_keys("Bom dia, Marina!").await;
        press(&browser, Key::Enter).await;
        wait_for_tick(&browser, "Entregue").await;
        browser
            .until("nothing to answer", "!document.querySelector('.composer-reply')")
            .await;
        let sent = world.simulator.messages_to(MARINA.0);
        assert!(sent[0]["context"]["message_id"].is_string(), "{sent:?}");
    })
    .await;
}

/// `/` finds what the team keeps ready; its merge fields stay live.
#[tokio::test(flavor = "multi_thread")]
async fn a_canned_response_fills_the_text_box() {
    journey(async |world| {
        let response = serde_json::json!({
            "shortcut": "horario", "title": "Quando abrimos", "body": "Oi @contact_firstname, abrimos às 9h.",
        });
        keep_ready(world, response).await;
        let browser = at_the_entry(world, Size::Desktop).await;
        browser.type_keys("/hor").await;
        browser.find_with("option", "/horario").await;
        browser.assert_accessible().await;
        press(&browser, Key::Enter).await;
        entry_holds(&browser, "Oi @contact_firstname, abrimos às 9h.").await;
        press(&browser, Key::Enter).await;
        wait_for_tick(&browser, "Entregue").await;
        assert_eq!(sent_to(world, MARINA).await, ["Oi Marina, abrimos às 9h."]);
    })
    .await;
}
