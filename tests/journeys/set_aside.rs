//! "losing access … one's own unsent text goes to "Não enviados"": whatever kept it from leaving.

use thirtyfour::Key;

use crate::chat::{MARINA, answer, listen_for_copies, open_conversation, was_copied};
use crate::harness::{ANA, BRUNO, Browser, CARLA, Size, World, journey};
use crate::visibility::{bruno_s_conversation, switch_support_agent};

/// The server takes no message, for a reason that stays.
const REFUSE_MESSAGES: &str = "const fetch = window.fetch;
    window.fetch = (request, ...more) => {
        const isMessage = request.method === 'POST' && request.url.endsWith('/messages');
        if (!isMessage) return fetch(request, ...more);
        const problem = { status: 409, code: 'window_closed' };
        return Promise.resolve(new Response(JSON.stringify(problem), { status: 409 }));
    };";
/// No message reaches the server.
const LOSE_MESSAGES: &str = "const fetch = window.fetch;
    window.asked = 0;
    window.fetch = (request, ...more) => {
        const isMessage = request.method === 'POST' && request.url.endsWith('/messages');
        if (!isMessage) return fetch(request, ...more);
        window.asked += 1;
        return Promise.reject(new TypeError('no way through'));
    };";
const WINDOW_MISSED: &str = "A janela de 24 horas fechou antes do envio.";

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_text_stays_within_reach_when_its_conversation_goes_out_of_sight() {
    journey(async |world| {
        let carla = carla_with_marina_open(world).await;
        carla.script(REFUSE_MESSAGES, Vec::new()).await;
        answer(&carla, "Há sim, no sábado").await;
        carla.shows(WINDOW_MISSED).await;
        carla.find("button", "Voltar ao campo").await;

        lose_sight(world, &carla).await;
        carla.find("region", "Precisa de você").await;
        carla.shows("Há sim, no sábado").await;
        carla.shows(WINDOW_MISSED).await;
        carla.find_gone("button", "Voltar ao campo").await;
        carla.assert_accessible().await;

        carla.reload().await;
        carla.shows("Há sim, no sábado").await;
        listen_for_copies(&carla).await;
        carla.click("button", "Copiar").await;
        was_copied(&carla, "Há sim, no sábado").await;
        carla.click("button", "Descartar").await;
        carla.find_gone("region", "Precisa de você").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_waited_says_after_a_reload_what_its_bubble_said() {
    journey(async |world| {
        let carla = carla_with_marina_open(world).await;
        carla.script(LOSE_MESSAGES, Vec::new()).await;
        carla
            .fill("Mensagem", "Oi @contact_firstname, há sim, no sábado")
            .await;
        carla.type_keys(Key::Enter + "").await;
        carla.until("the wish to send it", "window.asked > 0").await;
        carla.shows("Oi Marina, há sim, no sábado").await;

        lose_sight(world, &carla).await;
        carla.find("region", "Precisa de você").await;
        carla.shows("Oi Marina, há sim, no sábado").await;
        carla.reload().await;
        carla.find("region", "Precisa de você").await;
        carla.shows("Oi Marina, há sim, no sábado").await;
        carla.no_longer_shows("@contact_firstname").await;
    })
    .await;
}

/// Carla has the conversation open that Bruno answers, because everybody sees everything still.
async fn carla_with_marina_open(world: &World) -> Browser {
    let (ana, bruno) = (world.rest(&ANA).await, world.rest(&BRUNO).await);
    bruno_s_conversation(world, &ana, &bruno).await;
    let carla = world.browser(Size::Desktop).await;
    carla.sign_in(&CARLA).await;
    open_conversation(&carla, MARINA).await;
    carla.shows("Ainda há vagas?").await;
    carla
}

/// The conversation is Bruno's alone from now on.
async fn lose_sight(world: &World, carla: &Browser) {
    // The address still names what is out of sight: it is refused like what does not exist, and Chromium tells the console.
    carla.may_log("status of 404");
    switch_support_agent(&world.rest(&ANA).await, true).await;
    carla.shows("Conversa não encontrada").await;
}
