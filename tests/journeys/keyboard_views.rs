//! What one does with messages, files and templates, all without a mouse. The focus is never lost: it is always on something that shows.

use serde_json::json;
use thirtyfour::Key;

use crate::chat::{MARINA, OTAVIO, customer, wait_for_tick, writes};
use crate::files::{PDF, all_received, choose, received, send_picture};
use crate::harness::{ANA, Browser, SCHOOL_NUMBER, Size, World, eventually, journey};
use crate::keys::{
    at_the_entry, focus_has, focus_is_on, go_back_to, go_by, go_on_to, press, step_back_until, step_until,
    take_over_file_choosers,
};

/// Conversations that no window shows at once.
const MANY: u32 = 40;

#[tokio::test(flavor = "multi_thread")]
async fn the_row_in_focus_keeps_its_place_while_the_list_is_scrolled_elsewhere() {
    journey(async |world| {
        for number in 0..MANY {
            let customer = world.customer(&format!("55119870{number:05}"), &format!("Cliente {number:02}"));
            customer.send_text(SCHOOL_NUMBER, "Oi").await.expect("sent");
        }
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser
            .until(
                "all of them",
                &format!("document.querySelector('.virtual-list > li')?.getAttribute('aria-setsize') === '{MANY}'"),
            )
            .await;
        let scroll = async |place: u32| {
            let script = "document.querySelector('.list').scrollTop = arguments[0]";
            browser.script(script, vec![json!(place)]).await;
        };
        let focus_is_on = async |place: &str| {
            let at = "document.activeElement.closest('li')?.getAttribute('aria-posinset')";
            browser
                .until(format!("the focus on row {place}"), &format!("{at} === '{place}'"))
                .await;
        };
        let focus_first = "document.querySelector('.virtual-list [data-row]').focus()";
        browser.script(focus_first, Vec::new()).await;
        focus_is_on("1").await;

        let list_has_it = "document.activeElement.matches('.virtual-list')";
        scroll(100_000).await;
        browser.until("the focus on the list", list_has_it).await;
        scroll(0).await;
        focus_is_on("1").await;

        scroll(100_000).await;
        browser.until("the focus on the list", list_has_it).await;
        press(&browser, Key::Down).await;
        focus_is_on("2").await;
        browser
            .until(
                "the row in view",
                "document.activeElement.getBoundingClientRect().top >= document.querySelector('.list').getBoundingClientRect().top",
            )
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_attached_looked_at_and_sent_by_keys() {
    journey(async |world| {
        let browser = at_the_entry(world).await;
        take_over_file_choosers(&browser).await;
        go_back_to(&browser, "Anexar").await;
        press(&browser, Key::Enter).await;
        focus_is_on(&browser, "Fotos e arquivos").await;
        press(&browser, Key::Down).await;
        focus_is_on(&browser, "Localização").await;
        press(&browser, Key::Escape).await;
        focus_is_on(&browser, "Anexar").await;
        press(&browser, Key::Enter).await;
        focus_is_on(&browser, "Fotos e arquivos").await;
        press(&browser, Key::Enter).await;
        let files: [(&str, &str, &[u8], usize); 3] = [
            ("Um.pdf", "application/pdf", PDF, 400),
            ("Dois.pdf", "application/pdf", PDF, 500),
            ("Três.pdf", "application/pdf", PDF, 600),
        ];
        choose(&browser, &files).await;
        focus_is_on(&browser, "Legenda").await;
        browser.find("button", "Enviar 3 arquivos").await;
        go_back_to(&browser, "Remover Dois.pdf").await;
        press(&browser, Key::Enter).await;
        browser.find("button", "Enviar 2 arquivos").await;
        focus_is_on(&browser, "Remover Três.pdf").await;
        go_on_to(&browser, "Legenda").await;
        browser.type_keys("Os dois contratos").await;
        press(&browser, Key::Enter).await;
        let sent = all_received(world, 2).await;
        assert_eq!(sent[0]["document"]["caption"], "Os dois contratos");
        assert_eq!(sent[1]["document"]["filename"], "Três.pdf");
        focus_is_on(&browser, "Mensagem").await;

        choose(&browser, &files[..1]).await;
        focus_is_on(&browser, "Legenda").await;
        go_back_to(&browser, "Remover Um.pdf").await;
        press(&browser, Key::Enter).await;
        focus_is_on(&browser, "Mensagem").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_is_picked_by_keys() {
    journey(async |world| {
        writes(world, OTAVIO, "Boa tarde").await;
        let browser = at_the_entry(world).await;
        go_back_to(&browser, "Anexar").await;
        press(&browser, Key::Enter).await;
        focus_is_on(&browser, "Fotos e arquivos").await;
        press(&browser, Key::Up).await;
        focus_is_on(&browser, "Contato").await;
        press(&browser, Key::Enter).await;
        focus_is_on(&browser, "Buscar por nome ou telefone").await;
        browser.type_keys("otá").await;
        press(&browser, Key::Tab).await;
        focus_has(&browser, "Otávio Prado").await;
        press(&browser, Key::Space).await;
        go_on_to(&browser, "Enviar contato").await;
        press(&browser, Key::Enter).await;
        let sent = received(world).await;
        assert_eq!(sent["contacts"][0]["name"]["formatted_name"], "Otávio Prado");
        focus_is_on(&browser, "Anexar").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reaction_is_put_and_taken_away_by_keys() {
    journey(async |world| {
        let browser = at_the_entry(world).await;
        open_menu_of_the_newest(&browser).await;
        press(&browser, Key::Right).await;
        focus_is_on(&browser, "Reagir com 👍").await;
        press(&browser, Key::Right).await;
        focus_is_on(&browser, "Reagir com ❤️").await;
        press(&browser, Key::Enter).await;
        browser.find("button", "Reação: ❤️ de Você").await;
        focus_has(&browser, "Pode me mandar o contrato?").await;
        until_reaction(world, Some("❤️")).await;

        // The others come on demand, and the focus goes to them.
        open_menu_of_the_newest(&browser).await;
        press(&browser, Key::Right).await;
        press(&browser, Key::Left).await;
        focus_is_on(&browser, "Mais reações").await;
        press(&browser, Key::Enter).await;
        browser
            .until(
                "the focus on one of them",
                "document.activeElement.matches('[role=menuitemradio]')",
            )
            .await;
        press(&browser, Key::Escape).await;
        focus_has(&browser, "Pode me mandar o contrato?").await;

        open_menu_of_the_newest(&browser).await;
        go_by(&browser, Key::Down, "Reações").await;
        press(&browser, Key::Enter).await;
        browser.find("dialog", "Reações").await;
        go_on_to(&browser, "Tirar a reação").await;
        press(&browser, Key::Enter).await;
        browser.find_gone("dialog", "Reações").await;
        until_reaction(world, None).await;
        focus_has(&browser, "Pode me mandar o contrato?").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_looked_at_by_keys() {
    journey(async |world| {
        let browser = at_the_entry(world).await;
        send_picture(world, "O bolo").await;
        browser
            .until("the picture", "document.querySelector('.picture__image')")
            .await;
        open_menu_of_the_newest(&browser).await;
        go_by(&browser, Key::Down, "Abrir foto").await;
        press(&browser, Key::Enter).await;
        browser.find("dialog", "Foto").await;
        browser
            .until(
                "the focus inside the viewer",
                "document.activeElement.closest('dialog[open]')",
            )
            .await;
        browser.type_keys("+").await;
        browser
            .until(
                "the picture is nearer",
                "document.querySelector('.viewer__stage').dataset.isNear === 'true'",
            )
            .await;
        // What does not fit on the screen any more is reached too.
        let looks_at = async |place: &str| {
            let expression = format!(
                "document.querySelector('.viewer__image').style.transform.startsWith('translate({place})')"
            );
            browser
                .until(format!("the picture moved by {place}"), &expression)
                .await;
        };
        press(&browser, Key::Right).await;
        looks_at("-80px, 0px").await;
        press(&browser, Key::Down).await;
        looks_at("-80px, -80px").await;
        press(&browser, Key::Left).await;
        looks_at("0px, -80px").await;
        browser.type_keys("0").await;
        go_on_to(&browser, "Baixar").await;
        press(&browser, Key::Escape).await;
        browser.find_gone("dialog", "Foto").await;
        focus_has(&browser, "O bolo").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_deleted_by_keys() {
    journey(async |world| {
        let browser = at_the_entry(world).await;
        browser.type_keys("A senha é girassol").await;
        press(&browser, Key::Enter).await;
        wait_for_tick(&browser, "Entregue").await;
        open_menu_of_the_newest(&browser).await;
        press(&browser, Key::End).await;
        focus_is_on(&browser, "Apagar").await;
        press(&browser, Key::Enter).await;
        browser.find("dialog", "Remover deste histórico?").await;
        go_on_to(&browser, "Manter").await;
        go_on_to(&browser, "Apagar").await;
        press(&browser, Key::Enter).await;
        browser.shows("Apagado por Ana: Mensagem").await;
        browser.find_gone("dialog", "Remover deste histórico?").await;
        focus_has(&browser, "Apagado por Ana: Mensagem").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_forwarded_by_keys() {
    journey(async |world| {
        writes(world, OTAVIO, "Boa tarde").await;
        let browser = at_the_entry(world).await;
        open_menu_of_the_newest(&browser).await;
        go_by(&browser, Key::Down, "Encaminhar").await;
        press(&browser, Key::Enter).await;
        focus_is_on(&browser, "Buscar conversas").await;
        browser.type_keys("otávio").await;
        browser.find_gone("checkbox", MARINA.1).await;
        press(&browser, Key::Tab).await;
        focus_has(&browser, OTAVIO.1).await;
        press(&browser, Key::Space).await;
        go_on_to(&browser, "Encaminhar para 1 conversa").await;
        press(&browser, Key::Enter).await;
        let look = |state: &simulator::State| state.messages_to(OTAVIO.0).first().cloned();
        let copy = world.simulator.wait_for(look).await.expect("it arrives");
        assert_eq!(copy["text"]["body"], "Pode me mandar o contrato?");
        focus_has(&browser, "Pode me mandar o contrato?").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_is_sent_by_keys_from_the_list_of_conversations_on() {
    journey(async |world| {
        let two_days_ago_s = world.now_ms() / 1_000 - 2 * 24 * 60 * 60;
        customer(world, MARINA)
            .send_text_at(SCHOOL_NUMBER, "Tem vaga?", two_days_ago_s)
            .await
            .expect("sent");
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.find_with("link", MARINA.1).await;
        let row = format!(
            "focused.matches('a') && focused.innerText.includes('{}')",
            MARINA.1
        );
        // Nothing has the focus after signing in.
        press(&browser, Key::Tab).await;
        step_until(&browser, Key::Tab, "the row", &row).await;
        press(&browser, Key::Enter).await;
        browser.find("button", "Escolher modelo").await;
        go_on_to(&browser, "Escolher modelo").await;
        press(&browser, Key::Enter).await;
        focus_is_on(&browser, "Buscar modelos").await;
        browser.type_keys("retomar").await;
        press(&browser, Key::Down).await;
        press(&browser, Key::Enter).await;
        focus_is_on(&browser, "Enviar modelo").await;
        press(&browser, Key::Enter).await;
        let sent = received(world).await;
        assert_eq!(sent["template"]["name"], "retomar_conversa");
        focus_is_on(&browser, "Escolher modelo").await;
    })
    .await;
}

/// From wherever the focus is: to the thread, to its newest message, to its menu.
async fn open_menu_of_the_newest(browser: &Browser) {
    let log = "focused.matches('[role=log], [role=article]')";
    step_back_until(browser, "the thread", log).await;
    press(browser, Key::Up).await;
    browser
        .until(
            "the focus on a message",
            "document.activeElement.matches('[role=article]')",
        )
        .await;
    for _ in 0..3 {
        press(browser, Key::Down).await;
    }
    press(browser, Key::Enter).await;
    focus_is_on(browser, "Responder").await;
}

async fn until_reaction(world: &World, emoji: Option<&str>) {
    eventually(format!("{emoji:?} on the phone"), async || {
        world.simulator.look(|state| {
            let thread = state.thread(SCHOOL_NUMBER, MARINA.0);
            let is_so = thread.first()?.reaction_of_business.as_deref() == emoji;
            is_so.then_some(())
        })
    })
    .await;
}
