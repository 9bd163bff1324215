//! Voice notes from the agent's microphone to the customer's phone, and everything that can come between.

use serde_json::Value;
use thirtyfour::Key;

use crate::chat::{
    MARINA, OPEN_S, OTAVIO, answer, behind_a_closed_window, customer, open_conversation, wait_for_tick,
    writes, wrote_with_left,
};
use crate::files::{all_received, kept_with_id};
use crate::harness::{ANA, Browser, EVENTS_NUMBER, Size, Speech, World, eventually, journey};
use crate::recording::{
    at_the_thread, hold_seconds, in_browser, in_browser_of, record_a_second, speaks_until,
};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_into_the_microphone_can_be_played_on_the_phone() {
    sounds_alike_on_the_phone(Speech::new()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tones_sound_on_the_phone_as_they_did_at_the_microphone() {
    sounds_alike_on_the_phone(Speech::tones()).await;
}

async fn sounds_alike_on_the_phone(speech: Speech) {
    journey(async |world| {
        hold_seconds(world, 0).await;
        let browser = at_the_thread(world, &speech).await;
        browser.click("button", "Gravar mensagem de voz").await;
        speaks_until(&browser, "0:02").await;
        browser.assert_accessible().await;
        browser.click("button", "Parar e enviar").await;
        wait_for_tick(&browser, "Entregue").await;

        let sent = all_received(world, 1).await;
        let note = &sent[0]["audio"];
        assert_eq!(sent[0]["type"], "audio", "{sent:?}");
        assert_eq!(note["voice"], true, "{sent:?}");
        let export = world.simulator.export();
        let media = export["media"].as_array().expect("media");
        let kept = media
            .iter()
            .find(|media| media["id"] == note["id"])
            .expect("the file");
        assert_eq!(kept["mime_type"], "audio/ogg; codecs=opus");
        let name = kept["filename"].as_str().expect("a name");
        assert!(name.ends_with(".ogg"), "{name}");
        let likeness = speech.likeness(&kept_with_id(world, &note["id"]).await);
        assert!(likeness >= 0.85, "{likeness}");

        // The bubble knows what was said and for how long.
        browser.until("a waveform with heights", DRAWN).await;
        let length = "parseInt(document.querySelector('.voice-note__seek').max) >= 2000";
        browser.until("a length of two seconds", length).await;
        browser.assert_accessible().await;

        let wamid = sent[0]["id"].as_str().expect("Meta's id");
        customer(world, MARINA).play(wamid).await.expect("listened to");
        wait_for_tick(&browser, "Ouvida").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_sent_by_mistake_never_reaches_the_customer() {
    journey(async |world| {
        hold_seconds(world, 30).await;
        let speech = Speech::new();
        let browser = at_the_thread(world, &speech).await;
        record_a_second(&browser).await;
        take_back(&browser).await;
        only_what_comes_after_leaves(world, &browser).await;
        browser.reload().await;
        browser.shows(CANCELLED).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_tab_takes_a_held_note_back() {
    journey(async |world| {
        hold_seconds(world, 30).await;
        let speech = Speech::new();
        let browser = at_the_thread(world, &speech).await;
        let path = browser.path().await;
        record_a_second(&browser).await;
        browser.shows("Sai em").await;
        browser.open_tab(&path).await;
        take_back(&browser).await;
        only_what_comes_after_leaves(world, &browser).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_device_of_the_same_agent_takes_a_held_note_back() {
    journey(async |world| {
        hold_seconds(world, 30).await;
        let speech = Speech::new();
        let browser = at_the_thread(world, &speech).await;
        let device = world.browser(Size::Desktop).await;
        device.sign_in(&ANA).await;
        open_conversation(&device, MARINA).await;
        record_a_second(&browser).await;
        take_back(&device).await;
        browser.shows(CANCELLED).await;
        only_what_comes_after_leaves(world, &browser).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_hold_the_dialog_tells_the_truth() {
    journey(async |world| {
        hold_seconds(world, 0).await;
        let speech = Speech::new();
        let browser = at_the_thread(world, &speech).await;
        record_a_second(&browser).await;
        wait_for_tick(&browser, "Entregue").await;
        open_menu_of_last(&browser).await;
        browser.click("menuitem", "Apagar").await;
        browser.find("dialog", "Remover deste histórico?").await;
        browser.shows("O cliente ainda pode ver este áudio").await;
        browser.click("button", "Apagar").await;
        browser.shows("Apagado por Ana: Mensagem de voz").await;
        assert_eq!(all_received(world, 1).await[0]["audio"]["voice"], true);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_that_a_reload_cut_is_recovered() {
    journey(async |world| {
        hold_seconds(world, 0).await;
        let speech = Speech::new();
        let browser = at_the_thread(world, &speech).await;
        browser.click("button", "Gravar mensagem de voz").await;
        // Long enough to be heard stopping.
        speaks_until(&browser, "0:04").await;
        browser.reload().await;
        browser.find_with("region", "Recuperar áudio de 0:0").await;
        browser.assert_accessible().await;
        browser.click("button", "Ouvir").await;
        browser.find("button", "Parar").await;
        browser.click("button", "Enviar").await;
        wait_for_tick(&browser, "Entregue").await;
        let sent = all_received(world, 1).await;
        let likeness = speech.likeness(&kept_with_id(world, &sent[0]["audio"]["id"]).await);
        assert!(likeness >= 0.85, "{likeness}");
        browser.no_longer_shows("Recuperar áudio").await;
        // Once is enough.
        browser.reload().await;
        browser.find("button", "Gravar mensagem de voz").await;
        browser.no_longer_shows("Recuperar áudio").await;
        all_received(world, 1).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_that_is_not_wanted_back_is_gone() {
    journey(async |world| {
        let speech = Speech::new();
        let browser = at_the_thread(world, &speech).await;
        browser.click("button", "Gravar mensagem de voz").await;
        speaks_until(&browser, "0:02").await;
        browser.reload().await;
        browser.find_with("region", "Recuperar áudio de 0:0").await;
        browser.click("button", "Descartar").await;
        browser.no_longer_shows("Recuperar áudio").await;
        browser.reload().await;
        browser.find("button", "Gravar mensagem de voz").await;
        browser.no_longer_shows("Recuperar áudio").await;
        assert_eq!(world.simulator.messages_to(MARINA.0), Vec::<Value>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_recorded_while_the_server_is_away_goes_once_and_in_order() {
    journey(async |world| {
        hold_seconds(world, 0).await;
        let speech = Speech::new();
        let browser = at_the_thread(world, &speech).await;
        world.stop_server().await;
        answer(&browser, "Antes do áudio").await;
        record_a_second(&browser).await;
        browser.find("button", "Gravar mensagem de voz").await;
        answer(&browser, "Depois do áudio").await;
        world.start_server().await;
        eventually("three messages with the customer", async || {
            (world.simulator.messages_to(MARINA.0).len() == 3).then_some(())
        })
        .await;
        world
            .simulator
            .delivered_all()
            .await
            .expect("everything comes to rest");
        let sent = all_received(world, 3).await;
        assert_eq!(sent[0]["text"]["body"], "Antes do áudio", "{sent:?}");
        assert_eq!(sent[1]["audio"]["voice"], true, "{sent:?}");
        assert_eq!(sent[2]["text"]["body"], "Depois do áudio", "{sent:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_that_missed_its_window_is_kept_and_goes_when_it_is_open_again() {
    journey(async |world| {
        hold_seconds(world, 0).await;
        let speech = Speech::new();
        let browser = world.browser_with(Size::Desktop, &speech.switches()).await;
        // What the server refuses Chromium tells.
        browser.may_log("status of 409");
        behind_a_closed_window(world, &browser).await;

        // It opens for seconds, and the server goes before it has what is said.
        wrote_with_left(world, MARINA, "Uma pergunta", OPEN_S).await;
        browser.find("button", "Gravar mensagem de voz").await;
        world.stop_server().await;
        record_a_second(&browser).await;
        browser.shows("A janela de 24 horas fechou.").await;
        world.start_server().await;
        browser.find("region", "Precisa de você").await;
        browser.shows("🎤 0:0").await;
        browser.shows("A janela de 24 horas fechou antes do envio.").await;
        browser.find_gone("button", "Voltar ao campo").await;
        assert_eq!(world.simulator.messages_to(MARINA.0), Vec::<Value>::new());

        writes(world, MARINA, "Voltei").await;
        browser.find_gone("button", "Voltar ao campo").await;
        browser.click("button", "Enviar mesmo assim").await;
        browser.find_gone("region", "Precisa de você").await;
        assert_eq!(all_received(world, 1).await[0]["audio"]["voice"], true);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_microphone_says_what_to_do() {
    journey(async |world| {
        let switches = [
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream=deny",
        ];
        let browser = in_browser(world, &switches.map(str::to_owned)).await;
        browser.click("button", "Gravar mensagem de voz").await;
        browser
            .shows("O microfone está bloqueado para esta página.")
            .await;
        browser.shows("permita o microfone e grave de novo").await;
        browser.assert_accessible().await;
        // Writing goes on.
        answer(&browser, "Então escrevo").await;
        wait_for_tick(&browser, "Entregue").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_goes_on_for_its_own_conversation_while_one_looks_at_another() {
    journey(async |world| {
        hold_seconds(world, 0).await;
        customer(world, OTAVIO)
            .send_text(EVENTS_NUMBER, "Boa tarde")
            .await
            .expect("sent");
        let speech = Speech::new();
        let browser = at_the_thread(world, &speech).await;
        browser.click("button", "Gravar mensagem de voz").await;
        speaks_until(&browser, "0:01").await;
        open_conversation(&browser, OTAVIO).await;
        browser.find("region", "Gravando para Marina Duarte").await;
        browser.find("field", "Mensagem").await;
        browser.assert_accessible().await;
        browser.click("button", "Parar e enviar").await;
        let sent = all_received(world, 1).await;
        assert_eq!(sent[0]["audio"]["voice"], true, "{sent:?}");
        assert_eq!(world.simulator.messages_to(OTAVIO.0), Vec::<Value>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_records_gives_up_and_sends() {
    journey(async |world| {
        hold_seconds(world, 0).await;
        let speech = Speech::new();
        let browser = at_the_thread(world, &speech).await;
        let path = browser.path().await;
        focus_microphone(&browser).await;
        browser.type_keys(Key::Enter + "").await;
        browser.find("button", "Parar e enviar").await;
        browser.type_keys(Key::Escape + "").await;
        // Esc was for the recording: the conversation stays.
        browser.find("button", "Gravar mensagem de voz").await;
        assert_eq!(browser.path().await, path);

        focus_microphone(&browser).await;
        browser.type_keys(Key::Enter + "").await;
        speaks_until(&browser, "0:01").await;
        browser.type_keys(Key::Enter + "").await;
        wait_for_tick(&browser, "Entregue").await;
        assert_eq!(all_received(world, 1).await[0]["audio"]["voice"], true);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn recording_and_what_comes_of_it_can_be_used_on_every_screen() {
    journey(async |world| {
        hold_seconds(world, 30).await;
        let speech = Speech::new();
        for size in [Size::Desktop, Size::Tablet, Size::Phone] {
            let browser = in_browser_of(world, size, &speech.switches()).await;
            browser.click("button", "Gravar mensagem de voz").await;
            speaks_until(&browser, "0:02").await;
            browser.check_screen("voice-recording").await;
            browser.reload().await;
            browser.find_with("region", "Recuperar áudio de").await;
            browser.check_screen("voice-recovered").await;
            browser.click("button", "Enviar").await;
            browser.shows("Sai em").await;
            browser.check_screen("voice-held").await;
        }
    })
    .await;
}

/// Whether a waveform has bars that are more than dots.
const DRAWN: &str = "[...document.querySelectorAll('.voice-note .waveform__bars')]
    .some((bars) => /M\\d+ [2-9]V/.test(bars.getAttribute('d')))";

/// What is left of a note that was taken back.
const CANCELLED: &str = "Áudio cancelado. Não foi enviado.";

/// Takes back the newest message while it is held: the dots, then the bin.
async fn take_back(screen: &Browser) {
    screen.shows("Sai em").await;
    open_menu_of_last(screen).await;
    screen.click("menuitem", "Cancelar envio").await;
    screen.shows(CANCELLED).await;
}

/// A text that is written now reaches the customer, and nothing else did.
async fn only_what_comes_after_leaves(world: &World, browser: &Browser) {
    answer(browser, "Bom dia!").await;
    wait_for_tick(browser, "Entregue").await;
    let sent = all_received(world, 1).await;
    assert_eq!(sent[0]["text"]["body"], "Bom dia!", "{sent:?}");
}

async fn focus_microphone(browser: &Browser) {
    let microphone = browser.find("button", "Gravar mensagem de voz").await;
    microphone.focus().await.expect("a button takes the focus");
}

/// Opens the menu of the newest message by the dots beside it.
async fn open_menu_of_last(browser: &Browser) {
    let dots = "return [...document.querySelectorAll('.message-line__button')].at(-1)";
    let found = browser
        .driver()
        .execute(dots, Vec::new())
        .await
        .expect("the script runs");
    let button = found.element().expect("the message has dots");
    button.click().await.expect("the dots can be clicked");
    browser.find("menu", "Opções da mensagem").await;
}
