//! Webhooks that come twice, late, in another order, together, or never.

use simulator::{Knobs, Whom};

use crate::support::{ANA, NUMBER, OTHER_NUMBER, World};

#[tokio::test]
async fn webhooks_can_come_twice_or_never() {
    let world = World::new().await;
    world.simulator.set_knobs(Knobs {
        duplicate_percent: 100,
        ..Knobs::default()
    });
    world.ana().await;
    world.simulator.delivered_all().await.unwrap();
    let messages = world.receiver.messages();
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0], messages[1]);
    world.simulator.set_knobs(Knobs {
        lose_percent: 100,
        ..Knobs::default()
    });
    world.ana().await;
    world.simulator.delivered_all().await.unwrap();
    assert_eq!(world.receiver.messages().len(), 2);
}

#[tokio::test]
async fn webhooks_come_late_when_they_shall() {
    let world = World::new().await;
    world.simulator.set_knobs(Knobs {
        late_percent: 100,
        late_ms: 3_600_000,
        ..Knobs::default()
    });
    let ana = world.simulator.customer(ANA, "Ana Lima");
    let writing = tokio::spawn(async move { ana.send_text(NUMBER, "Oi!").await.unwrap() });
    let is_held = |state: &simulator::State| (state.outstanding_webhooks() == 1).then_some(());
    world.simulator.wait_for(is_held).await.unwrap();
    assert!(world.receiver.messages().is_empty());
    world.simulator.retry_now();
    writing.await.unwrap();
    assert_eq!(world.receiver.messages().len(), 1);
}

#[tokio::test]
async fn webhooks_come_in_another_order_when_they_shall() {
    let world = World::new().await;
    let ana = world.simulator.customer(ANA, "Ana Lima");
    world.simulator.set_knobs(Knobs {
        disorder_percent: 100,
        ..Knobs::default()
    });
    let first = tokio::spawn({
        let ana = ana.clone();
        async move { ana.send_text(NUMBER, "primeira").await.unwrap() }
    });
    let is_held = |state: &simulator::State| (state.outstanding_webhooks() == 1).then_some(());
    world.simulator.wait_for(is_held).await.unwrap();
    // The dice fall when something is written: the second one is in no disorder and overtakes the first.
    world.simulator.set_knobs(Knobs::default());
    ana.send_text(NUMBER, "segunda").await.unwrap();
    first.await.unwrap();
    let bodies = world.receiver.messages();
    let bodies = bodies.iter().map(|message| message["text"]["body"].clone());
    assert_eq!(bodies.collect::<Vec<_>>(), ["segunda", "primeira"]);
}

#[tokio::test]
async fn one_that_nobody_overtakes_comes_all_the_same() {
    let world = World::new().await;
    world.simulator.set_knobs(Knobs {
        disorder_percent: 100,
        ..Knobs::default()
    });
    world.ana().await;
    assert_eq!(world.receiver.messages().len(), 1);
}

#[tokio::test]
async fn the_knobs_of_webhooks_can_be_about_one_customer_or_number() {
    let world = World::new().await;
    let bia = world.simulator.customer("5521988771020", "Bia");
    let ana = world.simulator.customer(ANA, "Ana Lima");
    for whom in [
        Whom {
            recipient: Some(ANA.to_owned()),
            ..Whom::default()
        },
        Whom {
            phone_number_id: Some(NUMBER.to_owned()),
            ..Whom::default()
        },
    ] {
        world.simulator.set_knobs(Knobs {
            lose_percent: 100,
            webhooks_of: whom,
            ..Knobs::default()
        });
        ana.send_text(NUMBER, "some").await.unwrap();
        bia.send_text(OTHER_NUMBER, "fica").await.unwrap();
    }
    world.simulator.delivered_all().await.unwrap();
    let messages = world.receiver.messages();
    assert_eq!(messages.len(), 2);
    assert!(messages.iter().all(|message| message["text"]["body"] == "fica"));
}

#[tokio::test]
async fn several_updates_of_several_numbers_come_in_one_post() {
    let world = World::new().await;
    world.simulator.set_knobs(Knobs {
        batch_size: 6,
        ..Knobs::default()
    });
    let ana = world.simulator.customer(ANA, "Ana Lima");
    let bodies = (0..6).map(|at| at.to_string()).collect::<Vec<_>>();
    let numbers = [NUMBER, NUMBER, NUMBER, OTHER_NUMBER, OTHER_NUMBER, NUMBER];
    let writing = bodies
        .iter()
        .zip(numbers)
        .map(|(body, number)| ana.send_text(number, body));
    futures::future::join_all(writing).await;
    world.receiver.look(|received| {
        assert_eq!(received.len(), 1);
        let changes = &received[0].json["entry"][0]["changes"];
        let counts = [0, 1, 2].map(|at| changes[at]["value"]["messages"].as_array().map_or(0, Vec::len));
        assert_eq!(counts, [3, 2, 1]);
        assert_eq!(changes[0]["value"]["contacts"].as_array().unwrap().len(), 1);
    });
}

#[tokio::test]
async fn a_batch_that_is_not_acknowledged_comes_again() {
    let world = World::new().await;
    world.receiver.answer_with(&[500]);
    world.simulator.set_knobs(Knobs {
        batch_size: 3,
        ..Knobs::default()
    });
    let ana = world.simulator.customer(ANA, "Ana Lima");
    let writing = ["a", "b", "c"].map(|body| ana.send_text(NUMBER, body));
    futures::future::join_all(writing).await;
    world.simulator.delivered_all().await.unwrap();
    assert_eq!(world.receiver.look(<[_]>::len), 2);
}

#[tokio::test]
async fn held_back_webhooks_all_arrive_in_the_end() {
    let world = World::new().await;
    world.simulator.set_knobs(Knobs {
        seed: 3,
        webhook_jitter_ms: 5,
        ..Knobs::default()
    });
    let ana = world.simulator.customer(ANA, "Ana Lima");
    let bodies = (0..10).map(|at| at.to_string()).collect::<Vec<_>>();
    futures::future::join_all(bodies.iter().map(|body| ana.send_text(NUMBER, body))).await;
    world.simulator.delivered_all().await.unwrap();
    assert_eq!(world.receiver.messages().len(), 10);
}
