//! "Barra de pesquisa" while the world goes on: what one may see changes, answers come late, keys come early.

use reqwest::Method;
use serde_json::json;

use crate::harness::{ANA, BRUNO, Browser, CARLA, Size, journey};
use crate::search::BOX;
use crate::visibility::{bruno_s_conversation, switch_support_agent};

const FOUND: &str = "Ainda há vagas?";

/// "A permission is checked on the server for every path that reveals or changes something […] search […]. A change takes effect at once
/// in open sessions."
#[tokio::test(flavor = "multi_thread")]
async fn what_only_the_server_had_found_goes_from_the_screen_with_the_right_to_see_it() {
    journey(async |world| {
        let (ana, bruno) = (world.rest(&ANA).await, world.rest(&BRUNO).await);
        let conversation = bruno_s_conversation(world, &ana, &bruno).await;
        // Ended, it is not in the list that comes with the first screen. Ending it took it from Bruno.
        let path = format!("/conversations/{conversation}");
        let assigned = ana.get(&path).await.body["row"]["conversation"]["assignees"].clone();
        for (path, wish) in [
            (format!("{path}/state"), json!({ "state": "concluded" })),
            (format!("{path}/assignees"), json!({ "agents": assigned })),
        ] {
            let answer = ana.send(Method::PUT, &path, Some(wish)).await;
            assert_eq!(answer.status, 200, "{answer:?}");
        }
        let carla = world.browser(Size::Desktop).await;
        carla.sign_in(&CARLA).await;
        carla.fill(BOX, "vagas").await;
        carla.find_with("option", FOUND).await;
        carla.shows("Do servidor").await;

        switch_support_agent(&ana, true).await;
        carla.no_longer_shows(FOUND).await;
        carla.fill(BOX, "vaga").await;
        carla.shows("Nada encontrado para “vaga”").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_late_brings_nothing_back_that_one_may_not_see_any_more() {
    journey(async |world| {
        let (ana, bruno) = (world.rest(&ANA).await, world.rest(&BRUNO).await);
        bruno_s_conversation(world, &ana, &bruno).await;
        let carla = world.browser(Size::Desktop).await;
        carla.sign_in(&CARLA).await;
        carla.find_with("link", "Marina Duarte").await;
        hold_answers(&carla).await;
        carla.fill(BOX, "vagas").await;
        carla.find_with("option", FOUND).await;
        carla.until("the server's answer held back", "window.holds").await;

        switch_support_agent(&ana, true).await;
        carla.no_longer_shows(FOUND).await;
        carla.script("window.letGo();", Vec::new()).await;
        carla.shows("Nada encontrado para “vagas”").await;
    })
    .await;
}

/// The answers to searches come when `window.letGo()` is called.
async fn hold_answers(browser: &Browser) {
    let script = "
        const real = window.fetch;
        const free = new Promise((go) => { window.letGo = go; });
        window.fetch = async (asked, ...rest) => {
            const answer = await real.call(window, asked, ...rest);
            if (/[/]search[?]/.test(asked.url ?? asked)) {
                window.holds = true;
                await free;
            }
            return answer;
        };";
    browser.script(script, Vec::new()).await;
}
