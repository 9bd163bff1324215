//! On a tablet held upright: list and thread beside each other, with little room in the bars of both.

use serde_json::json;

use crate::chat::{MARINA, open_conversation, writes};
use crate::harness::{ANA, Browser, Size, journey};
use crate::list_choices::choose;
use crate::phone::assert_targets;

#[tokio::test(flavor = "multi_thread")]
async fn the_bars_keep_their_order_and_every_digit() {
    journey(async |world| {
        writes(world, MARINA, "Ainda há vagas?").await;
        let browser = world.browser(Size::Tablet).await;
        browser.sign_in(&ANA).await;
        browser.find_with("link", MARINA.1).await;
        choose(&browser, "Número comercial", "Escola Doce Arte").await;
        follow_each_other(&browser, &[".number-picker__digits", ".number-picker__icon"]).await;
        browser
            .until(
                "every digit",
                "(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)(document.querySelector('.number-picker__digits'))",
            )
            .await;

        open_conversation(&browser, MARINA).await;
        let search = ".chat-header button[aria-label='Pesquisar histórico de bate-papo']";
        follow_each_other(
            &browser,
            &[".chat-header > .avatar", ".chat-header__name", search],
        )
        .await;
        browser.click("button", "Mais opções").await;
        browser.click("menuitem", "Assumir").await;
        browser.find_gone("menuitem", "Assumir").await;
        for words in [".chat-header__name", ".chat-header__phone"] {
            follow_each_other(&browser, &[".chat-header > .avatar", words, ".assignees", search]).await;
        }
        assert_targets(&browser, "list and thread").await;
        browser.check_screen("tablet-bars").await;
    })
    .await;
}

/// What these select stands in this order, side by side.
async fn follow_each_other(browser: &Browser, selectors: &[&str]) {
    let selectors = json!(selectors);
    let expression = format!(
        "{selectors}
            .map((one) => document.querySelector(one)?.getBoundingClientRect())
            .every((one, at, all) => one && (at === 0 || all[at - 1].right <= one.left))"
    );
    browser
        .until(format!("in this order: {selectors}"), &expression)
        .await;
}
