//! The hands at the box: many queries by one script, because each word to the browser and back costs more than most answers.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use super::reference::Known;
use crate::harness::Browser;

/// How often more of the server is asked for.
pub const MORE: usize = 5;

/// What a query made the box show.
#[derive(Clone, Debug, Default, Deserialize)]
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
    /// What is told of this device.
    pub note: String,
}

impl Shown {
    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        [
            &self.contacts,
            &self.here,
            &self.contacts_elsewhere,
            &self.elsewhere,
        ]
        .iter()
        .all(|group| group.is_empty())
    }
}

/// What the device keeps.
#[derive(Default)]
pub struct Kept {
    pub known: Known,
    /// In how many conversations its messages stand, those without words too.
    pub threads: usize,
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
            const note = results().querySelector('p.search-results__note').textContent;
            const shown = { query, contacts: [], here: [], contacts_elsewhere: [], elsewhere: [], pages, has_more: Boolean(more()), note };
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

/// The rows of the list and the messages in the browser's database, read past the app.
pub async fn what_the_device_keeps(browser: &Browser) -> Kept {
    const SCRIPT: &str = "
        const done = arguments[arguments.length - 1];
        const answered = (request) => new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        const read = async () => {
            const database = await answered(indexedDB.open('perfectchat'));
            const all = (store) => answered(database.transaction(store).objectStore(store).getAll());
            const kept = { messages: await all('messages'), rows: (await all('conversations')).map((record) => record.row) };
            database.close();
            return kept;
        };
        read().then(done, (error) => done(String(error)));";
    let answer = browser
        .driver()
        .execute_async(SCRIPT, Vec::new())
        .await
        .expect("the script runs");
    let of = |store: &str| -> Vec<Value> {
        let records = answer.json()[store].as_array().expect("records");
        let read =
            |record: &Value| serde_json::from_str(record.as_str().expect("JSON")).expect("what it says");
        records.iter().map(read).collect()
    };
    let mut kept = Kept::default();
    of("rows").iter().for_each(|row| kept.known.add_conversation(row));
    let messages = of("messages");
    messages
        .iter()
        .for_each(|message| kept.known.add_message(message));
    let threads: BTreeSet<_> = messages
        .iter()
        .map(|message| message["conversation_id"].as_str())
        .collect();
    kept.threads = threads.len();
    kept
}
