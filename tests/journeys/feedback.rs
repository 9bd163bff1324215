//! "Me conte o que achou": Feliz, Normal, Triste.

use thirtyfour::Key;

use crate::harness::{ANA, BRUNO, Browser, Size, journey};
use crate::keys::{press, step_until};

#[tokio::test(flavor = "multi_thread")]
async fn everyone_votes_once_may_change_it_and_administrators_see_the_tally() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&BRUNO).await;
        // The question stands at the end of the guide too.
        browser.open("/help/guide").await;
        browser.find("heading", "Me conte o que achou").await;
        browser.click("button", "Enviar opinião").await;
        browser
            .shows("Escolha antes como você se sente: feliz, normal ou triste.")
            .await;
        browser.click("radio", "Triste").await;
        browser
            .no_longer_shows("Escolha antes como você se sente: feliz, normal ou triste.")
            .await;
        browser
            .fill("Comentário (opcional)", "Faltam os relatórios")
            .await;
        browser.click("button", "Enviar opinião").await;
        browser.shows("Obrigado! Sua opinião foi guardada.").await;

        browser.open("/help/feedback").await;
        browser.shows("Você já votou na versão").await;
        holds(&browser, "Triste", "Faltam os relatórios").await;
        browser.no_longer_shows("O que a equipe achou").await;
        browser.click("radio", "Feliz").await;
        browser.fill("Comentário (opcional)", "Agora sim").await;
        browser.click("button", "Enviar opinião").await;
        browser.shows("Obrigado! Sua opinião foi guardada.").await;
        browser.reload().await;
        browser.shows("Você já votou na versão").await;
        holds(&browser, "Feliz", "Agora sim").await;

        let ana = world.browser(Size::Desktop).await;
        ana.sign_in(&ANA).await;
        ana.open("/help/feedback").await;
        ana.shows("O que a equipe achou").await;
        ana.shows("· 1 voto").await;
        counts(&ana, "1,0,0").await;
        ana.shows("Agora sim").await;
        ana.no_longer_shows("Faltam os relatórios").await;
        ana.no_longer_shows("Bruno").await;
        ana.click("radio", "Normal").await;
        ana.click("button", "Enviar opinião").await;
        ana.shows("· 2 votos").await;
        counts(&ana, "1,1,0").await;
        ana.check_screen("feedback-tally").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_sent_is_there_again_after_looking_something_up() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&BRUNO).await;
        browser.open("/help/feedback").await;
        browser.click("radio", "Triste").await;
        browser.fill("Comentário (opcional)", "Faltam os").await;
        browser.click("link", "Atalhos de teclado").await;
        browser.shows("Escolher uma resposta pronta").await;
        browser.click("link", "Me conte o que achou").await;
        holds(&browser, "Triste", "Faltam os").await;
        // The question at the end of the guide is the same one.
        browser.click("link", "Guia").await;
        browser.shows("Interface principal do PerfectChat").await;
        holds(&browser, "Triste", "Faltam os").await;
        browser
            .fill("Comentário (opcional)", "Faltam os relatórios")
            .await;
        browser.click("button", "Enviar opinião").await;
        browser.shows("Obrigado! Sua opinião foi guardada.").await;
        browser.click("link", "Me conte o que achou").await;
        browser.shows("Você já votou na versão").await;
        holds(&browser, "Triste", "Faltam os relatórios").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_votes_by_keys_alone() {
    journey(async |world| {
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&BRUNO).await;
        browser.open("/help/feedback").await;
        browser.find("radio", "Feliz").await;
        press(&browser, Key::Tab).await;
        step_until(&browser, Key::Tab, "the faces", "focused.type === 'radio'").await;
        press(&browser, Key::Space).await;
        press(&browser, Key::Right).await;
        press(&browser, Key::Tab).await;
        browser.type_keys("Sem mouse").await;
        press(&browser, Key::Tab).await;
        press(&browser, Key::Enter).await;
        browser.shows("Obrigado! Sua opinião foi guardada.").await;
        browser.reload().await;
        browser.shows("Você já votou na versão").await;
        holds(&browser, "Normal", "Sem mouse").await;
    })
    .await;
}

/// Waits until the form shows this mood and this comment.
async fn holds(browser: &Browser, mood: &str, comment: &str) {
    let expression = format!(
        "document.querySelector('.feedback :checked')?.labels[0].innerText.trim() === '{mood}'
            && document.querySelector('.feedback textarea').value === '{comment}'"
    );
    browser.until(format!("{mood}: {comment}"), &expression).await;
}

/// Waits until so many are happy, so-so and sad.
async fn counts(browser: &Browser, counts: &str) {
    let expression = format!(
        "[...document.querySelectorAll('.tally__number')].map((one) => one.textContent).join() === '{counts}'"
    );
    browser.until(format!("{counts} votes"), &expression).await;
}
