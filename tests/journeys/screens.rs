//! Every screen at three sizes in both themes: nothing that people with disabilities would stumble over.

use crate::chat::{MARINA, OTAVIO, customer, open_conversation, writes};
use crate::harness::{ANA, SCHOOL_NUMBER, Size, journey};

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_accessible_on_a_desktop() {
    walk_through_the_screens(Size::Desktop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_accessible_on_a_tablet() {
    walk_through_the_screens(Size::Tablet).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_accessible_on_a_phone() {
    walk_through_the_screens(Size::Phone).await;
}

async fn walk_through_the_screens(size: Size) {
    journey(async |world| {
        let yesterday_s = world.now_ms() / 1_000 - 25 * 60 * 60;
        writes(world, MARINA, "Bom dia! 😊").await;
        customer(world, OTAVIO)
            .send_text_at(SCHOOL_NUMBER, "Volto a escrever", yesterday_s)
            .await
            .expect("sent");
        let browser = world.browser(size).await;
        browser.open("/").await;
        browser.find("button", "Entrar").await;
        browser.check_screen("sign-in").await;

        browser.sign_in(&ANA).await;
        browser.find_with("link", MARINA.1).await;
        browser.check_screen("list").await;

        open_conversation(&browser, MARINA).await;
        browser.shows("Bom dia!").await;
        browser.check_screen("thread").await;

        browser.open("/").await;
        open_conversation(&browser, OTAVIO).await;
        browser.shows("A janela de 24 horas fechou.").await;
        browser.check_screen("window-closed").await;
    })
    .await;
}
