//! Who may what in "Painel de informações do chat". A change of role counts in what is open, at once: nothing is left there that the
//! server would refuse, and no text that somebody was writing is lost.

use domain::permission::{Permission, PermissionSet};
use reqwest::Method;
use serde_json::json;
use server::setup::SeededRole;

use crate::chat::{MARINA, OTAVIO, listen_for_copies, was_copied, writes};
use crate::contact_panel::{PANEL, has_stage, note, open_panel};
use crate::harness::{ANA, BRUNO, Browser, CARLA, Size, World, journey};
use crate::keys::focus_is_on;
use crate::list::open_menu;
use crate::visibility::switch_support_agent;

const COPY_PHONE: &str = "Copiar telefone +5511987650001";
const SHELVES: &str = "Mídia, links e documentos";
const SEARCH: &str = "Pesquisar histórico de bate-papo";
const UNSAVED: &str = "Notas que não foram salvas";

/// From now on agents may do this and nothing else.
async fn allow_agents(world: &World, permissions: PermissionSet) {
    world.allow(SeededRole::Agent, &permissions).await;
}

/// Waits until the panel has these controls and no other, by name and in order; what is disabled counts.
async fn has_controls(browser: &Browser, names: &[&str]) {
    let expected = json!(json!(names).to_string());
    browser
        .until(
            format!("the controls {names:?}"),
            &format!(
                "JSON.stringify([...document.querySelectorAll(
                    '.info :is(button, a, input, select, textarea, [contenteditable])')].map((one) =>
                    one.getAttribute('aria-label') ??
                    (one.querySelector('.shelves-entry__title') ?? one).innerText.trim())) === {expected}"
            ),
        )
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_role_loses_goes_from_the_open_panel_and_what_was_being_written_stays() {
    let agents = SeededRole::Agent.permissions();
    journey(async |world| {
        writes(world, MARINA, "Oi!").await;
        writes(world, OTAVIO, "Preciso de um recibo").await;
        let bruno = world.browser(Size::Desktop).await;
        bruno.sign_in(&BRUNO).await;
        open_panel(&bruno, MARINA).await;
        bruno.click("button", "Contatado").await;
        has_stage(&bruno, "Contatado").await;
        bruno.click("button", "Adicionar a um grupo").await;
        bruno.click("menuitem", "facebook-group").await;
        bruno.find("button", "Tirar do grupo facebook-group").await;
        note(&bruno, "Pediu desconto.").await;
        bruno.click("button", "Bloquear contato").await;
        bruno.find("dialog", "Bloquear Marina Duarte?").await;

        // Without editing contacts: what is known stands there as text, and what was being asked is not asked any more.
        allow_agents(world, agents.without(Permission::ContactsEdit)).await;
        bruno.find_gone("dialog", "Bloquear Marina Duarte?").await;
        has_controls(
            &bruno,
            &[
                "Fechar",
                COPY_PHONE,
                SHELVES,
                "Adicionar nota",
                "Editar nota",
                "Excluir nota",
                SEARCH,
            ],
        )
        .await;
        for fact in [
            "Nome Marina Duarte",
            "Status Contatado",
            "Fonte whatsapp",
            "Grupos facebook-group",
        ] {
            bruno.shows(fact).await;
        }
        bruno.check_screen("contact-panel-to-read").await;

        // Without writing notes: the one that was being written can be read and copied.
        bruno.click("button", "Adicionar nota").await;
        bruno.fill("Nota", "Ligar na sexta").await;
        let reader = agents
            .without(Permission::ContactsEdit)
            .without(Permission::NotesWrite);
        allow_agents(world, reader).await;
        bruno.find_gone("field", "Nota").await;
        has_controls(
            &bruno,
            &["Fechar", COPY_PHONE, SHELVES, "Descartar", "Copiar", SEARCH],
        )
        .await;
        bruno.shows("Ligar na sexta Sua função não permite isso.").await;
        bruno.shows("Pediu desconto.").await;
        focus_is_on(&bruno, "Copiar").await;
        bruno.check_screen("contact-note-left").await;
        listen_for_copies(&bruno).await;
        bruno.click("button", "Copiar").await;
        was_copied(&bruno, "Ligar na sexta").await;

        // The right is back, and the text is where it was.
        allow_agents(world, agents).await;
        bruno.find("field", "Nome").await;
        bruno.find_gone("button", "Copiar").await;
        bruno.click("button", "Adicionar nota").await;
        bruno
            .until(
                "the note as it was",
                "document.querySelector('.note-form__text')?.value === 'Ligar na sexta'",
            )
            .await;
        bruno.click("button", "Salvar nota").await;
        bruno.find_gone("button", "Salvar nota").await;
        bruno.find_gone("img", "Aguardando envio").await;

        // The same with a note that was being changed, and one that was about to go. The newest stands first.
        bruno.click("button", "Editar nota").await;
        bruno.fill("Nota", "Ligar no sábado").await;
        allow_agents(world, agents.without(Permission::NotesWrite)).await;
        bruno.find_gone("field", "Nota").await;
        bruno.shows("Ligar na sexta").await;
        bruno.shows("Ligar no sábado").await;
        bruno.click("button", "Descartar").await;
        bruno.no_longer_shows("Ligar no sábado").await;
        bruno.shows("Ligar na sexta").await;
        allow_agents(world, agents).await;
        bruno.click("button", "Excluir nota").await;
        bruno.find("dialog", "Excluir esta nota?").await;
        allow_agents(world, agents.without(Permission::NotesWrite)).await;
        bruno.find_gone("dialog", "Excluir esta nota?").await;
        bruno.shows("Ligar na sexta").await;
    })
    .await;
}

/// Without "Ver todos" somebody loses sight of what is a colleague's.
#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_was_being_written_outlives_the_sight_of_its_contact() {
    let agents = SeededRole::Agent.permissions();
    journey(async |world| {
        writes(world, MARINA, "Oi!").await;
        let bruno = world.browser(Size::Desktop).await;
        bruno.sign_in(&BRUNO).await;
        open_panel(&bruno, MARINA).await;
        writes(world, OTAVIO, "Preciso de um recibo").await;
        bruno.find_with("link", OTAVIO.1).await;
        bruno.click("button", "Adicionar nota").await;
        bruno.fill("Nota", "Ligar amanhã").await;

        // What the device asked for meanwhile is refused like what does not exist, and Chromium tells the console.
        bruno.may_log("status of 404");
        let ana = world.rest(&ANA).await;
        switch_support_agent(&ana, true).await;
        let carla = world.rest(&CARLA).await.get("/session").await.body["agent"]["id"].clone();
        let list = ana.get("/conversations").await.body;
        let marina = list["rows"]
            .as_array()
            .and_then(|rows| rows.iter().find(|row| row["contact"]["name"] == MARINA.1))
            .and_then(|row| row["conversation"]["id"].as_str())
            .expect("Marina is there");
        let path = format!("/conversations/{marina}/assignees");
        let assigned = ana
            .send(Method::PUT, &path, Some(json!({ "agents": [carla] })))
            .await;
        assert_eq!(assigned.status, 200, "{assigned:?}");
        bruno.find_gone("complementary", PANEL).await;
        bruno.find("region", UNSAVED).await;
        bruno
            .shows("Marina Duarte Ligar amanhã Isso não existe mais, ou você não tem mais acesso.")
            .await;
        bruno.check_screen("notes-unsaved").await;
        let list = bruno.find("region", UNSAVED).await;
        let discard = bruno.find_in(&list, "button", "Descartar").await;
        discard.click().await.expect("clicked");
        bruno.find_gone("region", UNSAVED).await;
        bruno.no_longer_shows(MARINA.1).await;

        // Who may only look is offered what looking needs.
        open_menu(&bruno, OTAVIO.1).await;
        bruno.find("menuitem", "Concluir").await;
        allow_agents(world, [Permission::ChatView].into_iter().collect()).await;
        bruno.find_gone("button", "Nova conversa").await;
        bruno
            .until(
                "the menu without what would be refused",
                "JSON.stringify([...document.querySelectorAll('.row-menu [role=menuitem]')].map((one) =>
                    one.innerText.trim())) === JSON.stringify(['Fixar no topo'])",
            )
            .await;
        allow_agents(world, agents).await;
        bruno.find("menuitem", "Concluir").await;
    })
    .await;
}
