//! Several conversations at once, while the list goes on.

use reqwest::Method;
use serde_json::json;

use crate::chat::{MARINA, OTAVIO, open_conversation, writes};
use crate::harness::{ANA, Browser, Size, World, journey};
use crate::list::{lists, open_menu};

const CLARA: (&str, &str) = ("5531955550003", "Clara Nogueira");

/// "Everything changes live for everyone who may see it": what left the list and comes back is a row like any other.
#[tokio::test(flavor = "multi_thread")]
async fn what_left_the_list_is_not_selected_when_it_comes_back() {
    journey(async |world| {
        let browser = with_three_who_wrote(world).await;
        browser.click_with("button", "Não lidas").await;
        lists(&browser, &[CLARA.1, OTAVIO.1, MARINA.1]).await;
        open_menu(&browser, MARINA.1).await;
        browser.click("menuitem", "Selecionar").await;
        browser.shows("1 selecionada").await;

        let ana = world.rest(&ANA).await;
        let rows = ana.get("/conversations").await.body["rows"].clone();
        let marina_s = rows
            .as_array()
            .and_then(|rows| rows.iter().find(|row| row["contact"]["name"] == MARINA.1))
            .map(|row| row["conversation"].clone())
            .expect("Marina's conversation");
        let path = format!("/conversations/{}/read", marina_s["id"].as_str().expect("an id"));
        let up_to = json!({ "up_to": marina_s["last_message"]["message_id"] });
        let read = ana.send(Method::POST, &path, Some(up_to)).await;
        assert_eq!(read.status, 200, "{read:?}");
        lists(&browser, &[CLARA.1, OTAVIO.1]).await;
        browser.no_longer_shows("selecionada").await;

        writes(world, MARINA, "Alô?").await;
        lists(&browser, &[MARINA.1, CLARA.1, OTAVIO.1]).await;
        // A click opens, as ever.
        open_conversation(&browser, OTAVIO).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_gone_meanwhile_keeps_none_of_the_others() {
    journey(async |world| {
        let browser = with_three_who_wrote(world).await;
        open_menu(&browser, CLARA.1).await;
        browser.click("menuitem", "Selecionar").await;
        for who in [OTAVIO, MARINA] {
            browser.click_with("link", who.1).await;
        }
        browser.shows("3 selecionadas").await;
        // The first goes out of sight in the very moment.
        let script = "
            const real = window.fetch;
            let isFirst = true;
            window.fetch = (asked, ...rest) => {
                if (isFirst && String(asked.url ?? asked).endsWith('/state')) {
                    isFirst = false;
                    const problem = JSON.stringify({ status: 404, code: 'not_found' });
                    return Promise.resolve(new Response(problem, { status: 404 }));
                }
                return real.call(window, asked, ...rest);
            };";
        browser.script(script, Vec::new()).await;
        browser.click("button", "Concluir").await;
        lists(&browser, &[CLARA.1]).await;
        browser
            .shows("Isso não existe mais, ou você não tem mais acesso.")
            .await;
    })
    .await;
}

/// Ana at the list with three customers, none of whom anybody has read.
async fn with_three_who_wrote(world: &World) -> Browser {
    for who in [MARINA, OTAVIO, CLARA] {
        writes(world, who, "Bom dia!").await;
    }
    let browser = world.browser(Size::Desktop).await;
    browser.sign_in(&ANA).await;
    lists(&browser, &[CLARA.1, OTAVIO.1, MARINA.1]).await;
    browser
}
