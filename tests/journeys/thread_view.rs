//! A thread as eyes see it: what is in view, and whether it stays where it is.

use serde_json::{Value, json};

use crate::harness::{Browser, eventually};

/// What the window of a thread may hold at most, with some room.
const MOST_ROWS: u64 = 250;

const WATCH: &str = "
    const scroller = document.querySelector('[role=log]');
    const distance = (row) => row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    const row = [...scroller.querySelectorAll('[data-message]')].find((row) => distance(row) >= 0);
    const first = distance(row);
    const watch = { moved: 0, frames: 0 };
    window.watch = watch;
    // A fresh observer is asked after all that comes before the paint: what it sees is what people see.
    const look = () => new ResizeObserver((_, observer) => {
      observer.disconnect();
      if (window.watch !== watch) return;
      watch.moved = Math.max(watch.moved, row.isConnected ? Math.abs(distance(row) - first) : 1e6);
      watch.frames += 1;
      requestAnimationFrame(look);
    }).observe(scroller);
    look();";

/// Waits until the row with these words is within the pane.
pub async fn in_view(browser: &Browser, words: &str) {
    let expression = format!(
        "(() => {{
            const pane = document.querySelector('[role=log]')?.getBoundingClientRect();
            return pane && [...document.querySelectorAll('[role=log] [data-message]')].some((row) => {{
                const place = row.getBoundingClientRect();
                return row.textContent.includes('{words}') && place.top < pane.bottom && place.bottom > pane.top + 1;
            }});
        }})()"
    );
    browser.until(format!("“{words}” in view"), &expression).await;
}

/// Scrolls up, page by page, until the first message is there; the view must not jump meanwhile.
pub async fn scroll_to_the_first(browser: &Browser, first: &str) {
    turn_pages(browser, first, Edge::First).await;
    scroll_near(browser, "0").await;
}

/// The same downwards.
pub async fn scroll_to_the_last(browser: &Browser, last: &str) {
    turn_pages(browser, last, Edge::Last).await;
}

/// An end of what is loaded of a thread.
#[derive(Clone, Copy)]
enum Edge {
    First,
    Last,
}

async fn turn_pages(browser: &Browser, until: &str, edge: Edge) {
    // A page has 50 messages; nobody here has written more than six pages.
    for _ in 0..8 {
        if is_loaded(browser, until).await {
            return;
        }
        let before = row_at(browser, edge).await;
        let place = match edge {
            Edge::First => "300",
            Edge::Last => "scroller.scrollHeight - scroller.clientHeight - 300",
        };
        // In one go: the page may come at once.
        let script = format!("{{ {} }} {{ {WATCH} }}", scrolling_to(place));
        browser.script(&script, Vec::new()).await;
        eventually("another page", async || {
            (row_at(browser, edge).await != before).then_some(())
        })
        .await;
        assert_no_jump(browser).await;
        assert_few_rows(browser).await;
    }
    panic!("the thread has no end");
}

/// Scrolls the thread to a place, an expression with `scroller`.
pub async fn scroll_near(browser: &Browser, place: &str) {
    browser.script(&scrolling_to(place), Vec::new()).await;
}

fn scrolling_to(place: &str) -> String {
    format!("const scroller = document.querySelector('[role=log]'); scroller.scrollTop = {place};")
}

async fn is_loaded(browser: &Browser, words: &str) -> bool {
    let script = "return [...document.querySelectorAll('[role=log] [data-message]')]
        .some((row) => row.textContent.includes(arguments[0]))";
    browser.script(script, vec![json!(words)]).await == json!(true)
}

async fn row_at(browser: &Browser, edge: Edge) -> Value {
    let place = match edge {
        Edge::First => 0,
        Edge::Last => -1,
    };
    let script = "return [...document.querySelectorAll('[role=log] [data-message]')].at(arguments[0])?.dataset.message";
    browser.script(script, vec![json!(place)]).await
}

/// However long the thread is.
pub async fn assert_few_rows(browser: &Browser) {
    let script = "return document.querySelectorAll('[role=log] [data-message]').length";
    let rows = browser.script(script, Vec::new()).await.as_u64();
    assert!(
        rows.is_some_and(|rows| rows <= MOST_ROWS),
        "{rows:?} rows in the page"
    );
}

/// From now on every painted frame is looked at: where the message that is first in view stands in the pane.
pub async fn watch_the_view(browser: &Browser) {
    browser.script(WATCH, Vec::new()).await;
}

/// Since [`watch_the_view`] the message has stayed where it was.
pub async fn assert_no_jump(browser: &Browser) {
    let frames = browser.script("return window.watch.frames", Vec::new()).await;
    browser
        .until("two more frames", &format!("window.watch.frames > {frames} + 1"))
        .await;
    let moved = browser.script("return window.watch.moved", Vec::new()).await;
    assert!(
        moved.as_f64().is_some_and(|moved| moved <= 2.0),
        "the view jumped by {moved} px"
    );
}
