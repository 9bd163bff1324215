//! A piece of work from beginning to end without a mouse: find a person, read the third hit, change the stage, put into a group, add a
//! note, go back to typing. After each step the focus is on what the step is about, and shows.

use thirtyfour::Key;

use crate::chat::{MARINA, OTAVIO, wait_for_tick, writes};
use crate::contact_panel::{BUTTON, PANEL, has_stage};
use crate::harness::{ANA, Browser, Size, journey};
use crate::keys::{
    assert_focus_visible, focus_is_on, focus_shows_on, go_back_to, go_on_to, press, press_with,
};
use crate::search::{BOX, focused_article, press_ctrl_k};
use crate::thread_view::in_view;

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_found_a_hit_read_a_stage_changed_a_note_added_and_one_types_again() {
    journey(async |world| {
        for text in ["O bolo de cenoura", "O bolo de fubá", "O bolo de milho"] {
            writes(world, MARINA, text).await;
        }
        writes(world, OTAVIO, "Preciso de um recibo").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.find_with("link", MARINA.1).await;

        // Which keys there are.
        browser.type_keys("?").await;
        browser.find("dialog", "Atalhos de teclado").await;
        browser.shows("Ir para a busca de contatos e mensagens").await;
        press(&browser, Key::Escape).await;
        browser.find_gone("dialog", "Atalhos de teclado").await;

        // A person: one is where one writes to them.
        look_for(&browser, "otávio").await;
        browser.find_with("option", OTAVIO.1).await;
        press(&browser, Key::Down).await;
        is_chosen(&browser, OTAVIO.1).await;
        press(&browser, Key::Enter).await;
        browser.find_with("heading", OTAVIO.1).await;
        focus_shows_on(&browser, "Mensagem").await;

        // The third hit: one is on the message.
        look_for(&browser, "bolo").await;
        for hit in ["O bolo de milho", "O bolo de fubá", "O bolo de cenoura"] {
            browser.find_with("option", hit).await;
        }
        for hit in ["O bolo de milho", "O bolo de fubá", "O bolo de cenoura"] {
            press(&browser, Key::Down).await;
            is_chosen(&browser, hit).await;
            focus_shows_on(&browser, BOX).await;
        }
        press(&browser, Key::Enter).await;
        browser
            .until(
                "the message with the focus",
                &focused_article("O bolo de cenoura"),
            )
            .await;
        // What was found is framed for a moment, like what has the focus.
        browser
            .until(
                "the frame of what was found is gone",
                "document.activeElement.getAnimations().length === 0",
            )
            .await;
        assert_focus_visible(&browser).await;
        in_view(&browser, "O bolo de cenoura").await;
        browser.find_with("heading", MARINA.1).await;

        // The panel, and the stage.
        go_back_to(&browser, BUTTON).await;
        assert_focus_visible(&browser).await;
        press(&browser, Key::Enter).await;
        browser.find("complementary", PANEL).await;
        focus_shows_on(&browser, PANEL).await;
        go_on_to(&browser, "Qualificado").await;
        press(&browser, Key::Space).await;
        has_stage(&browser, "Qualificado").await;
        focus_shows_on(&browser, "Qualificado").await;

        // A group, by the first letter of its name, whatever its case.
        go_on_to(&browser, "Adicionar a um grupo").await;
        press(&browser, Key::Enter).await;
        browser.find("menuitem", "whatsapp-group").await;
        browser
            .until(
                "the focus on the first entry",
                "document.activeElement.matches('[role=menuitem]:first-of-type')",
            )
            .await;
        for (letter, group) in [
            ("w", "whatsapp-group"),
            ("i", "Indicação"),
            ("f", "facebook-group"),
        ] {
            browser.type_keys(letter).await;
            focus_shows_on(&browser, group).await;
        }
        // What begins no entry leads nowhere; the arrows go on from here.
        browser.type_keys("x").await;
        focus_is_on(&browser, "facebook-group").await;
        browser.type_keys("i").await;
        focus_is_on(&browser, "Indicação").await;
        press(&browser, Key::Enter).await;
        browser.find("button", "Tirar do grupo Indicação").await;
        focus_shows_on(&browser, "Adicionar a um grupo").await;

        // A note. A slip on Esc loses nothing, and leaves the panel open.
        go_on_to(&browser, "Adicionar nota").await;
        press(&browser, Key::Enter).await;
        focus_shows_on(&browser, "Nota").await;
        browser.type_keys("Ligar na segunda").await;
        press(&browser, Key::Escape).await;
        browser.find_gone("button", "Salvar nota").await;
        focus_shows_on(&browser, "Adicionar nota").await;
        press(&browser, Key::Enter).await;
        browser
            .until(
                "the note as it was",
                "document.activeElement.value === 'Ligar na segunda'",
            )
            .await;
        press_with(&browser, Key::Control, Key::Enter).await;
        browser.find_gone("button", "Salvar nota").await;
        browser.shows("Ligar na segunda").await;
        focus_shows_on(&browser, "Adicionar nota").await;

        // Esc closes the panel before the chat, and one types again.
        press(&browser, Key::Escape).await;
        browser.find_gone("complementary", PANEL).await;
        focus_shows_on(&browser, BUTTON).await;
        go_on_to(&browser, "Mensagem").await;
        assert_focus_visible(&browser).await;
        browser.type_keys("De volta").await;
        press(&browser, Key::Enter).await;
        wait_for_tick(&browser, "Entregue").await;
        let sent = world.simulator.messages_to(MARINA.0);
        assert_eq!(sent.len(), 1, "the note is no message: {sent:?}");
        assert_eq!(sent[0]["text"]["body"], "De volta");
        focus_shows_on(&browser, "Mensagem").await;
    })
    .await;
}

/// Goes to the box from wherever one is and writes into it anew.
async fn look_for(browser: &Browser, wanted: &str) {
    press_ctrl_k(browser).await;
    assert_focus_visible(browser).await;
    press_with(browser, Key::Control, "a").await;
    browser.type_keys(wanted).await;
}

/// Waits until the result with these words is the one that Enter opens.
async fn is_chosen(browser: &Browser, words: &str) {
    let chosen = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))";
    let words = serde_json::json!(words);
    browser
        .until(
            format!("the result {words} chosen"),
            &format!("{chosen}?.ariaSelected === 'true' && {chosen}.innerText.includes({words})"),
        )
        .await;
}
