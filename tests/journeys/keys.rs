//! Going about by keys. The focus is never lost: it is always on something that shows.

use serde_json::json;
use thirtyfour::{Key, TypingData};

use crate::files::in_conversation;
use crate::harness::{Browser, World};

/// Longer than any way by one key.
const MOST_STOPS: usize = 40;

/// Marina's conversation is open, with the focus where one writes.
pub async fn at_the_entry(world: &World) -> Browser {
    let browser = in_conversation(world).await;
    browser.shows("Pode me mandar o contrato?").await;
    focus_is_on(&browser, "Mensagem").await;
    browser
}

/// From now on no window of the system opens to choose files: the journey chooses in its place.
pub async fn take_over_file_choosers(browser: &Browser) {
    browser
        .driver()
        .cdp()
        .send_raw("Page.setInterceptFileChooserDialog", json!({ "enabled": true }))
        .await
        .expect("Chromium opens none");
}

/// Goes on by Tab to what is called so.
pub async fn go_on_to(browser: &Browser, name: &str) {
    go_by(browser, Key::Tab, name).await;
}

/// Goes on by a key to what is called so.
pub async fn go_by(browser: &Browser, key: Key, name: &str) {
    step_until(browser, key, name, &is_called(name)).await;
}

/// Goes back by Shift and Tab to what is called so.
pub async fn go_back_to(browser: &Browser, name: &str) {
    step_back_until(browser, name, &is_called(name)).await;
}

/// Goes on by a key until something is true, an expression with `focused`.
pub async fn step_until(browser: &Browser, key: Key, what: &str, is_there: &str) {
    for _ in 0..MOST_STOPS {
        if holds(browser, is_there).await {
            return;
        }
        press(browser, key.clone()).await;
    }
    panic!("the keys do not come to “{what}”");
}

/// Goes back by Shift and Tab until something is true, an expression with `focused`.
pub async fn step_back_until(browser: &Browser, what: &str, is_there: &str) {
    for _ in 0..MOST_STOPS {
        if holds(browser, is_there).await {
            return;
        }
        press_with(browser, Key::Shift, Key::Tab).await;
    }
    panic!("the keys do not come back to “{what}”");
}

/// Whether something is true of what has the focus, which is never nothing.
async fn holds(browser: &Browser, is_there: &str) -> bool {
    let script = format!(
        "const focused = document.activeElement;
         return [focused !== document.body && focused.getClientRects().length > 0, Boolean({is_there})]"
    );
    let answer = browser.script(&script, Vec::new()).await;
    assert_eq!(answer[0], true, "the focus is lost");
    answer[1] == true
}

fn is_called(name: &str) -> String {
    let name = json!(name);
    format!("[focused.getAttribute('aria-label'), focused.innerText?.trim()].includes({name})")
}

/// Waits until the focus is on what is called so.
pub async fn focus_is_on(browser: &Browser, name: &str) {
    until_focus(browser, name, &is_called(name)).await;
}

/// Waits until the focus is on something with these words, or on a box that is labelled so.
pub async fn focus_has(browser: &Browser, words: &str) {
    let words = json!(words);
    let is_there = format!(
        "[focused, ...(focused.labels ?? [])].some((one) => one.innerText?.includes({words})) \
         && focused !== document.body"
    );
    until_focus(browser, &words.to_string(), &is_there).await;
}

async fn until_focus(browser: &Browser, what: &str, is_there: &str) {
    let expression = format!("((focused) => {is_there})(document.activeElement)");
    browser.until(format!("the focus on {what}"), &expression).await;
}

/// Waits until the focus is on what is called so, where it must show.
pub async fn focus_shows_on(browser: &Browser, name: &str) {
    focus_is_on(browser, name).await;
    assert_focus_visible(browser).await;
}

/// What has the focus, or what stands around it, looks different for having it: by an outline or a ring.
pub async fn assert_focus_visible(browser: &Browser) {
    let script = "
        const focused = document.activeElement;
        const around = [focused, focused.parentElement, focused.parentElement?.parentElement].filter(Boolean);
        const looks = () => around.map((element) => {
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
          return [outlineStyle, outlineStyle === 'none' ? '' : outlineWidth, boxShadow].join();
        }).join('|');
        const marked = looks();
        focused.blur();
        const plain = looks();
        focused.focus();
        return marked === plain ? focused.outerHTML.slice(0, 300) : null";
    let unmarked = browser.script(script, Vec::new()).await;
    assert!(unmarked.is_null(), "the focus does not show on {unmarked}");
}

/// Presses a key.
pub async fn press(browser: &Browser, key: Key) {
    browser.type_keys(key + "").await;
}

/// Presses a key while another one is held.
pub async fn press_with(browser: &Browser, held: Key, key: impl Into<TypingData>) {
    browser
        .driver()
        .action_chain()
        .key_down(held.clone())
        .send_keys(key)
        .key_up(held)
        .perform()
        .await
        .expect("keys are pressed");
}
