//! "Suporta campos de mesclagem usando @ (por exemplo, @staff_firstname)": rows like those of `tests/fixtures/merge_fields.json`, typed
//! in the entry. What one sees before sending is what the phone gets.

use thirtyfour::Key;

use crate::chat::{MARINA, wait_for_tick};
use crate::files::{all_received, in_conversation};
use crate::harness::{Browser, SCHOOL_NUMBER, journey};

/// What is typed and what the customer gets; both are the same where nothing is to be replaced.
const ROWS: [(&str, &str); 8] = [
    (
        "Oi @contact_firstname, aqui é @staff_firstname da @business_name.",
        "Oi Marina, aqui é Ana da Escola Doce Arte.",
    ),
    (
        "(@Contact_Name) *@contact_firstname* _@staff_firstname_",
        "(Marina Duarte) *Marina* _Ana_",
    ),
    ("Seu número: @contact_phone.", "Seu número: +55 11 98765-0001."),
    (
        "Escreva para ana@exemplo.com.br ou contact_name@today.com",
        "Escreva para ana@exemplo.com.br ou contact_name@today.com",
    ),
    ("siga @maria e @ e @@", "siga @maria e @ e @@"),
    ("@contact_status", "Novo"),
    ("שלום @contact_firstname 👋", "שלום Marina 👋"),
    ("مرحبا @contact_firstname، até já", "مرحبا Marina، até já"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_preview_is_what_the_phone_gets() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        for (place, (typed, gets)) in ROWS.into_iter().enumerate() {
            write(&browser, typed).await;
            if typed == gets {
                browser
                    .until("no preview", "!document.querySelector('.composer-preview')")
                    .await;
            } else {
                let preview = serde_json::json!(gets);
                browser
                    .until(
                        format!("the preview of “{typed}”"),
                        &format!(
                            "document.querySelector('.composer-preview')?.textContent.includes({preview})"
                        ),
                    )
                    .await;
            }
            browser.click("button", "Enviar").await;
            browser
                .until(
                    "an empty entry",
                    "document.querySelector('.composer__text').value === ''",
                )
                .await;
            let sent = all_received(world, place + 1).await;
            assert_eq!(sent[place]["text"]["body"], gets, "{typed}");
        }
        wait_for_tick(&browser, "Entregue").await;
    })
    .await;
}

/// A name is put in as it is, whatever it looks like.
#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_is_called_like_a_field_stays_so() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        let joker = world.customer("5521976540009", "@staff_email");
        joker.send_text(SCHOOL_NUMBER, "Oi").await.expect("sent");
        browser.click_with("link", "@staff_email").await;
        browser.find_with("heading", "@staff_email").await;
        write(&browser, "Olá, @contact_name!").await;
        browser.shows("Olá, @staff_email!").await;
        browser.type_keys(Key::Enter + "").await;
        wait_for_tick(&browser, "Entregue").await;
        let sent = world.simulator.messages_to(&joker.wa_id());
        assert_eq!(sent[0]["text"]["body"], "Olá, @staff_email!");
        assert!(world.simulator.messages_to(MARINA.0).is_empty());
    })
    .await;
}

/// Puts a text into the entry as a keyboard of any script does. The list that an `@` opened is closed.
async fn write(browser: &Browser, text: &str) {
    browser.click("field", "Mensagem").await;
    browser
        .script(
            "document.activeElement.select(); document.execCommand('insertText', false, arguments[0]);",
            vec![serde_json::json!(text)],
        )
        .await;
}
