//! Our numbers and their secrets.

use crate::stage::Stage;
use domain::entities::PhoneNumberState;
use domain::event::Change;
use server::store::NewPhoneNumber;

pub async fn a_number_is_known_by_its_meta_id_and_renewed_in_place(stage: Stage) {
    let new = stage.new_number("4400001111");
    let number = stage.store.put_phone_number(&new).await.unwrap();
    assert_eq!(
        (number.id, number.version, number.state),
        (new.id, 1, PhoneNumberState::Connected)
    );
    stage
        .store
        .set_phone_number_state(number.id, PhoneNumberState::Disconnected)
        .await
        .unwrap();
    let renewed = NewPhoneNumber {
        id: stage.id(),
        access_token: "token-2".into(),
        ..new.clone()
    };
    let number = stage.store.put_phone_number(&renewed).await.unwrap();
    assert_eq!(
        (number.id, number.version, number.state),
        (new.id, 3, PhoneNumberState::Connected)
    );
    let secrets = stage.store.phone_number_secrets().await.unwrap();
    assert_eq!(secrets.len(), 1);
    let one = &secrets[0];
    assert_eq!(
        (
            one.meta_id.as_str(),
            one.access_token.as_str(),
            one.app_secret.as_str(),
            one.verify_token.as_str()
        ),
        ("4400001111", "token-2", "app-secret", "verify")
    );
    assert_eq!(stage.store.phone_numbers().await.unwrap(), [number]);
}

pub async fn a_disconnected_number_is_told_to_everyone_once(stage: Stage) {
    let ana = stage.agent("Ana", &[]).await;
    let number = stage.number().await;
    let before = stage.newest().await;
    stage
        .store
        .set_phone_number_state(number, PhoneNumberState::Disconnected)
        .await
        .unwrap();
    stage
        .store
        .set_phone_number_state(number, PhoneNumberState::Disconnected)
        .await
        .unwrap();
    assert_eq!(stage.newest().await, before + 1);
    let batch = stage.store.events_after(&ana, before, 10).await.unwrap();
    assert!(matches!(
        &batch.events[..],
        [event] if matches!(&event.change, Change::PhoneNumberChanged { phone_number } if phone_number.state == PhoneNumberState::Disconnected)
    ));
}
