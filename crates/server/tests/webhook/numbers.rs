//! One address for all numbers of all apps.

use crate::meta::{CUSTOMER, Meta, NUMBER, conversations, inbound_text, only_conversation, status};
use crate::support::{ANA, TestServer};
use domain::ids::PhoneNumberId;
use serde_json::json;
use server::store::NewPhoneNumber;

const SECOND: &str = "200040352240002";
const SECOND_SECRET: &str = "second-app-secret";

async fn add_second_number(server: &TestServer, app_secret: &str) -> PhoneNumberId {
    let number = NewPhoneNumber {
        id: server.services.ids.phone_number_id(),
        meta_id: SECOND.to_owned(),
        waba_id: "202290129340002".to_owned(),
        phone: "+552133334444".to_owned(),
        display_name: "Loja Girassol Rio".to_owned(),
        access_token: "second-token".to_owned(),
        app_secret: app_secret.to_owned(),
        verify_token: "second-verify-token".to_owned(),
    };
    server.store().put_phone_number(&number).await.unwrap().id
}

#[tokio::test]
async fn a_delivery_for_several_numbers_goes_to_each() {
    let server = TestServer::start().await;
    let second = add_second_number(&server, "app-secret").await;
    let at = server.clock.now();
    Meta::of(&server)
        .deliver(&[
            inbound_text(NUMBER, CUSTOMER, "wamid.1", "Para São Paulo", at),
            inbound_text(SECOND, CUSTOMER, "wamid.2", "Para o Rio", at),
            inbound_text(NUMBER, "5521991234567", "wamid.3", "Oi", at),
        ])
        .await;
    let rows = conversations(&server.sign_in(ANA).await).await;
    let to_second: Vec<_> = rows
        .iter()
        .filter(|row| row.conversation.phone_number_id == second)
        .collect();
    assert_eq!((rows.len(), to_second.len()), (3, 1));
    let shared = rows
        .iter()
        .filter(|row| row.contact.id == to_second[0].contact.id)
        .count();
    assert_eq!(shared, 2, "one customer with two numbers is one contact");
}

#[tokio::test]
async fn what_is_for_a_number_that_is_not_ours_is_set_aside_and_counted() {
    let server = TestServer::start().await;
    let at = server.clock.now();
    Meta::of(&server)
        .deliver(&[
            inbound_text("999", CUSTOMER, "wamid.1", "Oi", at),
            json!({ "field": "smb_message_echoes", "value": {
                "metadata": { "phone_number_id": "999" },
                "message_echoes": [{ "id": "wamid.2", "to": CUSTOMER, "type": "text", "text": { "body": "Oi" } }],
            } }),
        ])
        .await;
    assert!(conversations(&server.sign_in(ANA).await).await.is_empty());
    assert_eq!(server.store().set_aside_count().await.unwrap(), 2);
}

#[tokio::test]
async fn each_app_signs_for_its_own_numbers() {
    let server = TestServer::start().await;
    add_second_number(&server, SECOND_SECRET).await;
    let at = server.clock.now();
    Meta::with_secret(&server, SECOND_SECRET)
        .deliver(&[inbound_text(SECOND, CUSTOMER, "wamid.1", "Para o Rio", at)])
        .await;
    only_conversation(&server.sign_in(ANA).await).await;
    assert_eq!(server.store().set_aside_count().await.unwrap(), 0);
}

#[tokio::test]
async fn what_one_app_says_about_a_number_of_another_is_set_aside_and_counted() {
    let server = TestServer::start().await;
    add_second_number(&server, SECOND_SECRET).await;
    let at = server.clock.now();
    let foreign = Meta::with_secret(&server, SECOND_SECRET);
    foreign
        .deliver(&[
            inbound_text(NUMBER, CUSTOMER, "wamid.1", "Para São Paulo", at),
            status("wamid.2", "read", at, &json!({})),
            inbound_text(SECOND, CUSTOMER, "wamid.3", "Para o Rio", at),
        ])
        .await;
    let ana = server.sign_in(ANA).await;
    let (row, messages) = only_conversation(&ana).await;
    assert_eq!(messages.len(), 1);
    assert_ne!(row.conversation.phone_number_id, server.phone_number);
    assert_eq!(server.store().set_aside_count().await.unwrap(), 2);

    // The app of the number delivers the same: that counts.
    Meta::of(&server)
        .deliver(&[inbound_text(NUMBER, CUSTOMER, "wamid.1", "Para São Paulo", at)])
        .await;
    assert_eq!(conversations(&ana).await.len(), 2);
}

#[tokio::test]
async fn a_delivery_that_waits_while_the_app_secret_is_renewed_is_not_lost() {
    let server = TestServer::start().await;
    let raw = crate::meta::delivery(&[inbound_text(
        NUMBER,
        CUSTOMER,
        "wamid.1",
        "Oi",
        server.clock.now(),
    )]);
    // Stored, and not processed before the secret changes.
    let secrets = server.store().phone_number_secrets().await.unwrap();
    let app = server::webhook::app_key(&secrets[0].app_secret);
    server
        .store()
        .store_signed_delivery(&raw, Some(&app), server.clock.now())
        .await
        .unwrap();
    let renewed = NewPhoneNumber {
        id: server.phone_number,
        meta_id: NUMBER.to_owned(),
        waba_id: "102290129340398".to_owned(),
        phone: "+551140028922".to_owned(),
        display_name: "Loja Girassol".to_owned(),
        access_token: "access-token".to_owned(),
        app_secret: "renewed-secret".to_owned(),
        verify_token: "verify-token".to_owned(),
    };
    server.store().put_phone_number(&renewed).await.unwrap();
    Meta::of(&server).process().await;
    only_conversation(&server.sign_in(ANA).await).await;
    assert_eq!(server.store().set_aside_count().await.unwrap(), 0);
}
