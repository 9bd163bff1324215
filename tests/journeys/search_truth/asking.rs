//! The hands at the box: many queries by one script, because each word to the browser and back costs more than most answers.

use serde::Deserialize;
use serde_json::{Value, json};

use super::reference::Known;
use crate::harness::Browser;

/// How often more of the server is asked for.
const MORE: usize = 2;

/// What a query made the box show.
#[derive(Debug, Deserialize)]
pub struct Shown {
    pub query: String,
    /// Conversations of contacts.
    pub contacts: Vec<String>,
    /// Messages of this device.
    pub here: Vec<String>,
    /// Conversations of contacts, and messages, that only the server knew.
    pub contacts_elsewhere: Vec<String>,
    pub elsewhere: Vec<String>,
    /// How often more was asked for, and whether there is still more.
    pub pages: usize,
    pub has_more: bool,
}

/// Puts each query into the box as a whole and reads what it shows when this device has answered, and the server too if that is waited
/// for; then asks the server for more, a few times.
pub async fn ask(browser: &Browser, queries: &[String], waits_for_server: bool) -> Vec<Shown> {
    const SCRIPT: &str = "
        const [queries, waitsForServer, most] = arguments;
        const done = arguments[arguments.length - 1];
        const field = document.querySelector('.search-box input');
        const results = () => document.querySelector('.search-results');
        const pause = () => new Promise((resolve) => setTimeout(resolve, 2));
        const until = async (what, look) => {
            const end = performance.now() + 10_000;
            while (!look()) {
                if (performance.now() > end) throw new Error(`no ${what}: ${field.value.slice(0, 80)}`);
                await pause();
            }
        };
        const isAsking = () => results()?.querySelector('.search-results__note [role=status]')?.textContent === 'Buscando no servidor…';
        const isAnswered = () =>
            results()?.querySelector('[role=listbox]').ariaBusy === 'false' && !(waitsForServer && isAsking());
        const more = () =>
            [...results().querySelectorAll('button')].find((button) => button.textContent.trim() === 'Mostrar mais do servidor');
        const askForMore = async () => {
            let wasAsking = false;
            const observer = new MutationObserver(() => (wasAsking ||= isAsking()));
            observer.observe(results(), { subtree: true, childList: true, characterData: true });
            more().click();
            await until('question', () => wasAsking);
            observer.disconnect();
            await until('further answer', isAnswered);
        };
        const read = (query, pages) => {
            const shown = { query, contacts: [], here: [], contacts_elsewhere: [], elsewhere: [], pages, has_more: Boolean(more()) };
            for (const group of results().querySelectorAll('[role=group]')) {
                const isElsewhere = group.firstElementChild.textContent === 'Do servidor';
                for (const option of group.querySelectorAll('[role=option]')) {
                    const address = new URL(option.href);
                    const message = address.searchParams.get('m');
                    const to = message ? (isElsewhere ? 'elsewhere' : 'here') : isElsewhere ? 'contacts_elsewhere' : 'contacts';
                    shown[to].push(message ?? address.pathname.split('/').at(-1));
                }
            }
            return shown;
        };
        const run = async () => {
            const all = [];
            for (const query of queries) {
                field.value = query;
                field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
                await pause();
                await until('answer', isAnswered);
                let pages = 0;
                while (waitsForServer && pages < most && more()) {
                    await askForMore();
                    pages += 1;
                }
                all.push(read(query, pages));
            }
            return all;
        };
        run().then((shown) => done({ shown }), (error) => done({ error: String(error) }));";
    let arguments = vec![json!(queries), json!(waits_for_server), json!(MORE)];
    let answer = browser
        .driver()
        .execute_async(SCRIPT, arguments)
        .await
        .expect("the script runs");
    let mut answer = answer.json().clone();
    assert_eq!(answer["error"], Value::Null);
    let shown: Vec<Shown> = serde_json::from_value(answer["shown"].take()).expect("what the box shows");
    assert_eq!(shown.len(), queries.len());
    shown
}

/// The messages in the browser's database, read past the app.
pub async fn what_the_device_keeps(browser: &Browser) -> Known {
    const SCRIPT: &str = "
        const done = arguments[arguments.length - 1];
        const answered = (request) => new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        const read = async () => {
            const database = await answered(indexedDB.open('perfectchat'));
            const messages = await answered(database.transaction('messages').objectStore('messages').getAll());
            database.close();
            return messages;
        };
        read().then(done, (error) => done(String(error)));";
    let answer = browser
        .driver()
        .execute_async(SCRIPT, Vec::new())
        .await
        .expect("the script runs");
    let mut kept = Known::default();
    for message in answer.json().as_array().expect("messages") {
        let message = serde_json::from_str(message.as_str().expect("JSON")).expect("a message");
        kept.add_message(&message);
    }
    kept
}
