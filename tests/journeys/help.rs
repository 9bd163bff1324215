//! The help: the guide in the reader's language, what its links lead to, the keys, and all of it without a server.

use thirtyfour::Key;

use crate::chat::{MARINA, open_conversation, writes};
use crate::harness::{ANA, BRUNO, Browser, Size, World, journey};
use crate::keys::{focus_is_on, press, step_until};

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_is_in_the_app_in_three_languages_and_its_links_lead_on() {
    journey(async |world| {
        let browser = at_the_help(world, Size::Desktop).await;
        browser
            .shows("Central de Atendimento – Conversas em tempo real")
            .await;
        browser.find("heading", "7. Imagem de perfil").await;
        browser.shows("Vá para Setup → Roles").await;
        browser.click("link", "Saiba mais").await;
        browser.shows("Dentro dela você responde livremente").await;
        assert_eq!(browser.path().await, "/help/window");
        browser.find("heading", "A janela de 24 horas do WhatsApp").await;
        browser.click("link", "Guia").await;
        browser.click("link", "Agente de Suporte em PerfectChat").await;
        browser
            .shows("Support Agent é uma chave em Configuração do aplicativo.")
            .await;
        assert_eq!(browser.path().await, "/help/support-agent");
        browser.driver().back().await.expect("the browser goes back");
        browser.shows("Interface principal do PerfectChat").await;
        // A picture has its place before it comes.
        browser
            .until(
                "pictures with sizes and words",
                "((all) => all.length > 0 && all.every((one) => one.width > 0 && one.height > 0 && one.alt))\
                 ([...document.querySelectorAll('.guide__picture')])",
            )
            .await;

        speak(&browser, "Perfil de Bruno Teixeira", "English").await;
        browser.shows("Help center – Conversations in real time").await;
        browser.find("heading", "7. Profile picture").await;
        browser.find("link", "Keyboard shortcuts").await;
        browser.shows("Tell me what you think").await;
        browser.no_longer_shows("Imagem de perfil").await;
        speak(&browser, "Profile of Bruno Teixeira", "Español").await;
        browser
            .shows("Centro de atención – Conversaciones en tiempo real")
            .await;
        browser.find("heading", "7. Imagen de perfil").await;
        browser.click("link", "Atajos de teclado").await;
        browser.shows("Elegir una respuesta rápida").await;
        browser.shows("Espacio").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_help_is_there_without_the_server() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&BRUNO).await;
        browser.find("link", "Ajuda").await;
        browser
            .until("the app is kept", "navigator.serviceWorker.controller !== null")
            .await;
        world.stop_server().await;
        browser.shows("Reconectando…").await;
        browser.click("link", "Ajuda").await;
        browser.shows("Interface principal do PerfectChat").await;
        // Its pictures were never looked at: the one in sight is left out, not shown broken.
        browser
            .until(
                "no picture",
                "!document.querySelector('.guide__picture[src*=\"/screen-\"]')",
            )
            .await;

        browser.click("link", "Me conte o que achou").await;
        browser.click("radio", "Feliz").await;
        browser
            .fill("Comentário (opcional)", "Abre até sem internet")
            .await;
        browser.click("button", "Enviar opinião").await;
        browser
            .shows("A opinião não foi enviada. Sem conexão com o servidor.")
            .await;
        world.start_server().await;
        browser.no_longer_shows("Reconectando…").await;
        browser.click("button", "Enviar opinião").await;
        browser.shows("Obrigado! Sua opinião foi guardada.").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_mark_lists_the_keys_but_not_where_one_writes() {
    journey(async |world| {
        writes(world, MARINA, "Ainda há vagas?").await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&BRUNO).await;
        browser.find_with("link", MARINA.1).await;
        browser.type_keys("?").await;
        browser.find("dialog", "Atalhos de teclado").await;
        browser.shows("Escolher uma resposta pronta").await;
        browser.check_screen("shortcuts").await;
        press(&browser, Key::Escape).await;
        browser.find_gone("dialog", "Atalhos de teclado").await;
        // Again, and closed by its button.
        browser.type_keys("?").await;
        browser.click("button", "Fechar").await;
        browser.find_gone("dialog", "Atalhos de teclado").await;

        open_conversation(&browser, MARINA).await;
        focus_is_on(&browser, "Mensagem").await;
        browser.type_keys("Quantas?").await;
        browser
            .until(
                "a question",
                "document.querySelector('textarea').value === 'Quantas?'",
            )
            .await;
        assert!(browser.all_with("dialog", "Atalhos").await.is_empty());

        // The same list is a page of the help.
        browser.open("/help/shortcuts").await;
        browser.shows("Pressione ? fora de um campo de texto").await;
        browser.shows("Escolher uma resposta pronta").await;
        browser.type_keys("?").await;
        browser.find("dialog", "Atalhos de teclado").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_phone_the_help_is_reached_from_the_avatar_and_back_goes_back() {
    journey(async |world| {
        let browser = world.browser(Size::Phone).await;
        browser.sign_in(&BRUNO).await;
        browser.click("button", "Perfil de Bruno Teixeira").await;
        browser.click("link", "Ajuda").await;
        browser.find("link", "Atalhos de teclado").await;
        assert_eq!(browser.path().await, "/help");
        browser
            .no_longer_shows("Interface principal do PerfectChat")
            .await;
        browser.check_screen("help-sections").await;
        browser.click("link", "Guia").await;
        browser.shows("Interface principal do PerfectChat").await;
        browser
            .until("the focus on the heading", "document.activeElement.matches('h2')")
            .await;
        assert_no_sideways(&browser).await;
        browser.driver().back().await.expect("the browser goes back");
        browser
            .until(
                "the focus back on the section",
                "document.activeElement.matches('[data-section=guide]')",
            )
            .await;
        browser.click("link", "Atalhos de teclado").await;
        browser.shows("Escolher uma resposta pronta").await;
        assert_no_sideways(&browser).await;
        browser.click("link", "Voltar para a ajuda").await;
        browser.click("link", "Voltar para as conversas").await;
        browser.shows("Nenhuma conversa ainda").await;
        assert_eq!(browser.path().await, "/");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_help_is_accessible_at_every_size_and_goes_by_keys_alone() {
    journey(async |world| {
        let browser = at_the_help(world, Size::Desktop).await;
        browser.shows("Interface principal do PerfectChat").await;
        press(&browser, Key::Tab).await;
        step_until(
            &browser,
            Key::Tab,
            "Agente de Suporte",
            "focused.matches('[data-section=support-agent]')",
        )
        .await;
        press(&browser, Key::Enter).await;
        browser
            .shows("Support Agent é uma chave em Configuração do aplicativo.")
            .await;
        step_until(
            &browser,
            Key::Tab,
            "the text",
            "focused.matches('.section__body')",
        )
        .await;
        for size in [Size::Desktop, Size::Tablet, Size::Phone] {
            let browser = if size == Size::Desktop {
                browser.clone()
            } else {
                at_the_help(world, size).await
            };
            for (section, words) in [
                ("guide", "Interface principal do PerfectChat"),
                ("window", "Dentro dela você responde livremente"),
                ("support-agent", "Desligada, todos os agentes"),
                ("shortcuts", "Escolher uma resposta pronta"),
                ("feedback", "É um voto por pessoa em cada versão"),
            ] {
                browser.open(&format!("/help/{section}")).await;
                browser.shows(words).await;
                browser.check_screen(&format!("help-{section}")).await;
                assert_no_sideways(&browser).await;
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_help_on_what_does_not_exist() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.open("/help/nada").await;
        browser.shows("Página não encontrada").await;
        browser.open("/help/guide").await;
        browser.shows("Interface principal do PerfectChat").await;
    })
    .await;
}

/// Bruno opens the help from the rail, or by its address where there is none.
async fn at_the_help(world: &World, size: Size) -> Browser {
    let browser = world.browser(size).await;
    browser.sign_in(&BRUNO).await;
    if size == Size::Desktop {
        browser.click("link", "Ajuda").await;
    } else {
        browser.open("/help/guide").await;
    }
    browser.find("heading", "Guia").await;
    browser
}

async fn speak(browser: &Browser, profile: &str, language: &str) {
    browser.click("button", profile).await;
    browser.click("radio", language).await;
    press(browser, Key::Escape).await;
}

async fn assert_no_sideways(browser: &Browser) {
    let over = browser
        .script(
            "return Math.max(document.scrollingElement.scrollWidth - innerWidth, ...[...document.querySelectorAll('.section__body')]
                .map((body) => body.scrollWidth - body.clientWidth))",
            Vec::new(),
        )
        .await;
    assert!(over.as_i64().is_some_and(|over| over <= 0), "{over} px too wide");
}
