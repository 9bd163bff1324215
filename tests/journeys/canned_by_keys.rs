//! The answers that the team keeps ready, without a mouse: finding one, sending it, and writing one.

use serde_json::json;
use thirtyfour::Key;

use crate::canned_responses::{IN_DIALOG, keep_ready};
use crate::chat::{MARINA, entry_holds, writes};
use crate::files::{PDF, all_received, choose_in, kept_by_meta, pattern, received};
use crate::harness::{ANA, Browser, Size, journey};
use crate::keys::{
    at_the_entry, focus_has, focus_is_on, go_back_to, go_on_to, press, step_until, take_over_file_choosers,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_canned_response_is_found_and_sent_by_keys() {
    journey(async |world| {
        for (shortcut, title, body) in [
            ("endereco", "Onde ficamos", "Rua das Acácias, 120"),
            (
                "horario",
                "Quando abrimos",
                "Oi @contact_firstname, abrimos às 9h.",
            ),
            ("pix", "Pagamento", "A chave é pix@docearte.example"),
        ] {
            keep_ready(
                world,
                json!({ "shortcut": shortcut, "title": title, "body": body }),
            )
            .await;
        }
        let browser = at_the_entry(world).await;
        browser.type_keys("/").await;
        enter_would_take(&browser, "/endereco").await;
        press(&browser, Key::Down).await;
        enter_would_take(&browser, "/horario").await;
        press(&browser, Key::Up).await;
        press(&browser, Key::Up).await;
        enter_would_take(&browser, "/pix").await;
        press(&browser, Key::Down).await;
        enter_would_take(&browser, "/endereco").await;

        // Esc is for the list alone, and typing brings the list back.
        press(&browser, Key::Escape).await;
        no_list(&browser).await;
        focus_is_on(&browser, "Mensagem").await;
        entry_holds(&browser, "/").await;
        browser.type_keys("ho").await;
        enter_would_take(&browser, "/horario").await;
        press(&browser, Key::Enter).await;
        no_list(&browser).await;
        entry_holds(&browser, "Oi @contact_firstname, abrimos às 9h.").await;
        assert!(
            world.simulator.messages_to(MARINA.0).is_empty(),
            "what was chosen is looked at first"
        );
        browser.type_keys(" Até já!").await;
        press(&browser, Key::Enter).await;
        entry_holds(&browser, "").await;
        focus_is_on(&browser, "Mensagem").await;

        // Tab takes what Enter would, in the middle of a text too.
        browser.type_keys("Estamos na /end").await;
        enter_would_take(&browser, "/endereco").await;
        press(&browser, Key::Tab).await;
        entry_holds(&browser, "Estamos na Rua das Acácias, 120").await;
        press(&browser, Key::Enter).await;
        let sent = all_received(world, 2).await;
        assert_eq!(sent[0]["text"]["body"], "Oi Marina, abrimos às 9h. Até já!");
        assert_eq!(sent[1]["text"]["body"], "Estamos na Rua das Acácias, 120");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_canned_response_with_a_file_is_written_and_sent_by_keys() {
    journey(async |world| {
        writes(world, MARINA, "Tem cardápio?").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        take_over_file_choosers(&browser).await;
        browser.find_with("link", MARINA.1).await;
        // Nothing has the focus after signing in.
        press(&browser, Key::Tab).await;
        go_on_to(&browser, "Setup").await;
        press(&browser, Key::Enter).await;
        browser.find("link", "Respostas prontas").await;
        go_on_to(&browser, "Respostas prontas").await;
        press(&browser, Key::Enter).await;
        browser.shows("Nenhuma resposta pronta ainda").await;
        go_on_to(&browser, "Nova resposta").await;
        press(&browser, Key::Enter).await;
        browser.find("dialog", "Nova resposta pronta").await;

        focus_is_on(&browser, "Atalho").await;
        browser.type_keys("cardapio").await;
        press(&browser, Key::Tab).await;
        focus_has(&browser, "Título").await;
        browser.type_keys("Cardápio").await;
        press(&browser, Key::Tab).await;
        focus_has(&browser, "Texto").await;
        browser.type_keys("Segue o cardápio, @contact_firstname!").await;
        // A file may be taken out again; the focus goes along.
        for is_last in [false, true] {
            go_on_to(&browser, "Anexar arquivo").await;
            press(&browser, Key::Enter).await;
            choose_in(
                &browser,
                IN_DIALOG,
                &[("Cardápio.pdf", "application/pdf", PDF, 4_000)],
            )
            .await;
            // Its card is drawn anew once it was looked at.
            focus_is_on(&browser, "Remover Cardápio.pdf").await;
            browser.no_longer_shows("Preparando…").await;
            focus_is_on(&browser, "Remover Cardápio.pdf").await;
            if !is_last {
                press(&browser, Key::Enter).await;
                focus_is_on(&browser, "Anexar arquivo").await;
            }
        }
        go_on_to(&browser, "Salvar").await;
        press(&browser, Key::Enter).await;
        browser.find_gone("dialog", "Nova resposta pronta").await;
        browser.shows("/cardapio").await;
        focus_is_on(&browser, "Nova resposta").await;

        go_back_to(&browser, "Bate-papo").await;
        press(&browser, Key::Enter).await;
        browser.find_with("link", MARINA.1).await;
        let row = format!(
            "focused.matches('a') && focused.innerText.includes('{}')",
            MARINA.1
        );
        step_until(&browser, Key::Tab, "the row", &row).await;
        press(&browser, Key::Enter).await;
        focus_is_on(&browser, "Mensagem").await;
        browser.type_keys("/card").await;
        enter_would_take(&browser, "/cardapio").await;
        press(&browser, Key::Enter).await;
        focus_is_on(&browser, "Legenda").await;
        browser
            .until(
                "the file in the tray, with its words",
                "document.querySelector('.tray__caption').value === 'Segue o cardápio, @contact_firstname!' \
                    && !document.querySelector('.tray__foot .button').disabled",
            )
            .await;
        entry_holds(&browser, "").await;
        press(&browser, Key::Enter).await;
        let sent = received(world).await;
        assert_eq!(sent["document"]["filename"], "Cardápio.pdf");
        assert_eq!(sent["document"]["caption"], "Segue o cardápio, Marina!");
        assert!(kept_by_meta(world, &sent, "document").await == pattern(PDF, 4_000));
        focus_is_on(&browser, "Mensagem").await;
    })
    .await;
}

/// The list is open, and both eyes and ears are told which of it Enter takes.
async fn enter_would_take(browser: &Browser, label: &str) {
    let label = json!(label);
    let expression = format!(
        "((entry, chosen) => chosen?.querySelector('.suggestion__label').textContent === {label}
            && entry.getAttribute('role') === 'combobox' && entry.getAttribute('aria-activedescendant') === chosen.id
        )(document.activeElement, document.querySelector('.suggestion[aria-selected=true]'))"
    );
    browser
        .until(format!("{label} as the chosen one"), &expression)
        .await;
}

async fn no_list(browser: &Browser) {
    browser
        .until("no list", "!document.querySelector('[role=listbox]')")
        .await;
}
