//! "Ctrl/⌘K": one box for search and commands, from every page.

use thirtyfour::Key;

use crate::chat::{MARINA, open_conversation, writes};
use crate::harness::{ANA, Size, World, journey};
use crate::keys::press;
use crate::search::{focused_article, press_ctrl_k};

#[tokio::test(flavor = "multi_thread")]
async fn by_ctrl_k_one_searches_and_commands_from_setup_and_help_and_goes_back_there() {
    journey(async |world| {
        writes(world, MARINA, "Ainda há vagas na turma?").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.find_with("link", MARINA.1).await;
        for (page, heading) in [("/setup/alarms", "Avisos"), ("/help/guide", "Guia")] {
            browser.open(page).await;
            browser.find("heading", heading).await;
            press_ctrl_k(&browser).await;
            assert_eq!(browser.path().await, "/");
            browser.driver().back().await.expect("the browser goes back");
            browser.find("heading", heading).await;
            assert_eq!(browser.path().await, page);

            press_ctrl_k(&browser).await;
            browser.type_keys("vagas").await;
            browser.find_with("option", "Ainda há vagas na turma?").await;
            press(&browser, Key::Enter).await;
            browser.find_with("heading", MARINA.1).await;
            browser
                .until("the message with the focus", &focused_article("vagas"))
                .await;
        }

        // A link to a message that somebody deleted.
        let chat = browser.path().await;
        browser
            .open(&format!("{chat}?m=01900000-0000-7000-8000-00000000000a"))
            .await;
        browser.shows("Esta mensagem não existe mais.").await;

        browser.open("/help/guide").await;
        browser.find("heading", "Guia").await;
        press_ctrl_k(&browser).await;
        browser.type_keys("> setup").await;
        browser.find("option", "Ir para Setup").await;
        press(&browser, Key::Enter).await;
        browser.find("heading", "Avisos").await;
        assert_eq!(browser.path().await, "/setup");

        from_the_other_pane(world).await;
    })
    .await;
}

/// On a phone the list shows, so that the box can take the focus.
async fn from_the_other_pane(world: &World) {
    let phone = world.browser(Size::Phone).await;
    phone.sign_in(&ANA).await;
    open_conversation(&phone, MARINA).await;
    press_ctrl_k(&phone).await;
    assert_eq!(phone.path().await, "/");
}
