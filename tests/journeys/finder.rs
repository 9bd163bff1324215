//! "Pesquisar histórico de bate-papo", sentence by sentence of the guide.

use thirtyfour::Key;

use crate::chat::{MARINA, customer, open_conversation, writes};
use crate::contact_panel::{PANEL, open_panel};
use crate::harness::{ANA, Size, journey};
use crate::keys::{focus_is_on, press, press_with};
use crate::search::write_history;
use crate::thread_view::{assert_few_rows, in_view, scroll_to_the_first};

/// What the icon and the box are called.
pub const NAME: &str = "Pesquisar histórico de bate-papo";

/// "Clique no ícone de pesquisa para abrir a caixa de pesquisa. Os resultados destacam os termos correspondentes. Role para carregar e
/// pesquisar o histórico de mensagens."
#[tokio::test(flavor = "multi_thread")]
async fn the_icon_opens_the_box_and_the_whole_history_is_searched_hit_by_hit() {
    journey(async |world| {
        // Seventeen of them, far beyond what a device has when the chat opens.
        let text = |line| match line % 15 {
            0 => format!("Linha {line:03}: sobre a Encomenda"),
            _ => format!("Linha {line:03}"),
        };
        write_history(world, &customer(world, MARINA), 260, text).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        in_view(&browser, "Linha 260").await;

        browser.click("button", NAME).await;
        browser.fill(NAME, "encom SOBRE").await;
        browser.shows("1 de 17").await;
        in_view(&browser, "Linha 255").await;
        let marks = "[...document.querySelectorAll('[role=log] mark')].map((mark) => mark.innerText)";
        browser
            .until(
                "the words marked in the bubbles",
                &format!(
                    "{marks}.length > 1 && {marks}.every((word) => ['sobre', 'Encomenda'].includes(word))"
                ),
            )
            .await;
        browser.check_screen("finder").await;

        // As one scrolls, the history comes, and what is looked for is marked in it.
        scroll_to_the_first(&browser, "Linha 001").await;
        in_view(&browser, "Linha 001").await;
        browser
            .until(
                "the words marked in what came",
                "[...document.querySelectorAll('[role=log] [data-message]')].find((row) =>
                    row.textContent.includes('Linha 015'))?.querySelectorAll('mark').length === 2",
            )
            .await;
        browser.shows("1 de 17").await;

        for _ in 0..2 {
            press(&browser, Key::Enter).await;
        }
        browser.shows("3 de 17").await;
        in_view(&browser, "Linha 225").await;
        press_with(&browser, Key::Shift, Key::Enter).await;
        browser.shows("2 de 17").await;
        in_view(&browser, "Linha 240").await;
        // The focus has stayed in the box.
        let in_box = format!("document.activeElement.getAttribute('aria-label') === '{NAME}'");
        browser.until("the focus in the box", &in_box).await;

        for at in 3..=17 {
            browser.click("button", "Próximo resultado, mais antigo").await;
            browser.shows(&format!("{at} de 17")).await;
        }
        in_view(&browser, "Linha 015").await;
        in_view(&browser, "Linha 016").await;
        assert_few_rows(&browser).await;
        // Behind the last comes the first.
        browser.click("button", "Próximo resultado, mais antigo").await;
        browser.shows("1 de 17").await;
        in_view(&browser, "Linha 255").await;

        // The address tells of it.
        browser.reload().await;
        browser.shows("1 de 17").await;
        in_view(&browser, "Linha 255").await;

        browser.fill(NAME, "recibo").await;
        browser.shows("Nenhum resultado").await;

        world.stop_server().await;
        browser.fill(NAME, "encomenda").await;
        browser
            .shows("Sem conexão: só as mensagens deste aparelho foram pesquisadas.")
            .await;
        browser.shows("1 de ").await;
        in_view(&browser, "Linha 255").await;

        press(&browser, Key::Escape).await;
        browser.find_gone("field", NAME).await;
        browser
            .until(
                "nothing marked",
                "document.querySelector('[role=log] mark') === null",
            )
            .await;
        // The window has closed, so there is no entry.
        focus_is_on(&browser, NAME).await;
    })
    .await;
}

/// On a phone the panel covers the thread.
#[tokio::test(flavor = "multi_thread")]
async fn the_panel_with_information_makes_room_for_the_box() {
    journey(async |world| {
        writes(world, MARINA, "Ainda há vagas para sábado?").await;
        let browser = world.browser(Size::Phone).await;
        browser.sign_in(&ANA).await;
        open_panel(&browser, MARINA).await;
        browser.click("button", NAME).await;
        browser.find_gone("complementary", PANEL).await;
        browser.fill(NAME, "vaga").await;
        browser.shows("1 de 1").await;
    })
    .await;
}
