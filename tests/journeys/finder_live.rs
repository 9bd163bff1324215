//! "Pesquisar histórico de bate-papo" while the conversation goes on, the server goes away and all begins anew.

use thirtyfour::Key;

use crate::chat::{MARINA, customer, open_conversation};
use crate::finder::NAME;
use crate::harness::{ANA, Browser, SCHOOL_NUMBER, Size, World, journey};
use crate::keys::press;
use crate::thread_view::in_view;

const TEXTS: [&str; 4] = [
    "A encomenda chegou?",
    "Bom dia!",
    "É a encomenda do bolo",
    "Encomenda de sábado",
];

/// "Matches highlighted, “3 de 17”, next/previous", and "everything changes live for everyone who may see it".
#[tokio::test(flavor = "multi_thread")]
async fn what_comes_and_goes_meanwhile_is_counted_and_the_hit_that_is_shown_stays() {
    journey(async |world| {
        let (browser, wamids) = looking_for_orders(world).await;
        press(&browser, Key::Enter).await;
        browser.shows("2 de 3").await;
        in_view(&browser, "É a encomenda do bolo").await;

        let marina = customer(world, MARINA);
        marina
            .send_text(SCHOOL_NUMBER, "Mais uma encomenda")
            .await
            .expect("sent");
        browser.shows("3 de 4").await;
        in_view(&browser, "É a encomenda do bolo").await;

        // What is shown is no hit any more: the next older one takes its place, and when there is none, the last that is left.
        for (wamid, text, count, shown) in [
            (&wamids[2], "É o bolo", "3 de 3", "A encomenda chegou?"),
            (&wamids[0], "Chegou?", "2 de 2", "Encomenda de sábado"),
        ] {
            marina
                .edit_text(SCHOOL_NUMBER, wamid, text)
                .await
                .expect("edited");
            browser.shows(count).await;
            in_view(&browser, shown).await;
        }
        press(&browser, Key::Enter).await;
        browser.shows("1 de 2").await;
        in_view(&browser, "Mais uma encomenda").await;
    })
    .await;
}

/// "Older history not on the device is asked from the server", as soon as it is there again, and nobody has to type once more.
#[tokio::test(flavor = "multi_thread")]
async fn the_whole_history_is_searched_when_the_server_is_back_or_all_began_anew() {
    const ON_DEVICE: &str = "Sem conexão: só as mensagens deste aparelho foram pesquisadas.";
    journey(async |world| {
        let (browser, _) = looking_for_orders(world).await;
        world.stop_server().await;
        browser.fill(NAME, "encom").await;
        browser.shows(ON_DEVICE).await;
        world.start_server().await;
        browser.no_longer_shows(ON_DEVICE).await;
        browser.shows("1 de 3").await;

        world.stop_server().await;
        world.begin_another_log().await;
        let listen = "
            const real = window.fetch;
            window.asked = [];
            window.fetch = (asked, ...rest) => {
                window.asked.push(String(asked.url ?? asked));
                return real.call(window, asked, ...rest);
            };";
        browser.script(listen, Vec::new()).await;
        world.start_server().await;
        browser
            .until(
                "the search after all began anew",
                "(() => {
                    const last = (part) => window.asked.findLastIndex((address) => address.includes(part));
                    return last('/bootstrap') >= 0 && last('/search?') > last('/bootstrap');
                })()",
            )
            .await;
        browser.shows("1 de 3").await;
    })
    .await;
}

/// Ana looks for what Marina has ordered: three of four messages tell of it, whose ids at Meta are these.
async fn looking_for_orders(world: &World) -> (Browser, Vec<String>) {
    let marina = customer(world, MARINA);
    let first_s = world.now_ms() / 1_000 - 600;
    let mut wamids = Vec::new();
    for (line, text) in (0..).zip(TEXTS) {
        let sent = marina
            .send_text_at(SCHOOL_NUMBER, text, first_s + line * 60)
            .await;
        wamids.push(sent.expect("sent"));
    }
    let browser = world.browser(Size::Desktop).await;
    browser.sign_in(&ANA).await;
    open_conversation(&browser, MARINA).await;
    browser.click("button", NAME).await;
    browser.fill(NAME, "encomenda").await;
    browser.shows("1 de 3").await;
    in_view(&browser, "Encomenda de sábado").await;
    (browser, wamids)
}
