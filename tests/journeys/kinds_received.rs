//! What customers send that is neither words nor files, and what comes from elsewhere: ads, the company's own phone, a new number.
//! The other kinds stand in `attachments_seen` and `attachments_fetched`.

use serde_json::json;

use crate::chat::{MARINA, customer};
use crate::files::in_conversation;
use crate::harness::{SCHOOL_NUMBER, journey};

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_came_from_an_ad_shows_the_ad() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        let content = json!({
            "type": "text", "text": { "body": "Quero saber do curso" },
            "referral": {
                "source_type": "ad", "source_id": "120210000000", "source_url": "https://fb.me/curso-de-bolos",
                "headline": "Curso de bolos", "body": "Turmas aos sábados", "ctwa_clid": "ARAkLkA8rmlFeiCktEJQ",
            },
        });
        customer(world, MARINA)
            .send(SCHOOL_NUMBER, content)
            .await
            .expect("sent");
        browser.shows("Veio de um anúncio").await;
        browser.shows("Curso de bolos").await;
        browser.shows("Turmas aos sábados").await;
        let link = browser.find("link", "Ver anúncio").await;
        let address = link.attr("href").await.expect("an attribute");
        assert_eq!(address.as_deref(), Some("https://fb.me/curso-de-bolos"));
        browser.shows("Quero saber do curso").await;
        browser.assert_accessible().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_answered_on_the_companys_phone_shows_as_ours() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        let now_s = world.now_ms() / 1_000;
        customer(world, MARINA)
            .receive_echo(
                SCHOOL_NUMBER,
                json!({ "type": "text", "text": { "body": "Mando à tarde!" } }),
                now_s,
            )
            .await
            .expect("told");
        browser.shows("Mando à tarde!").await;
        browser
            .until(
                "it stands on our side, from the phone",
                "[...document.querySelectorAll('.message-bubble[data-direction=outbound]')]
                    .some((bubble) => bubble.innerText.includes('Mando à tarde!') && bubble.innerText.includes('pelo celular'))",
            )
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_changes_the_number_stays_the_same_conversation() {
    journey(async |world| {
        let browser = in_conversation(world).await;
        let marina = customer(world, MARINA);
        marina.change_number("5521991234567").await.expect("told");
        browser
            .shows("O cliente mudou de número para +55 21 99123-4567")
            .await;
        marina
            .send_text(SCHOOL_NUMBER, "Agora sou deste número")
            .await
            .expect("sent");
        browser.shows("Agora sou deste número").await;
        browser.shows("Pode me mandar o contrato?").await;
    })
    .await;
}
