//! Voice notes of customers, played by the agent.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::chat::{MARINA, customer, open_conversation};
use crate::harness::{ANA, Browser, Rest, SCHOOL_NUMBER, Size, World, eventually, journey};

/// Real recordings of a browser: two seconds, and half a minute.
const SHORT: &[u8] = include_bytes!("../fixtures/voice/firefox153_ogg-opus_speech_2s.ogg");
const LONG: &[u8] = include_bytes!("../fixtures/voice/firefox153_ogg-opus_speech_30s_24k_ts1000.ogg");

#[tokio::test(flavor = "multi_thread")]
async fn a_customers_notes_are_drawn_played_one_after_the_other_and_marked() {
    journey(async |world| {
        let browser = at_the_notes(world, &[SHORT, SHORT]).await;
        browser.check_screen("voice-notes").await;
        let rest = world.rest(&ANA).await;
        // Whoever decodes it first tells all.
        eventually("both waveforms with the server", async || {
            let notes = notes(&rest).await;
            notes
                .iter()
                .all(|note| note["content"]["waveform"].is_string())
                .then_some(())
        })
        .await;
        assert!(notes(&rest).await.iter().all(|note| note["is_played"] != true));

        browser.click("button", "Ouvir").await;
        browser.find("button", "Pausar").await;
        // The second one plays on by itself.
        eventually("both are played", async || {
            let notes = notes(&rest).await;
            notes.iter().all(|note| note["is_played"] == true).then_some(())
        })
        .await;
        let heard = "document.querySelectorAll('.voice-note[data-was-heard=true]').length === 2";
        browser.until("both marked as heard", heard).await;
        browser.find_gone("button", "Pausar").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_sought_by_keys_and_its_speed_is_remembered() {
    journey(async |world| {
        let browser = at_the_notes(world, &[LONG]).await;
        let slider = browser.find("slider", "Posição no áudio").await;
        slider.focus().await.expect("a slider takes the focus");
        browser.type_keys(Key::Right + "").await;
        browser.until("five seconds", &stands_at("=== 5000")).await;
        browser.type_keys(Key::Home + "").await;
        browser.until("the start", &stands_at("=== 0")).await;
        browser.type_keys(Key::Right + "").await;
        browser.click("button", "Ouvir").await;
        browser.until("beyond five seconds", &stands_at("> 5000")).await;
        browser.click_with("button", "Velocidade: 1×").await;
        browser.find("button", "Velocidade: 1,5×").await;
        browser.reload().await;
        browser.click("button", "Ouvir").await;
        browser.find("button", "Velocidade: 1,5×").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_note_plays_at_a_time_and_a_press_on_its_waveform_goes_there() {
    journey(async |world| {
        let browser = at_the_notes(world, &[LONG, LONG]).await;
        let plays = browser.all_with("button", "Ouvir").await;
        plays[0].click().await.expect("the first plays");
        browser.until("the first is playing", &playing_is(0)).await;
        plays[1].click().await.expect("the second plays");
        browser.until("the second alone is playing", &playing_is(1)).await;
        // In the middle of half a minute.
        let sliders = browser.all_with("slider", "Posição no áudio").await;
        sliders[1].click().await.expect("a waveform can be pressed");
        let place = "Number([...document.querySelectorAll('.voice-note__seek')].at(-1).value)";
        browser
            .until("the middle", &format!("{place} > 13000 && {place} < 20000"))
            .await;
        browser.until("it goes on from there", &playing_is(1)).await;
    })
    .await;
}

/// Whether of all notes this one alone plays.
fn playing_is(place: usize) -> String {
    format!(
        "[...document.querySelectorAll('.voice-note__play')]
            .every((button, place) => (button.ariaLabel === 'Pausar') === (place === {place}))"
    )
}

async fn at_the_notes(world: &World, notes: &[&'static [u8]]) -> Browser {
    let marina = customer(world, MARINA);
    for note in notes {
        let id = world
            .simulator
            .add_media(SCHOOL_NUMBER, "audio/ogg; codecs=opus", *note);
        let content = json!({ "type": "audio", "audio": { "id": id, "voice": true } });
        marina.send(SCHOOL_NUMBER, content).await.expect("sent");
    }
    let browser = world.browser(Size::Desktop).await;
    browser.sign_in(&ANA).await;
    open_conversation(&browser, MARINA).await;
    let count = notes.len();
    let are_here =
        format!("document.querySelectorAll('.voice-note__play:not([disabled])').length === {count}");
    browser.until("the notes with their sounds", &are_here).await;
    browser
}

fn stands_at(place: &str) -> String {
    format!("Number(document.querySelector('.voice-note__seek').value) {place}")
}

/// The customer's voice notes, as the server tells them.
async fn notes(rest: &Rest) -> Vec<Value> {
    let page = rest.get("/conversations?state=open").await;
    let id = page.body["rows"][0]["conversation"]["id"].clone();
    let id = id.as_str().expect("a conversation");
    let answer = rest.get(&format!("/conversations/{id}/messages")).await;
    let messages = answer.body["messages"].as_array().cloned().unwrap_or_default();
    let notes = messages
        .into_iter()
        .filter(|message| message["content"]["kind"] == "voice_note");
    notes.collect()
}
