//! "@colega" in notes: who is mentioned hears of it at once, or when they come back, and is led to the note. By keys alone.

use serde_json::json;
use thirtyfour::Key;

use crate::chat::{MARINA, open_conversation, writes};
use crate::contact_panel::{BUTTON, PANEL};
use crate::harness::{ANA, BRUNO, Browser, Size, journey};
use crate::keys::{
    at_the_entry, focus_has, focus_is_on, focus_shows_on, go_back_to, go_on_to, press, press_with, step_until,
};

const SAID: &str = "Ana mencionou você em uma nota sobre Marina";

/// Opens a note by its button, which has no other way to the focus.
async fn begin_note(browser: &Browser) {
    go_on_to(browser, "Adicionar nota").await;
    press(browser, Key::Enter).await;
    focus_shows_on(browser, "Nota").await;
}

/// Waits until the field of the note holds a text.
async fn holds(browser: &Browser, text: &str) {
    let wanted = json!(text);
    browser
        .until(
            format!("the note “{text}”"),
            &format!("document.querySelector('.note-form textarea')?.value === {wanted}"),
        )
        .await;
}

/// Waits until Enter would take a colleague, as a screen reader is told too.
async fn would_take(browser: &Browser, name: &str) {
    let wanted = json!(name);
    let expression = format!(
        "((field, chosen) => chosen?.querySelector('.suggestion__label').textContent === {wanted}
            && field.getAttribute('role') === 'combobox' && field.getAttribute('aria-activedescendant') === chosen.id
        )(document.activeElement, document.querySelector('.suggestion[aria-selected=true]'))"
    );
    browser
        .until(format!("{name} as the chosen one"), &expression)
        .await;
}

async fn no_list(browser: &Browser) {
    browser
        .until("no list", "!document.querySelector('[role=listbox]')")
        .await;
}

/// Waits until the notes set off these names, and no others.
async fn sets_off(browser: &Browser, names: &[&str]) {
    let wanted = json!(names.join("|"));
    browser
        .until(
            format!("{names:?} set off"),
            &format!(
                "[...document.querySelectorAll('.note__mention')].map((one) => one.textContent).join('|') === {wanted}"
            ),
        )
        .await;
}

/// From now on the page remembers what it says aloud: it does not stand there for long.
async fn listen(browser: &Browser) {
    let script = "
        window.said = [];
        const look = () => document.querySelectorAll('[role=status]').forEach((one) => window.said.push(one.innerText));
        new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });";
    browser.script(script, Vec::new()).await;
}

async fn nothing_waits(browser: &Browser) {
    browser
        .until("no mention waits", "!document.querySelector('.mentions')")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_note_mentions_is_told_and_led_to_it_by_keys() {
    journey(async |world| {
        let ana = at_the_entry(world).await;
        let bruno = world.browser(Size::Desktop).await;
        bruno.sign_in(&BRUNO).await;
        bruno.find_with("link", MARINA.1).await;
        listen(&bruno).await;
        go_back_to(&ana, BUTTON).await;
        press(&ana, Key::Enter).await;
        ana.find("complementary", PANEL).await;

        // Colleagues are offered by name, without case and accents; Esc is for the list alone.
        begin_note(&ana).await;
        ana.shows("Digite @ para mencionar um colega.").await;
        ana.type_keys("Veja isto, @").await;
        would_take(&ana, "Bruno Teixeira").await;
        ana.assert_accessible().await;
        press(&ana, Key::Down).await;
        would_take(&ana, "Carla Monteiro").await;
        press(&ana, Key::Up).await;
        would_take(&ana, "Bruno Teixeira").await;
        press(&ana, Key::Escape).await;
        no_list(&ana).await;
        focus_is_on(&ana, "Nota").await;
        holds(&ana, "Veja isto, @").await;
        ana.type_keys("TÉI").await;
        would_take(&ana, "Bruno Teixeira").await;
        press(&ana, Key::Enter).await;
        no_list(&ana).await;
        holds(&ana, "Veja isto, @Bruno Teixeira ").await;
        // An input method ends or leaves what it composes by the same keys: the note is neither kept nor left.
        let composed = "
            for (const key of ['Enter', 'Escape']) {
              for (const taken of [{ isComposing: true }, { keyCode: 229 }]) {
                const pressed = { key, code: key, ctrlKey: key === 'Enter', bubbles: true, cancelable: true, ...taken };
                document.activeElement.dispatchEvent(new KeyboardEvent('keydown', pressed));
              }
            }";
        ana.script(composed, Vec::new()).await;
        focus_is_on(&ana, "Nota").await;
        ana.type_keys("por favor").await;
        press_with(&ana, Key::Control, Key::Enter).await;
        ana.find_gone("button", "Salvar nota").await;
        sets_off(&ana, &["@Bruno Teixeira"]).await;

        // Bruno hears of it at once, and it stays until he followed it.
        bruno
            .until(
                "it is said aloud",
                &format!("window.said.some((words) => words.includes({}))", json!(SAID)),
            )
            .await;
        bruno.find_with("link", SAID).await;
        bruno.assert_accessible().await;
        press(&bruno, Key::Tab).await;
        let is_it = format!(
            "focused.matches('a') && focused.innerText.includes({})",
            json!(SAID)
        );
        step_until(&bruno, Key::Tab, SAID, &is_it).await;
        press(&bruno, Key::Enter).await;
        bruno.find("complementary", PANEL).await;
        bruno
            .until(
                "the focus is somewhere",
                "document.activeElement !== document.body",
            )
            .await;
        sets_off(&bruno, &["@Bruno Teixeira"]).await;
        nothing_waits(&bruno).await;
        bruno.reload().await;
        bruno.find("complementary", PANEL).await;
        sets_off(&bruno, &["@Bruno Teixeira"]).await;
        nothing_waits(&bruno).await;

        // Another one waits for devices that were not there when it came, until he lets it go on one of them.
        focus_shows_on(&ana, "Adicionar nota").await;
        press(&ana, Key::Enter).await;
        ana.type_keys("@bruno").await;
        would_take(&ana, "Bruno Teixeira").await;
        press(&ana, Key::Tab).await;
        holds(&ana, "@Bruno Teixeira ").await;
        press_with(&ana, Key::Control, Key::Enter).await;
        sets_off(&ana, &["@Bruno Teixeira", "@Bruno Teixeira"]).await;
        let phone = world.browser(Size::Phone).await;
        phone.sign_in(&BRUNO).await;
        phone.find_with("link", SAID).await;
        let desk = world.browser(Size::Desktop).await;
        desk.sign_in(&BRUNO).await;
        desk.find_with("link", SAID).await;
        desk.reload().await;
        desk.find_with("link", SAID).await;
        press(&desk, Key::Tab).await;
        go_on_to(&desk, "Dispensar menção").await;
        press(&desk, Key::Enter).await;
        nothing_waits(&desk).await;
        focus_has(&desk, MARINA.1).await;
        nothing_waits(&phone).await;
        nothing_waits(&bruno).await;
    })
    .await;
}

/// A note that is taken back takes its mention along; the customer gets nothing of either.
#[tokio::test(flavor = "multi_thread")]
async fn a_mention_goes_with_its_note_and_never_to_the_customer() {
    journey(async |world| {
        writes(world, MARINA, "Oi!").await;
        let ana = world.browser(Size::Desktop).await;
        ana.sign_in(&ANA).await;
        open_conversation(&ana, MARINA).await;
        ana.click("button", BUTTON).await;
        ana.find("complementary", PANEL).await;
        let bruno = world.browser(Size::Desktop).await;
        bruno.sign_in(&BRUNO).await;
        bruno.find_with("link", MARINA.1).await;
        ana.click("button", "Adicionar nota").await;
        focus_is_on(&ana, "Nota").await;
        ana.type_keys("@b").await;
        ana.click_with("option", "Bruno Teixeira").await;
        holds(&ana, "@Bruno Teixeira ").await;
        focus_is_on(&ana, "Nota").await;
        ana.click("button", "Salvar nota").await;
        bruno.find_with("link", SAID).await;
        ana.click("button", "Excluir nota").await;
        ana.click("button", "Excluir").await;
        nothing_waits(&bruno).await;
        assert!(world.simulator.messages_to(MARINA.0).is_empty());
    })
    .await;
}
