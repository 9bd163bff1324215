//! The list, the threads and the composer.

use super::open;
use crate::album::Album;
use crate::house::House;
use crate::journeys::harness::{Browser, Size};
use simulator::Knobs;

pub async fn list(browser: &Browser, album: &mut Album) {
    browser.open("/").await;
    browser.find_with("link", "Mariana Albuquerque").await;
    album.take(browser, "list", "a lista, nada aberto").await;
    for (name, screen, words) in [
        ("Não lidas", "list-unread", "só as não lidas"),
        ("Minhas", "list-mine", "só as minhas"),
        ("Concluídas", "list-concluded", "as concluídas"),
    ] {
        choose_chip(browser, name).await;
        album.take(browser, screen, words).await;
    }
    // The device remembers what was chosen last.
    choose_chip(browser, "Todas").await;
    browser.open("/").await;
}

/// The panel with information, and what opens from it.
pub async fn contact(browser: &Browser, album: &mut Album) {
    for (name, words, screen, what) in [
        (
            "Mariana Albuquerque",
            "Perfeito! Consegue",
            "contact",
            "o painel de informações do chat",
        ),
        (
            "Maria Aparecida da",
            "não cabe",
            "contact-long-name",
            "o painel com um nome enorme",
        ),
    ] {
        open(browser, name, words).await;
        browser.click("button", "Informações do chat").await;
        browser
            .find("complementary", "Painel de informações do chat")
            .await;
        album.take(browser, screen, what).await;
    }
    for (button, screen, what) in [
        (
            "Juntar com outro contato",
            "contact-merge",
            "juntar dois contatos",
        ),
        ("Apagar contato", "contact-erase", "apagar um contato"),
    ] {
        browser.click("button", button).await;
        album.take(browser, screen, what).await;
        browser.click("button", "Cancelar").await;
    }
    browser.click("button", "Adicionar nota").await;
    browser.fill("Nota", "Pediu desconto para o acompanhante.").await;
    album
        .take(browser, "contact-note", "uma nota que se escreve")
        .await;
    browser.type_keys(" @").await;
    browser.find_with("listbox", "Colegas").await;
    album
        .take(
            browser,
            "contact-note-mention",
            "colegas que uma nota pode mencionar",
        )
        .await;
    browser.type_keys(thirtyfour::Key::Escape + "").await;
    library(browser, album).await;
}

/// Media, links and documents of a conversation.
async fn library(browser: &Browser, album: &mut Album) {
    open(browser, "Letícia Camargo", "lista de convidados").await;
    browser.click("button", "Informações do chat").await;
    browser.click_with("button", "Mídia, links e documentos").await;
    for (tab, screen, what) in [
        ("Mídia", "library-media", "fotos e vídeos de uma conversa"),
        ("Links", "library-links", "links de uma conversa"),
        ("Documentos", "library-documents", "documentos de uma conversa"),
    ] {
        browser.click("tab", tab).await;
        album.take(browser, screen, what).await;
    }
}

async fn choose_chip(browser: &Browser, name: &str) {
    browser
        .script(
            "const [name] = arguments; [...document.querySelectorAll('.chip')]
               .find((one) => one.textContent.trim().startsWith(name))?.click();",
            vec![name.into()],
        )
        .await;
}

/// Whom to open, what to wait for, what the picture is called and what is to be seen.
const THREADS: [(&str, &str, &str, &str); 19] = [
    (
        "Mariana Albuquerque",
        "Perfeito! Consegue",
        "thread",
        "uma conversa como as outras",
    ),
    (
        "Letícia Camargo",
        "lista de convidados",
        "thread-files",
        "fotos, vídeo, voz, figurinha, documentos",
    ),
    (
        "Murilo Bezerra",
        "Wagner",
        "thread-places",
        "lugares e cartões de contato",
    ),
    (
        "Tainá Guedes",
        "Terças e quintas",
        "thread-options",
        "respostas de botões e listas, um pedido",
    ),
    (
        "Cláudio Meneghetti",
        "uma hora antes",
        "thread-second-thoughts",
        "reação, edição, apagada, respostas",
    ),
    (
        "Grêmio da Escola",
        "churros 58",
        "thread-unsupported",
        "o que o WhatsApp não entrega",
    ),
    (
        "Wesley",
        "Vi o anúncio",
        "thread-advertisement",
        "vinda de um anúncio",
    ),
    (
        "5543964029797",
        "troca",
        "thread-moved",
        "o cliente trocou de número",
    ),
    (
        "Floricultura Girassol",
        "As flores",
        "thread-by-phone",
        "respostas pelo celular; a janela fecha logo",
    ),
    (
        "Maria Aparecida da",
        "não cabe",
        "thread-long-name",
        "um nome enorme, três agentes",
    ),
    (
        "Ângela",
        "Desculpe o textão",
        "thread-long-text",
        "texto longo, emoji grande, palavra que não quebra",
    ),
    (
        "5511964021111",
        "日本語",
        "thread-other-scripts",
        "árabe e japonês",
    ),
    (
        "Geraldo Prates",
        "Seguro a vaga",
        "thread-sent",
        "enviada, ainda não entregue",
    ),
    (
        "Kelly Cristina",
        "me passa o pix",
        "thread-failed",
        "duas que falharam",
    ),
    (
        "Transportadora Rápido Sul",
        "coleta",
        "thread-refused",
        "recusada, depois enviada",
    ),
    (
        "Estela Fontoura",
        "Está sim",
        "thread-unconfirmed",
        "não confirmada",
    ),
    (
        "Restaurante Sabor da Serra",
        "contrato",
        "thread-window-closed",
        "janela fechada",
    ),
    (
        "Condomínio Jardim das Acácias",
        "sem lactose",
        "thread-window-closing",
        "a janela fecha em menos de uma hora",
    ),
    (
        "Cantina do Colégio Santa Rita",
        "até a próxima",
        "thread-20000",
        "20.000 mensagens",
    ),
];

pub async fn threads(browser: &Browser, album: &mut Album) {
    for (name, words, screen, what) in THREADS {
        open(browser, name, words).await;
        album.take(browser, screen, what).await;
    }
}

pub async fn composer(house: &House, browser: &Browser, album: &mut Album) {
    open(browser, "Mariana Albuquerque", "Perfeito! Consegue").await;
    let long = "Claro, Mariana! Acabei de gerar o boleto, com vencimento em três dias úteis.\n\nSe preferir pagar por pix, a vaga fica \
                confirmada na hora. O comprovante chega por e-mail.";
    type_text(browser, long).await;
    album.take(browser, "composer-text", "um texto no campo").await;
    type_text(browser, "").await;

    browser.click("button", "Anexar").await;
    browser.find("menuitem", "Contato").await;
    album.take(browser, "attach-menu", "o que se pode anexar").await;
    browser.click("menuitem", "Contato").await;
    browser.find("dialog", "Enviar contato").await;
    album.take(browser, "attach-contact", "escolher um contato").await;
    browser.click("button", "Cancelar").await;

    // Meta takes its time to answer: the message waits with its clock.
    house.simulator.set_knobs(Knobs {
        answer_delay_ms: 600_000,
        ..Knobs::default()
    });
    let text = format!("Já te mando o boleto ({})", place(browser.size()));
    browser.fill("Mensagem", &text).await;
    browser.click("button", "Enviar").await;
    browser.find("img", "Aguardando envio").await;
    album.take(browser, "thread-waiting", "aguardando envio").await;
    house.simulator.set_knobs(Knobs::default());

    open(browser, "Kelly Cristina", "me passa o pix").await;
    let menu = "const bubbles = [...document.querySelectorAll('article, [data-direction=outbound]')]; \
                const last = bubbles.at(-1); last?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, \
                clientX: last.getBoundingClientRect().x + 40, clientY: last.getBoundingClientRect().y + 12 }));";
    browser.script(menu, Vec::new()).await;
    album
        .take(browser, "message-menu", "o menu de uma mensagem")
        .await;
    browser.type_keys(thirtyfour::Key::Escape + "").await;
}

/// Puts a text into the composer as typing does. The composer comes a moment after the messages.
pub async fn type_text(browser: &Browser, text: &str) {
    browser
        .until("the composer", "document.querySelector('textarea')")
        .await;
    let script = "const [text] = arguments; const entry = document.querySelector('textarea'); entry.value = text; \
                  entry.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    browser.script(script, vec![text.into()]).await;
}

fn place(size: Size) -> &'static str {
    match size {
        Size::Desktop => "1",
        Size::Tablet => "2",
        Size::Phone => "3",
    }
}
