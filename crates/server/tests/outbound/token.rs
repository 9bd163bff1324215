//! A token that Meta refuses: the number is disconnected, its queue is kept.

use crate::meta::{Answer, NUMBER};
use crate::stage::Stage;
use domain::alarm::{Alarm, AlarmCode, AlarmPage, AlarmState};
use domain::delivery_status::DeliveryState::Waiting;
use domain::entities::PhoneNumberState::{self, Connected, Disconnected};
use server::Server;
use server::setup::{NumberToConnect, connect_number};
use server::state::Services;

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

/// An administrator connects the number again, as `connect-number` does in the server's process or in one of its own.
async fn connect_again(services: &Services, access_token: &str) {
    let number = NumberToConnect {
        meta_id: NUMBER.to_owned(),
        waba_id: "102290129340398".to_owned(),
        access_token: access_token.to_owned(),
        app_secret: "app-secret".to_owned(),
        verify_token: "verify-token".to_owned(),
    };
    let connected = connect_number(services, number).await.unwrap();
    assert_eq!(connected.state, Connected);
}

async fn alarms(stage: &Stage) -> Vec<Alarm> {
    let page: AlarmPage = stage.ana.get("/api/v1/alarms").await.read();
    page.alarms
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
    let alarm = alarms(&stage).await.remove(0);
    assert_eq!(
        (alarm.code, alarm.state, alarm.count),
        (AlarmCode::TokenRefused, AlarmState::Open, 1)
    );
    assert_eq!(alarm.phone_number_id, Some(stage.server.phone_number));

    connect_again(&stage.server.services, "new-token").await;
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
    let ended = alarms(&stage).await;
    assert_eq!((ended.len(), ended[0].state), (1, AlarmState::Ended));
}

#[tokio::test]
async fn a_number_that_another_process_connects_again_goes_on_without_a_restart() {
    let stage = Stage::new().await;
    stage.graph.answer_next([Answer::Refused(401, 190)]);
    stage.send("um").await;
    stage.graph.next_message().await;
    until_disconnected(&stage).await;
    let other = Server::prepare(stage.server.services.config.clone())
        .await
        .unwrap();
    connect_again(&other.services(), "new-token").await;
    let request = stage.graph.next_message().await;
    assert_eq!(
        (request.text(), request.authorization.as_str()),
        ("um", "Bearer new-token")
    );
}

#[tokio::test]
async fn a_token_that_may_not_send_is_refused_like_one_that_has_expired() {
    for code in [10, 200] {
        let stage = Stage::new().await;
        stage.graph.answer_next([Answer::Refused(403, code)]);
        let message = stage.send("um").await;
        stage.graph.next_message().await;
        until_disconnected(&stage).await;
        stage.until(message, |delivery| delivery.state == Waiting).await;
        assert_eq!(alarms(&stage).await[0].parameters["event"], code.to_string());
    }
}

#[tokio::test]
async fn what_waits_for_a_token_outlives_a_restart() {
    let stage = Stage::new().await;
    stage.graph.answer_next([Answer::Refused(401, 190)]);
    stage.send("um").await;
    stage.graph.next_message().await;
    until_disconnected(&stage).await;
    stage.send("dois").await;
    let Stage { server, graph, .. } = stage;
    let server = server.restart().await;
    connect_again(&server.services, "new-token").await;
    assert_eq!(graph.next_message().await.text(), "um");
    assert_eq!(graph.next_message().await.text(), "dois");
    assert!(graph.is_silent().await);
}

#[tokio::test]
async fn a_refusal_of_the_old_token_does_not_disconnect_the_new_one() {
    let stage = Stage::new().await;
    let (release, released) = tokio::sync::oneshot::channel();
    stage.graph.answer_next([Answer::HeldRefusal(401, 190, released)]);
    stage.send("um").await;
    stage.graph.next_message().await;
    connect_again(&stage.server.services, "new-token").await;
    release.send(()).unwrap();
    let again = stage.graph.next_message().await;
    assert_eq!(
        (again.text(), again.authorization.as_str()),
        ("um", "Bearer new-token")
    );
    assert_eq!(state(&stage).await, Connected);
}
