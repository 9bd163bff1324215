//! Every screen and state, one after the other.

mod chat;
mod elsewhere;

pub use self::chat::type_text;

use crate::album::Album;
use crate::house::House;
use crate::journeys::harness::Browser;
use serde_json::json;

/// Walks through all of them in one browser.
pub async fn walk(house: &House, browser: &Browser, album: &mut Album) {
    elsewhere::sign_in(house, browser, album).await;
    chat::list(browser, album).await;
    chat::threads(browser, album).await;
    chat::contact(browser, album).await;
    chat::composer(house, browser, album).await;
    elsewhere::contacts(browser, album).await;
    elsewhere::setup(house, browser, album).await;
    elsewhere::help(browser, album).await;
    elsewhere::not_found(browser, album).await;
    elsewhere::server_away(house, browser, album).await;
    elsewhere::customers_phones(house, browser, album).await;
}

/// Opens the conversation with the customer of this name or number and waits for words in it.
pub async fn open(browser: &Browser, name: &str, words: &str) {
    let find = "const [name] = arguments; return (async () => {
        let before = '';
        for (;;) {
            const page = await (await fetch(`/api/v1/conversations?limit=200${before}`)).json();
            const row = page.rows.find((row) => JSON.stringify(row.contact).includes(name));
            if (row) return row.conversation.id;
            if (!page.next) return null;
            before = `&before_at=${page.next.at}&before_id=${page.next.id}`;
        }
    })()";
    let id = browser.script(find, vec![json!(name)]).await;
    let id = id.as_str().unwrap_or_else(|| panic!("{name} is in the list"));
    browser.open(&format!("/c/{id}")).await;
    browser.shows(words).await;
}
