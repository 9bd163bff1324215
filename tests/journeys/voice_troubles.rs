//! Recordings that end by themselves, or cannot begin: what there is stays, and the agent hears why.

use std::fs;

use serde_json::json;

use crate::chat::{MARINA, answer, open_conversation, wait_for_tick};
use crate::files::{all_received, kept_with_id};
use crate::harness::{ANA, BRUNO, Browser, CARLA, Size, Speech, World, eventually, journey};
use crate::recording::{at_the_thread, hold_seconds, in_browser, record_a_second, speaks_until};
use crate::visibility::{bruno_s_conversation, switch_support_agent};

/// Remembers what the browser gives, so that the journey can take it away.
const REMEMBER_STREAM: &str = "const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => (window.given = await ask(wanted));";
/// What a browser tells when the microphone is pulled out.
const UNPLUG: &str = "const [track] = window.given.getAudioTracks();
    track.stop();
    track.dispatchEvent(new Event('ended'));";
/// What a browser tells when another tab comes to the front.
const GO_BEHIND: &str = "Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));";
/// Back again.
const COME_BACK: &str = "delete document.hidden; document.dispatchEvent(new Event('visibilitychange'));";
/// The device has no room for a further piece. Chromium's own quota is looked at when Chromium likes, seconds later.
const NO_ROOM: &str = "const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...piece) {
        if (this.name === 'takes') throw new DOMException('There is no room', 'QuotaExceededError');
        return put.apply(this, piece);
    };";
/// What WebKit recorded: AAC, of which no voice note can be made.
const AAC: &[u8] = include_bytes!("../fixtures/voice/webkitgtk2.50_mp4-aac_speech_2s_ts250.mp4");
/// A recorder like WebKit's: it knows nothing but MP4, and gives that recording.
const RECORD_AAC: &str = "const recording = new Blob([new Uint8Array(arguments[0])], { type: 'audio/mp4' });
    window.MediaRecorder = class {
        static isTypeSupported(type) { return type === 'audio/mp4'; }
        state = 'inactive';
        start() { this.state = 'recording'; }
        stop() {
            this.state = 'inactive';
            this.ondataavailable({ data: recording });
            this.onstop({});
        }
    };";
/// The page's steady clock goes ahead by so many minutes.
const GO_AHEAD: &str = "const now = performance.now.bind(performance);
    performance.now = () => now() + arguments[0] * 60 * 1000;";

/// No file reaches the server.
const NO_UPLOADS: &str = "const fetch = window.fetch;
    window.asked = 0;
    window.fetch = (request, ...more) => {
        if (!(request.url ?? request).includes('/uploads')) return fetch(request, ...more);
        window.asked += 1;
        return Promise.reject(new TypeError('no way through'));
    };";
/// A second of sound lasts until somebody has looked.
const PLAY_SLOWLY: &str = "const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
        window.sound = this;
        this.playbackRate = 0.1;
        return play.call(this);
    };";
const SIGHT_LOST: &str = "Você não vê mais esta conversa, e isto não foi enviado.";

#[tokio::test(flavor = "multi_thread")]
async fn an_unplugged_microphone_leaves_what_was_said() {
    journey(async |world| {
        hold_seconds(world, 0).await;
        let speech = Speech::new();
        let browser = at_the_thread(world, &speech).await;
        browser.script(REMEMBER_STREAM, Vec::new()).await;
        record_until_two_seconds(&browser).await;
        browser.script(UNPLUG, Vec::new()).await;
        browser.shows("O microfone foi desconectado.").await;
        browser.assert_accessible().await;
        send_what_is_offered(world, &browser).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_goes_to_the_background_keeps_what_was_said_and_says_so() {
    journey(async |world| {
        hold_seconds(world, 0).await;
        let speech = Speech::new();
        let browser = at_the_thread(world, &speech).await;
        record_until_two_seconds(&browser).await;
        browser.script(GO_BEHIND, Vec::new()).await;
        browser.script(COME_BACK, Vec::new()).await;
        browser
            .shows("A gravação parou porque a página saiu da tela.")
            .await;
        send_what_is_offered(world, &browser).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_crashes_loses_nothing_that_was_said() {
    journey(async |world| {
        hold_seconds(world, 0).await;
        let speech = Speech::new();
        let browser = at_the_thread(world, &speech).await;
        record_until_two_seconds(&browser).await;
        let browser = world.crash(&browser, &speech.switches()).await;
        // A crash may take the cookie along, which Chromium writes when it likes.
        browser.may_log("status of 401");
        browser.open("/").await;
        browser
            .driver()
            .delete_all_cookies()
            .await
            .expect("cookies can be deleted");
        browser.sign_in(&ANA).await;
        open_conversation(&browser, MARINA).await;
        send_what_is_offered(world, &browser).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifteen_minutes_are_the_limit_and_are_told_before() {
    journey(async |world| {
        hold_seconds(world, 0).await;
        let speech = Speech::new();
        let browser = at_the_thread(world, &speech).await;
        record_until_two_seconds(&browser).await;
        browser.script(GO_AHEAD, vec![json!(14)]).await;
        browser.shows("Falta menos de um minuto").await;
        browser.shows("/ 15:00").await;
        browser.script(GO_AHEAD, vec![json!(1)]).await;
        browser
            .shows("A gravação chegou ao limite de 15 minutos e foi guardada.")
            .await;
        send_what_is_offered(world, &browser).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_without_room_keeps_what_it_has() {
    journey(async |world| {
        hold_seconds(world, 0).await;
        let speech = Speech::new();
        let browser = at_the_thread(world, &speech).await;
        record_until_two_seconds(&browser).await;
        browser.script(NO_ROOM, Vec::new()).await;
        browser.shows("Este aparelho está sem espaço.").await;
        send_what_is_offered(world, &browser).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_computer_without_a_microphone_says_what_to_do() {
    journey(async |world| {
        let browser = in_browser(world, &["--use-fake-ui-for-media-stream".to_owned()]).await;
        browser.click("button", "Gravar mensagem de voz").await;
        browser.shows("Nenhum microfone foi encontrado.").await;
        // Writing goes on.
        answer(&browser, "Então escrevo").await;
        wait_for_tick(&browser, "Entregue").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_no_voice_note_goes_as_ordinary_audio_and_the_agent_hears_so() {
    journey(async |world| {
        hold_seconds(world, 0).await;
        let speech = Speech::new();
        let browser = at_the_thread(world, &speech).await;
        browser.script(RECORD_AAC, vec![json!(AAC)]).await;
        browser.click("button", "Gravar mensagem de voz").await;
        speaks_until(&browser, "0:01").await;
        browser.click("button", "Parar e enviar").await;
        browser.shows("foi enviado como áudio comum").await;
        wait_for_tick(&browser, "Entregue").await;
        let sent = all_received(world, 1).await;
        assert_eq!(sent[0]["type"], "audio", "{sent:?}");
        assert_ne!(sent[0]["audio"]["voice"], true, "{sent:?}");
        assert_eq!(kept_with_id(world, &sent[0]["audio"]["id"]).await, AAC);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_that_waits_outlives_the_sight_of_its_conversation() {
    journey(async |world| {
        let (ana, bruno) = (world.rest(&ANA).await, world.rest(&BRUNO).await);
        bruno_s_conversation(world, &ana, &bruno).await;
        let speech = Speech::new();
        let carla = world.browser_with(Size::Desktop, &speech.switches()).await;
        carla.sign_in(&CARLA).await;
        open_conversation(&carla, MARINA).await;
        carla.shows("Ainda há vagas?").await;

        carla.script(NO_UPLOADS, Vec::new()).await;
        record_a_second(&carla).await;
        carla.until("the wish to send it", "window.asked > 0").await;
        // The address still names what is out of sight: it is refused like what does not exist, and Chromium tells the console.
        carla.may_log("status of 404");
        switch_support_agent(&ana, true).await;
        carla.find("region", "Precisa de você").await;
        carla.shows("🎤 0:0").await;
        carla.shows(SIGHT_LOST).await;
        carla.assert_accessible().await;

        // As a recording it lies on the device, and does not go by itself.
        carla.reload().await;
        carla.shows("🎤 0:0").await;
        carla.shows(SIGHT_LOST).await;
        carla.find_gone("button", "Copiar").await;
        all_received(world, 0).await;
        carla.script(PLAY_SLOWLY, Vec::new()).await;
        carla.click("button", "Ouvir").await;
        carla.click("button", "Parar").await;
        carla.click("button", "Ouvir").await;
        carla.find("button", "Parar").await;
        carla.script("window.sound.playbackRate = 4", Vec::new()).await;
        carla.find("button", "Ouvir").await;
        let folder = tempfile::tempdir().expect("a folder");
        carla
            .driver()
            .cdp()
            .send_raw(
                "Browser.setDownloadBehavior",
                json!({ "behavior": "allow", "downloadPath": folder.path() }),
            )
            .await
            .expect("Chromium saves there");
        carla.click("button", "Baixar").await;
        let is_saved = async || {
            let saved = fs::read_dir(folder.path()).ok()?.next()?.ok()?;
            fs::read(saved.path()).ok()?.starts_with(b"OggS").then_some(())
        };
        eventually("the recording among the downloads", is_saved).await;
        carla.click("button", "Descartar").await;
        carla.find_gone("region", "Precisa de você").await;
    })
    .await;
}

async fn record_until_two_seconds(browser: &Browser) {
    browser.click("button", "Gravar mensagem de voz").await;
    speaks_until(browser, "0:02").await;
}

/// What was recorded is offered, is not sent by itself, and goes once when the agent says so.
async fn send_what_is_offered(world: &World, browser: &Browser) {
    browser.find_with("region", "Recuperar áudio de 0:0").await;
    all_received(world, 0).await;
    browser.click("button", "Enviar").await;
    wait_for_tick(browser, "Entregue").await;
    assert_eq!(all_received(world, 1).await[0]["audio"]["voice"], true);
    browser.no_longer_shows("Recuperar áudio").await;
}
