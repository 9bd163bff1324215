//! A token that Meta refuses: the number is disconnected, its queue is kept.

use crate::meta::{Answer, NUMBER};
use crate::stage::Stage;
use domain::delivery_status::DeliveryState::Waiting;
use domain::entities::PhoneNumberState::{self, Connected, Disconnected};
use server::store::NewPhoneNumber;

async fn state(stage: &Stage) -> PhoneNumberState {
    stage.server.store().phone_numbers().await.unwrap()[0].state
}

async fn until_disconnected(stage: &Stage) {
    let mut log = stage.server.store().subscribe();
    let waiting = async {
        loop {
            log.borrow_and_update();
            if state(stage).await == Disconnected {
                return;
            }
            log.changed().await.unwrap();
        }
    };
    tokio::time::timeout(crate::support::AT_ONCE, waiting)
        .await
        .unwrap();
}

/// An administrator connects the number again, as `connect-number` does, in this process or another.
async fn renew_token(stage: &Stage, access_token: &str) {
    let number = NewPhoneNumber {
        id: stage.server.phone_number,
        meta_id: NUMBER.to_owned(),
        waba_id: "102290129340398".to_owned(),
        phone: "+551140028922".to_owned(),
        display_name: "Loja Girassol".to_owned(),
        access_token: access_token.to_owned(),
        app_secret: "app-secret".to_owned(),
        verify_token: "verify-token".to_owned(),
    };
    stage.server.store().put_phone_number(&number).await.unwrap();
}

#[tokio::test]
async fn the_queue_waits_for_a_new_token_and_goes_out_with_it_in_order() {
    let stage = Stage::new().await;
    let rui = stage.server.new_customer("Rui Lopes").await;
    stage.graph.answer_next([Answer::Refused(401, 190)]);
    let first = stage.send("um").await;
    assert_eq!(
        stage.graph.next_message().await.authorization,
        "Bearer access-token"
    );
    until_disconnected(&stage).await;
    let second = stage.send("dois").await;
    stage.send_to(&rui, "outra conversa").await;
    assert_eq!(stage.next_due().await, None);
    for message in [first, second] {
        stage.until(message, |delivery| delivery.state == Waiting).await;
    }

    renew_token(&stage, "new-token").await;
    stage.server.services.outbound_wake.notify_one();
    let mut texts = Vec::new();
    for _ in 0..3 {
        let request = stage.graph.next_message().await;
        assert_eq!(request.authorization, "Bearer new-token");
        texts.push(request.text().to_owned());
    }
    let place = |text| texts.iter().position(|one| one == text).unwrap();
    assert!(place("um") < place("dois"));
    assert!(texts.contains(&"outra conversa".to_owned()));
    assert!(stage.graph.is_silent().await);
    assert_eq!(state(&stage).await, Connected);
}

#[tokio::test]
async fn a_refusal_of_the_old_token_does_not_disconnect_the_new_one() {
    let stage = Stage::new().await;
    let (release, released) = tokio::sync::oneshot::channel();
    stage.graph.answer_next([Answer::HeldRefusal(401, 190, released)]);
    stage.send("um").await;
    stage.graph.next_message().await;
    renew_token(&stage, "new-token").await;
    release.send(()).unwrap();
    let again = stage.graph.next_message().await;
    assert_eq!(
        (again.text(), again.authorization.as_str()),
        ("um", "Bearer new-token")
    );
    assert_eq!(state(&stage).await, Connected);
}
