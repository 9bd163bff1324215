//! "Fontes" and "Grupos": names that the team keeps, in the setup.

use crate::chat::{MARINA, writes};
use crate::contact_panel::{has_source, open_panel};
use crate::harness::{ANA, BRUNO, Size, journey};

#[tokio::test(flavor = "multi_thread")]
async fn groups_and_sources_are_added_renamed_and_removed_and_every_screen_knows() {
    journey(async |world| {
        writes(world, MARINA, "Oi!").await;
        let bruno = world.browser(Size::Desktop).await;
        bruno.sign_in(&BRUNO).await;
        open_panel(&bruno, MARINA).await;

        let ana = world.browser(Size::Phone).await;
        ana.sign_in(&ANA).await;
        ana.open("/setup/groups").await;
        // What the guide gives as examples is there from the beginning.
        for group in ["Indicação", "facebook-group", "whatsapp-group"] {
            ana.find("button", &format!("Renomear {group}")).await;
        }
        ana.click("button", "Novo grupo").await;
        ana.find("dialog", "Novo grupo").await;
        // Chromium tells the console of every refusal.
        ana.may_log("409");
        ana.fill("Nome", "INDICACAO").await;
        ana.click("button", "Salvar").await;
        ana.shows("Já existe um com este nome.").await;
        ana.fill("Nome", "Turma de sábado").await;
        ana.click("button", "Salvar").await;
        ana.find_gone("dialog", "Novo grupo").await;
        ana.check_screen("setup-groups").await;

        bruno.click("button", "Adicionar a um grupo").await;
        bruno.click("menuitem", "Turma de sábado").await;
        bruno.find("button", "Tirar do grupo Turma de sábado").await;
        ana.click("button", "Renomear Turma de sábado").await;
        ana.fill("Nome", "Turma de domingo").await;
        ana.click("button", "Salvar").await;
        bruno.find("button", "Tirar do grupo Turma de domingo").await;
        ana.click("button", "Excluir Turma de domingo").await;
        ana.shows("Os contatos saem deste grupo.").await;
        ana.click("button", "Excluir").await;
        bruno.find_gone("button", "Tirar do grupo Turma de domingo").await;

        ana.open("/setup/sources").await;
        ana.find("button", "Renomear facebook").await;
        ana.click("button", "Nova fonte").await;
        ana.fill("Nome", "instagram").await;
        ana.click("button", "Salvar").await;
        ana.find("button", "Renomear instagram").await;
        bruno
            .until(
                "the source can be chosen",
                "[...document.querySelectorAll('.info option')].some((one) => one.text === 'instagram')",
            )
            .await;
        ana.click("button", "Excluir whatsapp").await;
        ana.shows("Os contatos com esta fonte ficam sem fonte.").await;
        ana.click("button", "Excluir").await;
        has_source(&bruno, "Sem fonte").await;

        // Whoever may not change the lists finds no page.
        for path in ["/setup/groups", "/setup/sources"] {
            bruno.open(path).await;
            bruno.shows("Página não encontrada").await;
        }
    })
    .await;
}
